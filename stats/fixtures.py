"""The figures that a site starts with. Of the report fixtures/ is the only owner: a filled site follows it."""

from schools.fixtures import Share, links, table

from .models import Indicator, Observation, Release

REPORT = "seor"
"""The source whose figures these are. Whatever else is imported or calculated is left alone."""
INDICATORS = table(
    "indicators.csv",
    Indicator,
    "code",
    "title question theme unit decimals dimension headline better source_id origin definition method position",
    Share.OURS,
)
OBSERVATIONS = table(
    "observations.csv",
    Observation,
    "indicator_id region_id period profile_id leerweg category source_id",
    "value decimals reason report_table",
    source=REPORT,
    origin=Observation.Origin.PUBLISHED,
    import_run=None,
)
RELEASES = table("releases.csv", Release, "code", "date kind title text", Share.OURS)
TABLES = (INDICATORS, OBSERVATIONS, RELEASES, links(RELEASES, "indicators"))
