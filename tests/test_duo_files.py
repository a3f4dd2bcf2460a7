"""A file of DUO in the admin: judged before anything changes, applied as it was judged, by who leads the region."""

import csv
import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.html import strip_tags

from schools.duo.turn import own_turn
from schools.models import AuditEvent, DuoFile, ImportRun, LocationChange, ProfileStatement, Role, SchoolLocation

from . import duo
from .factories import confirm
from .staff import let_in, make_member, work_fast

SEND = "/beheer/schools/importrun/inlezen/"


@pytest.fixture(scope="module")
def imported_once(django_db_setup, django_db_blocker):
    with duo.imported(django_db_blocker):
        yield


@pytest.fixture
def desk(imported_once, db, client, settings):
    """Who leads the region, beside the extracts of DUO. The process is run by the test: see `work`."""
    work_fast(settings)
    make_member("regio", Role.REGIONAL)
    return let_in(client, "regio")


def words(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def send(desk, path, **given):
    return desk.post(SEND, {"file": SimpleUploadedFile(path.name, path.read_bytes()), **given})


def work(*options):
    """What the page starts as soon as its request is stored, which in a test is never."""
    file = DuoFile.objects.first()
    call_command("work_on_duo_file", str(file.pk), *options)
    file.refresh_from_db()
    return file


def judged(desk, path, **given):
    """The file after its first reading, and the page that tells what it would change."""
    sent = send(desk, path, **given)
    assert sent.status_code == 302, sent.context["form"].errors
    return work(), desk.get(sent.url)


def press(desk, file, **given):
    address = f"{SEND}{file.pk}/"
    return desk.post(address, {"apply": "", "seen": file.preview.get("fingerprint", ""), **given}, follow=False)


def apply(desk, file, *options, **given):
    press(desk, file, **given)
    return work("--author", str(desk.session["_auth_user_id"]), *options)


def without_mat(tmp_path):
    rows = [row for row in duo.rows_of(duo.EXAMS_2023) if not (row[1] == "05EA16" and "MTE" in row)]
    return duo.write_rows(tmp_path / duo.EXAMS_2023.name, rows)


def moved(tmp_path, code="05EA16", street="Nieuwe Kade"):
    rows = duo.rows_of(duo.LOCATIONS)
    number = next(n for n, row in enumerate(rows, start=1) if code in row)
    return duo.write_rows(tmp_path / duo.LOCATIONS.name, duo.changed(rows, number, "STRAATNAAM", street))


def test_a_file_is_recognised_judged_without_changing_anything_and_applied_once(desk, tmp_path):
    before = duo.everything()
    file, page = judged(desk, moved(tmp_path))

    assert (file.state, file.series) == ("previewed", "locations")
    assert duo.everything() == before
    assert not LocationChange.objects.exists()
    assert "op een ander adres" in words(page) and "Nieuwe Kade" in words(page)
    assert file.preview["moves"][0]["code"] == "05EA16"

    file = apply(desk, file)
    assert file.state == "applied"
    assert SchoolLocation.objects.get(pk="05EA16").street == "Nieuwe Kade"
    assert (file.run.author.username, file.run.sha256) == ("regio", file.sha256)
    assert not file.folder.exists()
    event = AuditEvent.objects.filter(kind="import").first()
    assert (event.actor_name, event.key) == ("regio", str(file.run.pk))
    runs = ImportRun.objects.count()
    press(desk, file)
    with pytest.raises(CommandError, match="wacht niet op werk"):
        work()
    assert ImportRun.objects.count() == runs


def test_the_page_tells_which_answers_visitors_would_see_change(desk, tmp_path):
    ProfileStatement.objects.filter(location="05EA16", school_year__lt=2023).delete()
    file, page = judged(desk, without_mat(tmp_path))
    removed = file.preview["removed"]

    assert removed and file.preview["answers"] >= 1
    assert any(row["code"] == "05EA16" for row in file.preview["answer_rows"])
    assert "Wat bezoekers anders zien" in words(page)


def test_what_would_vanish_is_listed_and_needs_a_tick(desk, tmp_path):
    rows = duo.rows_of(duo.LOCATIONS)
    path = duo.write_rows(tmp_path / duo.LOCATIONS.name, rows[:5])
    file, page = judged(desk, path)
    [loss] = file.preview["losses"]
    gone = SchoolLocation.objects.filter(active=True).exclude(code__in=[row[2] + row[3] for row in rows[1:5]])

    assert "Er verdwijnt meer dan 10 procent" in words(page)
    assert loss["count"] == len(loss["gone"]) == file.preview["removed"] <= gone.count()
    assert "Zet een vinkje" in words(press(desk, file))
    file.refresh_from_db()
    assert file.state == "previewed"

    file = apply(desk, file, "--allow-loss", lose="on")
    assert file.state == "applied"
    assert AuditEvent.objects.filter(kind="import").first().new["allow_loss"] is True


def test_what_a_colleague_confirmed_meanwhile_is_shown_before_anything_is_applied(desk, tmp_path):
    file, _page = judged(desk, without_mat(tmp_path))
    before = ImportRun.objects.count()
    confirm(SchoolLocation.objects.get(pk="05EA16"), "MAT", leerweg="BB")

    file = apply(desk, file)

    assert file.state == "previewed"
    assert "De gegevens zijn intussen veranderd" in words(desk.get(f"{SEND}{file.pk}/"))
    assert ImportRun.objects.count() == before
    assert apply(desk, file).state == "applied"


def test_a_page_that_is_older_than_the_preview_applies_nothing(desk, tmp_path):
    file, _page = judged(desk, moved(tmp_path))

    press(desk, file, seen="older")
    file.refresh_from_db()

    assert file.state == "previewed"


def test_a_file_that_cannot_be_used_says_why_and_a_wrong_choice_as_well(desk, tmp_path):
    path = tmp_path / "iets.csv"
    path.write_text("a;b\n1;2\n")

    assert "horen bij geen van de reeksen" in words(judged(desk, path)[1])
    _file, page = judged(desk, duo.LOCATIONS, series="exams")
    assert "Dit lijkt een bestand met vestigingen, en u koos examenkandidaten." in words(page)
    path.write_bytes(b"PK\x03\x04zip")
    assert "Pak het uit" in words(judged(desk, path)[1])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "een van de twee"),
        ({"address": "http://duo.nl/x.csv"}, "begint met https://"),
        ({"address": "https://duo.nl.example.org/x.csv"}, "halen wij geen bestanden op"),
        ({"address": "https://duo.nl@example.org/x.csv"}, "halen wij geen bestanden op"),
        ({"address": "https://127.0.0.1/x.csv"}, "halen wij geen bestanden op"),
        ({"address": "https://duo.nl/x.csv", "reference_date": "1999-01-01"}, "tussen 2000 en nu"),
    ],
)
def test_a_form_that_cannot_be_used_says_what_to_do(desk, given, said):
    page = desk.post(SEND, given)

    assert page.status_code == 200 and said in words(page)
    assert not DuoFile.objects.exists()


def test_one_file_at_a_time(desk, tmp_path):
    with own_turn():
        assert "Er wordt al een ander bestand gelezen" in words(send(desk, duo.LOCATIONS))
    assert not DuoFile.objects.exists()


def test_a_file_of_which_the_process_is_gone_was_interrupted_and_can_be_read_again(desk, tmp_path):
    address = send(desk, moved(tmp_path)).url
    with own_turn():
        page = desk.get(address)
        assert "Wordt nagekeken" in words(page) and "Kijk hoe het nu staat" in words(page)
        assert "js/progress.js" in page.content.decode()

    page = desk.get(address)
    assert "is onderbroken" in words(page)
    assert "js/progress.js" not in page.content.decode(), "nothing to wait for any more"
    desk.post(address, {"again": ""})
    assert work().state == "previewed"


def test_a_file_is_withdrawn_and_its_content_goes(desk, tmp_path):
    file, _page = judged(desk, moved(tmp_path))
    assert file.path.exists()

    desk.post(f"{SEND}{file.pk}/", {"withdraw": ""})
    file.refresh_from_db()

    assert (file.state, file.folder.exists(), file.preview) == ("withdrawn", False, {})


def test_refused_rows_can_be_downloaded_as_they_stand_in_the_file(desk, tmp_path):
    rows = duo.changed(duo.rows_of(duo.EXAMS_2023), 30, "EXAMENKANDIDATEN", "veel")
    file, page = judged(desk, duo.write_rows(tmp_path / duo.EXAMS_2023.name, rows))
    assert "Rij 30: EXAMENKANDIDATEN is 'veel'" in words(page)
    file = apply(desk, file)

    content = desk.get(f"/beheer/schools/importrun/{file.run.pk}/geweigerd.csv").content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(content), delimiter=";")

    assert (row["Rij"], row["EXAMENKANDIDATEN"]) == ("30", "veel")
    assert "geweigerd.csv" in desk.get(f"/beheer/schools/importrun/{file.run.pk}/change/").content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.CONTENT])
def test_nobody_else_comes_near_also_by_direct_address(desk, role, tmp_path):
    file, _page = judged(desk, moved(tmp_path))
    make_member("ander", role, "GM0599" if role != Role.CONTENT else None)
    other = let_in(Client(), "ander")

    for address in (SEND, f"{SEND}{file.pk}/"):
        assert other.get(address).status_code == 403
        assert other.post(address, {"apply": "", "seen": file.preview["fingerprint"]}).status_code == 403
    assert "DUO-bestanden inlezen" not in words(other.get("/beheer/"))
    assert "DUO-bestanden inlezen" in words(desk.get("/beheer/"))
