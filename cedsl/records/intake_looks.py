"""How a spreadsheet shows a number: as a day, a time, a per cent, with leading zeros, or with words beside it.

A number is written out exactly, however few of its places are shown. Spreadsheets compute with 15 digits; what a stored
number has beyond them is the dust of binary fractions and is left out, as every spreadsheet does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType

from cedsl.lean import dataclass, regex
from cedsl.records.table import CellKind


@dataclass(frozen=True, slots=True)
class Look:
    """How numbers of one format are shown. `kind` is DAY, TIME (a span, such as 26:30) or NUMBER. `before` and
    `after` are words beside the number. `mask` stands for `000-00` and the like, each zero as a NUL.
    """

    kind: CellKind = CellKind.NUMBER
    percent: bool = False
    before: str = ""
    after: str = ""
    mask: str = ""


PLAIN_LOOK = Look()
DAY_LOOK = Look(CellKind.DAY)
SPAN_LOOK = Look(CellKind.TIME)

BUILT_IN: Mapping[int, Look] = MappingProxyType(
    dict.fromkeys((9, 10), Look(percent=True))
    | dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), DAY_LOOK)
    | {46: SPAN_LOOK}
)
"""The formats that spreadsheets know by a number alone; all others of these are plain."""

_TOKEN = regex(
    r'"(?P<words>[^"]*)"?|\\(?P<sign>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>general)|(?P<noon>am/pm|a/p)'
    r"|(?P<power>e[+-])|(?P<day>[dmyhsegb])|(?P<place>[0#?.,/])|(?P<percent>%)|(?P<text>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_CODE = 255
_SPAN = regex(r"h+|m+|s+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def look_of(code: str) -> Look:
    """The look that a format code such as `dd/mm/yyyy`, `0.0" h"` or `000000` gives to a number above zero."""
    tokens = list(_tokens(code[:_LONGEST_CODE]))
    names = {name for name, _ in tokens}
    if "bracket" in names and any(text[:1] in ("<", ">", "=") for name, text in tokens if name == "bracket"):
        return PLAIN_LOOK
    if any(_SPAN.fullmatch(text) for name, text in tokens if name == "bracket"):
        return SPAN_LOOK
    if {"day", "noon"} & names and not {"general", "power"} & names:
        return DAY_LOOK
    if "percent" in names:
        return Look(percent=True)
    return PLAIN_LOOK if {"power", "text"} & names else _of_number(tokens)


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(code):
        name = found.lastgroup
        if name == "end":
            return
        if name is not None:
            yield name, found[name]


def _of_number(tokens: list[tuple[str, str]]) -> Look:
    """The words before the first place and behind the last one; a mask where every place is a zero."""
    places = [at for at, (name, _) in enumerate(tokens) if name in ("place", "general")]
    if not places:
        return PLAIN_LOOK
    written = [(name, text) for name, text in tokens if name in ("place", "words", "sign", "other", "general")]
    inner = "".join(_ZERO if name == "place" else text for name, text in tokens[places[0] : places[-1] + 1])
    zeros = [text for name, text in written if name == "place"]
    before = _words(tokens[: places[0]])
    after = _words(tokens[places[-1] + 1 :])
    mask = inner if len(zeros) > 1 and set(zeros) == {"0"} else ""
    return Look(before=before, after=after, mask=mask)


_ZERO = "\0"


def _words(tokens: list[tuple[str, str]]) -> str:
    """What is written beside a number, where it has a letter or a digit."""
    text = "".join(text for name, text in tokens if name in ("words", "sign", "other"))
    return text if any(each.isalnum() for each in text) else ""


_NUMERAL = regex(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")


def numeral(text: str) -> Decimal | None:
    """The number that a file of another program stores as text; None where it is none."""
    text = text.strip()
    try:
        return Decimal(text) if _NUMERAL.fullmatch(text) else None
    except InvalidOperation:
        return None


_FIFTEEN = Context(prec=15)
_MOST_PLACES = 400


def number_written(number: Decimal) -> str:
    """The number in digits: a whole one exactly, any other to 15 digits."""
    is_whole = not number.is_finite() or number == number.to_integral_value()
    return exactly_written(number if is_whole else _FIFTEEN.plus(number))


def exactly_written(number: Decimal) -> str:
    """The number in digits, all of them; one far too large or too small as it is."""
    if number.is_finite() and not number:
        return "0"
    if not number.is_finite() or abs(number.adjusted()) > _MOST_PLACES:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=65536)
def shown(number: Decimal, look: Look, from_1904: bool = False) -> tuple[str, CellKind]:
    """A cell's number as text, and what kind of cell it is."""
    if not number.is_finite():
        return str(number), CellKind.FAILED
    if look.kind is CellKind.DAY and 0 <= number < _MOST_DAYS[from_1904]:
        return day_written(number, from_1904)
    if look.kind is CellKind.TIME and abs(number) < _MOST_DAYS[from_1904]:
        return span_written(number * _MS), CellKind.TIME
    if look.percent and abs(number.adjusted()) < _MOST_PLACES:
        return number_written(number * 100) + "%", CellKind.NUMBER
    if look.mask and number >= 0 and number == number.to_integral_value() and number.adjusted() < 30:
        return look.before + _masked(number_written(number), look.mask) + look.after, CellKind.NUMBER
    beside = number >= 0
    return (look.before if beside else "") + number_written(number) + (look.after if beside else ""), CellKind.NUMBER


def _masked(digits: str, mask: str) -> str:
    """The digits in the places of the zeros, from the last one on; more digits than zeros stand in front."""
    digits = digits.zfill(mask.count(_ZERO))
    left = digits[: len(digits) - mask.count(_ZERO)]
    rest = iter(digits[len(left) :])
    return left + "".join(next(rest) if each == _ZERO else each for each in mask)


_MS = 24 * 60 * 60 * 1000
_LEAP_DAY_THAT_NEVER_WAS = 60
_MOST_DAYS = (2_958_465, 2_957_003)
"""Up to the last day of the year 9999, counted from 1900 and from 1904."""


def day_written(serial: Decimal, from_1904: bool) -> tuple[str, CellKind]:
    """A count of days since the spreadsheet's first day, as a day, a day with a time, or a time alone (under one day).

    Times are whole milliseconds. Counted from 1900, there is a 29 February 1900.
    """
    whole, ms = divmod(int((serial * _MS).to_integral_value(ROUND_HALF_UP)), _MS)
    if whole == 0:
        return span_written(Decimal(ms)), CellKind.TIME
    if from_1904:
        day = (date(1904, 1, 1) + timedelta(days=whole)).isoformat()
    elif whole == _LEAP_DAY_THAT_NEVER_WAS:
        day = "1900-02-29"
    else:
        first = date(1899, 12, 31) if whole < _LEAP_DAY_THAT_NEVER_WAS else date(1899, 12, 30)
        day = (first + timedelta(days=whole)).isoformat()
    clock = span_written(Decimal(ms))
    return (f"{day} {'0' if clock[1] == ':' else ''}{clock}" if ms else day), CellKind.DAY


def span_written(ms: Decimal) -> str:
    """A span of milliseconds as h:mm:ss, with a fraction of a second only where there is one."""
    count = int(abs(ms).to_integral_value(ROUND_HALF_UP))
    seconds, rest = divmod(count, 1000)
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{rest:03}" if rest else "")
    return f"-{text}" if ms < 0 and count else text
