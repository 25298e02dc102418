"""Runs the examples inside a ruleset: each is assessed like a member, and held against what it expects."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from cedsl.assessment import assess
from cedsl.assessment.group import least_short
from cedsl.assessment.worlds import case_of
from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.quantity import counted_in, own_unit
from cedsl.verdict import Balance, Kind, MemberResult, StatementResult

ACTIVITY = own_unit("activity", "activities")


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """One example: passed where every expectation holds; `problems` say in sentences which does not."""

    example: r.Example
    passed: bool
    problems: tuple[str, ...]
    result: MemberResult


def run_examples(ruleset: r.Ruleset) -> tuple[ExampleOutcome, ...]:
    """Every example of the ruleset, in the order written."""
    return tuple(run_example(ruleset, example) for example in ruleset.examples)


def run_example(ruleset: r.Ruleset, example: r.Example) -> ExampleOutcome:
    assert example.as_of is not None
    result = assess(
        ruleset,
        "example",
        example.activities,
        (),
        example.facts,
        example.as_of,
        adjustments=example.adjustments,
        asked=example.asked,
    )
    problems = tuple(_problems(ruleset, example, result))
    return ExampleOutcome(example, not problems, problems, result)


def _problems(ruleset: r.Ruleset, example: r.Example, result: MemberResult) -> Iterator[str]:
    groups = [each.of for each in example.expectations if isinstance(each, r.ExpectShort)]
    told = {each.of for each in example.expectations if isinstance(each, r.ExpectVerdict) and each.of is not None}
    for expectation in example.expectations:
        match expectation:
            case r.ExpectVerdict(word=word, of=of):
                yield from _verdict(word, of, result)
            case r.ExpectShort():
                yield from _short(ruleset, example, expectation, result)
            case r.ExpectFigure():
                yield from _figure(ruleset, expectation, result)
            case _:
                assert_never(expectation)
    if groups:
        yield from _unnamed(ruleset, {name for group in groups for name in group} | told, result)


def _verdict(word: r.Word, of: str | None, result: MemberResult) -> Iterator[str]:
    if of is None:
        if result.verdict is not word:
            yield f"expected {word.value}, found {result.verdict.value}"
        return
    for line in _lines(result, of):
        if line.verdict is not word:
            found = "no verdict" if line.verdict is None else line.verdict.value
            yield f"expected {of} to be {word.value}, found {found}"


def _short(
    ruleset: r.Ruleset, example: r.Example, expectation: r.ExpectShort, result: MemberResult
) -> Iterator[str]:
    """The group lacks the amount in the result, and no allocation leaves it lacking less."""
    names = " and ".join(expectation.of)
    expected = counted_in(expectation.amount, ruleset.unit)
    found = sum(
        (line.short or Fraction(0) for name in expectation.of for line in _lines(result, name)), Fraction(0)
    )
    if found != expectation.amount:
        yield f"expected {names} to be {expected} short, found {counted_in(found, ruleset.unit)}"
        return
    assert example.as_of is not None
    if any(line.kind is Kind.COUNT for name in expectation.of for line in _lines(result, name)):
        return
    case = case_of(
        ruleset,
        example.activities,
        example.facts,
        example.as_of,
        adjustments=example.adjustments,
        asked=example.asked,
    )
    least = least_short(case, frozenset(expectation.of))
    if least != expectation.amount:
        less = counted_in(least, ruleset.unit)
        yield f"expected {names} to be {expected} short however hours are counted, but {less} is possible"


def _unnamed(ruleset: r.Ruleset, named: set[str], result: MemberResult) -> Iterator[str]:
    """Statements that no `short` names must be met."""
    for block in result.blocks:
        for line in block.statements:
            if line.kind is not Kind.BRANCH and line.short and not {line.id, line.statement} & named:
                amount = _missing(line, line.short, ruleset)
                yield f"{line.id} is {amount} short, which no expectation names"


def _missing(line: StatementResult, amount: Fraction, ruleset: r.Ruleset) -> str:
    """An amount in the unit of the statement: activities for a count, else credit."""
    return counted_in(amount, ACTIVITY) if line.kind is Kind.COUNT else counted_in(amount, ruleset.unit)


def _figure(ruleset: r.Ruleset, expectation: r.ExpectFigure, result: MemberResult) -> Iterator[str]:
    found = _found(expectation, result)
    expected = counted_in(expectation.amount, ruleset.unit)
    what = expectation.figure + (f" of {expectation.of}" if expectation.of else "")
    if found is None:
        yield f"expected {what} {expected}, found none"
    elif found != expectation.amount:
        yield f"expected {what} {expected}, found {counted_in(found, ruleset.unit)}"


def _found(expectation: r.ExpectFigure, result: MemberResult) -> Fraction | None:
    if expectation.figure == "still":
        return result.still
    if expectation.figure == "surplus":
        asked = [each for each in result.blocks if each.verdict is not r.Word.EXEMPT]
        blocks = [each for each in asked if expectation.of in {None, each.requirement}]
        return sum((block.surplus for block in blocks), Fraction(0))
    if expectation.figure in _BALANCES:
        return _balance(expectation, result)
    lines = list(_lines(result, expectation.of)) if expectation.of else _totals(result)
    match expectation.figure:
        case "earned":
            return sum((line.earned for line in lines), Fraction(0))
        case "counted":
            return sum((line.counted or Fraction(0) for line in lines), Fraction(0))
        case "over":
            return sum((line.over for line in lines), Fraction(0))
        case _:
            return None


_BALANCES = {
    "carried in": lambda carry: carry.carried_in,
    "used": lambda carry: carry.used,
    "carried out": lambda carry: carry.carried_out,
    "expired": lambda carry: carry.expired,
}


def _balance(expectation: r.ExpectFigure, result: MemberResult) -> Fraction:
    """What the periods carry, of one category where the expectation names one."""
    found = Fraction(0)
    for block in result.blocks:
        if block.carry is not None:
            balances: tuple[Balance, ...] = _BALANCES[expectation.figure](block.carry)
            wanted = (each for each in balances if expectation.of is None or expectation.of in each.categories)
            found += sum((each.amount for each in wanted), Fraction(0))
    return found


def _totals(result: MemberResult) -> list[StatementResult]:
    asked = [block for block in result.blocks if block.verdict is not r.Word.EXEMPT]
    return [line for block in asked for line in block.statements if line.kind is Kind.TOTAL]


def _lines(result: MemberResult, name: str) -> Iterator[StatementResult]:
    """The result lines of a statement: several for one that stands for each year or key value."""
    for block in result.blocks:
        for line in block.statements:
            if name in {line.id, line.statement}:
                yield line
