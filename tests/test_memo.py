"""The note for a council: what stands in it, on the page and on paper, and that both say the same."""

import io
import re
import time
from collections import deque

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from portal import pdf
from stats.memo.page import MOST
from stats.models import Indicator, Target, TargetValue

from .markup import page
from .papers import elements_under, skip_without_libraries, squeezed
from .staff import let_in, make_colleague, work_fast

pytestmark = pytest.mark.one_database

MEMO, PAPER = "/beheer/cijfers/notitie/", "/beheer/cijfers/notitie.pdf"
CHOSEN = {"gebied": "GM0518", "indicator": ["vmbo-profielkeuze-techniek", "mbo-fietsafstand"]}


@pytest.fixture
def desk(client, filled, settings):
    work_fast(settings)
    pdf.kept.clear()
    pdf.begun.clear()
    make_colleague(may=["view_indicator"])
    return let_in(client)


@pytest.fixture
def target(filled):
    """A target that nobody decided."""
    about = {"indicator_id": "vmbo-profielkeuze-techniek", "region_id": "GM0518", "category": "techniek-excl-mvi"}
    made = Target.objects.create(**about, leerweg="BB+KB+GL", is_example=True, owner="Onderwijs")
    TargetValue.objects.create(target=made, year=2030, value=12)
    return made


def read(client, **asked):
    """The PDF as a reader gets it."""
    skip_without_libraries()
    response = client.get(PAPER, {**CHOSEN, **asked})
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def words(paper):
    return squeezed("".join(each.extract_text() for each in paper.pages))


# The page


def test_a_note_has_a_sentence_a_table_a_chart_and_a_source_for_every_indicator(desk):
    document = page(desk.get(MEMO, CHOSEN))
    sections = document.all(".memo__item")

    assert len(sections) == 2
    for each in sections:
        assert each.all(".memo__sentence") and each.all("table tbody tr") and each.all("svg title")
        assert "Wat telt mee:" in each.text and "Bron: SEOR" in each.text
    assert "was in 2021 in Den Haag 8,0 procent (Techniek, zonder MVI)" in sections[0].text
    assert "In de metropoolregio was dat 15,2 procent." in sections[0].text
    assert "6,5 tussen 5,5 en 7,4" in sections[0].text


def test_the_table_has_every_period_that_is_known(desk):
    section = page(desk.get(MEMO, {**CHOSEN, "indicator": "vmbo-profielkeuze-techniek"})).one(".memo__item")

    assert [each.text for each in section.all("thead th")][-3:] == ["2019", "2022/23", "2023/24"]


def test_bounds_stand_in_the_sentence_too(desk):
    asked = {"gebied": "GM1930", "indicator": "vmbo-profielaanbod-techniek"}

    sentence = page(desk.get(MEMO, asked)).one(".memo__sentence").text

    assert "62,0 procent" in sentence
    assert "Het ligt tussen 61,5 en 62,6, want de bron toont kleine aantallen niet." in sentence


def test_a_note_names_the_day_and_the_version_of_the_data(desk):
    end = page(desk.get(MEMO, CHOSEN)).one(".memo__end").text

    assert re.search(r"op \d+ \w+ \d{4}, uit versie \d+ van de gegevens", end)


def test_a_target_stands_in_the_note_with_its_state_and_that_it_is_an_example(desk, target):
    text = page(desk.get(MEMO, CHOSEN)).text

    assert "Doel voor 2030: 12,0 procent. Stand: nog geen nieuw cijfer." in text
    assert "Dit doel is een voorbeeld. Niemand heeft het vastgesteld." in text


def test_without_a_choice_there_is_a_list_to_choose_from(desk):
    document = page(desk.get(MEMO))

    assert len(document.all("[name=indicator]")) == Indicator.objects.count()
    assert document.all(".memo__item") == []


def test_a_figure_that_is_not_there_is_a_sentence_and_no_zero(desk):
    text = page(desk.get(MEMO, {"gebied": "GM0518", "indicator": "jongeren-10-20"})).one(".memo__item").text

    assert "Voor Den Haag geeft deze bron geen cijfer." in text
    assert "Den Haag geen cijfer" in text


def test_a_note_has_a_limit_and_says_so(desk):
    every = list(Indicator.objects.values_list("code", flat=True))

    document = page(desk.get(MEMO, {"gebied": "MRDH", "indicator": every}))

    assert len(document.all(".memo__item")) == MOST
    assert f"Een notitie heeft hoogstens {MOST} indicatoren." in document.text


def test_a_note_asks_the_database_as_often_for_many_indicators_as_for_one(desk):
    def queries(*codes):
        with CaptureQueriesContext(connection) as captured:
            desk.get(MEMO, {"gebied": "GM0518", "indicator": codes})
        return len(captured)

    def again(*codes):
        """Without what remembers another note."""
        queries(*codes)
        return queries(*codes)

    many = [*CHOSEN["indicator"], "vmbo-profielaanbod", "tl-profielkeuze", *PARTS]
    assert again("mbo-fietsafstand") == again(*many)


# Parts of an indicator

PARTS = ["vmbo-profielaanbod~PIE~KB", "vmbo-profielaanbod~BWI~BB+KB+GL"]
OF_PIE = "/beheer/cijfers/vmbo-profielaanbod/?gebied=GM0518&deel=PIE&leerweg=KB"


def test_a_note_holds_profiles_and_leerwegen_of_an_indicator_beside_each_other(desk):
    document = page(desk.get(MEMO, {"gebied": "GM0518", "indicator": PARTS}))

    kader, together = document.all(".memo__item")
    assert kader.one("h3").text == "Hier berekend: Produceren, installeren en energie (PIE), kader"
    assert "(Produceren, installeren en energie, PIE, kader)" in kader.one(".memo__sentence").text
    assert "Bron: DUO, leerlingen per vestiging (2019)" in kader.text and "SEOR" not in kader.text
    assert "(Bouwen, wonen en interieur, BWI)" in together.one(".memo__sentence").text
    assert kader.one("h2").text.endswith("aangeboden: Produceren, installeren en energie (PIE), kader")
    ids = [each["id"] for each in document.elements if each.get("id")]
    assert len(ids) == len(set(ids))
    ticked = [each["value"] for each in document.all("[name=indicator]") if "checked" in each.attributes]
    assert ticked == PARTS


def test_the_figures_of_a_part_are_those_of_the_page_of_its_indicator(desk):
    note = page(desk.get(MEMO, {"gebied": "GM0518", "indicator": PARTS[0]})).one(".memo__item")

    shown = page(desk.get(OF_PIE)).one("[aria-labelledby=calculated-areas] table")

    *own, _change = [cell.one(".number").text for cell in shown.one("tr.own").all("td")]
    assert [cell.text.split()[0] for cell in note.one("tr.chosen").all("td")] == own
    assert len(own) == 3


def test_what_the_page_of_an_indicator_shows_is_added_to_the_note(desk):
    desk.get(MEMO, {"gebied": "GM0518", "indicator": "mbo-fietsafstand"})
    links = {each.text: each["href"] for each in page(desk.get(OF_PIE)).all("main a")}

    added = desk.get(links["Voeg toe aan de notitie"], follow=True)
    again = desk.get(links["Voeg toe aan de notitie"], follow=True)

    chosen = [str(each) for each in again.context["memo"].chosen]
    assert chosen == [str(each) for each in added.context["memo"].chosen] == [PARTS[0], "mbo-fietsafstand"]
    assert "erbij" not in added.redirect_chain[-1][0]


def test_a_note_that_was_emptied_begins_anew(desk):
    desk.get(MEMO, {"gebied": "GM0518", "indicator": "mbo-fietsafstand"})
    desk.get(MEMO, {"gebied": "GM0518"})

    added = desk.get(MEMO, {"gebied": "GM0518", "erbij": "vmbo-locaties"}, follow=True)

    assert [str(each) for each in added.context["memo"].chosen] == ["vmbo-locaties"]


def test_what_stands_for_an_indicator_stands_in_a_note_once(desk):
    asked = ["vmbo-profielkeuze-techniek", "vmbo-profielkeuze-techniek~techniek-excl-mvi~BB+KB+GL"]

    assert len(page(desk.get(MEMO, {"gebied": "GM0518", "indicator": asked})).all(".memo__item")) == 1


@pytest.mark.parametrize("odd", ["zzz", "zzz~PIE~KB", "vmbo-profielkeuze~<b>~", "vmbo-profielkeuze~PIE~ZZ"])
def test_a_part_that_cannot_be_read_counts_as_not_asked(desk, odd):
    assert desk.get(MEMO, {"gebied": "GM0518", "indicator": odd}).context["memo"].chosen == []


def test_a_target_of_a_leerweg_stands_with_its_own_part_only(desk):
    about = {"indicator_id": "vmbo-profielaanbod", "region_id": "GM0518", "profile_id": "PIE", "leerweg": "KB"}
    made = Target.objects.create(**about, is_example=True, owner="Onderwijs")
    TargetValue.objects.create(target=made, year=2030, value=12)

    kader, together = page(desk.get(MEMO, {"gebied": "GM0518", "indicator": PARTS})).all(".memo__item")

    assert "Doel voor 2030: 12,0 procent" in kader.text
    assert "Doel voor 2030" not in together.text


# On paper


def test_the_paper_says_what_the_page_says(desk, target):
    document, paper = page(desk.get(MEMO, CHOSEN)), words(read(desk))

    for each in document.all(".memo__sentence") + document.all(".memo__target") + document.all(".memo__source"):
        assert squeezed(each.text) in paper
    for cell in document.all("table tbody td") + document.all("table tbody th"):
        assert squeezed(cell.text) in paper
    assert squeezed(document.one(".memo__end").text) in paper


def test_the_paper_is_tagged_and_its_charts_have_a_text(desk):
    paper = read(desk)
    root = paper.trailer["/Root"]
    elements = list(elements_under(root["/StructTreeRoot"]))
    figures = [each for each in elements if each["/S"] == "/Figure"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert paper.metadata.title == "Cijfers van Den Haag | Profielwijzer"
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD"} <= {each["/S"] for each in elements}
    assert len(figures) == 3
    assert all("/Alt" in each for each in figures)


def test_a_paper_that_was_just_made_is_not_made_again(desk):
    read(desk)
    read(desk)

    assert len(pdf.begun) == 1


def test_who_asks_when_too_many_are_made_gets_the_page(desk, monkeypatch):
    skip_without_libraries()
    monkeypatch.setattr(pdf, "begun", deque([time.monotonic()], maxlen=1))

    response = desk.get(PAPER, CHOSEN)

    assert response.status_code == 503
    assert "Er worden nu te veel PDF's gemaakt." in response.content.decode()


def test_without_a_choice_there_is_no_paper(desk):
    assert desk.get(PAPER, {"indicator": "x"}).url.startswith(MEMO)


def test_the_paper_is_for_colleagues_only(client, db):
    assert client.get(PAPER, CHOSEN).url.startswith("/beheer/login/?next=")
