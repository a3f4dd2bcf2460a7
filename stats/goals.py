"""Targets beside figures: what is aimed for, and how far it is."""

from django.utils.translation import gettext as _

from .charts import Goal
from .models import Indicator, Observation, Target
from .sentences import moment
from .shown import amount_in_words, written


def goal_of(target: Target | None) -> Goal | None:
    """The line of a target in a chart; None for a target without values."""
    values = tuple((each.year, each.value) for each in target.values.all()) if target else ()
    if not values:
        return None
    year, value = values[-1]
    words = {"year": year, "value": Observation(decimals=decimals_of(value)).number(value)}
    label = _("doel %(year)s: %(value)s (voorbeeld)") if target.is_example else _("doel %(year)s: %(value)s")
    return Goal(label % words, values)


def decimals_of(value) -> int:
    """As many as it was written with: 12.000 is 12."""
    return max(0, -value.normalize().as_tuple().exponent)


def state_in_words(target: Target, newest: Observation | None) -> str:
    """How far the last value of a target is from the newest figure: "doel 2030: 12, nog 4,0 procentpunt te gaan"."""
    goal = goal_of(target)
    if goal is None:
        return ""
    if newest is None or newest.value is None:
        return _("%(goal)s, nog geen cijfer om te vergelijken") % {"goal": goal.label}
    missing = goal.last - newest.value
    if target.indicator.better == Indicator.Better.LOWER:
        missing = -missing
    if missing <= 0:
        return _("%(goal)s, gehaald") % {"goal": goal.label}
    amount = amount_in_words(target.indicator, written(newest, missing, decimals_of(goal.last)))
    words = {"goal": goal.label, "amount": amount, "figure": newest.figure, "moment": moment(newest.period)}
    return _("%(goal)s, nog %(amount)s te gaan vanaf %(figure)s %(moment)s") % words
