"""What the site says, word for word: lists, years, sources, headings, numbers of telephones."""

from datetime import date

import pytest

from schools import wording
from schools.models import Region, Source, Status, VmboProfile
from schools.phones import spoken_number
from schools.places import Origin
from schools.questions import Question
from schools.templatetags.portal import bare_address, telephone
from schools.tiles import Tile, tiles_from

pytestmark = pytest.mark.one_database

DAY = date(2026, 2, 3)
PIE = VmboProfile(
    code="PIE", position=1, name="Produceren, installeren en energie", abbreviation="PIE", family="ten", technical=True
)
GROEN = VmboProfile(code="GR", position=8, name="Groen", abbreviation="Groen", family="ten")
DELFT = Origin(52.0, 4.36, "Delft", "2611 AB")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_a_list_is_read_as_a_sentence(words, sentence):
    assert wording.listed(words) == wording.listed(iter(words)) == sentence


def test_leerwegen_are_written_out():
    assert wording.leerwegen_in_words("BB KB GL") == "basis, kader en gemengd"
    assert wording.leerwegen_in_words("") == ""


@pytest.mark.parametrize(
    ("kind", "year", "sentence", "short"),
    [
        (Source.Kind.EXAMS, 2023, "DUO, examens 2023-2024", "2023-2024"),
        (Source.Kind.PUPILS, 2025, "DUO, leerlingen op 3 februari 2026", "2025-2026"),
        (Source.Kind.CONFIRMATION, None, "Bevestigd door de school op 3 februari 2026", "2026-02-03"),
    ],
)
def test_a_source_is_named_with_its_period(kind, year, sentence, short):
    assert wording.basis(kind, "de school", year, DAY) == sentence
    assert wording.period(kind, year, DAY) == short


def test_without_a_source_that_is_said():
    assert wording.basis(None, "", None, None) == "Geen bron"
    assert wording.period(None, None, None) is None


def test_a_century_ends_without_confusion():
    assert wording.school_year(1999) == "1999-2000"


@pytest.mark.parametrize(("km", "text"), [(0, "0,0"), (0.04, "0,0"), (0.05, "0,1"), (12.34, "12,3"), (100, "100,0")])
def test_a_measured_distance_has_one_decimal_and_a_comma(km, text):
    assert wording.kilometres(km) == text


@pytest.mark.parametrize(("km", "text"), [(5.0, "5"), (2.5, "2,5"), (0.1, "0,1"), (100.0, "100")])
def test_a_chosen_distance_is_written_as_it_was_chosen(km, text):
    assert wording.round_kilometres(km) == text


# The first line of the finder


@pytest.mark.parametrize(
    ("question", "count", "sentence"),
    [
        (Question(), 244, "244 vmbo-locaties in en om de regio"),
        (Question(), 0, "Geen vmbo-locatie in en om de regio"),
        (Question(municipality=Region(name="Delft")), 1, "1 vmbo-locatie in Delft"),
        (Question(origin=DELFT, radius=5.0), 2, "2 vmbo-locaties binnen 5 km van 2611 AB"),
        (Question(profiles=(GROEN,), chosen=(GROEN,)), 1, "1 locatie met Groen, in en om de regio"),
        (
            Question(profiles=(PIE,), chosen=(PIE,), leerweg="KB", origin=DELFT, radius=2.5),
            3,
            "3 locaties met Produceren, installeren en energie (PIE) voor kader, binnen 2,5 km van 2611 AB",
        ),
        (Question(profiles=(PIE,), technical=True), 0, "Geen locatie met een technisch profiel, in en om de regio"),
        (
            Question(profiles=(PIE, GROEN), chosen=(PIE, GROEN)),
            2,
            "2 locaties met een van uw profielen, in en om de regio",
        ),
        (Question(leerweg="KB"), 2, "2 locaties met een profiel voor kader, in en om de regio"),
        (Question(leerweg="TL"), 2, "2 locaties met de theoretische leerweg, in en om de regio"),
        (
            Question(profiles=(PIE,), technical=True, leerweg="TL"),
            2,
            "2 locaties met een technisch profiel voor de theoretische leerweg, in en om de regio",
        ),
    ],
)
def test_the_heading_is_the_answer(question, count, sentence):
    assert wording.heading(question, count) == sentence


# A tile


@pytest.mark.parametrize(
    ("status", "year", "word", "shape"),
    [
        (Status.YES, "", "ja", "ja"),
        (Status.NO, "", "nee", "nee"),
        (Status.UNKNOWN, "", "weet niet", "niet"),
        (Status.STARTING, "2027", "start 2027", "start"),
        (Status.STOPPING, "2028", "stopt 2028", "stopt"),
    ],
)
def test_an_answer_has_a_word_a_shape_and_an_icon_of_its_own(status, year, word, shape):
    tile = Tile(PIE, status, year)

    assert (tile.word, tile.css) == (word, f"tile--{shape}")
    assert len({Tile(PIE, each).icon for each in Status}) == len(Status)


def test_stored_tiles_are_read_back_in_order():
    yes, starting = tiles_from("yes starting2027", [PIE, GROEN], asked=GROEN.bit)

    assert (yes.word, yes.asked, starting.word, starting.asked) == ("ja", False, "start 2027", True)
    with pytest.raises(ValueError, match="zip"):
        tiles_from("yes", [PIE, GROEN])


# Telephone and website


@pytest.mark.parametrize(
    ("number", "spoken", "dialled"),
    [
        ("0104848400", "010 484 84 00", "+31104848400"),
        ("0182616055", "0182 61 60 55", "+31182616055"),
        ("0612345678", "06 1234 5678", "+31612345678"),
        ("+31104848400", "+31104848400", "+31104848400"),
        ("14010", "14010", "14010"),
    ],
)
def test_a_telephone_number_is_written_as_it_is_spoken_and_dialled_from_anywhere(number, spoken, dialled):
    assert (spoken_number(number), telephone(number)) == (spoken, dialled)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.kade.nl/", "kade.nl"),
        ("http://vmbo.kade.nl/delft", "vmbo.kade.nl/delft"),
        ("https://www.wwwschool.nl", "wwwschool.nl"),
    ],
)
def test_a_web_address_is_written_as_people_say_it(url, said):
    assert bare_address(url) == said
