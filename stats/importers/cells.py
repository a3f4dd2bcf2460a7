"""What stands in one cell of a file with figures: read strictly, or refused with what was expected."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.importing import RowError
from schools.spelling import plain

from ..codes import CATEGORY, LEERWEG
from ..models import Observation
from ..periods import Period, PeriodError
from .records import MOST, Known

NUMBER = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,3})?")


def indicator_of(text: str, known: Known) -> str:
    if text.lower() not in known.indicators:
        raise RowError("indicator", text, _("de code van een indicator, zoals vmbo-profielkeuze"))
    return text.lower()


def region_of(text: str, known: Known, column: str = "region") -> str:
    """By code ("GM0599") or by name."""
    if plain(text) not in known.regions:
        raise RowError(column, text, _("een gebied als GM0599, MRDH of Rotterdam"))
    return known.regions[plain(text)]


def period_of(text: str, column: str = "period") -> Period:
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise RowError(column, text, _("een periode als 2024, 2023/2024, 2014-2017 of 2019-10-01")) from error


def profile_of(text: str, known: Known) -> str | None:
    if text and plain(text) not in known.profiles:
        raise RowError("profile", text, _("de code van een profiel, zoals PIE, of niets"))
    return known.profiles[plain(text)] if text else None


def leerweg_of(text: str) -> str:
    if text and not LEERWEG.fullmatch(text.upper()):
        raise RowError("leerweg", text, _("BB, KB, GL, TL, of meer daarvan als BB+KB+GL, of niets"))
    return text.upper()


def category_of(text: str) -> str:
    if text and not CATEGORY.fullmatch(text.lower()):
        raise RowError("category", text, _("een code als techniek-gebouwd, van ten hoogste 30 tekens, of niets"))
    return text.lower()


def source_of(text: str, known: Known) -> str:
    if text not in known.sources:
        raise RowError("source", text, _("de code van een bron uit de lijst van bronnen"))
    return text


def number_of(text: str, column: str) -> Decimal | None:
    if text == "":
        return None
    if not NUMBER.fullmatch(text) or abs(number := Decimal(text.replace(",", "."))) >= MOST:
        raise RowError(column, text, _("een getal met ten hoogste 3 cijfers achter de komma, zonder punt voor duizend"))
    return number


def decimals_in(text: str) -> int:
    """How many decimals were published: 13,0 has one and 13 has none."""
    _whole, _mark, behind = text.replace(",", ".").partition(".")
    return len(behind)


def choice_of(text: str, choices: type, column: str, otherwise: str) -> str:
    """One of these choices, by its code or by what people call it."""
    if text == "":
        return otherwise
    for code, label in choices.choices:
        if code and text.lower() in (str(code), str(label).lower()):
            return code
    listed = ", ".join(str(label) for code, label in choices.choices if code)
    raise RowError(column, text, _("een van: %(choices)s") % {"choices": listed})


def figure_of(row: Mapping[str, str]) -> dict:
    """Value, bounds and reason of a row; they must fit together."""
    value, low, high = (number_of(row.get(name, ""), name) for name in ("value", "low", "high"))
    reason = choice_of(row.get("reason", ""), Observation.Reason, "reason", "")
    if (value is None) == (reason == ""):
        expected = _("niets, want er is een reden") if reason else _("een getal, of een reden waarom het ontbreekt")
        raise RowError("value", row.get("value", ""), expected)
    if (low is None) != (high is None):
        raise RowError("high" if high is None else "low", "", _("een getal, want de andere grens is er ook"))
    if low is not None and (value is None or not low <= value <= high):
        raise RowError("low", row["low"], _("een ondergrens en een bovengrens met de waarde ertussen"))
    decimals = decimals_in(row.get("value", ""))
    return {"value": value, "low": low, "high": high, "reason": reason, "decimals": decimals}
