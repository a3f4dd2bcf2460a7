"""What templates of every app use: icons, and addresses that keep the question."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from ..phones import spoken_number

register = template.Library()
register.filter(spoken_number)


@register.simple_tag
@cache
def icon(name, css=""):
    """A decorative icon; the word always stands beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>', css, static("icons.svg"), name
    )


@register.filter
def telephone(number):
    """A Dutch number as it is dialled from anywhere."""
    return "+31" + number[1:] if number.startswith("0") else number


@register.filter
def bare_address(url):
    """A web address as people say it."""
    return url.split("://")[-1].removeprefix("www.").rstrip("/")
