"""What a person can settle about files: each question once, for a whole column or for one unknown word of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction

from cedsl.diagnostic import nearest
from cedsl.lean import dataclass
from cedsl.quantity import written
from cedsl.records.days import Orders, in_words, read_day
from cedsl.records.folding import folded, folded_heading
from cedsl.records.numerals import NUMBER, Mark, doubtful_in, read_number, third_near, unmistakable
from cedsl.records.outcome import Outcome, Point
from cedsl.records.profile import Status
from cedsl.records.profile_settings import MARKS, ORDERS, Setting
from cedsl.records.remark import quoted, shortened
from cedsl.records.schema import OWN_UNIT, ChoiceType
from cedsl.records.table import Heading
from cedsl.records.understanding import Understood


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer, and the settings of the profile that it comes to. `words` are short, for a numbered list."""

    words: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What one answer settles. `reason` and `column` say about what, `word` for which word of the column alone.

    `rows` counts the rows that wait for the answer; where it is 0 none does, and the question may well be left.
    `cells` are the different cells that ask it, at most `MOST_CELLS`. Where the answer is `typed`, there is one choice,
    and the answer takes the place of the example in its setting.
    """

    reason: str
    column: str
    text: str
    choices: tuple[Choice, ...]
    rows: int = 0
    cells: tuple[str, ...] = ()
    word: str = ""
    typed: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for the same question about other contents of the file."""
        return self.reason, folded_heading(self.column), self.word


MOST_CELLS = 5


@dataclass
class Doubt:
    """What several rows wait for, in one column: its cells with the number of rows that hold each. `words` are how
    each cell spells the word that is meant.
    """

    point: Point
    heading: Heading
    of: Understood
    cells: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        return self.point.word or self.point.cell

    @property
    def rows(self) -> int:
        return sum(self.cells.values())

    @property
    def cell(self) -> str:
        """The first of its cells."""
        return next(iter(self.cells))

    def asks(self, text: str, choices: Iterable[Choice], word: str = "") -> Question:
        cells = tuple(cell for cell in self.cells if cell)[:MOST_CELLS]
        return Question(self.point.reason, self.heading.text, text, tuple(choices), self.rows, cells, word)

    def settles(self, words: str, name: str, worth: str | bool) -> Choice:
        """A choice about the column."""
        return Choice(words, (Setting(("columns", self.heading.text, name), worth),))

    def rewrites(self, words: str, change: Callable[[str], str]) -> Choice:
        """A choice that puts another text in place of each of the cells."""
        column = ("columns", self.heading.text, "values")
        shown = f"{words}: {quoted(self.cell)} is {shortened(change(self.cell))}"
        return Choice(shown, tuple(Setting((*column, cell), change(cell)) for cell in self.cells))

    def means(self, words: str, name: str) -> Choice:
        """A choice for the word, in every cell that has it."""
        column = ("columns", self.heading.text, "values")
        once: dict[str, Setting] = {}
        for cell, word in self.words.items():
            once.setdefault(folded(cell), Setting((*column, cell), cell.replace(word, name, 1)))
        return Choice(words, tuple(once.values()))


def asked_of_rows(several: Sequence[Understood]) -> tuple[Question, ...]:
    """The questions that held rows ask; those for which most rows wait come first."""
    found = [question for doubt in _doubts(several) for question in _ASKS[doubt.point.reason](doubt)]
    return tuple(sorted(found, key=lambda each: -each.rows))


def _doubts(several: Sequence[Understood]) -> tuple[Doubt, ...]:
    """Every doubt that a setting could end, in the order in which the files show them."""
    found: dict[tuple[str, str, str], Doubt] = {}
    for of in several:
        headings = {heading.text: heading for heading in of.mended.table.header if folded_heading(heading.text)}
        for outcome in of.read.outcomes.remarked.values():
            for point in outcome.points if outcome.outcome is Outcome.HELD else ():
                key = _key(point)
                if key is not None and point.column in headings:
                    doubt = found.setdefault(key, Doubt(point, headings[point.column], of))
                    doubt.cells[point.cell] = doubt.cells.get(point.cell, 0) + 1
                    doubt.words.setdefault(point.cell, point.word or point.cell)
    return tuple(found.values())


def _key(point: Point) -> tuple[str, str, str] | None:
    """One for everything that one answer settles; None where no setting settles it."""
    if point.reason not in _ASKS:
        return None
    column = "" if point.reason in _OF_EVERY_COLUMN else folded_heading(point.column)
    return point.reason, column, folded(point.word or point.cell) if point.reason in _OF_A_WORD else ""


def _which_order(doubt: Doubt) -> Iterator[Question]:
    readings = {word: read_day(doubt.cell, Orders(frozenset({order}), settled=True)) for word, order in ORDERS.items()}
    days = {word: each.values[0] for word, each in readings.items() if not each.is_held()}
    choices = [
        doubt.settles(f"the {word}: {quoted(doubt.cell)} is {in_words(day)}", "order", word)
        for word, day in days.items()
        if day is not None
    ]
    if choices:
        yield doubt.asks(f"In which order does the column {quoted(doubt.heading.text)} write its days?", choices)


def _other_order(doubt: Doubt) -> Iterator[Question]:
    """About days that can only be read in an order that the column does not have."""
    heading, cell = quoted(doubt.heading.text), quoted(doubt.cell)
    text = f"Other days in the column {heading} stand in another order than {cell}. Is it right all the same?"
    yield doubt.asks(text, [doubt.rewrites("yes, as is every such cell", _only_day)])


def _only_day(cell: str) -> str:
    day = read_day(cell, Orders()).values[0]
    return cell if day is None else day.isoformat()


def _serials(doubt: Doubt) -> Iterator[Question]:
    (day,) = read_day(doubt.cell, Orders()).values
    meant = "" if day is None else f": {quoted(doubt.cell)} is {in_words(day)}"
    choice = Choice(f"yes{meant}", (Setting(("serials",), worth=True),))
    yield doubt.asks("Are bare numbers in columns of days a spreadsheet's own numbers for days?", [choice])


def _which_mark(doubt: Doubt) -> Iterator[Question]:
    """About the column where its cells do not show the mark; else about those cells alone."""
    heading = quoted(doubt.heading.text)
    column = next(each for each in doubt.of.columns if each.heading == doubt.heading.text)
    shown = "" if column.decimals is None else column.decimals.word
    if not shown:
        choices = [choice for word, mark in MARKS.items() for choice in _marked(doubt, word, mark)]
        yield doubt.asks(f"How does the column {heading} write decimals?", choices)
    elif doubtful_in(doubt.cell):
        point = "," if shown == "comma" else "."
        yield doubt.asks(
            f"Are there decimals or thousands in {quoted(doubt.cell)}, in the column {heading}?",
            (
                doubt.rewrites("decimals", lambda cell: _rewritten(cell, point)),
                doubt.rewrites("thousands", lambda cell: _rewritten(cell, "")),
            ),
        )


def _marked(doubt: Doubt, word: str, mark: Mark) -> Iterator[Choice]:
    """The mark as a choice, where it settles the first cell."""
    number = NUMBER.search(doubt.cell)
    reading = None if number is None else read_number(number[0], mark)
    if number is not None and reading is not None and not reading.is_held():
        words = f"with a {word}: {quoted(number[0])} is {written(reading.values[0])}"
        yield doubt.settles(words, "decimals", word)


def _rewritten(cell: str, point: str) -> str:
    """The cell with its doubtful number as a decimal with that mark; without a mark, as a whole number."""
    number = doubtful_in(cell)
    whole, places = re.split("[.,]", number)
    way = unmistakable(Fraction(int(whole + places), 1000), point) if point else whole + places
    return cell.replace(number, way, 1)


def _which_thirds(doubt: Doubt) -> Iterator[Question]:
    number = next(each for each in NUMBER.findall(doubt.cell) if third_near(each) is not None)
    third = Choice(f"a third: {quoted(number)} is {written(third_near(number) or Fraction(0))}", (_THIRDS,))
    exactly = doubt.rewrites("exactly that", _exactly)
    yield doubt.asks(f"Are 0.33 and 0.67 in the column {quoted(doubt.heading.text)} thirds?", (third, exactly))


_THIRDS = Setting(("thirds",), worth=True)


def _exactly(cell: str) -> str:
    number = next(each for each in NUMBER.findall(cell) if third_near(each) is not None)
    whole, places = re.split("[.,]", number)
    return cell.replace(number, f"{int(whole + places)}/{10 ** len(places)}", 1)


def _which_clock(doubt: Doubt) -> Iterator[Question]:
    """`1:30` in a column of minutes."""
    yield doubt.asks(
        f"What is {quoted(doubt.cell)} in the column {quoted(doubt.heading.text)}, which holds minutes?",
        (
            doubt.rewrites("hours and minutes", lambda cell: _clock(cell, Fraction(60), Fraction(1))),
            doubt.rewrites("minutes and seconds", lambda cell: _clock(cell, Fraction(1), Fraction(1, 60))),
        ),
    )


def _clock(cell: str, first: Fraction, second: Fraction) -> str:
    one, other = cell.split(":")
    return f"{written(int(one) * first + int(other) * second)} min"


def _does_repeat(doubt: Doubt) -> Iterator[Question]:
    text = f"Does a blank cell in the column {quoted(doubt.heading.text)} repeat the one above?"
    yield doubt.asks(text, [doubt.settles("yes", "fill", worth=True)])


def _which_category(doubt: Doubt) -> Iterator[Question]:
    schema = doubt.of.about.schema
    yield doubt.asks(
        f"Which category is {quoted(doubt.word)} in the column {quoted(doubt.heading.text)}?",
        _named(doubt, schema.categories, "no category: read it as blank"),
        doubt.word,
    )


def _which_value(doubt: Doubt) -> Iterator[Question]:
    type_ = doubt.of.type_of(doubt.heading)
    if isinstance(type_, ChoiceType):
        titles = type_.titles or ("",) * len(type_.values)
        words = dict(zip(type_.values, titles, strict=True))
    else:
        words = {"yes": "", "no": ""}
    text = f"What does {quoted(doubt.word)} mean in the column {quoted(doubt.heading.text)}?"
    yield doubt.asks(text, _named(doubt, words, "nothing: read it as blank"), doubt.word)


def _which_status(doubt: Doubt) -> Iterator[Question]:
    words = {
        Status.APPROVED: "approved: the row counts",
        Status.PENDING: "pending: the row does not count yet",
        Status.UNFINISHED: "unfinished: the row does not count",
        Status.REJECTED: "rejected: the row never counts",
    }
    choices = [Choice(words[each], (Setting(("statuses", doubt.cell), each.value),)) for each in Status]
    yield doubt.asks(f"What does the status {quoted(doubt.cell)} come to?", choices, doubt.cell)


def _course_hours(doubt: Doubt) -> Iterator[Question]:
    course = doubt.point.word
    if course:
        example = Choice("its hours, such as 2h", (Setting(("courses", course), "2h"),))
        asked = doubt.asks(f"What is the course {quoted(course)} worth?", [example], course)
        yield replace(asked, typed=True)


def _which_unit(doubt: Doubt) -> Iterator[Question]:
    units = doubt.of.about.units.by_name
    own = doubt.of.about.schema.unit
    names = sorted(units.keys() - {OWN_UNIT}, key=lambda name: (name != own, list(units).index(name)))
    text = f"Which unit is {quoted(doubt.word)} in the column {quoted(doubt.heading.text)}?"
    yield doubt.asks(text, [doubt.means(units[name].plural, name) for name in names], doubt.word)


def _named(doubt: Doubt, titles: Mapping[str, str], blank: str) -> Iterator[Choice]:
    """Every name, the most likely one first, then leaving it blank where the word is the whole cell."""
    by_word = {word: name for name, title in titles.items() for word in (name, title) if word}
    guess = nearest(doubt.word, by_word)
    likely = None if guess is None else by_word[guess]
    for name in sorted(titles, key=lambda each: each != likely):
        title = titles[name]
        yield doubt.means(f"{name} ({title})" if title and title != name else name, name)
    if all(cell == word for cell, word in doubt.words.items()):
        yield doubt.means(blank, "")


_ASKS: Mapping[str, Callable[[Doubt], Iterable[Question]]] = {
    "ambiguous-date": _which_order,
    "mixed-date-order": _other_order,
    "day-number": _serials,
    "comma-or-point": _which_mark,
    "ambiguous-number": _which_mark,
    "ambiguous-amount": _which_clock,
    "third-or-decimal": _which_thirds,
    "blank-or-repeated": _does_repeat,
    "unknown-category": _which_category,
    "unknown-choice": _which_value,
    "unreadable-yes-no": _which_value,
    "unknown-unit": _which_unit,
    "unknown-status": _which_status,
    "hours-missing": _course_hours,
}
"""What the reasons of held rows ask, where a setting can answer."""

_OF_A_WORD = frozenset(
    (
        "unknown-category",
        "unknown-choice",
        "unreadable-yes-no",
        "unknown-unit",
        "unknown-status",
        "hours-missing",
    )
)
_OF_EVERY_COLUMN = frozenset(("day-number",))
