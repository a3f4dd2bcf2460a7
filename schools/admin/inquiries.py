"""The questions that were mailed to schools: looked up, taken back, and their answers decided upon."""

from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..asking.answering import ClosedError
from ..asking.deciding import Decision, approve, reject, take_back
from ..desk.scope import may_confirm
from ..desk.version import ChangedMeanwhileError, Version
from ..models import Inquiry
from ..reporting import PlainTextField
from ..wording import listed
from .base import ReadOnlyAdmin
from .confirming import work_list_address
from .reports import ReportedMunicipalityFilter
from .scoped import is_reached
from .searching import FindsLocations, location_fields


class RejectionForm(forms.Form):
    reason = PlainTextField(
        label=_("Waarom neemt u het antwoord niet over?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De school leest dit als zij haar link nog eens opent. Het komt niet op de website."),
        error_messages={"required": _("Schrijf op waarom u het antwoord niet overneemt.")},
    )


@admin.register(Inquiry)
class InquiryAdmin(FindsLocations, ReadOnlyAdmin):
    change_form_template = "admin/schools/inquiry.html"
    list_display = ("asked_at", "place", "municipality", "state", "expires_on", "reminded")
    list_display_links = ("asked_at", "place")
    list_filter = ("state", ReportedMunicipalityFilter)
    list_per_page = 50
    list_select_related = ("location__municipality",)
    location_way = "location__"
    search_fields = location_fields(location_way)
    search_help_text = _("Zoek op naam, straat, plaats, gemeente, postcode of vestigingscode van de locatie.")
    fields = readonly_fields = (
        "state", "to_location", "email", "office", "asked_by", "asked_at", "expires_on", "reminded",
        "answered_at", "closed_at", "closed_by", "reason",
    )  # fmt: skip

    def get_urls(self):
        pages = [("answer", "antwoord", self.answer_view), ("take_back", "intrekken", self.take_back_view)]
        return [
            path(f"<int:inquiry_id>/{address}/", self.admin_site.admin_view(view), name=f"schools_inquiry_{name}")
            for name, address, view in pages
        ] + super().get_urls()

    def name_of(self, obj):
        return gettext("Vraag aan %(location)s") % {"location": obj.location.title}

    def addition_to(self, obj):
        return f"{obj.location.code}, {obj.location.address}, {obj.location.city}"

    @admin.display(description=_("locatie"), ordering="location__name")
    def place(self, inquiry):
        return format_html('{} <span class="beside">{}</span>', inquiry.location.title, inquiry.location.address)

    @admin.display(description=_("gemeente"), ordering="location__municipality__name")
    def municipality(self, inquiry):
        return inquiry.location.municipality

    @admin.display(description=_("locatie"))
    def to_location(self, inquiry):
        address = reverse("admin:schools_schoollocation_change", args=[inquiry.location_id])
        return format_html('<a href="{}">{}</a>', address, inquiry.location)

    @admin.display(description=_("herinnerd op"))
    def reminded(self, inquiry):
        return listed(date_format(day, "j F Y") for day in inquiry.reminders) or None

    def inquiry_for(self, request, inquiry_id):
        """A question that somebody may decide upon; another one does not exist here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        inquiry = get_object_or_404(self.get_queryset(request).select_related("location__municipality"), pk=inquiry_id)
        if not is_reached(inquiry, request.user, "change") or not may_confirm(request.user, inquiry.location):
            raise PermissionDenied
        return inquiry

    # The answer of a school

    def answer_view(self, request, inquiry_id):
        decision = Decision(self.inquiry_for(request, inquiry_id))
        if request.method != "POST" or not decision.waits:
            return self.decision_page(request, decision, RejectionForm())
        if request.POST.get("decision") == "approve":
            return self.approve(request, decision)
        form = RejectionForm(request.POST)
        return self.reject(request, decision, form) if form.is_valid() else self.decision_page(request, decision, form)

    def approve(self, request, decision):
        inquiry, seen = decision.inquiry, Version.read(request.POST.get("version", ""))
        if seen != decision.version or decision.newer:
            return self.changed_page(request, inquiry)
        try:
            approve(inquiry, request.user, seen, answered_in(request))
        except (ChangedMeanwhileError, ClosedError):
            return self.changed_page(request, inquiry)
        sentence = gettext('Het antwoord van {location} is overgenomen. <a href="{address}">Bekijk de pagina</a>')
        words = {"location": inquiry.location.title, "address": inquiry.location.get_absolute_url()}
        return self.done(request, inquiry, format_html(sentence, **words))

    def reject(self, request, decision, form):
        inquiry = decision.inquiry
        try:
            reject(inquiry, request.user, form.cleaned_data["reason"], answered_in(request))
        except ClosedError:
            return self.changed_page(request, inquiry)
        sentence = gettext("Het antwoord van %(location)s is niet overgenomen. De website is niet veranderd.")
        return self.done(request, inquiry, sentence % {"location": inquiry.location.title})

    def done(self, request, inquiry, sentence):
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(work_list_address(inquiry.location))

    def changed_page(self, request, inquiry):
        """The answer, the website or a colleague was quicker: show how it stands now, and write nothing."""
        now = Decision(self.get_queryset(request).get(pk=inquiry.pk))
        return self.decision_page(request, now, RejectionForm(), HTTPStatus.CONFLICT, changed=True)

    def decision_page(self, request, decision, form, status=HTTPStatus.OK, **more):
        title = gettext("Antwoord van %(location)s") % {"location": decision.location.title}
        context = {"title": title, "decision": decision, "form": form, **more}
        return self.page_of(request, decision.inquiry, "admin/schools/inquiry_answer.html", context, status)

    # Taking it back

    def take_back_view(self, request, inquiry_id):
        inquiry = self.inquiry_for(request, inquiry_id)
        if request.method == "POST" and inquiry.state == Inquiry.State.SENT:
            return self.take_back(request, inquiry)
        context = {"title": gettext("Een vraag intrekken")}
        return self.page_of(request, inquiry, "admin/schools/inquiry_take_back.html", context)

    def take_back(self, request, inquiry):
        try:
            take_back(inquiry, request.user)
        except ClosedError:
            self.message_user(
                request, gettext("De school antwoordde intussen. Er is niets ingetrokken."), messages.WARNING
            )
        else:
            self.message_user(request, gettext("De vraag is ingetrokken. De link werkt niet meer."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:schools_inquiry_change", args=[inquiry.pk]))

    def page_of(self, request, inquiry, template, context, status=HTTPStatus.OK):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "inquiry": inquiry}
        subtitle = self.addition_to(inquiry)
        return TemplateResponse(request, template, {**frame, "subtitle": subtitle, **context}, status=status)


def answered_in(request):
    """The moment of the answer that the page showed; None for what is no moment."""
    try:
        return parse_datetime(request.POST.get("answered", ""))
    except ValueError:
        return None
