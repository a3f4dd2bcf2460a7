from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import uploads, views
from .maps.views import region_map
from .memo.views import memo, memo_pdf
from .targets import views as targets
from .what_if import views as what_if


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
    path("kaart/", region_map, name="figures-map"),
    path("doelen/", targets.targets, name="targets"),
    path("doelen/nieuw/", targets.new_target, name="target-new"),
    path("doelen/<int:pk>/", targets.target, name="target"),
    path("doelen/<int:pk>/wijzigen/", targets.change_target, name="target-change"),
    path("doelen/<int:pk>/verwijderen/", targets.remove_target, name="target-remove"),
    path("wat-als/", what_if.what_if, name="what-if"),
    path("wat-als.pdf", what_if.what_if_pdf, name="what-if-pdf"),
    path("wat-als/bewaren/", what_if.keep, name="what-if-keep"),
    path("wat-als/bewaard/<int:pk>/", what_if.kept, name="what-if-kept"),
    path("wat-als/bewaard/<int:pk>/verwijderen/", what_if.forget, name="what-if-forget"),
    path("notitie/", memo, name="memo"),
    path("notitie.pdf", memo_pdf, name="memo-pdf"),
    path("bereken/", views.recalculate, name="figures-recalculate"),
    # After all other pages: an indicator is found by its own code.
    path("<slug:code>/", views.indicator, name="figures-indicator"),
    path("<slug:code>/cijfers.<table:kind>", views.indicator_table, name="figures-table"),
    path("<slug:code>/<slug:name>.<picture:kind>", views.indicator_picture, name="figures-picture"),
]
