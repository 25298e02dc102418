"""A language other than English: messages from a gettext catalogue, numbers, days and lists from CLDR, by Babel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, TypeAlias

from cedsl.lean import dataclass
from cedsl.publishing.tongue_contraction import contracted
from cedsl.quantity import written

if TYPE_CHECKING:
    from babel import Locale

Said: TypeAlias = tuple[str, ...]
"""A message in one form, or in the two that a number chooses between."""

NO_BREAK = str.maketrans({"\u202f": "\u00a0"})
"""Narrow spaces, which many fonts and terminals lack, are plain ones that do not break."""


@dataclass(frozen=True, slots=True)
class Catalogued:
    """See `Tongue`. What the catalogue does not have is said in English and collected in `untranslated`."""

    code: str
    locale: Locale
    messages: Mapping[tuple[str, str], Said]
    untranslated: dict[str, None] = field(default_factory=dict, compare=False)

    def message(self, english: str, about: str = "") -> str:
        return self._said(english, about, (english,))[0]

    def _said(self, english: str, about: str, otherwise: Said) -> Said:
        found = self.messages.get((about, english))
        if found is None:
            self.untranslated[english] = None
            return otherwise
        return found

    def filled(self, text: str) -> str:
        return contracted(text, self.locale.language)

    def counted(self, number: Fraction, one: str, many: str) -> str:
        forms = self._said(one, "", (one, many))
        return forms[0] if self.is_one(number) else forms[-1]

    def is_one(self, number: Fraction) -> bool:
        """As CLDR says: in French 1.5 is singular."""
        return self.locale.plural_form(_decimal(number)) == "one"

    def figures(self, number: Fraction) -> str:
        return _figures(self.locale, number)

    def day(self, day: date) -> str:
        from babel.dates import format_date

        return self._first(format_date(day, "long", self.locale))

    def _first(self, written: str) -> str:
        """In French the first of a month is `1er`, which CLDR leaves out."""
        return f"1er {written[2:]}" if self.locale.language == "fr" and written.startswith("1 ") else written

    def month(self, day: date) -> str:
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", day, locale=self.locale)

    def day_of_year(self, day: date) -> str:
        from babel.dates import format_skeleton

        return self._first(format_skeleton("MMMMd", day, locale=self.locale))

    def listed(self, words: Sequence[str], last: Literal["and", "or"]) -> str:
        from babel.lists import format_list

        style: Literal["or", "standard"] = "or" if last == "or" else "standard"
        joined = format_list(list(words), style, self.locale)
        return _before_i(joined, words) if self.locale.language == "es" and len(words) > 1 else joined


def _before_i(joined: str, words: Sequence[str]) -> str:
    """In Spanish, `e` for `y` before the sound of i, and `u` for `o` before that of o."""
    last, rest = words[-1], joined.removesuffix(words[-1])
    first = last.lstrip("“«¿¡").lower()
    if rest.endswith(" y ") and first.startswith(("i", "í", "hi", "hí")) and not first.startswith(("hie", "hia")):
        return f"{rest[:-3]} e {last}"
    if rest.endswith(" o ") and first.startswith(("o", "ó", "ho", "hó", "8")):
        return f"{rest[:-3]} u {last}"
    return joined


@lru_cache(maxsize=10_000)
def _figures(locale: Locale, number: Fraction) -> str:
    from babel.numbers import format_decimal

    plain = written(number)
    if "/" in plain:
        return plain
    return format_decimal(Decimal(plain), locale=locale, decimal_quantization=False).translate(NO_BREAK)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


@cache
def catalogue(language: str) -> Mapping[tuple[str, str], Said]:
    """The messages of `locales/es.po`, by what they are about (or nothing) and the English; unsure ones left out."""
    from babel.messages.pofile import read_po

    path = resources.files("cedsl.publishing") / "locales" / f"{language}.po"
    with path.open("rb") as file:
        messages = read_po(file, language)
    return {
        (message.context or "", _first(message.id)): _forms(message.string)
        for message in messages
        if message.id and _is_whole(_forms(message.string)) and not message.fuzzy
    }


def _first(id_: str | tuple[str, ...] | list[str]) -> str:
    return id_ if isinstance(id_, str) else id_[0]


def _forms(string: str | tuple[str, ...] | list[str] | None) -> Said:
    return (string,) if isinstance(string, str) else tuple(string or ())


def _is_whole(forms: Said) -> bool:
    return bool(forms) and all(forms)
