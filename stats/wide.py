"""Calculated figures as a table that can be kept in fixtures/: one line per indicator, area, period and leerweg.

Every profile and category has a column. A cell is "7.84", or "7.84 7.10 8.55" (value and bounds), or "-" for nil,
"." for not collected; empty where the indicator has no such figure.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from .periods import Period

MARKS = {"nil": "-", "not-collected": ".", "withheld": "x"}
REASONS = {mark: reason for reason, mark in MARKS.items()}
LINE = ("indicator_id", "region_id", "period", "leerweg", "source_id")

Line = tuple[str, str, Period, str, str]


def read_wide(path: Path, profiles: Iterable[str], regions: Iterable[str] | None = None) -> Iterator[tuple]:
    """Every figure as (line, profile, category, (value, low, high, reason)); of these regions, or of all."""
    profiles, regions = set(profiles), None if regions is None else set(regions)
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        columns = next(table)[len(LINE) :]
        about = [(name, "") if name in profiles else (None, name) for name in columns]
        for indicator, region, period, leerweg, source, *cells in table:
            if regions is None or region in regions:
                line = (indicator, region, Period.parse(period), leerweg, source)
                for (profile, category), text in zip(about, cells, strict=True):
                    if text:
                        yield line, profile, category, read_cell(text)


def read_cell(text: str) -> tuple:
    if text in REASONS:
        return None, None, None, REASONS[text]
    value, *bounds = map(Decimal, text.split())
    low, high = bounds or (None, None)
    return value, low, high, ""


def write_wide(path: Path, figures: Mapping[tuple[Line, str], tuple], columns: list[str]):
    """`figures` are (value, low, high, reason) by line and column."""
    lines = {}
    for (line, column), figure in figures.items():
        lines.setdefault(line, {})[column] = cell(*figure)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*LINE, *columns])
        for line in sorted(lines):
            table.writerow([*line, *(lines[line].get(column, "") for column in columns)])


def cell(value: Decimal | None, low: Decimal | None, high: Decimal | None, reason: str) -> str:
    return MARKS[reason] if value is None else " ".join(plain(each) for each in (value, low, high) if each is not None)


def plain(value: Decimal) -> str:
    """As short as it can be: "7.8", "12", never "1E+1"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
