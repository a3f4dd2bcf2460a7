"""From what a visitor types to a point on the map, and how far one point is from another."""

from math import hypot

import pytest
from hypothesis import given
from hypothesis import settings as fuzzing
from hypothesis import strategies as st

from schools.geography import chord, km_between, km_of, km_outside, surrounds_origin, unit_vector
from schools.models import Postcode, Region
from schools.names import NameIndex
from schools.places import Origin, PlaceIndex
from schools.spelling import NearMisses, place_name, plain
from schools.understanding import NotUnderstoodError, Reader

from .visitor import great_circle, point

pytestmark = pytest.mark.one_database

DELFT, TEXEL = (52.01, 4.36), (53.0, 4.8)


def square(middle, half=0.05):
    """A boundary of one ring around a point."""
    lat, lon = middle
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return [[[lon + east, lat + north] for east, north in corners]]


def postcode(pc4, place, at=DELFT):
    return Postcode(pc4=pc4, place=place, latitude=at[0], longitude=at[1])


def index(*postcodes, municipalities=None):
    ours = [Region(code="GM0503", name="Delft", boundary=square(DELFT))]
    return PlaceIndex(postcodes, ours if municipalities is None else municipalities)


def find(places, typed):
    """The origin for what was typed in the box, where no school has a name."""
    return Reader(places, NameIndex([])).anything(typed).origin


# Postcodes


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("2611", "2611 Delft"),
        ("2611AB", "2611 AB Delft"),
        ("2611 ab", "2611 AB Delft"),
        ("\t2611   Ab ", "2611 AB Delft"),
        ("2611 AB Delft", "2611 AB Delft"),
        ("2611ab, Oude Delft 1", "2611 AB Delft"),
        ("2611 Delft", "2611 Delft"),
        ("2611-AB", "2611 AB Delft"),
        ("Delft 2611", "2611 Delft"),
        ("Oude Delft 1, 2611 AB Delft", "2611 AB Delft"),
        ("AB 2611", "2611 Delft"),
        ("\u0662\u0666\u0661\u0661", "2611 Delft"),
    ],
)
def test_a_postcode_is_understood_in_every_spelling(typed, label):
    origin = find(index(postcode("2611", "Delft")), typed)

    assert (origin.label, origin.latitude, origin.longitude, origin.instead_of) == (label, *DELFT, "")


def test_an_unknown_postcode_takes_the_nearest_number_of_the_same_ten():
    places = index(postcode("2611", "Delft"), postcode("2616", "Delft", TEXEL), postcode("2599", "Den Haag"))

    assert (find(places, "2612").postcode, find(places, "2612").instead_of) == ("2611", "2612")
    assert (find(places, "2619 zz").postcode, find(places, "2619 zz").instead_of) == ("2616", "2619 ZZ")


@pytest.mark.parametrize("typed", ["2600", "0611", "261", "26111", "2611ABC", "2611 2612"])
def test_what_is_no_postcode_that_we_know_is_refused(typed):
    with pytest.raises(NotUnderstoodError):
        find(index(postcode("2611", "Delft")), typed)


def test_a_refusal_tells_a_postcode_from_a_place():
    def refusal(typed):
        with pytest.raises(NotUnderstoodError) as refused:
            find(index(postcode("2611", "Delft")), typed)
        return refused.value.kind

    assert refusal("9999 ZZ") == refusal("0000") == "postcode"
    assert refusal("Atlantis") == "words"
    assert refusal("48.85,2.35") == "spot"


# A spot


def test_a_spot_is_known_to_about_a_kilometre_and_named_after_the_nearest_postcode():
    places = index(postcode("2611", "Delft", (52.013, 4.358)), postcode("2616", "Delft", (52.02, 4.40)))

    origin = find(places, "52.0116,4.3571")

    assert point(origin) == (52.01, 4.36)
    assert (origin.postcode, origin.label) == ("2611", "bij u in de buurt (rond 2611 Delft)")
    assert find(places, "52.0149, 4.3551") == origin


@pytest.mark.parametrize("typed", ["52.01,14.36", "-52.01,4.36", "0.0,0.0", "53.69,3.21", "99.9,999.9"])
def test_a_spot_abroad_or_at_sea_is_refused(typed):
    with pytest.raises(NotUnderstoodError):
        find(index(postcode("2611", "Delft")), typed)


# Places


def test_a_place_lies_in_the_middle_of_its_postcodes():
    places = index(postcode("2611", "Delft", (52.0, 4.3)), postcode("2612", "Delft", (52.02, 4.4)))

    assert point(find(places, "delft")) == pytest.approx((52.01, 4.35))


def test_of_two_places_with_one_name_the_nearest_to_the_region_is_meant():
    places = index(postcode("1797", "Rijswijk", TEXEL), postcode("2281", "Rijswijk", DELFT))

    assert point(find(places, "Rijswijk")) == pytest.approx(DELFT)


def test_a_municipality_is_a_place_when_no_place_has_its_name():
    westland = Region(code="GM1783", name="Westland", boundary=square(DELFT))
    places = index(postcode("2671", "Naaldwijk"), postcode("1797", "Den Burg", TEXEL), municipalities=[westland])

    origin = find(places, "westland")

    assert (origin.label, *point(origin)) == ("Westland", *DELFT)


def test_a_municipality_without_postcodes_lies_in_the_middle_of_its_outline():
    westland = Region(code="GM1783", name="Westland", boundary=square(DELFT))

    assert point(find(index(municipalities=[westland]), "westland")) == pytest.approx(DELFT, abs=0.02)


@pytest.mark.parametrize("typed", ["hoekvanholland", "Hoek v. Holland", "HOEK-VAN-HOLLAND", "hoek holland"])
def test_blanks_and_small_words_do_not_matter(typed):
    places = index(postcode("3151", "Hoek van Holland"), postcode("4542", "Hoek", TEXEL))

    assert find(places, typed).place == "Hoek van Holland"


def test_what_is_nearly_alike_and_near_goes_before_what_is_far():
    places = index(postcode("1791", "Delfzijl", TEXEL), postcode("2611", "Delft"), postcode("2671", "Naaldwijk"))

    assert [origin.place for _score, origin in places.nearly("delfz")] == ["Delft", "Delfzijl"]
    assert places.nearly("xyzxyz") == places.nearly("del") == []


def test_a_region_knows_who_asks_from_outside():
    places = index(postcode("2611", "Delft"), postcode("1791", "Den Burg", TEXEL))

    assert not places.is_outside(find(places, "Delft"))
    assert places.is_outside(find(places, "Den Burg"))


@fuzzing(max_examples=200)
@given(st.one_of(st.text(max_size=30), st.from_regex(r"\A\s?[0-9]{1,5}\s?[A-Za-z]{0,3}\Z")))
def test_whatever_is_typed_is_found_or_refused(typed):
    places = index(postcode("2611", "Delft"))

    try:
        assert isinstance(find(places, typed), Origin)
    except NotUnderstoodError as refused:
        assert {each.words for each in refused.suggestions} <= {"Delft"}


# The tables that come with the site


@pytest.fixture
def region(filled):
    return PlaceIndex(Postcode.objects.all(), Region.objects.within("MRDH"))


def test_every_postcode_is_found_as_itself(region):
    for known in Postcode.objects.all():
        origin = find(region, known.pc4)
        assert (origin.place, *point(origin)) == (known.place, *point(known))


def test_every_place_is_found_by_its_own_name_among_its_own_postcodes(region):
    for name, postcodes in region.by_name.items():
        origin = region.named(postcodes[0].place)
        assert plain(origin.place) == name
        assert min(great_circle(point(origin), point(each)) for each in postcodes) < 12


def test_every_municipality_of_the_region_is_a_place_in_the_region(region):
    for municipality in Region.objects.within("MRDH"):
        origin = find(region, municipality.name)
        assert origin.place == municipality.name
        assert region.km_outside(origin) < 1


def test_a_slip_of_the_finger_still_leads_to_the_town(region):
    for typed, meant in {
        "Rotterdm": "Rotterdam",
        "Zoetemeer": "Zoetermeer",
        "Vlaardinge": "Vlaardingen",
        "Spijkennise": "Spijkenisse",
        "Leidschendam Voorburg": "Leidschendam-Voorburg",
        "Capele aan de IJsel": "Capelle aan den IJssel",
    }.items():
        assert find(region, typed).place == meant


# Distance

latitudes, longitudes = st.floats(50.7, 53.6), st.floats(3.3, 7.3)
spots = st.tuples(latitudes, longitudes)


@given(spots, spots)
def test_the_distance_is_the_one_over_the_ground(one, other):
    measured = km_between(unit_vector(*one), unit_vector(*other))

    assert measured == pytest.approx(great_circle(one, other), rel=1e-6, abs=1e-6)
    assert measured == km_between(unit_vector(*other), unit_vector(*one))


@given(st.floats(0.001, 20_000))
def test_the_chord_and_the_distance_are_each_others_inverse(km):
    assert km_of(chord(km) ** 2) == pytest.approx(km, rel=1e-6)


@given(spots, spots, spots)
def test_who_is_nearer_over_the_ground_has_the_shorter_chord(start, one, other):
    def squared(spot):
        return sum((a - b) ** 2 for a, b in zip(unit_vector(*start), unit_vector(*spot), strict=True))

    near, far = great_circle(start, one), great_circle(start, other)
    if abs(near - far) > 1e-6:
        assert (squared(one) < squared(other)) == (near < far)


def test_the_distance_to_an_area_is_nothing_inside_and_the_shortest_way_outside():
    [ring] = square(DELFT, half=0.1)

    assert km_outside(*DELFT, [ring]) == 0
    assert km_outside(52.21, 4.36, [ring]) == pytest.approx(11.12, abs=0.02)
    assert km_outside(52.01, 4.56, [ring]) == pytest.approx(6.85, abs=0.02)
    assert km_outside(52.21, 4.56, [ring]) == pytest.approx(hypot(11.12, 6.83), abs=0.05)


def test_the_nearest_of_several_areas_counts():
    assert km_outside(*DELFT, [*square(TEXEL), *square(DELFT)]) == 0
    assert km_outside(*DELFT, []) == float("inf")


def test_a_point_in_the_notch_of_an_area_is_outside():
    notched = [(-2, -2), (2, -2), (2, 2), (0.5, 2), (0.5, -1), (-0.5, -1), (-0.5, 2), (-2, 2), (-2, -2)]

    assert not surrounds_origin(notched)
    assert surrounds_origin([(x, y + 1.5) for x, y in notched])


# Spelling


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("'s-Gravenhage", "s gravenhage"),
        ("  CAPELLE  a/d IJssel ", "capelle a d ijssel"),
        ("François Vatel", "francois vatel"),
        ("Groen & Zorg (2)", "groen zorg 2"),
        ("لاهاي", ""),
    ],
)
def test_a_plain_spelling_keeps_letters_and_digits(typed, kept):
    assert plain(typed) == kept


@given(st.text())
def test_a_plain_spelling_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("official", "name"),
    [
        ("CAPELLE AAN DEN IJSSEL", "Capelle aan den IJssel"),
        ("'S-GRAVENZANDE", "'s-Gravenzande"),
        ("'S-GRAVENHAGE", "Den Haag"),
        ("DEN HAAG", "Den Haag"),
        ("RIJSWIJK ZH", "Rijswijk"),
        ("BERKEL EN RODENRIJS", "Berkel en Rodenrijs"),
        ("HOEK VAN HOLLAND", "Hoek van Holland"),
    ],
)
def test_a_place_is_written_as_people_write_it(official, name):
    assert place_name(official) == name


def test_near_misses_are_alike_and_the_most_alike_comes_first():
    names = NearMisses(["delft", "delfgauw", "delfzijl", "delden", "deil", "rotterdam"])

    scores, found = zip(*names.of("Delfd"), strict=True)
    assert found[0] == "delft"
    assert "rotterdam" not in found
    assert list(scores) == sorted(scores, reverse=True)
    assert names.of("") == names.of("del") == names.of("zzzzzz") == []


@given(st.text(alphabet="abcde ", min_size=4, max_size=12), st.lists(st.text(alphabet="abcde", min_size=1), max_size=9))
def test_a_name_that_is_there_is_its_own_nearest_miss(typed, names):
    name = plain(typed)

    if len(name) >= 4:
        assert NearMisses([*names, name]).of(name)[0] == (1.0, name)
