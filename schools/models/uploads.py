"""Lists that staff sent in, from the preview until somebody applies or withdraws them."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .memberships import ScopedQuerySet, reach
from .regions import Region

KEPT = timedelta(days=7)
"""How long a list waits for somebody to apply it."""


class UploadQuerySet(ScopedQuerySet):
    def for_user(self, user, action="view"):
        """Keep the lists that somebody sent in, and those about the own municipality that were applied.

        Who looks after the imports sees all of them.
        """
        if reach(user, "schools.view_importrun") is None:
            return self
        codes = reach(user, "schools.view_upload")
        return self.filter(models.Q(author=user.pk) | models.Q(municipality__in=codes or ()))

    def expire(self):
        """Throw away the content of lists that nobody applied in time."""
        late = self.filter(state=Upload.State.PREVIEWED, created_at__lt=timezone.now() - KEPT)
        return late.update(state=Upload.State.EXPIRED, content=b"")

    def keep(self, table: str, file_name: str, content: bytes, author, **said):
        """Keep a list until its preview is judged, in place of an earlier one of the same author for this table.

        `said` are further fields: who says it, and on which day.
        """
        self.expire()
        waiting = self.filter(state=Upload.State.PREVIEWED)
        waiting.filter(table=table, author=author).update(state=Upload.State.WITHDRAWN, content=b"")
        sha256 = hashlib.sha256(content).hexdigest()
        kept = {"table": table, "file_name": file_name[-200:], "content": content, "sha256": sha256, "author": author}
        return self.create(**kept, **said)


class Upload(models.Model):
    """One list that somebody sent in: which file, for which table, and what became of it.

    The content is there only as long as the list waits. The counts are those of the moment of applying. What a list
    about an offer wrote are the statements that bear it.
    """

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("wacht op toepassen")
        APPLIED = "applied", _("toegepast")
        WITHDRAWN = "withdrawn", _("ingetrokken")
        EXPIRED = "expired", _("verlopen")
        UNDONE = "undone", _("teruggedraaid")

    table = models.CharField(_("lijst"), max_length=40)
    file_name = models.CharField(_("bestand"), max_length=200)
    sha256 = models.CharField(_("sha256 van het bestand"), max_length=64)
    content = models.BinaryField(default=b"", editable=False)
    state = models.CharField(_("stand"), max_length=9, choices=State.choices, default=State.PREVIEWED)
    rows_read = models.PositiveIntegerField(_("rijen gelezen"), default=0)
    created = models.PositiveIntegerField(_("nieuw"), default=0)
    changed = models.PositiveIntegerField(_("gewijzigd"), default=0)
    unchanged = models.PositiveIntegerField(_("ongewijzigd"), default=0)
    skipped = models.PositiveIntegerField(_("overgeslagen"), default=0)
    problems = models.JSONField(_("overgeslagen rijen"), default=list)
    """One sentence per refused row, naming row, column and value."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("door"))
    created_at = models.DateTimeField(_("ingestuurd op"), default=timezone.now)
    applied_at = models.DateTimeField(_("toegepast op"), null=True)

    municipality = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("gemeente"))
    """Where all that was written lies, if that is in one municipality: those who work there see it too."""
    source = models.ForeignKey("Source", models.PROTECT, null=True, related_name="+", verbose_name=_("wie het zegt"))
    reference_date = models.DateField(_("gezegd op"), null=True)
    written = models.JSONField(default=dict, editable=False)
    """Of a list of which the rows can be put back: by key and field what was there, and what the list wrote."""
    undone_at = models.DateTimeField(_("teruggedraaid op"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("teruggedraaid door")
    )
    undo_reason = models.TextField(_("waarom teruggedraaid"), blank=True)
    left = models.JSONField(_("niet teruggedraaid"), default=list)
    """In whole sentences: what was changed after the list, and so was left as it is."""

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("ingelezen lijst")
        verbose_name_plural = _("ingelezen lijsten")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="previewed") | models.Q(content=b""),
                name="only_a_waiting_list_keeps_its_content",
            )
        ]

    def __str__(self):
        return self.file_name

    def withdraw(self):
        """Throw the content away, unless the list was applied meanwhile."""
        waiting = Upload.objects.filter(pk=self.pk, state=Upload.State.PREVIEWED)
        waiting.update(state=Upload.State.WITHDRAWN, content=b"")
