"""The pages about figures for staff: who may see them, which area they are about, and what they tell."""

import csv
import re
from collections import defaultdict
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from PIL import Image

from schools.models import Region, Role
from stats import pictures
from stats.charts import short_period
from stats.models import Indicator, Observation, Target, TargetValue
from stats.periods import Period

from .markup import page, parse
from .staff import let_in, make_colleague, make_member, work_fast
from .test_html import validator  # noqa: F401
from .test_stats import KEYS, published_file

pytestmark = pytest.mark.django_db

OVERVIEW = "/beheer/cijfers/"
PAGE = f"{OVERVIEW}vmbo-profielkeuze-techniek/"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def desk(client, filled):
    """A colleague who may look at figures, and the real data."""
    make_colleague(may=["view_indicator"])
    return let_in(client)


def observation(code, region, period, value, *, source="duo-exams", published=False, **fields):
    """A figure, calculated here unless it is said to be published."""
    bounds = {name: Decimal(fields.pop(name)) for name in ("low", "high") if name in fields}
    fields = {"leerweg": "BB+KB+GL", "decimals": 1, **fields}
    if code == "mbo-fietsafstand":
        fields["leerweg"] = ""
    origin = Observation.Origin.PUBLISHED if published else Observation.Origin.CALCULATED
    cell = {"indicator_id": code, "region_id": getattr(region, "pk", region), "source_id": source, "origin": origin}
    return Observation(period=period, value=Decimal(value), **cell, **bounds, **fields)


def observe(*cell, **fields):
    observation(*cell, **fields).save()


def aim(code, region, category, values, *, is_example=True, leerweg="BB+KB+GL"):
    target = Target.objects.create(
        indicator_id=code,
        region_id=region,
        category=category,
        leerweg=leerweg,
        owner="Onderwijs",
        decision="" if is_example else "Onderwijsnota",
        is_example=is_example,
    )
    for year, value in values.items():
        TargetValue.objects.create(target=target, year=year, value=value)


# Who may see them


def test_nobody_sees_figures_without_logging_in(client):
    assert client.get(OVERVIEW).url.startswith("/beheer/login/?next=")


def test_nobody_sees_figures_without_a_second_factor(client):
    colleague = make_colleague(app=False)
    client.force_login(colleague)

    assert client.get(OVERVIEW).url.startswith("/beheer/login/?next=")


def test_a_colleague_needs_the_right_to_look_at_figures(client):
    make_colleague(may=["view_report"])

    assert let_in(client).get(OVERVIEW).status_code == 403
    assert "Regiobeeld" not in client.get("/beheer/").content.decode()


def test_the_menu_leads_to_the_figures_and_shows_where_one_is(desk):
    start, overview = (desk.get(address).content.decode() for address in ("/beheer/", OVERVIEW))

    assert f'<a href="{OVERVIEW}">Regiobeeld</a>' in start
    assert f'<a href="{OVERVIEW}" aria-current="page">Regiobeeld</a>' in overview


# The area


def area_of(response):
    context = response.context
    return (context["area"] if "area" in context else context["question"].area).code


def test_an_area_is_remembered_until_another_is_chosen(desk):
    assert area_of(desk.get(OVERVIEW)) == "MRDH"
    assert area_of(desk.get(f"{OVERVIEW}?gebied=GM0518")) == "GM0518"
    assert area_of(desk.get(OVERVIEW)) == "GM0518"
    assert area_of(desk.get(f"{OVERVIEW}?gebied=GM9999")) == "GM0518"


def test_an_officer_begins_with_the_own_municipality_and_chooses_others_from_there(client, filled):
    make_member("delft", Role.VIEWER, "GM0503")
    desk = let_in(client, "delft")

    for address in (OVERVIEW, PAGE, f"{OVERVIEW}notitie/", f"{OVERVIEW}doelen/"):
        assert area_of(desk.get(address)) == "GM0503", address
    assert area_of(desk.get(f"{OVERVIEW}?gebied=MRDH")) == "MRDH"
    assert area_of(desk.get(OVERVIEW)) == "MRDH"


def test_the_areas_are_the_municipalities_and_what_lies_around_them(desk):
    areas = desk.get(OVERVIEW).context["areas"]

    kinds = ["gemeente"] * 21 + ["metropoolregio"] + ["corop"] * 3 + ["provincie", "land"]
    assert [area.kind for area in areas] == kinds


# The overview


def standing(response, code):
    """The rows of an indicator in the overview, as texts."""
    link = f"/beheer/cijfers/{code}/?gebied={area_of(response)}"
    rows = page(response).all(".standings tr")
    return [row.text for row in rows if any(a["href"] == link for a in row.all("a"))]


def test_the_overview_shows_the_newest_figure_beside_region_and_country(desk):
    published, calculated = standing(desk.get(f"{OVERVIEW}?gebied=GM0518"), "vmbo-profielkeuze-techniek")

    assert "Gepubliceerd, 2021." in published
    assert "Den Haag8,0 Regio15,2 Nederland17,4 7,2 procentpunt lager dan in de metropoolregio." in published
    assert "Hier berekend, schooljaar 2023-2024." in calculated
    assert "tussen " in calculated


def test_every_indicator_stands_under_its_theme(desk):
    sections = {each.one("h2").text: each for each in page(desk.get(OVERVIEW)).all(".theme")}

    assert list(sections) == [str(label) for label in Indicator.Theme.labels]
    linked = {a["href"].split("/")[3] for section in sections.values() for a in section.all("th a")}
    assert linked == set(Indicator.objects.values_list("code", flat=True))


def test_the_overview_says_how_a_figure_developed(desk):
    observe("tl-nask-examen", "GM0518", "2022/2023", "30.0", leerweg="TL")
    observe("tl-nask-examen", "GM0518", "2023/2024", "33.0", leerweg="TL")
    observe("mbo-fietsafstand", "GM0503", "2023", "19.8", category="techniek-gebouwd", source="seor", published=True)

    [_country, own] = standing(desk.get(f"{OVERVIEW}?gebied=GM0518"), "tl-nask-examen")
    [cycling] = standing(desk.get(f"{OVERVIEW}?gebied=GM0503"), "mbo-fietsafstand")

    assert "Stijgt: was 30,0 in schooljaar 2022-2023." in own
    assert "Gelijk gebleven: was 19,8 in 2023." in cycling


def test_a_change_within_what_was_withheld_is_no_change(desk):
    observe("tl-nask-examen", "GM0518", "2022/2023", "30", leerweg="TL", low="28", high="32")
    observe("tl-nask-examen", "GM0518", "2023/2024", "33", leerweg="TL", low="31", high="35")

    [_country, own] = standing(desk.get(f"{OVERVIEW}?gebied=GM0518"), "tl-nask-examen")

    assert "Verandering niet zeker: was 30,0 in schooljaar 2022-2023." in own


def test_a_gap_is_told_with_its_reason(desk):
    [growth] = standing(desk.get(f"{OVERVIEW}?gebied=GM0503"), "jongeren-groei")
    [_published, choice] = standing(desk.get(f"{OVERVIEW}?gebied=GM0542"), "vmbo-profielkeuze-techniek")

    assert "Delftgeen cijfer" in growth and "Voor Delft geeft deze bron geen cijfer." in growth
    assert "geen leerlingen" in choice
    assert "Voor Krimpen aan den IJssel is er geen cijfer: daar waren geen leerlingen." in choice


def test_the_province_stands_in_where_the_region_has_no_figure(desk):
    [row] = standing(desk.get(f"{OVERVIEW}?gebied=GM0599"), "vmbo-doorstroom-mbo-techniek")

    assert "Regio79 provincie" in row
    assert "provincie Zuid-Holland" in row


@pytest.mark.parametrize("is_example", [True, False])
def test_a_target_stands_beside_its_figure(desk, is_example):
    aim("vmbo-profielkeuze-techniek", "GM0518", "techniek-excl-mvi", {2030: 12}, is_example=is_example)

    first = standing(desk.get(f"{OVERVIEW}?gebied=GM0518"), "vmbo-profielkeuze-techniek")[0]
    text = page(desk.get(f"{PAGE}?gebied=GM0518")).text

    assert ("Doel 2030: 12 (voorbeeld)" in first) is is_example
    assert ("Dit doel is een voorbeeld." in text) is is_example
    assert ("Besluit: Onderwijsnota." in text) is not is_example


def test_a_target_for_less_is_reached_from_above(desk):
    aim("mbo-fietsafstand", "GM0503", "techniek-gebouwd", {2024: 20, 2030: 20}, leerweg="")

    [row] = standing(desk.get(f"{OVERVIEW}?gebied=GM0503"), "mbo-fietsafstand")

    assert "Doel 2030: 20 (voorbeeld) gehaald" in row


# The page of an indicator


def test_every_figure_of_the_report_stands_on_the_page_of_its_indicator(desk):
    published = {tuple(row[key] for key in KEYS): row for row in published_file("observations.csv")}
    asked = defaultdict(list)
    for code, region, _period, profile, _leerweg, category in published:
        asked[code, profile or category].append(region)

    found = {}
    for (code, split), regions in asked.items():
        response = desk.get(f"{OVERVIEW}{code}/", {"gebied": "MRDH", "vergelijk": regions, "deel": split})
        found |= {(code, split, *key): text for key, text in development(table_of(response)).items()}

    for key, row in published.items():
        code, region, period, profile, _leerweg, category = key
        name = "Metropoolregio" if region == "MRDH" else Region.objects.get(pk=region).name
        expected = row["value"].replace(".", ",").replace("-", "−") if row["value"] else "geen leerlingen"
        shown = found[code, profile or category, name, short_period(Period.parse(period))]
        assert shown.replace(".", "") == expected, key
    assert len(published) == 328


def table_of(response):
    """Only the table of published figures: to read a hundred long pages as a whole takes long."""
    return parse(re.search(r'<table aria-labelledby="published-areas .*?</table>', response.content.decode(), re.S)[0])


def development(document):
    """The table of published figures: (area, period) to text."""
    [table] = [each for each in document.all("table") if each.get("aria-labelledby", "").startswith("published-areas")]
    periods = [th.text for th in table.all("thead th")][1:]
    return {
        (row.one("th").text, period): cell.text
        for row in table.all("tbody tr")
        for period, cell in zip(periods, row.all("td"), strict=True)
    }


def test_the_sums_of_the_text_stand_beside_the_parts(desk):
    sums = {"NL01": "17,4", "MRDH": "15,2", "GM0599": "20,1", "GM0518": "8,0"}

    for code, total in sums.items():
        table = development(page(desk.get(f"{PAGE}?gebied={code}")))
        assert total in table.values()


def test_the_page_begins_with_a_sentence(desk):
    document = page(desk.get(f"{PAGE}?gebied=GM0518"))

    assert document.one("#sentence").text.startswith(
        "Het aandeel leerlingen in een technisch profiel was in 2021 in Den Haag 8,0 procent (Techniek, zonder MVI). "
        "In de metropoolregio was dat 15,2 procent. In heel Nederland was dat 17,4 procent. "
        "Uit DUO, examenkandidaten per vestiging is berekend dat het in schooljaar 2023-2024 "
    )


def test_a_new_indicator_is_a_row(desk):
    Indicator.objects.create(
        code="lessen", title="Aantal lessen", unit="aantal", source_id="seor", origin="ons", definition="Lessen."
    )
    observe("lessen", "GM0518", "2019-10-01", "1234", leerweg="", source="seor", published=True, decimals=0)

    document = page(desk.get(f"{OVERVIEW}lessen/?gebied=GM0518"))

    assert document.one("#sentence").text == "Het aantal lessen was op 1 oktober 2019 in Den Haag 1.234."


def test_published_and_calculated_figures_stand_apart_and_the_page_says_why(desk):
    document = page(desk.get(f"{PAGE}?gebied=GM0518"))

    published, calculated = document.all(".series")
    assert "8,0" in published.text and "2023/24" not in published.text
    assert "2023/24" in calculated.text and "SEOR" not in calculated.text
    why = document.one(".figure-pages__why").text
    assert "Gepubliceerd: SEOR, 11 mei 2026 (2021)." in why
    assert "DUO, leerlingen per vestiging (2019)" in why


def test_figures_can_be_shown_as_a_difference(desk):
    document = page(desk.get(f"{PAGE}?gebied=GM0518&tegenover=MRDH"))

    table = development(document)
    assert table["Den Haag", "2021"] == "−7,2"
    assert table["Metropoolregio", "2021"] == "0,0"
    assert table["Nederland", "2021"] == "+2,2"
    assert "Procentpunt" in document.one("#published-areas-of").text


def test_an_area_does_not_differ_from_itself(desk):
    calculated = page(desk.get(f"{PAGE}?gebied=MRDH&tegenover=MRDH")).all(".series")[1]

    own = calculated.all("tr.own")[0]
    assert {cell.text for cell in own.all("td")[:-1]} == {"0,0"}


def test_areas_part_and_period_can_be_chosen(desk):
    asked = {"gebied": "GM0599", "vergelijk": ["", "GM0518"], "deel": "BWI", "periode": "2019"}
    response = desk.get(f"{OVERVIEW}vmbo-profielkeuze/", asked)
    document = page(response)

    assert [key[0] for key in development(document)] == ["Rotterdam", "Den Haag"]
    assert document.one("#calculated-municipalities").text == "De 21 gemeenten, 2019"
    assert document.one("#part").one("[selected]").text == "Bouwen, wonen en interieur (BWI)"


def test_what_cannot_be_read_in_an_address_counts_as_not_asked(desk):
    plain = desk.get(f"{PAGE}?gebied=GM0518")
    odd = desk.get(f"{PAGE}?gebied=GM0518&deel=zzz&leerweg=q&periode=gisteren&tegenover=GM0503")

    assert odd.status_code == 200
    assert page(odd).one("#sentence").text == page(plain).one("#sentence").text


def test_the_same_question_has_one_address(desk):
    one = desk.get(f"{PAGE}?deel=techniek-excl-mvi&gebied=GM0518&x=1")
    other = desk.get(f"{PAGE}?gebied=GM0518&deel=techniek-excl-mvi")

    assert one.context["permalink"] == other.context["permalink"]
    assert page(desk.get(one.context["permalink"])).one("#sentence").text == page(one).one("#sentence").text


def test_definition_method_source_and_changes_stand_on_the_page(desk):
    text = page(desk.get(f"{OVERVIEW}vmbo-doorstroom-mbo-techniek/")).one(".about-figures").text

    indicator = Indicator.objects.get(pk="vmbo-doorstroom-mbo-techniek")
    for said in (indicator.definition, indicator.method, "SEOR, 11 mei 2026", "Dubbele rij in tabel 3.6"):
        assert said in text


def test_an_unknown_indicator_or_chart_is_not_found(desk):
    assert desk.get(f"{OVERVIEW}zzz/").status_code == 404
    assert desk.get(f"{PAGE}zzz.svg").status_code == 404


# Every page


@pytest.mark.one_database
def test_pages_are_well_formed_and_have_one_heading(desk):
    codes = Indicator.objects.values_list("code", flat=True)
    for address in [OVERVIEW, *(f"{OVERVIEW}{code}/" for code in codes)]:
        document = page(desk.get(f"{address}?gebied=GM0503"))
        ids = [each["id"] for each in document.elements if each.get("id")]

        assert len(document.all("h1")) == 1, address
        assert len(ids) == len(set(ids)), address
        assert not [each for each in document.elements if each.get("style")], address


@pytest.mark.one_database
def test_pages_hold_to_the_html_standard(desk, validator, tmp_path):  # noqa: F811
    for number, address in enumerate([OVERVIEW, PAGE, f"{OVERVIEW}vmbo-profielkeuze/", f"{OVERVIEW}jongeren-groei/"]):
        (tmp_path / f"{number}.html").write_bytes(desk.get(f"{address}?gebied=GM0518").content)

    # A browser forgets what a table is once it is laid out as blocks on a phone; so its roles are written out.
    assert [each for each in validator(tmp_path) if "role" not in each[1]] == []


@pytest.mark.one_database
def test_every_chart_has_a_title_a_description_and_its_figures_as_a_table(desk):
    for code in Indicator.objects.values_list("code", flat=True):
        document = page(desk.get(f"{OVERVIEW}{code}/?gebied=GM0518"))
        for chart in document.all("svg.chart"):
            titles = [document.one(f"#{name}").text for name in chart["aria-labelledby"].split()]
            assert chart["role"] == "img" and all(titles), code
            module = next(each for each in chart.ancestors if "module" in each.classes)
            cells = {cell.one(".number").text for cell in module.all("td") if cell.all(".number")}
            drawn = {text.text for name in ("text", "text-own") for text in chart.all(f".chart__{name}")}
            assert {text for text in drawn if re.fullmatch(r"[+−]?[\d.]+(,\d+)?", text)} <= cells, code


def queries(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("address", [OVERVIEW, PAGE, f"{PAGE}cijfers.csv"])
def test_pages_ask_the_database_as_often_for_many_figures_as_for_few(desk, address):
    desk.get(f"{address}?gebied=GM0599")  # the areas to choose from are read once
    few = queries(desk, f"{address}?gebied=GM0503")
    more = [
        observation("vmbo-profielkeuze-techniek", region, f"{year}/{year + 1}", "10", category="techniek-excl-mvi")
        for region in Region.objects.within("MRDH")
        for year in range(1980, 2015)
    ]
    Observation.objects.bulk_create(more)

    assert queries(desk, f"{address}?gebied=GM0518") == few


# Downloads


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_figures_of_a_page_read_back_as_they_are_shown(desk, kind):
    rows = downloaded(desk.get(f"{PAGE}cijfers.{kind}?gebied=GM0518"), kind)

    own = next(row for row in rows if row["gebied"] == "GM0518" and row["herkomst"] == "gepubliceerd")
    assert (own["periode"], own["categorie"], own["bron"]) == ("2021", "techniek-excl-mvi", "SEOR, 11 mei 2026")
    assert str(own["waarde"]).replace(",", ".") in ("8.0", "8")
    assert {row["gebied"] for row in rows} >= {"MRDH", "NL01", "GM0503"}
    nil = [row for row in rows if row["waarom het ontbreekt"] == "geen leerlingen"]
    assert nil and all(row["waarde"] in ("", None) for row in nil)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_a_download_becomes_a_formula(desk, kind):
    Indicator.objects.filter(pk="vmbo-profielkeuze-techniek").update(title='=HYPERLINK("http://example.org")')

    response = desk.get(f"{PAGE}cijfers.{kind}?gebied=GM0518")

    if kind == "csv":
        assert ";\"'=HYPERLINK" in response.content.decode("utf-8-sig")
    else:
        cells = [cell for row in load_workbook(BytesIO(response.content)).active.iter_rows() for cell in row]
        [*found] = [cell for cell in cells if str(cell.value).startswith("=")]
        assert found and {cell.data_type for cell in found} == {"s"}


def downloaded(response, kind):
    if kind == "csv":
        return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    titles, *rows = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_a_chart_can_be_taken_along_as_svg(desk):
    response = desk.get(f"{PAGE}published-gebieden.svg?gebied=GM0518")

    root = parse(response.content.decode())
    texts = [each.text for each in root.all("text")]
    assert response["Content-Type"].startswith("image/svg+xml")
    assert {"Den Haag", "8,0"} <= set(texts)
    assert texts[-1].startswith("SEOR, 11 mei 2026, paragraaf 3.2.1.") or texts[-2].startswith("SEOR, 11 mei 2026")
    assert not [each for each in root.elements if each.get("style")]


@pytest.mark.one_database
def test_a_chart_can_be_taken_along_as_png(desk):
    pytest.importorskip("weasyprint")

    response = desk.get(f"{PAGE}calculated-gemeenten.png?gebied=GM0518")

    picture = Image.open(BytesIO(response.content)).convert("RGB")
    assert picture.width > 1000
    own = (0x0B, 0x5A, 0x73)
    assert any(max(abs(a - b) for a, b in zip(color, own, strict=True)) < 4 for _n, color in picture.getcolors(10**6))


def test_without_its_libraries_the_page_says_that_there_is_no_png(desk, monkeypatch):
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    pictures.can_make_png.cache_clear()

    text = page(desk.get(f"{PAGE}?gebied=GM0518")).text

    pictures.can_make_png.cache_clear()
    assert "PNG kan deze server niet maken." in text
    assert "Download als PNG" not in text


# Recalculating

RECALCULATE = f"{OVERVIEW}bereken/"


def test_recalculating_needs_the_right_to_change_figures(desk):
    assert desk.get(RECALCULATE).status_code == 403
    assert desk.post(RECALCULATE).status_code == 403
    assert "Bereken opnieuw" not in desk.get(OVERVIEW).content.decode()


def test_recalculating_asks_first_and_tells_what_changed(client, filled, settings, tmp_path):
    lines = (settings.FIXTURES_DIR / "calculated.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    settings.FIXTURES_DIR = tmp_path
    mine = [lines[0], *(line for line in lines if line.startswith("vmbo-profielkeuze-techniek,GM0518,2019"))]
    (tmp_path / "calculated.csv").write_text("".join(mine), encoding="utf-8")
    make_colleague(may=["view_indicator", "change_observation"])
    let_in(client)
    wrong = Observation.objects.calculated().known().of(region="GM0518", period="2019")
    wrong.update(value=1, low=None, high=None)

    asked = client.get(RECALCULATE)
    done = client.post(RECALCULATE, follow=True)

    assert "Bereken opnieuw" in client.get(OVERVIEW).content.decode()
    assert "nog geen landelijk bestand van DUO ingelezen" in page(asked).text
    assert "Er is niets berekend" in page(done).one(".messagelist").text
    own = Observation.objects.calculated().of(indicator="vmbo-profielkeuze-techniek", region="GM0518", period="2019")
    assert [round(each.value, 1) for each in own.filter(category="techniek-excl-mvi")] == [Decimal("7.8")]
