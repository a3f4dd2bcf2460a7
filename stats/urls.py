from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import uploads, views


class TableKind(StringConverter):
    regex = "csv|xlsx"


class PictureKind(StringConverter):
    regex = "svg|png"


register_converter(TableKind, "table")
register_converter(PictureKind, "picture")

urlpatterns = [
    path("", views.overview, name="figures"),
    path("inlezen/", uploads.upload, name="figures-import"),
    path("inlezen/voorbeeld/<slug:layout>/<int:number>/", uploads.example, name="figures-example"),
    path("inlezen/<int:number>/", uploads.preview, name="figures-preview"),
    path("inlezen/<int:number>/uitkomst.<table:sort>", uploads.result, name="figures-result"),
    path("bereken/", views.recalculate, name="figures-recalculate"),
    # After all other pages: an indicator is found by its own code.
    path("<slug:code>/", views.indicator, name="figures-indicator"),
    path("<slug:code>/cijfers.<table:kind>", views.indicator_table, name="figures-table"),
    path("<slug:code>/<slug:name>.<picture:kind>", views.indicator_picture, name="figures-picture"),
]
