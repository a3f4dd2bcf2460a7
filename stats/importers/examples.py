"""Small examples of every sort of file. Figures in them are those of the site, or plainly made up."""

import json

from portal.importing import table_file

from ..models import Observation
from .long_format import FIGURES

ROWS = 3
MADE_UP = (("Delft", "Handel", 120, "12,5", "41,0"), ("Westland", "Handel", "<5", "", ""))
COUNTS = {("Totaal", "Totaal"): 1000, ("Techniek, industrie en bouwkunde", "Totaal"): 200}


def figures_csv() -> bytes:
    return figures("csv")


def figures_xlsx() -> bytes:
    return figures("xlsx")


def figures(sort: str) -> bytes:
    """The first figures of the site as they are: sent in again they change nothing."""
    titles = [names[0] for names in FIGURES.required.values()]
    first = Observation.objects.published().filter(profile__isnull=False)
    return table_file(sort, titles, [row_of(each) for each in first.order_by("pk")[:ROWS]])


def row_of(figure: Observation) -> list:
    """A stored figure as a row of our own format, its numbers as they were published."""
    numbers = [
        None if number is None else round(number, figure.decimals) for number in (figure.value, figure.low, figure.high)
    ]
    return [
        figure.indicator_id,
        figure.region_id,
        str(figure.period),
        figure.profile_id or "",
        figure.leerweg,
        figure.category,
        *numbers,
        figure.get_reason_display() if figure.reason else "",
        figure.get_status_display(),
        figure.source_id,
        figure.report_table,
    ]


def report() -> bytes:
    first = Observation.objects.published().of(source="seor").order_by("pk")[:ROWS]
    lines = ["indicator,region,region_name,region_type,period,profile,leerweg,category,value,status,table"]
    for each in first.select_related("region"):
        value = "" if each.value is None else round(each.value, each.decimals)
        cells = (each.indicator_id, each.region_id, each.region.name, each.region.kind, each.period)
        more = (each.profile_id or "", each.leerweg, each.category, value, each.reason, each.report_table)
        lines.append(",".join(map(str, (*cells, *more))))
    return as_text(lines)


def travel() -> bytes:
    titles = "Woongemeente;Sectorkamer;Aantal studenten;Gemiddelde fietsafstand;Gemiddelde reistijd OV"
    return as_text([titles, *(";".join(map(str, row)) for row in MADE_UP)])


def statline_csv() -> bytes:
    """Made-up numbers in the layout of StatLine: five lines of header, and the source below."""
    directions, ways = zip(*COUNTS, strict=True)
    lines = [
        ["Mbo; studenten, niveau, leerweg, studierichting, regiokenmerken"],
        ["", "Onderwerp", *["Mbo-studenten"] * len(COUNTS)],
        ["", "Leerweg", *ways],
        ["", "Studierichting", *directions],
        ["Regiokenmerken", "Perioden", *["aantal"] * len(COUNTS)],
        ["Zuid-Holland (PV)", "2023/'24*", *COUNTS.values()],
        ["Bron: CBS"],
    ]
    return as_text([";".join(f'"{cell}"' for cell in line) for line in lines])


def statline_json() -> bytes:
    """Made-up numbers and codes in the layout of the data portal, with the list of names beside them."""
    rows = [
        {"ID": number, "Leerweg": "A", "Studierichting": code, "Regiokenmerken": "PV28  ", "Perioden": "2023SJ00"}
        | {"MboStudenten_1": count}
        for number, (code, count) in enumerate(zip("BC", COUNTS.values(), strict=True))
    ]
    data = {
        "odata.metadata": "https://opendata.cbs.nl/ODataApi/odata/85353NED/$metadata#TypedDataSet",
        "value": rows,
        "Leerweg": [{"Key": "A", "Title": "Totaal"}],
        "Studierichting": [
            {"Key": code, "Title": direction} for code, (direction, _way) in zip("BC", COUNTS, strict=True)
        ],
    }
    return json.dumps(data, indent=1).encode()


def as_text(lines: list[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")
