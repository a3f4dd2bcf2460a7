"""Logging in through the provider of an organisation in a real browser, whose rules about forms differ from ours."""

import pytest

from schools.models import Role

from . import provider as providers
from .barriers import NO_COLOURS, PHONE, barriers, faint_words, sideways
from .staff import code_of, make_colleague, make_member, work_fast
from .test_admin import make_school

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def provider(settings):
    with providers.running() as provider:
        work_fast(settings)
        providers.name_to_site(provider, settings)
        yield provider


@pytest.fixture
def page(provider, browser, live_server):
    """A page on a phone that notes what the content policy refused."""
    context = browser.new_context(
        base_url=live_server.url, locale="nl-NL", viewport={"width": PHONE, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    refused = []
    page.on("console", lambda message: "Content Security Policy" in message.text and refused.append(message.text))
    yield page
    context.close()
    assert refused == []


def assert_no_barriers(page):
    assert [*barriers(page, **NO_COLOURS), *faint_words(page)] == []
    assert sideways(page) <= 0


def test_a_manager_comes_from_the_provider_to_the_work_list(page, provider):
    make_school()
    make_member("noor", Role.MANAGER, "GM0599")
    page.goto("/beheer/")
    button = page.get_by_role("button", name="Inloggen via de gemeente")
    button.wait_for()
    assert_no_barriers(page)
    assert provider.asked == []

    button.press("Enter")
    page.get_by_role("heading", name="Inloggen bij de gemeente").wait_for()
    page.get_by_role("button", name="Ik ben Noor").click()
    page.get_by_role("heading", name="Tweede stap").wait_for()
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Inloggen", exact=True).click()

    page.get_by_role("heading", name="Werklijst van Rotterdam").wait_for()


def test_the_page_of_a_colleague_shows_the_link_without_barriers(page, provider):
    noor = make_colleague()
    page.goto("/beheer/")
    page.get_by_role("button", name="Inloggen via de gemeente").click()
    page.get_by_role("button", name="Ik ben Noor").click()
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_role("heading", name="Beheer", exact=True).wait_for()
    page.goto(f"/beheer/auth/user/{noor.pk}/change/")

    page.get_by_role("heading", name="inloggen via de organisatie").wait_for()
    assert_no_barriers(page)


def test_who_is_not_let_in_reads_what_to_do(page, provider):
    page.goto("/beheer/account/login/")
    page.get_by_role("button", name="Inloggen via de gemeente").click()
    page.get_by_role("button", name="Ik ben Noor").click()

    page.get_by_role("heading", name="U hebt hier geen account").wait_for()
    assert_no_barriers(page)
    page.get_by_role("link", name="Opnieuw inloggen").click()
    page.get_by_role("heading", name="Inloggen", exact=True).wait_for()
