"""Questions to a list in the admin that somebody keeps under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptQuestionQuerySet(models.QuerySet):
    def for_user(self, user, action="view"):
        """Everybody has their own, and nobody else's."""
        return self.filter(user=user.pk)


class KeptQuestion(models.Model):
    """The filters, search and order of one list, as its address says them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_questions", verbose_name=_("van")
    )
    model = models.CharField(_("lijst"), max_length=60)
    """The label of the model that is listed: "schools.schoollocation"."""
    name = models.CharField(_("naam"), max_length=60)
    question = models.CharField(_("vraag"), max_length=1000)
    created_at = models.DateTimeField(_("bewaard op"), auto_now_add=True)

    objects = KeptQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("bewaarde vraag")
        verbose_name_plural = _("bewaarde vragen")
        constraints = [
            models.UniqueConstraint(fields=["user", "model", "name"], name="one_kept_question_per_user_list_and_name")
        ]

    def __str__(self):
        return self.name
