"""The map says what the list says, keeps no question, and is drawn with files that are known."""

import gzip
import hashlib
import json
import re

import pytest
from django.urls import reverse

from schools import mapping
from schools.geography import km_outside
from schools.models import Region, SchoolLocation
from schools.recalculation import change_data, recalculate

from .conftest import ROOT
from .markup import page as read
from .serving import ask_process
from .visitor import FINDER, HAS, HAS_NOT, NOT_KNOWN, listed, look, title_of

POINTS, BOUNDARIES = "/scholen/kaart.json", "/kaart/gemeenten.json"
QUESTIONS = {
    "technical for kader": {"near": "3011", "leerweg": "KB", "technical": "1"},
    "nothing asked": {},
    "a profile in a wide circle": {"near": "2611", "radius": "10", "profile": ["MVI", "GR"]},
    "all in a municipality": {"municipality": "westland"},
    "theory by name": {"q": "lyceum", "leerweg": "TL"},
    "hardly anything": {"near": "3233", "radius": "7"},
    "partly not understood": {"near": "2691", "radius": "abc"},
}
GROUPS = {"has": HAS, "has_not": HAS_NOT, "not_known": NOT_KNOWN, "none": "Alle vmbo-locaties"}


def points(client, **asked):
    return client.get(POINTS, asked).json()


def whole_list(client, asked):
    """What the cards on all pages of a list say: code, name, address, distance, and the group they stand in."""
    first = look(client, **asked)
    pages = max([1, *(int(number) for number in re.findall(r"van (\d+)", " ".join(page_numbers(first))))])
    for number in range(1, pages + 1):
        shown = first if number == 1 else look(client, **asked, page=number)
        for group in shown.all("section.group"):
            for card in group.all("li.result"):
                yield card_says(card, title_of(group))


def page_numbers(shown):
    return [each.text for each in shown.all(".pages")]


def card_says(card, group):
    link, distance = card.one("h3 a"), [each.text for each in card.all(".km")]
    address = card.one(".result__top p").text.removesuffix(" buiten de regio")
    return link["href"], link.text, address, "".join(distance), group


def marker_says(point):
    address = f"{point['address']}, {point['place']}"
    return point["url"], point["title"], address, point["distance"], GROUPS[point["answer"]]


# The markers are the list


@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_the_map_says_what_all_pages_of_the_list_say_and_in_that_order(client, filled, asked):
    said = list(whole_list(client, asked))

    assert said
    assert [marker_says(point) for point in points(client, **asked)["locations"]] == said


def test_a_marker_stands_where_the_location_is_and_says_its_answer_in_words(client, filled):
    stored = SchoolLocation.objects.in_bulk()
    shown = points(client, near="3011", leerweg="KB", technical="1")["locations"]

    for point in shown:
        location = stored[point["code"]]
        assert (point["latitude"], point["longitude"]) == (location.latitude, location.longitude)
    words = {point["answer"]: point["word"] for point in shown}
    assert words == {"has": "heeft het", "has_not": "heeft het niet", "not_known": "weten we niet"}


def test_the_visitors_own_place_and_circle_are_on_the_map_only_when_asked_from_a_place(client, filled):
    assert points(client, municipality="delft")["origin"] is None
    origin = points(client, near="3011", radius="3")["origin"]

    assert origin["radius"] == 3
    assert (round(origin["latitude"], 2), round(origin["longitude"], 2)) == (51.92, 4.49)


def test_a_location_without_a_point_is_said_to_be_in_the_list_alone(client, filled):
    lost = [point["code"] for point in points(client, municipality="delft")["locations"]][:2]
    change_data(lambda: lose(lost))
    shown = points(client, municipality="delft")

    assert not {point["code"] for point in shown["locations"]} & set(lost)
    assert shown["summary"] == f"De kaart toont {len(shown['locations'])} locaties."
    assert shown["notes"] == ["2 locaties staan niet op de kaart, maar wel in de lijst."]
    links = " ".join(each[0] for each in whole_list(client, {"municipality": "delft"}))
    assert all(code in links for code in lost)


def lose(codes):
    """Forget where these locations stand."""
    SchoolLocation.objects.filter(pk__in=codes).update(latitude=None, longitude=None)
    recalculate(codes)


def test_a_very_long_list_is_cut_off_and_the_map_says_so(client, filled, monkeypatch):
    monkeypatch.setattr(mapping, "MOST_POINTS", 2)
    shown = points(client, municipality="delft")

    assert [point["title"] for point in shown["locations"]] == listed(client, municipality="delft")[:2]
    assert shown["notes"] == ["De kaart toont alleen de eerste 2 locaties van de lijst."]


def test_a_list_of_any_length_takes_the_same_queries(client, filled, django_assert_num_queries):
    points(client, near="3011")

    for radius in ("3", "5", "50"):
        with django_assert_num_queries(3):  # data version, list, locations
            points(client, near="3011", radius=radius)


def test_a_place_that_is_not_known_has_no_map(client, filled):
    response = client.get(POINTS, {"near": "krimpenn"})

    assert response.status_code == 400
    assert "kennen we niet" in response.json()["error"]
    assert read(client.get(FINDER, {"near": "krimpenn"})).all(".map") == []


def test_nobody_on_the_way_keeps_a_question(client, filled):
    response = client.get(POINTS, {"near": "3011"})

    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert client.post(POINTS).status_code == client.post(BOUNDARIES).status_code == 405


# The municipalities behind them


def test_the_background_is_the_municipalities_of_the_region(client, filled):
    features = client.get(BOUNDARIES).json()["features"]

    assert {each["properties"]["name"] for each in features} == set(
        Region.objects.within("MRDH").values_list("name", flat=True)
    )
    assert all(each["geometry"]["type"] == "MultiPolygon" for each in features)


def test_the_background_is_small_and_no_more_precise_than_it_is(client, filled):
    body = client.get(BOUNDARIES).content

    assert len(gzip.compress(body)) < 3000
    assert re.search(rb"\d\.\d{5}", body) is None


def test_the_name_of_a_municipality_stands_within_it(client, filled):
    for each in client.get(BOUNDARIES).json()["features"]:
        place, rings = each["properties"], [part[0] for part in each["geometry"]["coordinates"]]
        for along in (0.02, 0.5, 0.98):
            longitude = place["west"] + along * (place["east"] - place["west"])
            assert km_outside(place["latitude"], longitude, rings) == 0, place["name"]


def test_a_name_is_written_where_the_municipality_is_widest():
    bay = [[0, 0], [10, 0], [10, 10], [5, 10], [5, 4], [4, 4], [4, 10], [0, 10], [0, 0]]
    west, east, latitude = mapping.widest(bay)

    assert (west, east) == (0, 10)
    assert 2.5 < latitude < 4
    [left, right] = mapping.inside(bay, 6)
    assert (left, right) == ((0, 4), (5, 10))


def test_the_background_is_sent_again_only_when_the_data_changed(client, filled):
    first = client.get(BOUNDARIES)
    again = {"if-none-match": first["ETag"]}

    assert set(first["Cache-Control"].split(", ")) == {"public", "max-age=86400"}
    assert client.get(BOUNDARIES, headers=again).status_code == 304
    change_data(lambda: Region.objects.filter(pk="GM0599").update(name="Rotjeknor"))
    changed = client.get(BOUNDARIES, headers=again)
    assert changed.status_code == 200
    assert "Rotjeknor" in {each["properties"]["name"] for each in changed.json()["features"]}


def test_a_region_without_boundaries_has_an_empty_background(client, filled):
    change_data(lambda: Region.objects.update(boundary=None))

    assert client.get(BOUNDARIES).json() == {"type": "FeatureCollection", "features": []}


# What is somebody else's


@pytest.mark.one_database
def test_every_vendored_file_is_the_one_that_was_taken_in():
    vendor = ROOT / "static/vendor"
    for library in json.loads((vendor / "manifest.json").read_text()):
        folder = vendor / library["folder"]
        files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
        assert found == library["files"]
        assert library["folder"] == f"{library['name'].lower()}/{library['version']}"
        assert not [name for name, path in files.items() if b"sourceMappingURL" in path.read_bytes()]


def test_the_map_is_drawn_with_the_version_that_was_taken_in(client, filled):
    used = read(client.get(FINDER)).one(".map")["data-leaflet"]
    library = (ROOT / used.strip("/")).read_text()

    assert 't.version="1.9.4"' in library
    assert reverse("map-points") == POINTS


def policy(answer):
    return dict(each.split(" ", 1) for each in answer.headers["Content-Security-Policy"].split("; "))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("", "'self'"),
        ("https://tiles.example/{z}/{x}/{y}.png?key=1", "'self' https://tiles.example"),
        ("https://{s}.tiles.example:8443/{z}/{x}/{y}.png", "'self' https://*.tiles.example:8443"),
    ],
)
def test_a_background_from_elsewhere_is_allowed_only_when_it_was_set(site, address, allowed):
    shown = ask_process(
        site, "/scholen/kaart.json?near=3011", MAP_TILES_URL=address, MAP_TILES_ATTRIBUTION="Kaart: de provincie"
    )
    [answer] = shown.answers

    assert policy(answer)["img-src"] == allowed
    assert {value for name, value in policy(answer).items() if name.endswith("-src") and name != "img-src"} == {
        "'self'", "'none'",
    }  # fmt: skip
    assert json.loads(answer.body)["tiles"] == (
        {"url": address, "attribution": "Kaart: de provincie"} if address else None
    )
