"""Whether a requirement's statements look only at what an activity says, so that one answer serves many members."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.lens import parts_of
from cedsl.model.predicate_walk import all_terms, asks_records, atoms


def is_static(requirement: r.Requirement, columns: Container[str] = ()) -> bool:
    """True when no filter of the requirement asks for a day, a fact or the period, and no cap goes by a key.

    `columns` are those of reference tables: what a row says may hold on some days only.
    """
    filters = (requirement.filter, *_filters(requirement.statements))
    return all(_timeless(each, columns) for each in filters) and _undated(requirement.statements)


def _filters(statements: Iterable[r.Statement]) -> Iterator[p.Predicate]:
    for statement in statements:
        match statement:
            case r.Minimum(filter=filter_, inner=inner) | r.Addition(filter=filter_, inner=inner):
                yield filter_
                yield from _filters(inner)
            case r.Cap(filter=filter_) | r.CapDifferent(filter=filter_) | r.UsedMinimum(filter=filter_):
                yield filter_
            case r.Distinct(parts=parts):
                yield from _filters(parts)
            case r.KOf(branches=branches):
                for branch in branches:
                    yield from _filters(branch.statements)
            case r.Conditional(statements=inner_statements):
                yield from _filters(inner_statements)
            case r.Count() | r.Limit() | r.Duty():
                continue
            case _:
                assert_never(statement)


def _undated(statements: Iterable[r.Statement]) -> bool:
    for statement in statements:
        match statement:
            case r.Minimum(each=each, inner=inner):
                good = each is None and _undated(inner)
            case r.Cap(per=per) | r.UsedMinimum(per=per):
                good = per is None
            case r.CapDifferent():
                good = False
            case r.Addition(inner=inner):
                good = _undated(inner)
            case r.Distinct(parts=parts):
                good = _undated(parts)
            case r.KOf(branches=branches):
                good = all(_undated(branch.statements) for branch in branches)
            case r.Conditional(statements=inner_statements):
                good = _undated(inner_statements)
            case r.Count() | r.Limit() | r.Duty():
                good = True
            case _:
                assert_never(statement)
        if not good:
            return False
    return True


def _timeless(predicate: p.Predicate, columns: Container[str]) -> bool:
    return (
        not asks_records(predicate)
        and all(not isinstance(atom, p.Listed) for atom in atoms(predicate))
        and all(_plain(term, columns) for term in all_terms(predicate))
    )


def _plain(term: p.Term, columns: Container[str]) -> bool:
    if isinstance(term, p.FieldTerm):
        return term.name not in {"date", "started", "length"} and term.name not in columns
    return isinstance(term, p.Constant)


def is_plain(predicate: p.Predicate) -> bool:
    """Whether it looks at no period, at no records, and at no day of the member's facts but the one that decides."""
    scoped = p.HasRecords | p.HasEarned | p.During | p.SeenOn
    if any(isinstance(part, scoped) for part in parts_of(predicate)):
        return False
    return not any(isinstance(term, p.PeriodTerm | p.PeriodNumber | p.Measure) for term in all_terms(predicate))


def asks_member(predicate: p.Predicate) -> bool:
    """Whether the answer may differ between members who report the same activity, or between periods."""
    return not is_plain(predicate) or any(isinstance(term, p.FactTerm) for term in all_terms(predicate))
