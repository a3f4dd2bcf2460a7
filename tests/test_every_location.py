"""Every location of the finder: its page, the open data and the stored answers say the same."""

from collections import defaultdict
from functools import cache

import pytest
from django.test import Client

from schools.models import FinderRow, Postcode, ProfileAnswer, SchoolLocation, VmboProfile

from .markup import page
from .visitor import great_circle, kilometres, point

BKG = ("BB", "KB", "GL")
WORDS = {"yes": "ja", "no": "nee", "unknown": "weet niet"}
SHAPES = {"yes": "tile--ja", "no": "tile--nee", "unknown": "tile--niet"}
"""The fixtures hold no confirmation, so nothing starts or stops."""


@pytest.fixture(scope="module")
def shown(filled_once, django_db_blocker):
    """The page of a location by its code; asked for once."""
    client = Client()
    with django_db_blocker.unblock():
        yield cache(lambda code: page(client.get(f"/scholen/{code}/")))


@pytest.fixture
def data(client, filled):
    """All locations as open data, by code."""
    return {each["code"]: each for each in client.get("/api/v1/locations", {"pageSize": 1000}).json()["results"]}


@pytest.fixture
def stored(filled):
    """The stored answers on the ten by location, in order."""
    answers = defaultdict(list)
    ten = ProfileAnswer.objects.filter(profile__family=VmboProfile.Family.TEN, location__finder__isnull=False)
    for answer in ten.select_related("profile", "location").order_by("profile__position"):
        answers[answer.location_id].append(answer)
    return answers


def tiles(element):
    return element.all("li.tile")


def test_open_data_has_exactly_the_locations_of_the_finder(data):
    assert set(data) == set(FinderRow.objects.values_list("pk", flat=True))
    assert {each["kind"] for each in data.values()} == {"bkg", "tl", "not-known"}


def test_the_ten_are_always_ten_in_one_order_or_none_for_theory_only(data, stored):
    order = list(VmboProfile.objects.ten().values_list("code", flat=True))

    assert order == ["BWI", "PIE", "MET", "MAT", "MVI", "ZW", "EO", "HBR", "GR", "DP"]
    for code, each in data.items():
        expected = [] if each["kind"] == "tl" else order
        assert [offer["code"] for offer in each["profiles"]] == expected
        assert [answer.profile_id for answer in stored[code]] == expected


def test_page_open_data_and_stored_answers_agree(shown, data, stored):
    for code, each in data.items():
        drawn = tiles(shown(code)) if each["kind"] != "tl" else []
        ours = [tile for tile in drawn if tile.parent.matches(".matrix--large")]
        for tile, offer, answer in zip(ours, each["profiles"], stored[code], strict=True):
            assert tile.one(".tile__name").text == answer.profile.full_name
            assert tile.one(".tile__answer").text == WORDS[answer.status]
            assert SHAPES[answer.status] in tile.classes
            assert (offer["code"], offer["status"]) == (answer.profile_id, answer.status)
            assert offer["leerwegen"] == answer.leerwegen.split()


def test_the_table_per_leerweg_agrees_with_open_data(shown, data):
    for code, each in data.items():
        if each["kind"] != "bkg":
            assert shown(code).all("table") == []
            continue
        for row, offer in zip(shown(code).one("table").all("tbody tr"), each["profiles"], strict=True):
            said_yes = [leerweg for leerweg, cell in zip(BKG, row.all("td"), strict=True) if cell.text == "ja"]
            assert said_yes == offer["leerwegen"]


def test_cards_in_the_list_agree_with_the_page_of_the_location(client, shown, data):
    cards = {}
    for number in range(1, len(data) // 20 + 2):
        for card in page(client.get("/scholen/", {"page": number})).all("li.result"):
            cards[card.one("h3 a")["href"].split("/")[2]] = card

    assert set(cards) == set(data)
    for code, card in cards.items():
        answers = [tile.one(".tile__answer").text for tile in tiles(card)]
        expected = [tile for tile in tiles(shown(code)) if tile.parent.matches(".matrix--large")]
        assert answers == [tile.one(".tile__answer").text for tile in expected]
        assert card.one("h3").text == shown(code).one("h1").text


def test_every_gap_names_the_nearest_location_that_has_it(shown, stored):
    having = defaultdict(list)
    for answers in stored.values():
        for answer in answers:
            if answer.status == "yes":
                having[answer.profile_id].append(answer.location)

    for code, answers in stored.items():
        for answer in answers:
            near = shown(code).all(f"#wel-{answer.profile_id.lower()} li")
            if answer.status == "yes":
                assert near == []
                continue
            distances = sorted(
                great_circle(point(answer.location), point(other)) for other in having[answer.profile_id]
            )
            assert [kilometres(each) for each in near] == pytest.approx(distances[:3], abs=0.051)


def test_every_answer_names_its_source_and_period(shown, data):
    for code, each in data.items():
        for offer in each["profiles"]:
            if offer["status"] != "unknown":
                assert (offer["source"], offer["period"][:2]) == ("duo-exams", "20")
        if each["kind"] != "not-known":
            assert "DUO, examens 20" in shown(code).one("main").text


def test_every_location_has_a_name_an_address_and_a_point_near_the_region(shown, data):
    rotterdam = Postcode.objects.get(pc4="3011")
    for code, each in data.items():
        location = SchoolLocation.objects.get(pk=code)
        assert each["name"] == location.name
        assert each["city"] == location.city
        assert each["municipality"] == {"code": location.municipality_id, "name": location.municipality.name}
        assert great_circle(point(rotterdam), (each["latitude"], each["longitude"])) < 60
        assert f"{each['street']}, {each['postcode']} {each['city']}" in shown(code).one(".head").text


def test_a_leerweg_of_open_data_finds_the_location_again(client, data):
    for leerweg in BKG:
        found = client.get("/api/v1/locations", {"leerweg": leerweg, "pageSize": 1000}).json()["results"]
        expected = {code for code, each in data.items() if any(leerweg in o["leerwegen"] for o in each["profiles"])}
        assert {each["code"] for each in found} == expected


@pytest.mark.parametrize("leerweg", ["", *BKG])
def test_a_profile_finds_exactly_the_locations_that_say_yes(client, data, leerweg):
    counts = client.get("/api/v1/profiles", {"leerweg": leerweg}).json()["results"]

    assert [each["code"] for each in counts] == list(VmboProfile.objects.ten().values_list("code", flat=True))
    for each in counts:
        question = {"profile": each["code"], "leerweg": leerweg, "pageSize": 1000}
        found = {location["code"] for location in client.get("/api/v1/locations", question).json()["results"]}
        assert found == {
            code
            for code, location in data.items()
            for offer in location["profiles"]
            if offer["code"] == each["code"]
            and (leerweg in offer["leerwegen"] if leerweg else offer["status"] == "yes")
        }
        assert each["locations"] == len(found)
