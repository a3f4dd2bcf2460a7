"""How a page opens the content policy for what it shows; every other page keeps the policy as it is."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from django.http import HttpResponseBase


class Guest(Protocol):
    """Something on a page that the policy of the site does not let through."""

    needs: tuple[str, str]
    """The directive, and the source that it needs: ("media-src", "'self'")."""


def allow(response: HttpResponseBase, guests: Iterable[Guest]) -> HttpResponseBase:
    """The response, with a policy that lets through what these need and nothing else."""
    needed = defaultdict(list)
    for guest in guests:
        directive, source = guest.needs
        needed[directive].append(source)
    # What django-csp's decorator csp_update sets for a whole view, here for what one page turns out to hold.
    response._csp_update = dict(needed)
    return response
