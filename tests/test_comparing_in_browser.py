"""Choosing, comparing and printing in a real browser."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from .barriers import sideways
from .test_browser import contexts, open_page  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

FOUR = "location=17YF00&location=00PG02&location=30WH00&location=20CJ04"


def hidden_by_the_bar(page):
    """Whether what has the focus lies under the bar with the choice."""
    return page.evaluate("""
    () => {
      const bar = document.querySelector('.compare-bar').getBoundingClientRect()
      const focused = document.activeElement
      const drawn = focused.matches('.choice input') ? focused.nextElementSibling : focused
      const box = drawn.getBoundingClientRect()
      return !focused.closest('.compare-bar') && box.bottom > bar.top + 1 && box.top < bar.bottom - 1
    }
    """)


def test_the_bar_with_the_choice_never_covers_what_has_the_focus(open_page):  # noqa: F811
    page = open_page("/scholen/?near=3011&location=17YF00", 320)
    page.set_viewport_size({"width": 320, "height": 640})

    assert page.locator(".compare-bar--chosen").bounding_box()["height"] < 120
    for _press in range(45):
        page.keyboard.press("Tab")
        assert not hidden_by_the_bar(page), page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("leerweg", ["", "&leerweg=KB"])
def test_four_columns_fit_the_narrowest_phone_and_stay_a_table(open_page, leerweg):  # noqa: F811
    page = open_page(f"/scholen/vergelijken/?{FOUR}{leerweg}", 320)

    assert sideways(page) <= 0
    row = page.locator("table.compare tbody tr:not(.band)").first
    cells = [cell.bounding_box() for cell in row.locator("td").all()]
    assert len({round(cell["y"]) for cell in cells}) == 1
    assert cells[-1]["x"] + cells[-1]["width"] <= 320
    for answer in page.locator("td .cell").all():
        assert answer.inner_text().split("\n")[-1].split()[0] in ("ja", "nee", "weet")
        assert answer.evaluate("element => element.scrollWidth <= element.clientWidth")


@pytest.mark.parametrize(("chosen", "sheets"), [("location=17YF00", 1), ("&".join(FOUR.split("&")[:3]), 2), (FOUR, 2)])
def test_the_talk_card_takes_one_sheet_for_two_schools(open_page, chosen, sheets):  # noqa: F811
    page = open_page(f"/scholen/gesprekskaart/?{chosen}")

    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages

    assert len(pages) == sheets
    assert "Welke keuzevakken zijn er?" in pages[0].extract_text()
    assert "DUO, examens" in pages[-1].extract_text()


def test_on_paper_a_comparison_keeps_its_table_and_its_link(open_page):  # noqa: F811
    page = open_page(f"/scholen/vergelijken/?{FOUR}")
    page.emulate_media(media="print")

    assert page.locator("table.compare").is_visible()
    assert page.locator("svg.qr").is_visible()
    for gone in ("nav.switch", "#message", ".pick a:has-text('Haal weg')", "#more"):
        assert not page.locator(gone).first.is_visible(), gone


def test_the_message_can_be_copied_and_buttons_that_need_a_script_come_with_it(open_page):  # noqa: F811
    address = f"/scholen/vergelijken/?{FOUR}"
    assert not open_page(address, java_script_enabled=False).locator("[data-copy]").is_visible()

    page = open_page(address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()

    page.get_by_text("Het bericht is gekopieerd.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#message").input_value()
    page.context.clear_permissions()


def test_a_compared_choice_is_remembered_on_the_page_of_another_school(open_page):  # noqa: F811
    page = open_page("/scholen/vergelijken/?location=17YF00&location=00PG02")
    assert page.get_by_text("Uw browser onthoudt deze keuze").is_visible()

    page.goto("/scholen/30WH00/")
    page.get_by_role("link", name="Vergelijk met een andere school").click()

    page.wait_for_url(lambda url: "vergelijken" in url)
    assert [letter.inner_text() for letter in page.locator(".pick .letter").all()] == ["A", "B", "C"]
