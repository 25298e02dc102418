"""Exact numbers as people write them: `1.5`, `1,5`, `1 1/2`, `½`, `1,234.5`; at most 12 digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, unique
from fractions import Fraction

from cedsl.lean import dataclass, regex
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
    """A column's decimal mark, and the first cell that proves it (empty if none does), or that a person settled it."""

    mark: Mark
    witness: str = ""
    settled: bool = False


def find_mark(cells: Iterable[str]) -> MarkFound:
    """The decimal mark that the cells of one column prove together."""
    witness: dict[str, str] = {}
    for cell in cells:
        for number in NUMBER.findall(cell[:_LONGEST_CELL]):
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


def unmistakable(number: Fraction, point: str = ".") -> str:
    """The number so written that a column reads it as nothing else: `1.1250`, for `1.125` might be 1125, and `0.330`,
    for `0.33` might be a third. A decimal that is too long to be read is written as a fraction.
    """
    text = written(abs(number))
    if sum(each.isdigit() for each in text) > MOST_DIGITS:
        text = f"{abs(number.numerator)}/{number.denominator}"
    while _DOUBTFUL.fullmatch(text) or third_near(text) is not None:
        text += "0"
    return ("-" if number < 0 else "") + text.replace(".", point)


def doubtful_in(text: str) -> str:
    """The first number in the text that may have decimals or thousands; empty where there is none."""
    found = (number for number in NUMBER.findall(text) if _DOUBTFUL.fullmatch(number))
    return next(found, "")


def third_near(text: str) -> Fraction | None:
    """The third or two thirds for which a decimal such as `0.33` or `1.67` may stand."""
    found = _THIRD.fullmatch(text.strip())
    if found is None:
        return None
    return int(found[1] or 0) + (Fraction(1, 3) if found[2][0] == "3" else Fraction(2, 3))


def has_any_decimals(cells: Iterable[str]) -> bool:
    """Whether a column writes decimals that stand for no simple part of one: then its 0.33 is 0.33 as well."""
    numbers = (found for cell in cells for number in NUMBER.findall(cell) if (found := _MARKED.fullmatch(number)))
    return any(not _is_simple(found[3][:MOST_DIGITS]) for found in numbers)


def _is_simple(places: str) -> bool:
    """Halves, quarters, eighths and tenths, and sixths as far as the decimals go, cut or rounded."""
    value = _decimal("", places)
    if (value * 8).denominator == 1 or (value * 10).denominator == 1:
        return True
    last = Fraction(1, 10 ** len(places))
    return any(abs(value - Fraction(sixth, 6)) < last for sixth in range(1, 6))


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
NUMBER = regex(r"[0-9.,]*[0-9]")
_WHOLE = regex(r"[0-9]+")
_COMMON = regex(r"(?:([0-9]+)\s+)?([0-9]+)\s*/\s*([0-9]+)")
_MARKED = regex(r"([0-9]*)([.,])([0-9]+)")
_GROUPED = regex(r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?!\2)[.,]([0-9]+)")
_THIRD = regex(r"([0-9]*)[.,](3{2,}|6{2,}|6+7)")
_DOUBTFUL = regex(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


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
