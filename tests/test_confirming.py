"""A location confirmed on one screen: what it stores, who may, what changed meanwhile, and taking it back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schools.desk.form import ConfirmationForm
from schools.desk.offer import Choice
from schools.models import (
    AuditEvent,
    DataVersion,
    ProfileAnswer,
    ProfileStatement,
    Region,
    Role,
    SchoolLocation,
    Withdrawal,
)

from .factories import confirm
from .staff import let_in, make_colleague, make_member, work_fast
from .test_accounts import assert_careful
from .test_admin import CODE, make_school

pytestmark = pytest.mark.django_db

CONFIRM = f"/beheer/schools/schoollocation/{CODE}/bevestigen/"
HISTORY = f"/beheer/schools/schoollocation/{CODE}/geschiedenis/"
PUBLIC = f"/scholen/{CODE}/"
DELFT = "GM0503"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def desk(client):
    """A colleague with all rights, and a school where candidates for kader did their exam in PIE in 2023-2024."""
    make_school()
    make_colleague()
    return let_in(client)


def location():
    return SchoolLocation.objects.get(pk=CODE)


def filled_in(form=None, **changes):
    """What a browser sends when the form is left as it is, but for the changes: PIE_status="no"."""
    form = form or ConfirmationForm(location())
    data = {"version": str(form.version), "source": "municipality", "note": "", "evidence": ""}
    for row in form.rows:
        code = row.profile.code
        data |= {f"{code}-seen": str(row.shown), f"{code}-status": row.choice.status}
        data |= {f"{code}-leerweg": list(row.choice.leerwegen), f"{code}-year": row.choice.effective_year or ""}
    return data | {name.replace("_", "-"): value for name, value in changes.items()}


def send(client, **changes):
    return client.post(CONFIRM, filled_in(**changes))


def answers():
    return {each.profile_id: each for each in ProfileAnswer.objects.filter(location=CODE).select_related("source")}


def confirmed():
    return ProfileStatement.objects.confirmations()


def text_of(response):
    return " ".join(response.content.decode().split())


# What the screen shows


def test_the_screen_shows_the_ten_profiles_as_the_website_answers(desk):
    page = desk.get(CONFIRM)
    rows = {row.profile.code: row for row in page.context["form"].rows}

    assert len(rows) == 10
    assert rows["PIE"].choice == Choice("yes", None, ("KB",))
    assert rows["BWI"].choice == Choice("no")
    assert_careful(page)


def test_every_source_says_beside_an_answer_what_it_knows_with_its_year(desk):
    confirm(location(), "PIE", leerweg="BB")

    row = next(row for row in desk.get(CONFIRM).context["form"].rows if row.profile.code == "PIE")

    assert [(each.source, each.words) for each in row.sources] == [
        ("Examens 2023-2024", "10 in kader"),
        ("De school, 3 februari 2026", "ja voor basis"),
    ]


def test_a_withheld_count_is_told_by_its_bounds(desk):
    ProfileStatement.objects.filter(location=CODE).update(count_low=1, count_high=4)

    assert "1 tot 4 in kader" in text_of(desk.get(CONFIRM))


def test_that_nobody_did_an_exam_in_a_profile_is_told_as_well(desk):
    row = next(row for row in desk.get(CONFIRM).context["form"].rows if row.profile.code == "BWI")

    assert [(each.source, each.words) for each in row.sources] == [("Examens 2023-2024", "geen kandidaten")]


def test_the_screen_asks_as_often_for_few_statements_as_for_many(desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(CONFIRM).status_code == 200
        return len(captured)

    few = queries()
    for status in ("yes", "no"):
        for profile in ("PIE", "BWI", "MET", "GR"):
            confirm(location(), profile, status)

    assert queries() == few <= 22


# What is stored


def test_one_button_confirms_all_ten_as_they_are(desk):
    version = DataVersion.current()

    response = send(desk, all="1")

    assert response.status_code == 302
    found = answers()
    assert {answer.source_id for answer in found.values()} == {"municipality"}
    assert {code: answer.status for code, answer in found.items() if answer.status != "no"} == {"PIE": "yes"}
    assert found["PIE"].leerwegen == "KB"
    assert DataVersion.current() > version


def test_the_public_page_says_at_once_who_confirmed_and_never_which_person(desk):
    send(desk)

    page = Client().get(PUBLIC)

    assert "Bevestigd door de gemeente op" in text_of(page)
    assert "noor" not in text_of(page).lower()


@pytest.mark.parametrize(
    ("sent", "status", "year", "leerwegen"),
    [
        ({"status": "yes", "leerweg": ["BB", "GL"]}, "yes", None, "BB GL"),
        ({"status": "yes", "leerweg": []}, "yes", None, ""),
        ({"status": "starting", "leerweg": ["BB"], "year": 1}, "starting", 1, "BB"),
        ({"status": "stopping", "leerweg": ["BB"], "year": 2}, "stopping", 2, "BB"),
        ({"status": "unknown", "leerweg": ["BB"], "year": 2}, "unknown", None, ""),
    ],
)
def test_each_answer_changes_the_site(desk, sent, status, year, leerwegen):
    ahead = timezone.localdate().year
    changes = {f"BWI_{name}": ahead + value if name == "year" else value for name, value in sent.items()}

    send(desk, source="school", **changes)

    answer = answers()["BWI"]
    assert (answer.status, answer.leerwegen, answer.source_id) == (status, leerwegen, "school")
    assert answer.effective_year == (year and ahead + year)


def test_of_an_answer_that_nobody_knows_the_site_does_not_say_confirmed(desk):
    send(desk, BWI_status="unknown")

    assert "De gemeente wist dit niet op" in text_of(Client().get(PUBLIC))


def test_note_evidence_and_author_are_kept_and_not_shown(desk):
    send(desk, note="Gesproken met Jan", evidence="https://www.school.nl/profielen")

    assert {(each.note, each.evidence, each.author.username) for each in confirmed()} == {
        ("Gesproken met Jan", "https://www.school.nl/profielen", "noor")
    }
    assert "Gesproken met Jan" in text_of(desk.get(HISTORY))
    for address in (PUBLIC, f"{PUBLIC}geschiedenis/"):
        assert "Jan" not in text_of(Client().get(address))
        assert "www.school.nl/profielen" not in text_of(Client().get(address))


def test_after_saving_the_next_location_to_confirm_comes(desk):
    make_school("17YF01")

    first = send(desk)
    second = desk.post(first.url, filled_in(ConfirmationForm(SchoolLocation.objects.get(pk="17YF01"))))

    assert first.url == "/beheer/schools/schoollocation/17YF01/bevestigen/"
    assert second.url == "/beheer/?gemeente=GM0599"
    assert "Alles is bij." in text_of(desk.get(second.url))


def test_the_start_page_names_what_somebody_confirmed_last(desk):
    send(desk)

    assert f"/beheer/schools/schoollocation/{CODE}/change/" in text_of(desk.get("/beheer/?gemeente=GM0599"))


# What is refused


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"BWI_status": "starting"}, "Kies met welk schooljaar het profiel start of stopt."),
        ({"BWI_status": "starting", "BWI_year": "1999"}, "Kies een schooljaar uit de lijst."),
        ({"BWI_status": "starting", "BWI_year": "9" * 30}, "Kies een schooljaar uit de lijst."),
        ({"BWI_status": "misschien"}, "Kies een antwoord."),
        ({"source": "duo-exams"}, "Selecteer een geldige keuze."),
        ({"source": ""}, "Kies wie het zegt"),
        ({"evidence": "javascript:alert(1)"}, "Vul een heel webadres in"),
        ({"note": "\x00"}, "In uw tekst staan tekens"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_stored(desk, changes, message):
    response = send(desk, GR_status="unknown", **changes)

    assert response.status_code == 200
    assert message in text_of(response)
    assert not confirmed().exists()
    assert next(row for row in response.context["form"].rows if row.profile.code == "GR").choice == Choice("unknown")


def test_a_post_without_anything_is_refused(desk):
    assert desk.post(CONFIRM, {}).status_code == 409
    assert not confirmed().exists()


# Who may


@pytest.mark.parametrize("address", [CONFIRM, HISTORY])
def test_who_may_see_nothing_gets_no_page(desk, client, address):
    make_colleague("gast", may=["view_region"])
    client.logout()

    assert let_in(client, "gast").get(address).status_code == 403


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_only_editors_of_its_municipality_confirm_a_location(desk, client, role):
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_member("ander", role, DELFT if role == Role.EDITOR else "GM0599")
    sent = filled_in()
    client.logout()
    let_in(client, "ander")

    assert client.get(CONFIRM).status_code in (403, 404)
    assert client.post(CONFIRM, sent).status_code in (403, 404)
    assert not confirmed().exists()


def test_an_editor_confirms_a_location_of_the_own_municipality(desk, client):
    make_member("eigen", Role.EDITOR, "GM0599")
    client.logout()

    assert send(let_in(client, "eigen")).status_code == 302
    assert confirmed().exists()


def test_only_who_may_confirm_may_withdraw(desk, client):
    confirm(location(), "PIE", "no")
    address = withdraw_address("PIE")
    make_member("lezer", Role.VIEWER, "GM0599")
    client.logout()
    let_in(client, "lezer")

    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "Zomaar", "extent": "this"}).status_code == 403
    assert not Withdrawal.objects.exists()


# Two officers at the same moment


def test_the_second_officer_is_told_what_changed_and_overwrites_nothing(desk):
    opened = filled_in()
    send(desk, BWI_status="yes", BWI_leerweg=["BB"])
    before = confirmed().count()

    response = desk.post(CONFIRM, opened | {"GR-status": "unknown"})

    page = text_of(response)
    assert response.status_code == 409
    assert "Deze locatie veranderde terwijl u bezig was." in page
    assert "Bouwen, wonen en interieur (BWI): ja voor basis" in page
    assert confirmed().count() == before


def test_what_the_second_officer_changed_is_kept_and_the_rest_follows_the_first(desk):
    opened = filled_in()
    send(desk, BWI_status="yes", BWI_leerweg=["BB"], GR_status="unknown", MET_status="yes", MET_leerweg=["KB"])

    response = desk.post(CONFIRM, opened | {"GR-status": "yes", "GR-leerweg": ["GL"], "MAT-status": "unknown"})
    rows = {row.profile.code: row for row in response.context["form"].rows}
    desk.post(CONFIRM, filled_in(response.context["form"]))

    assert rows["GR"].meanwhile == "weten we niet"
    assert rows["MAT"].meanwhile == rows["BWI"].meanwhile == ""
    found = {code: (each.status, each.leerwegen) for code, each in answers().items()}
    assert found["BWI"] == ("yes", "BB")
    assert found["MET"] == ("yes", "KB")
    assert found["GR"] == ("yes", "GL")
    assert found["MAT"] == ("unknown", "")


def test_a_withdrawal_meanwhile_is_told_as_well(desk):
    confirm(location(), "PIE", "no")
    opened = filled_in()
    desk.post(withdraw_address("PIE"), {"reason": "Verkeerde school", "extent": "this"})

    response = desk.post(CONFIRM, opened)

    assert response.status_code == 409
    assert "een bevestiging in, over Produceren, installeren en energie (PIE)" in text_of(response)


def test_counts_that_were_read_meanwhile_are_told_as_well(desk):
    opened = filled_in()
    ProfileAnswer.objects.filter(location=CODE, profile="PIE").update(leerwegen="BB KB")

    response = desk.post(CONFIRM, opened)

    assert "De cijfers van DUO zijn opnieuw gelezen" in text_of(response)
    assert not confirmed().exists()


def test_a_change_of_another_location_is_no_conflict(desk):
    make_school("17YF01")
    opened = filled_in()
    confirm(SchoolLocation.objects.get(pk="17YF01"), "PIE", "no")

    assert desk.post(CONFIRM, opened).status_code == 302


# Taking back


def withdraw_address(profile):
    statement = confirmed().filter(profile=profile).first()
    return f"/beheer/schools/profilestatement/{statement.pk}/intrekken/"


def test_a_withdrawn_confirmation_counts_no_longer_and_stays_to_be_read(desk):
    confirm(location(), "PIE", "no")
    before = answers()["PIE"].status

    response = desk.post(withdraw_address("PIE"), {"reason": "Verkeerde school", "extent": "this"}, follow=True)

    answer = answers()["PIE"]
    assert (before, answer.status, answer.source_id) == ("no", "yes", "duo-exams")
    page = text_of(response)
    assert "Ingetrokken door noor op" in page
    assert "Verkeerde school" in page
    assert_careful(response)


def test_the_leerwegen_of_a_profile_are_withdrawn_together(desk):
    send(desk, BWI_status="yes", BWI_leerweg=["BB", "KB"])

    desk.post(withdraw_address("BWI"), {"reason": "Verkeerde school", "extent": "this"})

    assert set(Withdrawal.objects.values_list("statement__profile", flat=True)) == {"BWI"}
    assert Withdrawal.objects.count() == 3
    assert answers()["BWI"].status == "no"
    assert answers()["PIE"].source_id == "municipality"


def test_all_that_was_confirmed_at_once_can_be_withdrawn_at_once(desk):
    send(desk)
    confirm(location(), "GR", "yes")

    desk.post(withdraw_address("BWI"), {"reason": "Verkeerde school", "extent": "all"})

    found = answers()
    assert found["PIE"].source_id == "duo-exams"
    assert found["GR"].source_id == "school"


def test_a_withdrawal_needs_a_reason(desk):
    confirm(location(), "PIE", "no")

    response = desk.post(withdraw_address("PIE"), {"reason": " ", "extent": "this"})

    assert "Schrijf op waarom u dit intrekt." in text_of(response)
    assert not Withdrawal.objects.exists()


def test_what_is_withdrawn_is_withdrawn_once(desk):
    confirm(location(), "PIE", "no")
    address = withdraw_address("PIE")
    desk.post(address, {"reason": "Verkeerde school", "extent": "this"})

    response = desk.post(address, {"reason": "Nog eens", "extent": "this"}, follow=True)

    assert "Een collega trok dit al in." in text_of(response)
    assert "Deze uitspraak is al ingetrokken." in text_of(desk.get(address))
    assert Withdrawal.objects.get().reason == "Verkeerde school"


def test_a_count_of_duo_cannot_be_withdrawn(desk):
    counted = ProfileStatement.objects.get(source="duo-exams")

    assert desk.post(f"/beheer/schools/profilestatement/{counted.pk}/intrekken/", {"reason": "x"}).status_code == 404


# What is written down


def test_the_record_of_a_location_tells_who_confirmed_and_who_withdrew(desk):
    send(desk, BWI_status="yes", BWI_leerweg=["BB"])
    desk.post(withdraw_address("BWI"), {"reason": "Verkeerde school", "extent": "this"})

    events = AuditEvent.objects.about(location())
    said = [event for event in events if event.model == "schools.profilestatement"]
    taken = [event for event in events if event.model == "schools.withdrawal"]
    assert {event.actor_name for event in events} == {"noor"}
    assert len(said) == confirmed().count()
    assert {"BB", "KB", "GL"} == {event.new["leerweg"] for event in said if event.new["profile"] == "BWI"}
    assert [event.new["reason"] for event in taken] == ["Verkeerde school"] * 3
    assert {event.municipality_id for event in events} == {"GM0599"}


# The history of a location


def test_the_history_with_names_and_notes_is_for_the_own_municipality(desk, client):
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_member("delft", Role.EDITOR, DELFT)
    client.logout()

    assert let_in(client, "delft").get(HISTORY).status_code == 403


def test_visitors_see_what_sources_said_without_names_and_what_was_withdrawn(desk):
    confirm(location(), "PIE", "no")
    desk.post(withdraw_address("PIE"), {"reason": "Verkeerde school", "extent": "this"})
    send(desk, BWI_status="yes", BWI_leerweg=["BB"], note="Gesproken met Jan")

    page = text_of(Client().get(f"{PUBLIC}geschiedenis/"))

    assert "De gemeente, " in page
    assert "Bouwen, wonen en interieur (BWI): ja voor basis" in page
    assert "DUO, examens 2023-2024" in page
    assert "De school, 3 februari 2026" not in page
    assert not any(word in page for word in ("Verkeerde", "Jan", "noor"))


def test_the_page_of_a_location_leads_to_its_history(desk):
    assert f'href="{PUBLIC}geschiedenis/"' in text_of(Client().get(PUBLIC))


def test_a_history_asks_as_often_for_one_statement_as_for_many(desk):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    few = [queries(address) for address in (HISTORY, f"{PUBLIC}geschiedenis/")]
    for status in ("yes", "no"):
        for profile in ("PIE", "BWI", "MET", "GR"):
            confirm(location(), profile, status)

    assert [queries(address) for address in (HISTORY, f"{PUBLIC}geschiedenis/")] == few


def test_the_diary_of_changes_says_a_profile_once_and_leaves_out_what_was_withdrawn(desk):
    send(desk, BWI_status="yes", BWI_leerweg=["BB", "KB"])
    desk.post(withdraw_address("GR"), {"reason": "Verkeerde school", "extent": "this"})

    page = text_of(Client().get("/over/wijzigingen/"))

    assert page.count("Bouwen, wonen en interieur (BWI): ja voor basis en kader") == 1
    assert "Groen: nee" not in page
