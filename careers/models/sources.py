"""The publications that facts rest on, which editors add themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from schools.models import Source


class PublicationManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(kind=Source.Kind.PUBLICATION)


class Publication(Source):
    """A source that editors may add: an article, a report or a table that facts about occupations come from."""

    objects = PublicationManager()

    class Meta:
        proxy = True
        verbose_name = _("publicatie")
        verbose_name_plural = _("publicaties")

    def save(self, *args, **kwargs):
        self.kind = Source.Kind.PUBLICATION
        super().save(*args, **kwargs)
