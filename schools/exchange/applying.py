"""Writes what a preview showed, in one transaction, if it is still what would happen."""

from collections.abc import Callable
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.importing import TableError, content_of

from ..auditing import Kind as Event
from ..auditing import record as record_event
from ..auditing import record_all
from ..models import DataVersion, Upload
from ..recalculation import OutdatedError, change_data
from .description import Exchange
from .preview import Kind, Preview, preview_of

ATTEMPTS = 5


class SeenOtherwiseError(Exception):
    """Somebody changed the same rows since the preview. Nothing was written."""


class RefusedRowsError(Exception):
    """The list has rows that are refused, and nobody said to leave those out. Nothing was written."""

    def __init__(self, preview: Preview):
        self.preview = preview
        super().__init__(preview)


class AppliedError(Exception):
    """The list was applied before, withdrawn, or thrown away."""


def apply(
    make_preview: Callable[[], Preview],
    record: Callable[[Preview], Upload],
    seen: str | None = None,
    skip_refused: bool = False,
) -> Preview:
    """Make the preview once more and write it, together with its record.

    `seen` is the fingerprint of the preview that was judged. Whoever writes something else at the same time is
    waited for, and the preview is made anew.
    """
    for _attempt in range(ATTEMPTS):
        version = DataVersion.current()
        preview = make_preview()
        if seen not in (None, preview.fingerprint):
            raise SeenOtherwiseError
        if preview.counts[Kind.REFUSED] and not skip_refused:
            raise RefusedRowsError(preview)
        try:
            save(preview, record, version)
        except OutdatedError:
            continue
        return preview
    raise OutdatedError


def save(preview: Preview, record: Callable[[Preview], Upload], version: int):
    """A list that changes nothing leaves the data version alone."""

    def write():
        upload = record(preview)
        preview.exchange.save(preview.difference, upload)
        write_history(preview, upload)

    if not preview.difference:
        with transaction.atomic():
            write_history(preview, record(preview))
        return
    try:
        change_data(write, expected_version=version)
    except IntegrityError as error:
        raise TableError(_("De database weigert deze lijst, dus er is niets gewijzigd. Kijk de rijen na.")) from error


def write_history(preview: Preview, upload: Upload):
    """The record tells of the list, and of every row what it was before."""
    counts = {"created": len(preview.difference.created), "changed": len(preview.difference.changed)}
    record_event(Event.IMPORT, upload.author, upload, new=counts, source=upload.file_name)
    record_all(preview.exchange.events(preview.difference), upload.author, upload.file_name)


def counts_of(preview: Preview) -> dict:
    """What is kept of a list that was applied."""
    return {
        "state": Upload.State.APPLIED,
        "content": b"",
        "rows_read": len(preview.lines),
        "created": preview.counts[Kind.NEW],
        "changed": preview.counts[Kind.CHANGED],
        "unchanged": preview.counts[Kind.SAME],
        "skipped": preview.counts[Kind.REFUSED],
        "problems": preview.problems(),
        "applied_at": timezone.now(),
        **preview.exchange.facts(preview.difference),
    }


def apply_upload(exchange: Exchange, upload: Upload, seen: str, skip_refused: bool, may_add: bool = True) -> Preview:
    """Apply a list that waits. AppliedError when it no longer does; twice at the same time is once."""
    waiting = Upload.objects.filter(pk=upload.pk, state=Upload.State.PREVIEWED)
    content = bytes(upload.content)

    def make_preview() -> Preview:
        if not waiting.exists():
            raise AppliedError
        return preview_of(exchange, content, upload.file_name, may_add)

    def record(preview: Preview) -> Upload:
        if not waiting.update(**counts_of(preview)):
            raise AppliedError
        upload.refresh_from_db()
        return upload

    return apply(make_preview, record, seen, skip_refused)


def read_file(exchange: Exchange, path: Path, skip_refused: bool = False, author=None) -> Preview:
    """Apply a file that nobody sent in: the same, in one go."""
    content = content_of(path)

    def record(preview: Preview) -> Upload:
        kept = {"table": exchange.name, "file_name": path.name, "sha256": preview.table.sha256, "author": author}
        return Upload.objects.create(**kept, **counts_of(preview))

    return apply(lambda: preview_of(exchange, content, path.name), record, skip_refused=skip_refused)
