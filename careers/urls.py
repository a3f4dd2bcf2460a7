from django.urls import path

from . import api, views

urlpatterns = [
    path("beroepen/", views.occupation_list, name="occupations"),
    path("beroepen/vergelijken/", views.compare_occupations, name="compare-occupations"),
    path("beroepen/<slug:slug>/", views.occupation_page, name="occupation"),
    path("api/v1/occupations", api.OccupationList.as_view(), name="api-occupations"),
    path("api/v1/occupations/<slug:slug>", api.OccupationDetail.as_view(), name="api-occupation"),
]
