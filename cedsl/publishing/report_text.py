"""The report for a terminal: one screen, worst first, the last line what was checked and with what result."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.ruleset import Word
from cedsl.period import Window
from cedsl.publishing import phrase
from cedsl.publishing.phrase_apart import kept_apart_sentence
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.phrase_words import number_of
from cedsl.publishing.report import (
    WORST_FIRST,
    Checked,
    Paint,
    by_verdict,
    consequences,
    days,
    held_rows,
    plain,
    printable,
    printable_cell,
    totals,
    worst_first,
)
from cedsl.publishing.report_carry import carry_lines, earlier_lines, history_lines
from cedsl.publishing.report_decisions import remarkable, remarks
from cedsl.quantity import counted_in, written
from cedsl.records.outcome import Decisions, Outcome, Outcomes, Records, Reference, Register, called
from cedsl.verdict import BlockResult, Kind, MemberResult, Question, Refused, Span, StatementResult, Varies

MOST_MEMBERS = 10
MOST_OPEN = 3
MOST_LINES = 24
MOST_STATEMENTS = 5
MOST_ROWS = 6
WIDEST = 44
WIDTH = 100
SOLVED = frozenset({Word.MET, Word.WAIVED, Word.EXEMPT})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user typed, so that a next command can be pasted; `more` are options besides."""

    rules: str
    records: tuple[str, ...]
    members: str | None = None
    more: tuple[str, ...] = ()

    def next_why(self, checked: Checked, member: str) -> str:
        facts = () if self.members is None else ("--members", self.members)
        day = ("--as-of", checked.as_of.isoformat())
        words = ("cedsl", "why", self.rules, *self.records, *facts, *self.more, *day, "--member", member)
        return printable(shlex.join(words))


def as_text(checked: Checked, asked: Asked, paint: Paint = plain) -> str:
    """The report for people. A check of one member shows every statement, a check of many what is not met."""
    parts = (head(checked), _members(checked, paint), _rows(checked), _foot(checked, asked, paint))
    return "\n".join("\n".join(lines) + "\n" for lines in (list(each) for each in parts) if lines)


def head(checked: Checked) -> Iterator[str]:
    """Which rules, which day, which files with how many rows."""
    header = checked.ruleset.header
    edition = "" if header.edition is None else f", edition {header.edition}"
    rules = f"{header.title or header.name}{edition} ({checked.ruleset.source.name})"
    yield f"Rules  {printable(rules)}, as of {checked.as_of}"
    for number, file in enumerate(files_of(checked)):
        yield f"{'       ' if number else 'Read   '}{rows_read(file)}"
    for file in files_of(checked):
        for notice in file.notices:
            yield f"       {printable(_called(file))}: {printable(notice)}"
    period = common_period(checked)
    if period is not None:
        yield f"Period {days(period)}"
    for number, each in enumerate(checked.apart):
        yield f"{'       ' if number else 'Apart  '}{printable(kept_apart_sentence(checked.ruleset, each))}"


def common_period(checked: Checked) -> Window | None:
    """The period of every member and block, where there is only one."""
    periods = {block.period for member in checked.members for block in member.blocks}
    return periods.pop() if len(periods) == 1 else None


File: TypeAlias = Records | Register | Decisions | Reference


def files_of(checked: Checked) -> tuple[File, ...]:
    """Every file that was read, the records first."""
    several = (*checked.records, checked.register, checked.decisions, *checked.references)
    return tuple(each for each in several if each is not None)


def _called(file: File) -> str:
    return called(file.file, file.outcomes.sheet)


def rows_read(file: File) -> str:
    counts = totals(file.outcomes).items()
    counted = ", ".join(f"{count} {outcome.value}" for outcome, count in counts if count)
    counted += _skipped(file.outcomes)
    number = len(file.outcomes)
    rows = f"{number} row from" if number == 1 else f"{number} rows from"
    return f"{rows} {printable(_called(file))}" + (f": {counted}" if counted else "")


_SKIPPED = {
    "header": "the header",
    "title": "above the header",
    "blank-row": "blank",
    "header-again": "the header again",
    "sum": "adding up others",
    "page-number": "numbering a page",
    "made-by": "saying how the file was made",
    "session": "about the session",
    "member": "naming the member",
    "other-sheet": "of a sheet that is not read",
    "other-rules": "of other rules",
}


def _skipped(outcomes: Outcomes) -> str:
    """What the skipped rows are, most of them first to be met: ` (the header, 2 blank)`."""
    reasons = Counter(each.reason for each in outcomes.remarked.values() if each.outcome is Outcome.SKIPPED)
    words = [
        _SKIPPED.get(reason, reason) if reason == "header" else f"{count} {_SKIPPED.get(reason, reason)}"
        for reason, count in reasons.items()
    ]
    return f" ({', '.join(words)})" if words else ""


def _members(checked: Checked, paint: Paint) -> Iterator[str]:
    """The worst ten: in full while there is room on the screen (the first always), then in a line each."""
    if len(checked.members) == 1:
        yield from _member(checked, checked.members[0], paint, whole=True)
        return
    unmet = [each for each in worst_first(checked.members) if each.verdict not in SOLVED]
    room = MOST_LINES
    for member in _worst(unmet):
        lines = list(_member(checked, member, paint, whole=False))
        fits = room == MOST_LINES or len(lines) <= room or member.verdict is Word.DEPENDS
        kept = lines if fits else lines[:1]
        room = max(0, room - len(kept)) if fits else 0
        yield from kept
        yield from _history(checked, member)
    if len(unmet) > MOST_MEMBERS:
        yield f"and {len(unmet) - MOST_MEMBERS} more (all of them: --format csv)"
    yield from _solved(checked, max(0, MOST_MEMBERS - len(unmet)), paint)


def _solved(checked: Checked, room: int, paint: Paint) -> Iterator[str]:
    """Those who are met, where earlier periods are asked for: with them they have something to tell, too."""
    found = [each for each in worst_first(checked.members) if each.verdict in SOLVED]
    found = [each for each in found if any(block.earlier for block in each.blocks)]
    for member in found[:room]:
        yield _headline(checked, member, paint)
        yield from _history(checked, member)
    if len(found) > room:
        yield f"and {len(found) - room} more who are not short (their periods: --format csv)"


def _history(checked: Checked, member: MemberResult) -> Iterator[str]:
    """The earlier periods of each requirement, where they are asked for."""
    for block in member.blocks:
        label = printable(phrase.statement_label(checked.ruleset, block.requirement))
        yield from history_lines(checked.ruleset, block, "   ", f" of {label}" if len(member.blocks) > 1 else "")


def _worst(unmet: Sequence[MemberResult]) -> list[MemberResult]:
    """The worst ten, with room kept for three on whom a person must decide."""
    open_ = [each for each in unmet if each.verdict is Word.DEPENDS]
    others = [each for each in unmet if each.verdict is not Word.DEPENDS]
    kept = others[: MOST_MEMBERS - min(len(open_), MOST_OPEN)]
    return [*kept, *open_[: MOST_MEMBERS - len(kept)]]


def _member(checked: Checked, member: MemberResult, paint: Paint, *, whole: bool) -> Iterator[str]:
    yield _headline(checked, member, paint)
    yield from (f"   ? {question(checked, each)}" for each in member.questions)
    if whole:
        yield from remarks(checked, member, "   * ")
    unsettled = phrase.depends_sentence(checked.ruleset, member)
    if unsettled:
        yield f"   ~ {printable(unsettled)}"
    if not whole and (member.verdict is Word.DEPENDS or _counts_nothing(member)):
        return
    for block in member.blocks:
        if whole or block.verdict not in SOLVED:
            yield from _block(checked, member, block, whole=whole)
    yield from completion(checked, member, "   ")


def _headline(checked: Checked, member: MemberResult, paint: Paint) -> str:
    verdict = paint(member.verdict.value.upper(), member.verdict)
    period = "" if common_period(checked) else period_of(member.blocks)
    return f"{printable_cell(member.member)}  {verdict}{_still(checked, member)}{period}"


def _counts_nothing(member: MemberResult) -> bool:
    """Then every statement is short by all it asks, and no line says more than the first one."""
    lines = [each for block in member.blocks for each in block.statements]
    losses = (loss for block in member.blocks for record in block.records for loss in record.losses)
    elsewhere = any(loss.why is Refused.OTHER_BLOCK for loss in losses)
    return member.verdict is Word.SHORT and not elsewhere and not any(each.counted or each.earned for each in lines)


def _block(checked: Checked, member: MemberResult, block: BlockResult, *, whole: bool) -> Iterator[str]:
    if len(member.blocks) > 1:
        label = printable(phrase.statement_label(checked.ruleset, block.requirement))
        period = "" if common_period(checked) else period_of((block,))
        yield f"   {label}: {block.verdict.value}{period}"
    if block.because:
        yield f"   {printable(block.because)}"
    results = [each for each in block.statements if (_measures(each) if whole else _on_screen(each))]
    shown = results if whole else results[:MOST_STATEMENTS]
    yield from _table(shown, checked)
    if len(shown) < len(results):
        yield f"   and {len(results) - len(shown)} more statements"
    if whole:
        yield from carry_lines(checked.ruleset, block, "   ")
        yield from earlier_lines(checked.ruleset, block, "   ")


def completion(checked: Checked, member: MemberResult, margin: str) -> list[str]:
    """What would complete everything, in lines; none where nothing is missing."""
    said = phrase.completion_sentence(checked.ruleset, member)
    more = phrase.more_sentence(checked.ruleset, member) if said and member.verdict is Word.SHORT else ""
    sentence = printable(f"{said} {more}".rstrip())
    return wrap(sentence, WIDTH, initial_indent=f"{margin}-> ", subsequent_indent=f"{margin}   ")


def question(checked: Checked, asked: Question) -> str:
    """What a verdict depends on, as a line of its own, with its row where it is about one."""
    return row_of(asked) + printable(phrase.question_clause(checked.ruleset, asked))


def row_of(asked: Question) -> str:
    """`records.csv row 5: `; empty where the question is about no row."""
    return "" if asked.row is None else printable(f"{asked.file} row {asked.row}: ")


def _still(checked: Checked, member: MemberResult) -> str:
    if member.verdict is not Word.SHORT or not member.still:
        return ""
    nothing = ", nothing earned in the period" if _counts_nothing(member) else ""
    least = "at least " if member.at_least else ""
    return f"  {least}{counted_in(member.still, checked.ruleset.unit)} still to earn{nothing}"


def period_of(blocks: Sequence[BlockResult]) -> str:
    periods = {block.period for block in blocks}
    if len(periods) != 1 or blocks[0].period is None:
        return ""
    return f"  ({days(blocks[0].period)})"


def _measures(result: StatementResult) -> bool:
    """Whether the line has a figure or a verdict; a duty that is only printed has neither."""
    return result.verdict is not None or result.required is not None


def _on_screen(result: StatementResult) -> bool:
    """Whether a line of a member who is not met belongs on the screen."""
    if result.verdict is None:
        return result.kind is Kind.CAP and result.over > 0
    return result.verdict not in SOLVED and result.chosen


def _table(results: Sequence[StatementResult], checked: Checked) -> Iterator[str]:
    """One line a statement: label, counted of needed, what is short, what was earned where that differs."""
    labels = [shortened(label_of(checked, each)) for each in results]
    width = max(map(len, labels), default=0)
    figures = [figures_of(each) for each in results]
    left = max((len(counted) for counted, _ in figures), default=0)
    right = max((len(needed) for _, needed in figures), default=0)
    for label, (counted, needed), result in zip(labels, figures, results, strict=True):
        numbers = f"{counted:>{left}} of {needed:>{right}}" if needed else " " * (left + right + 4)
        yield f"   {label:{width}}  {numbers}  {remark_on(result)}".rstrip()


def label_of(checked: Checked, result: StatementResult) -> str:
    """What a result line is called: its statement's label, with the year or key value that it stands for."""
    label = phrase.statement_label(checked.ruleset, result.statement)
    return printable(f"{label}, {result.label}" if result.label and result.kind is not Kind.DUTY else label)


def shortened(text: str, most: int = WIDEST) -> str:
    return text if len(text) <= most else text[: most - 3].rstrip() + "..."


def figures_of(result: StatementResult) -> tuple[str, str]:
    """Counted and needed; of a cap or a limit, earned and the most; empty where nothing is measured."""
    if result.varies is not None:
        return _spans(result, result.varies)
    if result.required is None:
        return "", ""
    return written(result.earned if result.counted is None else result.counted), written(result.required)


def _spans(result: StatementResult, varies: Varies) -> tuple[str, str]:
    """The same of figures that are not settled: the least and the most of each."""
    if varies.required is None:
        return "", ""
    return _span(varies.counted or (result.earned, result.earned)), _span(varies.required)


def _span(span: Span) -> str:
    least, most = span
    return written(least) if least == most else f"{written(least)} to {written(most)}"


def remark_on(result: StatementResult) -> str:
    parts = [] if result.verdict is None else [_verdict(result)]
    if result.over:
        parts.append(f"{_measured(result, result.over)} over the limit")
    if result.counted is not None and result.earned != result.counted and result.kind is not Kind.CHOICE:
        counts = result.kind is Kind.COUNT
        parts.append(f"({written(result.earned)} recorded)" if counts else f"(earned {written(result.earned)})")
    return "  ".join(parts)


def _verdict(result: StatementResult) -> str:
    if result.varies is not None and result.varies.short is not None and any(result.varies.short):
        return f"{_span(result.varies.short)} short" + ("" if result.varies.is_known else ", or more")
    if result.verdict is Word.SHORT and result.short:
        return f"{_measured(result, result.short)} short"
    return "" if result.verdict is None else result.verdict.value


def _measured(result: StatementResult, number: Fraction) -> str:
    """The number, with "activities" where the statement counts those: the other figures are credit."""
    counted = result.kind is Kind.COUNT or result.kind is Kind.LIMIT
    return number_of(number, "activity") if counted else written(number)


def _rows(checked: Checked) -> Iterator[str]:
    """Held rows that no member above asks about, and refused ones; the first few, and how many more."""
    asked = {(each.file, each.row) for member in checked.members for each in member.questions}
    held = [(each.file, each.row, "held", each.question) for each in held_rows(checked)]
    others = [] if len(checked.members) == 1 else _unattributed(checked, {each[:2] for each in held})
    rows = [each for each in sorted(held, key=lambda row: row[1]) + others if each[:2] not in asked]
    for file, row, outcome, sentence in rows[:MOST_ROWS]:
        yield f"{printable(file)} row {row} {outcome}: {printable(sentence)}"
    if len(rows) > MOST_ROWS:
        yield f"and {len(rows) - MOST_ROWS} more rows held or refused (all of them: --format json)"
    found = [] if len(checked.members) == 1 else list(remarkable(checked))
    yield from found[:MOST_ROWS]
    if len(found) > MOST_ROWS:
        yield f"and {len(found) - MOST_ROWS} more decisions without effect (all of them: --format json)"


def _unattributed(checked: Checked, told_of: set[tuple[str, int]]) -> list[tuple[str, int, str, str]]:
    return [
        (called(each.file, each.sheet), each.row, each.outcome.value, each.sentence)
        for file in files_of(checked)
        for each in file.outcomes
        if each.outcome in {Outcome.HELD, Outcome.REFUSED} and (called(each.file, each.sheet), each.row) not in told_of
    ]


def _foot(checked: Checked, asked: Asked, paint: Paint) -> Iterator[str]:
    worst = worst_first(checked.members)
    follows = dict.fromkeys(each for member in worst for each in consequences(checked.ruleset, member))
    yield from (f"Whoever stays short or failed: {printable(each)}" for each in follows)
    if worst:
        member = next((each for each in worst if not _counts_nothing(each)), worst[0])
        yield f"Next   {asked.next_why(checked, member.member)}"
    yield summary(checked, paint)


def summary(checked: Checked, paint: Paint = plain) -> str:
    """How many members have which verdict, and what was checked."""
    counted = by_verdict(checked.members)
    verdicts = [paint(f"{counted[word]} {word.value}", word) for word in WORST_FIRST if counted[word]]
    asked = (
        _number(len(checked.members), "member"),
        _number(len(outline(checked.ruleset)), "statement"),
        _number(sum(len(each.outcomes) for each in checked.records), "row"),
        f"as of {checked.as_of}",
    )
    return f"{', '.join(verdicts) or 'nobody to check'} ({', '.join(asked)})"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
