"""Who may enter the staff pages: people with a staff account and a second factor, and nobody else."""

import time
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from textwrap import wrap

import qrcode
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from qrcode.image.svg import SvgPathImage

from schools.models import roles_of

from .devices import see
from .policy import allow

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
WRONG_LOGIN = _("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw.")
WRONG_CODE = _("Deze code klopt niet, of hij is verlopen. Wacht op de volgende code en probeer het opnieuw.")
TOO_MANY_ATTEMPTS = _("U hebt het te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw.")


def has_staff_account(user):
    """Who has a role is staff, also when nobody ticked the box for it."""
    return user.is_active and (user.is_staff or bool(roles_of(user)))


def has_second_factor(user):
    """Recovery codes alone do not count: they replace a factor for once."""
    return is_mfa_enabled(user, SECOND_FACTORS)


def gave_it_elsewhere(request, user):
    """Whether a second factor was shown to the provider in this session, as far as we take its word for that."""
    records = get_authentication_records(request, user)
    return bool(settings.OIDC_SECOND_FACTOR) and any(record.get("second_factor") for record in records)


def gave_second_factor(request):
    """Whether a second factor was shown in this session, and its owner still has one."""
    if gave_it_elsewhere(request, request.user):
        return True
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) and has_second_factor(request.user)


def onward(request):
    """Where somebody was going when we asked who it was: an address of our own, else the start of the admin."""
    return get_next_redirect_url(request) or reverse("admin:index")


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by colleagues; nobody signs up, and no message tells whether an account exists."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG_LOGIN,
        "email_password_mismatch": WRONG_LOGIN,
        "incorrect_password": _("Dit wachtwoord klopt niet. Probeer het opnieuw."),
        "enter_current_password": _("Dit is niet uw huidige wachtwoord. Probeer het opnieuw."),
        "too_many_login_attempts": TOO_MANY_ATTEMPTS,
        "rate_limited": TOO_MANY_ATTEMPTS,
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        ours = {"allauth.mfa.stages.AuthenticateStage": "portal.accounts.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who logged in a moment ago to set up a first second factor is not asked for the password once more."""
        request = self.request
        records = get_authentication_records(request, request.user)
        is_new = bool(records) and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        if is_new and not has_second_factor(request.user):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        """The ways to show once more who you are, by the names that our pages give them."""
        names = {
            "reauthenticate": _("Bevestig met uw wachtwoord"),
            "mfa_reauthenticate": _("Bevestig met een code uit uw app of een herstelcode"),
            "mfa_reauthenticate:webauthn": _("Bevestig met een passkey"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": names.get(way["id"], way["description"])} for way in ways]

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Count wrong passwords per account and address together: nobody locks out a colleague from elsewhere."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"


class StaffSecondFactorAdapter(DefaultMFAAdapter):
    """Second factors in our own words, and a QR code that a strict content policy allows."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": _("Stel eerst een app of een passkey in. Daarna kunt u herstelcodes maken."),
    }

    def build_totp_svg(self, url):
        """The SVG element itself: without a prolog it can stand in the page, where a data: address could not."""
        return qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")

    def generate_authenticator_name(self, user, type):
        return gettext("Passkey van %(day)s") % {"day": date_format(timezone.localdate(), "j F Y")}


class SecondStep(AuthenticateStage):
    """The step after the password, for everybody who has not shown a second factor to the provider."""

    def handle(self):
        return (None, True) if gave_it_elsewhere(self.request, self.login.user) else super().handle()


@dataclass(frozen=True)
class WayToProvider:
    """A server that the form with the button leads past. Chromium asks the policy about each of them."""

    origin: str

    @property
    def needs(self):
        return "form-action", self.origin


class StaffLogin(LoginView):
    """The page to log in, with a button for the provider of the organisation where there is one."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        return allow(response, map(WayToProvider, settings.OIDC_ORIGINS)) if settings.OIDC_NAME else response

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "provider": settings.OIDC_NAME}


class SetUpStep:
    """A second factor that was just set up has been shown as well; the way on leads past the recovery codes."""

    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=self.factor, reauthenticated=True)
        return response

    def get_success_url(self):
        return passthrough_next_redirect_url(self.request, super().get_success_url(), REDIRECT_FIELD_NAME)


@method_decorator(never_cache, name="dispatch")
class SetUpApp(SetUpStep, ActivateTOTPView):
    factor = Authenticator.Type.TOTP

    def dispatch(self, request, *args, **kwargs):
        """Who has an app already, or presses the button twice, sees what is set up."""
        if is_mfa_enabled(request.user, [self.factor]):
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "secret": " ".join(wrap(context["form"].secret, 4))}


class SetUpPasskey(SetUpStep, AddWebAuthnView):
    factor = Authenticator.Type.WEBAUTHN


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(ViewRecoveryCodesView):
    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "onward": onward(self.request)}


def without_nul(question: QueryDict) -> QueryDict:
    """The same question without the one character that PostgreSQL has no place for, and that nobody types."""
    cleaned = question.copy()
    for name, values in question.lists():
        cleaned.setlist(name, [value.replace("\0", "") for value in values])
    return cleaned


class StaffSite(AdminSite):
    """Django's admin behind allauth's login and a compulsory second factor."""

    site_header = _("Profielwijzer beheer")
    site_title = _("Profielwijzer beheer")
    index_title = _("Beheer")
    empty_value_display = "–"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = []

    def add_page(self, app_label, name, view, permission):
        """List a page of an app before its models, for who has this permission. `view` is the name of its address."""
        self.pages.append((app_label, name, view, permission))

    def has_permission(self, request):
        """Asked several times for one page, and looked up once."""
        if not hasattr(request, "may_enter"):
            request.may_enter = has_staff_account(request.user) and gave_second_factor(request)
            if request.may_enter:
                see(request)
        return request.may_enter

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def page(request, *args, **kwargs):
            if "%00" in request.META["QUERY_STRING"]:
                request.GET = without_nul(request.GET)
            return guarded(request, *args, **kwargs)

        return page

    def get_urls(self):
        from schools.admin.keeping import keeping_urls  # that package registers at this site

        return [*keeping_urls(self), *super().get_urls()]

    def autocomplete_view(self, request):
        from schools.admin.scoped import ScopedAutocomplete  # that package registers at this site

        return ScopedAutocomplete.as_view(admin_site=self)(request)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Lead to the step that is missing, and remember where the visitor was going."""
        if self.has_permission(request):
            return redirect(onward(request))
        if request.user.is_authenticated and not has_staff_account(request.user):
            return render(request, "account/no_access.html", status=HTTPStatus.FORBIDDEN)
        query = urlencode({REDIRECT_FIELD_NAME: onward(request)})
        return redirect(f"{reverse(self.missing_step(request.user))}?{query}")

    def missing_step(self, user):
        if not user.is_authenticated:
            return "account_login"
        return "mfa_reauthenticate" if has_second_factor(user) else "mfa_activate_totp"

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("admin:index")

    def get_app_list(self, request, app_label=None):
        """Made where it is looked at: most pages find their menu drawn already."""
        return SimpleLazyObject(lambda: self.apps_for(request, app_label))

    def apps_for(self, request, app_label):
        """The schools first, and within an app its pages, then the order in which its admin registers the models."""
        apps = self._build_app_dict(request, app_label)
        if "auth" in apps and "mfa" in apps:
            factors = [{**model, "name": _("Tweede stappen")} for model in apps.pop("mfa")["models"]]
            apps["auth"] |= {"name": _("Collega's"), "models": [*apps["auth"]["models"], *factors]}
        for app in apps.values():
            app["models"] = [*self.pages_of(app["app_label"], request), *app["models"]]
        mark_current([entry for app in apps.values() for entry in app["models"]], request.path)
        return sorted(apps.values(), key=lambda app: (app["app_label"] != "schools", app["name"].lower()))

    def pages_of(self, app_label, request):
        for label, name, view, permission in self.pages:
            if label == app_label and request.user.has_perm(permission):
                yield {"name": name, "admin_url": reverse(view)}


def mark_current(entries, path):
    """Tell the menu which entry is this page, or is the nearest above it."""
    around = [entry for entry in entries if path.startswith(entry.get("admin_url") or "\n")]
    if around:
        nearest = max(around, key=lambda entry: len(entry["admin_url"]))
        nearest["current"] = "page" if nearest["admin_url"] == path else "true"
