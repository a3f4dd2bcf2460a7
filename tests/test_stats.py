"""Figures: exactly as published, said in words with their source, and silent about nothing that is missing."""

import csv
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.urls import reverse

from schools.fixtures import follow
from schools.models import DataVersion, ProfileModule, Region, Source, VmboProfile
from schools.recalculation import change_data
from stats.figures import figures
from stats.fixtures import TABLES
from stats.models import Indicator, Observation
from stats.wording import FIRST, NEXT

from .markup import page
from .staff import let_in, make_colleague, work_fast

FIGURES = settings.FIXTURES_DIR / "observations.csv"
KEYS = ("indicator", "region", "period", "profile", "leerweg", "category")


def published_file(name):
    """A file with the figures of the report, or the test is skipped: they are not part of the project."""
    duo = os.environ.get("DUO_FILES")
    data = Path(duo).parent if duo else settings.BASE_DIR.parent / "shared" / "data"
    if not (data / "seor-2026" / name).exists():
        pytest.skip(f"{name} of the report is not in {data}")
    with (data / "seor-2026" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def say(code, region, profile="", category="", show="said"):
    text = "{% load figures %}{% figure code region=region profile=profile category=category as said %}{{ " + show
    parts = {"code": code, "region": region, "profile": profile, "category": category}
    return Template(text + "|safe }}").render(Context(parts))


# The tables


def test_all_figures_equal_the_published_file_to_the_last_decimal(filled):
    published = {tuple(row[key] for key in KEYS): row for row in published_file("observations.csv")}

    stored = {
        (each.indicator_id, each.region_id, str(each.period), each.profile_id or "", each.leerweg, each.category): each
        for each in Observation.objects.published()
    }

    assert len(published) == 328
    assert stored.keys() == published.keys()
    for key, row in published.items():
        value = stored[key].value
        assert ("" if value is None else f"{value:.{stored[key].decimals}f}") == row["value"], key
        assert (stored[key].reason, stored[key].report_table) == (row["status"], row["table"]), key


def test_all_indicators_and_regions_of_the_report_are_there(filled):
    indicators = {row["code"]: (row["title"], row["unit"], row["source"]) for row in published_file("indicators.csv")}
    regions = {row["code"]: row["type"] for row in published_file("regions.csv")}

    assert len(indicators) == 21
    assert indicators.items() <= dict(zip_rows(Indicator, "code", "title", "unit", "origin")).items()
    assert dict(Region.objects.filter(pk__in=regions).values_list("code", "kind")) == regions


def zip_rows(model, key, *values):
    return ((row[0], row[1:]) for row in model.objects.values_list(key, *values))


def test_the_fixture_writes_as_many_decimals_as_were_published():
    with FIGURES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert len(row["value"].partition(".")[2]) == int(row["decimals"]), row


def test_every_figure_bears_its_source_and_its_place_in_it(filled):
    published = Observation.objects.published()
    assert set(published.values_list("source__name", flat=True)) == {"SEOR, 11 mei 2026"}
    assert not published.filter(report_table="").exists()
    for field in ("definition", "question", "method", "origin"):
        assert not Indicator.objects.filter(**{field: ""}).exists(), field


@pytest.mark.parametrize(
    ("value", "decimals", "shown"), [("13.0", 1, "13,0"), ("13", 0, "13"), ("277768", 0, "277.768")]
)
def test_a_figure_keeps_the_decimals_it_was_published_with(filled, value, decimals, shown):
    observation = Observation.objects.exclude(value=None).first()
    Observation.objects.filter(pk=observation.pk).update(value=Decimal(value), decimals=decimals)
    observation.refresh_from_db()

    assert observation.figure == shown


@pytest.mark.parametrize("profile", ["PIE", None])
def test_a_figure_is_there_once(filled, profile):
    known = Observation.objects.filter(profile=profile).first()
    known.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        known.save()


@pytest.mark.parametrize(("value", "reason"), [(None, ""), (Decimal(0), "nil")])
def test_a_figure_has_a_value_or_the_reason_why_not(filled, value, reason):
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=Observation.objects.first().pk).update(value=value, reason=reason)


@pytest.mark.parametrize(("low", "high"), [(30, 32), (34, 40), (30, None), (None, 40)])
def test_the_bounds_of_a_figure_stand_on_both_sides_of_it(filled, low, high):
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(indicator="tl-nask-examen", value=33).update(low=low, high=high)


# Filling


def test_a_filled_site_without_figures_gets_them_at_the_next_start(filled):
    Observation.objects.published().delete()
    Indicator.objects.filter(observations=None).delete()
    version = DataVersion.current()

    call_command("fill")

    assert Observation.objects.published().count() == 328
    assert DataVersion.current() == version + 1


def test_a_filled_site_follows_what_changes_in_the_fixtures(filled):
    before = list(Observation.objects.order_by("pk").values())
    Observation.objects.published().filter(value__gt=50).update(value=1)
    Observation.objects.published().filter(region="GM0637").delete()
    Observation.objects.create(
        indicator_id="tl-nask-examen", region_id="PV28", period="2031", value=1, report_table="9", source_id="seor"
    )
    ProfileModule.objects.filter(profile="PIE").delete()

    call_command("fill")

    assert without_number(Observation.objects.values()) == without_number(before)
    assert ProfileModule.objects.filter(profile="PIE", kind="module").count() == 4


def without_number(rows):
    return sorted(str({**row, "id": 0}) for row in rows)


def test_filling_again_leaves_figures_and_data_version(filled):
    version = DataVersion.current()

    assert follow(TABLES) is False
    assert DataVersion.current() == version


def test_a_filled_site_gets_new_sources_and_keeps_those_that_editors_wrote(filled):
    Source.objects.create(code="oud", kind="publication", name="Van een redacteur")
    Source.objects.filter(pk="seor").update(licence="nagevraagd")
    Source.objects.filter(pk="bag").delete()

    call_command("fill")

    assert Source.objects.filter(pk__in=["oud", "bag"]).count() == 2
    assert Source.objects.get(pk="seor").licence == "nagevraagd"


# In words


@pytest.mark.parametrize(
    ("region", "profile", "sentences"),
    [
        (
            "PV28 NL01",
            "PIE",
            "In de provincie Zuid-Holland ging 79 procent van de leerlingen met dit profiel naar techniek of ICT "
            "op het mbo (schooljaar 2023-2024). In heel Nederland was dat 81 procent.",
        ),
        (
            "GM0518",
            "MET",
            "In Den Haag ging 50 procent van de leerlingen met dit profiel naar techniek of ICT op het mbo "
            "(schooljaar 2023-2024).",
        ),
    ],
)
def test_the_way_to_technique_is_said_as_in_table_3_6(filled, region, profile, sentences):
    assert say("vmbo-doorstroom-mbo-techniek", region, profile) == sentences


@pytest.mark.parametrize(
    ("code", "category", "region", "sentences"),
    [
        (
            "mbo-fietsafstand",
            "techniek-gebouwd",
            "GM0613 MRDH",
            "In 2024 woonden studenten techniek en bouw uit Albrandswaard gemiddeld 15,0 kilometer fietsen van school. "
            "In de metropoolregio was dat gemiddeld 19,6 kilometer.",
        ),
        (
            "mbo-reistijd-ov",
            "creatief-ict",
            "GM0637 MRDH",
            "In 2024 was de reis met het openbaar vervoer voor studenten ICT en media uit Zoetermeer gemiddeld "
            "69,8 minuten. In de metropoolregio was dat gemiddeld 53,0 minuten.",
        ),
    ],
)
def test_travel_is_said_as_in_table_3_4(filled, code, category, region, sentences):
    assert say(code, region, category=category) == sentences


def test_choices_in_the_theoretische_leerweg_are_said_as_in_table_3_7(filled):
    said = say("tl-profielkeuze", "NL01", category="techniek economie nog-geen")

    assert said == (
        "In heel Nederland koos 11 procent van de leerlingen het profiel techniek (schooljaar 2024-2025). "
        "42 procent koos het profiel economie. 23 procent had nog geen profiel."
    )


def test_the_newest_period_is_said(filled):
    assert "33 procent" in say("tl-nask-examen", "NL01")


def test_a_figure_without_its_own_words_is_said_with_its_title(filled):
    said = say("havo-vwo-n-profiel", "CR29", category="havo")

    assert said.startswith("In de regio Groot-Rijnmond (schooljaar 2024-2025): 39 procent. Aandeel leerlingen")


def test_a_missing_figure_says_why_and_is_never_zero(filled):
    assert say("vmbo-doorstroom-mbo-techniek", "GM0599", "GR") == (
        "Voor Rotterdam is er geen cijfer: daar waren geen leerlingen met dit profiel."
    )
    assert say("vmbo-doorstroom-mbo-techniek", "MRDH", "GR") == "Voor de metropoolregio geeft deze bron geen cijfer."


def test_after_a_missing_figure_the_next_one_says_what_is_measured(filled):
    said = say("vmbo-doorstroom-mbo-techniek", "GM0599 NL01", "GR")

    assert said.endswith(
        "In heel Nederland ging 29 procent van de leerlingen met dit profiel naar techniek of ICT op het "
        "mbo (schooljaar 2023-2024)."
    )


def test_an_indicator_without_figures_says_nothing(filled):
    Observation.objects.filter(indicator="mbo-fietsafstand").delete()

    assert say("mbo-fietsafstand", "MRDH") == ""


def test_every_sentence_on_public_pages_has_one_number_besides_its_period(filled):
    known = figures()
    for each in Observation.objects.filter(indicator__in={key.split()[0] for key in FIRST}).exclude(value=None):
        said = known.say(each.indicator_id, [each.region_id, "NL01"], each.profile_id or "", [each.category])
        for figure in said:
            bare = re.sub(r"\(.*?\)|In 20\d\d ", "", figure.sentence)
            assert len(re.findall(r"\d+(?:[.,]\d+)*", bare)) == figure.is_known, figure.sentence


def test_the_source_names_report_table_and_origin(filled):
    source = say("vmbo-doorstroom-mbo-techniek", "PV28 NL01", "PIE", show="said.source")

    assert source == (
        "SEOR, 11 mei 2026, tabel 3.6. Cijfers van Platform Talent voor Technologie, dashboard, bewerking SEOR."
    )
    assert "tabel 3.4, 3.2 en 3.3." in say("mbo-reistijd-ov", "GM0503 MRDH", "", "creatief-ict", show="said.source")
    assert "paragraaf 3.3.1." in say("tl-nask-examen", "NL01", show="said.source")


def test_the_number_stands_out_in_the_page_and_the_rest_is_escaped(filled):
    Region.objects.filter(pk="GM0503").update(name="A & <b>")
    marked = say("mbo-fietsafstand", "MRDH GM0503", "", "creatief-ict", show="said.figures.1.marked")

    assert marked == 'In A &amp; &lt;b&gt; was dat gemiddeld <strong class="figure">17,0 kilometer.</strong>'


def test_words_belong_to_indicators_that_exist(filled):
    codes = set(Indicator.objects.values_list("code", flat=True))

    assert {key.split()[0] for key in {*FIRST, *NEXT}} <= codes
    asked = {
        code
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for code in re.findall(r'{% figure "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert asked and asked <= codes


def test_figures_cost_as_many_queries_for_many_as_for_one(filled, django_assert_num_queries):
    text = "{% load figures %}{% for code in codes %}{% figure indicator region=code category=category %}{% endfor %}"
    regions = list(Region.objects.within("MRDH").values_list("code", flat=True))
    asked = {"indicator": "mbo-fietsafstand", "category": "creatief-ict"}

    with django_assert_num_queries(3):  # data version, figures of the indicator, regions
        Template(text).render(Context({"codes": regions, **asked}))
    with django_assert_num_queries(1):
        Template(text).render(Context({"codes": regions, **asked}))


def test_a_changed_figure_is_said_at_once(filled):
    assert "33 procent" in say("tl-nask-examen", "NL01")

    change_data(lambda: Observation.objects.filter(indicator="tl-nask-examen").update(value=34))

    assert "34 procent" in say("tl-nask-examen", "NL01")


# On the pages


def test_a_profile_page_says_where_the_profile_leads(client, filled):
    for profile in VmboProfile.objects.ten():
        shown = page(client.get(reverse("profile", args=[profile.slug])))
        said = [each.text for each in shown.all(".figures .said")]
        published = Observation.objects.filter(indicator="vmbo-doorstroom-mbo-techniek", profile=profile)
        assert len(said) == published.count() == 4
        for each in published.exclude(value=None):
            assert any(f"{each.value:.0f} procent" in sentence for sentence in said), profile


def test_a_municipality_page_says_the_travel_beside_that_of_the_region(client, filled):
    for region in Region.objects.within("MRDH"):
        shown = page(client.get(reverse("municipality", args=[region.slug])))
        said = " ".join(each.text for each in shown.all(".figures .said"))
        published = Observation.objects.filter(region__in=[region, "MRDH"], indicator__code__startswith="mbo-")
        for each in published.filter(category__in=["techniek-gebouwd", "creatief-ict"]).select_related("indicator"):
            assert f"{each.figure} {each.indicator.get_unit_display()}" in said, (region, each)


def test_a_municipality_without_figures_says_so(client, filled):
    Observation.objects.filter(region="GM0503").delete()

    assert "Voor Delft geeft deze bron geen cijfer." in client.get("/gemeenten/delft/").content.decode()


# For staff


@pytest.mark.parametrize("model", [Indicator, Observation])
def test_staff_look_figures_up_and_change_nothing(client, filled, settings, model):
    work_fast(settings)
    make_colleague()
    let_in(client)
    address = f"/beheer/stats/{model._meta.model_name}/"
    row = model.objects.first().pk

    assert client.get(address).status_code == 200
    assert client.get(f"{address}?q=fietsafstand").context["cl"].result_count > 0
    assert client.get(f"{address}{row}/change/").status_code == 200
    assert client.post(f"{address}{row}/change/", {}).status_code == 403
    assert client.get(f"{address}add/").status_code == 403
    assert client.post(f"{address}{row}/delete/", {"post": "yes"}).status_code == 403
