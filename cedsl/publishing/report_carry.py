"""Lines about other periods: what came in, what goes on, and how the periods before ended."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_balance import (
    balance_figures,
    balance_lines,
    carried_phrase,
    leaving_sentence,
    remaining_sentences,
)
from cedsl.publishing.phrase_words import capital
from cedsl.publishing.report import days, printable
from cedsl.quantity import written
from cedsl.verdict import Balance, BlockResult, CarriedResult, RecordResult

WIDTH = 17
"""Of the longest name of a figure, and two blanks."""


def carry_lines(ruleset: Ruleset, block: BlockResult, margin: str) -> Iterator[str]:
    """What came into the period and what it leaves, a line for each figure; none where periods stand alone."""
    if block.carry is not None:
        told = list(balance_lines(ruleset, block.carry)) or [("carried over", "nothing in, nothing out")]
        for name, said in told:
            yield f"{margin}{capital(name):{WIDTH}}{printable(said)}"


def earlier_lines(ruleset: Ruleset, block: BlockResult, margin: str) -> Iterator[str]:
    """The periods before, oldest first, each with its verdict and with what it carried."""
    if block.earlier:
        yield f"{margin}Periods before"
    for each in block.earlier:
        told = [] if each.carry is None else list(balance_lines(ruleset, each.carry))
        said = "; ".join(f"{name} {printable(what)}" for name, what in told)
        yield f"{margin}  {_ended(each)}" + (f": {said}" if said else "")


def history_lines(ruleset: Ruleset, block: BlockResult, margin: str, of: str = "") -> Iterator[str]:
    """The periods before in a report about many: a line for each, with its verdict and the amounts alone; then those
    of the period reported.
    """
    if block.earlier:
        yield f"{margin}Periods before{of}, in {ruleset.unit.plural}"
    for each in block.earlier:
        yield f"{margin}  {_ended(each)}" + ("" if each.carry is None else f": {balance_figures(each.carry)}")
    if block.earlier and block.carry is not None:
        yield f"{margin}This period: {balance_figures(block.carry)}"


def _ended(block: BlockResult) -> str:
    period = "no period" if block.period is None else days(block.period)
    return f"{period}  {block.verdict.value}"


def carried_head(ruleset: Ruleset, carried: CarriedResult) -> str:
    """Credit that was carried in, with the period and the rows that it comes from."""
    return printable(carried_phrase(ruleset, carried.balance)) + _rows(carried.balance)


def carried_rest(ruleset: Ruleset, carried: CarriedResult) -> Iterator[str]:
    """What becomes of the credit carried in that the period does not use."""
    yield from map(printable, remaining_sentences(ruleset, carried))


def leaving(ruleset: Ruleset, block: BlockResult, record: RecordResult) -> Iterator[str]:
    """What of an activity goes on into the next period."""
    if record.carried_out and block.carry is not None:
        yield printable(leaving_sentence(ruleset, record.carried_out, closed=block.carry.closed))


def _rows(balance: Balance) -> str:
    """` (records.csv row 2)`; of several rows how much each of them gives, the file only where it is another one."""
    if len(balance.parts) == 1:
        (part,) = balance.parts
        return f" ({printable(part.file)} row {part.row})"
    named: list[str] = []
    file = ""
    for part in balance.parts:
        named.append(f"{'' if part.file == file else printable(part.file) + ' '}row {part.row}: {written(part.amount)}")
        file = part.file
    return f" ({', '.join(named)})" if named else ""
