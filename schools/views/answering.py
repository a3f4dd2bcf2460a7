"""What a school sees behind the link in its mail: its ten profiles, a review of its answer, and thanks.

No cookie and no account: who has the link may answer. The link is the secret that a page of another website lacks, so
it also does what Django's own protection against such posts does.
"""

from functools import wraps
from http import HTTPStatus

from allauth.core.ratelimit import consume
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..asking.answering import AnswerForm, ClosedError, keep_answer
from ..asking.link import PARAMETER, address_of, inquiry_with
from ..models import Inquiry
from ..reporting import address_today

TOO_MANY = _("Er kwamen te veel antwoorden na elkaar. Wat u koos, staat hier nog. Probeer het over een uur nog eens.")


def kept_to_itself(view):
    """An address with a key is named to no other page, kept by no cache and found by no search engine."""

    @wraps(view)
    def quiet(request, *args, **kwargs):
        response = never_cache(view)(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return quiet


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_to_itself
def answer_page(request):
    inquiry = inquiry_with(request.GET.get(PARAMETER, ""))
    if inquiry is None or not inquiry.is_answerable:
        return closed_page(request, inquiry)
    if request.method == "POST":
        return receive(request, AnswerForm(inquiry, request.POST))
    return form_page(request, AnswerForm(inquiry))


def receive(request, form):
    """To the review, back from it, or on to the thanks; with nothing to review at once."""
    step = request.POST.get("step")
    if form.version != form.seen:
        form.follow()
        return form_page(request, form, HTTPStatus.CONFLICT, changed=True)
    if not form.is_valid() or step == "change":
        return form_page(request, form)
    if step == "send" or (step == "all" and form.says_nothing_new):
        return keep(request, form)
    return render(request, "schools/answer_review.html", context_of(form))


def keep(request, form):
    if not is_within_limits(request, form.inquiry):
        return form_page(request, form, HTTPStatus.TOO_MANY_REQUESTS, refusal=TOO_MANY)
    try:
        keep_answer(form)
    except ClosedError:
        return closed_page(request, Inquiry.objects.get(pk=form.inquiry.pk))
    return redirect(address_of(form.inquiry, "answer-sent"))


def is_within_limits(request, inquiry) -> bool:
    """Count this answer for its address and for its question; False when either had its share (see settings)."""
    return consume(request, action="answer_by_address", key=address_today(request)) and consume(
        request, action="answer_to_inquiry", key=str(inquiry.pk)
    )


def form_page(request, form, status=HTTPStatus.OK, **more):
    return render(request, "schools/answer.html", {**context_of(form), **more}, status=status)


def context_of(form):
    inquiry = form.inquiry
    return {"form": form, "inquiry": inquiry, "location": inquiry.location, "address": address_of(inquiry)}


def closed_page(request, inquiry):
    """Why there is no form, and how to go on. What was decided is no error."""
    status = HTTPStatus.NOT_FOUND if inquiry is None else HTTPStatus.GONE
    if inquiry and inquiry.answered_at:
        status = HTTPStatus.OK
    context = {"inquiry": inquiry, "location": inquiry and inquiry.location}
    return render(request, "schools/answer_closed.html", context, status=status)


@require_safe
@kept_to_itself
def answer_sent(request):
    inquiry = inquiry_with(request.GET.get(PARAMETER, ""))
    if inquiry is None or inquiry.state != Inquiry.State.ANSWERED:
        return closed_page(request, inquiry)
    context = {"inquiry": inquiry, "location": inquiry.location, "address": address_of(inquiry)}
    return render(request, "schools/answer_sent.html", context)
