"""The offer kept with a list: what it changes, what it leaves, whose it is, and taking it back."""

import csv
import io
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import load_workbook

from schools.desk.confirming import Confirmation
from schools.desk.confirming import confirm as confirm_at_once
from schools.desk.form import ConfirmationForm
from schools.desk.offer import Choice
from schools.desk.offer_columns import value_columns
from schools.desk.offer_list import offer_list
from schools.exchange import AppliedError, Kind, RefusedRowsError, apply_upload, preview_of, undo_upload
from schools.models import (
    AuditEvent,
    DataVersion,
    ProfileAnswer,
    ProfileStatement,
    Region,
    Role,
    SchoolLocation,
    Source,
    Upload,
    Withdrawal,
)

from .exchanged import file_of
from .factories import confirm, make_location
from .staff import enter, make_member, work_fast
from .test_accounts import assert_careful
from .test_admin import CODE, make_school

pytestmark = pytest.mark.django_db

ROTTERDAM, DELFT = "GM0599", "GM0503"
IN_DELFT = "18ZZ00"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def editor():
    """An editor of Rotterdam; a school there with candidates for kader in PIE, and another in Delft."""
    make_school()
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_location("In Delft", [("PIE", "KB")], code=IN_DELFT, municipality_id=DELFT, structure="VBO")
    return make_member("rik", Role.EDITOR, ROTTERDAM)


def exchange_of(user, day=None):
    return offer_list(user, Source.objects.get(pk="municipality"), day or timezone.localdate())


def at(profile, code=CODE, **cells):
    """A change of one row of the list."""
    return lambda row: cells if (row["Vestigingscode"], row["Profielcode"]) == (code, profile) else {}


def downloaded(user, change=lambda row: {}, sort="csv"):
    return file_of(exchange_of(user), sort, change)


def previewed(user, content, day=None, name="lijst.csv"):
    return preview_of(exchange_of(user, day), content, name)


def applied(user, content, day=None, skip=False):
    exchange = exchange_of(user, day)
    upload = Upload.objects.keep(
        "offer", "lijst.csv", content, user, source=exchange.source, reference_date=exchange.day
    )
    preview = preview_of(exchange, content, "lijst.csv")
    apply_upload(exchange, upload, preview.fingerprint, skip)
    return upload


def faults(preview):
    return [fault for line in preview.of_kinds([Kind.REFUSED]) for fault in line.faults]


def answers(code=CODE):
    rows = ProfileAnswer.objects.filter(location=code)
    return {each.profile_id: (each.status, each.leerwegen, each.effective_year) for each in rows}


def said():
    return ProfileStatement.objects.confirmations()


# The list


def test_the_list_has_the_ten_profiles_of_every_own_location(editor):
    rows = list(csv.DictReader(io.StringIO(downloaded(editor).decode("utf-8-sig")), delimiter=";"))

    assert len(rows) == 10 and {row["Vestigingscode"] for row in rows} == {CODE}
    row = next(row for row in rows if row["Profielcode"] == "PIE")
    assert (row["Antwoord"], row["Leerwegen"], row["Schooljaar"]) == ("ja", "kader", "")


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_a_list_that_comes_back_unchanged_changes_nothing(editor, sort):
    preview = preview_of(exchange_of(editor), downloaded(editor, sort=sort), f"lijst.{sort}")

    assert preview.counts[Kind.SAME] == 10 and not preview.difference


# What is written


def test_a_changed_row_is_answered_as_the_same_choice_on_the_screen_would_be(editor):
    year = timezone.localdate().year + 1
    content = downloaded(
        editor,
        lambda row: {
            **at("PIE", Leerwegen="basis en kader")(row),
            **at("BWI", Antwoord="start", Leerwegen="basis", Schooljaar=f"{year}-{year + 1}")(row),
            **at("MET", Antwoord="weten we niet", Notitie="gebeld met Jo")(row),
        },
    )
    before = answers()

    upload = applied(editor, content)

    after = answers()
    assert after["PIE"] == ("yes", "BB KB", None)
    assert after["BWI"] == ("starting", "BB", year)
    assert after["MET"][0] == "unknown"
    assert {code for code in after if after[code] != before[code]} == {"PIE", "BWI", "MET"}
    assert {each.note for each in said() if each.profile_id == "MET"} == {"gebeld met Jo"}
    assert {(each.upload, each.author, each.source_id) for each in said()} == {(upload, editor, "municipality")}
    assert (upload.changed, upload.unchanged, upload.municipality_id) == (3, 7, ROTTERDAM)
    written = AuditEvent.objects.filter(model="schools.profilestatement", kind="created", municipality=ROTTERDAM)
    assert written.count() == said().count() == 7


def test_a_list_and_the_screen_lead_to_the_same_answers(editor):
    make_school("19AA00")
    twin, year = SchoolLocation.objects.get(pk="19AA00"), timezone.localdate().year
    wanted = {
        "PIE": Choice("no"),
        "BWI": Choice("starting", year + 1, ("BB",)),
        "GR": Choice("yes"),
        "MET": Choice("unknown"),
        "EO": Choice("stopping", year + 1, ("KB", "GL")),
    }
    form = ConfirmationForm(twin)
    about = Confirmation(Source.objects.get(pk="school"), editor, form.today)
    confirm_at_once(twin, form.choices | wanted, about, form.version)

    change = {(CODE, profile): cells_of(choice) for profile, choice in wanted.items()}
    applied(editor, downloaded(editor, lambda row: change.get((row["Vestigingscode"], row["Profielcode"]), {})))

    assert answers() == answers(twin.pk)


def cells_of(choice):
    """What somebody types for a choice."""
    columns = value_columns()
    written = (choice.status, choice.leerwegen, choice.effective_year, None)
    return {column.title: column.write(value) for column, value in zip(columns, written, strict=True)}


def test_the_same_list_once_more_changes_nothing(editor):
    content = downloaded(editor, at("PIE", Antwoord="nee", Leerwegen=""))
    applied(editor, content)
    version = DataVersion.current()

    upload = applied(editor, content)

    assert (upload.changed, upload.unchanged) == (0, 10)
    assert DataVersion.current() == version and said().count() == 1


def test_empty_cells_and_rows_left_out_change_nothing(editor):
    before = answers()
    content = downloaded(editor, lambda row: {"Antwoord": "", "Leerwegen": "", "Schooljaar": ""})
    few = content.decode().splitlines(keepends=True)[:3]

    assert not previewed(editor, content).difference
    assert applied(editor, "".join(few).encode()).changed == 0
    assert answers() == before


def test_the_leerwegen_of_an_answer_that_stays_are_taken_back_by_saying_that_nobody_knows_them(editor):
    confirm(SchoolLocation.objects.get(pk=CODE), "BWI", "yes", leerweg="KB", on=timezone.localdate())
    assert answers()["BWI"] == ("yes", "KB", None)

    applied(editor, downloaded(editor, at("BWI", Leerwegen="onbekend")))

    assert answers()["BWI"] == ("yes", "", None)
    assert not previewed(editor, downloaded(editor)).difference
    applied(editor, downloaded(editor, at("BWI", Antwoord="stopt", Schooljaar="2027", Leerwegen="Weten we niet")))
    assert answers()["BWI"] == ("stopping", "", 2027)


def test_leerwegen_that_duo_counts_cannot_be_taken_back(editor):
    found = faults(previewed(editor, downloaded(editor, at("PIE", Leerwegen="onbekend"))))

    assert [fault.expected for fault in found] == [
        "DUO telt dit hier voor kader. Schrijf op voor welke leerwegen het is."
    ]


# What is refused


def test_a_location_of_another_municipality_is_refused_with_its_name_and_nothing_is_written(editor):
    content = downloaded(editor, at("PIE", Vestigingscode=IN_DELFT, Antwoord="nee"))

    preview = previewed(editor, content)

    assert [fault.expected for fault in faults(preview)] == [
        "Deze locatie hoort bij Delft. U kunt alleen locaties van Rotterdam wijzigen."
    ]
    with pytest.raises(RefusedRowsError):
        applied(editor, content)
    assert applied(editor, content, skip=True).skipped == 1
    assert not said().exists()


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Antwoord": "start"}, "Vul in met welk schooljaar het profiel start of stopt."),
        ({"Antwoord": "start", "Schooljaar": "1999"}, "Vul een schooljaar in van"),
        ({"Antwoord": "ja", "Schooljaar": "2027"}, "Een schooljaar hoort alleen bij start of stopt."),
        ({"Antwoord": "misschien"}, "een van: ja, nee"),
        ({"Antwoord": "ja", "Leerwegen": "havo"}, "basis, kader of gemengd"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(editor, cells, sentence):
    found = faults(previewed(editor, downloaded(editor, at("BWI", **cells))))

    assert len(found) == 1 and found[0].expected.startswith(sentence)


def test_a_day_on_which_it_would_no_longer_count_is_refused(editor):
    confirm(SchoolLocation.objects.get(pk=CODE), "BWI", "yes", on=timezone.localdate())
    content = downloaded(editor, at("BWI", Antwoord="nee", Leerwegen=""))

    assert faults(previewed(editor, content, timezone.localdate() - timedelta(days=1)))
    assert not faults(previewed(editor, content))


def test_a_day_before_the_newest_exams_is_refused(editor):
    content = downloaded(editor, at("PIE", Antwoord="nee", Leerwegen=""))

    assert faults(previewed(editor, content, timezone.localdate().replace(year=2020, month=1, day=1)))


# Changed meanwhile


def test_what_a_colleague_changed_meanwhile_is_shown_and_not_written(editor):
    content = downloaded(editor, at("BWI", Antwoord="stopt", Schooljaar=str(timezone.localdate().year + 1)))
    confirm(SchoolLocation.objects.get(pk=CODE), "BWI", "yes", leerweg="KB", on=timezone.localdate())
    before = answers()

    preview = previewed(editor, content)

    assert [line.is_conflict for line in preview.of_kinds([Kind.REFUSED])] == [True]
    assert "In uw download stond: nee. Nu staat er: ja, voor kader. U vulde in: stopt" in faults(preview)[0].expected
    applied(editor, content, skip=True)
    assert answers() == before


def test_what_a_colleague_changed_meanwhile_stays_where_the_list_asked_for_nothing_or_for_the_same(editor):
    content = downloaded(editor, at("MET", Antwoord="ja", Leerwegen="kader"))
    for profile in ("BWI", "MET"):
        confirm(SchoolLocation.objects.get(pk=CODE), profile, "yes", leerweg="KB", on=timezone.localdate())

    preview = previewed(editor, content)

    assert not faults(preview) and not preview.difference


# Taking back


def test_undoing_restores_the_answers_and_leaves_what_was_said_later_only_once(editor):
    before = answers()
    wanted = {"Antwoord": "nee", "Leerwegen": ""}
    upload = applied(
        editor, downloaded(editor, lambda row: {**at("PIE", **wanted)(row), **at("BWI", Antwoord="ja")(row)})
    )
    confirm(SchoolLocation.objects.get(pk=CODE), "BWI", "yes", leerweg="GL", on=timezone.localdate())

    undo_upload(exchange_of(editor), upload, "verkeerd bestand", editor)

    assert answers()["PIE"] == before["PIE"]
    assert answers()["BWI"][:2] == ("yes", "GL")
    assert (upload.state, upload.undone_by, upload.undo_reason) == ("undone", editor, "verkeerd bestand")
    assert len(upload.left) == 1 and "hierover is later iets gezegd" in upload.left[0]
    assert Withdrawal.objects.count() == 2
    with pytest.raises(AppliedError):
        undo_upload(exchange_of(editor), upload, "nog eens", editor)
    assert Withdrawal.objects.count() == 2


def test_a_list_is_undone_by_who_reaches_all_of_it(editor):
    upload = applied(editor, downloaded(editor, at("PIE", Antwoord="nee", Leerwegen="")))

    assert offer_list(editor).may_undo(upload)
    assert not offer_list(make_member("dirk", Role.EDITOR, DELFT)).may_undo(upload)
    assert not offer_list(make_member("vera", Role.VIEWER, ROTTERDAM)).may_undo(upload)
    assert offer_list(make_member("regi", Role.REGIONAL)).may_undo(upload)


def test_a_list_costs_as_many_queries_for_one_location_as_for_more(editor, django_assert_max_num_queries):
    for number in range(3):
        make_school(f"19AA0{number}")
    content = downloaded(editor, lambda row: {"Antwoord": "weten we niet", "Leerwegen": ""})

    with django_assert_max_num_queries(12):
        assert previewed(editor, content).counts[Kind.CHANGED] == 40


# The pages

START = "/beheer/schools/profilestatement/import/"
DOWNLOAD = "/beheer/schools/profilestatement/download/csv/"


def sent(client, content, **fields):
    data = {"source": "municipality", "reference_date": timezone.localdate().isoformat(), **fields}
    return client.post(START, {"file": SimpleUploadedFile("lijst.csv", content), **data})


def text_of(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def test_an_editor_downloads_changes_previews_applies_and_takes_back(editor, client):
    enter(client, "rik")
    before = answers()
    assert_careful(client.get(START))
    confirm(SchoolLocation.objects.get(pk=CODE), "PIE", "yes", leerweg="KB")
    content = client.get(DOWNLOAD).content
    assert IN_DELFT not in content.decode()

    address = sent(client, content.replace(b";ja;kader;", b";nee;;"), source="school").url
    page = client.get(address)
    assert "Het laatst gezegd door de school op 3 februari 2026." in text_of(page)
    assert b"Gedownload antwoord" in client.get(f"{address}result/csv/").content
    assert_careful(page)
    done = client.post(address, {"seen": page.context["fingerprint"], "apply": ""}, follow=True)

    assert "1 gewijzigd, 9 ongewijzigd" in text_of(done)
    assert answers()["PIE"][0] == "no"
    assert said().get(profile="PIE", status="no").source_id == "school"
    undo = done.context["lists"][0]["undo_address"]
    assert_careful(client.get(undo))
    assert "Schrijf op waarom" in text_of(client.post(undo, {"reason": " "}))
    assert "is teruggedraaid" in text_of(client.post(undo, {"reason": "verkeerd"}, follow=True))
    assert answers() == {**before, "PIE": answers()["PIE"]} and answers()["PIE"][:2] == ("yes", "KB")
    assert "is al teruggedraaid" in text_of(client.post(undo, {"reason": "nog eens"}, follow=True))


def test_the_day_on_which_it_is_said_has_been(editor, client):
    enter(client, "rik")
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert "Deze datum is nog niet geweest" in text_of(sent(client, downloaded(editor), reference_date=tomorrow))
    assert not Upload.objects.exists()


def test_a_list_of_one_municipality_is_not_seen_or_undone_from_another(editor, client):
    upload = applied(editor, downloaded(editor, at("PIE", Antwoord="nee", Leerwegen="")))
    waiting = Upload.objects.keep("offer", "wacht.csv", downloaded(editor), editor)
    make_member("dirk", Role.EDITOR, DELFT)
    enter(client, "dirk")

    assert "lijst.csv" not in text_of(client.get(START))
    assert client.post(f"{START}{upload.pk}/terugdraaien/", {"reason": "x"}).status_code == 403
    for page in ("", "result/csv/"):
        assert client.get(f"{START}{waiting.pk}/{page}").status_code == 404
    assert not Withdrawal.objects.exists()


def test_a_reader_finds_no_list(editor, client):
    make_member("vera", Role.VIEWER, ROTTERDAM)
    enter(client, "vera")

    for address in (START, DOWNLOAD, f"{START}example/csv/"):
        assert client.get(address).status_code == 403
    for address in ("/beheer/", "/beheer/schools/schoollocation/", "/beheer/schools/profilestatement/"):
        assert START not in client.get(address).content.decode()


def test_the_list_is_found_from_the_work_list_and_from_both_lists(editor, client):
    enter(client, "rik")

    for address in ("/beheer/", "/beheer/schools/schoollocation/", "/beheer/schools/profilestatement/"):
        assert START in client.get(address).content.decode()


def test_the_workbook_has_answers_to_choose_from_and_hides_what_it_was(editor, client):
    enter(client, "rik")
    workbook = load_workbook(io.BytesIO(client.get(DOWNLOAD.replace("csv", "xlsx")).content))
    sheet = workbook.worksheets[0]

    assert sheet.column_dimensions["K"].hidden and sheet["K1"].value == "Gedownload antwoord"
    assert len(sheet.data_validations.dataValidation) == 2
    assert "Uitleg" in workbook.sheetnames
