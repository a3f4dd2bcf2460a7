"""The figures of a page as rows of a table, in one long format: one figure in a row, with where it comes from."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .indicator_page import IndicatorPage
from .models import Observation

TITLES = (
    _("indicator"),
    _("titel"),
    _("gebied"),
    _("naam van het gebied"),
    _("profiel"),
    _("categorie"),
    _("leerweg"),
    _("periode"),
    _("waarde"),
    _("ten minste"),
    _("ten hoogste"),
    _("eenheid"),
    _("waarom het ontbreekt"),
    _("status"),
    _("herkomst"),
    _("bron"),
    _("tabel in het rapport"),
)


def rows(page: IndicatorPage) -> Iterator[tuple]:
    """Every figure that the page shows, once."""
    return (row(each) for each in page.all_observations)


def row(each: Observation) -> tuple:
    indicator, region = each.indicator, each.region
    return (
        *(indicator.code, indicator.title, region.code, region.name),
        *(each.profile_id or "", each.category, each.leerweg, str(each.period)),
        *(rounded(each, value) for value in (each.value, each.low, each.high)),
        str(indicator.get_unit_display()),
        str(each.get_reason_display()) if each.reason else "",
        *(str(each.get_status_display()), str(each.get_origin_display()), each.source.name, each.report_table),
    )


def rounded(observation: Observation, value):
    """As many decimals as the page shows."""
    return None if value is None else round(value, observation.decimals)
