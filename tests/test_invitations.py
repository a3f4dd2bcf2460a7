"""Colleagues invited by mail: who may invite whom, what the link does, and what it never does."""

import re
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.contrib import auth
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from schools.models import AuditEvent, Invitation, Membership, Region, Role

from .factories import make_location
from .markup import page
from .staff import PASSWORD, enter, give_password, make_colleague, make_member, work_fast

pytestmark = pytest.mark.django_db

DELFT, ROTTERDAM = "GM0503", "GM0599"
LIST = "/beheer/schools/invitation/"
DOOR = "/beheer/account/uitnodiging/"
NEW = {"username": "yara", "password1": "vier heel losse woorden", "password2": "vier heel losse woorden"}


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)
    settings.CAN_MAIL = True
    settings.SITE_URL = ""  # so that a test client can follow the link


@pytest.fixture
def manager(client):
    """Who manages Rotterdam, at a desk, with one location to look after."""
    make_location(code="17YF00")
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_member("noor", Role.MANAGER, ROTTERDAM, first_name="Noor", last_name="Bos")
    return enter(client)


def invite(client, email="yara@example.org", **fields):
    form = {"email": email, "first_name": "Yara", "last_name": "de Wit", "role": "editor", "municipality": ROTTERDAM}
    return client.post(f"{LIST}add/", form | fields, follow=True)


def link_in(message):
    return re.search(r"^\S*/beheer/account/uitnodiging/\S+$", message.body, re.M)[0]


def invited(client, **fields):
    """The link that somebody gets by mail."""
    invite(client, **fields)
    return link_in(mail.outbox[-1])


def heading(response):
    return page(response).one("h1").text


# Inviting


def test_the_mail_says_who_invites_for_what_until_when_and_what_else_to_do(manager):
    said = invite(manager)
    [sent] = mail.outbox

    assert "De uitnodiging is gemaild naar yara@example.org." in said.content.decode()
    assert (sent.to, sent.reply_to) == (["yara@example.org"], ["noor@example.org"])
    for words in ("Noor Bos nodigt u uit", "voor Rotterdam", "Uw rol wordt: redacteur", "één keer, tot", "niet?"):
        assert words in sent.body
    assert "&" not in sent.body


def test_an_invitation_makes_no_account_and_keeps_no_key(manager):
    link = invited(manager)

    assert not User.objects.filter(email="yara@example.org").exists()
    assert link.split("=")[1] not in str(Invitation.objects.values())


def test_the_record_holds_no_name_of_who_did_not_answer(manager):
    invite(manager)

    [event] = AuditEvent.objects.filter(model="schools.invitation")
    assert (event.kind, event.municipality_id) == ("created", ROTTERDAM)
    assert "yara" not in str([event.words, event.old, event.new]).lower()


@pytest.mark.parametrize("fields", [{"municipality": DELFT}, {"role": "regional", "municipality": ""}])
def test_a_manager_invites_for_the_own_municipality_only(manager, fields):
    invite(manager, **fields)

    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_who_leads_the_region_invites_for_every_role(manager):
    make_member("regio", Role.REGIONAL)
    invite(enter(Client(), "regio"), role="content", municipality="")

    assert Invitation.objects.get().role == "content"


def test_an_editor_invites_nobody(manager):
    make_member("sam", Role.EDITOR, ROTTERDAM)

    assert invite(enter(Client(), "sam")).status_code == 403


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("Noor@example.org", "Dit is uw eigen adres."),
        ("eerder@example.org", "Dit adres is al uitgenodigd."),
        ("sam@example.org", "Deze collega heeft hier al een rol."),
    ],
)
def test_who_needs_no_invitation_gets_none(manager, email, words):
    make_member("sam", Role.VIEWER, ROTTERDAM)
    invite(manager, email="eerder@example.org")

    assert words in invite(manager, email=email).content.decode()
    assert Invitation.objects.count() == 1


def test_without_a_mail_server_the_page_says_so_and_shows_the_link_once(manager, settings):
    settings.CAN_MAIL = False

    shown = invite(manager).content.decode()

    assert "er is geen mailserver ingesteld" in shown
    link = re.search(r"<code>(.*?)</code>", shown)[1]
    assert Client().get(link).status_code == 200
    assert "sleutel=" not in manager.get(f"{LIST}{Invitation.objects.get().pk}/change/").content.decode()
    assert mail.outbox == []


class NoServer:
    """A mail server that hangs up."""

    def __init__(self, **_options):
        pass

    def send_messages(self, _messages):
        raise SMTPServerDisconnected


def test_when_the_mail_server_fails_the_link_is_shown_and_kept(manager, settings):
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"

    assert "de mailserver nam de mail niet aan" in invite(manager).content.decode()
    assert Invitation.objects.count() == 1


def test_one_address_gets_no_more_than_five_mails_a_day(manager):
    invite(manager)
    again = f"{LIST}{Invitation.objects.get().pk}/opnieuw/"
    answers = [manager.post(again, follow=True).content.decode() for _time in range(5)]

    assert len(mail.outbox) == 5
    assert "Deze is niet gemaild." in answers[-1]


def test_sending_again_ends_the_older_link(manager):
    first = invited(manager)
    manager.post(f"{LIST}{Invitation.objects.get().pk}/opnieuw/")
    second = link_in(mail.outbox[-1])

    assert heading(Client().get(first)) == "Deze link werkt niet"
    assert heading(Client().get(second)) == "Account maken"


def test_the_list_shows_what_is_not_answered(manager):
    invite(manager)
    Invitation.objects.update(expires_at="2026-01-01T00:00:00Z")
    invite(manager, email="later@example.org")
    manager.post(f"{LIST}{Invitation.objects.get(email='later@example.org').pk}/intrekken/")

    shown = manager.get(LIST).content.decode()
    assert "verlopen" in shown and "yara@example.org" in shown
    assert "later@example.org" not in shown
    assert "later@example.org" in manager.get(f"{LIST}?stand=withdrawn").content.decode()


def test_a_manager_sends_and_withdraws_nothing_of_another_municipality(manager):
    link = invited(manager)
    make_member("delft", Role.MANAGER, DELFT)
    other, number = enter(Client(), "delft"), Invitation.objects.get().pk

    answers = [other.post(f"{LIST}{number}/{what}/").status_code for what in ("opnieuw", "intrekken")]

    assert answers == [404, 404]
    assert heading(Client().get(link)) == "Account maken"


# The link


def test_who_accepts_gets_account_and_role_and_is_led_to_the_second_factor(manager):
    link, visitor = invited(manager), Client()

    answer = visitor.post(link, NEW, follow=True)

    user = User.objects.get(username="yara")
    assert (user.email, user.get_full_name(), user.is_staff) == ("yara@example.org", "Yara de Wit", False)
    assert [(each.role, each.municipality_id) for each in user.memberships.all()] == [("editor", ROTTERDAM)]
    assert answer.redirect_chain[-1][0].startswith("/beheer/account/2fa/totp/activate/")
    assert visitor.get(LIST).status_code == 302
    told = AuditEvent.objects.filter(actor_name="yara").values_list("kind", "model")
    assert {("created", "auth.user"), ("rights", "schools.membership"), ("changed", "schools.invitation")} <= set(told)


def test_opening_the_link_uses_nothing_up_and_accepting_does(manager):
    link = invited(manager)
    for _scan in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    Client().post(link, NEW)

    again = Client().post(link, NEW | {"username": "iemand-anders"})

    assert (again.status_code, heading(again)) == (410, "Deze uitnodiging is al gebruikt")
    assert not User.objects.filter(username="iemand-anders").exists()


def test_a_link_that_does_not_work_says_why_and_how_to_go_on(manager):
    link = invited(manager)
    assert heading(Client().get(DOOR)) == heading(Client().get(f"{DOOR}?sleutel=x")) == "Deze link werkt niet"

    with time_machine.travel(Invitation.objects.get().expires_at, tick=False):
        assert heading(Client().post(link, NEW)) == "Deze uitnodiging is verlopen"
    manager.post(f"{LIST}{Invitation.objects.get().pk}/intrekken/")
    assert heading(Client().post(link, NEW)) == "Deze uitnodiging is ingetrokken"
    assert not User.objects.filter(username="yara").exists()


def test_who_left_leaves_no_open_doors_behind(manager):
    link = invited(manager)
    Membership.objects.filter(user__username="noor").delete()

    assert Client().post(link, NEW).status_code == 410
    assert not User.objects.filter(username="yara").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"username": "NOOR"}, "Deze gebruikersnaam is al bezet."),
        ({"username": "noor@example.org"}, "zonder @"),
        ({"password1": "kort", "password2": "kort"}, "12 tekens"),
        ({"password1": "yara@example.org", "password2": "yara@example.org"}, "lijkt te veel op"),
        ({"password2": "iets heel anders hier"}, "niet"),
        ({"password1": "958473625142", "password2": "958473625142"}, "cijfers"),
        ({"password1": "1q2w3e4r5t6y", "password2": "1q2w3e4r5t6y"}, "wachtwoord"),
    ],
)
def test_a_name_or_password_that_cannot_be_is_told_and_the_link_still_works(manager, fields, words):
    link = invited(manager)

    assert words in Client().post(link, NEW | fields).content.decode()
    assert Client().post(link, NEW).status_code == 302


class Hurry(MD5PasswordHasher):
    """A hasher during whose work somebody else takes the name, once: after the form was found right, before saving."""

    algorithm = "hurry"

    def encode(self, password, salt):
        if not User.objects.filter(username=NEW["username"]).exists():
            User.objects.create(username=NEW["username"])
        return super().encode(password, salt)


def test_of_two_who_choose_one_name_at_once_the_second_chooses_another(manager, settings):
    link, visitor = invited(manager), Client()
    settings.PASSWORD_HASHERS = [f"{__name__}.Hurry"]

    refused = visitor.post(link, NEW)

    assert (refused.status_code, heading(refused)) == (200, "Account maken")
    assert "Deze gebruikersnaam is al bezet." in refused.content.decode()
    assert Invitation.objects.open().exists()
    assert not AuditEvent.objects.filter(actor_name="yara").exists()
    assert visitor.post(link, NEW | {"username": "yara2"}).status_code == 302
    assert User.objects.get(username="yara2").memberships.get().role == "editor"


def test_who_has_an_account_logs_in_and_takes_the_role(manager):
    make_member("sam", Role.VIEWER, DELFT)
    link, visitor = invited(manager, email="sam@example.org"), Client()

    asked = page(visitor.get(link)).one("main a.button")["href"]
    refused = visitor.post(link, NEW)
    enter(visitor, "sam")
    shown = visitor.get(link)
    taken = visitor.post(link, follow=True)

    assert asked == f"/beheer/account/login/?next={link.replace('/', '%2F').replace('?', '%3F').replace('=', '%3D')}"
    assert heading(refused) == "Log in om de uitnodiging aan te nemen"
    assert heading(shown) == "Neemt u deze rol aan?"
    assert "Uw rol geldt meteen." in taken.content.decode()
    roles = Membership.objects.filter(user__username="sam").values_list("role", "municipality_id")
    assert set(roles) == {("viewer", DELFT), ("editor", ROTTERDAM)}
    assert User.objects.count() == 2


def test_somebody_else_who_is_logged_in_cannot_take_the_role(manager):
    link = invited(manager)
    make_member("sam", Role.VIEWER, DELFT)
    other = enter(Client(), "sam")

    assert heading(other.post(link)) == "Deze uitnodiging is voor een ander account"
    assert Invitation.objects.open().exists()


def test_who_invited_does_not_accept_it_themselves(manager):
    link = invited(manager)
    User.objects.filter(username="noor").update(email="yara@example.org")

    assert heading(manager.post(link)) == "Deze uitnodiging is voor een ander account"


def test_a_stranger_learns_nothing_about_who_has_an_account(manager):
    make_colleague("sam")
    invite(manager, email="sam@example.org")

    answers = [Client().get(f"{DOOR}?sleutel={key}").content for key in ("sam@example.org", "niemand@example.org")]

    assert answers[0] == answers[1]


def test_keys_are_not_tried_without_end():
    door = Client()
    for _attempt in range(20):
        door.post(f"{DOOR}?sleutel=raad")

    assert door.post(f"{DOOR}?sleutel=raad").status_code == 429


def test_a_new_colleague_logs_in_by_address_as_well(manager):
    Client().post(invited(manager), NEW)
    visitor = Client()

    give_password(visitor, "yara@example.org", NEW["password1"])

    assert auth.get_user(visitor).username == "yara"
    assert NEW["password1"] != PASSWORD
