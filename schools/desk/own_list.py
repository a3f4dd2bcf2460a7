"""What the lists of the own locations share: whose they are, and that a row carries how it was downloaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.importing import Difference

from ..exchange import Exchange, ModelError, Record, RefusedError
from ..exchange.words import Known
from ..models import SchoolLocation, Upload, reach
from ..wording import listed


@dataclass(frozen=True)
class OwnLocations(Exchange):
    """A list of the locations for which `user` has the `permission`. The first of its keys is their code."""

    user: Any = None

    permission: ClassVar[str]
    can_be_undone = True

    @property
    def listed(self) -> QuerySet[SchoolLocation]:
        """The locations that such a list is about, of all municipalities."""
        raise NotImplementedError

    @cached_property
    def in_file(self):
        """What tells people which row it is stands before what they fill in."""
        return self.keys + self.beside + self.values + (self.version,)

    # Whose locations

    @cached_property
    def codes(self) -> list[str] | None:
        """The municipalities within reach; None for all."""
        return reach(self.user, self.permission)

    @property
    def own(self) -> QuerySet[SchoolLocation]:
        return self.listed if self.codes is None else self.listed.filter(municipality__in=self.codes)

    @cached_property
    def locations(self) -> dict[str, SchoolLocation]:
        """Those within reach, by code."""
        return {each.pk: each for each in self.own.select_related("municipality").order_by("pk")}

    @cached_property
    def elsewhere(self) -> dict[str, str]:
        """The municipality of every location that is not in the list, by code."""
        others = SchoolLocation.objects.exclude(municipality=None).values_list("code", "municipality__name")
        return {code: town for code, town in others if code not in self.locations}

    def known(self) -> Known:
        return {SchoolLocation: frozenset(self.locations)}

    def parse(self, texts: Mapping[str, str], known: Known) -> Record:
        """A location of others is refused with no more than where it lies."""
        code = texts[self.keys[0].name]
        if code not in self.locations and code in self.elsewhere:
            raise RefusedError([ModelError(self.keys[0].title, code, self.not_ours(self.elsewhere[code]))])
        return super().parse(texts, known)

    def not_ours(self, town: str) -> str:
        if self.codes is None:
            return _("Deze locatie hoort bij %(town)s en staat niet in deze lijst.") % {"town": town}
        own = sorted({each.municipality.name for each in self.locations.values()})
        if not own or town in own:
            return _("Deze locatie hoort bij %(town)s. U kunt haar niet met een lijst wijzigen.") % {"town": town}
        words = {"town": town, "own": listed(own)}
        return _("Deze locatie hoort bij %(town)s. U kunt alleen locaties van %(own)s wijzigen.") % words

    # How a row stands in a file

    def cells(self, key: tuple, values: tuple) -> list[Any]:
        written = [column.write(value) for column, value in zip(self.columns, (*key, *values), strict=True)]
        keys = len(self.keys)
        beside = self.cells_beside(key, values)
        return [*written[:keys], *beside, *written[keys:], self.version_of(key, values)]

    def version_of(self, key: tuple, values: tuple) -> str:
        """What a row carries of the state in which it is downloaded."""
        raise NotImplementedError

    # What is kept of what was written

    def facts(self, difference: Difference) -> dict[str, Any]:
        towns = {self.locations[code].municipality_id for code, *_rest in difference.changed}
        return {"municipality_id": towns.pop()} if len(towns) == 1 else {}

    def written(self, upload: Upload) -> Iterable[str]:
        """The codes of the locations of which an upload wrote something."""
        raise NotImplementedError

    def may_undo(self, upload: Upload) -> bool:
        """For who reaches all that the list wrote."""
        written = SchoolLocation.objects.filter(pk__in=self.written(upload))
        if not written.exists():
            return False
        return self.codes is None or not written.exclude(municipality__in=self.codes).exists()
