"""The record of who did what, when, and what it was before. Rows are added and never changed or removed."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .memberships import ScopedQuerySet
from .regions import Region


class AuditEventQuerySet(ScopedQuerySet):
    def about(self, row):
        """What was done with this row, and with what belongs to it."""
        model, key = row._meta.label_lower, str(row.pk)
        return self.filter(Q(model=model, key=key) | Q(belongs_to=f"{model}/{key}"))


class AuditEvent(models.Model):
    """One thing that somebody did.

    `old` and `new` hold the values of the fields that differ, by their names; a value that is nobody else's business
    stands in neither. The database itself refuses to change or remove a row (see the migration that made the table;
    on SQLite a migration that alters the table has to protect it anew). So `actor` is a number without a foreign key
    in the database, and `actor_name` is who it was then. Addresses of visitors and staff are not recorded.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("toegevoegd")
        CHANGED = "changed", _("gewijzigd")
        DELETED = "deleted", _("verwijderd")
        LOGIN = "login", _("ingelogd")
        FAILED_LOGIN = "failed-login", _("inloggen mislukt")
        LOGOUT = "logout", _("uitgelogd")
        PASSWORD = "password", _("wachtwoord gewijzigd")  # noqa: S105
        SECOND_FACTOR = "second-factor", _("tweede stap gewijzigd")
        RIGHTS = "rights", _("rechten gewijzigd")
        EXPORT = "export", _("gedownload")
        IMPORT = "import", _("ingelezen")

    at = models.DateTimeField(_("wanneer"), default=timezone.now)
    kind = models.CharField(_("wat"), max_length=13, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("account"),
    )
    actor_name = models.CharField(_("wie"), max_length=150, blank=True)
    model = models.CharField(_("soort gegeven"), max_length=60, blank=True)
    """The label of the model: "schools.schoollocation"."""
    key = models.CharField(_("sleutel"), max_length=60, blank=True)
    words = models.CharField(_("waarvan"), max_length=200, blank=True)
    belongs_to = models.CharField(max_length=121, blank=True)
    """The row in whose history this is read as well, as "schools.schoollocation/17YF00"."""
    municipality = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("gemeente"), db_index=False
    )
    old = models.JSONField(_("was"), default=dict, encoder=DjangoJSONEncoder)
    new = models.JSONField(_("werd"), default=dict, encoder=DjangoJSONEncoder)
    source = models.CharField(_("waarmee"), max_length=200, blank=True)
    """The file or the page it came from, where that says more than the staff pages."""

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("logboekregel")
        verbose_name_plural = _("logboek")
        indexes = [
            models.Index(fields=["-at", "-id"], name="events_by_time"),
            models.Index(fields=["model", "key"], name="events_of_a_row"),
            models.Index(fields=["belongs_to"], name="events_of_what_belongs_to_it"),
            models.Index(fields=["municipality", "-at"], name="events_of_a_municipality"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.kind} {self.words}".strip()
