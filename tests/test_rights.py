"""Who may do what: roles, the rows they reach, and what stays out of sight."""

import pytest
from django.db import IntegrityError, transaction

from schools.models import Membership, Region, Report, Role, SchoolLocation
from schools.models.memberships import PERMISSIONS

from .factories import make_location
from .staff import make_colleague, make_member, work_fast

pytestmark = pytest.mark.django_db

DELFT, ROTTERDAM = "GM0503", "GM0599"


@pytest.fixture(autouse=True)
def two_towns(settings):
    """A location in Rotterdam and one in Delft, each with a report about it."""
    work_fast(settings)
    here = make_location("In Rotterdam", [("PIE", "KB")], code="17YF00")
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    there = make_location("In Delft", [("PIE", "KB")], code="18AB00", municipality_id=DELFT, city="Delft")
    for location in (here, there):
        Report.objects.create(location=location, text=f"Fout bij {location}", data_version=1)


def codes(locations):
    return sorted(locations.values_list("pk", flat=True))


# Roles and the rows they reach


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.MANAGER])
def test_a_role_of_a_municipality_reaches_its_rows_only(role):
    user = make_member("delft", role, DELFT)

    assert codes(SchoolLocation.objects.for_user(user)) == ["18AB00"]
    assert [report.location_id for report in Report.objects.for_user(user)] == ["18AB00"]


def test_who_reads_in_one_municipality_and_edits_in_another_changes_only_there():
    user = make_member("both", Role.VIEWER, DELFT)
    Membership.objects.create(user=user, role=Role.EDITOR, municipality_id=ROTTERDAM)

    assert codes(SchoolLocation.objects.for_user(user)) == ["17YF00", "18AB00"]
    assert codes(SchoolLocation.objects.for_user(user, "change")) == ["17YF00"]


def test_the_manager_of_the_region_reaches_all_municipalities():
    user = make_member("region", Role.REGIONAL)

    assert codes(SchoolLocation.objects.for_user(user, "change")) == ["17YF00", "18AB00"]


def test_the_editor_of_occupations_reaches_no_report():
    user = make_member("content", Role.CONTENT)

    assert user.has_perm("careers.change_occupation")
    assert not Report.objects.for_user(user).exists()


def test_a_permission_that_a_superuser_gave_by_name_holds_everywhere():
    user = make_colleague(may=["view_report"])

    assert Report.objects.for_user(user).count() == 2
    assert not Report.objects.for_user(user, "change").exists()


def test_who_left_reaches_nothing():
    user = make_member("gone", Role.REGIONAL, is_active=False)

    assert not user.has_perm("schools.view_report")
    assert not Report.objects.for_user(user).exists()


def test_home_is_the_municipality_that_somebody_works_for():
    assert Membership.objects.home_of(make_member("delft", Role.EDITOR, DELFT)).name == "Delft"
    assert Membership.objects.home_of(make_member("region", Role.REGIONAL)) is None


def test_every_role_says_what_it_allows():
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
def test_the_database_refuses_roles_that_contradict_each_other(memberships):
    user = make_colleague(may=())

    with pytest.raises(IntegrityError), transaction.atomic():
        for role, municipality in memberships:
            Membership.objects.create(user=user, role=role, municipality_id=municipality)
