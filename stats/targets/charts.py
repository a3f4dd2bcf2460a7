"""The figures of a target over time, with the line of what was aimed for."""

from ..charts import Chart, Line, Mark, Point, line_chart
from ..goals import goal_of
from ..tables import Column
from .following import Following


def chart_of(followed: Following) -> Chart:
    columns = [Column(each.period, each.source) for each in followed.series]
    points = [
        Point(
            column.period,
            Mark(each.value, each.figure, each.low, each.high),
            joins=number > 0 and column.follows(columns[number - 1]),
        )
        for number, (column, each) in enumerate(zip(columns, followed.series, strict=True))
    ]
    line = Line(followed.target.region.name, tuple(points), is_own=True)
    return line_chart("target", followed.indicator.title, [line], goal_of(followed.target))
