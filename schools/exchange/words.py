"""How a value is written in a cell and read again: the words that people use for the fields of a model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

MOST_CODES_NAMED = 5
DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
OFFICIAL_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"-?[0-9]{1,18}([.,][0-9]{1,18})?")
"""Not 1E+5, as a spreadsheet shortens what is longer, nor digits of other scripts, nor "NaN"."""

Known = Mapping[type[models.Model], frozenset[str]]
"""The codes of the rows that a cell may refer to, by their model."""


class NotUnderstoodError(Exception):
    """A cell cannot be read. The message says what was expected, to follow "verwacht: "."""


class NotAllowedError(NotUnderstoodError):
    """A cell can be read, and may not hold this. The message is a whole sentence."""


@dataclass(frozen=True)
class Text:
    """Words, at most so many characters of them."""

    most: int | None = None

    def read(self, text: str, known: Known) -> str:
        if self.most and len(text) > self.most:
            raise NotUnderstoodError(
                _("ten hoogste %(most)s tekens, en dit zijn er %(count)s") % {"most": self.most, "count": len(text)}
            )
        return text

    def write(self, value: str) -> str:
        return value

    def show(self, value: str) -> str:
        return value

    def expected(self) -> str:
        return _("tekst van ten hoogste %(most)s tekens") % {"most": self.most} if self.most else _("tekst")


@dataclass(frozen=True)
class Digits(Text):
    """A code of so many digits. A spreadsheet takes it for a number and drops the zeros before it."""

    def read(self, text: str, known: Known) -> str:
        if not re.fullmatch(rf"[0-9]{{1,{self.most}}}", text):
            raise NotUnderstoodError(self.expected())
        return text.zfill(self.most)

    def expected(self) -> str:
        return _("%(count)s cijfers") % {"count": self.most}


@dataclass(frozen=True)
class Slug(Text):
    """The last part of an address."""

    def read(self, text: str, known: Known) -> str:
        if not re.fullmatch(r"[a-z0-9-]+", text):
            raise NotUnderstoodError(self.expected())
        return super().read(text, known)

    def expected(self) -> str:
        return _("kleine letters, cijfers en streepjes")


@dataclass(frozen=True)
class Whole:
    """A whole number that is not negative."""

    most: int

    def read(self, text: str, known: Known) -> int:
        if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) > self.most:
            raise NotUnderstoodError(self.expected())
        return int(text)

    def write(self, value: int) -> int:
        return value

    def show(self, value: int) -> str:
        return str(value)

    def expected(self) -> str:
        return _("een heel getal van ten hoogste %(most)s") % {"most": self.most}


@dataclass(frozen=True)
class Year(Whole):
    """A calendar year."""

    most: int = 2100

    def expected(self) -> str:
        return _("een jaar als 2026")


@dataclass(frozen=True)
class Amount:
    """A number with so many decimals, after a comma or a point."""

    digits: int
    decimals: int

    def read(self, text: str, known: Known) -> Decimal:
        if not NUMBER.fullmatch(text):
            raise NotUnderstoodError(self.expected())
        number = Decimal(text.replace(",", "."))
        shifted = number.scaleb(self.decimals)
        if shifted != shifted.to_integral_value() or abs(shifted) >= 10**self.digits:
            raise NotUnderstoodError(self.expected())
        return number

    def write(self, value: Decimal) -> Decimal:
        return value

    def show(self, value: Decimal) -> str:
        return number_format(value, self.decimals)

    def expected(self) -> str:
        return _("een getal met ten hoogste %(decimals)s cijfers achter de komma, zonder punt voor duizend") % {
            "decimals": self.decimals
        }


@dataclass(frozen=True)
class YesNo:
    def read(self, text: str, known: Known) -> bool:
        if text.lower() not in (_("ja"), _("nee")):
            raise NotUnderstoodError(self.expected())
        return text.lower() == _("ja")

    def write(self, value: bool) -> bool:
        return value

    def show(self, value: bool) -> str:
        return _("ja") if value else _("nee")

    def expected(self) -> str:
        return _("ja of nee")


@dataclass(frozen=True)
class Choice:
    """One of a few, by what people call it or by its code. What is a number is written as one."""

    choices: tuple[tuple[Any, Any], ...]

    @cached_property
    def by_word(self) -> dict[str, Any]:
        return {str(word).lower(): code for code, label in self.choices for word in (code, label)}

    def read(self, text: str, known: Known) -> Any:
        if text.lower() not in self.by_word:
            raise NotUnderstoodError(self.expected())
        return self.by_word[text.lower()]

    def write(self, value: Any) -> str | int:
        return value if isinstance(value, int) else self.show(value)

    def show(self, value: Any) -> str:
        return str(dict(self.choices).get(value, value))

    def expected(self) -> str:
        return _("een van: %(choices)s") % {
            "choices": ", ".join(str(self.write(code)) for code, _label in self.choices)
        }


@dataclass(frozen=True)
class Day:
    """A date as 2026-02-01 or 1-2-2026."""

    def read(self, text: str, known: Known) -> date:
        dutch = DUTCH_DAY.fullmatch(text)
        if not dutch and not OFFICIAL_DAY.fullmatch(text):
            raise NotUnderstoodError(self.expected())
        try:
            return date(*map(int, reversed(dutch.groups()))) if dutch else date.fromisoformat(text)
        except ValueError as error:
            raise NotUnderstoodError(self.expected()) from error

    def write(self, value: date) -> date:
        return value

    def show(self, value: date) -> str:
        return date_format(value, "j F Y")

    def expected(self) -> str:
        return _("een datum als 1-2-2026")


@dataclass(frozen=True)
class Code:
    """The code of a row of another model."""

    model: type[models.Model]

    def read(self, text: str, known: Known) -> str:
        if text not in known[self.model]:
            raise NotUnderstoodError(
                _("%(expected)s; wij kennen %(codes)s")
                % {"expected": self.expected(), "codes": nearest(text, known[self.model])}
            )
        return text

    def write(self, value: str) -> str:
        return value

    def show(self, value: str) -> str:
        return value

    def expected(self) -> str:
        return _("de code uit de lijst '%(list)s'") % {"list": self.model._meta.verbose_name_plural}


@dataclass(frozen=True)
class Codes(Code):
    """The codes of rows of another model, with blanks between them, in any order."""

    def read(self, text: str, known: Known) -> tuple[str, ...]:
        for code in text.split():
            super().read(code, known)
        return tuple(sorted(set(text.split())))

    def write(self, value: tuple[str, ...]) -> str:
        return " ".join(value)

    show = write

    def expected(self) -> str:
        return _("codes uit de lijst '%(list)s', met een spatie ertussen") % {
            "list": self.model._meta.verbose_name_plural
        }


def nearest(text: str, codes: frozenset[str]) -> str:
    """A few known codes, those first that look like what was typed."""
    close = get_close_matches(text, codes, MOST_CODES_NAMED)
    named = list(dict.fromkeys([*close, *sorted(codes)]))[:MOST_CODES_NAMED]
    more = len(codes) - len(named)
    listed = ", ".join(named)
    return _("%(codes)s en %(more)s andere") % {"codes": listed, "more": more} if more else listed


def words_of(field: models.Field):
    """The words for the values of a field, by its type."""
    if field.is_relation:
        return Codes(field.related_model) if field.many_to_many else Code(field.related_model)
    if field.choices:
        return Choice(tuple(field.flatchoices))
    for sort, make in SORTS:
        if isinstance(field, sort):
            return make(field)
    raise TypeError(f"There are no words yet for the values of {field!r}.")


SORTS = (
    (models.BooleanField, lambda field: YesNo()),
    (models.DecimalField, lambda field: Amount(field.max_digits, field.decimal_places)),
    (models.PositiveSmallIntegerField, lambda field: Whole(32767)),
    (models.IntegerField, lambda field: Whole(2147483647)),
    (models.DateField, lambda field: Day()),
    (models.SlugField, lambda field: Slug(field.max_length)),
    (models.CharField | models.TextField, lambda field: Text(field.max_length)),
)
