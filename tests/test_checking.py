"""The list of what editors look at again: every old or open fact once, in words, with the way to mend it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.checking import KINDS
from careers.models import (
    Certainty,
    Course,
    GeneralFact,
    Myth,
    Occupation,
    Pay,
    Prospect,
    Provider,
    RoleModel,
    Route,
    Video,
)
from schools.models import Role

from .markup import page
from .staff import let_in, make_colleague, make_member, work_fast
from .test_accounts import START, assert_careful

pytestmark = pytest.mark.django_db

LIST = "/beheer/careers/occupation/na-te-kijken/"
DATED = [Course, Route, Pay, Prospect, RoleModel, Myth, GeneralFact, Provider, Video]


@pytest.fixture
def desk(filled, client, settings):
    """A colleague with all rights."""
    work_fast(settings)
    make_colleague()
    return let_in(client)


def this_year():
    return timezone.localdate().year


def check_everything():
    """What editors do when they go through the whole list."""
    for model in (*DATED, Occupation):
        model.objects.update(source_year=this_year())
    Occupation.objects.update(reviewed=True, profiles_confirmed=True, growth_confirmed=True, group_year=this_year())
    Occupation.objects.exclude(heavy="").update(heavy_year=this_year())
    Course.objects.update(level_confirmed=True)
    Route.objects.update(bol=Certainty.ALLOWED, bbl=Certainty.ALLOWED)


def all_pages(client, **asked):
    """Every page of the list, parsed."""
    first = page(client.get(LIST, asked))
    [last] = [int(each.text.split()[-1]) for each in first.all("nav.pages span")] or [1]
    return [first, *(page(client.get(LIST, asked | {"page": number})) for number in range(2, last + 1))]


def told(client, **asked):
    """What the list says: the address of the form of every row, with its reasons."""
    rows = [row for each in all_pages(client, **asked) for row in each.all(".to-check tbody tr")]
    addresses = [row.one("th a")["href"] for row in rows]
    assert len(set(addresses)) == len(addresses)
    return {address: [item.text for item in row.all("li")] for address, row in zip(addresses, rows, strict=True)}


def form(obj):
    return f"/beheer/careers/{obj._meta.model_name}/{obj.pk}/change/"


def test_nothing_to_check_is_said_as_such(desk):
    check_everything()
    document = page(desk.get(LIST))

    assert document.one("[role=status]").text == "Alles is nagekeken."
    assert not document.all(".to-check")
    assert "(0)" in document.one("#kind").text
    assert "Hier is niets na te kijken." in page(desk.get(LIST, {"kind": "pay"})).one("main").text


@pytest.mark.parametrize("model", DATED)
def test_a_fact_of_more_than_two_years_ago_is_on_the_list_and_one_of_two_years_is_not(desk, model):
    check_everything()
    old, fresh = model.objects.order_by("pk")[:2]
    model.objects.filter(pk=old.pk).update(source_year=this_year() - 3)
    model.objects.filter(pk=fresh.pk).update(source_year=this_year() - 2)

    assert told(desk) == {form(old): [f"bron uit {this_year() - 3}, ouder dan twee jaar"]}


@pytest.mark.parametrize(
    ("model", "values", "reasons"),
    [
        (Occupation, {"reviewed": False}, ["teksten nog na te kijken"]),
        (Occupation, {"profiles_confirmed": False}, ["passende profielen nog na te kijken"]),
        (Occupation, {"growth": "Je wordt chef.", "growth_confirmed": False}, ["doorgroeien nog na te kijken"]),
        (Occupation, {"growth": "", "growth_confirmed": False}, None),
        (Occupation, {"group_year": 2019}, ["beroepsgroep: telling uit 2019, ouder dan twee jaar"]),
        (Occupation, {"source_year": 2018}, ["bron uit 2018, ouder dan twee jaar"]),
        (
            Occupation,
            {"heavy": "Je staat veel.", "heavy_year": 2020, "heavy_source": "seor"},
            ["wat zwaar is: bron uit 2020, ouder dan twee jaar"],
        ),
        (Course, {"level_confirmed": False}, ["niveau nog na te kijken"]),
        (Route, {"bol": "open"}, ["BOL nog na te kijken"]),
        (
            Route,
            {"bol": "open", "bbl": "open", "source_year": 2021},
            ["BOL nog na te kijken", "BBL nog na te kijken", "bron uit 2021, ouder dan twee jaar"],
        ),
        (Route, {"bbl": "not-seen"}, None),
        (RoleModel, {"source_year": None, "status": "draft"}, ["jaar van het verhaal ontbreekt"]),
    ],
)
def test_the_list_says_in_words_what_is_to_be_checked(desk, model, values, reasons):
    check_everything()
    row = model.objects.order_by("pk").first()
    model.objects.filter(pk=row.pk).update(**values)

    assert told(desk) == ({form(row): reasons} if reasons else {})


def test_the_list_holds_all_that_the_lists_of_each_kind_call_old_or_unconfirmed(desk):
    listed = set(told(desk))

    for model in DATED:
        assert {form(row) for row in model.objects.outdated()} <= listed
    assert {form(row) for row in Course.objects.unconfirmed()} <= listed
    routes = Route.objects.unconfirmed().filter(course__level_confirmed=True)
    assert {form(row) for row in routes} <= listed
    assert len(listed) > 100


def test_the_counts_are_those_of_the_rows(desk):
    document = page(desk.get(LIST))
    [in_all] = [int(word) for word in document.one("[role=status]").text.split() if word.isdecimal()]
    counts = {
        option["value"]: int(option.text.split("(")[1].rstrip(")")) for option in document.all("#kind option")[1:]
    }

    assert in_all == len(told(desk)) == sum(counts.values())
    for kind, count in counts.items():
        rows = told(desk, kind=kind)
        assert len(rows) == count
        assert all(address.startswith(f"/beheer/careers/{kind}/") for address in rows)
    assert len(document.all(".to-check tbody tr")) == 50


def test_the_list_of_one_occupation_holds_what_stands_on_its_page(desk):
    check_everything()
    for model in DATED:
        model.objects.update(source_year=2020)
    rows = set(told(desk, occupation="lasser"))

    expected = [*Route.objects.filter(occupation="lasser"), *Course.objects.filter(routes__occupation="lasser")]
    expected += [each for name in ("pay", "prospects", "role_models", "myths", "providers")
                 for each in getattr(Occupation.objects.get(pk="lasser"), name).all()]  # fmt: skip
    assert rows == set(map(form, expected)) != set()
    assert set(told(desk, occupation="lasser", kind="pay")) == {
        form(each) for each in Pay.objects.filter(occupation="lasser")
    }


def test_a_question_that_means_nothing_shows_everything(desk):
    assert told(desk, kind="maan", occupation="astronaut", page="veel") == told(desk)


def test_the_list_asks_the_database_as_often_for_few_rows_as_for_many(desk):
    many = queries(desk)
    narrowed = queries(desk, occupation="kok", kind="pay")
    check_everything()

    assert queries(desk) == many >= narrowed


def queries(client, **asked):
    client.get(LIST, asked)
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST, asked)
    return len(captured)


def test_the_admin_leads_to_the_list_and_the_list_is_a_page_like_the_others(desk):
    for address in ("/beheer/", "/beheer/careers/"):
        assert LIST in [link["href"] for link in page(desk.get(address)).all("main a")]
    assert_careful(desk.get(LIST))


def test_a_colleague_sees_the_kinds_that_he_may_see(filled, client, settings):
    work_fast(settings)
    make_colleague("kim", may=["view_pay"])
    let_in(client, "kim")

    assert [option["value"] for option in page(client.get(LIST)).all("#kind option")] == ["", "pay"]


def test_who_may_see_no_facts_may_not_see_the_list(filled, client, settings):
    work_fast(settings)
    make_colleague("kim", may=["view_report"])
    let_in(client, "kim")

    assert client.get(LIST).status_code == 403
    assert LIST not in client.get("/beheer/").content.decode()


def test_every_kind_of_fact_is_on_the_list():
    assert {kind.model for kind in KINDS} == {Occupation, *DATED}


def test_editors_of_occupations_start_with_what_is_to_check(filled, client, settings):
    work_fast(settings)
    make_member("bo", Role.CONTENT)
    shown = page(let_in(client, "bo").get(START))

    tiles = {each["href"]: int(each.one("strong").text) for each in shown.all("main .kinds a")}

    in_all = {f"{LIST}?kind={kind.code}": len(kind.to_check()) for kind in KINDS}
    assert tiles == {address: count for address, count in in_all.items() if count}
    assert len(tiles) > 3

    check_everything()
    assert "Alles is nagekeken." in page(client.get(START)).one("main .work").text


def test_who_looks_after_schools_starts_with_those(filled, client, settings):
    work_fast(settings)
    make_member("bo", Role.MANAGER, "GM0503")

    assert "bij de beroepen" not in let_in(client, "bo").get(START).content.decode()
