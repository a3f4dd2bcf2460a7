"""What-if questions that are kept because somebody asked for it, and what became of their answers since."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from schools.auditing import Kind, record_change, values_of
from schools.models import DataVersion, Membership, SchoolLocation, reach

from ..models import Exploration
from .answer import Answer
from .question import COUNTED, Question

ADD = "stats.add_exploration"


class NameForm(forms.ModelForm):
    """Under which name a question is kept."""

    class Meta:
        model = Exploration
        fields = ("name",)
        error_messages = {"name": {"required": _("Geef de verkenning een naam, zodat u haar terugvindt.")}}


def outcome_of(answer: Answer) -> list[list[str]]:
    """Every line of the answer in words: area, what it is, before and after."""
    return [[area.region.name, line.label, line.before, line.after] for area in answer.areas for line in area.lines]


def municipality_for(user, location: SchoolLocation) -> str | None:
    """Whose a kept question is: of the location's municipality if somebody works there, else of the own one.

    None for who works for the whole region.
    """
    codes = reach(user, ADD)
    if codes is None or location.municipality_id in codes:
        return None if codes is None else location.municipality_id
    home = Membership.objects.home_of(user)
    return home.code if home and home.code in codes else codes[0]


def keep(exploration: Exploration, question: Question, author) -> Exploration:
    """Store what is asked and answered now, under the name that the exploration has."""
    exploration.title, exploration.query = question.title[:300], question.query
    exploration.municipality_id = municipality_for(author, question.location)
    exploration.outcome = outcome_of(Answer(question))
    exploration.data_version, exploration.author = DataVersion.current(), author
    with transaction.atomic():
        exploration.save()
        record_change(Kind.CREATED, author, exploration, {}, values_of(exploration))
    return exploration


def forget(exploration: Exploration, author):
    with transaction.atomic():
        record_change(Kind.DELETED, author, exploration, values_of(exploration), {})
        exploration.delete()


@dataclass
class Reopened:
    """A kept question, asked again of the data of now."""

    exploration: Exploration

    @cached_property
    def question(self) -> Question:
        return Question(QueryDict(self.exploration.query))

    @property
    def counting_is_gone(self) -> bool:
        """Whether the counts of then are no longer here, so that others had to be taken."""
        return str(self.question.counting) != self.question.asked.get(COUNTED)

    @cached_property
    def answer(self) -> Answer | None:
        """None where the location or the profile is no longer known."""
        return Answer(self.question) if self.question.is_complete else None

    @cached_property
    def version(self) -> int:
        return DataVersion.current()

    @property
    def is_unchanged(self) -> bool:
        return self.version == self.exploration.data_version

    @cached_property
    def differing(self) -> list[list[str]]:
        """The lines of then that read otherwise now, or are no longer there."""
        now = outcome_of(self.answer) if self.answer else []
        return [line for line in self.exploration.outcome if line not in now]
