"""The whole rule: kind and answers of one location."""

from collections.abc import Iterable
from datetime import date

from ..models import Kind, Source
from .confirmations import confirmed_answer, outweighs
from .counts import Counts
from .remarks import beside_website
from .values import BKG, BY_PEOPLE, TL, Answer, Description, Profiles, Statement, positive


def describe(
    statements: Iterable[Statement], profiles: Profiles, *, structure: str, newest_exam_year: int | None, today: date
) -> Description:
    """Kind and answers of one location; `structure` is DUO's ("VBO/MAVO/HAVO"), the year that of all imported files.

    On `today` an announced start or stop whose school year has begun has become "yes" or "no".
    """
    statements = list(statements)
    bkg, tl = (Counts.of(statements, leerwegen, newest_exam_year) for leerwegen in (BKG, TL))
    ten = answers_for(profiles.ten, statements, bkg, today)
    routes = answers_for(profiles.routes, statements, bkg.without_exams(), today)
    theory = answers_for(profiles.tl, statements, tl, today)
    kind = kind_of(statements, bkg, tl, ten, structure)
    shown = {
        Kind.BKG: [*ten, *filter(positive, routes), *(theory if tl.newest or any(map(positive, theory)) else [])],
        Kind.TL: theory,
        Kind.NOT_KNOWN: ten,
        Kind.NONE: [],
    }
    return Description(kind, tuple(shown[kind]))


def kind_of(statements, bkg: Counts, tl: Counts, ten: list[Answer], structure: str) -> Kind:
    """Candidates decide; DUO's structure, which says what a school may teach, only where there were none."""
    if bkg.newest or any(map(positive, ten)):
        return Kind.BKG
    if tl.newest:
        return Kind.TL
    had_candidates = any(statement.kind == Source.Kind.EXAMS for statement in statements)
    if not had_candidates and {"VBO", "MAVO"} & set(structure.split("/")):
        return Kind.NOT_KNOWN
    return Kind.NONE


def answers_for(codes, statements, counts: Counts, today: date) -> list[Answer]:
    said = {}
    for statement in sorted(statements, key=lambda each: (each.reference_date, each.order)):
        if statement.kind in BY_PEOPLE and outweighs(statement, counts, today):
            said.setdefault(statement.profile, []).append(statement)
    return [answer_for(code, said.get(code, []), counts, today) for code in codes]


def answer_for(code: str, said: list[Statement], counts: Counts, today: date) -> Answer:
    """What was counted, corrected by what was confirmed, beside what the school's website says."""
    confirmations = [each for each in said if each.kind == Source.Kind.CONFIRMATION]
    return beside_website(confirmed_answer(counts.answer(code), confirmations, counts, today), said, today)
