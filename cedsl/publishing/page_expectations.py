"""What an example expects, as it is told to a reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from cedsl.publishing.phrase_english import listed, number_of, quoted
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import category_title
from cedsl.publishing.phrase_outline import Place, place_of
from cedsl.publishing.phrase_predicate import predicate_label


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
    return f"{_how_much(ruleset, shorts[0].amount, ids)} missing for each of {names}."


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
    who = "This member" if of is None else of
    match word:
        case Word.MET:
            return "This member meets every requirement." if of is None else f"{of} is met."
        case Word.SHORT:
            return f"{who} falls short."
        case Word.FAILED:
            return f"{who} fails, and no further credit repairs that."
        case Word.EXEMPT:
            return "This member owes nothing." if of is None else f"{of} asks nothing of this member."
        case Word.WAIVED:
            return (
                "This member meets every requirement with the help of a waiver." if of is None else f"{of} is waived."
            )
        case Word.DEPENDS:
            return f"{who} cannot be decided yet."
        case _:
            assert_never(word)


def _short(ruleset: Ruleset, amount: Fraction, of: Sequence[str]) -> str:
    missing = f"{_how_much(ruleset, amount, of)} missing"
    if len(of) > 1:
        names = listed([_name(ruleset, id_) for id_ in of])
        return f"{missing} for {names} together, whichever way it is counted."
    return f"{missing}{_toward(ruleset, of[0] if of else None)}."


def _figure(ruleset: Ruleset, expectation: ExpectFigure) -> str:
    of = () if expectation.of is None else (expectation.of,)
    amount, toward = _how_much(ruleset, expectation.amount, of), _toward(ruleset, expectation.of)
    match expectation.figure:
        case "still":
            if expectation.amount == 0:
                return "Nothing more is needed."
            return f"{credit_written(ruleset, expectation.amount)} more would complete everything."
        case "surplus":
            return f"{amount} counted beyond the total."
        case "earned":
            return f"{amount} earned{toward}."
        case "counted":
            return f"{amount} counted{toward}."
        case "over":
            return f"{amount} above the limit{toward}."
        case "carried in" | "carried out" | "used" | "expired":
            return _balance(ruleset, expectation)
        case other:
            raise AssertionError(other)


def _balance(ruleset: Ruleset, expectation: ExpectFigure) -> str:
    """What came in from earlier periods, what of it was used, what goes on, what is lost."""
    amount, one = expectation.amount, expectation.amount == 1
    kind = "" if expectation.of is None else f" of {category_title(ruleset, expectation.of)}"
    much = f"{credit_written(ruleset, amount) if amount else f'No {ruleset.unit.plural}'}{kind}"
    are = "is" if one else "are"
    match expectation.figure:
        case "carried in":
            return f"{much} {are} carried in from earlier periods."
        case "carried out":
            return f"{much} {are} carried into later periods."
        case "used":
            return f"{much} {are} used of what was carried in."
        case _:
            return f"{much} that {'was' if one else 'were'} carried in {'expires' if one else 'expire'}."


def _how_much(ruleset: Ruleset, amount: Fraction, of: Iterable[str]) -> str:
    """`1 hour is`, `2.5 hours are`, `No hours are`; `2 activities are` of statements that count those."""
    counts = _counts(ruleset, of)
    if amount == 0:
        return f"No {'activities' if counts else ruleset.unit.plural} are"
    much = number_of(amount, "activity") if counts else credit_written(ruleset, amount)
    return f"{much} {'is' if amount == 1 else 'are'}"


def _counts(ruleset: Ruleset, ids: Iterable[str]) -> bool:
    """Whether every one of the statements, of which there is one at least, counts activities and no credit."""
    places = [place_of(ruleset, id_) for id_ in ids]
    return bool(places) and all(place and isinstance(place.statement, Count | Limit) for place in places)


def _toward(ruleset: Ruleset, id_: str | None) -> str:
    """` in total` for the one requirement (and for none named), else ` for “Business ethics”`."""
    return " in total" if id_ is None or _is_total(ruleset, id_) else f" for {_name(ruleset, id_)}"


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
    return label if "“" in label else quoted(label)
