"""Periods: read from a text, said in Dutch, and put in order of time."""

import pytest

from stats.periods import Kind, Period, PeriodError

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "words"),
    [
        ("2021", Kind.YEAR, "2021-01-01", "2021-12-31", "2021"),
        ("2023/2024", Kind.SCHOOL_YEAR, "2023-08-01", "2024-07-31", "schooljaar 2023-2024"),
        ("2014-2017", Kind.RANGE, "2014-01-01", "2017-12-31", "2014 tot en met 2017"),
        ("2018-2019", Kind.RANGE, "2018-01-01", "2019-12-31", "2018 tot en met 2019"),
        ("2019-10-01", Kind.DAY, "2019-10-01", "2019-10-01", "1 oktober 2019"),
    ],
)
def test_a_period_is_read_from_its_text_and_written_back(text, kind, first, last, words):
    period = Period.parse(text)

    assert (period.kind, period.start.isoformat(), period.end.isoformat()) == (kind, first, last)
    assert (str(period), period.in_words) == (text, words)


@pytest.mark.parametrize("text", ["2023/24", "2023/'24", " 2023/2024 "])
def test_a_school_year_may_be_written_shorter(text):
    assert Period.parse(text) == Period.school_year(2023)


@pytest.mark.parametrize(
    "text", ["", "23", "2023/2025", "2023/23", "2017-2014", "2014-2014", "2019-13-01", "1 oktober", "2019-10", "1023"]
)
def test_a_text_that_is_no_period_is_refused_with_what_was_expected(text):
    with pytest.raises(PeriodError, match=r"is geen periode. Verwacht: 2024, 2023/2024"):
        Period.parse(text)


def test_periods_sort_by_their_first_day_and_then_by_their_last():
    texts = ["2014-2017", "2014", "2019", "2019/2020", "2019-10-01", "2020"]

    assert [str(period) for period in sorted(map(Period.parse, texts))] == [
        "2014",
        "2014-2017",
        "2019",
        "2019/2020",
        "2019-10-01",
        "2020",
    ]
