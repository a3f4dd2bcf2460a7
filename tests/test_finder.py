"""The finder's rules, each shown by a few locations: what is found, in which order, and what a card says."""

import pytest

from .factories import confirm, make_location
from .markup import page
from .visitor import (
    HAS,
    HAS_NOT,
    NOT_KNOWN,
    counts,
    follow,
    found,
    groups,
    link_to,
    listed,
    look,
    make_postcode,
    north,
)


@pytest.fixture(autouse=True)
def database(db):
    """Every rule starts from an empty database."""


# The offer that is asked for


def test_profile_and_leerweg_must_belong_to_the_same_offer(client):
    make_location("Together", offers=[("GR", "KB")])
    make_location("Apart", offers=[("GR", "BB"), ("ZW", "KB")])

    assert found(client, profile="GR", leerweg="KB") == ["Together"]


def test_several_profiles_mean_any_of_them(client):
    make_location("Green", offers=[("GR", "KB")])
    make_location("Care", offers=[("ZW", "KB")])
    make_location("Kitchen", offers=[("HBR", "KB")])

    assert found(client, profile=["GR", "ZW"]) == ["Care", "Green"]


def test_a_technical_profile_is_any_of_four_and_media_and_ict_is_none_of_them(client):
    for code in ("BWI", "PIE", "MET", "MAT", "MVI", "ZW", "EO", "HBR", "GR", "DP"):
        make_location(code, offers=[(code, "KB")])

    assert found(client, technical="1") == ["BWI", "MAT", "MET", "PIE"]
    assert found(client, technical="1", leerweg="KB") == ["BWI", "MAT", "MET", "PIE"]
    assert found(client, technical="1", leerweg="BB") == []
    assert found(client, technical="1", profile="MVI") == ["BWI", "MAT", "MET", "MVI", "PIE"]


def test_vakmanschap_techniek_is_technical_too(client):
    confirm(make_location("One line to a diploma", offers=[("ZW", "BB")]), "VT")

    assert found(client, technical="1") == ["One line to a diploma"]


def test_the_technical_profile_of_the_theoretische_leerweg_is_techniek(client):
    make_location("Technique in theory", offers=[("TL-TE", "TL")])
    make_location("Care in theory", offers=[("TL-ZW", "TL")])
    make_location("Technique in practice", offers=[("PIE", "BB"), ("TL-ZW", "TL")])

    assert found(client, technical="1", leerweg="TL") == ["Technique in theory"]


def test_a_leerweg_alone_is_any_profile_in_that_leerweg(client):
    make_location("Basis", offers=[("GR", "BB")])
    make_location("Gemengd", offers=[("GR", "GL")])

    assert found(client, leerweg="GL") == ["Gemengd"]


def test_locations_with_only_the_theoretische_leerweg_are_left_out_when_a_profile_of_the_ten_is_asked(client):
    make_location("Mavo", offers=[("TL-EC", "TL")])
    make_location("Vmbo", offers=[("GR", "KB")])

    for question in ({"profile": "GR"}, {"leerweg": "BB"}, {"technical": "1"}):
        shown = look(client, **question)
        assert "Mavo" not in shown.text
        assert "Locaties met alleen de theoretische leerweg staan niet in deze lijst." in shown.text
    assert "Mavo" in listed(client)
    assert found(client, leerweg="TL") == ["Mavo"]


def test_a_code_may_be_typed_in_lower_case_or_as_the_name_in_an_address(client):
    make_location("Green", offers=[("GR", "KB")])
    make_location("Care", offers=[("ZW", "KB")])

    for code in ("zw", "ZW", "zorg-en-welzijn", "Zorg-en-welzijn"):
        assert found(client, profile=code, leerweg="kb") == ["Care"]


def test_nothing_asked_is_no_restriction(client):
    make_location("A", offers=[("GR", "KB")])
    make_location("B", offers=[("TL-EC", "TL")])
    make_location("C")

    blanks = dict.fromkeys(["near", "radius", "municipality", "profile", "leerweg", "technical", "q", "page"], "")
    assert listed(client) == listed(client, **blanks) == ["A", "B", "C"]


def test_a_start_or_stop_that_was_announced_is_found(client):
    location = make_location("Soon", offers=[("GR", "KB")])
    confirm(location, "PIE", "starting", year=2099)
    confirm(location, "GR", "stopping", year=2099)

    assert found(client, profile="PIE") == found(client, profile="GR") == ["Soon"]


def test_a_confirmation_changes_the_list_at_once(client):
    location = make_location("School", offers=[("GR", "KB")])
    assert found(client, profile="PIE") == []

    confirm(location, "PIE")

    [tile] = [tile for tile in look(client, profile="PIE").all("li.tile") if "PIE" in tile.text]
    assert tile.text.endswith("ja")
    assert found(client, profile="PIE") == ["School"]


# The order of the list, and its groups


def test_what_has_it_comes_first_and_then_the_nearest(client):
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


def test_without_an_offer_the_nearest_comes_first(client):
    make_postcode()
    make_location("Third", at=north(3))
    make_location("First", at=north(0.2), offers=[("TL-EC", "TL")])
    make_location("Second", at=north(2), offers=[("GR", "BB")])

    shown = look(client, near="3011")

    assert groups(shown) == {"Alle vmbo-locaties": ["First", "Second", "Third"]}
    assert "De afstand is hemelsbreed." in shown.text


def test_without_a_place_the_list_is_by_name(client):
    for name in ("Émile", "aap", "Zon"):
        make_location(name)

    assert listed(client) == ["aap", "Émile", "Zon"]


# A card


def test_a_card_shows_the_ten_with_a_word_each_and_a_line_under_what_was_asked(client):
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


def test_a_card_of_an_unknown_location_keeps_all_ten_tiles(client):
    make_location("New", phone="0104848400")

    card = look(client).one("li.result")

    assert [tile.one(".tile__answer").text for tile in card.all("li.tile")] == ["weet niet"] * 10
    assert "Vraag het aan de school: 010 484 84 00." in card.text
    assert card.one("[href=tel:+31104848400]")


def test_a_card_of_a_location_with_only_the_theoretische_leerweg_says_so_instead_of_ten_answers(client):
    make_location("Mavo", offers=[("TL-EC", "TL"), ("TL-TE", "TL")])

    card = look(client).one("li.result")

    assert card.all("li.tile") == []
    assert "Hier zagen we alleen de theoretische leerweg, met: Techniek en Economie." in card.text


# Where


def test_the_circle_is_five_kilometres_unless_another_is_asked(client):
    make_postcode()
    make_location("At 4.9", at=north(4.9))
    make_location("At 5.1", at=north(5.1))
    make_location("Nobody knows where", at=None)

    assert listed(client, near="3011") == ["At 4.9"]
    assert listed(client, near="3011", radius="6") == ["At 4.9", "At 5.1"]
    assert listed(client, near="3011", radius="2.5") == []


def test_a_postcode_newer_than_our_list_falls_back_on_its_neighbour_and_says_so(client):
    make_postcode("3011")
    make_postcode("3019", at=north(9))
    make_location("Near", at=north(0.2))

    shown = look(client, near="3013 ab")

    assert listed(client, near="3013 ab") == ["Near"]
    assert "Postcode 3013 AB staat nog niet in onze lijst. We meten vanaf 3011 in Rotterdam." in shown.text


# A name


def test_words_are_looked_for_in_name_street_and_place(client):
    make_location("Het Lyceum", street="Kade", city="Delft")
    make_location("Kadecollege", street="Laan", city="Delft")
    make_location("Het Lyceum", street="Laan", city="Rotterdam", short_name="Ónze School")

    assert listed(client, q="kade") == ["Het Lyceum", "Kadecollege"]
    assert listed(client, q="DELFT lyceum") == ["Het Lyceum"]
    assert listed(client, q="onze") == ["Ónze School"]
    assert listed(client, q="kade rotterdam") == []


@pytest.mark.parametrize(("typed", "expected"), [("%", ["Kade"]), ("k_z", []), ("\\", ["Kade"]), ("' OR 1=1 --", [])])
def test_signs_with_a_meaning_for_the_database_mean_nothing_here(client, typed, expected):
    make_location("Kade", city="Delft")

    assert listed(client, q=typed) == expected


def test_a_misspelt_name_finds_the_school_and_says_how_it_was_read(client):
    make_location("Melanchthon Schiebroek")
    make_location("Wolfert Lyceum")

    for key in ("near", "q"):
        shown = look(client, **{key: "Melanchton"})
        assert groups(shown) == {"Alle vmbo-locaties": ["Melanchthon Schiebroek"]}
        assert shown.one("h1").text == "1 vmbo-locatie met \u201cMelanchthon\u201d in naam of adres"
        assert (
            "U typte \u201cMelanchton\u201d. We zochten scholen met \u201cMelanchthon\u201d" in shown.one(".note").text
        )


def test_a_name_that_is_there_is_never_read_as_another(client):
    make_location("Wolfert")
    make_location("Wolfart")

    assert listed(client, near="wolfart") == listed(client, q="Wolfart") == ["Wolfart"]
    assert look(client, near="wolfart").all(".note") == []


def test_names_that_are_equally_near_are_both_suggested(client):
    make_location("Wolfert")
    make_location("Wolfart")

    shown = look(client, near="Wolfirt")

    links = [link.text for link in shown.all("ul.choices li a")]
    assert links == [
        "Scholen met \u201cWolfart\u201d in naam of adres",
        "Scholen met \u201cWolfert\u201d in naam of adres",
    ]
    assert groups(follow(client, link_to(shown, links[1]))) == {"Alle vmbo-locaties": ["Wolfert"]}


def test_a_street_alone_is_no_name_but_helps_to_tell_schools_with_one_name_apart(client):
    make_location("Wolfert", street="Kade", city="Delft")
    make_location("Wolfert", street="Laan", city="Rotterdam")

    assert look(client, near="kade").one("h1").text == "Waar wilt u zoeken?"
    assert len(listed(client, near="wolfert")) == 2
    assert len(listed(client, near="wolfert delft")) == len(listed(client, near="kade wolfert")) == 1


# Little or nothing found


def test_with_little_in_the_circle_wider_ones_tell_what_they_add(client):
    make_postcode()
    for km in (1, 4, 8, 12, 14, 40):
        make_location(f"At {km}", offers=[("GR", "KB")], at=north(km))

    def wider(**asked):
        shown = look(client, near="3011", **asked)
        return [link.text for link in shown.all(".wider a")]

    assert wider() == wider(profile="GR") == ["Binnen 10 km: 3", "Binnen 15 km: 5", "Binnen 50 km: 6"]
    assert wider(radius="10") == []
    assert wider(radius="3") == ["Binnen 5 km: 2", "Binnen 10 km: 3", "Binnen 15 km: 5"]
    assert wider(profile="PIE") == []


def test_when_nothing_is_found_anywhere_the_page_says_how_to_go_on(client):
    make_location("School", offers=[("GR", "KB")])

    shown = look(client, q="zzz")

    assert shown.one("h1").text == "Geen vmbo-locatie met \u201czzz\u201d in naam of adres"
    assert groups(follow(client, link_to(shown, "Toon alle locaties"))) == {"Alle vmbo-locaties": ["School"]}


def test_when_nothing_is_found_each_part_that_is_in_the_way_is_named_with_what_there_is_without_it(client):
    make_postcode()
    make_location("Green", offers=[("GR", "KB")], at=north(30))
    make_location("Care", offers=[("ZW", "BB")], at=north(1))

    shown = look(client, near="3011", radius="2", profile="GR", leerweg="KB")

    ways = {each.one("a").text: each.one("span").text for each in shown.all("ul.list li") if "Zonder" in each.text}
    assert ways == {"Zonder 3011 Rotterdam": "1 locatie"}
    shown = look(client, near="3011", radius="2", profile="ZW", leerweg="KB")
    ways = {each.one("a").text: each.one("span").text for each in shown.all("ul.list li") if "Zonder" in each.text}
    assert ways == {"Zonder kader": "1 locatie"}


def test_where_nobody_has_it_the_page_does_not_say_who_comes_first(client):
    make_postcode()
    make_location("Care", offers=[("ZW", "KB")], at=north(1))

    shown = look(client, near="3011", profile="GR")

    assert groups(shown) == {HAS_NOT: ["Care"]}
    assert "Eerst staan" not in shown.text
    assert "De streep staat onder de profielen die u zocht. De afstand is hemelsbreed." in shown.text


def test_no_line_explains_a_list_that_is_not_there(client):
    make_postcode()
    make_location("Far", offers=[("GR", "KB")], at=north(30))

    for question in ({"near": "3011"}, {"near": "3011", "profile": "GR"}, {"profile": "PIE", "q": "zzz"}):
        shown = look(client, **question)
        for words in ("De streep staat", "Eerst staan", "staat bovenaan", "om ze te vergelijken"):
            assert words not in shown.text


def test_an_empty_site_answers_too(client):
    shown = look(client)

    assert shown.one("h1").text == "Geen vmbo-locatie in en om de regio"
    assert "Er zijn nog geen examencijfers ingelezen." in shown.text
    assert "None" not in page(client.get("/")).text
