"""Figures in rows and columns: areas by periods, and parts by areas. Without a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from schools.models import Region, Source
from schools.wording import listed

from .charts import Group, Line, Point, Row, short_period
from .models import Indicator, Observation
from .periods import Period
from .shown import Shown, difference, short_name, shown
from .wording import place_in_words


@dataclass(frozen=True)
class Column:
    """A period as one source counted it."""

    period: Period
    source: Source

    @property
    def label(self) -> str:
        """As short as it fits above a column: "2023/24"."""
        return short_period(self.period)

    def has(self, observation: Observation) -> bool:
        return (observation.period, observation.source_id) == (self.period, self.source.pk)

    def follows(self, earlier: "Column") -> bool:
        """Whether a line may lead here from there: the same source, and no year between them."""
        years = self.period.start.year - earlier.period.start.year
        return self.source == earlier.source and self.period.kind == earlier.period.kind and years == 1


def columns_of(observations: Iterable[Observation]) -> list[Column]:
    """Oldest first."""
    found = {(each.period, each.source_id): Column(each.period, each.source) for each in observations}
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True)
class TableRow:
    label: str
    is_own: bool
    cells: list[Shown]
    change: Shown | None = None


@dataclass(frozen=True)
class Development:
    """Areas by periods, for one part of an indicator and one way of counting."""

    observations: list[Observation]
    areas: list[Region]
    area: Region
    against: Region | None = None
    """The area that stands for zero, or none: then figures stand as they are."""

    @cached_property
    def columns(self) -> list[Column]:
        return columns_of(each for each in self.observations if each.region in self.areas)

    @cached_property
    def compared(self) -> tuple[Column, Column] | None:
        """The newest period and the last before it that the same source counted."""
        newest = self.columns[-1] if self.columns else None
        earlier = [each for each in self.columns[:-1] if each.source == newest.source]
        return (earlier[-1], newest) if earlier else None

    @cached_property
    def rows(self) -> list[TableRow]:
        """The own area always, the others where the source has any figure for them."""
        have = {each.region_id for each in self.observations}
        return [self.row(area) for area in self.areas if area == self.area or area.code in have]

    @cached_property
    def silent(self) -> list[Region]:
        """The areas that this source says nothing about."""
        have = {each.region_id for each in self.observations}
        return [area for area in self.areas if area.code not in have]

    @property
    def silent_in_words(self) -> str:
        return listed(place_in_words(area) for area in self.silent)

    def row(self, area: Region) -> TableRow:
        change = self.compared and difference(self.find(area, self.compared[1]), self.find(area, self.compared[0]))
        cells = [self.cell(area, column) for column in self.columns]
        return TableRow(short_name(area), area == self.area, cells, change)

    def cell(self, area: Region, column: Column) -> Shown:
        observation = self.find(area, column)
        return difference(observation, self.find(self.against, column)) if self.against else shown(observation)

    def find(self, area: Region, column: Column) -> Observation | None:
        return self.by_cell.get((area.code, column.period, column.source.pk))

    @cached_property
    def by_cell(self) -> dict[tuple, Observation]:
        return {(each.region_id, each.period, each.source_id): each for each in self.observations}

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(row.label, tuple(self.points(row)), row.is_own) for row in self.rows]

    def points(self, row: TableRow) -> Iterable[Point]:
        for index, (column, cell) in enumerate(zip(self.columns, row.cells, strict=True)):
            joins = index > 0 and column.follows(self.columns[index - 1])
            yield Point(column.period, cell.mark, joins)

    @cached_property
    def bars(self) -> list[Group]:
        """One period: a bar per area."""
        return [Group("", tuple(Row(row.label, row.cells[-1].mark, row.is_own) for row in self.rows if row.cells))]


@dataclass(frozen=True)
class Parts:
    """The profiles or categories of an indicator by areas, in one period of one source."""

    column: Column
    areas: list[Region]
    area: Region
    labels: dict[str, str]
    """The words of each part, by its code, in their order."""
    observations: list[Observation]
    against: Region | None = None

    @cached_property
    def rows(self) -> list[TableRow]:
        return [
            TableRow(label, False, [self.cell(code, area) for area in self.shown])
            for code, label in self.labels.items()
        ]

    @cached_property
    def shown(self) -> list[Region]:
        """The areas that have any of these figures, and the own one."""
        have = {key[1] for key in self.by_part}
        return [area for area in self.areas if area == self.area or area.code in have]

    @cached_property
    def by_part(self) -> dict[tuple[str, str], Observation]:
        return {(each.split, each.region_id): each for each in self.observations if self.column.has(each)}

    def cell(self, code: str, area: Region) -> Shown:
        observation = self.by_part.get((code, area.code))
        if self.against:
            return difference(observation, self.by_part.get((code, self.against.code)))
        return shown(observation)

    @cached_property
    def groups(self) -> list[Group]:
        return [
            Group(
                row.label,
                tuple(
                    Row(short_name(area), cell.mark, area == self.area)
                    for area, cell in zip(self.shown, row.cells, strict=True)
                ),
            )
            for row in self.rows
        ]


@dataclass(frozen=True)
class Spread:
    """One period of one source over the municipalities."""

    column: Column
    areas: list[Region]
    area: Region
    observations: list[Observation]
    reference: Region
    """The area that they all lie in."""
    against: Region | None = None

    @cached_property
    def by_area(self) -> dict[str, Observation]:
        return {each.region_id: each for each in self.observations if self.column.has(each)}

    @cached_property
    def rows(self) -> list[TableRow]:
        return [TableRow(short_name(area), area == self.area, [self.cell(area)]) for area in self.areas]

    def cell(self, area: Region) -> Shown:
        observation = self.by_area.get(area.code)
        if self.against:
            return difference(observation, self.by_area.get(self.against.code))
        return shown(observation)

    @cached_property
    def dots(self) -> list[Row]:
        return [Row(row.label, row.cells[0].mark, row.is_own) for row in self.rows]

    @property
    def line(self) -> Row | None:
        """The area around them, as a line across; numbers add up, so there it would lie far from all of them."""
        cell = self.cell(self.reference)
        if cell.value is None or cell.observation.indicator.unit == Indicator.Unit.NUMBER:
            return None
        return Row(short_name(self.reference), cell.mark)


def before(rows: Iterable[Observation], anchor: Observation) -> Observation | None:
    """The last known figure before it that the same source counted in the same way."""
    earlier = [
        row
        for row in rows
        if row.source_id == anchor.source_id and row.value is not None and row.period_end < anchor.period_end
    ]
    return earlier[-1] if earlier else None
