"""The occupations in the admin: what editors look for, what a change does, and what is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

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
)
from schools.models import DataVersion, Source

from .staff import let_in, make_colleague, work_fast
from .test_accounts import assert_careful

pytestmark = pytest.mark.django_db

OCCUPATIONS = "/beheer/careers/occupation/"


@pytest.fixture
def desk(filled, client, settings):
    """A colleague with all rights."""
    work_fast(settings)
    make_colleague()
    return let_in(client)


def listed(client, address):
    return {row.pk for row in client.get(address).context["cl"].result_list}


def test_editors_find_occupations_with_open_routes_and_old_facts(desk):
    routes = Route.objects.unconfirmed().values_list("occupation", flat=True)
    Pay.objects.filter(occupation="kok").update(source_year=timezone.localdate().year)
    fresh = timezone.localdate().year - 2
    Route.objects.filter(occupation="kok").update(source_year=fresh)
    Prospect.objects.filter(occupation="kok").delete()

    assert listed(desk, f"{OCCUPATIONS}?onbevestigd=ja") == set(routes)
    old = listed(desk, f"{OCCUPATIONS}?verouderd=ja")
    assert "kok" not in old and "lasser" in old


@pytest.mark.parametrize("model", [Course, Route])
def test_editors_find_what_is_not_confirmed(desk, model):
    address = f"/beheer/careers/{model._meta.model_name}/?onbevestigd=ja&all="

    assert len(listed(desk, address)) == min(model.objects.unconfirmed().count(), 50) > 0


@pytest.mark.parametrize("model", [Course, Route, Pay, Prospect, Myth, GeneralFact, Provider, RoleModel])
def test_editors_find_facts_of_more_than_two_years_ago(desk, model):
    years = {
        row.source_year
        for row in desk.get(f"/beheer/careers/{model._meta.model_name}/?verouderd=ja").context["cl"].result_list
    }

    assert all(year < timezone.localdate().year - 2 for year in years)
    assert model.objects.exclude(source_year__in=years).exists()


def form_of(response):
    """All fields of a form of the admin and its inlines as a browser would send them."""
    form = response.context["adminform"].form
    forms = [
        form,
        *(
            each
            for group in response.context["inline_admin_formsets"]
            for each in [group.formset.management_form, *group.formset.forms]
        ),
    ]
    sent = {bound.html_name: bound.value() for each in forms for bound in each}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def test_an_editor_changes_an_occupation_with_its_routes_and_the_site_knows_at_once(desk):
    address, version = f"{OCCUPATIONS}lasser/change/", DataVersion.current()
    sent = form_of(desk.get(address))
    sent |= {"workplace": "Je werkt in een hal.", "routes-0-bbl": "allowed", "slug": "anders"}

    response = desk.post(address, sent)

    assert response.status_code == 302, response.context["errors"]
    occupation = Occupation.objects.get(pk="lasser")
    assert occupation.workplace == "Je werkt in een hal."
    assert occupation.routes.filter(bbl=Certainty.ALLOWED).exists()
    assert (occupation.routes.count(), occupation.pay.count(), occupation.profiles.count()) == (3, 2, 3)
    assert not Occupation.objects.filter(pk="anders").exists()
    assert DataVersion.current() == version + 1


def test_deleting_in_the_admin_is_known_at_once_as_well(desk):
    version = DataVersion.current()

    desk.post("/beheer/careers/myth/ict-altijd-werk/delete/", {"post": "yes"})

    assert not Myth.objects.filter(pk="ict-altijd-werk").exists()
    assert DataVersion.current() == version + 1


def test_the_admin_says_why_a_story_cannot_be_published(desk):
    address = "/beheer/careers/rolemodel/lucas-van-hensbergen/change/"
    sent = form_of(desk.get(address)) | {"status": "published", "age": "17", "url": ""}

    errors = desk.post(address, sent).context["adminform"].form.errors

    assert set(errors) == {"name", "status", "source_year"}
    assert errors["name"] == ["Deze persoon is jonger dan 18 jaar. Laat de naam weg."]
    assert RoleModel.objects.get(pk="lucas-van-hensbergen").status == "draft"


def test_editors_add_publications_and_leave_those_of_the_site(desk):
    sent = {
        "code": "vakblad-2026",
        "name": "Vakblad over lassen",
        "publisher": "Vakblad",
        "url": "https://example.org/",
    }

    assert desk.post("/beheer/careers/publication/add/", sent).status_code == 302
    assert Source.objects.get(pk="vakblad-2026").kind == Source.Kind.PUBLICATION
    assert (
        desk.post("/beheer/careers/publication/vakblad-2026/change/", sent | {"name": "Ander blad"}).status_code == 302
    )
    assert desk.get("/beheer/careers/publication/uwv-2025/change/").status_code == 200
    assert desk.post("/beheer/careers/publication/uwv-2025/change/", sent).status_code == 403


PAGES = ["occupation/", "occupation/add/", "occupation/kok/change/", "course/", "course/25180/change/", "route/add/"]
PAGES += ["pay/", "prospect/", "prospect/add/", "myth/", "myth/ict-altijd-werk/change/", "generalfact/", "provider/"]
PAGES += ["provider/tcr/change/", "rolemodel/", "rolemodel/chelsey-van-der-spek/change/", "activity/", "publication/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_about_careers_in_the_admin_is_dutch_with_one_heading_and_nothing_inline(desk, page):
    response = desk.get(f"/beheer/careers/{page}")

    assert response.status_code == 200
    assert_careful(response)


def test_the_page_of_an_occupation_asks_the_database_as_often_for_one_route_as_for_five(desk):
    assert admin_queries(desk, "agrologistiek") == admin_queries(desk, "netmonteur")


def admin_queries(client, slug):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{OCCUPATIONS}{slug}/change/")
    return len(queries)
