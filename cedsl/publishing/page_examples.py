"""Worked examples: the records, the facts, what is expected in words, and whether the rules bear it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from cedsl.diagnostic import Diagnostic, Label
from cedsl.model.ruleset import (
    Example,
    Expectation,
    ExpectFigure,
    ExpectShort,
    ExpectVerdict,
    Ruleset,
    Word,
)
from cedsl.publishing.page_view import Examples, Link, Part, Record, Worked
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_english import capital, day_written, listed, quoted
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import category_title, declared, fact_title, field_title, value_written
from cedsl.quantity import Amount, counted_in
from cedsl.records.activity import Activity, FactValue, Tag

FALSE_EXAMPLE = "CE450"


def examples(ruleset: Ruleset, outcomes: Mapping[str, bool] | None) -> Examples | None:
    """Every example; `outcomes` says by title whether the rules gave what is expected."""
    if not ruleset.examples:
        return None
    worked = tuple(_worked(ruleset, each, outcomes) for each in ruleset.examples)
    return Examples(Link(Part.EXAMPLES.value, "Worked examples"), worked)


def false_examples(ruleset: Ruleset, outcomes: Mapping[str, bool]) -> tuple[Diagnostic, ...]:
    """One diagnostic for each example that the rules do not bear out: such a page must not be published."""
    return tuple(
        Diagnostic(
            FALSE_EXAMPLE,
            f"the example `{each.title}` is not what the rules say",
            Label(each.span, "the page would show a false example"),
            help="run `cedsl test` to see what the rules say; then mend the rules or the example",
        )
        for each in ruleset.examples
        if not outcomes.get(each.title, True)
    )


def _worked(ruleset: Ruleset, example: Example, outcomes: Mapping[str, bool] | None) -> Worked:
    records = tuple(_record(ruleset, activity) for activity in example.activities)
    as_of = "" if example.as_of is None else f", as of {day_written(example.as_of)}"
    holds = None if outcomes is None else outcomes.get(example.title)
    return Worked(
        title=capital(example.title),
        caption=f"The activities{as_of}" if records else f"No activities{as_of}",
        facts=tuple(_facts(ruleset, example)),
        records=records,
        has_details=any(record.details for record in records),
        expected=tuple(expectation_sentence(ruleset, each) for each in example.expectations),
        outcome=_outcome(holds),
        is_false=holds is False,
    )


def _outcome(holds: bool | None) -> str:
    match holds:
        case None:
            return ""
        case True:
            return "Checked against the rules on this page."
        case False:
            return "Error: this example is false. The rules on this page say something else."


def _facts(ruleset: Ruleset, example: Example) -> Iterator[str]:
    for name, values in example.facts.items():
        field = declared(ruleset.facts, name)
        for each in values:
            shown = value_written(ruleset, each.value, field)
            yield f"{capital(fact_title(ruleset, name))}: {shown}{_valid(each)}"


def _valid(fact: FactValue) -> str:
    first = "" if fact.first is None else f" from {day_written(fact.first)}"
    last = "" if fact.last is None else f" until {day_written(fact.last)}"
    return first + last


def _record(ruleset: Ruleset, activity: Activity) -> Record:
    return Record(
        on=_days(activity),
        amount="" if activity.amount is None else _amount(ruleset, activity.amount),
        categories=", ".join(_tag(ruleset, tag) for tag in activity.tags),
        details="; ".join(_details(ruleset, activity)),
    )


def _days(activity: Activity) -> str:
    last = "any day" if activity.on is None else day_written(activity.on)
    return last if activity.started is None else f"{day_written(activity.started)} to {last}"


def _amount(ruleset: Ruleset, amount: Amount) -> str:
    return counted_in(amount.number, ruleset.units[amount.unit])


def _tag(ruleset: Ruleset, tag: Tag) -> str:
    title = category_title(ruleset, tag.category)
    return title if tag.amount is None else f"{title} ({_amount(ruleset, tag.amount)})"


def _details(ruleset: Ruleset, activity: Activity) -> Iterator[str]:
    for name, value in activity.fields.items():
        shown = value_written(ruleset, value, declared(ruleset.fields, name))
        yield f"{field_title(ruleset, name)}: {shown.removeprefix('“').removesuffix('”')}"


def expectation_sentence(ruleset: Ruleset, expectation: Expectation) -> str:
    """What is expected, as it is told to a reader."""
    match expectation:
        case ExpectVerdict(word=word, of=of):
            return _verdict(word, None if of is None else quoted(statement_label(ruleset, of)))
        case ExpectShort(amount=amount, of=of):
            return _short(ruleset, credit_written(ruleset, amount), amount == 1, of)
        case ExpectFigure():
            return _figure(ruleset, expectation)
        case _:
            assert_never(expectation)


def _verdict(word: Word, of: str | None) -> str:
    who = "This member" if of is None else of
    match word:
        case Word.MET:
            return "This member meets every requirement." if of is None else f"{of} is met."
        case Word.SHORT:
            return f"{who} falls short."
        case Word.FAILED:
            return f"{who} fails, and no further credit repairs that."
        case Word.EXEMPT:
            return "This member owes nothing." if of is None else f"{of} asks nothing of this member."
        case Word.WAIVED:
            return f"{who} is waived."
        case Word.DEPENDS:
            return f"{who} cannot be decided yet."
        case _:
            assert_never(word)


def _short(ruleset: Ruleset, amount: str, is_one: bool, of: tuple[str, ...]) -> str:
    verb = "is" if is_one else "are"
    labels = [quoted(statement_label(ruleset, id_)) for id_ in of]
    if len(labels) > 1:
        return f"{amount} {verb} missing for {listed(labels)} together, whichever way it is counted."
    return f"{amount} {verb} missing for {labels[0]}." if labels else f"{amount} {verb} missing."


def _figure(ruleset: Ruleset, expectation: ExpectFigure) -> str:
    amount = credit_written(ruleset, expectation.amount)
    verb = "is" if expectation.amount == 1 else "are"
    label = "" if expectation.of is None else quoted(statement_label(ruleset, expectation.of))
    match expectation.figure:
        case "still":
            return f"{amount} more would complete everything."
        case "surplus":
            return f"{amount} {verb} counted beyond the total."
        case "earned":
            return f"{amount} {verb} earned for {label}." if label else f"{amount} {verb} earned."
        case "counted":
            return f"{amount} {verb} counted for {label}." if label else f"{amount} {verb} counted."
        case "over":
            return (
                f"{amount} {verb} above the limit {label}." if label else f"{amount} {verb} above the limit."
            )
        case other:
            raise AssertionError(other)
