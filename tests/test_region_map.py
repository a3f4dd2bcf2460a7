"""The map of the municipalities: its classes, where names stand, and that a gap is never a zero."""

import json
import re
from decimal import Decimal

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stats.maps.classes import classes_of
from stats.maps.drawing import FONT, LETTER, WIDTH, draw, holds_box
from stats.maps.wording import class_in_words
from stats.models import Indicator, Observation

from .markup import page
from .staff import let_in, make_colleague, work_fast

MAP = "/beheer/cijfers/kaart/"
SHARE = {"indicator": "vmbo-profielaanbod-techniek", "deel": "techniek-excl-mvi", "periode": "2023/2024 duo-exams"}


def numbers(text):
    return [Decimal(each) for each in text.split()]


# Classes


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("values", "cuts"),
    [
        ("0 0 7.4 7.8 10.4 15.7 16.8 18.7 19.6 20.3 22.2 24.7 26 26.9 28.8", "10 18 20 26"),
        ("1 2 3 4 5 6 7 8 9 10", "4 6 8 10"),
        ("5 5 8", "8"),
        ("3 3", ""),
        ("0.12 0.14 0.16 0.18 0.2 0.22", "0.14 0.16 0.2 0.22"),
    ],
)
def test_classes_are_at_most_five_and_end_at_round_numbers(values, cuts):
    assert len(numbers(cuts)) <= 4
    assert list(classes_of(numbers(values)).cuts) == numbers(cuts)


@pytest.mark.one_database
@pytest.mark.parametrize("values", ["0 1 2 3 4 30", "0 100 31.2 50 70 65.01 66.02 67", "1 1 1 1 1 1 2 3 4 5 6 7 8"])
def test_every_class_has_a_value_and_every_value_a_class(values):
    classes = classes_of(numbers(values))
    places = [classes.place_of(value) for value in numbers(values)]

    assert set(places) == {each.place for each in classes}
    for value, place in zip(numbers(values), places, strict=True):
        found = next(each for each in classes if each.place == place)
        assert (found.low is None or value >= found.low) and (found.high is None or value < found.high)


@pytest.mark.one_database
def test_classes_are_told_in_words():
    share, count = Indicator(unit="percentage"), Indicator(unit="aantal")

    assert [class_in_words(each, share) for each in classes_of(numbers("1 7.5 20"))] == [
        "minder dan 7,5 procent",
        "7,5 tot 20 procent",
        "vanaf 20 procent",
    ]
    assert [class_in_words(each, count) for each in classes_of(numbers("0 1 2 4"))] == [
        "geen",
        "1",
        "2 tot en met 3",
        "4 of meer",
    ]
    assert [class_in_words(each, share) for each in classes_of(numbers("3"))] == ["overal hetzelfde"]


# The drawing


@pytest.fixture(scope="module")
def drawing():
    boundaries = json.loads((site.FIXTURES_DIR / "boundaries.json").read_text(encoding="utf-8"))
    return draw(boundaries, {code: f"Name of {code}" for code in boundaries})


@pytest.mark.one_database
def test_a_degree_of_longitude_is_drawn_shorter_than_one_of_latitude():
    square = [[[4, 52], [5, 52], [5, 53], [4, 53], [4, 52]]]

    found = draw({"A": square}, {"A": "A"})

    assert found.height / found.width == pytest.approx(1.64, abs=0.02)


@pytest.mark.one_database
def test_all_shapes_stay_on_the_drawing_with_their_label_inside(drawing):
    assert len(drawing.shapes) == 21
    for shape in drawing.shapes:
        points = [tuple(map(float, point.split())) for point in re.split("[MLZ]", shape.outline) if point]
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        assert min(xs) >= 0 and max(xs) <= WIDTH and min(ys) >= 0 and max(ys) <= drawing.height
        assert min(xs) < shape.x < max(xs) and min(ys) < shape.y < max(ys)


@pytest.mark.one_database
def test_a_name_stands_where_it_fits_only():
    wide = [(0, 0), (300, 0), (300, 60), (0, 60), (0, 0)]
    name = 12 * FONT * LETTER

    assert holds_box(wide, (150, 30), name)
    assert not holds_box(wide, (30, 30), name)
    assert not holds_box([(x / 4, y) for x, y in wide], (37, 30), name)


# The page


@pytest.fixture
def desk(client, filled, settings):
    work_fast(settings)
    make_colleague(may=["view_indicator"])
    return let_in(client)


def shown(client, **asked):
    return page(client.get(MAP, {**SHARE, **asked}))


def table(document):
    """Name to what stands there: number, figure, and the colour in words."""
    rows = document.all("table tbody tr")
    cells = [[cell.text for cell in row.children if not isinstance(cell, str)] for row in rows]
    return {name: (number, figure, words) for number, name, figure, words in cells}


def test_the_table_has_every_municipality_with_the_figure_of_that_counting(desk):
    rows = table(shown(desk))
    found = Observation.objects.calculated().of(
        indicator=SHARE["indicator"], period="2023/2024", category="techniek-excl-mvi", leerweg="BB+KB+GL"
    )
    stored = {each.region.name: each.figure for each in found if each.region.kind == "gemeente"}

    assert len(rows) == 21
    assert {name: figure.split(" tussen")[0] for name, (_number, figure, _words) in rows.items()} == stored
    assert rows["Den Haag"][1] == "27,4 tussen 26,3 en 28,6"


def test_a_municipality_without_pupils_is_a_pattern_and_one_where_nobody_follows_it_is_zero(desk):
    document = shown(desk)
    rows = table(document)

    assert rows["Wassenaar"][1:] == ("geen leerlingen", "geen leerlingen")
    patterned = document.all(".region-map__drawing [fill=url(#nobody)] title")
    assert "Wassenaar: geen leerlingen" in [each.text for each in patterned]
    assert "Barendrecht: 0,0 procent" not in [each.text for each in patterned]
    assert rows["Barendrecht"][1:] == ("0,0", "minder dan 30 procent")


def test_what_nobody_published_is_not_known(desk):
    document = shown(desk, indicator="vmbo-profielaanbod", deel="PIE", periode="2021 seor")

    assert table(document)["Delft"][1:] == ("niet bekend", "niet bekend")
    assert table(document)["Den Haag"][1] == "28,7"


def test_the_legend_says_every_class_in_words_with_the_number_of_municipalities(desk):
    document = shown(desk)
    lines = [each.text for each in document.all(".legend li")]

    assert lines[0] == "minder dan 30 procent 4 gemeenten"
    assert lines[-1] == "geen leerlingen 5 gemeenten"
    assert sum(int(re.search(r"(\d+) gemeente", line)[1]) for line in lines) == 21


def test_the_drawing_has_a_title_and_a_description_and_numbers_of_the_table(desk):
    document = shown(desk)
    svg = document.one(".region-map__drawing")

    assert svg.one("#map-drawn").text.startswith("Kaart: Aandeel leerlingen")
    assert "5 gemeenten hebben geen cijfer." in svg.one("#map-described").text
    assert "Rotterdam" in [each.text for each in svg.all(".map-name")]
    assert {each.text for each in svg.all(".map-number")} == {number for number, *_rest in table(document).values()}


def test_a_row_leads_to_the_indicator_for_that_municipality(desk):
    addresses = [each["href"] for each in shown(desk).all("table th a")]

    assert len(addresses) == 21
    response = desk.get(addresses[4])
    assert response.status_code == 200
    assert "gebied=GM0518" in addresses[4]
    assert "Den Haag" in response.content.decode()


def test_what_cannot_be_read_in_the_address_counts_as_not_asked(desk):
    found = desk.get(MAP, {"indicator": "x", "deel": "y", "periode": "z"}).context["map"]

    assert found.indicator.code == "vmbo-profielaanbod-techniek"
    assert str(found.counting) == "2023/2024 duo-exams"


def test_every_indicator_with_municipalities_can_be_drawn(desk):
    for each in desk.get(MAP).context["map"].indicators:
        assert len(table(shown(desk, indicator=each.code, deel="", periode=""))) == 21, each.code


def test_the_map_asks_the_database_as_often_for_any_indicator(desk):
    def queries(**asked):
        with CaptureQueriesContext(connection) as captured:
            desk.get(MAP, asked)
        return len(captured)

    queries()
    assert len({queries(), queries(**SHARE), queries(indicator="mbo-fietsafstand")}) == 1


def test_without_figures_the_page_says_so(desk):
    Observation.objects.all().delete()

    assert "Er zijn nog geen cijfers per gemeente." in desk.get(MAP).content.decode()
