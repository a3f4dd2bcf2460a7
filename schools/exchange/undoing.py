"""Takes back what a list wrote, once, in one transaction."""

from django.utils import timezone

from ..auditing import Kind, record
from ..models import Upload
from ..recalculation import change_data
from .applying import AppliedError
from .description import Exchange


def undo_upload(exchange: Exchange, upload: Upload, reason: str, author):
    """Undo an applied list. AppliedError when it is not, or no longer; nothing is written then.

    What somebody changed afterwards stays; the upload keeps what that was.
    """

    def save():
        left = exchange.left_by_undo(upload)
        undone = {"state": Upload.State.UNDONE, "undone_at": timezone.now(), "undone_by": author}
        applied = Upload.objects.filter(pk=upload.pk, state=Upload.State.APPLIED)
        if not applied.update(**undone, undo_reason=reason, left=left):
            raise AppliedError
        exchange.undo(upload, reason, author)
        new = {"state": Upload.State.UNDONE, "undo_reason": reason}
        record(Kind.CHANGED, author, upload, old={"state": Upload.State.APPLIED}, new=new, source=upload.file_name)

    change_data(save)
    upload.refresh_from_db()
