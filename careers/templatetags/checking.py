"""What the start page of staff says about occupations."""

from django import template

from ..checking import KINDS, Kind

register = template.Library()


@register.simple_tag
def facts_to_check() -> list[tuple[Kind, int]]:
    """The kinds of facts with something to look at again, and how many rows; one query a kind."""
    counts = [(kind, len(kind.to_check())) for kind in KINDS]
    return [(kind, count) for kind, count in counts if count]
