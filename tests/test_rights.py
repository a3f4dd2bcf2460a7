"""Who may do what: roles, the rows they reach, and what stays out of sight."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.test import Client

from schools.admin.audited import Audited
from schools.admin.scoped import Scoped
from schools.models import (
    Membership,
    ProfileStatement,
    Region,
    Report,
    Role,
    SchoolLocation,
)
from schools.models.memberships import PERMISSIONS

from .address_walk import addresses, beyond
from .factories import make_location
from .staff import enter, give_password, let_in, make_colleague, make_member, work_fast
from .test_admin import confirm

pytestmark = pytest.mark.django_db

DELFT, ROTTERDAM = "GM0503", "GM0599"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def two_towns():
    """A location in Rotterdam and one in Delft, each with a report about it."""
    here = make_location("In Rotterdam", [("PIE", "KB")], code="17YF00")
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    there = make_location("In Delft", [("PIE", "KB")], code="18AB00", municipality_id=DELFT, city="Delft")
    for location in (here, there):
        Report.objects.create(location=location, text=f"Fout bij {location}", data_version=1)


def codes(locations):
    return sorted(locations.values_list("pk", flat=True))


# Roles and the rows they reach


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.MANAGER])
def test_a_role_of_a_municipality_reaches_its_rows_only(role, two_towns):
    user = make_member("delft", role, DELFT)

    assert codes(SchoolLocation.objects.for_user(user)) == ["18AB00"]
    assert [report.location_id for report in Report.objects.for_user(user)] == ["18AB00"]


def test_who_reads_in_one_municipality_and_edits_in_another_changes_only_there(two_towns):
    user = make_member("both", Role.VIEWER, DELFT)
    Membership.objects.create(user=user, role=Role.EDITOR, municipality_id=ROTTERDAM)

    assert codes(SchoolLocation.objects.for_user(user)) == ["17YF00", "18AB00"]
    assert codes(SchoolLocation.objects.for_user(user, "change")) == ["17YF00"]


def test_the_manager_of_the_region_reaches_all_municipalities(two_towns):
    user = make_member("region", Role.REGIONAL)

    assert codes(SchoolLocation.objects.for_user(user, "change")) == ["17YF00", "18AB00"]


def test_the_editor_of_occupations_reaches_no_report(two_towns):
    user = make_member("content", Role.CONTENT)

    assert user.has_perm("careers.change_occupation")
    assert not Report.objects.for_user(user).exists()


def test_a_permission_that_a_superuser_gave_by_name_holds_everywhere(two_towns):
    user = make_colleague(may=["view_report"])

    assert Report.objects.for_user(user).count() == 2
    assert not Report.objects.for_user(user, "change").exists()


def test_who_left_reaches_nothing(two_towns):
    user = make_member("gone", Role.REGIONAL, is_active=False)

    assert not user.has_perm("schools.view_report")
    assert not Report.objects.for_user(user).exists()


def test_home_is_the_municipality_that_somebody_works_for(two_towns):
    assert Membership.objects.home_of(make_member("delft", Role.EDITOR, DELFT)).name == "Delft"
    assert Membership.objects.home_of(make_member("region", Role.REGIONAL)) is None


def test_every_role_says_what_it_allows(two_towns):
    assert set(PERMISSIONS) == set(Role)


@pytest.mark.parametrize(
    "memberships",
    [
        [(Role.EDITOR, None)],
        [(Role.REGIONAL, DELFT)],
        [(Role.EDITOR, DELFT), (Role.VIEWER, DELFT)],
        [(Role.CONTENT, None), (Role.CONTENT, None)],
    ],
)
def test_the_database_refuses_roles_that_contradict_each_other(memberships, two_towns):
    user = make_colleague(may=())

    with pytest.raises(IntegrityError), transaction.atomic():
        for role, municipality in memberships:
            Membership.objects.create(user=user, role=role, municipality_id=municipality)


# What each role may and may not do


def entered(user):
    return let_in(Client(), user.username)


def test_a_municipality_reads_the_public_data_of_others_and_changes_only_its_own(two_towns):
    client = entered(make_member("delft", Role.EDITOR, DELFT))

    other = client.get("/beheer/schools/schoollocation/17YF00/change/")
    client.post("/beheer/schools/schoollocation/18AB00/change/", {"short_name": "De Delftse"})

    assert other.status_code == 200 and 'name="_save"' not in other.content.decode()
    assert client.post("/beheer/schools/schoollocation/17YF00/change/", {"short_name": "x"}).status_code == 403
    assert client.get("/beheer/schools/schoollocation/17YF00/history/").status_code == 403
    assert client.get("/beheer/schools/schoollocation/18AB00/history/").status_code == 200
    assert SchoolLocation.objects.get(pk="18AB00").short_name == "De Delftse"


def test_only_own_locations_are_offered_for_a_confirmation_and_accepted(two_towns):
    client = entered(make_member("delft", Role.EDITOR, DELFT))
    asked = {"app_label": "schools", "model_name": "profilestatement", "field_name": "location", "term": "in"}

    offered = client.get("/beheer/autocomplete/", asked).json()["results"]
    confirm(client, location="17YF00", source="school")
    confirm(client, location="18AB00", source="school")

    assert [each["id"] for each in offered] == ["18AB00"]
    confirmed = ProfileStatement.objects.filter(source="school")
    assert [statement.location_id for statement in confirmed] == ["18AB00"]


def test_who_edits_in_one_town_and_reads_in_another_confirms_in_the_first_only(two_towns):
    both = make_member("both", Role.VIEWER, ROTTERDAM)
    Membership.objects.create(user=both, role=Role.EDITOR, municipality_id=DELFT)

    assert confirm(entered(both), location="17YF00", source="school").status_code == 403
    assert not ProfileStatement.objects.filter(source="school").exists()


def test_a_list_cannot_be_asked_what_is_in_tables_behind_it(two_towns):
    client = entered(make_member("delft", Role.EDITOR, DELFT))

    hidden = (
        "reports__text__contains=Fout",
        "inquiries__email=e",
        "statements__note__contains=e",
        "memberships__user=1",
    )
    for question in hidden:
        assert client.get(f"/beheer/schools/schoollocation/?{question}").status_code in (302, 400)


def test_a_viewer_reads_and_writes_nothing(two_towns):
    client = entered(make_member("viewer", Role.VIEWER, DELFT))
    report = Report.objects.get(location="18AB00")

    assert client.get(f"/beheer/schools/report/{report.pk}/change/").status_code == 200
    assert client.post(f"/beheer/schools/report/{report.pk}/change/", {"status": "done"}).status_code == 403
    assert client.post("/beheer/schools/schoollocation/18AB00/change/", {"short_name": "x"}).status_code == 403
    assert confirm(client, location="18AB00", source="school").status_code == 403
    assert client.get("/beheer/schools/membership/").status_code == 403


def test_the_editor_of_occupations_touches_no_school(two_towns):
    client = entered(make_member("content", Role.CONTENT))

    assert client.get("/beheer/careers/occupation/").status_code == 200
    for table in ("schoollocation", "profilestatement", "report", "membership", "auditevent", "importrun"):
        assert client.get(f"/beheer/schools/{table}/").status_code == 403
    assert client.get("/beheer/auth/user/").status_code == 403


def test_an_editor_of_a_municipality_sees_no_draft_of_an_occupation(two_towns):
    client = entered(make_member("delft", Role.EDITOR, DELFT))

    assert client.get("/beheer/careers/occupation/").status_code == 403
    assert client.get("/beheer/careers/rolemodel/").status_code == 403


# Giving roles


MEMBERSHIPS = "/beheer/schools/membership/"


def give(client, name, role, municipality=""):
    return client.post(f"{MEMBERSHIPS}add/", {"user": name, "role": role, "municipality": municipality})


def roles_given(name):
    given = Membership.objects.filter(user__username=name)
    return [(each.role, each.municipality_id) for each in given]


def test_a_manager_gives_and_ends_roles_of_the_own_municipality(two_towns):
    client = entered(make_member("manager", Role.MANAGER, DELFT))
    make_colleague("sam", may=())

    give(client, "sam@example.org", Role.EDITOR, DELFT)
    given = roles_given("sam")
    client.post(f"{MEMBERSHIPS}{Membership.objects.get(user__username='sam').pk}/delete/", {"post": "yes"})

    assert (given, roles_given("sam")) == ([("editor", DELFT)], [])


@pytest.mark.parametrize(
    ("role", "municipality"),
    [(Role.VIEWER, ROTTERDAM), (Role.REGIONAL, ""), (Role.CONTENT, ""), (Role.EDITOR, ""), (Role.REGIONAL, DELFT)],
)
def test_a_manager_gives_no_role_elsewhere_nor_one_of_the_region(two_towns, role, municipality):
    client = entered(make_member("manager", Role.MANAGER, DELFT))
    make_colleague("sam", may=())

    page = give(client, "sam", role, municipality)

    assert page.status_code == 200 and page.context["adminform"].form.errors
    assert roles_given("sam") == []


@pytest.mark.parametrize(("role", "municipality"), [(Role.MANAGER, DELFT), (Role.REGIONAL, None)])
def test_nobody_changes_or_ends_the_own_role(two_towns, role, municipality):
    user = make_member("manager", role, municipality)
    client, own = entered(user), user.memberships.get()

    assert client.post(f"{MEMBERSHIPS}{own.pk}/change/", {"role": Role.VIEWER}).status_code == 403
    assert client.post(f"{MEMBERSHIPS}{own.pk}/delete/", {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"}
    client.post(MEMBERSHIPS, data)
    assert roles_given("manager") == [(role, municipality)]


def test_a_role_ends_at_once(two_towns):
    user = make_member("delft", Role.EDITOR, DELFT)
    client = entered(user)
    user.memberships.get().delete()

    assert client.get("/beheer/schools/report/").status_code == 403


def test_the_region_gives_every_role(two_towns):
    client = entered(make_member("region", Role.REGIONAL))
    make_colleague("sam", may=())
    make_colleague("kim", may=())

    give(client, "sam", Role.MANAGER, ROTTERDAM)
    give(client, "kim", Role.CONTENT)

    assert roles_given("sam") + roles_given("kim") == [("manager", ROTTERDAM), ("content", None)]


def test_a_name_without_an_account_is_told_at_its_field(two_towns):
    client = entered(make_member("manager", Role.MANAGER, DELFT))

    errors = give(client, "niemand", Role.VIEWER, DELFT).context["adminform"].form.errors

    assert "Er is geen account" in errors["user"][0]


def test_who_leads_the_region_makes_no_superuser_and_takes_over_no_account_that_goes_further(two_towns):
    boss, sam = make_colleague("boss"), make_colleague("sam", may=())
    client = entered(make_member("region", Role.REGIONAL))
    form = {"username": "sam", "is_active": "on", "is_staff": "on", "is_superuser": "on", "email": sam.email}
    new = {"password1": "vier heel losse woorden", "password2": "vier heel losse woorden", "usable_password": "true"}
    factor = Authenticator.objects.filter(user=boss).first()

    changed = client.post(f"/beheer/auth/user/{sam.pk}/change/", {**form, "first_name": "Sam"})
    assert client.post(f"/beheer/auth/user/{boss.pk}/password/", new).status_code == 403
    assert client.post(f"/beheer/auth/user/{boss.pk}/change/", {"username": "x"}).status_code == 403
    assert client.post(f"/beheer/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"}).status_code == 403

    sam.refresh_from_db()
    assert (changed.status_code, sam.first_name, sam.is_superuser) == (302, "Sam", False)


def test_a_role_opens_the_admin_only_with_a_second_factor(two_towns):
    """Also for an account of which nobody ticked that it is staff."""
    without = make_member("without", Role.EDITOR, DELFT, app=False)
    make_member("with", Role.EDITOR, DELFT, is_staff=False)
    closed, opened = Client(), enter(Client(), "with")
    give_password(closed, without.username)

    for address in addresses(beyond(without), ["beheer/schools/"]):
        assert closed.get(address).status_code == 302, address
    assert "activate" in closed.get("/beheer/", follow=True).redirect_chain[-1][0]
    assert opened.get("/beheer/schools/report/").status_code == 200


def test_every_page_of_the_admin_keeps_to_reach_and_writes_down_what_is_done():
    for page in admin.site._registry.values():
        assert isinstance(page, Audited), page
        if hasattr(page.model._default_manager.all(), "for_user"):
            assert isinstance(page, Scoped), page
