"""The four importers: every layout that DUO published, and what they do to what is known."""

from datetime import date

import pytest

from portal.importing import GoneError, RowError, TableError
from schools.importers import import_coordinates, import_exams, import_locations, import_pupils
from schools.importers.codes import count, location_code, profile_code
from schools.importers.locations import municipality, postcode, website
from schools.importers.running import Options
from schools.importers.series import MERGED_MUNICIPALITIES
from schools.models import (
    OFFICIAL_FIELDS,
    DataVersion,
    ImportRun,
    Leerweg,
    LocationChange,
    ProfileAnswer,
    ProfileStatement,
    Region,
    SchoolLocation,
)
from schools.recalculation import differences

from . import duo

# Codes, counts and names


@pytest.mark.parametrize(
    ("institution", "location", "code"),
    [
        ("17YF", "17YF00", "17YF00"),
        ("17YF", "03", "17YF03"),
        ("17YF", "3", "17YF03"),
        ("00HI", "0HI03", "00HI03"),
        ("0HI", "HI03", "00HI03"),
        ("HI", "0", "00HI00"),
    ],
)
def test_a_location_code_is_made_whole_again(institution, location, code):
    assert location_code(institution, location) == code


@pytest.mark.parametrize(
    ("institution", "location", "column"),
    [
        ("17YF", "", "location"),
        ("17YF", "x", "location"),
        ("17YF", "00HI03", "location"),
        ("17YF", "17YF0", "location"),
        ("17YF", "١", "location"),
        ("", "00", "institution"),
        ("17Y1", "00", "institution"),
        ("17YF0", "00", "institution"),
    ],
)
def test_what_is_no_location_code_is_refused_by_column(institution, location, column):
    with pytest.raises(RowError) as refused:
        location_code(institution, location)

    assert refused.value.column == column


@pytest.mark.parametrize(("printed", "least", "most"), [("0", 0, 0), ("17", 17, 17), ("<5", 1, 4), ("< 5", 1, 4)])
def test_a_withheld_count_is_one_to_four(printed, least, most):
    assert count(printed, "candidates") == (least, most)


@pytest.mark.parametrize("printed", ["", "-", "-1", "1,5", "1.000", "<4", "vijf", "٣", "²", "9" * 30])
def test_what_is_no_count_is_refused(printed):
    with pytest.raises(RowError, match="een aantal of <5"):
        count(printed, "candidates")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("BWI", "BWI"),
        ("PIE", "PIE"),
        ("MTR", "MET"),
        ("MTE", "MAT"),
        ("MVI", "MVI"),
        ("EO", "EO"),
        ("HBR", "HBR"),
        ("ZWE", "ZW"),
        ("G", "GR"),
        ("DP", "DP"),
        ("Bouwen, wonen en interieur", "BWI"),
        ("Produceren, installeren en energie", "PIE"),
        ("Mobiliteit en transport", "MET"),
        ("Maritiem en Techniek", "MAT"),
        ("Media, vormgeving en ICT", "MVI"),
        ("Economie en ondernemen", "EO"),
        ("Horeca, bakkerij en recreatie", "HBR"),
        ("Zorg en welzijn", "ZW"),
        ("Groen", "GR"),
        ("Dienstverlening en producten", "DP"),
        ("Vakmanschapsroute Techniek", "VT"),
        ("Vakmanschapsroute Zorg en Welzijn", "VO"),
        ("Beroepsroute Landbouw", "VO"),
    ],
)
def test_abbreviations_and_full_names_mean_the_same_profile(printed, code):
    assert profile_code(Leerweg.KB, printed, "") == code


@pytest.mark.parametrize(
    ("sector", "code"),
    [
        ("Techniek", "TL-TE"),
        ("Zorg & Welzijn", "TL-ZW"),
        ("Economie", "TL-EC"),
        ("Landbouw", "TL-GR"),
        ("N.v.t.", None),
    ],
)
def test_the_sector_is_the_profile_of_the_theoretische_leerweg(sector, code):
    assert profile_code(Leerweg.TL, "", sector) == code


@pytest.mark.parametrize(
    ("printed", "address"),
    [
        ("www.vatel.nl", "https://www.vatel.nl"),
        ("https://www.piterjelles.nl/dalton", "https://www.piterjelles.nl/dalton"),
        ("http://voorbeeld.nl", "http://voorbeeld.nl"),
        ("www.gymnasiumhilversum.nl.", "https://www.gymnasiumhilversum.nl"),
        ("", ""),
        ("0528266192", ""),
        ("www.lentiz,nl/vmbo-maasland", ""),
        ("info@voorbeeld.nl", ""),
        ("javascript:alert(1).nl", ""),
        ("www.voorbeeld.nl/" + "x" * 200, ""),
    ],
)
def test_a_website_gets_a_scheme_and_what_is_none_is_left_out(printed, address):
    assert website(printed) == address


def test_a_postcode_is_four_digits_and_two_letters():
    assert postcode("3032SH") == postcode("3032 sh") == "3032 SH"
    for wrong in ("3032", "101 AC", "0032 SH", "3032  SH", ""):
        with pytest.raises(RowError, match="4 cijfers en 2 letters"):
            postcode(wrong)


def test_a_municipality_that_merged_counts_as_the_one_it_is_part_of():
    known = {"GM1992", "GM1979"}

    assert municipality("0501", known) == municipality("614", known) == "GM1992"
    assert municipality("3", known) == "GM1979"
    with pytest.raises(RowError, match="'9999', verwacht: het nummer van een bekende gemeente"):
        municipality("9999", known)


@pytest.mark.django_db
def test_all_municipalities_that_others_merged_into_are_known():
    duo.empty_country()
    known = set(Region.objects.municipalities().values_list("code", flat=True))

    assert {"GM" + code for code in MERGED_MUNICIPALITIES.values()} <= known
    assert not {"GM" + code for code in MERGED_MUNICIPALITIES} & known


# Every layout


@pytest.fixture
def country(db):
    duo.empty_country()


@pytest.fixture(scope="module")
def imported_once(django_db_setup, django_db_blocker):
    with duo.imported(django_db_blocker):
        yield


@pytest.fixture
def filled(imported_once, db):
    """The extracts are imported; what a test changes is undone."""


def locations():
    return list(SchoolLocation.objects.order_by("code").values("code", *OFFICIAL_FIELDS))


def counted():
    kept = ("location_id", "profile_id", "leerweg", "school_year", "reference_date", "count_low", "count_high")
    return sorted(ProfileStatement.objects.values_list(*kept), key=str)


def padded(rows, width=60):
    return [[value.ljust(width) for value in row] for row in rows]


def location_layouts(path):
    """2026 as it is and saved by others, and 2020: other headers, padded, without the last column."""
    rows = duo.rows_of(duo.LOCATIONS)
    old = duo.renamed(rows, {"INSTELLINGSCODE": "BRIN NUMMER", "VESTIGINGSCODE": "VESTIGINGSNUMMER"})
    old = duo.without_column(old, "VAKANTIEREGIO")
    short = duo.mapped(old, "VESTIGINGSNUMMER", lambda code: code[4:])
    return {
        "2026": duo.LOCATIONS,
        "2026 in UTF-8": lambda: duo.write_rows(path, rows),
        "2026 with a mark, quoted": lambda: duo.write_rows(path, rows, "utf-8-sig", "\n", quoted=True),
        "2020": lambda: duo.write_rows(path, padded(old), "cp1252"),
        "2020 quoted": lambda: duo.write_rows(path, padded(old), "cp1252", quoted=True),
        "2020 with numbers of two digits": lambda: duo.write_rows(path, short, "cp1252"),
        "2020 with numbers that lost their zero": lambda: duo.write_rows(
            path, duo.mapped(short, "VESTIGINGSNUMMER", lambda number: str(int(number))), "cp1252"
        ),
    }


def exam_layouts(path):
    """From 2022-2023 as it is; 2021-2022 and 2018-2019 with other headers; quoted or not."""
    rows = duo.rows_of(duo.EXAMS_2022)
    older = duo.renamed(rows, {"INSTELLINGSCODE": "INSTELLING", "VESTIGINGSCODE": "VESTIGINGSNUMMER"})
    oldest = duo.renamed(rows, {"INSTELLINGSCODE": "BRIN NUMMER", "VESTIGINGSCODE": "VESTIGINGSNUMMER"})
    return {
        "2022-2023": duo.EXAMS_2022,
        "2022-2023 quoted": lambda: duo.write_rows(path, rows, quoted=True),
        "2021-2022": lambda: duo.write_rows(path, older, line_end="\n"),
        "2021-2022 in windows-1252": lambda: duo.write_rows(path, older, "cp1252"),
        "2018-2019": lambda: duo.write_rows(path, oldest, quoted=True),
        "2018-2019 that lost a zero": lambda: duo.write_rows(
            path, duo.mapped(oldest, "VESTIGINGSNUMMER", lambda code: code.removeprefix("0"))
        ),
    }


def pupil_layouts(path):
    """2019 as it is; 2023 and 2025 with other headers, another column and whole numbers as programme codes."""
    rows = duo.rows_of(duo.PUPILS_2019)
    newer = duo.mapped(rows, "ELEMENTCODE", lambda code: str(int(code)))
    newer = duo.with_column(newer, "SAMENWERKINGSVERBAND PASSEND ONDERWIJS VO", "VO2801")
    newer = duo.renamed(newer, {"BRIN NUMMER": "INSTELLING", "ELEMENTCODE": "ERKENDE OPLEIDINGSCODE"})
    newest = duo.renamed(newer, {"INSTELLING": "INSTELLINGSCODE", "VESTIGINGSNUMMER": "VESTIGINGSCODE"})
    return {
        "2019": duo.PUPILS_2019,
        "2019 with numbers that lost their zero": lambda: duo.write_rows(
            path, duo.mapped(rows, "VESTIGINGSNUMMER", lambda number: str(int(number)))
        ),
        "2023": lambda: duo.write_rows(path, newer, quoted=True),
        "2025": lambda: duo.write_rows(path, newest, "cp1252", "\n"),
        "2025 with full codes": lambda: duo.write_rows(
            path, [newest[0], *([row[0], row[0] + row[1], *row[2:]] for row in newest[1:])]
        ),
    }


def one_layout(layouts, name, path):
    layout = layouts(path)[name]
    return layout() if callable(layout) else layout


@pytest.mark.parametrize("name", list(location_layouts(None)))
def test_every_layout_of_the_locations_gives_the_same_locations(country, tmp_path, name):
    path = one_layout(location_layouts, name, tmp_path / "vestigingen.csv")
    import_locations(duo.LOCATIONS, date(2026, 2, 1))
    expected = locations()
    duo.empty_country()

    report = import_locations(path, date(2026, 2, 1))

    assert (report.created, report.skipped) == (15, 0)
    assert locations() == expected


@pytest.mark.parametrize("name", list(exam_layouts(None)))
def test_every_layout_of_the_exams_gives_the_same_counts(country, tmp_path, name):
    path = one_layout(exam_layouts, name, tmp_path / "examens-2022-2023.csv")
    import_exams(duo.EXAMS_2022)
    expected = counted()
    duo.empty_country()

    report = import_exams(path)

    assert (report.skipped, report.created) == (0, len(expected))
    assert counted() == expected


@pytest.mark.parametrize("name", list(pupil_layouts(None)))
def test_every_layout_of_the_pupils_gives_the_same_counts(country, tmp_path, name):
    path = one_layout(pupil_layouts, name, tmp_path / "leerlingen-2019.csv")
    import_pupils(duo.PUPILS_2019)
    expected = counted()
    duo.empty_country()

    report = import_pupils(path)

    assert (report.skipped, report.created) == (0, len(expected))
    assert counted() == expected


# What is stored


def test_a_location_is_stored_as_duo_lists_it(country):
    import_locations(duo.LOCATIONS, date(2026, 2, 1))

    vatel = SchoolLocation.objects.get(pk="00HI03")
    assert (vatel.institution, vatel.name, vatel.address, vatel.postcode) == (
        "00HI",
        "François Vatel vmbo",
        "Granaathorst 20",
        "2592 TD",
    )
    assert (vatel.city, vatel.municipality_id, vatel.structure) == ("Den Haag", "GM0518", "VBO/MAVO")
    assert (vatel.phone, vatel.website, vatel.active) == ("0703440000", "https://www.vatel.nl", True)
    assert vatel.reference_date == date(2026, 2, 1)


def test_the_whole_country_is_stored_and_the_finder_shows_the_region(filled):
    assert SchoolLocation.objects.filter(pk="00AH17", statements__isnull=False, answers__isnull=False).exists()
    assert not SchoolLocation.objects.in_finder().filter(pk="00AH17").exists()
    assert SchoolLocation.objects.in_finder().filter(pk="00HI03").exists()


def test_editorial_fields_are_not_touched_by_an_import(filled):
    SchoolLocation.objects.filter(pk="00HI03").update(short_name="Vatel", name="Verkeerd")

    import_locations(duo.LOCATIONS)

    vatel = SchoolLocation.objects.get(pk="00HI03")
    assert (vatel.short_name, vatel.name) == ("Vatel", "François Vatel vmbo")
    assert vatel.latitude == pytest.approx(52.09, abs=0.02)


def test_a_withheld_count_is_stored_as_one_to_four(filled):
    found = ProfileStatement.objects.get(location="00AH17", profile="DP", leerweg="BB", school_year=2023)

    assert (found.count_low, found.count_high) == (1, 4)


def test_rows_of_one_location_leerweg_and_profile_are_added_up(filled):
    rows = duo.rows_of(duo.PUPILS_2019)
    ours = [dict(zip(rows[0], row, strict=True)) for row in rows]
    counts = [
        int(row[f"LEER- OF VERBLIJFSJAAR {year} - {sex}"])
        for row in ours
        if row["BRIN NUMMER"] + row["VESTIGINGSNUMMER"] == "05EA16"
        and row["AFDELING"] == "Maritiem en Techniek"
        and row["ONDERWIJSTYPE VO EN LEER- OF VERBLIJFSJAAR"] == "VMBO BL lj 3-4"
        for year in (3, 4)
        for sex in ("MAN", "VROUW")
    ]

    found = ProfileStatement.objects.get(location="05EA16", profile="MAT", leerweg="BB", school_year=2019)

    assert len(counts) > 4
    assert found.count_low == found.count_high == sum(counts)


def test_pupils_of_the_lower_years_do_not_count_even_where_a_profile_is_printed(country, tmp_path):
    header, *rows = duo.rows_of(duo.PUPILS_2019)
    lower = [row for row in rows if "Brugjaar 1-2" in row and "Maritiem en Techniek" in row]
    upper = [row for row in rows if "VMBO BL lj 3-4" in row and "Zorg en welzijn" in row]

    report = import_pupils(duo.write_rows(tmp_path / "leerlingen-2019.csv", [header, *lower, *upper]))

    assert (report.passed_over, report.used) == (len(lower), len(upper))
    assert lower and set(ProfileStatement.objects.values_list("profile", flat=True)) == {"ZW"}


def test_candidates_for_havo_and_vwo_are_counted_together_without_a_profile(filled):
    found = ProfileStatement.objects.get(location="05XJ00", school_year=2023)

    assert (found.profile, found.leerweg) == (None, "HV")
    assert found.count_high >= found.count_low > 100


def test_a_counted_location_that_the_register_lacks_is_kept_as_closed(country):
    import_locations(duo.LOCATIONS)

    report = import_pupils(duo.PUPILS_2019)

    closed = SchoolLocation.objects.get(pk="18CH10")
    assert (closed.active, closed.city, closed.municipality_id) == (False, "Rotterdam", "GM0599")
    assert not SchoolLocation.objects.in_finder().filter(pk="18CH10").exists()
    assert report.remarks == ["1 vestiging staat niet in het vestigingenbestand en geldt als gesloten."]


def test_a_location_that_is_no_longer_listed_is_closed_and_keeps_what_was_said(filled, tmp_path):
    rows = [row for row in duo.rows_of(duo.LOCATIONS) if "00HI03" not in row]

    report = import_locations(duo.write_rows(tmp_path / "vestigingen.csv", rows), date(2026, 5, 1))

    vatel = SchoolLocation.objects.get(pk="00HI03")
    assert (report.removed, vatel.active) == (1, False)
    assert vatel.statements.exists()
    assert not SchoolLocation.objects.in_finder().filter(pk="00HI03").exists()


def test_a_location_that_is_listed_again_is_open_again(filled, tmp_path):
    SchoolLocation.objects.filter(pk="00HI03").update(active=False)

    import_locations(duo.LOCATIONS)

    assert SchoolLocation.objects.in_finder().filter(pk="00HI03").exists()


def test_a_corrected_file_of_the_same_year_replaces_the_counts(filled, tmp_path):
    rows = [row for row in duo.rows_of(duo.EXAMS_2023) if row[1] != "05EA16" or row[6] != "GL"]

    report = import_exams(duo.write_rows(tmp_path / "examens-2023-2024.csv", rows))

    assert (report.created, report.changed, report.removed) == (0, 0, 1)
    answer = ProfileAnswer.objects.get(location="05EA16", profile="MAT")
    assert (answer.leerwegen, answer.unsure) == ("BB KB", "GL")


def test_a_new_exam_year_makes_older_pupils_history_wherever_they_are(filled, tmp_path):
    import_pupils(duo.PUPILS_2019, 2024)
    assert ProfileAnswer.objects.filter(location="18CH10", status="yes").exists()
    rows = [row for row in duo.rows_of(duo.EXAMS_2023) if row[1] != "18CH10"]

    import_exams(duo.write_rows(tmp_path / "examens-2024-2025.csv", rows))

    assert not ProfileAnswer.objects.filter(location="18CH10", status="yes").exists()
    assert not any(difference for _model, difference in differences())


def test_an_older_exam_year_is_added_without_disturbing_the_newer_answers(country):
    import_locations(duo.LOCATIONS)
    import_exams(duo.EXAMS_2023)
    assert ProfileAnswer.objects.get(location="20CJ04", profile="MET").status == "no"

    import_exams(duo.EXAMS_2022)

    found = ProfileAnswer.objects.get(location="20CJ04", profile="MET")
    assert (found.status, found.school_year, found.last_seen) == ("unknown", 2023, 2022)
    assert not any(difference for _model, difference in differences())


def test_a_confirmation_survives_every_import(filled):
    DataVersion.objects.update(number=1)
    statement = ProfileStatement.objects.create(
        location_id="05EA16", profile_id="PIE", status="yes", source_id="school", reference_date=date(2026, 2, 3)
    )

    import_exams(duo.EXAMS_2023)

    assert ProfileStatement.objects.filter(pk=statement.pk).exists()


def test_every_run_is_kept_with_its_file_and_its_numbers(country):
    import_locations(duo.LOCATIONS, date(2026, 2, 1))

    run = ImportRun.objects.get()
    assert (run.series, run.file_name, run.reference_date) == ("locations", duo.LOCATIONS.name, date(2026, 2, 1))
    assert (run.rows_read, run.created, run.skipped, len(run.sha256)) == (15, 15, 0, 64)
    assert not ProfileStatement.objects.filter(run__isnull=False).exists()

    import_exams(duo.EXAMS_2022)
    assert set(ProfileStatement.objects.values_list("run__series", flat=True)) == {"exams"}


def test_a_register_of_a_later_month_changes_what_differs_and_dates_all(country, tmp_path):
    import_locations(duo.LOCATIONS, date(2026, 2, 1))
    rows = duo.rows_of(duo.LOCATIONS)
    number = next(n for n, row in enumerate(rows, start=1) if "00HI03" in row)
    later = duo.write_rows(tmp_path / "maart.csv", duo.changed(rows, number, "STRAATNAAM", "Nieuwe Kade"))

    trial = import_locations(later, date(2026, 3, 1), Options(dry_run=True))
    report = import_locations(later, date(2026, 3, 1))

    assert (report.created, report.changed, report.unchanged, report.removed) == (0, 1, 14, 0)
    assert len(trial.remarks) == 1 and "'Nieuwe Kade'" in trial.remarks[0]
    assert ImportRun.objects.first().changed == 1
    assert set(SchoolLocation.objects.values_list("reference_date", flat=True)) == {date(2026, 3, 1)}


# The same file again, and files that would do harm


def test_the_same_files_a_second_time_change_nothing_and_leave_the_data_version(filled):
    before = duo.everything()

    reports = [read(path) for path, read in duo.IMPORTERS.items()]

    after = duo.everything()
    assert [(report.created, report.changed, report.removed) for report in reports] == [(0, 0, 0)] * 5
    assert all(report.unchanged for report in reports)
    assert len(after.pop(ImportRun)) == len(before.pop(ImportRun)) + 5
    assert after == before


def test_a_register_without_a_date_is_dated_today_and_says_so_once(country):
    first = import_locations(duo.LOCATIONS)

    assert first.remarks == ["Als peildatum geldt vandaag; geef een andere mee met --reference-date."]
    assert import_locations(duo.LOCATIONS).remarks == []


@pytest.mark.parametrize("original", [duo.EXAMS_2023, duo.PUPILS_2019, duo.LOCATIONS])
def test_a_file_that_would_lose_more_than_a_tenth_is_refused(filled, tmp_path, original):
    path = duo.write_rows(tmp_path / original.name, duo.rows_of(original)[:10] + duo.rows_of(original)[60:70])
    before = duo.everything()

    with pytest.raises(GoneError, match="meer dan 10 procent"):
        duo.IMPORTERS[original](path)

    assert duo.everything() == before
    assert duo.IMPORTERS[original](path, options=Options(allow_loss=True)).removed > 0


def test_a_new_year_with_far_fewer_locations_is_refused(filled, tmp_path):
    path = duo.write_rows(tmp_path / "examens-2024-2025.csv", duo.rows_of(duo.EXAMS_2023)[:30])
    before = duo.everything()

    with pytest.raises(GoneError, match=r"staan 3 vestigingen en in dat van 2023-2024 waren het er 13\."):
        import_exams(path)

    assert duo.everything() == before
    assert import_exams(path, options=Options(allow_loss=True)).created > 0


def test_a_bad_row_does_not_take_away_what_is_known_of_its_location(filled, tmp_path):
    rows = duo.rows_of(duo.EXAMS_2023)
    number = next(n for n, row in enumerate(rows, start=1) if row[1] == "05EA16")
    before = duo.everything()

    report = import_exams(
        duo.write_rows(tmp_path / duo.EXAMS_2023.name, duo.changed(rows, number, "EXAMENKANDIDATEN", "veel"))
    )

    assert report.problems == [f"rij {number}: EXAMENKANDIDATEN is 'veel', verwacht: een aantal of <5"]
    assert duo.everything()[ProfileStatement] == before[ProfileStatement]


def test_a_location_with_a_bad_row_stays_open_as_it_was(filled, tmp_path):
    rows = duo.rows_of(duo.LOCATIONS)
    number = next(n for n, row in enumerate(rows, start=1) if "00HI03" in row)

    report = import_locations(
        duo.write_rows(tmp_path / "vestigingen.csv", duo.changed(rows, number, "POSTCODE", "259 TD")), date(2026, 2, 1)
    )

    assert report.problems == [f"rij {number}: POSTCODE is '259 TD', verwacht: 4 cijfers en 2 letters"]
    assert SchoolLocation.objects.in_finder().filter(pk="00HI03").exists()


@pytest.mark.parametrize(
    ("title", "value", "expected"),
    [
        ("GEMEENTENUMMER", "9999", "het nummer van een bekende gemeente"),
        ("VESTIGINGSNAAM", "", "een naam"),
        ("VESTIGINGSNAAM", "x" * 121, "hooguit 120 tekens"),
        ("TELEFOONNUMMER", "1" * 21, "hooguit 20 tekens"),
        ("INSTELLINGSCODE", "XXXX", "een instellingscode als 17YF"),
        ("VESTIGINGSCODE", "00AH17", "een nummer als 00 of een code als 00HI00"),
    ],
)
def test_a_bad_value_of_a_location_is_named_in_the_words_of_the_file(country, tmp_path, title, value, expected):
    rows = duo.rows_of(duo.LOCATIONS)
    number = next(n for n, row in enumerate(rows, start=1) if "00HI03" in row)

    report = import_locations(duo.write_rows(tmp_path / "v.csv", duo.changed(rows, number, title, value)))

    quoted = value if len(value) <= 60 else f"{value[:59]}…"
    assert report.problems == [f"rij {number}: {title} is '{quoted}', verwacht: {expected}"]
    assert (report.created, report.used, report.rows_read) == (14, 14, 15)


def test_a_location_that_is_listed_twice_is_read_once(country, tmp_path):
    rows = duo.rows_of(duo.LOCATIONS)
    path = duo.write_rows(tmp_path / "v.csv", [*rows, *duo.changed(rows, 3, "STRAATNAAM", "Elders")[2:3]])

    report = import_locations(path)

    assert report.created == 15
    assert report.problems == [
        f"rij 17: VESTIGINGSCODE is '{rows[2][3]}', verwacht: een code die niet al in een eerdere rij staat"
    ]


@pytest.mark.parametrize(
    ("title", "value", "expected"),
    [
        ("ONDERWIJSTYPE VO", "MBO", "VMBO, HAVO of VWO"),
        ("LEERWEG VMBO", "XL", "BL, KL, GL of TL"),
        ("AFDELING", "XYZ", "een van de tien profielen of een vakmanschapsroute"),
        ("EXAMENKANDIDATEN", "<6", "een aantal of <5"),
    ],
)
def test_a_bad_value_of_an_exam_is_named_in_the_words_of_the_file(country, tmp_path, title, value, expected):
    rows = duo.renamed(duo.rows_of(duo.EXAMS_2022), {"INSTELLINGSCODE": "INSTELLING"})
    number = next(n for n, row in enumerate(rows, start=1) if row[6] == "KL")

    report = import_exams(duo.write_rows(tmp_path / "examens-2022-2023.csv", duo.changed(rows, number, title, value)))

    assert report.problems == [f"rij {number}: {title} is '{value}', verwacht: {expected}"]
    assert report.used == report.rows_read - 1 == len(rows) - 2


def test_a_candidate_of_the_theoretische_leerweg_has_a_sector(country, tmp_path):
    rows = duo.rows_of(duo.EXAMS_2022)
    number = next(n for n, row in enumerate(rows, start=1) if row[6] == "TL")
    path = duo.write_rows(tmp_path / "examens-2022-2023.csv", duo.changed(rows, number, "VMBO SECTOR", ""))

    assert import_exams(path).problems == [
        f"rij {number}: VMBO SECTOR is '', verwacht: de sector van de theoretische leerweg"
    ]


# Coordinates


def test_coordinates_are_given_to_known_locations_only(country, tmp_path):
    import_locations(duo.LOCATIONS)
    rows = [*duo.rows_of(duo.COORDINATES), ["99ZZ00", "52.00000000", "4.50000000"]]

    report = import_coordinates(duo.write_rows(tmp_path / "c.csv", rows, delimiter=","))

    assert (report.changed, report.created) == (15, 0)
    assert report.remarks == ["1 vestiging is niet bekend en overgeslagen."]
    assert not SchoolLocation.objects.filter(latitude=None).exists()


def test_coordinates_come_after_the_locations(country):
    with pytest.raises(TableError, match="lees eerst het vestigingenbestand in"):
        import_coordinates(duo.COORDINATES)


@pytest.mark.parametrize("value", ["", "52,1234", "52.1", "4.3719296", "152.12345", "nan", "noord", "-52.12345"])
def test_a_latitude_outside_the_netherlands_or_too_coarse_is_refused(filled, tmp_path, value):
    rows = duo.changed(duo.rows_of(duo.COORDINATES), 4, "latitude", value)

    [problem] = import_coordinates(duo.write_rows(tmp_path / "c.csv", rows, delimiter=",")).problems

    assert problem == (
        f"rij 4: latitude is '{value}', verwacht: graden tussen 50.7 en 53.6 met minstens 4 cijfers achter een punt"
    )


# What an import saw happen to locations


def test_the_first_reading_of_the_register_moves_nothing(country):
    import_locations(duo.LOCATIONS, date(2026, 1, 1))

    assert SchoolLocation.objects.exists()
    assert not LocationChange.objects.exists()


def test_an_import_records_what_appeared_disappeared_and_moved(country, tmp_path):
    rows = duo.rows_of(duo.LOCATIONS)
    moved = duo.changed([*rows[:3], *rows[4:]], 2, "STRAATNAAM", "Nieuweweg")
    for name, content in (("first", rows), ("second", moved), ("third", rows)):
        import_locations(duo.write_rows(tmp_path / f"{name}.csv", content), date(2026, 1, 1))

    third, second, first = ([(each.kind, each.after) for each in seen(run)] for run in ImportRun.objects.all())
    assert first == []
    assert [kind for kind, _after in second] == ["disappeared", "moved"]
    assert "Nieuweweg" in second[1][1]
    assert [kind for kind, _after in third] == ["appeared", "moved"]


def test_another_phone_number_is_no_move(country, tmp_path):
    rows = duo.rows_of(duo.LOCATIONS)
    import_locations(duo.LOCATIONS, date(2026, 1, 1))

    other = duo.changed(rows, 2, "TELEFOONNUMMER", "0101234567")
    report = import_locations(duo.write_rows(tmp_path / "other.csv", other), date(2026, 1, 1))

    assert report.changed == 1
    assert not LocationChange.objects.exists()


def seen(run):
    return run.location_changes.order_by("kind")
