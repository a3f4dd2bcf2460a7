"""The figures that a site starts with and follows: fixtures/ is their only owner as yet."""

from schools.fixtures import table

from .models import Indicator, Observation

TABLES = (
    table("indicators.csv", Indicator, "code", "title unit dimension source_id origin definition"),
    table(
        "observations.csv",
        Observation,
        "indicator_id region_id period profile_id leerweg category",
        "value decimals status report_table",
    ),
)
