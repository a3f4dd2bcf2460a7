"""What the website of a school says, noted by an officer: a remark that stands beside what the site answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext

from ..desk.confirming import Confirmation, remark
from ..desk.remarks import WebsiteForm
from ..desk.scope import may_confirm
from ..models import Source


class RemarkingAdmin:
    """Adds to a location the page for its website. To stand before ConfirmingAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.website_view)
        return [path("<str:code>/website/", view, name="schools_schoollocation_website"), *super().get_urls()]

    def website_view(self, request, code):
        location = self.location_for(request, code)
        if not may_confirm(request.user, location):
            raise PermissionDenied
        form = WebsiteForm(location, request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self.store_remark(request, location, form)
        context = {
            "title": gettext("Wat zegt de website van de school?"),
            "subtitle": f"{location.title}, {self.addition_to(location)}",
            "form": form,
            "back": confirm_address(location),
        }
        return self.page_of(request, location, "admin/schools/website.html", context)

    def store_remark(self, request, location, form):
        read = form.cleaned_data
        source = Source.objects.get(kind=Source.Kind.WEBSITE)
        page = Confirmation(source, request.user, read["reference_date"], evidence=read["evidence"])
        remark(location, form.said, page)
        contradicted = location.answers.filter(profile__in=form.said, conflict=True).count()
        level = messages.WARNING if contradicted else messages.SUCCESS
        self.message_user(request, stored_in_words(len(form.said), contradicted), level)
        return HttpResponseRedirect(confirm_address(location))


def confirm_address(location):
    return reverse("admin:schools_schoollocation_confirm", args=[location.pk])


def stored_in_words(said, contradicted):
    """That it is kept, and whether there is something to find out."""
    if not contradicted:
        return gettext("Bewaard. De website van de school spreekt geen antwoord tegen.")
    return ngettext(
        "Bewaard. Bij %(count)s van de %(said)s profielen spreken bronnen elkaar tegen. "
        "Zoek uit wat klopt en bevestig het hieronder.",
        "Bewaard. Bij %(count)s van de %(said)s profielen spreken bronnen elkaar tegen. "
        "Zoek uit wat klopt en bevestig ze hieronder.",
        contradicted,
    ) % {"count": contradicted, "said": said}
