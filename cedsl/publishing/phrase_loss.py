"""Why an hour did not count, in the words of the rule that says so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

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
from cedsl.publishing.phrase_outline import place_of
from cedsl.publishing.phrase_statement import statement_sentence
from cedsl.publishing.phrase_verdict import fact_asked
from cedsl.publishing.phrase_words import clauses, listed
from cedsl.publishing.tongue import figures, say, say_count
from cedsl.verdict import Loss, Refused


def loss_sentence(ruleset: Ruleset, loss: Loss) -> str:
    """Why this much of an activity did not count, as a sentence that stands beside the activity."""
    if loss.why is Refused.CARRIED_OVER:
        return _carried_over(ruleset, loss)
    detail = ""
    if loss.detail and loss.why is not Refused.NO_RATE:
        detail = f" ({reason_told(loss.detail).removesuffix('.')})"
    return _told(ruleset, loss, f"{_because(ruleset, loss)}{detail}")


def _carried_over(ruleset: Ruleset, loss: Loss) -> str:
    period = period_ended(loss.period)
    if loss.amount is None:
        return say("This is carried over from {period}.", period=period)
    return say_count(
        loss.amount,
        "{amount} is carried over from {period}.",
        "{amount} are carried over from {period}.",
        amount=credit_written(ruleset, loss.amount),
        period=period,
    )


def _told(ruleset: Ruleset, loss: Loss, reason: str) -> str:
    if loss.hangs_on:
        return _hanging(ruleset, loss.hangs_on, reason)
    if loss.amount is None:
        return _this(loss.why, reason)
    if loss.amount < 0:
        return _added(ruleset, -loss.amount, reason)
    number, amount = loss.amount, credit_written(ruleset, loss.amount)
    match loss.why:
        case Refused.HELD:
            return say_count(
                number, "{amount} waits: {reason}.", "{amount} wait: {reason}.", amount=amount, reason=reason
            )
        case Refused.OTHER_PERIOD:
            return say_count(
                number,
                "{amount} does not count here: {reason}.",
                "{amount} do not count here: {reason}.",
                amount=amount,
                reason=reason,
            )
        case _:
            return say_count(
                number,
                "{amount} does not count: {reason}.",
                "{amount} do not count: {reason}.",
                amount=amount,
                reason=reason,
            )


def _added(ruleset: Ruleset, number: Fraction, reason: str) -> str:
    """What an activity earns beyond the credit of its line, as a repeat with a higher factor does."""
    amount = credit_written(ruleset, number)
    return say_count(
        number,
        "{amount} more counts besides: {reason}.",
        "{amount} more count besides: {reason}.",
        amount=amount,
        reason=reason,
    )


def _hanging(ruleset: Ruleset, facts: Sequence[str], reason: str) -> str:
    """Of an activity that would count if a fact that nobody stated were another one."""
    named = listed([fact_asked(ruleset, each) for each in facts])
    if len(facts) == 1:
        return say("Whether this counts depends on {fact}, which is not stated: {reason}.", fact=named, reason=reason)
    return say("Whether this counts depends on {facts}, which are not stated: {reason}.", facts=named, reason=reason)


def _this(why: Refused, reason: str) -> str:
    """The same of an activity of which no amount is known."""
    match why:
        case Refused.HELD:
            return say("This waits: {reason}.", reason=reason)
        case Refused.OTHER_PERIOD:
            return say("This does not count here: {reason}.", reason=reason)
        case _:
            return say("This does not count: {reason}.", reason=reason)


def _because(ruleset: Ruleset, loss: Loss) -> str:
    match loss.why:
        case Refused.OUTSIDE:
            return say("the activity lies outside the period")
        case Refused.AFTER:
            return say("the activity lies after the date of assessment")
        case Refused.NO_PERIOD:
            return say("the period is not known yet")
        case Refused.NO_AMOUNT:
            return say("the record states no amount")
        case Refused.NO_RATE:
            return _no_rate(ruleset, loss)
        case Refused.REPEAT:
            return _repeat(ruleset, loss)
        case Refused.NOT_DESCRIBED:
            return say("no statement asks for such an activity")
        case Refused.HELD:
            return say("a person must settle the record first")
        case Refused.NOT_NEEDED:
            return say("no more is needed")
        case Refused.OTHER_PERIOD | Refused.EXPIRED | Refused.OTHER_BLOCK:
            return _elsewhere(ruleset, loss, loss.why)
        case Refused.CARRIED_OVER:
            raise AssertionError(loss)
        case _:
            return _by_rule(ruleset, loss, loss.why)


ByRule: TypeAlias = Literal[
    Refused.NOT_ACCEPTED,
    Refused.TOO_SHORT,
    Refused.MOST_EACH,
    Refused.ROUNDED,
    Refused.DIFFERENT,
    Refused.CAP,
    Refused.UNUSED,
]


def _by_rule(ruleset: Ruleset, loss: Loss, why: ByRule) -> str:
    """What the rule in question says; in general words where it is not known."""
    match why:
        case Refused.NOT_ACCEPTED:
            return _ruled(ruleset, loss.statements, Where) or say("the activity is not accepted")
        case Refused.TOO_SHORT:
            return _ruled(ruleset, loss.statements, Shortest) or say("the activity is too short")
        case Refused.MOST_EACH:
            return _ruled(ruleset, loss.statements, MostEach) or say("one activity earns no more")
        case Refused.ROUNDED:
            return _ruled(ruleset, loss.statements, Rounded) or say("the credit of each activity is rounded")
        case Refused.DIFFERENT:
            return _stated(ruleset, loss.statements) or say("other values count")
        case Refused.CAP:
            return _stated(ruleset, loss.statements) or say("a limit is reached")
        case Refused.UNUSED:
            return _stated(ruleset, loss.statements) or say("too little of this kind was earned")
        case _:
            assert_never(why)


Elsewhere: TypeAlias = Literal[Refused.OTHER_PERIOD, Refused.EXPIRED, Refused.OTHER_BLOCK]


def _elsewhere(ruleset: Ruleset, loss: Loss, why: Elsewhere) -> str:
    """Where the credit belongs; `it` and `they` are the credit in question."""
    number = 1 if loss.amount is None else loss.amount
    period = period_ended(loss.period)
    match why:
        case Refused.OTHER_PERIOD:
            return say_count(number, "it is counted in {period}", "they are counted in {period}", period=period)
        case Refused.EXPIRED:
            return say_count(
                number,
                "carried over from {period}, it was not used in time",
                "carried over from {period}, they were not used in time",
                period=period,
            )
        case Refused.OTHER_BLOCK:
            holders = holders_phrase(ruleset, loss.statements, loss.elsewhere)
            return say_count(
                number,
                "it is counted toward {requirement}",
                "they are counted toward {requirement}",
                requirement=holders,
            )
        case _:
            assert_never(why)


def _repeat(ruleset: Ruleset, loss: Loss) -> str:
    said = (
        say("this repeats the activity")
        if loss.row is None
        else say("this repeats the activity of row {row}", row=figures(loss.row))
    )
    rule = _ruled(ruleset, loss.statements, Repeats)
    return say("{repeat}, and {rule}", repeat=said, rule=rule) if rule else said


def reason_told(reason: str) -> str:
    """Why something was decided outright, where cedsl says so itself; what an author wrote stays as it is."""
    match reason:
        case "this requirement does not apply to the member":
            return say("this requirement does not apply to the member")
        case "no reporting cycle fits this member":
            return say("no reporting cycle fits this member")
        case "the period is not known":
            return say("the period is not known")
        case "which activities it is about is not known":
            return say("which activities it is about is not known")
        case "deemed satisfied":
            return say("deemed satisfied")
        case "exempt":
            return say("exempt")
        case _:
            return reason


def _no_rate(ruleset: Ruleset, loss: Loss) -> str:
    """`detail` names the units of the record."""
    if not loss.detail:
        return say("no rule says how it becomes credit")
    return say("no rule says how {others} become {units}", others=loss.detail, units=ruleset.unit.plural)


def _stated(ruleset: Ruleset, ids: Sequence[str]) -> str:
    """The sentences of the statements, as clauses: `at most 12 hours by webcast count`."""
    places = [place_of(ruleset, id_) or place_of(ruleset, id_.partition("@")[0]) for id_ in ids]
    said = [statement_sentence(ruleset, place.statement) for place in places if place is not None]
    return clauses(_as_clause(text) for text in dict.fromkeys(said))


def _as_clause(text: str) -> str:
    return text[:1].lower() + text[1:].removesuffix(".")


def _ruled(ruleset: Ruleset, ids: Sequence[str], kind: type[Clause]) -> str:
    """What the refusals, and the clauses of this kind in the credit rules, with these ids say."""
    rules: tuple[CreditRule | Refusal, ...] = (*ruleset.refusals, *ruleset.credits)
    return clauses(said for rule in rules if rule.words.id in ids for said in _said(ruleset, rule, kind))


def _said(ruleset: Ruleset, rule: CreditRule | Refusal, kind: type[Clause]) -> list[str]:
    match rule:
        case Refusal():
            return [refusal_main(ruleset, rule)]
        case CreditRule(clauses=clauses):
            return [clause_phrase(ruleset, clause) for clause in clauses if isinstance(clause, kind)]
        case _:
            assert_never(rule)
