"""What the website of a school says. It is the weakest source: it changes no answer, and may contradict one."""

from dataclasses import replace
from datetime import date

from ..models import Source
from .confirmations import settled
from .values import ANNOUNCED, OFFERED_NOW, UNKNOWN, Answer, Statement


def beside_website(answer: Answer, said: list[Statement], today: date) -> Answer:
    """The answer, with a contradiction when a remark that nobody answered by a confirmation says otherwise.

    `said` are the confirmations and remarks about this profile, the oldest first.
    """
    is_open = bool(said) and said[-1].kind == Source.Kind.WEBSITE and answer.status != UNKNOWN
    return replace(answer, conflict=True) if is_open and says_otherwise(said[-1], answer, today) else answer


def says_otherwise(remark: Statement, answer: Answer, today: date) -> bool:
    """Whether they differ on what is offered now, or the website announces what the answer does not."""
    status = settled(remark, today)
    if status in ANNOUNCED and (status, remark.effective_year) != (answer.status, answer.effective_year):
        return True
    return (status in OFFERED_NOW) != (answer.status in OFFERED_NOW)
