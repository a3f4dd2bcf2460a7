"""Classes in words: "8 tot 16 procent", "2 of 3"."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ..models import Indicator
from .classes import Class


def class_in_words(found: Class, indicator: Indicator) -> str:
    whole = indicator.unit == Indicator.Unit.NUMBER
    words = whole_numbers(found) if whole else continuous(found)
    unit = "" if whole else str(indicator.get_unit_display())
    return " ".join(filter(None, [words, unit]))


def continuous(found: Class) -> str:
    if found.low is None and found.high is None:
        return _("overal hetzelfde, in")
    if found.low is None:
        return _("minder dan %(high)s") % {"high": number(found.high)}
    if found.high is None:
        return _("vanaf %(low)s") % {"low": number(found.low)}
    return _("%(low)s tot %(high)s") % {"low": number(found.low), "high": number(found.high)}


def whole_numbers(found: Class) -> str:
    """Of what is counted in pieces: both ends belong to it."""
    if found.low is None and found.high is None:
        return _("overal evenveel")
    if found.low is None:
        return _("hoogstens %(high)s") % {"high": number(found.high - 1)} if found.high != 1 else _("geen")
    if found.high is None:
        return _("%(low)s of meer") % {"low": number(found.low)}
    if found.high - found.low == 1:
        return number(found.low)
    return _("%(low)s tot en met %(high)s") % {"low": number(found.low), "high": number(found.high - 1)}


def number(value: Decimal) -> str:
    """With as many decimals as it needs."""
    places = max(0, -value.normalize().as_tuple().exponent)
    return number_format(value, places, use_l10n=True, force_grouping=True)
