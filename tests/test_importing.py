"""Reading, comparing and writing tables: the tool that knows no app."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.importing import (
    Columns,
    ImportReport,
    RowError,
    TableError,
    compare,
    each_once,
    labels_of,
    parse_rows,
    read_table,
    stored_rows,
    write,
)
from schools.models import Postcode

CHEESES = Columns(
    "kazen per winkel",
    "import_cheeses",
    {"shop": ("WINKEL", "ZAAK"), "cheese": ("KAAS",), "weight": ("GRAM",)},
)
BREADS = Columns("broden per winkel", "import_breads", {"shop": ("WINKEL",), "bread": ("BROOD",)}, delimiter=",")


@pytest.fixture
def file(tmp_path):
    def write_file(content, name="kazen.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def values(path, columns=CHEESES):
    return [tuple(row.values.values()) for row in read_table(path, columns).rows]


def refusal(path, columns=CHEESES, others=(BREADS,)):
    with pytest.raises(TableError) as refused:
        read_table(path, columns, others)
    return str(refused.value)


# Reading what can be read

WHOLE = "WINKEL;KAAS;GRAM\nNoord;Reypenaer;250\n"


def test_columns_are_found_by_name_in_any_order(file):
    assert values(file("GRAM;PRIJS;ZAAK;KAAS\n250;9,95;Noord;Reypenaer\n")) == [("Noord", "Reypenaer", "250")]


@pytest.mark.parametrize(
    "content",
    [
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace("\n", "\r"),
        '"WINKEL";"KAAS";"GRAM"\r\n"Noord";"Reypenaer";"250"\r\n',
        "\ufeff" + WHOLE,
        "  WINKEL ; Kaas ;GRAM   \n  Noord  ;Reypenaer   ;   250\n",
        WHOLE.rstrip("\n"),
        WHOLE + "\n;;\n\n",
    ],
    ids=["CRLF", "CR", "quoted", "byte order mark", "padded", "no last line end", "empty rows"],
)
def test_the_same_rows_are_read_however_they_are_written(file, content):
    assert values(file(content)) == [("Noord", "Reypenaer", "250")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_and_signs_survive_both_character_sets(file, encoding):
    text = "WINKEL;KAAS;GRAM\nFrançois – ‘s-Graven;Brûlé;1\n"

    assert values(file(text.encode(encoding))) == [("François – ‘s-Graven", "Brûlé", "1")]


def test_a_delimiter_or_quote_inside_quotes_belongs_to_the_value(file):
    assert values(file('WINKEL;KAAS;GRAM\n"De ""Jutter""; Vlieland";Brie;1\n')) == [
        ('De "Jutter"; Vlieland', "Brie", "1")
    ]


def test_rows_have_the_number_that_a_spreadsheet_shows(file):
    table = read_table(file("WINKEL;KAAS;GRAM\n\nNoord;Brie;1\n;;\nZuid;Brie;2\n"), CHEESES)

    assert [row.number for row in table.rows] == [3, 5]


def test_a_table_knows_its_file_and_the_headers_of_this_file(file):
    table = read_table(file("ZAAK;KAAS;GRAM\nNoord;Brie;1\n"), CHEESES)

    assert table.file_name == "kazen.csv"
    assert len(table.sha256) == 64
    assert table.titles["shop"] == "ZAAK"


# Refusing what cannot


def test_a_missing_column_is_named(file):
    assert refusal(file("WINKEL;KAAS;PRIJS\nNoord;Brie;1\n")) == (
        "Voor de reeks 'kazen per winkel' ontbreekt de kolom GRAM; de eerste regel begint met WINKEL;KAAS;PRIJS."
    )


def test_several_missing_columns_are_counted_and_named_with_all_their_names(file):
    assert refusal(file("A;B;C\n1;2;3\n")) == (
        "Voor de reeks 'kazen per winkel' ontbreken 3 kolommen, waaronder WINKEL / ZAAK, KAAS, GRAM; "
        "de eerste regel begint met A;B;C."
    )


def test_a_file_of_another_series_is_recognised_whatever_separates_it(file):
    assert refusal(file("WINKEL,BROOD\nNoord,Rogge\n")) == (
        "Dit lijkt een bestand uit de reeks 'broden per winkel': lees het in met het commando import_breads."
    )


@pytest.mark.parametrize(
    ("mark", "name"), [(",", "komma's"), ("\t", "tabs"), ("|", "rechte strepen"), ("~", "geen teken dat wij kennen")]
)
def test_another_delimiter_is_named(file, mark, name):
    assert refusal(file(WHOLE.replace(";", mark))) == (
        f"De kolommen moeten gescheiden zijn door puntkomma's, maar zijn gescheiden door {name}."
    )


def test_a_column_that_is_there_twice_is_refused(file):
    assert refusal(file("WINKEL;KAAS;GRAM;GRAM\nNoord;Brie;1;2\n")) == (
        "De kolom GRAM staat meer dan eens in het bestand."
    )


@pytest.mark.parametrize("content", [b"", b"\n\n  \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(file, content):
    assert refusal(file(content)) == "kazen.csv is leeg."


@pytest.mark.parametrize("content", [b"PK\x03\x04rest of a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_spreadsheet_under_another_name_is_recognised(file, content):
    assert refusal(file(content)) == (
        "kazen.csv is een Excel-bestand, ook al eindigt de naam anders; bewaar het eerst als csv met puntkomma's."
    )


@pytest.mark.parametrize(
    "content",
    [
        WHOLE.encode("utf-16"),
        WHOLE.encode() + b"\0\0",
        b"WINKEL;KAAS;GRAM\nN\x81\x8d;Brie;1\n",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"WINKEL;KAAS;GRAM\nFran\xc3\xa7ois;Br\xfbl\xe9;1\n",
        b"\xef\xbb\xbfWINKEL;KAAS;GRAM\nFran\xe7ois;Brie;1\n",
    ],
    ids=["UTF-16", "zero bytes", "no such letters", "picture", "both character sets", "mark without UTF-8"],
)
def test_what_is_no_text_in_one_character_set_is_refused(file, content):
    assert refusal(file(content)) == "kazen.csv is geen tekst in UTF-8 of windows-1252, of is beschadigd."


def test_a_header_without_rows_is_refused(file):
    assert refusal(file("WINKEL;KAAS;GRAM\n")) == "Onder de kolomnamen staan geen rijen, dus het bestand is niet heel."


def test_a_file_that_breaks_off_in_a_row_is_refused(file):
    assert refusal(file("WINKEL;KAAS;GRAM\nNoord;Brie;1\nZuid;Br")) == (
        "Het bestand is afgebroken: de laatste rij (3) heeft 2 van de 3 kolommen."
    )


@pytest.mark.parametrize(
    "rows",
    [
        'Noord;"Brie;1\nZuid;Brie;2\n',
        'Noord;"Brie;1\nZuid;Edam";2\n',
        'Noord;"Brie"x;1\n',
        '"Noord;Brie;1\n"Zuid";Brie;2\n',
    ],
)
def test_an_open_quote_is_found_where_it_opens_and_swallows_no_rows(file, rows):
    assert refusal(file("WINKEL;KAAS;GRAM\nWest;Brie;1\n" + rows)) == (
        "Regel 3 kan niet worden gelezen, want een aanhalingsteken staat open of verkeerd."
    )


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refusal(tmp_path / "nergens.csv") == f"{tmp_path}/nergens.csv bestaat niet, of is geen bestand."
    assert refusal(tmp_path) == f"{tmp_path} bestaat niet, of is geen bestand."


def test_a_file_of_an_absurd_size_is_not_even_read(file):
    path = file(WHOLE)
    with path.open("r+b") as sparse:
        sparse.truncate(100_000_001)

    assert refusal(path) == "kazen.csv is groter dan 100 MB."


# Keeping account of rows


def weighed(row):
    if row["cheese"] == "":
        return None
    if not row["weight"].isdecimal():
        raise RowError("weight", row["weight"], "een aantal gram")
    return row["shop"], row["cheese"], int(row["weight"])


def account(path, parse=weighed, **given):
    table = read_table(path, CHEESES)
    report = ImportReport(table.file_name, table.sha256)
    return parse_rows(table, parse, report, **given), report


def test_a_bad_row_is_skipped_and_named_by_row_column_value_and_what_was_expected(file):
    records, report = account(file("ZAAK;KAAS;GRAM\nNoord;Brie;1\nOost;Edam;veel\nZuid;Brie;2\n"))

    assert records == [("Noord", "Brie", 1), ("Zuid", "Brie", 2)]
    assert report.problems == ["rij 3: GRAM is 'veel', verwacht: een aantal gram"]


def test_every_row_is_used_passed_over_or_skipped(file):
    _records, report = account(file("ZAAK;KAAS;GRAM\nNoord;Brie;1\nOost;;0\nZuid;Edam;x\nWest;Edam;5\n"))

    assert (report.rows_read, report.used, report.passed_over, report.skipped) == (4, 2, 1, 1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Oost;Edam", "rij 3: het aantal kolommen is '2', verwacht: 3"),
        ("Oost;Edam;1;2", "rij 3: het aantal kolommen is '4', verwacht: 3"),
        ("Oost;Ed\x07am;1", "rij 3: KAAS is 'Ed?am', verwacht: leesbare tekens"),
        ("Noord;Brie;1", "rij 3: de hele rij is 'Noord;Brie;1', verwacht: niet nog eens wat in rij 2 staat"),
    ],
)
def test_a_row_that_is_not_whole_or_not_new_is_skipped(file, row, problem):
    _records, report = account(file(f"ZAAK;KAAS;GRAM\nNoord;Brie;1\n{row}\nZuid;Brie;2\n"))

    assert (report.used, report.problems) == (2, [problem])


def test_a_second_row_with_the_same_key_is_skipped(file):
    parse = each_once(weighed, "shop", lambda record: record[0])

    records, report = account(file("ZAAK;KAAS;GRAM\nNoord;Brie;1\nNoord;Edam;2\n"), parse)

    assert records == [("Noord", "Brie", 1)]
    assert report.problems == ["rij 3: ZAAK is 'Noord', verwacht: een code die niet al in een eerdere rij staat"]


def test_a_file_of_mostly_bad_rows_is_refused_whole(file):
    with pytest.raises(TableError, match=r"2 van de 3 rijen zijn niet te gebruiken; de eerste is rij 2: GRAM is 'x'"):
        account(file("ZAAK;KAAS;GRAM\nNoord;Brie;x\nOost;Edam;y\nZuid;Brie;2\n"))


def test_a_bad_value_where_a_file_without_last_line_end_stops_is_a_file_cut_off(file):
    with pytest.raises(TableError, match="Het bestand lijkt afgebroken: rij 4: GRAM is '', verwacht: een aantal gram"):
        account(file("ZAAK;KAAS;GRAM\nNoord;Brie;1\nOost;Edam;2\nZuid;Brie;"))


def test_progress_is_told_at_the_end(file):
    told = []

    account(file(WHOLE), progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 1)]


# Comparing and writing

TABLE_OF_NUMBERS = st.dictionaries(st.tuples(st.integers(0, 30)), st.tuples(st.integers(0, 3)))


@given(TABLE_OF_NUMBERS, TABLE_OF_NUMBERS)
def test_a_difference_is_exactly_what_makes_the_stored_equal_to_the_wanted(stored, wanted):
    difference = compare({key: ("pk", row) for key, row in stored.items()}, wanted)

    kept = {key: row for key, row in stored.items() if key not in difference.removed}
    assert {**kept, **difference.changed, **difference.created} == wanted
    assert difference.unchanged == sum(stored.get(key) == row for key, row in wanted.items())
    assert len(difference) == len(difference.keys)


def test_nothing_that_was_stored_means_nothing_disappears():
    assert compare({}, {(1,): ("a",)}).share_removed == 0


KEYS, VALUES = ("pc4",), ("place", "latitude", "longitude")


def postcodes():
    return stored_rows(Postcode.objects.all(), KEYS, VALUES)


@pytest.mark.django_db
def test_writing_a_difference_makes_the_table_as_wanted():
    Postcode.objects.all().delete()
    Postcode.objects.bulk_create(Postcode(pk=str(n), place="Oud", latitude=n, longitude=4.5) for n in range(1000, 3500))
    wanted = {(str(n),): ("Oud" if n % 2 else "Nieuw", float(n), 4.5) for n in range(2000, 4500)}

    write(Postcode, KEYS, VALUES, compare(postcodes(), wanted))

    assert {key: row for key, (_pk, row) in postcodes().items()} == wanted


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_an_error_on_every_database_and_nothing_is_written():
    before = Postcode.objects.count()
    refused = compare({}, {("0001",): ("Nieuw", 52.1, 4.5), ("0002",): ("Zonder plek", None, 4.5)})

    with pytest.raises(IntegrityError), transaction.atomic():
        write(Postcode, KEYS, VALUES, refused)
    assert Postcode.objects.count() == before


@pytest.mark.django_db
def test_a_difference_tells_in_words_what_changes():
    stored = {("1011",): ("1011", ("Oud", 52.1, 4.5)), ("1012",): ("1012", ("Weg", 52.1, 4.5))}
    difference = compare(stored, {("1011",): ("Nieuw", 52.1, 4.6), ("1013",): ("Erbij", 52.1, 4.5)})

    assert difference.in_words(labels_of(Postcode, VALUES)) == [
        "nieuw: 1013",
        "1011: place 'Oud' -> 'Nieuw', longitude '4.5' -> '4.6'",
        "vervalt: 1012",
    ]
    assert difference.in_words(VALUES, limit=1) == ["nieuw: 1013", "en nog 2 andere"]
