"""What a file would change, figure by figure: compared in pieces with only those figures that it is about.

The outcome lies on disk, so that half a million rows need no more memory than a few thousand.
"""

import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.importing import Difference, RowError, TableError, stored_rows
from schools.exchange import Kind

from ..fixtures import REPORT
from ..models import Observation
from .records import KEYS, VALUES, FigureRecord, Reading

BATCH = 2000
MOST_PROBLEMS = 1000
"""More are counted but not kept."""

Stored = dict[tuple, tuple[int, tuple]]


@dataclass(frozen=True)
class Line:
    """One figure of a file and what becomes of it; a refused row has no key. `stored` is its primary key and values."""

    number: int
    kind: str
    cells: dict[str, str]
    key: tuple = ()
    values: tuple = ()
    stored: tuple | None = None
    fault: tuple[str, str, str] = ()


@dataclass
class Comparison:
    """All lines of a file, on disk, and how many there are of each kind."""

    spool: IO[bytes] = field(default_factory=TemporaryFile)
    counts: Counter = field(default_factory=Counter)
    rows_read: int = 0
    problems: list[str] = field(default_factory=list)
    last_day: object = None
    _hash: object = field(default_factory=sha256)

    def add(self, lines: list[Line]):
        pickle.dump(lines, self.spool)
        for line in lines:
            self.counts[line.kind] += 1
            if line.kind != Kind.SAME:
                self._hash.update(repr((line.number, line.kind, line.key, line.values, line.stored)).encode())
            if line.fault and len(self.problems) < MOST_PROBLEMS:
                self.problems.append(_("rij %(row)s: %(problem)s") % {"row": line.number, "problem": in_words(line)})
            elif line.key:
                day = line.key[KEYS.index("period")].end
                self.last_day = max(day, self.last_day or day)

    @property
    def fingerprint(self) -> str:
        """The same for the same changes of the same stored values: whoever saw one saw the other."""
        return self._hash.hexdigest()

    def __bool__(self):
        return bool(self.counts[Kind.NEW] or self.counts[Kind.CHANGED])

    def batches(self) -> Iterator[list[Line]]:
        self.spool.seek(0)
        while True:
            try:
                yield pickle.load(self.spool)  # noqa: S301 - our own lines, in a file without a name
            except EOFError:
                return

    def lines(self, kinds: Iterable[str] = ()) -> Iterator[Line]:
        wanted = set(kinds)
        return (line for batch in self.batches() for line in batch if not wanted or line.kind in wanted)

    def differences(self) -> Iterator[Difference]:
        """What has to be written, batch by batch. Nothing is removed: a figure that a file lacks stays."""
        for batch in self.batches():
            yield Difference(
                {line.key: line.values for line in batch if line.kind == Kind.NEW},
                {line.key: line.values for line in batch if line.kind == Kind.CHANGED},
                frozenset(),
                0,
                {line.key: line.stored for line in batch if line.stored},
            )


def in_words(line: Line) -> str:
    return str(RowError(*line.fault))


def compare_all(readings: Iterable[Reading], progress: Callable[[int], None] = lambda done: None) -> Comparison:
    """Read a file to its end and compare all of it. TableError when most of its rows cannot be used."""
    comparison, seen, rest = Comparison(), set(), iter(readings)
    while batch := list(islice(rest, BATCH)):
        comparison.add(list(lines_of(batch, seen)))
        comparison.rows_read += sum(reading.number > 0 for reading in batch)
        progress(comparison.rows_read)
    check(comparison)
    return comparison


def check(comparison: Comparison):
    refused = comparison.counts[Kind.REFUSED]
    if not comparison.counts:
        raise TableError(_("In dit bestand staan geen cijfers die wij kennen, dus er is niets gewijzigd."))
    if 2 * refused > comparison.rows_read:
        raise TableError(
            _("Er is niets gewijzigd: %(bad)s van de %(all)s rijen zijn niet te gebruiken; de eerste is %(first)s.")
            % {"all": comparison.rows_read, "bad": refused, "first": comparison.problems[0]}
        )


def lines_of(batch: list[Reading], seen: set[int]) -> Iterator[Line]:
    """The lines of these rows. `seen` holds the hashes of all keys before them: eight bytes for a row."""
    stored = stored_of([record for reading in batch for record in reading.records])
    for reading in batch:
        if reading.fault:
            yield refused(reading, reading.fault)
        for record in reading.records:
            yield line_of(reading, record, stored, seen)


def line_of(reading: Reading, record: FigureRecord, stored: Stored, seen: set[int]) -> Line:
    key, values = record.key, record.values
    if hash(key) in seen:
        expected = _("een cijfer dat niet al eerder in het bestand staat")
        return refused(reading, RowError(_("de hele rij"), named(key), expected))
    seen.add(hash(key))
    before = stored.get(key)
    kind = Kind.NEW if before is None else Kind.SAME if before[1] == values else Kind.CHANGED
    if kind != Kind.SAME and record.source == REPORT and record.origin == Observation.Origin.PUBLISHED:
        expected = _("een andere bron: de cijfers van het rapport staan vast. Geef nieuwe cijfers een eigen bron")
        return refused(reading, RowError(_("bron"), record.source, expected))
    return Line(reading.number, str(kind), dict(reading.cells), key, values, before)


def refused(reading: Reading, fault: RowError) -> Line:
    cells = {title: str(cell) for title, cell in reading.cells.items()}
    return Line(reading.number, str(Kind.REFUSED), cells, fault=(fault.column, str(fault.value), fault.expected))


def named(key: tuple) -> str:
    return " ".join(str(part) for part in key if part)


def stored_of(records: Iterable[FigureRecord]) -> Stored:
    """Those stored figures that the records are about, looked up by indicator; others are passed by."""
    groups = defaultdict(list)
    for record in records:
        groups[record.indicator].append(record)
    return {key: row for indicator, group in groups.items() for key, row in of_indicator(indicator, group).items()}


def of_indicator(indicator: str, records: list[FigureRecord]) -> Stored:
    wanted = {record.key for record in records}
    found = Observation.objects.filter(about(records), indicator=indicator)
    return {key: row for key, row in stored_rows(found, KEYS, VALUES).items() if key in wanted}


def about(records: list[FigureRecord]) -> Q:
    """A little wider than the records are: every region with every category of theirs."""
    profiles = {record.profile for record in records}
    with_profile = Q(profile__in=profiles - {None})
    return Q(
        with_profile | Q(profile=None) if None in profiles else with_profile,
        region__in={record.region for record in records},
        category__in={record.category for record in records},
        leerweg__in={record.leerweg for record in records},
        origin__in={record.origin for record in records},
        period_end__in={record.period.end for record in records},
        source__in={record.source for record in records},
    )
