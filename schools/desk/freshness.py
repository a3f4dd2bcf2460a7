"""When a location is to be confirmed again. Pure rules.

A location is as fresh as the stalest of its ten answers: one profile that a school mentioned in passing does not make
the other nine known.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MONTHS_FRESH = 12
MONTHS_KEPT = 18


class Freshness(TextChoices):
    """What the age of a confirmation asks of the municipality."""

    NOW = "now", _("nu bevestigen")
    SOON = "soon", _("binnenkort bevestigen")
    FRESH = "fresh", _("bevestigd")


def confirmed_since(days: Collection[date], profiles: int) -> date | None:
    """The day since which all profiles are confirmed, from the newest day of each; None while one never was."""
    return min(days) if profiles and len(days) == profiles else None


def freshness(since: date | None, today: date) -> Freshness:
    if since is None or since < months_before(today, MONTHS_KEPT):
        return Freshness.NOW
    return Freshness.SOON if since < months_before(today, MONTHS_FRESH) else Freshness.FRESH


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
