"""The what-if page, for staff. It reads only: the address holds the question."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schools.models import DataVersion

from ..staff import in_frame, staff_page
from .answer import Answer
from .question import Question


@require_safe
@staff_page
def what_if(request):
    question = Question(request.GET)
    context = {"question": question}
    if question.is_complete:
        permalink = request.build_absolute_uri(f"{request.path}?{question.query}")
        context |= {"answer": Answer(question), "permalink": permalink, "version": DataVersion.current()}
    title = question.title if question.is_complete else _("Wat als een locatie stopt of start?")
    return in_frame(request, "admin/what_if/page.html", title, **context)
