"""Figures as rows of plain values, for the open data: in one fixed order, however many there are."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.db.models import CharField, Count, F, QuerySet
from django.db.models.functions import Cast

from schools.models import DataVersion, Source

from . import filters
from .filters import about
from .models import Indicator, Observation

FIELDS = (
    "indicator",
    "region",
    "period",
    "profile",
    "leerweg",
    "category",
    "origin",
    "value",
    "low",
    "high",
    "unit",
    "reason",
    "status",
    "source",
    "reportTable",
)
"""What is told of a figure, in this order."""
STORED = (
    "indicator_id",
    "region_id",
    "period_text",
    "profile_id",
    "leerweg",
    "category",
    "origin",
    "value",
    "low",
    "high",
    "decimals",
    "reason",
    "status",
    "source_id",
    "report_table",
)
ORDER = (
    "indicator_id",
    "region_id",
    "category",
    F("profile_id").asc(nulls_first=True),
    "leerweg",
    "origin",
    "period_end",
    "pk",
)
"""The order of an index, so that a page of a million figures is found without sorting them."""
BATCH = 2000

Asked = tuple[tuple[str, tuple], ...]


def number_of(asked: Asked) -> int:
    """How many figures fit a question."""
    return sum(number for _indicator, number in numbers_of(asked))


def numbers_of(asked: Asked) -> list[tuple[str, int]]:
    """How many there are of each indicator: counted once per data version, since counting a million takes long."""
    return _numbers_at(DataVersion.current(), asked)


@lru_cache(maxsize=500)
def _numbers_at(version: int, asked: Asked) -> list[tuple[str, int]]:
    found = Observation.objects.filter(about(asked)).order_by("indicator_id")
    return list(found.values_list("indicator_id").annotate(Count("pk")))


def sources_of(indicator: str) -> tuple[Source, ...]:
    """Who the figures of an indicator are from: looked up once per data version."""
    return _sources_at(DataVersion.current(), indicator)


@lru_cache(maxsize=500)
def _sources_at(version: int, indicator: str) -> tuple[Source, ...]:
    used = Observation.objects.of(indicator=indicator).order_by().values("source").distinct()
    return tuple(Source.objects.filter(code__in=used).order_by("code"))


def forget():
    filters.forget()
    _numbers_at.cache_clear()
    _sources_at.cache_clear()


def page_of(asked: Asked, first: int, last: int) -> list[dict]:
    """Figures from the first to before the last. Whole indicators before them are skipped, and others in the index."""
    indicator, before = start_of(asked, first)
    found = Observation.objects.filter(about(asked), indicator__gte=indicator).order_by(*ORDER)
    keys = list(found.values_list("pk", flat=True)[first - before : last - before])
    return list(rows(Observation.objects.filter(pk__in=keys)))


def start_of(asked: Asked, first: int) -> tuple[str, int]:
    """The indicator in which this figure stands, and how many stand before that indicator."""
    before = 0
    for indicator, number in numbers_of(asked):
        if before + number > first:
            return indicator, before
        before += number
    return "", 0


def rows(observations: QuerySet) -> Iterator[dict]:
    """The figures one by one, read as they are asked for."""
    units = dict(Indicator.objects.order_by().values_list("pk", "unit"))
    plain = observations.annotate(period_text=Cast("period", CharField())).order_by(*ORDER).values_list(*STORED)
    for stored in plain.iterator(chunk_size=BATCH):
        yield row(stored, units)


def row(stored: tuple, units: dict[str, str]) -> dict:
    """One figure; what it is not split by and what is not there is None. Numbers bear the decimals they were given."""
    (*cell, origin, value, low, high, decimals, reason, status, source, table) = stored
    numbers = (with_decimals(each, decimals) for each in (value, low, high))
    values = (*cell, origin, *numbers, units[cell[0]], reason, status, source, table)
    return dict(zip(FIELDS, (None if each == "" else each for each in values), strict=True))


def with_decimals(value: Decimal | None, decimals: int) -> Decimal | None:
    return None if value is None else value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def as_json(figures: Iterable[dict]) -> list[dict]:
    return [{name: float(each) if isinstance(each, Decimal) else each for name, each in row.items()} for row in figures]
