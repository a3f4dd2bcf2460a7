"""Looking at a change before it is saved: the page shows it, and nothing of it stays anywhere."""

import pytest
from django.contrib.admin.models import LogEntry
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from careers.models import (
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
from schools.catalogue import apart, catalogue
from schools.models import DataVersion

from .markup import page
from .staff import let_in, make_colleague, work_fast
from .test_careers_admin import form_of

pytestmark = pytest.mark.django_db

BANNER = "Dit is een voorbeeld. Er is niets bewaard."
PREVIEWED = [Occupation, Course, Route, Pay, Prospect, RoleModel, Myth, GeneralFact, Provider]
STORY = "lucas-van-hensbergen"


@pytest.fixture
def desk(filled, client, settings):
    """A colleague with all rights."""
    work_fast(settings)
    make_colleague()
    return let_in(client)


def address(obj):
    return reverse(f"admin:careers_{obj._meta.model_name}_change", args=[obj.pk])


def preview(client, where, **changes):
    """What a press on the button gives, with these fields changed in the form."""
    sent = {**form_of(client.get(where)), **changes, "_preview": "1"}
    return client.post(where, {name: value for name, value in sent.items() if value is not None})


def stored():
    """All that a preview could leave behind."""
    rows = {model: sorted(map(str, map(model_to_dict, model.objects.all()))) for model in PREVIEWED}
    return rows, DataVersion.current(), LogEntry.objects.count()


def test_a_preview_of_an_occupation_shows_the_form_with_its_routes_pay_and_prospects(desk):
    before = stored()

    response = preview(
        desk,
        address(Occupation.objects.get(pk="lasser")),
        summary="Je last alles aan elkaar.",
        **{
            "routes-0-note": "Zo zeker is het.",
            "pay-0-value": "23.45",
            "prospects-TOTAL_FORMS": "1",
            "prospects-0-sentence": "Er komt werk bij in de haven.",
            "prospects-0-kind": "demand",
            "prospects-0-period": "2026",
            "prospects-0-region": "Rotterdam",
            "prospects-0-population": "alle lassers",
            "prospects-0-source": "uwv-2025",
            "prospects-0-source_year": "2025",
        },
    )
    document = page(response)

    assert document.one(".preview strong").text == BANNER
    assert document.one("p.lead").text == "Je last alles aan elkaar."
    assert "€ 23,45" in document.one("[aria-labelledby=pay]").text
    assert "Er komt werk bij in de haven." in document.one("[aria-labelledby=chances]").text
    assert "Zo zeker is het." in document.one(".courses").text
    assert stored() == before


def test_a_fact_that_is_ticked_for_deletion_is_gone_from_the_preview_only(desk):
    response = preview(
        desk, address(Occupation.objects.get(pk="lasser")), **{"pay-0-DELETE": "on", "pay-1-DELETE": "on"}
    )

    assert "Voor dit beroep hebben we geen loon." in page(response).one("[aria-labelledby=pay]").text
    assert Pay.objects.filter(occupation="lasser").count() == 2


def test_an_occupation_that_is_not_there_yet_has_a_preview_as_well(desk):
    sent = form_of(desk.get(address(Occupation.objects.get(pk="kok"))))
    new = {name: value for name, value in sent.items() if "-" not in name} | {"slug": "nieuw", "title": "Nieuw beroep"}
    new |= {
        f"{facts}-{count}": "0"
        for facts in ("routes", "pay", "prospects")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS")
    }

    response = desk.post("/beheer/careers/occupation/add/", new | {"_preview": "1"})

    assert page(response).one("h1").text == "Nieuw beroep"
    assert not Occupation.objects.filter(pk="nieuw").exists()


@pytest.mark.parametrize(
    ("model", "name", "changes", "place"),
    [
        (Course, "25898", {"name": "Lassen voor gevorderden"}, "route"),
        (Pay, None, {"value": "19.87"}, "pay"),
        (Prospect, None, {"sentence": "Er is veel vraag naar deze mensen."}, "chances"),
        (Myth, "ict-altijd-werk", {"image": "Met ict heb je altijd werk, toch?"}, "myths"),
        (RoleModel, "chelsey-van-der-spek", {"story": "Chelsey last elke dag laadarmen."}, "stories"),
        (GeneralFact, "week-bbl", {"sentence": "Je werkt vier dagen en leert er één."}, "inhoud"),
        (GeneralFact, "kans-op-werk", {"source_year": "2031"}, "inhoud"),
        (Provider, None, {"note": "Dit staat in de gids van de school."}, "providers"),
    ],
)  # fmt: skip
def test_a_preview_shows_what_is_in_the_form_where_visitors_would_see_it(desk, model, name, changes, place):
    shown = {
        Pay: {"is_shown": True, "occupation": "kok"},
        Prospect: {"occupation": "kok"},
        Provider: {"occupations__isnull": False},
    }
    shown |= {Course: {"routes__isnull": False}}
    obj = model.objects.filter(**shown.get(model, {"pk": name})).first()
    before = stored()

    response = preview(desk, address(obj), **changes)

    [said] = changes.values()
    assert said.replace(".", ",") in page(response).one("main").text.replace(".", ",")
    assert page(desk.get(address(obj))).one("[name=_preview]")["formaction"] == f"{address(obj)}#{place}"
    assert place in response.content.decode()
    assert stored() == before


def test_a_route_is_previewed_on_the_page_of_its_occupation(desk):
    route = Route.objects.get(occupation="kok", bol__in=["allowed", "seen"], course__level=2)

    document = page(preview(desk, address(route), note="Nu echt nagekeken."))

    assert document.one("h1").text == "Kok"
    assert "Nu echt nagekeken." in document.one(".courses").text


def test_a_prospect_of_all_technical_occupations_is_previewed_at_one_of_them(desk):
    prospect = Prospect.objects.filter(technical=True).first()

    document = page(preview(desk, address(prospect), sentence="In de techniek is veel werk."))

    assert "In de techniek is veel werk." in document.one("[aria-labelledby=chances]").text


def test_a_draft_of_a_story_is_previewed_as_it_will_look_with_what_it_still_lacks(desk):
    document = page(preview(desk, address(RoleModel.objects.get(pk=STORY)), story="Lucas zaagt en schaaft."))

    assert "Lucas zaagt en schaaft." in document.one(".stories").text
    assert [item.text for item in document.all(".preview li")] == ["Vul in van welk jaar het verhaal is."]
    assert "None" not in document.text
    assert not page(desk.get("/beroepen/timmerman/")).all(".stories")


def test_what_stands_on_no_page_says_so(desk):
    for obj in (Pay.objects.filter(occupation=None).first(), GeneralFact.objects.filter(theme="hbo").first()):
        document = page(preview(desk, address(obj)))
        assert document.one("h1").text == "Dit staat nog op geen enkele pagina"
        assert document.one(".preview strong").text == BANNER


def test_mistakes_are_told_in_the_form_as_always(desk):
    response = preview(desk, address(Occupation.objects.get(pk="lasser")), title="", **{"pay-0-value": "veel"})

    assert response.status_code == 200
    assert BANNER not in response.content.decode()
    assert set(response.context["adminform"].form.errors) == {"title"}
    assert len(response.context["errors"]) == 2
    assert Occupation.objects.get(pk="lasser").title


def test_a_preview_is_kept_by_no_browser_and_found_by_no_search_engine(desk):
    response = preview(desk, address(Occupation.objects.get(pk="kok")))

    assert "no-store" in response["Cache-Control"]
    assert page(response).one("[name=robots]")["content"] == "noindex"


def test_visitors_get_nothing_of_a_preview_neither_before_nor_after_the_next_change(desk):
    visitor, where = Client(), address(Occupation.objects.get(pk="kok"))
    pages = [
        "/beroepen/kok/",
        "/beroepen/?q=gerookte",
        "/api/v1/occupations/kok",
        "/profielen/horeca-bakkerij-en-recreatie/",
    ]
    before = {each: visitor.get(each).content for each in pages}

    assert "gerookte" in preview(desk, where, summary="Je maakt gerookte zalm.").content.decode()
    assert {each: visitor.get(each).content for each in pages} == before

    sent = form_of(desk.get(where)) | {"workplace": "Je werkt in een keuken."}
    assert desk.post(where, sent).status_code == 302
    after = visitor.get("/beroepen/kok/").content.decode()
    assert "Je werkt in een keuken." in after
    assert "gerookte" not in after


def test_what_is_drawn_in_a_preview_is_not_kept_for_others(filled):
    kept = catalogue()
    kept.pieces("card")["school"] = "for visitors"
    with apart() as own:
        assert catalogue() is own is not kept
        assert not catalogue().pieces("card")
        catalogue().pieces("card")["school"] = "for one editor"

    assert catalogue() is kept
    assert kept.pieces("card") == {"school": "for visitors"}


def test_a_preview_reads_and_draws_apart_from_the_pages_of_visitors(desk):
    kept = catalogue()
    kept.__dict__["offer_in_region"] = (99, kept.offer_in_region[1])

    assert "van de 99 locaties" in desk.get("/beroepen/kok/").content.decode()
    assert "van de 99 locaties" not in preview(desk, address(Occupation.objects.get(pk="kok"))).content.decode()
    assert catalogue() is kept


@pytest.mark.parametrize("model", PREVIEWED)
def test_only_who_may_change_something_sees_the_button_and_gets_a_preview(filled, client, settings, model):
    work_fast(settings)
    make_colleague("kim", may=[f"view_{model._meta.model_name}"])
    let_in(client, "kim")
    where = address(model.objects.first())

    assert not page(client.get(where)).all("[name=_preview]")
    assert client.post(where, {"_preview": "1"}).status_code == 403
