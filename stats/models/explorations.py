"""What-if questions that somebody asked to keep, with what the answer was then."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schools.models import Region, ScopedQuerySet


class Exploration(models.Model):
    """A question under a name, for the colleagues of one municipality; without one for those of the whole region.

    The answer is not kept but recalculated at every reading. `outcome` tells what it was at the moment of keeping,
    line by line in words, so that a reader sees whether it is still so.
    """

    name = models.CharField(_("naam van de verkenning"), max_length=80)
    title = models.CharField(_("vraag"), max_length=300)
    """In the words of then: a location may be called otherwise now, or be gone."""
    query = models.CharField(_("adres van de vraag"), max_length=400)
    municipality = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="explorations", verbose_name=_("gemeente")
    )
    outcome = models.JSONField(_("uitkomst"), default=list)
    """Each a list: the name of an area, what the figure is, before and after."""
    data_version = models.PositiveIntegerField(_("versie van de gegevens"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("bewaard door")
    )
    created_at = models.DateTimeField(_("bewaard op"), default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("verkenning")
        verbose_name_plural = _("verkenningen")

    def __str__(self):
        return self.name
