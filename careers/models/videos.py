"""Videos: an explanation of the way to an occupation, or somebody's own story."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from schools.models import VmboProfile

from ..media.storing import stored_name
from .consent import HAS_CONSENT, Consented
from .facts import Fact, FactQuerySet
from .people import RoleModel

MINUTE = 60
MARKS = {"youtube": r"^[A-Za-z0-9_-]{11}\Z", "vimeo": r"^[0-9]{6,12}\Z"}
"""How platforms name a video."""


@dataclass(frozen=True)
class Address:
    """Where a platform shows a video, where it plays within another page, and from which server."""

    page: str
    player: str

    @property
    def server(self) -> str:
        return "/".join(self.player.split("/")[:3])


ADDRESSES = {
    "youtube": Address("https://www.youtube.com/watch?v={}", "https://www.youtube-nocookie.com/embed/{}?autoplay=1"),
    "vimeo": Address("https://vimeo.com/{}", "https://player.vimeo.com/video/{}?dnt=1&autoplay=1"),
}
PLAYS_AT_A_PLATFORM = ~Q(platform="") & ~Q(platform_id="") & Q(webm="", mp4="")
PLAYS_FROM_FILES = Q(platform="", platform_id="") & ~Q(webm="", mp4="")


def place_of_file(video, name):
    return stored_name(video.pk, name)


class VideoQuerySet(FactQuerySet):
    def published(self):
        """What visitors may see. A video of somebody goes with the story: it is hidden when that is."""
        return self.filter(status=Video.Status.PUBLISHED).filter(
            Q(role_model=None) | Q(role_model__status=RoleModel.Status.PUBLISHED)
        )

    def at_occupation(self, occupation):
        """Videos on the page of an occupation: its own, and those of the people who tell of it."""
        return self.filter(Q(occupation=occupation) | Q(role_model__occupation=occupation))

    def with_source(self):
        return self.select_related("source", "role_model")

    def for_pages(self):
        """What visitors may see, with all that a player shows."""
        return self.published().with_source().prefetch_related("captions")

    def of_platforms(self):
        return self.exclude(platform="")


class Video(Consented, Fact):
    """A video plays in one way: at a platform once a visitor asks for it, or from files of our own.

    A story is somebody's: it needs a public address, recorded consent, or the published story of that person.
    """

    class Kind(models.TextChoices):
        EXPLANATION = "explanation", _("uitleg, geen rolmodel")
        STORY = "story", _("verhaal van iemand zelf")

    class Platform(models.TextChoices):
        YOUTUBE = "youtube", "YouTube"
        VIMEO = "vimeo", "Vimeo"

    class Status(models.TextChoices):
        DRAFT = "draft", _("concept")
        PUBLISHED = "published", _("op de website")

    slug = models.SlugField(_("adres"), primary_key=True, max_length=40)
    title = models.CharField(_("titel"), max_length=100)
    kind = models.CharField(_("soort"), max_length=11, choices=Kind.choices)
    platform = models.CharField(_("website"), max_length=7, choices=Platform.choices, blank=True)
    platform_id = models.CharField(_("kenmerk van de video"), max_length=20, blank=True)
    webm = models.FileField(_("bestand WebM"), upload_to=place_of_file, blank=True, max_length=120)
    mp4 = models.FileField(_("bestand MP4"), upload_to=place_of_file, blank=True, max_length=120)
    poster = models.FileField(_("plaatje vooraf"), upload_to=place_of_file, blank=True, max_length=120)
    occupation = models.ForeignKey(
        "careers.Occupation", models.PROTECT, null=True, blank=True, related_name="videos", verbose_name=_("beroep")
    )
    profile = models.ForeignKey(
        VmboProfile, models.PROTECT, null=True, blank=True, related_name="videos", verbose_name=_("vmbo-profiel")
    )
    role_model = models.ForeignKey(
        RoleModel, models.PROTECT, null=True, blank=True, related_name="videos", verbose_name=_("rolmodel")
    )
    seconds = models.PositiveSmallIntegerField(_("duur in seconden"), validators=[MinValueValidator(1)])
    width = models.PositiveSmallIntegerField(_("breedte"), default=1280, validators=[MinValueValidator(1)])
    height = models.PositiveSmallIntegerField(_("hoogte"), default=720, validators=[MinValueValidator(1)])
    transcript = models.TextField(
        _("wat er gezegd of getoond wordt"),
        blank=True,
        help_text=_("De hele tekst, ook wat alleen te zien is. Zonder deze tekst komt de video niet op de website."),
    )
    url = models.URLField(
        _("adres van de openbare bron"), blank=True, max_length=300, help_text=_("Alleen nodig bij een verhaal.")
    )
    status = models.CharField(_("stand"), max_length=9, choices=Status.choices, default=Status.DRAFT)

    private_fields = ("title", "transcript", "url", "platform_id", "webm", "mp4", "poster", "consent_note")
    """What may tell who somebody is: who takes a video back finds it in no record either."""

    objects = VideoQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["kind", "slug"]
        verbose_name = _("video")
        verbose_name_plural = _("video's")
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=PLAYS_AT_A_PLATFORM | PLAYS_FROM_FILES, name="a_video_plays_in_exactly_one_way"
            ),
            models.CheckConstraint(
                condition=Q(platform="")
                | Q(platform="youtube", platform_id__regex=MARKS["youtube"])
                | Q(platform="vimeo", platform_id__regex=MARKS["vimeo"]),
                name="a_platform_knows_its_videos_by_such_a_mark",
            ),
            models.CheckConstraint(condition=~Q(platform="") | ~Q(poster=""), name="a_video_of_our_own_has_a_poster"),
            models.CheckConstraint(
                condition=Q(seconds__gt=0, width__gt=0, height__gt=0), name="a_video_has_a_length_and_a_size"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(transcript=""), name="a_published_video_has_a_transcript"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(kind="story") | ~Q(url="") | HAS_CONSENT | Q(role_model__isnull=False),
                name="a_published_story_on_video_has_a_source_or_consent",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The page that shows it; empty when it belongs to none."""
        slug = self.occupation_id or (self.role_model and self.role_model.occupation_id)
        if slug:
            return f"{reverse('occupation', args=[slug])}#video-{self.pk}"
        return f"{reverse('profile', args=[self.profile.slug])}#video-{self.pk}" if self.profile else ""

    def clean(self):
        """Say in words, at the field, what the constraints would refuse."""
        errors = {**self.errors_of_playing(), **(self.errors_of_publishing() if self.is_published else {})}
        if errors:
            raise ValidationError(errors)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_shown(self) -> bool:
        """The rule of `published`, for a video that was read already."""
        return self.is_published and (self.role_model is None or self.role_model.is_published)

    @property
    def is_story(self) -> bool:
        return self.kind == self.Kind.STORY

    @property
    def file_names(self) -> set[str]:
        """The names in storage of the files it has."""
        return {each.name for each in (self.webm, self.mp4, self.poster) if each}

    def errors_of_playing(self):
        has_files = bool(self.webm or self.mp4)
        if bool(self.platform) == has_files:
            return {"platform": _("Kies een website met het kenmerk van de video, óf een eigen bestand; niet allebei.")}
        if self.platform and not re.match(MARKS.get(self.platform, r"(?!)"), self.platform_id):
            return {"platform_id": _("Dit is geen video bij deze website. Plak het adres van de video.")}
        if has_files and self.platform_id:
            return {"platform_id": _("Laat dit leeg bij een eigen bestand.")}
        return {}

    def errors_of_publishing(self):
        errors = {}
        if not self.transcript.strip():
            errors["transcript"] = _("Vul in wat er gezegd of getoond wordt, voordat de video op de website komt.")
        if self.is_story and not self.may_be_told:
            errors["status"] = _(
                "Vul het adres van de openbare bron in, leg de toestemming vast met de datum, "
                "of kies een rolmodel dat op de website staat."
            )
        return errors

    @property
    def may_be_told(self) -> bool:
        """A public address that can be looked up, consent with its date, or a story that is on the website."""
        return bool(self.url) or self.has_consent or bool(self.role_model and self.role_model.is_published)

    # How it plays

    @property
    def page_address(self) -> str:
        return ADDRESSES[self.platform].page.format(self.platform_id)

    @property
    def player_address(self) -> str:
        return ADDRESSES[self.platform].player.format(self.platform_id)

    @property
    def needs(self) -> tuple[str, str]:
        """What a page with this video asks of the content policy: directive and server."""
        return ("frame-src", ADDRESSES[self.platform].server) if self.platform else ("media-src", "'self'")

    @property
    def is_tall(self) -> bool:
        return self.height > self.width

    @cached_property
    def tracks(self) -> list:
        """Its captions, one for each language."""
        return list(self.captions.all())

    @property
    def length_in_words(self) -> str:
        if self.seconds < 2 * MINUTE:
            return ngettext("%(count)s seconde", "%(count)s seconden", self.seconds) % {"count": self.seconds}
        minutes = round(self.seconds / MINUTE)
        return ngettext("%(count)s minuut", "%(count)s minuten", minutes) % {"count": minutes}
