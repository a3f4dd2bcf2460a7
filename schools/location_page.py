"""What the page of one location shows: its ten answers, and for every gap the nearest place that fills it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import wording
from .catalogue import Catalogue
from .elsewhere import Alternative, nearest_with
from .geography import km_between
from .models import FinderRow, Kind, Leerweg, ProfileAnswer, SchoolLocation, Source, Status, VmboProfile
from .places import Origin
from .tiles import Tile, compact_matrix

NEAREST = 3
BKG = (Leerweg.BB, Leerweg.KB, Leerweg.GL)
BROAD = "DP"


@dataclass(frozen=True)
class Offer:
    """One of the ten at this location: the tile, the words under it, and where else it is."""

    answer: ProfileAnswer
    tile: Tile
    detail: str
    basis: str
    alternatives: list[Alternative]

    @property
    def profile(self) -> VmboProfile:
        return self.answer.profile

    @property
    def is_gap(self) -> bool:
        return self.answer.status in (Status.NO, Status.UNKNOWN)

    @property
    def nearest_km(self) -> str:
        """How far it is to the nearest that has it now; a start that is announced does not count yet."""
        return next((each.km for each in self.alternatives if each.status != Status.STARTING), "")

    @property
    def cells(self) -> list[Tile]:
        """The answer per leerweg: basis, kader, gemengd."""
        return [Tile(self.profile, leerweg_status(self.answer, leerweg)) for leerweg in BKG]


def leerweg_status(answer: ProfileAnswer, leerweg: str) -> Status:
    """The answer for one leerweg. A start or stop is told by the tile; here it counts as offered or not now."""
    if leerweg in answer.leerwegen.split():
        return Status.NO if answer.status == Status.STARTING else Status.YES
    if leerweg in answer.unsure.split() or answer.status == Status.UNKNOWN:
        return Status.UNKNOWN
    return Status.NO


class LocationView:
    """Everything the page of a location needs, in a fixed number of queries."""

    def __init__(self, location: SchoolLocation, catalogue: Catalogue, origin: Origin | None = None):
        self.location = location
        self.catalogue = catalogue
        self.origin = origin
        self.row: FinderRow = location.finder
        self.kind = self.row.kind

    @cached_property
    def answers(self) -> list[ProfileAnswer]:
        return sorted(self.location.answers.all(), key=lambda answer: answer.profile.position)

    @cached_property
    def ten(self) -> list[ProfileAnswer]:
        return [answer for answer in self.answers if answer.profile.family == VmboProfile.Family.TEN]

    @cached_property
    def theory(self) -> list[ProfileAnswer]:
        return [answer for answer in self.answers if answer.profile.family == VmboProfile.Family.TL]

    @cached_property
    def routes(self) -> list[ProfileAnswer]:
        return [answer for answer in self.answers if answer.profile.family == VmboProfile.Family.ROUTE]

    @cached_property
    def offers(self) -> list[Offer]:
        elsewhere = self.elsewhere
        return [self.offer(answer, elsewhere.get(answer.profile_id, [])) for answer in self.ten]

    def offer(self, answer: ProfileAnswer, alternatives: list[Alternative]) -> Offer:
        year = str(answer.effective_year or "")
        return Offer(
            answer,
            Tile(answer.profile, Status(answer.status), year),
            detail_of(answer),
            wording.answer_basis(answer),
            alternatives,
        )

    @cached_property
    def elsewhere(self) -> dict[str, list[Alternative]]:
        """The nearest locations for every profile that is not offered or not known here; one query."""
        gaps = [answer.profile_id for answer in self.ten if answer.status in (Status.NO, Status.UNKNOWN)]
        if self.row.x is None:
            return {}
        return nearest_with(gaps, self.row.point, NEAREST, without=[self.location.pk])

    @cached_property
    def gaps(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.is_gap and offer.alternatives]

    @property
    def gaps_in_words(self) -> str:
        """What the list of places elsewhere is for."""
        if self.kind == Kind.NOT_KNOWN:
            return _("Van deze locatie weten we het niet. Hier is elk profiel wel, zo dichtbij mogelijk.")
        if any(gap.answer.status == Status.UNKNOWN for gap in self.gaps):
            return _(
                "Deze profielen heeft de school niet, of we weten het niet. Hier zijn ze wel, zo dichtbij mogelijk."
            )
        return ngettext(
            "Dit profiel heeft de school niet. Hier is het wel, zo dichtbij mogelijk.",
            "Deze %(count)s profielen heeft de school niet. Hier zijn ze wel, zo dichtbij mogelijk.",
            len(self.gaps),
        ) % {"count": len(self.gaps)}

    @property
    def broad(self) -> Offer | None:
        """The profile that is meant to be broad, where it is offered: with it a pupil can go many ways."""
        return next((offer for offer in self.offers if offer.profile.code == BROAD and not offer.is_gap), None)

    @property
    def lacks_technique(self) -> bool:
        """Whether a technical profile is not offered, or not known, here."""
        return any(offer.is_gap and offer.profile.technical for offer in self.offers)

    @cached_property
    def siblings(self) -> list[dict]:
        """For a location of which nothing is known: the others of its institution, with their answers."""
        if self.kind != Kind.NOT_KNOWN:
            return []
        others = (
            SchoolLocation.objects.in_finder()
            .filter(institution=self.location.institution, finder__kind__in=[Kind.BKG, Kind.TL])
            .exclude(pk=self.location.pk)
            .select_related("finder")
        )
        return [{"location": other, "matrix": self.matrix_of(other), "km": self.km_to(other)} for other in others]

    def matrix_of(self, other: SchoolLocation) -> str:
        return compact_matrix(other.finder.tiles, self.catalogue) if other.finder.tiles else ""

    def km_to(self, other: SchoolLocation) -> str:
        if self.row.x is None or other.finder.x is None:
            return ""
        return wording.kilometres(km_between(self.row.point, other.finder.point))

    @property
    def km_asked(self) -> str:
        """Distance from where the visitor asked."""
        if self.origin is None or self.row.x is None:
            return ""
        return wording.kilometres(km_between(self.row.point, self.origin.point))

    @property
    def bases(self) -> list[tuple[str, str]]:
        """What the answers rest on: each basis once, with its profiles in words when there are several bases."""
        profiles = {}
        for answer in self.ten:
            if answer.source:
                profiles.setdefault(wording.answer_basis(answer), []).append(answer.profile.full_name)
        return [(basis, wording.listed(names) if len(profiles) > 1 else "") for basis, names in profiles.items()]

    @property
    def rests_on(self) -> list[str]:
        """What is said of this location rests on these, each with its date."""
        if self.kind == Kind.TL:
            return [self.theory_basis]
        return list(dict.fromkeys(wording.answer_basis(answer) for answer in self.ten if answer.source))

    @property
    def rests_on_exams(self) -> bool:
        return any(answer.source and answer.source.kind == Source.Kind.EXAMS for answer in self.ten)

    @property
    def theory_in_words(self) -> str:
        return wording.listed(
            answer.profile.abbreviation for answer in self.theory if answer.status in (Status.YES, Status.STOPPING)
        )

    @property
    def theory_basis(self) -> str:
        return wording.answer_basis(self.theory[0])

    @property
    def has_confirmation(self) -> bool:
        return any(answer.source and answer.source.kind == Source.Kind.CONFIRMATION for answer in self.ten)

    @property
    def contradicting(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.answer.conflict]

    @cached_property
    def older_year(self) -> str:
        """Says so when there is a newer exam year in which this location had no candidates."""
        years = {answer.school_year for answer in self.ten if answer.school_year}
        newest = self.catalogue.newest_exam_year
        if not years or newest is None or max(years) >= newest:
            return ""
        return _(
            "In %(newest)s had deze locatie geen examenkandidaten in basis, kader of gemengd. "
            "De antwoorden hieronder zijn van %(year)s. Vraag het na bij de school."
        ) % {"newest": wording.school_year(newest), "year": wording.school_year(max(years))}

    @property
    def summary(self) -> str:
        """The answer in the first line: "4 profielen wel, 6 niet"."""
        offered = sum(not offer.is_gap for offer in self.offers)
        unknown = sum(offer.answer.status == Status.UNKNOWN for offer in self.offers)
        words = {"offered": offered, "not_offered": 10 - offered - unknown, "unknown": unknown}
        if unknown == 10:
            return _("Welke profielen deze locatie heeft, weten we niet")
        text = ngettext(
            "%(offered)s profiel wel, %(not_offered)s niet", "%(offered)s profielen wel, %(not_offered)s niet", offered
        )
        if unknown:
            text = ngettext(
                "%(offered)s profiel wel, %(not_offered)s niet, van %(unknown)s weten we het niet",
                "%(offered)s profielen wel, %(not_offered)s niet, van %(unknown)s weten we het niet",
                offered,
            )
        return text % words


def detail_of(answer: ProfileAnswer) -> str:
    """The small words under an answer: the leerwegen, or why it is not known."""
    if answer.status == Status.UNKNOWN:
        return wording.seen_before(answer)
    return wording.leerwegen_in_words(answer.leerwegen)
