"""The work list of a municipality, and the board of all municipalities that somebody looks after."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Inquiry, Region, Report, reach
from .due import Due, due_in
from .scope import municipalities_of
from .tasks import Sort, Task
from .waiting import waiting_in

FIRST_ROWS = 10
"""A section shows so many rows at once, and the rest when somebody opens it."""

EXPLAINED = {
    Sort.ANSWER: _("Vergelijk het met de website. Pas na uw goedkeuring verandert er iets."),
    Sort.NOW: _("Nooit bevestigd, of langer dan anderhalf jaar geleden."),
    Sort.SOON: _("Langer dan een jaar geleden bevestigd."),
    Sort.CONFLICT: _("Kijk welke bron gelijk heeft en bevestig het."),
    Sort.REPORT: _("Zoek het uit en zet de melding op klaar."),
    Sort.MOVED: _("Klopt het aanbod nog? Vink af wat u hebt nagekeken."),
    Sort.ANNOUNCED: _("Ga na of het doorgaat."),
}


@dataclass(frozen=True)
class Section:
    """The tasks of one sort."""

    sort: Sort
    tasks: list[Task]

    @property
    def explained(self) -> str:
        return EXPLAINED[self.sort]

    @property
    def first(self) -> list[Task]:
        return self.tasks[:FIRST_ROWS]

    @property
    def rest(self) -> list[Task]:
        return self.tasks[FIRST_ROWS:]


@dataclass(frozen=True)
class BoardRow:
    """How one municipality stands."""

    municipality: Region
    locations: int
    counts: Counter

    @property
    def fresh(self) -> int:
        return self.locations - self.counts[Sort.NOW] - self.counts[Sort.SOON]

    @property
    def cells(self) -> list[int]:
        return [self.locations, self.fresh, *(self.counts[sort] for sort in BOARD_SORTS)]

    @property
    def labelled(self) -> list[tuple[str, int]]:
        """The numbers with their headings, for screens that are too narrow for a table."""
        return list(zip(list(COLUMNS.values())[1:], self.cells, strict=True))

    def value(self, column: str):
        """What a column sorts by; "vers" is the share that is confirmed, and without locations nothing is stale."""
        if column == "gemeente":
            return self.municipality.name.casefold()
        if column == "vers":
            return self.fresh / self.locations if self.locations else 2
        return self.cells[list(COLUMNS).index(column) - 1]


BOARD_SORTS = (Sort.NOW, Sort.SOON, Sort.ANSWER, Sort.CONFLICT, Sort.REPORT, Sort.MOVED, Sort.ANNOUNCED)
COLUMNS = {
    "gemeente": _("Gemeente"),
    "locaties": _("Locaties"),
    "vers": _("Bevestigd"),
    "nu": _("Nu"),
    "binnenkort": _("Binnenkort"),
    "antwoorden": _("Antwoorden"),
    "tegenspraak": _("Tegenspraak"),
    "meldingen": _("Meldingen"),
    "register": _("Register"),
    "dit-jaar": _("Dit jaar"),
}
"""The columns of the board, by the word that an address uses for them."""
STALEST_FIRST = "vers"


@dataclass(frozen=True)
class Heading:
    """The head of a column: its order now, and the order that a tap on it asks for."""

    label: str
    order: str
    direction: str = ""
    """What a browser calls the direction, for the column that is sorted by."""


class WorkList:
    """What the start page of the admin shows to somebody who looks after these municipalities."""

    def __init__(self, user, municipalities: list[Region], parameters: QueryDict, today: date | None = None):
        self.user = user
        self.reports = Report.objects.for_user(user)
        self.inquiries = Inquiry.objects.for_user(user)
        self.municipalities = municipalities
        self.parameters = parameters
        self.today = today or timezone.localdate()

    @cached_property
    def municipality(self) -> Region | None:
        """The one that is shown; None for the board."""
        if len(self.municipalities) == 1:
            return self.municipalities[0]
        asked = self.parameters.get("gemeente")
        return next((each for each in self.municipalities if each.code == asked), None)

    @property
    def may_tick(self) -> bool:
        """Whether who looks may also tick off; the address itself asks again."""
        codes = reach(self.user, "schools.change_schoollocation")
        return codes is None or (self.municipality is not None and self.municipality.code in codes)

    @property
    def has_board(self) -> bool:
        return len(self.municipalities) > 1

    @cached_property
    def codes(self) -> list[str]:
        return [each.code for each in ([self.municipality] if self.municipality else self.municipalities)]

    @cached_property
    def due(self) -> Due:
        return due_in(self.codes, self.today)

    @cached_property
    def tasks(self) -> list[Task]:
        waiting = waiting_in(self.codes, self.reports, self.inquiries, self.today)
        confirming = [waiting.told(task) for task in self.due.confirming]
        return [
            *waiting.answers,
            *self.due.conflicts,
            *waiting.reports,
            *confirming,
            *self.due.still_open(),
            *self.due.announced,
        ]

    @property
    def drawn_from(self) -> tuple:
        """All that the work list shows: where nothing of it differs, what was drawn before is shown again."""
        tasks = [(task.sort, task.location.code, task.words, task.address, task.tick) for task in self.tasks]
        return self.due.version, self.today, self.codes, self.has_board, self.may_tick, self.order, tasks

    @cached_property
    def sections(self) -> list[Section]:
        return [Section(sort, [task for task in self.tasks if task.sort == sort]) for sort in Sort]

    @property
    def to_do(self) -> list[Section]:
        return [section for section in self.sections if section.tasks]

    @property
    def locations(self) -> int:
        return len(self.due.locations)

    @cached_property
    def counts(self) -> Counter:
        """By municipality and sort."""
        return Counter((task.location.municipality_id, task.sort) for task in self.tasks)

    @cached_property
    def rows(self) -> list[BoardRow]:
        located = Counter(location.municipality_id for location in self.due.locations)
        rows = [
            BoardRow(each, located[each.code], Counter({sort: self.counts[each.code, sort] for sort in Sort}))
            for each in self.municipalities
        ]
        rows.sort(key=lambda row: row.municipality.name.casefold())
        return sorted(rows, key=lambda row: row.value(self.column), reverse=self.is_descending)

    @property
    def order(self) -> str:
        asked = self.parameters.get("volgorde", "")
        return asked if asked.removeprefix("-") in COLUMNS else STALEST_FIRST

    @property
    def column(self) -> str:
        return self.order.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        return self.order.startswith("-")

    @property
    def is_stalest_first(self) -> bool:
        return self.order == STALEST_FIRST

    @property
    def headings(self) -> list[Heading]:
        return [self.heading(column, label) for column, label in COLUMNS.items()]

    def heading(self, column: str, label: str) -> Heading:
        """Names and shares begin with the least, counts with the most; a second tap turns it around."""
        if column == self.column:
            turned = column if self.is_descending else f"-{column}"
            return Heading(label, turned, "descending" if self.is_descending else "ascending")
        return Heading(label, column if column in ("gemeente", "vers") else f"-{column}")

    @cached_property
    def total(self) -> list[tuple[str, int]]:
        """The last row of the board: the sum of every column with a number."""
        sums = [sum(column) for column in zip(*(row.cells for row in self.rows), strict=True)]
        return list(zip(list(COLUMNS.values())[1:], sums, strict=True))


def work_list_of(user, parameters: QueryDict) -> WorkList | None:
    """The work list of somebody; None for who looks after no municipality."""
    municipalities = municipalities_of(user)
    return WorkList(user, municipalities, parameters) if municipalities else None
