"""What was understood of files that are imported, for a terminal: columns, rows by outcome, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cedsl.lean import dataclass
from cedsl.publishing.report import printable, printable_cell, totals
from cedsl.publishing.report_text import rows_read
from cedsl.records import understanding
from cedsl.records.amounts import Units
from cedsl.records.headings import AmountIn, Meaning, Part
from cedsl.records.outcome import Outcome, Records, RowOutcome, called
from cedsl.records.profile_settings import Setting
from cedsl.records.questions import Choice, Question
from cedsl.records.remark import quoted
from cedsl.records.schema import OWN_UNIT
from cedsl.records.table import Table
from cedsl.records.unclear import Unclear
from cedsl.records.understanding import CREDIT, By, ColumnRead, Understood, Way

MOST_SHOWN = 2
"""How many rows of one outcome and reason are told."""

MOST_QUESTIONS = 10
MOST_CHOICES = 6
MOST_LINES = 4
LONGEST_LINE = 300
MARGIN = "       "


@dataclass(frozen=True)
class ImportReport:
    """Files as they were understood, and the questions about them. `rules` are those in whose words they were read:
    None where any word is a category. `profile` is what the user called the profile, empty without one. `next` is the
    command that checks the files, to be pasted; it may be empty.
    """

    found: tuple[Understood | Unclear, ...]
    questions: tuple[Question, ...]
    rules: str | None = None
    profile: str = ""
    next: str = ""

    @property
    def read(self) -> tuple[Understood, ...]:
        return tuple(each for each in self.found if isinstance(each, Understood))


def as_import_text(report: ImportReport) -> str:
    """The report for people."""
    return _parts(_head(report), _files(report), _questions(report), _rows(report), _foot(report))


def files_text(report: ImportReport) -> str:
    """Only how the files were understood."""
    return _parts(_head(report), _files(report))


def _parts(*parts: Iterable[str]) -> str:
    """Each part that says anything, with an empty line before the next."""
    return "\n".join("\n".join(lines) + "\n" for lines in (list(each) for each in parts) if lines)


def _head(report: ImportReport) -> Iterator[str]:
    none = "none: any word is a category, and a bare number is in the unit of the rules"
    profile = f", with the profile {printable(report.profile)}" if report.profile else ""
    yield f"Rules  {none if report.rules is None else printable(report.rules)}{profile}"


def _files(report: ImportReport) -> Iterator[str]:
    for number, each in enumerate(report.found):
        if number:
            yield ""
        if isinstance(each, Unclear):
            yield f"Read   nothing yet from {printable(_called(each.table))}"
            yield f"{MARGIN}{_form(each.table)}"
            yield from (f"{MARGIN}{line}" for line in _known(each))
            yield from (f"{MARGIN}{printable(problem.message)}" for problem in each.problem.diagnostics)
        else:
            yield from _file(each, report.rules is not None)


def _known(unclear: Unclear) -> Iterator[str]:
    """The columns that are understood, of a header that leaves others open."""
    taken = unclear.mended.columns(unclear.about).taken.items()
    units = unclear.about.units
    means = {heading.index: _means(meaning, units) for meaning, several in taken for heading in several}
    headings = [each for each in unclear.mended.table.header if each.index in means]
    width = min(30, max((len(each.text) for each in headings), default=0))
    for each in headings:
        yield f"{printable_cell(each.text):{width}}  {printable_cell(means[each.index])}"


def _means(meaning: Meaning, units: Units) -> str:
    if isinstance(meaning, AmountIn):
        return "amount" if meaning.unit is None else f"amount in {units.by_name[meaning.unit].plural}"
    return understanding.word(meaning)


def _file(of: Understood, has_rules: bool) -> Iterator[str]:
    yield f"Read   {rows_read(of.read)}"
    if of.table.aside:
        yield from (f"{MARGIN}{printable(notice)}" for notice in of.read.notices)
        return
    yield f"{MARGIN}{_form(of.table)}"
    width = min(30, max((len(each.heading) for each in of.columns), default=0))
    for each in of.columns:
        words = column_words(each, of.about.units, has_rules)
        yield f"{MARGIN}{printable_cell(each.heading) or '(no heading)':{width}}  {words}"
    yield from (f"{MARGIN}{printable(notice)}" for notice in of.notices())
    counted = totals(of.read.outcomes)
    if sum(counted.values()) == counted[Outcome.SKIPPED]:
        yield f"{MARGIN}no row of it is {'a record' if isinstance(of.read, Records) else 'about a member'}"


def _called(table: Table) -> str:
    return called(table.source.name, table.sheet)


def _form(table: Table) -> str:
    """How the file is stored, what separates its columns, and where its header stands."""
    separated = f", columns separated by {table.separator}s" if table.begins >= 0 else ""
    header = f"row {table.head} is the header" if table.head else "there is no header"
    return f"{table.form}{separated}; {header}"


def column_words(column: ColumnRead, units: Units, has_rules: bool) -> str:
    """What the column was taken for, and how it is written."""
    parts = [_meaning(column, units, has_rules) + _gives(column), _order(column.order), _decimals(column.decimals)]
    return "; ".join(part for part in parts if part)


def _meaning(column: ColumnRead, units: Units, has_rules: bool) -> str:
    if not column.means or column.means == Part.NOTHING.value:
        unread = "not read" if column.filled else "not read: blank"
        return f"{unread}, but a row that leaves it blank credits nobody" if column.gives == CREDIT else unread
    if column.means == Part.UNIT.value and not column.unit:
        return "the unit of the amount"
    own = "" if column.is_known or not has_rules else ", which no rule knows"
    named = units.by_name.get(units.named(column.unit) or "")
    unit = f" in {named.plural}" if named is not None else ""
    if column.unit == OWN_UNIT:
        unit = " in the unit of the rules"
    amount = column.means == "amount" or units.named(column.means) is not None
    return f"{'amount' if amount else printable_cell(column.means)}{unit}{own}"


def _gives(column: ColumnRead) -> str:
    match column.gives:
        case "" | understanding.CREDIT:
            return ""
        case Part.NOTHING.value:
            return ", which is compared"
        case part:
            return f", which gives the {part}"


def _order(way: Way | None) -> str:
    if way is None:
        return ""
    match way.by:
        case By.SETTLED:
            return f"{way.word}, as the profile says"
        case By.SHOWN:
            return f"{way.word}, as {printable(quoted(way.cell))} shows"
        case By.MIXED:
            return "some with the day first, some with the month first"
        case By.OPEN:
            return f"no cell shows whether the day or the month is first, as in {printable(quoted(way.cell))}"


def _decimals(way: Way | None) -> str:
    if way is None:
        return ""
    match way.by:
        case By.SETTLED:
            return f"decimals with a {way.word}, as the profile says"
        case By.SHOWN:
            return f"decimals with a {way.word}, as {printable(quoted(way.cell))} shows"
        case By.MIXED | By.OPEN:
            return "some decimals with a comma, some with a point"


def _questions(report: ImportReport) -> Iterator[str]:
    if not report.questions:
        return
    count = len(report.questions)
    what = "1 question; the line beside an answer" if count == 1 else f"{count} questions; the line beside an answer"
    yield f"{what} settles it in a profile"
    for number, question in enumerate(report.questions[:MOST_QUESTIONS], 1):
        yield f"{number}. {question_words(question)}"
        yield from _choices(question.choices)
    if count > MOST_QUESTIONS:
        yield f"and {count - MOST_QUESTIONS} more questions (all of them: --format json)"


def question_words(question: Question) -> str:
    """The question, and how many rows wait for its answer."""
    waiting = {0: "", 1: " (1 row)"}.get(question.rows, f" ({question.rows} rows)")
    return printable(question.text) + waiting


def _choices(choices: Sequence[Choice]) -> Iterator[str]:
    shown = choices[:MOST_CHOICES]
    width = min(40, max((len(choice.words) for choice in shown), default=0))
    for choice in shown:
        lines = _lines(choice.settings)
        yield f"     {printable(choice.words):{width}}  {lines[0]}"
        yield from (f"     {'':{width}}  {line}" for line in lines[1:])
    if len(choices) > MOST_CHOICES:
        others = _number(len(choices) - MOST_CHOICES, "other")
        yield f"     or {'' if others == '1 other' else 'one of '}{others} (all of them: --format json)"


def _lines(settings: Sequence[Setting]) -> list[str]:
    lines = [_line(each) for each in settings[:MOST_LINES]]
    more = len(settings) - len(lines)
    return [*lines, f"and {more} such lines more (all of them: --format json)"] if more else lines


def _line(setting: Setting) -> str:
    """The line of a profile, to be copied; one that is too long for that is not shown."""
    line = printable(setting.line())
    return line if len(line) <= LONGEST_LINE else f"a line of {len(line)} characters (all of it: --format json)"


_TOLD = (Outcome.HELD, Outcome.REFUSED, Outcome.NOTED)


def _rows(report: ImportReport) -> Iterator[str]:
    """The held rows, then the refused and the noted ones: of each reason the first few, and how many more."""
    for outcome in _TOLD:
        for rows in _by_reason(report.read, outcome):
            for row in rows[:MOST_SHOWN]:
                place = called(row.file, row.sheet)
                yield f"{printable(place)} row {row.row} {outcome.value}: {printable(row.sentence)}"
            if len(rows) > MOST_SHOWN:
                more = len(rows) - MOST_SHOWN
                yield f"and {more} more {outcome.value} for the same reason (all of them: --format json)"


def _by_reason(several: Iterable[Understood], outcome: Outcome) -> list[list[RowOutcome]]:
    found: dict[str, list[RowOutcome]] = {}
    for of in several:
        for _, row in sorted(of.read.outcomes.remarked.items()):
            if row.outcome is outcome:
                found.setdefault(row.reason, []).append(row)
    return list(found.values())


def _foot(report: ImportReport) -> Iterator[str]:
    if report.next:
        yield f"Next   {report.next}"
    counts = [totals(of.read.outcomes) for of in report.read]
    whole = {outcome: sum(each[outcome] for each in counts) for outcome in Outcome}
    said = ", ".join(f"{count} {outcome.value}" for outcome, count in whole.items() if count)
    rows = _number(sum(whole.values()), "row") if report.read else "nothing is read yet"
    asked = f"; {_number(len(report.questions), 'question')}" if report.questions else ""
    yield f"{rows}{': ' if said else ''}{said}{asked}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
