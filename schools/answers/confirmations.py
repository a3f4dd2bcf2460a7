"""How what schools and municipalities confirmed corrects what was counted."""

from dataclasses import replace
from datetime import date

from ..models import Status
from .counts import Counts
from .values import ANNOUNCED, OFFERED_NOW, UNDETERMINED, UNKNOWN, Answer, Statement, picked, strongest


def outweighs(confirmation: Statement, counts: Counts, today: date) -> bool:
    begins = counts.period_begins(confirmation.profile)
    return (begins is None or begins <= confirmation.reference_date) and confirmation.reference_date <= today


def confirmed_answer(counted: Answer, confirmations: list[Statement], counts: Counts, today: date) -> Answer:
    """The counted answer, corrected by the confirmations that outweigh it (oldest first)."""
    last = {last_about(leerweg, confirmations) for leerweg in counts.leerwegen}
    standing = [each for each in confirmations if each in last]
    if not standing:
        return counted
    by_leerweg = {
        leerweg: leerweg_status(leerweg, counted.profile, standing, counts, today) for leerweg in counts.leerwegen
    }
    whole = [settled(each, today) for each in standing if not each.leerweg]
    status = strongest([*by_leerweg.values(), *whole])
    corrected = replace(
        counted,
        status=status,
        leerwegen=picked(by_leerweg, *((status,) if status == Status.STARTING else OFFERED_NOW)),
        unsure=picked(by_leerweg, Status.UNKNOWN, UNDETERMINED),
        last_seen=counts.older if counts.newest and status == Status.UNKNOWN else None,
        conflict=any(contradicts(each, counted) for each in standing) or sources_disagree(confirmations, today),
    )
    return resting_on([each for each in standing if settled(each, today) == status], corrected)


def resting_on(deciding: list[Statement], corrected: Answer) -> Answer:
    """The answer with the newest confirmation that says so; without one it still rests on the count."""
    if not deciding:
        return corrected
    return replace(
        corrected,
        last_seen=None,
        effective_year=year_of(corrected.status, deciding),
        source=deciding[-1].source,
        reference_date=deciding[-1].reference_date,
        school_year=None,
    )


def leerweg_status(leerweg, profile, confirmations, counts: Counts, today: date) -> Status | None:
    """What holds for one leerweg: its own confirmation, or the count as far as one of the whole allows."""
    said = last_about(leerweg, confirmations)
    if said is None:
        return counts.status(profile, leerweg)
    status = settled(said, today)
    if said.leerweg or status == Status.NO or counts.leerwegen == (leerweg,):
        return status
    return status if counts.status(profile, leerweg) == Status.YES else UNDETERMINED


def last_about(leerweg, confirmations) -> Statement | None:
    return next((each for each in reversed(confirmations) if each.leerweg in (leerweg, "")), None)


def settled(confirmation: Statement, today: date) -> Status:
    """What an announcement has become: from 1 August of its year a start is a yes and a stop is a no."""
    announced = confirmation.effective_year
    school_year = today.year if today.month >= 8 else today.year - 1
    if announced is None or announced > school_year:
        return Status(confirmation.status)
    return Status.YES if confirmation.status == Status.STARTING else Status.NO


def sources_disagree(confirmations: list[Statement], today: date) -> bool:
    """Whether the last words of two sources on one leerweg, or on the whole, differ on what is offered now."""
    by_leerweg = {}
    for each in confirmations:
        by_leerweg.setdefault(each.leerweg, []).append((each.source, settled(each, today)))
    return any(left_open(words) for words in by_leerweg.values())


def left_open(words: list[tuple[str, Status]]) -> bool:
    """Whether who spoke last contradicts another, and did not say so again since: that is an answer to it.

    Who does not know contradicts nobody.
    """
    last_places = {source: place for place, (source, _status) in enumerate(words)}
    newest, status = words[-1]
    contradicted = [place for place in last_places.values() if differ(words[place][1], status)]
    said_since = [words[place + 1 :] for place in contradicted]
    return any(sum(who == newest and not differ(said, status) for who, said in since) < 2 for since in said_since)


def differ(one: Status, other: Status) -> bool:
    return UNKNOWN not in (one, other) and (one in OFFERED_NOW) != (other in OFFERED_NOW)


def contradicts(confirmation: Statement, counted: Answer) -> bool:
    """Whether a later count shows today what the confirmation denies, or the other way round.

    Who confirms answers what was counted before that day.
    """
    is_later = counted.reference_date is not None and counted.reference_date > confirmation.reference_date
    if confirmation.status == UNKNOWN or not is_later:
        return False
    says_offered = confirmation.status in OFFERED_NOW
    if confirmation.leerweg:
        seen, open_ = confirmation.leerweg in counted.leerwegen, confirmation.leerweg in counted.unsure
    else:
        seen, open_ = counted.status == Status.YES, counted.status == Status.UNKNOWN
    return not open_ and says_offered != seen


def year_of(status, deciding: list[Statement]) -> int | None:
    """A profile starts with its first leerweg and stops with its last."""
    years = [each.effective_year for each in deciding]
    return {Status.STARTING: min, Status.STOPPING: max}[status](years) if status in ANNOUNCED else None
