from django.urls import path

from . import api, playing, views

urlpatterns = [
    path("beroepen/", views.occupation_list, name="occupations"),
    path("beroepen/vergelijken/", views.compare_occupations, name="compare-occupations"),
    path("beroepen/<slug:slug>/", views.occupation_page, name="occupation"),
    path("video/<slug:slug>/<slug:language>.vtt", playing.captions, name="video-captions"),
    path("video/<slug:slug>/<str:name>", playing.video_file, name="video-file"),
    path("api/v1/occupations", api.OccupationList.as_view(), name="api-occupations"),
    path("api/v1/occupations/<slug:slug>", api.OccupationDetail.as_view(), name="api-occupation"),
]
