"""Walks over predicates that several passes need: their atoms, and the terms these look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from cedsl.model import predicate as p

Atom = (
    p.Always | p.InCategory | p.Compare | p.BeginsWith | p.Stated | p.HasRecords | p.HasEarned | p.Parity | p.Listed
)


def atoms(predicate: p.Predicate) -> Iterator[Atom]:
    """Every comparison or question in the predicate; conditions on other days too, but not those of measures
    nor the filters of questions about records.
    """
    match predicate:
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                yield from atoms(part)
        case p.Not(part=part) | p.During(part=part) | p.SeenOn(part=part):
            yield from atoms(part)
        case _:
            yield predicate


def all_terms(predicate: p.Predicate) -> Iterator[p.Term]:
    """Every term that the predicate looks at, outer before inner."""
    match predicate:
        case p.Compare(left=left, right=right):
            for term in (left, *right):
                yield from inner_terms(term)
        case p.BeginsWith(left=term) | p.Stated(term=term) | p.Parity(term=term):
            yield from inner_terms(term)
        case p.SeenOn(day=day, part=part):
            yield from inner_terms(day)
            yield from all_terms(part)
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                yield from all_terms(part)
        case p.Not(part=part) | p.During(part=part):
            yield from all_terms(part)
        case p.Always() | p.InCategory() | p.HasRecords() | p.HasEarned() | p.Listed():
            return
        case _:
            assert_never(predicate)


def inner_terms(term: p.Term) -> Iterator[p.Term]:
    """The term itself and every term inside it."""
    yield term
    match term:
        case p.Shifted(term=inner) | p.EdgeDay(term=inner):
            yield from inner_terms(inner)
        case p.Chosen(one=one, other=other):
            yield from inner_terms(one)
            yield from inner_terms(other)
        case p.Anniversary(of=of, start=start):
            yield from inner_terms(of)
            yield from inner_terms(start)
        case p.Measure(days=p.Between(first=first, last=last)):
            yield from inner_terms(first)
            yield from inner_terms(last)
        case p.Measure(days=p.DaysWhen(part=part)):
            yield from all_terms(part)
        case (
            p.Measure()
            | p.Constant()
            | p.FieldTerm()
            | p.FactTerm()
            | p.PeriodTerm()
            | p.PeriodNumber()
            | p.AsOfTerm()
        ):
            return
        case _:
            assert_never(term)


def facts_in(predicate: p.Predicate) -> Iterator[str]:
    """The member facts that the predicate compares with, in the order in which they stand; a question
    whether a fact is stated asks for nothing.
    """
    match predicate:
        case p.Stated():
            return
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                yield from facts_in(part)
        case p.Not(part=part):
            yield from facts_in(part)
        case _:
            yield from (term.name for term in all_terms(predicate) if isinstance(term, p.FactTerm))


def asks_records(predicate: p.Predicate) -> bool:
    """Whether the predicate asks what records there are."""
    return any(isinstance(each, p.HasRecords | p.HasEarned) for each in atoms(predicate))
