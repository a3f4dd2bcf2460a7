from django.urls import path, register_converter

from . import api
from .views import about, answering, comparing, finder, flyer, mapping, overviews, reporting


class LocationCode:
    """A vestigingscode, in upper or lower case."""

    regex = api.CODE_PATTERN

    def to_python(self, value):
        return value.upper()

    def to_url(self, value):
        return value


register_converter(LocationCode, "location")

urlpatterns = [
    path("", finder.Home.as_view(), name="home"),
    path("scholen/", finder.location_finder, name="finder"),
    path("scholen/vergelijken/", comparing.compare, name="compare"),
    path("scholen/gesprekskaart/", comparing.talk_card, name="talk-card"),
    path("scholen/kaart.json", mapping.map_points, name="map-points"),
    path("kaart/gemeenten.json", mapping.map_boundaries, name="map-boundaries"),
    path("scholen/flyer/", flyer.flyer_page, name="flyer"),
    path("scholen/flyer.pdf", flyer.flyer_pdf, name="flyer-pdf"),
    path("scholen/<location:code>/", finder.location_page, name="location"),
    path("scholen/<location:code>/geschiedenis/", finder.offer_history, name="offer-history"),
    path("scholen/<location:code>/klopt-niet/", reporting.report_page, name="report"),
    path("scholen/<location:code>/klopt-niet/verzonden/", reporting.report_sent, name="report-sent"),
    path("bevestigen/", answering.answer_page, name="answer"),
    path("bevestigen/verzonden/", answering.answer_sent, name="answer-sent"),
    path("profielen/", overviews.Profiles.as_view(), name="profiles"),
    path("profielen/theoretische-leerweg/", overviews.theory_page, name="theory"),
    path("profielen/<slug:slug>/", overviews.profile_page, name="profile"),
    path("gemeenten/", overviews.Municipalities.as_view(), name="municipalities"),
    path("gemeenten/<slug:slug>/", overviews.municipality_page, name="municipality"),
    path("over/", about.About.as_view(), name="about"),
    path("over/bronnen/", about.Sources.as_view(), name="sources"),
    path("over/wijzigingen/", about.Changes.as_view(), name="changes"),
    path("over/toegankelijkheid/", about.Accessibility.as_view(), name="accessibility"),
    path("over/privacy/", about.Privacy.as_view(), name="privacy"),
    path("over/contact/", about.Contact.as_view(), name="contact"),
    path("api/v1/locations", api.LocationList.as_view(), name="api-locations"),
    path("api/v1/locations/<location:code>", api.LocationDetail.as_view(), name="api-location"),
    path("api/v1/profiles", api.ProfileList.as_view(), name="api-profiles"),
]
