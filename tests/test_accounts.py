"""Who may enter the staff pages, and what the pages on the way there are like."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin, auth
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from .staff import LOGIN, PASSWORD, SECOND_STEP, SECRET, code_of, enter, give_password, make_colleague, work_fast

pytestmark = pytest.mark.django_db

START = "/beheer/"
SET_UP = "/beheer/account/2fa/totp/activate/"
CODES = "/beheer/account/2fa/recovery-codes/"
LIST = "/beheer/schools/schoollocation/"
PAGES = [
    "/beheer/account/2fa/",
    "/beheer/account/2fa/recovery-codes/",
    "/beheer/account/2fa/recovery-codes/generate/",
    "/beheer/account/2fa/totp/deactivate/",
    "/beheer/account/2fa/webauthn/",
    "/beheer/account/2fa/webauthn/add/",
    "/beheer/account/2fa/webauthn/reauthenticate/",
    "/beheer/account/2fa/reauthenticate/",
    "/beheer/account/apparaten/",
    "/beheer/account/inactive/",
    "/beheer/account/logout/",
    "/beheer/account/password/",
    "/beheer/account/reauthenticate/",
]
ENGLISH = re.compile(
    r"\b(sign in|sign out|password|username|two-factor|authenticator (app|code)|recovery|security key)\b", re.I
)


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


def is_logged_in(client):
    return auth.get_user(client).is_authenticated


def admin_addresses(patterns=None, prefix="/beheer/"):
    """Every address of the admin, from its own list, with an example for each part that varies."""
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        path = re.sub(
            r"<[^>]+>|\(\?P<url>\.\*\)", "1", re.sub(r"\(\?P<app_label>[^)]*\)", "schools", str(pattern.pattern))
        )
        path = prefix + path.strip("^$")
        if isinstance(pattern, URLPattern):
            yield path
        else:
            yield from admin_addresses(pattern.url_patterns, path)


def shown_texts(response):
    """What a visitor reads: without tags, addresses and scripts."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"<[^>]+>", " ", page)


def assert_careful(response):
    """One heading, Dutch, and nothing that a strict content policy refuses."""
    page = response.content.decode()
    scripts = re.findall(r"<script\b([^>]*)>", page)
    assert page.count("<h1") == 1
    assert 'lang="nl"' in page
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    assert not re.search(r"<style|\sstyle=|\son\w+=\"|(src|href)=\"data:", page)
    assert not ENGLISH.search(shown_texts(response))


# Getting in


def test_password_and_code_open_the_admin(client):
    make_colleague()

    assert enter(client).get(START).status_code == 200


def test_logging_in_leads_on_to_where_the_visitor_was_going(client):
    make_colleague()

    asked = client.get(LIST, follow=True)
    client.post(asked.redirect_chain[-1][0], {"login": "noor", "password": PASSWORD})
    response = client.post(SECOND_STEP, {"code": code_of()})

    assert response.url == LIST


def test_without_second_factor_the_visitor_is_led_to_set_it_up_and_then_on(client):
    make_colleague(app=False)
    client.get(LIST, follow=True)
    client.post(f"{LOGIN}?next={LIST}", {"login": "noor", "password": PASSWORD})

    page = client.get(LIST, follow=True)
    address = page.redirect_chain[-1][0]
    codes = client.post(address, {"code": code_of(page.context["secret"])}, follow=True)

    assert address.startswith(SET_UP)
    assert f'href="{LIST}"' in codes.content.decode()
    assert client.get(LIST).status_code == 200


def test_the_set_up_page_shows_the_key_as_picture_and_as_text(client):
    make_colleague(app=False)
    give_password(client)

    page = client.get(SET_UP)

    assert page.context["secret"].replace(" ", "") in page.context["totp_url"]
    assert "<svg width=" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert_careful(page)


def test_a_wrong_code_sets_up_nothing(client):
    make_colleague(app=False)
    give_password(client)
    client.get(SET_UP)

    page = client.post(SET_UP, {"code": "000000"})

    assert "Deze code klopt niet" in page.content.decode()
    assert not Authenticator.objects.exists()


def test_a_recovery_code_opens_the_admin_once(client):
    colleague = make_colleague()
    [code, *others] = RecoveryCodes.activate(colleague).get_unused_codes()
    give_password(client)
    client.post(SECOND_STEP, {"code": code})
    again = Client()
    give_password(again)
    again.post(SECOND_STEP, {"code": code})

    assert is_logged_in(client)
    assert not is_logged_in(again)
    assert len(others) == 9


def test_a_code_from_the_app_works_once(client):
    make_colleague()
    enter(client)
    again = Client()
    give_password(again)
    again.post(SECOND_STEP, {"code": code_of()})

    assert not is_logged_in(again)


# Staying out


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["nobody", "colleague without second factor", "visitor with an account"])
def test_no_admin_page_opens_without_second_factor(client, who, method):
    if who != "nobody":
        make_colleague(app=False, is_staff=who.startswith("colleague"))
        give_password(client)

    answers = {path: getattr(client, method)(path) for path in admin_addresses()}

    opened = {path for path, answer in answers.items() if answer.status_code == 200}
    assert len(answers) > 40
    assert opened == set()
    assert all(answer.status_code in (302, 301, 403) for answer in answers.values())


def test_a_second_factor_set_up_elsewhere_does_not_open_an_older_session(client):
    colleague = make_colleague(app=False)
    give_password(client)
    TOTP.activate(colleague, SECRET)

    page = client.get(LIST, follow=True)

    assert page.redirect_chain[-1][0].startswith("/beheer/account/2fa/reauthenticate/")
    assert client.post(page.redirect_chain[-1][0], {"code": code_of()}).url == LIST
    assert client.get(LIST).status_code == 200


def test_removing_the_second_factor_closes_the_admin(client):
    make_colleague()
    enter(client)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()

    assert client.get(START).status_code == 302


def test_a_visitor_with_an_account_but_no_rights_is_told_so(client):
    make_colleague(app=False, is_staff=False)
    give_password(client)

    page = client.get(START, follow=True)

    assert page.status_code == 403
    assert "Geen toegang" in page.content.decode()
    assert_careful(page)


def test_the_login_of_django_itself_lets_nobody_in(client):
    make_colleague()

    client.post("/beheer/login/", {"username": "noor", "password": PASSWORD, "next": START})

    assert not is_logged_in(client)


def test_nobody_signs_up():
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(client):
    make_colleague()
    tries = [("noor", "fout"), ("niemand", "fout"), ("noor@example.org", "fout"), ("niemand@example.org", "fout")]

    answers = [give_password(client, name, password).context["form"].non_field_errors() for name, password in tries]

    assert answers == [answers[0]] * 4
    assert "horen niet bij elkaar" in answers[0][0]


def test_a_colleague_whose_account_is_off_is_told_so(client):
    make_colleague(is_active=False)

    page = client.post(LOGIN, {"login": "noor", "password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == "/beheer/account/inactive/"
    assert not is_logged_in(client)


def test_the_way_on_never_leads_to_another_site(client):
    make_colleague()
    enter(client)

    assert client.get("/beheer/login/?next=https://elders.example/").url == START


# Trying too often


def test_after_five_wrong_passwords_the_right_one_is_refused_too(client):
    make_colleague()
    for _attempt in range(5):
        give_password(client, password="fout")

    page = give_password(client)

    assert "U hebt het te vaak geprobeerd" in page.content.decode()
    assert not is_logged_in(client)


def test_an_attacker_does_not_lock_out_the_owner(client):
    make_colleague()
    for _attempt in range(6):
        give_password(client, password="fout", REMOTE_ADDR="203.0.113.9")

    assert give_password(client).url == SECOND_STEP


def test_the_table_that_counts_attempts_names_no_address(client):
    give_password(client, REMOTE_ADDR="203.0.113.9")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cache")
        rows = cursor.fetchall()
    assert rows
    assert "203.0.113.9" not in str(rows)


class Counted(MD5PasswordHasher):
    """A hasher that counts how often it works."""

    algorithm = "counted"
    worked = []

    def encode(self, password, salt):
        self.worked.append(salt)
        return super().encode(password, salt)


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(client, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    make_colleague()
    counts = []
    for name in ("noor", "niemand", "noor@example.org", "niemand@example.org"):
        Counted.worked.clear()
        give_password(client, name, "fout")
        counts.append(len(Counted.worked))

    assert counts == [1, 1, 1, 1]


def test_wrong_codes_are_counted_as_well(client):
    make_colleague()
    give_password(client)
    for _attempt in range(5):
        client.post(SECOND_STEP, {"code": "000000"})

    page = client.post(SECOND_STEP, {"code": code_of()})

    assert "U hebt het te vaak geprobeerd" in page.content.decode()
    assert not is_logged_in(client)


def test_a_storm_of_attempts_gets_a_page_that_says_to_wait(client):
    for _attempt in range(30):
        client.post(LOGIN, {})

    page = client.post(LOGIN, {})

    assert page.status_code == 429
    assert_careful(page)


# The pages themselves


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_dutch_with_one_heading_and_nothing_inline(client, address):
    make_colleague()
    enter(client)
    confirm_identity(client)

    page = client.get(address, follow=True)

    assert page.status_code == 200
    assert_careful(page)


def confirm_identity(client):
    client.post("/beheer/account/reauthenticate/", {"password": PASSWORD})


def test_the_pages_before_logging_in_are_careful_too(client):
    make_colleague()

    assert_careful(client.get(LOGIN))
    assert_careful(give_password(client, password="fout"))
    give_password(client)
    assert_careful(client.get(SECOND_STEP))
    assert_careful(client.post(SECOND_STEP, {"code": "000000"}))


def test_who_logs_out_is_told_so_and_can_log_in_again(client):
    make_colleague()
    enter(client)

    page = client.post("/beheer/account/logout/", follow=True)

    assert page.redirect_chain[-1][0] == LOGIN
    assert "U bent uitgelogd." in page.content.decode()
    assert not is_logged_in(client)


def test_changing_the_password_needs_the_old_one(client):
    colleague = make_colleague()
    enter(client)
    new = {"password1": "vier heel losse woorden", "password2": "vier heel losse woorden"}

    refused = client.post("/beheer/account/password/", {"oldpassword": "fout", **new})
    client.post("/beheer/account/password/", {"oldpassword": PASSWORD, **new})
    colleague.refresh_from_db()

    assert "Dit is niet uw huidige wachtwoord" in refused.content.decode()
    assert colleague.check_password("vier heel losse woorden")
    assert client.get(START).status_code == 200


def test_looking_at_recovery_codes_later_asks_once_more_who_it_is(client):
    make_colleague()
    enter(client)

    asked = client.get(CODES)
    shown = client.post(asked.url, {"password": PASSWORD}, follow=True)

    assert asked.url.startswith("/beheer/account/reauthenticate/")
    assert len(shown.context["unused_codes"]) == 10
    assert "no-store" in shown.headers["Cache-Control"]


def test_recovery_codes_can_be_saved(client):
    make_colleague()
    enter(client)
    confirm_identity(client)

    saved = client.get("/beheer/account/2fa/recovery-codes/download/")

    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert len(re.findall(r"^\d{8}$", saved.content.decode(), flags=re.M)) == 10


def test_who_uncouples_the_app_has_to_set_up_another(client):
    make_colleague()
    enter(client)
    confirm_identity(client)

    client.post("/beheer/account/2fa/totp/deactivate/")

    assert client.get(START, follow=True).redirect_chain[-1][0].startswith(SET_UP)


def test_colleagues_never_see_the_secret_of_a_second_factor(client):
    make_colleague()
    factor = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    enter(client)

    page = client.get(f"/beheer/mfa/authenticator/{factor.pk}/change/")

    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert client.get("/beheer/account/emailaddress/").status_code == 404
