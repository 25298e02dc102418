"""Whether a filter is said in several parts, told from its structure: the words differ between languages."""

from __future__ import annotations

from collections.abc import Sequence

from cedsl.model.predicate import (
    AllOf,
    AnyOf,
    BeginsWith,
    Compare,
    Constant,
    FieldTerm,
    HasRecords,
    InCategory,
    Not,
    Op,
    Parity,
    Predicate,
    Stated,
    Term,
)
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_names import category_titles, choice_title
from cedsl.publishing.phrase_plain import is_named
from cedsl.publishing.phrase_predicate import predicate_spoken
from cedsl.publishing.phrase_term import is_day, is_length_first
from cedsl.publishing.phrase_tidy import tidied

ROWS = (",", " or ")
"""What makes an author's title look like several."""


def looks_like_several(ruleset: Ruleset, predicate: Predicate) -> bool:
    """Whether what follows the filter would seem to belong to the last of its parts only."""
    return _is_row(ruleset, tidied(predicate))


def _is_row(ruleset: Ruleset, predicate: Predicate) -> bool:
    match predicate:
        case AnyOf():
            return True
        case AllOf(parts=parts):
            apart = sum(map(_is_relative, parts)) > 2 or any(isinstance(part, Not) for part in parts)
            conditional = predicate_spoken(ruleset, predicate).marks.conditional
            return apart or conditional or any(_is_row(ruleset, part) for part in parts)
        case Not(part=part):
            return _is_row(ruleset, part)
        case HasRecords(filter=filter_):
            return _is_row(ruleset, tidied(filter_))
        case InCategory(names=names):
            return len(names) > 1 or _look_like_rows(category_titles(ruleset, names))
        case Compare():
            return _compares_with_several(ruleset, predicate)
        case _:
            return False


def _compares_with_several(ruleset: Ruleset, atom: Compare) -> bool:
    """Several values, a title that looks like several, or `on or after`."""
    left, right = atom.left, atom.right
    from_on = atom.op in {Op.AT_LEAST, Op.AT_MOST} and is_day(ruleset, left) and not is_length_first(right[0])
    return len(right) > 1 or from_on or _look_like_rows(_titles(ruleset, left, right))


def _titles(ruleset: Ruleset, left: Term, right: Sequence[Term]) -> list[str]:
    name = left.name if isinstance(left, FieldTerm) else ""
    values = [term.value for term in right if isinstance(term, Constant) and isinstance(term.value, str)]
    return [choice_title(ruleset, name, value) or value for value in values]


def _look_like_rows(titles: Sequence[str]) -> bool:
    return any(sign in title for title in titles for sign in ROWS)


def _is_relative(predicate: Predicate) -> bool:
    """Whether it is said of activities after "whose" or "for which"."""
    match predicate:
        case Not(part=part):
            return _is_relative(part)
        case Compare(left=FieldTerm(name=name), op=op, right=right):
            return name not in {"date", "length"} and not (op is Op.IS and is_named(name, right))
        case Parity(term=FieldTerm(), year=year):
            return not year
        case BeginsWith(left=FieldTerm()) | Stated(term=FieldTerm()):
            return True
        case _:
            return False
