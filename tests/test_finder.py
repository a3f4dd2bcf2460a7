"""The finder: what a visitor asks, what the list answers, and how it helps on where there is no answer."""

import re
from math import asin, cos, radians, sin, sqrt

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzzing
from hypothesis import strategies as st

from schools import catalogue
from schools.models import FinderRow, Postcode, ProfileAnswer, Region, SchoolLocation, VmboProfile
from schools.recalculation import change_data

from .factories import ROTTERDAM, confirm, make_location, make_tables
from .markup import page

FINDER = "/scholen/"
HAS, HAS_NOT, NOT_KNOWN = "Heeft wat u zoekt", "Heeft het niet", "Weten we niet"
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


def look(client, status=200, **asked):
    """The page for a question."""
    response = client.get(FINDER, asked)
    assert response.status_code == status
    return page(response)


def follow(client, link, status=200):
    """The page behind a link of the finder."""
    address = link["href"]
    response = client.get(FINDER + address if address.startswith("?") else address)
    assert response.status_code == status
    return page(response)


def groups(shown):
    """The names in the list by the title of their group."""
    return {
        title_of(group): [heading.text for heading in group.all("li.result h3")]
        for group in shown.all("section.group")
        if group.all(".group__head")
    }


def title_of(group):
    return group.one("h2").text.split(": ")[-1]


def counts(shown):
    """The numbers beside the titles of the groups."""
    return {title_of(group): int(group.one(".count").text) for group in shown.all("section.group") if group.all(".count")}


def listed(client, **asked):
    """The names in the list, whatever they answer."""
    return [heading.text for heading in look(client, **asked).all("li.result h3")]


def found(client, **asked):
    """The names of the locations that have what was asked."""
    return groups(look(client, **asked)).get(HAS, [])


def kilometres(element):
    return float(element.one(".km").text.removesuffix(" km").replace(",", "."))


def great_circle(one, other):
    """Kilometres over the ground by the haversine, as a check from outside."""
    (lat1, lon1), (lat2, lon2) = (map(radians, place) for place in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def north(km):
    """A point so far to the north of the centre of Rotterdam."""
    return ROTTERDAM[0] + km / 111.195, ROTTERDAM[1]


def make_postcode(pc4="3011", place="Rotterdam", at=ROTTERDAM):
    make_tables()
    change_data(lambda: Postcode.objects.create(pc4=pc4, place=place, latitude=at[0], longitude=at[1]))


# The offer that is asked for


def test_profile_and_leerweg_must_belong_to_the_same_offer(client, db):
    make_location("Together", offers=[("GR", "KB")])
    make_location("Apart", offers=[("GR", "BB"), ("ZW", "KB")])

    assert found(client, profile="GR", leerweg="KB") == ["Together"]


def test_several_profiles_mean_any_of_them(client, db):
    make_location("Green", offers=[("GR", "KB")])
    make_location("Care", offers=[("ZW", "KB")])
    make_location("Kitchen", offers=[("HBR", "KB")])

    assert found(client, profile=["GR", "ZW"]) == ["Care", "Green"]


def test_a_technical_profile_is_any_of_four_and_media_and_ict_is_none_of_them(client, db):
    for code in ("BWI", "PIE", "MET", "MAT", "MVI", "ZW", "EO", "HBR", "GR", "DP"):
        make_location(code, offers=[(code, "KB")])

    assert found(client, technical="1") == ["BWI", "MAT", "MET", "PIE"]
    assert found(client, technical="1", leerweg="KB") == ["BWI", "MAT", "MET", "PIE"]
    assert found(client, technical="1", leerweg="BB") == []
    assert found(client, technical="1", profile="MVI") == ["BWI", "MAT", "MET", "MVI", "PIE"]


def test_vakmanschap_techniek_is_technical_too(client, db):
    confirm(make_location("One line to a diploma", offers=[("ZW", "BB")]), "VT")

    assert found(client, technical="1") == ["One line to a diploma"]


def test_the_technical_profile_of_the_theoretische_leerweg_is_techniek(client, db):
    make_location("Technique in theory", offers=[("TL-TE", "TL")])
    make_location("Care in theory", offers=[("TL-ZW", "TL")])
    make_location("Technique in practice", offers=[("PIE", "BB"), ("TL-ZW", "TL")])

    assert found(client, technical="1", leerweg="TL") == ["Technique in theory"]


def test_a_leerweg_alone_is_any_profile_in_that_leerweg(client, db):
    make_location("Basis", offers=[("GR", "BB")])
    make_location("Gemengd", offers=[("GR", "GL")])

    assert found(client, leerweg="GL") == ["Gemengd"]


def test_locations_with_only_the_theoretische_leerweg_are_left_out_when_a_profile_of_the_ten_is_asked(client, db):
    make_location("Mavo", offers=[("TL-EC", "TL")])
    make_location("Vmbo", offers=[("GR", "KB")])

    for question in ({"profile": "GR"}, {"leerweg": "BB"}, {"technical": "1"}):
        shown = look(client, **question)
        assert "Mavo" not in shown.text
        assert "Locaties met alleen de theoretische leerweg staan niet in deze lijst." in shown.text
    assert "Mavo" in listed(client)
    assert found(client, leerweg="TL") == ["Mavo"]


def test_a_code_may_be_typed_in_lower_case_or_as_the_name_in_an_address(client, db):
    make_location("Green", offers=[("GR", "KB")])
    make_location("Care", offers=[("ZW", "KB")])

    for code in ("zw", "ZW", "zorg-en-welzijn", "Zorg-en-welzijn"):
        assert found(client, profile=code, leerweg="kb") == ["Care"]


def test_nothing_asked_is_no_restriction(client, db):
    make_location("A", offers=[("GR", "KB")])
    make_location("B", offers=[("TL-EC", "TL")])
    make_location("C")

    assert listed(client) == ["A", "B", "C"]
    assert listed(client, near="", radius="", municipality="", profile="", leerweg="", technical="", q="", page="") == [
        "A",
        "B",
        "C",
    ]


def test_a_start_or_stop_that_was_announced_is_found(client, db):
    location = make_location("Soon", offers=[("GR", "KB")])
    confirm(location, "PIE", "starting", year=2099)
    confirm(location, "GR", "stopping", year=2099)

    assert found(client, profile="PIE") == found(client, profile="GR") == ["Soon"]


def test_a_confirmation_changes_the_list_at_once(client, db):
    location = make_location("School", offers=[("GR", "KB")])
    assert found(client, profile="PIE") == []

    confirm(location, "PIE")

    [tile] = [tile for tile in look(client, profile="PIE").all("li.tile") if "PIE" in tile.text]
    assert tile.text.endswith("ja")
    assert found(client, profile="PIE") == ["School"]


# The order of the list, and its groups


def test_what_has_it_comes_first_and_then_the_nearest(client, db):
    make_postcode()
    make_location("Near without", offers=[("ZW", "BB")], at=north(0.5))
    make_location("Far with", offers=[("GR", "BB")], at=north(3))
    make_location("Near unknown", at=north(0.1))
    make_location("Near with", offers=[("GR", "BB")], at=north(1))
    make_location("Far without", offers=[("ZW", "BB")], at=north(4))

    shown = look(client, near="3011", profile="GR")

    assert groups(shown) == {
        HAS: ["Near with", "Far with"],
        HAS_NOT: ["Near without", "Far without"],
        NOT_KNOWN: ["Near unknown"],
    }
    assert list(groups(shown)) == [HAS, HAS_NOT, NOT_KNOWN]
    assert counts(shown) == {HAS: 2, HAS_NOT: 2, NOT_KNOWN: 1}
    assert shown.one("h1").text.startswith("2 locaties met Groen")


def test_without_an_offer_the_nearest_comes_first(client, db):
    make_postcode()
    make_location("Third", at=north(3))
    make_location("First", at=north(0.2), offers=[("TL-EC", "TL")])
    make_location("Second", at=north(2), offers=[("GR", "BB")])

    shown = look(client, near="3011")

    assert groups(shown) == {"Alle vmbo-locaties": ["First", "Second", "Third"]}
    assert "De afstand is hemelsbreed." in shown.text


def test_without_a_place_the_list_is_by_name(client, db):
    for name in ("Émile", "aap", "Zon"):
        make_location(name)

    assert listed(client) == ["aap", "Émile", "Zon"]


def test_distances_on_cards_are_those_over_the_ground(client, filled):
    origin = Postcode.objects.get(pc4="2512")
    shown = look(client, near="2512", radius="20", technical="1")
    points = {location.code: location for location in SchoolLocation.objects.in_finder()}

    for card in shown.all("li.result"):
        location = points[card.one("h3 a")["href"].split("/")[2]]
        km = great_circle((origin.latitude, origin.longitude), (location.latitude, location.longitude))
        assert kilometres(card) == pytest.approx(km, abs=0.051)


def test_counts_are_those_of_the_stored_answers(client, filled):
    shown = look(client, municipality="rotterdam", profile="BWI", leerweg="BB")
    stored = list(
        ProfileAnswer.objects.filter(location__municipality="GM0599", profile="BWI", location__finder__isnull=False)
    )

    has = sum("BB" in answer.leerwegen for answer in stored)
    unknown = sum(answer.status == "unknown" or "BB" in answer.unsure for answer in stored)
    assert counts(shown) == {HAS: has, HAS_NOT: len(stored) - has - unknown, NOT_KNOWN: unknown}


def test_the_pages_of_a_list_hold_every_location_once(client, filled):
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


def test_a_card_shows_the_ten_with_a_word_each_and_a_line_under_what_was_asked(client, db):
    confirm(make_location("School", offers=[("GR", "KB")]), "PIE", "starting", year=2099)

    card = look(client, profile=["GR", "BWI"]).one("li.result")

    tiles = [tile.text for tile in card.all("li.tile")]
    assert tiles == [
        "BWIBouwenBouwen, wonen en interieur: nee",
        "PIEProducerenProduceren, installeren en energie: start 2099",
        "M&TMobiliteitMobiliteit en transport: nee",
        "MaTMaritiemMaritiem en techniek: nee",
        "MVIMediaMedia, vormgeving en ICT: nee",
        "Z&WZorgZorg en welzijn: nee",
        "E&OEconomieEconomie en ondernemen: nee",
        "HBRHorecaHoreca, bakkerij en recreatie: nee",
        "GroenGroenGroen: ja",
        "D&PDienstenDienstverlening en producten: nee",
    ]
    asked = [tile.one(".tile__abbr").text for tile in card.all("li.tile--asked")]
    assert asked == ["BWI", "Groen"]
    assert "Heeft wat u zoekt: Groen." in card.text


def test_a_card_of_an_unknown_location_keeps_all_ten_tiles(client, db):
    make_location("New", phone="0104848400")

    card = look(client).one("li.result")

    assert [tile.one(".tile__answer").text for tile in card.all("li.tile")] == ["weet niet"] * 10
    assert "Vraag het aan de school: 010 484 84 00." in card.text
    assert card.one("[href=tel:+31104848400]")


def test_a_card_of_a_location_with_only_the_theoretische_leerweg_says_so_instead_of_ten_answers(client, db):
    make_location("Mavo", offers=[("TL-EC", "TL"), ("TL-TE", "TL")])

    card = look(client).one("li.result")

    assert card.all("li.tile") == []
    assert "Hier zagen we alleen de theoretische leerweg, met: Techniek en Economie." in card.text


def test_a_card_outside_the_region_says_so(client, filled):
    for card in look(client, near="Gouda", radius="3").all("li.result"):
        assert "buiten de regio" in card.text
    for card in look(client, near="Delft", radius="2").all("li.result"):
        assert "buiten de regio" not in card.text


# Where


@pytest.mark.parametrize("typed", ["3011", "3011AB", "3011 AB", "3011ab", " 3011  ab "])
def test_a_postcode_may_be_written_in_every_way(client, filled, typed):
    shown = look(client, near=typed, radius="3")

    assert shown.one("h1").text.endswith("binnen 3 km van 3011" + (" AB" if "a" in typed.lower() else ""))
    assert len(shown.all("li.result")) > 1


def test_the_circle_is_five_kilometres_unless_another_is_asked(client, db):
    make_postcode()
    make_location("At 4.9", at=north(4.9))
    make_location("At 5.1", at=north(5.1))
    make_location("Nobody knows where", at=None)

    assert listed(client, near="3011") == ["At 4.9"]
    assert listed(client, near="3011", radius="6") == ["At 4.9", "At 5.1"]
    assert listed(client, near="3011", radius="2.5") == []


def test_a_place_is_found_by_its_name(client, filled):
    shown = look(client, near="maassluis")

    assert shown.one("h1").text.endswith("binnen 5 km van Maassluis")
    assert shown.all("li.result")


@pytest.mark.parametrize("name", ["den haag", "'s-Gravenhage", "s gravenhage", "'S GRAVENHAGE", "s-gravenhage", "DEN-HAAG"])
def test_the_hague_may_be_called_by_all_its_names(client, filled, name):
    assert look(client, near=name).one("h1").text.endswith("binnen 5 km van Den Haag")


def test_a_municipality_is_a_place_too(client, filled):
    shown = look(client, near="Westland")

    assert shown.one("h1").text.endswith("binnen 5 km van Westland")
    assert "Naaldwijk" in shown.text


@pytest.mark.parametrize("name", ["delft", "Delft", "GM0503", "gm0503", "0503"])
def test_a_municipality_is_asked_by_name_or_code(client, filled, name):
    shown = look(client, municipality=name)

    expected = SchoolLocation.objects.in_finder().filter(municipality="GM0503").count()
    assert shown.one("h1").text == f"{expected} vmbo-locaties in Delft"


def test_every_municipality_of_the_form_can_be_asked(client, filled):
    options = [option["value"] for option in look(client).all("#municipality option") if option["value"]]
    members = set(Region.objects.within("MRDH").values_list("slug", flat=True))

    assert set(options[:21]) == members
    for slug in options:
        assert "Kies een gemeente" not in look(client, municipality=slug).text


def test_of_places_that_share_a_name_the_one_in_the_region_is_meant(client, filled):
    origin = Postcode.objects.get(pc4="2282")
    shown = look(client, near="Rijswijk")

    assert Postcode.objects.filter(place="Rijswijk").exclude(pc4__startswith="22").exists()
    assert "buiten de metropoolregio" not in shown.text
    for card in shown.all("li.result"):
        location = SchoolLocation.objects.get(pk=card.one("h3 a")["href"].split("/")[2])
        assert great_circle((location.latitude, location.longitude), (origin.latitude, origin.longitude)) < 8


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Roterdam", "Rotterdam"), ("Den Hag", "Den Haag"), ("Capelle a/d IJssel", "Capelle aan den IJssel")],
)
def test_a_misspelt_place_gets_suggestions_that_lead_on(client, filled, typed, meant):
    shown = look(client, near=typed, leerweg="KB")

    [suggestion] = [link for link in shown.all("main a") if link.text == meant]
    assert shown.one("#near")["value"] == typed
    assert shown.one("#near")["aria-invalid"] == "true"
    assert follow(client, suggestion).one("h1").text.endswith(f"met kader, binnen 5 km van {meant}")


@pytest.mark.parametrize("typed", ["0000", "1000", "3000 AA", "12", "123456", "AB 3011", "zzzzzz", "!!!", "لاهاي"])
def test_an_unknown_place_or_postcode_is_told_where_it_was_typed(client, filled, typed):
    shown = look(client, near=typed)

    assert shown.one("h1").text == "Waar wilt u zoeken?"
    assert "kennen we niet" in shown.one("#near-error").text
    assert shown.one("#near")["aria-describedby"] == "near-error"
    assert shown.one("details")["open"] is None
    assert [link["href"] for link in shown.all("main a") if link.text == "Toon alle locaties"] == [FINDER]


def test_a_correction_of_the_place_keeps_the_rest_of_the_question(client, filled):
    shown = look(client, near="Roterdam", leerweg="KB", profile="PIE", radius="10")

    checked = {each["value"] for each in shown.all("form input") if "checked" in each.attributes}
    assert checked == {"KB", "PIE", "10"}


def test_a_postcode_newer_than_our_list_falls_back_on_its_neighbour_and_says_so(client, db):
    make_postcode("3011")
    make_postcode("3019", at=north(9))
    make_location("Near", at=north(0.2))

    shown = look(client, near="3013 ab")

    assert listed(client, near="3013 ab") == ["Near"]
    assert "Postcode 3013 AB is nieuw en kennen we nog niet. We meten vanaf 3011 in Rotterdam." in shown.text


def test_who_asks_from_outside_the_region_is_told(client, filled):
    sentence = "ligt buiten de metropoolregio Rotterdam Den Haag"

    assert f"1011 Amsterdam {sentence}" in look(client, near="1011").text
    assert f"Gouda {sentence}" in look(client, near="Gouda").text
    assert sentence not in look(client, near="3011").text
    assert sentence not in look(client, near="Hoek van Holland").text


# A name


def test_words_are_looked_for_in_name_street_and_place(client, db):
    make_location("Het Lyceum", street="Kade", city="Delft")
    make_location("Kadecollege", street="Laan", city="Delft")
    make_location("Het Lyceum", street="Laan", city="Rotterdam", short_name="Ónze School")

    assert listed(client, q="kade") == ["Het Lyceum", "Kadecollege"]
    assert listed(client, q="DELFT lyceum") == ["Het Lyceum"]
    assert listed(client, q="onze") == ["Ónze School"]
    assert listed(client, q="kade rotterdam") == []


@pytest.mark.parametrize("typed", ["%", "_", "100%", "a_e", "\\", "' OR 1=1 --"])
def test_signs_with_a_meaning_for_the_database_mean_nothing_here(client, db, typed):
    make_location("Kade")

    assert listed(client, q=typed) == (["Kade"] if typed in {"%", "_", "\\"} else [])


# Nothing found


def test_when_nothing_is_found_wider_circles_tell_their_true_counts(client, filled):
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
def test_wider_circles_count_what_was_asked_and_nothing_else(client, filled, more):
    for row in look(client, near="3233", radius="1", **more).all("tbody tr"):
        number = row.one(".num").text
        wider = look(client, near="3233", radius=row.one("th").text.removesuffix(" km"), **more)
        has = counts(wider).get(HAS, 0) if "profile" in more else sum(counts(wider).values())
        assert has == (0 if number == "geen" else int(number))


def test_when_nothing_is_found_the_nearest_that_have_it_are_named(client, filled):
    origin = Postcode.objects.get(pc4="3233")
    shown = look(client, near="3233", radius="1", profile="MAT")
    near = shown.all("ul.list li")

    offering = SchoolLocation.objects.in_finder().filter(answers__profile="MAT", answers__status="yes")
    expected = sorted(
        great_circle((origin.latitude, origin.longitude), (each.latitude, each.longitude)) for each in offering
    )
    assert [kilometres(each) for each in near] == pytest.approx(expected[:3], abs=0.051)
    assert "near=3233" in near[0].one("a")["href"]


def test_when_nothing_is_found_anywhere_the_page_says_how_to_go_on(client, db):
    make_location("School", offers=[("GR", "KB")])

    shown = look(client, q="zzz")

    assert shown.one("h1").text == "Geen vmbo-locatie in en om de regio"
    assert "Haal iets weg uit uw zoekvraag" in shown.text
    assert listed(client) == ["School"]


def test_an_empty_site_answers_too(client, db):
    shown = look(client)

    assert shown.one("h1").text == "Geen vmbo-locatie in en om de regio"
    assert "Er zijn nog geen examencijfers ingelezen." in shown.text
    assert "None" not in page(client.get("/")).text


# What cannot be answered as asked


@pytest.mark.parametrize("number", ["99", "0", "-1", "abc", "1.5", "9" * 30, "None", "١٢"])
def test_a_page_beyond_the_end_leads_back_to_the_list(client, filled, number):
    shown = look(client, status=404, municipality="delft", page=number)

    assert shown.one("h1").text == "Deze bladzijde is er niet"
    assert "Deze lijst heeft 1 bladzijde." in shown.text
    [back] = [link for link in shown.all("main a") if link.text == "Naar het begin van de lijst"]
    assert follow(client, back).one("h1").text.endswith("in Delft")


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
def test_what_is_not_understood_is_said_and_the_rest_is_answered(client, filled, question, sentence):
    shown = look(client, near="3011", **question)

    assert sentence in shown.one(".note--oker").text
    assert shown.one("h1").text.endswith("vmbo-locaties binnen 5 km van 3011")
    assert shown.one("#near")["value"] == "3011"


KEYS = st.sampled_from(["near", "radius", "municipality", "profile", "leerweg", "technical", "q", "page", "pageSize", "x"])
VALUES = st.one_of(
    st.text(max_size=70),
    st.sampled_from(["3011", "3011ab", "0000", "Delft", "delft", "GM0599", "PIE", "mvi", "TL-TE", "VT", "KB", "tl", "HV"]),
    st.sampled_from(["1", "0", "-1", "2", "99", "1e9", "1e-9", "NaN", "Infinity", "-0", "0.1", "100", "", " ", "\x00"]),
    st.integers().map(str),
    st.floats().map(str),
)


@fuzzing(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(KEYS, VALUES), max_size=6), st.sampled_from([FINDER, "/scholen/00BD00/"]))
def test_no_question_breaks_the_page(client, filled, asked, address):
    parameters = {}
    for key, value in asked:
        parameters.setdefault(key, []).append(value)

    response = client.get(address, parameters)

    assert response.status_code in (200, 404)
    assert page(response).one("h1").text


@fuzzing(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abcdefg=&;%+?#[]/\\'\"<>0123456789\x01\x02é ", max_size=60))
def test_no_address_breaks_the_page(client, filled, text):
    response = client.get(FINDER, QUERY_STRING=text)

    assert response.status_code in (200, 404)


@pytest.mark.parametrize("key", ["near", "q", "profile", "municipality", "leerweg", "radius", "page", "technical"])
def test_what_a_visitor_typed_is_shown_and_never_run(client, filled, key):
    for address in (FINDER, "/scholen/00BD00/"):
        html = client.get(address, {key: HOSTILE, "leerweg": "KB"} if key != "leerweg" else {key: HOSTILE}).content.decode()

        assert "<script" not in html
        assert "<img" not in html


def test_typed_marks_do_not_move_text_from_one_field_to_another(client, filled):
    shown = look(client, near="Delft", q="\x01\x02")

    assert shown.one("#near")["value"] == "Delft"


# The question goes along


def test_the_question_goes_along_to_a_location_and_back(client, filled):
    asked = {"near": "3011 AB", "radius": "10", "leerweg": "KB", "profile": ["PIE", "BWI"]}
    shown = look(client, **asked)

    location = follow(client, shown.all("li.result h3 a")[0])
    back = follow(client, location.one(".crumbs a"))

    assert "km hemelsbreed" in location.text
    assert back.one("h1").text == shown.one("h1").text
    assert groups(back) == groups(shown)


def test_the_question_goes_along_to_the_next_page_and_back(client, filled):
    shown = look(client, near="3011", radius="20", technical="1")

    second = follow(client, shown.one("[rel=next]"))
    first = follow(client, second.one("[rel=prev]"))

    assert second.one("h1").text == first.one("h1").text == shown.one("h1").text
    assert groups(first) == groups(shown) != groups(second)


def test_each_part_of_the_question_can_be_taken_away(client, filled):
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


def test_the_form_remembers_what_was_asked(client, filled):
    form = look(
        client, near="3011 ab", radius="10", leerweg="GL", profile="HBR", technical="1", municipality="delft", q='"kade"'
    ).one("main form")

    checked = [(each["name"], each["value"]) for each in form.all("input") if "checked" in each.attributes]
    assert checked == [("radius", "10"), ("leerweg", "GL"), ("technical", "1"), ("profile", "HBR")]
    assert (form.one("#near")["value"], form.one("#q")["value"]) == ("3011 ab", '"kade"')
    assert [each["value"] for each in form.all("option") if "selected" in each.attributes] == ["delft"]


def test_every_choice_of_the_form_is_understood(client, filled):
    form = look(client).one("main form")

    choices = {(each["name"], each["value"]) for each in form.all("input") if each.get("type") in ("radio", "checkbox")}
    assert {value for name, value in choices if name == "profile"} == set(
        VmboProfile.objects.ten().values_list("code", flat=True)
    )
    for name, value in choices:
        assert look(client, **{name: value}).all(".note--oker") == []


# The work it takes


def cold():
    catalogue.forget()
    caches["template_fragments"].clear()


def queries(client, address):
    with CaptureQueriesContext(connection, ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


ONE, FIFTY = f"{FINDER}?near=3233&radius=17&profile=PIE", f"{FINDER}?near=3011&radius=8"


def test_one_result_takes_as_many_queries_as_fifty(client, filled):
    one, fifty = (look(client, **dict(re.findall(r"(\w+)=(\w+)", address))) for address in (ONE, FIFTY))
    assert len(one.all("li.result")) < 3
    assert sum(counts(fifty).values()) >= 50

    for prepare in (cold, lambda: None):
        needed = []
        for address in (ONE, FIFTY):
            client.get(address)
            prepare()
            needed.append(queries(client, address))
        assert needed[0] == needed[1] <= 9
