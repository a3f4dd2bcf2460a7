"""From values to places: a scale with round numbers that always shows zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.formats import number_format

STEPS = 4
"""About so many lines across a chart."""


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` between two places in the drawing, in steps of a round number."""

    low: float
    high: float
    step: float
    start: float
    end: float

    @classmethod
    def around(cls, values: Iterable, start: float, end: float) -> "Scale":
        """Room for all of these and for zero."""
        numbers = [0.0, *map(float, values)]
        low, high = min(numbers), max(numbers)
        step = round_step((high - low) / STEPS)
        return cls(floor(low / step) * step, max(ceil(high / step), floor(low / step) + 1) * step, step, start, end)

    def at(self, value) -> float:
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Where the round numbers stand, and how they are written."""
        decimals = max(0, -floor(log10(self.step)))
        count = round((self.high - self.low) / self.step)
        numbers = [self.low + index * self.step for index in range(count + 1)]
        return [(self.at(each), written(each, decimals)) for each in numbers]


def written(number: float, decimals: int) -> str:
    """Rounded first: Django's own formatting cuts off. Zero has no sign."""
    shown = number_format(round(number, decimals) + 0.0, decimals, use_l10n=True, force_grouping=True)
    return shown.replace("-", "\u2212")


def round_step(size: float) -> float:
    """The next 1, 2 or 5 with zeros: 3.8 becomes 5. Nothing but zeros is a step of one."""
    if size <= 0:
        return 1.0
    power = 10.0 ** floor(log10(size))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= size * 0.999)
