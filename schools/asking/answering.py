"""What a school answers: the form about its ten profiles, and keeping the answer until somebody decides."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..auditing import Kind, record_change, values_of
from ..desk.form import OfferForm, problems_of
from ..desk.offer import Choice
from ..models import Inquiry
from ..reporting import PlainTextField

MOST_CHARACTERS = 1000


class ClosedError(Exception):
    """The question was decided, withdrawn or answered anew meanwhile; nothing was written."""


class RemarkForm(forms.Form):
    remark = PlainTextField(
        label=_("Wilt u nog iets zeggen? (niet verplicht)"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input", "aria-describedby": "id_remark_helptext"}),
        help_text=_("Alleen de gemeente leest dit. Schrijf geen namen of telefoonnummers van mensen op."),
    )


class AnswerForm(OfferForm):
    """The ten rows as a school sees them, with a remark. Who answered before finds that answer filled in."""

    def __init__(self, inquiry: Inquiry, data=None):
        self.inquiry = inquiry
        super().__init__(inquiry.location, data)
        self.remarks = RemarkForm(data, initial={"remark": inquiry.remark})

    def at_first(self, code, shown):
        return answers_of(self.inquiry).get(code, shown)

    @property
    def is_correction(self) -> bool:
        return self.inquiry.state == Inquiry.State.ANSWERED

    @property
    def differing(self):
        return [row for row in self.rows if row.differs]

    @property
    def remark(self) -> str:
        return self.remarks["remark"].value() or ""

    @property
    def says_nothing_new(self) -> bool:
        """Whether the site is right in all, and there is nothing to add."""
        return not self.differing and not self.remark.strip()

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.remarks.is_valid()])

    def problems(self):
        return super().problems() + problems_of(self.remarks)


def answers_of(inquiry: Inquiry) -> dict[str, Choice]:
    """What the school said of each profile, by its code; empty before it answered."""
    return {code: Choice.read(text) for code, text in inquiry.answers.items()}


def locked(inquiry: Inquiry) -> Inquiry:
    """The row as it is now, for whoever is about to change it: others wait until the transaction is over."""
    return Inquiry.objects.select_for_update().get(pk=inquiry.pk)


def keep_answer(form: AnswerForm):
    """Store a valid form in place of what the school answered before."""
    with transaction.atomic():
        inquiry = locked(form.inquiry)
        if not inquiry.is_answerable:
            raise ClosedError
        before = values_of(inquiry)
        inquiry.state = Inquiry.State.ANSWERED
        inquiry.answers = {code: str(choice) for code, choice in form.choices.items()}
        inquiry.remark = form.remarks.cleaned_data["remark"]
        inquiry.version = str(form.seen)
        inquiry.answered_at = timezone.now()
        inquiry.save()
        record_change(Kind.CHANGED, None, inquiry, before, values_of(inquiry))
