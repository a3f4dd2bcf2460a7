"""Making a flyer: what is announced, what does not fit, what is missing, and many at once."""

import socket
import time
from collections import deque

import pytest

from portal import pdf
from schools.models import Status

from .factories import confirm, make_location
from .markup import page
from .papers import PAGE, PDF, Paper, paper, skip_without_libraries
from .serving import ask_process
from .visitor import make_postcode, north

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def nothing_kept():
    pdf.kept.clear()
    pdf.begun.clear()


@pytest.fixture
def place(db):
    """A postcode with one location to make a flyer of."""
    skip_without_libraries()
    make_postcode()
    return make_location("De Werf", [("PIE", "KB"), ("GR", "KB")], street="Kade", house_number="1")


# What is on it


def test_announced_starts_and_stops_stand_on_the_flyer_with_who_said_so(client, place):
    confirm(place, "BWI", Status.STARTING, year=2099)
    confirm(place, "GR", Status.STOPPING, year=2098)

    flyer = paper(client, near="3011")

    assert flyer.says("Bevestigd door de school op 3 februari 2026: BWI en Groen.")
    assert flyer.says("start 2099 ja nee nee nee nee nee nee stopt 2098 nee")
    assert flyer.says("Start 2099. Nu nog niet, straks wel.")
    assert flyer.says("Stopt 2098. Nu nog wel, straks niet.")


def test_ten_locations_with_the_longest_names_still_make_one_a4(client, db):
    make_postcode()
    for number in range(10):
        name = f"Openbare Scholengemeenschap {number} Zuid-Hollandse Waarden voor lyceum havo mavo vbo lwoo"
        location = make_location(name[:80], [("PIE", "KB")], street="Burgemeester Van der Heydenstraat")
        confirm(location, "BWI", Status.STARTING, year=2099)
        confirm(location, "ZW", Status.STOPPING, year=2099)

    flyer = paper(client, near="3011", leerweg="KB")

    shown = flyer.text.count("OpenbareScholengemeenschap")
    assert len(flyer.pdf.pages) == 1
    assert 4 <= shown < 10
    assert flyer.says(f"En nog {10 - shown} locaties: zie de hele lijst.")


def test_a_short_list_is_set_in_larger_letters(client, place):
    assert "sheet--roomy" in page(client.get(PAGE, {"near": "3011"})).one(".sheet").classes


def test_a_location_in_another_place_says_where_it_is(client, place):
    make_location("De Haven", [("PIE", "KB")], street="Kade", house_number="2", city="Schiedam")

    flyer = paper(client, near="3011")

    assert flyer.says("De Werf Kade 1 ·")
    assert flyer.says("De Haven Kade 2, Schiedam ·")


def test_from_where_somebody_is_the_flyer_measures_from_the_postcode_there(client, place):
    make_location("De Haven", [("PIE", "KB")], at=north(1), street="Kade", house_number="2")
    latitude, longitude = north(0.4)

    flyer = paper(client, near=f"{latitude},{longitude}")

    assert flyer.says("van 3011 Rotterdam")
    assert [km for _name, km, _answers in flyer.locations] == ["0,0", "1,0"]


def test_words_in_a_name_that_were_asked_for_stand_on_the_flyer(client, place):
    make_location("De Haven", [("PIE", "KB")], street="Kade", house_number="2")

    flyer = paper(client, near="3011", q="haven")

    assert flyer.says("In de naam of het adres staat: haven.")
    assert len(flyer.locations) == 1


# Nothing from elsewhere


def test_making_a_flyer_asks_nothing_of_the_network(client, place, monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: asked.append(args))
    monkeypatch.setattr(socket.socket, "connect", lambda *args: asked.append(args))

    assert paper(client, near="3011").says("De Werf")
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.css",
        "ftp://example.org/",
        "data:text/css,a{}",
        "file:///etc/hostname",
        pdf.STATIC.as_uri() + "/../portal/settings.py",
    ],
)
def test_only_our_own_static_files_can_be_drawn(address):
    skip_without_libraries()
    with pytest.raises(ValueError, match="Not a static file of this site"):
        pdf.icon_fetcher().fetch(address)


# Without the libraries


def test_without_the_libraries_of_the_system_the_page_is_printed_instead(site, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")

    process = ask_process(site, f"{PDF}?near=3011", f"{PAGE}?near=3011", PYTHONPATH=str(tmp_path))

    pdf, shown = process.answers
    assert (pdf.status, pdf.headers["Location"]) == (302, f"{PAGE}?near=3011")
    assert shown.status == 200
    assert "Druk deze bladzijde af" in shown.body
    assert PDF not in shown.body
    assert "No PDF can be made: cannot load library libpango-1.0-0" in process.log
    assert "Traceback" not in process.log


def test_the_serving_process_loads_no_weasyprint_before_a_flyer_is_asked_for(site):
    process = ask_process(site, "/", "/scholen/?near=3011", PAGE)

    assert [answer.status for answer in process.answers] == [200, 200, 200]
    assert "schools.flyer_pdf" in process.modules
    assert "weasyprint" not in process.modules


def test_making_a_flyer_leaves_no_postcode_in_the_log(site):
    skip_without_libraries()
    process = ask_process(site, f"{PDF}?near=3011ZZ", f"{PDF}?near=9999ZZ", f"{PAGE}?near=3011ZZ")

    assert [answer.status for answer in process.answers] == [200, 302, 200]
    assert "3011" not in process.log
    assert "9999" not in process.log


# Many at once


def test_a_flyer_that_was_just_made_is_not_made_again(client, place):
    first = client.get(PDF, {"near": "3011"})
    again = client.get(PDF, {"near": "3011 AB", "leerweg": ""})

    assert first.content == again.content
    assert len(pdf.begun) == 1
    assert "3011" not in " ".join(pdf.kept._cache)


def test_a_change_of_the_data_makes_a_new_flyer(client, place):
    before = paper(client, near="3011")
    confirm(place, "GR")

    assert not before.says("Bevestigd")
    assert paper(client, near="3011").says("Bevestigd door de school op 3 februari 2026: Groen.")


def test_who_asks_when_too_many_are_made_gets_the_page_to_print(client, place, monkeypatch):
    monkeypatch.setattr(pdf, "begun", deque([time.monotonic()], maxlen=1))

    assert_is_page_to_print(client.get(PDF, {"near": "3011"}))


def test_a_minute_later_flyers_are_made_again(client, place, monkeypatch):
    monkeypatch.setattr(pdf, "begun", deque([time.monotonic() - 61], maxlen=1))

    assert paper(client, near="3011").says("De Werf")


def test_only_one_request_waits_for_its_turn(client, place):
    with pdf.one_at_a_time(), pdf.places:  # one is being made, and one waits
        assert_is_page_to_print(client.get(PDF, {"near": "3011"}))

    assert paper(client, near="3011").says("De Werf")


def assert_is_page_to_print(response):
    assert (response.status_code, response["Retry-After"]) == (503, "20")
    shown = page(response)
    assert len(shown.all(".sheet")) == 1
    assert "Druk deze bladzijde af" in shown.one("[role=status]").text


# In a browser


@pytest.mark.browser
@pytest.mark.parametrize("question", ["near=3011", "near=3083&leerweg=KB&technical=1", "municipality=wassenaar"])
def test_printed_from_the_browser_it_is_the_same_sheet_on_one_a4(browser, site, question):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    shown = context.new_page()
    shown.goto(f"{PAGE}?{question}")
    printed = Paper(shown.pdf(prefer_css_page_size=True))
    context.close()

    assert len(printed.pdf.pages) == 1
    assert printed.says("Over deze lijst")
    assert not printed.says("Download als PDF")
    assert not printed.says("Een flyer voor een andere plek")
