"""English, in which the messages are written: nothing has to be looked up, and nothing is imported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from cedsl.lean import dataclass
from cedsl.quantity import written

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class English:
    """See `Tongue`, which says what each part means."""

    code: str = "en"

    def message(self, english: str, about: str = "") -> str:  # noqa: ARG002
        return english

    def filled(self, text: str) -> str:
        return text

    def counted(self, number: Fraction, one: str, many: str) -> str:
        return one if self.is_one(number) else many

    def is_one(self, number: Fraction) -> bool:
        return number == 1

    def figures(self, number: Fraction) -> str:
        return written(number)

    def day(self, day: date) -> str:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def month(self, day: date) -> str:
        return f"{MONTHS[day.month - 1]} {day.year}"

    def day_of_year(self, day: date) -> str:
        return f"{day.day} {MONTHS[day.month - 1]}"

    def listed(self, words: Sequence[str], last: Literal["and", "or"]) -> str:
        """With a comma before `last` where a word holds one of its own."""
        if len(words) < 2:
            return "".join(words)
        joint = f", {last} " if len(words) > 2 and any("," in word for word in words) else f" {last} "
        return ", ".join(words[:-1]) + joint + words[-1]
