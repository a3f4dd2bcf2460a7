"""What the pages around a list that was sent in show: its columns explained, and the preview row by row."""

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.importing import in_short

from ..exchange import Kind, ModelError

MOST_BYTES = 10_000_000
LINES_PER_PAGE = 50
OF_INTEREST = (Kind.NEW, Kind.CHANGED, Kind.REFUSED)
"""What a preview shows first: most rows of a list stay as they are."""


class UploadForm(forms.Form):
    """One file. Its content decides what it is."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Een Excel-werkmap (.xlsx) of een csv-bestand, van ten hoogste 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Kies eerst een bestand."), "empty": _("Dit bestand is leeg.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("Dit bestand is groter dan 10 MB. Verdeel de lijst over meer bestanden.")
            )
        return file


def explained(exchange, examples):
    """Header, meaning, what may stand in it and a true example, of every column that is read."""
    stored = next(iter(examples.items()), None)
    cells = [*stored[0], *stored[1][1]] if stored else [None] * len(exchange.columns)
    for column, value in zip(exchange.columns, cells, strict=True):
        yield {
            "title": column.title,
            "meaning": column.meaning,
            "expected": column.words.expected(),
            "may_be_empty": column.may_be_empty,
            "example": column.example(value),
        }


def preview_context(preview, asked, page):
    """The part of a preview that is asked for: the lines of one kind, or of all kinds that matter."""
    kinds = [asked] if asked in Kind.values else OF_INTEREST
    lines = Paginator(preview.of_kinds(kinds), LINES_PER_PAGE).get_page(page)
    return {
        "choices": choices(preview, asked),
        "asked": asked if asked in Kind.values else "",
        "lines": lines,
        "pages": lines.paginator.get_elided_page_range(lines.number),
        "rows": shown(preview, list(lines)),
        "refused": preview.counts[Kind.REFUSED],
        "makes_a_difference": bool(preview.difference),
        "fingerprint": preview.fingerprint,
        "in_all": len(preview.lines),
        "of_interest": sum(preview.counts[kind] for kind in OF_INTEREST),
    }


def choices(preview, asked):
    """The kinds of lines with their counts, to choose from."""
    return [
        {"value": kind.value, "label": kind.label, "count": count, "selected": kind.value == asked}
        for kind, count in preview.counts.items()
    ]


def shown(preview, lines):
    last_words = preview.exchange.last_words([line.key for line in lines if line.key])
    return [
        {
            "number": line.number,
            "kind": "conflict" if line.is_conflict else line.kind.value,
            "label": line.label,
            "name": preview.name_of(line),
            "last_words": last_words.get(line.key, ""),
            "changes": preview.changes(line),
            "faults": [
                {"column": each.column, "value": in_short(each.value), "remark": remark(each)} for each in line.faults
            ],
        }
        for line in lines
    ]


def remark(fault):
    if isinstance(fault, ModelError):
        return fault.expected
    return gettext("Verwacht: %(expected)s.") % {"expected": fault.expected}
