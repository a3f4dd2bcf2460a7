"""Who may enter the staff pages: people with a staff account and a second factor, and nobody else."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by colleagues; nobody signs up."""

    def is_open_for_signup(self, request):
        return False


class StaffSite(AdminSite):
    """Django's admin behind allauth's login and a compulsory second factor."""

    site_header = _("Profielwijzer beheer")
    site_title = _("Profielwijzer beheer")
    index_title = _("Beheer")

    def has_permission(self, request):
        return super().has_permission(request) and is_mfa_enabled(request.user)

    def login(self, request, extra_context=None):
        """Send on to the step that is missing: logging in, or setting up the second factor."""
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))
        if user.is_staff and not is_mfa_enabled(user):
            return redirect("mfa_activate_totp")
        return super().login(request, extra_context)
