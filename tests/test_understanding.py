"""The one box: everything that people type in it, on the real postcodes, places and schools of the region."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzzing
from hypothesis import strategies as st

from schools.catalogue import catalogue
from schools.models import SchoolLocation
from schools.spelling import plain
from schools.understanding import NotUnderstoodError

from .markup import page
from .visitor import FINDER

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def region(filled):
    """Every test reads with the tables of fixtures/."""


def read(typed):
    """What the box understands: the name of an origin, or the words of a school's name in brackets."""
    meant = catalogue().reader.anything(typed)
    return meant.origin.name if meant.origin else f"({meant.name})"


def refused(typed):
    """What may have been meant, when that is not clear."""
    with pytest.raises(NotUnderstoodError) as error:
        catalogue().reader.anything(typed)
    return [each.words for each in error.value.suggestions]


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("3011 AD Rotterdam", "Coolsingel 40, 3011 AD Rotterdam|3011ad rotterdam|3011-AD|3011.ad"),
        ("3011 Rotterdam", "3011|Rotterdam 3011|٣٠١١|3011 Rotterdam"),
        ("Rotterdam", "Roterdam|rotterdam|ROTTERDAM |Rotterdan|roterdam noord|R'dam|Rotterdam, centrum"),
        (
            "Den Haag",
            "den haag|Den Hag|denhaag|s gravenhage|'s-Gravenhage|sgravenhage|den hage|The Hague|Den Haag Zuidwest",
        ),
        ("Delft", "deft|Delft centrum|gemeente Delft|Oude Delft 12, Delft|delf t"),
        ("Capelle aan den IJssel", "Capelle a/d IJssel|capelle ad ijssel|Capelle|Cappelle|capelle ijsel"),
        ("Zoetermeer", "Zoetemeer|zutermeer|soetermeer|zoetermer"),
        ("Schiedam", "skiedam|schidam|Schiedan"),
        ("Vlaardingen", "vlardingen|vlaardinge|Flaardingen"),
        ("Spijkenisse", "Spijkenise|spykenisse|spijkennisse centrum"),
        ("Hellevoetsluis", "hellevoet|helevoetsluis"),
        ("Rijswijk", "rijswyk|Rijswijk ZH|rijswijk"),
        ("Westland", "westland|Westlant"),
        ("Hoek van Holland", "hoek|hoek v holland|Hoek van Hollant"),
        ("Gouda", "gouda|Gouwda"),
        ("Amsterdam", "amsterdam|Amsterdm"),
    ],
)
def test_a_place_is_understood_in_many_spellings(meant, typed):
    assert {each: read(each) for each in typed.split("|")} == dict.fromkeys(typed.split("|"), meant)


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("(Wolfert)", "wolfert|Wolfaart|wolvert"),
        ("(Melanchthon)", "MELANCHTHON|Melanchton|melancton"),
        ("(Lentiz)", "lentiz|Lentis"),
        ("(Thorbecke)", "thorbeke|torbecke"),
        ("(Comenius)", "comenus|Comenius"),
        ("(Yuverta)", "yuverta|Juverta"),
        ("(De Swaef)", "de swaef|de swaaf"),
        ("(Montfort)", "montfort"),
    ],
)
def test_a_school_is_understood_in_many_spellings(meant, typed):
    assert {each: read(each) for each in typed.split("|")} == dict.fromkeys(typed.split("|"), meant)


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("krimpen", ["Krimpen aan de Lek", "Krimpen aan den IJssel", "Krimpen"]),
        ("Delf", ["Delft", "Delfgauw", "Delfland", "Delfzijl"]),
        ("zzzzzz", []),
        ("de", []),
        ("kerkstraat", []),
    ],
)
def test_what_is_not_clear_is_asked_back(typed, suggested):
    assert refused(typed) == suggested


def test_nothing_is_guessed_from_far():
    """Words that are neither a place nor a school we know, and resemble none."""
    for typed in (
        "Scheveningen",
        "computer",
        "bakker worden",
        "havenmeester",
        "hallo",
        "mijn kind",
        "Parijs",
        "Berlin",
    ):
        refused(typed)


def test_every_school_is_found_by_every_name_it_has():
    """The whole official name, however long, finds at least the school itself."""
    index = catalogue().names
    for name in SchoolLocation.objects.in_finder().values_list("name", flat=True):
        assert index.is_found(name[:60].rsplit(" ", 1)[0])
        assert index.is_name(name)


def test_one_slip_in_a_long_name_of_a_place_in_the_region_does_not_lead_elsewhere():
    """A letter left out of the middle: the place itself is meant, or it is the first that is suggested."""
    places = catalogue().places
    for name in (each for each in places.by_name if len(each) > 6 and places.km_away(places.of_name(each)) == 0):
        middle = len(name) // 2
        slip = name[:middle] + name[middle + 1 :]
        try:
            meant = plain(catalogue().reader.anything(slip).origin.place)
        except NotUnderstoodError as error:
            meant = plain(error.suggestions[0].words)
        assert meant == name, slip


TYPED = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="abdefhlmnorst '-/.,0123456789", max_size=60),
    st.from_regex(r"\A-?[0-9]{1,2}\.[0-9]{1,16},-?[0-9]{1,3}\.[0-9]{1,16}\Z"),
)


@fuzzing(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
def test_whatever_is_typed_in_the_box_is_answered(client, typed):
    response = client.get(FINDER, {"near": typed})

    assert response.status_code == 200
    assert page(response).one("h1").text
