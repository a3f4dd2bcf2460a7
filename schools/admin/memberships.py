"""Who may do what, as managers see and arrange it: those of a municipality for their own, the region for all."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import LOCAL_ROLES, AuditEvent, Membership, Region, reach
from ..signing_out import sign_out_without_role
from .base import NamedAdmin, without_links
from .locations import MunicipalityFilter


class MembershipForm(forms.ModelForm):
    """A colleague is named in full: nobody leafs through the accounts of other municipalities."""

    user = forms.CharField(
        label=_("Collega"),
        max_length=150,
        help_text=_("De gebruikersnaam of het e-mailadres waarmee uw collega inlogt."),
    )

    class Meta:
        model = Membership
        fields = ("user", "role", "municipality")

    def clean_user(self):
        name = self.cleaned_data["user"].strip()
        accounts = get_user_model().objects.filter(Q(username__iexact=name) | Q(email__iexact=name), is_active=True)
        found = list(accounts[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(_("Meer dan één account heeft dit e-mailadres. Vul de gebruikersnaam in."))
        raise forms.ValidationError(
            _("Er is geen account met deze gebruikersnaam of dit e-mailadres. Kijk of het goed is getypt.")
        )


class RoleGivingAdmin(NamedAdmin):
    """Forms that offer the roles and municipalities that somebody may give."""

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Who manages a municipality gives its roles; those of the region are given by who leads the region."""
        if not leads(request):
            kwargs["choices"] = [(role.value, role.label) for role in LOCAL_ROLES]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "municipality":
            codes = reach(request.user, "schools.add_membership")
            regions = Region.objects.within(settings.FINDER_REGION)
            kwargs["queryset"] = regions if codes is None else regions.filter(pk__in=codes)
            kwargs["empty_label"] = gettext("geen: een rol in de hele regio") if codes is None else None
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the small icons that lead to the page of a municipality."""
        return without_links(super().formfield_for_dbfield(db_field, request, **kwargs))


@admin.register(Membership)
class MembershipAdmin(RoleGivingAdmin):
    """A role is given, changed and ended by managers, and by nobody for themselves."""

    form = MembershipForm
    list_display = ("user", "role", "municipality", "created_at")
    list_filter = ("role", MunicipalityFilter)
    list_select_related = ("user", "municipality")
    search_fields = ("user__username", "user__email", "user__first_name", "user__last_name", "municipality__name")
    search_help_text = _("Zoek op collega of gemeente.")
    fieldsets = (
        (
            None,
            {
                "fields": ("user", "role", "municipality"),
                "description": _(
                    "Een lezer ziet alles van de gemeente. Een redacteur bevestigt ook profielen, verbetert locaties "
                    "en handelt meldingen af. Een beheerder geeft ook collega's een rol. "
                    "Een rol geldt meteen, en houdt meteen op als u haar verwijdert."
                ),
            },
        ),
    )

    def kind_of(self, old, new):
        return AuditEvent.Kind.RIGHTS

    def get_readonly_fields(self, request, obj=None):
        return ("user", "municipality", "created_at") if obj else ()

    def get_fieldsets(self, request, obj=None):
        [(title, options)] = super().get_fieldsets(request, obj)
        more = ("created_at",) if obj else ()
        return [(title, {**options, "fields": (*self.fieldsets[0][1]["fields"], *more)})]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_own(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_own(request, obj)

    def add_view(self, request, form_url="", extra_context=None):
        title = {"title": gettext("Een collega een rol geven")}
        return super().add_view(request, form_url, {**title, **(extra_context or {})})

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        sign_out_without_role(obj.user, request.user)

    def delete_queryset(self, request, queryset):
        users = {each.user for each in queryset.select_related("user")}
        super().delete_queryset(request, queryset)
        for user in users:
            sign_out_without_role(user, request.user)

    def name_of(self, obj):
        return str(obj.user)


def leads(request):
    return reach(request.user, "schools.add_membership") is None


def is_own(request, membership):
    return membership is not None and membership.user_id == request.user.pk
