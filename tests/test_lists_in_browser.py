"""An officer with a list in a real browser: download, change, look at, apply, see as a visitor, and take back."""

import pytest
from openpyxl import load_workbook

from .barriers import NO_COLOURS, PHONE, barriers, faint_words, sideways
from .test_admin import CODE
from .test_staff_in_browser import enter, page  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]

PUBLIC = f"/scholen/{CODE}/"


def assert_no_barriers_on_a_phone(screen):
    screen.set_viewport_size({"width": PHONE, "height": 900})
    assert [screen.url, *barriers(screen, **NO_COLOURS), *faint_words(screen)] == [screen.url]
    assert sideways(screen) <= 0


def look(screen, heading):
    screen.get_by_role("heading", name=heading, exact=True).wait_for()
    assert_no_barriers_on_a_phone(screen)


def download(screen, folder):
    with screen.expect_download() as started:
        screen.get_by_role("link", name="als Excel").first.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def fill_in(path, row_with, **cells):
    """Change the row that holds this, by the headers of its columns, as people do in a spreadsheet."""
    book = load_workbook(path)
    titles, *rows = book.active.iter_rows()
    places = {cell.value: place for place, cell in enumerate(titles)}
    [row] = [row for row in rows if row_with <= {cell.value for cell in row}]
    for title, value in cells.items():
        row[places[title.replace("_", " ")]].value = value
    book.save(path)


def send_in_and_apply(screen, path, sentence):
    screen.get_by_label("Bestand").set_input_files(path)
    screen.get_by_role("button", name="Bekijk wat er verandert").click()
    look(screen, "Deze lijst toepassen")
    screen.get_by_text(sentence).first.wait_for()
    screen.get_by_role("button", name="Toepassen").click()
    screen.get_by_text("1 gewijzigd").first.wait_for()


def take_back(screen):
    look(screen, "Een lijst terugdraaien")
    screen.get_by_label("Waarom draait u dit terug?").fill("Verkeerde school")
    screen.get_by_role("button", name="Draai terug").click()
    screen.get_by_text("is teruggedraaid").first.wait_for()


def test_a_right_number_goes_from_a_list_to_the_public_page_and_back(page, tmp_path):  # noqa: F811
    enter(page)
    page.goto(PUBLIC)
    page.get_by_text("DUO noemt geen telefoonnummer.").wait_for()
    page.goto("/beheer/schools/schoollocation/")
    assert_no_barriers_on_a_phone(page)
    page.get_by_role("link", name="Contactgegevens in een lijst").click()
    look(page, "Contactgegevens in een lijst")
    path = download(page, tmp_path)
    fill_in(path, {CODE}, Juiste_telefoon="010-4848400", Juiste_website="www.dehaven.nl")

    send_in_and_apply(page, path, "010 484 84 00")
    page.goto(PUBLIC)
    page.get_by_role("link", name="010 484 84 00").wait_for()
    page.get_by_role("link", name="dehaven.nl").wait_for()
    assert_no_barriers_on_a_phone(page)

    page.goto("/beheer/schools/upload/")
    page.get_by_role("link", name=path.name).click()
    look(page, path.name)
    page.get_by_role("link", name="Draai deze lijst terug").click()
    take_back(page)
    page.goto(PUBLIC)
    page.get_by_text("DUO noemt geen telefoonnummer.").wait_for()


def test_an_answer_goes_from_a_list_to_the_public_page_and_back(page, tmp_path):  # noqa: F811
    enter(page)
    page.goto("/beheer/schools/profilestatement/import/")
    look(page, "Aanbod in een lijst")
    path = download(page, tmp_path)
    fill_in(path, {CODE, "BWI"}, Antwoord="ja", Leerwegen="kader")

    send_in_and_apply(page, path, "Bouwen, wonen en interieur")
    page.goto(PUBLIC)
    page.get_by_text("Bevestigd door de gemeente op").first.wait_for()

    page.goto("/beheer/schools/profilestatement/import/")
    page.get_by_role("link", name="Draai terug").click()
    take_back(page)
    page.goto(PUBLIC)
    page.get_by_role("heading", level=1).wait_for()
    assert page.get_by_text("Bevestigd door de gemeente op").count() == 0
