"""Questions to a list that somebody keeps under a name, and a list that opens with the own municipality."""

import pytest

from schools.models import AuditEvent, KeptQuestion, Region, Role

from .factories import make_location
from .staff import let_in, make_colleague, make_member, work_fast
from .test_accounts import assert_careful
from .test_admin import CODE, LOCATIONS, make_school

pytestmark = pytest.mark.django_db

KEEP = "/beheer/bewaard/"
DELFT = "GM0503"


@pytest.fixture
def officer(client, settings):
    """An editor of Delft; there is a school in Rotterdam and one in Delft."""
    work_fast(settings)
    make_school()
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_location("In Delft", [("PIE", "KB")], code="18AB00", municipality_id=DELFT)
    make_member("delft", Role.EDITOR, DELFT)
    return let_in(client, "delft")


def keep(client, question="bevestigd=nee&o=1&p=3", name="Nog te doen", model="schools.schoollocation"):
    return client.post(KEEP, {"list": model, "name": name, "question": question}, follow=True)


def test_a_question_is_kept_under_a_name_above_its_list_without_the_page(officer):
    page = keep(officer)

    [kept] = page.context["mine"]["kept"]
    assert (kept.name, kept.question, kept.user.username) == ("Nog te doen", "bevestigd=nee&o=1", "delft")
    assert page.request["QUERY_STRING"] == kept.question
    assert 'href="?bevestigd=nee&amp;o=1" aria-current="true"' in page.content.decode()
    assert AuditEvent.objects.filter(kind="created", model="schools.keptquestion").exists()
    assert_careful(page)


def test_the_same_name_gets_the_new_question(officer):
    keep(officer)
    keep(officer, "q=kade")

    assert KeptQuestion.objects.get().question == "q=kade"


@pytest.mark.parametrize(
    ("question", "name"), [("", "Alles"), ("q=x", " "), ("q=x", "n" * 61), ("q=" + "x" * 1000, "n")]
)
def test_what_cannot_be_kept_is_told(officer, question, name):
    assert "Niet bewaard." in keep(officer, question, name).content.decode()
    assert not KeptQuestion.objects.exists()


def test_everybody_has_their_own_on_the_list_they_belong_to(officer, client):
    keep(officer)
    number = KeptQuestion.objects.get().pk
    on_another_list = officer.get("/beheer/schools/profilestatement/").context["mine"]["kept"]
    client.logout()
    make_colleague()
    let_in(client)

    assert on_another_list == client.get(LOCATIONS).context["mine"]["kept"] == []
    assert client.post(f"{KEEP}{number}/weg/").status_code == 404
    assert KeptQuestion.objects.exists()


def test_a_kept_question_is_thrown_away(officer):
    keep(officer)

    page = officer.post(f"{KEEP}{KeptQuestion.objects.get().pk}/weg/", follow=True)

    assert "Nog te doen is verwijderd." in page.content.decode()
    assert not KeptQuestion.objects.exists()


def test_a_list_that_somebody_may_not_see_keeps_nothing(officer):
    assert keep(officer, model="auth.user").status_code == 403
    assert keep(officer, model="no.list").status_code == 404
    assert officer.get(KEEP).status_code == 405


# The own municipality first


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", ["18AB00"]),
        ("?gemeente=alle", ["18AB00", CODE]),
        ("?gemeente=GM0599", [CODE]),
        (f"?q={CODE}", [CODE]),
        ("?gemeente=alle&o=1", ["18AB00", CODE]),
    ],
)
def test_the_list_of_locations_opens_with_the_own_municipality_and_a_search_goes_everywhere(officer, question, found):
    page = officer.get(f"{LOCATIONS}{question}")

    assert sorted(row.pk for row in page.context["cl"].result_list) == sorted(found)


def test_the_own_municipality_is_seen_as_a_filter_that_can_be_taken_away(officer):
    page = officer.get(LOCATIONS).content.decode()

    assert '<span class="chosen">Delft</span>' in page
    assert '<a href="?gemeente=alle">alle gemeenten</a>' in page
