"""The open data: its shape, its errors and its description, by hand and by machine."""

import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, assume, given
from hypothesis import settings as fuzzing
from schemathesis import GenerationMode

from portal.wsgi import application
from schools.models import Postcode, SchoolLocation, VmboProfile

from .visitor import great_circle, point

LOCATIONS = "/api/v1/locations"
PROFILES = "/api/v1/profiles"
SCHEMA = "/api/v1/openapi.json"
OCCUPATIONS = "/api/v1/occupations"
INDICATORS = "/api/v1/indicators"
OBSERVATIONS = "/api/v1/observations"
ADDRESSES = [
    LOCATIONS,
    f"{LOCATIONS}/00BD00",
    PROFILES,
    OCCUPATIONS,
    f"{OCCUPATIONS}/lasser",
    INDICATORS,
    f"{INDICATORS}/vmbo-profielkeuze",
    OBSERVATIONS,
    f"{OBSERVATIONS}?format=csv",
    SCHEMA,
]
PATHS = [
    "/indicators",
    "/indicators/{code}",
    "/locations",
    "/locations/{code}",
    "/observations",
    "/occupations",
    "/occupations/{slug}",
    "/profiles",
]
PAGED = {"/locations", "/occupations", "/observations"}
WRONG = [
    f"{LOCATIONS}?radius=abc",
    f"{LOCATIONS}/99ZZ99",
    f"{LOCATIONS}?page=9999",
    f"{OCCUPATIONS}?page=9999",
    "/api/v1/nothing",
    "/api/v2/locations",
]


@pytest.fixture(autouse=True)
def region(filled):
    """Every test asks about the tables of fixtures/."""


def ask(client, **question):
    return client.get(LOCATIONS, question).json()


def codes(client, **question):
    return [each["code"] for each in ask(client, **{"pageSize": 1000, **question})["results"]]


# What a location says


def test_a_location_has_exactly_these_fields(client):
    location = client.get(f"{LOCATIONS}/00HI03").json()

    assert list(location) == [
        "code", "name", "kind", "street", "postcode", "city", "municipality", "latitude", "longitude", "distance",
        "website", "profiles",
    ]  # fmt: skip
    assert {**location, "profiles": location["profiles"][0]} == {
        "code": "00HI03",
        "name": "François Vatel vmbo",
        "kind": "bkg",
        "street": "Granaathorst 20",
        "postcode": "2592 TD",
        "city": "Den Haag",
        "municipality": {"code": "GM0518", "name": "Den Haag"},
        "latitude": 52.09182183,
        "longitude": 4.35526337,
        "distance": None,
        "website": "https://www.vatel.nl",
        "profiles": {
            "code": "BWI",
            "status": "no",
            "effectiveYear": None,
            "leerwegen": [],
            "source": "duo-exams",
            "period": "2023-2024",
        },
    }
    offered = {each["code"]: each["leerwegen"] for each in location["profiles"] if each["status"] == "yes"}
    assert offered == {"MVI": ["KB"], "HBR": ["BB", "KB", "GL"]}


def test_a_location_is_the_same_in_the_list_and_by_its_code(client):
    for each in ask(client)["results"]:
        assert client.get(f"{LOCATIONS}/{each['code']}").json() == each
        assert client.get(f"{LOCATIONS}/{each['code'].lower()}").json() == each


def test_distance_is_told_when_a_place_is_asked_and_the_nearest_comes_first(client):
    origin = point(Postcode.objects.get(pc4="2512"))
    results = ask(client, near="2512 XA", radius="10", pageSize=1000)["results"]

    distances = [each["distance"] for each in results]
    assert distances == sorted(distances)
    for each in results:
        assert each["distance"] == pytest.approx(great_circle(origin, (each["latitude"], each["longitude"])), abs=0.002)


def test_profiles_are_the_ten_with_the_number_of_locations(client):
    answer = client.get(PROFILES).json()

    assert (answer["count"], answer["next"], answer["previous"]) == (10, None, None)
    assert [each["code"] for each in answer["results"]] == list(
        VmboProfile.objects.ten().values_list("code", flat=True)
    )
    assert [each["code"] for each in answer["results"] if each["technical"]] == ["BWI", "PIE", "MET", "MAT"]
    assert [each["code"] for each in answer["results"] if each["mediaIct"]] == ["MVI"]


# The same questions as the page


@pytest.mark.parametrize(
    "question",
    [
        {"near": "3011", "leerweg": "KB"},
        {"near": "Delft", "radius": "10", "profile": ["PIE", "bwi"]},
        {"municipality": "den-haag", "technical": "1"},
        {"q": "college", "leerweg": "TL", "near": "2611"},
        {"near": "Roterdam", "technical": "1"},
        {"near": "melanchton", "leerweg": "BB"},
        {"near": "52.0116,4.3571", "leerweg": "KB"},
        {"near": "Hoek", "leerweg": "KB", "radius": "20"},
        {"q": "Wolfaart", "leerweg": "TL"},
    ],
)
def test_the_same_question_finds_the_same_locations_as_the_page(client, question):
    pages, found = 1, []
    while pages:
        shown = client.get("/scholen/", {**question, "page": pages})
        for group in re.findall(r'<section class="group".*?</section>', shown.content.decode(), re.DOTALL):
            if "Heeft wat u zoekt" in group:
                found += re.findall(r'<h3><a href="/scholen/(\w+)/', group)
        pages = pages + 1 if 'rel="next"' in shown.content.decode() else 0

    assert codes(client, **question) == found != []


# Pages of a list


def test_a_list_is_walked_by_its_links(client):
    address, walked, pages = f"{LOCATIONS}?pageSize=100&municipality=", [], 0
    while address:
        answer = client.get(address).json()
        walked += [each["code"] for each in answer["results"]]
        address, pages, last = answer["next"], pages + 1, answer

    assert pages == 3
    assert len(set(walked)) == len(walked) == last["count"] == SchoolLocation.objects.in_finder().count()
    assert client.get(last["previous"]).json()["next"].endswith("pageSize=100&municipality=&page=3")


def test_the_links_of_a_list_keep_the_question(client):
    answer = ask(client, near="3011 AB", radius="20", profile=["PIE", "BWI"], pageSize="2", page="2")

    assert answer["next"] == (
        f"http://testserver{LOCATIONS}?near=3011+AB&radius=20&profile=PIE&profile=BWI&pageSize=2&page=3"
    )
    assert answer["previous"].endswith("&page=1")


def test_a_list_has_twenty_unless_more_are_asked_and_a_thousand_at_most(client):
    assert len(ask(client)["results"]) == 20
    assert len(ask(client, pageSize=1000)["results"]) == 244
    assert client.get(LOCATIONS, {"pageSize": 1001}).status_code == 400


def test_an_empty_list_is_an_answer(client):
    assert ask(client, q="zzzz") == {"count": 0, "next": None, "previous": None, "results": []}


# Errors


def test_what_may_mean_several_places_is_refused_and_not_guessed(client):
    response = client.get(LOCATIONS, {"near": "krimpen"})

    assert response.status_code == 400
    assert [each["name"] for each in response.json()["invalidParams"]] == ["near"]


def test_a_refused_question_names_every_wrong_parameter(client):
    response = client.get(LOCATIONS, {"radius": "abc", "profile": "xx", "leerweg": "zz", "near": "zzzz", "q": "x" * 61})

    body = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert {key: body[key] for key in ("type", "status")} == {"type": "about:blank", "status": 400}
    assert {each["name"] for each in body["invalidParams"]} == {"radius", "profile", "leerweg", "near", "q"}
    assert all(each["reason"] for each in body["invalidParams"])


@pytest.mark.parametrize("address", [LOCATIONS, OCCUPATIONS])
@pytest.mark.parametrize("key", ["page", "pageSize"])
@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5", "١", "null", " ", "1e3"])
def test_a_page_is_a_whole_number(client, address, key, number):
    response = client.get(address, {key: number})

    assert response.status_code == 400
    assert [each["name"] for each in response.json()["invalidParams"]] == [key]


def test_a_page_beyond_the_end_does_not_exist(client):
    for number in ("14", "1" + "0" * 30):
        response = client.get(LOCATIONS, {"page": number})
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("code", ["99ZZ99", "00BD", "00BD000", "nothing", "00BD00/", "a%00b", "%F0%9F%92%A9"])
def test_what_is_no_location_does_not_exist(client, code):
    response = client.get(f"{LOCATIONS}/{code}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["status"] == 404


def test_the_data_can_only_be_read(client):
    for address in ADDRESSES:
        for method in (client.post, client.put, client.patch, client.delete):
            response = method(address)
            assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
            assert response["Allow"] == "GET, HEAD, OPTIONS"


# For everybody's use


@pytest.mark.parametrize("address", [*ADDRESSES, *WRONG])
def test_every_answer_may_be_used_by_any_site_and_names_its_version(client, address):
    response = client.get(address, headers={"origin": "https://example.org"})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["API-Version"] == "1.0.0"
    assert not response.cookies


def test_no_page_for_people_is_open_to_other_sites(client):
    assert "Access-Control-Allow-Origin" not in client.get("/scholen/")


# The rules for Dutch interfaces


@pytest.fixture
def schema(client):
    return client.get(SCHEMA).json()


def operations(schema):
    return [(path, method, each) for path, methods in schema["paths"].items() for method, each in methods.items()]


def test_the_description_is_openapi_with_version_and_contact(schema):
    assert schema["openapi"].startswith("3.")
    assert re.fullmatch(r"\d+\.\d+\.\d+", schema["info"]["version"])
    assert schema["info"]["contact"]["name"]
    assert "CC0" in schema["info"]["license"]["name"]


def test_the_version_is_in_the_address_of_the_server(schema):
    assert [server["url"].rsplit("/", 1)[1] for server in schema["servers"]] == ["v1"]


def test_paths_are_nouns_in_kebab_case_without_a_slash_at_the_end(schema):
    assert list(schema["paths"]) == PATHS
    for path in schema["paths"]:
        assert re.fullmatch(r"(/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z][A-Za-z0-9]*\}))+", path)


def test_names_are_in_camel_case(schema):
    parameters = [each["name"] for _path, _method, operation in operations(schema) for each in operation["parameters"]]
    properties = [name for each in schema["components"]["schemas"].values() for name in each.get("properties", ())]
    ids = [operation["operationId"] for _path, _method, operation in operations(schema)]

    for name in [*parameters, *properties, *ids]:
        assert re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)*", name), name
    assert len(set(ids)) == len(ids)


def test_the_data_is_only_read_and_needs_no_key(schema):
    for _path, method, operation in operations(schema):
        assert method == "get"
        assert operation["security"] == [{}]
    assert "securitySchemes" not in schema["components"]


def test_every_operation_documents_its_refusals_and_its_version(schema):
    for path, _method, operation in operations(schema):
        refusals = set(operation["responses"]) - {"200"}
        one = "404" if path.endswith("}") or path == "/indicators" else "400"
        assert refusals == ({"400", "404"} if path in PAGED else {one})
        for status in refusals:
            assert set(operation["responses"][status]["content"]) == {"application/problem+json"}
        for response in operation["responses"].values():
            assert "API-Version" in response["headers"]


def test_every_answer_of_a_list_has_the_same_frame(client):
    for address in (LOCATIONS, PROFILES, OCCUPATIONS, INDICATORS, OBSERVATIONS):
        assert list(client.get(address).json()) == ["count", "next", "previous", "results"]


# By machine: whatever the description allows is answered, whatever it forbids is refused

KNOWN = {
    "near": ["3011", "2611 AB", "Delft", "westland", "Roterdam", "wolfert", "52.01,4.36"],
    "municipality": ["delft", "GM0599", "0518"],
    "profile": ["PIE", "mvi", "tl-techniek", "VT"],
    "activity": ["maken", "repareren"],
    "indicator": ["vmbo-profielkeuze", "mbo-fietsafstand"],
    "region": ["GM0599", "MRDH", "nl01"],
    "period": ["2021", "2023/2024", "2014-2017"],
    "leerweg": ["TL", "KB"],
    "category": ["techniek-gebouwd", "none"],
}
"""What a description cannot list: the places, municipalities and profiles that exist."""


@pytest.fixture
def described(settings):
    """The description, asked through the real WSGI application within the transaction of the test."""
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(SCHEMA, application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


PLAIN = {"Accept-Encoding": "identity"}
"""The machine does not unpack what it is sent."""
FUZZ = fuzzing(max_examples=30, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


def with_known_names(case):
    """The question with places and profiles that exist in the stead of made-up ones."""
    for name, values in KNOWN.items():
        asked = case.query.get(name)
        if isinstance(asked, list):
            case.query[name] = [values[len(each) % len(values)] for each in asked]
        elif asked is not None:
            case.query[name] = values[len(asked) % len(values)]
    return case


@pytest.mark.parametrize("path", PATHS)
def test_whatever_the_description_allows_is_answered_as_described(described, path):
    @FUZZ
    @given(described[path]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE).map(with_known_names))
    def ask_and_check(case):
        case.call_and_validate(headers=PLAIN)

    ask_and_check()


def is_asked(value):
    """Blanks and commas ask nothing, of a repeated parameter the last counts, and an object is no value."""
    return value is not None and not isinstance(value, list | dict) and str(value).strip(" ,") != ""


@pytest.mark.parametrize("path", PATHS)
def test_whatever_the_description_forbids_is_refused_as_described(described, path):
    """Of what is sent as it was drawn. An object falls apart into parameters of other names, which nobody asks for."""
    names = {parameter.name for parameter in described[path]["GET"].query}

    @FUZZ
    @given(described[path]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask_and_check(case):
        assume(case.query.keys() <= names and all(map(is_asked, case.query.values())))
        assume("%0A" not in case.formatted_path)  # no line of an address
        case.call_and_validate(headers=PLAIN)

    ask_and_check()


# The work it takes


@pytest.mark.parametrize("address", [LOCATIONS, PROFILES])
def test_one_result_takes_as_many_queries_as_fifty(client, address):
    questions = [{"near": "2691", "radius": "2"}, {"near": "3011", "radius": "8"}]
    needed = []
    for question in questions:
        client.get(address, question)
        with CaptureQueriesContext(connection) as captured:
            client.get(address, {**question, "pageSize": 50})
        needed.append(len(captured))

    assert len(codes(client, **questions[0])) == 1
    assert len(codes(client, **questions[1])) >= 50
    assert needed[0] == needed[1] <= 5
