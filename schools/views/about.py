"""What stands under /over/: where the answers come from, what changed, and how the site behaves."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.views.generic import TemplateView

from ..about import accessibility_facts, newest_runs, sources_with_holdings
from ..catalogue import catalogue
from ..changes import compared_years, diary
from ..models import Source
from ..overview import members
from ..wording import listed

DRAWN_UP = date(2026, 11, 25)
"""When the text of the accessibility statement was last gone through; the tests in it bear a date of their own."""


class AboutPage(TemplateView):
    """A page that names itself in the menu of these pages; `page` is the name of its address."""

    page = None

    @property
    def template_name(self):
        return f"about/{self.page}.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=self.page, email=settings.CONTACT_EMAIL, **kwargs)


class About(AboutPage):
    page = "about"


class Sources(AboutPage):
    page = "sources"

    def get_context_data(self, **kwargs):
        sources = sources_with_holdings()
        technical = [profile.full_name for profile in catalogue().profiles if is_technical(profile)]
        return super().get_context_data(
            sources=[source for source in sources if source.kind != Source.Kind.PUBLICATION],
            publications=[source for source in sources if source.kind == Source.Kind.PUBLICATION],
            runs=newest_runs(),
            technical=listed(technical),
            margin=settings.FINDER_MARGIN_KM,
            radius=settings.FINDER_RADIUS_KM,
            openapi=reverse("openapi"),
            **kwargs,
        )


def is_technical(profile):
    return profile.technical and profile.family != profile.Family.TL


class Changes(AboutPage):
    page = "changes"

    def get_context_data(self, **kwargs):
        return super().get_context_data(diary=diary(), compared=compared_years(), **kwargs)


class Accessibility(AboutPage):
    page = "accessibility"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            facts=accessibility_facts(), drawn_up=DRAWN_UP, contact=reverse("contact"), **kwargs
        )


class Privacy(AboutPage):
    page = "privacy"

    def get_context_data(self, **kwargs):
        return super().get_context_data(map_of_others=settings.MAP_TILES_URL, provider=settings.OIDC_NAME, **kwargs)


class Contact(AboutPage):
    page = "contact"

    def get_context_data(self, **kwargs):
        return super().get_context_data(municipalities=members(catalogue()), **kwargs)
