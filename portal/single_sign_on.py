"""Logging in through the provider of an organisation: from the button to the provider, and back to an account of here.

It opens accounts that colleagues made and makes none. Who comes in without a second factor there shows one here.
allauth speaks with the provider; what is ours is whom its answer opens a door for.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import consume, respond_429
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from schools.auditing import Kind, record

from .accounts import has_staff_account, onward
from .sign_ins import ELSEWHERE, through_provider

AWAY, STOPPED, FAILED, UNKNOWN, UNVERIFIED = "away", "stopped", "failed", "unknown", "unverified"
"""Why somebody is not let in, as the page tells it."""
STATUS = {
    AWAY: HTTPStatus.SERVICE_UNAVAILABLE,
    UNKNOWN: HTTPStatus.FORBIDDEN,
    UNVERIFIED: HTTPStatus.FORBIDDEN,
}
AWAY_ITSELF = {"server_error", "temporarily_unavailable"}
"""What a provider says when it cannot tell who somebody is (RFC 6749, section 4.1.2.1)."""
UNREADABLE = (RequestException, LookupError, TypeError, ValueError, AttributeError)
"""No answer, none in time, or one that is not what the standard says."""
logger = logging.getLogger("portal")


@never_cache
@require_POST
def to_provider(request):
    """After a tap on the button, and never by a link: nobody is logged in without wanting it."""
    if request.user.is_authenticated:
        return redirect(onward(request))
    if not consume(request, action="single_sign_on"):
        return respond_429(request)
    return unless_away(views.login, request)


@never_cache
@require_GET
def from_provider(request, provider_id):
    """Back with a code, or with a reason why not. A question of ours is answered once, in the browser that asked it."""
    if request.user.is_authenticated:
        return redirect(onward(request))
    return unless_away(views.callback, request)


def unless_away(view: Callable, request) -> HttpResponse:
    try:
        return view(request, settings.OIDC_ID)
    except UNREADABLE as error:
        return away(request, error)


class StaffProviderAdapter(DefaultSocialAccountAdapter):
    """Whom the answer of a provider opens a door for."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Whom we know goes on to the second step; everybody else reads how to get an account."""
        told = forgotten(sociallogin)
        token = told.get("id_token", {})
        if sociallogin.state["process"] != AuthProcess.LOGIN or token.get("sub") != told["userinfo"]["sub"]:
            raise ImmediateHttpResponse(disbelieved(request, "it is not about who logs in"))
        claims = token if token.get("email") else told["userinfo"]
        account = account_of(sociallogin, claims)
        if account is None or not has_staff_account(account):
            raise ImmediateHttpResponse(kept_out(request, account, claims))
        if not sociallogin.is_existing:
            link(request, sociallogin, account)
        if shows_second_factor(token):
            record_authentication(request, account, ELSEWHERE, second_factor=True)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        if isinstance(exception, RequestException) or request.GET.get("error") in AWAY_ITSELF:
            raise ImmediateHttpResponse(away(request, exception or request.GET["error"]))
        if exception is not None:
            raise ImmediateHttpResponse(disbelieved(request, exception))
        raise ImmediateHttpResponse(refused(request, STOPPED if error == AuthError.CANCELLED else FAILED))


def forgotten(sociallogin: SocialLogin) -> dict:
    """What the provider told about somebody, from now on kept nowhere: not in the table, nor in the session."""
    told, sociallogin.account.extra_data = sociallogin.account.extra_data, {}
    sociallogin.token, sociallogin.email_addresses = None, []
    if sociallogin.is_existing:
        sociallogin.account.save(update_fields=["extra_data"])
    return told


def account_of(sociallogin: SocialLogin, claims: dict):
    """The account that this person was linked to, else the only one with their address, if nobody was linked to it.

    So who is given the address of somebody who left does not get the account of that colleague.
    """
    if sociallogin.is_existing:
        return sociallogin.user
    email = verified_address(claims)
    accounts = get_user_model().objects.filter(email__iexact=email) if email else ()
    same = [each for each in accounts if are_same(each.email, email)]
    if len(same) != 1 or SocialAccount.objects.filter(user=same[0], provider=settings.OIDC_ID).exists():
        return None
    return same[0]


def verified_address(claims: dict) -> str:
    """The address that is theirs, as far as the provider or the settings say so; else nothing."""
    email = str(claims.get("email") or "")
    return email if is_verified(claims, email) else ""


def is_verified(claims: dict, email: str) -> bool:
    """Some write "true" where the standard asks for true; some never say anything of the addresses they gave out."""
    said = claims.get("email_verified")
    if said is None:
        return email.rpartition("@")[2].casefold() in settings.OIDC_DOMAINS
    return said in (True, "true")


def are_same(address: str, other: str) -> bool:
    """A database may take two letters for one, such as i and ı."""
    return address.casefold() == other.casefold()


@transaction.atomic
def link(request, sociallogin: SocialLogin, account):
    """From now on this person is known by more than an address."""
    sociallogin.connect(request, account)
    record(Kind.CHANGED, account, account, source=gettext("gekoppeld met de organisatie"))


def shows_second_factor(token: dict) -> bool:
    """Whether the provider says so itself, in a word that the settings trust."""
    methods = token.get("amr") if isinstance(token.get("amr"), list) else []
    return not {str(each) for each in (token.get("acr"), *methods)}.isdisjoint(settings.OIDC_SECOND_FACTOR)


# Not let in


def kept_out(request, account, claims: dict) -> HttpResponse:
    record(Kind.FAILED_LOGIN, None, account, source=through_provider())
    if account is not None and not account.is_active:
        return redirect("account_inactive")
    return refused(request, UNKNOWN if verified_address(claims) else UNVERIFIED)


def disbelieved(request, why) -> HttpResponse:
    logger.warning("The provider of OpenID Connect is not believed: %s", why)
    record(Kind.FAILED_LOGIN, None, source=through_provider())
    return refused(request, FAILED)


def away(request, error) -> HttpResponse:
    logger.error("The provider of OpenID Connect does not answer: %s", error, exc_info=isinstance(error, Exception))
    response = refused(request, AWAY)
    response.headers["Retry-After"] = "60"
    return response


def refused(request, why: str) -> HttpResponse:
    context = {"why": why, "provider": settings.OIDC_NAME}
    return render(request, "account/not_let_in.html", context, status=STATUS.get(why, HTTPStatus.BAD_REQUEST))


urlpatterns = [
    path("", to_provider, name="to_provider"),
    path("terug/", from_provider, {"provider_id": settings.OIDC_ID}, name="openid_connect_callback"),
]
