"""How it goes with a target, by hand: small targets of which everybody can see what the answer must be."""

from datetime import date
from decimal import Decimal

import pytest

from stats.periods import Period
from stats.targets.states import Path, Point, State, next_year, state_of

pytestmark = pytest.mark.one_database


def figure(period, value, low=None, high=None):
    bounds = (None, None) if low is None else (Decimal(low), Decimal(high))
    return Point(Period.parse(period), Decimal(value), *bounds)


def path(values, baseline=("2020", "10"), higher=True):
    return Path({year: Decimal(value) for year, value in values.items()}, baseline and figure(*baseline), higher=higher)


def state(target, *newest):
    return state_of(target, figure(*newest))


TO_TWENTY = path({2030: 20})


def test_without_a_figure_after_the_baseline_there_is_nothing_new():
    assert state_of(TO_TWENTY, None) == State.NOTHING_NEW
    assert state(TO_TWENTY, "2020", 30) == State.NOTHING_NEW
    assert state(TO_TWENTY, "2018/2019", 30) == State.NOTHING_NEW


def test_a_figure_is_held_against_the_straight_line_to_the_target():
    assert state(TO_TWENTY, "2025", 15) == State.ON_COURSE
    assert state(TO_TWENTY, "2025", "14.9") == State.BEHIND


def test_a_school_year_belongs_to_the_year_in_which_it_ends():
    assert state(TO_TWENTY, "2023/2024", 14) == State.ON_COURSE
    assert state(TO_TWENTY, "2023/2024", "13.9") == State.BEHIND


def test_the_line_bends_at_every_year_that_has_a_value():
    stepped = path({2022: 11, 2030: 19})

    assert stepped.at(2021) == Decimal("10.5")
    assert stepped.at(2026) == 15
    assert stepped.at(2040) == 19


def test_a_target_is_reached_as_soon_as_a_figure_is_as_good_as_its_last_year():
    assert state(TO_TWENTY, "2022", 20) == State.REACHED
    assert state(path({2022: 30, 2030: 20}), "2021", 20) == State.REACHED


def test_after_the_last_year_what_was_not_reached_is_behind():
    assert state(TO_TWENTY, "2035", "19.9") == State.BEHIND


def test_lower_can_be_better():
    fewer = path({2030: 5}, higher=False)

    assert state(fewer, "2025", "7.5") == State.ON_COURSE
    assert state(fewer, "2025", "7.6") == State.BEHIND
    assert state(fewer, "2025", 5) == State.REACHED


@pytest.mark.parametrize(("last", "good", "bad"), [(20, 16, 14), (4, 6, 8)])
def test_where_neither_is_better_the_target_itself_says_which_way(last, good, bad):
    either = path({2030: last}, higher=None)

    assert state(either, "2025", good) == State.ON_COURSE
    assert state(either, "2025", bad) == State.BEHIND


def test_bounds_that_lead_to_two_words_leave_it_open():
    assert state(TO_TWENTY, "2025", 15, 14, 16) == State.NOT_SURE
    assert state(TO_TWENTY, "2025", 16, 15, 17) == State.ON_COURSE
    assert state(TO_TWENTY, "2025", 13, 12, 14) == State.BEHIND
    assert state(TO_TWENTY, "2025", 20, 19, 21) == State.NOT_SURE


def test_without_a_baseline_figures_count_from_the_first_year_on():
    bare = path({2024: 12, 2030: 18}, baseline=None)

    assert state(bare, "2023", 30) == State.NOTHING_NEW
    assert state(bare, "2024", 12) == State.ON_COURSE
    assert state(bare, "2027", "14.9") == State.BEHIND


def test_the_next_year_is_the_first_that_is_not_over():
    values = {2024: 1, 2028: 2, 2030: 3}

    assert next_year(values, date(2026, 11, 27)) == 2028
    assert next_year(values, date(2028, 12, 31)) == 2028
    assert next_year(values, date(2035, 1, 1)) == 2030
