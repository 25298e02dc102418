"""Worked examples: the records, the facts, what is expected in words, and whether the rules bear it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cedsl.diagnostic import Diagnostic, Label
from cedsl.model.ruleset import (
    Example,
    Ruleset,
)
from cedsl.publishing.document import Block, Cell, Further, Paragraph, Row, Section, Table, in_brackets, joined
from cedsl.publishing.document import Example as Worked
from cedsl.publishing.page_adjustments import adjustment_sentences
from cedsl.publishing.page_expectations import expectation_sentences
from cedsl.publishing.phrase_names import category_title, declared, fact_title, field_title, value_written
from cedsl.publishing.phrase_words import capital, clauses, counted, day_written, lowered, quoted, sentence
from cedsl.publishing.tongue import figures, say, say_as, say_count
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, FactValue, Tag

FALSE_EXAMPLE = "CE450"

SHOWN = 4
"""How many examples are worked out in full; of the others the page says what they show and what the rules give."""


def examples(ruleset: Ruleset, outcomes: Mapping[str, bool] | None, made: Sequence[Block] = ()) -> Section | None:
    """Every example of the author's, then those that cedsl `made`; None without any."""
    blocks = (*_written(ruleset, outcomes), *made)
    return Section("worked-examples", say("Worked examples"), blocks) if blocks else None


def _written(ruleset: Ruleset, outcomes: Mapping[str, bool] | None) -> list[Block]:
    """Every example of the author's; `outcomes` says by title whether the rules gave what is expected.

    In full are the false ones and as many others as `SHOWN`: first those that say why, then the first ones.
    """
    if not ruleset.examples:
        return []
    worked = tuple(_worked(ruleset, each, outcomes) for each in ruleset.examples)
    explained = sorted(range(len(worked)), key=lambda place: not worked[place].because)[:SHOWN]
    shown = tuple(each for place, each in enumerate(worked) if place in explained or each.wrong)
    more = tuple(each for each in worked if each not in shown)
    blocks: list[Block] = [Paragraph(text, "checked") for text in _checked(ruleset, outcomes)]
    blocks.extend(shown)
    if more:
        heading = say_count(len(more), "{number} further example", "{number} further examples")
        blocks.append(Further(heading, _left_out(len(more)), say("Show the activities"), more))
    return blocks


def _checked(ruleset: Ruleset, outcomes: Mapping[str, bool] | None) -> Iterator[str]:
    """That the rules bear out every example; nothing where one is false, or not all were tried."""
    all_hold = outcomes is not None and all(outcomes.get(each.title, False) for each in ruleset.examples)
    if all_hold:
        yield say("Every example is checked against the rules on this page.")


def _left_out(count: int) -> str:
    """What a form of the page that can fold nothing away says of what it leaves out."""
    if count == 1:
        return say_as("one example", "Its activities are left out here: they are kept in the ruleset.")
    return say_as("several examples", "Their activities are left out here: they are kept in the ruleset.")


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
    is_false = outcomes is not None and outcomes.get(example.title) is False
    caption = caption_of(example)
    return Worked(
        title=capital(example.title),
        facts=(*fact_sentences(ruleset, example), *adjustment_sentences(ruleset, example.adjustments)),
        caption=caption,
        table=_records(ruleset, example, caption) if example.activities else None,
        says=say("The example says, wrongly:") if is_false else say("The rules say:"),
        expected=expectation_sentences(ruleset, example.expectations),
        because="" if example.because is None else sentence(say("Why: {reason}", reason=lowered(example.because))),
        wrong=_error() if is_false else "",
        cites=example.cite,
    )


def _records(ruleset: Ruleset, example: Example, caption: str) -> Table:
    rows = tuple(_record(ruleset, activity) for activity in example.activities)
    described = any(row.cells[2].remarks for row in rows)
    last = say("Categories and details") if described else say("Categories")
    return Table(caption, (say("Date"), say("Amount"), last), rows, "records")


def _error() -> str:
    return say("Error: this example is false. The rules on this page say something else.")


def caption_of(example: Example) -> str:
    """`The activities, as of 30 June 2025, for the period that holds 1 May 2025`."""
    said = say("The activities") if example.activities else say("No activities")
    if example.as_of is not None:
        said = say("{activities}, as of {day}", activities=said, day=day_written(example.as_of))
    if example.asked is not None:
        day = day_written(example.asked)
        said = say("{activities}, for the period that holds {day}", activities=said, day=day)
    return said


def fact_sentences(ruleset: Ruleset, example: Example) -> Iterator[str]:
    for name, values in example.facts.items():
        field = declared(ruleset.facts, name)
        for each in values:
            shown = value_written(ruleset, each.value, field)
            yield say("{name}: {value}", name=capital(fact_title(ruleset, name)), value=_valid(shown, each))


def _valid(value: str, fact: FactValue) -> str:
    """The value with the days on which it holds, where it does not always."""
    first = "" if fact.first is None else day_written(fact.first)
    last = "" if fact.last is None else day_written(fact.last)
    if first and last:
        return say("{value} from {first} until {last}", value=value, first=first, last=last)
    if first:
        return say("{value} from {day}", value=value, day=first)
    return say("{value} until {day}", value=value, day=last) if last else value


def _record(ruleset: Ruleset, activity: Activity) -> Row:
    on = days_told(activity)
    amount = "" if activity.amount is None else _amount(ruleset, activity.amount)
    categories = categories_told(ruleset, activity)
    details = clauses(details_told(ruleset, activity))
    said = joined(", ".join(filter(None, (amount, categories))), in_brackets(details))
    cells = (Cell(on), Cell(amount), Cell(categories, (details,) if details else ()))
    return Row(cells, say("{label}: {line}", label=on, line=said))


def days_told(activity: Activity) -> str:
    """`30 June 2025`, `1 to 3 May 2021`, `30 April 2021 to 3 May 2021`."""
    first, on = activity.started, activity.on
    last = say("any day") if on is None else day_written(on)
    if first is None:
        return last
    if on is not None and (first.year, first.month) == (on.year, on.month):
        whole = day_written(first)
        return say_as("days of one month", "{first} to {last}", first=figures(first.day), last=last, whole=whole)
    return say_as("days of two months", "{first} to {last}", first=day_written(first), last=last)


def categories_told(ruleset: Ruleset, activity: Activity) -> str:
    return ", ".join(_tag(ruleset, tag) for tag in activity.tags)


def _amount(ruleset: Ruleset, amount: Amount) -> str:
    return counted(amount.number, ruleset.units[amount.unit])


def _tag(ruleset: Ruleset, tag: Tag) -> str:
    title = category_title(ruleset, tag.category)
    return title if tag.amount is None else f"{title} ({_amount(ruleset, tag.amount)})"


def details_told(ruleset: Ruleset, activity: Activity) -> Iterator[str]:
    for name, value in activity.fields.items():
        shown = value_written(ruleset, value, declared(ruleset.fields, name))
        plain = value if isinstance(value, str) and shown == quoted(value) else shown
        yield say("{name}: {value}", name=field_title(ruleset, name), value=plain)
