"""Asking a colleague to join: the key in the link, the mail, and what accepting does.

Nobody signs up by themselves. A key works once and for a week; opening its link changes nothing, since programs that
look through mail open links as well.
"""

import hashlib
import secrets
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext

from .auditing import Kind, record_change, values_of
from .models import Invitation, Membership

VALID_FOR = timedelta(days=7)
KEY = "sleutel"
"""Behind the question mark of the link, where logs are cut."""


class NameTakenError(Exception):
    """Somebody else took this name for an account, after it was found to be free."""


def hashed(key: str) -> str:
    """A key is long and random, so that a plain hash cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


def give_key(invitation: Invitation, by) -> str:
    """A new key for a week, in the name of this colleague; an older one works no more. To be saved by the caller."""
    key = secrets.token_urlsafe(32)
    invitation.key_hash = hashed(key)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.invited_by = by
    return key


def invitation_of(key: str) -> Invitation | None:
    """The invitation with this key, in whatever state."""
    found = Invitation.objects.filter(key_hash=hashed(key)) if key else Invitation.objects.none()
    return found.select_related("municipality", "invited_by").first()


def link_with(key: str) -> str:
    return f"{settings.SITE_URL}{reverse('invitation')}?{urlencode({KEY: key})}"


def send(invitation: Invitation, key: str) -> bool:
    """Mail the link; False when the mail server did not take it."""
    inviter = invitation.invited_by
    mail = EmailMessage(
        subject=gettext("Uitnodiging voor het beheer van Profielwijzer"),
        body=render_to_string("account/email/invitation.txt", {"invitation": invitation, "link": link_with(key)}),
        to=[invitation.email],
        reply_to=[inviter.email] if inviter.email else None,
    )
    try:
        return bool(mail.send())
    except (SMTPException, OSError):
        return False


def change(invitation: Invitation, by):
    """Store what became of an invitation, and write it down."""
    before = values_of(invitation)
    invitation.save()
    record_change(Kind.CHANGED, by, invitation, before, values_of(invitation))


@transaction.atomic
def accept(invitation: Invitation, user) -> bool:
    """Give the role, and make the account when it is a new one; False when the link was used or ended meanwhile.

    A `NameTakenError` leaves the link as it was, for another try.
    """
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
        return False
    if user.pk is None:
        make_account(user)
    where = {"user": user, "municipality": invitation.municipality}
    if invitation.municipality is None:
        where["role"] = invitation.role
    membership, is_new = Membership.objects.get_or_create(**where, defaults={"role": invitation.role})
    if is_new:
        record_change(Kind.RIGHTS, user, membership, {}, values_of(membership))
    accepted_at = values_of(invitation)["accepted_at"]
    record_change(Kind.CHANGED, user, invitation, {"accepted_at": None}, {"accepted_at": accepted_at})
    return True


def make_account(user):
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # of an account, only the name has to be unique
        raise NameTakenError from error
    record_change(Kind.CREATED, user, user, {}, values_of(user))
