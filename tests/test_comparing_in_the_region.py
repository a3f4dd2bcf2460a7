"""Comparisons of the region's real locations, against the stored answers and distances measured from outside."""

import random

import pytest

from schools.models import FinderRow, Kind, ProfileAnswer, SchoolLocation, Status, VmboProfile
from schools.qr import qr_drawing

from .markup import page
from .test_comparing import COMPARE, DIFFERENT, OPEN, SAME, bands, compare, names, talk
from .visitor import great_circle, link_to, point


def expected_bands(codes):
    """The same from the stored answers alone."""
    bands = {DIFFERENT: [], OPEN: [], SAME: []}
    for profile in VmboProfile.objects.ten():
        given = list(ProfileAnswer.objects.filter(profile=profile, location__in=codes).values_list("status", flat=True))
        known = {status for status in given if status != Status.UNKNOWN}
        title = DIFFERENT if len(known) > 1 else OPEN if Status.UNKNOWN in given else SAME
        bands[title].append(profile.full_name)
    return {title: rows for title, rows in bands.items() if rows}


def test_differences_come_first_for_whatever_locations_of_the_region(client, filled):
    codes = list(FinderRow.objects.filter(kind=Kind.BKG, in_region=True).order_by("pk").values_list("pk", flat=True))
    draw = random.Random(7)
    for _round in range(25):
        chosen = draw.sample(codes, draw.choice((2, 3, 4)))
        shown = {title: names(rows) for title, rows in bands(compare(client, *chosen)).items()}
        assert {title: rows for title, rows in shown.items() if rows} == expected_bands(chosen), chosen
        assert list(shown) == [title for title in (DIFFERENT, OPEN, SAME) if title in shown]


def expected_for(leerweg, codes):
    """What the answers say of one leerweg: yes where it is offered for it, open where the sources leave it so."""
    bands = {DIFFERENT: [], OPEN: [], SAME: []}
    for profile in VmboProfile.objects.ten():
        given = set()
        for answer in ProfileAnswer.objects.filter(profile=profile, location__in=codes):
            has, unsure = leerweg in answer.leerwegen.split(), leerweg in answer.unsure.split()
            given.add("yes" if has else "unknown" if unsure or answer.status == Status.UNKNOWN else "no")
        title = DIFFERENT if {"yes", "no"} <= given else OPEN if "unknown" in given else SAME
        bands[title].append(profile.full_name)
    return {title: rows for title, rows in bands.items() if rows}


def test_a_comparison_for_one_leerweg_agrees_with_the_answers(client, filled):
    codes = list(FinderRow.objects.filter(kind=Kind.BKG, in_region=True).order_by("pk").values_list("pk", flat=True))
    draw = random.Random(11)
    for _round in range(9):
        chosen, leerweg = draw.sample(codes, draw.choice((2, 3, 4))), draw.choice(("BB", "KB", "GL"))
        assert bands(compare(client, *chosen, leerweg=leerweg)) == expected_for(leerweg, chosen), (chosen, leerweg)


@pytest.mark.parametrize("leerweg", ["", "KB"])
def test_what_none_of_them_has_is_shown_where_it_is_nearest(client, filled, leerweg):
    chosen = ["17YF00", "00PG02"]
    first = SchoolLocation.objects.get(pk=chosen[0])
    having = ProfileAnswer.objects.offered().exclude(location__in=chosen).filter(leerwegen__contains=leerweg)
    having = having.filter(location__finder__isnull=False)

    rows = [row for row in compare(client, *chosen, leerweg=leerweg).all("li.profile-line") if row.all("a")]

    assert len(rows) > 3
    for row in rows:
        answers = having.filter(profile__name=row.one("strong").text.split(" (")[0]).select_related("location")
        distances = {each.location_id: great_circle(point(first), point(each.location)) for each in answers}
        nearest = min(distances, key=distances.get)
        assert row.one("a")["href"].split("/")[2] == nearest
        assert f"{distances[nearest]:.1f} km".replace(".", ",") == row.one("bdi").text


def test_the_code_on_the_page_leads_to_the_link_on_the_page(client, filled):
    shown = compare(client, "17YF00", "00PG02", near="3083 AB")

    address = link_to(shown, "Link naar deze vergelijking")["href"]

    assert address == f"http://testserver{COMPARE}?location=17YF00&location=00PG02"
    assert shown.one("svg.qr path")["d"] == qr_drawing(address).path
    assert len(page(client.get(address.removeprefix("http://testserver"))).all("li.pick")) == 2


def test_what_is_shared_names_the_schools_and_not_where_somebody_lives(client, filled):
    shown = compare(client, "17YF00", "00PG02", near="3083 AB")
    message = shown.one("textarea").text

    assert "3083" not in message
    assert "Bouwen, wonen en interieur" not in message
    assert "Mobiliteit en transport (M&T): A nee, B ja." in message
    assert "http://testserver/scholen/vergelijken/?location=17YF00&location=00PG02" in message
    roads = [
        link["href"] for link in shown.all("main a") if link["href"].startswith(("mailto:", "sms:", "https://wa.me/"))
    ]
    assert len(roads) == 3
    assert all("17YF00" in road and "3083" not in road for road in roads)


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_comparison_asks_few_queries_however_many_locations(client, filled, django_assert_max_num_queries, number):
    codes = FinderRow.objects.filter(kind=Kind.BKG).order_by("pk").values_list("pk", flat=True)[:number]
    address = f"{COMPARE}?{'&'.join(f'location={code}' for code in codes)}"
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)
    with django_assert_max_num_queries(5):
        client.get(address.replace("vergelijken", "gesprekskaart"))


def test_what_is_chosen_goes_along_with_a_changed_question_and_to_other_pages(client, filled):
    asked = {"near": "3011", "leerweg": "KB", "location": ["17YF00", "00PG02"]}
    shown = page(client.get("/scholen/", asked))

    def hidden(form):
        return [field["value"] for field in form.all("input[type=hidden]") if field["name"] == "location"]

    assert hidden(shown.one("details.filters form")) == ["17YF00", "00PG02"]
    ticked = [box["value"] for box in shown.all("input[name=location]") if "checked" in box.attributes]
    assert sorted(ticked + hidden(shown.one("form#compare"))) == ["00PG02", "17YF00"]
    assert "location=17YF00&location=00PG02" in shown.all("li.result h3 a")[0]["href"]


def test_every_card_of_the_list_can_be_ticked(client, filled):
    shown = page(client.get("/scholen/", {"near": "3011"}))

    boxes = shown.all("li.result input[type=checkbox]")
    assert len(boxes) == len(shown.all("li.result")) == 20
    assert {box["form"] for box in boxes} == {"compare"}
    assert shown.one("form#compare")["action"] == COMPARE


def test_a_location_page_leads_to_the_comparison_with_it(client, filled):
    shown = page(client.get("/scholen/17YF00/", {"near": "3011"}))

    link = link_to(shown, "Vergelijk met een andere school")
    assert link["href"] == f"{COMPARE}?near=3011&location=17YF00"


def test_a_talk_card_has_a_part_for_every_chosen_location(client, filled):
    shown = talk(client, "17YF00", "00PG02")

    assert len(shown.all("section.talk")) == 2
    assert "DUO, examens 2023-2024" in shown.all("section.talk .source")[0].text
