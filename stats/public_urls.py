from django.urls import path

from . import api

urlpatterns = [
    path("api/v1/indicators", api.IndicatorList.as_view(), name="api-indicators"),
    path("api/v1/indicators/<slug:code>", api.IndicatorDetail.as_view(), name="api-indicator"),
    path("api/v1/observations", api.ObservationList.as_view(), name="api-observations"),
]
