"""What a visitor does and sees: asks the finder, follows links, and measures from outside."""

from math import asin, cos, radians, sin, sqrt

from schools.models import Postcode
from schools.recalculation import change_data

from .factories import ROTTERDAM, make_tables
from .markup import page

FINDER = "/scholen/"
HAS, HAS_NOT, NOT_KNOWN = "Heeft wat u zoekt", "Heeft het niet", "Weten we niet"


def look(client, status=200, **asked):
    """The page for a question."""
    response = client.get(FINDER, asked)
    assert response.status_code == status
    return page(response)


def follow(client, link):
    """The page behind a link of the finder."""
    address = link["href"]
    response = client.get(FINDER + address if address.startswith("?") else address)
    assert response.status_code == 200
    return page(response)


def groups(shown):
    """The names in the list by the title of their group."""
    return {
        title_of(group): [heading.text for heading in group.all("li.result h3")]
        for group in shown.all("section.group")
        if group.all(".group__head")
    }


def counts(shown):
    """The numbers beside the titles of the groups."""
    return {
        title_of(group): int(group.one(".count").text) for group in shown.all("section.group") if group.all(".count")
    }


def title_of(group):
    return group.one("h2").text.split(": ")[-1]


def listed(client, **asked):
    """The names in the list, whatever they answer."""
    return [heading.text for heading in look(client, **asked).all("li.result h3")]


def found(client, **asked):
    """The names of the locations that have what was asked."""
    return groups(look(client, **asked)).get(HAS, [])


def link_to(shown, words):
    """The one link in the page that is called so."""
    [link] = [link for link in shown.all("main a") if link.text == words]
    return link


def kilometres(element):
    return float(element.one(".km").text.removesuffix(" km").replace(",", "."))


def great_circle(one, other):
    """Kilometres over the ground by the haversine, as a check from outside."""
    (lat1, lon1), (lat2, lon2) = (map(radians, place) for place in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def point(place):
    """Latitude and longitude of a location or a postcode."""
    return place.latitude, place.longitude


def north(km):
    """A point so far to the north of the centre of Rotterdam."""
    return ROTTERDAM[0] + km / 111.195, ROTTERDAM[1]


def make_postcode(pc4="3011", place="Rotterdam", at=ROTTERDAM):
    make_tables()
    change_data(lambda: Postcode.objects.create(pc4=pc4, place=place, latitude=at[0], longitude=at[1]))
