"""What becomes of the rows of an attendance report, their days read in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.records.attendance import Attendance, Stretch, attendances, within
from cedsl.records.days import in_words
from cedsl.records.moments import Moment, day_of, last_day_of, length_in_words
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.sessions import Columns, Length, Presence, Way
from cedsl.records.table import Row


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row: the ways in which it may be read, the likeliest first, and what is said of it; or why it
    is settled. `ended` is the day on which it ended, where that is a later one. `alike` are the cells of all rows that
    it stands for.
    """

    ways: tuple[Way, ...] = ()
    remarks: tuple[Remark, ...] = ()
    settled: Remark | None = None
    ended: date | None = None
    alike: tuple[str, ...] = ()


CLOSE = 60
"""Seconds: a stated length that differs by less was rounded."""


@dataclass(frozen=True)
class Report:
    """An attendance report: its columns, when the session was, the lengths that each row states, and the rows that
    stand for themselves.
    """

    columns: Columns
    window: tuple[Moment, Moment] | None
    lengths: Mapping[int, tuple[Length, ...]]
    apart: frozenset[int]

    def lines(self, found: Iterable[Presence]) -> dict[int, Line]:
        """What becomes of each row, by number."""
        every = list(found)
        lines = {each.row.number: self._doubtful(each) for each in every if not each.is_plain()}
        plain = {each.row.number: each for each in every if each.is_plain()}
        whole = {one.row: each for each in self._attendances(plain) for one in each.stretches}
        for number in [each for each in plain if each not in whole]:
            lines[number] = self._outside(plain.pop(number))
        differing = {number: each for number, each in plain.items() if self._gap(each, whole[number], plain) >= CLOSE}
        for number, each in differing.items():
            lines[number] = self._stated_otherwise(each)
            del plain[number]
        for together in self._attendances(plain):
            lines.update(self._entered(together, plain))
        return lines

    def _attendances(self, plain: Mapping[int, Presence]) -> Iterator[Attendance]:
        """What lies within the session, by person and event."""
        groups: dict[tuple[str, ...], list[Stretch]] = {}
        for each in plain.values():
            stretch = within(_stretch(each), self.window)
            if stretch is not None:
                groups.setdefault(self._event(each.row), []).append(stretch)
        for several in groups.values():
            yield from attendances(several, one=self.window is not None)

    def _event(self, row: Row) -> tuple[str, ...]:
        """Whose presence it is, and where."""
        own = str(row.number) if row.number in self.apart else ""
        return own, row.cell(self.columns.member.index), *(row.cell(each.index) for each in self.columns.event)

    def _gap(self, each: Presence, whole: Attendance, plain: Mapping[int, Presence]) -> Fraction:
        """The seconds by which a stated length differs from every length that it can mean: of the row, of all rows of
        the attendance, and of the time that they cover.
        """
        every = [_stretch(plain[one.row]).length for one in whole.stretches]
        known = [_stretch(each).length, sum(every, Fraction(0)), whole.seconds]
        stated = [length.seconds for length in self.lengths.get(each.row.number, ()) if length.seconds]
        return max((_nearest(seconds, known) for seconds in stated), default=Fraction(0))

    def _doubtful(self, each: Presence) -> Line:
        """A row that a person must settle: as it says, or as long as it states beside its times."""
        remarks = () if each.remark is None else (each.remark,)
        stated = self.lengths.get(each.row.number, ())
        if not each.ways:
            return Line((Way("", stated[0].cell if stated else ""),), remarks, alike=each.row.stated())
        beside = [Way(each.ways[0].day, text) for length in stated for text in _texts(length.seconds)]
        return Line(tuple(dict.fromkeys((*each.ways, *beside))), remarks, alike=each.row.stated())

    def _outside(self, each: Presence) -> Line:
        sentence = "the row lies before the session began or after it ended"
        cell = each.row.cell(self.columns.joined.index)
        remark = Remark(Outcome.REFUSED, "outside-the-session", sentence, self.columns.joined.text, cell)
        return Line(settled=remark)

    def _stated_otherwise(self, each: Presence) -> Line:
        """A row that states another length than its times have: which of the two counts?"""
        own = _stretch(each)
        day = day_of(own.first).isoformat()
        length = max(self.lengths[each.row.number], key=lambda found: _nearest(found.seconds, [own.length]))
        sentence = (
            f"the row says {quoted(length.cell)}; from joining to leaving it is {length_in_words(own.length)}: "
            "which of the two counts?"
        )
        remark = Remark(Outcome.HELD, "lengths-differ", sentence, length.heading.text, length.cell)
        clipped = within(own, self.window) or own
        ways = [length_in_words(clipped.length), *_texts(length.seconds)]
        every = tuple(Way(day, text) for text in dict.fromkeys(ways))
        return Line(every, (remark,), ended=_ended(own.first, own.end), alike=each.row.stated())

    def _entered(self, together: Attendance, plain: Mapping[int, Presence]) -> Iterator[tuple[int, Line]]:
        """The row that stands for the attendance, and those that are merged into it."""
        kept, *merged = (plain[one.row] for one in together.stretches)
        remarks = [each for each in (kept.remark, *self._rounded(kept)) if each is not None]
        ended = _ended(together.first, together.end)
        if ended is not None:
            sentence = f"it went on until {in_words(ended)}, and is dated {in_words(day_of(together.first))}"
            column = self.columns.left
            cell = kept.row.cell(column.index)
            remarks.append(Remark(Outcome.NOTED, "past-midnight", sentence, column.text, cell))
        way = Way(day_of(together.first).isoformat(), length_in_words(together.seconds))
        alike = tuple(cell for each in (kept, *merged) for cell in (*each.row.stated(), ""))
        yield kept.row.number, Line((way,), tuple(remarks), ended=ended, alike=alike)
        for each in merged:
            sentence = f"merged with row {kept.row.number}: the time of both is counted once"
            yield each.row.number, Line(settled=Remark(Outcome.NOTED, "merged", sentence))

    def _rounded(self, each: Presence) -> Iterator[Remark]:
        """Stated lengths that are not quite that of the times, or that nobody can read."""
        own = _stretch(each).length
        for length in self.lengths.get(each.row.number, ()):
            counts = f"from joining to leaving it is {length_in_words(own)}, which counts"
            if not length.seconds:
                sentence = f"{quoted(length.cell)} cannot be read as a length; {counts}"
                yield Remark(Outcome.NOTED, "unread-length", sentence, length.heading.text, length.cell)
            elif 0 < _nearest(length.seconds, [own]) < CLOSE:
                sentence = f"the row says {quoted(length.cell)}; {counts}"
                yield Remark(Outcome.NOTED, "rounded-length", sentence, length.heading.text, length.cell)


def _stretch(each: Presence) -> Stretch:
    # Invariant: only plain rows are asked for their stretch, and those have both ends.
    assert each.first is not None
    assert each.end is not None
    return Stretch(each.row.number, each.first, each.end)


def _nearest(stated: Iterable[Fraction], known: Iterable[Fraction]) -> Fraction:
    every = list(known)
    return min((abs(one - other) for one in stated for other in every), default=Fraction(0))


def _texts(seconds: Iterable[Fraction]) -> Iterator[str]:
    return (length_in_words(each) for each in seconds)


def _ended(first: Moment, end: Moment) -> date | None:
    """The last day, where it is not the first."""
    last = last_day_of(first, end)
    return last if last > day_of(first) else None
