from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("schools.urls")),
    path("beheer/account/login/", account.login, name="account_login"),
    path("beheer/account/logout/", account.logout, name="account_logout"),
    path("beheer/account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("beheer/account/password/", account.password_change, name="account_change_password"),
    path("beheer/account/2fa/", include("allauth.mfa.urls")),
    path("beheer/", admin.site.urls),
]
