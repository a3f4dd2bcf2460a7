"""From stills to frames: they fade into each other, while a ship sails along the way from vmbo onwards."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from .drawing import COLOURS, WIDTH, Still, pictures_of, stills_of
from .script import Script

FADE = 0.25
"""Seconds that one still takes to become the next."""
LEFT, RIGHT, LINE = 96, 1184, 652
"""Where the way begins and ends, and how far it is from the top."""
THICK, ROUND = 8, 13
"""The line, and the radius of a stop on it."""
SHIP_SIZE, MARGIN = (132, 56), 30
SAND = "#dccfbb"
STOPS = 4


class MovingFilm:
    """The frames of a script, at any second of it."""

    def __init__(self, script: Script):
        self.script = script
        self.stills = stills_of(script)
        *self.pictures, ship = pictures_of(script, self.stills)
        self.ship = ship.crop((0, 0, *SHIP_SIZE))
        self.starts = [still.start for still in self.stills]
        self.course = course_of(self.stills, script.seconds)

    @property
    def poster(self):
        """The title as it stands once it is complete."""
        return self.pictures[self.script.beats[0].steps - 1]

    def frames(self, rate: int) -> Iterator:
        for number in range(self.script.seconds * rate):
            yield self.frame(number / rate)

    def frame(self, second: float):
        """The still of this moment; in its first instants still partly the one before."""
        from PIL import Image

        number = bisect_right(self.starts, second) - 1
        now = self.picture(number, second)
        share = (second - self.starts[number]) / FADE
        if number == 0 or share >= 1:
            return now
        return Image.blend(self.picture(number - 1, second), now, share)

    def picture(self, number: int, second: float):
        """A still with the way as far as the ship has come."""
        if not self.stills[number].is_framed:
            return self.pictures[number]
        picture = self.pictures[number].copy()
        draw_way(picture, place(self.course, second), self.ship)
        return picture


def course_of(stills: list[Still], seconds: float) -> list[tuple[float, float]]:
    """At which second the ship is where, counted in stops: it reaches a stop as soon as the film speaks of it."""
    sailing = [still for still in stills if still.is_framed]
    reached = [(still.start, still.beat.stop) for before, still in pairwise([None, *sailing])
               if not before or before.beat.stop != still.beat.stop]  # fmt: skip
    return [*reached, (seconds, reached[-1][1])]


def place(course: list[tuple[float, float]], second: float) -> float:
    """How many stops the ship is from the first."""
    for (start, here), (end, there) in pairwise(course):
        if second <= end:
            return here + (there - here) * max(0, second - start) / (end - start)
    return course[-1][1]


def draw_way(picture, stop: float, ship):
    from PIL import ImageDraw

    pen, now = ImageDraw.Draw(picture), across(stop)
    pen.rectangle((LEFT, LINE - THICK // 2, RIGHT, LINE + THICK // 2 - 1), fill=SAND)
    pen.rectangle((LEFT, LINE - THICK // 2, now, LINE + THICK // 2 - 1), fill=COLOURS["water"])
    for number in range(STOPS):
        disc = disc_of(COLOURS["water" if number <= stop else "white"])
        picture.paste(disc, (round(across(number)) - ROUND, LINE - ROUND), disc)
    width, height = SHIP_SIZE
    picture.paste(ship, (min(max(round(now) - width // 2, MARGIN), WIDTH - MARGIN - width), LINE - ROUND - height))


@cache
def disc_of(colour: str):
    """A stop with a smooth edge: drawn four times as large and then made smaller."""
    from PIL import Image, ImageDraw

    large = Image.new("RGBA", (ROUND * 8, ROUND * 8))
    pen = ImageDraw.Draw(large)
    pen.ellipse((0, 0, ROUND * 8 - 1, ROUND * 8 - 1), fill=COLOURS["water"])
    pen.ellipse((16, 16, ROUND * 8 - 17, ROUND * 8 - 17), fill=colour)
    return large.resize((ROUND * 2, ROUND * 2), Image.Resampling.LANCZOS)


def across(stop: float) -> float:
    return LEFT + (RIGHT - LEFT) * stop / (STOPS - 1)
