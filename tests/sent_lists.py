"""The lists that staff can send in, each by its name: how it is downloaded, read, applied, and what is stored then.

All of them alike, so that a test can send any list. A new list is one line in `sent_lists`.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from careers.importers import LISTS
from portal.importing import Dressing, table_file
from schools.desk.offer_list import offer_list
from schools.exchange import Exchange, Kind, RefusedRowsError, Text, apply_upload, preview_of
from schools.models import Source, Upload
from stats.importers import LAYOUTS, Options, compare_file, import_figures
from stats.importers import RefusedRowsError as RefusedFiguresError
from stats.importers.examples import row_of
from stats.importers.long_format import FIGURES
from stats.importers.records import KEYS, VALUES
from stats.models import Observation

from .exchanged import stored_rows_of
from .judging import without_guard

ROWS = 10
"""How many rows there are in a file that is to be damaged."""
SOURCE = "duo-travel"
"""Of which the figures may be changed; those of the report may not."""
EDITS = {
    "occupations": {"Waar je werkt": "Op kantoor of thuis.", "Passende profielen": "EO BWI"},
    "courses": {"Naam": "Een andere naam", "Niveau": "4"},
    "pay": {"Bedrag": "17,5", "Tonen op de website": "nee"},
    "prospects": {"Gebied": "Zuid-Holland", "Jaar van de bron": "2025"},
    "offer": {"Antwoord": "ja", "Leerwegen": "basis, kader", "Notitie": "Gebeld met mevrouw De Boer"},
    "cijfers": {"waarde": "12,5", "reden": ""},
}
"""What a colleague changed in every third row before the file was damaged."""


@dataclass(frozen=True)
class ReadRow:
    """What the site says of one row: its number and cells by title, what is wrong, and what it would be stored as."""

    number: int
    kind: str
    cells: Mapping[str, str]
    faults: tuple[tuple[str, str, str], ...] = ()
    """Column, value and what was expected of each value that is refused."""
    stored: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return self.kind == Kind.REFUSED


def sound_rows(sent) -> list[list[str]]:
    """A download of a few rows from all over the list, of which a colleague changed every third."""
    stored = sent.stored()
    few = stored[:: max(1, len(stored) // ROWS)][:ROWS]
    edited = [{**row, **(EDITS[sent.name] if place % 3 == 1 else {})} for place, row in enumerate(few)]
    return [sent.titles, *(list(row.values()) for row in edited)]


def as_texts(titles: list[str], rows: Iterable[Iterable[Any]]) -> list[dict[str, str]]:
    """Rows of values as people see them in a download."""
    text = table_file("csv", titles, rows).decode("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    return [{title: without_guard(cell) for title, cell in line.items()} for line in lines]


@dataclass(frozen=True)
class SentExchange:
    """A list that is described as an Exchange."""

    exchange: Exchange
    author: Any = None
    once = frozenset()
    """The columns of what is said once, and is in no download."""
    refused_rows = RefusedRowsError

    @property
    def name(self) -> str:
        return self.exchange.name

    @cached_property
    def titles(self) -> list[str]:
        return self.exchange.titles

    @cached_property
    def keys(self) -> list[str]:
        return [str(column.title) for column in self.exchange.keys]

    @cached_property
    def prose(self) -> set[str]:
        """The columns of which every sign counts."""
        return {str(column.title) for column in self.exchange.in_file if type(column.words) is Text}

    @cached_property
    def unread(self) -> set[str]:
        """The columns that are not stored: they only tell something."""
        beside = [*self.exchange.beside, *filter(None, [self.exchange.version])]
        return {str(column.title) for column in beside}

    @property
    def dressing(self) -> Dressing:
        return self.exchange.dressing

    def wanted(self, row: ReadRow) -> dict[str, str]:
        """What a row asks for, beside what stands in it."""
        return {}

    def stored(self) -> list[dict[str, str]]:
        return as_texts(self.titles, stored_rows_of(self.exchange.fresh()))

    def read(self, content: bytes, name: str) -> list[ReadRow]:
        preview = preview_of(self.exchange, content, name)
        return [self.read_row(preview, line) for line in preview.lines]

    def read_row(self, preview, line) -> ReadRow:
        cells = {preview.table.titles[ours]: text for ours, text in line.row.values.items()}
        faults = tuple((str(each.column), each.value, each.expected) for each in line.faults)
        return ReadRow(line.number, line.kind, cells, faults, {} if line.faults else self.as_stored(preview, line))

    def as_stored(self, preview, line) -> dict[str, str]:
        difference = preview.difference
        values = difference.created.get(line.key) or difference.changed.get(line.key) or difference.stored[line.key][1]
        [row] = as_texts(self.titles, [preview.exchange.cells(line.key, values)])
        return row

    def problems(self, content: bytes) -> list[str]:
        """What is said of the rows that are refused."""
        return preview_of(self.exchange, content, "lijst").problems()

    def apply(self, content: bytes, name: str, skip_refused: bool = True):
        said = {"source": getattr(self.exchange, "source", None), "reference_date": getattr(self.exchange, "day", None)}
        upload = Upload.objects.keep(self.name, name, content, self.author, **said)
        seen = preview_of(self.exchange, content, name).fingerprint
        apply_upload(self.exchange, upload, seen, skip_refused)


DOWNLOADED = {"yes": "ja", "no": "nee", "starting": "start", "stopping": "stopt", "unknown": "weten we niet"}
LEERWEGEN = {"BB": "basis", "KB": "kader", "GL": "gemengd"}


@dataclass(frozen=True)
class SentOffer(SentExchange):
    """The list of the offer: an empty cell asks for what was there, and who repeats the download asks for nothing."""

    once = frozenset({"Notitie"})

    @cached_property
    def before(self) -> dict[tuple, tuple]:
        return {tuple(row[each].lower() for each in self.keys): answer_in(row) for row in self.stored()}

    def wanted(self, row: ReadRow) -> dict[str, str]:
        shown = self.before[tuple(row.cells[each].lower() for each in self.keys)]
        seen = downloaded(row.cells["Gedownload antwoord"]) or shown
        asked, anew = filled(row.cells, seen), filled(row.cells, shown)
        wanted = shown if seen == asked or anew == shown else asked
        answer, leerwegen, year = wanted
        note = {} if row.kind == Kind.CHANGED else {"Notitie": ""}
        return {"Antwoord": answer, "Leerwegen": " ".join(leerwegen), "Schooljaar": year, **note}


def answer_in(row: Mapping[str, str]) -> tuple[str, tuple[str, ...], str]:
    """Answer, leerwegen and the year in which a school year begins; without those that do not belong to the answer."""
    answer = row["Antwoord"].lower()
    words = [each for each in re.findall(r"\w+", row["Leerwegen"].lower()) if each in LEERWEGEN.values()]
    leerwegen = tuple(sorted(words)) if answer in ("ja", "start", "stopt") else ()
    return answer, leerwegen, row["Schooljaar"][:4] if answer in ("start", "stopt") else ""


def downloaded(text: str) -> tuple | None:
    """The same of how the file remembers it: "starting 2027 BB KB"."""
    status, *others = text.split() or [""]
    if status not in DOWNLOADED:
        return None
    year = next((each for each in others if each.isdecimal()), "")
    words = " ".join(LEERWEGEN.get(each, "") for each in others)
    return answer_in({"Antwoord": DOWNLOADED[status], "Leerwegen": words, "Schooljaar": year})


def filled(cells: Mapping[str, str], before: tuple) -> tuple:
    """What the cells ask for; empty ones ask for what was before, where the answer is the same."""
    answer, leerwegen, year = before
    if cells["Antwoord"].lower() not in ("", answer):
        return answer_in(cells)
    kept = {"Antwoord": answer, "Leerwegen": " ".join(leerwegen), "Schooljaar": year}
    return answer_in({**kept, **{title: cells[title] for title in kept if cells[title]}})


@dataclass(frozen=True)
class SentFigures:
    """Files with figures of one layout."""

    name: str = "cijfers"
    dressing = Dressing()
    keys = ("indicator", "gebied", "periode", "profiel", "leerweg", "categorie", "bron")
    prose = frozenset({"tabel"})
    unread = once = frozenset()
    refused_rows = RefusedFiguresError

    def wanted(self, row: ReadRow) -> dict[str, str]:
        """Who says nothing of it gives a final figure."""
        return {} if row.cells["status"] else {"status": "definitief"}

    @property
    def titles(self) -> list[str]:
        return [names[0] for names in FIGURES.required.values()]

    def stored(self) -> list[dict[str, str]]:
        """Those that were there to start with, and what came of them: of this source the site has no others."""
        figures = Observation.objects.published().filter(source=SOURCE).order_by("pk")
        return as_texts(self.titles, map(row_of, figures))

    def read(self, content: bytes, name: str) -> list[ReadRow]:
        comparison = compare_file(content, name, LAYOUTS[self.name], Options())
        return [self.read_row(line) for line in comparison.lines()]

    def read_row(self, line) -> ReadRow:
        return ReadRow(
            line.number,
            line.kind,
            line.cells,
            (line.fault,) if line.fault else (),
            {} if line.fault else self.as_stored(line.key, line.values),
        )

    def as_stored(self, key: tuple, values: tuple) -> dict[str, str]:
        figure = Observation(**dict(zip((*KEYS, *VALUES), (*key, *values), strict=True)))
        [row] = as_texts(self.titles, [row_of(figure)])
        return row

    def problems(self, content: bytes) -> list[str]:
        return compare_file(content, "lijst", LAYOUTS[self.name], Options()).problems

    def apply(self, content: bytes, name: str, skip_refused: bool = True):
        seen = compare_file(content, name, LAYOUTS[self.name], Options()).fingerprint
        import_figures(content, name, LAYOUTS[self.name], Options(seen=seen, skip_refused=skip_refused))


def figures_to_start_with() -> bytes:
    """A file with figures of the report, as if another source had published them."""
    titles = SentFigures().titles
    figures = Observation.objects.published().filter(profile__isnull=False).order_by("pk")[: 3 * ROWS]
    rows = [{**row, "bron": SOURCE} for row in as_texts(titles, map(row_of, figures))]
    return table_file("csv", titles, (row.values() for row in rows))


def sent_lists(author, day: date) -> dict[str, SentExchange | SentFigures]:
    """All lists by name, as they are for this colleague; what is said of the offer is said on `day`."""
    offer = offer_list(author, Source.objects.get(pk="municipality"), day)
    every = [*(SentExchange(each, author) for each in LISTS), SentOffer(offer, author), SentFigures()]
    return {each.name: each for each in every}
