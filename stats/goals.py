"""Targets beside figures: what is aimed for, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .charts import Goal
from .models import Observation, Target
from .targets.following import Following, follow


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


@dataclass(frozen=True)
class Aim:
    """A target beside the figure that it is about."""

    followed: Following

    @property
    def target(self) -> Target:
        return self.followed.target

    @property
    def label(self) -> str:
        return goal_of(self.target).label


def aims_of(targets: Iterable[Target]) -> list[Aim]:
    """Those with a value to aim for, each held against its figures."""
    return [Aim(each) for each in follow(target for target in targets if target.values.all())]
