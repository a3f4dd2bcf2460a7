"""The offer of all locations that somebody looks after as one list: downloaded, changed, sent in, and taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.importing import Difference, Dressing

from ..answers import ANNOUNCED, BKG, Counts
from ..exchange import ConflictError, ModelError, Record, RefusedError
from ..exchange.words import Known
from ..models import Kind, ProfileStatement, SchoolLocation, Source, Status, Upload, VmboProfile
from ..recalculation import newest_school_year, statements_by_location
from ..wording import leerwegen_in_words
from .confirming import Confirmation, said_at, shown_at, store, take_back
from .form import ANSWERS, YEARS_AHEAD, in_words
from .offer import PRESENT, Choice
from .offer_columns import (
    columns_beside,
    explanation,
    is_cleared,
    key_columns,
    school_years,
    value_columns,
    version_column,
)
from .own_list import OwnLocations

OFFER = "offer"


@dataclass(frozen=True)
class OfferExchange(OwnLocations):
    """The ten profiles of every location for which `user` may confirm; `source` says it, on `day`.

    What a row says beside the answer that was downloaded is the change. Where the site answers something else by now,
    and not what the row asks for either, the row is refused: somebody has to look at both.
    """

    source: Source | None = None
    day: date | None = None

    permission = "schools.add_profilestatement"
    asks_who_says_it = True

    @property
    def title(self) -> str:
        return _("aanbod van de locaties")

    @property
    def dressing(self) -> Dressing:
        answer, year = self.values[0].title, self.values[2].title
        choices = {answer: [str(label) for _code, label in ANSWERS], year: school_years(timezone.localdate())}
        return Dressing(choices, (self.version.title,), explanation())

    # What there is

    @property
    def listed(self):
        """Those that are asked about their ten profiles."""
        return SchoolLocation.objects.filter(finder__kind__in=[Kind.BKG, Kind.NOT_KNOWN])

    @cached_property
    def profiles(self) -> dict[str, VmboProfile]:
        return {each.code: each for each in VmboProfile.objects.ten()}

    def known(self) -> Known:
        return {**super().known(), VmboProfile: frozenset(self.profiles)}

    def stored(self, municipality: str = "") -> dict[tuple, tuple[Any, tuple]]:
        """What the site answers; of one municipality when that is asked for."""
        shown = shown_at(self.locations.values())
        return {
            (code, profile): (None, values_of(shown.get((code, profile), Choice.shown(None))))
            for code, location in self.locations.items()
            if not municipality or location.municipality_id == municipality
            for profile in self.profiles
        }

    def version_of(self, key: tuple, values: tuple) -> str:
        return str(choice_of(values))

    def cells_beside(self, key: tuple, values: tuple) -> list[Any]:
        location, profile = self.locations[key[0]], self.profiles[key[1]]
        town = location.municipality.name if location.municipality else ""
        return [location.title, location.city, town, profile.full_name]

    # What a row asks for

    def settle(self, record: Record, stored: tuple | None) -> Record:
        """A cell that is empty says what was there; what equals the downloaded answer asks for nothing."""
        shown, seen = choice_of(stored), downloaded(record.version)
        wanted = filled(record.values, seen or shown)
        if wanted in (seen, shown) or filled(record.values, shown) == shown:
            return replace(record, values=stored)
        if seen and seen != shown:
            words = {"seen": in_words(seen), "shown": in_words(shown), "wanted": in_words(wanted)}
            raise RefusedError([ConflictError(self.values[0].title, in_words(wanted), changed_meanwhile(words))])
        self.check_year(record.values, wanted, seen or shown)
        return replace(record, values=(*values_of(wanted)[:3], record.values[3]))

    def check_year(self, values: tuple, wanted: Choice, before: Choice):
        """A start or stop has a believable school year. A year that somebody gave elsewhere has a meaning we miss."""
        given, now = values[2], timezone.localdate().year
        if wanted.status not in ANNOUNCED:
            if given not in (None, before.effective_year):
                self.refuse_year(given, _("Een schooljaar hoort alleen bij start of stopt. Maak deze cel leeg."))
        elif wanted.effective_year is None:
            self.refuse_year(given, _("Vul in met welk schooljaar het profiel start of stopt."))
        elif not now <= wanted.effective_year <= now + YEARS_AHEAD and wanted.effective_year != before.effective_year:
            sentence = _("Vul een schooljaar in van %(first)s tot en met %(last)s.")
            years = school_years(timezone.localdate())
            self.refuse_year(given, sentence % {"first": years[0], "last": years[-1]})

    def refuse_year(self, given: int | None, sentence: str):
        column = self.values[2]
        raise RefusedError([ModelError(column.title, column.show(given), sentence)])

    def check(self, record: Record, texts: Mapping[str, str]):
        """What is said must count: nothing newer may outweigh it, and a count would fill in what is cleared."""
        if is_cleared(texts["leerwegen"]):
            self.check_cleared(record, texts["leerwegen"])
        newer = self.outweighing(*record.key)
        if newer and self.day and newer > self.day:
            sentence = _(
                "Over dit profiel is iets bekend van %(newer)s. Wat op %(day)s is gezegd, telt dan niet meer. "
                "Kies een latere dag of laat deze rij weg."
            ) % {"newer": date_format(newer, "j F Y"), "day": date_format(self.day, "j F Y")}
            raise RefusedError([ModelError(self.values[0].title, texts["status"], sentence)])

    def check_cleared(self, record: Record, text: str):
        code, profile = record.key
        counted = Counts.of(self.statements[code], BKG, self.newest_exam_year).answer(profile).leerwegen
        if counted and record.values[0] in PRESENT:
            sentence = _("DUO telt dit hier voor %(leerwegen)s. Schrijf op voor welke leerwegen het is.")
            words = {"leerwegen": leerwegen_in_words(" ".join(counted))}
            raise RefusedError([ModelError(self.values[1].title, text, sentence % words)])

    def outweighing(self, code: str, profile: str) -> date | None:
        """The day before which nobody can say anything that still counts."""
        begins = Counts.of(self.statements[code], BKG, self.newest_exam_year).period_begins(profile)
        return max(filter(None, [begins, self.last_confirmed.get((code, profile))]), default=None)

    @cached_property
    def statements(self):
        return statements_by_location({"location__in": list(self.locations)})

    @cached_property
    def newest_exam_year(self) -> int | None:
        return newest_school_year(Source.Kind.EXAMS)

    @cached_property
    def last_confirmed(self) -> dict[tuple[str, str], date]:
        said = ProfileStatement.objects.standing().confirmations().filter(location__in=list(self.locations))
        by_profile = said.order_by().values_list("location_id", "profile_id").annotate(Max("reference_date"))
        return {(code, profile): day for code, profile, day in by_profile}

    # What people read

    def name_of(self, key: tuple, texts: Mapping[str, str]) -> str:
        code, profile = key or (texts.get("location", ""), texts.get("profile", ""))
        location, named = self.locations.get(code), self.profiles.get(profile)
        return f"{location.title if location else code}, {named.full_name if named else profile}"

    def last_words(self, keys: Iterable[tuple]) -> Mapping[tuple, str]:
        wanted = set(keys)
        said = ProfileStatement.objects.standing().confirmations().filter(location__in={code for code, _p in wanted})
        newest = {}
        for each in said.select_related("source", "author").order_by("reference_date", "pk"):
            newest[each.location_id, each.profile_id] = each
        return {key: last_said(each) for key, each in newest.items() if key in wanted}

    # What is written, and taken back

    def save(self, difference: Difference, upload: Upload):
        choices, notes = {}, {}
        for (code, profile), values in difference.changed.items():
            choices.setdefault(self.locations[code], {})[profile] = choice_of(values)
            notes[code, profile] = values[3] or ""
        confirmation = Confirmation(self.source, upload.author, self.day)
        store(said_at(choices, self.day), confirmation, notes, upload)

    def written(self, upload: Upload):
        return upload.statements.values("location")

    def left_by_undo(self, upload: Upload) -> list[str]:
        written = upload.statements.select_related("location", "profile").order_by("pk")
        last = {(each.location_id, each.profile_id): each for each in written}
        codes = {code for code, _profile in last}
        others = ProfileStatement.objects.standing().confirmations().exclude(upload=upload)
        later = {}
        for each in others.filter(location__in=codes, pk__gt=min((each.pk for each in last.values()), default=0)):
            later[each.location_id, each.profile_id] = each
        return [left_in_words(each) for key, each in last.items() if key in later and later[key].pk > each.pk]

    def undo(self, upload: Upload, reason: str, author):
        take_back(upload.statements.all(), reason, author)


def offer_list(user, source: Source | None = None, day: date | None = None) -> OfferExchange:
    parts = {"keys": key_columns(), "values": value_columns(), "beside": columns_beside()}
    return OfferExchange(OFFER, **parts, version=version_column(), user=user, source=source, day=day)


def values_of(choice: Choice) -> tuple:
    """A choice as the values of a row; a row that is stored has no note."""
    return choice.status, choice.leerwegen, choice.effective_year, None


def choice_of(values: tuple) -> Choice:
    status, leerwegen, year, _note = values
    return Choice.of(status, year, leerwegen or ())


def filled(values: tuple, before: Choice) -> Choice:
    """The choice in the cells of a row; what is left empty stays as it was, as long as the answer is the same."""
    status, leerwegen, year, _note = values
    if status not in (None, before.status):
        return Choice.of(status, year, leerwegen or ())
    kept = before.leerwegen if leerwegen is None else leerwegen
    return Choice.of(before.status, year or before.effective_year, kept)


def downloaded(text: str) -> Choice | None:
    """The answer with which a row was downloaded; None for a row that somebody made."""
    return Choice.read(text) if text.split()[:1] and text.split()[0] in Status.values else None


def changed_meanwhile(words: Mapping[str, str]) -> str:
    return (
        _(
            "Een collega wijzigde dit intussen. In uw download stond: %(seen)s. Nu staat er: %(shown)s. "
            "U vulde in: %(wanted)s. Ga na wat klopt en download de lijst opnieuw."
        )
        % words
    )


def last_said(statement: ProfileStatement) -> str:
    words = {"source": statement.source.name, "day": date_format(statement.reference_date, "j F Y")}
    if statement.author is None:
        return _("Het laatst gezegd door %(source)s op %(day)s.") % words
    who = statement.author.get_full_name() or statement.author.get_username()
    return _("Het laatst gezegd door %(source)s op %(day)s, bewaard door %(who)s.") % {**words, "who": who}


def left_in_words(statement: ProfileStatement) -> str:
    return _("%(location)s, %(profile)s: hierover is later iets gezegd. Dat blijft staan.") % {
        "location": statement.location.title,
        "profile": statement.profile.full_name,
    }
