"""Statements that are not about hours: counts of activities, limits on events, duties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from cedsl.assessment.case import inside
from cedsl.assessment.repeats import key_of
from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes, evaluate
from cedsl.model.predicate import Predicate
from cedsl.model.ruleset import Word
from cedsl.model.scope import Scope
from cedsl.normal.build import Builder
from cedsl.normal.credited import Credited
from cedsl.normal.keys import stretch_label
from cedsl.normal.plan import Fact, Plan
from cedsl.normal.window import periods_of
from cedsl.period import ALWAYS


@dataclass(frozen=True, slots=True)
class FactFinding:
    """A count, limit or duty for one member: how many activities it describes (rows for the ledger), and
    the verdict; None for a duty that is only printed.
    """

    statement: Fact
    found: int
    rows: tuple[int, ...]
    verdict: Word | None


@dataclass(frozen=True, slots=True)
class Heard:
    """The activities that statements may look at: all that are seen, the accepted ones of the period, and on which of
    its days an activity falls.
    """

    credited: Sequence[Credited]
    items: Sequence[Credited]
    falls: r.Falls


Known = dict[tuple[str, int | None], FactFinding | None]
"""What was found before for statements of one hearing, by their id and the number that they ask for."""


def find_facts(plan: Plan, builder: Builder, heard: Heard, known: Known) -> tuple[FactFinding, ...]:
    """A finding for each of the plan's facts. A statement with a window of its own looks at the accepted activities
    that fall in that, as those of the period fall in the period.

    One that asks for a number, date or text that nobody stated is left out where the filling makes it void,
    and not kept where the filling makes it impossible, whatever activities there are.
    """
    found: list[FactFinding | None] = []
    for each in plan.facts:
        key = each.words.id, None if isinstance(each, r.Duty) else each.number
        if key not in known:
            known[key] = _settled(each, builder, heard)
        found.append(known[key])
    return tuple(each for each in found if each is not None)


def _settled(statement: Fact, builder: Builder, heard: Heard) -> FactFinding | None:
    def find() -> FactFinding:
        if not isinstance(statement, r.Duty):
            builder.ask_facts(statement.filter)
        return _find(statement, builder.scope, heard)

    answer = builder.settled(statement.words.id, find)
    if isinstance(answer, FactFinding):
        return answer
    if isinstance(statement, r.Duty) and not statement.text:  # `satisfied when` as an alternative
        return FactFinding(statement, 0, (), Word.MET if answer else Word.FAILED)
    broken = Word.SHORT if isinstance(statement, r.Count) else Word.FAILED
    return None if answer else FactFinding(statement, 0, (), broken)


def _find(statement: Fact, scope: Scope, heard: Heard) -> FactFinding:
    match statement:
        case r.Count(number=number, filter=filter_, window=window, distinct=distinct):
            described = _described(filter_, window, scope, heard)
            found = len(described) if distinct is None else len(_keys(described, distinct, scope))
            verdict = Word.MET if found >= number else Word.SHORT
            return FactFinding(statement, found, _rows(described), verdict if number > 0 else None)
        case r.Limit(number=number, filter=filter_, window=window):
            described = _described(filter_, window, scope, heard)
            verdict = Word.MET if len(described) <= number else Word.FAILED
            return FactFinding(statement, len(described), _rows(described), verdict)
        case r.Duty(condition=condition):
            if condition is None:
                return FactFinding(statement, 0, (), None)
            kept = evaluate(condition, None, scope) is True
            return FactFinding(statement, 0, (), Word.MET if kept else Word.FAILED)
        case _:
            assert_never(statement)


def _described(filter_: Predicate, window: r.WindowRule | None, scope: Scope, heard: Heard) -> list[Credited]:
    found = heard.items
    if window is not None:
        days = [period for period, _ in periods_of(window, scope)] or [ALWAYS]
        accepted = [each for each in heard.credited if each.accepted]
        found = [each for each in accepted if any(inside(each, period, heard.falls) for period in days)]
    vocabulary = scope.vocabulary
    return [each for each in found if describes(filter_, each.subject(vocabulary), scope)]


def _keys(described: Sequence[Credited], key: r.Key, scope: Scope) -> set[object]:
    """The different key values; a blank one equals no other, so each counts by itself."""
    found: set[object] = set()
    for number, each in enumerate(described):
        match key:
            case r.DayKey(stretch=stretch):
                found.add(stretch_label(stretch, each.on, scope.period or ALWAYS))
            case r.FieldKey():
                value = key_of(key, each.activity, scope.vocabulary.defaults)
                within = key.stretch and stretch_label(key.stretch, each.on, scope.period or ALWAYS)
                found.add(number if value is None else (value, within))
            case _:
                assert_never(key)
    return found


def _rows(described: Sequence[Credited]) -> tuple[int, ...]:
    return tuple(each.activity.row for each in described)
