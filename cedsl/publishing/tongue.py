"""The language of a text. Every text is a whole message with named slots, written here in English; a catalogue
says it in another language.

Which language is spoken belongs to one call of a public function (`speaking`), as the rounding of decimals does in
the standard library: a phrase deep inside a sentence need not be told. Nothing outside the call changes it, and the
same call gives the same text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from fractions import Fraction
from typing import Literal, Protocol

from cedsl.publishing.tongue_english import English


class Tongue(Protocol):
    """What differs between languages, apart from the messages: numbers, days, lists, plurals."""

    @property
    def code(self) -> str:
        """As a page states it: `en`, `es`, `fr-CA`."""

    def message(self, english: str, about: str = "") -> str:
        """The message in this language, its slots still open; `about` tells apart what English says alike."""

    def filled(self, text: str) -> str:
        """The message with its slots filled, as this language joins words: `del` for `de el`."""

    def counted(self, number: Fraction, one: str, many: str) -> str:
        """The form of the message that the number asks for, its slots still open."""

    def is_one(self, number: Fraction) -> bool:
        """Whether what is counted stands in the singular."""

    def figures(self, number: Fraction) -> str:
        """The number exactly, with this language's decimal sign; `1/3` where no decimal is exact."""

    def day(self, day: date) -> str:
        """`30 June 2025`."""

    def month(self, day: date) -> str:
        """`June 2025`."""

    def day_of_year(self, day: date) -> str:
        """`30 June`, of any year."""

    def listed(self, words: Sequence[str], last: Literal["and", "or"]) -> str:
        """`a, b and c`."""


ENGLISH = English()
_SPOKEN: ContextVar[Tongue] = ContextVar("spoken", default=ENGLISH)


def spoken() -> Tongue:
    """The language of this call."""
    return _SPOKEN.get()


@contextmanager
def speaking(tongue: Tongue) -> Iterator[None]:
    """Everything said inside is said in this language."""
    before = _SPOKEN.set(tongue)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(message: str, /, **slots: str) -> str:
    """The message in the language of this call, its slots filled. A translation need not use every slot."""
    tongue = spoken()
    return tongue.filled(tongue.message(message).format_map(slots))


def say_as(about: str, message: str, /, **slots: str) -> str:
    """The same of a message that English uses for several things; `about` says which is meant."""
    tongue = spoken()
    return tongue.filled(tongue.message(message, about).format_map(slots))


def say_count(number: Fraction | int, one: str, many: str, /, **slots: str) -> str:
    """The form of the message that the number asks for; the slot `number` holds the number in figures."""
    tongue, exact = spoken(), Fraction(number)
    said = tongue.counted(exact, one, many)
    return tongue.filled(said.format_map({"number": tongue.figures(exact), **slots}))


def only_english(text: str) -> str:
    """A text that there is in English alone: said as it is, and marked as such in every other language."""
    return spoken().message(text) if text else ""


def figures(number: Fraction | int) -> str:
    """The number as this language writes it, exactly."""
    return spoken().figures(Fraction(number))
