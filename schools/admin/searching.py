"""Finds a location as staff type it: code, name, street, place or postcode, with or without accents and capitals."""

import re

from django.db.models import Q
from django.utils.text import smart_split

from ..spelling import plain

FIELDS = ("code", "name", "short_name", "street", "postcode", "city", "municipality__name")
POSTCODE = re.compile(r"\b(\d{4})([a-z]{2})\b", re.IGNORECASE)


def location_fields(way=""):
    """What a search looks through; `way` leads from a row of the list to its location."""
    return tuple(f"{way}{name}" for name in FIELDS)


class FindsLocations:
    """To stand before ModelAdmin. Every word is looked for as it is typed, and in the plain spelling of the finder."""

    location_way = ""

    def get_search_results(self, request, queryset, search_term):
        for word in smart_split(POSTCODE.sub(r"\1 \2", search_term)):
            typed, _duplicates = super().get_search_results(request, self.model._default_manager.all(), word)
            queryset = queryset.filter(Q(pk__in=typed.values("pk")) | self.spelled(word))
        return queryset, False

    def spelled(self, word):
        """Names of which the plain spelling holds this word; nothing for a word without letters or digits."""
        bare = plain(word)
        return Q(**{f"{self.location_way}finder__search_text__contains": bare}) if bare else Q(pk__in=[])
