"""Colleagues who were asked to join and have no account yet, or not yet the role."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .memberships import ROLE_FITS_PLACE, ROLE_MISFIT, Role, ScopedQuerySet, reach
from .regions import Region

UNANSWERED = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
KEPT_FOR = timedelta(days=90)


class InvitationQuerySet(ScopedQuerySet):
    def unanswered(self):
        return self.filter(UNANSWERED)

    def open(self):
        """Those whose link works."""
        return self.unanswered().filter(expires_at__gt=timezone.now())

    def long_over(self):
        """Those that nobody needs any more: who came has an account, of who did not come nothing is kept."""
        return self.filter(expires_at__lt=timezone.now() - KEPT_FOR)


class Invitation(models.Model):
    """One person asked by mail for one role. There is no account before somebody accepts.

    Of the key in the link only a hash is stored, so that nobody who reads the table can accept.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        EXPIRED = "expired", _("verlopen")
        ACCEPTED = "accepted", _("aangenomen")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    email = models.EmailField(_("e-mailadres"))
    first_name = models.CharField(_("voornaam"), max_length=150)
    last_name = models.CharField(_("achternaam"), max_length=150, blank=True)
    role = models.CharField(_("rol"), max_length=8, choices=Role.choices)
    municipality = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("gemeente")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations", verbose_name=_("uitgenodigd door")
    )
    created_at = models.DateTimeField(_("uitgenodigd op"), auto_now_add=True)
    expires_at = models.DateTimeField(_("geldig tot"))
    key_hash = models.CharField(_("sleutel"), max_length=64, unique=True)
    accepted_at = models.DateTimeField(_("aangenomen op"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    private_fields = ("email", "first_name", "last_name", "key_hash")
    """Who does not come is forgotten, and no record keeps the name."""

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        constraints = [
            models.CheckConstraint(
                condition=ROLE_FITS_PLACE,
                name="invitations_for_a_municipality_have_one_and_others_none",
                violation_error_message=ROLE_MISFIT,
            ),
            models.UniqueConstraint(
                fields=["email", "municipality"],
                condition=UNANSWERED,
                name="one_unanswered_invitation_per_address_and_municipality",
            ),
            models.UniqueConstraint(
                fields=["email", "role"],
                condition=UNANSWERED & Q(municipality__isnull=True),
                name="one_unanswered_invitation_per_address_and_role_of_region",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def place(self):
        return self.municipality.name if self.municipality_id else _("de hele regio")

    @property
    def state(self):
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED

    @property
    def is_backed(self):
        """Whether who invited may still give this role: who left leaves no open doors behind."""
        codes = reach(self.invited_by, "schools.add_membership")
        return codes is None or self.municipality_id in codes

    def is_for(self, user):
        """Whether this account may accept. Nobody gives a role to themselves."""
        return user.email.casefold() == self.email.casefold() and user.pk != self.invited_by_id
