"""The occupations: every fact has its source and year, the words are ours, the figures those that were published."""

import csv
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from careers.fixtures import TABLES
from careers.models import (
    Certainty,
    Cluster,
    Course,
    Fact,
    GeneralFact,
    Myth,
    Occupation,
    Pay,
    Prospect,
    Provider,
    RoleModel,
    Route,
    Video,
)
from schools.models import DataVersion, Source

FACTS = (Occupation, Course, Route, Pay, Prospect, Myth, GeneralFact, Provider)
ICT = ("softwaredeveloper", "ict-support", "cybersecurity")
UNDATED_STORY = "lucas-van-hensbergen"
NAMED_BY_THEIR_SOURCE = {"reachstackerchauffeur", "vmbo-leerling-autotechniek", "vmbo-leerling-elektrotechniek"}
"""Stories of minors whose name stands in the address of the source: the site does not lead there."""

pytestmark = pytest.mark.django_db


def published(name):
    """The rows of a table that the fixtures carry over, or the test is skipped: the project holds its own tables."""
    folder = Path(os.environ.get("CAREER_FILES") or settings.BASE_DIR.parent / "shared" / "data" / "careers")
    if not (folder / name).exists():
        pytest.skip(f"{name} is not in {folder}; CAREER_FILES names another folder")
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# What the tables hold


def test_all_occupations_routes_and_courses_of_the_published_tables_are_there(filled):
    occupations, routes = published("occupations.csv"), published("routes.csv")

    assert set(Occupation.objects.values_list("pk", flat=True)) == {row["occupation_id"] for row in occupations}
    assert set(Route.objects.values_list("occupation", "course")) == {
        (row["occupation_id"], row["crebo"]) for row in routes
    }
    assert (Occupation.objects.count(), Route.objects.count()) == (44, 113)
    assert set(Course.objects.values_list("pk", flat=True)) == {row["crebo"] for row in routes}


def test_levels_leerwegen_and_their_certainty_are_those_of_the_published_routes(filled):
    ways = {"toegestaan": ("allowed", "allowed"), "controleren": ("open", "open")}
    ways |= {"gezien: BOL en BBL": ("seen", "seen"), "gezien: BOL": ("seen", "not-seen")}
    ways |= {"gezien: BBL": ("not-seen", "seen")}
    stored = {(route.occupation_id, route.course_id): route for route in Route.objects.select_related("course")}

    for row in published("routes.csv"):
        route = stored[row["occupation_id"], row["crebo"]]
        said = next((each for each in ("toegestaan", "controleren") if each in row["leerweg"]), row["leerweg"])
        assert (route.course.level, route.course.level_confirmed) == (
            int(row["mbo_level"]),
            row["level_verified"] == "yes",
        )
        assert (route.bol, route.bbl) == ways[said]
        assert route.min_leerweg == ("BB" if "(BB)" in row["min_vmbo_leerweg"] else "KB")
        assert route.source_year == int(row["source_year"])


def test_pay_is_what_was_published(filled):
    """The five ages in one cell about 2027 became five rows; all other rows are one for one."""
    rows = [row for row in published("pay.csv") if row["unit"] != "%"]
    stored = Pay.objects.exclude(unit=Pay.Unit.SHARE)

    assert sorted((pay.occupation_id or "ALLE", float(pay.value), pay.source_year) for pay in stored) == sorted(
        (row["occupation_id"], float(row["value"].removeprefix("ca. ")), int(row["source_year"])) for row in rows
    )
    shares = Pay.objects.filter(unit=Pay.Unit.SHARE).order_by("-value").values_list("value", flat=True)
    assert [float(share) for share in shares] == [87.5, 75, 62.5, 50, 40]


def test_pay_of_a_group_with_mostly_higher_educated_people_is_not_shown(filled):
    rows = [row for row in published("pay.csv") if "niet als mbo-loon tonen" in row["note"]]
    hidden = Pay.objects.filter(is_shown=False)
    groups = {pay.occupation.brc2014 for pay in hidden.select_related("occupation")}

    assert {row["occupation_id"] for row in rows} <= set(hidden.values_list("occupation", flat=True))
    assert not Pay.objects.shown().filter(kind=Pay.Kind.MEDIAN, occupation__brc2014__in=groups).exists()


def test_every_prospect_myth_fact_and_story_of_the_published_tables_is_there(filled):
    prospects = [row["occupation_id"] for row in published("prospects.csv")]
    stored = Prospect.objects.exclude(occupation="cybersecurity").values_list("occupation", "technical")

    assert sorted(pk or ("ALLE-techniek" if technical else "ALLE") for pk, technical in stored) == sorted(prospects)
    assert Myth.objects.count() == len(published("myths.csv"))
    assert RoleModel.objects.count() == len(published("role_models.csv")) == 12
    assert GeneralFact.objects.exclude(source="seor").count() == len(published("national_facts.csv"))


def test_every_mbo_location_with_a_year_is_there(filled):
    rows = [row for row in published("mbo_locations.csv") if row["source_year"] != "z.j."]
    rows = [row for row in rows if not row["technical_courses"].startswith("vmbo ") or "mbo" in row["location"]]
    institutions_only = Provider.objects.filter(pk__in=["stc", "mondriaan", "tcr"])

    assert institutions_only.count() == 3
    assert Provider.objects.count() - 3 == len([row for row in rows if row["location"] != "vmbo"])


def test_the_pages_of_ict_occupations_can_say_that_mbo_vacancies_fall(filled):
    for slug in ICT:
        assert Prospect.objects.filter(occupation=slug, kind="forecast", value="daling", period="2024-2029").exists()


def test_what_no_source_says_is_empty(filled):
    assert not Occupation.objects.exclude(day="").exists()
    assert not Occupation.objects.filter(growth_confirmed=True).exists()
    assert Occupation.objects.exclude(heavy="").count() == 7
    assert {"chauffeur", "timmerman", "installatiemonteur", "voedingstechniek"} <= set(
        Occupation.objects.filter(heavy_source="cbs-accidents").values_list("pk", flat=True)
    )


def test_every_occupation_can_be_found_by_cluster_profile_and_activity(filled):
    assert set(Occupation.objects.values_list("cluster", flat=True)) == set(Cluster.values)
    assert Occupation.objects.filter(cluster=Cluster.OTHER).count() == 8
    for occupation in Occupation.objects.for_cards():
        assert occupation.profiles.all(), occupation
        assert occupation.activities.all(), occupation
        assert occupation.task_list, occupation


# The words are ours


def texts_of_the_fixtures():
    for table in TABLES:
        for line in table.lines(settings.FIXTURES_DIR) if table.values else ():
            yield from (value for column, value in line.items() if column not in NAMES)


NAMES = {"name", "group_name", "institution", "location", "address", "organisation", "place", "title", "role", "region"}
NAMES |= {"code", "slug", "url", "website", "icon", "period", "value", "unit"}


def sentences(text):
    return {each.strip().casefold() for each in re.split(r"[.;!?:\n]\s*", text) if len(each.split()) >= 4}


def test_no_sentence_is_copied_from_the_published_tables(filled):
    columns = {
        "occupations.csv": ("what_you_do_nl", "growth_nl"),
        "prospects.csv": ("value", "indicator"),
        "myths.csv": ("myth_nl", "fact_nl", "nuance_nl"),
        "role_models.csv": ("fact_nl",),
        "national_facts.csv": ("fact_nl", "note"),
        "pay.csv": ("note",),
        "mbo_locations.csv": ("note", "technical_courses"),
        "routes.csv": ("leerweg_basis", "level_basis", "currency_risk"),
    }
    theirs = set()
    for name, texts in columns.items():
        theirs |= {part for row in published(name) for column in texts for part in sentences(row[column] or "")}

    ours = set().union(*map(sentences, texts_of_the_fixtures()))
    assert ours & theirs == set()


def test_a_pupil_is_spoken_to_in_short_sentences(filled):
    for occupation in Occupation.objects.all():
        assert all(
            task.startswith(("Je ", "Ben je", "Is er", "Dat ", "Op ", "Zo ", "In ", "Soms ", "Vaak "))
            for task in occupation.task_list
        )
        words = [each.split() for each in re.split(r"(?<=[.?!])\s+", occupation.tasks + " " + occupation.growth)]
        assert sum(map(len, words)) / len(words) <= 15, occupation


# The database keeps watch


@pytest.mark.parametrize("model", FACTS)
@pytest.mark.parametrize("column", ["source_id", "source_year"])
def test_the_database_refuses_a_fact_without_source_or_year(filled, model, column):
    row = model.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: None})


@pytest.mark.parametrize("model", FACTS)
@pytest.mark.parametrize(("column", "value"), [("source_id", ""), ("source_year", 0)])
def test_the_database_refuses_a_fact_with_an_empty_source_or_an_impossible_year(filled, model, column, value):
    row = model.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: value})


def test_every_kind_of_fact_is_watched():
    # Videos of its own come with a site or not; tests/test_videos.py watches them.
    assert {model for model in subclasses(Fact) if not model._meta.abstract} == {*FACTS, Video}


def subclasses(model):
    return {model, *(deeper for each in model.__subclasses__() for deeper in subclasses(each))}


def test_what_is_heavy_bears_its_own_source_and_year(filled):
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupation.objects.filter(pk="lasser").update(heavy_source=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupation.objects.filter(pk="kok").update(heavy="Je staat de hele dag.")


def test_an_occupation_has_a_course_once(filled):
    route = Route.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Route.objects.create(
            occupation=route.occupation,
            course=route.course,
            bol="open",
            bbl="open",
            source=route.source,
            source_year=2026,
        )


def test_all_values_fit_in_their_fields():
    """PostgreSQL refuses what is too long, SQLite does not."""
    too_long = [
        (table.file, name, line[name])
        for table in TABLES
        for name in table.fields
        if table.values and isinstance(field := table.model._meta.get_field(name), models.CharField)
        for line in table.lines(settings.FIXTURES_DIR)
        if field.max_length and len(line[name]) > field.max_length
    ]

    assert too_long == []


# Role models


def story(**fields):
    """A story as an editor would write it, not yet saved."""
    fields = {
        "slug": "iemand",
        "name": "Iemand",
        "role": "Lasser",
        "occupation_id": "lasser",
        "story": "Iemand last.",
        "source_id": "rijnmond",
        "source_year": 2024,
        "url": "https://example.org/verhaal",
        "status": RoleModel.Status.PUBLISHED,
        **fields,
    }
    return RoleModel(**fields)


NO_SOURCE = {"source_id": None, "url": ""}
CONSENT = {"consent": RoleModel.Consent.RECORDED, "consent_date": "2026-03-02"}


def errors_of(story):
    try:
        story.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({}, set()),
        ({**NO_SOURCE, **CONSENT}, set()),
        (NO_SOURCE, {"status"}),
        ({"url": ""}, {"status"}),
        ({**NO_SOURCE, "consent": RoleModel.Consent.RECORDED}, {"status"}),
        ({"source_year": None}, {"source_year"}),
        ({**NO_SOURCE, "source_year": None, "status": RoleModel.Status.DRAFT}, set()),
        ({"age": 17}, {"name", "url"}),
        ({"age": 17, "name": "", "url": "", **CONSENT}, set()),
        ({"age": 17, "status": RoleModel.Status.DRAFT}, {"name"}),
        ({"age": 18}, set()),
    ],
)
def test_a_story_is_published_with_source_or_consent_and_never_names_a_minor(filled, fields, refused):
    written = story(**fields)

    assert errors_of(written) - {"__all__"} == refused
    if refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            written.save()
    else:
        written.save()


LEARNER = {"role": "Leerling op het vmbo"}
MINOR = {"age": 16, "name": ""}


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        (LEARNER, {"age"}),
        ({"role": "Studente techniek"}, {"age"}),
        ({"role": "Kapitein in opleiding"}, {"age"}),
        ({"role": "Scholier", "status": "draft"}, {"age"}),
        ({**LEARNER, "name": ""}, set()),
        ({**LEARNER, "age": 18}, set()),
        ({**LEARNER, "age": 15}, {"name", "url"}),
        ({**LEARNER, "age": 0}, {"name", "url"}),
        (MINOR, {"url"}),
        ({**MINOR, **CONSENT}, {"url"}),
        ({**MINOR, "url": ""}, {"status"}),
        ({**MINOR, "url": "", **CONSENT}, set()),
        ({**MINOR, "status": "draft"}, set()),
    ],
)
def test_who_may_be_a_minor_is_named_neither_on_the_site_nor_by_a_link(filled, fields, refused):
    assert errors_of(story(**fields)) - {"__all__"} == refused


def test_the_stories_of_the_site_keep_the_rules_they_ask_of_editors(filled):
    assert [role.slug for role in RoleModel.objects.all() if errors_of(role)] == []
    assert {role.slug for role in RoleModel.objects.exclude(status="published")} == {
        UNDATED_STORY,
        *NAMED_BY_THEIR_SOURCE,
    }
    assert not RoleModel.objects.filter(age__lt=18).exclude(name="").exists()
    assert all(role.source_id and role.url.startswith("http") for role in RoleModel.objects.all())


def test_the_names_of_pupils_in_the_published_stories_are_left_out(filled):
    """A story without a name tells nobody's name either; only the address of its source may."""
    published_names = {word for row in published("role_models.csv") for word in row["person"].split() if len(word) > 2}
    told = {name for each in RoleModel.objects.exclude(name="") for name in re.findall(r"\w+", each.name)}
    words = {word for each in RoleModel.objects.all() for word in re.findall(r"\w+", f"{each.name} {each.story}")}

    assert words & published_names <= told | {"van", "der", "Vijf", "vrouwen"}


# Filling a site


def test_filling_again_keeps_what_editors_wrote(filled):
    Occupation.objects.filter(pk="kok").update(summary="Je kookt voor veel mensen.")
    Myth.objects.all().delete()
    version = DataVersion.current()

    call_command("fill", verbosity=0)

    assert Occupation.objects.get(pk="kok").summary == "Je kookt voor veel mensen."
    assert not Myth.objects.exists()
    assert DataVersion.current() == version


def test_a_site_from_before_the_careers_gets_them(filled):
    before = {table.model: table.model.objects.count() for table in TABLES}
    for table in reversed(TABLES):
        table.model.objects.all().delete()

    call_command("fill", verbosity=0)

    assert {table.model: table.model.objects.count() for table in TABLES} == before


def test_the_facts_of_an_occupation_come_in_a_fixed_number_of_queries(filled):
    assert queries_for("kok") == queries_for("kok", "procesoperator", "havenoperaties", "softwaredeveloper")


def queries_for(*slugs):
    with CaptureQueriesContext(connection) as queries:
        for each in Occupation.objects.with_facts().filter(pk__in=slugs):
            facts = [*each.routes.all(), *each.pay.all(), *each.prospects.all(), *each.myths.all()]
            [(fact.source.name, fact.source_year) for fact in facts]
            [route.course.source.name for route in each.routes.all()]
            [(story.source, story.region, story.course) for story in each.role_models.all()]
            [(provider.municipality, provider.source) for provider in each.providers.all()]
            [each.source, each.group_source, each.heavy_source, *each.profiles.all(), *each.activities.all()]
    return len(queries)


def test_routes_that_are_not_confirmed_are_those_that_the_published_table_leaves_open(filled):
    rows = [row for row in published("routes.csv") if "no" in (row["level_verified"], row["leerweg_verified"])]
    found = Route.objects.unconfirmed()

    assert set(found.values_list("occupation", "course")) == {(row["occupation_id"], row["crebo"]) for row in rows}
    assert {route.pk for route in Route.objects.select_related("course") if not route.is_confirmed} == {
        route.pk for route in found
    }
    assert Certainty.OPEN.label == "nog na te kijken"


def test_every_source_of_a_fact_tells_who_published_it_and_where(filled):
    used = {source for model in FACTS for source in model.objects.values_list("source", flat=True)}

    assert [source.pk for source in Source.objects.filter(pk__in=used) if not (source.publisher and source.url)] == []
