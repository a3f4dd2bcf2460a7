"""The occupations that a site starts with. From then on the editors own them: a filled site keeps what they wrote."""

from pathlib import Path

from django.conf import settings

from schools.fixtures import links, load_table, table

from .models import Activity, Course, GeneralFact, Myth, Occupation, Pay, Prospect, Provider, RoleModel, Route
from .video_fixtures import CAPTIONS, VIDEOS, store_files

ACTIVITIES = table("activities.csv", Activity, "slug", "position name icon")
OCCUPATIONS = table(
    "occupations.csv",
    Occupation,
    "slug",
    "title cluster summary tasks day workplace heavy heavy_source_id heavy_year growth isco08 brc2014 group_name "
    "group_workers group_source_id group_year source_id source_year",
)
COURSES = table("courses.csv", Course, "crebo", "name level level_confirmed level_basis note source_id source_year")
ROUTES = table("routes.csv", Route, "occupation_id course_id", "bol bbl min_leerweg note source_id source_year")
PAY = table(
    "pay.csv",
    Pay,
    "occupation_id kind period population",
    "value unit region caution is_shown source_id source_year",
)
PROSPECTS = table(
    "prospects.csv",
    Prospect,
    "occupation_id technical kind period sentence",
    "value unit region population source_id source_year",
)
MYTHS = table("myths.csv", Myth, "slug", "position image fact nuance source_id source_year")
FACTS = table("general_facts.csv", GeneralFact, "code", "theme sentence value period source_id source_year")
ROLE_MODELS = table(
    "role_models.csv",
    RoleModel,
    "slug",
    "name age role occupation_id profile_id course_id organisation place region_id story source_id source_year url "
    "attainable effort recognisable concrete status",
)
PROVIDERS = table(
    "providers.csv",
    Provider,
    "code",
    "institution location address postcode municipality_id website offers note source_id source_year",
)
TABLES = (
    ACTIVITIES,
    OCCUPATIONS,
    links(OCCUPATIONS, "profiles"),
    links(OCCUPATIONS, "activities"),
    COURSES,
    ROUTES,
    PAY,
    PROSPECTS,
    MYTHS,
    links(MYTHS, "occupations"),
    links(MYTHS, "profiles"),
    FACTS,
    ROLE_MODELS,
    PROVIDERS,
    links(PROVIDERS, "occupations"),
    VIDEOS,
    CAPTIONS,
)


def load_careers(folder: Path | None = None):
    """Fill a site that has no careers yet. To be called in the transaction of the change, after the schools."""
    folder = folder or settings.FIXTURES_DIR
    store_files(folder)
    for each in TABLES:
        load_table(each, folder)


def has_careers() -> bool:
    """Whether the editors own the careers: courses come in with the first filling and are not thrown away."""
    return Course.objects.exists()
