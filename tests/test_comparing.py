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
    return [name for name in rows if name not in ("Basis", "Kader", "Gemengd", "Theoretisch")]


def talk(client, *locations):
    codes = [getattr(each, "code", each) for each in locations]
    return page(client.get(TALK_CARD, {"location": codes}))


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
    assert any(each.startswith("Heeft u Zorg en welzijn (Z&W)?") for each in asked)


def test_a_location_with_theory_only_is_asked_other_questions(client, db):
    asked = questions(talk(client, make_location(offers=[("TL-TE", "TL")])))

    assert "basis of kader" in asked[0]
    assert not any(each.startswith("U heeft niet") for each in asked)


def test_without_a_location_the_talk_card_says_how_to_choose_one(client, db):
    make_location()

    assert link_to(talk(client), "Kies een school")["href"] == "/scholen/"
