"""One member's verdict with all that is behind it: each number beside its line in the rules or its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from cedsl.publishing import phrase
from cedsl.publishing.report import Checked, Paint, Told, consequences, ledger, plain, printable, printable_cell, told
from cedsl.publishing.report_carry import carried_head, carried_rest, carry_lines, earlier_lines, leaving
from cedsl.publishing.report_decisions import remarks
from cedsl.publishing.report_text import (
    common_period,
    completion,
    figures_of,
    head,
    label_of,
    period_of,
    remark_on,
    row_of,
    shortened,
)
from cedsl.quantity import Unit, counted_in, written
from cedsl.verdict import BlockResult, CarriedResult, MemberResult, Reason, RecordResult, Serving, StatementResult


def why(checked: Checked, paint: Paint = plain) -> str:
    """The sentence, the statements, the reasons, then the ledger, for the only member of the report."""
    (member,) = checked.members
    parts = [_verdict(checked, member, paint), head(checked)]
    for block in member.blocks:
        parts += [_statements(checked, member, block), _reasons(checked, block)]
        parts += [_carried(checked, block), _ledger(checked, block)]
    parts.append(_close(checked, member))
    return "\n".join("\n".join(lines) + "\n" for lines in map(list, parts) if lines)


def _verdict(checked: Checked, member: MemberResult, paint: Paint) -> Iterator[str]:
    yield paint(printable(phrase.verdict_sentence(checked.ruleset, member)), member.verdict)
    if not member.blocks:
        return
    for each in member.questions:
        asked = printable(phrase.question_phrase(checked.ruleset, each))
        yield f"It depends on {row_of(each)}{asked}{'' if asked.endswith(('.', '?', '!')) else '.'}"
    if member.questions:
        yield "The figures below leave out what is held or not known."
    unsettled = phrase.depends_sentence(checked.ruleset, member)
    if unsettled:
        yield f"{printable(unsettled)} Below, such figures show both ends."
    yield from remarks(checked, member, "")
    yield from (f"What follows: {printable(each)}" for each in consequences(checked.ruleset, member))


def _statements(checked: Checked, member: MemberResult, block: BlockResult) -> Iterator[str]:
    known = told(checked.ruleset)
    several = len(member.blocks) > 1
    title = f" of {printable(phrase.statement_label(checked.ruleset, block.requirement))}" if several else ""
    period = "" if common_period(checked) else period_of((block,))
    yield f"Statements{title}{period}: {block.verdict.value}, in {checked.ruleset.unit.plural}"
    if block.because:
        yield f"  {printable(block.because)}"
    rows = [(_place(checked, known[each.statement]), *_cells(checked, each)) for each in block.statements]
    widths = [max(map(len, column), default=0) for column in zip(*rows, strict=True)]
    for place, label, figures, remark in rows:
        yield f"  {place:{widths[0]}}  {label:{widths[1]}}  {figures:>{widths[2]}}  {remark}".rstrip()
    for each in block.statements:
        if each.why and each.why != block.because:
            yield f"  {_place(checked, known[each.statement])}  {printable(each.why)}"
    if block.surplus:
        yield f"  surplus beyond the total: {counted_in(block.surplus, checked.ruleset.unit)}"
    yield from carry_lines(checked.ruleset, block, "  ")
    yield from earlier_lines(checked.ruleset, block, "  ")


def _place(checked: Checked, statement: Told) -> str:
    return f"{printable(checked.ruleset.source.name)}:{statement.line}"


def _cells(checked: Checked, result: StatementResult) -> tuple[str, str, str]:
    counted, needed = figures_of(result)
    label = "  " * result.depth + shortened(label_of(checked, result), 60)
    return label, f"{counted} of {needed}" if needed else "", remark_on(result)


def _reasons(checked: Checked, block: BlockResult) -> Iterator[str]:
    if block.reasons:
        yield "Why no counting does better"
    known = told(checked.ruleset)
    for reason in block.reasons:
        yield f"  {printable(phrase.reason_sentence(checked.ruleset, reason))}"
        yield from _sum(checked, known, reason)


def _sum(checked: Checked, known: Mapping[str, Told], reason: Reason) -> Iterator[str]:
    """The addition that anyone can check: what may be counted at most, against what is asked."""
    addends = [(_named(checked, known, name), weight, most) for name, weight, most in reason.caps]
    addends += [(_row(row, file), most, credit) for row, file, most, credit in reason.records]
    addends += [(f"{_row(row, file)}, part", times, most) for row, file, times, most in reason.portions]
    if reason.still is not None:
        further = f"the further {checked.ruleset.unit.plural} that complete everything"
        addends.append((further, *reason.still))
    shown = [each for each in addends if each[1] * each[2]]
    width = max((len(label) for label, _, _ in shown), default=0)
    for name, weight, part in reason.shares:
        yield f"    {_named(checked, known, name):{width}}  {_share(checked.ruleset.unit, weight, part)}"
    for label, times, most in shown:
        yield f"    {label:{width}}  at most {_product(times, most)}"
    for name, weight, amount in reason.parts:
        yield f"    {_named(checked, known, name):{width}}  and     {_product(weight, amount)}, its part of what counts"
    for name, weight, required in reason.completing:
        yield f"    {_named(checked, known, name):{width}}  less    {_product(weight, required)}, which they complete"
    asked = " + ".join(_weighted(checked, known, name, weight) for name, weight in reason.statements)
    yield f"    together at most {written(reason.bound)}"
    yield f"    asked {written(reason.asked)} = {asked}"
    yield f"    short {written(reason.asked - reason.bound)} at least"


def _share(unit: Unit, weight: int, part: Fraction) -> str:
    """What each hour there, and each that counts, adds to what follows, and takes from it."""
    gives, takes = f"each {unit.name} that counts", f"each {unit.name} there"
    if part < 0:
        gives, takes, weight, part = takes, gives, int(-weight * part), Fraction(-1, 1) / part
    return f"{gives} adds {written(weight * part)}, {takes} takes {weight}"


def _row(row: int, file: str) -> str:
    """The row of an activity; credit that was carried in has none."""
    return f"{printable(file)} row {row}" if row else "credit carried in"


def _product(times: int, most: Fraction) -> str:
    return written(most) if times == 1 else f"{times} x {written(most)} = {written(times * most)}"


def _weighted(checked: Checked, known: Mapping[str, Told], name: str, weight: int) -> str:
    named = _named(checked, known, name)
    return named if weight == 1 else f"{weight} x {named}"


def _named(checked: Checked, known: Mapping[str, Told], name: str) -> str:
    """A statement's label and line; `name` may be that of one of several years or keys (`id@key`)."""
    statement = known.get(name) or known.get(name.partition("@")[0])
    label = printable(phrase.statement_label(checked.ruleset, name))
    if statement is None:
        return label
    return f"{label} ({_place(checked, statement)})"


def _carried(checked: Checked, block: BlockResult) -> Iterator[str]:
    """What came in from other periods, with where it counted and what becomes of the rest."""
    if block.carried:
        yield f"Carried in, in {checked.ruleset.unit.plural}"
    known = told(checked.ruleset)
    for carried in block.carried:
        yield f"  {carried_head(checked.ruleset, carried)}"
        yield from _became(checked, known, carried)
        yield from (f"    {each}" for each in carried_rest(checked.ruleset, carried))


def _ledger(checked: Checked, block: BlockResult) -> Iterator[str]:
    known = told(checked.ruleset)
    yield f"Activities, in {checked.ruleset.unit.plural}" if block.records else "Activities: none"
    for record in ledger(block):
        yield f"  {_record(record)}: {written(record.credited)} credited"
        yield from _became(checked, known, record)
        yield from (f"    {each}" for each in leaving(checked.ruleset, block, record))
        for note in record.notes:
            yield f"    note: {printable(note)}"


def _became(checked: Checked, known: Mapping[str, Told], line: RecordResult | CarriedResult) -> Iterator[str]:
    """Where the credit counted, and why the rest did not."""
    for serving in line.servings:
        yield f"    {written(serving.amount)} counted toward {_toward(checked, known, serving)}"
    for loss in line.losses:
        yield f"    {printable(phrase.loss_sentence(checked.ruleset, loss))}"


def _record(record: RecordResult) -> str:
    day = "no day" if record.on is None else record.on.isoformat()
    return f"{printable(record.file)} row {record.row}  {day}  {printable_cell(record.label)}".rstrip()


def _toward(checked: Checked, known: Mapping[str, Told], serving: Serving) -> str:
    return ", ".join(_named(checked, known, name) for name in serving.toward) or "nothing that asks for it"


def _close(checked: Checked, member: MemberResult) -> Iterator[str]:
    yield from completion(checked, member, "")
    yield f"{printable_cell(member.member)}: {member.verdict.value}, as of {checked.as_of}"
