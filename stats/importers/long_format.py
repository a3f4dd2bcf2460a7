"""Files with one figure per row: our own long format, and the layout in which the report's tables were delivered."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from portal.importing import Columns, Row, RowError, streamed

from ..fixtures import REPORT
from ..models import Observation
from . import cells
from .records import FigureRecord, Given, Known, Reading

FIGURES = Columns(
    "cijfers",
    "import_indicators",
    {
        "indicator": ("indicator",),
        "region": ("gebied",),
        "period": ("periode",),
        "profile": ("profiel",),
        "leerweg": ("leerweg",),
        "category": ("categorie",),
        "value": ("waarde",),
        "low": ("ondergrens",),
        "high": ("bovengrens",),
        "reason": ("reden",),
        "status": ("status",),
        "source": ("bron",),
        "report_table": ("tabel",),
    },
    delimiter=";,",
    edited=True,
    ignored=("Resultaat", "Toelichting"),
)
REPORT_TABLES = Columns(
    "tabellen van het rapport",
    "import_indicators --layout rapport",
    {
        **{name: (name,) for name in ("indicator", "region", "period", "profile", "leerweg", "category", "value")},
        "reason": ("status",),
        "report_table": ("table",),
    },
    delimiter=",;",
    edited=True,
    ignored=("region_name", "region_type", "Resultaat", "Toelichting"),
)
MOST_IN_TABLE = 12

Parse = Callable[[Mapping[str, str], Given], FigureRecord]


def read_figures(content: bytes, name: str, given: Given) -> Iterator[Reading]:
    return read_rows(content, name, FIGURES, parse_figure, given)


def read_report(content: bytes, name: str, given: Given) -> Iterator[Reading]:
    return read_rows(content, name, REPORT_TABLES, parse_report, given)


def read_rows(content: bytes, name: str, columns: Columns, parse: Parse, given: Given) -> Iterator[Reading]:
    """The rows one by one. A file that cannot be used as a whole is refused before the first, or where it is cut."""
    table = streamed(content, name, columns)
    return (reading_of(row, table.titles, parse, given) for row in table.rows)


def reading_of(row: Row, titles: Mapping[str, str], parse: Parse, given: Given) -> Reading:
    texts = {titles[ours]: text for ours, text in row.values.items()}
    try:
        if row.fault:
            raise row.fault
        return Reading(row.number, texts, (parse(row.values, given),))
    except RowError as fault:
        return Reading(row.number, texts, fault=RowError(titles.get(fault.column, fault.column), *fault.args[1:]))


def parse_figure(row: Mapping[str, str], given: Given) -> FigureRecord:
    return FigureRecord(
        **cell_of(row, given.known),
        **cells.figure_of(row),
        source=cells.source_of(row["source"] or given.source, given.known),
        status=cells.choice_of(row["status"], Observation.Status, "status", Observation.Status.FINAL),
        report_table=table_of(row["report_table"]),
    )


def parse_report(row: Mapping[str, str], given: Given) -> FigureRecord:
    return FigureRecord(
        **cell_of(row, given.known),
        **cells.figure_of(row),
        source=cells.source_of(given.source or REPORT, given.known),
        report_table=table_of(row["report_table"]),
    )


def cell_of(row: Mapping[str, str], known: Known) -> dict:
    return {
        "indicator": cells.indicator_of(row["indicator"], known),
        "region": cells.region_of(row["region"], known),
        "period": cells.period_of(row["period"]),
        "profile": cells.profile_of(row["profile"], known),
        "leerweg": cells.leerweg_of(row["leerweg"]),
        "category": cells.category_of(row["category"]),
    }


def table_of(text: str) -> str:
    if len(text) > MOST_IN_TABLE:
        raise RowError("report_table", text, _("ten hoogste %(most)s tekens") % {"most": MOST_IN_TABLE})
    return text
