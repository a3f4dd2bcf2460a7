"""Logging in through the provider of an organisation: from the button to the provider, and back to an account of here.

It opens accounts that colleagues made and makes none. Who comes in without a second factor there shows one here.
"""

import logging
from http import HTTPStatus
from secrets import token_urlsafe

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.ratelimit import consume, respond_429
from allauth.socialaccount.internal.statekit import stash_state, unstash_state
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from schools.auditing import Kind, record
from schools.inviting import hashed

from .accounts import has_staff_account, onward
from .openid import AwayError, Person, Provider, Question, UnbelievedError
from .sign_ins import ELSEWHERE, through_provider

AWAY, STOPPED, FAILED, UNKNOWN, UNVERIFIED = "away", "stopped", "failed", "unknown", "unverified"
"""Why somebody is not let in, as the page tells it."""
STATUS = {
    AWAY: HTTPStatus.SERVICE_UNAVAILABLE,
    UNKNOWN: HTTPStatus.FORBIDDEN,
    UNVERIFIED: HTTPStatus.FORBIDDEN,
}
SAID = {"access_denied": STOPPED, "server_error": AWAY, "temporarily_unavailable": AWAY}
"""What a provider says instead of who somebody is (RFC 6749, section 4.1.2.1)."""
logger = logging.getLogger("portal")


@never_cache
@require_POST
def to_provider(request):
    """After a tap on the button, and never by a link: nobody is logged in without wanting it."""
    if request.user.is_authenticated:
        return redirect(onward(request))
    if not consume(request, action="single_sign_on"):
        return respond_429(request)
    pair = generate_code_challenge()
    question = Question(request.build_absolute_uri(reverse("from_provider")), token_urlsafe(), pair["code_verifier"])
    try:
        provider = Provider()
        kept = {"nonce": question.nonce, "verifier": question.verifier, "onward": onward(request)}
        state = stash_state(request, provider_id=ELSEWHERE, state=kept, state_id=token_urlsafe())
        return redirect(provider.address_to_ask(question, pair["code_challenge"].decode(), state))
    except AwayError as error:
        return away(request, error)


@never_cache
@require_GET
def from_provider(request):
    """Back with a code, or with a reason why not. A question of ours is answered once, in the browser that asked it."""
    kept = unstash_state(request, state_id=request.GET.get("state", ""), provider_id=ELSEWHERE)
    if request.user.is_authenticated:
        return redirect(onward(request))
    if kept is None or "code" not in request.GET:
        return refused(request, SAID.get(request.GET.get("error"), FAILED) if kept else FAILED)
    question = Question(request.build_absolute_uri(request.path), kept["nonce"], kept["verifier"])
    try:
        person = Provider().person(request.GET["code"], question)
    except AwayError as error:
        return away(request, error)
    except UnbelievedError as error:
        logger.warning("The provider of OpenID Connect is not believed: %s", error)
        record(Kind.FAILED_LOGIN, None, source=through_provider())
        return refused(request, FAILED)
    return let_in(request, person, kept["onward"])


def let_in(request, person: Person, destination: str):
    """Whom we know goes on to the second step; everybody else reads how to get an account."""
    account = account_of(person)
    if account is not None and has_staff_account(account):
        link(account, person)
        record_authentication(request, account, ELSEWHERE, second_factor=person.has_second_factor)
        return perform_login(request, Login(user=account, redirect_url=destination))
    record(Kind.FAILED_LOGIN, None, account, source=through_provider())
    if account is not None and not account.is_active:
        return redirect("account_inactive")
    return refused(request, UNKNOWN if person.email else UNVERIFIED)


def identity(person: Person) -> dict[str, str]:
    """By what the person is known again. What the provider calls them is kept as a hash."""
    return {"provider": settings.OIDC_SERVER_URL, "uid": hashed(person.subject)}


def account_of(person: Person):
    """The account that this person was linked to, else the only one with their address, if nobody was linked to it.

    So who is given the address of somebody who left does not get the account of that colleague.
    """
    accounts = get_user_model().objects
    linked = accounts.filter(**{f"socialaccount__{name}": value for name, value in identity(person).items()}).first()
    if linked or not person.email:
        return linked
    same = [each for each in accounts.filter(email__iexact=person.email) if are_same(each.email, person.email)]
    if len(same) != 1 or SocialAccount.objects.filter(user=same[0], provider=settings.OIDC_SERVER_URL).exists():
        return None
    return same[0]


def are_same(address: str, other: str) -> bool:
    """A database may take two letters for one, such as i and ı."""
    return address.casefold() == other.casefold()


@transaction.atomic
def link(account, person: Person):
    """From now on this person is known by more than an address."""
    _link, is_new = SocialAccount.objects.get_or_create(**identity(person), defaults={"user": account})
    if is_new:
        record(Kind.CHANGED, account, account, source=gettext("gekoppeld met de organisatie"))


def away(request, error):
    logger.error("The provider of OpenID Connect does not answer: %s", error)
    response = refused(request, AWAY)
    response.headers["Retry-After"] = "60"
    return response


def refused(request, why):
    context = {"why": why, "provider": settings.OIDC_NAME}
    return render(request, "account/not_let_in.html", context, status=STATUS.get(why, HTTPStatus.BAD_REQUEST))


urlpatterns = [
    path("", to_provider, name="to_provider"),
    path("terug/", from_provider, name="from_provider"),
]
