"""Why no allocation does better: what is needed together, and the most that can be had."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cedsl.model.ruleset import Cap, CapDifferent, Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_label import reserve_phrase, value_shown
from cedsl.publishing.phrase_outline import Stated, place_of
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.publishing.phrase_spoken import Head
from cedsl.publishing.phrase_statement import statement_sentence
from cedsl.publishing.phrase_total import weighed_phrase
from cedsl.publishing.phrase_words import capital, listed, sentences, titles_listed, unit_of
from cedsl.publishing.tongue import figures, say, say_count
from cedsl.verdict import CARRIED, LATER, Reason


def reason_sentence(ruleset: Ruleset, reason: Reason) -> str:
    """The proof in words: what is needed together, the most that can be had, what is missing."""
    if reason.still is not None:
        return sentences(
            _held_back(ruleset, reason, reason.still[1]),
            _worked(ruleset, reason, *reason.still),
            *_chosen(ruleset, reason),
            *_counted(ruleset, reason),
        )
    if reason.shares or reason.parts:
        return sentences(_proportional(ruleset, reason), *_chosen(ruleset, reason), *_counted(ruleset, reason))
    needed = _needing(ruleset, reason.statements, reason.asked)
    had = _lacking(ruleset, reason, needed, _had(ruleset, reason), reason.asked - reason.bound)
    return sentences(had, *_chosen(ruleset, reason))


def _lacking(ruleset: Ruleset, reason: Reason, needed: str, had: str, missing: Fraction) -> str:
    lacking = _is_missing(ruleset, missing)
    if _has_choice(reason):
        return say("{needed}; {had}, so {missing} whichever way it is counted", needed=needed, had=had, missing=lacking)
    return say("{needed}; {had}, so {missing}", needed=needed, had=had, missing=lacking)


def _proportional(ruleset: Ruleset, reason: Reason) -> str:
    """Where an amount is a part of what counts; of one statement what is missing of it once, whatever its weight."""
    times = 1 if _has_choice(reason) else reason.statements[0][1]
    statements = [(id_, weight // times) for id_, weight in reason.statements]
    bound, missing = reason.bound / times, (reason.asked - reason.bound) / times
    needed = _needing(ruleset, statements, reason.asked / times)
    had = _at_most(ruleset, reason, bound) if bound else _nothing(reason)
    return _lacking(ruleset, reason, needed, had, missing)


def _at_most(ruleset: Ruleset, reason: Reason, bound: Fraction) -> str:
    amount = credit_written(ruleset, bound)
    if _has_choice(reason):
        return say("at most {amount} can count toward them", amount=amount)
    return say("at most {amount} can count toward it", amount=amount)


def _nothing(reason: Reason) -> str:
    if _has_choice(reason):
        return say("nothing on record can count toward them")
    return say("nothing on record can count toward it")


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
    return say(
        "{needed}; {had} {ways}, so {missing}",
        needed=_needing(ruleset, reason.statements, reason.asked),
        had=_at_most(ruleset, reason, reason.bound),
        ways=say_count(
            hours,
            "among all ways of counting that at most {further} completes",
            "among all ways of counting that at most {further} complete",
            further=_further(ruleset, hours),
        ),
        missing=_is_missing(ruleset, reason.asked - reason.bound),
    )


def _further(ruleset: Ruleset, hours: Fraction) -> str:
    return say("{number} further {unit}", number=figures(hours), unit=unit_of(hours, ruleset.unit))


def _worked(ruleset: Ruleset, reason: Reason, weight: int, hours: Fraction) -> str:
    """The sum behind the bound, for whoever adds it up."""
    whole = _from_records(reason)
    more = [say("{amount} of activities", amount=credit_written(ruleset, whole))] if whole else []
    more += [_under(ruleset, id_, times * limit) for id_, times, limit in _caps(ruleset, reason)]
    more.append(_further(ruleset, weight * hours))
    less = [
        say(
            "{amount} for {requirement}",
            amount=credit_written(ruleset, times * required),
            requirement=weighed_phrase(ruleset, id_, times),
        )
        for id_, times, required in reason.completing
    ]
    if not less:
        return say("That is {amounts}", amounts=listed(more))
    return say("That is {amounts}, less {others}", amounts=listed(more), others=listed(less))


def _has_choice(reason: Reason) -> bool:
    return len(reason.statements) > 1


def _is_missing(ruleset: Ruleset, missing: Fraction) -> str:
    amount = credit_written(ruleset, missing)
    return say_count(missing, "{amount} is missing", "{amount} are missing", amount=amount)


def _needing(ruleset: Ruleset, statements: Sequence[tuple[str, int]], asked: Fraction) -> str:
    names = [weighed_phrase(ruleset, id_, weight) for id_, weight in statements]
    amount = credit_written(ruleset, asked)
    if len(names) == 1:
        return say("{requirement} needs {amount}", requirement=capital(names[0]), amount=amount)
    several = capital(titles_listed(names, "and"))
    return say("{requirements} together need {amount}", requirements=several, amount=amount)


def _had(ruleset: Ruleset, reason: Reason) -> str:
    from_records = _from_records(reason)
    limits = [
        say("at most {amount}", amount=_under(ruleset, id_, weight * limit))
        for id_, weight, limit in _caps(ruleset, reason)
    ]
    if not limits:
        return _on_record(ruleset, reason, from_records)
    free = [say("{amount} of other activities", amount=credit_written(ruleset, from_records))] if from_records else []
    return say("{amounts} can count", amounts=listed([*limits, *free]))


def _under(ruleset: Ruleset, id_: str, limit: Fraction) -> str:
    """The amount with what its cap describes and the value of its key: `4 hours as teacher (2024)`."""
    amount = credit_written(ruleset, limit)
    if id_ == CARRIED:
        return say("{amount} carried in", amount=amount)
    if id_ == LATER:
        return say("{amount} of other days", amount=amount)
    if reserved := reserve_phrase(ruleset, id_):
        return f"{amount} ({reserved})"
    statement = _statement(ruleset, id_)
    described, key = "", id_.partition("@")[2]
    if isinstance(statement, Cap):
        described = predicate_phrase(ruleset, statement.filter, Head.CREDIT)
        key = key and f" ({value_shown(ruleset, statement.per, key)})"
    whole = f"{amount} {described}" if described else say("{amount} of any kind", amount=amount)
    return f"{whole}{key}"


def _from_records(reason: Reason) -> Fraction:
    whole = sum((most * credit for _, _, most, credit in reason.records), Fraction(0))
    return whole + sum((weight * limit for _, _, weight, limit in reason.portions), Fraction(0))


def _on_record(ruleset: Ruleset, reason: Reason, amount: Fraction) -> str:
    if amount == 0:
        return _nothing(reason)
    said = credit_written(ruleset, amount)
    if _has_choice(reason):
        return say("only {amount} on record can count toward them", amount=said)
    return say("only {amount} on record can count toward it", amount=said)
