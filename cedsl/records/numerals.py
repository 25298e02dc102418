"""Exact numbers as people write them: `1.5`, `1,5`, `1 1/2`, `½`, `1,234.5`; at most 12 digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, unique
from fractions import Fraction

from cedsl.quantity import written
from cedsl.records.remark import Reading, held, plain, quoted


@unique
class Mark(Enum):
    """The decimal mark of a column. MIXED: cells prove both; UNPROVEN: no cell proves one."""

    POINT = "point"
    COMMA = "comma"
    MIXED = "mixed"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class MarkFound:
    """A column's decimal mark, and the first cell that proves it (empty if none does)."""

    mark: Mark
    witness: str = ""


def find_mark(cells: Iterable[str]) -> MarkFound:
    """The decimal mark that the cells of one column prove together."""
    witness: dict[str, str] = {}
    for cell in cells:
        for number in _NUMBER.findall(cell[:_LONGEST_CELL]):
            mark = _proven(number)
            if mark:
                witness.setdefault(mark, cell)
    match sorted(witness):
        case [",", "."]:
            return MarkFound(Mark.MIXED, witness[","])
        case [","]:
            return MarkFound(Mark.COMMA, witness[","])
        case ["."]:
            return MarkFound(Mark.POINT, witness["."])
        case _:
            return MarkFound(Mark.UNPROVEN)


def read_number(text: str, mark: Mark) -> Reading[Fraction] | None:
    """A number that is not negative, or None. Where three digits follow the only mark (`1.000`) and the
    column does not prove that mark decimal, both readings are given and the cell is held.
    """
    spread = text.translate(_VULGAR).strip()
    if len(spread) > _LONGEST_CELL or sum(each.isdigit() for each in spread) > MOST_DIGITS:
        return None
    if found := _COMMON.fullmatch(spread):
        return _common(found[1] or "0", found[2], found[3])
    if found := _GROUPED.fullmatch(spread):
        whole = found[1].replace(found[2], "")
        return plain(_decimal(whole, found[3]))
    if found := _MARKED.fullmatch(spread):
        return _marked(text, found, mark)
    return plain(Fraction(int(spread))) if _WHOLE.fullmatch(spread) else None


MOST_DIGITS = 12
_LONGEST_CELL = 40
_VULGAR = {
    ord("½"): " 1/2",
    ord("¼"): " 1/4",
    ord("¾"): " 3/4",
    ord("⅓"): " 1/3",
    ord("⅔"): " 2/3",
    ord("⁄"): "/",
}
_NUMBER = re.compile(r"[0-9.,]*[0-9]")
_WHOLE = re.compile(r"[0-9]+")
_COMMON = re.compile(r"(?:([0-9]+)\s+)?([0-9]+)\s*/\s*([0-9]+)")
_MARKED = re.compile(r"([0-9]*)([.,])([0-9]+)")
_GROUPED = re.compile(r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?!\2)[.,]([0-9]+)")
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def _proven(number: str) -> str:
    """The decimal mark that one number proves, or nothing."""
    if found := _GROUPED.fullmatch(number):
        return "," if found[2] == "." else "."
    if (found := _MARKED.fullmatch(number)) and not _DOUBTFUL.fullmatch(number):
        return found[2]
    return ""


def _common(whole: str, above: str, below: str) -> Reading[Fraction] | None:
    return plain(int(whole) + Fraction(int(above), int(below))) if int(below) else None


def _marked(text: str, found: re.Match[str], mark: Mark) -> Reading[Fraction]:
    decimal = _decimal(found[1], found[3])
    proven = mark.value == _NAMES[found[2]]
    if _DOUBTFUL.fullmatch(found[0]) and not proven:
        grouped = Fraction(int(found[1] + found[3]))
        question = f"is {quoted(text)} {written(decimal)} or {grouped}?"
        return held((decimal, grouped), "ambiguous-number", question)
    if found[2] == "," and not proven:
        return held((decimal,), "comma-or-point", f"is the comma in {quoted(text)} a decimal comma?")
    return plain(decimal)


_NAMES = {".": Mark.POINT.value, ",": Mark.COMMA.value}


def _decimal(whole: str, places: str) -> Fraction:
    return Fraction(int(whole + places), 10 ** len(places))
