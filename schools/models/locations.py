"""The places where pupils are taught, as DUO lists them and as editors complete them."""

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..phones import KEPT
from .memberships import ScopedQuerySet
from .regions import Region

# The first owner of a location is DUO: imports overwrite these fields and the admin shows them read-only.
# All other fields belong to the editors and no import touches them.
OFFICIAL_FIELDS = (
    "institution",
    "name",
    "street",
    "house_number",
    "postcode",
    "city",
    "municipality",
    "denomination",
    "phone",
    "website",
    "structure",
    "active",
    "reference_date",
)
EDITED_FIELDS = ("short_name", "corrected_phone", "corrected_website", "contact_email")
"""What the editors keep of a location."""


class Kind(models.TextChoices):
    """What sort of vmbo location the sources show; see schools.answers for the rule."""

    BKG = "bkg", _("basis, kader of gemengd")
    TL = "tl", _("alleen de theoretische leerweg")
    NOT_KNOWN = "not-known", _("niet bekend")
    NONE = "none", _("geen vmbo")


class SchoolLocationQuerySet(ScopedQuerySet):
    def in_finder(self):
        """Locations a visitor can find: with vmbo, open, and in or near the region."""
        return self.filter(finder__isnull=False)

    def with_answers(self):
        """Load what a location shows about its profiles, in a fixed number of queries."""
        return self.select_related("municipality", "finder").prefetch_related("answers__profile", "answers__source")


class SchoolLocation(models.Model):
    """One vestiging of a school, by its code of six characters ("17YF00")."""

    code = models.CharField(_("vestigingscode"), max_length=6, primary_key=True)
    institution = models.CharField(_("instellingscode"), max_length=4, db_index=True)
    name = models.CharField(_("officiële naam"), max_length=120)
    street = models.CharField(_("straat"), max_length=60, blank=True)
    house_number = models.CharField(_("huisnummer"), max_length=12, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("plaats"), max_length=60)
    municipality = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="locations", verbose_name=_("gemeente")
    )
    denomination = models.CharField(_("richting"), max_length=60, blank=True)
    phone = models.CharField(_("telefoon"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    structure = models.CharField(_("onderwijsstructuur"), max_length=40, blank=True)
    active = models.BooleanField(_("open"), default=True)
    reference_date = models.DateField(_("peildatum"), null=True)
    latitude = models.FloatField(_("breedtegraad"), null=True, blank=True, editable=False)
    longitude = models.FloatField(_("lengtegraad"), null=True, blank=True, editable=False)
    short_name = models.CharField(
        _("korte naam"),
        max_length=60,
        blank=True,
        help_text=_("De naam waaronder ouders deze locatie kennen. Zonder korte naam staat de naam van DUO er."),
    )
    corrected_phone = models.CharField(
        _("juiste telefoon"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(KEPT, _("Dit is geen Nederlands nummer van tien cijfers."))],
        help_text=_("Alleen als het nummer van DUO niet klopt. De website toont dan dit nummer."),
    )
    corrected_website = models.URLField(
        _("juiste website"),
        blank=True,
        validators=[URLValidator(["http", "https"])],
        help_text=_("Alleen als het adres van DUO niet klopt. De website toont dan dit adres."),
    )
    contact_email = models.EmailField(
        _("e-mail voor vragen"),
        blank=True,
        help_text=_("Voor vragen van de gemeente aan de school. Alleen uw gemeente ziet dit adres, de website niet."),
    )

    private_fields = ("contact_email",)
    has_public_name = True
    """The record of who did what may name a location, whatever it leaves out of its values."""

    objects = SchoolLocationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]
        verbose_name = _("locatie")
        verbose_name_plural = _("locaties")

    def __str__(self):
        return f"{self.title}, {self.address}, {self.city} ({self.code})"

    def get_absolute_url(self):
        return reverse("location", args=[self.code])

    @property
    def title(self):
        return self.short_name or self.name

    @property
    def shown_phone(self):
        """The number that the site shows; empty when nobody knows one."""
        return self.corrected_phone or self.phone

    @property
    def shown_website(self):
        """The address that the site shows; empty when nobody knows one."""
        return self.corrected_website or self.website

    @property
    def address(self):
        return f"{self.street} {self.house_number}".strip()
