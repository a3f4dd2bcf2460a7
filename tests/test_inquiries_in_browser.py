"""A school confirms its own profiles, in a real browser on a phone: from the officer who asks to the public page."""

import re

import pytest
from django.core import mail

from schools.models import ProfileAnswer

from .test_admin import CODE
from .test_desk_in_browser import row, tap
from .test_staff_in_browser import assert_no_barriers, enter, page  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_school_answers_by_the_link_in_a_mail_and_an_officer_takes_it_over(page, live_server, settings):  # noqa: F811
    settings.CAN_MAIL, settings.SITE_URL = True, live_server.url
    enter(page)
    page.goto(f"/beheer/schools/schoollocation/{CODE}/bevestigen/")
    page.get_by_role("link", name="Weet u het niet? Vraag het de school per mail").click()
    assert_no_barriers(page)
    page.get_by_label("Namens welke afdeling vraagt u dit?").fill("afdeling Onderwijs")
    page.get_by_label(f"School {CODE}").fill("directie@kade.example")
    page.get_by_role("button", name="Bekijk de mail").click()
    page.get_by_text("Er is nog niets verstuurd.").wait_for()
    assert_no_barriers(page)
    page.get_by_role("button", name="Verstuur").click()
    page.get_by_text("De vraag is verstuurd aan 1 school.").wait_for()
    assert_no_barriers(page)

    answer_as_school(page.context.browser, re.search(r"http\S+sleutel=\S+", mail.outbox[0].body)[0])

    page.goto("/beheer/?gemeente=GM0599")
    page.get_by_role("region", name="Antwoord van een school wacht op u").get_by_role("link").click()
    page.get_by_role("heading", name=f"Antwoord van School {CODE}").wait_for()
    assert_no_barriers(page)
    page.get_by_role("button", name="Neem het antwoord over").click()
    page.get_by_role("link", name="Bekijk de pagina").click()
    page.get_by_text("Bevestigd door de school op").first.wait_for()
    answer = ProfileAnswer.objects.get(location=CODE, profile="BWI")
    assert (answer.status, answer.leerwegen) == ("yes", "BB")


def answer_as_school(browser, link):
    """Without scripts, on a narrow phone; axe, which is a script, looks on before."""
    looking = browser.new_page()
    looking.goto(link)
    assert_no_barriers(looking)
    looking.close()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    school = context.new_page()
    school.goto(link)
    wood = row(school, "Bouwen, wonen en interieur (BWI)")
    assert not wood.get_by_label("basis").is_visible()
    tap(wood.get_by_label("ja", exact=True))
    wood.get_by_label("basis").check()
    school.get_by_label("Wilt u nog iets zeggen? (niet verplicht)").fill(
        "Sinds dit jaar.\n\nMet een nieuwe werkplaats."
    )
    school.get_by_role("button", name="Bekijk uw antwoord").click()
    school.get_by_text("U zegt: ja, voor basis.").wait_for()
    school.get_by_role("button", name="Verstuur uw antwoord").click()
    school.get_by_role("heading", name="Bedankt voor uw antwoord").wait_for()
    assert context.cookies() == []
    context.close()
