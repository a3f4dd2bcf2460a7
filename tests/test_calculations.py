"""From counts to figures, by hand: small countries of which everybody can see what the answer must be."""

from decimal import Decimal

import pytest

from stats.calculations import NIL, NOT_COLLECTED, THEORY, TOGETHER, Amount, Cell, Count, Figure, calculate, share

pytestmark = pytest.mark.one_database

AREAS = {"NL01": ["GM1", "GM2", "GM3", None], "PV1": ["GM1", "GM2"], "GM1": ["GM1"], "GM2": ["GM2"], "GM3": ["GM3"]}
SUBJECTS = {
    "profile": {code: {code} for code in ("PIE", "BWI", "MVI", "ZW", "VT")},
    "technical": {"techniek-excl-mvi": {"PIE", "BWI", "VT"}, "techniek-incl-mvi": {"PIE", "BWI", "VT", "MVI"}},
    "theory": THEORY,
}
WITHHELD = Amount(1, 4)


def pupils(place, location, profile, number, leerweg="BB"):
    return Count(place, location, profile, leerweg, number if isinstance(number, Amount) else Amount(number, number))


def figures(*counts, not_counted=()):
    return calculate(counts, AREAS, SUBJECTS, not_counted)


def of(found, indicator, region, profile=None, category="", leerweg=TOGETHER):
    return found[Cell(indicator, region, profile, leerweg, category)]


def value(found, *about, **more):
    return float(of(found, *about, **more).value)


# Shares


def test_all_pupils_of_a_location_are_near_a_profile_that_one_of_them_follows():
    found = figures(
        pupils("GM1", "a", "PIE", 1),
        pupils("GM1", "a", "ZW", 59),
        pupils("GM1", "b", "ZW", 20),
        pupils("GM2", "c", "ZW", 20),
    )

    assert value(found, "vmbo-profielaanbod", "GM1", "PIE") == 75
    assert value(found, "vmbo-profielaanbod", "PV1", "PIE") == 60
    assert value(found, "vmbo-profielkeuze", "PV1", "PIE") == 1
    assert value(found, "vmbo-locaties", "PV1", "ZW") == 3


def test_a_single_leerweg_is_about_its_own_pupils_and_its_own_profiles():
    found = figures(
        pupils("GM1", "a", "PIE", 10, "BB"), pupils("GM1", "a", "ZW", 30, "KB"), pupils("GM1", "b", "ZW", 10, "KB")
    )

    assert value(found, "vmbo-profielaanbod", "GM1", "PIE", leerweg="BB") == 100
    assert value(found, "vmbo-profielaanbod", "GM1", "PIE", leerweg="KB") == 0
    assert value(found, "vmbo-profielaanbod", "GM1", "PIE") == 80
    assert Cell("vmbo-profielaanbod", "GM1", "PIE", "GL", "") not in found


def test_the_two_definitions_of_technique_differ_by_mvi_only():
    found = figures(
        pupils("GM1", "a", "PIE", 10),
        pupils("GM1", "a", "VT", 5),
        pupils("GM1", "b", "MVI", 15),
        pupils("GM1", "c", "ZW", 70),
    )

    narrow, wide = {"category": "techniek-excl-mvi"}, {"category": "techniek-incl-mvi"}
    assert value(found, "vmbo-profielkeuze-techniek", "GM1", **narrow) == 15
    assert value(found, "vmbo-profielkeuze-techniek", "GM1", **wide) == 30
    assert value(found, "vmbo-profielaanbod-techniek", "GM1", **narrow) == 15
    assert value(found, "vmbo-locaties-techniek", "GM1", **narrow) == 1
    assert value(found, "vmbo-locaties-techniek", "GM1", **wide) == 2


def test_routes_that_are_no_profile_stay_in_the_total():
    found = figures(pupils("GM1", "a", "PIE", 10), pupils("GM1", "a", "VO", 30))

    assert value(found, "vmbo-profielkeuze", "GM1", "PIE") == 25


def test_the_theoretische_leerweg_is_counted_by_itself():
    found = figures(
        pupils("GM1", "a", "TL-TE", 10, "TL"), pupils("GM1", "a", "TL-EC", 30, "TL"), pupils("GM1", "a", "PIE", 60)
    )

    assert value(found, "tl-profielkeuze", "GM1", category="techniek", leerweg="TL") == 25
    assert value(found, "vmbo-profielkeuze", "GM1", "PIE") == 100


def test_municipalities_without_a_profile_are_counted_also_where_nobody_is_taught():
    found = figures(pupils("GM1", "a", "PIE", 10), pupils("GM2", "b", "ZW", 10))

    assert value(found, "vmbo-gemeenten-zonder", "NL01", "PIE") == 2
    assert value(found, "vmbo-gemeenten-zonder", "PV1", "PIE") == 1
    assert value(found, "vmbo-gemeenten-zonder-techniek", "NL01", category="techniek-excl-mvi") == 2
    assert Cell("vmbo-gemeenten-zonder", "GM1", "PIE", TOGETHER, "") not in found


def test_a_location_of_which_the_municipality_is_not_known_counts_in_the_country_only():
    found = figures(pupils("GM1", "a", "PIE", 10), pupils(None, "b", "ZW", 30))

    assert value(found, "vmbo-profielkeuze", "NL01", "PIE") == 25
    assert value(found, "vmbo-profielkeuze", "PV1", "PIE") == 100


# Gaps


def test_a_profile_that_no_pupil_follows_is_zero_nobody_at_all_is_nil_and_not_counted_is_not_collected():
    found = figures(pupils("GM1", "a", "PIE", 10), not_counted=("VT",))

    assert of(found, "vmbo-profielkeuze", "GM1", "ZW") == Figure(Decimal(0))
    assert of(found, "vmbo-profielaanbod", "GM1", "ZW") == Figure(Decimal(0))
    assert of(found, "vmbo-profielkeuze", "GM3", "PIE") == Figure(reason=NIL)
    assert of(found, "vmbo-locaties", "GM3", "PIE") == Figure(Decimal(0))
    for indicator in ("vmbo-profielkeuze", "vmbo-profielaanbod", "vmbo-locaties", "vmbo-gemeenten-zonder"):
        assert of(found, indicator, "NL01", "VT") == Figure(reason=NOT_COLLECTED)


# Bounds


@pytest.mark.parametrize(
    ("part", "everybody", "expected"),
    [
        ((10, 10), (40, 40), ("25", None, None)),
        ((1, 4), (97, 100), ("2.54", "1.03", "4")),  # 1 of 97 to 4 of 100
        ((10, 10), (41, 44), ("23.53", "22.72", "24.40")),  # 10 of 44 to 10 of 41
        ((1, 4), (2, 8), ("50", "20", "80")),  # 1 of 5 to 4 of 5
        ((1, 4), (1, 4), ("100", None, None)),
    ],
)
def test_a_share_of_withheld_counts_lies_between_the_least_and_the_most_that_it_can_be(part, everybody, expected):
    assert share(Amount(*part), Amount(*everybody)) == Figure(*(each and Decimal(each) for each in expected))


def test_withheld_counts_at_one_location_give_bounds_everywhere_above_it():
    found = figures(pupils("GM1", "a", "PIE", WITHHELD), pupils("GM1", "b", "ZW", 6), pupils("GM2", "c", "ZW", 10))

    assert of(found, "vmbo-profielkeuze", "GM1", "PIE") == Figure(Decimal("29.41"), Decimal("14.28"), Decimal("40.00"))
    assert of(found, "vmbo-profielaanbod", "PV1", "PIE") == Figure(Decimal("13.51"), Decimal("5.88"), Decimal("20.00"))
    assert of(found, "vmbo-locaties", "GM1", "PIE") == Figure(Decimal(1))
    assert of(found, "vmbo-profielkeuze", "GM2", "ZW") == Figure(Decimal(100))


def test_the_bounds_are_those_of_all_numbers_that_withheld_counts_can_be():
    seen = [
        float(share(Amount(a + b, a + b), Amount(a + b + c + 20, a + b + c + 20)).value)
        for a in range(1, 5)
        for b in range(1, 5)
        for c in range(1, 5)
    ]
    figure = share(Amount(2, 8), Amount(23, 32))

    assert (float(figure.low), float(figure.high)) == pytest.approx((min(seen), max(seen)), abs=0.011)
    assert min(seen) < float(figure.value) < max(seen)
