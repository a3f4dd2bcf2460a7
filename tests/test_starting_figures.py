"""The calculated figures that a site starts with, and how it keeps them."""

from io import StringIO

from django.core.management import call_command

from stats.figures import figures
from stats.models import Observation
from stats.recalculation import calculate_indicators


def calculate(*options):
    printed = StringIO()
    call_command("calculate_indicators", *options, stdout=printed)
    return printed.getvalue()


def figure(indicator, region, period, split, leerweg="BB+KB+GL"):
    found = Observation.objects.calculated().of(indicator=indicator, region=region, period=period, leerweg=leerweg)
    return next(each for each in found if each.split == split)


def periods():
    return sorted({str(each) for each in Observation.objects.calculated().values_list("period", flat=True).distinct()})


def test_a_site_starts_with_the_calculated_figures_of_its_fixtures(filled):
    assert periods() == ["2019", "2022/2023", "2023/2024"]
    for region in ("NL01", "PV28", "MRDH", "CR29", "GM0599", "GM0503"):
        assert Observation.objects.calculated().of(region=region).count() > 150, region


def test_counts_of_the_own_region_alone_give_no_figures_of_the_country(filled):
    before = figure("vmbo-locaties", "NL01", "2019", "ZW").value
    assert before > 200

    assert str(calculate_indicators()).startswith("Er is niets berekend")
    assert figure("vmbo-locaties", "NL01", "2019", "ZW").value == before


def test_filling_again_brings_a_year_of_which_the_site_has_nothing(filled):
    Observation.objects.calculated().of(period="2019").delete()
    Observation.objects.calculated().of(period="2022/2023").filter(value__gt=50).update(value=1, low=None, high=None)

    call_command("fill", verbosity=0)

    assert figure("vmbo-profielkeuze-techniek", "NL01", "2019", "techniek-excl-mvi").figure == "17,1"
    assert Observation.objects.calculated().of(period="2022/2023", region="NL01").filter(value=1).exists()


def test_the_command_takes_years_that_were_not_read_from_the_fixtures(filled, tmp_path):
    calculate("--write", "--folder", str(tmp_path))
    whole = Observation.objects.calculated().count()
    Observation.objects.calculated().of(region="MRDH").filter(value__gt=10).update(value=1, low=None, high=None)
    Observation.objects.calculated().of(region="GM0503").delete()

    assert "uit fixtures/ overgenomen" in calculate("--folder", str(tmp_path))

    assert Observation.objects.calculated().count() == whole
    assert figure("vmbo-profielkeuze-techniek", "MRDH", "2019", "techniek-excl-mvi").figure == "15,4"
    assert "overgenomen" not in calculate("--folder", str(tmp_path))


def test_pages_for_visitors_speak_of_published_figures_only(filled):
    [said] = figures().say("vmbo-profielkeuze", ["NL01"], "PIE")

    assert said.observation.origin == "published"
    assert "8,0 procent" in said.sentence
