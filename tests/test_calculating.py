"""From files that are read to figures that are stored: what is calculated, and what is left."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from schools.fixtures import load_table
from schools.importers import import_exams, import_locations, import_pupils
from schools.models import AuditEvent, DataVersion, ImportRun, Region
from stats.fixtures import TABLES, begin_calculated, follow_calculated, write_calculated
from stats.models import Indicator, Observation
from stats.recalculation import calculate_indicators

from . import duo
from .staff import make_colleague


@pytest.fixture(scope="module")
def extracts_once(django_db_setup, django_db_blocker):
    """The extracts of DUO's files, read and calculated once for all tests here."""
    with duo.imported(django_db_blocker):
        # Without most of the municipalities that have no location here calculating takes no time.
        Region.objects.municipalities().filter(locations=None, metropoolregio=None).delete()
        for each in TABLES:
            load_table(each, settings.FIXTURES_DIR)
        calculate_indicators()
        yield


@pytest.fixture
def extracts(extracts_once, db):
    """What a test changes is undone."""


def calculate(*options):
    printed = StringIO()
    call_command("calculate_indicators", *options, stdout=printed)
    return printed.getvalue()


def figure(indicator, region, period, split, leerweg="BB+KB+GL"):
    found = Observation.objects.calculated().of(indicator=indicator, region=region, period=period, leerweg=leerweg)
    return next(each for each in found if each.split == split)


def periods():
    return sorted({str(each) for each in Observation.objects.calculated().values_list("period", flat=True).distinct()})


# What is calculated


def test_every_file_of_counts_that_was_read_gives_the_figures_of_its_period(extracts):
    municipalities = Region.objects.municipalities()
    wider = [municipalities.values_list(part, flat=True) for part in ("provincie", "corop", "metropoolregio")]
    regions = {
        "NL01",
        *municipalities.values_list("code", flat=True),
        *(code for codes in wider for code in codes if code),
    }
    assert periods() == ["2019", "2022/2023", "2023/2024"]
    for period, source, series in (("2019", "duo-pupils", "pupils"), ("2023/2024", "duo-exams", "exams")):
        found = Observation.objects.calculated().of(period=period)
        assert set(found.values_list("source", "import_run__series").distinct()) == {(source, series)}
        assert set(found.of(indicator="vmbo-locaties").values_list("region", flat=True)) == regions


def test_figures_that_were_published_are_left_alone(extracts):
    assert Observation.objects.published().count() == 328
    assert not Observation.objects.published().exclude(import_run=None).exists()


def test_withheld_counts_give_bounds_and_certain_ones_do_not(extracts):
    certain = Observation.objects.calculated().of(period="2019").known()
    withheld = Observation.objects.calculated().of(period="2023/2024").exclude(low=None)

    assert not certain.exclude(low=None).exists()
    assert withheld.exists()
    assert all(each.low <= each.value <= each.high for each in withheld)
    assert not withheld.of(indicator="vmbo-locaties").exists()


def test_a_municipality_that_became_part_of_another_counts_there(extracts, tmp_path):
    rows = duo.mapped(duo.rows_of(duo.LOCATIONS), "GEMEENTENUMMER", lambda code: "0501" if code == "1930" else code)
    before = figure("vmbo-locaties", "GM1930", "2019", "ZW").value

    import_locations(duo.write_rows(tmp_path / "02.-alle-vestigingen-vo.csv", rows, "cp1252"))
    calculate()

    assert figure("vmbo-locaties", "GM1992", "2019", "ZW").value == before > 0
    assert figure("vmbo-locaties", "GM1930", "2019", "ZW").value == 0


def test_a_later_file_gives_figures_of_its_year_without_further_ado(extracts, tmp_path):
    import_exams(duo.write_next_exam_year(tmp_path / "geslaagden-gezakten-en-cijfers-2024-2025.csv"))

    assert calculate().startswith(
        "Berekend voor 2019, schooljaar 2022-2023, schooljaar 2023-2024 en schooljaar 2024-2025"
    )
    assert periods()[-1] == "2024/2025"
    assert figure("vmbo-profielkeuze", "NL01", "2024/2025", "PIE").value == 0
    assert figure("vmbo-profielkeuze", "NL01", "2024/2025", "ZW").value > 0


def test_a_corrected_file_changes_only_what_differs_and_raises_the_data_version_once(extracts, tmp_path):
    rows = duo.rows_of(duo.PUPILS_2019)
    number = next(
        place
        for place, row in enumerate(rows, 1)
        if row[0] == "18CH" and row[7] == "Produceren, installeren en energie"
    )
    title = "LEER- OF VERBLIJFSJAAR 4 - MAN"
    import_pupils(duo.write_rows(tmp_path / duo.PUPILS_2019.name, duo.changed(rows, number, title, "60")))
    before = figure("vmbo-profielkeuze", "NL01", "2019", "PIE").value
    version = DataVersion.current()

    outcome = calculate_indicators(make_colleague())

    [event] = AuditEvent.objects.filter(kind="changed", actor_name="noor")
    assert event.source.startswith("Berekend voor 2019: 0 cijfers nieuw")
    assert (outcome.created, outcome.removed) == (0, 0)
    assert 0 < outcome.changed < 500
    assert DataVersion.current() == version + 1
    after = figure("vmbo-profielkeuze", "NL01", "2019", "PIE")
    assert after.value > before
    assert after.import_run == ImportRun.objects.filter(series="pupils").first()


def test_calculating_twice_is_calculating_once(extracts):
    version = DataVersion.current()

    assert "0 cijfers nieuw, 0 gewijzigd, 0 vervallen" in calculate()
    assert DataVersion.current() == version


def test_an_indicator_that_the_site_does_not_have_is_not_calculated(extracts):
    Indicator.objects.filter(pk="vmbo-locaties").delete()

    calculate()

    assert not Observation.objects.filter(indicator="vmbo-locaties").exists()


def test_without_the_register_nothing_is_calculated(extracts):
    ImportRun.objects.filter(series=ImportRun.Series.LOCATIONS).delete()
    Observation.objects.calculated().filter(region="NL01").update(value=1, low=None, high=None, reason="")

    assert str(calculate_indicators()) == "Er is niets berekend: hier is nog geen landelijk bestand van DUO ingelezen."
    assert figure("vmbo-locaties", "NL01", "2019", "ZW").value == 1


def test_years_that_were_read_here_are_not_taken_from_the_fixtures(extracts):
    before = Observation.objects.calculated().count()

    assert follow_calculated() is False
    assert begin_calculated() is False
    assert Observation.objects.calculated().count() == before


def test_figures_taken_over_from_the_fixtures_are_written_down_with_who_did_so(extracts, tmp_path):
    write_calculated(tmp_path)
    Observation.objects.filter(pk=figure("vmbo-locaties", "NL01", "2019", "ZW").pk).update(value=1)
    ImportRun.objects.all().delete()
    noor = make_colleague()

    assert follow_calculated(tmp_path, noor) is True
    event = AuditEvent.objects.latest("pk")

    assert (event.kind, event.actor, event.source, event.model) == (
        "import",
        noor,
        "calculated.csv",
        "stats.observation",
    )
    assert event.new == {"created": 0, "changed": 1, "removed": 0}
    assert follow_calculated(tmp_path, noor) is False
    assert AuditEvent.objects.latest("pk") == event
