"""What a page shows of each way of counting: areas by periods, the parts, and the municipalities."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from schools.wording import listed

from .charts import Chart, Goal, bar_chart, dot_chart, line_chart
from .goals import goal_of
from .models import Indicator, Observation
from .selection import Selection
from .sentences import short_title
from .tables import Column, Development, Parts, Spread, columns_of
from .wording import source_in_words


@dataclass(frozen=True)
class Section:
    """All that is shown of one way of counting: published, or calculated here."""

    origin: str
    development: Development
    chart: Chart | None
    parts: Parts | None
    parts_chart: Chart | None
    spread: Spread | None
    spread_chart: Chart | None
    source: str

    @property
    def spread_source(self) -> str:
        column = self.spread.column
        is_calculated = self.origin == Observation.Origin.CALCULATED
        return calculated_from([column]) if is_calculated else f"{column.source.name}."

    @property
    def columns(self) -> list[Column]:
        """The periods that it shows, with their sources."""
        return self.development.columns or [self.spread.column]

    @property
    def charts(self) -> list[Chart]:
        return [each for each in (self.chart, self.parts_chart, self.spread_chart) if each]


def section_of(chosen: Selection, origin: str) -> Section | None:
    cut = [each for each in chosen.cut if each.origin == origin]
    spread = spread_of(chosen, origin)
    if not cut and not spread:
        return None
    development = Development(cut, chosen.question.shown, chosen.area, chosen.question.against)
    parts = parts_of(chosen, origin, cut)
    return Section(
        origin,
        development,
        draw_development(chosen, origin, development),
        parts,
        parts and draw_parts(chosen, origin, parts),
        spread,
        spread and draw_spread(chosen, origin, spread),
        sourced(chosen.indicator, cut),
    )


def sourced(indicator: Indicator, observations: list[Observation]) -> str:
    """Where figures come from; whose figures the indicator names goes for what was published only."""
    if not all(each.origin == Observation.Origin.CALCULATED for each in observations):
        return source_in_words(indicator, observations)
    return calculated_from(columns_of(observations))


def parts_of(chosen: Selection, origin: str, cut: list[Observation]) -> Parts | None:
    if not cut or len(chosen.splits) < 2:
        return None
    column = chosen.column(columns_of(cut))
    rows = chosen.beside(origin, column)
    codes = {each.split for each in rows}
    labels = {code: label for code, label in chosen.splits.items() if code in codes}
    if len(labels) < 2:
        return None
    return Parts(column, chosen.question.shown, chosen.area, labels, rows, chosen.question.against)


def spread_of(chosen: Selection, origin: str) -> Spread | None:
    """The municipalities in the period that was asked for, else in the newest that has some of them."""
    columns = chosen.spread_columns[origin]
    if not columns:
        return None
    asked = [each for each in columns if each[0] == chosen.question.period]
    rows = chosen.around(origin, *(asked or columns)[-1])
    region = chosen.question.regions[settings.FINDER_REGION]
    [column] = columns_of(rows)
    return Spread(column, chosen.municipalities, chosen.area, rows, region, chosen.question.against)


def aimed_for(chosen: Selection) -> Goal | None:
    """The target of the area, where figures stand as they are."""
    return None if chosen.question.against else goal_of(next(iter(chosen.targets), None))


def titled(chosen: Selection, more: str) -> str:
    parts = [short_title(chosen.indicator), chosen.splits.get(chosen.split, ""), more]
    return ". ".join(capfirst(part) for part in parts if part)


def draw_development(chosen: Selection, origin: str, development: Development) -> Chart | None:
    columns = development.columns
    if not any(cell.value is not None for row in development.rows for cell in row.cells):
        return None
    if len(columns) > 1:
        title = titled(
            chosen, _("%(first)s tot en met %(last)s") % {"first": columns[0].label, "last": columns[-1].label}
        )
        return line_chart(f"{origin}-ontwikkeling", title, development.lines, aimed_for(chosen))
    return bar_chart(
        f"{origin}-gebieden", titled(chosen, columns[0].period.in_words), development.bars, aimed_for(chosen)
    )


def draw_parts(chosen: Selection, origin: str, parts: Parts) -> Chart:
    title = f"{short_title(chosen.indicator)}. {capfirst(parts.column.period.in_words)}"
    return bar_chart(f"{origin}-delen", title, parts.groups)


def draw_spread(chosen: Selection, origin: str, spread: Spread) -> Chart:
    title = titled(chosen, spread.column.period.in_words)
    return dot_chart(f"{origin}-gemeenten", title, spread.dots, spread.line, aimed_for(chosen))


def calculated_from(columns: Iterable[Column]) -> str:
    return _("%(source)s. Hier berekend.") % {"source": rests_on(columns)}


def rests_on(columns: Iterable[Column]) -> str:
    """ "DUO, leerlingen per vestiging (2019)", each source with all of its periods."""
    periods = defaultdict(list)
    for column in columns:
        periods[column.source.name].append(column.period.in_words)
    return listed(f"{source} ({listed(found)})" for source, found in periods.items())
