"""The open data of figures: every published figure, each with its source or the reason why it is missing."""

import csv
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import Region, VmboProfile
from stats.models import Indicator, Observation

INDICATORS = "/api/v1/indicators"
OBSERVATIONS = "/api/v1/observations"


@pytest.fixture(autouse=True)
def figures(filled):
    """Every test asks about the tables of fixtures/."""


def ask(client, **question):
    response = client.get(OBSERVATIONS, {"pageSize": 1000, **question})
    assert response.status_code == 200, response.content
    return response.json()["results"]


def table(response):
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def make_figure(**fields):
    cell = {"indicator_id": "vmbo-profielkeuze", "region_id": "GM0599", "period": "2023/2024", "source_id": "seor"}
    return Observation.objects.create(**{**cell, "value": "1.5", "decimals": 1, **fields})


# What a figure says


def test_a_figure_has_exactly_these_fields(client):
    [figure] = ask(client, indicator="vmbo-profielkeuze", region="GM0599", profile="PIE", origin="published")

    assert figure == {
        "indicator": "vmbo-profielkeuze",
        "region": "GM0599",
        "period": "2021",
        "profile": "PIE",
        "leerweg": "BB+KB+GL",
        "category": None,
        "origin": "published",
        "value": 5.6,
        "low": None,
        "high": None,
        "unit": "percentage",
        "reason": None,
        "status": "final",
        "source": "seor",
        "reportTable": "3.5",
    }


def test_every_published_figure_is_open_data(client):
    told = {
        tuple(each[name] for name in ("indicator", "region", "period", "profile", "leerweg", "category")): each["value"]
        for each in ask(client, origin="published")
    }

    stored = [
        (each.indicator_id, each.region_id, str(each.period), each.profile_id, each.leerweg, each.category, each.value)
        for each in Observation.objects.published()
    ]
    assert len(told) == len(stored) > 300
    for *cell, value in stored:
        assert told[tuple(part or None for part in cell)] == (None if value is None else float(value))


def test_a_missing_figure_says_why_and_is_no_zero(client):
    make_figure(profile_id="PIE", value=None, reason="withheld")

    [figure] = ask(client, period="2023/2024", region="GM0599", profile="pie", leerweg="none")
    assert (figure["value"], figure["reason"]) == (None, "withheld")


def test_bounds_are_told_with_the_decimals_of_the_figure(client):
    make_figure(profile_id="PIE", value="12.04", low="11.96", high="12.1", origin="calculated", period="2017")

    [figure] = ask(client, period="2017", region="GM0599")
    assert (figure["value"], figure["low"], figure["high"]) == (12.0, 12.0, 12.1)


# The question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"region": ["GM0599", "NL01"], "profile": "PIE"}, {"region": {"GM0599", "NL01"}, "profile": {"PIE"}}),
        ({"region": "gm0599,nl01", "profile": "pie,BWI"}, {"region": {"GM0599", "NL01"}, "profile": {"PIE", "BWI"}}),
        ({"profile": "bouwen-wonen-en-interieur"}, {"profile": {"BWI"}}),
        ({"leerweg": "BB KB GL", "region": "MRDH"}, {"leerweg": {"BB+KB+GL"}, "region": {"MRDH"}}),
        ({"indicator": "tl-profielkeuze", "leerweg": "tl"}, {"leerweg": {"TL"}}),
        ({"category": "none", "indicator": "jongeren-groei,jongeren-10-20"}, {"category": {None}}),
        ({"category": "TECHNIEK-GEBOUWD,none", "profile": "none"}, {"category": {"techniek-gebouwd", None}}),
        ({"period": "2014-2017,2021"}, {"period": {"2014-2017", "2021"}}),
        ({"origin": "published"}, {"origin": {"published"}}),
    ],
)
def test_several_values_widen_and_several_names_narrow(client, question, expected):
    found = ask(client, **question)

    assert found
    for name, values in expected.items():
        assert {each[name] for each in found} == values


def test_a_question_that_nothing_fits_has_an_empty_answer(client):
    assert ask(client, period="1901") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("indicator", "bestaat-niet"),
        ("region", "GM9999"),
        ("period", "gisteren"),
        ("profile", "XX"),
        ("leerweg", "MAVO"),
        ("category", "bestaat-niet"),
        ("category", "a\x00b"),
        ("origin", "guessed"),
        ("pageSize", "1001"),
        ("page", "0"),
    ],
)
def test_what_is_not_known_is_refused_by_name(client, name, value):
    for form in ("json", "csv"):
        response = client.get(OBSERVATIONS, {name: value, "format": form})

        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        assert [each["name"] for each in response.json()["invalidParams"]] == [name]


def test_pages_follow_each_other_without_gap_or_repetition(client):
    address, walked = f"{OBSERVATIONS}?pageSize=100&region=MRDH,NL01&region=GM0599", []
    while address:
        answer = client.get(address).json()
        walked += [tuple(each.items()) for each in answer["results"]]
        address = answer["next"]

    assert len(set(walked)) == len(walked) == answer["count"] > 100
    assert client.get(OBSERVATIONS, {"page": 9999}).status_code == 404


# Indicators


def test_every_indicator_leads_to_its_figures(client):
    answer = client.get(INDICATORS).json()

    assert answer["count"] == len(answer["results"]) == Indicator.objects.count()
    for each in answer["results"]:
        figures = client.get(each["observations"]).json()
        assert figures["count"] == Observation.objects.filter(indicator=each["code"]).count()


def test_an_indicator_names_the_sources_of_its_figures_and_what_changed(client):
    make_figure(profile_id="PIE", source_id="duo-exams")
    indicator = client.get(f"{INDICATORS}/vmbo-profielkeuze").json()

    assert {"duo-exams", "seor"} <= {each["code"] for each in indicator["sources"]}
    assert indicator["definition"] == Indicator.objects.get(pk="vmbo-profielkeuze").definition
    assert all(each["date"] and each["text"] for each in indicator["releases"])
    assert client.get(f"{INDICATORS}/bestaat-niet").status_code == 404


# As a table


@pytest.mark.parametrize(
    "asked", [{"headers": {"accept": "text/csv"}}, {"data": {"format": "csv"}}], ids=["accept", "format"]
)
def test_a_table_holds_all_figures_of_the_question(client, asked):
    response = client.get(OBSERVATIONS, **asked)
    rows = table(response)

    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "Accept" in response["Vary"]
    assert len(rows) == Observation.objects.count()
    assert list(rows[0]) == list(client.get(OBSERVATIONS).json()["results"][0])


def test_a_table_says_the_same_as_json(client):
    question = {"indicator": "mbo-fietsafstand,jongeren-groei", "origin": "published"}
    rows = table(client.get(OBSERVATIONS, {**question, "format": "csv"}))

    for row, figure in zip(rows, ask(client, **question), strict=True):
        assert row == {name: "" if value is None else row[name] for name, value in figure.items()}
        assert figure["value"] is None or float(row["value"]) == figure["value"]
    shown = {(row["region"], row["category"]): row["value"] for row in rows}
    assert shown["GM0613", "techniek-gebouwd"] == "15.0"


def test_a_table_of_indicators_has_a_row_for_each(client):
    rows = table(client.get(INDICATORS, {"format": "csv"}))

    assert [row["code"] for row in rows] == [each["code"] for each in client.get(INDICATORS).json()["results"]]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\t=1", "'=1"])
def test_no_text_in_a_table_is_a_formula(client, text):
    Indicator.objects.filter(pk="jongeren-10-20").update(title=text)
    rows = table(client.get(INDICATORS, {"format": "csv"}))

    assert next(row["title"] for row in rows if row["code"] == "jongeren-10-20") == f"'{text}"


def test_a_number_below_zero_stays_a_number_in_a_table(client):
    make_figure(value="-2.5", period="2012")

    [row] = table(client.get(OBSERVATIONS, {"period": "2012", "format": "csv"}))
    assert row["value"] == "-2.5"


def test_an_unknown_form_of_answer_is_not_given(client):
    assert client.get(OBSERVATIONS, headers={"accept": "application/xml"}).status_code == 406
    assert client.get(OBSERVATIONS, {"format": "xml"}).status_code == 404


# The work it takes


def queries(client, address, **question):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, question)
        assert response.status_code == 200
        if response.streaming:
            b"".join(response.streaming_content)
    return len(captured)


@pytest.mark.parametrize(
    ("address", "question"),
    [
        (OBSERVATIONS, {"pageSize": 1000}),
        (OBSERVATIONS, {"indicator": "vmbo-profielkeuze", "region": "GM0599", "pageSize": 1000}),
        (OBSERVATIONS, {"format": "csv"}),
        (f"{INDICATORS}/vmbo-profielkeuze", {}),
        (INDICATORS, {}),
    ],
)
def test_many_figures_take_as_many_queries_as_few(client, address, question):
    client.get(address, question)
    few = queries(client, address, **question)
    make_many(600)

    assert queries(client, address, **question) == few <= 8


def make_many(count):
    """Figures of one indicator in all regions, profiles and years, until there are enough."""
    regions, profiles = list(Region.objects.values_list("pk", flat=True)), list(VmboProfile.objects.ten())
    Observation.objects.bulk_create(
        Observation(
            indicator_id="vmbo-profielkeuze",
            region_id=regions[number % len(regions)],
            profile=profiles[number % 10],
            period=str(1950 + number // 10 % 50),
            category=f"c{number}",
            source_id="seor",
            value=Decimal(number) / 1000,
        )
        for number in range(count)
    )


def test_a_count_is_made_once_per_state_of_the_data(client):
    client.get(OBSERVATIONS)
    with CaptureQueriesContext(connection) as captured:
        client.get(OBSERVATIONS, {"page": 2})

    assert not [each for each in captured.captured_queries if "COUNT" in each["sql"]]
