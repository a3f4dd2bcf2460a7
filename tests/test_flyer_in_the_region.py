"""The flyer of the real region: on one A4 the same answers as the page, for everybody to read."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from portal import pdf
from schools import flyer_pdf
from schools.flyer import Flyer
from schools.models import ProfileAnswer, Region, SchoolLocation, Status, VmboProfile

from .markup import page
from .papers import PAGE, PDF, Paper, paper, skip_without_libraries, squeezed
from .visitor import FINDER

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

POSTCODES = ("3011", "2511", "2671", "3201", "3131", "2801", "2713", "2611", "3311", "3067")
WITH_OFFER = (
    "near=3083&leerweg=KB&technical=1",
    "near=2511&radius=10&profile=HBR&profile=GR",
    "near=3011&leerweg=TL",
)
WORDS = {Status.YES: "ja", Status.NO: "nee", Status.UNKNOWN: "weetniet"}


QUESTIONS = (*(f"near={pc4}" for pc4 in POSTCODES), "municipality=delft", "municipality=wassenaar", *WITH_OFFER)


@pytest.fixture(scope="module")
def papers(filled_once, django_db_blocker):
    """The flyers of ten postcodes, of two municipalities, and of questions with an offer."""
    skip_without_libraries()
    with django_db_blocker.unblock():
        return {question: Paper(flyer_pdf.make(question)) for question in QUESTIONS}


@pytest.fixture(autouse=True)
def nothing_kept():
    skip_without_libraries()
    pdf.kept.clear()
    pdf.begun.clear()


def cards(client, **asked):
    """The cards of the finder that have the ten, over all its pages: code, name and street, kilometres, answers."""
    number, found = 1, []
    while (response := client.get(FINDER, {**asked, "page": number})).status_code == 200:
        found += [card_of(card) for card in page(response).all("li.result") if card.all(".tile")]
        number += 1
    return found


def card_of(card):
    code = re.search(r"/scholen/(\w{6})/", card.one("h3 a")["href"])[1]
    street = card.one(".result__top p").text.split(",")[0]
    km = "".join(each.text.removesuffix(" km") for each in card.all(".km"))
    words = [squeezed(tile.one(".tile__answer").text) for tile in card.all("li.tile")]
    return code, squeezed(card.one("h3").text + street), km, words


# The same answers as the page


@pytest.mark.parametrize("pc4", POSTCODES)
def test_the_flyer_of_a_postcode_says_what_the_page_and_the_stored_answers_say(client, filled, papers, pc4):
    on_page, on_paper = cards(client, near=pc4), papers[f"near={pc4}"].locations

    assert min(8, len(on_page)) <= len(on_paper) <= 10
    for (code, name, km, words), (paper_name, paper_km, paper_words) in zip(on_page, on_paper, strict=False):
        assert (paper_name.startswith(name), paper_km, paper_words) == (True, km, words), (name, paper_name)
        stored = ProfileAnswer.objects.filter(location=code, profile__family="ten").order_by("profile__position")
        assert paper_words == [WORDS[answer.status] for answer in stored]


def test_the_flyer_keeps_the_offer_that_was_asked_for_and_the_order_of_the_list(client, filled, papers):
    flyer = papers["near=3083&leerweg=KB&technical=1"]
    on_page = cards(client, near="3083", leerweg="KB", technical="1")

    assert flyer.says("Gezocht: een technisch profiel voor kader.")
    assert flyer.says(f"Heeft wat u zoekt {on_page[0][1]}")
    assert flyer.says("0,3 km Voor kader: BWI, PIE, M&T, Z&W en E&O.")
    on_paper = [(km, words) for _name, km, words in flyer.locations]
    assert on_paper == [(km, words) for _code, _name, km, words in on_page[: len(on_paper)]]


def test_several_profiles_are_named_on_the_flyer(papers):
    flyer = papers["near=2511&radius=10&profile=HBR&profile=GR"]

    assert flyer.says("binnen 10 km van 2511 Den Haag")
    assert flyer.says("Gezocht: Horeca, bakkerij en recreatie (HBR) of Groen.")


def test_every_municipality_fits_one_a4_with_all_its_locations_or_how_many_more_there_are(client, filled):
    towns = Region.objects.within(settings.FINDER_REGION).exclude(slug="albrandswaard")  # where there is none

    assert len(towns) == 20
    for town in towns:
        question = f"municipality={town.slug}"
        text = page(client.get(f"{PAGE}?{question}")).one(".sheet").text
        locations = SchoolLocation.objects.in_finder().filter(municipality=town)
        there = [each for each in locations if f"{each.title} {each.address}" in text]
        more = re.search(r"En nog (\d+) locaties?: zie de hele lijst", text)
        assert len(there) + int(more[1] if more else 0) == len(locations), town
        assert bool(more) == (town.slug in ("den-haag", "rotterdam")), town
        assert len(flyer_pdf.laid_out(Flyer(QueryDict(question))).pages) == 1, town


def test_where_only_the_theoretische_leerweg_is_taught_the_flyer_says_so(papers):
    flyer = papers["municipality=wassenaar"]

    assert flyer.says("Locaties zonder deze tien profielen")
    assert flyer.says("Alleen de theoretische leerweg, met: Techniek, Zorg en welzijn en Economie.")
    assert flyer.locations == []
    assert not flyer.says("weet niet")


# What else a reader needs


def test_every_flyer_is_exactly_one_a4(filled, papers):
    for question, flyer in papers.items():
        assert len(flyer.pdf.pages) == 1, question
        assert [round(side) for side in flyer.sheet.mediabox[2:]] == [595, 842]


@pytest.mark.parametrize("question", ["near=3011", "near=3083&leerweg=KB&technical=1", "near=3011&leerweg=TL"])
def test_what_fits_is_known_before_it_is_tried(filled, question):
    assert len(flyer_pdf.laid_out(Flyer(QueryDict(question))).pages) == 1


def test_every_flyer_explains_itself(filled, papers):
    profiles = list(VmboProfile.objects.ten())
    for question, flyer in papers.items():
        assert flyer.says("Welke school heeft welk profiel? En vooral: welk profiel niet?")
        assert flyer.says("DUO, examens 2023-2024 en het jaar ervoor."), question
        assert re.search(r"Gemaaktop\d+[a-z]+\d{4}\.", flyer.text), question
        for profile in profiles:
            assert flyer.says(profile.abbreviation + profile.name), question
        assert flyer.says("Vragen voor de open dag")


def test_every_answer_that_occurs_is_explained_in_words(papers):
    meanings = {"ja": "Ja. Dit profiel is er nu.", "nee": "Nee. Dit profiel is er nu niet.", "weetniet": "Weet niet."}
    for pc4 in POSTCODES:
        flyer = papers[f"near={pc4}"]
        used = {word for _name, _km, words in flyer.locations for word in words}
        assert {word for word, meaning in meanings.items() if flyer.says(meaning)} == used, pc4


@pytest.mark.parametrize("question", ["near=3011", "municipality=delft", WITH_OFFER[0]])
def test_page_and_pdf_say_the_same(client, filled, papers, question):
    sheet = page(client.get(f"{PAGE}?{question}")).one(".sheet")

    words = sheet.text.replace("De tien profielen per locatie", "")  # the caption, for screen readers
    only_on_paper = r"\?(?=weetniet)|1\.2\.3\.$"  # a style draws them on the page
    assert squeezed(words) == re.sub(only_on_paper, "", papers[question].text)


def test_a_flyer_names_four_digits_of_a_postcode_and_never_the_letters(client, filled):
    flyer = paper(client, near="3011 zx")

    assert flyer.says("van 3011 Rotterdam")
    assert "ZX" not in flyer.text.upper()
    assert b"zx" not in client.get(PAGE, {"near": "3011 zx"}).content.split(b'class="sheet')[1].split(b"</article>")[0]
    assert client.get(PDF, {"near": "3011 zx"})["Content-Disposition"] == 'inline; filename="profielen-3011.pdf"'


# The QR code


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({"near": "3011 AB"}, "near=3011"),
        ({"near": "3083", "leerweg": "kb", "technical": "1"}, "near=3083&leerweg=KB&technical=1"),
        ({"near": "2511", "radius": "7.5", "profile": ["hbr", "GR"]}, "near=2511&radius=7.5&profile=HBR&profile=GR"),
        ({"municipality": "GM0503"}, "municipality=delft"),
    ],
)
def test_the_code_leads_to_the_same_list(client, filled, asked, meant):
    address = f"{settings.SITE_URL}/scholen/?{meant}"
    shown = page(client.get(PAGE, asked))

    assert shown.one(".sheet__qr a")["href"] == address
    expected = QRCode(border=4, error_correction=ERROR_CORRECT_M)
    expected.add_data(address)
    assert modules(shown.one(".sheet .qr path")["d"]) == dark(expected.get_matrix())
    assert listed(client, f"{FINDER}?{meant}") == [link["href"][:16] for link in listing(client.get(FINDER, asked))]


def listed(client, address):
    return [link["href"][:16] for link in listing(client.get(address))]


def listing(response):
    return page(response).all("li.result h3 a")


def modules(path):
    return {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}


def dark(matrix):
    return {(x, y) for y, line in enumerate(matrix) for x, is_dark in enumerate(line) if is_dark}


def test_the_link_in_the_pdf_is_the_address_in_the_code(papers):
    for question, flyer in papers.items():
        assert [each["/A"]["/URI"] for each in flyer.links] == [f"{settings.SITE_URL}/scholen/?{question}"]


# For everybody to read: PDF/UA


def test_a_flyer_says_its_title_and_language_and_that_it_is_pdf_ua(papers):
    for question, flyer in papers.items():
        metadata = flyer.root["/Metadata"].get_data().decode()
        assert flyer.root["/Lang"] == "nl", question
        assert flyer.root["/MarkInfo"]["/Marked"]
        assert flyer.root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert re.search(r"pdfuaid:part(>|=\")1", metadata)
        assert flyer.pdf.metadata.title in metadata
    assert papers["near=3011"].pdf.metadata.title == "Vmbo-profielen bij 3011 Rotterdam | Profielwijzer"
    assert papers["municipality=delft"].pdf.metadata.title == "Vmbo-profielen in Delft | Profielwijzer"


def test_the_tags_of_a_flyer_hold_what_a_screen_reader_needs(papers):
    for question, flyer in papers.items():
        kinds = [each["/S"] for each in flyer.elements]
        assert (kinds.count("/H1"), kinds.count("/H2"), kinds.count("/Table")) == (1, 3, 1), question
        assert all(len(cell["/A"]["/Headers"]) >= 2 for cell in flyer.tagged("TD")[1:]), question
        assert [each["/Alt"] for each in flyer.tagged("Figure")] == ["QR-code naar deze lijst"]
        for link in flyer.links:
            assert link["/Contents"]
            assert "/StructParent" in link


def test_every_letter_is_tagged_and_all_else_is_decoration(papers):
    for question in [f"near={pc4}" for pc4 in POSTCODES[:4]]:
        for operator, marks in papers[question].drawing:
            if operator in ("Tj", "TJ"):
                assert "/MCID" in marks[-1][1], question
            elif operator in ("f", "f*", "S", "B", "Do", "sh"):
                assert marks, (question, operator)


def test_the_letters_are_our_own_and_travel_with_the_file(papers):
    for question, flyer in papers.items():
        for font in flyer.fonts:
            [descendant] = font["/DescendantFonts"]
            described = descendant.get_object()["/FontDescriptor"].get_object()
            assert "Atkinson" in described["/FontName"], question
            assert {"/FontFile2", "/FontFile3"} & set(described), question
            assert "/ToUnicode" in font


# The page, and what it does when there is no PDF


def test_the_page_shows_the_sheet_and_leads_to_the_pdf_of_the_same_question(client, filled):
    shown = page(client.get(PAGE, {"near": "3011 AB", "leerweg": "KB"}))

    assert shown.one("h1").text == "Welke school heeft welk profiel?"
    assert shown.one("a.button")["href"] == f"{PDF}?near=3011&leerweg=KB"
    assert shown.one(".crumbs a")["href"] == f"{FINDER}?near=3011&leerweg=KB"
    assert client.get(shown.one("a.button")["href"])["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("", "Maak een flyer"),
        ("leerweg=KB", "Maak een flyer"),
        ("near=0000", "Maak een flyer"),
        ("near=Qqqqq", "Maak een flyer"),
        ("municipality=atlantis", "Maak een flyer"),
        ("near=3011&municipality=atlantis", "Maak een flyer"),
        ("near=1011", "Geen vmbo-locatie binnen 5 km van 1011"),
        ("municipality=albrandswaard", "Geen vmbo-locatie in Albrandswaard"),
        ("near=3233&radius=1&profile=MAT", "Geen locatie met Maritiem en techniek (MaT), binnen 1 km van 3233"),
    ],
)
def test_without_an_answer_there_is_no_pdf_but_a_page_with_a_way_on(client, filled, asked, heading):
    response = client.get(f"{PDF}?{asked}")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?{asked}")

    shown = page(client.get(response["Location"]))
    assert shown.one("h1").text == heading
    assert not shown.all(".sheet")
    assert shown.one("main form")["action"] == PAGE
    assert len(shown.all(".municipalities a")) == 21


def test_the_form_keeps_the_offer_that_was_asked_for(client, filled):
    shown = page(client.get(f"{PAGE}?near=0000&leerweg=KB&profile=PIE&profile=BWI"))

    hidden = [(field["name"], field["value"]) for field in shown.all("[type=hidden]")]
    assert sorted(hidden) == [("leerweg", "KB"), ("profile", "BWI"), ("profile", "PIE")]
    assert shown.one("#near")["value"] == "0000"
    assert "kennen we niet" in shown.one("#near-error").text


def test_the_name_of_a_school_leads_to_the_list(client, filled):
    shown = page(client.get(PAGE, {"near": "Zuiderpark"}))

    assert shown.one("h1").text == "Maak een flyer"
    assert f"{FINDER}?near=Zuiderpark" in [link["href"] for link in shown.all("main a")]


def test_outside_the_region_the_page_says_what_we_know(client, filled):
    for pc4, place in (("2801", "Gouda"), ("1011", "Amsterdam")):
        shown = page(client.get(PAGE, {"near": pc4}))
        assert f"{pc4} {place} ligt buiten de metropoolregio Rotterdam Den Haag." in shown.one("main").text


def test_flyers_are_kept_out_of_search_engines_and_shared_caches(client, filled):
    response = client.get(PDF, {"near": "3011"})

    assert response["X-Robots-Tag"] == "noindex"
    assert "private" in response["Cache-Control"]
    assert page(client.get(PAGE, {"near": "3011"})).one("[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize(
    "question", ["near=3011", "near=3011&radius=1.2", "municipality=rotterdam", "near=2511&leerweg=KB"]
)
def test_the_page_asks_the_database_as_often_for_ten_locations_as_for_one(client, filled, queries, question):
    assert queries(f"{PAGE}?{question}") <= 7


@pytest.fixture
def queries(client):
    """Counts the queries of a page that was seen before."""

    def count(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return count
