"""The work list on the start page of the admin."""

from django import template

from ..desk.work_list import work_list_of

register = template.Library()


@register.simple_tag
def work_list(request):
    """What whoever asks has to do; None for who looks after no municipality."""
    return work_list_of(request.user, request.GET)
