"""Colleagues asked by mail: who is asked for what, sending it again, and taking it back."""

from allauth.core.ratelimit import consume
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ..inviting import change, give_key, link_with, send
from ..models import Invitation, Membership
from ..models.invitations import UNANSWERED
from .memberships import RoleGivingAdmin
from .scoped import is_reached

NO_SERVER, NOT_SENT, TOO_MANY = "no-server", "not-sent", "too-many"
"""Why a link is shown instead of mailed."""


class InvitationForm(forms.ModelForm):
    inviter = None
    """Set by the page, for whom it makes a class of its own."""

    class Meta:
        model = Invitation
        fields = ("email", "first_name", "last_name", "role", "municipality")

    def clean_email(self):
        """In small letters, so that the database sees that two are the same."""
        email = self.cleaned_data["email"].lower()
        if email == self.inviter.email.lower():
            raise forms.ValidationError(_("Dit is uw eigen adres. Een rol krijgt u van een collega."))
        return email

    def clean(self):
        cleaned = super().clean()
        where = {name: cleaned.get(name) for name in ("role", "municipality")}
        if where["municipality"]:
            del where["role"]
        email = cleaned.get("email")
        if email and Invitation.objects.unanswered().filter(email=email, **where).exists():
            self.add_error("email", _("Dit adres is al uitgenodigd. Stuur die uitnodiging opnieuw, of trek haar in."))
        elif email and Membership.objects.filter(user__email__iexact=email, **where).exists():
            self.add_error("email", _("Deze collega heeft hier al een rol. Wijzig die bij de rollen van collega's."))
        return cleaned


class StateFilter(admin.SimpleListFilter):
    """Without a choice those that are not answered yet."""

    title = _("stand")
    parameter_name = "stand"
    answered = {Invitation.State.ACCEPTED: "accepted_at", Invitation.State.WITHDRAWN: "withdrawn_at"}

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in self.answered]

    def choices(self, changelist):
        every, *others = super().choices(changelist)
        return [{**every, "display": _("zonder antwoord")}, *others]

    def queryset(self, request, queryset):
        column = self.answered.get(self.value())
        return queryset.filter(**{f"{column}__isnull": False}) if column else queryset.filter(UNANSWERED)


@admin.register(Invitation)
class InvitationAdmin(RoleGivingAdmin):
    """An invitation is made, sent again and taken back; what it says does not change."""

    form = InvitationForm
    list_display = ("who", "role", "municipality", "inviter", "created_at", "expires_at", "stand")
    list_filter = (StateFilter,)
    list_select_related = ("municipality", "invited_by")
    search_fields = ("email", "first_name", "last_name")
    search_help_text = _("Zoek op naam of e-mailadres.")
    actions = None
    fieldsets = (
        (
            None,
            {
                "fields": ("email", "first_name", "last_name", "role", "municipality"),
                "description": _(
                    "Uw collega krijgt een mail met een link die zeven dagen werkt. Wie nog geen account heeft, kiest "
                    "zelf een gebruikersnaam en een wachtwoord. De rol geldt zodra uw collega de uitnodiging aanneemt."
                ),
            },
        ),
    )
    shown_later = ("inviter", "created_at", "expires_at", "stand")

    def get_urls(self):
        pages = [("again", "opnieuw", self.again_view), ("withdraw", "intrekken", self.withdraw_view)]
        return [
            path(
                f"<path:object_id>/{address}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"schools_invitation_{name}",
            )
            for name, address, view in pages
        ] + super().get_urls()

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        if not obj:
            return self.fieldsets
        return [(None, {"fields": (*self.fieldsets[0][1]["fields"], *self.shown_later)})]

    def get_readonly_fields(self, request, obj=None):
        return self.shown_later if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.inviter = request.user
        return form

    @admin.display(description=_("naam"), ordering="first_name")
    def who(self, invitation):
        return format_html('{} <span class="beside">{}</span>', invitation.name, invitation.email)

    @admin.display(description=_("uitgenodigd door"), ordering="invited_by__username")
    def inviter(self, invitation):
        """Without a link: not everybody who reads this may see accounts."""
        return invitation.invited_by.get_full_name() or invitation.invited_by.get_username()

    @admin.display(description=_("stand"))
    def stand(self, invitation):
        return invitation.state.label

    def add_view(self, request, form_url="", extra_context=None):
        """Mail when the invitation is stored: no editor waits for a mail server."""
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False}
        context = {"title": gettext("Een collega uitnodigen"), **one_button, **(extra_context or {})}
        response = super().add_view(request, form_url, context)
        if hasattr(request, "invited"):
            return self.hand_over(request, *request.invited)
        return response

    def save_model(self, request, obj, form, change):
        key = give_key(obj, request.user)
        super().save_model(request, obj, form, change)
        request.invited = (obj, key)

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(list_address())

    def standing(self, request, object_id):
        """The invitation, as far as somebody may give its role and nobody answered it."""
        invitation = self.get_object(request, admin.utils.unquote(object_id))
        if invitation is None:
            raise Http404
        if not is_reached(invitation, request.user, "add"):
            raise PermissionDenied
        if invitation.state in (Invitation.State.OPEN, Invitation.State.EXPIRED):
            return invitation
        self.message_user(request, gettext("Deze uitnodiging is al aangenomen of ingetrokken."), messages.WARNING)
        return None

    def again_view(self, request, object_id):
        with transaction.atomic():
            invitation = self.standing(request, object_id)
            if invitation:
                key = give_key(invitation, request.user)
                change(invitation, request.user)
        return self.hand_over(request, invitation, key) if invitation else HttpResponseRedirect(list_address())

    def withdraw_view(self, request, object_id):
        with transaction.atomic():
            invitation = self.standing(request, object_id)
            if invitation:
                invitation.withdrawn_at = timezone.now()
                change(invitation, request.user)
        if invitation:
            words = gettext("De uitnodiging van %(name)s is ingetrokken. De link werkt niet meer.")
            self.message_user(request, words % {"name": invitation.name}, messages.SUCCESS)
        return HttpResponseRedirect(list_address())

    def hand_over(self, request, invitation, key):
        """By mail; where that cannot be, the link is shown this once."""
        obstacle = why_not_mailed(request, invitation, key)
        if obstacle:
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Geef deze link zelf door"),
                "opts": self.opts,
                "invitation": invitation,
                "link": link_with(key),
                "obstacle": obstacle,
            }
            return TemplateResponse(request, "admin/schools/invitation/link.html", context)
        words = gettext("De uitnodiging is gemaild naar %(email)s.") % {"email": invitation.email}
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(list_address())

    def name_of(self, obj):
        return obj.name


def why_not_mailed(request, invitation, key):
    """Mail the link; says what stood in the way, or nothing."""
    if not settings.CAN_MAIL:
        return NO_SERVER
    if not (consume(request, action="invite") and consume(request, action="invite_address", key=invitation.email)):
        return TOO_MANY
    return None if send(invitation, key) else NOT_SENT


def list_address():
    return reverse("admin:schools_invitation_changelist")
