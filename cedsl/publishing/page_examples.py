"""Worked examples: the records, the facts, what is expected in words, and whether the rules bear it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cedsl.diagnostic import Diagnostic, Label
from cedsl.model.ruleset import (
    Example,
    Ruleset,
)
from cedsl.publishing.page_adjustments import adjustment_sentences
from cedsl.publishing.page_expectations import expectation_sentences
from cedsl.publishing.page_view import Examples, Link, Part, Record, Worked
from cedsl.publishing.phrase_english import capital, day_written, lowered, number_of, sentence
from cedsl.publishing.phrase_names import category_title, declared, fact_title, field_title, value_written
from cedsl.quantity import Amount, counted_in
from cedsl.records.activity import Activity, FactValue, Tag

FALSE_EXAMPLE = "CE450"

FALSE = "Error: this example is false. The rules on this page say something else."

SHOWN = 4
"""How many examples are worked out in full; of the others the page says what they show and what the rules give."""


def examples(ruleset: Ruleset, outcomes: Mapping[str, bool] | None) -> Examples | None:
    """Every example; `outcomes` says by title whether the rules gave what is expected.

    In full are the false ones and as many others as `SHOWN`: first those that say why, then the first ones.
    """
    if not ruleset.examples:
        return None
    worked = tuple(_worked(ruleset, each, outcomes) for each in ruleset.examples)
    explained = sorted(range(len(worked)), key=lambda place: not worked[place].because)[:SHOWN]
    shown = tuple(each for place, each in enumerate(worked) if place in explained or each.is_false)
    more = tuple(each for each in worked if each not in shown)
    heading = number_of(len(more), "further example") if more else ""
    link = Link(Part.EXAMPLES.value, "Worked examples")
    return Examples(link, _checked(ruleset, outcomes), shown, more, heading, _left_out(len(more)))


def _checked(ruleset: Ruleset, outcomes: Mapping[str, bool] | None) -> str:
    """That the rules bear out every example; empty where one is false, or not all were tried."""
    all_hold = outcomes is not None and all(outcomes.get(each.title, False) for each in ruleset.examples)
    return "Every example is checked against the rules on this page." if all_hold else ""


def _left_out(count: int) -> str:
    """What a form of the page that can fold nothing away says of what it leaves out."""
    match count:
        case 0:
            return ""
        case 1:
            return "Its activities are left out here: they are kept in the ruleset."
        case _:
            return "Their activities are left out here: they are kept in the ruleset."


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
    if example.asked is not None:
        as_of += f", for the period that holds {day_written(example.asked)}"
    holds = None if outcomes is None else outcomes.get(example.title)
    return Worked(
        title=capital(example.title),
        caption=f"The activities{as_of}" if records else f"No activities{as_of}",
        facts=(*_facts(ruleset, example), *adjustment_sentences(ruleset, example.adjustments)),
        records=records,
        has_details=any(record.details for record in records),
        says="The example says, wrongly:" if holds is False else "The rules say:",
        expected=expectation_sentences(ruleset, example.expectations),
        because="" if example.because is None else sentence(f"Why: {lowered(example.because)}"),
        outcome=FALSE if holds is False else "",
        is_false=holds is False,
        cites=example.cite,
    )


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
