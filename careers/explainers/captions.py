"""A film in writing: captions that appear with each beat, and a transcript that says what is seen as well."""

import textwrap
from collections.abc import Iterator
from html import escape
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .script import Beat, Script

LINE = 42
"""Characters on a line of captions."""
SEEN = {
    "title": gettext_lazy("Een getekend schip met tien containers vaart langs Vmbo, Mbo en Werk naar Verder."),
    "profile": gettext_lazy("In beeld staan de tien profielen. Eén licht op."),
    "levels": gettext_lazy("In beeld staan de opleidingen."),
    "ways": gettext_lazy("In beeld staan twee weken naast elkaar: een van BOL en een van BBL."),
    "jobs": gettext_lazy("In beeld staan de twee cijfers naast elkaar."),
    "end": gettext_lazy("In beeld staat de naam van deze website."),
}


def captions(script: Script) -> str:
    """WebVTT, in the language of the film."""
    cues = (
        f"{number}\n{moment(each.start)} --> {moment(each.end)}\n{lines(each.beat.said)}\n"
        for number, each in enumerate(script.timed, start=1)
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def lines(words: str) -> str:
    """As WebVTT has them: an ampersand would begin the name of a character."""
    return escape(textwrap.fill(words, LINE), quote=False)


def moment(seconds: float) -> str:
    """ "00:01:02.500" """
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


def transcript(script: Script) -> str:
    """A paragraph per scene, and at the end where all of it comes from."""
    scenes = [list(beats) for _scene, beats in groupby(script.beats, key=attrgetter("scene"))]
    label = _("Dit is uitleg van Profielwijzer, getekend en zonder geluid. Het is geen rolmodel.")
    sources = _("Bronnen: %(sources)s.") % {"sources": "; ".join(script.sources)}
    return "\n\n".join([label, *(" ".join(told(beats)) for beats in scenes), sources])


def told(beats: list[Beat]) -> Iterator[str]:
    """The sentences of one scene: what is seen, what is said, and what that is about."""
    first = beats[0]
    if first.scene in SEEN:
        yield str(SEEN[first.scene])
    yield from (sentence(beat.said) for beat in beats)
    yield from map(course_told, first.shown.get("routes", []))
    if first.covers:
        yield first.covers


def sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def course_told(route) -> str:
    words = {"level": route.course.get_level_display().capitalize(), "name": route.course.name}
    if not route.is_confirmed:
        return _("%(level)s: %(name)s (niveau nog na te kijken).") % words
    return _("%(level)s: %(name)s.") % words
