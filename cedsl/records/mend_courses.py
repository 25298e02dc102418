"""Hours that a table of courses states, and columns of which a row may fill one at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace

from cedsl.lean import dataclass
from cedsl.quantity import Amount
from cedsl.records.amounts import AmountManner, read_amount
from cedsl.records.folding import folded, folded_heading
from cedsl.records.headings import AmountIn, FieldNamed, PartOf
from cedsl.records.mend import UNKNOWN, Mended, Source, with_cell
from cedsl.records.numerals import Mark
from cedsl.records.outcome import Outcome
from cedsl.records.profile import Hours
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Heading, Row


def with_one_of_each(mended: Mended, about: Source) -> Mended:
    """A row that fills two columns of a group that is settled to be either one or the other is held."""
    for group in about.profile.either:
        headings = _headings(mended, group)
        remarks: list[tuple[int, Remark]] = []
        others: dict[int, tuple[Row, ...]] = {}
        for row in mended.open_rows() if len(headings) > 1 else ():
            filled = [each for each in headings if row.cell(each.index)]
            if len(filled) < 2:
                continue
            words = " and ".join(f"{quoted(row.cell(each.index))} in {quoted(each.text)}" for each in filled)
            sentence = f"the row says {words}, and only one of the two may be given: which one is right?"
            remarks.append((row.number, _held("either-or", sentence, filled[-1], row.cell(filled[-1].index))))
            others[row.number] = tuple(_keeping(row, each, filled) for each in filled)
        mended = mended.remarking(remarks).with_others(others)
    return mended


def _headings(mended: Mended, names: tuple[str, ...]) -> list[Heading]:
    wanted = {folded_heading(name) for name in names}
    return [each for each in mended.table.header if folded_heading(each.text) in wanted]


def _keeping(row: Row, kept: Heading, filled: list[Heading]) -> Row:
    for each in filled:
        row = row if each is kept else with_cell(row, each.index, "")
    return row


def with_course_hours(mended: Mended, about: Source) -> Mended:
    """A row without hours has those of its course; a settled source takes them in place of its own. So it is where a
    table of courses is settled, or which columns name the course.
    """
    worth = {folded(course): _exactly(text, about) for course, text in about.profile.courses.items()}
    if not worth and not _names_courses(mended, about):
        return mended
    if not any(isinstance(meaning, AmountIn) for meaning in mended.columns(about).taken):
        mended = mended.with_column("amount", lambda _: "")
    desk = _desk(mended, about, worth)
    if desk is None:
        return mended
    for row in mended.open_rows():
        desk.work(row)
    others = {number: tuple(desk.counted(each) for each in rows) for number, rows in mended.otherwise.items()}
    mended = replace(mended, otherwise=others).with_rows(desk.changed)
    return mended.with_others(desk.others).remarking(desk.remarks).noticing(*desk.notices())


def _names_courses(mended: Mended, about: Source) -> bool:
    """Whether the settings say which columns name the course, one or the other of them."""
    named = mended.columns(about).taken.get(FieldNamed("course"), ())
    return any(each in _headings(mended, group) for group in about.profile.either for each in named)


def _exactly(text: str, about: Source) -> str:
    """The amount so that it reads the same in every column; a text that is none stays, and its rows are held."""
    reading = read_amount(text, AmountManner(about.schema.unit, Mark.UNPROVEN), about.units)
    amount = reading.values[0].amount
    return text if amount is None or reading.is_held() else _written(amount)


def _written(amount: Amount) -> str:
    number = amount.number
    return f"{number.numerator}/{number.denominator} {amount.unit}"


@dataclass
class _Desk:
    """The table of courses beside the columns in which a row names its course and states its hours."""

    worth: dict[str, str]
    courses: list[Heading]
    amount: Heading
    stated: list[Heading]
    course_decides: bool
    changed: dict[int, Row] = field(default_factory=dict)
    others: dict[int, tuple[Row, ...]] = field(default_factory=dict)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)
    replaced: int = 0

    def work(self, row: Row) -> None:
        """Give one row its hours, or say that they are missing."""
        heading, course = self._course(row)
        found = self.worth.get(folded(course))
        is_stated = any(row.cell(each.index) for each in self.stated)
        if found is not None and not is_stated:
            self.changed[row.number] = with_cell(row, self.amount.index, found)
            sentence = f"the hours are those of the course {quoted(course)}, by the table of courses"
            self.remarks.append((row.number, Remark(Outcome.NOTED, "hours-of-course", sentence, heading.text, course)))
        elif found is not None and self.course_decides:
            self.changed[row.number] = self._replaced(row, found)
            self.replaced += 1
        elif not is_stated:
            self.others[row.number] = (with_cell(row, self.amount.index, UNKNOWN),)
            known = f"does not know the course {quoted(course)}" if course else "cannot help, for no course is named"
            sentence = f"hours missing: the row states none, and the table of courses {known}"
            remark = replace(_held("hours-missing", sentence, self.amount, ""), word=course)
            self.remarks.append((row.number, remark))

    def counted(self, row: Row) -> Row:
        """A row as it may have been, with the hours of the course that it then names."""
        if any(row.cell(each.index) for each in self.stated):
            return row
        return with_cell(row, self.amount.index, self.worth.get(folded(self._course(row)[1]), UNKNOWN))

    def notices(self) -> Iterator[str]:
        if self.replaced:
            rows = "1 row that states its own" if self.replaced == 1 else f"{self.replaced} rows that state their own"
            yield f"hours are those of the table of courses, as the profile says, also in {rows}"

    def _course(self, row: Row) -> tuple[Heading, str]:
        named = ((each, row.cell(each.index)) for each in self.courses)
        return next(((each, cell) for each, cell in named if cell), (self.courses[0], ""))

    def _replaced(self, row: Row, worth: str) -> Row:
        for each in self.stated:
            row = with_cell(row, each.index, "")
        return with_cell(row, self.amount.index, worth)


def _desk(mended: Mended, about: Source, worth: dict[str, str]) -> _Desk | None:
    """None where no column names courses."""
    taken = mended.columns(about).taken
    named = taken.get(FieldNamed("course"), ())
    amounts = [heading for meaning, several in taken.items() if isinstance(meaning, AmountIn) for heading in several]
    parts = [heading for meaning, several in taken.items() if isinstance(meaning, PartOf) for heading in several]
    if not named or not amounts:
        return None
    groups = [_headings(mended, group) for group in about.profile.either]
    beside = [each for group in groups if named[0] in group for each in group if each not in named]
    decides = about.profile.hours is Hours.COURSE
    return _Desk(worth, [*named, *beside], amounts[0], [*amounts, *parts], decides)


def _held(reason: str, sentence: str, heading: Heading, cell: str) -> Remark:
    return Remark(Outcome.HELD, reason, sentence, heading.text, cell)
