"""Logging in through the provider of an organisation: who gets in, who does not, and what a false answer achieves."""

import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib import auth
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format

from schools.models import AuditEvent, Role, StaffSession

from . import provider as providers
from .factories import make_tables
from .markup import page
from .provider import NAME
from .staff import LOGIN, SECOND_STEP, code_of, enter, give_password, make_colleague, make_member, work_fast
from .test_accounts import LIST, SET_UP, START, admin_addresses, assert_careful, is_logged_in

pytestmark = pytest.mark.django_db

DOOR = "/beheer/account/organisatie/"
BACK = f"{DOOR}terug/"
FAILED = "Het inloggen is niet gelukt"
NO_ACCOUNT = "U hebt hier geen account"
NOT_VERIFIED = "Uw e-mailadres is niet bevestigd"
AWAY = "De gemeente geeft geen antwoord"


@pytest.fixture(scope="module")
def running_provider():
    with providers.running() as provider:
        yield provider


@pytest.fixture
def provider(running_provider, settings):
    """A site that has this provider."""
    work_fast(settings)
    running_provider.be_honest()
    providers.name_to_site(running_provider, settings)
    return running_provider


def come(client, provider, **sent):
    """From the button to the provider and back."""
    return client.get(provider.sign_in(client.post(DOOR, sent).url))


def heading(response):
    return page(response).one("h1").text


def events(**about):
    return list(AuditEvent.objects.filter(**about).order_by("pk").values_list("kind", "actor_name", "words", "source"))


# Getting in


def test_a_colleague_comes_in_with_the_second_step_of_this_site(client, provider):
    make_colleague()

    back = come(client, provider)

    assert back.url == SECOND_STEP
    assert not is_logged_in(client)
    assert client.post(SECOND_STEP, {"code": code_of()}).url == START
    assert client.get(START).status_code == 200


def test_the_way_leads_on_to_where_the_visitor_was_going(client, provider):
    make_colleague()
    asked = client.get(LIST, follow=True)
    form = page(asked).one("form[action=/beheer/account/organisatie/]")
    onward = form.one("input[name=next]")["value"]
    come(client, provider, next=onward)

    assert client.post(SECOND_STEP, {"code": code_of()}).url == LIST


@pytest.mark.one_database
def test_the_way_never_leads_to_another_site(client, provider):
    make_colleague()
    come(client, provider, next="https://elders.example/")

    assert client.post(SECOND_STEP, {"code": code_of()}).url == START


@pytest.mark.one_database
def test_without_a_second_factor_no_page_opens_and_it_is_set_up_first(client, provider):
    make_colleague(app=False)
    come(client, provider)

    opened = {path for path in admin_addresses() if client.get(path).status_code == 200}

    assert is_logged_in(client)
    assert opened == set()
    asked = client.get(LIST, follow=True)
    assert asked.redirect_chain[-1][0].startswith(SET_UP)
    client.post(asked.redirect_chain[-1][0], {"code": code_of(asked.context["secret"])})
    assert client.get(LIST).status_code == 200


def test_the_address_may_come_from_what_the_provider_tells_besides_its_token(client, provider):
    make_colleague()
    provider.person = {"sub": "n-1"}
    provider.told_apart = {"email": "Noor@Example.org", "email_verified": True}

    assert come(client, provider).url == SECOND_STEP


@pytest.mark.one_database
@pytest.mark.parametrize(
    "habits",
    [
        {"description": {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}},
        {"names_key": {"kid": "own"}},
        {"lies": {"aud": ["profielwijzer", "een ander"], "azp": "profielwijzer"}},
        {"person": {"sub": "n-1", "email": "noor@example.org", "email_verified": "true"}},
    ],
)
def test_providers_have_habits_of_their_own(client, provider, habits):
    make_colleague()
    for name, habit in habits.items():
        setattr(provider, name, habit)

    assert come(client, provider).url == SECOND_STEP


def test_who_was_let_in_once_is_known_when_the_address_changes(client, provider):
    make_colleague()
    come(client, provider)
    provider.person = {"sub": "n-1", "email": "n.bos@example.org", "email_verified": False}

    assert come(Client(), provider).url == SECOND_STEP
    assert SocialAccount.objects.count() == 1


def test_nothing_is_kept_of_the_person_but_what_the_provider_calls_them(client, provider):
    make_colleague()
    provider.person |= {"name": "Noor Bos", "picture": "https://example.org/noor.png"}
    provider.told_apart = {"name": "Noor Bos"}
    for visitor in (Client(), client):
        come(visitor, provider)
        link = SocialAccount.objects.get()
        assert (link.uid, link.extra_data) == ("n-1", {})
    client.post(SECOND_STEP, {"code": code_of()})

    assert not SocialToken.objects.exists()
    kept = str([each.get_decoded() for each in StaffSession.objects.all()])
    assert "toegang" not in kept and "picture" not in kept


# The second factor of the provider


@pytest.fixture
def trusted(provider, settings):
    """A provider whose word for a second factor is taken."""
    settings.OIDC_SECOND_FACTOR = ["mfa", "https://refeds.org/profile/mfa"]
    return provider


@pytest.mark.parametrize("shown", [{"amr": ["pwd", "mfa"]}, {"acr": "https://refeds.org/profile/mfa"}])
@pytest.mark.parametrize("app", [True, False])
def test_a_second_factor_that_the_provider_saw_is_enough_where_it_is_trusted(client, trusted, shown, app):
    make_colleague(app=app)
    trusted.person |= shown

    assert come(client, trusted).url == START
    assert client.get(START).status_code == 200


@pytest.mark.parametrize("shown", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "1"}, {"amr": [["mfa"]]}])
def test_without_its_word_in_the_token_the_second_step_is_asked(client, trusted, shown):
    make_colleague()
    trusted.person |= shown
    trusted.told_apart = {"amr": ["mfa"]}

    assert come(client, trusted).url == SECOND_STEP


def test_its_word_counts_for_nothing_unless_a_setting_says_so(client, provider):
    make_colleague()
    provider.person |= {"amr": ["mfa"]}

    assert come(client, provider).url == SECOND_STEP


def test_a_session_closes_when_the_provider_is_trusted_no_more(client, trusted, settings):
    make_colleague()
    trusted.person |= {"amr": ["mfa"]}
    come(client, trusted)
    settings.OIDC_SECOND_FACTOR = []

    assert client.get(LIST, follow=True).redirect_chain[-1][0].startswith("/beheer/account/2fa/reauthenticate/")


# Staying out


def is_kept_out(client, provider, words, status=403):
    """Not logged in, told why, and nothing made."""
    before = User.objects.count()
    answer = come(client, provider)
    assert (answer.status_code, heading(answer)) == (status, words)
    assert_careful(answer)
    assert not is_logged_in(client)
    assert "account_login" not in client.session
    assert User.objects.count() == before and not SocialAccount.objects.exists()
    return answer


def test_who_has_no_account_gets_none_and_reads_what_to_do(client, provider):
    make_colleague()
    provider.person |= {"sub": "s-1", "email": "sam@example.org"}

    answer = is_kept_out(client, provider, NO_ACCOUNT)

    assert "om een uitnodiging" in answer.content.decode()
    assert events(kind="failed-login") == [("failed-login", "", "", f"via {NAME}")]
    assert "sam@example.org" not in str(AuditEvent.objects.values())


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email_verified": None}, {"email_verified": "no"}, {"email": ""}]
)
@pytest.mark.parametrize("name", ["noor", "niemand"])
def test_an_address_that_is_not_verified_opens_nothing_and_tells_nothing(client, provider, claims, name):
    make_colleague()
    provider.person |= {"email": f"{name}@example.org", **claims}

    is_kept_out(client, provider, NOT_VERIFIED)


@pytest.mark.parametrize(
    ("claims", "status"),
    [({}, 302), ({"email": "Noor@Example.ORG"}, 302), ({"email_verified": False}, 403), ({"email_verified": "n"}, 403)],
)
def test_an_address_in_a_domain_of_the_provider_needs_no_word_of_it(client, provider, settings, claims, status):
    settings.OIDC_DOMAINS = ["example.org"]
    make_colleague()
    provider.person = {"sub": "n-1", "email": "noor@example.org", **claims}

    assert come(client, provider).status_code == status


@pytest.mark.parametrize("domain", ["ample.org", "example.com", ""])
def test_an_address_in_another_domain_needs_the_word_of_the_provider(client, provider, settings, domain):
    settings.OIDC_DOMAINS = [domain]
    make_colleague()
    provider.person = {"sub": "n-1", "email": "noor@example.org"}

    is_kept_out(client, provider, NOT_VERIFIED)


def test_the_word_for_one_address_does_not_count_for_another(client, provider):
    make_colleague()
    provider.person = {"sub": "x-1", "email": "noor@example.org"}
    provider.told_apart = {"email": "iemand@example.org", "email_verified": True}

    is_kept_out(client, provider, NOT_VERIFIED)


def test_who_is_switched_off_is_told_so_and_stays_out(client, provider):
    make_colleague(is_active=False)

    answer = come(client, provider)

    assert answer.url == "/beheer/account/inactive/"
    assert not is_logged_in(client) and not SocialAccount.objects.exists()
    assert events(kind="failed-login") == [("failed-login", "", "noor", f"via {NAME}")]


def test_who_is_switched_off_later_stays_out_too(client, provider):
    make_colleague()
    come(client, provider)
    User.objects.update(is_active=False)

    assert come(Client(), provider).url == "/beheer/account/inactive/"


def test_an_account_without_a_role_is_not_opened(client, provider):
    make_colleague(app=False, is_staff=False, is_superuser=False)

    is_kept_out(client, provider, NO_ACCOUNT)


def test_an_address_of_two_accounts_opens_neither(client, provider):
    make_colleague()
    make_colleague("sam", email="NOOR@example.org")

    is_kept_out(client, provider, NO_ACCOUNT)


def test_an_address_that_only_looks_the_same_is_another(client, provider):
    make_colleague("mike")
    provider.person |= {"email": "mıke@example.org"}

    is_kept_out(client, provider, NO_ACCOUNT)


def test_accounts_without_an_address_are_opened_by_nobody(client, provider):
    make_colleague(email="")
    provider.person |= {"email": ""}

    is_kept_out(client, provider, NOT_VERIFIED)


def test_who_is_given_the_address_of_somebody_who_left_does_not_get_the_account(client, provider):
    make_colleague()
    come(client, provider)
    provider.person["sub"] = "n-2"

    answer = come(Client(), provider)

    assert (answer.status_code, heading(answer)) == (403, NO_ACCOUNT)
    assert SocialAccount.objects.count() == 1


def test_a_colleague_removes_the_link_so_that_a_new_one_can_come(client, provider):
    noor = make_colleague()
    make_member("lies", Role.REGIONAL)
    of_noor = Client()
    come(of_noor, provider)
    of_noor.post(SECOND_STEP, {"code": code_of()})
    enter(client, "lies")
    address, link = f"/beheer/auth/user/{noor.pk}/change/", SocialAccount.objects.get()
    User.objects.update(is_superuser=False)
    shown = page(client.get(address))
    assert shown.one("#socialaccount_set-group h2").text.lower() == "inloggen via de organisatie"
    assert shown.one("#socialaccount_set-0 .readonly").text == date_format(timezone.localdate(), "j F Y")
    form = {"username": "noor", "email": noor.email, "is_active": "on", "is_staff": "on"}
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-id": link.pk, "0-user": noor.pk, "0-DELETE": "on"}

    client.post(address, form | {f"socialaccount_set-{name}": value for name, value in rows.items()})

    assert not SocialAccount.objects.exists()
    assert of_noor.get(START).status_code == 302
    said = ("changed", "lies", "noor", "koppeling met de organisatie verwijderd")
    assert said in events(model="auth.user", key=str(noor.pk))
    provider.person["sub"] = "n-2"
    assert come(Client(), provider).url == SECOND_STEP


# False answers


def later(seconds):
    return int(time.time()) + seconds


FORGERIES = {
    "for another site": lambda provider: provider.lies.update(aud="een ander"),
    "of another provider": lambda provider: provider.lies.update(iss="https://elders.example"),
    "of long ago": lambda provider: provider.lies.update(iat=later(-900), exp=later(-600)),
    "about another than it tells besides": lambda provider: provider.told_apart.update(sub="x-1"),
    "no token": lambda provider: provider.answers.update({"/tokens": (200, b'{"access_token": "toegang"}')}),
    "no access": lambda provider: provider.answers.update({"/tokens": (200, b'{"id_token": "x"}')}),
    "no tokens": lambda provider: provider.answers.update({"/tokens": (503, b"")}),
    "a list": lambda provider: provider.answers.update({"/tokens": (200, b"[]")}),
    "not a token": lambda provider: provider.answers.update(
        {"/tokens": (200, b'{"access_token": "toegang", "id_token": "x"}')}
    ),
}


@pytest.mark.one_database
@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_token_that_proves_nothing_opens_nothing(client, provider, forge):
    make_colleague()
    forge(provider)

    is_kept_out(client, provider, FAILED, status=400)
    assert events(kind="failed-login") == [("failed-login", "", "", f"via {NAME}")]


@pytest.mark.one_database
def test_an_answer_to_a_question_of_another_browser_opens_nothing(client, provider):
    make_colleague()
    stranger = Client()
    back = provider.sign_in(stranger.post(DOOR).url)
    client.post(DOOR)

    answer = client.get(back)

    assert (answer.status_code, heading(answer)) == (400, FAILED)
    assert "/tokens" not in provider.asked


@pytest.mark.one_database
def test_a_code_of_another_browser_opens_nothing(client, provider):
    make_colleague()
    of_stranger = provider.sign_in(Client().post(DOOR).url)
    own = provider.sign_in(client.post(DOOR).url)
    stolen = of_stranger.split("state=")[0] + "state=" + own.split("state=")[1]

    answer = client.get(stolen)

    assert (answer.status_code, heading(answer)) == (400, FAILED)
    assert not is_logged_in(client)


@pytest.mark.one_database
def test_an_answer_counts_once(client, provider):
    make_colleague()
    back = provider.sign_in(client.post(DOOR).url)
    client.get(back)

    assert heading(client.get(back)) == FAILED


@pytest.mark.one_database
@pytest.mark.parametrize("query", ["", "?state=verzonnen", "?state=verzonnen&code=verzonnen", "?error=access_denied"])
def test_an_answer_to_no_question_opens_nothing_and_fills_no_record(client, provider, query):
    answer = client.get(BACK + query)

    assert (answer.status_code, heading(answer)) == (400, FAILED)
    assert_careful(answer)
    assert provider.asked == [] and events() == []


@pytest.mark.one_database
def test_questions_differ_and_are_asked_with_proof(client, provider):
    asked = [asked_in(client.post(DOOR).url) for _time in range(2)]

    for name, length in {"state": 16, "code_challenge": 43}.items():
        assert asked[0][name] != asked[1][name] and len(asked[0][name]) >= length


def asked_in(address):
    return dict(parse_qsl(urlsplit(address).query))


# When the provider is away


def answers(path, status, body):
    return lambda provider: provider.answers.update({path: (status, body)})


DESCRIPTION = "/.well-known/openid-configuration"
AWAY_AT_FIRST = {
    "an error": answers(DESCRIPTION, 500, b"{}"),
    "forbidden": answers(DESCRIPTION, 403, b"{}"),
    "nothing there": answers(DESCRIPTION, 404, b""),
    "a page": answers(DESCRIPTION, 200, b"<!doctype html>"),
    "a list": answers(DESCRIPTION, 200, b"[]"),
    "no letters": answers(DESCRIPTION, 200, b"\xff\xfe"),
}
AWAY_LATER = {
    "no address": lambda provider: provider.description.update(token_endpoint=None),
    "half an answer": answers("/tokens", 200, b'{"id_tok'),
    "nothing about the person": answers("/person", 500, b""),
    "a person without a name": answers("/person", 200, b"{}"),
}


def is_told_to_wait(response):
    assert (response.status_code, heading(response)) == (503, AWAY)
    assert int(response.headers["Retry-After"]) > 0
    assert_careful(response)


@pytest.mark.one_database
@pytest.mark.parametrize("fail", AWAY_AT_FIRST.values(), ids=AWAY_AT_FIRST)
def test_when_the_provider_cannot_be_asked_the_page_says_so(client, provider, fail):
    fail(provider)

    is_told_to_wait(client.post(DOOR))


@pytest.mark.one_database
@pytest.mark.parametrize("fail", AWAY_LATER.values(), ids=AWAY_LATER)
def test_when_the_provider_goes_away_on_the_way_back_the_page_says_so(client, provider, fail):
    make_colleague()
    back = provider.sign_in(client.post(DOOR).url)
    fail(provider)

    is_told_to_wait(client.get(back))
    assert not is_logged_in(client) and events() == []


@pytest.mark.one_database
def test_when_nobody_is_there_the_page_says_so(client, provider, settings):
    providers.name_to_site(providers.Provider("http://127.0.0.1:1"), settings)

    is_told_to_wait(client.post(DOOR))


@pytest.mark.one_database
def test_a_provider_that_is_silent_is_not_waited_for(client, provider, settings):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.05
    provider.pauses = 0.3

    is_told_to_wait(client.post(DOOR))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ("access_denied", 400, "U bent niet ingelogd"),
        ("temporarily_unavailable", 503, AWAY),
        ("invalid_scope", 400, FAILED),
    ],
)
def test_what_the_provider_says_instead_is_told_in_words(client, provider, error, status, words):
    state = asked_in(client.post(DOOR).url)["state"]

    answer = client.get(BACK, {"error": error, "state": state})

    assert (answer.status_code, heading(answer)) == (status, words)
    assert_careful(answer)
    assert events() == []


# The button


def form_action(response):
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";") if part)
    return policy["form-action"]


@pytest.mark.one_database
def test_the_page_to_log_in_has_the_button_and_lets_the_form_through(client, provider):
    shown = client.get(LOGIN)

    assert page(shown).one(f"form[action={DOOR}] button").text == f"Inloggen via {NAME}"
    assert form_action(shown) == f"'self' {provider.url}"
    assert form_action(client.get("/beheer/account/inactive/")) == "'self'"
    assert_careful(shown)
    assert provider.asked == []


@pytest.mark.one_database
def test_the_button_needs_a_tap_on_our_own_page(provider):
    careful = Client(enforce_csrf_checks=True)

    assert [careful.get(DOOR).status_code, careful.post(DOOR).status_code] == [405, 403]
    assert provider.asked == []


@pytest.mark.one_database
def test_who_is_logged_in_already_is_not_logged_in_again(client, provider):
    make_colleague()
    enter(client)

    assert client.post(DOOR).url == client.get(BACK).url == START
    assert provider.asked == []


@pytest.mark.one_database
def test_tapping_without_end_is_stopped(client, provider):
    for _time in range(30):
        client.post(DOOR)

    assert client.post(DOOR).status_code == 429


@pytest.mark.one_database
def test_without_the_settings_there_is_no_button_and_no_address(client, settings):
    make_colleague()
    shown = client.get(LOGIN)

    assert page(shown).all("main form button")[0].text == "Inloggen"
    assert "organisatie" not in shown.content.decode()
    assert form_action(shown) == "'self'"
    assert enter(client).post(DOOR).status_code == client.get(BACK).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("to_provider")


# What is written down, and how it ends


def test_the_record_says_by_which_way_somebody_came(client, provider):
    make_colleague()
    come(client, provider)
    client.post(SECOND_STEP, {"code": "000000"})
    client.post(SECOND_STEP, {"code": code_of()})

    assert events() == [
        ("changed", "noor", "noor", "gekoppeld met de organisatie"),
        ("failed-login", "", "noor", "tweede stap"),
        ("login", "noor", "noor", f"via {NAME}"),
    ]


def test_a_password_after_all_is_written_down_as_one(client, provider):
    make_colleague()
    come(client, provider)
    client.post("/beheer/account/logout/")
    give_password(client)
    client.post(SECOND_STEP, {"code": code_of()})

    assert auth.get_user(client).username == "noor"
    assert events(kind="login") == [("login", "noor", "noor", "")]


def test_such_a_session_is_on_the_list_of_devices_and_ends_with_the_others(client, trusted):
    make_tables()
    make_colleague()
    trusted.person |= {"amr": ["mfa"]}
    come(client, trusted)
    other = Client()
    come(other, trusted)

    assert len(page(client.get("/beheer/account/apparaten/")).all(".devices__name")) == 2
    client.post("/beheer/account/apparaten/", {"end": "all"})

    assert [each.get(START).status_code for each in (client, other)] == [302, 302]
    assert not StaffSession.objects.filter(user__isnull=False).exists()
