"""Why no allocation does better, and why an hour did not count."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from cedsl.model.ruleset import Cap, Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_atom import Head
from cedsl.publishing.phrase_english import capital, listed, quoted, titles_listed
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_outline import place_of
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.verdict import Loss, Reason, Refused


def reason_sentence(ruleset: Ruleset, reason: Reason) -> str:
    """The proof in words: what is needed together, the most that can be had, what is missing."""
    missing = reason.asked - reason.bound
    needed = f"{_needing(ruleset, reason.statements)} {credit_written(ruleset, reason.asked)}"
    had = f"{_had(ruleset, reason)}, so {_is_missing(ruleset, missing)}"
    return f"{needed}; {had} {'whichever way it is counted' if _has_choice(reason) else ''}".rstrip() + "."


def _has_choice(reason: Reason) -> bool:
    return len(reason.statements) > 1


def _is_missing(ruleset: Ruleset, missing: Fraction) -> str:
    return f"{credit_written(ruleset, missing)} {'is' if missing == 1 else 'are'} missing"


def _needing(ruleset: Ruleset, statements: Sequence[tuple[str, int]]) -> str:
    names = [_weighed(ruleset, id_, weight) for id_, weight in statements]
    if len(names) == 1:
        return f"{capital(names[0])} needs"
    return f"{capital(titles_listed(names, 'and'))} together need"


def _weighed(ruleset: Ruleset, id_: str, weight: int) -> str:
    label = statement_label(ruleset, id_)
    return label if weight == 1 else f"{weight} times {label}"


def _had(ruleset: Ruleset, reason: Reason) -> str:
    from_records = _from_records(reason)
    limits = [
        f"at most {credit_written(ruleset, weight * limit)} {_under(ruleset, id_)}"
        for id_, weight, limit in reason.caps
    ]
    if not limits:
        return _carried(ruleset, from_records, several=len(reason.statements) > 1)
    free = [f"{credit_written(ruleset, from_records)} of other activities"] if from_records else []
    return f"{listed([*limits, *free])} can count"


def _under(ruleset: Ruleset, id_: str) -> str:
    """What a cap describes, after an amount; for a cap on everything, its name."""
    place = place_of(ruleset, id_) or place_of(ruleset, id_.partition("@")[0])
    described = ""
    if place is not None and isinstance(place.statement, Cap):
        described = predicate_phrase(ruleset, place.statement.filter, Head.CREDIT)
    return described or f"under “{statement_label(ruleset, id_)}”"


def _from_records(reason: Reason) -> Fraction:
    whole = sum((most * credit for _, _, most, credit in reason.records), Fraction(0))
    return whole + sum((weight * limit for _, _, weight, limit in reason.portions), Fraction(0))


def _carried(ruleset: Ruleset, amount: Fraction, *, several: bool) -> str:
    them = "them" if several else "it"
    if amount == 0:
        return f"nothing on record can count toward {them}"
    return f"only {credit_written(ruleset, amount)} on record can count toward {them}"


def loss_sentence(ruleset: Ruleset, loss: Loss) -> str:
    """Why this much of an activity did not count, as a sentence that stands beside the activity."""
    amount = "it" if loss.amount is None else credit_written(ruleset, loss.amount)
    counts = _does_not_count(loss)
    because = _because(ruleset, loss)
    detail = f" ({loss.detail})" if loss.detail else ""
    return f"{capital(amount)} {counts}: {because}{detail}."


def _does_not_count(loss: Loss) -> str:
    one = loss.amount is None or loss.amount == 1
    if loss.why is Refused.HELD:
        return "is held" if one else "are held"
    return f"{'does' if one else 'do'} not count"


def _because(ruleset: Ruleset, loss: Loss) -> str:
    names = titles_listed([quoted(statement_label(ruleset, id_)) for id_ in loss.statements], "and")
    match loss.why:
        case Refused.OUTSIDE:
            return "the activity lies outside the period"
        case Refused.AFTER:
            return "the activity lies after the date of assessment"
        case Refused.NOT_ACCEPTED:
            return f"it is not accepted under {names}" if names else "it is not accepted"
        case Refused.TOO_SHORT:
            return f"it is shorter than {names} allows" if names else "it is shorter than the shortest length"
        case Refused.NO_AMOUNT:
            return "the record states no amount"
        case Refused.NO_RATE:
            return "no rule says how it becomes credit"
        case Refused.REPEAT:
            return "it is a repeat" if loss.row is None else f"it repeats the activity in row {loss.row}"
        case Refused.MOST_EACH:
            return "one activity earns no more than this"
        case Refused.ROUNDED:
            return "it is rounded off"
        case Refused.CAP:
            return f"it is above the limit {names}" if names else "it is above a limit"
        case Refused.NOT_DESCRIBED:
            return "no statement asks for such an activity"
        case Refused.UNUSED:
            return (
                f"{names} is not reached, so none of this counts" if names else "too little of it was earned"
            )
        case Refused.HELD:
            return "a person must settle the record first"
        case Refused.NOT_NEEDED:
            return "it is not needed"
        case Refused.OTHER_BLOCK:
            return f"it is counted under {names}" if names else "it is counted elsewhere"
        case _:
            assert_never(loss.why)
