"""The tables of figures: what they refuse, how they are asked, and what fixtures may and may not change."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from stats.figures import figures
from stats.models import Indicator, Observation, Release, Target
from stats.periods import Period, PeriodError
from stats.wording import bounds_in_words, category_in_words, source_in_words, value_in_words, without_figure

BY_OTHERS = {"indicator_id": "tl-nask-examen", "region_id": "NL01", "leerweg": "TL", "source_id": "duo-exams"}


def make_observation(period="2024/2025", value=40, **fields):
    return Observation.objects.create(**{**BY_OTHERS, "period": period, "value": value, "decimals": 0, **fields})


def values(found):
    return [float(each.value) for each in found.order_by("value")]


def refused(**fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_observation(**fields)
    return True


# What was published adds up


@pytest.mark.parametrize(
    ("region", "share"), [("NL01", "17.4"), ("MRDH", "15.2"), ("GM0599", "20.1"), ("GM0518", "8.0")]
)
def test_the_share_of_technique_in_the_text_follows_from_the_profiles_in_table_3_5(filled, region, share):
    published = Observation.objects.published()
    parts = published.of(indicator="vmbo-profielkeuze", region=region).filter(profile__technical=True).known()
    [whole] = published.of(indicator="vmbo-profielkeuze-techniek", region=region)

    assert sum(part.value for part in parts) == whole.value == Decimal(share)
    assert whole.category == "techniek-excl-mvi"


# Cells


def test_published_and_calculated_figures_of_one_cell_stand_beside_each_other(filled):
    make_observation(source_id="seor", origin=Observation.Origin.CALCULATED, value=34)
    make_observation(value=35)

    same = Observation.objects.of(indicator="tl-nask-examen", region="NL01", period="2024/2025")
    assert values(same.published()) == [33, 35]
    assert values(same.calculated()) == [34]
    assert refused(source_id="seor", value=36)


def test_the_newest_figure_of_a_cell_is_that_of_the_period_that_ended_last(filled):
    for period, value in (("2026/2027", 70), ("2027", 71), ("2019", 60), ("2026-10-01", 69)):
        make_observation(period=period, value=value)
    make_observation(period="2030", value=80, origin="calculated")

    newest = Observation.objects.of(indicator="tl-nask-examen", region="NL01").newest()
    assert values(newest.published()) == [71]
    assert values(newest.calculated()) == [80]


def test_the_newest_figure_is_found_for_every_profile_apart(filled):
    offer = {"indicator_id": "vmbo-profielaanbod", "region_id": "NL01", "leerweg": "BB+KB+GL"}
    make_observation(period="2023/2024", value=1, profile_id="PIE", **offer)

    offered = Observation.objects.published().of(indicator="vmbo-profielaanbod", region="NL01", leerweg="BB+KB+GL")
    newest = offered.newest()
    assert {each.profile_id: str(each.period) for each in newest}["PIE"] == "2023/2024"
    assert {each.profile_id: str(each.period) for each in newest}["BWI"] == "2021"
    assert len(newest) == 11 == len({each.profile_id for each in newest})


def test_a_question_takes_one_code_or_several_and_an_empty_one_means_not_split(filled):
    travel = Observation.objects.of(indicator="mbo-fietsafstand")

    assert len(travel.of(region=["MRDH", "NL01"], category="handel")) == 2
    assert len(travel.of(profile="", category=None)) == len(travel)
    assert len(travel.of(category="")) == 0


def test_a_period_is_asked_for_as_text_or_as_period(filled):
    asked = Observation.objects.published().of(indicator="tl-nask-examen")

    for period in ("2024/2025", "2024/25", Period.school_year(2024), ["2024/2025"], [Period.school_year(2024), "1999"]):
        assert values(asked.of(period=period)) == [33], period
    with pytest.raises(PeriodError):
        asked.of(period="vorig jaar")


def test_figures_are_sorted_by_time_and_not_by_the_letters_of_their_period(filled):
    periods = ["2016-2019", "2016", "2015/2016", "2016-10-01", "2016/2017"]
    for period in periods:
        make_observation(period=period, region_id="PV28")

    ordered = Observation.objects.of(indicator="tl-nask-examen", region="PV28").oldest_first()
    assert [str(each.period) for each in ordered] == ["2015/2016", "2016", "2016-2019", "2016/2017", "2016-10-01"]


def test_a_period_reads_back_as_a_period_and_bad_text_is_refused(filled):
    made = make_observation(period=Period.school_year(2030))
    made.refresh_from_db()

    assert made.period == Period.school_year(2030)
    assert (made.period_start.isoformat(), made.period_end.isoformat()) == ("2030-08-01", "2031-07-31")
    made.period = "vorig jaar"
    with pytest.raises(ValidationError, match="is geen periode"):
        made.full_clean()


# In words


def test_a_figure_with_withheld_counts_shows_between_what_it_lies(filled):
    made = make_observation(value=Decimal("12.25"), low=Decimal("11.9"), high=Decimal("12.6"), decimals=1)
    made.refresh_from_db()

    assert (made.figure, bounds_in_words(made)) == ("12,3", "tussen 11,9 en 12,6")
    assert bounds_in_words(Observation.objects.of(indicator="tl-nask-examen").published().first()) == ""


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("nil", "Voor %(place)s is er geen cijfer: daar waren geen leerlingen."),
        ("withheld", "Voor %(place)s toont de bron geen cijfer, omdat het om weinig leerlingen gaat."),
        ("not-collected", "Voor %(place)s is er geen cijfer: de bron telt dit niet."),
    ],
)
def test_every_reason_for_a_gap_has_its_own_sentence(filled, reason, sentence):
    assert without_figure(make_observation(value=None, reason=reason)) == sentence


def test_a_figure_that_is_not_in_the_report_names_its_own_source(filled):
    made = make_observation()

    assert source_in_words(made.indicator, [made]).startswith("DUO, examenkandidaten per vestiging. Cijfers van")
    assert value_in_words(made) == "40 procent"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("techniek-incl-mvi", "Techniek, met MVI"),
        ("techniek:bol", "Techniek, BOL"),
        ("iets-heel-nieuws", "Iets heel nieuws"),
        ("", ""),
    ],
)
def test_a_category_has_words_also_when_it_is_new(code, words):
    assert category_in_words(code) == words


def test_every_category_of_the_report_is_written_in_words(filled):
    for code in set(Observation.objects.published().values_list("category", flat=True)):
        assert "-" not in category_in_words(code).replace("niet-westers", "").replace("niet-Europ", ""), code


# Targets and releases


def make_target(**fields):
    about = {"indicator_id": "vmbo-profielkeuze-techniek", "region_id": "MRDH", "category": "techniek-excl-mvi"}
    return Target.objects.create(**{**about, "owner": "Onderwijs", "decision": "Raadsbesluit", **fields})


def test_a_target_is_set_once_for_a_cell_and_has_a_value_per_year(filled, django_assert_num_queries):
    target = make_target(baseline_value=15, baseline_period="2021")
    for year, value in ((2028, 17), (2030, 19)):
        target.values.create(year=year, value=value)

    with django_assert_num_queries(2):
        [found] = Target.objects.with_values().of(region="MRDH")
        assert [(each.year, float(each.value)) for each in found.values.all()] == [(2028, 17), (2030, 19)]
        assert found.baseline_period.in_words == "2021"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_target()
    with pytest.raises(IntegrityError), transaction.atomic():
        target.values.create(year=2030, value=20)


@pytest.mark.parametrize("fields", [{"decision": ""}, {"baseline_value": 15}, {"baseline_period": "2021"}])
def test_a_target_names_its_decision_and_a_baseline_its_period(filled, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_target(**fields)
    assert make_target(decision="", is_example=True) not in Target.objects.decided()


def test_releases_name_the_indicators_they_are_about(filled):
    report = Release.objects.get(pk="rapport-2026")

    assert report.indicators.count() == 21
    assert list(Release.objects.filter(kind="erratum").values_list("indicators", flat=True)) == [
        "vmbo-doorstroom-mbo-techniek"
    ]


# What fixtures leave alone


def test_indicators_and_figures_that_others_added_stay(filled):
    Indicator.objects.create(code="eigen", title="Van een gemeente", unit="aantal", source_id="seor")
    make_observation(period="2033", value=1)
    Release.objects.create(code="eigen", date="2026-11-01", kind="new", title="Eigen", text="Eigen")

    call_command("fill", verbosity=0)

    assert Indicator.objects.filter(pk="eigen").exists()
    assert Observation.objects.filter(period="2033").exists()
    assert Release.objects.filter(pk="eigen").exists()


# Calculated figures on public pages


def test_a_calculated_figure_is_said_with_what_it_was_calculated_from(filled):
    Observation.objects.calculated().of(indicator="vmbo-profielaanbod-techniek").exclude(source="duo-pupils").delete()
    figure = Observation.objects.calculated().get(
        indicator="vmbo-profielaanbod-techniek", region="MRDH", category="techniek-excl-mvi", leerweg="BB+KB+GL"
    )
    said = figures().say(figure.indicator_id, ["MRDH"], "", ["techniek-excl-mvi"], "calculated")

    assert str(said) == (
        f"In de metropoolregio zat {figure.figure} procent van de leerlingen op een locatie met een technisch profiel "
        "(2019)."
    )
    assert said.source == "Zelf berekend uit DUO, leerlingen van 1 oktober 2019."


def test_an_estimate_says_that_it_is_one(filled):
    said = figures().say("vmbo-profielaanbod-techniek", ["MRDH"], "", ["techniek-excl-mvi"], "calculated")

    assert said.source == (
        "Zelf berekend uit DUO, examenkandidaten van schooljaar 2023-2024. "
        "Het is een schatting, want DUO toont kleine aantallen niet."
    )


def test_published_and_calculated_figures_are_never_said_together(filled):
    published = figures().say("vmbo-profielaanbod", ["MRDH"], "PIE")
    calculated = figures().say("vmbo-profielaanbod", ["MRDH"], "PIE", origin="calculated")

    assert {each.observation.origin for each in published} == {"published"}
    assert {each.observation.origin for each in calculated} == {"calculated"}
    assert "SEOR" in published.source
    assert "Zelf berekend" in calculated.source


@pytest.mark.parametrize(
    ("slug", "sentence"), [("delft", "In Delft zat 100,0 procent"), ("wassenaar", "Voor Wassenaar")]
)
def test_a_municipality_says_how_many_pupils_have_technique_or_why_that_is_not_known(filled, client, slug, sentence):
    text = client.get(f"/gemeenten/{slug}/").content.decode()

    section = text[text.index('id="figures"') :]
    section = re.sub(r"<[^>]+>", "", section[: section.index("</section>")])
    assert sentence in section
    assert "Zelf berekend uit DUO, examenkandidaten van schooljaar 2023-2024." in section


def test_calculated_figures_cost_one_query_however_many_there_are(filled, django_assert_num_queries):
    known = figures()
    with django_assert_num_queries(2):
        for category in ("techniek-excl-mvi", "techniek-incl-mvi"):
            known.say("vmbo-profielaanbod-techniek", ["GM0599", "MRDH"], "", [category], "calculated")
