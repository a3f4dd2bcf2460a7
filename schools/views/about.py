"""What stands under /over/: where the answers come from, and how the site behaves."""

from django.conf import settings
from django.urls import reverse
from django.views.generic import TemplateView

from ..about import sources_with_holdings
from ..catalogue import catalogue
from ..wording import listed


class Sources(TemplateView):
    template_name = "about/sources.html"

    def get_context_data(self, **kwargs):
        technical = [profile.full_name for profile in catalogue().profiles if is_technical(profile)]
        return super().get_context_data(
            sources=sources_with_holdings(),
            technical=listed(technical),
            margin=settings.FINDER_MARGIN_KM,
            openapi=reverse("openapi"),
            **kwargs,
        )


def is_technical(profile):
    return profile.technical and profile.family != profile.Family.TL
