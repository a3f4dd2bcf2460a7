"""The start page of the admin: what is to be done, for whom, and how all municipalities stand."""

import re
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schools.admin.audited import Audited
from schools.desk.confirming import withdraw
from schools.desk.form import ConfirmationForm
from schools.desk.last_changes import last_changes
from schools.desk.tasks import Sort
from schools.models import (
    AuditEvent,
    DataVersion,
    ImportRun,
    Inquiry,
    LocationChange,
    ProfileStatement,
    Region,
    Report,
    Role,
    SchoolLocation,
    VmboProfile,
)
from schools.recalculation import change_data, recalculate

from .factories import confirm, make_location
from .staff import let_in, make_colleague, make_member, work_fast
from .test_accounts import assert_careful
from .test_confirming import filled_in

pytestmark = pytest.mark.django_db

START = "/beheer/"
ROTTERDAM, DELFT = "GM0599", "GM0503"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def regional(client):
    """Somebody who looks after all municipalities; there are two."""
    make_location("Havenschool", [("PIE", "KB")], code="17YF00")
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_colleague()
    return let_in(client)


def confirm_all(location, days_ago):
    """Let the school confirm all ten profiles in one go, so many days ago."""
    on = timezone.localdate() - timedelta(days=days_ago)

    def say():
        ProfileStatement.objects.bulk_create(
            ProfileStatement(
                location=location,
                profile=each,
                status="yes" if each.code == "PIE" else "no",
                source_id="school",
                reference_date=on,
            )
            for each in VmboProfile.objects.ten()
        )
        recalculate([location.pk])

    change_data(say)


def sections(client, municipality=ROTTERDAM):
    """What the work list holds: sort to names of locations."""
    work = client.get(START, {"gemeente": municipality}).context["work"]
    return {section.sort.value: [task.location.name for task in section.tasks] for section in work.to_do}


# The work list of a municipality


def test_locations_stand_on_the_list_as_long_as_their_confirmation_is_old(regional):
    for name, days in (("Vers", 30), ("Bijna", 400), ("Oud", 700)):
        confirm_all(make_location(name, [("PIE", "KB")]), days)

    assert sections(regional) == {"now": ["Havenschool", "Oud"], "soon": ["Bijna"]}


def test_one_confirmed_profile_does_not_take_a_location_off_the_list(regional):
    confirm(SchoolLocation.objects.get(pk="17YF00"), "PIE", on=timezone.localdate())

    assert sections(regional)["now"] == ["Havenschool"]


def test_a_confirmation_that_was_withdrawn_puts_the_location_back(regional):
    location = SchoolLocation.objects.get(pk="17YF00")
    confirm_all(location, 1)
    before = sections(regional)

    withdraw(location.statements.filter(profile="GR"), "Verkeerde school", User.objects.get())

    assert (before, sections(regional)) == ({}, {"now": ["Havenschool"]})


def test_where_everything_is_done_the_page_says_so(regional):
    confirm_all(SchoolLocation.objects.get(pk="17YF00"), 1)

    page = regional.get(START, {"gemeente": ROTTERDAM}).content.decode()

    assert "Alles is bij." in page
    assert "De 1 locatie met vmbo is het afgelopen jaar bevestigd." in page


def test_a_municipality_without_vmbo_has_nothing_to_do(regional):
    page = regional.get(START, {"gemeente": DELFT}).content.decode()

    assert "In deze gemeente staat geen locatie met basis, kader of gemengd." in page


def test_sources_that_contradict_each_other_are_work(regional):
    confirm(SchoolLocation.objects.get(pk="17YF00"), "PIE", "no", on=date(2024, 3, 1))

    page = regional.get(START, {"gemeente": ROTTERDAM})

    assert sections(regional)["conflict"] == ["Havenschool"]
    assert "Over Produceren, installeren en energie (PIE)." in page.content.decode()


def test_a_contradiction_that_somebody_answered_comes_back_only_with_newer_counts(regional):
    location = SchoolLocation.objects.get(pk="17YF00")
    confirm(location, "PIE", "no", on=date(2024, 3, 1))
    assert "conflict" in sections(regional)

    confirm(location, "PIE", "no", on=date(2024, 9, 1))
    assert "conflict" not in sections(regional)

    count_exams(location, year=2024)
    assert sections(regional)["conflict"] == ["Havenschool"]
    confirm(location, "PIE", "no", on=date(2025, 9, 1))
    assert "conflict" not in sections(regional)


def count_exams(location, year):
    """DUO counts candidates for PIE once more."""
    counted = {"profile_id": "PIE", "leerweg": "KB", "source_id": "duo-exams", "count_low": 5, "count_high": 5}
    change_data(
        lambda: (
            location.statements.create(**counted, school_year=year, reference_date=date(year + 1, 7, 31)),
            recalculate([location.pk]),
        )
    )


def test_a_report_is_work_until_it_is_done(regional):
    report = Report.objects.create(location_id="17YF00", text="Het is er wel", data_version=1)
    before = sections(regional)["report"]

    Report.objects.filter(pk=report.pk).update(status=Report.Progress.DONE)

    assert before == ["Havenschool"]
    assert "report" not in sections(regional)


def test_what_starts_or_stops_this_year_is_work_until_it_is_confirmed_anew(regional):
    location = SchoolLocation.objects.get(pk="17YF00")
    today = timezone.localdate()
    confirm(location, "PIE", "stopping", year=today.year, on=today - timedelta(days=40))
    confirm(location, "GR", "starting", year=today.year + 3, on=today - timedelta(days=40))
    before = [task.words for task in regional.get(START, {"gemeente": ROTTERDAM}).context["work"].tasks]

    confirm(location, "PIE", "no", on=today)

    assert any(words.startswith("Produceren, installeren en energie (PIE): stopt in") for words in before)
    assert not any("Groen" in words for words in before)
    assert "announced" not in sections(regional)


def test_a_long_section_folds_what_is_more_than_ten(regional):
    for number in range(12):
        make_location(f"School {number}", [("PIE", "KB")])

    page = regional.get(START, {"gemeente": ROTTERDAM}).content.decode()

    assert "Nog 3 andere" in page
    assert len(re.findall(r"/bevestigen/", page)) == 13


def test_locations_that_have_no_ten_profiles_are_not_asked_for(regional):
    make_location("Mavo", [("NASK", "TL")] if VmboProfile.objects.filter(pk="NASK") else [(theory(), "TL")])
    make_location("Gymnasium", structure="VWO")

    assert sections(regional)["now"] == ["Havenschool"]


def theory():
    return VmboProfile.objects.filter(family="tl").first().pk


# What the last import saw


def make_change(kind="moved", run=None, code="17YF00", **addresses):
    run = run or make_run()
    return LocationChange.objects.create(run=run, location_id=code, kind=kind, **addresses)


def make_run():
    counts = dict.fromkeys(("rows_read", "created", "changed", "unchanged", "removed", "skipped"), 1)
    day = date(2026, 2, 1)
    return ImportRun.objects.create(series="locations", file_name="a.csv", sha256="0", reference_date=day, **counts)


def moved(client):
    tasks = client.get(START, {"gemeente": ROTTERDAM}).context["work"].tasks
    return [task.words for task in tasks if task.tick]


def test_the_newest_change_of_a_location_is_work_until_it_is_ticked_off(regional):
    make_change("moved", before="Kade 1", after="Kade 2")
    change = make_change("moved", before="Kade 2", after="Kade 3")
    make_run()
    before = moved(regional)

    page = regional.post(tick(change), follow=True)

    assert (before, moved(regional)) == (["Verhuisd van Kade 2 naar Kade 3."], [])
    assert "Afgevinkt: Havenschool." in page.content.decode()
    change.refresh_from_db()
    assert (change.ticked_by.username, change.ticked_at.date()) == ("noor", timezone.now().date())
    event = AuditEvent.objects.about(change.location).get()
    assert (event.kind, event.actor_name, event.municipality_id) == ("changed", "noor", ROTTERDAM)


def tick(change):
    return f"/beheer/schools/schoollocation/{change.location_id}/register/{change.pk}/"


def test_what_is_ticked_off_is_ticked_off_once_and_looking_ticks_nothing(regional):
    change = make_change("moved", before="Kade 1", after="Kade 2")
    regional.get(tick(change))
    looked = moved(regional)
    regional.post(tick(change))

    page = regional.post(tick(change), follow=True)

    assert looked == ["Verhuisd van Kade 1 naar Kade 2."]
    assert "Dit was al afgevinkt op" in page.content.decode()
    assert AuditEvent.objects.about(change.location).count() == 1


@pytest.mark.parametrize(("role", "municipality"), [(Role.VIEWER, ROTTERDAM), (Role.EDITOR, DELFT)])
def test_only_editors_of_its_municipality_tick_off_a_change(regional, client, role, municipality):
    change = make_change("moved", before="Kade 1", after="Kade 2")
    make_member("ander", role, municipality)
    client.logout()
    let_in(client, "ander")

    assert client.post(tick(change)).status_code == 403
    assert "Vink af: " not in client.get(START, {"gemeente": ROTTERDAM}).content.decode()
    assert LocationChange.objects.get().ticked_at is None


# The board


def test_the_board_shows_every_municipality_the_stalest_first(regional):
    confirm_all(SchoolLocation.objects.get(pk="17YF00"), 1)
    make_location("In Delft", [("PIE", "KB")], municipality_id=DELFT)

    response = regional.get(START)
    rows = [(row.municipality.name, row.locations, row.fresh) for row in response.context["work"].rows]

    assert rows == [("Delft", 1, 0), ("Rotterdam", 1, 1)]
    assert f'href="?gemeente={DELFT}"' in response.content.decode()
    assert_careful(response)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("gemeente", ["Delft", "Rotterdam"]),
        ("-gemeente", ["Rotterdam", "Delft"]),
        ("-nu", ["Rotterdam", "Delft"]),
        ("nu", ["Delft", "Rotterdam"]),
        ("-onzin", ["Rotterdam", "Delft"]),
    ],
)
def test_the_board_sorts_by_the_column_in_the_address(regional, order, names):
    page = regional.get(START, {"volgorde": order})

    assert [row.municipality.name for row in page.context["work"].rows] == names
    assert page.content.decode().count("aria-sort=") == 1


def test_a_second_tap_on_a_head_turns_the_order_around(regional):
    page = regional.get(START, {"volgorde": "-nu"}).content.decode()

    assert re.search(r'aria-sort="descending"><a href="\?volgorde=nu"', page)


def test_the_board_adds_up(regional):
    make_location("Tweede", [("PIE", "KB")], municipality_id=DELFT)

    assert [sum_ for _label, sum_ in regional.get(START).context["work"].total][:3] == [2, 0, 2]


# Whose work it is


def test_an_officer_of_one_municipality_sees_its_list_at_once(regional, client):
    make_location("In Delft", [("PIE", "KB")], municipality_id=DELFT)
    make_member("delft", Role.EDITOR, DELFT)
    client.logout()

    page = let_in(client, "delft").get(START)

    assert page.context["work"].municipality.name == "Delft"
    assert "In Delft" in page.content.decode()
    assert "Havenschool" not in page.content.decode()


def test_an_officer_cannot_ask_for_the_list_of_another_municipality(regional, client):
    make_member("delft", Role.EDITOR, DELFT)
    client.logout()

    page = let_in(client, "delft").get(START, {"gemeente": ROTTERDAM})

    assert page.context["work"].municipality.name == "Delft"
    assert "Havenschool" not in page.content.decode()


def test_who_may_not_read_reports_does_not_see_them_on_the_list(regional, client):
    Report.objects.create(location_id="17YF00", text="Het is er wel", data_version=1)
    make_colleague("kijker", may=["view_schoollocation"])
    client.logout()

    assert "report" not in sections(let_in(client, "kijker"))


def test_who_looks_after_no_municipality_has_no_work_list_of_one(regional, client):
    make_member("redactie", Role.CONTENT)
    client.logout()

    page = let_in(client, "redactie").get(START).content.decode()

    assert "Werklijst van" not in page and "?gemeente=" not in page
    assert "Na te kijken bij de beroepen" in page


# How often the database is asked


def queries(client, question):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(START, question).status_code == 200
    return len(captured)


@pytest.mark.parametrize("question", [{}, {"gemeente": ROTTERDAM}])
def test_the_list_asks_as_often_for_one_location_as_for_many(regional, question):
    """At a new version of the data, and again when that was read before."""
    Report.objects.create(location_id="17YF00", text="Het is er wel", data_version=1)
    make_change()
    regional.get("/beheer/schools/")  # what every page of the staff asks for once
    few = queries(regional, question), queries(regional, question)
    for number in range(6):
        location = make_location(f"School {number}", [("PIE", "KB")])
        confirm(location, "PIE", "no")
        make_change(code=location.pk)
        Report.objects.create(location=location, text="Het is er wel", data_version=1)

    assert (queries(regional, question), queries(regional, question)) == few
    assert few[0] <= 18
    assert few[1] <= 9


# What is kept


@pytest.mark.parametrize("question", [{}, {"gemeente": ROTTERDAM}])
def test_what_changes_without_new_data_stands_on_the_page_at_once(regional, question):
    """The data of a version are read once; reports, answers and ticks make no new version."""

    def shown():
        counts = regional.get(START, question).context["work"].counts
        return [counts[ROTTERDAM, sort] for sort in (Sort.REPORT, Sort.ANSWER, Sort.MOVED)]

    change = make_change()
    before, version = shown(), DataVersion.current()
    Report.objects.create(location_id="17YF00", text="Het is er wel", data_version=1)
    make_inquiry()
    reported = shown()
    regional.post(tick(change))

    assert [before, reported, shown()] == [[0, 0, 1], [1, 1, 1], [1, 1, 0]]
    assert DataVersion.current() == version


def make_inquiry():
    return Inquiry.objects.create(
        location_id="17YF00",
        email="administratie@example.org",
        expires_on=timezone.localdate() + timedelta(days=10),
        state=Inquiry.State.ANSWERED,
        answered_at=timezone.now(),
    )


def test_a_list_that_was_drawn_before_shows_what_is_said_of_a_task_now(regional):
    report = Report.objects.create(location_id="17YF00", text="Het is er wel", data_version=1)
    before = regional.get(START, {"gemeente": ROTTERDAM}).content.decode()
    Report.objects.filter(pk=report.pk).update(status=Report.Progress.SEEN)

    after = regional.get(START, {"gemeente": ROTTERDAM}).content.decode()

    assert (", nieuw." in before, ", gezien." in before) == (True, False)
    assert (", nieuw." in after, ", gezien." in after) == (False, True)


def test_a_list_that_was_drawn_before_leads_to_the_report_that_is_there_now(regional):
    """Two reports on one day about one location are told in the same words."""
    addresses = []
    for _time in range(2):
        Report.objects.all().delete()
        report = Report.objects.create(location_id="17YF00", text="Het is er wel", data_version=1)
        page = regional.get(START, {"gemeente": ROTTERDAM}).content.decode()
        addresses.append(f'"/beheer/schools/report/{report.pk}/change/"')
        assert addresses[-1] in page

    assert addresses[0] not in page


def test_a_list_that_was_drawn_for_one_colleague_shows_another_only_what_is_theirs(regional, client):
    make_change("moved", before="Kade 1", after="Kade 2")
    Report.objects.create(location_id="17YF00", text="Het is er wel", data_version=1)
    for_all = regional.get(START, {"gemeente": ROTTERDAM}).content.decode()
    make_colleague("kijker", may=["view_schoollocation"])
    client.logout()

    page = let_in(client, "kijker").get(START, {"gemeente": ROTTERDAM}).content.decode()

    for words in ("Vink af: Havenschool", "Meldingen van bezoekers</h2>", "Werk het aanbod bij met een lijst"):
        assert (words in for_all.replace(' <span class="amount">1</span>', ""), words in page) == (True, False)


# What somebody changed last


def test_the_start_page_tells_what_somebody_changed_last_a_change_at_once(regional):
    location = SchoolLocation.objects.get(pk="17YF00")
    regional.post(
        f"/beheer/schools/schoollocation/{location.pk}/bevestigen/",
        filled_in(ConfirmationForm(location), source="school"),
    )

    page = regional.get(START)

    [change] = last_changes(page.wsgi_request.user)
    assert (change.words, change.kind, change.about) == ("Havenschool", "gewijzigd", "locatie")
    assert '<a href="/beheer/schools/schoollocation/17YF00/change/">Havenschool</a>' in page.content.decode()


def test_every_page_of_the_admin_writes_to_the_one_record_and_none_to_djangos_log(regional):
    regional.post("/beheer/schools/schoollocation/17YF00/change/", {"short_name": "De Kade"})

    assert AuditEvent.objects.filter(kind="changed").exists()
    assert not LogEntry.objects.exists()
    assert [model for model, page in admin.site._registry.items() if not isinstance(page, Audited)] == []
