"""Tables of CBS StatLine: how it writes regions and periods, and from counts of students to shares.

Two ways of saving are read, into the same facts: the CSV in the layout of the screen, and the JSON of the data portal.
A table is known by its number or its title. To read another one, describe it in TABLES.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.importing import RowError
from schools.spelling import plain

from ..models import Observation
from ..periods import Period, PeriodError
from .cells import region_of
from .records import FigureRecord, Given, Known, Reading

REGION, PERIOD, TOPIC = "regio", "perioden", "onderwerp"
SAME = {
    **dict.fromkeys(("regio", "regio s", "regios", "regiokenmerken"), REGION),
    **dict.fromkeys(("perioden", "periode"), PERIOD),
    **dict.fromkeys(("onderwerp", "onderwerpen"), TOPIC),
}
"""What StatLine calls the dimensions that every regional table has."""
CODED_PERIOD = re.compile(r"([0-9]{4})(JJ|SJ)00")
OTHER_AREA = re.compile(r"(?!(NL|PV|CR|GM)[0-9])[A-Z]{2}[0-9]{2,4}|.* \((?!PV|CR)[A-Z]{2,}\)")
"""Landsdelen and the like, which StatLine offers beside ours: "LD01", "West-Nederland (LD)"."""
PROVISIONAL = re.compile(r"\*{1,2}$")
MISSING = {
    **dict.fromkeys((".", "x"), Observation.Reason.WITHHELD),
    "-": Observation.Reason.NIL,
    "": Observation.Reason.NOT_COLLECTED,
}
"""StatLine's signs: not known or secret, nil, and a blank where no figure can be."""


@dataclass(frozen=True)
class StatLineTable:
    """One table. Dimensions: their names in plain spelling, to what its values stand for; "" is the total.

    A row with another value in one of them, or no total in any further dimension, is not for us.
    """

    number: str
    title: str
    source: str
    measure: str
    """A word in the name of the number that we use; a file may hold others beside it."""
    dimensions: Mapping[str, Mapping[str, str]]
    totals: frozenset[str] = frozenset(("totaal", "totaal mannen en vrouwen", "t001038"))


DIRECTIONS = {
    **dict.fromkeys(("totaal", "totaal studierichting", "totaal studierichtingen"), ""),
    **dict.fromkeys(("techniek industrie en bouwkunde", "07 techniek industrie en bouwkunde"), "techniek"),
    **dict.fromkeys(("informatica", "06 informatica"), "informatica"),
    **dict.fromkeys(
        ("wiskunde natuurwetenschappen", "05 wiskunde natuurwetenschappen", "wiskunde en natuurwetenschappen"),
        "wiskunde-natuur",
    ),
}
WAYS = {
    **dict.fromkeys(("totaal", "totaal leerweg", "totaal leerwegen", "totaal mbo"), ""),
    **dict.fromkeys(("bol", "beroepsopleidende leerweg bol", "beroepsopleidende leerweg"), "bol"),
    **dict.fromkeys(("bbl", "beroepsbegeleidende leerweg bbl", "beroepsbegeleidende leerweg"), "bbl"),
}
TABLES = (
    StatLineTable(
        "85353NED",
        "mbo studenten niveau leerweg studierichting regiokenmerken",
        "cbs-mbo",
        "student",
        {"studierichting": DIRECTIONS, "leerweg": WAYS},
    ),
)
TOTAL = "totaal"
"""The part of a category that stands for all directions or leerwegen together."""


@dataclass(frozen=True)
class Fact:
    """One number of a table, or StatLine's sign in its place, with its value in every dimension."""

    number: int
    dimensions: Mapping[str, str]
    text: str
    column: str


@dataclass
class Counts:
    """Students by region and period, and then by (direction, leerweg)."""

    found: dict = field(default_factory=lambda: defaultdict(dict))

    def add(self, fact: Fact, table: StatLineTable, known: Known):
        parts = {name: part_of(fact, name, meanings) for name, meanings in table.dimensions.items()}
        if None in parts.values() or not is_total(fact, table) or OTHER_AREA.fullmatch(fact.dimensions[REGION].strip()):
            return
        region = statline_region(fact.dimensions[REGION], known)
        period, status = statline_period(fact.dimensions[PERIOD])
        count = count_of(fact)
        self.found[region, period, status][parts["studierichting"], parts["leerweg"]] = (fact, count)


def table_of(title: str) -> StatLineTable | None:
    """The table of which this is the title, or an address with its number."""
    return next((each for each in TABLES if each.number in title or plain(title).startswith(each.title)), None)


def dimension(name: str) -> str:
    return SAME.get(plain(name), plain(name))


def part_of(fact: Fact, name: str, meanings: Mapping[str, str]) -> str | None:
    return meanings.get(plain(fact.dimensions.get(name, "totaal")))


def is_total(fact: Fact, table: StatLineTable) -> bool:
    """Whether it is the number we use, about everybody in the dimensions that we do not use."""
    ours = {REGION, PERIOD, TOPIC, *table.dimensions}
    if table.measure not in plain(fact.dimensions.get(TOPIC, table.measure)):
        return False
    return all(is_everybody(value, table) for name, value in fact.dimensions.items() if name not in ours)


def is_everybody(value: str, table: StatLineTable) -> bool:
    return plain(value) in table.totals or plain(value).startswith("totaal")


def statline_region(text: str, known: Known) -> str:
    """By code ("PV28  ") or by name as StatLine writes it: "Zuid-Holland (PV)"."""
    return region_of(text.strip(), known, REGION)


def statline_period(text: str) -> tuple[Period, str]:
    """A period and its status: "2023JJ00", "2023SJ00", "2023/'24*". Months and quarters are refused."""
    bare = PROVISIONAL.sub("", text.strip())
    status = Observation.Status.FINAL if bare == text.strip() else Observation.Status.PROVISIONAL
    coded = CODED_PERIOD.fullmatch(bare)
    try:
        if coded:
            year = int(coded[1])
            return (Period.year(year) if coded[2] == "JJ" else Period.school_year(year)), status
        return Period.parse(bare), status
    except PeriodError as error:
        raise RowError(PERIOD, text, _("een jaar of schooljaar, als 2023JJ00, 2023SJ00 of 2023/'24")) from error


def count_of(fact: Fact) -> Decimal | str:
    """A number of students, or the reason why there is none."""
    if fact.text.strip() in MISSING:
        return MISSING[fact.text.strip()]
    if not re.fullmatch(r"[0-9]{1,9}", fact.text.strip()):
        raise RowError(fact.column, fact.text, _("een heel aantal, of een teken van StatLine: . x -"))
    return Decimal(fact.text.strip())


def readings(facts: list[Fact], table: StatLineTable, given: Given) -> Iterator[Reading]:
    """Shares of all counts in a file, and the rows that cannot be used."""
    counts, faults = Counts(), {}
    for fact in facts:
        try:
            counts.add(fact, table, given.known)
        except RowError as fault:
            faults.setdefault((fact.number, fault.args), Reading(fact.number, cells_of(fact), fault=fault))
    yield from faults.values()
    for (region, period, status), found in counts.found.items():
        about = {"region": region, "period": period, "status": status, "source": given.source or table.source}
        for fact, record in shares(found):
            yield Reading(fact.number, cells_of(fact), (FigureRecord(**about, **record),))


def cells_of(fact: Fact) -> dict[str, str]:
    """What the fact says, as the cells of a row."""
    return {**fact.dimensions, fact.column: fact.text}


def shares(found: Mapping[tuple[str, str], tuple[Fact, Decimal | str]]) -> Iterator[tuple[Fact, dict]]:
    """Of one region and period: each direction among all of its leerweg, and the BBL among all of its direction."""
    for (direction, way), (fact, count) in found.items():
        if direction and ("", way) in found:
            yield fact, share("mbo-aandeel-richting", f"{direction}:{way or TOTAL}", count, found["", way][1])
        if way == "bbl" and (direction, "") in found:
            yield fact, share("mbo-aandeel-bbl", direction or TOTAL, count, found[direction, ""][1])


def share(indicator: str, category: str, part: Decimal | str, whole: Decimal | str) -> dict:
    """A share in percent, calculated here. What a count lacks the share lacks as well, for the same reason."""
    reason = next((each for each in (part, whole) if isinstance(each, str)), "")
    if not reason and not whole:
        reason = Observation.Reason.NIL
    return {
        "indicator": indicator,
        "category": category,
        "origin": Observation.Origin.CALCULATED,
        "value": None if reason else round(100 * part / whole, 3),
        "decimals": 0 if reason else 1,
        "reason": reason,
    }
