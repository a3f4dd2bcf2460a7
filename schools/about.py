"""Where the answers come from: every source with what the site holds of it; and what was tested of the site itself."""

import json
from collections import defaultdict
from datetime import date
from functools import cache

from django.conf import settings
from django.db.models import Count, Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import ImportRun, Postcode, ProfileModule, ProfileStatement, Region, SchoolLocation, Source
from .wording import school_year


def sources_with_holdings() -> list[Source]:
    """All sources, each with `holdings`: a line per period with the number of locations."""
    lines = defaultdict(list)
    for source, year, day, locations in periods():
        lines[source].append(holding(year, day, locations))
    registered = SchoolLocation.objects.aggregate(newest=Max("reference_date"), points=Count("latitude"))
    bounded = Region.objects.filter(boundary__isnull=False).count()
    if registered["newest"]:
        lines["duo-locations"].append(_("stand van %(month)s") % {"month": date_format(registered["newest"], "F Y")})
        lines["cbs-boundaries"].append(_("%(count)s gemeenten") % {"count": bounded})
        lines["postcodes"].append(_("%(count)s postcodegebieden") % {"count": Postcode.objects.count()})
        lines["slo"].append(_("%(count)s onderdelen van profielen") % {"count": ProfileModule.objects.count()})
        lines["bag"].append(_("%(count)s locaties met een plaats op de kaart") % {"count": registered["points"]})
    lines["website"].append(_("alleen voor medewerkers van gemeenten"))
    sources = list(Source.objects.all())
    for source in sources:
        source.holdings = lines[source.code]
    return sources


def periods():
    """Source, school year, reference date and number of locations, the newest first; confirmations together."""
    counted = ProfileStatement.objects.filter(school_year__isnull=False).values(
        "source", "school_year", "reference_date"
    )
    confirmed = ProfileStatement.objects.standing().confirmations().values("source")
    locations = Count("location", distinct=True)
    yield from (
        counted.annotate(locations=locations)
        .order_by("-school_year")
        .values_list("source", "school_year", "reference_date", "locations")
    )
    for source, number, day in confirmed.annotate(locations=locations, newest=Max("reference_date")).values_list(
        "source", "locations", "newest"
    ):
        yield source, None, day, number


def holding(year: int | None, day, locations: int) -> str:
    if year is None:
        text = ngettext(
            "%(count)s locatie bevestigd, het laatst op %(day)s",
            "%(count)s locaties bevestigd, het laatst op %(day)s",
            locations,
        )
        return text % {"count": locations, "day": date_format(day, "j F Y")}
    text = ngettext("schooljaar %(year)s: %(count)s locatie", "schooljaar %(year)s: %(count)s locaties", locations)
    return text % {"year": school_year(year), "count": locations}


def newest_runs() -> list[ImportRun]:
    """Of every series of files the one that was read last."""
    newest = ImportRun.objects.order_by().values("series").annotate(newest=Max("pk")).values("newest")
    return list(ImportRun.objects.filter(pk__in=newest).defer("problems"))


@cache
def accessibility_facts() -> dict:
    """What the last automatic test of all pages found, as `./run accessibility` wrote it down."""
    facts = json.loads((settings.FIXTURES_DIR / "accessibility.json").read_text(encoding="utf-8"))
    pages = facts["pages"]
    return {
        **facts,
        "date": date.fromisoformat(facts["date"]),
        "checks": len(pages) * len(facts["widths"]) * len(facts["looks"]),
        "violations": sum(page["violations"] for page in pages),
        "undecided": sum(page["undecided"] for page in pages),
    }
