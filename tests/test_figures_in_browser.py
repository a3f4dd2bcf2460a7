"""The pages about figures in a real browser: without barriers, in light and dark, and by keyboard alone."""

import pytest

from portal.management.commands.fill import load_everything
from schools.recalculation import change_data
from stats.models import Target, TargetValue

from .barriers import barriers_in_light_and_dark
from .test_staff_in_browser import enter, page  # noqa: F401

OVERVIEW = "/beheer/cijfers/"
PAGES = (
    f"{OVERVIEW}?gebied=GM0518",
    f"{OVERVIEW}vmbo-profielkeuze-techniek/?gebied=GM0518",
    f"{OVERVIEW}mbo-fietsafstand/?gebied=GM0503&tegenover=MRDH",
)
AREAS = ("MRDH", "NL01", "PV28", "GM0518", "GM0599", "GM0503", "GM0637", "GM0603", "GM0627")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def figures(page):  # noqa: F811
    """A colleague on a site with figures and a target."""
    change_data(lambda: load_everything(AREAS))
    target = Target.objects.create(
        indicator_id="vmbo-profielkeuze-techniek",
        region_id="GM0518",
        category="techniek-excl-mvi",
        leerweg="BB+KB+GL",
        owner="Onderwijs",
        is_example=True,
    )
    TargetValue.objects.create(target=target, year=2030, value=12)
    enter(page)
    return page


def test_pages_about_figures_have_no_barriers_and_work_by_keyboard(figures):
    for address in PAGES:
        figures.goto(address)
        assert figures.get_by_role("heading", level=1).count() == 1
        assert [address, *barriers_in_light_and_dark(figures)] == [address]

    can_be_read_without_a_mouse(figures)
    can_be_copied(figures)
    can_be_chosen_by_keyboard(figures)


def can_be_read_without_a_mouse(figures):
    """Wide tables and closed ones are reached and opened by keyboard; charts say what they show."""
    figures.goto(PAGES[1])
    figures.set_viewport_size({"width": 360, "height": 800})
    table = figures.get_by_role("group", name="Ontwikkeling en doel")
    table.focus()
    figures.keyboard.press("ArrowRight")
    figures.wait_for_timeout(400)
    assert table.evaluate("each => each.scrollLeft") > 0
    summary = figures.locator("summary", has_text="Toon als tabel")
    summary.focus()
    figures.keyboard.press("Enter")
    assert figures.get_by_role("rowheader", name="Zoetermeer").is_visible()
    assert figures.get_by_role("img", name="Techniek, zonder MVI").count() >= 2


def can_be_copied(figures):
    figures.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figures.get_by_role("button", name="Kopieer als zin").press("Enter")
    figures.get_by_text("De zin is gekopieerd.").wait_for()
    copied = figures.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Het aandeel leerlingen in een technisch profiel was in 2021 in Den Haag 8,0 procent")


def can_be_chosen_by_keyboard(figures):
    figures.get_by_label("Gebied", exact=True).select_option("Rotterdam")
    figures.get_by_role("button", name="Toon", exact=True).press("Enter")
    figures.wait_for_url("**gebied=GM0599**")
    assert figures.locator("#sentence").inner_text().count("Rotterdam 20,1 procent") == 1
