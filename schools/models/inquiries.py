"""Questions by mail to schools whether their ten profiles are right. An answer changes nothing until it is approved."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .locations import SchoolLocation
from .memberships import ScopedQuerySet

DAYS_OPEN = 30
DAYS_KEPT = 30
"""Of the address and the remark, after the end of the question."""


class InquiryQuerySet(ScopedQuerySet):
    way = "location__municipality"

    def open(self):
        """Keep what still waits: for the school, or for the municipality."""
        return self.filter(state__in=Inquiry.OPEN)

    def waiting(self, today):
        """The same, without what a school left unanswered for too long."""
        return self.open().exclude(state=Inquiry.State.SENT, expires_on__lt=today)

    def overdue(self, today):
        """Keep what a school left unanswered for too long."""
        return self.filter(state=Inquiry.State.SENT, expires_on__lt=today)


class Inquiry(models.Model):
    """One question to a school about one location, with its answer. Who has the link may answer, until it is decided.

    `answers` are what the school said of each profile, as its page remembers them: {"PIE": "yes KB GL"}; `version` is
    how far the location was then (schools.desk.version). The link is made from the row (schools.asking.link) and
    stands nowhere.
    """

    class State(models.TextChoices):
        SENT = "sent", _("nog geen antwoord")
        ANSWERED = "answered", _("antwoord wacht op u")
        APPROVED = "approved", _("overgenomen")
        REJECTED = "rejected", _("niet overgenomen")
        WITHDRAWN = "withdrawn", _("ingetrokken")
        EXPIRED = "expired", _("verlopen")

    OPEN = (State.SENT, State.ANSWERED)
    DECIDED = (State.APPROVED, State.REJECTED)

    location = models.ForeignKey(SchoolLocation, models.CASCADE, related_name="inquiries", verbose_name=_("locatie"))
    email = models.EmailField(_("e-mailadres"), blank=True)
    office = models.CharField(_("namens"), max_length=80)
    """The part of the municipality that asks, as the school knows it."""
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("gevraagd door")
    )
    asked_at = models.DateTimeField(_("gevraagd op"), default=timezone.now)
    expires_on = models.DateField(_("link werkt tot en met"))
    state = models.CharField(_("stand"), max_length=9, choices=State.choices, default=State.SENT)
    first_reminder_on = models.DateField(_("eerste herinnering"), null=True)
    second_reminder_on = models.DateField(_("tweede herinnering"), null=True)
    answers = models.JSONField(_("antwoorden"), default=dict)
    remark = models.TextField(_("opmerking van de school"), blank=True)
    version = models.CharField(_("versie van de locatie"), max_length=60, blank=True)
    answered_at = models.DateTimeField(_("beantwoord op"), null=True)
    closed_at = models.DateTimeField(_("afgerond op"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("afgerond door")
    )
    reason = models.TextField(_("reden"), blank=True)

    private_fields = ("email", "answers", "remark", "version")
    """An address and the words of a school. The answers that were taken over stand in the record as statements."""

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("vraag aan een school")
        verbose_name_plural = _("vragen aan scholen")
        constraints = [
            models.UniqueConstraint(
                fields=["location"],
                condition=Q(state__in=["sent", "answered"]),
                name="one_open_inquiry_per_location",
            ),
            models.CheckConstraint(
                condition=Q(second_reminder_on__isnull=True) | Q(first_reminder_on__isnull=False),
                name="a_second_reminder_follows_a_first",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "approved", "rejected"]) | Q(answered_at__isnull=False),
                name="only_an_answer_is_decided_upon",
            ),
            models.CheckConstraint(condition=~Q(state="rejected", reason=""), name="a_rejection_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.location_id} {self.asked_on:%Y-%m-%d}"

    @staticmethod
    def last_day(today):
        """The last day on which a link works that is sent today."""
        return today + timedelta(days=DAYS_OPEN)

    @property
    def is_answerable(self) -> bool:
        """Whether the school may still answer, or correct what it answered."""
        return self.state in self.OPEN and self.expires_on >= timezone.localdate()

    @property
    def asked_on(self):
        return timezone.localdate(self.asked_at)

    @property
    def answered_on(self):
        return timezone.localdate(self.answered_at)

    @property
    def reminders(self):
        """The days on which the school was reminded."""
        return [day for day in (self.first_reminder_on, self.second_reminder_on) if day]
