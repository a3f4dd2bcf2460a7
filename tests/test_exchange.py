"""Lists of the editors: out and in again without a difference, and every change is shown before it is made."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from careers.importers import COURSES, LISTS, OCCUPATIONS, PAY, PROSPECTS
from careers.models import Course, Occupation, Pay
from portal.importing import TableError, table_file
from schools.exchange import AppliedError, Kind, RefusedRowsError, apply_upload, preview_of, read_file
from schools.models import DataVersion, Upload
from schools.recalculation import change_data

from .exchanged import changed, file_of, pick, stored_rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]

by_name = pytest.mark.parametrize("exchange", LISTS, ids=lambda exchange: exchange.name)
both_sorts = pytest.mark.parametrize("sort", ["csv", "xlsx"])


def seen(exchange, content):
    """What the preview of a file counts, without what it does not find."""
    counts = preview_of(exchange, content, "lijst").counts
    return {str(kind.label): count for kind, count in counts.items() if count}


# Out and in again


@both_sorts
@by_name
def test_a_list_that_comes_back_unchanged_changes_nothing(exchange, sort):
    assert seen(exchange, file_of(exchange, sort)) == {"ongewijzigd": exchange.model.objects.count()}


@by_name
def test_a_list_holds_every_field_that_editors_fill_in(exchange):
    fields = [*exchange.model._meta.fields, *exchange.model._meta.many_to_many]
    editable = {field for field in fields if field.editable and not isinstance(field, models.AutoField)}

    assert {column.field for column in exchange.columns} == editable


@by_name
def test_the_headers_of_a_list_are_different_words(exchange):
    assert len({title.lower() for title in exchange.titles}) == len(exchange.columns)


def test_texts_that_a_browser_sent_come_back_without_a_difference():
    Occupation.objects.filter(pk="kok").update(tasks="Je kookt.\r\nJe snijdt. \r\n", summary=" Je kookt. ")

    assert seen(OCCUPATIONS, file_of(OCCUPATIONS)) == {"ongewijzigd": Occupation.objects.count()}


@both_sorts
def test_formulas_in_texts_come_back_without_a_difference(sort):
    Course.objects.filter(pk="25180").update(name="=1+1", note="@x", level_basis="'-2")

    assert seen(COURSES, file_of(COURSES, sort)) == {"ongewijzigd": Course.objects.count()}


def test_a_spreadsheet_that_drops_the_zeros_of_a_code_changes_nothing():
    content = file_of(OCCUPATIONS, change=lambda row: {"BRC 2014": row["BRC 2014"].lstrip("0")})

    assert seen(OCCUPATIONS, content) == {"ongewijzigd": Occupation.objects.count()}


def test_a_code_or_another_way_of_writing_means_the_same():
    kinds = {kind.label: kind.value for kind in Pay.Kind}
    content = file_of(
        PAY,
        change=lambda row: {
            "Soort": kinds[row["Soort"]].upper(),
            "Bedrag": f"{row['Bedrag']:.2f}",
            "Tonen op de website": "JA" if row["Tonen op de website"] else "Nee",
        },
    )

    assert seen(PAY, content) == {"ongewijzigd": Pay.objects.count()}


# What is refused, and in which words

TWO_DECIMALS = "een getal met ten hoogste 2 cijfers achter de komma, zonder punt voor duizend"
SOURCES = "de code uit de lijst 'bronnen'; wij kennen competentnl, "
ACTIVITIES = "codes uit de lijst 'bezigheden', met een spatie ertussen; wij kennen helpen, "
REFUSALS = [
    (COURSES, "Niveau", "7", "een van: 2, 3, 4"),
    (COURSES, "Niveau", "", "een van: 2, 3, 4"),
    (COURSES, "Niveau is bevestigd", "misschien", "ja of nee"),
    (COURSES, "Naam", "", "tekst van ten hoogste 100 tekens"),
    (COURSES, "Naam", "x" * 101, "ten hoogste 100 tekens, en dit zijn er 101"),
    (COURSES, "Crebo", "25-180", "5 cijfers"),
    (COURSES, "Bron", "competentml", SOURCES),
    (COURSES, "Jaar van de bron", "", "een jaar als 2026"),
    (COURSES, "Jaar van de bron", "vorig jaar", "een jaar als 2026"),
    (OCCUPATIONS, "Adres", "Kok en bakker", "kleine letters, cijfers en streepjes"),
    (OCCUPATIONS, "Cluster", "bouw", "een van: Duurzaam maritiem en haven, Hightech glastuinbouw, "),
    (OCCUPATIONS, "Wat je graag doet", "maken slapen", ACTIVITIES),
    (OCCUPATIONS, "Mensen die in deze groep werken", "veel", "een heel getal"),
    (PAY, "Bedrag", "1.234,50", TWO_DECIMALS),
    (PAY, "Bedrag", "12,345", TWO_DECIMALS),
    (PAY, "Eenheid", "euro", "een van: euro per uur, euro per maand, "),
    (PROSPECTS, "Soort", "", "een van: verwachte krapte, vacatures per werkloze, "),
]


@pytest.mark.parametrize(("exchange", "title", "value", "expected"), REFUSALS)
def test_a_value_that_cannot_be_used_is_named_with_row_column_and_what_was_expected(exchange, title, value, expected):
    preview = preview_of(exchange, file_of(exchange, change=pick(0, {title: value})), "lijst.csv")

    [problem] = preview.problems()
    quoted = value if len(value) <= 60 else f"{value[:59]}…"
    assert problem.startswith(f"rij 2: {title} is '{quoted}', verwacht: {expected}")
    assert preview.counts[Kind.REFUSED] == 1


HEAVY = {"Wat zwaar of lastig is": "Je tilt veel."}
RULES_OF_MODELS = [
    (COURSES, {"Jaar van de bron": "1999"}, "Vul een jaar in vanaf 2000."),
    (PAY, {"Bedrag": "0"}, "Vul een bedrag in dat meer is dan 0."),
    (
        PROSPECTS,
        {"Beroep": "kok", "Voor alle technische beroepen": "ja"},
        "Dit kan alleen als er geen beroep gekozen is.",
    ),
    (OCCUPATIONS, {**HEAVY, "Bron van wat zwaar is": ""}, "Noem de bron van wat zwaar is."),
    (OCCUPATIONS, {**HEAVY, "Jaar van die bron": ""}, "Noem het jaar van de bron van wat zwaar is."),
]


@pytest.mark.parametrize(("exchange", "cells", "sentence"), RULES_OF_MODELS)
def test_what_the_model_has_against_a_value_is_told_at_its_column(exchange, cells, sentence):
    preview = preview_of(exchange, file_of(exchange, change=pick(0, cells)), "lijst.csv")

    [line] = preview.of_kinds([Kind.REFUSED])
    assert sentence in [fault.expected for fault in line.faults]
    assert {fault.column for fault in line.faults} <= set(exchange.titles)


@by_name
def test_every_condition_of_the_database_is_told_in_words_before(exchange):
    """A condition without a sentence would end in a refusal of the whole list."""
    conditions = {each.name for each in exchange.model._meta.constraints if isinstance(each, models.CheckConstraint)}

    assert conditions <= {
        "course_bears_source_and_year",
        "occupation_bears_source_and_year",
        "pay_bears_source_and_year",
        "prospect_bears_source_and_year",
        "pay_is_more_than_nothing",
        "a_general_prospect_has_no_occupation",
        "what_is_heavy_bears_source_and_year",
    }


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    content = file_of(COURSES, change=pick(3, {"Niveau": "5", "Bron": "x", "Naam": ""}))

    [line] = preview_of(COURSES, content, "lijst").of_kinds([Kind.REFUSED])
    assert (line.number, [fault.column for fault in line.faults]) == (5, ["Naam", "Niveau", "Bron"])


def test_a_second_row_with_the_same_key_is_refused():
    first, second, *_others = stored_rows_of(COURSES)
    content = table_file("csv", COURSES.titles, [first, [first[0], *second[1:]]])

    assert preview_of(COURSES, content, "lijst").problems() == [
        f"rij 3: Crebo is '{first[0]}', verwacht: niet nog eens wat in rij 2 staat"
    ]


def test_a_list_of_another_table_is_refused_as_a_whole():
    with pytest.raises(TableError, match="Voor de reeks 'lonen' ontbreken 11 kolommen, waaronder Beroep, Soort"):
        preview_of(PAY, b"Crebo;Aantal\n25180;3\n", "lijst.csv")


# What a list changes


def test_a_preview_changes_nothing_and_shows_old_and_new(tmp_path):
    version = DataVersion.current()
    content = file_of(OCCUPATIONS, change=changed("kok", {"Titel": "Chef-kok", "Passende profielen": "GR HBR"}))

    preview = preview_of(OCCUPATIONS, content, "lijst.csv")

    [line] = preview.of_kinds([Kind.CHANGED])
    assert [(each.title, each.old, each.new) for each in preview.changes(line)] == [
        ("Titel", "Kok", "Chef-kok"),
        ("Passende profielen", "DP HBR", "GR HBR"),
    ]
    assert (Occupation.objects.get(pk="kok").title, DataVersion.current()) == ("Kok", version)


def kept(tmp_path, content, name="lijst.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@both_sorts
def test_a_list_adds_and_changes_rows_with_their_links_and_a_second_time_nothing(tmp_path, sort):
    version, count = DataVersion.current(), Occupation.objects.count()
    new = {"Adres": "bakker", "Titel": "Bakker", "Passende profielen": "HBR GR", "Wat je graag doet": ""}
    content = file_of(
        OCCUPATIONS, sort, change=changed("kok", {"Titel": "Chef-kok", "Passende profielen": "GR HBR"}), more=[new]
    )

    read_file(OCCUPATIONS, kept(tmp_path, content))

    cook, baker = (Occupation.objects.get(pk=pk) for pk in ("kok", "bakker"))
    assert (cook.title, {each.pk for each in cook.profiles.all()}) == ("Chef-kok", {"GR", "HBR"})
    assert (baker.title, {each.pk for each in baker.profiles.all()}) == ("Bakker", {"GR", "HBR"})
    assert (baker.activities.count(), cook.activities.count() > 0) == (0, True)
    assert (Occupation.objects.count(), DataVersion.current()) == (count + 1, version + 1)

    read_file(OCCUPATIONS, kept(tmp_path, content))
    assert (seen(OCCUPATIONS, content), DataVersion.current()) == ({"ongewijzigd": count + 1}, version + 1)


def test_rows_that_are_not_in_the_list_stay(tmp_path):
    [first, *_others] = stored_rows_of(PAY)
    before = Pay.objects.count()

    read_file(PAY, kept(tmp_path, table_file("csv", PAY.titles, [first])))

    assert Pay.objects.count() == before


def test_an_emptied_cell_empties_the_field_where_it_may_be_empty(tmp_path):
    emptied = changed("kok", {"Waar je werkt": "", "Mensen die in deze groep werken": ""})

    read_file(OCCUPATIONS, kept(tmp_path, file_of(OCCUPATIONS, change=emptied)))

    cook = Occupation.objects.get(pk="kok")
    assert (cook.workplace, cook.group_workers) == ("", None)


def test_amounts_are_read_with_comma_and_point(tmp_path):
    for amount in ("17,5", "18.25"):
        read_file(PAY, kept(tmp_path, file_of(PAY, change=pick(0, {"Bedrag": amount}))))
        assert Pay.objects.filter(value=Decimal(amount.replace(",", "."))).exists()


def test_refused_rows_are_left_out_only_when_somebody_says_so(tmp_path):
    path = kept(tmp_path, file_of(COURSES, change=pick(0, {"Naam": "Nieuwe naam"}), more=[{"Crebo": "x"}]))

    with pytest.raises(RefusedRowsError):
        read_file(COURSES, path)
    assert not Course.objects.filter(name="Nieuwe naam").exists()

    read_file(COURSES, path, skip_refused=True)
    assert Course.objects.filter(name="Nieuwe naam").count() == 1
    run = Upload.objects.get()
    assert (run.state, run.changed, run.skipped, run.problems) == (
        "applied",
        1,
        1,
        [f"rij {Course.objects.count() + 2}: Crebo is 'x', verwacht: 5 cijfers"],
    )


def test_a_list_that_somebody_applied_or_withdrew_at_the_same_time_is_left(django_user_model):
    author = django_user_model.objects.create_user("noor")
    content = file_of(COURSES, change=pick(0, {"Naam": "Nieuwe naam"}))
    seen_before = preview_of(COURSES, content, "lijst.csv").fingerprint
    for end in (Upload.withdraw, lambda same: apply_upload(COURSES, same, seen_before, False)):
        upload = Upload.objects.keep("courses", "lijst.csv", content, author)
        end(Upload.objects.get(pk=upload.pk))
        version = DataVersion.current()

        with pytest.raises(AppliedError):
            apply_upload(COURSES, upload, seen_before, False)
        assert DataVersion.current() == version


def test_a_list_waits_its_turn_and_looks_again(monkeypatch):
    """Somebody else writes between the look and the writing: the list is compared once more."""
    content = file_of(COURSES, change=pick(0, {"Naam": "Nieuwe naam"}))
    upload = Upload.objects.keep("courses", "lijst.csv", content, None)
    looks = []

    def look_while_others_write(*arguments):
        looks.append(arguments)
        preview = preview_of(*arguments)
        if len(looks) == 1:
            change_data(lambda: Pay.objects.update(caution="Let op"))
        return preview

    monkeypatch.setattr("schools.exchange.applying.preview_of", look_while_others_write)
    apply_upload(COURSES, upload, preview_of(COURSES, content, "lijst.csv").fingerprint, False)

    assert len(looks) == 2
    assert Course.objects.filter(name="Nieuwe naam").exists()


# The list that goes back


def test_the_list_comes_back_with_the_outcome_of_every_row_and_can_be_sent_in_again():
    content = file_of(COURSES, change=pick(1, {"Naam": "Nieuwe naam"}), more=[{"Crebo": "x"}])
    preview = preview_of(COURSES, content, "lijst.csv")

    back = table_file("csv", preview.result_titles(), preview.result_rows())

    [header, *rows] = csv.reader(io.StringIO(back.decode("utf-8-sig"), newline=""), delimiter=";")
    assert header[-2:] == ["Resultaat", "Toelichting"]
    assert rows[0][-2:] == ["ongewijzigd", ""]
    assert rows[1][-2] == "gewijzigd" and rows[1][-1].startswith("Naam: '")
    assert rows[-1][-2:] == ["geweigerd", "Crebo is 'x', verwacht: 5 cijfers"]
    assert preview_of(COURSES, back, "terug.csv").fingerprint == preview.fingerprint


# The command


def run(*arguments):
    printed = io.StringIO()
    call_command("import_table", *arguments, stdout=printed)
    return printed.getvalue()


def test_the_command_shows_what_changes_and_with_a_dry_run_leaves_it_at_that(tmp_path):
    old = stored_rows_of(COURSES)[0][1]
    path = kept(tmp_path, file_of(COURSES, change=pick(0, {"Naam": "Nieuwe naam"})))
    crebo = stored_rows_of(COURSES)[0][0]
    counts = f"lijst.csv: 0 nieuw, 1 gewijzigd, 0 geweigerd, {Course.objects.count() - 1} ongewijzigd"
    said = f"{counts}\n  {crebo}: Naam '{old}' -> 'Nieuwe naam'\n"

    assert run("courses", path, "--dry-run") == said + "Dit was een proef: er is niets gewijzigd.\n"
    assert Course.objects.get(pk=crebo).name == old
    assert run("courses", path) == said
    assert Course.objects.get(pk=crebo).name == "Nieuwe naam"


def test_the_command_refuses_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="bestaat niet"):
        run("courses", tmp_path / "weg.csv")
    with pytest.raises(CommandError, match="Er is niets gewijzigd. Verbeter de rijen of geef --skip-refused mee."):
        run("courses", kept(tmp_path, file_of(COURSES, more=[{"Crebo": "x"}])))
