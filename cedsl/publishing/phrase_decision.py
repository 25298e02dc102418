"""What became of a decision about a member, in sentences."""

from __future__ import annotations

from typing import assert_never

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_english import capital, day_written
from cedsl.publishing.phrase_label import statement_label
from cedsl.verdict import Remark, Standing


def remark_sentence(ruleset: Ruleset, remark: Remark) -> str:
    """`The waiver of Ethics (illness, approved by the board) changes nothing.`"""
    said = capital(f"{_decision(ruleset, remark)}{_why(remark)}")
    match remark.standing:
        case Standing.APPLIED:
            return f"{said} is taken into account."
        case Standing.UNUSED:
            return f"{said} changes nothing."
        case Standing.ENDED:
            day = "" if remark.day is None else f": it ended on {day_written(remark.day)}"
            return f"{said} is no longer in force{day}."
        case Standing.TO_COME:
            day = "" if remark.day is None else f": it begins on {day_written(remark.day)}"
            return f"{said} is not yet in force{day}."
        case Standing.HELD:
            stop = "" if remark.detail.endswith((".", "?", "!")) else "."
            return f"A decision waits for a person: {remark.detail}{stop}"
        case _:
            assert_never(remark.standing)


def _decision(ruleset: Ruleset, remark: Remark) -> str:
    """`the waiver of Ethics to 2 hours`, `the extension until 30 June 2025`, `the opening balance of 3 hours ...`."""
    amount = "" if remark.amount is None else credit_written(ruleset, remark.amount)
    about = "" if remark.statement is None else statement_label(ruleset, remark.statement)
    day = "" if remark.day is None else day_written(remark.day)
    match remark.what:
        case "waiver":
            return f"the waiver of {about}" + (f" to {amount}" if amount else "")
        case "extension":
            return f"the extension until {day}" + (f" for {about}" if about else "")
        case _:
            return f"the {remark.what} of {amount} on {day}" + (f" for {about}" if about else "")


def _why(remark: Remark) -> str:
    said = [remark.reason] if remark.reason else []
    said += [f"approved by {remark.approver}"] if remark.approver else []
    return f" ({', '.join(said)})" if said else ""
