"""What an example expects, as it is told to a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import assert_never

from cedsl.model.ruleset import (
    Cap,
    CapDifferent,
    Count,
    Expectation,
    ExpectFigure,
    ExpectShort,
    ExpectVerdict,
    Limit,
    Requirement,
    Ruleset,
    UsedMinimum,
    Word,
    Words,
)
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import category_title
from cedsl.publishing.phrase_outline import Place, place_of
from cedsl.publishing.phrase_predicate import predicate_label
from cedsl.publishing.phrase_words import listed, quoted_once
from cedsl.publishing.tongue import say, say_as, say_count


def expectation_sentences(ruleset: Ruleset, expectations: Sequence[Expectation]) -> tuple[str, ...]:
    """A sentence for each expectation, in the order written; neighbours that lack as much share one."""
    groups = [tuple(group) for _, group in groupby(enumerate(expectations), lambda each: _alike(ruleset, *each))]
    return tuple(_shared(ruleset, [each for _, each in group]) for group in groups)


def _alike(ruleset: Ruleset, place: int, expectation: Expectation) -> tuple[object, ...]:
    """Equal for neighbours of which one sentence can tell: the same amount missing for statements with a name."""
    match expectation:
        case ExpectShort(amount=amount, of=(id_,)) if not _is_total(ruleset, id_):
            return (amount, _counts(ruleset, (id_,)))
        case _:
            return (place, "alone")


def _shared(ruleset: Ruleset, group: Sequence[Expectation]) -> str:
    if len(group) == 1:
        return expectation_sentence(ruleset, group[0])
    shorts = [each for each in group if isinstance(each, ExpectShort)]
    ids = [id_ for each in shorts for id_ in each.of]
    names = listed([_name(ruleset, id_) for id_ in ids])
    amount = shorts[0].amount
    slots = {**_slots(ruleset, amount, ids), "requirements": names}
    if amount == 0:
        return say("No {what} are missing for each of {requirements}.", **slots)
    return say_count(
        amount,
        "{amount} is missing for each of {requirements}.",
        "{amount} are missing for each of {requirements}.",
        **slots,
    )


def expectation_sentence(ruleset: Ruleset, expectation: Expectation) -> str:
    match expectation:
        case ExpectVerdict(word=word, of=of):
            return _verdict(word, None if of is None else _name(ruleset, of))
        case ExpectShort(amount=amount, of=of):
            return _short(ruleset, amount, of)
        case ExpectFigure():
            return _figure(ruleset, expectation)
        case _:
            assert_never(expectation)


def _verdict(word: Word, of: str | None) -> str:
    return _of_member(word) if of is None else _of_statement(word, of)


def _of_member(word: Word) -> str:
    match word:
        case Word.MET:
            return say("This member meets every requirement.")
        case Word.SHORT:
            return say("This member falls short.")
        case Word.FAILED:
            return say("This member fails, and no further credit repairs that.")
        case Word.EXEMPT:
            return say("This member owes nothing.")
        case Word.WAIVED:
            return say("This member meets every requirement with the help of a waiver.")
        case Word.DEPENDS:
            return say("This member cannot be decided yet.")
        case _:
            assert_never(word)


def _of_statement(word: Word, name: str) -> str:
    match word:
        case Word.MET:
            return say("{requirement} is met.", requirement=name)
        case Word.SHORT:
            return say("{requirement} falls short.", requirement=name)
        case Word.FAILED:
            return say("{requirement} fails, and no further credit repairs that.", requirement=name)
        case Word.EXEMPT:
            return say("{requirement} asks nothing of this member.", requirement=name)
        case Word.WAIVED:
            return say("{requirement} is waived.", requirement=name)
        case Word.DEPENDS:
            return say("{requirement} cannot be decided yet.", requirement=name)
        case _:
            assert_never(word)


def _short(ruleset: Ruleset, amount: Fraction, of: Sequence[str]) -> str:
    if len(of) > 1:
        return _short_together(ruleset, amount, of)
    slots = {**_slots(ruleset, amount, of), "toward": _toward(ruleset, of[0] if of else None)}
    if amount == 0:
        return say("No {what} are missing {toward}.", **slots)
    return say_count(amount, "{amount} is missing {toward}.", "{amount} are missing {toward}.", **slots)


def _short_together(ruleset: Ruleset, amount: Fraction, of: Sequence[str]) -> str:
    slots = {**_slots(ruleset, amount, of), "requirements": listed([_name(ruleset, id_) for id_ in of])}
    if amount == 0:
        return say("No {what} are missing for {requirements} together, whichever way it is counted.", **slots)
    return say_count(
        amount,
        "{amount} is missing for {requirements} together, whichever way it is counted.",
        "{amount} are missing for {requirements} together, whichever way it is counted.",
        **slots,
    )


def _figure(ruleset: Ruleset, expectation: ExpectFigure) -> str:
    match expectation.figure:
        case "still":
            if expectation.amount == 0:
                return say("Nothing more is needed.")
            more = credit_written(ruleset, expectation.amount)
            return say("{amount} more would complete everything.", amount=more)
        case "surplus":
            return _surplus(expectation.amount, _figured(ruleset, expectation))
        case "earned":
            return _earned(expectation.amount, _figured(ruleset, expectation))
        case "counted":
            return _counted(expectation.amount, _figured(ruleset, expectation))
        case "over":
            return _over(expectation.amount, _figured(ruleset, expectation))
        case "carried in" | "carried out" | "used" | "expired":
            if expectation.amount == 0:
                return _no_balance(ruleset, expectation)
            return _balance(ruleset, expectation)
        case other:
            raise AssertionError(other)


def _figured(ruleset: Ruleset, expectation: ExpectFigure) -> dict[str, str]:
    """The slots of a sentence about a figure: `toward` says of what, for all but the surplus."""
    of = () if expectation.of is None else (expectation.of,)
    return {**_slots(ruleset, expectation.amount, of), "toward": _toward(ruleset, expectation.of)}


def _surplus(amount: Fraction, slots: Mapping[str, str]) -> str:
    if amount == 0:
        return say("No {what} are counted beyond the total.", **slots)
    return say_count(amount, "{amount} is counted beyond the total.", "{amount} are counted beyond the total.", **slots)


def _earned(amount: Fraction, slots: Mapping[str, str]) -> str:
    if amount == 0:
        return say("No {what} are earned {toward}.", **slots)
    return say_count(amount, "{amount} is earned {toward}.", "{amount} are earned {toward}.", **slots)


def _counted(amount: Fraction, slots: Mapping[str, str]) -> str:
    if amount == 0:
        return say("No {what} are counted {toward}.", **slots)
    return say_count(amount, "{amount} is counted {toward}.", "{amount} are counted {toward}.", **slots)


def _over(amount: Fraction, slots: Mapping[str, str]) -> str:
    if amount == 0:
        return say("No {what} are above the limit {toward}.", **slots)
    return say_count(amount, "{amount} is above the limit {toward}.", "{amount} are above the limit {toward}.", **slots)


def _balance(ruleset: Ruleset, expectation: ExpectFigure) -> str:
    """What came in from earlier periods, what of it was used, what goes on, what is lost."""
    number = expectation.amount
    amount = _of_category(ruleset, credit_written(ruleset, number), expectation.of)
    match expectation.figure:
        case "carried in":
            return say_count(
                number,
                "{amount} is carried in from earlier periods.",
                "{amount} are carried in from earlier periods.",
                amount=amount,
            )
        case "carried out":
            return say_count(
                number,
                "{amount} is carried into later periods.",
                "{amount} are carried into later periods.",
                amount=amount,
            )
        case "used":
            return say_count(
                number,
                "{amount} is used of what was carried in.",
                "{amount} are used of what was carried in.",
                amount=amount,
            )
        case _:
            return say_count(
                number,
                "{amount} that was carried in expires.",
                "{amount} that were carried in expire.",
                amount=amount,
            )


def _no_balance(ruleset: Ruleset, expectation: ExpectFigure) -> str:
    slots = {
        "what": _of_category(ruleset, ruleset.unit.plural, expectation.of),
        "amount": _of_category(ruleset, credit_written(ruleset, expectation.amount), expectation.of),
    }
    match expectation.figure:
        case "carried in":
            return say("No {what} are carried in from earlier periods.", **slots)
        case "carried out":
            return say("No {what} are carried into later periods.", **slots)
        case "used":
            return say("No {what} are used of what was carried in.", **slots)
        case _:
            return say("No {what} that were carried in expire.", **slots)


def _of_category(ruleset: Ruleset, amount: str, category: str | None) -> str:
    if category is None:
        return amount
    return say("{amount} of {category}", amount=amount, category=category_title(ruleset, category))


def _slots(ruleset: Ruleset, amount: Fraction, of: Iterable[str]) -> dict[str, str]:
    """`amount`: `2.5 hours`, or `2 activities` of statements that count those; `what`: `hours`, `activities`."""
    if _counts(ruleset, of):
        activities = say_count(amount, "{number} activity", "{number} activities")
        return {"amount": activities, "what": say_as("none of them", "activities")}
    return {"amount": credit_written(ruleset, amount), "what": ruleset.unit.plural}


def _counts(ruleset: Ruleset, ids: Iterable[str]) -> bool:
    """Whether every one of the statements, of which there is one at least, counts activities and no credit."""
    places = [place_of(ruleset, id_) for id_ in ids]
    return bool(places) and all(place and isinstance(place.statement, Count | Limit) for place in places)


def _toward(ruleset: Ruleset, id_: str | None) -> str:
    """`in total` for the one requirement (and for none named), else `for “Business ethics”`."""
    if id_ is None or _is_total(ruleset, id_):
        return say("in total")
    return say("for {requirement}", requirement=_name(ruleset, id_))


def _is_total(ruleset: Ruleset, id_: str) -> bool:
    """Whether the statement is the only requirement, and has no name of its own."""
    match place_of(ruleset, id_):
        case Place(statement=Requirement(words=Words(title=None))):
            return len(ruleset.requirements) == 1
        case _:
            return False


def _name(ruleset: Ruleset, id_: str) -> str:
    """What the statement is about, in quotes where it holds none of its own."""
    place = place_of(ruleset, id_)
    match place:
        case Place(
            statement=Cap(words=Words(title=None), filter=filter_)
            | CapDifferent(words=Words(title=None), filter=filter_)
            | UsedMinimum(words=Words(title=None), filter=filter_)
            | Limit(words=Words(title=None), filter=filter_)
            | Count(words=Words(title=None), filter=filter_)
        ):
            label = predicate_label(ruleset, filter_)
        case _:
            label = statement_label(ruleset, id_)
    return quoted_once(label)
