"""The narrow table that the finder searches, and the number that tells caches when the data changed.

Wide text beside filtered columns is what makes a list slow, so everything a search filters, counts and orders by
stands here once more, written in the same transaction as the answers it comes from.
"""

from django.db import connection, models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ..geography import Point, chord
from .locations import Kind, SchoolLocation
from .regions import Region


class Match(models.IntegerChoices):
    """How a location answers the question for a profile, in the order in which a list shows them."""

    HAS = 0, _("heeft het")
    HAS_NOT = 1, _("heeft het niet")
    NOT_KNOWN = 2, _("weten we niet")


class SquaredChord(models.Func):
    """Square of the straight line through the unit sphere from a point to the row's; null without a point.

    `row` is the way to the FinderRow ("location__finder__"), empty on the row itself.
    """

    template = "%(expressions)s"
    output_field = models.FloatField()

    def __init__(self, point: Point, row: str = ""):
        super().__init__(*(f"{row}{axis}" for axis in "xyz"))
        self.point = point

    def as_sql(self, compiler, connection, **context):
        columns = [compiler.compile(axis)[0] for axis in self.get_source_expressions()]
        squares = (f"({column} - %s) * ({column} - %s)" for column in columns)
        return f"({' + '.join(squares)})", [value for value in self.point for _twice in range(2)]


class Answered(models.Func):
    """How a row answers a question for the profiles in a mask, as a Match."""

    output_field = models.SmallIntegerField()

    def __init__(self, offered: str, mask: int):
        super().__init__(offered, f"{offered}_open")
        self.mask = mask

    def as_sql(self, compiler, connection, **context):
        offered, left_open = (compiler.compile(column)[0] for column in self.get_source_expressions())
        has, has_not, not_known = Match.HAS.value, Match.HAS_NOT.value, Match.NOT_KNOWN.value
        cases = f"WHEN ({offered} & %s) > 0 THEN {has} WHEN ({left_open} & %s) > 0 THEN {not_known}"
        return f"CASE {cases} ELSE {has_not} END", [self.mask, self.mask]


class FinderRowQuerySet(models.QuerySet):
    """The questions a visitor can ask. Distances are squares of the chord on the unit sphere."""

    def measured_from(self, point: Point):
        """Annotate the distance from this point; null where the location's own point is not known."""
        return self.annotate(squared=SquaredChord(point))

    def within(self, km: float, point: Point):
        """Keep locations at most so far from the point. A box first: only what is in it needs to be measured."""
        reach = chord(km)
        box = {f"{axis}__range": (value - reach, value + reach) for axis, value in zip("xy", point, strict=False)}
        return self.filter(**box).measured_from(point).filter(squared__lte=reach * reach)

    def matched(self, mask: int, leerweg: str = ""):
        """Annotate how each location answers: has it, has it not, or not known."""
        return self.annotate(match=Answered(leerweg.lower() or "offered", mask))

    def offering(self, mask: int, leerweg: str = ""):
        """Keep locations where one of the profiles in the mask is offered, in this leerweg if one is given."""
        return self.matched(mask, leerweg).filter(match=Match.HAS)


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

    objects = FinderRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("zoekregel")
        verbose_name_plural = _("zoekregels")
        indexes = [
            models.Index(
                fields=[
                    "y", "x", "z", "kind", "municipality", "offered", "offered_open", "bb", "bb_open",
                    "kb", "kb_open", "gl", "gl_open", "tl", "tl_open", "location",
                ],
                name="finder_covering",
            ),
            models.Index(fields=["search_text", "location"], name="finder_by_name"),
        ]  # fmt: skip

    def __str__(self):
        return self.location_id

    @property
    def point(self) -> Point:
        return self.x, self.y, self.z


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
        """The number, by the shortest way: every page asks for it."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {cls._meta.db_table} WHERE id = 1")  # noqa: S608
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def take_turn(cls):
        """Wait for who is writing, and let others wait, until the end of the transaction; the number then."""
        return cls.objects.select_for_update().values_list("number", flat=True).first() or 0

    @classmethod
    def raise_from(cls, expected):
        """Raise the number if it still is what the caller read; False when another change came between.

        To be called inside the transaction of the change, before it writes.
        """
        assert connection.in_atomic_block  # noqa: S101
        if expected == 0:
            return cls.objects.get_or_create(pk=1, defaults={"number": 1})[1]
        return bool(cls.objects.filter(pk=1, number=expected).update(number=F("number") + 1))
