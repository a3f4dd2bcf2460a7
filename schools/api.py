"""Open data: the same question and the same answers as the pages, as JSON.

Plain dictionaries instead of model serializers: lists of a thousand locations are asked for, and the stored rows
are already what is answered. The serializers only describe them in the OpenAPI document.
"""

from collections import defaultdict

from django.http import Http404, QueryDict
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from portal.api import PAGE, PROBLEM, VERSION_HEADER, OpenDataView, ProblemSerializer, asked_page, page_as_json

from .cards import Found, found
from .catalogue import Catalogue, catalogue
from .filters import LEAST_KM, LEERWEG_CHOICES, MOST_KM, MOST_TYPED, LocationFilter, in_place
from .geography import km_of
from .models import Kind, ProfileAnswer, SchoolLocation, Status, VmboProfile
from .wording import period

CODE_PATTERN = "[0-9]{2}[A-Za-z]{2}[0-9]{2}"
"""A vestigingscode, in upper or lower case."""
LOCATION_FIELDS = (
    "code",
    "name",
    "street",
    "house_number",
    "postcode",
    "city",
    "municipality_id",
    "latitude",
    "longitude",
    "website",
    "corrected_website",
    "finder__kind",
)
ANSWER_FIELDS = (
    "location_id",
    "profile_id",
    "status",
    "effective_year",
    "leerwegen",
    "source_id",
    "source__kind",
    "school_year",
    "reference_date",
)


class OfferSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Code of the profile, as in /profiles.")
    status = serializers.ChoiceField(Status.values)
    effectiveYear = serializers.IntegerField(  # noqa: N815
        allow_null=True, help_text="For starting and stopping: the year in which that school year begins."
    )
    leerwegen = serializers.ListField(child=serializers.ChoiceField(["BB", "KB", "GL"]))
    source = serializers.CharField(allow_null=True)
    period = serializers.CharField(allow_null=True, help_text="School year of a count, or date of a confirmation.")


class MunicipalitySerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class LocationSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Vestigingscode of DUO.")
    name = serializers.CharField()
    kind = serializers.ChoiceField([Kind.BKG, Kind.TL, Kind.NOT_KNOWN])
    street = serializers.CharField()
    postcode = serializers.CharField()
    city = serializers.CharField()
    municipality = MunicipalitySerializer(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    distance = serializers.FloatField(allow_null=True, help_text="Kilometres in a straight line, when near is given.")
    website = serializers.CharField()
    profiles = OfferSerializer(many=True, help_text="Always ten in a fixed order; none for kind tl.")


class LocationPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = LocationSerializer(many=True)


class ProfileSerializer(serializers.Serializer):
    code = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    abbreviation = serializers.CharField()
    technical = serializers.BooleanField(help_text="PIE, BWI, MET and MAT; media, vormgeving en ICT is not.")
    mediaIct = serializers.BooleanField()  # noqa: N815
    locations = serializers.IntegerField(help_text="Locations that offer it, in the place and leerweg asked for.")


class ProfilePageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ProfileSerializer(many=True)


TYPED = {"type": "string", "maxLength": MOST_TYPED, "pattern": r"^[^\x00]*$"}
RADIUS = {"type": "number", "minimum": float(LEAST_KM), "maximum": MOST_KM}
NEAR = (
    "Postcode (four digits, with or without letters), place, latitude and longitude (`52.01,4.36`, rounded to two "
    "decimals), or part of the name of a school. Places that the finder covers go before names, names before places "
    "elsewhere. What is misspelt is read as what it clearly resembles; it is refused when that is not clear."
)
NAME = (
    "Words in the name, street or place of a location. When no location has them, the name that they clearly resemble."
)
PLACE = [
    VERSION_HEADER,
    OpenApiParameter("near", TYPED, description=NEAR),
    OpenApiParameter("radius", RADIUS, description="Kilometres; 5 without it."),
    OpenApiParameter("municipality", TYPED, description="Code (GM0599) or name as in the addresses of the site."),
    OpenApiParameter("leerweg", str, enum=[code for code, _label in LEERWEG_CHOICES]),
    OpenApiParameter("q", TYPED, description=NAME),
]
OFFER = [
    OpenApiParameter("profile", {"type": "array", "items": {"type": "string"}}, description="Any of these profiles."),
    OpenApiParameter("technical", str, enum=["1", "0"], description="1: any of PIE, BWI, MET, MAT and VT."),
]
CODE = OpenApiParameter("code", {"type": "string", "pattern": f"^{CODE_PATTERN}$"}, OpenApiParameter.PATH)
REFUSED = {(400, PROBLEM): OpenApiResponse(ProblemSerializer, description="The question cannot be answered as asked.")}
MISSING = {(404, PROBLEM): OpenApiResponse(ProblemSerializer, description="There is no such location or page.")}


def valid_filter(parameters: QueryDict) -> LocationFilter:
    asked = LocationFilter(parameters)
    if asked.form.errors:
        raise ValidationError({name: list(messages) for name, messages in asked.form.errors.items()})
    return asked


class LocationList(OpenDataView):
    @extend_schema(
        operation_id="listLocations",
        parameters=[*PLACE, *OFFER, *PAGE],
        responses={200: LocationPageSerializer, **REFUSED, **MISSING},
    )
    def get(self, request):
        """Locations that have what is asked, the nearest first."""
        asked = valid_filter(request.query_params)
        page = asked_page(request.query_params, range(asked.qs.count()))
        lines = found(asked.qs, asked.question, page.object_list.start, page.object_list.stop)
        return Response(page_as_json(request, page, locations_as_json(lines, asked.catalogue)))


class LocationDetail(OpenDataView):
    @extend_schema(
        operation_id="getLocation",
        parameters=[VERSION_HEADER, CODE],
        responses={200: LocationSerializer, **MISSING},
    )
    def get(self, request, code):
        """One location with its answers."""
        location = locations_as_json([Found(code)], catalogue())
        if not location:
            raise Http404
        return Response(*location)


class ProfileList(OpenDataView):
    @extend_schema(operation_id="listProfiles", parameters=PLACE, responses={200: ProfilePageSerializer, **REFUSED})
    def get(self, request):
        """The ten profiles, and how many locations offer each."""
        asked = valid_filter(request.query_params)
        masks = list(
            in_place(asked.queryset.all(), asked.question).values_list(
                asked.question.leerweg.lower() or "offered", flat=True
            )
        )
        results = [profile_as_json(profile, masks) for profile in asked.catalogue.ten]
        return Response({"count": len(results), "next": None, "previous": None, "results": results})


def profile_as_json(profile: VmboProfile, masks: list[int]) -> dict:
    return {
        "code": profile.code,
        "slug": profile.slug,
        "name": profile.name,
        "abbreviation": profile.abbreviation,
        "technical": profile.technical,
        "mediaIct": profile.media_ict,
        "locations": sum(bool(mask & profile.bit) for mask in masks),
    }


def locations_as_json(lines: list[Found], known: Catalogue) -> list[dict]:
    """Locations of the finder in the order of the lines, with two queries however many there are."""
    codes = [line.code for line in lines]
    chosen = SchoolLocation.objects.in_finder().filter(pk__in=codes)
    texts = {each["code"]: each for each in chosen.values(*LOCATION_FIELDS)}
    offers = offers_by_location(codes)
    return [location_as_json(line, texts[line.code], offers[line.code], known) for line in lines if line.code in texts]


def offers_by_location(codes: list[str]) -> dict[str, list[dict]]:
    offers = defaultdict(list)
    answers = ProfileAnswer.objects.filter(location__in=codes, profile__family=VmboProfile.Family.TEN)
    for answer in answers.order_by("profile__position").values(*ANSWER_FIELDS):
        offers[answer["location_id"]].append(
            {
                "code": answer["profile_id"],
                "status": answer["status"],
                "effectiveYear": answer["effective_year"],
                "leerwegen": answer["leerwegen"].split(),
                "source": answer["source_id"],
                "period": period(answer["source__kind"], answer["school_year"], answer["reference_date"]),
            }
        )
    return offers


def location_as_json(line: Found, text: dict, offers: list[dict], known: Catalogue) -> dict:
    municipality = known.municipalities.get(text["municipality_id"])
    return {
        "code": text["code"],
        "name": text["name"],
        "kind": text["finder__kind"],
        "street": f"{text['street']} {text['house_number']}".strip(),
        "postcode": text["postcode"],
        "city": text["city"],
        "municipality": municipality and {"code": municipality.code, "name": municipality.name},
        "latitude": text["latitude"],
        "longitude": text["longitude"],
        "distance": None if line.squared is None else round(km_of(line.squared), 3),
        "website": text["corrected_website"] or text["website"],
        "profiles": offers,
    }
