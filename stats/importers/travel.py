"""DUO's travel distances and times of mbo students, by home municipality and sectorkamer.

A larger area is the mean of its municipalities, weighted by their students in the sectorkamer, as in box 3.1 of the
report. It is calculated only where the file has every municipality of the area. The names of the columns are those
that we expect: no official file was at hand, so each has the synonyms that are likely.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.importing import Columns, Row, RowError, TableError, table_in
from schools.spelling import plain

from ..models import Observation
from . import cells
from .records import FigureRecord, Given, Reading

SOURCE = "duo-travel"
TRAVEL = Columns(
    "reisafstanden en reistijden mbo, woongemeente x sectorkamer",
    "import_indicators --layout reizen",
    {
        "municipality": ("WOONGEMEENTE", "GEMEENTENAAM WOONGEMEENTE", "GEMEENTENAAM", "GEMEENTE", "GEMEENTENUMMER"),
        "sector": ("SECTORKAMER", "NAAM SECTORKAMER", "SECTORKAMER NAAM", "RICHTING"),
        "students": ("AANTAL STUDENTEN", "STUDENTEN", "AANTAL LEERLINGEN", "AANTAL"),
        "mbo-fietsafstand": ("GEMIDDELDE FIETSAFSTAND", "GEMIDDELDE FIETSAFSTAND (KM)", "FIETSAFSTAND GEMIDDELD"),
        "mbo-reistijd-ov": ("GEMIDDELDE REISTIJD OV", "GEMIDDELDE REISTIJD OV (MINUTEN)", "REISTIJD OV GEMIDDELD"),
    },
    delimiter=";,",
)
MEASURES = ("mbo-fietsafstand", "mbo-reistijd-ov")
"""Our names of the columns, which are the codes of the indicators."""
SECTORS = {
    **dict.fromkeys(("creatieve industrie en ict",), "creatief-ict"),
    **dict.fromkeys(("handel",), "handel"),
    **dict.fromkeys(
        ("mobiliteit transport logistiek maritiem", "mobiliteit transport logistiek en maritiem"),
        "mobiliteit-transport",
    ),
    **dict.fromkeys(("techniek en gebouwde omgeving",), "techniek-gebouwd"),
    **dict.fromkeys(("voedsel groen en gastvrijheid",), "voedsel-groen"),
    **dict.fromkeys(("zakelijke dienstverlening en veiligheid",), "zakelijk-veiligheid"),
    **dict.fromkeys(("zorg welzijn en sport", "zorg welzijn sport"), "zorg-welzijn"),
    **dict.fromkeys(("specialistisch vakmanschap",), "specialistisch"),
}
WITHHELD = {"<5": Decimal("2.5"), "< 5": Decimal("2.5")}
"""How many students count where the number is withheld: halfway 1 to 4."""
NOT_SHOWN = {"", "<5", "< 5", ".", "x"}


@dataclass(frozen=True)
class Home:
    """The students of one municipality in one sectorkamer, and how far they travel; None where that is not shown."""

    municipality: str
    sector: str
    students: Decimal
    travel: Mapping[str, tuple[Decimal | None, int]]
    """Code of the indicator to value and decimals."""


def read_travel(content: bytes, name: str, given: Given) -> Iterator[Reading]:
    if given.period is None:
        raise TableError(_("Geef bij dit bestand de periode op, bijvoorbeeld 2024: die staat er niet in."))
    table = table_in(content, name, TRAVEL)
    homes = []
    for row in table.rows:
        reading, home = reading_of(row, table.titles, given)
        homes += [home] if home else []
        yield reading
    yield from (Reading(0, records=(record,)) for record in of_areas(homes, given))


def reading_of(row: Row, titles: Mapping[str, str], given: Given) -> tuple[Reading, Home | None]:
    texts = {titles[ours]: text for ours, text in row.values.items()}
    try:
        if row.fault:
            raise row.fault
        home = parse_home(row.values, given)
    except RowError as fault:
        named = RowError(titles.get(fault.column, fault.column), *fault.args[1:])
        return Reading(row.number, texts, fault=named), None
    return Reading(row.number, texts, tuple(of_home(home, given))), home


def parse_home(row: Mapping[str, str], given: Given) -> Home:
    if plain(row["sector"]) not in SECTORS:
        raise RowError("sector", row["sector"], _("een van de acht sectorkamers, zoals Handel"))
    students = WITHHELD.get(row["students"]) or cells.number_of(row["students"], "students")
    if students is None or students < 0:
        raise RowError("students", row["students"], _("een aantal studenten, of <5"))
    municipality = row["municipality"]
    code = f"GM{municipality.zfill(4)}" if municipality.isdecimal() else municipality
    return Home(
        cells.region_of(code, given.known, "municipality"),
        SECTORS[plain(row["sector"])],
        students,
        {measure: travel_of(row[measure], measure) for measure in MEASURES},
    )


def travel_of(text: str, column: str) -> tuple[Decimal | None, int]:
    if text.lower() in NOT_SHOWN:
        return None, 0
    return cells.number_of(text, column), cells.decimals_in(text)


def of_home(home: Home, given: Given) -> Iterator[FigureRecord]:
    """What the file says itself: published figures of the municipality."""
    for indicator, (value, decimals) in home.travel.items():
        reason = Observation.Reason.WITHHELD if value is None else ""
        yield FigureRecord(
            indicator,
            home.municipality,
            given.period,
            category=home.sector,
            source=given.source or SOURCE,
            value=value,
            decimals=decimals,
            reason=reason,
        )


def of_areas(homes: Iterable[Home], given: Given) -> Iterator[FigureRecord]:
    """What follows for larger areas: calculated figures."""
    by_sector = defaultdict(dict)
    for home in homes:
        by_sector[home.sector][home.municipality] = home
    for sector, known in by_sector.items():
        for area, members in given.known.members.items():
            if members <= known.keys():
                yield from of_area(area, sector, [known[code] for code in sorted(members)], given)


def of_area(area: str, sector: str, homes: list[Home], given: Given) -> Iterator[FigureRecord]:
    for indicator in MEASURES:
        decimals = given.known.indicators[indicator].decimals
        mean = weighted((home.travel[indicator][0], home.students) for home in homes)
        yield FigureRecord(
            indicator,
            area,
            given.period,
            category=sector,
            source=given.source or SOURCE,
            origin=Observation.Origin.CALCULATED,
            value=mean,
            decimals=decimals if mean is not None else 0,
            reason="" if mean is not None else Observation.Reason.WITHHELD,
        )


def weighted(pairs: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """The mean of values by their weights, of those that are shown; None when none is."""
    shown = [(value, weight) for value, weight in pairs if value is not None and weight]
    total = sum(weight for _value, weight in shown)
    return round(sum(value * weight for value, weight in shown) / total, 3) if total else None
