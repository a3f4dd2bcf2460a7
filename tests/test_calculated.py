"""The calculated figures of the country against some pandas over DUO's files, with none of the site's code."""

from datetime import date

import pandas
import pytest
from django.conf import settings
from django.db import transaction

from schools.fixtures import load_table
from schools.importers import import_exams, import_locations, import_pupils
from schools.models import DataVersion, ImportRun, ProfileStatement
from stats.fixtures import TABLES, calculated_rows, write_calculated
from stats.models import Observation
from stats.recalculation import KEYS, VALUES, calculate_indicators

from . import duo

pytestmark = pytest.mark.one_database

REGISTER = "02.-alle-vestigingen-vo.csv"
PUPILS = "01.-leerlingen-vo-per-vestiging-naar-onderwijstype-2019.csv"
EXAMS = {
    "2022/2023": "geslaagden-gezakten-en-cijfers-2022-2023.csv",
    "2023/2024": "geslaagden-gezakten-en-cijfers-2023-2024.csv",
}
PROFILES = {
    **{"BWI": "BWI", "PIE": "PIE", "MTR": "MET", "MTE": "MAT", "MVI": "MVI"},
    **{"ZWE": "ZW", "EO": "EO", "HBR": "HBR", "G": "GR", "DP": "DP"},
    **{"Bouwen, wonen en interieur": "BWI", "Produceren, installeren en energie": "PIE", "Groen": "GR"},
    **{"Mobiliteit en transport": "MET", "Maritiem en Techniek": "MAT", "Media, vormgeving en ICT": "MVI"},
    **{"Zorg en welzijn": "ZW", "Economie en ondernemen": "EO", "Horeca, bakkerij en recreatie": "HBR"},
    **{"Dienstverlening en producten": "DP", "Vakmanschapsroute Techniek": "VT"},
}
SECTORS = {"Techniek": "techniek", "Zorg & Welzijn": "zorg-welzijn", "Economie": "economie", "Landbouw": "groen"}
LEERWEGEN = {"BL": "BB", "KL": "KB", "GL": "GL", "TL": "TL"}
TECHNICAL = {
    "techniek-excl-mvi": ["PIE", "BWI", "MET", "MAT", "VT"],
    "techniek-incl-mvi": ["PIE", "BWI", "MET", "MAT", "VT", "MVI"],
}
REGIONS = ["NL01", "MRDH", "GM0599", "GM0518"]
LEERJAAR_3_4 = [f"LEER- OF VERBLIJFSJAAR {year} - {sex}" for year in (3, 4) for sex in ("MAN", "VROUW")]


def read(name):
    return pandas.read_csv(
        duo.official_file(name), sep=";", dtype=str, keep_default_na=False, encoding="utf-8", encoding_errors="replace"
    )


def counted_pupils():
    """One row per row of the file: location, leerweg, profile, sector, place and the number of pupils."""
    frame = read(PUPILS)
    education = frame["ONDERWIJSTYPE VO EN LEER- OF VERBLIJFSJAAR"].str.extract(r"^VMBO (BL|KL|GL|TL) lj 3-4$")[0]
    counts = frame[LEERJAAR_3_4].astype(int).sum(axis=1)
    code = frame["BRIN NUMMER"] + frame["VESTIGINGSNUMMER"].str.zfill(2)
    return table(frame, code, education, frame["PLAATSNAAM VESTIGING"], counts, counts)


def counted_candidates(name):
    frame = read(name)
    frame = frame[frame["ONDERWIJSTYPE VO"] == "VMBO"]
    withheld = frame["EXAMENKANDIDATEN"] == "<5"
    least = frame["EXAMENKANDIDATEN"].where(~withheld, "1").astype(int)
    most = frame["EXAMENKANDIDATEN"].where(~withheld, "4").astype(int)
    code = frame["VESTIGINGSCODE"]
    return table(frame, code, frame["LEERWEG VMBO"], frame["GEMEENTENAAM VESTIGING"], least, most)


def table(frame, code, leerweg, place, least, most):
    columns = {
        "location": code,
        "leerweg": leerweg.map(LEERWEGEN),
        "profile": frame["AFDELING"].map(PROFILES).fillna("other"),
        "sector": frame["VMBO SECTOR"].map(SECTORS),
        "place": place,
        "low": least,
        "high": most,
    }
    rows = pandas.DataFrame(columns).dropna(subset="leerweg")
    rows = rows[(rows["leerweg"] != "TL") | rows["sector"].notna()]
    return rows[rows["high"] > 0].assign(municipality=municipality_of(rows))


def municipality_of(rows):
    """By the register; a location that it does not have lies where its place or municipality lies."""
    register = read(REGISTER)
    number = "GM" + register["GEMEENTENUMMER"]
    by_code = dict(zip(register["VESTIGINGSCODE"], number, strict=True))
    by_place = dict(zip(register["PLAATSNAAM"], number, strict=True))
    by_name = dict(zip(register["GEMEENTENAAM"], number, strict=True))
    return rows["location"].map(by_code).fillna(rows["place"].map({**by_place, **by_name}))


def members(region):
    """Which rows lie in a region, as a test of their municipality."""
    regions = pandas.read_csv(settings.FIXTURES_DIR / "regions.csv", dtype=str)
    inside = set(regions.loc[regions["metropoolregio_id"] == region, "code"]) | {region}
    return lambda rows: rows if region == "NL01" else rows[rows["municipality"].isin(inside)]


def expected(rows):
    """(indicator, region, profile or category, leerweg) to (low, middle, high); numbers of locations have one."""
    found = {}
    for region in REGIONS:
        here = members(region)(rows)
        bkg, tl = here[here["leerweg"] != "TL"], here[here["leerweg"] == "TL"]
        asked = {code: [code] for code in sorted({*PROFILES.values()})}
        for suffix, subjects in (("", asked), ("-techniek", TECHNICAL)):
            for subject, profiles in subjects.items():
                for leerweg in ("BB+KB+GL", "BB", "KB", "GL"):
                    among = bkg if leerweg == "BB+KB+GL" else bkg[bkg["leerweg"] == leerweg]
                    with_it = among["location"].isin(among.loc[among["profile"].isin(profiles), "location"])
                    found[f"vmbo-profielaanbod{suffix}", region, subject, leerweg] = shares(among, with_it)
                follows = bkg["profile"].isin(profiles)
                found[f"vmbo-profielkeuze{suffix}", region, subject, "BB+KB+GL"] = shares(bkg, follows)
                locations = float(bkg.loc[follows, "location"].nunique())
                found[f"vmbo-locaties{suffix}", region, subject, "BB+KB+GL"] = (locations,) * 3
        for sector in SECTORS.values():
            found["tl-profielkeuze", region, sector, "TL"] = shares(tl, tl["sector"] == sector)
    return found


def shares(rows, chosen):
    low, high = rows.loc[chosen, "low"].sum(), rows.loc[chosen, "high"].sum()
    rest_low, rest_high = rows.loc[~chosen, "low"].sum(), rows.loc[~chosen, "high"].sum()
    if not high + rest_high:
        return None
    middle, whole = (low + high) / 2, (low + high + rest_low + rest_high) / 2
    return 100 * low / (low + rest_high), 100 * middle / whole, 100 * high / (high + rest_low)


def stored(period):
    """The same of what the site calculated; None where there is nobody, and without bounds there is one number."""
    found = {}
    for each in Observation.objects.calculated().of(region=REGIONS, period=period).exclude(reason="not-collected"):
        if not each.indicator_id.startswith("vmbo-gemeenten"):
            found[each.indicator_id, each.region_id, each.split, each.leerweg] = numbers_of(each)
    return found


def numbers_of(observation):
    if observation.reason == "nil":
        return None
    value = float(observation.value)
    if observation.low is None:
        return (value,) * 3
    return float(observation.low), value, float(observation.high)


def import_the_country():
    Observation.objects.calculated().delete()
    duo.empty_country()
    for each in TABLES:
        load_table(each, settings.FIXTURES_DIR)
    import_locations(duo.official_file(REGISTER), date(2026, 2, 1))
    for name in EXAMS.values():
        import_exams(duo.official_file(name))
    import_pupils(duo.official_file(PUPILS))


@pytest.fixture(scope="module")
def country_once(django_db_setup, django_db_blocker):
    """All files of the country, read and calculated once for the tests of this module."""
    for name in (REGISTER, PUPILS, *EXAMS.values()):
        duo.official_file(name)
    with django_db_blocker.unblock(), transaction.atomic():
        import_the_country()
        calculate_indicators()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def country(country_once, db):
    """What a test changes is undone."""


@pytest.mark.parametrize("period", ["2019", *EXAMS])
def test_calculated_figures_equal_an_independent_calculation_to_a_twentieth_of_a_point(country, period):
    rows = counted_pupils() if period == "2019" else counted_candidates(EXAMS[period])
    wanted = expected(rows)
    found = stored(period)

    if period != "2019":  # exams do not count vakmanschap techniek
        wanted = {key: value for key, value in wanted.items() if key[2] != "VT"}
    assert len(wanted) > 300
    assert found.keys() == wanted.keys()
    for key, numbers in wanted.items():
        assert found[key] == pytest.approx(numbers, abs=0.05), key


@pytest.mark.parametrize(
    ("region", "share"), [("GM0518", "7.84"), ("GM0599", "19.60"), ("MRDH", "15.35"), ("NL01", "17.10")]
)
def test_the_share_of_technique_in_2019_is_known(country, region, share):
    about = {"indicator": "vmbo-profielkeuze-techniek", "category": "techniek-excl-mvi", "period": "2019"}
    [found] = Observation.objects.calculated().of(region=region, **about)

    assert f"{found.value:.2f}" == share
    assert (found.low, found.high, found.source_id) == (None, None, "duo-pupils")
    assert found.import_run.series == ImportRun.Series.PUPILS


@pytest.mark.parametrize(
    ("municipalities", "reason", "value"),
    [
        (["Barendrecht", "Lansingerland", "Midden-Delfland"], "", 0),
        (["Albrandswaard", "Krimpen aan den IJssel", "Maassluis", "Pijnacker-Nootdorp", "Wassenaar"], "nil", None),
    ],
)
def test_pupils_without_a_technical_profile_are_zero_and_no_pupils_at_all_are_a_gap(
    country, municipalities, reason, value
):
    about = {"indicator": "vmbo-profielkeuze-techniek", "category": "techniek-excl-mvi", "period": "2019"}
    found = Observation.objects.calculated().of(**about).filter(region__name__in=municipalities)

    assert len(found) == len(municipalities)
    assert {(each.reason, each.value) for each in found} == {(reason, value)}


def test_a_location_that_closed_still_counts_where_it_was(country):
    closed = ProfileStatement.objects.filter(location="18CH10", source="duo-pupils")
    assert not closed.first().location.active
    before = stored("2019")

    closed.delete()
    calculate_indicators()

    key = ("vmbo-profielaanbod", "GM0599", "PIE", "BB+KB+GL")
    assert before[key][1] - stored("2019")[key][1] == pytest.approx(2.5, abs=0.3)


def test_calculating_again_changes_nothing_and_leaves_the_data_version(country):
    version = DataVersion.current()

    outcome = calculate_indicators()

    assert (outcome.created, outcome.changed, outcome.removed) == (0, 0, 0)
    assert outcome.unchanged == Observation.objects.calculated().count() > 80_000
    assert DataVersion.current() == version


def test_the_figures_in_fixtures_are_those_that_follow_from_the_files(country, tmp_path):
    found = Observation.objects.calculated().order_by().values_list(*KEYS, *VALUES)
    assert {row[: len(KEYS)]: row[len(KEYS) :] for row in found} == calculated_rows()

    write_calculated(tmp_path)

    written, kept = tmp_path / "calculated.csv", settings.FIXTURES_DIR / "calculated.csv"
    assert written.read_bytes() == kept.read_bytes()
    assert kept.stat().st_size < 2_000_000
