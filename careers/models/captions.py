"""Captions of videos, one per language."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from ..media.captions import CaptionError, read_captions
from .videos import Video

SPARE_SECOND = 1
"""Captions may end a little after the last picture."""


class CaptionQuerySet(models.QuerySet):
    def of(self, videos):
        """The captions of all these videos, without their text."""
        return self.filter(video__in=videos.order_by().values("pk")).defer("text")


class Caption(models.Model):
    """What is said and heard in a video, in one language, as WebVTT."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="captions", verbose_name=_("video"))
    language = models.CharField(_("taal"), max_length=7, default="nl", help_text=_("De code, zoals nl, en, tr of ar."))
    text = models.TextField(_("ondertitels"), help_text=_("In WebVTT: eerst WEBVTT, dan steeds tijden en tekst."))

    private_fields = ("text",)

    objects = CaptionQuerySet.as_manager()

    class Meta:
        ordering = ["video_id", "language"]
        verbose_name = _("ondertiteling")
        verbose_name_plural = _("ondertitels")
        constraints = [
            models.UniqueConstraint(fields=["video", "language"], name="one_caption_file_per_video_and_language"),
            models.CheckConstraint(condition=Q(text__startswith="WEBVTT"), name="captions_are_webvtt"),
        ]

    def __str__(self):
        return self.language_name

    def get_absolute_url(self):
        return reverse("video-captions", args=[self.video_id, self.language])

    def clean(self):
        errors = {**self.errors_of_language(), **self.errors_of_text()}
        if errors:
            raise ValidationError(errors)

    def errors_of_language(self):
        try:
            get_language_info(self.language)
        except KeyError:
            return {"language": _("Deze taal kennen we niet. Gebruik een code zoals nl, en, tr of ar.")}
        return {}

    def errors_of_text(self):
        try:
            last = read_captions(self.text)[-1]
        except CaptionError as error:
            return {"text": str(error)}
        if self.video.seconds and last.end > self.video.seconds + SPARE_SECOND:
            return {"text": _("De laatste ondertitel eindigt na het eind van de video. Kijk de tijden na.")}
        return {}

    @property
    def language_name(self) -> str:
        """In the language itself, as players list it."""
        return get_language_info(self.language)["name_local"]


def with_captions(videos: QuerySet) -> list[Video]:
    """The videos with the languages of their captions: two queries, for none as for many."""
    tracks = defaultdict(list)
    for caption in Caption.objects.of(videos):
        tracks[caption.video_id].append(caption)
    found = list(videos)
    for video in found:
        video.tracks = tracks[video.pk]
    return found
