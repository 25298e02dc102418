"""Repeats: the n-th time with one key earns its own share of the credit.

The earliest record is the first time, on one day the largest. A record that earned nothing is nobody's first
time, and each credited time is looked at for as long as the span lasts from it (decision 0044).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from cedsl.model import ruleset as r
from cedsl.model.scope import folded
from cedsl.normal.credited import Credited, Draft, canonical_key
from cedsl.normal.keys import identity, stretch_label
from cedsl.period import Window, plus
from cedsl.records.activity import Activity, Value

Factor = tuple[Fraction, int | None, str]
"""What share of the credit stays, the row of the time before (None for the first), the rule's id."""

FIRST: Factor = (Fraction(1), None, "")


def repeat_factors(drafts: Sequence[Draft], period: Window, defaults: Mapping[str, Value]) -> list[Factor]:
    """For each draft the product of its factors under every repeat statement that describes it."""
    found: list[Factor] = [FIRST] * len(drafts)
    for rule, repeats in _statements(drafts):
        groups: dict[tuple[str, ...], list[int]] = {}
        for index, each in enumerate(drafts):
            if rule in each.rules and each.credited.accepted and each.credited.credit > 0:
                key = key_of(repeats.key, each.credited.activity, defaults)
                if key is not None and (_anytime(repeats) or each.credited.on in period):
                    stretch = repeats.key.stretch
                    within = () if stretch is None else (stretch_label(stretch, each.credited.on, period),)
                    groups.setdefault((*key, *within), []).append(index)
        for members in groups.values():
            _apply(found, [(index, drafts[index].credited) for index in members], repeats, rule.words.id)
    return found


def _statements(drafts: Sequence[Draft]) -> Iterator[tuple[r.CreditRule, r.Repeats]]:
    rules = {id(rule): rule for each in drafts for rule in each.rules}.values()
    for rule in rules:
        for clause in rule.clauses:
            if isinstance(clause, r.Repeats):
                yield rule, clause


def _anytime(repeats: r.Repeats) -> bool:
    return repeats.ever or repeats.span_of_time is not None or repeats.calendar_years is not None


def key_of(key: r.FieldKey, activity: Activity, defaults: Mapping[str, Value]) -> tuple[str, ...] | None:
    """The key's value, None where a field of it is blank and has no default. A course without a number is
    its provider and title.
    """
    values = identity(key.fields, {**defaults, **activity.fields})
    if any(value is None for value in values):
        return None
    return tuple(folded(str(value)) for value in values)


def _apply(found: list[Factor], times: list[tuple[int, Credited]], repeats: r.Repeats, rule: str) -> None:
    """Walks one key's records from the earliest. The number of a time is one more than the credited times that still
    lie within the span on its day; which of them are over never comes back.
    """
    times.sort(key=lambda each: (each[1].on, -each[1].credit, canonical_key(each[1].activity)))
    before: list[Credited] = []
    for index, credited in times:
        before = [each for each in before if _within(repeats, each.on, credited.on)]
        factor = repeats.factors[min(len(before), len(repeats.factors) - 1)]
        share, _, _ = found[index]
        if factor != 1:
            found[index] = (share * factor, before[-1].activity.row if before else None, rule)
        if factor > 0:
            before.append(credited)


def _within(repeats: r.Repeats, first: date, on: date) -> bool:
    """Whether the time credited on `first` is still looked at on the day `on`."""
    if repeats.calendar_years is not None:
        return on.year - first.year < repeats.calendar_years
    if repeats.span_of_time is not None:
        return on < plus(first, repeats.span_of_time)
    return True
