"""The sorts of files that hold figures, to choose from; each with a small example of what it must look like."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import examples
from .long_format import read_figures, read_report
from .records import Given, Reading
from .statline_files import read_csv, read_json
from .travel import read_travel


@dataclass(frozen=True)
class Example:
    """A file to download: its name, and what makes its content."""

    name: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Layout:
    """One sort of file. `read` gives its rows one after the other; TableError when the file is another one."""

    code: str
    name: Any
    meaning: Any
    read: Callable[[bytes, str, Given], Iterator[Reading]]
    examples: Iterable[Example]
    needs_period: bool = False


LAYOUTS = {
    each.code: each
    for each in (
        Layout(
            "cijfers",
            _("Cijfers, één per rij"),
            _("Een lijst in Excel of csv, met de kolommen van het voorbeeld."),
            read_figures,
            (
                Example("cijfers-voorbeeld.csv", examples.figures_csv),
                Example("cijfers-voorbeeld.xlsx", examples.figures_xlsx),
            ),
        ),
        Layout(
            "rapport",
            _("Tabellen van het rapport"),
            _("De tabellen van een rapport, één cijfer per rij, met Engelse kolomnamen."),
            read_report,
            (Example("rapport-voorbeeld.csv", examples.report),),
        ),
        Layout(
            "reizen",
            _("Reisafstanden en reistijden van DUO"),
            _("Per woongemeente en sectorkamer. Gebieden worden berekend, gewogen naar studenten."),
            read_travel,
            (Example("reisafstanden-voorbeeld.csv", examples.travel),),
            needs_period=True,
        ),
        Layout(
            "statline-csv",
            _("StatLine, opgeslagen als csv"),
            _("Tabel 85353NED van het CBS, opgeslagen als 'csv volgens tabelindeling'."),
            read_csv,
            (Example("statline-voorbeeld.csv", examples.statline_csv),),
        ),
        Layout(
            "statline-json",
            _("StatLine, opgeslagen als JSON"),
            _("Tabel 85353NED uit het dataportaal van het CBS. Zet de lijsten met namen van codes er zo nodig bij."),
            read_json,
            (Example("statline-voorbeeld.json", examples.statline_json),),
        ),
    )
}
