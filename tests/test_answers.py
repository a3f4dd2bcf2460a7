"""The rule from statements to answers: named cases, every combination against an oracle, and its properties."""

from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.answers import Profiles, Statement, describe
from schools.models import Kind, Source, Status

pytestmark = pytest.mark.one_database

TEN = ("BWI", "PIE", "MET", "MAT", "MVI", "ZW", "EO", "HBR", "GR", "DP")
PROFILES = Profiles(TEN, routes=("VT", "VO"), tl=("TL-TE", "TL-ZW", "TL-EC", "TL-GR"))
TODAY = date(2026, 2, 15)
"""In school year 2025-2026. The newest exam year of all is 2023-2024."""


def candidates(profile, leerweg, year=2023):
    """At least one exam candidate in the school year that begins in this year."""
    return Statement(profile, leerweg, "duo-exams", Source.Kind.EXAMS, date(year + 1, 7, 31), school_year=year)


def pupils(profile, leerweg, year=2024):
    return Statement(profile, leerweg, "duo-pupils", Source.Kind.PUPILS, date(year, 10, 1), school_year=year)


def confirmation(profile, status="yes", on=date(2026, 2, 3), leerweg="", year=None, by="school", order=0):
    kind = Source.Kind.CONFIRMATION
    return Statement(profile, leerweg, by, kind, on, status=Status(status), effective_year=year, order=order)


def described(*statements, structure="VBO/MAVO", today=TODAY, profiles=PROFILES, newest=2023):
    return describe(statements, profiles, structure=structure, newest_exam_year=newest, today=today)


def answer(profile, *statements, **known):
    return next(each for each in described(*statements, **known).answers if each.profile == profile)


def status(profile, *statements, **known):
    return answer(profile, *statements, **known).status


# What the counts say


def test_a_candidate_in_the_newest_exam_year_means_yes():
    found = answer("PIE", candidates("PIE", "BB"))

    assert (found.status, found.leerwegen, found.source, found.school_year) == ("yes", ("BB",), "duo-exams", 2023)


def test_a_profile_without_candidates_in_both_exam_years_means_no():
    found = answer("MVI", candidates("PIE", "BB", 2023), candidates("PIE", "BB", 2022))

    assert (found.status, found.source, found.school_year) == ("no", "duo-exams", 2023)


def test_one_exam_year_is_enough_for_a_no():
    assert status("MVI", candidates("PIE", "BB")) == "no"


def test_a_profile_that_was_seen_only_in_the_older_year_is_unknown_and_says_when():
    found = answer("MVI", candidates("PIE", "BB", 2023), candidates("MVI", "KB", 2022))

    assert (found.status, found.last_seen, found.school_year, found.unsure) == ("unknown", 2022, 2023, ("KB",))


def test_the_two_newest_years_are_those_in_which_this_location_had_candidates():
    found = answer("MVI", candidates("PIE", "BB", 2023), candidates("MVI", "BB", 2019), candidates("MVI", "BB", 2018))

    assert (found.status, found.last_seen) == ("unknown", 2019)


def test_what_was_seen_before_the_two_newest_years_is_no_longer_an_answer():
    years = [candidates("PIE", "BB", 2023), candidates("PIE", "BB", 2022), candidates("MVI", "BB", 2019)]

    assert status("MVI", *years) == "no"


def test_candidates_of_the_theoretische_leerweg_do_not_make_an_exam_year_for_the_ten():
    found = answer("PIE", candidates("PIE", "BB", 2022), candidates("TL-TE", "TL", 2023))

    assert (found.status, found.school_year) == ("yes", 2022)


def test_pupils_counted_after_the_newest_exam_year_mean_yes():
    found = answer("MVI", candidates("PIE", "BB"), pupils("MVI", "KB", 2024))

    assert (found.status, found.leerwegen, found.source, found.school_year) == ("yes", ("KB",), "duo-pupils", 2024)


def test_pupils_counted_in_or_before_the_newest_exam_year_are_history():
    assert status("MVI", candidates("PIE", "BB"), pupils("MVI", "KB", 2023)) == "no"
    assert status("MVI", candidates("PIE", "BB"), pupils("MVI", "KB", 2019)) == "no"


def test_pupils_say_nothing_about_a_profile_they_are_not_in():
    years = [candidates("PIE", "BB", 2023), candidates("MVI", "BB", 2022)]

    assert status("MVI", *years, pupils("ZW", "BB")) == "unknown"
    assert status("HBR", *years, pupils("ZW", "BB")) == "no"


def test_newer_pupils_in_other_profiles_only_contradict_the_exams():
    assert answer("PIE", candidates("PIE", "BB"), pupils("ZW", "BB")).conflict
    assert not answer("PIE", candidates("PIE", "BB"), pupils("PIE", "BB")).conflict
    assert not answer("HBR", candidates("PIE", "BB"), pupils("ZW", "BB")).conflict


def test_every_leerweg_is_judged_by_the_same_rule():
    counts = [candidates("PIE", "BB", 2023), candidates("PIE", "KB", 2022), pupils("PIE", "GL", 2024)]

    found = answer("PIE", *counts)

    assert (found.status, found.leerwegen, found.unsure) == ("yes", ("BB", "GL"), ("KB",))


def test_leerwegen_are_told_in_their_fixed_order():
    assert answer("PIE", *(candidates("PIE", leerweg) for leerweg in ("GL", "KB", "BB"))).leerwegen == (
        "BB",
        "KB",
        "GL",
    )


# What a confirmation changes


def test_a_confirmation_outweighs_an_older_count():
    found = answer("MVI", candidates("PIE", "BB"), confirmation("MVI"))

    assert (found.status, found.source, found.reference_date, found.school_year) == (
        "yes",
        "school",
        date(2026, 2, 3),
        None,
    )
    assert not found.conflict


def test_a_confirmation_outweighs_the_exams_of_the_school_year_in_which_it_was_given():
    assert status("PIE", candidates("PIE", "BB", 2023), confirmation("PIE", "no", on=date(2023, 8, 1))) == "no"


def test_a_newer_exam_year_outweighs_a_confirmation():
    assert status("PIE", candidates("PIE", "BB", 2023), confirmation("PIE", "no", on=date(2023, 7, 31))) == "yes"


def test_newer_pupils_outweigh_a_confirmation_about_their_profile():
    assert (
        status("PIE", candidates("ZW", "BB"), pupils("PIE", "BB"), confirmation("PIE", "no", on=date(2024, 9, 30)))
        == "yes"
    )
    assert (
        status("PIE", candidates("ZW", "BB"), pupils("PIE", "BB"), confirmation("PIE", "no", on=date(2024, 10, 1)))
        == "no"
    )


def test_newer_pupils_in_other_profiles_leave_a_confirmation_standing():
    counts = [candidates("ZW", "BB"), pupils("ZW", "BB", 2024)]

    assert status("PIE", *counts, confirmation("PIE", on=date(2024, 9, 1))) == "yes"


def test_a_confirmation_does_not_count_before_its_date():
    later = confirmation("MVI", on=date(2026, 3, 1))

    assert status("MVI", candidates("PIE", "BB"), later, today=date(2026, 2, 28)) == "no"
    assert status("MVI", candidates("PIE", "BB"), later, today=date(2026, 3, 1)) == "yes"


def test_the_last_of_two_confirmations_counts():
    first, second = confirmation("PIE", "no", on=date(2025, 1, 1)), confirmation("PIE", on=date(2025, 2, 1))

    assert status("PIE", candidates("ZW", "BB"), second, first) == "yes"


def test_of_two_confirmations_on_one_day_the_last_written_counts():
    first, second = confirmation("PIE", "no", order=1), confirmation("PIE", order=2)

    assert status("PIE", candidates("ZW", "BB"), second, first) == "yes"


def test_a_start_is_announced_until_its_school_year_begins():
    start = confirmation("MVI", "starting", year=2026)

    announced = answer("MVI", candidates("PIE", "BB"), start, today=date(2026, 7, 31))
    begun = answer("MVI", candidates("PIE", "BB"), start, today=date(2026, 8, 1))

    assert (announced.status, announced.effective_year) == ("starting", 2026)
    assert (begun.status, begun.effective_year) == ("yes", None)


def test_a_stop_is_announced_until_its_school_year_begins():
    stop = confirmation("PIE", "stopping", year=2026)

    announced = answer("PIE", candidates("PIE", "BB"), stop, today=date(2026, 7, 31))
    stopped = answer("PIE", candidates("PIE", "BB"), stop, today=date(2026, 8, 1))

    assert (announced.status, announced.effective_year, announced.leerwegen) == ("stopping", 2026, ("BB",))
    assert (stopped.status, stopped.effective_year, stopped.leerwegen) == ("no", None, ())


def test_a_profile_stops_with_its_last_leerweg():
    stops = [
        confirmation("PIE", "stopping", leerweg="BB", year=2027, on=date(2026, 1, 1)),
        confirmation("PIE", "stopping", leerweg="KB", year=2026, on=date(2026, 1, 2)),
    ]

    found = answer("PIE", candidates("ZW", "BB"), *stops)

    assert (found.status, found.effective_year, found.leerwegen) == ("stopping", 2027, ("BB", "KB"))


def test_a_stop_that_has_come_does_not_lend_its_year_to_one_that_is_announced():
    stops = [
        confirmation("PIE", "stopping", leerweg="KB", year=2027, on=date(2025, 1, 1)),
        confirmation("PIE", "stopping", leerweg="BB", year=2025, on=date(2025, 1, 2)),
    ]

    assert answer("PIE", candidates("ZW", "BB"), *stops).effective_year == 2027


def test_an_announcement_far_away_is_no_error():
    assert status("PIE", candidates("ZW", "BB"), confirmation("PIE", "starting", year=32767)) == "starting"
    assert status("PIE", candidates("ZW", "BB"), confirmation("PIE", "starting", year=0)) == "yes"


def test_a_confirmation_of_one_leerweg_leaves_the_others_to_the_count():
    counts = [candidates("PIE", "KB"), candidates("ZW", "BB")]

    found = answer("PIE", *counts, confirmation("PIE", leerweg="BB"))

    assert (found.status, found.leerwegen, found.unsure) == ("yes", ("BB", "KB"), ())


def test_a_confirmation_of_the_whole_leaves_uncounted_leerwegen_open():
    found = answer("PIE", candidates("PIE", "KB"), confirmation("PIE"))

    assert (found.leerwegen, found.unsure) == (("KB",), ("BB", "GL"))


def test_the_theoretische_leerweg_has_no_other_leerwegen_to_leave_open():
    found = answer("TL-TE", candidates("TL-ZW", "TL"), confirmation("TL-TE"))

    assert (found.status, found.leerwegen, found.unsure) == ("yes", ("TL",), ())


def test_a_later_word_on_one_leerweg_corrects_one_on_the_whole():
    whole, later = (
        confirmation("PIE", on=date(2026, 1, 1)),
        confirmation("PIE", "no", leerweg="BB", on=date(2026, 1, 2)),
    )

    found = answer("PIE", candidates("PIE", "BB"), candidates("PIE", "KB"), whole, later)

    assert (found.status, found.leerwegen, found.unsure) == ("yes", ("KB",), ("GL",))


def test_an_answer_that_a_confirmation_does_not_give_keeps_resting_on_the_count():
    found = answer("PIE", candidates("PIE", "KB"), confirmation("PIE", "no", leerweg="BB"))

    assert (found.status, found.leerwegen, found.source, found.school_year) == ("yes", ("KB",), "duo-exams", 2023)


def test_only_an_unknown_answer_says_when_the_profile_was_last_seen():
    counts = [candidates("ZW", "BB", 2023), candidates("PIE", "BB", 2022)]

    assert answer("PIE", *counts).last_seen == 2022
    assert answer("PIE", *counts, confirmation("PIE")).last_seen is None


def test_a_confirmation_that_agrees_with_the_count_is_no_conflict():
    assert not answer("PIE", candidates("PIE", "BB"), confirmation("PIE")).conflict
    assert not answer("MVI", candidates("PIE", "BB"), confirmation("MVI", "no")).conflict
    assert not answer("MVI", candidates("PIE", "BB"), confirmation("MVI", "starting", year=2027)).conflict
    assert not answer("PIE", candidates("PIE", "BB"), confirmation("PIE", "stopping", year=2027)).conflict


def test_a_confirmation_that_settles_an_unknown_is_no_conflict():
    counts = [candidates("ZW", "BB", 2023), candidates("PIE", "BB", 2022)]

    assert not answer("PIE", *counts, confirmation("PIE")).conflict
    assert not answer("PIE", *counts, confirmation("PIE", "no")).conflict


def test_school_and_municipality_that_contradict_each_other_are_a_conflict():
    school = confirmation("PIE", on=date(2026, 1, 1), by="school")
    municipality = confirmation("PIE", "no", on=date(2026, 1, 2), by="municipality")
    agreed = confirmation("PIE", "no", on=date(2026, 1, 3), by="school")

    assert answer("PIE", school, municipality).conflict
    assert not answer("PIE", school, municipality, agreed).conflict


def test_who_says_it_again_after_another_contradicted_it_has_answered_that():
    school = confirmation("PIE", on=date(2026, 1, 1), by="school")
    municipality = confirmation("PIE", "no", on=date(2026, 1, 2), by="municipality")
    again = confirmation("PIE", "no", on=date(2026, 1, 3), by="municipality")
    other = confirmation("PIE", on=date(2026, 1, 4), by="school")

    before = confirmation("PIE", "no", on=date(2025, 12, 31), by="municipality")
    assert answer("PIE", before, school, again).conflict
    assert not answer("PIE", school, municipality, again).conflict
    assert answer("PIE", school, municipality, again, other).conflict


def test_a_confirmation_answers_what_was_counted_before_it_and_a_later_count_contradicts_it():
    exams = candidates("PIE", "BB", 2023)
    said = {day: confirmation("PIE", "no", on=day) for day in (date(2024, 7, 30), date(2024, 7, 31))}

    found = [answer("PIE", exams, each) for each in said.values()]

    assert [(each.status, each.conflict) for each in found] == [("no", True), ("no", False)]


def test_a_confirmation_ends_a_contradiction_between_exams_and_pupils():
    counts = [candidates("PIE", "BB"), pupils("ZW", "BB")]

    assert answer("PIE", *counts).conflict
    assert not answer("PIE", *counts, confirmation("PIE")).conflict
    assert not answer("PIE", *counts, confirmation("PIE", "no")).conflict


# What sort of location it is


def test_a_location_with_candidates_for_basis_kader_or_gemengd_gets_the_ten_answers():
    found = described(candidates("PIE", "GL"), structure="")

    assert found.kind == Kind.BKG
    assert tuple(each.profile for each in found.answers) == TEN


def test_a_location_with_all_leerwegen_gets_its_profiles_of_the_theoretische_leerweg_as_well():
    found = described(candidates("PIE", "GL"), candidates("TL-TE", "TL"))

    assert tuple(each.profile for each in found.answers) == (*TEN, "TL-TE", "TL-ZW", "TL-EC", "TL-GR")


def test_a_location_with_only_the_theoretische_leerweg_gets_no_ten_answers():
    found = described(candidates("TL-TE", "TL"), structure="VBO/MAVO")

    assert found.kind == Kind.TL
    assert [(each.profile, each.status) for each in found.answers][:2] == [("TL-TE", "yes"), ("TL-ZW", "no")]
    assert len(found.answers) == 4


def test_a_location_with_only_havo_or_vwo_is_not_in_the_finder():
    assert described(candidates(None, "HV"), structure="VBO/MAVO/HAVO").kind == Kind.NONE


@pytest.mark.parametrize("structure", ["VBO", "MAVO", "VBO/MAVO/HAVO/VWO", "MAVO/HAVO", "VBO/PRO"])
def test_a_location_without_candidates_but_with_vmbo_is_unknown_for_all_ten(structure):
    found = described(structure=structure)

    assert found.kind == Kind.NOT_KNOWN
    assert [(each.profile, each.status, each.source) for each in found.answers] == [
        (profile, "unknown", None) for profile in TEN
    ]


@pytest.mark.parametrize("structure", ["", "HAVO/VWO", "PRO", "BRUGJAAR", "VWO"])
def test_a_location_without_candidates_and_without_vmbo_is_not_in_the_finder(structure):
    assert described(structure=structure).kind == Kind.NONE


def test_a_confirmed_profile_makes_a_location_one_with_ten_answers():
    found = described(confirmation("PIE"), structure="BRUGJAAR")

    assert found.kind == Kind.BKG
    assert [each.status for each in found.answers] == ["unknown", "yes", *["unknown"] * 8]


def test_a_confirmed_no_does_not_make_a_location_one_with_ten_answers():
    assert described(confirmation("PIE", "no"), structure="VBO").kind == Kind.NOT_KNOWN


def test_a_route_that_exams_do_not_count_apart_is_never_answered_with_no():
    assert "VT" not in [each.profile for each in described(candidates("PIE", "BB")).answers]
    assert status("VT", candidates("PIE", "BB"), pupils("VT", "BB")) == "yes"
    assert status("VT", candidates("PIE", "BB"), confirmation("VT", on=date(2020, 1, 1))) == "yes"


# Every combination, against an oracle that knows nothing of the code

LEERWEGEN = ("BB", "KB", "GL")
NOBODY = None
"""The location had no candidates, or no pupils, at all. An empty string: it had, but none in PIE."""


@dataclass(frozen=True)
class Situation:
    """What is known of PIE at a location: leerwegen seen per count, and what was confirmed."""

    newest: str | None = NOBODY
    older: str | None = NOBODY
    pupils: str | None = NOBODY
    pupils_year: int = 2024
    confirmations: tuple[Statement, ...] = ()

    def statements(self):
        exams = [(candidates, self.newest, 2023), (candidates, self.older, 2022)]
        for count, leerwegen, year in [*exams, (pupils, self.pupils, self.pupils_year)]:
            if leerwegen is not NOBODY:
                yield count("ZW", "BB", year)
                yield from (count("PIE", leerweg, year) for leerweg in leerwegen.split())
        yield from self.confirmations


STRONGEST_FIRST = ("yes", "stopping", "starting", "unknown", "no")


def expected(situation):
    """Status, leerwegen and source that the rule gives for PIE."""
    counted, source = expected_of_counts(situation)
    said = last_words(situation)
    voices = {each for each in said.values() if each}
    by_leerweg = {leerweg: expected_here(said[leerweg], counted[leerweg]) for leerweg in LEERWEGEN}
    found = {*by_leerweg.values(), *(now(each) for each in voices if not each.leerweg)}
    best = next(each for each in STRONGEST_FIRST if each in found)
    offered = ("starting",) if best == "starting" else ("yes", "stopping")
    leerwegen = tuple(leerweg for leerweg, each in by_leerweg.items() if each in offered)
    return best, leerwegen, "school" if best in map(now, voices) else source


def expected_here(voice, counted):
    """A word on the whole says nothing about which leerwegen, unless it is a no or the leerweg was counted."""
    if voice is None:
        return counted
    whole_of_uncounted = not voice.leerweg and now(voice) != "no" and counted != "yes"
    return "not told" if whole_of_uncounted else now(voice)


def last_words(situation):
    said = dict.fromkeys(LEERWEGEN)
    heard = [each for each in situation.confirmations if earliest(situation) <= each.reference_date <= TODAY]
    for each in sorted(heard, key=lambda each: each.reference_date):
        said |= dict.fromkeys([each.leerweg] if each.leerweg else LEERWEGEN, each)
    return said


def expected_of_counts(situation):
    years = [each.split() for each in (situation.newest, situation.older) if each is not NOBODY]
    fresh = (situation.pupils or "").split() if situation.pupils_year > 2023 else []
    before = LEERWEGEN if not years else years[1] if len(years) == 2 else []
    seen = [*fresh, *(years[0] if years else [])]
    source = "duo-pupils" if fresh else "duo-exams" if years else None
    return {
        leerweg: "yes" if leerweg in seen else "unknown" if leerweg in before else "no" for leerweg in LEERWEGEN
    }, source


def earliest(situation):
    """First day from which a confirmation of PIE counts."""
    if situation.pupils and situation.pupils_year > 2023:
        return date(situation.pupils_year, 10, 1)
    if situation.newest is not NOBODY:
        return date(2023, 8, 1)
    return date(2022, 8, 1) if situation.older is not NOBODY else date.min


def now(each):
    began = each.effective_year is not None and date(each.effective_year, 8, 1) <= TODAY
    return {"starting": "yes", "stopping": "no"}[each.status] if began else str(each.status)


WORDS = [("yes", None), ("no", None), *product(("starting", "stopping"), (2025, 2026))]
DAYS = (date(2022, 7, 31), date(2023, 5, 1), date(2024, 3, 1), date(2025, 1, 15), date(2026, 9, 1))
SPOKEN = [
    confirmation("PIE", word, on=day, leerweg=leerweg, year=year)
    for (word, year), leerweg, day in product(WORDS, ("", "BB", "GL"), DAYS)
]
SEEN = (NOBODY, "", "BB", "KB GL")


def answers_to(situation):
    found = described(*situation.statements(), structure="VBO", profiles=Profiles(("PIE", "ZW")))
    of_pie = found.answers[0]
    return str(of_pie.status), of_pie.leerwegen, of_pie.source


def wrong_answers(situations):
    return [each for each in situations if answers_to(each) != expected(each)][:3]


@pytest.mark.parametrize("newest", SEEN)
def test_every_combination_of_counts_and_a_confirmation_gives_what_the_oracle_says(newest):
    situations = [
        Situation(newest, older, in_pupils, year, tuple(filter(None, [spoken])))
        for older, in_pupils, year, spoken in product(SEEN, SEEN, (2023, 2024), [None, *SPOKEN])
    ]

    assert wrong_answers(situations) == []


@pytest.mark.parametrize("counts", [{}, {"newest": "KB GL"}, {"newest": "", "older": "BB", "pupils": "GL"}])
def test_every_pair_of_confirmations_gives_what_the_oracle_says(counts):
    pairs = [pair for pair in product(SPOKEN, SPOKEN) if pair[0].reference_date < pair[1].reference_date]
    situations = [Situation(**counts, confirmations=pair) for pair in pairs]

    assert wrong_answers(situations) == []


# What holds whatever was said

DATES = st.dates(date(2018, 1, 1), date(2028, 12, 31))
YEARS = st.integers(2018, 2027)
BKG_PAIRS = st.tuples(st.sampled_from([*TEN, "VT", "VO"]), st.sampled_from(LEERWEGEN))
PAIRS = BKG_PAIRS | st.tuples(st.sampled_from(PROFILES.tl), st.just("TL"))
EXAMS = st.builds(lambda pair, year: candidates(*pair, year), PAIRS, YEARS)
HAVO = st.builds(lambda year: candidates(None, "HV", year), YEARS)
PUPILS = st.builds(lambda pair, year: pupils(*pair, year), PAIRS, YEARS)


@st.composite
def confirmations(draw, profiles=TEN):
    status = draw(st.sampled_from(["yes", "no", "starting", "stopping"]))
    year = draw(YEARS) if status in ("starting", "stopping") else None
    leerweg = draw(st.sampled_from(["", *LEERWEGEN]))
    by = draw(st.sampled_from(["school", "municipality"]))
    order = draw(st.integers(0, 10**9))
    return confirmation(draw(st.sampled_from(profiles)), status, draw(DATES), leerweg, year, by, order)


STATEMENTS = st.lists(EXAMS | HAVO | PUPILS | confirmations(), max_size=25, unique_by=lambda each: each.order or each)
WORLDS = st.fixed_dictionaries(
    {
        "structure": st.sampled_from(["", "VBO", "MAVO", "VBO/MAVO/HAVO", "HAVO/VWO", "PRO", "BRUGJAAR"]),
        "today": DATES,
        "newest": st.none() | YEARS,
    }
)


@given(STATEMENTS, WORLDS, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_statements_does_not_matter(statements, world, chance):
    shuffled = chance.sample(statements, len(statements))

    assert described(*shuffled, **world) == described(*statements, **world)


@given(STATEMENTS, confirmations(profiles=["PIE"]), WORLDS)
@settings(max_examples=150, deadline=None)
def test_a_confirmation_for_one_profile_does_not_change_another(statements, extra, world):
    before = {each.profile: each for each in described(*statements, **world).answers}
    after = {each.profile: each for each in described(*statements, extra, **world).answers}

    both = before.keys() & after.keys() - {"PIE"}
    assert {profile: after[profile] for profile in both} == {profile: before[profile] for profile in both}


@given(STATEMENTS, WORLDS)
@settings(max_examples=150, deadline=None)
def test_locations_that_get_the_ten_always_get_all_ten_in_order(statements, world):
    found = described(*statements, **world)
    profiles = tuple(each.profile for each in found.answers)

    if found.kind == Kind.BKG:
        assert profiles[:10] == TEN
    else:
        assert profiles == {Kind.NOT_KNOWN: TEN, Kind.TL: PROFILES.tl, Kind.NONE: ()}[found.kind]


@given(STATEMENTS, WORLDS)
@settings(max_examples=150, deadline=None)
def test_no_is_never_said_without_an_exam_year_or_a_confirmation(statements, world):
    sources = {"duo-exams", "school", "municipality"}

    for each in described(*statements, **world).answers:
        if each.status == Status.NO:
            assert each.source in sources
            assert each.leerwegen == () and each.unsure == ()


@given(STATEMENTS, WORLDS)
@settings(max_examples=150, deadline=None)
def test_an_answer_says_no_more_than_its_source_and_words_allow(statements, world):
    for each in described(*statements, **world).answers:
        assert not set(each.leerwegen) & set(each.unsure)
        assert (each.effective_year is not None) == (each.status in (Status.STARTING, Status.STOPPING))
        assert each.last_seen is None or each.status == Status.UNKNOWN
        assert each.last_seen is None or each.last_seen < each.school_year
        assert each.status in (Status.UNKNOWN, Status.NO) or each.source is not None
        assert each.status != Status.UNKNOWN or each.leerwegen == ()
