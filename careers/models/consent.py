"""Consent of the people whom a story or a video is about, as editors record it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

HAS_CONSENT = Q(consent="recorded", consent_date__isnull=False)


class Consented(models.Model):
    """Something about somebody, that may be shown once this person agreed. What is recorded is not on the website."""

    class Consent(models.TextChoices):
        NONE = "none", _("geen toestemming vastgelegd")
        RECORDED = "recorded", _("toestemming vastgelegd")

    consent = models.CharField(_("toestemming"), max_length=8, choices=Consent.choices, default=Consent.NONE)
    consent_date = models.DateField(_("toestemming gegeven op"), null=True, blank=True)
    consent_note = models.CharField(
        _("waar de toestemming ligt"), max_length=160, blank=True, help_text=_("Dit komt niet op de website.")
    )

    class Meta:
        abstract = True

    @property
    def has_consent(self) -> bool:
        return bool(self.consent == self.Consent.RECORDED and self.consent_date)
