"""What a person decided for the member of an example: waivers, extensions, opening balances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_english import day_written, lowered, quoted, sentence, sentences, titles_listed
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import category_titles
from cedsl.quantity import counted_in
from cedsl.records.adjustment import Adjustments, Decision, Extension, Opening, Waiver


def adjustment_sentences(ruleset: Ruleset, adjustments: Adjustments) -> Iterator[str]:
    """A sentence for each decision, and its reason where it has one."""
    for waiver in adjustments.waivers:
        yield sentences(_waiver(ruleset, waiver), _reason(waiver.decision))
    for extension in adjustments.extensions:
        yield sentences(_extension(ruleset, extension), _reason(extension.decision))
    for opening in adjustments.openings:
        yield sentences(_opening(ruleset, opening), _reason(opening.decision))


def _reason(decision: Decision) -> str:
    return sentence(f"reason: {lowered(decision.reason)}") if decision.reason else ""


def _waiver(ruleset: Ruleset, waiver: Waiver) -> str:
    name = _name(ruleset, waiver.statement)
    days = _days(waiver.first, waiver.last)
    if waiver.amount is None:
        return f"{name} is waived{days}"
    return f"a waiver sets {name} to {credit_written(ruleset, waiver.amount)}{days}"


def _days(first: date | None, last: date | None) -> str:
    begin = "" if first is None else f" from {day_written(first)}"
    return begin + ("" if last is None else f" until {day_written(last)}")


def _extension(ruleset: Ruleset, extension: Extension) -> str:
    of = "" if extension.requirement is None else f" for {_name(ruleset, extension.requirement)}"
    return f"the period that ended last before it is extended until {day_written(extension.until)}{of}"


def _opening(ruleset: Ruleset, opening: Opening) -> str:
    amount = counted_in(opening.amount.number, ruleset.units[opening.amount.unit])
    names = category_titles(ruleset, [tag.category for tag in opening.tags])
    kind = f" in {titles_listed(names, 'and')}" if names else ""
    of = "" if opening.requirement is None else f" for {_name(ruleset, opening.requirement)}"
    return f"the period that holds {day_written(opening.day)} begins with {amount}{kind} carried in{of}"


def _name(ruleset: Ruleset, id_: str) -> str:
    label = statement_label(ruleset, id_)
    return label if "“" in label else quoted(label)
