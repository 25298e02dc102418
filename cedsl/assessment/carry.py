"""Carry-out: the most of its own hours that a period can do without.

What the period reported stays as it is: no shortfall rises, the caps bind kept and carried hours together, and
the limits of the carry statement hold. Of all ways to carry the most, the categories that the statement limits
by name come first, then later hours before earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from cedsl.assessment.judge import Judged
from cedsl.assessment.presolve import bits
from cedsl.assessment.solve import ZERO, Solved
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.model.predicate_walk import atoms
from cedsl.model.scope import Subject
from cedsl.normal.build import Builder
from cedsl.normal.credited import Credited
from cedsl.normal.places import Place
from cedsl.normal.simplex import Tableau
from cedsl.period import minus
from cedsl.verdict import Balance


@dataclass(frozen=True, slots=True)
class Rule:
    """A carry statement in force for one member in one period, with its amounts. `most` None is no maximum."""

    statement: r.Carry
    most: Fraction | None
    limits: tuple[tuple[Fraction, p.Predicate], ...]


def rule_in_force(judged: Judged, builder: Builder) -> Rule | None:
    """The first carry statement whose condition holds; None where nothing may be carried.

    Raises MissingFact or MissingAmount as every statement does.
    """
    for carry in judged.requirement.carries:
        number = builder.asked(carry.words, carry.amount or r.Fixed(ZERO), carry.filter)
        if isinstance(number, bool) or number is None:
            continue
        if carry.amount is not None and number <= 0:
            return None
        limits = [(builder.amount(each.amount), each.filter) for each in carry.limits]
        known = tuple((amount, filter_) for amount, filter_ in limits if amount is not None)
        return Rule(carry, None if carry.amount is None else number, known)
    return None


def carried_out(
    judged: Judged, solved: Solved, rule: Rule
) -> tuple[tuple[Balance, ...], Mapping[int, Fraction]]:
    """What the period carries into the next one, gathered by category, in order of declaration; and of which
    activities (by identity) it is. A period that was decided without its statements (exempt, or satisfied as a
    whole) can do without all its hours.
    """
    out = _Out(judged, solved, rule)
    found: dict[tuple[str, ...], Fraction] = {}
    whose: dict[int, Fraction] = {}
    for index, k, amount in out.carried():
        item = solved.form.items[index]
        names = out.names(item, solved.form.places[index][k])
        found[names] = found.get(names, ZERO) + amount
        whose[id(item.activity)] = whose.get(id(item.activity), ZERO) + amount
    order = solved.normaliser.map
    balances = tuple(
        Balance(names, judged.period, found[names])
        for names in sorted(found, key=lambda several: [order.rank(name) for name in several])
        if found[names] > 0
    )
    return balances, whose


def spared(judged: Judged, solved: Solved) -> dict[int, Fraction]:
    """How much of each own activity (by identity) the period does not need, in the ruleset's unit."""
    everything = Rule(r.Carry(judged.requirement.words, None, p.ALWAYS, above_caps=True), None, ())
    found: dict[int, Fraction] = {}
    for index, _, amount in _Out(judged, solved, everything).carried():
        key = id(solved.form.items[index].activity)
        found[key] = found.get(key, ZERO) + amount
    return found


def _names_categories(filter_: p.Predicate) -> bool:
    return any(isinstance(atom, p.InCategory) for atom in atoms(filter_))


@dataclass
class _Out:
    """The programme: every use of an own item twice, kept and carried."""

    judged: Judged
    solved: Solved
    rule: Rule
    tableau: Tableau = field(default_factory=Tableau)

    def __post_init__(self) -> None:
        problem = self.solved.form.problem
        self.kept: list[list[int]] = []
        self.gone: list[list[int]] = []
        self.caps: list[dict[int, int]] = [{} for _ in problem.caps]
        self.demands: list[dict[int, int]] = [{} for _ in problem.demands]
        for index, item in enumerate(problem.items):
            self._add_item(index, item.amount)
        for cap, terms in enumerate(self.caps):
            if terms:
                self.tableau.add(terms, problem.caps[cap], plus=self.tableau.column())
        self._limit()
        self._keep_what_was_reported()

    def _add_item(self, index: int, amount: int) -> None:
        item, tableau = self.solved.form.problem.items[index], self.tableau
        may = self._may_carry(self.solved.form.items[index])
        kept = [tableau.column() for _ in item.uses]
        gone = [tableau.column() for _ in item.uses] if may else []
        self.kept.append(kept)
        self.gone.append(gone)
        if kept or gone:
            tableau.add(dict.fromkeys((*kept, *gone), 1), amount, plus=tableau.column())
        for portion in item.portions:
            inside = [column for k in bits(portion.uses) for column in (kept[k], *gone[k : k + 1])]
            tableau.add(dict.fromkeys(inside, 1), portion.limit, plus=tableau.column())
        for k, use in enumerate(item.uses):
            for demand in bits(use.demands):
                self.demands[demand][kept[k]] = 1
            for cap in bits(use.caps):
                self.caps[cap][kept[k]] = 1
                if gone and not self.rule.statement.above_caps:
                    self.caps[cap][gone[k]] = 1

    def _may_carry(self, credited: Credited) -> bool:
        """Whether the hours are the period's own, late enough in it, and of a kind that is carried."""
        statement, period = self.rule.statement, self.judged.period
        assert period is not None
        if credited.held_back is not None:
            return False
        if statement.recent is not None and credited.on <= minus(period.last, statement.recent):
            return False
        return describes(statement.filter, self._subject(credited), self.judged.scope)

    def _subject(self, credited: Credited, place: Place | None = None) -> Subject:
        return credited.subject(self.judged.scope.vocabulary, None if place is None else place.names)

    def _limit(self) -> None:
        """The maximum, and the limits of the statement, each on the hours in the places that it describes."""
        ticks = self.solved.form.ticks
        every = [column for columns in self.gone for column in columns]
        for most in self._most():
            if every:
                self.tableau.add(dict.fromkeys(every, 1), most * ticks, plus=self.tableau.column())
        for amount, filter_ in self.rule.limits:
            if columns := self._described(filter_):
                self.tableau.add(dict.fromkeys(columns, 1), amount * ticks, plus=self.tableau.column())

    def _most(self) -> Iterator[Fraction]:
        """The most that may be carried in all: the statement's maximum, and what was earned beyond the total."""
        if self.rule.most is not None:
            yield self.rule.most
        if self.rule.statement.above_total:
            own = (each.credit for each in self.solved.form.items if each.held_back is None)
            yield max(ZERO, sum(own, ZERO) - (self.solved.plan.total or ZERO))

    def _described(self, filter_: p.Predicate) -> list[int]:
        """The carried hours in places that the filter describes."""
        form, scope = self.solved.form, self.judged.scope
        return [
            columns[k]
            for index, columns in enumerate(self.gone)
            for k in range(len(columns))
            if describes(filter_, self._subject(form.items[index], form.places[index][k]), scope)
        ]

    def _keep_what_was_reported(self) -> None:
        """Every statement keeps at least what it was reported to have."""
        if self.judged.best is None:
            return
        problem, short = self.solved.form.problem, self.solved.solution.short
        gaps: list[int] = []
        for demand, terms in enumerate(self.demands):
            counted = problem.demands[demand] - short[demand]
            if terms and counted > 0:
                gaps.append(self.tableau.column())
                self.tableau.add(terms, counted, plus=gaps[-1], minus=self.tableau.column())
        done = self.tableau.vanish(gaps)
        assert done, "what was reported can be counted"

    def carried(self) -> Iterator[tuple[int, int, Fraction]]:
        """Items and uses with amounts in the ruleset's unit."""
        form, tableau = self.solved.form, self.tableau
        every = [column for columns in self.gone for column in columns]
        if not every:
            return
        whole = sum((item.amount for item in form.problem.items), 0)
        tableau.most(tableau.sum(every), whole + 1)
        for _, filter_ in self.rule.limits:
            if _names_categories(filter_) and (columns := self._described(filter_)):
                tableau.most(tableau.sum(columns), whole + 1)
        latest = sorted(range(len(self.gone)), key=lambda index: (form.items[index].on, index), reverse=True)
        for index in latest:
            if self.gone[index]:
                tableau.most(tableau.sum(self.gone[index]), whole + 1)
        for index in latest:
            for k, column in enumerate(self.gone[index]):
                amount = Fraction(tableau.take(column, form.problem.items[index].amount))
                if amount:
                    yield index, k, amount / form.ticks

    def names(self, credited: Credited, place: Place) -> tuple[str, ...]:
        """The categories that the carried hours keep: all of the record's, or those that the rule gives them."""
        subject = self._subject(credited, place)
        for becomes in self.rule.statement.becomes:
            if describes(becomes.filter, subject, self.judged.scope):
                return () if becomes.category is None else (becomes.category,)
        if any(tag.most is not None for tag in credited.tags):
            return tuple(name for name in place.through if name)
        return tuple(tag.category for tag in credited.tags)
