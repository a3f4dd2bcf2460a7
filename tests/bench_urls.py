from django.urls import include, path

from . import bench_urls_bare

urlpatterns = [*bench_urls_bare.urlpatterns, path("", include("portal.urls"))]
