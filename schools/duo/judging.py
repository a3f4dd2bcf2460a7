"""What a file of DUO would change, taken down while its import stands written and is about to be undone.

Everything is told in plain values, so that a page can show it later: at most so many lines of each sort, beside how
many there are.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from portal.importing import Difference, ImportReport, labels_of

from ..importers.running import Outcome
from ..models import FinderRow, ProfileAnswer, SchoolLocation, VmboProfile
from ..recalculation import COLUMNS
from ..wording import status_in_words

MOST_LINES = 200
MOST_ANSWERS = 500
MOST_GONE = 5000
DATE = "reference_date"
SHOWN = ("status", "effective_year", "leerwegen", "unsure", "conflict")
"""What of an answer visitors see, beside the source and year it rests on."""
PLACES = tuple(COLUMNS[ProfileAnswer][1].index(name) for name in SHOWN)
COUNTS = ("rows_read", "passed_over", "created", "changed", "unchanged", "removed", "skipped")


@dataclass(frozen=True)
class Names:
    """How places and profiles that a file speaks of are called, and which places lie in the region."""

    locations: dict[str, SchoolLocation]
    profiles: dict[str, VmboProfile]

    @classmethod
    def now(cls) -> "Names":
        locations = SchoolLocation.objects.select_related("municipality")
        return cls({each.code: each for each in locations}, VmboProfile.objects.in_bulk())

    def place(self, code: str) -> dict:
        location = self.locations.get(code)
        municipality = location and location.municipality
        return {
            "code": code,
            "name": location.title if location else "",
            "municipality": municipality.name if municipality else "",
            "in_region": bool(municipality and municipality.metropoolregio_id == settings.FINDER_REGION),
        }

    def key(self, key: tuple) -> str:
        """A key in words: the location, and the profile and leerweg that were counted."""
        code, *rest = key
        profiles = (self.profiles[part].short_name if part in self.profiles else part for part in rest if part)
        return ", ".join(filter(None, [code, self.place(code)["name"], *profiles]))


def told(outcome: Outcome) -> dict:
    """All that the page about a file shows."""
    names = Names.now()
    answers = dict(outcome.answers)
    return {
        **{name: getattr(outcome.report, name) for name in COUNTS},
        "reference_date": outcome.run.reference_date.isoformat(),
        "only_date": len(outcome.plan.difference.changed) - len(outcome.plan.telling.changed),
        "remarks": [*outcome.plan.remarks, *outcome.report.remarks],
        "losses": [loss_of(loss, names) for loss in outcome.plan.all_losses()],
        "problems": refused(outcome.report)[:MOST_LINES],
        "moves": moves(outcome, names),
        "lines": lines(outcome, names),
        **answers_told(answers.get(ProfileAnswer), names),
        **finder_told(answers.get(FinderRow)),
        "fingerprint": fingerprint(outcome),
    }


def fingerprint(outcome: Outcome) -> str:
    """The same for the same changes of the same rows and answers: whoever saw one preview saw the other."""
    seen = [outcome.run.series, outcome.run.reference_date, [row.number for row in outcome.report.skipped_rows]]
    for _model, difference in [(None, outcome.plan.difference), *outcome.answers]:
        changed = ((key, difference.stored[key], new) for key, new in difference.changed.items())
        seen += [sorted(map(repr, each)) for each in (difference.created.items(), changed, difference.removed)]
    return sha256(repr(seen).encode()).hexdigest()


def two_sides(difference: Difference, key: tuple) -> tuple[tuple, tuple]:
    return difference.stored[key][1], difference.changed[key]


def loss_of(loss, names: Names) -> dict:
    words = [names.key(tuple(each.split(" "))) for each in loss.gone]
    return {"sentence": str(loss), "count": len(words), "gone": words[:MOST_GONE]}


def refused(report: ImportReport) -> list[dict]:
    return [
        {"number": row.number, "remark": problem.partition(": ")[2], "cells": cells}
        for (row, problem, (_number, cells)) in zip(report.skipped_rows, report.problems, report.refused(), strict=True)
    ]


def moves(outcome: Outcome, names: Names) -> list[dict]:
    """The locations that appear, disappear or move; those of the region first."""
    found = [
        {
            **names.place(each.location_id),
            "kind": each.kind,
            "label": each.get_kind_display(),
            "before": each.before,
            "after": each.after,
        }
        for each in outcome.run.location_changes.all()
    ]
    return sorted(found, key=lambda each: not each["in_region"])


def lines(outcome: Outcome, names: Names) -> list[dict]:
    """The rows that become other ones, the first of each sort."""
    difference, labels = outcome.plan.telling, labels_of(outcome.plan.model, outcome.plan.fields)
    return [
        *(line("new", key, names) for key in first(difference.created)),
        *(line("changed", key, names, changes(labels, difference, key)) for key in first(difference.changed)),
        *(line("gone", key, names) for key in first(sorted(difference.removed, key=repr))),
    ]


def first(keys: Iterable) -> list:
    return list(keys)[:MOST_LINES]


def line(kind: str, key: tuple, names: Names, changes: Iterable[dict] = ()) -> dict:
    return {"kind": kind, "name": names.key(key), "changes": list(changes)}


def changes(labels: tuple[str, ...], difference: Difference, key: tuple) -> Iterable[dict]:
    for label, old, new in zip(labels, *two_sides(difference, key), strict=True):
        if old != new:
            yield {"title": label, "old": "" if old is None else str(old), "new": "" if new is None else str(new)}


# What visitors will see


def answers_told(difference: Difference | None, names: Names) -> dict:
    """How many answers differ for visitors, from what to what, and those in the region one by one."""
    differing = list(differing_answers(difference, names)) if difference else []
    here = [each for each in differing if each["in_region"]]
    both = sum(bool(each["old"] and each["new"]) for each in differing)
    pairs = Counter((each["old"], each["new"]) for each in differing if each["old"] != each["new"])
    return {
        "answers": len(differing),
        "answers_here": len(here),
        "answer_rows": here[:MOST_ANSWERS],
        "answer_pairs": [{"old": old, "new": new, "count": count} for (old, new), count in pairs.most_common()],
        "answers_renewed": len(difference.changed) - both if difference else 0,
    }


def differing_answers(difference: Difference, names: Names) -> Iterable[dict]:
    """Old and new answer, where visitors see it. The old one is empty where a location had no answer."""
    pairs = {
        **{key: (None, new) for key, new in difference.created.items()},
        **{key: two_sides(difference, key) for key in difference.changed},
        **{key: (difference.stored[key][1], None) for key in difference.removed},
    }
    for (code, profile), (old, new) in sorted(pairs.items()):
        if old and new and seen_of(old) == seen_of(new):
            continue
        about = {**names.place(code), "profile": names.profiles[profile].full_name}
        yield {**about, "old": in_words(old), "new": in_words(new)}


def seen_of(values: tuple) -> list:
    return [values[place] for place in PLACES]


def in_words(values: tuple | None) -> str:
    """An answer with its leerwegen: "ja (BB KB)"."""
    if values is None:
        return ""
    status, year, leerwegen = seen_of(values)[:3]
    words = status_in_words(status, year)
    return f"{words} ({leerwegen})" if leerwegen else words


def finder_told(difference: Difference | None) -> dict:
    """How many locations visitors will find that they did not, and the other way round."""
    return {
        "found": len(difference.created) if difference else 0,
        "lost": len(difference.removed) if difference else 0,
    }
