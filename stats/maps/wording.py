"""Classes in words: "8 tot 16 procent", "2 of 3"."""

from django.utils.translation import gettext as _

from ..models import Indicator
from ..wording import plain_number, with_unit
from .classes import Class


def class_in_words(found: Class, indicator: Indicator) -> str:
    if indicator.unit == Indicator.Unit.NUMBER:
        return whole_numbers(found)
    return with_unit(indicator, continuous(found)) if found.ends else _("overal hetzelfde")


def continuous(found: Class) -> str:
    if found.low is None:
        return _("minder dan %(high)s") % {"high": plain_number(found.high)}
    if found.high is None:
        return _("vanaf %(low)s") % {"low": plain_number(found.low)}
    return _("%(low)s tot %(high)s") % {"low": plain_number(found.low), "high": plain_number(found.high)}


def whole_numbers(found: Class) -> str:
    """Of what is counted in pieces: both ends belong to it."""
    if not found.ends:
        return _("overal evenveel")
    if found.low is None:
        return _("hoogstens %(high)s") % {"high": plain_number(found.high - 1)} if found.high != 1 else _("geen")
    if found.high is None:
        return _("%(low)s of meer") % {"low": plain_number(found.low)}
    if found.high - found.low == 1:
        return plain_number(found.low)
    return _("%(low)s tot en met %(high)s") % {"low": plain_number(found.low), "high": plain_number(found.high - 1)}
