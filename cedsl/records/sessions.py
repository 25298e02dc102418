"""Rows that say when somebody came and went: which columns say it, and what each row says by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.quantity import HOUR, MINUTE, TIME
from cedsl.records.amounts import AmountManner, minutes_in, read_amount
from cedsl.records.days import Orders, read_day
from cedsl.records.headings import AmountIn, FieldNamed, Part
from cedsl.records.manners import mark_in, setting
from cedsl.records.mend import UNKNOWN, Mended, Source
from cedsl.records.moments import DAY, Moment, day_of, length_in_words, moment, read_clock
from cedsl.records.numerals import Mark
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Reading, Remark, held, plain, quoted
from cedsl.records.table import Heading, Row


@dataclass(frozen=True, slots=True)
class Stated:
    """A column of lengths. A bare number is in one of `bare`: where nothing says in which, minutes or hours."""

    heading: Heading
    bare: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a row says when somebody came and went, on which day (None: those two say that too), how long that was in
    all, and which event it was.
    """

    member: Heading
    joined: Heading
    left: Heading
    day: Heading | None
    stated: tuple[Stated, ...]
    event: tuple[Heading, ...]


def columns_of(mended: Mended, about: Source) -> Columns | None:
    """None where the file does not say both once, or states amounts beside them that are no times."""
    taken = mended.columns(about).taken
    joined, left, member, day = (taken.get(part, ()) for part in (Part.JOINED, Part.LEFT, Part.MEMBER, Part.DATE))
    if not len(joined) == len(left) == len(member) == 1:
        return None
    stated = [
        _stated(each.unit, heading, mended, about)
        for each, several in taken.items()
        if isinstance(each, AmountIn)
        for heading in several
    ]
    units = about.units.by_name
    if any(units[bare].dimension != TIME for each in stated for bare in each.bare):
        return None
    event = (taken.get(each, ()) for each in (Part.EVENT, FieldNamed("course"), FieldNamed("title")))
    return Columns(
        member[0], joined[0], left[0], next(iter(day), None), tuple(stated), tuple(h for each in event for h in each)
    )


def _stated(unit: str | None, heading: Heading, mended: Mended, about: Source) -> Stated:
    known = about.units.named(setting(about.profile, heading).unit or "") or unit
    found = mark_in(mended.table.column(heading.index), heading, about.profile)
    return Stated(heading, (known,) if known else (MINUTE.name, HOUR.name), found.mark)


@dataclass(frozen=True, slots=True)
class Length:
    """A length that a row states: its column, its cell, and the seconds that it may come to, none if unreadable."""

    heading: Heading
    cell: str
    seconds: tuple[Fraction, ...]


def lengths_in(row: Row, columns: Columns, about: Source) -> tuple[Length, ...]:
    """Every length that the row states beside the times."""
    cells = ((each, row.cell(each.heading.index)) for each in columns.stated)
    return tuple(Length(each.heading, cell, tuple(_seconds(cell, each, about))) for each, cell in cells if cell)


def _seconds(cell: str, stated: Stated, about: Source) -> Iterator[Fraction]:
    for bare in stated.bare:
        for claim in read_amount(cell, AmountManner(bare, stated.mark), about.units).values:
            minutes = None if claim.amount is None else minutes_in(claim.amount, about.units)
            if minutes is not None:
                yield minutes * 60


@dataclass(frozen=True, slots=True)
class Way:
    """A day and a length that a row may mean, as the texts of cells; the length may be blank, or unknown."""

    day: str
    length: str


@dataclass(frozen=True, slots=True)
class Presence:
    """What one row says. It is plain where it has `first` and `end` and nothing holds it; else `ways` are what it may
    mean. `remark` holds it, or notes how a day in it was read.
    """

    row: Row
    first: Moment | None = None
    end: Moment | None = None
    remark: Remark | None = None
    ways: tuple[Way, ...] = ()
    zones: frozenset[str] = frozenset()

    def is_plain(self) -> bool:
        return self.first is not None and self.end is not None and not self.ways


@dataclass(frozen=True, slots=True)
class _Point:
    """One cell: a point of time where it can be told, and a remark about it in its place."""

    at: Moment | None = None
    remark: Remark | None = None
    zone: str = ""
    days: tuple[date, ...] = ()
    is_blank: bool = False
    is_dayless: bool = False

    def is_held(self) -> bool:
        return self.remark is not None and self.remark.outcome is Outcome.HELD


def presence(row: Row, columns: Columns, orders: Orders, session: tuple[Moment, Moment] | None) -> Presence:
    """What the row says, where days are written in one of the orders. A session ends what nobody says the end of."""
    own: Reading[date | None] = plain(None)
    if columns.day is not None and (text := row.cell(columns.day.index)):
        own = read_day(text, orders)
    came, went = (_point(row, each, own, orders) for each in (columns.joined, columns.left))
    zones = frozenset(each.zone for each in (came, went) if each.zone)
    if came.is_blank and went.is_blank:
        return Presence(row)
    if came.is_held() or went.is_held() or came.is_blank or went.is_blank or len(zones) > 1:
        return _doubtful(row, columns, came, went, session)
    assert came.at is not None
    assert went.at is not None
    if went.at < came.at:
        return _backwards(row, columns, came, went, session)
    remark = came.remark or went.remark
    return Presence(row, came.at, went.at, remark, zones=zones)


def _point(row: Row, heading: Heading, own: Reading[date | None], orders: Orders) -> _Point:
    text = row.cell(heading.index)
    if not text:
        return _Point(is_blank=True)
    clock = read_clock(text)
    nothing: Reading[date | None] = held((None,), "unreadable-time", f"{quoted(text)} is no day and time")
    if clock is None or not (clock.day or own.values[0]):
        return _Point(remark=nothing.at(heading.text, text).remark)
    reading = read_day(clock.day, orders) if clock.day else plain(own.values[0])
    day = reading.values[0]
    at = None if day is None else moment(day, clock.seconds)
    days = tuple(each for each in reading.values if each is not None)
    return _Point(at, reading.at(heading.text, text).remark, clock.zone, days, is_dayless=not clock.day)


def _doubtful(
    row: Row, columns: Columns, came: _Point, went: _Point, session: tuple[Moment, Moment] | None
) -> Presence:
    """A row that does not say when somebody came or went, or of which it cannot be told."""
    if came.is_held() or went.is_held():
        remark = came.remark if came.is_held() else went.remark
    elif came.is_blank:
        remark = _held(
            "no-join-time", f"{quoted(columns.joined.text)} is blank: nobody knows when it began", columns.joined, row
        )
    elif went.is_blank:
        remark = _held(
            "no-leave-time", f"{quoted(columns.left.text)} is blank: nobody knows when it ended", columns.left, row
        )
    else:
        zones = " and ".join(quoted(each.zone) for each in (came, went))
        remark = _held("zones-differ", f"the row gives its times in two zones, {zones}", columns.left, row)
    days = [day.isoformat() for day in came.days or went.days] or [""]
    if came.at is not None and went.at is not None and came.at <= went.at:
        length = length_in_words(went.at - came.at)
    else:
        length = _at_most(came.at, session)
    return Presence(row, remark=remark, ways=tuple(Way(day, length) for day in days))


def _backwards(
    row: Row, columns: Columns, came: _Point, went: _Point, session: tuple[Moment, Moment] | None
) -> Presence:
    """Somebody left before coming: the two were exchanged, or it went past midnight, or one of them is wrong."""
    assert came.at is not None
    assert went.at is not None
    ways = [Way(day_of(went.at).isoformat(), length_in_words(came.at - went.at))]
    day = day_of(came.at).isoformat()
    if went.is_dayless:
        ways.append(Way(day, length_in_words(went.at + DAY - came.at)))
    ways.append(Way(day, _at_most(None, session)))
    cells = f"{quoted(row.cell(columns.left.index))} is before {quoted(row.cell(columns.joined.index))}"
    sentence = f"the row says that somebody left before joining: {cells}"
    remark = _held("leaves-before-joining", sentence, columns.left, row)
    return Presence(row, remark=remark, ways=tuple(dict.fromkeys(ways)))


def _at_most(came: Moment | None, session: tuple[Moment, Moment] | None) -> str:
    """The longest that somebody can have been there; unknown without a session."""
    if session is None:
        return UNKNOWN
    first = session[0] if came is None else max(came, session[0])
    return length_in_words(max(session[1] - first, Fraction(0)))


def _held(reason: str, sentence: str, heading: Heading, row: Row) -> Remark:
    return Remark(Outcome.HELD, reason, sentence, heading.text, row.cell(heading.index))


def ambiguous(rows: Iterable[Row], columns: Columns, orders: Orders) -> dict[int, Remark]:
    """The rows whose days could be two, by number, with the question."""
    headings: Sequence[Heading] = [each for each in (columns.joined, columns.left, columns.day) if each is not None]
    found: dict[int, Remark] = {}
    for row in rows:
        for heading in headings:
            text = row.cell(heading.index)
            clock = read_clock(text)
            remark = read_day(text if clock is None else clock.day, orders).remark if text else None
            if remark is not None and remark.reason == "ambiguous-date":
                found.setdefault(row.number, Remark(Outcome.HELD, remark.reason, remark.sentence, heading.text, text))
    return found
