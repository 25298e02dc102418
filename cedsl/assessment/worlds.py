"""Worlds: ways of filling what is missing. A verdict `depends` exactly when two of them give two verdicts (the
contract's section 5).

Each is values for the facts that were asked for. Rulesets that share activities have their worlds in common: a *seat*
is one of them, with the member's case under it, and what is missing for one may decide the verdict of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from cedsl.assessment.apart import Bond, keep_apart
from cedsl.assessment.case import Case, Desk, Filling, Unanswered, asking
from cedsl.assessment.chain import Ruling, rule_on
from cedsl.assessment.judge import Judged
from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.model.scope import MissingFact, Vocabulary
from cedsl.normal.places import Map
from cedsl.normal.plan import MissingAmount
from cedsl.normal.static import is_static
from cedsl.records.activity import Activity, Facts, Value
from cedsl.records.adjustment import NONE, Adjustments
from cedsl.records.schema import ChoiceType, FieldType, YesNoType

MOST_WORLDS = 4096
"""How many ways of filling what is missing are tried; beyond, the verdict depends."""


@dataclass(frozen=True)
class World:
    """One way of filling what is missing, judged for one ruleset."""

    filling: Filling
    rulings: tuple[Ruling, ...]
    verdict: Word

    @property
    def judged(self) -> tuple[Judged, ...]:
        return tuple(each.judged for each in self.rulings)


@lru_cache(maxsize=8)
def _desk_of(key: int) -> list[Desk]:
    del key
    return []


def desk_for(ruleset: r.Ruleset) -> Desk:
    """The ruleset made ready for many members; the same one for the same ruleset."""
    kept = _desk_of(id(ruleset))
    if not kept or kept[0].ruleset is not ruleset:
        vocabulary = Vocabulary(ruleset)
        static = {each.words.id: is_static(each, vocabulary.column_of) for each in ruleset.requirements}
        kept[:] = [Desk(ruleset, vocabulary, Map(ruleset), static)]
    return kept[0]


def case_of(
    ruleset: r.Ruleset,
    activities: Sequence[Activity],
    facts: Facts,
    as_of: date,
    *,
    member: str = "",
    adjustments: Adjustments = NONE,
    asked: date | None = None,
    beside: frozenset[str] = frozenset(),
) -> Case:
    """The member's case before anything is tried for what is missing. `beside` are the requirements (ids) that share
    activities with those of other rulesets.
    """
    return Case(desk_for(ruleset), member, activities, facts, as_of, Filling(), adjustments, asked, beside)


def worlds_of(case: Case) -> Iterator[World]:
    """The member in every filling of the facts that are asked for, held rows left out. The first one leaves
    statements void: figures are told from it.
    """
    return (worlds[0] for worlds in worlds_together((case,)))


def worlds_together(cases: Sequence[Case], bonds: Sequence[Bond] = ()) -> Iterator[tuple[World, ...]]:
    """The same for rulesets that share activities: a world for each of the cases, all with one filling."""
    waiting = [tuple(case.filling for case in cases)]
    while waiting:
        fillings = waiting.pop()
        attempts = [replace(case, filling=filling) for case, filling in zip(cases, fillings, strict=True)]
        try:
            rulings = keep_apart(tuple(_ruled(seat, each) for seat, each in enumerate(attempts)), attempts, bonds)
        except Unanswered as open_:
            waiting.extend(_filled(cases, fillings, open_))
        else:
            pairs = zip(fillings, rulings, strict=True)
            yield tuple(World(filling, each, _together(each)) for filling, each in pairs)


def _ruled(seat: int, case: Case) -> tuple[Ruling, ...]:
    with asking(seat):
        return tuple(rule_on(each, case) for each in case.desk.ruleset.requirements)


def _filled(cases: Sequence[Case], fillings: tuple[Filling, ...], open_: Unanswered) -> list[tuple[Filling, ...]]:
    """The fillings with each value for what is missing, the first to be tried last."""
    match open_.missing:
        case MissingFact(name=name):
            alike = {seat for seat, case in enumerate(cases) if is_same_fact(cases, name, open_.seat, seat)}
            found = [
                tuple(each.with_fact(name, value) if seat in alike else each for seat, each in enumerate(fillings))
                for value in _values(cases[open_.seat], name)
            ]
            return found[::-1]
        case MissingAmount(statement=statement, fact=fact):
            return [
                tuple(
                    each.with_statement(statement, fact, void) if seat == open_.seat else each
                    for seat, each in enumerate(fillings)
                )
                for void in (False, True)
            ]


def is_same_fact(cases: Sequence[Case], name: str, one: int, other: int) -> bool:
    """Whether two rulesets ask for one and the same fact: by one name, with the same answers."""
    return one == other or _type_of(cases[one], name) == _type_of(cases[other], name) is not None


def _type_of(case: Case, name: str) -> FieldType | None:
    return next((each.type for each in case.desk.ruleset.facts if each.name == name), None)


def _values(case: Case, name: str) -> list[Value]:
    """The values that a missing fact may take; for a number, date or text outside every statement one that
    no rule names.
    """
    match _type_of(case, name):
        case YesNoType():
            return [True, False]
        case ChoiceType(values=values):
            return list(values)
        case _:
            return ["\0unknown"]


_ORDER = (Word.FAILED, Word.SHORT, Word.WAIVED, Word.MET)


def _together(rulings: Sequence[Ruling]) -> Word:
    """Failed if any is, else short, else waived, else met; exempt when nothing was asked."""
    words = {each.judged.verdict for each in rulings}
    return next((word for word in _ORDER if word in words), Word.EXEMPT)
