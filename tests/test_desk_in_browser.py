"""An officer in a real browser: from the work list to a confirmed page, by mouse, by keyboard and without scripts."""

import pytest

from schools.models import ProfileAnswer, ProfileStatement, Region, SchoolLocation, VmboProfile, Withdrawal

from .factories import confirm
from .test_admin import CODE, make_school
from .test_staff_in_browser import assert_no_barriers, enter, page  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONFIRM = f"/beheer/schools/schoollocation/{CODE}/bevestigen/"


def answer(profile):
    return ProfileAnswer.objects.get(location=CODE, profile=profile)


def row(screen, name):
    """The part of the screen about one profile."""
    return screen.get_by_role("group", name=name, exact=True)


def tap(pill):
    """On the word, as people do: the radio itself lies under it."""
    pill.check(force=True)


def test_an_officer_walks_from_the_work_list_over_a_confirmation_to_the_public_page(page):  # noqa: F811
    make_school("17YF01", name="College aan de Maas")
    Region.objects.create(code="GM0503", name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    enter(page)
    assert_no_barriers(page)
    page.get_by_role("link", name="Rotterdam").click()
    page.get_by_role("heading", name="Werklijst van Rotterdam").wait_for()
    assert_no_barriers(page)

    page.get_by_role("link", name=f"School {CODE}").click()
    page.get_by_role("heading", name=f"School {CODE} bevestigen").wait_for()
    assert_no_barriers(page)
    wood = row(page, "Bouwen, wonen en interieur (BWI)")
    assert not wood.get_by_label("basis").is_visible()
    tap(wood.get_by_label("start"))
    wood.get_by_label("Vanaf welk schooljaar?").select_option(index=3)
    wood.get_by_label("basis").check()
    assert_no_barriers(page)
    page.get_by_role("button", name="Alles klopt zoals het er staat").click()

    page.get_by_role("heading", name="College aan de Maas bevestigen").wait_for()
    page.get_by_text(f"School {CODE} is bevestigd door de gemeente op").wait_for()
    page.get_by_role("link", name="Bekijk de pagina").click()
    page.get_by_text("Bevestigd door de gemeente op").first.wait_for()
    assert (answer("BWI").status, answer("BWI").leerwegen) == ("starting", "BB")
    assert answer("PIE").leerwegen == "KB"
    assert_no_barriers(page)
    page.get_by_role("link", name="Geschiedenis van het aanbod").click()
    page.get_by_text("De gemeente, ").wait_for()
    assert_no_barriers(page)


def test_a_conflict_is_told_and_what_was_filled_in_is_still_there(page):  # noqa: F811
    enter(page)
    page.goto(CONFIRM)
    tap(row(page, "Groen").get_by_label("weten we niet"))
    confirm(SchoolLocation.objects.get(pk=CODE), "MAT", leerweg="GL")
    page.get_by_role("button", name="Bewaar en ga naar de volgende").click()

    page.get_by_text("Deze locatie veranderde terwijl u bezig was.").wait_for()
    assert_no_barriers(page)
    assert row(page, "Groen").get_by_label("weten we niet").is_checked()
    assert row(page, "Maritiem en techniek (MaT)").get_by_label("ja", exact=True).is_checked()
    page.get_by_role("button", name="Bewaar en ga naar de volgende").click()
    page.get_by_text("is bevestigd door de gemeente op").wait_for()
    assert (answer("GR").status, answer("MAT").status) == ("unknown", "yes")


def test_a_location_is_confirmed_and_withdrawn_by_keyboard_without_scripts(page, live_server):  # noqa: F811
    enter(page)
    plain = page.context.browser.new_context(
        base_url=live_server.url, locale="nl-NL", storage_state=page.context.storage_state(), java_script_enabled=False
    )
    plain.set_default_timeout(10_000)
    still = plain.new_page()
    still.goto(CONFIRM)
    row(still, "Groen").get_by_label("nee").focus()
    still.keyboard.press("ArrowLeft")
    still.keyboard.press("Tab")
    still.keyboard.press("Space")
    still.get_by_role("button", name="Alles klopt zoals het er staat").press("Enter")
    still.get_by_text("is bevestigd door de gemeente op").wait_for()
    assert (answer("GR").status, answer("GR").leerwegen) == ("yes", "BB")

    still.goto(f"/beheer/schools/schoollocation/{CODE}/geschiedenis/")
    still.get_by_role("link", name="Trek in: Groen").press("Enter")
    still.get_by_label("Waarom trekt u dit in?").fill("Verkeerde school")
    still.get_by_role("button", name="Trek in").press("Enter")
    still.get_by_text("zijn ingetrokken").wait_for()
    plain.close()

    assert answer("GR").status == "no"
    assert Withdrawal.objects.count() == 3


FOCUSED = """
() => {
  const focused = document.activeElement
  const drawn = [focused, focused.nextElementSibling].filter(Boolean).map(element => getComputedStyle(element))
  const box = focused.getBoundingClientRect()
  return {
    name: (focused.ariaLabel || focused.labels?.[0]?.innerText || focused.innerText || focused.value || '').trim(),
    group: focused.closest('fieldset')?.querySelector('legend')?.innerText.trim() ?? '',
    inMain: focused.closest('main') !== null,
    isMarked: drawn.some(style => style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 3),
    isSeen: box.bottom > 0 && box.top < innerHeight,
  }
}
"""
"""What has the focus, and whether somebody can see where that is; of a pill the word beside the radio is marked."""


def walk_by_tab(screen):
    """Everything in the content that the keyboard reaches, in its order; each is marked and in sight."""
    walked = []
    screen.locator("main").focus()
    while True:
        screen.keyboard.press("Tab")
        focused = screen.evaluate(FOCUSED)
        if not focused["inMain"]:
            return walked
        assert focused["isMarked"] and focused["isSeen"], focused
        walked.append((focused["group"], focused["name"]))


@pytest.mark.one_database
def test_the_keyboard_reaches_all_of_the_list_and_the_screen_and_shows_where_it_is(page):  # noqa: F811
    for number in range(11):
        make_school(f"17YF{number + 10}", name=f"School {number + 10}")
    enter(page)
    page.goto("/beheer/?gemeente=GM0599")
    page.get_by_text("Nog 2 andere").press("Enter")

    names = [name for _group, name in walk_by_tab(page)]
    assert names[0].startswith("Veel tegelijk bevestigen?")
    assert {f"School {number}" for number in range(10, 21)} | {f"School {CODE}"} <= set(names)

    page.goto(CONFIRM)
    walked = walk_by_tab(page)
    groups = [group for group, _name in dict.fromkeys(walked) if group]
    profiles = list(VmboProfile.objects.ten().values_list("name", flat=True))
    assert [name for name in profiles if not any(group.startswith(name) for group in groups)] == []
    names = [name for _group, name in walked]
    assert names.index("Alles klopt zoals het er staat") < names.index("Bewaar en ga naar de volgende")


@pytest.mark.one_database
def test_pages_of_the_desk_have_no_barriers_in_the_dark(page):  # noqa: F811
    confirm(SchoolLocation.objects.get(pk=CODE), "PIE", "no")
    number = ProfileStatement.objects.get(source="school").pk
    enter(page)
    page.emulate_media(color_scheme="dark")

    for address in (
        "/beheer/?gemeente=GM0599",
        "/beheer/?volgorde=-nu",
        CONFIRM,
        f"/beheer/schools/schoollocation/{CODE}/geschiedenis/",
        f"/beheer/schools/profilestatement/{number}/intrekken/",
        f"/scholen/{CODE}/geschiedenis/",
    ):
        page.goto(address)
        assert page.get_by_role("heading", level=1).count() == 1
        assert_no_barriers(page)
