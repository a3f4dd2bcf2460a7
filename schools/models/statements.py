"""What sources said about the profiles of a location, and the one answer that follows from it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .imports import ImportRun
from .locations import SchoolLocation
from .memberships import ScopedQuerySet
from .profiles import Leerweg, VmboProfile
from .uploads import Upload


class Status(models.TextChoices):
    """The answers a visitor can get. "Unknown" is an answer of its own and never a "no"."""

    YES = "yes", _("ja")
    NO = "no", _("nee")
    STARTING = "starting", _("start")
    STOPPING = "stopping", _("stopt")
    UNKNOWN = "unknown", _("weten we niet")


class Source(models.Model):
    """Who publishes or says something, under which licence, and where it can be looked up."""

    class Kind(models.TextChoices):
        EXAMS = "exams", _("examenkandidaten")
        PUPILS = "pupils", _("leerlingen")
        CONFIRMATION = "confirmation", _("bevestiging")
        WEBSITE = "website", _("website van de school")
        REGISTER = "register", _("register")
        PUBLICATION = "publication", _("publicatie")

    code = models.SlugField(_("code"), max_length=20, primary_key=True)
    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("naam"), max_length=120)
    publisher = models.CharField(_("uitgever"), max_length=80, blank=True)
    licence = models.CharField(_("licentie"), max_length=60, blank=True)
    url = models.URLField(_("adres"), blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("bron")
        verbose_name_plural = _("bronnen")

    def __str__(self):
        return self.name


class ProfileStatementQuerySet(ScopedQuerySet):
    way = "location__municipality"

    def standing(self):
        """Leave out what was withdrawn."""
        return self.filter(withdrawal__isnull=True)

    def confirmations(self):
        """What schools and municipalities said."""
        return self.filter(source__kind=Source.Kind.CONFIRMATION)

    def by_people(self):
        """What staff stored: confirmations, and what they read on the websites of schools."""
        return self.filter(source__kind__in=[Source.Kind.CONFIRMATION, Source.Kind.WEBSITE])


class ProfileStatement(models.Model):
    """What one source said once. Statements are added, never changed; one that was wrong gets a Withdrawal.

    A count says "yes" for one leerweg in one school year; `count_low` and `count_high` are equal unless the
    source withholds the number ("<5" is 1 to 4). Candidates for havo or vwo are counted without a profile.
    A confirmation says yes, no, starting, stopping or unknown from `reference_date`; without a leerweg it speaks of
    the profile as a whole. What somebody confirmed at once has one source and one `created_at`. What the website of
    the school says is a remark for staff: of a profile as a whole, with the day on which somebody read it in
    `reference_date` and the address of the page in `evidence`.
    """

    location = models.ForeignKey(SchoolLocation, models.CASCADE, related_name="statements", verbose_name=_("locatie"))
    profile = models.ForeignKey(VmboProfile, models.PROTECT, null=True, verbose_name=_("profiel"))
    leerweg = models.CharField(_("leerweg"), max_length=2, choices=Leerweg.choices, blank=True)
    status = models.CharField(_("wat de bron zegt"), max_length=8, choices=Status.choices, default=Status.YES)
    effective_year = models.PositiveSmallIntegerField(
        _("schooljaar waarin het begint of stopt"),
        null=True,
        blank=True,
        help_text=_("Het jaar waarin het schooljaar begint. Vul 2027 in voor 2027-2028."),
    )
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("bron"))
    school_year = models.PositiveSmallIntegerField(_("schooljaar van de telling"), null=True, editable=False)
    """The calendar year in which the counted school year begins: 2023 for 2023-2024."""
    reference_date = models.DateField(_("peildatum"))
    count_low = models.PositiveIntegerField(_("aantal, minstens"), null=True, editable=False)
    count_high = models.PositiveIntegerField(_("aantal, hoogstens"), null=True, editable=False)
    note = models.TextField(_("toelichting"), blank=True)
    evidence = models.URLField(_("adres van het bewijs"), blank=True)
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, editable=False, verbose_name=_("import"))
    upload = models.ForeignKey(
        Upload,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="statements",
        verbose_name=_("ingelezen lijst"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name=_("door")
    )
    created_at = models.DateTimeField(_("vastgelegd op"), default=timezone.now, editable=False)

    objects = ProfileStatementQuerySet.as_manager()

    class Meta:
        ordering = ["-reference_date", "-pk"]
        verbose_name = _("uitspraak van een bron")
        verbose_name_plural = _("uitspraken van bronnen")
        constraints = [
            models.UniqueConstraint(
                fields=["location", "profile", "leerweg", "source", "reference_date"],
                condition=Q(count_low__isnull=False),
                name="one_count_per_profile_leerweg_and_period",
            ),
            models.UniqueConstraint(
                fields=["location", "source", "reference_date"],
                condition=Q(profile__isnull=True),
                name="one_count_without_profile_per_period",
            ),
            models.CheckConstraint(
                condition=Q(profile__isnull=False) | Q(leerweg=Leerweg.HV),
                name="only_havo_and_vwo_are_without_profile",
            ),
            models.CheckConstraint(
                condition=Q(count_low__isnull=True) | Q(count_low__gte=1, count_high__gte=F("count_low")),
                name="a_count_is_at_least_one",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.YES, Status.NO, Status.UNKNOWN], effective_year__isnull=True)
                | Q(status__in=[Status.STARTING, Status.STOPPING], effective_year__isnull=False),
                name="starting_and_stopping_have_a_year",
            ),
        ]

    def __str__(self):
        return f"{self.location_id} {self.profile_id or '-'} {self.leerweg} {self.get_status_display()}"


class WithdrawalQuerySet(ScopedQuerySet):
    way = "statement__location__municipality"


class Withdrawal(models.Model):
    """Somebody took a confirmation back, and why: it stays to be read and counts no longer."""

    statement = models.OneToOneField(
        ProfileStatement, models.CASCADE, primary_key=True, related_name="withdrawal", verbose_name=_("uitspraak")
    )
    reason = models.TextField(_("reden"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("door"))
    created_at = models.DateTimeField(_("ingetrokken op"), default=timezone.now)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("intrekking")
        verbose_name_plural = _("intrekkingen")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_withdrawal_has_a_reason")]

    def __str__(self):
        return f"{self.statement_id}: {self.reason}"


class ProfileAnswerQuerySet(models.QuerySet):
    def offered(self):
        """What a visitor can count on finding: offered now, or announced."""
        return self.filter(status__in=[Status.YES, Status.STARTING, Status.STOPPING])


class ProfileAnswer(models.Model):
    """What the site shows for one location and profile, calculated from the statements and stored.

    `leerwegen` and `unsure` list leerwegen in fixed order ("BB KB"): those it is offered for, and those of which
    the sources leave it open. `school_year` is the counted year it rests on, `last_seen` an earlier year in which
    it was still counted. `conflict` says that sources contradict each other.
    """

    location = models.ForeignKey(SchoolLocation, models.CASCADE, related_name="answers", verbose_name=_("locatie"))
    profile = models.ForeignKey(VmboProfile, models.PROTECT, related_name="answers", verbose_name=_("profiel"))
    status = models.CharField(_("antwoord"), max_length=8, choices=Status.choices)
    effective_year = models.PositiveSmallIntegerField(_("vanaf schooljaar"), null=True)
    leerwegen = models.CharField(_("leerwegen"), max_length=11, blank=True)
    unsure = models.CharField(_("leerwegen, niet zeker"), max_length=11, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, verbose_name=_("bron"))
    reference_date = models.DateField(_("peildatum"), null=True)
    school_year = models.PositiveSmallIntegerField(_("schooljaar"), null=True)
    last_seen = models.PositiveSmallIntegerField(_("laatst geteld in"), null=True)
    conflict = models.BooleanField(_("bronnen spreken elkaar tegen"), default=False)

    objects = ProfileAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["location_id", "profile__position"]
        verbose_name = _("antwoord")
        verbose_name_plural = _("antwoorden")
        constraints = [
            models.UniqueConstraint(fields=["location", "profile"], name="one_answer_per_location_and_profile")
        ]
        indexes = [models.Index(fields=["profile", "status", "location"], name="answers_by_profile")]

    def __str__(self):
        return f"{self.location_id} {self.profile_id}: {self.get_status_display()}"
