"""The pages about figures for staff: who may see them, which area they are about, and what they tell."""

import pytest

from .staff import enter, make_colleague, work_fast

pytestmark = pytest.mark.django_db

OVERVIEW = "/beheer/cijfers/"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def desk(client, filled):
    """A colleague who may look at figures, and the real data."""
    make_colleague(may=["view_indicator"])
    return enter(client)


# Who may see them


def test_nobody_sees_figures_without_logging_in(client):
    assert client.get(OVERVIEW).url.startswith("/beheer/login/?next=")


def test_nobody_sees_figures_without_a_second_factor(client):
    colleague = make_colleague(app=False)
    client.force_login(colleague)

    assert client.get(OVERVIEW).url.startswith("/beheer/login/?next=")


def test_a_colleague_needs_the_right_to_look_at_figures(client):
    make_colleague(may=["view_report"])

    assert enter(client).get(OVERVIEW).status_code == 403
    assert "Regiobeeld" not in client.get("/beheer/").content.decode()


def test_the_menu_leads_to_the_figures_and_shows_where_one_is(desk):
    start, overview = (desk.get(address).content.decode() for address in ("/beheer/", OVERVIEW))

    assert f'<a href="{OVERVIEW}">Regiobeeld</a>' in start
    assert f'<a href="{OVERVIEW}" aria-current="page">Regiobeeld</a>' in overview


# The area


def area_of(response):
    return response.context["area"].code


def test_an_area_is_remembered_until_another_is_chosen(desk):
    assert area_of(desk.get(OVERVIEW)) == "MRDH"
    assert area_of(desk.get(f"{OVERVIEW}?gebied=GM0518")) == "GM0518"
    assert area_of(desk.get(OVERVIEW)) == "GM0518"
    assert area_of(desk.get(f"{OVERVIEW}?gebied=GM9999")) == "GM0518"


def test_the_areas_are_the_municipalities_and_what_lies_around_them(desk):
    areas = desk.get(OVERVIEW).context["areas"]

    kinds = ["gemeente"] * 21 + ["metropoolregio"] + ["corop"] * 3 + ["provincie", "land"]
    assert [area.kind for area in areas] == kinds
