"""What became of the decisions about a member: applied, without effect, not in force, or held by a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice, product

from cedsl.assessment.case import Case
from cedsl.assessment.chain import Ruling
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.model.statement_walk import every_statement
from cedsl.quantity import convert
from cedsl.records.adjustment import Adjustments, Decided, Extension, HeldDecision, Opening, Waiver
from cedsl.verdict import Question, Remark, Standing

MOST_TRIED = 40
"""Of how many decisions it is tried what the verdict is without them; of more, none is said to change nothing."""

MOST_WAYS = 256
"""How many ways of settling the held decisions are tried; beyond, the verdict depends on all of them."""

Verdicts = Callable[[Adjustments], object]
"""The verdicts that are possible with these adjustments, in a form that can be compared."""


def questions_on(adjustments: Adjustments, verdicts: Verdicts) -> Iterator[Question]:
    """The held decisions on which the verdict hangs: those that change it, with some choice for the others."""
    for each in _deciding(adjustments, verdicts):
        yield Question(None, each.row, each.file, each.question)


def _deciding(adjustments: Adjustments, verdicts: Verdicts) -> list[HeldDecision]:
    listed = [each for each in adjustments.held if each.readings]
    unlisted = [each for each in adjustments.held if not each.readings]
    options: list[tuple[Decided | None, ...]] = [(None, *each.readings) for each in listed]
    ways = list(islice(product(*(range(len(each)) for each in options)), MOST_WAYS + 1))
    if len(ways) > MOST_WAYS:
        return list(adjustments.held)
    seen: dict[tuple[int, ...], object] = {}
    for way in ways if listed else ():
        chosen = (options[number][choice] for number, choice in enumerate(way))
        seen[way] = verdicts(adjustments.plus(each for each in chosen if each is not None))
    deciding = [each for number, each in enumerate(listed) if _toggles(number, seen)]
    return sorted((*deciding, *unlisted), key=lambda each: each.row)


def _toggles(number: int, seen: dict[tuple[int, ...], object]) -> bool:
    groups: dict[tuple[int, ...], object] = {}
    ways = (((*way[:number], -1, *way[number + 1 :]), found) for way, found in seen.items())
    return any(groups.setdefault(rest, found) != found for rest, found in ways)


def remarks_on(
    case: Case,
    rulings: Sequence[Ruling],
    every: Sequence[Ruling],
    ruled: Callable[[Adjustments], Sequence[Ruling]],
) -> tuple[Remark, ...]:
    """A remark on every decision about the member. `every` are the rulings with those under other rulesets on which
    the decision may bear, and `ruled` gives the same with other adjustments.
    """
    adjustments = case.adjustments
    if not (adjustments.every() or adjustments.held):
        return ()
    found = [Remark("", Standing.HELD, row=each.row, file=each.file, detail=each.question) for each in adjustments.held]
    away = {each: _away(each, case, rulings) for each in adjustments.waivers}
    before = _effect(every)
    for number, group in enumerate(_groups(adjustments, away)):
        applied = number >= MOST_TRIED or _effect(ruled(adjustments.without(group))) != before
        for each in group:
            standing = away.get(each) if isinstance(each, Waiver) else None
            found.append(_remark(each, Standing.APPLIED if applied else standing or Standing.UNUSED, case))
    return tuple(sorted(found, key=lambda each: (each.file, each.row)))


Away = Mapping[Waiver, Standing | None]


def _groups(adjustments: Adjustments, away: Away) -> list[list[Decided]]:
    """Waivers of one rule that are in force, together, for each alone may change nothing beside the other; those
    of earlier periods together, for they may have left credit to this one; the rest one by one.
    """
    groups: dict[object, list[Decided]] = {}
    for each in adjustments.every():
        key = (each.statement, away[each]) if isinstance(each, Waiver) else (type(each), each)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def _away(waiver: Waiver, case: Case, rulings: Sequence[Ruling]) -> Standing | None:
    """Why a waiver is not in force in the period that is assessed; None where it is."""
    days = [
        min(ruling.judged.period.last, case.as_of)
        for ruling in rulings
        if ruling.judged.period is not None and waiver.statement in _ids(ruling.judged.requirement)
    ]
    if not days or any(waiver.holds_on(day) for day in days):
        return None
    return Standing.TO_COME if waiver.first is not None and max(days) < waiver.first else Standing.ENDED


def _ids(requirement: r.Requirement) -> set[str]:
    inner = {each.words.id for each in every_statement(requirement.statements)}
    carries = {each.words.id for each in requirement.carries}
    graces = {each.words.id for each in requirement.make_good}
    return {requirement.words.id} | inner | carries | graces


def _effect(rulings: Sequence[Ruling]) -> object:
    """All that a decision could change in the period assessed: the verdict, what is lacking, what is carried."""
    return [_outcome(each) for each in rulings]


_UNMET = frozenset({Word.SHORT, Word.FAILED})


def _outcome(ruling: Ruling) -> object:
    judged = ruling.judged
    lacking: object = None
    if judged.best is not None:
        facts = {each.statement.words.id: each.found for each in judged.best.facts if each.verdict in _UNMET}
        short = judged.best.solution.short
        needs = {need.id: short[need.index] for need in judged.best.plan.needs()}
        named = {name: amount / judged.best.form.ticks for name, amount in (*needs.items(), ("", short[0])) if amount}
        lacking = named, judged.best.still(), facts
    verdict = Word.MET if judged.verdict is Word.WAIVED else judged.verdict
    return verdict, lacking, ruling.carry


def _remark(decided: Decided, standing: Standing, case: Case) -> Remark:
    what, statement, amount, day = _facts(decided, standing, case)
    said = decided.decision
    return Remark(what, standing, statement, amount, day, said.reason, said.approver, said.row, said.file)


def _facts(decided: Decided, standing: Standing, case: Case) -> tuple[str, str | None, Fraction | None, date | None]:
    match decided:
        case Waiver(statement, amount, first, last):
            day = {Standing.ENDED: last, Standing.TO_COME: first}.get(standing)
            return "waiver", statement, amount, day
        case Extension(until, requirement):
            return "extension", requirement, None, until
        case Opening(on, amount, _, requirement):
            ruleset = case.desk.ruleset
            return "opening balance", requirement, convert(amount, dict(ruleset.units), ruleset.unit), on
