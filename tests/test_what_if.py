"""What if a location stops or starts a profile: by hand, and as a recalculation with really changed counts says."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import ProfileStatement, Region, SchoolLocation
from stats.calculations import TOGETHER, Amount, Count, calculate
from stats.recalculation import counted, subjects
from stats.what_if.changes import LACKING, LOCATIONS, SHARE, TECHNICAL_LOCATIONS, TECHNICAL_SHARE, Change, effects

from .markup import page
from .staff import let_in, make_colleague, work_fast

WHAT_IF = "/beheer/cijfers/wat-als/"
AREAS = {"GM1": ["GM1"], "MRDH": ["GM1", "GM2"]}
TECHNICAL = {"techniek-excl-mvi": {"PIE", "BWI"}, "techniek-incl-mvi": {"PIE", "BWI", "MVI"}}
WITHHELD = Amount(1, 4)
ALL = ("BB", "KB", "GL")


def pupils(place, location, profile, number, leerweg="BB"):
    return Count(place, location, profile, leerweg, number if isinstance(number, Amount) else Amount(number, number))


COUNTS = [
    pupils("GM1", "a", "MVI", 10),
    pupils("GM1", "a", "ZW", 30, "KB"),
    pupils("GM1", "b", "ZW", 60),
    pupils("GM2", "c", "MVI", 20),
    pupils("GM2", "c", "PIE", 80, "KB"),
]


def change(profile="MVI", location="a", starts=False, leerwegen=ALL):
    return Change("GM1", location, profile, starts, leerwegen)


def effect(asked, area, indicator, leerweg=TOGETHER, category="", counts=COUNTS):
    """The value before and after."""
    [found] = [
        each
        for each in effects(counts, asked, AREAS, TECHNICAL)[area]
        if (each.cell.indicator, each.cell.leerweg, each.cell.category) == (indicator, leerweg, category)
    ]
    return tuple(figure.value and float(figure.value) for figure in (found.before, found.after))


# By hand


@pytest.mark.one_database
def test_when_a_location_stops_all_its_pupils_are_no_longer_near_the_profile():
    assert effect(change(), "GM1", SHARE) == (40, 0)
    assert effect(change(), "MRDH", SHARE) == (70, 50)
    assert effect(change(), "MRDH", LOCATIONS) == (2, 1)
    assert effect(change(), "MRDH", LACKING) == (0, 1)


@pytest.mark.one_database
def test_when_a_location_starts_all_its_pupils_are_near_the_profile():
    starts = change(profile="PIE", starts=True, leerwegen=("BB",))

    assert effect(starts, "GM1", SHARE) == (0, 40)
    assert effect(starts, "MRDH", SHARE) == (50, 70)
    assert effect(starts, "MRDH", SHARE, "BB") == (0, 11.11)
    assert effect(starts, "MRDH", LACKING) == (1, 0)


@pytest.mark.one_database
def test_mvi_changes_technique_only_where_mvi_counts_as_technique():
    found = effects(COUNTS, change(), AREAS, TECHNICAL)["MRDH"]

    assert {each.cell.category for each in found} == {"", "techniek-incl-mvi"}
    assert effect(change(), "MRDH", TECHNICAL_SHARE, category="techniek-incl-mvi") == (70, 50)


@pytest.mark.one_database
def test_a_technical_profile_changes_technique_by_both_definitions():
    starts = change(profile="BWI", starts=True)

    assert effect(starts, "MRDH", TECHNICAL_LOCATIONS, category="techniek-excl-mvi") == (1, 2)
    assert effect(starts, "MRDH", TECHNICAL_LOCATIONS, category="techniek-incl-mvi") == (2, 2)


@pytest.mark.one_database
def test_a_profile_that_goes_on_in_another_leerweg_stays_at_the_location():
    counts = [*COUNTS, pupils("GM1", "a", "MVI", 5, "KB")]
    stops = change(leerwegen=("BB",))

    assert effect(stops, "MRDH", LOCATIONS, counts=counts) == (2, 2)
    assert effect(stops, "GM1", SHARE, "BB", counts=counts)[1] == 0


@pytest.mark.one_database
@pytest.mark.parametrize("starts", [True, False])
def test_no_pupil_comes_or_goes(starts):
    after = change(profile="PIE" if starts else "MVI", starts=starts).applied(COUNTS)

    assert sum(count.pupils.low for count in after) == sum(count.pupils.low for count in COUNTS)


@pytest.mark.one_database
def test_withheld_counts_give_bounds_before_and_after():
    counts = [*COUNTS, pupils("GM1", "b", "EO", WITHHELD)]
    before_and_after = effects(counts, change(), AREAS, TECHNICAL)["MRDH"][0]

    assert before_and_after.before.low < before_and_after.before.value < before_and_after.before.high
    assert not before_and_after.is_certain
    assert change(profile="EO", location="b").pupils(counts) == WITHHELD


# As a recalculation says

MEDIA = SchoolLocation(code="20MJ05", municipality_id="GM0518")
EXAMS = {"source": "duo-exams", "school_year": 2023}


def recalculated():
    members = list(Region.objects.within(site.FINDER_REGION).order_by("code").values_list("code", flat=True))
    areas = {"GM0518": ["GM0518"], "MRDH": members}
    statements = ProfileStatement.objects.filter(**EXAMS, location__municipality__in=members)
    return calculate(counted(statements), areas, subjects())


def foreseen(profile, starts):
    members = list(Region.objects.within(site.FINDER_REGION).order_by("code").values_list("code", flat=True))
    counts = counted(ProfileStatement.objects.filter(**EXAMS, location__municipality__in=members))
    asked = Change("GM0518", MEDIA.code, profile, starts, ALL)
    found = effects(counts, asked, {"GM0518": ["GM0518"], "MRDH": members}, subjects()["technical"])
    return {each.cell: each.after for area in found.values() for each in area}


def assert_same(expected):
    now = recalculated()
    assert {cell: now[cell] for cell in expected} == expected


def test_what_is_foreseen_of_a_stop_equals_a_recalculation_after_it(filled):
    expected = foreseen("MVI", starts=False)
    here = ProfileStatement.objects.filter(**EXAMS, location=MEDIA.code, profile="MVI")
    assert here.update(profile="VO") > 0, "a route is no profile, so its pupils stay in the total only"

    assert_same(expected)


def test_what_is_foreseen_of_a_start_equals_a_recalculation_after_it(filled):
    expected = foreseen("MAT", starts=True)
    for leerweg in ALL:
        one_takes_it_up(leerweg)

    found = recalculated()
    share = {cell: figure for cell, figure in expected.items() if cell.leerweg == TOGETHER}
    assert {cell: found[cell] for cell in share} == share


def one_takes_it_up(leerweg):
    """One of the pupils there changes to MaT: then the location has it, and nobody came or went."""
    here = ProfileStatement.objects.filter(**EXAMS, location=MEDIA.code, leerweg=leerweg, profile__isnull=False)
    giver = here.filter(count_low__gte=2).exclude(profile="MAT").order_by("-count_low").first()
    if giver is None:
        return
    giver.count_low, giver.count_high = giver.count_low - 1, giver.count_high - 1
    giver.save()
    giver.pk, giver.profile_id, giver.count_low, giver.count_high = None, "MAT", 1, 1
    giver.save()


# The page


@pytest.fixture
def desk(client, filled, settings):
    work_fast(settings)
    make_colleague(may=["view_indicator"])
    return let_in(client)


STOPS = {"locatie": MEDIA.code, "profiel": "MVI", "wat": "stopt"}


def test_the_page_says_in_words_what_changes_and_on_what_it_rests(desk):
    words = page(desk.get(WHAT_IF, STOPS)).one("main").text

    assert "Wat als Johan de Witt Scholengroep (Hooftskade) stopt met Media, vormgeving en ICT (MVI)?" in words
    assert "In Den Haag gaat het deel van de leerlingen op een locatie met Media, vormgeving en ICT (MVI) van" in words
    assert "Op deze locatie deden 19 van de 88 tot en met 112 kandidaten examen in dit profiel." in words
    assert "De leerlingen blijven op hun locatie." in words
    assert "De aantallen zijn van: DUO, examens 2023-2024." in words
    assert "tussen" in words
    assert "Techniek, met MVI" in words
    assert "Techniek, zonder MVI" not in words


def test_the_nearest_alternatives_have_the_profile_and_a_distance(desk):
    answer = desk.get(WHAT_IF, STOPS).context["answer"]

    assert [each.location.code for each in answer.nearest][0] == "20MJ13"
    distances = [Decimal(each.km.replace(",", ".")) for each in answer.nearest]
    assert len(distances) == 3 and distances == sorted(distances)
    for each in answer.nearest:
        assert each.location.answers.offered().filter(profile="MVI").exists()


def test_a_location_is_found_by_words_of_its_name_and_municipality(desk):
    found = desk.get(WHAT_IF, {"zoek": "den haag VATEL"}).context["question"].found

    assert [each.code for each in found] == ["00HI03"]
    assert "Met deze woorden is er geen locatie" in desk.get(WHAT_IF, {"zoek": "xyzzy"}).content.decode()


def test_what_is_already_so_changes_nothing_and_the_page_says_why(desk):
    no_pie = desk.get(WHAT_IF, {**STOPS, "profiel": "HBR"}).context["answer"]
    has_mvi = desk.get(WHAT_IF, {**STOPS, "wat": "start", "leerweg": ["BB", "KB"]}).context["answer"]

    assert no_pie.without_effect.startswith("Volgens deze telling heeft de locatie dit profiel niet")
    assert has_mvi.without_effect.startswith("Volgens deze telling heeft de locatie dit profiel al")


def test_another_counting_gives_other_figures_under_its_own_name(desk):
    older = desk.get(WHAT_IF, {**STOPS, "telling": "duo-pupils 2019-10-01"})

    assert "DUO, leerlingen op 1 oktober 2019" in older.content.decode()
    assert not older.context["answer"].has_bounds


def test_the_address_holds_the_question(desk):
    first = desk.get(WHAT_IF, {**STOPS, "leerweg": "KB", "zoek": "johan", "telling": "duo-exams 2023-07-31"})
    again = desk.get(first.context["permalink"])

    assert again.context["question"].change == first.context["question"].change
    assert [area.lines for area in again.context["answer"].areas] == [
        area.lines for area in first.context["answer"].areas
    ]


def test_nothing_is_stored(desk):
    def everything():
        return {model: model.objects.count() for model in apps.get_models()}

    desk.get(WHAT_IF)
    before = everything()
    with CaptureQueriesContext(connection) as captured:
        desk.get(WHAT_IF, STOPS)

    assert everything() == before
    assert not [each["sql"] for each in captured if each["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert desk.post(WHAT_IF, STOPS).status_code == 405


def test_every_question_asks_the_database_as_often(desk):
    def queries(**asked):
        with CaptureQueriesContext(connection) as captured:
            desk.get(WHAT_IF, {**STOPS, **asked})
        return len(captured)

    queries()
    assert queries() == queries(wat="start", profiel="PIE") == queries(telling="duo-pupils 2019-10-01")
