"""What an officer reads on the website of a school: what it changes (nothing), what it contradicts, who sees it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from schools.answers import Statement
from schools.models import AuditEvent, DataVersion, ProfileAnswer, ProfileStatement, Role, Source, Status

from .factories import confirm
from .staff import let_in, make_colleague, make_member, work_fast
from .test_accounts import assert_careful
from .test_admin import CODE, make_school
from .test_answers import TODAY, answer, candidates, confirmation
from .test_confirming import CONFIRM, HISTORY, PUBLIC, filled_in, location, text_of

WEBSITE = f"/beheer/schools/schoollocation/{CODE}/website/"
PAGE = "https://www.school.nl/profielen"


def remark(profile, status="yes", on=date(2026, 2, 10), year=None, order=0):
    kind = Source.Kind.WEBSITE
    return Statement(profile, "", "website", kind, on, status=Status(status), effective_year=year, order=order)


# The rule


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("said", "contradicts"),
    [("yes", False), ("no", True), ("starting", True), ("stopping", True)],
)
def test_a_website_never_changes_a_counted_yes_and_contradicts_it_where_it_says_otherwise(said, contradicts):
    counted = answer("PIE", candidates("PIE", "BB"))
    year = 2028 if said in ("starting", "stopping") else None

    found = answer("PIE", candidates("PIE", "BB"), remark("PIE", said, year=year))

    assert (found.status, found.leerwegen, found.source) == (counted.status, counted.leerwegen, counted.source)
    assert found.conflict is contradicts


@pytest.mark.one_database
def test_what_only_a_website_says_stays_not_known_and_contradicts_nothing():
    found = answer("PIE", remark("PIE", "yes"), newest=None)

    assert (found.status, found.source, found.conflict) == ("unknown", None, False)


@pytest.mark.one_database
def test_a_confirmation_since_then_answers_the_remark_and_an_older_one_does_not():
    older, newer = confirmation("PIE", on=date(2026, 2, 3)), confirmation("PIE", on=date(2026, 2, 11))
    said = remark("PIE", "no")

    assert answer("PIE", older, said).conflict
    assert not answer("PIE", older, said, newer).conflict


@pytest.mark.one_database
def test_a_remark_on_the_day_of_a_confirmation_counts_by_its_order():
    first, last = confirmation("PIE", order=1), confirmation("PIE", order=3)
    said = remark("PIE", "no", on=date(2026, 2, 3), order=2)

    assert answer("PIE", first, said).conflict
    assert not answer("PIE", first, said, last).conflict


@pytest.mark.one_database
def test_an_announcement_of_the_same_year_agrees_and_of_another_year_does_not():
    announced = confirmation("MVI", "starting", year=2027)

    assert not answer("MVI", candidates("PIE", "BB"), announced, remark("MVI", "starting", year=2027)).conflict
    assert answer("MVI", candidates("PIE", "BB"), announced, remark("MVI", "starting", year=2028)).conflict


@pytest.mark.one_database
def test_a_remark_from_before_the_counted_year_or_from_tomorrow_says_nothing():
    for day in (date(2023, 7, 31), TODAY + timedelta(days=1)):
        assert not answer("PIE", candidates("PIE", "BB"), remark("PIE", "no", on=day)).conflict


# The page


@pytest.fixture
def desk(client, db, settings):
    """A colleague with all rights, and a school where candidates for kader did their exam in PIE in 2023-2024."""
    work_fast(settings)
    make_school()
    make_colleague()
    return let_in(client)


def note(client, **said):
    """Send the form of today about this page; PIE="no" or PIE=("starting", 2030)."""
    data = {"evidence": PAGE, "reference_date": timezone.localdate().isoformat()}
    for name, value in said.items():
        status, year = value if isinstance(value, tuple) else (value, "")
        data |= {f"{name}-status": status, f"{name}-year": year} if name.isupper() else {name: value}
    return client.post(WEBSITE, data, follow=True)


def test_a_remark_is_kept_with_its_page_and_day_beside_an_answer_that_stays(desk):
    version = DataVersion.current()

    page = note(desk, PIE="no", GR="no")

    told = ProfileStatement.objects.get(source="website", profile="PIE")
    assert (told.status, told.evidence, told.reference_date) == ("no", PAGE, timezone.localdate())
    assert told.author.username == "noor"
    found = ProfileAnswer.objects.get(location=CODE, profile="PIE")
    assert (found.status, found.source_id, found.conflict) == ("yes", "duo-exams", True)
    assert DataVersion.current() > version
    assert "Bij 1 van de 2 profielen spreken bronnen elkaar tegen." in text_of(page)
    assert f'href="{PAGE}"' in text_of(page)
    assert_careful(page)


def test_a_website_that_contradicts_is_work_until_the_profile_is_confirmed(desk):
    note(desk, PIE="no")
    before = text_of(desk.get("/beheer/?gemeente=GM0599"))

    desk.post(CONFIRM, filled_in())

    assert "Over Produceren, installeren en energie (PIE)." in before
    assert "Bronnen spreken elkaar tegen" not in text_of(desk.get(CONFIRM))
    assert not ProfileAnswer.objects.filter(conflict=True).exists()


def test_visitors_never_see_what_a_website_says(desk):
    confirm(location(), "GR", "yes")
    note(desk, PIE="yes", BWI=("starting", timezone.localdate().year + 1))

    pages = (PUBLIC, f"{PUBLIC}geschiedenis/", "/over/wijzigingen/", "/api/v1/locations/" + CODE)
    for address in pages:
        page = text_of(Client().get(address)).casefold()
        assert "de website van de school" not in page
        assert "www.school.nl/profielen" not in page
    assert "De website van de school, " in text_of(desk.get(HISTORY))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "Kies bij minstens één profiel wat er op de website staat."),
        ({"PIE": "starting"}, "Kies met welk schooljaar het profiel start of stopt."),
        ({"PIE": ("starting", 1999)}, "Selecteer een geldige keuze."),
        ({"PIE": "unknown"}, "Selecteer een geldige keuze."),
        ({"PIE": "no", "evidence": "javascript:alert(1)"}, "Vul een heel webadres in"),
        ({"PIE": "no", "evidence": ""}, "Vul een heel webadres in"),
        ({"PIE": "no", "reference_date": "2999-01-01"}, "Deze dag is nog niet geweest."),
        ({"PIE": "no", "reference_date": "gisteren"}, "Vul een dag in die bestaat"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_stored(desk, said, message):
    page = note(desk, **said)

    assert message in text_of(page)
    assert not ProfileStatement.objects.filter(source="website").exists()
    assert_careful(page)


def test_a_year_that_belongs_to_no_start_is_left_out(desk):
    note(desk, PIE=("yes", timezone.localdate().year))

    assert ProfileStatement.objects.get(source="website").effective_year is None


def test_the_form_begins_with_the_page_that_was_read_last(desk):
    note(desk, PIE="yes")

    assert desk.get(WEBSITE).context["form"]["evidence"].value() == PAGE


def test_a_remark_that_was_wrong_is_withdrawn_and_contradicts_no_longer(desk):
    note(desk, PIE="no")
    number = ProfileStatement.objects.get(source="website").pk

    desk.post(f"/beheer/schools/profilestatement/{number}/intrekken/", {"reason": "Andere locatie", "extent": "this"})

    assert not ProfileAnswer.objects.get(location=CODE, profile="PIE").conflict


def test_a_remark_meanwhile_is_told_to_who_is_confirming(desk):
    opened = filled_in()
    note(desk, PIE="no")

    response = desk.post(CONFIRM, opened)

    assert response.status_code == 409
    assert "De website van de school, " in text_of(response)


def test_only_who_may_confirm_notes_something_and_it_is_written_down(desk, client):
    make_member("lezer", Role.VIEWER, "GM0599")
    make_member("eigen", Role.EDITOR, "GM0599")
    client.logout()
    refused = note(let_in(client, "lezer"), PIE="no").status_code
    client.logout()

    assert refused == 403
    assert note(let_in(client, "eigen"), PIE="no").status_code == 200
    event = AuditEvent.objects.get(kind="created", model="schools.profilestatement")
    assert (event.actor_name, event.new["source"], event.new["evidence"]) == ("eigen", "website", PAGE)
    assert event.municipality_id == "GM0599"
