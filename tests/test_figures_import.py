"""Files with figures: what they say is written as it stands there, once, and nothing else is touched."""

import csv
import io
import json
import os
import sys
from decimal import Decimal
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.importing import RowError, TableError, table_file
from schools.models import DataVersion, ImportRun, Region
from stats.importers import LAYOUTS, Options, RefusedRowsError, SeenOtherwiseError, compare_file, import_figures
from stats.importers.long_format import FIGURES
from stats.importers.records import KEYS, VALUES, Known
from stats.importers.statline import statline_period, statline_region
from stats.importers.travel import weighted
from stats.models import Observation
from stats.periods import Period

from .damaging_texts import DAMAGES
from .test_stats import published_file

TITLES = [names[0] for names in FIGURES.required.values()]
ROW = {
    "indicator": "vmbo-profielkeuze",
    "gebied": "GM0599",
    "periode": "2023/2024",
    "profiel": "PIE",
    "leerweg": "BB+KB+GL",
    "waarde": "12,5",
    "bron": "duo-travel",
}


@pytest.fixture(autouse=True)
def figures(filled):
    """Every test begins with the tables of fixtures/."""


def file_of(*rows, titles=TITLES):
    return table_file("csv", titles, [[row.get(title, "") for title in titles] for row in rows])


def take_in(content, layout="cijfers", name="bestand.csv", **options):
    return import_figures(content, name, LAYOUTS[layout], Options(**options))


def example(layout, number=0):
    return LAYOUTS[layout].examples[number].make()


def stored():
    return set(Observation.objects.values_list(*KEYS, *VALUES))


def only_new():
    return Observation.objects.filter(import_run__isnull=False)


# Our own format


def test_a_row_becomes_a_figure_of_its_own_source_and_run():
    report = take_in(file_of({**ROW, "ondergrens": "12", "bovengrens": "13,1", "status": "voorlopig", "tabel": "3.5"}))

    [figure] = only_new()
    assert (report.created, report.changed, report.unchanged, report.skipped) == (1, 0, 0, 0)
    assert (figure.value, figure.low, figure.high) == (Decimal("12.5"), Decimal(12), Decimal("13.1"))
    assert (figure.decimals, figure.status, figure.report_table) == (1, "provisional", "3.5")
    assert (str(figure.period), figure.period_end.isoformat()) == ("2023/2024", "2024-07-31")
    assert (figure.origin, figure.source_id) == ("published", "duo-travel")
    run = figure.import_run
    assert (run.series, run.file_name, run.rows_read, run.created) == ("indicators", "bestand.csv", 1, 1)


@pytest.mark.parametrize("written", ["Rotterdam", "rotterdam", "GM0599", "Rotterdam (gemeente)"])
def test_an_area_is_known_by_code_and_by_name(written):
    take_in(file_of({**ROW, "gebied": written}))

    assert [figure.region_id for figure in only_new()] == ["GM0599"]


@pytest.mark.parametrize("written", ["13,0", "13.0"])
def test_decimals_are_kept_as_published(written):
    take_in(file_of({**ROW, "waarde": written}))

    assert [figure.figure for figure in only_new()] == ["13,0"]


@pytest.mark.parametrize("written", ["withheld", "niet getoond door de bron", "Niet getoond door de bron"])
def test_a_reason_stands_in_the_place_of_a_value(written):
    take_in(file_of({**ROW, "waarde": "", "reden": written}))

    assert [(figure.value, figure.reason) for figure in only_new()] == [(None, "withheld")]


REFUSALS = [
    ({"indicator": "bestaat-niet"}, "indicator is 'bestaat-niet', verwacht: de code van een indicator"),
    ({"gebied": "Atlantis"}, "gebied is 'Atlantis', verwacht: een gebied als GM0599, MRDH of Rotterdam"),
    ({"periode": "gisteren"}, "periode is 'gisteren', verwacht: een periode als 2024, 2023/2024"),
    ({"periode": "2023/2025"}, "periode is '2023/2025', verwacht: een periode"),
    ({"profiel": "XX"}, "profiel is 'XX', verwacht: de code van een profiel"),
    ({"leerweg": "MAVO"}, "leerweg is 'MAVO', verwacht: BB, KB, GL, TL"),
    ({"categorie": "met blanks"}, "categorie is 'met blanks', verwacht: een code als techniek-gebouwd"),
    ({"waarde": ""}, "waarde is '', verwacht: een getal, of een reden"),
    ({"waarde": "1.234,5"}, "waarde is '1.234,5', verwacht: een getal met ten hoogste 3 cijfers achter de komma"),
    ({"waarde": "٣"}, "waarde is '٣', verwacht: een getal"),
    ({"waarde": "nan"}, "waarde is 'nan', verwacht: een getal"),
    ({"reden": "nil"}, "waarde is '12,5', verwacht: niets, want er is een reden"),
    ({"ondergrens": "12"}, "bovengrens is '', verwacht: een getal, want de andere grens is er ook"),
    ({"ondergrens": "13", "bovengrens": "14"}, "ondergrens is '13', verwacht: een ondergrens en een bovengrens"),
    ({"reden": "weet ik niet", "waarde": ""}, "reden is 'weet ik niet', verwacht: een van: geen leerlingen"),
    ({"status": "zeker"}, "status is 'zeker', verwacht: een van: voorlopig, herzien, definitief"),
    ({"bron": "onbekend"}, "bron is 'onbekend', verwacht: de code van een bron"),
    ({"bron": ""}, "bron is '', verwacht: de code van een bron"),
    ({"tabel": "x" * 13}, f"tabel is '{'x' * 13}', verwacht: ten hoogste 12 tekens"),
    ({"bron": "seor"}, "bron is 'seor', verwacht: een andere bron: de cijfers van het rapport staan vast"),
]


@pytest.mark.parametrize(
    ("wrong", "remark"), REFUSALS, ids=[" ".join(wrong) + str(n) for n, (wrong, _) in enumerate(REFUSALS)]
)
def test_a_refused_row_says_which_row_and_column_and_what_was_expected(wrong, remark):
    before = stored()
    report = take_in(file_of({**ROW, **wrong}, {**ROW, "profiel": "BWI"}))

    assert (report.created, report.skipped) == (1, 1)
    assert report.problems[0].startswith(f"rij 2: {remark}")
    assert len(stored() - before) == 1


def test_the_same_figure_twice_in_a_file_is_refused_the_second_time():
    report = take_in(file_of(ROW, {**ROW, "waarde": "13", "gebied": "Rotterdam"}))

    assert report.created == 1
    assert "rij 3: de hele rij is 'vmbo-profielkeuze GM0599" in report.problems[0]


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_a_file_that_is_read_again_changes_nothing(sort):
    content = table_file(sort, TITLES, [[ROW.get(title, "") for title in TITLES]])
    take_in(content)
    version, before = DataVersion.current(), stored()

    again = take_in(content)

    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
    assert (DataVersion.current(), stored()) == (version, before)


def test_a_corrected_value_changes_that_figure_and_no_other():
    take_in(file_of(ROW, {**ROW, "profiel": "BWI"}))
    before = stored()

    report = take_in(file_of({**ROW, "waarde": "13,1", "status": "herzien"}))

    assert (report.created, report.changed, report.removed) == (0, 1, 0)
    assert len(before - stored()) == len(stored() - before) == 1
    assert Observation.objects.get(source="duo-travel", profile="PIE", period="2023/2024").import_run.changed == 1


@pytest.mark.parametrize("number", [0, 1], ids=["csv", "xlsx"])
def test_the_example_is_true_and_changes_nothing(number):
    report = take_in(example("cijfers", number))

    assert (report.unchanged, report.created, report.changed, report.skipped) == (3, 0, 0, 0)


def test_all_figures_of_the_site_come_back_as_they_went_out(client):
    """Out by the open data, in by our own format: nothing is lost between them."""
    ours = ("indicator", "region", "period", "profile", "leerweg", "category", "value", "low", "high", "reason")
    names = dict(zip(TITLES, ours, strict=False))
    names |= {"status": "status", "bron": "source", "tabel": "reportTable"}
    answer = client.get("/api/v1/observations", {"format": "csv", "origin": "published"})
    told = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))

    report = take_in(file_of(*({title: row[name] for title, name in names.items()} for row in told)))

    assert (report.unchanged, report.created, report.changed, report.skipped) == (len(told), 0, 0, 0)


# The file as a whole


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is leeg"),
        (file_of(), "staan geen rijen"),
        (b"indicator;gebied\r\nx;y\r\n", "ontbreken 11 kolommen, waaronder periode, profiel, leerweg"),
        (file_of(ROW, titles=[*TITLES, "mening"]), "De kolom mening kennen wij niet"),
        (file_of(ROW)[:-30], "Het bestand is afgebroken"),
        (file_of({**ROW, "gebied": "x"}, {**ROW, "gebied": "y"}, ROW), "2 van de 3 rijen zijn niet te gebruiken"),
        (b"PK\x03\x04 no workbook", "is beschadigd"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence_and_changes_nothing(content, sentence):
    before = stored()

    with pytest.raises(TableError, match=sentence):
        take_in(content)
    assert stored() == before
    assert not ImportRun.objects.filter(series="indicators").exists()


def test_a_damaged_file_is_refused_or_every_row_is_accounted_for():
    """Forty files with a fixed seed, of which none is half read."""
    content = file_of(
        *({**ROW, "profiel": profile, "periode": str(2000 + n)} for n in range(9) for profile in ("PIE", "BWI"))
    )
    for seed in range(40):
        chance = Random(seed)
        damaged = chance.choice(DAMAGES)(chance, content)
        try:
            report = take_in(damaged, dry_run=True)
        except TableError as refusal:
            assert str(refusal).endswith("."), seed
        else:
            assert report.created + report.unchanged + report.skipped == report.rows_read, seed


def test_what_goes_wrong_while_writing_leaves_the_old_figures(monkeypatch):
    before, batch = stored(), file_of(ROW, {**ROW, "profiel": "BWI"})

    def stop(report):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_figures(batch, "bestand.csv", LAYOUTS["cijfers"], Options(), stop)
    assert stored() == before


def test_a_file_is_written_only_as_it_was_seen():
    seen = compare_file(file_of(ROW), "bestand.csv", LAYOUTS["cijfers"], Options()).fingerprint
    take_in(file_of({**ROW, "waarde": "1"}))

    with pytest.raises(SeenOtherwiseError):
        take_in(file_of(ROW), seen=seen)


def test_refused_rows_stop_a_file_unless_they_may_be_left_out():
    with pytest.raises(RefusedRowsError):
        take_in(file_of(ROW, {**ROW, "gebied": "x"}), skip_refused=False)


def test_many_rows_take_few_queries():
    """Per two thousand rows: one for the stored ones of each indicator, and one to write."""
    rows = [
        {**ROW, "periode": str(year), "profiel": profile} for year in range(1950, 2000) for profile in ("PIE", "BWI")
    ]
    with CaptureQueriesContext(connection) as few:
        take_in(file_of(*rows[:2]))
    with CaptureQueriesContext(connection) as many:
        take_in(file_of(*rows))

    assert len(many) == len(few)


# The report's tables


def test_all_figures_of_the_report_are_known_already():
    rows = published_file("observations.csv")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader(), writer.writerows(rows)

    report = take_in(text.getvalue().encode(), "rapport")
    assert (report.unchanged, report.created, report.changed, report.skipped) == (328, 0, 0, 0)
    again = take_in(text.getvalue().encode(), "rapport", source="cbs-mbo")
    assert (again.created, again.skipped) == (328, 0)


# Travel

TABLE_3_4 = {"Delft": ("19,8", "62,1"), "Leidschendam-Voorburg": ("26,5", "66,0"), "Maassluis": ("20,9", "65,0")}
"""Three rows of table 3.4 of the report. It has no numbers of students: those in these tests are made up."""


def travel_file(rows):
    titles = "Woongemeente;Sectorkamer;Aantal studenten;Gemiddelde fietsafstand;Gemiddelde reistijd OV"
    lines = [titles, *(";".join(map(str, row)) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def travel_rows(students=100):
    return [(town, "Techniek en gebouwde omgeving", students, *each) for town, each in TABLE_3_4.items()]


def test_travel_of_a_municipality_is_what_the_file_says():
    take_in(travel_file(travel_rows()), "reizen", period=Period.parse("2024"))

    found = {(each.region_id, each.indicator_id): each.value for each in only_new()}
    in_report = {
        (each.region_id, each.indicator_id): each.value
        for each in Observation.objects.of(
            source="seor", category="techniek-gebouwd", region=["GM0503", "GM1916", "GM0556"]
        )
    }
    assert found == in_report
    assert {each.origin for each in only_new()} == {"published"}


def test_an_area_is_the_mean_of_its_municipalities_weighted_by_students():
    towns = Region.objects.within("MRDH").order_by("code").values_list("code", flat=True)
    rows = [(code, "Handel", 10 * number, number, 2 * number) for number, code in enumerate(towns, start=1)]
    take_in(travel_file(rows), "reizen", period=Period.parse("2024"))

    expected = sum(10 * n * n for n in range(1, 22)) / sum(10 * n for n in range(1, 22))
    bike = Observation.objects.get(indicator="mbo-fietsafstand", region="MRDH", source="duo-travel")
    bus = Observation.objects.get(indicator="mbo-reistijd-ov", region="MRDH", source="duo-travel")
    assert (float(bike.value), float(bus.value)) == pytest.approx((expected, 2 * expected), abs=0.001)
    assert bike.origin == bus.origin == "calculated"


def test_no_area_is_calculated_from_some_of_its_municipalities():
    take_in(travel_file(travel_rows()), "reizen", period=Period.parse("2024"))

    assert not only_new().filter(region__in=["MRDH", "NL01", "PV28"]).exists()


def test_a_withheld_number_of_students_counts_halfway_and_a_withheld_distance_is_no_zero():
    rows = [("Delft", "Handel", "<5", "", ""), ("Maassluis", "Handel", 40, "10,0", "30")]
    take_in(travel_file(rows), "reizen", period=Period.parse("2024"))

    found = {(each.region_id, each.indicator_id): (each.value, each.reason) for each in only_new()}
    assert found["GM0503", "mbo-fietsafstand"] == (None, "withheld")
    assert found["GM0556", "mbo-fietsafstand"] == (10, "")
    assert weighted([(None, Decimal("2.5")), (Decimal(10), Decimal(40))]) == 10
    assert weighted([(None, Decimal(1))]) is None


def test_travel_without_a_period_or_with_an_unknown_sector_is_refused():
    with pytest.raises(TableError, match="Geef bij dit bestand de periode op"):
        take_in(travel_file(travel_rows()), "reizen")
    wrong = [*travel_rows(), ("Delft", "Ruimtevaart", 3, "1", "1")]
    report = take_in(travel_file(wrong), "reizen", period=Period.parse("2024"))
    assert report.problems == [
        "rij 5: Sectorkamer is 'Ruimtevaart', verwacht: een van de acht sectorkamers, zoals Handel"
    ]


# StatLine


@pytest.mark.parametrize(
    ("written", "period", "status"),
    [
        ("2023JJ00", "2023", "final"),
        ("2023SJ00", "2023/2024", "final"),
        ("2023/'24", "2023/2024", "final"),
        ("2023/'24*", "2023/2024", "provisional"),
        ("2024**", "2024", "provisional"),
    ],
)
def test_a_period_of_statline_is_read(written, period, status):
    assert statline_period(written) == (Period.parse(period), status)


@pytest.mark.parametrize("written", ["2023MM01", "2023KW03", "2023 januari", "", "20233JJ00"])
def test_another_period_of_statline_is_refused(written):
    with pytest.raises(RowError, match="perioden is"):
        statline_period(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NL01  ", "NL01"),
        ("PV28  ", "PV28"),
        ("GM0599", "GM0599"),
        ("Nederland", "NL01"),
        ("Zuid-Holland (PV)", "PV28"),
        ("'s-Gravenhage (gemeente)", "GM0518"),
        ("Den Haag", "GM0518"),
    ],
)
def test_an_area_of_statline_is_read(written, code):
    assert statline_region(written, Known.now()) == code


COUNTS = {
    ("Totaal", "Totaal"): 400, ("Totaal", "BOL"): 300, ("Totaal", "BBL"): 100,
    ("Techniek, industrie en bouwkunde", "Totaal"): 80, ("Techniek, industrie en bouwkunde", "BOL"): 30,
    ("Techniek, industrie en bouwkunde", "BBL"): 50,
}  # fmt: skip
SHARES = {
    ("mbo-aandeel-richting", "techniek:totaal"): Decimal(20),
    ("mbo-aandeel-richting", "techniek:bol"): Decimal(10),
    ("mbo-aandeel-richting", "techniek:bbl"): Decimal(50),
    ("mbo-aandeel-bbl", "totaal"): Decimal(25),
    ("mbo-aandeel-bbl", "techniek"): Decimal("62.5"),
}
"""Made-up counts, and the shares that follow."""


def statline_csv(counts=COUNTS, place="Zuid-Holland (PV)"):
    directions, ways = zip(*counts, strict=True)
    lines = [
        ["Mbo; studenten, niveau, leerweg, studierichting, regiokenmerken"],
        ["Onderwerp", "", *["Mbo-studenten"] * len(counts)],
        ["Leerweg", "", *ways],
        ["Studierichting", "", *directions],
        ["Regiokenmerken", "Perioden", *["aantal"] * len(counts)],
        [place, "2024/'25*", *counts.values()],
        ["Bron: CBS"],
    ]
    return "".join(";".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines).encode("utf-8-sig")


def statline_json(counts=COUNTS, number="85353NED"):
    codes = {text: f"A{place:03}" for place, text in enumerate(sorted({text for pair in counts for text in pair}))}
    rows = [
        {"ID": place, "Leerweg": codes[way], "Studierichting": codes[direction], "Regiokenmerken": "PV28  ",
         "Geslacht": "T001038", "Perioden": "2024SJ00", "MboStudenten_1": count}
        for place, ((direction, way), count) in enumerate(counts.items())
    ]  # fmt: skip
    women = {**rows[0], "Geslacht": "4000   ", "MboStudenten_1": 1}
    names = [{"Key": code, "Title": text} for text, code in codes.items()]
    address = f"https://opendata.cbs.nl/ODataApi/odata/{number}/$metadata#TypedDataSet"
    data = {"odata.metadata": address, "value": [women, *rows], "Leerweg": names, "Studierichting": names}
    return json.dumps(data).encode()


@pytest.mark.parametrize(("layout", "make"), [("statline-csv", statline_csv), ("statline-json", statline_json)])
def test_shares_follow_from_the_counts_of_statline(layout, make):
    report = take_in(make(), layout)

    found = {(each.indicator_id, each.category): each.value for each in only_new()}
    assert found == SHARES
    assert report.skipped == 0
    assert {(str(each.period), each.region_id, each.source_id, each.origin) for each in only_new()} == {
        ("2024/2025", "PV28", "cbs-mbo", "calculated")
    }
    assert take_in(make(), layout).unchanged == len(SHARES)


def test_what_statline_keeps_secret_is_no_zero():
    take_in(statline_csv({**COUNTS, ("Techniek, industrie en bouwkunde", "BBL"): "."}), "statline-csv")

    figure = only_new().get(indicator="mbo-aandeel-richting", category="techniek:bbl")
    assert (figure.value, figure.reason) == (None, "withheld")


def test_areas_of_another_sort_are_passed_over():
    content = statline_csv().replace(b'"Bron', b'"West-Nederland (LD)";"2024/\'25*"' + b';"1"' * 6 + b'\r\n"Bron')

    assert take_in(content, "statline-csv").rows_read == 5


def test_an_area_that_statline_has_and_we_do_not_is_refused_by_its_row():
    content = statline_csv().replace(b'"Bron', b'"Atlantis";"2024/\'25*"' + b';"1"' * 6 + b'\r\n"Bron')
    report = take_in(content, "statline-csv")

    assert report.created == 5
    assert report.problems[0] == "rij 7: regio is 'Atlantis', verwacht: een gebied als GM0599, MRDH of Rotterdam"


@pytest.mark.parametrize(
    ("layout", "content", "sentence"),
    [
        (
            "statline-csv",
            statline_csv().replace(b"Mbo; studenten, niveau", b"Banen; werknemers"),
            "geen tabel van StatLine",
        ),
        (
            "statline-csv",
            statline_csv().replace(b"Regiokenmerken", b"Gebieden"),
            "geen kopregel met Regio's en Perioden",
        ),
        ("statline-csv", statline_csv().replace(b';"80"', b""), "Regel 6 heeft 7 cellen en geen 8"),
        ("statline-json", statline_json(number="12345NED"), "geen tabel van StatLine"),
        ("statline-json", b'{"value": []}', "geen rijen onder 'value'"),
        ("statline-json", b"{", "is geen JSON"),
        ("statline-json", statline_json().replace(b"Perioden", b"Tijdvak"), "mist de dimensie perioden"),
    ],
)
def test_another_file_of_statline_is_refused_in_one_sentence(layout, content, sentence):
    with pytest.raises(TableError, match=sentence):
        take_in(content, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_sort_of_file_has_an_example_that_can_be_read(layout):
    for each in LAYOUTS[layout].examples:
        period = Period.parse("2024") if LAYOUTS[layout].needs_period else None
        report = take_in(each.make(), layout, each.name, period=period, dry_run=True)
        assert report.rows_read and not report.skipped


# The command


def test_the_command_shows_first_and_writes_then(tmp_path, capsys):
    path = tmp_path / "cijfers.csv"
    path.write_bytes(file_of(ROW, {**ROW, "gebied": "x"}))

    call_command("import_indicators", path, "--dry-run")
    assert not only_new().exists()
    out = capsys.readouterr().out
    assert "cijfers.csv: 1 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 vervallen, 1 overgeslagen" in out
    assert "nieuw: vmbo-profielkeuze GM0599 2023/2024 PIE BB+KB+GL duo-travel published" in out
    assert "rij 3: gebied is 'x'" in out

    call_command("import_indicators", path)
    assert only_new().count() == 1


def test_the_command_tells_on_a_terminal_how_far_it_is(tmp_path, monkeypatch):
    path = tmp_path / "cijfers.csv"
    path.write_bytes(file_of(ROW))
    ours, theirs = os.openpty()
    os.set_blocking(ours, False)

    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        call_command("import_indicators", path, "--dry-run")
        assert "1 rijen gelezen" in os.read(ours, 1000).decode()
    os.close(ours)


def test_the_command_refuses_a_file_and_an_unknown_source_in_one_sentence(tmp_path):
    path = tmp_path / "leeg.csv"
    path.touch()
    with pytest.raises(CommandError, match="leeg.csv is leeg."):
        call_command("import_indicators", path)
    with pytest.raises(CommandError, match="De bron xyz kennen wij niet."):
        call_command("import_indicators", path, "--source", "xyz")
