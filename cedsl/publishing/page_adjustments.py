"""What a person decided for the member of an example: waivers, extensions, opening balances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_label import label_quoted
from cedsl.publishing.phrase_names import category_titles
from cedsl.publishing.phrase_words import counted, day_written, lowered, sentence, sentences, titles_listed
from cedsl.publishing.tongue import say
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
    return sentence(say("reason: {reason}", reason=lowered(decision.reason))) if decision.reason else ""


def _waiver(ruleset: Ruleset, waiver: Waiver) -> str:
    name = label_quoted(ruleset, waiver.statement)
    if waiver.amount is None:
        waived = say("{requirement} is waived", requirement=name)
    else:
        amount = credit_written(ruleset, waiver.amount)
        waived = say("a waiver sets {requirement} to {amount}", requirement=name, amount=amount)
    return _dated(waived, waiver.first, waiver.last)


def _dated(waived: str, first: date | None, last: date | None) -> str:
    """The clause with the days for which it holds."""
    if first is not None and last is not None:
        days = {"first": day_written(first), "last": day_written(last)}
        return say("{waived} from {first} until {last}", waived=waived, **days)
    if first is not None:
        return say("{waived} from {day}", waived=waived, day=day_written(first))
    if last is not None:
        return say("{waived} until {day}", waived=waived, day=day_written(last))
    return waived


def _extension(ruleset: Ruleset, extension: Extension) -> str:
    until = day_written(extension.until)
    if extension.requirement is None:
        return say("the period that ended last before it is extended until {day}", day=until)
    return say(
        "the period that ended last before it is extended until {day} for {requirement}",
        day=until,
        requirement=label_quoted(ruleset, extension.requirement),
    )


def _opening(ruleset: Ruleset, opening: Opening) -> str:
    amount = counted(opening.amount.number, ruleset.units[opening.amount.unit])
    names = category_titles(ruleset, [tag.category for tag in opening.tags])
    credit = f"{amount} {say('in {categories}', categories=titles_listed(names, 'and'))}" if names else amount
    day = day_written(opening.day)
    if opening.requirement is None:
        return say("the period that holds {day} begins with {credit} carried in", day=day, credit=credit)
    return say(
        "the period that holds {day} begins with {credit} carried in for {requirement}",
        day=day,
        credit=credit,
        requirement=label_quoted(ruleset, opening.requirement),
    )
