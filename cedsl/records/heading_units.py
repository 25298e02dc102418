"""The unit that a heading names among other words."""

from __future__ import annotations

from cedsl.lean import regex
from cedsl.records.amounts import Units

_WORDS = regex(r"[^\W_]{2,80}")
_MOST = 200


def unit_in(heading: str, units: Units) -> str | None:
    """The unit in `Course minutes`; None where no word names one, or two words name different ones. A single letter
    names none.
    """
    named = {unit for word in _WORDS.findall(heading[:_MOST]) if (unit := units.named(word)) is not None}
    return named.pop() if len(named) == 1 else None
