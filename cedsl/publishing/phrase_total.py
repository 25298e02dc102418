"""What a statement is called in a sentence that adds up: the total, twice the total, a title, a label in quotes."""

from __future__ import annotations

from cedsl.model.predicate import (
    AllOf,
    Always,
    AnyOf,
    Compare,
    FieldTerm,
    InCategory,
    Not,
    Op,
    Parity,
    Predicate,
    Stated,
)
from cedsl.model.ruleset import Addition, Cap, CapDifferent, Count, Limit, Minimum, Requirement, Ruleset, UsedMinimum
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import is_yes_no
from cedsl.publishing.phrase_outline import Stated as Statement
from cedsl.publishing.phrase_outline import place_of
from cedsl.publishing.phrase_plain import is_named
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_words import has_quotes, quoted
from cedsl.publishing.tongue import figures, say

TOTAL = "total"
CLAUSES = (" is ", ", ", "Taken ")
"""What shows that a title is a clause, in the words of an author."""


def is_bare_total(ruleset: Ruleset, id_: str) -> bool:
    """Whether the statement's label is `Total` and nothing more, by its author or for want of a title."""
    place = place_of(ruleset, id_)
    if place is None:
        return False
    if place.statement.words.title is not None:
        return place.statement.words.title in {TOTAL, TOTAL.capitalize()}
    match place.statement:
        case Requirement(total=total, filter=Always()):
            return total is not None and len(ruleset.requirements) == 1
        case _:
            return False


def weighed_phrase(ruleset: Ruleset, id_: str, weight: int) -> str:
    """The statement so many times: `the total`, `twice the total`, `3 times Ethics`."""
    if is_bare_total(ruleset, id_):
        return _total_times(weight)
    label = statement_label(ruleset, id_)
    named = quoted(label) if _is_clause(ruleset, id_, label) else label
    match weight:
        case 1:
            return named
        case 2:
            return say("twice {requirement}", requirement=named)
        case _:
            return say("{number} times {requirement}", number=figures(weight), requirement=named)


def _total_times(weight: int) -> str:
    match weight:
        case 1:
            return say("the total")
        case 2:
            return say("twice the total")
        case _:
            return say("{number} times the total", number=figures(weight))


def _is_clause(ruleset: Ruleset, id_: str, label: str) -> bool:
    """Whether the label would run into the sentence, as `Grade is at least C` does."""
    if has_quotes(label):
        return False
    place = place_of(ruleset, id_) or place_of(ruleset, id_.partition("@")[0])
    filter_ = None if place is None else _filter(place.statement)
    if filter_ is None or _is_named(filter_):
        return any(sign in label for sign in CLAUSES)
    return ", " in label or _is_day(filter_) or _compares(ruleset, filter_)


def _filter(statement: Statement) -> Predicate | None:
    """What the label is made of; None where the author gave a title."""
    if statement.words.title is not None:
        return None
    match statement:
        case Requirement() | Minimum() | Addition() | UsedMinimum() | Cap() | CapDifferent() | Count() | Limit():
            return tidied(statement.filter)
        case _:
            return None


def _is_named(predicate: Predicate) -> bool:
    """Whether the label is but the titles of categories or choices, which are the author's."""
    match predicate:
        case InCategory():
            return True
        case Compare(left=FieldTerm(name=name), op=Op.IS, right=right):
            return is_named(name, right)
        case _:
            return False


def _is_day(predicate: Predicate) -> bool:
    """Whether the label is a limit of days: `Taken on or after 1 May 2025`."""
    return isinstance(predicate, Compare) and predicate.left == FieldTerm("date")


def _compares(ruleset: Ruleset, predicate: Predicate) -> bool:
    """Whether a part of the label is a clause, with a verb of its own."""
    match predicate:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(_compares(ruleset, part) for part in parts)
        case Not(part=part):
            return _compares(ruleset, part)
        case Compare(left=FieldTerm(name=name)):
            is_noun = name in {"date", "length"} or is_yes_no(ruleset.fields, name)
            return not is_noun and not _is_named(predicate)
        case Compare() | Parity() | Stated():
            return True
        case _:
            return False
