"""Answers, sources and questions in words, as whole sentences that can be translated."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Leerweg, Match, Source, Status
from .questions import Question


def listed(words: Iterable[str]) -> str:
    """ "a, b en c" """
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s en %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def leerwegen_in_words(codes: str) -> str:
    """The stored form "BB KB" as "basis en kader"."""
    return listed(str(Leerweg(code).label) for code in codes.split())


def school_year(year: int) -> str:
    """The school year that begins in this calendar year: "2023-2024"."""
    return f"{year}-{year + 1}"


def period(kind: str, year: int | None, day: date | None) -> str | None:
    """What a source covers, short: a school year for counts, a date for the rest."""
    if year is not None:
        return school_year(year)
    return day.isoformat() if day else None


def basis(kind: str | None, source: str, year: int | None, day: date | None) -> str:
    """What an answer rests on: "DUO, examens 2023-2024"."""
    if kind == Source.Kind.EXAMS:
        return _("DUO, examens %(year)s") % {"year": school_year(year)}
    if kind == Source.Kind.PUPILS:
        return _("DUO, leerlingen op %(day)s") % {"day": date_format(day, "j F Y")}
    if kind == Source.Kind.CONFIRMATION:
        return _("Bevestigd door %(source)s op %(day)s") % {"source": source, "day": date_format(day, "j F Y")}
    return _("Geen bron")


def answer_basis(answer) -> str:
    """The same for a stored answer with its source loaded. Who says not to know confirms nothing."""
    source = answer.source
    if source and source.kind == Source.Kind.CONFIRMATION and answer.status == Status.UNKNOWN:
        words = {"source": capfirst(source.name), "day": date_format(answer.reference_date, "j F Y")}
        return _("%(source)s wist dit niet op %(day)s") % words
    return basis(source and source.kind, source and source.name, answer.school_year, answer.reference_date)


def list_basis(newest_exam_year: int | None) -> str:
    """What a list of locations rests on."""
    if newest_exam_year is None:
        return _("Er zijn nog geen examencijfers ingelezen.")
    return _("DUO, examens %(year)s en het jaar ervoor. Een profiel telt als ja als er minstens één kandidaat was.") % {
        "year": school_year(newest_exam_year)
    }


def status_in_words(status: str, effective_year: int | None) -> str:
    """The answer with the school year of a start or stop: "start in 2027-2028"."""
    label = Status(status).label
    if not effective_year:
        return str(label)
    return _("%(status)s in %(year)s") % {"status": label, "year": school_year(effective_year)}


def seen_before(answer) -> str:
    """Why a profile that was there is now "unknown"."""
    if not answer.last_seen:
        return ""
    return _("In %(before)s nog wel, in %(now)s niet meer gezien.") % {
        "before": school_year(answer.last_seen),
        "now": school_year(answer.school_year),
    }


def kilometres(km: float) -> str:
    return f"{km:.1f}".replace(".", ",")


def round_kilometres(km: float) -> str:
    return f"{km:g}".replace(".", ",")


def leerweg_label(code: str) -> str:
    return str(Leerweg(code).label) if code else ""


def offer_in_words(question: Question) -> str:
    """What was asked for, to stand after "met": "techniek voor kader"."""
    if question.technical and not question.chosen:
        offer = _("een technisch profiel")
    elif len(question.profiles) == 1:
        offer = question.profiles[0].full_name
    elif question.profiles:
        offer = _("een van uw profielen")
    elif question.asks_theory_only:
        return _("de theoretische leerweg")
    else:
        offer = _("een profiel")
    if not question.leerweg:
        return offer
    leerweg = _("de theoretische leerweg") if question.asks_theory_only else leerweg_label(question.leerweg)
    return _("%(offer)s voor %(leerweg)s") % {"offer": offer, "leerweg": leerweg}


def place_in_words(question: Question) -> str:
    """Where was asked, and with which words in the name, to stand after the locations."""
    called = _("met \u201c%(words)s\u201d in naam of adres") % {"words": question.text} if question.text else ""
    if question.origin:
        where = circle_in_words(question)
    elif question.municipality:
        where = _("in %(place)s") % {"place": question.municipality.name}
    else:
        where = "" if called else _("in en om de regio")
    return ", ".join(words for words in (where, called) if words)


def circle_in_words(question: Question) -> str:
    origin, km = question.origin, round_kilometres(question.radius)
    if origin.is_spot:
        return _("binnen %(km)s km van u, rond %(place)s") % {"km": km, "place": origin.name}
    return _("binnen %(km)s km van %(place)s") % {"km": km, "place": origin.postcode or origin.place}


def heading(question: Question, count: int) -> str:
    """The first line of the finder: the answer itself."""
    words = {"count": count, "offer": offer_in_words(question), "place": place_in_words(question)}
    if not count and question.asks_offer:
        return _("Geen locatie met %(offer)s, %(place)s") % words
    if not count:
        return _("Geen vmbo-locatie %(place)s") % words
    if question.asks_offer:
        return (
            ngettext("%(count)s locatie met %(offer)s, %(place)s", "%(count)s locaties met %(offer)s, %(place)s", count)
            % words
        )
    return ngettext("%(count)s vmbo-locatie %(place)s", "%(count)s vmbo-locaties %(place)s", count) % words


def group_explanation(match: Match | None, question: Question) -> str:
    """What must be said of the locations that give this answer."""
    if match == Match.NOT_KNOWN:
        return _("De bron zegt het niet, of twijfelt. Vraag het aan de school.")
    counts_media = question.asks_theory_only or any(each.media_ict for each in question.profiles)
    if match == Match.HAS_NOT and question.technical and not counts_media:
        return _("Media, vormgeving en ICT (MVI) telt hier niet mee als techniek.")
    return ""
