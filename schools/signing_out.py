"""Ends what somebody is logged in to, and writes down who ended it."""

from django.utils.translation import gettext

from .auditing import Kind, record
from .models import Membership, StaffSession


def sign_out(user, by, sessions=None) -> int:
    """End these sessions of somebody, or all; says how many were alive. A session that was ended opens nothing more."""
    sessions = StaffSession.objects.filter(user=user) if sessions is None else sessions.filter(user=user)
    count = sessions.alive().count()
    sessions.delete()
    if count:
        record(Kind.LOGOUT, by, user, source=gettext("sessies beëindigd: %(count)s") % {"count": count})
    return count


def sign_out_without_role(user, by):
    """Who has no role left is out at once, on every device."""
    if not Membership.objects.filter(user=user).exists():
        sign_out(user, by)
