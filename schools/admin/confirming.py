"""A location confirmed on one screen, and all that was ever said about it."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext

from ..desk.confirming import Confirmation, confirm
from ..desk.due import next_to_confirm
from ..desk.form import ConfirmationForm
from ..desk.scope import may_confirm
from ..desk.version import ChangedMeanwhileError, since
from ..history import history_of
from .asking import ask_address
from .scoped import is_reached


class ConfirmingAdmin:
    """Adds two pages to a location: the screen on which it is confirmed, and the history of its offer."""

    def get_urls(self):
        pages = [
            ("confirm", "bevestigen", self.confirm_view),
            ("offer_history", "geschiedenis", self.offer_history_view),
        ]
        return [
            path(f"<str:code>/{address}/", self.admin_site.admin_view(view), name=f"schools_schoollocation_{name}")
            for name, address, view in pages
        ] + super().get_urls()

    def location_for(self, request, code):
        """The location as far as somebody may see it; another one does not exist here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=code)

    def confirm_view(self, request, code):
        location = self.location_for(request, code)
        if not may_confirm(request.user, location):
            raise PermissionDenied
        if request.method != "POST":
            return self.confirm_page(request, ConfirmationForm(location))
        form = ConfirmationForm(location, request.POST)
        if form.version != form.seen:
            return self.changed_page(request, form)
        if not form.is_valid():
            return self.confirm_page(request, form)
        return self.store(request, form)

    def store(self, request, form):
        about = form.about.cleaned_data
        confirmation = Confirmation(about["source"], request.user, form.today, about["note"], about["evidence"])
        try:
            confirm(form.location, form.choices, confirmation, form.seen)
        except ChangedMeanwhileError:
            return self.changed_page(request, ConfirmationForm(form.location, request.POST))
        self.message_user(request, stored_in_words(form, confirmation), messages.SUCCESS)
        return HttpResponseRedirect(self.onward(request, form))

    def onward(self, request, form):
        """To the next location of the municipality that is to be confirmed; after the last to the work list."""
        location = form.location
        following = next_to_confirm(location, form.today) if location.municipality_id else None
        if following:
            return reverse("admin:schools_schoollocation_confirm", args=[following.pk])
        return work_list_address(location)

    def confirm_page(self, request, form, status=HTTPStatus.OK, **more):
        location = form.location
        context = {
            "title": gettext("%(location)s bevestigen") % {"location": location.title},
            "subtitle": self.addition_to(location),
            "form": form,
            "back": work_list_address(location),
            "can_mail": settings.CAN_MAIL,
            "ask_address": ask_address([location.pk]) if request.user.has_perm("schools.add_inquiry") else "",
            **more,
        }
        return self.page_of(request, location, "admin/schools/confirm.html", context, status)

    def changed_page(self, request, form):
        """Tell what changed since the page was made; what somebody filled in is still there."""
        form.follow()
        seen = form.seen
        context = {"meanwhile": since(form.location, seen) if seen else None, "changed": True}
        return self.confirm_page(request, form, HTTPStatus.CONFLICT, **context)

    def offer_history_view(self, request, code):
        """With names and notes, so for the own municipality; what is public stands on the website."""
        location = self.location_for(request, code)
        if not is_reached(location, request.user):
            raise PermissionDenied
        context = {
            "title": gettext("Geschiedenis van het aanbod"),
            "subtitle": str(location),
            "events": history_of(location, for_staff=True),
            "may_withdraw": may_confirm(request.user, location),
        }
        return self.page_of(request, location, "admin/schools/offer_history.html", context)

    def page_of(self, request, location, template, context, status=HTTPStatus.OK):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "location": location}
        return TemplateResponse(request, template, {**frame, **context}, status=status)


def work_list_address(location):
    return f"{reverse('admin:index')}?{urlencode({'gemeente': location.municipality_id or ''})}"


def stored_in_words(form, confirmation):
    """What the site says from now on, with the way to see it."""
    sentence = gettext("{location} is bevestigd door {source} op {day}. Het staat nu op de website.")
    words = {
        "location": form.location.title,
        "source": confirmation.source.name,
        "day": date_format(confirmation.day, "j F Y"),
    }
    if not hasattr(form.location, "finder"):
        return format_html(gettext("{location} is bevestigd door {source} op {day}."), **words)
    link = format_html('<a href="{}">{}</a>', form.location.get_absolute_url(), gettext("Bekijk de pagina"))
    return format_html("{} {}", format_html(sentence, **words), link)
