"""Writes down who enters and leaves, who tried to, and what changes about the ways to enter.

The libraries that let people in tell so by signals. No address of a visitor is kept, nor a name that is no account: in
haste people type their password there.
"""

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q
from django.utils.translation import gettext as _

from schools.auditing import Kind, record
from schools.models import StaffSession
from schools.signing_out import sign_out

from .devices import arrive

ELSEWHERE = "socialaccount"
"""How allauth calls logging in through a provider in the records of a session."""


def listen():
    """To be called once, when the site starts."""
    user_logged_in.connect(logged_in)
    user_logged_out.connect(logged_out)
    user_login_failed.connect(password_refused)
    password_changed.connect(password_renewed)
    authentication_failed.connect(second_step_refused)
    authenticator_added.connect(factor_added)
    authenticator_removed.connect(factor_removed)
    authenticator_reset.connect(factor_renewed)


def logged_in(sender, request, user, **_given):
    arrive(request)
    record(Kind.LOGIN, user, user, source=way_in(request, user))


def way_in(request, user) -> str:
    """Through which provider somebody came; nothing for who gave a password of our own."""
    first_steps = [each["method"] for each in get_authentication_records(request, user) if each["method"] != "mfa"]
    return through_provider() if first_steps[-1:] == [ELSEWHERE] else ""


def through_provider() -> str:
    return _("via %(provider)s") % {"provider": settings.OIDC_NAME}


def logged_out(sender, user, **_given):
    if user is not None:
        record(Kind.LOGOUT, user, user)


def password_refused(sender, credentials, **_given):
    name = credentials.get("username") or credentials.get("email") or ""
    account = get_user_model().objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first()
    record(Kind.FAILED_LOGIN, None, account, source=_("wachtwoord"))


def second_step_refused(sender, user, **_given):
    record(Kind.FAILED_LOGIN, None, user, source=_("tweede stap"))


def password_renewed(sender, request, user, **_given):
    """Who else is logged in with the old password is out."""
    record(Kind.PASSWORD, user, user)
    sign_out(user, user, StaffSession.objects.all().but_for(request))


def factor_added(sender, user, authenticator, **_given):
    record(Kind.SECOND_FACTOR, user, user, new={"type": authenticator.type})


def factor_removed(sender, user, authenticator, **_given):
    record(Kind.SECOND_FACTOR, user, user, old={"type": authenticator.type})


def factor_renewed(sender, user, authenticator, **_given):
    record(Kind.SECOND_FACTOR, user, user, old={"type": authenticator.type}, new={"type": authenticator.type})
