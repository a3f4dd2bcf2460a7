"""Files with figures that staff send in: chosen by sort, previewed figure by figure, applied as they were seen."""

from dataclasses import replace
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.importing import CONTENT_TYPES, TableError, table_file
from schools.admin.preview_page import MOST_BYTES, UploadForm
from schools.exchange import EXPLANATION, RESULT, AppliedError
from schools.models import Source, Upload
from schools.recalculation import OutdatedError

from .importers import (
    LAYOUTS,
    Comparison,
    Options,
    RefusedRowsError,
    SeenOtherwiseError,
    compare_file,
    import_figures,
)
from .periods import Period, PeriodError
from .staff import in_frame, staff_page
from .upload_preview import result_row, shown

MAY_IMPORT = "stats.add_observation"
NOTHING = "-"
TITLE = gettext_lazy("Cijfers inlezen")


class FigureUploadForm(UploadForm):
    """A file, which sort of file it is, and what such a file does not say itself."""

    layout = forms.ChoiceField(
        label=gettext_lazy("Soort bestand"), choices=lambda: [(c, e.name) for c, e in LAYOUTS.items()]
    )
    period = forms.CharField(
        label=gettext_lazy("Periode"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("Alleen nodig als het bestand geen periode noemt. Bijvoorbeeld 2024 of 2023/2024."),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("Bron"),
        required=False,
        empty_label=gettext_lazy("zoals het bestand zegt"),
    )
    field_order = ("layout", "file", "period", "source")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _(
                    "Dit bestand is groter dan 10 MB. Verdeel het over meer bestanden. Of vraag de beheerder van de "
                    "website het in te lezen met de opdracht import_indicators."
                )
            )
        return super().clean_file()

    def clean_period(self) -> str:
        try:
            return str(Period.parse(self.cleaned_data["period"])) if self.cleaned_data["period"] else ""
        except PeriodError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def described(self) -> str:
        """What is kept beside the file: its sort, period and source."""
        source = self.cleaned_data["source"]
        return " ".join(
            (self.cleaned_data["layout"], self.cleaned_data["period"] or NOTHING, source.pk if source else NOTHING)
        )


def choices_of(described: str) -> tuple:
    """The layout and the options that were kept with a file."""
    layout, period, source = (part if part != NOTHING else "" for part in described.split(" "))
    return LAYOUTS[layout], Options(source, Period.parse(period) if period else None)


@staff_page(permission=MAY_IMPORT)
def upload(request):
    form = FigureUploadForm(request.POST, request.FILES) if request.method == "POST" else FigureUploadForm()
    if form.is_bound and form.is_valid() and (kept := kept_file(request, form)):
        return redirect("figures-preview", kept.pk)
    return in_frame(request, "admin/figures/upload.html", TITLE, form=form, layouts=LAYOUTS.values())


def kept_file(request, form: FigureUploadForm) -> Upload | None:
    """The file, kept for its preview; None when it cannot be read, and the form says why."""
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        compare_file(content, file.name, *choices_of(form.described))
    except TableError as error:
        form.add_error("file", [str(error), _("Kijk ook of de soort bestand klopt.")])
        return None
    return Upload.objects.keep(form.described, file.name, content, request.user)


@staff_page(permission=MAY_IMPORT)
def example(request, layout, number):
    examples = list(LAYOUTS[layout].examples) if layout in LAYOUTS else []
    if number >= len(examples):
        raise Http404
    return attachment(examples[number].make(), examples[number].name)


def attachment(content: bytes, name: str) -> HttpResponse:
    content_type = CONTENT_TYPES.get(name.rpartition(".")[2], "application/json")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def waiting_file(request, number) -> Upload:
    """A file is for who sent it in."""
    mine = Upload.objects.filter(author=request.user, table__regex=r"^\S+ \S+ \S+$")
    return get_object_or_404(mine, pk=number)


@staff_page(permission=MAY_IMPORT)
def preview(request, number):
    """What the file would change, figure by figure. Posting applies or withdraws it."""
    file = waiting_file(request, number)
    if file.state != Upload.State.PREVIEWED:
        return back(request, _("Het bestand %(file)s is al %(state)s.") % in_words(file))
    if "withdraw" in request.POST:
        file.withdraw()
        return back(request, _("Het bestand %(file)s is ingetrokken. Er is niets gewijzigd.") % in_words(file))
    return apply(request, file) if request.method == "POST" else preview_page(request, file)


def in_words(file: Upload) -> dict:
    return {"file": file.file_name, "state": file.get_state_display()}


def back(request, message, level=messages.INFO):
    messages.add_message(request, level, message)
    return redirect("figures-import")


def comparison_of(file: Upload) -> Comparison:
    return compare_file(bytes(file.content), file.file_name, *choices_of(file.table))


def apply(request, file: Upload):
    """Apply what was seen, or show anew what would happen now."""
    layout, options = choices_of(file.table)
    seen, skip = request.POST.get("seen", ""), "skip" in request.POST
    options = replace(options, seen=seen, skip_refused=skip, author=request.user)
    try:
        import_figures(bytes(file.content), file.file_name, layout, options, lambda report: applied(file, report))
    except RefusedRowsError:
        missing = _("Zet een vinkje als u de geweigerde rijen wilt overslaan.")
        return preview_page(request, file, missing=missing)
    except AppliedError:
        file.refresh_from_db()
        return back(request, _("Het bestand %(file)s is al %(state)s.") % in_words(file))
    except (SeenOtherwiseError, OutdatedError):
        warning = _("Iemand wijzigde intussen dezelfde cijfers. Er is niets toegepast. Kijk het opnieuw na.")
        return preview_page(request, file, warning, status=HTTPStatus.CONFLICT)
    file.refresh_from_db()
    return back(request, outcome(file), messages.SUCCESS)


def applied(file: Upload, report):
    """Keep what became of the file, in the transaction of the change; twice at the same time is once."""
    counts = {name: getattr(report, name) for name in ("rows_read", "created", "changed", "unchanged", "problems")}
    state = {"state": Upload.State.APPLIED, "content": b"", "applied_at": timezone.now(), "skipped": report.skipped}
    waiting = Upload.objects.filter(pk=file.pk, state=Upload.State.PREVIEWED)
    if not waiting.update(**counts, **state):
        raise AppliedError


def outcome(file: Upload) -> str:
    sentence = _(
        "Het bestand %(file)s is toegepast: %(created)s nieuw, %(changed)s gewijzigd, "
        "%(unchanged)s ongewijzigd, %(skipped)s overgeslagen."
    )
    names = ("created", "changed", "unchanged", "skipped")
    return sentence % {"file": file.file_name, **{name: getattr(file, name) for name in names}}


def preview_page(request, file: Upload, warning="", missing="", status=HTTPStatus.OK):
    comparison = comparison_of(file)
    context = {
        "upload": file,
        "warning": warning,
        "missing": missing,
        "results": [(sort, reverse("figures-result", args=[file.pk, sort])) for sort in CONTENT_TYPES],
        "import_address": reverse("figures-import"),
        **shown(comparison, request.GET.get("kind", ""), request.GET.get("page")),
    }
    response = in_frame(request, "admin/figures/preview.html", _("Nakijken"), **context)
    response.status_code = status
    return response


@staff_page(permission=MAY_IMPORT)
def result(request, number, sort):
    """The file as it came in, with what happens to every row."""
    file = waiting_file(request, number)
    if file.state != Upload.State.PREVIEWED:
        return back(request, _("Het bestand %(file)s is al %(state)s.") % in_words(file))
    comparison = comparison_of(file)
    titles = list(dict.fromkeys(title for line in comparison.lines() for title in line.cells))
    rows = (result_row(line, titles) for line in comparison.lines())
    return attachment(table_file(sort, [*titles, RESULT, EXPLANATION], rows), f"cijfers-{_('uitkomst')}.{sort}")
