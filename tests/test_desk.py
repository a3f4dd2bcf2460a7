"""The rules of the desk, without a database: how fresh a location is, and what is stored of what a screen says."""

from datetime import date
from itertools import product

import pytest

from schools.answers import BKG, Profiles, Statement, describe
from schools.desk.freshness import Freshness, confirmed_since, freshness, months_before
from schools.desk.offer import Choice, Said, chosen, restated
from schools.models import Leerweg, Source, Status

pytestmark = pytest.mark.one_database

TODAY = date(2026, 11, 27)
YES, NO, STARTING, STOPPING, UNKNOWN = (Status(each) for each in ("yes", "no", "starting", "stopping", "unknown"))
BB, KB, GL = BKG


# How fresh a location is


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (None, Freshness.NOW),
        (date(2025, 5, 26), Freshness.NOW),
        (date(2025, 5, 27), Freshness.SOON),
        (date(2025, 11, 26), Freshness.SOON),
        (date(2025, 11, 27), Freshness.FRESH),
        (TODAY, Freshness.FRESH),
    ],
)
def test_after_a_year_a_confirmation_is_due_soon_and_after_eighteen_months_now(since, expected):
    assert freshness(since, TODAY) == expected


def test_a_location_is_as_fresh_as_the_stalest_of_its_answers():
    days = [date(2026, 3, 1)] * 9 + [date(2024, 1, 1)]

    assert confirmed_since(days, 10) == date(2024, 1, 1)


def test_a_location_of_which_one_profile_was_never_confirmed_is_not_confirmed():
    assert confirmed_since([TODAY] * 9, 10) is None
    assert confirmed_since([], 10) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 18, date(2025, 2, 28)),
        (date(2025, 8, 31), 18, date(2024, 2, 29)),
        (date(2026, 1, 5), 12, date(2025, 1, 5)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(day, months, expected):
    assert months_before(day, months) == expected


# What is stored of an answer that was changed


def test_a_leerweg_that_is_left_out_of_a_yes_is_a_no():
    assert chosen(Choice.of("yes", None, ["KB", "BB"])) == [Said(BB, YES), Said(KB, YES), Said(GL, NO)]


def test_without_leerwegen_the_profile_as_a_whole_is_meant():
    assert chosen(Choice.of("starting", 2027, [])) == [Said("", STARTING, 2027)]


@pytest.mark.parametrize("status", ["no", "unknown"])
def test_a_no_and_a_not_known_have_neither_leerwegen_nor_a_year(status):
    assert chosen(Choice.of(status, 2027, ["BB"])) == [Said("", Status(status))]


def test_a_page_remembers_what_it_showed_in_one_word_per_part():
    assert str(Choice.of("starting", 2027, ["KB", "BB"])) == "starting 2027 BB KB"
    assert str(Choice.of("no", None, [])) == "no"


# What is stored of an answer that was left as it is shown


def exams(leerwegen, profile="PIE", year=2023):
    return [
        Statement(profile, leerweg, "duo-exams", Source.Kind.EXAMS, date(year + 1, 7, 31), year)
        for leerweg in leerwegen
    ]


def word(leerweg="", status=YES, year=None, *, order=1, on=date(2026, 2, 3), source="school"):
    return Statement("PIE", leerweg, source, Source.Kind.CONFIRMATION, on, None, status, year, order)


def answer(statements, today=TODAY):
    described = describe(statements, Profiles(("PIE", "GR")), structure="VBO", newest_exam_year=2023, today=today)
    return next(each for each in described.answers if each.profile == "PIE")


def repeat(statements, today=TODAY):
    """The statements with the repetition of what stands, said today by the municipality."""
    said = restated("PIE", statements, 2023, today)
    repeated = [
        Statement("PIE", each.leerweg, "municipality", Source.Kind.CONFIRMATION, today, None, each.status,
                  each.effective_year, 100 + number)
        for number, each in enumerate(said)
    ]  # fmt: skip
    return [*statements, *repeated]


def shown(answer):
    return answer.status, answer.effective_year, answer.leerwegen, answer.unsure


WORDS = [
    (status, year) for status, year in ((YES, None), (NO, None), (STARTING, 2028), (STOPPING, 2028), (UNKNOWN, None))
]
COUNTS = [[], exams([Leerweg.BB]), exams([Leerweg.BB, Leerweg.KB, Leerweg.GL]), exams([Leerweg.KB], year=2022)]


@pytest.mark.parametrize("counted", COUNTS, ids=["nothing", "basis", "all", "the year before"])
def test_repeating_what_stands_changes_no_answer(counted):
    """For every pair of earlier confirmations, each about the whole or about one leerweg."""
    base = [*counted, *exams([Leerweg.BB], "GR")]
    for first, second in product(product(WORDS, ("", "BB", "KB")), repeat=2):
        said = [word(leerweg, *answer, order=order) for order, (answer, leerweg) in enumerate((first, second))]
        for statements in (base, [*base, said[0]], [*base, *said]):
            before, after = answer(statements), answer(repeat(statements))
            assert shown(after) == shown(before), (first, second)
            assert after.source == "municipality"


def test_a_leerweg_that_starts_beside_one_that_is_there_keeps_its_start():
    """In 2028 kader is there as well, though the answer said no more than yes for basis."""
    statements = [*exams([Leerweg.BB]), word("KB", STARTING, 2028)]

    repeated = repeat(statements)

    assert Said(KB, STARTING, 2028) in restated("PIE", statements, 2023, TODAY)
    assert answer(repeated, date(2028, 9, 1)).leerwegen == ("BB", "KB")


def test_a_profile_that_is_nowhere_is_repeated_in_one_statement():
    assert restated("PIE", exams([Leerweg.BB], "GR"), 2023, TODAY) == [Said("", NO)]


# Not known as an answer that somebody gives


def test_who_does_not_know_outweighs_an_older_count_and_contradicts_nobody():
    said = answer([*exams([Leerweg.BB]), word(status=UNKNOWN)])

    assert (said.status, said.source, said.conflict, said.leerwegen) == (UNKNOWN, "school", False, ())


def test_who_does_not_know_does_not_contradict_another_who_does():
    said = answer([*exams([Leerweg.BB]), word(), word(status=UNKNOWN, source="municipality", order=2)])

    assert not said.conflict
    assert said.status == UNKNOWN
