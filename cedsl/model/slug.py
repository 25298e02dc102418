"""Short stable names made from a filter, for statements that the author did not name."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.quantity import written


def slug(predicate: p.Predicate) -> str:
    """`HR`, `passive-or-self-study`, `not-teacher`: letters, digits and hyphens; empty for everything."""
    text = _slug(predicate)
    kept = "".join(character if character.isalnum() or character == "-" else "-" for character in text)
    return "-".join(part for part in kept.split("-") if part)[:60].rstrip("-")


def _slug(predicate: p.Predicate) -> str:
    match predicate:
        case p.Always():
            return ""
        case p.InCategory(names=names):
            return "-or-".join(names)
        case p.Compare(left=left, op=op, right=right):
            values = "-or-".join(_term(each) for each in right)
            if op is p.Op.IS and isinstance(left, p.FieldTerm) and left.name in {"mode", "role", "kind"}:
                return values
            return f"{_term(left)}-{'' if op is p.Op.IS else op.value}-{values}"
        case p.BeginsWith(left=left, low=low, high=high):
            return f"{_term(left)}-{low}-to-{high}"
        case p.Stated(term=term):
            return f"{_term(term)}-stated"
        case p.HasRecords(count=count, filter=inner):
            return f"{count}-{_slug(inner)}"
        case p.HasEarned(filter=inner):
            return f"earned-{_slug(inner)}"
        case p.Parity(term=term, odd=odd):
            return f"{_term(term)}-{'odd' if odd else 'even'}"
        case p.Listed(table=table):
            return table
        case p.During(part=part, sometime=sometime):
            return f"{'sometime' if sometime else 'throughout'}-{_slug(part)}"
        case p.SeenOn(part=part):
            return _slug(part)
        case p.AllOf(parts=parts):
            return "-".join(_slug(part) for part in parts)
        case p.AnyOf(parts=parts):
            return "-or-".join(_slug(part) for part in parts)
        case p.Not(part=part):
            return f"not-{_slug(part)}"
        case _:
            assert_never(predicate)


def _term(term: p.Term) -> str:
    match term:
        case p.FieldTerm(name=name) | p.FactTerm(name=name):
            return name
        case p.Constant(value=value):
            return _value(value)
        case p.PeriodTerm(edge=edge):
            return "period-start" if edge is p.Edge.FIRST else "period-end"
        case p.PeriodNumber():
            return "period-number"
        case p.AsOfTerm():
            return "as-of"
        case p.Shifted(term=inner):
            return f"from-{_term(inner)}"
        case p.EdgeDay(term=inner) | p.Anniversary(of=inner) | p.Chosen(one=inner):
            return _term(inner)
        case p.Measure(what=what):
            return what.value
        case _:
            assert_never(term)


def _value(value: str | Fraction | date | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return written(value) if isinstance(value, Fraction) else str(value)
