"""Locations side by side: what differs comes first, what is not known is never a "no", and nothing chosen is lost."""

import pytest
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from schools.models import Status
from schools.qr import QUIET, qr_drawing
from schools.recalculation import change_data

from .factories import confirm, make_location, save
from .markup import page
from .visitor import link_to, north

pytestmark = pytest.mark.one_database

COMPARE = "/scholen/vergelijken/"
TALK_CARD = "/scholen/gesprekskaart/"
DIFFERENT, OPEN, SAME = "Hier verschillen ze", "Hier weten we het niet van allemaal", "Hier zijn ze gelijk"


def seen_before(location, profile):
    """Let a profile have been counted a year ago and not since: then nobody knows."""
    change_data(lambda: save(location, [(profile, "KB")], 2022))


def compare(client, *locations, **asked):
    codes = [getattr(each, "code", each) for each in locations]
    response = client.get(COMPARE, {"location": codes, **asked})
    assert response.status_code == 200
    return page(response)


def bands(shown):
    """The names of the rows under every title of the table, in the order of the page."""
    found, title = {}, None
    for row in shown.all("table.compare tbody tr"):
        heading = row.one("th")
        if "band" in row.classes:
            title = heading.text
        else:
            found.setdefault(title, []).append((row.all("th a") or [heading])[0].text)
    return found


def names(rows):
    """Those of profiles, without the leerwegen."""
    return [name for name in rows if name not in ("Basis", "Kader", "Gemengd", "Theoretisch")]


def talk(client, *locations, **asked):
    codes = [getattr(each, "code", each) for each in locations]
    return page(client.get(TALK_CARD, {"location": codes, **asked}))


def questions(shown):
    return [each.text for each in shown.all("ol li")]


def test_the_first_line_counts_the_profiles_that_differ(client, db):
    one = make_location(offers=[("PIE", "KB"), ("GR", "KB")])
    other = make_location(offers=[("PIE", "KB"), ("ZW", "KB")])

    assert compare(client, one, other).one("p.lead").text == "Ze verschillen op 2 van de tien profielen."
    assert (
        "dezelfde profielen"
        in compare(client, one, make_location(offers=[("PIE", "KB"), ("GR", "KB")])).one("p.lead").text
    )


def test_not_known_is_no_difference_and_no_no(client, db):
    certain = make_location("Certain", offers=[("PIE", "KB"), ("GR", "KB")])
    unsure = make_location("Unsure", offers=[("PIE", "KB")])
    seen_before(unsure, "GR")

    shown = compare(client, certain, unsure)

    assert DIFFERENT not in bands(shown)
    assert bands(shown)[OPEN][0] == "Groen"
    assert "Groen" not in " ".join(each.text for each in shown.all(".block p"))


def test_a_question_for_one_leerweg_compares_that_leerweg(client, db):
    one = make_location(offers=[("PIE", "BB"), ("GR", "KB")])
    other = make_location(offers=[("PIE", "KB"), ("GR", "KB")])

    assert "Produceren, installeren en energie (PIE)" in bands(compare(client, one, other, leerweg="KB"))[DIFFERENT]
    assert names(bands(compare(client, one, other)).get(DIFFERENT, [])) == []


def test_a_start_or_stop_is_told_for_the_leerweg_too(client, db):
    one = make_location(offers=[("PIE", "KB"), ("GR", "KB")])
    other = make_location(offers=[("PIE", "KB"), ("GR", "KB")])
    confirm(one, "GR", Status.STOPPING, leerweg="KB", year=2098)
    confirm(other, "ZW", Status.STARTING, leerweg="KB", year=2099)

    def cells(**asked):
        rows = compare(client, one, other, **asked).all("table.compare tbody tr")
        return {row.one("th").text: [cell.text for cell in row.all("td")] for row in rows}

    for asked in ({}, {"leerweg": "KB"}):
        found = {name.split(" (")[0]: words for name, words in cells(**asked).items()}
        assert found["GroenGroen"] == ["stopt 2098", "ja"], asked
        assert found["Zorg en welzijn"] == ["nee", "start 2099"], asked
    assert cells(leerweg="BB")["GroenGroen (Groen)"] == ["nee", "nee"]


def test_a_start_in_another_year_is_a_difference(client, db):
    one, other = make_location(offers=[("PIE", "KB")]), make_location(offers=[("PIE", "KB")])
    confirm(one, "GR", Status.STARTING, year=2098)
    confirm(other, "GR", Status.STARTING, year=2099)

    assert names(bands(compare(client, one, other))[DIFFERENT]) == ["Groen"]


def test_what_they_share_is_said_with_the_leerwegen_where_these_differ(client, db):
    one = make_location(offers=[("PIE", "KB"), ("GR", "BB"), ("GR", "KB")])
    other = make_location(offers=[("PIE", "KB"), ("GR", "KB")])

    shown = compare(client, one, other).one("section[aria-labelledby=common]").all(".card")[0]

    assert shown.one("h3").text == "Dit hebben ze allebei"
    assert [each.one("strong").text for each in shown.all("li")] == [
        "Produceren, installeren en energie (PIE)",
        "Groen",
    ]
    assert [each.text for each in shown.all("li .soft")] == ["A: basis en kader. B: kader."]


def test_what_none_of_them_has_for_a_leerweg_is_looked_for_in_that_leerweg(client, db):
    one, other = make_location(offers=[("PIE", "KB")]), make_location(offers=[("PIE", "KB")])
    make_location("Only basis", offers=[("GR", "BB")], at=north(1))
    make_location("Kader too", offers=[("GR", "KB")], at=north(2))

    def nearest(**asked):
        lines = compare(client, one, other, **asked).all("li.profile-line")
        return [each.one("a").text for each in lines if each.one("strong").text == "Groen"]

    assert nearest() == ["Only basis"]
    assert nearest(leerweg="KB") == ["Kader too"]


def test_the_leerweg_can_be_changed_and_the_choice_stays(client, db):
    one, other = make_location(offers=[("PIE", "KB")]), make_location(offers=[("GR", "BB")])
    shown = compare(client, one, other, near="nergens")

    links = {link.text: link for link in shown.all("nav.switch a")}

    assert list(links) == ["alle leerwegen", "basis", "kader", "gemengd"]
    assert [name for name, link in links.items() if link.get("aria-current")] == ["alle leerwegen"]
    again = page(client.get(COMPARE + links["kader"]["href"]))
    assert [link.text for link in again.all("nav.switch a") if link.get("aria-current")] == ["kader"]
    assert len(again.all("li.pick")) == 2


def test_a_location_without_the_ten_says_why_it_has_no_column(client, db):
    one = make_location("One", offers=[("PIE", "KB")])
    other = make_location("Other", offers=[("GR", "KB")])
    theory = make_location("Theory", offers=[("TL-TE", "TL")])

    shown = compare(client, one, theory, other)

    assert len(shown.all("table.compare thead th")) == 3
    assert "alleen de theoretische leerweg" in shown.all("li.pick")[1].text
    assert not compare(client, theory, one).all("table.compare")


def test_a_fifth_location_is_named_and_not_dropped_in_silence(client, db):
    locations = [make_location(f"School {number}", offers=[("PIE", "KB")]) for number in range(5)]

    shown = compare(client, *locations)

    assert len(shown.all("li.pick")) == 4
    assert "School 4" in shown.one(".note--oker").text
    first_away = next(each for each in shown.all("li.pick a") if each.text.startswith("Haal weg"))
    after = page(client.get(COMPARE + first_away["href"]))
    assert [each.one("h2").text for each in after.all("li.pick")] == [f"School {number}" for number in range(1, 5)]


def test_the_same_location_twice_stands_there_once(client, db):
    one, other = make_location(offers=[("PIE", "KB")]), make_location(offers=[("GR", "KB")])

    shown = compare(client, one, other.code.lower(), one, other)

    assert len(shown.all("li.pick")) == 2
    assert f"?location={one.code}&location={other.code}" in shown.one("#message").text


@pytest.mark.parametrize("nonsense", ["\x00", "17YF0", "%00", "x" * 5000, "\u0661\u0667YF00", "17YF00'--"])
def test_what_is_no_code_is_left_out_and_told(client, db, nonsense):
    one, other = make_location(offers=[("PIE", "KB")]), make_location(offers=[("GR", "KB")])

    shown = compare(client, one, nonsense, other)

    assert len(shown.all("li.pick")) == 2
    assert "geen vestigingscode" in shown.one(".note--oker").text
    assert len(shown.one("main").text) < 4000


def test_an_address_with_hundreds_of_codes_is_a_page(client, db):
    assert compare(client, *(f"{number:02}AA{other:02}" for number in range(90) for other in range(10)))


def test_an_unknown_code_is_named_and_the_others_are_compared(client, db):
    one, other = make_location(offers=[("PIE", "KB")]), make_location(offers=[("GR", "KB")])

    shown = compare(client, one, "99ZZ99", other)

    assert "99ZZ99" in shown.one(".note--oker").text
    assert shown.all("table.compare")


@pytest.mark.parametrize("chosen", [[], ["99ZZ99"], ["<script>"]])
def test_without_a_choice_the_page_says_how_to_make_one(client, db, chosen):
    make_location()

    shown = compare(client, *chosen)

    assert "/scholen/" in link_to(shown, "Kies scholen")["href"]


def test_one_location_is_offered_the_three_nearest_to_add(client, db):
    here = make_location("Here", offers=[("PIE", "KB")])
    for km in (4, 1, 3, 2):
        make_location(f"At {km} km", offers=[("GR", "KB")], at=north(km))

    shown = compare(client, here, here.code.lower())
    links = [link for link in shown.all("main a") if link.text.startswith("Voeg")]

    assert [link.text for link in links] == [f"Voeg At {km} km toe" for km in (1, 2, 3)]
    assert len(page(client.get(COMPARE + links[0]["href"])).all("li.pick")) == 2


def test_a_location_can_be_taken_away_and_the_question_stays(client, db):
    one = make_location("One", offers=[("PIE", "KB")])
    other = make_location("Other", offers=[("GR", "KB")])
    shown = compare(client, one, other, leerweg="KB")

    link = next(each for each in shown.all("li.pick")[0].all("a") if each.text.startswith("Haal weg"))

    assert "leerweg=KB" in link["href"]
    assert [each.one("h2").text for each in page(client.get(COMPARE + link["href"])).all("li.pick")] == ["Other"]


def test_a_search_for_another_keeps_the_choice_and_the_offer_asked(client, db):
    one = make_location(offers=[("PIE", "KB")])

    form = compare(client, one, near="3011", profile="PIE").one("main form")

    assert form["action"] == "/scholen/"
    hidden = {(each["name"], each["value"]) for each in form.all("[type=hidden]")}
    assert hidden == {("location", one.code), ("profile", "PIE")}
    assert form.one("input#near")["name"] == "near"


def test_one_location_is_not_shared_and_two_are(client, db):
    one, other = make_location(offers=[("PIE", "KB")]), make_location(offers=[("GR", "KB")])

    assert compare(client, one).all("#message") == []
    assert compare(client, one).one("#next")
    assert compare(client, one, other).one("#message").text


def test_the_message_tells_four_differences_and_how_many_more_there_are(client, db):
    one = make_location("One", offers=[("BWI", "KB"), ("PIE", "KB"), ("MET", "KB"), ("ZW", "KB")])
    other = make_location("Other", offers=[("GR", "KB"), ("DP", "KB")])

    lines = compare(client, one, other, near="3011").one("#message").pieces()
    lines = "".join(lines).split("\n")

    assert lines[0] == "Ik vergelijk deze scholen. A: One en B: Other."
    assert lines[1] == "Bouwen, wonen en interieur (BWI): A ja, B nee."
    assert lines[5] == "Ze verschillen op nog 2 profielen."
    assert lines[6] == f"Kijk zelf: http://testserver{COMPARE}?location={one.code}&location={other.code}"
    assert len(lines) == 7


def test_every_next_step_is_there_and_what_is_missing_is_said(client, db):
    one = make_location("One", offers=[("PIE", "KB")], phone="0104848400", website="https://one.nl")
    other = make_location("Other", offers=[("GR", "KB")])

    shown = compare(client, one, other, leerweg="KB")

    assert shown.one("[href=tel:+31104848400]").text == "010 484 84 00"
    assert shown.one("[href=https://one.nl]")["rel"] == "external noreferrer"
    assert "Other DUO noemt geen website." in shown.text
    assert shown.text.count("DUO noemt geen telefoonnummer.") == 1
    card = link_to(shown, "Maak de gesprekskaart")["href"]
    assert card == f"{TALK_CARD}?leerweg=KB&location={one.code}&location={other.code}"


def test_what_the_answers_rest_on_is_told_by_letter(client, db):
    one = make_location(offers=[("PIE", "KB")])
    other = make_location(offers=[("PIE", "KB")])
    older = make_location(offers=[("PIE", "KB")], year=2021)
    theory = make_location(offers=[("TL-TE", "TL")])
    confirm(other, "GR")

    shown = compare(client, one, other, older, theory)

    assert [each.text for each in shown.all(".source")] == [
        "A, B en D: DUO, examens 2023-2024.",
        "B: Bevestigd door de school op 3 februari 2026.",
        "C: DUO, examens 2021-2022.",
    ]
    assert "In 2023-2024 had deze locatie geen examenkandidaten" in shown.all("li.pick")[2].text


def test_the_code_to_scan_is_the_link():
    address = "https://example.org/scholen/vergelijken/?location=17YF00"
    expected = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    expected.add_data(address)
    matrix = expected.get_matrix()
    drawing = qr_drawing(address)

    dark = {tuple(map(int, module.split("h")[0].split())) for module in drawing.path.split("M")[1:]}
    assert drawing.width == len(matrix)
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark}


def test_questions_follow_from_what_is_known_of_the_location(client, db):
    location = make_location(offers=[("PIE", "KB"), ("GR", "KB")])
    confirm(location, "MVI", Status.STARTING, year=2028)
    seen_before(location, "ZW")

    asked = questions(talk(client, location))

    assert asked[0].startswith("U heeft: Produceren, installeren en energie (PIE) en Groen.")
    assert any(each.startswith("U heeft niet: ") and "Horeca" in each and "Zorg" not in each for each in asked)
    assert any("begint hier: Media, vormgeving en ICT (MVI)" in each for each in asked)
    assert any(each.startswith("Heeft uw school Zorg en welzijn (Z&W)?") for each in asked)


def test_what_the_child_wants_and_the_school_has_not_is_asked_first(client, db):
    location = make_location(offers=[("PIE", "KB")])

    asked = questions(talk(client, location, profile=["GR", "PIE"]))

    assert asked[0] == "Mijn kind wil misschien Groen. Hoe gaat dat bij u?"
    assert not any("Groen" in each for each in asked[1:])


def test_a_stop_is_asked_after(client, db):
    location = make_location(offers=[("PIE", "KB")])
    confirm(location, "PIE", Status.STOPPING, year=2099)

    asked = questions(talk(client, location))

    assert "Dit stopt hier: Produceren, installeren en energie (PIE)." in " ".join(asked)
    assert not any(each.startswith("U heeft:") for each in asked)


def test_of_a_location_that_is_not_known_everything_is_asked_and_nothing_denied(client, db):
    asked = questions(talk(client, make_location()))

    assert asked[0] == "Welke van de tien profielen heeft deze locatie?"
    assert not any("heeft niet" in each for each in asked)


def test_two_schools_share_a_sheet(client, db):
    locations = [make_location(f"School {number}", offers=[("PIE", "KB")]) for number in range(3)]

    shown = talk(client, *locations)

    sheets = [[each.text for each in sheet.all("h2")] for sheet in shown.all("div.sheet")]
    assert sheets == [["School 0", "School 1"], ["School 2"]]


def test_a_location_with_theory_only_is_asked_other_questions(client, db):
    asked = questions(talk(client, make_location(offers=[("TL-TE", "TL")])))

    assert "basis of kader" in asked[0]
    assert not any(each.startswith("U heeft niet") for each in asked)


def test_without_a_location_the_talk_card_says_how_to_choose_one(client, db):
    make_location()

    assert link_to(talk(client), "Kies een school")["href"] == "/scholen/"
