"""The way back from occupations to the page of a profile or a school, which a visitor came from."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

KEY = "back"
MOST_CHARACTERS = 300
WORDS = {"location": _("Terug naar de school"), "profile": _("Terug naar het profiel")}
"""The pages that lead to occupations, by their name."""


@dataclass(frozen=True)
class WayBack:
    """A page of our own, with the question it was asked, and how a link to it reads."""

    address: str
    words: str


def way_back(parameters: QueryDict) -> WayBack | None:
    """Where the address says that the visitor came from; None when that is no page that leads to occupations."""
    address = parameters.get(KEY, "")[:MOST_CHARACTERS]
    words = WORDS.get(name_of_page(address))
    return WayBack(address, words) if words else None


def name_of_page(address: str) -> str:
    """The name of a page of ours; empty for an address that is not ours or does not exist."""
    if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return ""
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except (Resolver404, ValueError):
        return ""
