"""Files of DUO in the admin: sent in or fetched, judged on a page, and applied. For who leads the region only."""

from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.importing import CONTENT_TYPES, table_file

from ..duo.starting import busy, seen_now, start
from ..duo.turn import is_taken
from ..exchange import EXPLANATION
from ..models import DuoFile, ImportRun
from .downloading import record_download
from .duo_form import DuoFileForm

MAY_IMPORT = "schools.add_importrun"
MOST_FILES = 20
State = DuoFile.State

admin.site.add_page("schools", _("DUO-bestanden inlezen"), "admin:schools_importrun_duo", MAY_IMPORT)


def for_who_imports(view):
    @wraps(view)
    def page(self, request, *arguments, **named):
        if not request.user.has_perm(MAY_IMPORT):
            raise PermissionDenied
        return view(self, request, *arguments, **named)

    return page


class DuoFiles:
    """Adds to the admin of imports the pages on which a file of DUO comes in."""

    def get_urls(self):
        pages = [
            ("duo", "inlezen/", self.duo_view),
            ("duo_file", "inlezen/<int:duo_file>/", self.duo_file_view),
            ("refused", "<int:run>/geweigerd.csv", self.refused_view),
        ]
        return [
            *(
                path(address, self.admin_site.admin_view(view), name=f"schools_importrun_{page}")
                for page, address, view in pages
            ),
            *super().get_urls(),
        ]

    def address_of(self, page, *arguments):
        return reverse(f"admin:schools_importrun_{page}", args=arguments)

    def duo_page(self, request, template, title, context, status=HTTPStatus.OK):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "list_name": capfirst(self.opts.verbose_name_plural),
            "list_address": self.address_of("changelist"),
            "import_address": self.address_of("duo"),
            **context,
        }
        return TemplateResponse(request, template, context, status=status)

    @for_who_imports
    def duo_view(self, request):
        """Choose a file or give an address; and what became of earlier ones."""
        DuoFile.objects.expire()
        form = DuoFileForm(request.POST, request.FILES) if request.method == "POST" else DuoFileForm()
        if form.is_bound and form.is_valid() and self.has_turn(form):
            file = form.keep(request.user)
            start(file, State.READING)
            return HttpResponseRedirect(self.address_of("duo_file", file.pk))
        files = DuoFile.objects.select_related("author", "run")[:MOST_FILES]
        context = {"form": form, "files": [seen_now(file) for file in files], "hosts": settings.DUO_HOSTS}
        return self.duo_page(request, "admin/duo/send.html", gettext("DUO-bestanden inlezen"), context)

    def has_turn(self, form):
        if is_taken():
            form.add_error(None, busy())
        return not form.errors

    @for_who_imports
    def duo_file_view(self, request, duo_file):
        """How it goes with a file, and what it would change. Posting applies, withdraws or reads it once more."""
        file = seen_now(get_object_or_404(DuoFile.objects.select_related("run"), pk=duo_file))
        if request.method == "POST":
            return self.decide(request, file)
        return self.duo_file_page(request, file)

    def duo_file_page(self, request, file, missing="", status=HTTPStatus.OK):
        context = {"file": file, "told": file.preview, "missing": missing}
        return self.duo_page(request, "admin/duo/file.html", gettext("DUO-bestand"), context, status)

    def decide(self, request, file):
        if "withdraw" in request.POST and file.is_waiting:
            file.close(State.WITHDRAWN)
        elif "again" in request.POST and file.is_waiting:
            self.begin(request, file, State.READING)
        elif "apply" in request.POST and file.state == State.PREVIEWED:
            return self.apply(request, file)
        else:
            self.message_user(request, gettext("Het bestand %(file)s: %(state)s.") % file.in_words(), messages.INFO)
        return HttpResponseRedirect(self.address_of("duo_file", file.pk))

    def begin(self, request, file, state, *options):
        if is_taken():
            self.message_user(request, busy(), messages.WARNING)
        else:
            start(file, state, *options)

    def apply(self, request, file):
        """Only what was seen on the page is applied; what would vanish needs a tick of its own."""
        may_lose = "lose" in request.POST
        if request.POST.get("seen") != file.preview["fingerprint"]:
            self.message_user(request, gettext("Het bestand is intussen opnieuw nagekeken."), messages.WARNING)
        elif file.preview["losses"] and not may_lose:
            missing = gettext("Zet een vinkje als dit allemaal mag verdwijnen.")
            return self.duo_file_page(request, file, missing)
        else:
            options = [*(["--allow-loss"] if may_lose else []), "--author", str(request.user.pk)]
            self.begin(request, file, State.APPLYING, *options)
        return HttpResponseRedirect(self.address_of("duo_file", file.pk))

    def refused_view(self, request, run):
        """The rows that were not used, as they stand in the file, with what is the matter."""
        found = get_object_or_404(ImportRun, pk=run)
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        titles = list(dict.fromkeys(title for _number, cells in found.refused_rows for title in cells))
        rows = found.refused_rows or [["", {}] for _problem in found.problems]
        lines = (
            [number, *(cells.get(title, "") for title in titles), problem]
            for (number, cells), problem in zip(rows, found.problems, strict=True)
        )
        record_download(request, ImportRun, "csv", len(rows))
        content = table_file("csv", [gettext("Rij"), *titles, str(EXPLANATION)], lines)
        headers = {
            "Content-Disposition": f'attachment; filename="geweigerd-{found.pk}.csv"',
            "Cache-Control": "no-store",
        }
        return HttpResponse(content, content_type=CONTENT_TYPES["csv"], headers=headers)
