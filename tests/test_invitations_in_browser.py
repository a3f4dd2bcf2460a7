"""From an invitation to a confirmed page: a manager, the one who is invited, and what a visitor then reads."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from schools.models import Invitation, Role, SchoolLocation

from .staff import code_of, make_member
from .test_admin import CODE
from .test_desk_in_browser import row, tap
from .test_staff_in_browser import assert_no_barriers, fill_in_password, page, set_up_app  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INVITATIONS = "/beheer/schools/invitation/"
PASSWORD = "vier heel losse woorden"  # noqa: S105


def invite(page):  # noqa: F811
    page.goto(f"{INVITATIONS}add/")
    assert_no_barriers(page)
    page.get_by_label("E-mailadres").fill("yara@example.org")
    page.get_by_label("Voornaam").fill("Yara")
    page.get_by_label("Achternaam").fill("de Wit")
    page.locator("#id_role").select_option("editor")
    page.get_by_role("button", name="Nodig uit", exact=True).click()


def test_somebody_invited_joins_and_confirms_a_location(page, settings, live_server):  # noqa: F811
    settings.CAN_MAIL, settings.SITE_URL = True, live_server.url
    make_member("noor", Role.MANAGER, "GM0599")
    page.goto("/beheer/")
    fill_in_password(page)
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_role("heading", name="Werklijst van Rotterdam").wait_for()
    invite(page)
    page.get_by_text("De uitnodiging is gemaild naar yara@example.org.").wait_for()
    assert_no_barriers(page)
    page.get_by_role("link", name="Yara de Wit").click()
    page.get_by_role("button", name="Stuur opnieuw").wait_for()
    assert_no_barriers(page)
    page.goto("/beheer/account/apparaten/")
    assert_no_barriers(page)

    settings.CAN_MAIL = False
    page.goto(f"{INVITATIONS}{Invitation.objects.get().pk}/change/")
    page.get_by_role("button", name="Stuur opnieuw").click()
    page.get_by_role("heading", name="Geef deze link zelf door").wait_for()
    assert_no_barriers(page)
    link = page.locator("code").inner_text()
    page.goto(link)
    page.get_by_role("heading", name="Deze uitnodiging is voor een ander account").wait_for()
    assert_no_barriers(page)
    page.get_by_role("main").get_by_role("button", name="Uitloggen").click()

    page.goto(re.search(r"^http\S+$", mail.outbox[0].body, re.M)[0])
    page.get_by_role("heading", name="Deze link werkt niet").wait_for()
    assert_no_barriers(page)
    page.goto(link)
    assert_no_barriers(page)
    page.get_by_label("Gebruikersnaam").fill("yara")
    page.get_by_label("Nieuw wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_label("Nieuw wachtwoord, nog een keer").fill(PASSWORD)
    page.get_by_role("button", name="Maak mijn account").click()
    set_up_app(page)

    page.get_by_role("heading", name="Werklijst van Rotterdam").wait_for()
    page.get_by_role("link", name=f"School {CODE}").click()
    tap(row(page, "Groen").get_by_label("nee"))
    page.get_by_role("button", name="Alles klopt zoals het er staat").click()
    page.get_by_text("is bevestigd door de gemeente op").wait_for()
    page.goto(SchoolLocation.objects.get(pk=CODE).get_absolute_url())
    page.get_by_text("Bevestigd door de gemeente op").first.wait_for()
    assert Invitation.objects.get().accepted_at.date() == timezone.now().date()
