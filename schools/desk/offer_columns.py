"""The columns of the list with which staff keep the offer of their locations, and the words in its cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ..answers import BKG
from ..exchange import VERSION, Code, NotUnderstoodError, PlainColumn, Text
from ..exchange import Choice as OneOf
from ..exchange.words import Known
from ..models import SchoolLocation, VmboProfile
from ..wording import school_year
from .form import ANSWERS, MOST_CHARACTERS, YEARS_AHEAD

SEPARATORS = re.compile(r"[,;/+\s]+")
AND = "en"
YEAR = re.compile(r"(\d{4})(?:\s*[-/]\s*(\d{4}|\d{2}))?")


@dataclass(frozen=True)
class Leerwegen:
    """Some of basis, kader and gemengd, by name or by code, with commas between them; or that nobody knows which."""

    def read(self, text: str, known: Known) -> tuple[str, ...]:
        if is_cleared(text):
            return ()
        by_word = {word.lower(): each.value for each in BKG for word in (each.value, str(each.label))}
        words = [word for word in SEPARATORS.split(text.lower()) if word not in ("", AND)]
        if not words or not set(words) <= set(by_word):
            raise NotUnderstoodError(self.expected())
        chosen = {by_word[word] for word in words}
        return tuple(each.value for each in BKG if each in chosen)

    def write(self, value: Iterable[str]) -> str:
        return ", ".join(str(each.label) for each in BKG if each in value)

    show = write

    def expected(self) -> str:
        return _("basis, kader of gemengd, met komma's ertussen; of onbekend")


def is_cleared(text: str) -> bool:
    """Whether a cell takes back for which leerwegen something is offered."""
    return text.lower() in (_("onbekend"), _("weten we niet"))


@dataclass(frozen=True)
class SchoolYear:
    """A school year as 2027-2028, or by the year in which it begins."""

    def read(self, text: str, known: Known) -> int:
        found = YEAR.fullmatch(text)
        if not found or (found[2] and (int(found[1]) + 1) % 100 != int(found[2]) % 100):
            raise NotUnderstoodError(self.expected())
        return int(found[1])

    def write(self, value: int) -> str:
        return school_year(value)

    show = write

    def expected(self) -> str:
        return _("een schooljaar als 2027-2028")


def key_columns() -> tuple[PlainColumn, ...]:
    return (
        PlainColumn("location", _("Vestigingscode"), Code(SchoolLocation)),
        PlainColumn("profile", _("Profielcode"), Code(VmboProfile)),
    )


def value_columns() -> tuple[PlainColumn, ...]:
    return (
        PlainColumn("status", _("Antwoord"), OneOf(tuple(ANSWERS)), _("Leeg laten verandert niets."), True),
        PlainColumn("leerwegen", _("Leerwegen"), Leerwegen(), _("Schrijf onbekend om ze te wissen."), True),
        PlainColumn("year", _("Schooljaar"), SchoolYear(), _("Alleen bij start en stopt."), True),
        PlainColumn("note", _("Notitie"), Text(MOST_CHARACTERS), _("Alleen bij een antwoord dat u wijzigt."), True),
    )


def columns_beside() -> tuple[PlainColumn, ...]:
    titles = {"name": _("Locatie"), "city": _("Plaats"), "town": _("Gemeente"), "profile_name": _("Profiel")}
    return tuple(PlainColumn(name, title, Text()) for name, title in titles.items())


def version_column() -> PlainColumn:
    return PlainColumn(VERSION, _("Gedownload antwoord"), Text(), may_be_empty=True)


def school_years(today: date) -> list[str]:
    """Those with which something can start or stop."""
    return [school_year(year) for year in range(today.year, today.year + YEARS_AHEAD + 1)]


def explanation() -> tuple[tuple[str, str], ...]:
    """The second sheet of the workbook."""
    return (
        (_("Zo werkt het"), _("Elke rij is een profiel van een locatie. Wijzig alleen wat anders is.")),
        (_("Antwoord"), _("Kies ja, nee, start, stopt of weten we niet. Een lege cel verandert niets.")),
        (_("Leerwegen"), _("Schrijf basis, kader of gemengd, met komma's ertussen. Een lege cel verandert niets.")),
        (_("Leerwegen wissen"), _("Schrijf onbekend als niemand weet voor welke leerwegen het is.")),
        (_("Schooljaar"), _("Vul dit in bij start en bij stopt, zoals 2027-2028.")),
        (_("Notitie"), _("Voor collega's, bij een antwoord dat u wijzigt: wie u sprak of waar het staat.")),
        (_("Wie dat leest"), _("Alleen collega's. Een notitie komt niet op de website.")),
        (_("Rijen weglaten"), _("Wat niet in de lijst staat, blijft zoals het is.")),
    )
