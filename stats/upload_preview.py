"""What the preview of a file with figures shows: its figures, a page of them, and what becomes of each."""

from decimal import Decimal
from itertools import islice

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from portal.importing import in_short
from schools.admin.preview_page import LINES_PER_PAGE, OF_INTEREST
from schools.exchange import Kind

from .importers import Comparison, Line
from .importers.records import KEYS, VALUES
from .models import Observation


def shown(comparison: Comparison, asked: str, page) -> dict:
    """The part of a comparison that is asked for: the lines of one kind, or of all kinds that matter."""
    kinds = [asked] if asked in Kind.values else OF_INTEREST
    counts = {kind: comparison.counts[kind] for kind in Kind}
    lines = Paginator(range(sum(counts[Kind(kind)] for kind in kinds)), LINES_PER_PAGE).get_page(page)
    first = LINES_PER_PAGE * (lines.number - 1)
    return {
        "choices": [
            {"value": kind.value, "label": kind.label, "count": counts[kind], "selected": kind.value == asked}
            for kind in Kind
        ],
        "asked": asked if asked in Kind.values else "",
        "lines": lines,
        "pages": lines.paginator.get_elided_page_range(lines.number),
        "rows": [row_of(line) for line in islice(comparison.lines(kinds), first, first + LINES_PER_PAGE)],
        "refused": counts[Kind.REFUSED],
        "makes_a_difference": bool(comparison),
        "fingerprint": comparison.fingerprint,
        "in_all": comparison.rows_read,
        "of_interest": sum(counts[kind] for kind in OF_INTEREST),
    }


def choice(kind: Kind, count: int, asked: str) -> dict:
    return {"value": kind.value, "label": kind.label, "count": count, "selected": kind.value == asked}


def row_of(line: Line) -> dict:
    name = line.key[:-1] or [cell for cell in line.cells.values() if cell][: len(KEYS)]
    return {
        "number": line.number or "",
        "kind": line.kind,
        "label": Kind(line.kind).label,
        "name": ", ".join(str(part) for part in name if part),
        "changes": changes(line),
        "faults": [fault_of(line)] if line.fault else [],
    }


def fault_of(line: Line) -> dict:
    column, value, expected = line.fault
    return {"column": column, "value": in_short(value), "remark": _("Verwacht: %(expected)s.") % {"expected": expected}}


SILENT = {"decimals": None, "status": Observation.Status.FINAL}
"""What a new figure need not say: how many decimals it has, and that it is final."""


def changes(line: Line) -> list[dict]:
    """What differs in a changed figure, and what a new one holds."""
    if not line.values:
        return []
    before = line.stored[1] if line.stored else [SILENT.get(name) for name in VALUES]
    pairs = [each for each in zip(VALUES, before, line.values, strict=True) if line.stored or each[0] != "decimals"]
    found = [(title_of(name), as_text(name, old), as_text(name, new)) for name, old, new in pairs if old != new]
    return [{"title": title, "old": old if line.stored else "", "new": new} for title, old, new in found if old or new]


def title_of(name: str) -> str:
    return str(Observation._meta.get_field(name).verbose_name)


def as_text(name: str, value) -> str:
    """As people read it; a number without zeros that only the database gave it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    labels = dict(Observation._meta.get_field(name).flatchoices)
    return "" if value in (None, "") else str(labels.get(value, value))


def result_row(line: Line, titles: list[str]) -> list[str]:
    """The row as it came in, and what happens to it."""
    return [*(line.cells.get(title, "") for title in titles), str(Kind(line.kind).label), explained(line)]


def explained(line: Line) -> str:
    if line.fault:
        fault = fault_of(line)
        return f"{fault['column']}: {fault['remark']}"
    if line.kind != Kind.CHANGED:
        return ""
    return "; ".join(f"{each['title']}: '{each['old']}' -> '{each['new']}'" for each in changes(line))
