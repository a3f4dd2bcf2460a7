"""The answers of all locations against a calculation of its own: a few lines of pandas, none of the site's code."""

from datetime import date

import pandas
import pytest
from django.conf import settings

from schools.fixtures import load_fixtures
from schools.importers import import_exams, import_locations, import_pupils
from schools.models import FinderRow, ProfileAnswer
from schools.recalculation import change_data

from . import duo

LEERWEGEN = {"BL": "BB", "KL": "KB", "GL": "GL", "TL": "TL"}
PROFILES = {
    **{"BWI": "BWI", "PIE": "PIE", "MTR": "MET", "MTE": "MAT", "MVI": "MVI"},
    **{"ZWE": "ZW", "EO": "EO", "HBR": "HBR", "G": "GR", "DP": "DP"},
    **{"Techniek": "TL-TE", "Zorg & Welzijn": "TL-ZW", "Economie": "TL-EC", "Landbouw": "TL-GR"},
}
TL = ["TL-TE", "TL-ZW", "TL-EC", "TL-GR"]
TEN = [code for code in PROFILES.values() if code not in TL]


def read(path):
    return pandas.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding_errors="replace")


def candidates_in_files(paths):
    """One row per location, school year, leerweg and profile with candidates; havo and vwo without a profile."""
    frame = pandas.concat([read(path).assign(year=year) for year, path in paths.items()])
    is_tl = frame["LEERWEG VMBO"] == "TL"
    profile = frame["AFDELING"].where(~is_tl, frame["VMBO SECTOR"]).map(PROFILES)
    leerweg = frame["LEERWEG VMBO"].map(LEERWEGEN)
    return pandas.DataFrame(
        {"location": frame["VESTIGINGSCODE"], "year": frame["year"], "leerweg": leerweg, "profile": profile}
    )


def candidates_in_fixtures():
    frame = pandas.read_csv(settings.FIXTURES_DIR / "statements.csv", keep_default_na=False)
    frame = frame[frame["source_id"] == "duo-exams"]
    frame = frame.rename(columns={"location_id": "location", "school_year": "year", "profile_id": "profile"})
    return frame[["location", "year", "leerweg", "profile"]].replace("", None)


def expected(candidates, structures):
    """Kind per location, and per location and profile: status, leerwegen, school year, year last seen."""
    kinds, answers = {}, {}
    of_ten = groups(candidates[candidates["profile"].isin(TEN)])
    of_tl = groups(candidates[candidates["profile"].isin(TL)])
    counted = set(candidates["location"])
    for location in structures.keys() | counted:
        if location in of_ten:
            kinds[location] = "bkg"
        elif location in of_tl:
            kinds[location] = "tl"
        elif location not in counted and {"VBO", "MAVO"} & set(structures[location].split("/")):
            kinds[location] = "not-known"
        else:
            kinds[location] = "none"
        if kinds[location] in ("bkg", "not-known"):
            answers |= answers_of(location, of_ten.get(location, {}), TEN)
        if location in of_tl:
            answers |= answers_of(location, of_tl[location], TL)
    return kinds, answers


def groups(candidates):
    """Location to school year to profile to leerwegen."""
    found = {}
    for location, year, leerweg, profile in candidates.itertuples(index=False):
        found.setdefault(location, {}).setdefault(year, {}).setdefault(profile, set()).add(leerweg)
    return found


def answers_of(location, seen, profiles):
    years = sorted(seen)[-2:]
    return {(location, profile): answer_of(profile, years, seen) for profile in profiles}


def answer_of(profile, years, seen):
    if not years:
        return "unknown", "", None, None
    now, before = seen[years[-1]].get(profile), seen[years[0]].get(profile)
    status = "yes" if now else "unknown" if before else "no"
    return status, " ".join(sorted(now or ())), years[-1], years[0] if status == "unknown" else None


def shown():
    """The same of what the site shows; leerwegen in alphabetical order."""
    rows = ProfileAnswer.objects.filter(profile__family__in=["ten", "tl"]).values_list(
        "location_id", "profile_id", "status", "leerwegen", "school_year", "last_seen"
    )
    return {
        (location, profile): (status, " ".join(sorted(leerwegen.split())), year, last_seen)
        for location, profile, status, leerwegen, year, last_seen in rows
    }


@pytest.mark.django_db
def test_all_answers_in_the_country_equal_an_independent_calculation_over_the_two_exam_files():
    register = duo.official_file("02.-alle-vestigingen-vo.csv")
    pupils = duo.official_file("01.-leerlingen-vo-per-vestiging-naar-onderwijstype-2019.csv")
    exams = {
        2022: duo.official_file("geslaagden-gezakten-en-cijfers-2022-2023.csv"),
        2023: duo.official_file("geslaagden-gezakten-en-cijfers-2023-2024.csv"),
    }
    duo.empty_country()
    reports = [
        import_locations(register, date(2026, 2, 1)),
        *(import_exams(path) for path in exams.values()),
        import_pupils(pupils),
    ]
    structures = dict(read(register)[["VESTIGINGSCODE", "ONDERWIJSSTRUCTUUR"]].itertuples(index=False))

    _kinds, answers = expected(candidates_in_files(exams), structures)

    assert [report.skipped for report in reports] == [0, 0, 0, 0]
    assert len(answers) > 10_000
    assert shown() == answers


@pytest.mark.django_db
def test_all_answers_that_the_finder_covers_equal_the_same_calculation_over_the_fixtures():
    for model in duo.KEPT:
        model.objects.all().delete()
    change_data(load_fixtures)
    locations = pandas.read_csv(settings.FIXTURES_DIR / "locations.csv", keep_default_na=False)
    structures = dict(locations[["code", "structure"]].itertuples(index=False))

    kinds, answers = expected(candidates_in_fixtures(), structures)

    assert dict(FinderRow.objects.values_list("location_id", "kind")) == kinds
    assert shown() == answers
    assert {status for status, *_rest in answers.values()} == {"yes", "no", "unknown"}
