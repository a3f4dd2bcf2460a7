"""The text of the mail to a school. It is plain, says who asks and why, and nothing in it tells us that it was read."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Inquiry
from ..models.inquiries import DAYS_KEPT
from .link import link_to


@dataclass(frozen=True)
class Letter:
    """What a school reads. Without a link, which an inquiry has once it is stored, it is an example."""

    inquiry: Inquiry
    link: str = ""
    is_reminder: bool = False

    @property
    def subject(self) -> str:
        sentence = _("Herinnering: kloppen de profielen van %(school)s?")
        sentence = sentence if self.is_reminder else _("Kloppen de profielen van %(school)s?")
        return " ".join((sentence % {"school": self.inquiry.location.title}).split())

    @property
    def text(self) -> str:
        location = self.inquiry.location
        about = {
            "school": f"{location.title}, {location.address}, {location.city}",
            "municipality": location.municipality.name,
            "office": self.inquiry.office,
            "asked": in_words(self.inquiry.asked_on),
            "last_day": in_words(self.inquiry.expires_on),
            "days_kept": DAYS_KEPT,
            "site": settings.SITE_URL,
            "privacy": f"{settings.SITE_URL}{reverse('privacy')}",
        }
        link = self.link or _("(hier komt de link, voor elke school een eigen)")
        return render_to_string("mail/inquiry.txt", {**about, "link": link, "is_reminder": self.is_reminder})

    def send(self, connection):
        """Errors of the mail server are those of SMTP or of the network: an OSError."""
        headers = {"Auto-Submitted": "auto-generated"}
        mail = EmailMessage(self.subject, self.text, to=[self.inquiry.email], headers=headers, connection=connection)
        mail.send()


def letter_to(inquiry: Inquiry, *, is_reminder: bool = False) -> Letter:
    return Letter(inquiry, link_to(inquiry), is_reminder)


def in_words(day: date) -> str:
    return date_format(day, "j F Y")
