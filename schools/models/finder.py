"""The narrow table that the finder searches, and the number that tells caches when the data changed.

Wide text beside filtered columns is what makes a list slow, so everything a search filters, counts and orders by
stands here once more, written in the same transaction as the answers it comes from.
"""

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from .locations import Kind, SchoolLocation
from .regions import Region


class FinderRow(models.Model):
    """One location as the finder searches it. Only locations that a visitor can find have a row.

    `bb`, `kb`, `gl` and `tl` are bit masks over VmboProfile.position: what is offered in that leerweg. `offered`
    is what is offered in any or an unnamed leerweg. The `_open` masks hold what the sources leave open.
    `x`, `y`, `z` are the point on the unit sphere: the square of a straight line between two such points orders
    as the distance over the ground does, and is the same on every database.
    """

    location = models.OneToOneField(SchoolLocation, models.CASCADE, primary_key=True, related_name="finder")
    kind = models.CharField(_("soort"), max_length=9, choices=Kind.choices)
    municipality = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    in_region = models.BooleanField(_("in de regio"))
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)
    offered = models.PositiveIntegerField(default=0)
    bb = models.PositiveIntegerField(default=0)
    kb = models.PositiveIntegerField(default=0)
    gl = models.PositiveIntegerField(default=0)
    tl = models.PositiveIntegerField(default=0)
    offered_open = models.PositiveIntegerField(default=0)
    bb_open = models.PositiveIntegerField(default=0)
    kb_open = models.PositiveIntegerField(default=0)
    gl_open = models.PositiveIntegerField(default=0)
    tl_open = models.PositiveIntegerField(default=0)
    tiles = models.CharField(max_length=80)
    """The ten answers in order, as the tiles show them: "yes no starting2027 ..."; empty without the ten."""
    search_text = models.CharField(max_length=260)
    """Name, short name, street and place in lower case without accents."""

    class Meta:
        verbose_name = _("zoekregel")
        verbose_name_plural = _("zoekregels")
        indexes = [
            models.Index(
                fields=[
                    "y", "x", "z", "offered", "offered_open", "bb", "bb_open", "kb", "kb_open",
                    "gl", "gl_open", "tl", "tl_open", "municipality", "location",
                ],
                name="finder_covering",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.location_id


class DataVersion(models.Model):
    """One number, raised in the transaction of every change to the data. It keys every cache and count."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = _("gegevensversie")
        verbose_name_plural = _("gegevensversies")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_data_version")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def raise_from(cls, expected):
        """Raise the number if it still is what the caller read; False when another change came between.

        To be called inside the transaction of the change, before it writes.
        """
        assert transaction.get_connection().in_atomic_block  # noqa: S101
        if expected == 0:
            return cls.objects.get_or_create(pk=1, defaults={"number": 1})[1]
        return bool(cls.objects.filter(pk=1, number=expected).update(number=F("number") + 1))
