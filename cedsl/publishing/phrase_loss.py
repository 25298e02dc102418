"""Why an hour did not count, in the words of the rule that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from cedsl.model.ruleset import (
    Clause,
    CreditRule,
    MostEach,
    Refusal,
    Repeats,
    Rounded,
    Ruleset,
    Shortest,
    Where,
)
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_apart import holders_phrase
from cedsl.publishing.phrase_balance import period_ended
from cedsl.publishing.phrase_credit import clause_phrase, refusal_main
from cedsl.publishing.phrase_english import capital
from cedsl.publishing.phrase_outline import place_of
from cedsl.publishing.phrase_statement import statement_sentence
from cedsl.verdict import Loss, Refused


def loss_sentence(ruleset: Ruleset, loss: Loss) -> str:
    """Why this much of an activity did not count, as a sentence that stands beside the activity."""
    amount = "this" if loss.amount is None else credit_written(ruleset, loss.amount)
    one = loss.amount is None or loss.amount == 1
    if loss.why is Refused.CARRIED_OVER:
        return f"{capital(amount)} {'is' if one else 'are'} carried over from {period_ended(loss.period)}."
    waits = "waits" if one else "wait"
    counts = waits if loss.why is Refused.HELD else f"{'does' if one else 'do'} not count{_here(loss)}"
    because = _because(ruleset, loss, "it is" if one else "they are")
    detail = f" ({loss.detail.removesuffix('.')})" if loss.detail and loss.why is not Refused.NO_RATE else ""
    return f"{capital(amount)} {counts}: {because}{detail}."


def _here(loss: Loss) -> str:
    return " here" if loss.why is Refused.OTHER_PERIOD else ""


def _because(ruleset: Ruleset, loss: Loss, they_are: str) -> str:
    """`they_are` speaks of the credit in question."""
    match loss.why:
        case Refused.OUTSIDE:
            return "the activity lies outside the period"
        case Refused.AFTER:
            return "the activity lies after the date of assessment"
        case Refused.NO_PERIOD:
            return "the period is not known yet"
        case Refused.NOT_ACCEPTED:
            return _ruled(ruleset, loss.statements, Where) or "the activity is not accepted"
        case Refused.TOO_SHORT:
            return _ruled(ruleset, loss.statements, Shortest) or "the activity is too short"
        case Refused.NO_AMOUNT:
            return "the record states no amount"
        case Refused.NO_RATE:
            return _no_rate(ruleset, loss)
        case Refused.REPEAT:
            which = "" if loss.row is None else f" of row {loss.row}"
            rule = _ruled(ruleset, loss.statements, Repeats)
            return f"this repeats the activity{which}" + (f", and {rule}" if rule else "")
        case Refused.MOST_EACH:
            return _ruled(ruleset, loss.statements, MostEach) or "one activity earns no more"
        case Refused.ROUNDED:
            return _ruled(ruleset, loss.statements, Rounded) or "the credit of each activity is rounded"
        case Refused.DIFFERENT:
            return _stated(ruleset, loss.statements) or "other values count"
        case Refused.CAP:
            return _stated(ruleset, loss.statements) or "a limit is reached"
        case Refused.NOT_DESCRIBED:
            return "no statement asks for such an activity"
        case Refused.UNUSED:
            return _stated(ruleset, loss.statements) or "too little of this kind was earned"
        case Refused.HELD:
            return "a person must settle the record first"
        case Refused.NOT_NEEDED:
            return "no more is needed"
        case Refused.OTHER_PERIOD:
            return f"{they_are} counted in {period_ended(loss.period)}"
        case Refused.CARRIED_OVER:
            return f"{they_are} carried over from {period_ended(loss.period)}"
        case Refused.EXPIRED:
            were = "it was" if they_are == "it is" else "they were"
            return f"carried over from {period_ended(loss.period)}, {were} not used in time"
        case Refused.OTHER_BLOCK:
            return f"{they_are} counted toward {holders_phrase(ruleset, loss.statements, loss.elsewhere)}"
        case _:
            assert_never(loss.why)


def _no_rate(ruleset: Ruleset, loss: Loss) -> str:
    if not loss.detail:
        return "no rule says how it becomes credit"
    return f"no rule says how {loss.detail} become {ruleset.unit.plural}"


def _stated(ruleset: Ruleset, ids: Sequence[str]) -> str:
    """The sentences of the statements, as clauses: `at most 12 hours by webcast count`."""
    places = [place_of(ruleset, id_) or place_of(ruleset, id_.partition("@")[0]) for id_ in ids]
    said = [statement_sentence(ruleset, place.statement) for place in places if place is not None]
    return "; ".join(_as_clause(text) for text in dict.fromkeys(said))


def _as_clause(text: str) -> str:
    return text[:1].lower() + text[1:].removesuffix(".")


def _ruled(ruleset: Ruleset, ids: Sequence[str], kind: type[Clause]) -> str:
    """What the refusals, and the clauses of this kind in the credit rules, with these ids say."""
    rules: tuple[CreditRule | Refusal, ...] = (*ruleset.refusals, *ruleset.credits)
    return "; ".join(said for rule in rules if rule.words.id in ids for said in _said(ruleset, rule, kind))


def _said(ruleset: Ruleset, rule: CreditRule | Refusal, kind: type[Clause]) -> list[str]:
    match rule:
        case Refusal():
            return [refusal_main(ruleset, rule)]
        case CreditRule(clauses=clauses):
            return [clause_phrase(ruleset, clause) for clause in clauses if isinstance(clause, kind)]
        case _:
            assert_never(rule)
