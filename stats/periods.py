"""Periods that figures are about: a school year, a calendar year, a day, or a range of calendar years. No database."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2100


class PeriodError(ValueError):
    """A text that is not a period; the message is a whole sentence for whoever wrote it."""


class Kind(StrEnum):
    SCHOOL_YEAR = "school-year"
    YEAR = "year"
    DAY = "day"
    RANGE = "range"


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days, both ends included. Periods sort by their first day and then by their last.

    As text it is "2023/2024" (a school year, from 1 August), "2021" (a calendar year), "2019-10-01" (a day) or
    "2014-2017" (calendar years, both included). The text is how it is stored and how open data shows it.
    """

    start: date
    end: date
    kind: Kind

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period that a text means; PeriodError if it means none. "2023/24" and "2023/'24" are school years."""
        period = read(text.strip())
        if period is None:
            raise PeriodError(
                _("'%(text)s' is geen periode. Verwacht: 2024, 2023/2024, 2014-2017 of 2019-10-01.") % {"text": text}
            )
        return period

    @classmethod
    def school_year(cls, year: int) -> "Period":
        """The school year that begins in this calendar year."""
        return cls(date(year, 8, 1), date(year + 1, 7, 31), Kind.SCHOOL_YEAR)

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31), Kind.YEAR)

    @classmethod
    def day(cls, day: date) -> "Period":
        return cls(day, day, Kind.DAY)

    @classmethod
    def years(cls, first: int, last: int) -> "Period":
        """Calendar years, both included."""
        return cls(date(first, 1, 1), date(last, 12, 31), Kind.RANGE)

    def __str__(self):
        first, last = self.start.year, self.end.year
        return {
            Kind.SCHOOL_YEAR: f"{first}/{last}",
            Kind.YEAR: f"{first}",
            Kind.DAY: self.start.isoformat(),
            Kind.RANGE: f"{first}-{last}",
        }[self.kind]

    @property
    def in_words(self) -> str:
        """As it stands in a Dutch sentence: "schooljaar 2023-2024", "2021", "1 oktober 2019"."""
        years = {"first": self.start.year, "last": self.end.year}
        if self.kind == Kind.SCHOOL_YEAR:
            return _("schooljaar %(first)s-%(last)s") % years
        if self.kind == Kind.RANGE:
            return _("%(first)s tot en met %(last)s") % years
        return date_format(self.start, "j F Y") if self.kind == Kind.DAY else str(self)


@lru_cache(maxsize=1000)
def read(text: str) -> Period | None:
    """Kept, since a table of figures has few periods and many rows."""
    for pattern, made in READERS:
        found = re.fullmatch(pattern, text)
        period = made(*found.groups()) if found else None
        if period and FIRST_YEAR <= period.start.year <= period.end.year <= LAST_YEAR:
            return period
    return None


def read_school_year(first: str, last: str) -> Period | None:
    period = Period.school_year(int(first))
    return period if str(period.end.year).endswith(last) else None


def read_years(first: str, last: str) -> Period | None:
    return Period.years(int(first), int(last)) if first < last else None


def read_day(text: str) -> Period | None:
    try:
        return Period.day(date.fromisoformat(text))
    except ValueError:
        return None


def read_year(text: str) -> Period:
    return Period.year(int(text))


READERS: tuple[tuple[str, Callable[..., Period | None]], ...] = (
    (r"([1-2]\d{3})", read_year),
    (r"([1-2]\d{3})/'?((?:\d{2}){1,2})", read_school_year),
    (r"([1-2]\d{3})-([1-2]\d{3})", read_years),
    (r"([1-2]\d{3}-\d{2}-\d{2})", read_day),
)
