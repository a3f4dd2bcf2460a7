"""What templates of every app use: icons, and addresses that keep the question."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


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
def spoken_number(number):
    """A Dutch number in groups: 010 484 84 00, 0182 61 60 55, 06 1234 5678."""
    if len(number) != 10 or not number.isdecimal():
        return number
    if number.startswith("06"):
        return f"06 {number[2:6]} {number[6:]}"
    area = 3 if number[:3] in SHORT_AREA_CODES else 4
    rest = number[area:]
    return " ".join([number[:area], rest[:-4], rest[-4:-2], rest[-2:]])


SHORT_AREA_CODES = {
    "010", "013", "015", "020", "023", "024", "026", "030", "033", "035", "036", "038", "040", "043", "045", "046",
    "050", "053", "055", "058", "070", "071", "072", "073", "074", "075", "076", "077", "078", "079", "085", "088",
}  # fmt: skip


@register.filter
def bare_address(url):
    """A web address as people say it."""
    return url.split("://")[-1].removeprefix("www.").rstrip("/")
