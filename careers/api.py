"""Open data of occupations: the same question and the same facts as the pages, as JSON.

Plain dictionaries, as in the open data of schools; the serializers only describe them in the OpenAPI document.
"""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from portal.api import PAGE, PROBLEM, VERSION_HEADER, OpenDataView, ProblemSerializer, asked_page, page_as_json
from schools.filters import MOST_TYPED

from .filters import OccupationFilter
from .models import Certainty, Cluster, Course, Occupation, Pay, Prospect
from .occupation_page import occupations_with_facts

SLUG_PATTERN = "[-a-zA-Z0-9_]+"


class ClusterSerializer(serializers.Serializer):
    code = serializers.ChoiceField(Cluster.values)
    name = serializers.CharField()


class CitationSerializer(serializers.Serializer):
    source = serializers.CharField()
    url = serializers.CharField(help_text="Address of the source; empty when it has none.")
    year = serializers.IntegerField(help_text="The year in which the source published it.")


class OccupationSerializer(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    cluster = ClusterSerializer()
    profiles = serializers.ListField(
        child=serializers.CharField(), help_text="Codes as in /profiles, and tl-codes. An estimate of the editors."
    )
    levels = serializers.ListField(child=serializers.IntegerField(min_value=2, max_value=4))
    activities = serializers.ListField(child=serializers.CharField())
    iscoCode = serializers.CharField(help_text="ISCO-08.")  # noqa: N815
    brcCode = serializers.CharField(help_text="BRC 2014, of Statistics Netherlands.")  # noqa: N815
    page = serializers.CharField(help_text="Address of the page for people.")


class OccupationPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = OccupationSerializer(many=True)


class CourseSerializer(serializers.Serializer):
    crebo = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(Course.Level.values)
    levelConfirmed = serializers.BooleanField()  # noqa: N815
    bol = serializers.ChoiceField(Certainty.values)
    bbl = serializers.ChoiceField(Certainty.values, help_text="not-seen is never a no.")
    minLeerweg = serializers.ChoiceField(["BB", "KB"])  # noqa: N815
    note = serializers.CharField()
    citation = CitationSerializer()


class ProspectSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(Prospect.Kind.values)
    sentence = serializers.CharField()
    value = serializers.CharField()
    unit = serializers.CharField()
    period = serializers.CharField()
    region = serializers.CharField()
    population = serializers.CharField()
    citation = CitationSerializer()


class PaySerializer(serializers.Serializer):
    kind = serializers.ChoiceField(Pay.Kind.values)
    value = serializers.FloatField()
    unit = serializers.ChoiceField(Pay.Unit.values)
    period = serializers.CharField()
    region = serializers.CharField()
    population = serializers.CharField()
    caution = serializers.CharField()
    citation = CitationSerializer()


class HeavySerializer(serializers.Serializer):
    text = serializers.CharField()
    citation = CitationSerializer()


class OccupationDetailSerializer(OccupationSerializer):
    tasks = serializers.ListField(child=serializers.CharField())
    workplace = serializers.CharField(help_text="Empty when no source says it.")
    heavy = HeavySerializer(allow_null=True)
    growth = serializers.CharField()
    courses = CourseSerializer(many=True)
    prospects = ProspectSerializer(many=True)
    pay = PaySerializer(many=True, help_text="Without figures that say nothing about people with a mbo diploma.")
    citation = CitationSerializer()


def several(name: str, values: list[str] | None = None, description: str = "") -> OpenApiParameter:
    items = {"type": "string", "enum": values} if values else {"type": "string"}
    return OpenApiParameter(name, {"type": "array", "items": items}, description=description)


QUESTION = [
    VERSION_HEADER,
    OpenApiParameter(
        "q",
        {"type": "string", "maxLength": MOST_TYPED, "pattern": r"^[^\x00]*$"},
        description="Words in the title, the tasks or the courses. Accents and small mistakes do not matter.",
    ),
    several("cluster", Cluster.values, "Any of these clusters of the region."),
    several("profile", description="Any of these profiles, by code or by name as in the addresses of the site."),
    several("activity", description="Any of these things that one likes to do."),
    several("level", [str(each) for each in Course.Level.values], "A course of any of these levels leads there."),
]
SLUG = OpenApiParameter("slug", {"type": "string", "pattern": f"^{SLUG_PATTERN}$"}, OpenApiParameter.PATH)
REFUSED = {(400, PROBLEM): OpenApiResponse(ProblemSerializer, description="The question cannot be answered as asked.")}
MISSING = {(404, PROBLEM): OpenApiResponse(ProblemSerializer, description="There is no such occupation or page.")}


class OccupationList(OpenDataView):
    @extend_schema(
        operation_id="listOccupations",
        parameters=[*QUESTION, *PAGE],
        responses={200: OccupationPageSerializer, **REFUSED, **MISSING},
    )
    def get(self, request):
        """Occupations that fit the question, in order of their titles."""
        asked = OccupationFilter(request.query_params)
        if asked.form.errors:
            raise ValidationError({name: list(messages) for name, messages in asked.form.errors.items()})
        found = asked.qs.for_cards().prefetch_related("routes__course").order_by("title")
        page = asked_page(request.query_params, found)
        return Response(page_as_json(request, page, [occupation_as_json(each, request) for each in page]))


class OccupationDetail(OpenDataView):
    @extend_schema(
        operation_id="getOccupation",
        parameters=[VERSION_HEADER, SLUG],
        responses={200: OccupationDetailSerializer, **MISSING},
    )
    def get(self, request, slug):
        """One occupation with its facts."""
        occupation = get_object_or_404(occupations_with_facts(), pk=slug)
        return Response({**occupation_as_json(occupation, request), **facts_as_json(occupation)})


def occupation_as_json(occupation: Occupation, request) -> dict:
    return {
        "slug": occupation.slug,
        "title": occupation.title,
        "summary": occupation.summary,
        "cluster": {"code": occupation.cluster, "name": occupation.get_cluster_display()},
        "profiles": [profile.code for profile in occupation.profiles.all()],
        "levels": sorted({route.course.level for route in occupation.routes.all()}),
        "activities": [activity.slug for activity in occupation.activities.all()],
        "iscoCode": occupation.isco08,
        "brcCode": occupation.brc2014,
        "page": request.build_absolute_uri(reverse("occupation", args=[occupation.slug])),
    }


def facts_as_json(occupation: Occupation) -> dict:
    heavy = {"text": occupation.heavy, "citation": citation(occupation.heavy_source, occupation.heavy_year)}
    return {
        "tasks": occupation.task_list,
        "workplace": occupation.workplace,
        "heavy": heavy if occupation.heavy else None,
        "growth": occupation.growth,
        "courses": [course_as_json(route) for route in occupation.routes.all()],
        "prospects": [prospect_as_json(each) for each in occupation.prospects.all()],
        "pay": [pay_as_json(each) for each in occupation.pay.all()],
        "citation": cited(occupation),
    }


def course_as_json(route) -> dict:
    return {
        "crebo": route.course.crebo,
        "name": route.course.name,
        "level": route.course.level,
        "levelConfirmed": route.course.level_confirmed,
        "bol": route.bol,
        "bbl": route.bbl,
        "minLeerweg": route.min_leerweg,
        "note": route.note,
        "citation": cited(route),
    }


PROSPECT_FIELDS = ("kind", "sentence", "value", "unit", "period", "region", "population")
PAY_FIELDS = ("kind", "unit", "period", "region", "population", "caution")


def prospect_as_json(prospect) -> dict:
    return {**{name: getattr(prospect, name) for name in PROSPECT_FIELDS}, "citation": cited(prospect)}


def pay_as_json(pay) -> dict:
    figures = {name: getattr(pay, name) for name in PAY_FIELDS}
    return {**figures, "value": float(pay.value), "citation": cited(pay)}


def cited(fact) -> dict:
    return citation(fact.source, fact.source_year)


def citation(source, year: int | None) -> dict | None:
    return source and {"source": source.name, "url": source.url, "year": year}
