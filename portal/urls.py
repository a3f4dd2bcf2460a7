from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

from . import accounts, api, devices, joining

urlpatterns = [
    path("", include("schools.urls")),
    path("", include("careers.urls")),
    path("", include("stats.public_urls")),
    path("api/v1/openapi.json", api.OpenDataSchema.as_view(), name="openapi"),
    path("api/<path:rest>", api.nothing_here),
    path("beheer/account/login/", account.login, name="account_login"),
    path("beheer/account/logout/", account.logout, name="account_logout"),
    path("beheer/account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("beheer/account/inactive/", account.account_inactive, name="account_inactive"),
    path("beheer/account/password/", account.password_change, name="account_change_password"),
    path("beheer/account/apparaten/", admin.site.admin_view(devices.devices_page), name="devices"),
    path("beheer/account/uitnodiging/", joining.invitation_page, name="invitation"),
    path("beheer/account/2fa/totp/activate/", accounts.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("beheer/account/2fa/webauthn/add/", accounts.SetUpPasskey.as_view(), name="mfa_add_webauthn"),
    path("beheer/account/2fa/recovery-codes/", accounts.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("beheer/account/2fa/", include("allauth.mfa.urls")),
    path("beheer/cijfers/", include("stats.urls")),
    path("beheer/", admin.site.urls),
]
