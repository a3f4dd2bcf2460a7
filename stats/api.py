"""Open data of the figures: what is measured, and every figure of it, as JSON and as CSV.

Plain dictionaries, as in the open data of schools; the serializers only describe them in the OpenAPI document.
"""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api import (
    CSV,
    PAGE,
    PROBLEM,
    VERSION_HEADER,
    OpenDataView,
    ProblemSerializer,
    TabularView,
    asked_page,
    page_as_json,
    page_numbers,
    table,
)
from schools.models import Source

from .filters import UNSPLIT, ObservationFilter
from .models import Indicator, Observation, Release
from .open_data import FIELDS, as_json, number_of, page_of, rows, sources_of

CODE_PATTERN = "[-a-zA-Z0-9_]+"


class IndicatorSerializer(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    question = serializers.CharField(allow_null=True, help_text="What it answers.")
    theme = serializers.ChoiceField(Indicator.Theme.values)
    unit = serializers.ChoiceField(Indicator.Unit.values)
    decimals = serializers.IntegerField(help_text="Of figures that are calculated here; published ones keep their own.")
    dimension = serializers.ChoiceField(
        Indicator.Dimension.values, allow_null=True, help_text="What a figure is split by."
    )
    headline = serializers.CharField(allow_null=True, help_text="The profile or category that stands for the whole.")
    better = serializers.ChoiceField(Indicator.Better.values)
    source = serializers.CharField(help_text="Code of who defined it.")
    dataFrom = serializers.CharField(help_text="Whose data it is made from.")  # noqa: N815
    definition = serializers.CharField()
    method = serializers.CharField(allow_null=True)
    observations = serializers.CharField(help_text="Address of its figures.")


class SourceSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    publisher = serializers.CharField(allow_null=True)
    licence = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)


class ReleaseSerializer(serializers.Serializer):
    date = serializers.DateField()
    kind = serializers.ChoiceField(Release.Kind.values)
    title = serializers.CharField()
    text = serializers.CharField()


class IndicatorDetailSerializer(IndicatorSerializer):
    sources = SourceSerializer(many=True, help_text="Who its figures are from.")
    releases = ReleaseSerializer(many=True, help_text="What changed in its figures, the newest first.")


class IndicatorPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = IndicatorSerializer(many=True)


class ObservationSerializer(serializers.Serializer):
    indicator = serializers.CharField()
    region = serializers.CharField(help_text="NL01, PV28, CR29, MRDH or the code of a municipality: GM0599.")
    period = serializers.CharField(help_text="2021, 2023/2024 (school year), 2014-2017 or 2019-10-01.")
    profile = serializers.CharField(allow_null=True, help_text="As in /profiles; null when not split by it.")
    leerweg = serializers.CharField(allow_null=True, help_text="As the source has it: BB+KB+GL.")
    category = serializers.CharField(allow_null=True)
    origin = serializers.ChoiceField(
        Observation.Origin.values, help_text="Published by the source, or calculated here from its counts."
    )
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True, help_text="With high: between what it lies, as counts were withheld.")
    high = serializers.FloatField(allow_null=True)
    unit = serializers.ChoiceField(Indicator.Unit.values)
    reason = serializers.ChoiceField(
        [value for value in Observation.Reason.values if value], allow_null=True, help_text="Why there is no value."
    )
    status = serializers.ChoiceField(Observation.Status.values)
    source = serializers.CharField(help_text="As in the sources of /indicators/{code}.")
    reportTable = serializers.CharField(allow_null=True, help_text="Where it stands in the report.")  # noqa: N815


class ObservationPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ObservationSerializer(many=True)


def several(name: str, description: str, values: list[str] | None = None) -> OpenApiParameter:
    items = {"type": "string", "enum": values} if values else {"type": "string"}
    text = f"{description} Repeatable, or with commas."
    return OpenApiParameter(name, {"type": "array", "items": items}, description=text)


UNSPLIT_TOO = f"`{UNSPLIT}`: what is not split by it."
QUESTION = [
    VERSION_HEADER,
    several("indicator", "Codes as in /indicators."),
    several("region", "Codes of regions: `NL01`, `MRDH`, `PV28`, `GM0599`."),
    several("period", "`2021`, `2023/2024` (a school year), `2014-2017` or `2019-10-01`."),
    several("profile", f"Codes as in /profiles. {UNSPLIT_TOO}"),
    several("leerweg", f"As the source has them: `TL`, `BB+KB+GL`. {UNSPLIT_TOO}"),
    several("category", f"As in the figures: `techniek-gebouwd`, `bol`. {UNSPLIT_TOO}"),
    several("origin", "Published by the source, or calculated here.", Observation.Origin.values),
    *PAGE,
]
FORMAT = OpenApiParameter(
    "format",
    str,
    enum=["json", "csv"],
    description="For a link. A program asks with `Accept: text/csv`. CSV holds all results, without pages.",
)
CODE = OpenApiParameter("code", {"type": "string", "pattern": f"^{CODE_PATTERN}$"}, OpenApiParameter.PATH)
REFUSED = {(400, PROBLEM): OpenApiResponse(ProblemSerializer, description="The question cannot be answered as asked.")}
MISSING = {
    (404, PROBLEM): OpenApiResponse(ProblemSerializer, description="There is no such indicator, page or format.")
}


def json_or_csv(serializer) -> dict:
    return {(200, "application/json"): serializer, (200, CSV): str}


class IndicatorList(TabularView):
    @extend_schema(
        operation_id="listIndicators",
        parameters=[VERSION_HEADER, FORMAT],
        responses={**json_or_csv(IndicatorPageSerializer), **MISSING},
    )
    def get(self, request):
        """What is measured, by theme."""
        results = [indicator_as_json(each, request) for each in Indicator.objects.all()]
        if self.asks_table:
            return table("indicators", IndicatorSerializer().fields, results)
        return Response({"count": len(results), "next": None, "previous": None, "results": results})


class IndicatorDetail(OpenDataView):
    @extend_schema(
        operation_id="getIndicator",
        parameters=[VERSION_HEADER, CODE],
        responses={200: IndicatorDetailSerializer, **MISSING},
    )
    def get(self, request, code):
        """One indicator, who its figures are from, and what changed in them."""
        indicator = get_object_or_404(Indicator, pk=code)
        return Response(
            {
                **indicator_as_json(indicator, request),
                "sources": [source_as_json(each) for each in sources_of(indicator.code)],
                "releases": [release_as_json(each) for each in indicator.releases.all()],
            }
        )


class ObservationList(TabularView):
    @extend_schema(
        operation_id="listObservations",
        parameters=[*QUESTION, FORMAT],
        responses={**json_or_csv(ObservationPageSerializer), **REFUSED, **MISSING},
    )
    def get(self, request):
        """Figures with their source, or the reason why there is none. Several values widen, several names narrow."""
        asked = valid_filter(request.query_params)
        page_numbers(request.query_params)  # a wrong page is told, also to who asks for all as CSV
        if self.asks_table:
            return table("observations", FIELDS, rows(asked.qs))
        page = asked_page(request.query_params, range(number_of(asked.asked)))
        figures = page_of(asked.asked, page.object_list.start, page.object_list.stop)
        return Response(page_as_json(request, page, as_json(figures)))


def valid_filter(parameters) -> ObservationFilter:
    asked = ObservationFilter(parameters)
    if asked.form.errors:
        raise ValidationError({name: list(messages) for name, messages in asked.form.errors.items()})
    return asked


def indicator_as_json(indicator: Indicator, request) -> dict:
    figures = reverse("api-observations", request=request)
    return {
        "code": indicator.code,
        "title": indicator.title,
        "question": indicator.question or None,
        "theme": indicator.theme,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "dimension": indicator.dimension or None,
        "headline": indicator.headline or None,
        "better": indicator.better,
        "source": indicator.source_id,
        "dataFrom": indicator.origin,
        "definition": indicator.definition,
        "method": indicator.method or None,
        "observations": f"{figures}?indicator={indicator.code}",
    }


def source_as_json(source: Source) -> dict:
    return {name: getattr(source, name) or None for name in ("code", "name", "publisher", "licence", "url")}


def release_as_json(release: Release) -> dict:
    return {name: getattr(release, name) for name in ("date", "kind", "title", "text")}
