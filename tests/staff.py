"""Colleagues for the tests of the staff pages, and how they enter."""

import hmac
import struct
import time
from base64 import b32decode
from hashlib import sha1

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.http import HttpRequest

from schools.models import Membership

LOGIN = "/beheer/account/login/"
SECOND_STEP = "/beheer/account/2fa/authenticate/"
PASSWORD = "drie losse woorden"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def work_fast(settings):
    """What the rules do not depend on: a quick hash, and no attempts to log in from another test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def make_colleague(name="noor", *, app=True, may=None, **fields):
    """A superuser with an app for codes; with `may`, somebody with these rights only."""
    fields = {"email": f"{name}@example.org", "is_staff": True, "is_superuser": may is None, **fields}
    user = User.objects.create_user(name, password=PASSWORD, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=may or ()))
    if app:
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    return user


def code_of(secret=SECRET, later=0):
    """What an app shows for this secret (RFC 6238), `later` steps from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.new(b32decode(secret.replace(" ", "")), counter, sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def give_password(client, name="noor", password=PASSWORD, **where):
    return client.post(LOGIN, {"login": name, "password": password}, **where)


def enter(client, name="noor"):
    """Log in with password and code, through the pages."""
    give_password(client, name)
    response = client.post(SECOND_STEP, {"code": code_of()})
    assert response.url == "/beheer/", "the second step was refused"
    return client


def let_in(client, name="noor"):
    """As `enter`, but past the pages of logging in, which would be most of the work of a short test."""
    user = User.objects.get(username=name)
    client.force_login(user, "portal.passwords.PasswordBackend")
    request = HttpRequest()
    request.session = client.session
    for method in ("password", "mfa"):
        record_authentication(request, user, method=method)
    request.session.save()
    return client


def make_member(name, role, municipality=None, **fields):
    """A colleague whose rights come from a role, of this municipality (its code) or of the whole region."""
    user = make_colleague(name, may=(), **fields)
    Membership.objects.create(user=user, role=role, municipality_id=municipality)
    return user
