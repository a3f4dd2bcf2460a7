"""Where somebody is logged in: what is kept of it, and how it ends."""

import pytest
import time_machine
from django.test import Client

from portal.devices import BROWSERS, SYSTEMS, name_in
from schools.models import AuditEvent, Membership, Role, StaffSession

from .factories import make_tables
from .markup import page
from .staff import PASSWORD, enter, give_password, make_colleague, make_member, work_fast

pytestmark = pytest.mark.django_db

DEVICES = "/beheer/account/apparaten/"
START = "/beheer/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36 Edg/142.0.0.0"
)
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def desk():
    """A colleague at a desk."""
    make_colleague()
    return arrive(FIREFOX)


def arrive(user_agent=IPHONE, name="noor"):
    """Somebody on a device of the own, past the second step (whose code of this half minute is used only once)."""
    client = Client(headers={"user-agent": user_agent})
    with time_machine.travel(arrivals.pop(0)):
        return enter(client, name)


arrivals = []


@pytest.fixture(autouse=True)
def moments():
    """A code from an app works once, so that everybody arrives at a time of the own."""
    arrivals[:] = [f"2026-11-27 09:{minute:02}:00Z" for minute in range(10)]
    with time_machine.travel("2026-11-27 09:30:00Z"):
        yield


def devices(client):
    return [item.text for item in page(client.get(DEVICES)).all(".devices__name")]


def is_inside(client):
    return client.get(START).status_code == 200


def button(client, number):
    """What the form of a row sends."""
    return page(client.get(DEVICES)).all(".devices input[name=end]")[number]["value"]


def logouts():
    return list(AuditEvent.objects.filter(kind="logout").values_list("actor_name", "words", "source"))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        (FIREFOX, "Firefox", "Windows"),
        (IPHONE, "Safari", "iPhone"),
        (EDGE, "Edge", "Windows"),
        (SAMSUNG, "Samsung Internet", "Android"),
        ("curl/8.0", "", ""),
    ],
)
def test_a_device_is_told_in_words(user_agent, browser, system):
    assert (name_in(user_agent, BROWSERS), name_in(user_agent, SYSTEMS)) == (browser, system)


def test_somebody_sees_where_they_are_logged_in_and_of_nobody_else(desk):
    arrive()
    make_colleague("sam")
    arrive(EDGE, "sam")

    assert devices(desk) == ["Firefox op Windows (dit apparaat)", "Safari op iPhone"]


def test_no_internet_address_and_no_more_of_a_browser_than_its_name_is_kept(desk):
    [session] = StaffSession.objects.all()

    kept = str(session.get_decoded())
    assert "Firefox" in kept
    assert "127.0.0.1" not in kept and "Gecko" not in kept and "rv:" not in kept


def test_when_a_device_was_seen_is_written_once_in_a_quarter(desk):
    def seen():
        return StaffSession.objects.get().get_decoded()["device_seen"]

    desk.get(START)
    first = seen()
    with time_machine.travel("2026-11-27 09:40:00Z"):
        desk.get(START)
        assert seen() == first
    with time_machine.travel("2026-11-27 09:50:00Z"):
        desk.get(START)
        assert seen() == first + 20 * 60


def test_one_device_is_signed_out_and_the_others_stay(desk):
    phone, other = arrive(), arrive(EDGE)

    said = desk.post(DEVICES, {"end": button(desk, 1)}, follow=True)

    assert "U bent op 1 ander apparaat uitgelogd." in said.content.decode()
    assert [is_inside(each) for each in (desk, phone, other)] == [True, False, True]
    assert logouts() == [("noor", "noor", "sessies beëindigd: 1")]


def test_all_others_are_signed_out_at_once(desk):
    phone, other = arrive(), arrive(EDGE)

    desk.post(DEVICES, {"end": "others"})

    assert [is_inside(each) for each in (desk, phone, other)] == [True, False, False]


def test_signing_out_everywhere_ends_this_one_too(desk):
    phone = arrive()

    said = desk.post(DEVICES, {"end": "all"}, follow=True)

    assert "U bent overal uitgelogd." in said.content.decode()
    assert [is_inside(each) for each in (desk, phone)] == [False, False]
    assert not StaffSession.objects.filter(user__isnull=False).exists()


def test_nobody_ends_the_session_of_a_colleague(desk):
    make_colleague("sam")
    sam = arrive(EDGE, "sam")
    arrive(IPHONE, "sam")

    said = desk.post(DEVICES, {"end": button(sam, 0)}, follow=True)

    assert "Daar was u al uitgelogd." in said.content.decode()
    assert StaffSession.objects.filter(user__username="sam").count() == 2


def test_a_new_password_signs_out_every_other_device(desk):
    phone = arrive()
    new = "vier heel losse woorden"

    desk.post("/beheer/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert [is_inside(each) for each in (desk, phone)] == [True, False]
    assert devices(desk) == ["Firefox op Windows (dit apparaat)"]


def test_a_password_that_a_colleague_gave_signs_its_owner_out(desk):
    sam = make_colleague("sam")
    of_sam = arrive(IPHONE, "sam")
    new = {"password1": "vier heel losse woorden", "password2": "vier heel losse woorden", "usable_password": "true"}

    desk.post(f"/beheer/auth/user/{sam.pk}/password/", new)

    assert not is_inside(of_sam)
    assert not StaffSession.objects.filter(user=sam).exists()


def test_who_loses_the_last_role_is_out_everywhere(desk):
    make_tables()
    sam = make_member("sam", Role.EDITOR, "GM0599")
    Membership.objects.create(user=sam, role=Role.CONTENT)
    of_sam = arrive(IPHONE, "sam")
    first, last = Membership.objects.filter(user=sam)

    desk.post(f"/beheer/schools/membership/{first.pk}/delete/", {"post": "yes"})
    assert is_inside(of_sam)
    desk.post("/beheer/schools/membership/", {"action": "delete_selected", "_selected_action": last.pk, "post": "yes"})

    assert not StaffSession.objects.filter(user=sam).exists()
    assert not is_inside(of_sam)
    assert logouts() == [("noor", "sam", "sessies beëindigd: 1")]


def test_who_is_switched_off_is_out_also_when_switched_on_again(desk):
    sam = make_colleague("sam")
    of_sam = arrive(IPHONE, "sam")
    form = {"username": "sam", "email": sam.email, "is_staff": "on"}

    desk.post(f"/beheer/auth/user/{sam.pk}/change/", form)
    desk.post(f"/beheer/auth/user/{sam.pk}/change/", {**form, "is_active": "on"})
    sam.refresh_from_db()

    assert sam.is_active
    assert not is_inside(of_sam)


def test_who_gave_only_a_password_does_not_see_the_devices(desk):
    half = Client()
    give_password(half)

    assert half.get(DEVICES).url.startswith("/beheer/")
