"""The addresses of a site with a provider. Settings are read when a site starts, and that of the tests has none."""

from django.urls import include, path

from portal.urls import urlpatterns as usual

urlpatterns = [path("beheer/account/organisatie/", include("portal.single_sign_on")), *usual]
