"""Colleagues in the admin, in place of Django's and allauth's own pages about them.

Those of allauth show the secrets of second factors, and those of Django have fields without a label.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

admin.site.unregister([User, Group, EmailAddress, Authenticator])


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Colleagues, with the plain fields of a form; rights come from groups."""

    list_display = ("username", "email", "first_name", "last_name", "last_login")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Persoon"), {"fields": ("first_name", "last_name", "email")}),
        (_("Toegang"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Wanneer"), {"fields": ("last_login", "date_joined")}),
    )


@admin.register(Group)
class StaffGroupAdmin(GroupAdmin):
    filter_horizontal = ()


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):
    """Colleagues see who has which second factor, never its secret, and remove a lost one."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    fields = readonly_fields = list_display

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
