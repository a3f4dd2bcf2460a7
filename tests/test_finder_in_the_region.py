"""The finder on the real schools of the region: every way to ask, and never a dead end."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzzing
from hypothesis import strategies as st

from schools import catalogue
from schools.models import FinderRow, Postcode, ProfileAnswer, Region, SchoolLocation, VmboProfile

from .markup import page
from .visitor import (
    FINDER,
    HAS,
    HAS_NOT,
    NOT_KNOWN,
    counts,
    follow,
    great_circle,
    groups,
    kilometres,
    link_to,
    look,
)

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def region(filled):
    """Every test looks at the tables of fixtures/."""


# The order of the list, and its groups


def test_distances_on_cards_are_those_over_the_ground(client):
    origin = Postcode.objects.get(pc4="2512")
    shown = look(client, near="2512", radius="20", technical="1")
    points = {location.code: location for location in SchoolLocation.objects.in_finder()}

    for card in shown.all("li.result"):
        location = points[card.one("h3 a")["href"].split("/")[2]]
        km = great_circle((origin.latitude, origin.longitude), (location.latitude, location.longitude))
        assert kilometres(card) == pytest.approx(km, abs=0.051)


@pytest.mark.parametrize("municipality", ["delft", "westland", "vlaardingen"])
def test_counts_are_those_of_the_stored_answers(client, municipality):
    shown = look(client, municipality=municipality, profile="ZW", leerweg="BB")
    stored = list(ProfileAnswer.objects.filter(location__municipality__slug=municipality, profile="ZW"))

    has = sum("BB" in answer.leerwegen for answer in stored)
    unknown = sum(answer.status == "unknown" or "BB" in answer.unsure for answer in stored)
    expected = {HAS: has, HAS_NOT: len(stored) - has - unknown, NOT_KNOWN: unknown}
    assert counts(shown) == {title: count for title, count in expected.items() if count}


def test_the_pages_of_a_list_hold_every_location_once(client):
    codes, number = [], 1
    shown = look(client, near="2611", radius="50", leerweg="KB")
    while True:
        codes += [link["href"].split("/")[2] for link in shown.all("li.result h3 a")]
        onward = shown.all("[rel=next]")
        if not onward:
            break
        shown, number = follow(client, onward[0]), number + 1
        assert f"Bladzijde {number} van" in shown.one(".pages").text

    expected = FinderRow.objects.exclude(kind="tl").values_list("pk", flat=True)
    assert sorted(codes) == sorted(expected)


# A card


def test_a_card_outside_the_region_says_so(client):
    for card in look(client, near="Gouda", radius="3").all("li.result"):
        assert "buiten de regio" in card.text
    for card in look(client, near="Delft", radius="2").all("li.result"):
        assert "buiten de regio" not in card.text


# Where


@pytest.mark.parametrize("typed", ["3011", "3011AB", "3011 AB", "3011ab", " 3011  ab "])
def test_a_postcode_may_be_written_in_every_way(client, typed):
    shown = look(client, near=typed, radius="3")

    assert shown.one("h1").text.endswith("binnen 3 km van 3011" + (" AB" if "a" in typed.lower() else ""))
    assert len(shown.all("li.result")) > 1


def test_a_place_is_found_by_its_name(client):
    shown = look(client, near="maassluis")

    assert shown.one("h1").text.endswith("binnen 5 km van Maassluis")
    assert shown.all("li.result")


@pytest.mark.parametrize(
    "name", ["den haag", "'s-Gravenhage", "s gravenhage", "'S GRAVENHAGE", "s-gravenhage", "DEN-HAAG"]
)
def test_the_hague_may_be_called_by_all_its_names(client, name):
    assert look(client, near=name).one("h1").text.endswith("binnen 5 km van Den Haag")


def test_a_municipality_is_a_place_too(client):
    shown = look(client, near="Westland")

    assert shown.one("h1").text.endswith("binnen 5 km van Westland")
    assert "Naaldwijk" in shown.text


@pytest.mark.parametrize("name", ["delft", "Delft", "GM0503", "gm0503", "0503"])
def test_a_municipality_is_asked_by_name_or_code(client, name):
    shown = look(client, municipality=name)

    expected = SchoolLocation.objects.in_finder().filter(municipality="GM0503").count()
    assert shown.one("h1").text == f"{expected} vmbo-locaties in Delft"


def test_every_municipality_of_the_form_can_be_asked(client):
    options = [option["value"] for option in look(client).all("#municipality option") if option["value"]]
    members = set(Region.objects.within("MRDH").values_list("slug", flat=True))

    assert set(options[:21]) == members
    for slug in options:
        assert "Kies een gemeente" not in look(client, municipality=slug).text


@pytest.mark.parametrize(("name", "ours", "theirs"), [("Den Hoorn", "2635", "1797"), ("Rozenburg", "3181", "1437")])
def test_of_places_that_share_a_name_the_one_in_the_region_is_meant(client, name, ours, theirs):
    assert {Postcode.objects.get(pc4=pc4).place for pc4 in (ours, theirs)} == {name}

    shown = look(client, near=name, radius="10")

    assert "buiten de metropoolregio" not in shown.text
    assert groups(shown) == groups(look(client, near=ours, radius="10"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Roterdam", "Rotterdam"), ("Den Hag", "Den Haag"), ("Capelle a/d IJssel", "Capelle aan den IJssel")],
)
def test_a_misspelt_place_gets_suggestions_that_lead_on(client, typed, meant):
    shown = look(client, near=typed, leerweg="KB")

    assert shown.one("#near")["value"] == typed
    assert shown.one("#near")["aria-invalid"] == "true"
    heading = follow(client, link_to(shown, meant)).one("h1").text
    assert heading.endswith(f"met een profiel voor kader, binnen 5 km van {meant}")


@pytest.mark.parametrize("typed", ["0000", "1000", "3000 AA", "12", "123456", "AB 3011", "zzzzzz", "!!!", "لاهاي"])
def test_an_unknown_place_or_postcode_is_told_where_it_was_typed(client, typed):
    shown = look(client, near=typed)

    assert shown.one("h1").text == "Waar wilt u zoeken?"
    assert "kennen we niet" in shown.one("#near-error").text
    assert shown.one("#near")["aria-describedby"] == "near-error"
    assert shown.one("details")["open"] is None
    assert link_to(shown, "Toon alle locaties")["href"] == FINDER


def test_a_correction_of_the_place_keeps_the_rest_of_the_question(client):
    shown = look(client, near="Roterdam", leerweg="KB", profile="PIE", radius="10")

    checked = {each["value"] for each in shown.all("form input") if "checked" in each.attributes}
    assert checked == {"KB", "PIE", "10"}


def test_who_asks_from_outside_the_region_is_told(client):
    sentence = "ligt buiten de metropoolregio Rotterdam Den Haag"

    assert f"1011 Amsterdam {sentence}" in look(client, near="1011").text
    assert f"Gouda {sentence}" in look(client, near="Gouda").text
    assert sentence not in look(client, near="3011").text
    assert sentence not in look(client, near="Hoek van Holland").text


# Nothing found


def test_when_nothing_is_found_wider_circles_tell_their_true_counts(client):
    shown = look(client, near="3233", radius="1", profile="MAT")
    rows = shown.all("tbody tr")

    assert shown.one("h1").text.startswith("Geen locatie met Maritiem en techniek (MaT)")
    assert [row.one("th").text for row in rows] == [f"{km} km" for km in (5, 10, 15, 20, 25, 50)]
    links = [link for row in rows for link in row.all("a")]
    assert links
    for row in rows:
        number = row.one(".num").text
        if row.all("a"):
            assert counts(follow(client, row.one("a")))[HAS] == int(number)
        else:
            assert number == "geen"


@pytest.mark.parametrize("more", [{"municipality": "delft"}, {"q": "zuiderpark"}, {"leerweg": "GL", "profile": "MET"}])
def test_wider_circles_count_what_was_asked_and_nothing_else(client, more):
    for row in look(client, near="3233", radius="1", **more).all("tbody tr"):
        number = row.one(".num").text
        wider = look(client, near="3233", radius=row.one("th").text.removesuffix(" km"), **more)
        has = counts(wider).get(HAS, 0) if "profile" in more else sum(counts(wider).values())
        assert has == (0 if number == "geen" else int(number))


def test_when_nothing_is_found_the_nearest_that_have_it_are_named(client):
    origin = Postcode.objects.get(pc4="3233")
    shown = look(client, near="3233", radius="1", profile="MAT")
    near = shown.all("ul.list li")

    offering = SchoolLocation.objects.in_finder().filter(answers__profile="MAT", answers__status="yes")
    expected = sorted(
        great_circle((origin.latitude, origin.longitude), (each.latitude, each.longitude)) for each in offering
    )
    assert [kilometres(each) for each in near] == pytest.approx(expected[:3], abs=0.051)
    assert "near=3233" in near[0].one("a")["href"]


# What cannot be answered as asked


@pytest.mark.parametrize("number", ["99", "0", "-1", "abc", "1.5", "9" * 30, "None", "١٢"])
def test_a_page_beyond_the_end_leads_back_to_the_list(client, number):
    shown = look(client, status=404, municipality="delft", page=number)

    assert shown.one("h1").text == "Deze bladzijde is er niet"
    assert "Deze lijst heeft 1 bladzijde." in shown.text
    assert follow(client, link_to(shown, "Naar het begin van de lijst")).one("h1").text.endswith("in Delft")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"radius": "abc"}, "Kies een afstand van 0,1 tot 100 kilometer."),
        ({"radius": "0"}, "Kies een afstand van 0,1 tot 100 kilometer."),
        ({"radius": "1000"}, "Kies een afstand van 0,1 tot 100 kilometer."),
        ({"radius": "NaN"}, "Kies een afstand van 0,1 tot 100 kilometer."),
        ({"profile": "xx"}, "Het profiel XX kennen we niet."),
        ({"profile": ["PIE", "xx"]}, "Het profiel XX kennen we niet."),
        ({"leerweg": "zz"}, "Selecteer een geldige keuze. ZZ is geen beschikbare keuze."),
        ({"leerweg": "HV"}, "Selecteer een geldige keuze. HV is geen beschikbare keuze."),
        ({"technical": "ja"}, "Selecteer een geldige keuze. ja is geen beschikbare keuze."),
        ({"municipality": "atlantis"}, "In deze gemeente kennen we geen vmbo-locaties."),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_is_answered(client, question, sentence):
    shown = look(client, near="3011", **question)

    assert sentence in shown.one(".note--oker").text
    assert shown.one("h1").text.endswith("vmbo-locaties binnen 5 km van 3011")
    assert shown.one("#near")["value"] == "3011"


KEYS = st.sampled_from(
    ["near", "radius", "municipality", "profile", "leerweg", "technical", "q", "page", "pageSize", "x"]
)
VALUES = st.one_of(
    st.text(max_size=70),
    st.sampled_from(
        ["3011", "3011ab", "0000", "Delft", "delft", "GM0599", "PIE", "mvi", "TL-TE", "VT", "KB", "tl", "HV"]
    ),
    st.sampled_from(["1", "0", "-1", "2", "99", "1e9", "1e-9", "NaN", "Infinity", "-0", "0.1", "100", "", " ", "\x00"]),
    st.integers().map(str),
    st.floats().map(str),
)


@fuzzing(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(KEYS, VALUES), max_size=6), st.sampled_from([FINDER, "/scholen/00BD00/"]))
def test_no_question_breaks_the_page(client, asked, address):
    parameters = {}
    for key, value in asked:
        parameters.setdefault(key, []).append(value)

    response = client.get(address, parameters)

    assert response.status_code in (200, 404)
    assert page(response).one("h1").text


@fuzzing(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abcdefg=&;%+?#[]/\\'\"<>0123456789\x01\x02é ", max_size=60))
def test_no_address_breaks_the_page(client, text):
    response = client.get(FINDER, QUERY_STRING=text)

    assert response.status_code in (200, 404)


@pytest.mark.parametrize("key", ["near", "q", "profile", "municipality", "leerweg", "radius", "page", "technical"])
def test_what_a_visitor_typed_is_shown_and_never_run(client, key):
    for address in (FINDER, "/scholen/00BD00/"):
        html = client.get(
            address, {key: HOSTILE, "leerweg": "KB"} if key != "leerweg" else {key: HOSTILE}
        ).content.decode()

        assert "<script" not in re.sub(r'<script type="module" src="/static/js/[\w-]+\.js"></script>', "", html)
        assert "<img" not in html


def test_typed_marks_do_not_move_text_from_one_field_to_another(client):
    shown = look(client, near="Delft", q="\x01\x02")

    assert shown.one("#near")["value"] == "Delft"


# The question goes along


def test_the_question_goes_along_to_a_location_and_back(client):
    asked = {"near": "3011 AB", "radius": "10", "leerweg": "KB", "profile": ["PIE", "BWI"]}
    shown = look(client, **asked)

    location = follow(client, shown.all("li.result h3 a")[0])
    back = follow(client, location.one(".crumbs a"))

    assert "km hemelsbreed" in location.text
    assert back.one("h1").text == shown.one("h1").text
    assert groups(back) == groups(shown)


def test_the_question_goes_along_to_the_next_page_and_back(client):
    shown = look(client, near="3011", radius="20", technical="1")

    second = follow(client, shown.one("[rel=next]"))
    first = follow(client, second.one("[rel=prev]"))

    assert second.one("h1").text == first.one("h1").text == shown.one("h1").text
    assert groups(first) == groups(shown) != groups(second)


def test_each_part_of_the_question_can_be_taken_away(client):
    asked = {"near": "3011", "radius": "10", "leerweg": "KB", "profile": ["PIE", "BWI"], "technical": "1", "q": "de"}
    chips = look(client, **asked, municipality="rotterdam").all("a.chip--remove")

    labels = [chip.text.split(" (haal weg")[0] for chip in chips]
    assert labels == [
        "3011 Rotterdam",
        "Rotterdam",
        "kader",
        "een technisch profiel",
        "Produceren, installeren en energie (PIE)",
        "Bouwen, wonen en interieur (BWI)",
        "“de”",
    ]
    for label, chip in zip(labels, chips, strict=True):
        left = [each.text.split(" (haal weg")[0] for each in follow(client, chip).all("a.chip--remove")]
        assert left == [other for other in labels if other != label]


def test_the_form_remembers_what_was_asked(client):
    form = look(
        client,
        near="3011 ab",
        radius="10",
        leerweg="GL",
        profile="HBR",
        technical="1",
        municipality="delft",
        q='"kade"',
    ).one("details.filters form")

    checked = [(each["name"], each["value"]) for each in form.all("input") if "checked" in each.attributes]
    assert checked == [("radius", "10"), ("leerweg", "GL"), ("technical", "1"), ("profile", "HBR")]
    assert (form.one("#near")["value"], form.one("#q")["value"]) == ("3011 ab", '"kade"')
    assert [each["value"] for each in form.all("option") if "selected" in each.attributes] == ["delft"]


def test_every_choice_of_the_form_is_understood(client):
    form = look(client).one("details.filters form")

    choices = {(each["name"], each["value"]) for each in form.all("input") if each.get("type") in ("radio", "checkbox")}
    assert {value for name, value in choices if name == "profile"} == set(
        VmboProfile.objects.ten().values_list("code", flat=True)
    )
    for name, value in choices:
        assert look(client, **{name: value}).all(".note--oker") == []


# The work it takes


def cold():
    """Nothing is remembered: as after a start, or a change of the data."""
    catalogue.forget()
    caches["template_fragments"].clear()


def warm():
    """Everything is remembered already."""


def queries(client, question):
    with CaptureQueriesContext(connection) as captured:
        client.get(FINDER, question)
    return len(captured)


def test_one_result_takes_as_many_queries_as_fifty(client):
    questions = [{"near": "2691", "radius": "2"}, {"near": "3011", "radius": "8"}]
    one, fifty = (sum(counts(look(client, **question)).values()) for question in questions)
    assert one == 1
    assert fifty >= 50

    for prepare in (cold, warm):
        needed = []
        for question in questions:
            look(client, **question)
            prepare()
            needed.append(queries(client, question))
        assert needed[0] == needed[1] <= 9
