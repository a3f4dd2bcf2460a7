"""What a chart is told: figures with the words that stand beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..periods import Period


@dataclass(frozen=True)
class Mark:
    """One figure as it is written. Without a value the text is the reason. With bounds it lies between them."""

    value: Decimal | None
    text: str
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def extent(self) -> tuple[Decimal, ...]:
        """All values that must fit into the chart."""
        return tuple(each for each in (self.value, self.low, self.high) if each is not None)


@dataclass(frozen=True)
class Row:
    """The figure of one area; the reader's own stands out."""

    label: str
    mark: Mark
    is_own: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under one heading; without a heading the rows stand for themselves."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Point:
    """A figure in a period. `joins`: it can be compared with the point before it, so a line may lead here."""

    period: Period
    mark: Mark
    joins: bool = False


@dataclass(frozen=True)
class Line:
    """The figures of one area over time, oldest first."""

    label: str
    points: tuple[Point, ...]
    is_own: bool = False

    @property
    def drawn(self) -> list[Point]:
        return [point for point in self.points if point.mark.value is not None]


@dataclass(frozen=True)
class Goal:
    """What somebody aims for: a value per year, with words such as "doel 2030: 12 (voorbeeld)"."""

    label: str
    values: tuple[tuple[int, Decimal], ...]

    @property
    def last(self) -> Decimal:
        return self.values[-1][1]


def values_of(rows: Iterable[Row]) -> list[Decimal]:
    return [value for row in rows for value in row.mark.extent]
