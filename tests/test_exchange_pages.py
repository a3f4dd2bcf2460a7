"""Lists in the staff pages: downloaded, sent in, previewed, and applied only as they were seen."""

import csv
import io
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import load_workbook

from careers.importers import COURSES, OCCUPATIONS, PAY, PROSPECTS
from careers.models import Course, Occupation, Pay
from schools.models import AuditEvent, DataVersion, Upload

from .exchanged import changed, file_of, pick, stored_rows_of
from .staff import let_in, make_colleague, work_fast
from .test_accounts import assert_careful

pytestmark = pytest.mark.django_db

LIST = "/beheer/careers/course/"
SEND = f"{LIST}import/"
MODELS = {"occupation": OCCUPATIONS, "course": COURSES, "pay": PAY, "prospect": PROSPECTS}


@pytest.fixture
def desk(filled, client, settings):
    """A colleague with all rights."""
    work_fast(settings)
    make_colleague()
    return let_in(client)


def desk_of(client, settings, *rights):
    """A colleague with these rights only."""
    work_fast(settings)
    make_colleague(may=rights)
    return let_in(client)


def send(desk, content, name="lijst.csv", address=SEND):
    return desk.post(address, {"file": SimpleUploadedFile(name, content)})


def previewed(desk, content, **where):
    """The address and the page of the preview of a list."""
    response = send(desk, content, **where)
    assert response.status_code == 302, response.context["form"].errors
    return response.url, desk.get(response.url)


def press(desk, address, page, **given):
    """Apply what this page shows."""
    return desk.post(address, {"seen": page.context["fingerprint"], "apply": "", **given}, follow=True)


def messages(response):
    return [str(message) for message in response.context["messages"]]


def words(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def counts(page):
    return {str(choice["label"]): choice["count"] for choice in page.context["choices"]}


@pytest.fixture
def renamed():
    """A change of the name of the first course, and what it was."""
    crebo, name, *_others = stored_rows_of(COURSES)[0]
    return crebo, name


# Out


@pytest.mark.parametrize(("model", "exchange"), MODELS.items())
def test_a_list_is_downloaded_in_both_formats(desk, model, exchange):
    in_csv = desk.get(f"/beheer/careers/{model}/download/csv/")
    in_excel = desk.get(f"/beheer/careers/{model}/download/xlsx/")

    [header, *rows] = csv.reader(io.StringIO(in_csv.content.decode("utf-8-sig"), newline=""), delimiter=";")
    sheet = load_workbook(io.BytesIO(in_excel.content)).active
    assert header == [cell.value for cell in sheet[1]] == exchange.titles
    assert len(rows) == sheet.max_row - 1 == exchange.model.objects.count()
    today = timezone.localdate().isoformat()
    assert in_csv["Content-Disposition"].endswith(f'-{today}.csv"')
    assert in_excel["Content-Disposition"].endswith(f'-{today}.xlsx"')


def test_the_download_holds_the_rows_that_the_list_shows(desk):
    page = desk.get(f"{LIST}?level__exact=2&q=monteur")
    [address] = [f"{address}?{question}" for sort, address, question in page.context["downloads"] if sort == "csv"]

    rows = list(csv.DictReader(io.StringIO(desk.get(address).content.decode("utf-8-sig")), delimiter=";"))

    assert {row["Crebo"] for row in rows} == {course.pk for course in page.context["cl"].result_list}
    assert len(rows) > 3
    assert address in page.content.decode().replace("&amp;", "&")


def test_the_example_is_true_and_sent_in_again_it_changes_nothing(desk):
    for sort in ("csv", "xlsx"):
        example = desk.get(f"{SEND}example/{sort}/")
        _address, page = previewed(desk, example.content)
        assert counts(page) == {"nieuw": 0, "gewijzigd": 0, "geweigerd": 0, "ongewijzigd": 3}
        assert "Deze lijst verandert niets" in words(page)


def test_there_are_no_other_formats(desk):
    assert desk.get(f"{LIST}download/pdf/").status_code == 404
    assert desk.get(f"{SEND}example/pdf/").status_code == 404


# In


def test_the_page_explains_every_column(desk):
    said = words(desk.get("/beheer/careers/pay/import/"))

    for column in PAY.columns:
        assert column.title in said
    assert "Wij herkennen een rij aan: Beroep, Soort, Periode, Over wie het gaat." in said
    assert "Rijen die niet in uw lijst staan, blijven zoals zij zijn." in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(100), "lijst.csv is een oud Excel-bestand (.xls). Bewaar het als Excel-werkmap"),
        (b"PK\x03\x04", "lijst.csv is beschadigd of afgebroken."),
        (b"Crebo;Naam\n1;2\n", "Voor de reeks 'mbo-opleidingen' ontbreken 6 kolommen"),
        (b"", "Dit bestand is leeg."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field_and_not_kept(desk, content, sentence):
    response = send(desk, content)

    assert response.status_code == 200
    assert sentence in words(response)
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Upload.objects.exists()


def test_a_file_must_be_chosen_and_not_be_too_large(desk, monkeypatch):
    monkeypatch.setattr("schools.admin.preview_page.MOST_BYTES", 10)

    assert "Kies eerst een bestand." in words(desk.post(SEND))
    assert "Dit bestand is groter dan 10 MB." in words(send(desk, b"Crebo;Naam\n"))


# The preview


def test_a_refused_value_is_quoted_by_its_beginning(desk):
    _address, page = previewed(desk, file_of(COURSES, change=pick(0, {"Naam": "x" * 500, "Bron": "y" * 500})))

    said = words(page)
    assert f"Naam Er staat “{'x' * 59}…”." in said
    assert f"Bron Er staat “{'y' * 59}…”." in said
    assert "y" * 60 not in said


def test_the_preview_shows_each_row_in_words_and_changes_nothing(desk, renamed):
    crebo, name = renamed
    version = DataVersion.current()
    new = {"Crebo": "99999", "Naam": "Glaszetter", "Niveau": 2}
    content = file_of(COURSES, change=pick(0, {"Naam": "Andere naam"}), more=[new, {"Crebo": "123456", "Bron": "x"}])

    _address, page = previewed(desk, content)

    said = words(page)
    assert counts(page) == {"nieuw": 1, "gewijzigd": 1, "geweigerd": 1, "ongewijzigd": Course.objects.count() - 1}
    assert f"rij 2 gewijzigd Andere naam, {crebo} Naam was {name} → wordt Andere naam" in said
    assert "nieuw Glaszetter, 99999 Naam Glaszetter Niveau niveau 2" in said
    assert "geweigerd" in said and "Crebo Er staat “123456”. Verwacht: 5 cijfers." in said
    assert "Bron Er staat “x”. Verwacht: de code uit de lijst 'bronnen'; wij kennen" in said
    assert (Course.objects.get(pk=crebo).name, DataVersion.current()) == (name, version)


def test_the_preview_is_filtered_by_kind_and_paged(desk):
    content = file_of(COURSES, change=lambda row: {"Naam": row["Naam"] + "!"}, more=[{"Crebo": "x"}])
    address, page = previewed(desk, content)

    assert len(page.context["rows"]) == 50
    assert {row["kind"] for row in desk.get(f"{address}?kind=refused").context["rows"]} == {"refused"}
    last = desk.get(f"{address}?kind=changed&page=3").context["rows"]
    assert [row["kind"] for row in last] == ["changed"] * (Course.objects.count() - 100)
    assert desk.get(f"{address}?kind=bogus&page=bogus").status_code == 200


def test_the_list_is_sent_back_with_the_outcome_of_every_row(desk):
    address, _page = previewed(desk, file_of(COURSES, more=[{"Crebo": "x"}]))

    sheet = load_workbook(io.BytesIO(desk.get(f"{address}result/xlsx/").content)).active

    assert [cell.value for cell in sheet[1]][-2:] == ["Resultaat", "Toelichting"]
    assert [cell.value for cell in sheet[sheet.max_row]][-2:] == ["geweigerd", "Crebo is 'x', verwacht: 5 cijfers"]


# Applying


def test_applying_writes_what_was_shown_and_is_remembered(desk, renamed):
    crebo, name = renamed
    version = DataVersion.current()
    content = file_of(COURSES, change=pick(0, {"Naam": "Andere naam"}), more=[{"Crebo": "99999"}])
    address, page = previewed(desk, content, name="opleidingen.csv")

    response = press(desk, address, page)

    in_all = Course.objects.count()
    assert response.redirect_chain[-1][0] == LIST
    assert messages(response) == [
        f"De lijst opleidingen.csv is toegepast: 1 nieuw, 1 gewijzigd, {in_all - 2} ongewijzigd, 0 overgeslagen."
    ]
    assert Course.objects.get(pk=crebo).name == "Andere naam"
    assert DataVersion.current() == version + 1
    run = Upload.objects.get()
    assert (run.state, bytes(run.content), run.author.username, run.rows_read) == ("applied", b"", "noor", in_all)
    assert (run.created, run.changed, run.unchanged, len(run.sha256)) == (1, 1, in_all - 2, 64)
    events = AuditEvent.objects.filter(source="opleidingen.csv")
    assert {(event.kind, event.key) for event in events} == {
        ("import", str(run.pk)),
        ("changed", crebo),
        ("created", "99999"),
    }
    [changed] = events.filter(kind="changed")
    assert (changed.old, changed.new) == ({"name": name}, {"name": "Andere naam"})


def test_what_was_applied_is_not_applied_again(desk):
    address, page = previewed(desk, file_of(COURSES, change=pick(0, {"Naam": "Andere naam"})))
    press(desk, address, page)
    version = DataVersion.current()

    for response in (press(desk, address, page), desk.get(address, follow=True)):
        assert messages(response) == ["De lijst lijst.csv is al toegepast."]
    assert DataVersion.current() == version


def test_a_list_of_links_is_applied_through_the_page_as_well(desk):
    address, page = previewed(
        desk,
        file_of(OCCUPATIONS, "xlsx", change=changed("kok", {"Passende profielen": "GR HBR"})),
        address="/beheer/careers/occupation/import/",
    )

    press(desk, address, page)

    assert {profile.pk for profile in Occupation.objects.get(pk="kok").profiles.all()} == {"GR", "HBR"}


def test_nothing_is_overwritten_that_somebody_changed_since_the_preview(desk, renamed):
    crebo, _name = renamed
    address, page = previewed(desk, file_of(COURSES, change=pick(0, {"Naam": "Naam uit de lijst"})))
    Course.objects.filter(pk=crebo).update(name="Naam van een collega")

    response = press(desk, address, page)

    assert response.status_code == 409
    assert "Iemand wijzigde intussen dezelfde rijen. Er is niets toegepast." in words(response)
    assert "was Naam van een collega → wordt Naam uit de lijst" in words(response)
    assert Course.objects.get(pk=crebo).name == "Naam van een collega"

    press(desk, address, response)
    assert Course.objects.get(pk=crebo).name == "Naam uit de lijst"


def test_a_change_of_other_things_does_not_stand_in_the_way(desk, renamed):
    crebo, _name = renamed
    address, page = previewed(desk, file_of(COURSES, change=pick(0, {"Naam": "Naam uit de lijst"})))
    Pay.objects.update(caution="Let op")
    DataVersion.objects.update(number=DataVersion.current() + 1)

    assert press(desk, address, page).status_code == 200
    assert Course.objects.get(pk=crebo).name == "Naam uit de lijst"


def test_refused_rows_are_left_out_only_with_a_tick(desk, renamed):
    crebo, name = renamed
    content = file_of(COURSES, change=pick(0, {"Naam": "Andere naam"}), more=[{"Crebo": "x"}])
    address, page = previewed(desk, content)

    response = press(desk, address, page)
    assert "Zet een vinkje als u de geweigerde rijen wilt overslaan." in words(response)
    assert Course.objects.get(pk=crebo).name == name

    response = press(desk, address, response, skip="on")
    assert messages(response)[0].endswith(
        f"0 nieuw, 1 gewijzigd, {Course.objects.count() - 1} ongewijzigd, 1 overgeslagen."
    )
    assert Course.objects.get(pk=crebo).name == "Andere naam"


def test_a_list_can_be_withdrawn(desk):
    address, _page = previewed(desk, file_of(COURSES, more=[{"Crebo": "99999"}]))

    assert messages(desk.post(address, {"withdraw": ""}, follow=True)) == [
        "De lijst lijst.csv is ingetrokken. Er is niets gewijzigd."
    ]
    assert not Course.objects.filter(pk="99999").exists()
    assert bytes(Upload.objects.get().content) == b""


def test_a_list_is_thrown_away_after_a_week(desk):
    address, page = previewed(desk, file_of(COURSES, more=[{"Crebo": "99999"}]))
    Upload.objects.update(created_at=timezone.now() - timedelta(days=8))
    previewed(desk, file_of(PAY), address="/beheer/careers/pay/import/")

    assert messages(press(desk, address, page)) == ["De lijst lijst.csv is al verlopen."]
    assert not Course.objects.filter(pk="99999").exists()
    assert [bool(upload.content) for upload in Upload.objects.order_by("pk")] == [False, True]


def test_a_new_list_takes_the_place_of_the_one_that_waited(desk):
    address, page = previewed(desk, file_of(COURSES, more=[{"Crebo": "99999"}]))
    previewed(desk, file_of(PAY), address="/beheer/careers/pay/import/")
    previewed(desk, file_of(COURSES))

    assert messages(press(desk, address, page)) == ["De lijst lijst.csv is al ingetrokken."]
    states = Upload.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "previewed", "previewed"]


# Who may


def test_who_may_only_look_downloads_but_sends_nothing_in(filled, client, settings):
    desk = desk_of(client, settings, "view_course")

    assert desk.get(f"{LIST}download/csv/").status_code == 200
    assert "Lijst inlezen" not in words(desk.get(LIST))
    for address in (SEND, f"{SEND}example/csv/", f"{SEND}1/", f"{SEND}1/result/csv/"):
        assert desk.get(address).status_code == 403
    assert send(desk, b"x").status_code == 403
    assert desk.get("/beheer/careers/pay/download/csv/").status_code == 403


def test_who_may_not_add_rows_changes_those_that_are_there(filled, client, settings):
    desk = desk_of(client, settings, "view_course", "change_course")
    content = file_of(COURSES, change=pick(0, {"Naam": "Andere naam"}), more=[{"Crebo": "99999"}])

    address, page = previewed(desk, content)
    press(desk, address, page, skip="on")

    assert "Verwacht: een rij die er al is, want u mag geen rijen toevoegen." in words(page)
    assert Course.objects.filter(name="Andere naam").exists()
    assert not Course.objects.filter(pk="99999").exists()


def test_a_list_is_for_who_sent_it_in(desk, client, settings):
    address, _page = previewed(desk, file_of(COURSES))
    Upload.objects.update(author=make_colleague("iris"))

    assert desk.get(address).status_code == 404
    assert desk.get(f"{address}result/csv/").status_code == 404


def test_a_list_belongs_to_one_table(desk):
    address, _page = previewed(desk, file_of(COURSES))

    assert desk.get(address.replace("course", "pay")).status_code == 404


# Pages


def test_pages_are_dutch_with_one_heading_and_nothing_inline(desk):
    address, page = previewed(desk, file_of(COURSES, change=pick(0, {"Naam": "x"}), more=[{"Crebo": "x"}]))

    for each in (page, desk.get(LIST), desk.get(SEND), send(desk, b"x"), press(desk, address, page)):
        assert_careful(each)
    run = Upload.objects.get()
    assert_careful(desk.get("/beheer/schools/upload/"))
    assert "lijst.csvmbo-opleidingenwacht op toepassen" in words(desk.get("/beheer/schools/upload/"))
    assert_careful(desk.get(f"/beheer/schools/upload/{run.pk}/change/"))


def queries_of(act, *arguments):
    with CaptureQueriesContext(connection) as queries:
        act(*arguments)
    return len(queries)


def test_a_long_list_asks_the_database_as_often_as_a_short_one(desk):
    """A preview, and applying it; a list that changes one row stands beside one that changes them all."""
    asked = []
    for mark, change in (("!", pick(0, {"Naam": "Andere naam"})), ("?", lambda row: {"Naam": row["Naam"] + "?"})):
        address, page = previewed(desk, file_of(COURSES, change=change), name=f"{mark}.csv")
        seen = {"seen": page.context["fingerprint"], "apply": ""}
        asked.append((queries_of(desk.get, address), queries_of(desk.post, address, seen)))

    assert asked[0] == asked[1]
    assert Course.objects.filter(name__endswith="?").count() == Course.objects.count()
