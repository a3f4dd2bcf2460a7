"""Classes for a map: at most five, each with about as many different values, between numbers that can be remembered.

No database: numbers in, classes out.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MOST = 5


@dataclass(frozen=True)
class Class:
    """Values from `low` on and below `high`; None is open. `place` counts from 1, light to dark."""

    place: int
    low: Decimal | None
    high: Decimal | None

    @property
    def ends(self) -> list[Decimal]:
        """Where it ends, if it does."""
        return [end for end in (self.low, self.high) if end is not None]


@dataclass(frozen=True)
class Classes:
    """The classes of some values, from low to high."""

    cuts: tuple[Decimal, ...]

    def __iter__(self):
        edges = (None, *self.cuts, None)
        for place, (low, high) in enumerate(zip(edges, edges[1:], strict=False), start=1):
            yield Class(place, low, high)

    def __len__(self):
        return len(self.cuts) + 1

    def place_of(self, value: Decimal) -> int:
        """The class a value is in, from 1."""
        return bisect_right(self.cuts, value) + 1


def classes_of(values: Iterable[Decimal]) -> Classes:
    """Classes that divide these values; one for each value where there are not more than five."""
    different = sorted(set(values))
    if len(different) <= MOST:
        return Classes(tuple(different[1:]))
    wanted = [different[round(len(different) * part / MOST)] for part in range(1, MOST)]
    return Classes(rounded(wanted, different))


def rounded(cuts: list[Decimal], values: list[Decimal]) -> tuple[Decimal, ...]:
    """The cuts as round as they can be while every class keeps a value; as they are where nothing rounder will do."""
    for step in steps(values[-1] - values[0]):
        tried = tuple(sorted({to_step(cut, step) for cut in cuts}))
        found = {bisect_right(tried, value) for value in values}
        if len(found) == len(cuts) + 1:
            return tried
    return tuple(cuts)


def steps(width: Decimal) -> Iterable[Decimal]:
    """From coarse to fine: ..., 10, 5, 2, 1, 0.5, ..."""
    size = width.adjusted()
    for power in range(size, size - 4, -1):
        for digit in (5, 2, 1):
            yield digit * Decimal(1).scaleb(power)


def to_step(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step
