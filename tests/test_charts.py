"""Charts: drawn to scale, described in words, and silent about nothing that is missing."""

import re
from decimal import Decimal

import pytest

from stats.charts import Goal, Group, Line, Mark, Point, Row, bar_chart, dot_chart, line_chart
from stats.charts.lines import apart
from stats.charts.scales import Scale
from stats.periods import Period

from .markup import parse

pytestmark = pytest.mark.one_database

GAP = Mark(None, "geen leerlingen")


def mark(value, low=None, high=None):
    numbers = [None if each is None else Decimal(str(each)) for each in (value, low, high)]
    return Mark(numbers[0], str(value).replace(".", ","), *numbers[1:])


def row(label, value=None, *bounds, own=False):
    return Row(label, GAP if value is None else mark(value, *bounds), own)


def bars(*rows, goal=None):
    return drawn(bar_chart("proef", "Proef", [Group("", rows)], goal))


def dots(*rows, reference=None, goal=None):
    return drawn(dot_chart("proef", "Proef", rows, reference, goal))


def line(label, *points, own=False):
    """Points are (period, value) or (period, value, joins)."""
    made = [
        Point(Period.parse(period), GAP if value is None else mark(value), joins == ["joins"])
        for period, value, *joins in points
    ]
    return Line(label, tuple(made), own)


def lines(*each, goal=None):
    return drawn(line_chart("proef", "Proef", each, goal))


def drawn(chart):
    return parse(chart.svg).one("svg")


def texts(svg):
    return [each.text for each in svg.all("text")]


def numbers(element, *names):
    return [float(element[name]) for name in names]


# Scales


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([17.4, 8], ["0", "5", "10", "15", "20"]),
        ([0.7, 0.2], ["0,0", "0,2", "0,4", "0,6", "0,8"]),
        ([-7.2, 2], ["−10", "−5", "0", "5"]),
        ([277768], ["0", "100.000", "200.000", "300.000"]),
        ([0], ["0", "1"]),
        ([], ["0", "1"]),
        ([-3], ["−3", "−2", "−1", "0"]),
    ],
)
def test_a_scale_has_round_numbers_and_shows_zero(values, ticks):
    assert [written for _place, written in Scale.around(values, 0, 100).ticks] == ticks


# What is missing


def test_a_gap_is_named_and_never_drawn_as_zero():
    for svg in (bars(row("Delft", 5), row("Wassenaar")), dots(row("Delft", 5), row("Wassenaar"))):
        assert "geen leerlingen" in texts(svg)
        assert len(svg.all(".chart__bar") + svg.all(".chart__dot")) == 1
    svg = lines(line("Delft", ("2019", None), ("2020", 5, "joins")))
    assert len(svg.all("circle")) == 1
    assert not svg.all(".chart__line")
    assert "geen leerlingen" in svg.one("desc").text


def test_zero_is_drawn():
    assert len(bars(row("Delft", 0)).all(".chart__bar")) == 1
    assert len(dots(row("Delft", 0)).all(".chart__dot")) == 1
    assert len(lines(line("Delft", ("2019", 0))).all(".chart__dot")) == 1


def test_a_line_breaks_where_a_year_misses():
    svg = lines(line("Delft", ("2019", 1), ("2020", 2, "joins"), ("2022", 3), ("2023", 4, "joins"), own=True))

    ways = [path["d"] for path in svg.all(".chart__line-own")]
    assert len(ways) == 2
    assert [way.count("L") for way in ways] == [1, 1]
    assert len(svg.all(".chart__dot-own")) == 4


def test_a_line_does_not_lead_past_a_period_without_a_figure():
    svg = lines(line("Delft", ("2019", 1), ("2020", None, "joins"), ("2021", 3, "joins")))

    assert not svg.all(".chart__line")


def test_areas_without_a_figure_stand_below_the_others():
    svg = dots(row("Wassenaar"), row("Delft", -5), row("Rijswijk", 8, own=True))

    places = {each.text: float(each["y"]) for each in svg.all("text")}
    assert places["Rijswijk"] < places["Delft"] < places["Wassenaar"]
    assert "1 gebied zonder cijfer." in svg.one("desc").text


def test_charts_of_nothing_can_be_drawn():
    for svg in (bars(), dots(), lines(), lines(line("Delft", ("2019", None))), dots(row("Wassenaar"))):
        assert svg.one("title").text == "Proef"


# To scale


def test_bars_are_as_long_as_their_values():
    svg = bars(row("Den Haag", 8, own=True), row("Nederland", 16))

    [own], [other] = svg.all(".chart__bar-own"), svg.all(".chart__bar")
    assert numbers(other, "width")[0] == pytest.approx(2 * numbers(own, "width")[0], abs=0.2)
    assert own["x"] == other["x"]


def test_a_value_below_zero_lies_on_the_other_side():
    svg = bars(row("Den Haag", -7.2), row("Nederland", 2.2))

    below, above = (numbers(each, "x", "width") for each in svg.all(".chart__bar"))
    assert below[0] + below[1] == pytest.approx(above[0], abs=0.2)


@pytest.mark.parametrize("draw", [bars, dots])
def test_bounds_are_drawn_around_their_value(draw):
    svg = draw(row("Delft", 17, 12, 22), row("Rijswijk", 24))

    [middle, *_caps] = svg.all(".chart__whisker")
    start, end = (float(x) for x in re.findall(r"[ML]([\d.]+)", middle["d"]))
    dots_and_bars = svg.all(".chart__dot") + svg.all(".chart__bar")
    x = min(float(each.get("cx") or 0) or sum(numbers(each, "x", "width")) for each in dots_and_bars)
    assert start < x < end
    assert x - start == pytest.approx(end - x, abs=0.2)


def test_bounds_over_time_stand_upright():
    svg = drawn(line_chart("proef", "Proef", [Line("Delft", (Point(Period.year(2019), mark(17, 12, 22)),))]))

    [(x, y), (same_x, other_y)] = re.findall(r"[ML]([\d.]+) ([\d.]+)", svg.all(".chart__whisker")[0]["d"])
    assert (x, y) != (same_x, other_y)
    assert x == same_x


def test_time_is_to_scale():
    svg = lines(line("Delft", ("2019", 1), ("2020", 2), ("2022", 3)))

    first, second, third = (float(dot["cx"]) for dot in svg.all("circle"))
    assert third - second == pytest.approx(2 * (second - first), rel=0.02)


def test_nothing_is_drawn_outside_the_chart():
    long = "Leidschendam-Voorburg"
    svgs = [
        bars(row(long, 277768), row("Delft", 1)),
        bars(row("Delft"), row("Nederland", -4.3)),
        dots(row(long, 33.3), row("Delft", -8.2), reference=row("Metropoolregio", 33), goal=GOAL),
        lines(line(long, ("2019", 33.3), ("2020", 1, "joins")), line("Delft", ("2019", 33.2)), goal=GOAL),
    ]
    for svg in svgs:
        width, height = map(float, svg["viewbox"].split()[2:])
        for each in svg.all("text"):
            assert 0 <= float(each["x"]) <= width and 0 <= float(each["y"]) <= height, each.text
            if each["text-anchor"] == "start":
                assert float(each["x"]) + 6 * len(each.text) <= width + 1, each.text
        for each in svg.all("rect"):
            assert sum(numbers(each, "x", "width")) <= width


def test_names_at_the_ends_of_lines_do_not_touch():
    assert apart([10, 12, 60]) == [10, 25, 60]
    assert apart([180, 185, 190]) == [164, 179, 194]
    assert apart([]) == []


def test_numbers_above_a_chart_do_not_touch():
    svg = dots(row("Zoetermeer", 21.6), row("Leidschendam-Voorburg", 2.6), row("Voorne aan Zee", -12.6))

    above = sorted(float(each["x"]) for each in svg.all(".chart__text-soft"))
    assert len(above) > 1
    assert all(right - left > 20 for left, right in zip(above, above[1:], strict=False))


# Targets and the region

GOAL = Goal("doel 2030: 12 (voorbeeld)", ((2030, Decimal(12)),))


@pytest.mark.parametrize("draw", [bars, dots])
def test_a_target_is_a_line_with_its_words(draw):
    svg = draw(row("Den Haag", 8, own=True), goal=GOAL)

    assert len(svg.all(".chart__target")) == 1
    assert "doel 2030: 12 (voorbeeld)" in texts(svg)


def test_a_target_over_time_reaches_its_year():
    several = Goal("doel 2030: 12", ((2025, Decimal(10)), (2030, Decimal(12))))
    svg = lines(line("Den Haag", ("2019", 8), own=True), goal=several)

    assert {"2019", "2030"} <= set(texts(svg))
    assert svg.all(".chart__target")[0]["d"].count("L") == 1


def test_the_region_is_a_line_across_the_municipalities():
    svg = dots(row("Delft", 17), row("Rijswijk", 24), reference=row("Metropoolregio", "15.4"))

    assert len(svg.all(".chart__reference")) == 1
    assert "Metropoolregio 15,4" in texts(svg)


# For who does not see it, and for elsewhere


def test_a_chart_has_a_title_and_a_description_with_its_figures():
    svg = bars(row("Den Haag", 8, own=True), row("Wassenaar"))

    assert svg["role"] == "img"
    assert svg["aria-labelledby"] == "proef-title proef-desc"
    assert svg.one("#proef-desc").text == "Den Haag 8; Wassenaar geen leerlingen. De cijfers staan ook in de tabel."


def test_the_own_area_differs_in_more_than_colour():
    svg = dots(row("Den Haag", 8, own=True), row("Delft", 17))

    [own], [other] = svg.all(".chart__dot-own"), svg.all(".chart__dot")
    assert own["r"] != other["r"]
    assert [each.text for each in svg.all(".chart__text-own")] == ["Den Haag", "8"]


def test_words_in_a_chart_are_text_and_never_markup():
    svg = bar_chart("proef", "<b>", [Group("<i>", (Row("<script>", Mark(Decimal(1), "<1>")),))]).svg

    assert "<script" not in svg and "<b>" not in svg and "<i>" not in svg


def test_a_chart_as_file_bears_its_colours_title_and_source_itself():
    chart = bar_chart("proef", "Proef", [Group("", (row("Den Haag", 8, own=True),))])

    svg = parse(chart.file("DUO, 1 oktober 2019")).one("svg")

    assert svg["xmlns"] == "http://www.w3.org/2000/svg"
    assert {"Proef", "DUO, 1 oktober 2019"} <= set(texts(svg))
    assert svg.one(".chart__bar-own")["fill"] == "#0b5a73"
    assert not [each for each in svg.elements if each.get("style")]
