"""A file of DUO from choosing to the import that came of it, on a phone, with the site's own process at work."""

import subprocess
import sys

import pytest

from . import duo
from .conftest import ROOT
from .staff import PASSWORD, code_of

PREPARE = """
from schools.models import Membership
from tests.staff import make_colleague
Membership.objects.create(user=make_colleague("inlezer", may=()), role="regional")
"""
pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture
def page(browser, site):
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True)
    context = browser.new_context(base_url=site.url, locale="nl-NL", viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto("/beheer/schools/importrun/inlezen/")
    page.get_by_label("Gebruikersnaam of e-mailadres").fill("inlezer")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_role("heading", name="DUO-bestanden inlezen").wait_for()
    yield page
    context.close()


def check(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_file_is_chosen_judged_and_applied_on_a_phone(page, tmp_path):
    """The page shows by itself how far it is: nobody taps on the link that is there for who has no scripts."""
    page.set_default_timeout(60_000)
    path = duo.write_rows(tmp_path / duo.COORDINATES.name, duo.rows_of(duo.COORDINATES), delimiter=",")
    check(page)
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    check(page)
    page.get_by_role("heading", name="In het kort").wait_for()
    check(page)
    page.get_by_role("button", name="Toepassen").click()
    page.get_by_text("Dit bestand is toegepast.").wait_for()
    page.get_by_role("link", name="Bekijk de import").click()
    page.get_by_text(path.name).first.wait_for()
    check(page)
