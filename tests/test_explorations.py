"""What-if questions that are kept on request: by whom, for whom, and whether the answer is still so."""

import io
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from portal import pdf
from schools.models import AuditEvent, DataVersion, ProfileStatement, Role, SchoolLocation
from schools.recalculation import change_data
from stats.models import Exploration

from .markup import page
from .papers import elements_under, skip_without_libraries, squeezed
from .staff import let_in, make_member, work_fast

WHAT_IF, PAPER = "/beheer/cijfers/wat-als/", "/beheer/cijfers/wat-als.pdf"
STOPS = {"locatie": "20MJ05", "profiel": "MVI", "wat": "stopt"}
KEEP = f"{WHAT_IF}bewaren/?{urlencode(STOPS)}"
THE_HAGUE, DELFT = "GM0518", "GM0503"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


def colleague(name, role, municipality=None):
    make_member(name, role, municipality)
    return let_in(Client(), name)


@pytest.fixture
def hague(filled):
    """An editor of The Hague."""
    return colleague("iris", Role.EDITOR, THE_HAGUE)


def keep(client, name="Stop MVI"):
    return client.post(KEEP, {"name": name}, follow=True)


def address():
    return f"{WHAT_IF}bewaard/{Exploration.objects.get().pk}/"


def note(client):
    return page(client.get(address())).one(".note").text


# Keeping


def test_a_question_is_kept_under_a_name_and_found_again(hague):
    version = DataVersion.current()
    response = keep(hague)

    assert "De verkenning is bewaard als “Stop MVI”." in page(response).text
    kept = Exploration.objects.get()
    assert (kept.municipality_id, kept.author.username, kept.data_version) == (THE_HAGUE, "iris", version)
    assert DataVersion.current() == version, "a question is no data"
    table = page(hague.get(WHAT_IF)).one("[aria-labelledby=kept] tbody").text
    assert "Stop MVI" in table and "Wat als Johan de Witt Scholengroep (Hooftskade) stopt met Media" in table
    opened = hague.get(address())
    assert [each.lines for each in opened.context["answer"].areas] == [
        each.lines for each in hague.get(WHAT_IF, STOPS).context["answer"].areas
    ]


def test_nothing_is_kept_without_a_name(hague):
    response = keep(hague, "")

    assert "Geef de verkenning een naam, zodat u haar terugvindt." in page(response).text
    assert not Exploration.objects.exists()


def test_an_address_that_asks_nothing_or_is_only_read_keeps_nothing(hague):
    assert hague.post(f"{WHAT_IF}bewaren/", {"name": "Leeg"}).url.startswith(WHAT_IF)
    assert hague.get(KEEP).url.startswith(WHAT_IF)
    assert not Exploration.objects.exists()


def test_the_record_tells_who_kept_and_removed_what(hague):
    keep(hague)
    pressed = address() + "verwijderen/"
    assert "Ja, verwijder deze verkenning" in hague.get(pressed).content.decode()
    assert hague.post(pressed).url == WHAT_IF

    assert not Exploration.objects.exists()
    events = AuditEvent.objects.filter(model="stats.exploration").order_by("pk")
    assert [(each.kind, each.actor_name, each.words, each.municipality_id) for each in events] == [
        (kind, "iris", "Stop MVI", THE_HAGUE) for kind in ("created", "deleted")
    ]


# For whom


def test_colleagues_of_the_municipality_read_it_and_only_editors_remove_it(hague):
    keep(hague)
    reader = colleague("lees", Role.VIEWER, THE_HAGUE)

    assert "Stop MVI" in reader.get(WHAT_IF).content.decode()
    opened = reader.get(address())
    assert opened.status_code == 200
    assert "Verwijder deze verkenning" not in opened.content.decode()
    assert "Bewaar deze verkenning" not in reader.get(WHAT_IF, STOPS).content.decode()
    for refused in (keep(reader), reader.post(address() + "verwijderen/")):
        assert refused.status_code == 403
    assert Exploration.objects.count() == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.MANAGER])
def test_other_municipalities_neither_read_nor_remove_it(hague, role):
    keep(hague, "Geheim plan")
    other = colleague("delft", role, DELFT)

    answers = [other.get(WHAT_IF), other.get(address()), other.get(address() + "verwijderen/")]
    answers.append(other.post(address() + "verwijderen/"))

    assert [each.status_code for each in answers] == [200, 403, 403, 403]
    assert all("Geheim plan" not in each.content.decode() for each in answers)
    assert Exploration.objects.count() == 1


def test_a_question_about_a_location_elsewhere_is_of_who_asks(filled):
    keep(colleague("delft", Role.EDITOR, DELFT))

    assert Exploration.objects.get().municipality_id == DELFT


def test_what_the_region_keeps_is_of_the_region(filled, hague):
    region = colleague("regio", Role.REGIONAL)
    keep(region)

    assert Exploration.objects.get().municipality_id is None
    assert region.get(address()).status_code == 200
    assert hague.get(address()).status_code == 403


def test_the_list_asks_the_database_as_often_for_many_as_for_one(hague):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            hague.get(WHAT_IF)
        return len(captured)

    keep(hague)
    queries()
    one = queries()
    for number in range(4):
        keep(hague, f"Nummer {number}")

    assert queries() == one


# Then and now


def test_an_opened_question_says_that_nothing_changed(hague):
    keep(hague)

    assert "De gegevens zijn niet veranderd sinds deze verkenning is bewaard." in note(hague)


def test_an_opened_question_says_that_data_changed_and_the_answer_did_not(hague):
    keep(hague)
    change_data(lambda: None)

    assert "De gegevens zijn veranderd sinds" in note(hague)
    assert "De uitkomst is gelijk gebleven." in note(hague)


def test_an_opened_question_is_calculated_anew_and_tells_what_it_was(hague):
    before = keep(hague).context["answer"].areas[0].lines[0]
    counts = ProfileStatement.objects.filter(location="20MJ05", source="duo-exams", school_year=2023, profile="MVI")
    change_data(lambda: counts.update(count_low=300, count_high=300))

    opened = hague.get(address())

    assert opened.context["answer"].areas[0].lines[0].before != before.before
    words = page(opened).one(".note").text
    assert "De uitkomst is daardoor anders. Deze regels waren toen:" in words
    assert f"van {before.before} naar {before.after}." in words


def test_a_location_that_is_no_more_leaves_what_was_answered_then(hague):
    keep(hague)
    name = Exploration.objects.get().outcome[0][1]
    change_data(lambda: SchoolLocation.objects.get(pk="20MJ05").finder.delete())

    words = note(hague)

    assert "kan niet opnieuw worden berekend" in words
    assert name in words


def test_counts_that_are_no_more_are_told(hague):
    older = {**STOPS, "telling": "duo-pupils 2019-10-01"}
    hague.post(f"{WHAT_IF}bewaren/?{urlencode(older)}", {"name": "Oud"})
    change_data(lambda: ProfileStatement.objects.filter(source="duo-pupils").delete())

    assert "De telling van toen is er niet meer. Er is gerekend met: DUO, examens 2023-2024." in note(hague)


# On paper


def test_the_paper_says_what_the_page_says_and_is_tagged(hague):
    skip_without_libraries()
    pdf.begun.clear()
    document = page(hague.get(WHAT_IF, STOPS))

    paper = PdfReader(io.BytesIO(hague.get(PAPER, STOPS).content))

    words = squeezed("".join(each.extract_text() for each in paper.pages))
    for cell in document.all(".before-after tbody th") + document.all(".lead") + document.all(".rules li"):
        assert squeezed(cell.text) in words
    links = [note.get_object()["/A"]["/URI"] for sheet in paper.pages for note in sheet.get("/Annots", ())]
    assert links and all(link.startswith("http://testserver/beheer/cijfers/wat-als/") for link in links)
    tags = {each["/S"] for each in elements_under(paper.trailer["/Root"]["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= tags
    assert len(paper.pages) <= 2


def test_without_a_whole_question_there_is_no_paper(hague):
    assert hague.get(PAPER, {"locatie": "x"}).url.startswith(WHAT_IF)
