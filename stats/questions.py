"""What is asked about an indicator, as it stands in the address of its page."""

from functools import cached_property

from django.conf import settings
from django.http import QueryDict

from schools.models import Region

from .chosen import COUNTRY, PARAMETER
from .models import Indicator
from .periods import Period, PeriodError

COMPARED, SPLIT, LEERWEG, PERIOD, AGAINST = "vergelijk", "deel", "leerweg", "periode", "tegenover"


class Question:
    """An indicator in an area, beside others, and how to look at it. What cannot be read counts as not asked."""

    def __init__(self, indicator: Indicator, area: Region, regions: dict[str, Region], asked: QueryDict):
        self.indicator, self.area, self.regions, self.asked = indicator, area, regions, asked

    @cached_property
    def compared(self) -> list[Region]:
        """The other areas. Unless said otherwise: the region, the province and the country."""
        codes = self.asked.getlist(COMPARED) if COMPARED in self.asked else self.surroundings
        wanted = [code for code in dict.fromkeys(codes) if code != self.area.code]
        return [self.regions[code] for code in wanted if code in self.regions]

    @property
    def surroundings(self) -> list[str]:
        provinces = [each.code for each in self.regions.values() if each.kind == Region.Kind.PROVINCIE]
        return [settings.FINDER_REGION, *provinces, COUNTRY]

    @property
    def shown(self) -> list[Region]:
        return [self.area, *self.compared]

    @property
    def split(self) -> str | None:
        return self.asked.get(SPLIT)

    @property
    def leerweg(self) -> str | None:
        return self.asked.get(LEERWEG)

    @cached_property
    def period(self) -> Period | None:
        try:
            return Period.parse(self.asked.get(PERIOD, ""))
        except PeriodError:
            return None

    @cached_property
    def against(self) -> Region | None:
        """The area whose figures are subtracted from those of the others."""
        return next((each for each in self.references if each.code == self.asked.get(AGAINST)), None)

    @property
    def references(self) -> list[Region]:
        return [self.regions[code] for code in (settings.FINDER_REGION, COUNTRY) if code in self.regions]

    @cached_property
    def query(self) -> str:
        """The question as an address: the same question has one address, whoever asks it and in whatever order."""
        query = QueryDict(mutable=True)
        query[PARAMETER] = self.area.code
        if COMPARED in self.asked:
            query.setlist(COMPARED, [each.code for each in self.compared] or [""])
        for name, value in ((SPLIT, self.split), (LEERWEG, self.leerweg), (PERIOD, self.period)):
            if value:
                query[name] = str(value)
        if self.against:
            query[AGAINST] = self.against.code
        return query.urlencode()
