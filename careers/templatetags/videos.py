"""What pages of other apps say about videos."""

from django import template

from schools.wording import listed

from ..models import Video

register = template.Library()


@register.simple_tag
def platforms_with_videos() -> str:
    """The platforms of which a video is on the website, in words; empty when there is none. One query."""
    found = set(Video.objects.published().of_platforms().order_by().values_list("platform", flat=True))
    return listed(Video.Platform(each).label for each in sorted(found))
