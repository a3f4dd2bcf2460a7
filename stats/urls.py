from django.urls import path

from . import views
from .maps.views import region_map
from .targets import views as targets
from .what_if.views import what_if

urlpatterns = [
    path("", views.overview, name="figures"),
    path("kaart/", region_map, name="figures-map"),
    path("doelen/", targets.targets, name="targets"),
    path("doelen/nieuw/", targets.new_target, name="target-new"),
    path("doelen/<int:pk>/", targets.target, name="target"),
    path("doelen/<int:pk>/wijzigen/", targets.change_target, name="target-change"),
    path("doelen/<int:pk>/verwijderen/", targets.remove_target, name="target-remove"),
    path("wat-als/", what_if, name="what-if"),
    path("<slug:code>/", views.overview, name="figures-indicator"),
]
