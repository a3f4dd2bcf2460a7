"""How locations are reached: kept on a page and with a list, shown at every door, and taken back."""

import csv
import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from openpyxl import load_workbook

from portal.importing import table_file
from schools.admin.asking import suggested_addresses
from schools.desk.contact_list import contact_list
from schools.exchange import AppliedError, Kind, RefusedRowsError, apply_upload, preview_of, undo_upload
from schools.models import AuditEvent, DataVersion, FinderRow, Inquiry, Region, Role, SchoolLocation, Upload
from schools.phones import digits_of, spoken_number
from schools.recalculation import change_data

from .exchanged import file_of
from .factories import make_location
from .staff import enter, make_member, work_fast
from .test_accounts import assert_careful
from .test_admin import CODE, make_school

pytestmark = pytest.mark.django_db

ROTTERDAM, DELFT = "GM0599", "GM0503"
IN_DELFT = "18ZZ00"
START = "/beheer/schools/schoollocation/import/"
DOWNLOAD = "/beheer/schools/schoollocation/download/csv/"
CHANGE = f"/beheer/schools/schoollocation/{CODE}/change/"
RIGHT = {
    "Juiste telefoon": "010 484 84 00",
    "Juiste website": "https://www.dehaven.nl",
    "E-mail voor vragen": "info@dehaven.nl",
}
KEPT = {
    "corrected_phone": "0104848400",
    "corrected_website": "https://www.dehaven.nl",
    "contact_email": "info@dehaven.nl",
}
NOTHING = dict.fromkeys(KEPT, "")


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def editor():
    """An editor of Rotterdam; two schools there of which DUO knows phone and website, and one in Delft."""
    make_school(phone="0101111111", website="https://www.oud.nl")
    make_school("19AA00")
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_location("In Delft", [("PIE", "KB")], code=IN_DELFT, municipality_id=DELFT, contact_email="geheim@delft.nl")
    return make_member("rik", Role.EDITOR, ROTTERDAM)


def location(code=CODE):
    return SchoolLocation.objects.get(pk=code)


def kept(code=CODE):
    return {name: getattr(location(code), name) for name in KEPT}


def change(code=CODE, **values):
    """As a colleague would."""
    change_data(lambda: SchoolLocation.objects.filter(pk=code).update(**values))


def row_of(cells, code=CODE):
    return lambda row: cells if row["Vestigingscode"] == code else {}


def downloaded(user, cells=None, code=CODE, sort="csv"):
    return file_of(contact_list(user), sort, row_of(cells or {}, code))


def previewed(user, content, sort="csv"):
    return preview_of(contact_list(user), content, f"lijst.{sort}", may_add=False)


def applied(user, content, skip=False):
    upload = Upload.objects.keep("contact", "lijst.csv", content, user)
    apply_upload(contact_list(user), upload, previewed(user, content).fingerprint, skip, may_add=False)
    return upload


def faults(preview):
    return [(fault.column, fault.expected) for line in preview.of_kinds([Kind.REFUSED]) for fault in line.faults]


def rows_in(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def text_of(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


# Numbers as people write them


@pytest.mark.one_database
@pytest.mark.parametrize(
    "text", ["010 484 84 00", "0104848400", "010-4848400", "(010) 484.84.00", "+31 10 484 84 00", "+31 (0)10 4848400",
             "0031104848400", "104848400"],
)  # fmt: skip
def test_a_dutch_number_is_understood_however_it_is_written(text):
    assert digits_of(text) == "0104848400"
    assert spoken_number(digits_of(text)) == "010 484 84 00"


@pytest.mark.one_database
@pytest.mark.parametrize(
    "text", ["", "bel de school", "010 484 84 0", "010 484 84 001", "+32 10 484 84 00", "0004848400"]
)
def test_what_is_no_dutch_number_is_not_made_into_one(text):
    assert digits_of(text) == ""


# The list


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_a_list_that_comes_back_unchanged_changes_nothing(editor, sort):
    change(**KEPT)

    preview = previewed(editor, downloaded(editor, sort=sort), sort)

    assert preview.counts[Kind.SAME] == 2 and not preview.difference


def test_what_is_filled_in_is_kept_and_recorded_without_the_mailbox(editor):
    upload = applied(editor, downloaded(editor, {**RIGHT, "Korte naam": "De Haven"}))

    assert kept() == KEPT and kept("19AA00") == NOTHING
    assert location().phone == "0101111111" and location().website == "https://www.oud.nl"
    assert "de haven" in FinderRow.objects.get(location=CODE).search_text
    assert (upload.changed, upload.unchanged, upload.municipality_id) == (1, 1, ROTTERDAM)
    [event] = AuditEvent.objects.filter(model="schools.schoollocation", key=CODE)
    assert (event.actor, event.source, event.words) == (editor, "lijst.csv", str(location())[:200])
    assert event.new == {**KEPT, "short_name": "De Haven", "contact_email": "•••"}


def test_a_number_website_and_address_are_read_as_people_write_them(editor):
    cells = {"Juiste telefoon": "+31 (0)10-484 84 00", "Juiste website": "www.dehaven.nl"}

    applied(editor, downloaded(editor, cells))

    assert kept() == {**NOTHING, "corrected_phone": "0104848400", "corrected_website": "https://www.dehaven.nl"}


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Juiste telefoon": "bel maar"}, "een Nederlands nummer van tien cijfers, zoals 010 484 84 00"),
        ({"Juiste website": "javascript://alert(1)"}, "een webadres als https://www.school.nl"),
        ({"Juiste website": "ftp://www.dehaven.nl"}, "een webadres als https://www.school.nl"),
        ({"Juiste website": "geen idee"}, "een webadres als https://www.school.nl"),
        ({"E-mail voor vragen": "info at dehaven"}, "een e-mailadres als naam@school.nl"),
        ({"Korte naam": "x" * 61}, "ten hoogste 60 tekens, en dit zijn er 61"),
    ],
)
def test_what_is_no_number_website_or_address_is_refused_with_what_it_should_be(editor, cells, sentence):
    content = downloaded(editor, cells)

    assert faults(previewed(editor, content)) == [(next(iter(cells)), sentence)]
    with pytest.raises(RefusedRowsError):
        applied(editor, content)
    assert kept() == NOTHING


def test_an_emptied_cell_shows_again_what_duo_says(editor):
    change(**KEPT)

    applied(editor, downloaded(editor, {"Juiste telefoon": ""}))

    assert kept() == {**KEPT, "corrected_phone": ""}
    assert location().shown_phone == "0101111111"


def test_what_comes_from_duo_is_told_apart_and_not_taken_over(editor):
    cells = {"Telefoon bij DUO": "010 484 84 00", "Adres": "Elders 1"}

    assert faults(previewed(editor, downloaded(editor, cells))) == [
        ("Adres", "Dit komt van DUO en verandert hier niet. Zet terug wat er stond."),
        ("Telefoon bij DUO", "Dit komt van DUO en verandert hier niet. Vul het in bij 'Juiste telefoon'."),
    ]


def test_an_import_after_the_download_makes_nobody_a_changer_of_what_comes_from_duo(editor):
    content = downloaded(editor, RIGHT)
    change(street="Nieuwe Kade", phone="0102222222")

    assert not faults(previewed(editor, content))
    applied(editor, content)
    assert kept() == KEPT


def test_a_list_without_the_columns_of_duo_is_read_as_well(editor):
    few = ["Vestigingscode", "Korte naam", *RIGHT, "Kenmerk van de download"]
    rows = [{**{name: row[name] for name in few}, **row_of(RIGHT)(row)} for row in rows_in(downloaded(editor))]
    content = table_file("csv", few, (row.values() for row in rows))

    applied(editor, content)

    assert kept() == KEPT


def test_a_row_that_somebody_made_is_compared_with_what_is_there(editor):
    content = downloaded(editor, {**RIGHT, "Kenmerk van de download": ""})

    applied(editor, content)

    assert kept() == KEPT


# Whose locations


def test_a_location_of_another_municipality_is_refused_without_what_is_there(editor):
    content = downloaded(editor, {"Vestigingscode": IN_DELFT, **RIGHT})

    preview = previewed(editor, content)

    sentence = "Deze locatie hoort bij Delft. U kunt alleen locaties van Rotterdam wijzigen."
    assert faults(preview) == [("Vestigingscode", sentence)]
    assert "geheim" not in str(preview.problems()) + str(list(preview.result_rows()))
    applied(editor, content, skip=True)
    assert kept(IN_DELFT) == {**NOTHING, "contact_email": "geheim@delft.nl"}


def test_a_code_that_nobody_knows_adds_no_location(editor):
    content = downloaded(editor, {"Vestigingscode": "99XX99"})

    assert [column for column, _expected in faults(previewed(editor, content))] == ["Vestigingscode"]
    applied(editor, content, skip=True)
    assert not SchoolLocation.objects.filter(pk="99XX99").exists()


def test_the_list_of_the_region_holds_all_and_can_be_filtered(editor, client):
    make_member("regi", Role.REGIONAL)
    enter(client, "regi")

    def codes(question):
        return {row["Vestigingscode"] for row in rows_in(client.get(f"{DOWNLOAD}?{question}").content)}

    assert codes("gemeente=alle") == {CODE, "19AA00", IN_DELFT}
    assert codes(f"gemeente={DELFT}") == {IN_DELFT}
    assert codes("q=19AA00") == {"19AA00"}


# Changed meanwhile


def test_what_a_colleague_changed_meanwhile_is_shown_and_not_overwritten(editor):
    content = downloaded(editor, RIGHT)
    kim = make_member("kim", Role.EDITOR, ROTTERDAM)
    applied(kim, downloaded(kim, {"Juiste telefoon": "010 999 99 99"}))

    preview = previewed(editor, content)

    assert [line.is_conflict for line in preview.of_kinds([Kind.REFUSED])] == [True]
    [(column, sentence)] = faults(preview)
    assert column == "Juiste telefoon" and "Nu staat er: 010 999 99 99. Het laatst gewijzigd door kim op" in sentence
    applied(editor, content, skip=True)
    assert kept() == {**NOTHING, "corrected_phone": "0109999999"}


def test_what_a_colleague_changed_meanwhile_stays_where_the_list_asked_for_nothing_or_for_the_same(editor):
    content = downloaded(editor, {**RIGHT, "Juiste website": ""})
    change(corrected_phone="0104848400", corrected_website="https://www.collega.nl")

    assert not faults(previewed(editor, content))
    applied(editor, content)
    assert kept() == {**KEPT, "corrected_website": "https://www.collega.nl"}


def test_the_preview_tells_by_whom_and_when_something_was_changed_last(editor):
    applied(editor, downloaded(editor, RIGHT))
    exchange = contact_list(editor)

    told = exchange.last_words([(CODE,), ("19AA00",)])

    day = AuditEvent.objects.get(key=CODE).at
    assert set(told) == {(CODE,)} and told[CODE,].startswith(f"Het laatst gewijzigd door rik op {day.day} ")


def test_a_list_costs_as_many_queries_for_one_location_as_for_more(editor, django_assert_max_num_queries):
    for number in range(1, 9):
        make_school(f"19AA0{number}")
    content = file_of(contact_list(editor), change=lambda row: RIGHT)

    with django_assert_max_num_queries(6):
        assert previewed(editor, content).counts[Kind.CHANGED] == 10


# Taking back


def test_undoing_puts_back_what_was_there_and_leaves_what_was_changed_later_only_once(editor):
    change(contact_email="eerst@dehaven.nl")
    upload = applied(editor, downloaded(editor, RIGHT))
    change(corrected_website="https://www.later.nl")
    version = DataVersion.current()

    undo_upload(contact_list(editor), upload, "verkeerd bestand", editor)

    assert kept() == {**NOTHING, "corrected_website": "https://www.later.nl", "contact_email": "eerst@dehaven.nl"}
    assert DataVersion.current() > version
    assert (upload.state, upload.undone_by, upload.undo_reason) == ("undone", editor, "verkeerd bestand")
    assert upload.left == [f"School {CODE}: dit is later gewijzigd: Juiste website. Dat blijft staan."]
    assert "dehaven" not in str(upload.written)
    last = AuditEvent.objects.filter(model="schools.schoollocation", key=CODE).latest("pk")
    assert (last.old, last.new) == (
        {"corrected_phone": "0104848400", "contact_email": "•••"},
        {"corrected_phone": "", "contact_email": "•••"},
    )
    with pytest.raises(AppliedError):
        undo_upload(contact_list(editor), upload, "nog eens", editor)


def test_a_list_is_undone_by_who_reaches_all_of_it(editor):
    upload = applied(editor, downloaded(editor, RIGHT))

    assert contact_list(editor).may_undo(upload)
    assert not contact_list(make_member("dirk", Role.EDITOR, DELFT)).may_undo(upload)
    assert not contact_list(make_member("vera", Role.VIEWER, ROTTERDAM)).may_undo(upload)
    assert contact_list(make_member("regi", Role.REGIONAL)).may_undo(upload)


# The pages


def test_an_editor_downloads_changes_previews_applies_and_takes_back(editor, client):
    enter(client, "rik")
    assert_careful(client.get(START))
    assert START in client.get("/beheer/schools/schoollocation/").content.decode()
    own = client.get(f"{DOWNLOAD}?gemeente=alle").content
    assert "geheim" not in own.decode()
    rows = [{**row, **row_of(RIGHT)(row)} for row in rows_in(own)]
    content = table_file("csv", rows[0], (row.values() for row in rows))

    address = client.post(START, {"file": SimpleUploadedFile("lijst.csv", content)}).url
    page = client.get(address)
    assert_careful(page)
    assert b"Resultaat" in client.get(f"{address}result/csv/").content
    done = client.post(address, {"seen": page.context["fingerprint"], "apply": ""}, follow=True)
    assert "1 gewijzigd, 1 ongewijzigd" in text_of(done)
    assert "010 484 84 00" in text_of(client.get(f"/scholen/{CODE}/"))

    undo = done.context["lists"][0]["undo_address"]
    page = client.get(undo)
    assert "Deze lijst wijzigde 1 locatie." in text_of(page)
    assert_careful(page)
    assert "is teruggedraaid" in text_of(client.post(undo, {"reason": "verkeerd"}, follow=True))
    assert kept() == NOTHING
    assert "is al teruggedraaid" in text_of(client.post(undo, {"reason": "nog eens"}, follow=True))


def test_the_page_of_an_upload_leads_to_taking_it_back_where_that_may(editor, client):
    upload = applied(editor, downloaded(editor, RIGHT))
    address, undo = f"/beheer/schools/upload/{upload.pk}/change/", f"{START}{upload.pk}/terugdraaien/"
    enter(client, "rik")
    assert "contactgegevens van de locaties" in text_of(client.get("/beheer/schools/upload/"))
    assert undo in client.get(address).content.decode()
    assert_careful(client.get(address))
    client.post(undo, {"reason": "verkeerd bestand"})
    page = client.get(address)

    assert undo not in page.content.decode()
    assert "verkeerd bestand" in text_of(page) and "rik" in text_of(page)


def test_a_reader_finds_no_list(editor, client):
    make_member("vera", Role.VIEWER, ROTTERDAM)
    enter(client, "vera")

    for address in (START, DOWNLOAD, f"{START}example/csv/"):
        assert client.get(address).status_code == 403
    assert START not in client.get("/beheer/schools/schoollocation/").content.decode()


def test_the_workbook_hides_its_mark_and_explains_itself(editor, client):
    enter(client, "rik")
    workbook = load_workbook(io.BytesIO(client.get(DOWNLOAD.replace("csv", "xlsx")).content))
    sheet = workbook.worksheets[0]

    assert sheet.column_dimensions["L"].hidden and sheet["L1"].value == "Kenmerk van de download"
    assert "Uitleg" in workbook.sheetnames


# One location


def sent(client, **fields):
    return client.post(CHANGE, {"short_name": "", **NOTHING, **fields}, follow=True)


def test_what_is_filled_in_on_the_page_of_a_location_is_kept(editor, client):
    enter(client, "rik")

    sent(client, corrected_phone="010-484 84 00", corrected_website="www.dehaven.nl", contact_email="info@dehaven.nl")

    assert kept() == KEPT
    assert AuditEvent.objects.get(key=CODE).new["contact_email"] == "•••"
    assert "010 484 84 00" in client.get(CHANGE).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("corrected_phone", "12", "Dit is geen Nederlands nummer van tien cijfers"),
        ("corrected_website", "ftp://dehaven.nl", "Dit is geen webadres als https://www.school.nl."),
        ("contact_email", "info", "e-mailadres"),
    ],
)
def test_what_cannot_be_right_is_refused_on_the_page(editor, client, field, value, sentence):
    enter(client, "rik")

    assert sentence in text_of(sent(client, **{field: value}))
    assert kept() == NOTHING


def test_of_two_colleagues_on_one_page_the_second_is_told_and_undoes_nothing(editor, client):
    enter(client, "rik")
    seen = {f"initial-{name}": value for name, value in NOTHING.items()}
    change(corrected_phone="0109999999", contact_email="collega@dehaven.nl")

    told = sent(client, **seen, corrected_phone="010 484 84 00", corrected_website="https://www.dehaven.nl")

    assert "Er staat nu: 010 999 99 99." in text_of(told)
    assert kept() == {**NOTHING, "corrected_phone": "0109999999", "contact_email": "collega@dehaven.nl"}
    seen["initial-corrected_phone"] = "010 999 99 99"
    assert 'name="initial-corrected_phone" value="010 999 99 99"' in told.content.decode()
    sent(client, **seen, corrected_phone="010 484 84 00")
    assert kept() == {**NOTHING, "corrected_phone": "0104848400", "contact_email": "collega@dehaven.nl"}


def test_the_mailbox_is_for_the_own_municipality(editor, client):
    change(contact_email="geheim@dehaven.nl")
    make_member("dirk", Role.EDITOR, DELFT)

    assert "geheim@dehaven.nl" not in enter(Client(), "dirk").get(CHANGE).content.decode()
    assert "geheim@dehaven.nl" in enter(Client(), "rik").get(CHANGE).content.decode()


def test_the_mailbox_is_suggested_when_a_school_is_asked(editor):
    asked = {"office": "Onderwijs", "expires_on": "2030-01-01", "state": "withdrawn"}
    for code in (CODE, "19AA00"):
        Inquiry.objects.create(location_id=code, email="gevraagd@school.nl", **asked)
    change(contact_email="info@dehaven.nl")

    known = suggested_addresses(list(SchoolLocation.objects.filter(pk__in=[CODE, "19AA00"])))

    assert known == {CODE: "info@dehaven.nl", "19AA00": "gevraagd@school.nl"}


# What visitors see


def test_every_door_shows_the_right_number_and_website_and_none_the_mailbox(editor, client):
    make_school("17YF09", offers=[], phone="0101111111", website="https://www.oud.nl")
    for code in (CODE, "17YF09"):
        change(code, **KEPT)

    location_page = client.get(f"/scholen/{CODE}/").content.decode()
    card = client.get("/scholen/?municipality=rotterdam").content.decode()
    compared = client.get(f"/scholen/vergelijken/?location={CODE}&location=19AA00").content.decode()
    detail = client.get(f"/api/v1/locations/{CODE}")

    assert "tel:+31104848400" in location_page and "https://www.dehaven.nl" in location_page
    assert location_page.count("Volgens de gemeente.") == 2
    assert "tel:+31104848400" in card
    assert "tel:+31104848400" in compared and "https://www.dehaven.nl" in compared
    assert detail.json()["website"] == "https://www.dehaven.nl"
    for page in (location_page, card, compared, detail.content.decode()):
        assert "0101111111" not in page and "oud.nl" not in page and "info@dehaven.nl" not in page
