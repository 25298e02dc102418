"""Why no allocation does better: what is needed together, and the most that can be had."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cedsl.model.ruleset import Cap, CapDifferent, Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_atom import Head
from cedsl.publishing.phrase_english import capital, listed, quoted, sentences, titles_listed
from cedsl.publishing.phrase_label import reserve_phrase, statement_label
from cedsl.publishing.phrase_outline import Stated, place_of
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.publishing.phrase_statement import statement_sentence
from cedsl.publishing.phrase_window import key_value_written
from cedsl.quantity import written
from cedsl.verdict import CARRIED, LATER, Reason

AFTER_AMOUNT = {CARRIED: "carried in", LATER: "of other days"}
"""What credit of other periods is called after an amount."""


def reason_sentence(ruleset: Ruleset, reason: Reason) -> str:
    """The proof in words: what is needed together, the most that can be had, what is missing."""
    missing = reason.asked - reason.bound
    needed = f"{_needing(ruleset, reason.statements)} {credit_written(ruleset, reason.asked)}"
    if reason.still is not None:
        return sentences(
            f"{needed}; {_held_back(ruleset, reason, reason.still[1])}",
            _worked(ruleset, reason, *reason.still),
            *_chosen(ruleset, reason),
            *_counted(ruleset, reason),
        )
    if reason.shares or reason.parts:
        return sentences(_proportional(ruleset, reason), *_chosen(ruleset, reason), *_counted(ruleset, reason))
    had = f"{_had(ruleset, reason)}, so {_is_missing(ruleset, missing)}"
    ways = "whichever way it is counted" if _has_choice(reason) else ""
    return sentences(f"{needed}; {had} {ways}".rstrip(), *_chosen(ruleset, reason))


def _proportional(ruleset: Ruleset, reason: Reason) -> str:
    """Where an amount is a part of what counts; of one statement what is missing of it once, whatever its weight."""
    times = reason.statements[0][1] if len(reason.statements) == 1 else 1
    statements = [(id_, weight // times) for id_, weight in reason.statements]
    bound, missing = reason.bound / times, (reason.asked - reason.bound) / times
    them = "them" if _has_choice(reason) else "it"
    had = f"at most {credit_written(ruleset, bound)} can count toward {them}"
    if not bound:
        had = f"nothing on record can count toward {them}"
    ways = " whichever way it is counted" if _has_choice(reason) else ""
    needed = f"{_needing(ruleset, statements)} {credit_written(ruleset, reason.asked / times)}"
    return f"{needed}; {had}, so {_is_missing(ruleset, missing)}{ways}"


def _counted(ruleset: Ruleset, reason: Reason) -> list[str]:
    """The statements that hang on what counts, as they are published."""
    found = [_statement(ruleset, id_) for id_, _, _ in (*reason.parts, *reason.shares)]
    return list(dict.fromkeys(statement_sentence(ruleset, each) for each in found if each is not None))


def _caps(ruleset: Ruleset, reason: Reason) -> list[tuple[str, int, Fraction]]:
    """The caps that hold hours: without the values that were not chosen where only so many different ones count."""
    return [cap for cap in reason.caps if not isinstance(_statement(ruleset, cap[0]), CapDifferent)]


def _chosen(ruleset: Ruleset, reason: Reason) -> list[str]:
    """Of caps on different values: that a choice of them was made."""
    found = [_statement(ruleset, id_) for id_, _, _ in reason.caps]
    said = [statement_sentence(ruleset, each) for each in found if isinstance(each, CapDifferent)]
    return list(dict.fromkeys(said))


def _statement(ruleset: Ruleset, id_: str) -> Stated | None:
    place = place_of(ruleset, id_) or place_of(ruleset, id_.partition("@")[0])
    return None if place is None else place.statement


def _held_back(ruleset: Ruleset, reason: Reason, hours: Fraction) -> str:
    """Where hours are held back: the bound holds among the ways of counting that leave as little to earn."""
    them = "them" if _has_choice(reason) else "it"
    further = f"{written(hours)} further {ruleset.unit.name if hours == 1 else ruleset.unit.plural}"
    most = f"at most {credit_written(ruleset, reason.bound)} can count toward {them}"
    ways = f"among all ways of counting that at most {further} {'completes' if hours == 1 else 'complete'}"
    return f"{most} {ways}, so {_is_missing(ruleset, reason.asked - reason.bound)}"


def _worked(ruleset: Ruleset, reason: Reason, weight: int, hours: Fraction) -> str:
    """The sum behind the bound, for whoever adds it up."""
    unit = ruleset.unit
    whole = _from_records(reason)
    more = [f"{credit_written(ruleset, whole)} of activities"] if whole else []
    caps = _caps(ruleset, reason)
    more += [f"{credit_written(ruleset, times * limit)} {_under(ruleset, id_)}" for id_, times, limit in caps]
    more.append(f"{written(weight * hours)} further {unit.name if weight * hours == 1 else unit.plural}")
    less = [
        f"{credit_written(ruleset, times * required)} for {_weighed(ruleset, id_, times)}"
        for id_, times, required in reason.completing
    ]
    return f"That is {listed(more)}" + (f", less {listed(less)}" if less else "")


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
    label = "the total" if label == "Total" else quoted(label) if _is_clause(label) else label
    times = {1: "", 2: "twice "}.get(weight, f"{weight} times ")
    return times + label


def _is_clause(label: str) -> bool:
    """Whether the label would run into the sentence, as `Grade is at least C` does."""
    return "“" not in label and any(sign in label for sign in (" is ", ", ", "Taken "))


def _had(ruleset: Ruleset, reason: Reason) -> str:
    from_records = _from_records(reason)
    limits = [
        f"at most {credit_written(ruleset, weight * limit)} {_under(ruleset, id_)}"
        for id_, weight, limit in _caps(ruleset, reason)
    ]
    if not limits:
        return _carried(ruleset, from_records, several=len(reason.statements) > 1)
    free = [f"{credit_written(ruleset, from_records)} of other activities"] if from_records else []
    return f"{listed([*limits, *free])} can count"


def _under(ruleset: Ruleset, id_: str) -> str:
    """What a cap describes, after an amount, with the value of its key."""
    if reserved := reserve_phrase(ruleset, id_):
        return AFTER_AMOUNT.get(id_, f"({reserved})")
    statement = _statement(ruleset, id_)
    key = id_.partition("@")[2]
    described = ""
    if isinstance(statement, Cap):
        described = predicate_phrase(ruleset, statement.filter, Head.CREDIT)
        key = key and f" ({key_value_written(statement.per, key)})"
    return f"{described or 'of any kind'}{key}"


def _from_records(reason: Reason) -> Fraction:
    whole = sum((most * credit for _, _, most, credit in reason.records), Fraction(0))
    return whole + sum((weight * limit for _, _, weight, limit in reason.portions), Fraction(0))


def _carried(ruleset: Ruleset, amount: Fraction, *, several: bool) -> str:
    them = "them" if several else "it"
    if amount == 0:
        return f"nothing on record can count toward {them}"
    return f"only {credit_written(ruleset, amount)} on record can count toward {them}"
