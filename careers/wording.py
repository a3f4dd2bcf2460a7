"""Facts about occupations in words: amounts, figures, levels and how sure we are, as whole sentences."""

import re
from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.wording import listed

from .models import Certainty, Pay, Route

SHARE_AFTER = re.compile(r"([\d,]+) % na (BOL|BBL)")


def amount(pay: Pay) -> str:
    """The figure of a wage as people write it: "€ 22,00", "€ 2.992"."""
    if pay.unit == Pay.Unit.SHARE:
        return _("%(share)s procent") % {"share": number_format(pay.value.normalize(), use_l10n=True)}
    decimals = 2 if pay.unit == Pay.Unit.HOUR else 0
    return f"€ {number_format(pay.value, decimals, use_l10n=True, force_grouping=True)}"


def pay_unit(pay: Pay) -> str:
    return {Pay.Unit.HOUR: _("per uur"), Pay.Unit.MONTH: _("per maand")}.get(pay.unit, "")


def pay_explained(pay: Pay) -> str:
    """What the figure is, and over whom."""
    words = {"population": pay.population, "period": pay.period}
    sentences = {
        Pay.Kind.MEDIAN: _(
            "Dit is de mediaan van %(period)s: de helft verdiende meer, de helft minder. "
            "Het gaat over %(population)s. Het is dus geen startloon."
        ),
        Pay.Kind.START: _("Dit loon is van kort na het diploma, in %(period)s. Het gaat over %(population)s."),
        Pay.Kind.VACANCIES: _("Dit loon stond in vacatures, in %(period)s. Het gaat over %(population)s."),
    }
    return sentences.get(pay.kind, "%(population)s") % words


def levels_in_words(levels: Iterable[int]) -> str:
    """ "niveau 2, 3 of 4"; nothing without levels"""
    *first, last = map(str, sorted(set(levels)) or [""])
    if not last:
        return ""
    return _("niveau %(levels)s") % {"levels": _("%(first)s of %(last)s") % {"first": ", ".join(first), "last": last}
                                     if first else last}  # fmt: skip


def shares_after(text: str) -> dict[str, str]:
    """The shares in the figure of a fact about BOL and BBL: {"BOL": "8", "BBL": "2"}; empty when it has none."""
    return {way: share for share, way in SHARE_AFTER.findall(text)}


SURE = (Certainty.ALLOWED, Certainty.SEEN)


def ways_in_words(routes: Iterable[Route]) -> str:
    """By which ways an occupation can be learned, as far as known."""
    routes = list(routes)
    ways = [way for way, known in (("BOL", [r.bol for r in routes]), ("BBL", [r.bbl for r in routes]))
            if any(each in SURE for each in known)]  # fmt: skip
    if not ways:
        return _("Of dit met BOL of BBL kan, is nog na te kijken op kiesmbo.nl.")
    sentence = _("Dit kan met %(ways)s.") % {"ways": listed(ways)}
    if all(route.is_confirmed for route in routes):
        return sentence
    return sentence + " " + _("Van een of meer opleidingen kijken we het nog na.")


def occupations_in_words(count: int) -> str:
    return ngettext("%(count)s beroep", "%(count)s beroepen", count) % {"count": count}
