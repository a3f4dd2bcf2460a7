"""The list of all that editors look at again, over all kinds of facts, on one page."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..checking import KINDS, Kind, ToCheck
from ..models import Occupation

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Group:
    """The rows of one kind on this page, with how many there are in all."""

    kind: Kind
    in_all: int
    rows: list[tuple[ToCheck, str]]


class ListOfFacts:
    """What is to be checked of these kinds, as far as `kind` and `occupation` in the address ask for it."""

    def __init__(self, kinds: list[Kind], parameters: QueryDict):
        self.kinds = kinds
        self.parameters = parameters
        self.kind = next((kind for kind in kinds if kind.code == parameters.get("kind")), None)

    @cached_property
    def occupations(self) -> list[tuple[str, str]]:
        return list(Occupation.objects.order_by("title").values_list("pk", "title"))

    @property
    def occupation(self) -> str:
        asked = self.parameters.get("occupation", "")
        return asked if asked in dict(self.occupations) else ""

    @cached_property
    def found(self) -> dict[Kind, list[ToCheck]]:
        """The rows of every kind, also of the kinds that were not asked for: the choice tells how many there are."""
        return {kind: kind.to_check(self.occupation) for kind in self.kinds}

    @property
    def counts(self) -> list[tuple[Kind, int]]:
        return [(kind, len(rows)) for kind, rows in self.found.items()]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.occupation)

    @cached_property
    def page(self):
        asked = [self.kind] if self.kind else self.kinds
        rows = [(kind, row) for kind in asked for row in self.found[kind]]
        return Paginator(rows, ROWS_ON_A_PAGE).get_page(self.parameters.get("page"))

    @property
    def in_all(self) -> int:
        return self.page.paginator.count

    @property
    def groups(self) -> list[Group]:
        grouped = groupby(self.page, key=lambda each: each[0])
        return [
            Group(kind, len(self.found[kind]), [(row, change_url(row)) for _kind, row in rows])
            for kind, rows in grouped
        ]

    @property
    def kept(self) -> str:
        """The question as a query string, for the links to other pages."""
        asked = {"kind": self.kind.code if self.kind else "", "occupation": self.occupation}
        return urlencode({name: value for name, value in asked.items() if value})


def change_url(each: ToCheck) -> str:
    return reverse(f"admin:careers_{each.row._meta.model_name}_change", args=[each.row.pk])


def kinds_seen_by(request: HttpRequest, site: AdminSite) -> list[Kind]:
    """The kinds of facts that a colleague may see."""
    return [kind for kind in KINDS if site.get_model_admin(kind.model).has_view_permission(request)]


class ListToCheck:
    """Adds the list to the admin of occupations."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.to_check)
        return [path("na-te-kijken/", view, name="careers_to_check"), *super().get_urls()]

    def to_check(self, request):
        kinds = kinds_seen_by(request, self.admin_site)
        if not kinds:
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Na te kijken"),
            "list": ListOfFacts(kinds, request.GET),
        }
        return render(request, "admin/careers/to_check.html", context)
