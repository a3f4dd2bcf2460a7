from allauth.account import views as account
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from . import accounts, api, devices, joining


def through_a_provider():
    """Nothing of it is loaded by a site that has none."""
    return [path("beheer/account/organisatie/", include("portal.single_sign_on"))] if settings.OIDC_NAME else []


urlpatterns = [
    *through_a_provider(),
    path("", include("schools.urls")),
    path("", include("careers.urls")),
    path("", include("stats.public_urls")),
    path("api/v1/openapi.json", api.OpenDataSchema.as_view(), name="openapi"),
    path("api/<path:rest>", api.nothing_here),
    path("beheer/account/login/", accounts.StaffLogin.as_view(), name="account_login"),
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
