"""The page of one location: its ten answers, what they rest on, and where else each missing profile is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import Region
from schools.recalculation import change_data

from .factories import confirm, make_location, save
from .markup import page
from .visitor import kilometres, make_postcode, north

pytestmark = pytest.mark.one_database

TEN = {
    "BWI": "Bouwen, wonen en interieur (BWI)",
    "PIE": "Produceren, installeren en energie (PIE)",
    "MET": "Mobiliteit en transport (M&T)",
    "MAT": "Maritiem en techniek (MaT)",
    "MVI": "Media, vormgeving en ICT (MVI)",
    "ZW": "Zorg en welzijn (Z&W)",
    "EO": "Economie en ondernemen (E&O)",
    "HBR": "Horeca, bakkerij en recreatie (HBR)",
    "GR": "Groen",
    "DP": "Dienstverlening en producten (D&P)",
}


@pytest.fixture(autouse=True)
def database(db):
    """Every rule starts from an empty database."""


def visit(client, location, **asked):
    response = client.get(location.get_absolute_url(), asked)
    assert response.status_code == 200
    return page(response)


def answers(shown):
    """The word of every tile by the name on it, in the order of the page."""
    tiles = shown.all("ul.matrix--large li.tile")
    return {tile.one(".tile__name").text: tile.one(".tile__answer").text for tile in tiles}


def detail(shown, profile):
    """The small words under an answer."""
    [tile] = [tile for tile in shown.all("li.tile") if tile.one(".tile__name").text == TEN[profile]]
    return " ".join(words.text for words in tile.all(".tile__detail"))


def elsewhere(shown, profile):
    """Name and distance of the places that have a profile that is missing here."""
    return [(each.one("a").text, kilometres(each)) for each in shown.all(f"#wel-{profile.lower()} li")]


def per_leerweg(shown, profile):
    [row] = [row for row in shown.all("table tbody tr") if TEN[profile] in row.one("th").text]
    return [cell.text for cell in row.all("td")]


# The ten answers


def test_the_ten_stand_in_their_order_with_a_word_each(client):
    location = make_location(offers=[("PIE", "BB"), ("GR", "KB")])
    confirm(location, "MAT", "starting", year=2099)
    confirm(location, "GR", "stopping", year=2098)

    shown = visit(client, location)

    assert list(answers(shown)) == list(TEN.values())
    assert answers(shown) == {
        **dict.fromkeys(TEN.values(), "nee"),
        TEN["PIE"]: "ja",
        TEN["MAT"]: "start 2099",
        TEN["GR"]: "stopt 2098",
    }
    assert [len(row.all("li.tile")) for row in shown.all("ul.matrix--large")] == [5, 5]


def test_the_first_line_is_the_answer(client):
    def summary(location):
        return visit(client, location).one("#answers").text

    assert summary(make_location(offers=[("GR", "KB")])) == "1 profiel wel, 9 niet"
    assert summary(make_location(offers=[("GR", "KB"), ("PIE", "BB")])) == "2 profielen wel, 8 niet"
    assert summary(make_location()) == "Welke profielen deze locatie heeft, weten we niet"
    assert summary(seen_last_year()) == "1 profiel wel, 8 niet, van 1 weten we het niet"


def seen_last_year():
    """A location with PIE in the older exam year only, and Groen in both."""
    location = make_location("School", offers=[("GR", "KB")])
    add_exams(location, [("GR", "KB"), ("PIE", "BB")], year=2022)
    return location


def add_exams(location, offers, year):
    change_data(lambda: save(location, offers, year))


def test_an_answer_names_its_leerwegen(client):
    shown = visit(client, make_location(offers=[("PIE", "BB"), ("PIE", "KB"), ("PIE", "GL"), ("GR", "KB")]))

    assert detail(shown, "PIE").startswith("basis, kader en gemengd wat leer je hier?")
    assert detail(shown, "GR").startswith("kader wat leer je hier?")


def test_each_leerweg_has_its_own_answer(client):
    location = make_location(offers=[("PIE", "BB"), ("GR", "KB")])
    add_exams(location, [("PIE", "BB"), ("PIE", "GL"), ("GR", "KB")], year=2022)
    confirm(location, "ZW")
    confirm(location, "EO", "starting", year=2099, leerweg="KB")

    shown = visit(client, location)

    assert per_leerweg(shown, "PIE") == ["ja", "nee", "weet niet"]
    assert per_leerweg(shown, "GR") == ["nee", "ja", "nee"]
    assert per_leerweg(shown, "ZW") == ["weet niet", "weet niet", "weet niet"]
    assert per_leerweg(shown, "EO") == ["nee", "nee", "nee"]
    assert len(shown.all("table tbody tr")) == 10


def test_the_theoretische_leerweg_is_told_beside_the_table(client):
    both = visit(client, make_location(offers=[("PIE", "BB"), ("TL-EC", "TL"), ("TL-GR", "TL")]))
    one = visit(client, make_location(offers=[("PIE", "BB")]))

    assert "Theoretische leerweg: ja. Gezien met Economie en Groen." in both.text
    assert "Theoretische leerweg: weten we niet." in one.text


def test_a_profile_that_disappeared_is_not_known_and_the_years_are_told(client):
    shown = visit(client, seen_last_year())

    assert answers(shown)[TEN["PIE"]] == "weet niet"
    assert "In 2022-2023 nog wel, in 2023-2024 niet meer gezien." in detail(shown, "PIE")


# What the answers rest on


def test_counts_name_their_source_and_school_year(client):
    source = visit(client, make_location(offers=[("PIE", "BB")])).one(".source--after").text

    assert source.startswith("DUO, examens 2023-2024.")
    assert source.endswith("De school heeft dit nog niet bevestigd.")


def test_a_confirmation_names_who_and_when_and_for_which_profile(client):
    location = make_location(offers=[("PIE", "BB")])
    confirm(location, "GR", on=date(2026, 2, 3))

    source = visit(client, location).one(".source--after").text

    assert "Bevestigd door de school op 3 februari 2026: Groen." in source
    assert "DUO, examens 2023-2024: Bouwen, wonen en interieur (BWI), Produceren" in source
    assert "nog niet bevestigd" not in source


def test_a_confirmed_no_at_a_location_that_is_not_known_names_its_source_too(client):
    location = make_location()
    confirm(location, "GR", "no")

    shown = visit(client, location)

    assert answers(shown)["Groen"] == "nee"
    assert shown.one(".source--after").text == "Bevestigd door de school op 3 februari 2026."


def test_a_confirmation_changes_page_and_open_data_at_once(client):
    location = make_location(offers=[("PIE", "BB")])

    def both():
        data = client.get(f"/api/v1/locations/{location.code}").json()
        [offer] = [offer for offer in data["profiles"] if offer["code"] == "GR"]
        return answers(visit(client, location))["Groen"], offer["status"], offer["source"], offer["period"]

    assert both() == ("nee", "no", "duo-exams", "2023-2024")
    confirm(location, "GR", on=date(2026, 2, 3))
    assert both() == ("ja", "yes", "school", "2026-02-03")
    confirm(location, "GR", "no", on=date(2026, 2, 4))
    assert both() == ("nee", "no", "school", "2026-02-04")


def test_sources_that_contradict_each_other_are_told(client):
    location = make_location(offers=[("PIE", "BB")])
    confirm(location, "PIE", "no", on=date(2024, 2, 3))

    [note] = visit(client, location).all(".note--oker")

    assert note.text == (
        "Over Produceren, installeren en energie (PIE) spreken de bronnen elkaar tegen. "
        "Hier staat wat de zwaarste bron zegt: Bevestigd door de school op 3 februari 2024."
    )


def test_answers_of_an_older_exam_year_say_so(client):
    older = make_location(offers=[("PIE", "BB")], year=2021)
    newer = make_location(offers=[("PIE", "BB")], year=2023)

    sentence = "In 2023-2024 had deze locatie geen examenkandidaten in basis, kader of gemengd."
    assert f"{sentence} De antwoorden hieronder zijn van 2021-2022." in visit(client, older).text
    assert sentence not in visit(client, newer).text


def test_a_route_to_a_diploma_is_named(client):
    location = make_location(offers=[("PIE", "BB")])
    confirm(location, "VT")

    assert "Hier is ook: Vakmanschap techniek." in visit(client, location).text


# Where else


def test_every_gap_names_the_nearest_that_have_it(client):
    here = make_location("Here", offers=[("PIE", "BB")])
    make_location("Far", offers=[("GR", "KB"), ("PIE", "BB")], at=north(9))
    make_location("Nearest", offers=[("GR", "BB")], at=north(-2))
    make_location("Third", offers=[("GR", "BB")], at=north(-12))
    make_location("Fourth", offers=[("GR", "BB")], at=north(15))
    make_location("No idea", at=north(0.1))
    make_location("Nowhere", offers=[("GR", "BB")], at=None)
    make_location("Closed", offers=[("GR", "BB")], at=north(0.1), active=False)

    shown = visit(client, here)

    assert elsewhere(shown, "GR") == [("Nearest", 2.0), ("Far", 9.0), ("Third", 12.0)]
    assert elsewhere(shown, "PIE") == []
    assert detail(shown, "GR").startswith("wel op 2,0 km")
    [tile] = [tile for tile in shown.all("li.tile") if tile.one(".tile__name").text == "Groen"]
    assert tile.one("a")["href"] == "#wel-gr"


def test_what_is_not_known_here_is_looked_for_elsewhere_too(client):
    here = make_location("Here")
    make_location("There", offers=[("GR", "BB"), ("GR", "KB")], at=north(3))

    shown = visit(client, here)

    assert elsewhere(shown, "GR") == [("There", 3.0)]
    assert "Basis en kader." in shown.one("#wel-gr").text


def test_a_start_that_is_only_announced_is_named_but_not_called_offered(client):
    here = make_location("Here", offers=[("PIE", "BB")])
    confirm(make_location("Soon", offers=[("PIE", "BB")], at=north(1)), "GR", "starting", year=2099)

    assert "Start 2099." in visit(client, here).one("#wel-gr").text
    assert detail(visit(client, here), "GR") == ""

    make_location("Now", offers=[("GR", "BB")], at=north(4))
    assert detail(visit(client, here), "GR").startswith("wel op 4,0 km")


def test_a_location_without_a_point_still_has_a_page(client):
    here = make_location("Here", offers=[("PIE", "BB")], at=None)
    make_location("There", offers=[("GR", "BB")])
    make_postcode()

    shown = visit(client, here, near="3011")

    assert list(answers(shown)) == list(TEN.values())
    assert shown.all(".km") == []


def test_a_location_of_which_nothing_is_known_names_the_others_of_its_institution(client):
    here = make_location("Lower years", institution="11AA")
    upper = make_location("Upper years", offers=[("GR", "BB")], institution="11AA", at=north(1))
    make_location("Mavo", offers=[("TL-EC", "TL")], institution="11AA")
    make_location("Another school", offers=[("GR", "BB")], institution="22BB")

    shown = visit(client, here)
    siblings = {card.one("h3").text: card for card in shown.all("section[aria-labelledby=siblings] li.result")}

    assert set(answers(shown).values()) == {"weet niet"}
    assert set(siblings) == {"Upper years", "Mavo"}
    assert "Groen: ja" in siblings["Upper years"].text
    assert siblings["Upper years"].one("h3 a")["href"] == upper.get_absolute_url()
    assert kilometres(siblings["Upper years"]) == 1.0
    assert "alleen de theoretische leerweg" in siblings["Mavo"].text


def test_a_known_location_does_not_name_the_others_of_its_institution(client):
    here = make_location("One", offers=[("GR", "BB")], institution="11AA")
    make_location("Two", offers=[("GR", "BB")], institution="11AA")

    assert visit(client, here).all("#siblings") == []


# Going on


def test_no_door_closes_where_a_profile_is_missing(client):
    make_location("Elsewhere", offers=[("PIE", "BB"), ("GR", "BB")], at=north(4))
    broad = visit(client, make_location(offers=[("DP", "KB")])).one("#omweg").text
    narrow = visit(client, make_location(offers=[("ZW", "KB")])).one("#omweg").text

    assert "Dienstverlening en producten (D&P) is hier wel." in broad
    assert "D&P" not in narrow
    for text in (broad, narrow):
        assert "gaan leerlingen naar techniek op het mbo" in text
        assert "Vraag de school naar keuzevakken." in text
        assert "SEOR, 11 mei 2026" in text


def test_the_way_on_keeps_the_question_and_this_location(client):
    make_postcode()
    location = make_location(offers=[("PIE", "BB")], postcode="3011 AB")
    make_location("Elsewhere", offers=[("GR", "BB")], at=north(4))

    asked = {"near": "3011", "leerweg": "KB", "location": "17YF00"}
    shown = page(client.get(location.get_absolute_url(), asked))
    ways = {link.text: link["href"] for link in shown.all("nav[aria-labelledby=actions] a")}

    assert ways["Vergelijk met een andere school"].endswith(
        f"near=3011&leerweg=KB&location={location.code}&location=17YF00"
    )
    assert ways["Vragen voor een open dag"].endswith(f"/gesprekskaart/?near=3011&leerweg=KB&location={location.code}")
    assert ways["Flyer van de scholen in deze buurt"] == "/scholen/flyer/?near=3011%20AB"
    assert ways["Klopt dit niet?"] == f"/scholen/{location.code}/klopt-niet/"
    assert "near=3011&leerweg=KB" in shown.one("#wel-gr").one("li").one("a")["href"]


def test_every_profile_leads_to_its_own_page(client):
    make_location("Elsewhere", offers=[("GR", "BB")], at=north(4))
    shown = visit(client, make_location(offers=[("PIE", "BB")]))

    [tile] = [tile for tile in shown.all("li.tile") if tile.one(".tile__name").text == TEN["PIE"]]
    assert tile.one("a")["href"] == "/profielen/produceren-installeren-en-energie/"
    assert shown.one("#wel-gr").one("h3").one("a")["href"] == "/profielen/groen/"
    assert len([link for link in shown.all("table a") if link["href"].startswith("/profielen/")]) == 10


# Other kinds of locations


def test_only_the_theoretische_leerweg_gets_a_sentence_instead_of_ten_answers(client):
    shown = visit(client, make_location(offers=[("TL-TE", "TL"), ("TL-EC", "TL")]))

    assert answers(shown) == {}
    assert shown.one("#answers").text == "Alleen de theoretische leerweg"
    assert "Gezien in de theoretische leerweg: Techniek en Economie." in shown.text
    assert "DUO, examens 2023-2024" in shown.text
    assert "nee" not in shown.one("main").text.split()


def test_a_theoretische_leerweg_without_a_profile_left_is_a_whole_sentence(client):
    location = make_location(offers=[("TL-EC", "TL")])
    confirm(location, "TL-EC", "no")

    assert "leerweg: ." not in visit(client, location).text


@pytest.mark.parametrize(
    "fields",
    [
        {"offers": [("GR", "BB")], "active": False},
        {"offers": [(None, "HV")], "structure": "HAVO/VWO"},
        {"offers": [(None, "HV")], "structure": "VBO/MAVO/HAVO"},
        {"structure": "HAVO"},
    ],
)
def test_a_location_without_vmbo_or_closed_is_a_page_not_found_that_helps(client, fields):
    response = client.get(make_location("Gone", **fields).get_absolute_url())

    shown = page(response)
    assert response.status_code == 404
    assert "Misschien is de locatie gesloten" in shown.text
    assert "/scholen/" in [link["href"] for link in shown.all("main a")]


def test_a_code_may_be_typed_in_lower_case(client):
    location = make_location("School", offers=[("GR", "BB")])

    assert page(client.get(f"/scholen/{location.code.lower()}/")).one("h1").text == "School"


@pytest.mark.parametrize("code", ["00", "00AA0", "00AA000", "0000AA", "%00AA00", "é0AA00"])
def test_what_is_no_code_is_not_found(client, code):
    assert client.get(f"/scholen/{code}/").status_code == 404


# Name, address and contact


def test_the_short_name_is_the_title_and_the_official_name_stands_under_it(client):
    shown = visit(client, make_location("Scholengemeenschap voor van alles", short_name="De Kade"))

    assert shown.one("h1").text == "De Kade"
    assert "Officiële naam: Scholengemeenschap voor van alles" in shown.text


def test_contact_is_given_as_people_use_it(client):
    location = make_location(
        street="Kade", house_number="1-3", postcode="3011 AB", phone="0104848400", website="https://www.kade.nl/vmbo/"
    )

    shown = visit(client, location)

    assert "Kade 1-3, 3011 AB Rotterdam" in shown.text
    assert shown.one("[href=tel:+31104848400]").text == "010 484 84 00"
    assert shown.one("[href=https://www.kade.nl/vmbo/]").text == "kade.nl/vmbo"
    assert shown.one("[href=https://www.kade.nl/vmbo/]")["rel"] == "external noreferrer"


def test_missing_contact_is_said(client):
    contact = visit(client, make_location()).one("aside").text

    assert "DUO noemt geen telefoonnummer." in contact
    assert "DUO noemt geen website." in contact


def test_a_location_outside_the_region_says_so(client, settings):
    settings.FINDER_MARGIN_KM = 10_000
    make_location("Inside")
    Region.objects.create(code="GM1234", kind="gemeente", name="Buitendorp", slug="buitendorp")
    Region.objects.filter(code="GM0599").update(boundary=[[[4.4, 51.8], [4.6, 51.8], [4.6, 52.0], [4.4, 51.8]]])
    outside = make_location("Outside", municipality_id="GM1234", at=north(40))
    nowhere = make_location("Nowhere", municipality_id=None, at=north(40))

    assert "gemeente Buitendorp, buiten de regio" in visit(client, outside).text
    assert "buiten de regio" in visit(client, nowhere).text
    assert "gemeente ," not in visit(client, nowhere).text


def test_the_distance_from_where_was_asked_is_told(client):
    make_postcode()
    location = make_location(at=north(3))

    assert "3,0 km hemelsbreed" in visit(client, location, near="3011").text
    assert "hemelsbreed" not in visit(client, location).one(".head").text
    assert visit(client, location, near="nergens").one("h1").text == "School"


def test_a_name_is_text_and_never_markup(client):
    location = make_location("<script>alert(1)</script> & co", street='"><b>', city="<i>Delft")

    html = client.get(location.get_absolute_url()).content.decode()

    assert "<script>" not in html
    assert visit(client, location).one("h1").text == "<script>alert(1)</script> & co"
    assert page(client.get("/scholen/")).one("li.result h3").text == "<script>alert(1)</script> & co"


# The work it takes


def test_a_page_takes_the_same_queries_whatever_it_shows(client):
    few = make_location("Few", offers=[(code, "BB") for code in TEN][:9])
    many = make_location("Many", offers=[("GR", "BB")])
    for number in range(20):
        make_location(offers=[(code, "KB") for code in TEN], at=north(number))

    def queries(location):
        visit(client, location)
        with CaptureQueriesContext(connection) as captured:
            visit(client, location)
        return len(captured)

    assert queries(few) == queries(many) <= 7
