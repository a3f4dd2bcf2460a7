"""Files of DUO that staff sent in or had fetched, from the first reading until somebody applies or withdraws them."""

from datetime import timedelta
from shutil import rmtree

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .imports import ImportRun

KEPT = timedelta(days=30)
"""How long a file waits for somebody to apply it: until the next month's."""


class DuoFileQuerySet(models.QuerySet):
    def in_work(self):
        return self.filter(state__in=DuoFile.IN_WORK)

    def end_those_left(self):
        """Say of files that a process was working on that it stopped. To be called by who has the turn."""
        self.in_work().update(state=DuoFile.State.STOPPED)

    def expire(self):
        """Throw away files that nobody applied in time."""
        for file in self.filter(state__in=DuoFile.WAITING, created_at__lt=timezone.now() - KEPT):
            file.close(DuoFile.State.EXPIRED)


class DuoFile(models.Model):
    """One file of DUO: where it came from, what it would change, and what became of it.

    The content lies in a folder of its own, under its own name, which holds the school year. It is there only as long
    as the file waits.
    """

    class State(models.TextChoices):
        READING = "reading", gettext_lazy("wordt nagekeken")
        PREVIEWED = "previewed", gettext_lazy("wacht op toepassen")
        APPLYING = "applying", gettext_lazy("wordt toegepast")
        APPLIED = "applied", gettext_lazy("toegepast")
        REFUSED = "refused", gettext_lazy("geweigerd")
        STOPPED = "stopped", gettext_lazy("onderbroken")
        WITHDRAWN = "withdrawn", gettext_lazy("ingetrokken")
        EXPIRED = "expired", gettext_lazy("verlopen")

    IN_WORK = (State.READING, State.APPLYING)
    WAITING = (State.PREVIEWED, State.REFUSED, State.STOPPED)
    """Where a file can be read once more, or withdrawn."""

    series = models.CharField(gettext_lazy("reeks"), max_length=12, choices=ImportRun.Series.choices, blank=True)
    file_name = models.CharField(gettext_lazy("bestand"), max_length=200)
    address = models.CharField(gettext_lazy("opgehaald van"), max_length=500, blank=True)
    sha256 = models.CharField(gettext_lazy("sha256 van het bestand"), max_length=64, blank=True)
    reference_date = models.DateField(gettext_lazy("peildatum"), null=True, blank=True)
    school_year = models.PositiveSmallIntegerField(gettext_lazy("schooljaar"), null=True, blank=True)
    state = models.CharField(gettext_lazy("stand"), max_length=9, choices=State.choices, default=State.STOPPED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    """How far the reading is: rows that were read, and rows in all."""
    message = models.TextField(blank=True)
    """Why the file was refused, or why its preview is shown once more."""
    preview = models.JSONField(default=dict)
    """What schools.duo.judging tells of the file."""
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=gettext_lazy("ingestuurd door")
    )
    created_at = models.DateTimeField(gettext_lazy("ingestuurd op"), default=timezone.now)
    run = models.OneToOneField(
        ImportRun, models.SET_NULL, null=True, related_name="duo_file", verbose_name=gettext_lazy("import")
    )

    objects = DuoFileQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = gettext_lazy("DUO-bestand")
        verbose_name_plural = gettext_lazy("DUO-bestanden")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="applied") | models.Q(run=None), name="only_an_applied_duo_file_has_a_run"
            )
        ]

    def __str__(self):
        return self.file_name

    @property
    def folder(self):
        return settings.DUO_DIR / str(self.pk)

    @property
    def path(self):
        return self.folder / self.file_name

    @property
    def is_in_work(self) -> bool:
        return self.state in self.IN_WORK

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    def begin(self, state) -> bool:
        """Let the work begin, unless a colleague began it already or closed the file."""
        began = {"state": state, "done": 0, "total": 0, "message": ""}
        return self.move([self.State.PREVIEWED] if state == self.State.APPLYING else self.WAITING, **began)

    def move(self, states, **values) -> bool:
        """Change the row if it is in one of these states; whether it was."""
        moved = DuoFile.objects.filter(pk=self.pk, state__in=states).update(**values)
        self.refresh_from_db()
        return bool(moved)

    def close(self, state):
        """End the waiting, and throw the content away."""
        if self.move(self.WAITING, state=state, preview={}):
            self.throw_away()

    def throw_away(self):
        rmtree(self.folder, ignore_errors=True)

    def in_words(self) -> dict:
        """For sentences about the file."""
        return {"file": self.file_name or _("dit bestand"), "state": self.get_state_display()}
