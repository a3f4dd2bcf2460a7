"""Asking schools by mail to confirm their own profiles: one location, or several that were chosen in the list."""

from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..asking.letter import Letter
from ..asking.sending import AlreadyAskedError, ask_all, askable
from ..models import Inquiry

MOST_AT_ONCE = 20
"""Each mail takes a moment, and somebody waits for all of them."""
PARAMETER = "locatie"


class AskForm(forms.Form):
    """Who asks, and an address for each location of which nobody waits for an answer already."""

    office = forms.CharField(
        label=_("Namens welke afdeling vraagt u dit?"),
        max_length=80,
        help_text=_(
            "Zoals scholen u kennen, bijvoorbeeld: afdeling Onderwijs. De naam van de gemeente staat er al bij."
        ),
        error_messages={"required": _("Vul in namens welke afdeling u dit vraagt.")},
    )

    def __init__(self, locations, user, data=None):
        super().__init__(data, initial={"office": last_office(user)})
        self.user = user
        self.locations = list(locations)
        known = suggested_addresses(self.locations)
        for each in self.locations:
            self.fields[each.code] = forms.EmailField(
                label=f"{each.title}, {each.address}, {each.city}",
                required=len(self.locations) == 1,
                initial=known.get(each.code, ""),
                error_messages={
                    "required": _("Vul het e-mailadres van de school in."),
                    "invalid": _("Dit is geen heel e-mailadres. Een adres ziet er zo uit: naam@school.nl."),
                },
            )

    def clean(self):
        super().clean()
        if not self.errors and not any(self.cleaned_data.get(each.code) for each in self.locations):
            self.add_error(None, _("Vul bij minstens één school een e-mailadres in."))

    def inquiries(self):
        """What would be sent; locations without an address are left out."""
        last_day = Inquiry.last_day(timezone.localdate())
        about = {"office": self.cleaned_data["office"], "asked_by": self.user, "expires_on": last_day}
        return [
            Inquiry(location=each, email=self.cleaned_data[each.code], **about)
            for each in self.locations
            if self.cleaned_data[each.code]
        ]


def last_office(user):
    last = Inquiry.objects.filter(asked_by=user).order_by("-pk").first()
    return last.office if last else ""


def suggested_addresses(locations):
    """The address for questions of each location; else the newest one asked that was not forgotten yet."""
    known = Inquiry.objects.filter(location__in=locations).exclude(email="").order_by("pk")
    kept = {each.code: each.contact_email for each in locations if each.contact_email}
    return {**dict(known.values_list("location", "email")), **kept}


class AskingAdmin:
    """Adds to the locations the page on which their schools are asked, and the action that leads there."""

    actions = ("ask_schools",)

    def get_urls(self):
        view = self.admin_site.admin_view(self.ask_view)
        return [path("vragen/", view, name="schools_schoollocation_ask"), *super().get_urls()]

    def has_ask_permission(self, request):
        return settings.CAN_MAIL and request.user.has_perm("schools.add_inquiry")

    @admin.action(description=_("Vraag de scholen per mail"), permissions=["ask"])
    def ask_schools(self, request, queryset):
        return HttpResponseRedirect(ask_address(queryset.order_by("name", "code").values_list("pk", flat=True)))

    def ask_view(self, request):
        if not request.user.has_perm("schools.add_inquiry"):
            raise PermissionDenied
        chosen = request.GET.getlist(PARAMETER)
        locations = list(askable(request.user).filter(pk__in=chosen).select_related("municipality"))
        waiting = Inquiry.objects.waiting(timezone.localdate()).filter(location__in=locations)
        asked = list(waiting.select_related("location"))
        free = [each for each in locations if each.pk not in {inquiry.location_id for inquiry in asked}]
        context = {"asked": asked, "left_out": len(set(chosen)) - len(locations), "too_many": free[MOST_AT_ONCE:]}
        if not settings.CAN_MAIL or not free:
            return self.ask_page(request, "admin/schools/ask.html", {**context, "can_mail": settings.CAN_MAIL})
        return self.asked(request, AskForm(free[:MOST_AT_ONCE], request.user, request.POST or None), context)

    def asked(self, request, form, context):
        """Fill in, look at what the school will read, and only then send it."""
        if not form.is_valid() or "change" in request.POST:
            return self.ask_page(request, "admin/schools/ask.html", {**context, "form": form, "can_mail": True})
        inquiries = form.inquiries()
        if "send" in request.POST:
            return self.send(request, inquiries)
        letters = [Letter(inquiry) for inquiry in inquiries]
        return self.ask_page(request, "admin/schools/ask_preview.html", {"form": form, "letters": letters})

    def send(self, request, inquiries):
        try:
            outcomes = ask_all(inquiries)
        except OSError:
            self.message_user(request, NO_SERVER, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        sent = [inquiry for inquiry, problem in outcomes if problem is None]
        if sent:
            self.message_user(request, sent_in_words(len(sent)), messages.SUCCESS)
        for inquiry, problem in outcomes:
            if problem:
                self.message_user(request, problem_in_words(inquiry, problem), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:schools_inquiry_changelist"))

    def ask_page(self, request, template, context):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "address": request.get_full_path()}
        return TemplateResponse(request, template, {**frame, "title": gettext("Scholen vragen per mail"), **context})


NO_SERVER = _("De mailserver antwoordt niet. Er is niets verstuurd. Probeer het later opnieuw.")


def ask_address(codes):
    return f"{reverse('admin:schools_schoollocation_ask')}?{urlencode([(PARAMETER, code) for code in codes])}"


def sent_in_words(count):
    sentence = ngettext(
        "De vraag is verstuurd aan %(count)s school.", "De vraag is verstuurd aan %(count)s scholen.", count
    )
    return sentence % {"count": count}


def problem_in_words(inquiry, problem):
    if isinstance(problem, AlreadyAskedError):
        sentence = gettext("Aan %(location)s was het intussen al gevraagd. Er is geen tweede mail verstuurd.")
    elif isinstance(problem, SMTPException):
        sentence = gettext("De mail aan %(location)s werd niet aangenomen. Klopt het adres? Er is niets bewaard.")
    else:
        sentence = gettext("De mail aan %(location)s kon niet weg. Er is niets bewaard. Probeer het later opnieuw.")
    return sentence % {"location": inquiry.location.title}
