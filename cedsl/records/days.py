"""Days as people write them. No order of day and month is assumed: a whole column decides it, or nobody.

Two-digit years up to 50 are read as 20xx and noted; later ones could be 19xx and are held.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum, unique

from cedsl.lean import dataclass, regex
from cedsl.records.remark import Reading, held, noted, plain, quoted


@unique
class Order(Enum):
    """How the three numbers of a date stand. YEAR_FIRST only for two-digit years with hyphens."""

    DAY_FIRST = "days before months"
    MONTH_FIRST = "months before days"
    YEAR_FIRST = "years first"


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders that no cell of a column excludes, and the first cell that excluded one (or empty).

    In a `mixed` column every order is excluded by some cell: then it is the order of most of its days, or none where
    there is no most. `settled`: a person said so. `serials`: a person said that bare numbers are a spreadsheet's days.
    `proven` are the marks (`.`, `/`, `-`) of the cells that excluded an order: `21.02.2025` says nothing about
    `12/11/2024`.
    """

    possible: frozenset[Order] = frozenset(Order)
    witness: str = ""
    settled: bool = False
    serials: bool = False
    mixed: bool = False
    proven: frozenset[str] = frozenset()

    def is_mixed(self) -> bool:
        return self.mixed

    def is_decided(self) -> bool:
        return len(self.possible) == 1 and not self.mixed


def find_orders(cells: Iterable[str]) -> Orders:
    """The orders of day, month and year that every date of one column admits."""
    every: frozenset[Order] = frozenset()
    excluded: frozenset[Order] = frozenset()
    witness, proven = "", set[str]()
    different = tuple(dict.fromkeys(cells))
    for cell in different:
        written = _numeric(_day_part(cell))
        if written is None or not written.admitted():
            continue
        fewer = excluded | (written.applicable() - written.admitted())
        every |= written.applicable()
        if written.admitted() < written.applicable():
            proven.add(written.mark)
        witness = witness or ("" if fewer == excluded else cell)
        excluded = fewer
    if not every:
        return Orders()
    left = every - excluded
    if not left:
        return Orders(_most(different, every), witness, mixed=True)
    return Orders(left, witness, proven=frozenset(proven))


def _most(cells: Iterable[str], every: frozenset[Order]) -> frozenset[Order]:
    """The order that the fewest of the different days exclude, where that is one; a month's name before or after the
    day shows a habit too.
    """
    against = dict.fromkeys(every, 0)
    for cell in cells:
        for order in _excluded(_day_part(cell)) & every:
            against[order] += 1
    fewest = [order for order, count in against.items() if count == min(against.values())]
    return frozenset(fewest) if len(fewest) == 1 else frozenset()


def _excluded(day: str) -> frozenset[Order]:
    if written := _numeric(day):
        return written.applicable() - written.admitted() if written.admitted() else frozenset()
    if _DAY_NAMED.fullmatch(day):
        return frozenset({Order.MONTH_FIRST, Order.YEAR_FIRST})
    return frozenset({Order.DAY_FIRST, Order.YEAR_FIRST}) if _MONTH_NAMED.fullmatch(day) else frozenset()


def read_day(text: str, orders: Orders) -> Reading[date | None]:
    """The day that the text names. Held without a day (None) where it names none that exists."""
    day = _day_part(text)
    if found := _YEAR_FIRST.fullmatch(day):
        return _certain(text, _days(found[1], found[3], found[4]))
    if written := _numeric(day):
        return _in_order(text, written, orders)
    if named := _named(day):
        return _with_month_named(text, *named)
    return _no_day(text, day, orders)


def in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LONGEST = 60
_TIME = regex(
    r"(?:T|[ ,]\s*)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
)
_WEEKDAY = regex(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\S)", re.IGNORECASE)
_YEAR_FIRST = regex(r"([0-9]{4})([/.\-])([0-9]{1,2})\2([0-9]{1,2})")
_NUMERIC = regex(r"([0-9]{1,2})([/.\-])\s*([0-9]{1,2})\2\s*([0-9]{4}|[0-9]{2})")
_DAY_NAMED = regex(r"([0-9]{1,2})(?:st|nd|rd|th)?[ .\-/]*([A-Za-z]+)[ .,\-/]*([0-9]{4}|[0-9]{2})")
_MONTH_NAMED = regex(r"([A-Za-z]+)[ .\-/]*([0-9]{1,2})(?:st|nd|rd|th)?[ .,\-/]+([0-9]{4}|[0-9]{2})")
_SERIAL = regex(r"[2-7][0-9]{4}(?:\.[0-9]{1,10})?")
_SERIAL_ZERO = date(1899, 12, 30)
_MONTH_NUMBERS = {
    spelling: number for number, month in enumerate(MONTHS, 1) for spelling in (month.casefold(), month[:3].casefold())
} | {"sept": 9}


def _day_part(text: str) -> str:
    """Without a time of day behind it or a weekday before it."""
    if len(text) > _LONGEST:
        return ""
    for found in _TIME.finditer(text):
        if found.end() == len(text) and found.start() > 0:
            text = text[: found.start()]
            break
    return _WEEKDAY.sub("", text, count=1).strip() if _WEEKDAY.match(text) else text.strip()


@dataclass(frozen=True, slots=True)
class _Numeric:
    """Three numbers between two equal marks, as written."""

    parts: tuple[str, str, str]
    mark: str

    def applicable(self) -> frozenset[Order]:
        short_with_hyphens = len(self.parts[2]) == 2 and self.mark == "-"
        return frozenset(Order) if short_with_hyphens else frozenset({Order.DAY_FIRST, Order.MONTH_FIRST})

    def admitted(self) -> frozenset[Order]:
        """The applicable orders in which month and day are within 1-12 and 1-31."""
        return frozenset(order for order in self.applicable() if self._fits(order))

    def _fits(self, order: Order) -> bool:
        _, month, day = self.in_order(order)
        return 1 <= int(month) <= 12 and 1 <= int(day) <= 31

    def in_order(self, order: Order) -> tuple[str, str, str]:
        """Year, month, day."""
        first, second, third = self.parts
        match order:
            case Order.DAY_FIRST:
                return third, second, first
            case Order.MONTH_FIRST:
                return third, first, second
            case Order.YEAR_FIRST:
                return first, second, third


def _numeric(day: str) -> _Numeric | None:
    found = _NUMERIC.fullmatch(day)
    return None if found is None else _Numeric((found[1], found[3], found[4]), found[2])


def _in_order(text: str, written: _Numeric, orders: Orders) -> Reading[date | None]:
    admitted = written.admitted()
    unsure = orders.is_mixed() or not (orders.settled or written.mark in orders.proven)
    chosen = admitted if unsure else admitted & orders.possible or admitted
    days = [day for order in Order if order in chosen for day in _days(*written.in_order(order))]
    reading = _certain(text, tuple(dict.fromkeys(days)))
    if reading.remark is not None or len(days) == 0:
        return reading
    if not admitted & orders.possible:
        return _against(text, days[0], orders)
    return _short_year(text, days[0], written.parts[2 if Order.YEAR_FIRST not in chosen else 0])


def _against(text: str, day: date, orders: Orders) -> Reading[date | None]:
    """A date that can only be one day, in an order that its column does not have, or has no more than another."""
    usual = next(iter(orders.possible), None)
    habit = "the column writes days and months in two orders" if usual is None else f"the column writes {usual.value}"
    return held((day,), "mixed-date-order", f"{quoted(text)} can only be {in_words(day)}, but {habit}")


def _days(year: str, month: str, day: str) -> tuple[date, ...]:
    """The existing days of that year, or of both centuries for a year from 51 to 99."""
    years = (int(year),) if len(year) == 4 else _centuries(int(year))
    return tuple(found for each in years if (found := _day(each, int(month), int(day))) is not None)


def _centuries(year: int) -> tuple[int, ...]:
    return (2000 + year,) if year <= 50 else (1900 + year, 2000 + year)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _certain(text: str, days: tuple[date, ...]) -> Reading[date | None]:
    match days:
        case ():
            return held((None,), "impossible-date", f"the date {quoted(text)} does not exist")
        case (day,) if 1900 <= day.year < 2200:
            return plain(day)
        case (day,):
            return held((None,), "unlikely-year", f"the date {quoted(text)} is in the year {day.year}")
        case _:
            words = " or ".join(in_words(day) for day in days)
            return held(days, "ambiguous-date", f"is {quoted(text)} {words}?")


def _short_year(text: str, day: date, year: str) -> Reading[date | None]:
    if len(year) == 4:
        return plain(day)
    return noted(day, "two-digit-year", f"the year of {quoted(text)} was read as {day.year}")


def _named(day: str) -> tuple[str, int, str] | None:
    """Year, month, day of a date that names its month."""
    if found := _DAY_NAMED.fullmatch(day):
        number, word, year = found[1], found[2], found[3]
    elif found := _MONTH_NAMED.fullmatch(day):
        word, number, year = found[1], found[2], found[3]
    else:
        return None
    month = _MONTH_NUMBERS.get(word.casefold())
    return None if month is None else (year, month, number)


def _with_month_named(text: str, year: str, month: int, day: str) -> Reading[date | None]:
    days = _days(year, str(month), day)
    reading = _certain(text, days)
    return reading if reading.remark is not None else _short_year(text, days[0], year)


def _no_day(text: str, day: str, orders: Orders) -> Reading[date | None]:
    if _SERIAL.fullmatch(day):
        meant = _SERIAL_ZERO + timedelta(days=int(day.partition(".")[0]))
        if orders.serials:
            return noted(meant, "day-number", f"{quoted(text)} is a spreadsheet's number for {in_words(meant)}")
        question = f"is {quoted(text)} a spreadsheet's number for {in_words(meant)}?"
        return held((meant,), "day-number", question)
    return held((None,), "unreadable-date", f"{quoted(text)} cannot be read as a date")
