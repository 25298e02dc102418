"""What became of a decision about a member, in sentences."""

from __future__ import annotations

from typing import assert_never

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_words import capital, day_written
from cedsl.publishing.tongue import say
from cedsl.verdict import Remark, Standing


def remark_sentence(ruleset: Ruleset, remark: Remark) -> str:
    """`The waiver of Ethics (illness, approved by the board) changes nothing.`"""
    if remark.standing is Standing.HELD:
        return say("A decision waits for a person: {question}", question=_stopped(remark.detail))
    said = capital(f"{_decision(ruleset, remark)}{_why(remark)}")
    match remark.standing:
        case Standing.APPLIED:
            return say("{decision} is taken into account.", decision=said)
        case Standing.UNUSED:
            return say("{decision} changes nothing.", decision=said)
        case Standing.ENDED:
            return _ended(said, remark)
        case Standing.TO_COME:
            return _to_come(said, remark)
        case _:
            assert_never(remark.standing)


def _stopped(text: str) -> str:
    """The text with a full stop, or the mark that it ends with already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _ended(said: str, remark: Remark) -> str:
    if remark.day is None:
        return say("{decision} is no longer in force.", decision=said)
    return say("{decision} is no longer in force: it ended on {day}.", decision=said, day=day_written(remark.day))


def _to_come(said: str, remark: Remark) -> str:
    if remark.day is None:
        return say("{decision} is not yet in force.", decision=said)
    return say("{decision} is not yet in force: it begins on {day}.", decision=said, day=day_written(remark.day))


def _decision(ruleset: Ruleset, remark: Remark) -> str:
    """`the waiver of Ethics to 2 hours`, `the extension until 30 June 2025`, `the opening balance of 3 hours ...`."""
    match remark.what:
        case "waiver":
            return _waiver(ruleset, remark)
        case "extension":
            return _about(ruleset, remark, say("the extension until {day}", day=_day(remark)))
        case "opening balance":
            amount = "" if remark.amount is None else credit_written(ruleset, remark.amount)
            return _about(
                ruleset, remark, say("the opening balance of {amount} on {day}", amount=amount, day=_day(remark))
            )
        case other:
            raise AssertionError(other)


def _waiver(ruleset: Ruleset, remark: Remark) -> str:
    about = "" if remark.statement is None else statement_label(ruleset, remark.statement)
    if remark.amount is None:
        return say("the waiver of {requirement}", requirement=about)
    amount = credit_written(ruleset, remark.amount)
    return say("the waiver of {requirement} to {amount}", requirement=about, amount=amount)


def _about(ruleset: Ruleset, remark: Remark, decision: str) -> str:
    """The decision with the requirement that it is about, where it is not about all."""
    if remark.statement is None:
        return decision
    label = statement_label(ruleset, remark.statement)
    return say("{decision} for {requirement}", decision=decision, requirement=label)


def _day(remark: Remark) -> str:
    return "" if remark.day is None else day_written(remark.day)


def _why(remark: Remark) -> str:
    said = [remark.reason] if remark.reason else []
    said += [say("approved by {person}", person=remark.approver)] if remark.approver else []
    return f" ({', '.join(said)})" if said else ""
