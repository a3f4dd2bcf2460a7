"""The columns that a series of files must have, and what to say of a file whose header is another one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .faults import TableError, in_short

DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class Columns:
    """The columns of one series of files: our name to the headers it had over the years.

    All of them must be present. `name` is what people call the series, `command` what reads it. Of several
    `delimiters` the header shows which one the file has.

    A list that people `edited` may be a spreadsheet as well, and its cells may hold several lines. Every header
    that we do not know is refused there: somebody thinks that it is read. Only those `ignored` are passed over.
    Those that are `optional` may be missing.
    """

    name: str
    command: str
    required: Mapping[str, tuple[str, ...]]
    delimiter: str = ";"
    edited: bool = False
    ignored: tuple[str, ...] = ()
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def found_in(self, titles: list[str]) -> dict[str, int]:
        """Position of every column that these titles have."""
        places = {title.upper(): place for place, title in enumerate(titles)}
        found = {
            ours: next((places[each.upper()] for each in names if each.upper() in places), None)
            for ours, names in (*self.all(), *self.optional.items())
        }
        return {ours: place for ours, place in found.items() if place is not None}

    def all(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        return self.required.items()

    def missing_in(self, titles: list[str]) -> list[str]:
        found = self.found_in(titles)
        return [" / ".join(names) for ours, names in self.all() if ours not in found]

    def check(self, titles: list[str]):
        """TableError when a column stands twice in the header or, in an edited list, is unknown."""
        places = self.found_in(titles)
        capitals = [title.upper() for title in titles]
        double = next((titles[place] for place in places.values() if capitals.count(capitals[place]) > 1), None)
        if double:
            raise TableError(
                _("De kolom %(column)s staat meer dan eens in het bestand.") % {"column": in_short(double)}
            )
        if self.edited:
            self.check_unknown([title for place, title in enumerate(titles) if place not in places.values()])

    def check_unknown(self, others: list[str]):
        unknown = next((title for title in others if title and title not in self.ignored), None)
        if unknown:
            raise TableError(
                _("De kolom %(column)s kennen wij niet. Haal haar weg, of geef haar een naam uit deze rij: %(known)s.")
                % {"column": in_short(unknown), "known": ", ".join(names[0] for _ours, names in self.all())}
            )


def wrong_delimiter(columns: Columns, first_line: str) -> TableError:
    names = {
        ";": _("puntkomma's"),
        ",": _("komma's"),
        "\t": _("tabs"),
        "|": _("rechte strepen"),
        "": _("geen teken dat wij kennen"),
    }
    found = next((mark for mark in DELIMITERS if mark in first_line and mark not in columns.delimiter), "")
    expected = _(" of ").join(names[mark] for mark in columns.delimiter)
    return TableError(
        _("De kolommen moeten gescheiden zijn door %(expected)s, maar zijn gescheiden door %(found)s.")
        % {"expected": expected, "found": names[found]}
    )


def lacking(columns: Columns, titles: list[str], most: int = 3) -> TableError:
    missing = columns.missing_in(titles)
    sentence = ngettext(
        "Voor de reeks '%(series)s' ontbreekt de kolom %(missing)s; de eerste regel begint met %(header)s.",
        "Voor de reeks '%(series)s' ontbreken %(count)s kolommen, waaronder %(missing)s; "
        "de eerste regel begint met %(header)s.",
        len(missing),
    )
    return TableError(
        sentence
        % {
            "series": columns.name,
            "count": len(missing),
            "missing": ", ".join(missing[:most]),
            "header": in_short(";".join(titles)),
        }
    )
