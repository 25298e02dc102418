"""Worked examples: the records, the facts, what is expected in words, and whether the rules bear it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cedsl.diagnostic import Diagnostic, Label
from cedsl.model.ruleset import (
    Example,
    Ruleset,
)
from cedsl.publishing.page_expectations import expectation_sentence
from cedsl.publishing.page_view import Examples, Link, Part, Record, Worked
from cedsl.publishing.phrase_english import capital, day_written, lowered, number_of, sentence
from cedsl.publishing.phrase_names import category_title, declared, fact_title, field_title, value_written
from cedsl.quantity import Amount, counted_in
from cedsl.records.activity import Activity, FactValue, Tag

FALSE_EXAMPLE = "CE450"

SHOWN = 4
"""How many examples a reader sees at once; the others are a click away, a false one never is."""


def examples(ruleset: Ruleset, outcomes: Mapping[str, bool] | None) -> Examples | None:
    """Every example; `outcomes` says by title whether the rules gave what is expected."""
    if not ruleset.examples:
        return None
    worked = tuple(_worked(ruleset, each, outcomes) for each in ruleset.examples)
    shown = tuple(each for k, each in enumerate(worked) if k < SHOWN or each.is_false)
    more = tuple(each for each in worked if each not in shown)
    words = f"Show {number_of(len(more), 'more example')}" if more else ""
    return Examples(Link(Part.EXAMPLES.value, "Worked examples"), shown, more, words)


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
        says="The example says, wrongly:" if holds is False else "The rules say:",
        expected=tuple(expectation_sentence(ruleset, each) for each in example.expectations),
        because="" if example.because is None else sentence(f"Why: {lowered(example.because)}"),
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
    """`30 June 2025`, `1 to 3 May 2021`, `30 April 2021 to 3 May 2021`."""
    first, on = activity.started, activity.on
    last = "any day" if on is None else day_written(on)
    if first is None:
        return last
    is_near = on is not None and (first.year, first.month) == (on.year, on.month)
    return f"{first.day if is_near else day_written(first)} to {last}"


def _amount(ruleset: Ruleset, amount: Amount) -> str:
    return counted_in(amount.number, ruleset.units[amount.unit])


def _tag(ruleset: Ruleset, tag: Tag) -> str:
    title = category_title(ruleset, tag.category)
    return title if tag.amount is None else f"{title} ({_amount(ruleset, tag.amount)})"


def _details(ruleset: Ruleset, activity: Activity) -> Iterator[str]:
    for name, value in activity.fields.items():
        shown = value_written(ruleset, value, declared(ruleset.fields, name))
        yield f"{field_title(ruleset, name)}: {shown.removeprefix('“').removesuffix('”')}"
