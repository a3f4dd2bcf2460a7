"""The link with which a school answers, signed by the site: it is made again from the row, and stored nowhere.

The key stands behind the question mark of the address, where no log of ours keeps it.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from ..models import Inquiry

PARAMETER = "sleutel"


def signer() -> Signer:
    return Signer(salt="schools.inquiries", sep=".")


def key_of(inquiry: Inquiry) -> str:
    return signer().sign(f"{inquiry.pk}-{inquiry.location_id}")


def address_of(inquiry: Inquiry, page: str = "answer") -> str:
    return f"{reverse(page)}?{urlencode({PARAMETER: key_of(inquiry)})}"


def link_to(inquiry: Inquiry) -> str:
    """As it stands in a mail."""
    return f"{settings.SITE_URL}{address_of(inquiry)}"


def inquiry_with(key: str) -> Inquiry | None:
    """The question that this key was made for; None for what we did not sign."""
    try:
        number, _dash, code = signer().unsign(key).partition("-")
    except BadSignature:
        return None
    return Inquiry.objects.select_related("location__municipality").filter(pk=number, location=code).first()
