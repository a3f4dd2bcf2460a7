from django.urls import path

from . import views
from .maps.views import region_map

urlpatterns = [
    path("", views.overview, name="figures"),
    path("kaart/", region_map, name="figures-map"),
]
