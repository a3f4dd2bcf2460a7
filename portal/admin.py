"""Colleagues in the admin, in place of Django's and allauth's own pages about them.

Those of allauth show the secrets of second factors, and those of Django have fields without a label.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schools.admin.audited import Audited
from schools.admin.base import TitledList
from schools.auditing import Kind, record
from schools.models import StaffSession
from schools.signing_out import sign_out

admin.site.unregister([User, Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])


class LinkInline(admin.StackedInline):
    """That the provider of the organisation knows this colleague: to be removed when that became somebody else."""

    model = SocialAccount
    verbose_name = _("koppeling met de organisatie")
    verbose_name_plural = _("inloggen via de organisatie")
    fields = readonly_fields = ("since",)
    extra = 0

    @admin.display(description=_("gekoppeld op"))
    def since(self, link):
        return date_format(timezone.localtime(link.date_joined), "j F Y")

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(User)
class StaffAdmin(TitledList, Audited, UserAdmin):
    """Colleagues, with the plain fields of a form; rights come from roles, and for exceptions from groups."""

    list_display = ("username", "email", "first_name", "last_name", "last_login")
    list_filter = ("is_active", "memberships__role", "is_superuser")
    filter_horizontal = ()
    search_help_text = _("Zoek op gebruikersnaam, naam of e-mailadres.")
    rights_fields = ("is_active", "is_staff", "is_superuser", "groups")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Persoon"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Toegang"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": _("Wat een collega mag, staat bij de rollen van collega's."),
            },
        ),
        (_("Wanneer"), {"fields": ("last_login", "date_joined")}),
    )

    def get_inlines(self, request, obj):
        return [LinkInline] if obj and settings.OIDC_NAME else []

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser makes superusers, or gives rights that no role has."""
        more = () if request.user.is_superuser else ("is_superuser", "groups")
        return (*super().get_readonly_fields(request, obj), *more)

    def has_change_permission(self, request, obj=None):
        """A new password would make somebody else of its owner: nobody gets further with it than before."""
        return super().has_change_permission(request, obj) and goes_no_further(obj, request.user)

    def save_formset(self, request, form, formset, change):
        """The only rows on this page are links; who was let in by one that is removed is out."""
        formset.save()
        if formset.deleted_objects:
            record(Kind.CHANGED, request.user, form.instance, source=gettext("koppeling met de organisatie verwijderd"))
            sign_out(form.instance, request.user, StaffSession.objects.all().but_for(request))

    def user_change_password(self, request, id, form_url=""):
        """A password and the record that somebody gave it come together."""
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def log_change(self, request, obj, message):
        if not hasattr(obj, "values_before"):  # the form for a password, which has no other fields
            record(Kind.PASSWORD, request.user, obj)
            sign_out(obj, request.user, StaffSession.objects.all().but_for(request))
        elif not obj.is_active:
            sign_out(obj, request.user)
        super().log_change(request, obj, message)


@admin.register(Group)
class StaffGroupAdmin(TitledList, Audited, GroupAdmin):
    search_help_text = _("Zoek op naam van de groep.")
    filter_horizontal = ()

    def kind_of(self, old, new):
        return Kind.RIGHTS


@admin.register(Authenticator)
class SecondFactorAdmin(TitledList, Audited, admin.ModelAdmin):
    """Colleagues see who has which second factor, never its secret, and remove a lost one."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    fields = readonly_fields = list_display

    def kind_of(self, old, new):
        return Kind.SECOND_FACTOR

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and goes_no_further(obj and obj.user, request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def goes_no_further(account, user):
    """Whether this account has no rights that only a superuser gives, as far as the user is none."""
    if account is None or user.is_superuser:
        return True
    return not (account.is_superuser or account.groups.exists() or account.user_permissions.exists())
