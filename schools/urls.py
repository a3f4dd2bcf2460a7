from django.urls import path, register_converter
from django.views.generic import TemplateView

from . import api, views


class LocationCode:
    """A vestigingscode, in upper or lower case."""

    regex = api.CODE_PATTERN

    def to_python(self, value):
        return value.upper()

    def to_url(self, value):
        return value


register_converter(LocationCode, "location")

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("scholen/", views.location_finder, name="finder"),
    path("scholen/<location:code>/", views.location_page, name="location"),
    path("profielen/", views.Profiles.as_view(), name="profiles"),
    path("profielen/<slug:slug>/", views.profile_page, name="profile"),
    path("gemeenten/", views.Municipalities.as_view(), name="municipalities"),
    path("gemeenten/<slug:slug>/", views.municipality_page, name="municipality"),
    path("over/bronnen/", views.Sources.as_view(), name="sources"),
    path("over/privacy/", TemplateView.as_view(template_name="about/privacy.html"), name="privacy"),
    path("api/v1/locations", api.LocationList.as_view(), name="api-locations"),
    path("api/v1/locations/<location:code>", api.LocationDetail.as_view(), name="api-location"),
    path("api/v1/profiles", api.ProfileList.as_view(), name="api-profiles"),
]
