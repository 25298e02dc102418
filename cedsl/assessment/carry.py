"""Carry-out: the most of its own hours that a period can do without.

What the period reported stays as it is: no shortfall rises, the caps bind kept and carried hours together, and
the limits of the carry statement hold. Of all ways to carry the most, the categories that the statement limits
by name come first, then later hours before earlier ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction

from cedsl.assessment.choose import Tried, best_choice
from cedsl.assessment.judge import Judged
from cedsl.assessment.presolve import bits
from cedsl.assessment.proportion import weighed
from cedsl.assessment.solve import ZERO, Solved
from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import may_describe
from cedsl.model.predicate_walk import atoms
from cedsl.model.scope import Subject
from cedsl.normal.build import Builder
from cedsl.normal.credited import Credited, Used
from cedsl.normal.places import Place
from cedsl.normal.problem import Problem, Share
from cedsl.normal.simplex import Number, Tableau
from cedsl.period import minus
from cedsl.verdict import Balance, Part


@dataclass(frozen=True, slots=True)
class Rule:
    """A carry statement in force for one member in one period, with its amounts. `most` None is no maximum.

    Where a filter asks for what nobody stated, it stands for everything that nothing known rules out.
    """

    statement: r.Carry
    most: Fraction | None
    limits: tuple[tuple[Fraction, p.Predicate], ...]
    becomes: tuple[r.Becomes, ...] = ()


def rule_in_force(judged: Judged, builder: Builder) -> Rule | None:
    """The first carry statement whose condition holds; None where nothing may be carried.

    One that asks for a number, date or text that nobody stated once lets nothing be carried, and once knows no
    maximum. So does each of its limits. Raises MissingFact or MissingAmount as every statement does.
    """
    for carry in judged.requirement.carries:
        number = builder.asked(carry.words, carry.amount or r.Fixed(ZERO), carry.filter)
        if number is None:
            continue
        if number is True or (number is not False and carry.amount is not None and number <= 0):
            return None
        most = None if number is False or carry.amount is None else number
        return Rule(carry, most, tuple(_limits(carry, builder)), tuple(_becoming(carry, builder)))
    return None


def _limits(carry: r.Carry, builder: Builder) -> Iterator[tuple[Fraction, p.Predicate]]:
    """The limits of the statement that stand, with their amounts."""
    for place, each in enumerate(carry.limits, 1):
        number = builder.number(f"{carry.words.id}/limit-{place}", each.amount, each.filter)
        if number is True:
            yield ZERO, each.filter
        elif isinstance(number, Fraction):
            yield number, each.filter


def _becoming(carry: r.Carry, builder: Builder) -> Iterator[r.Becomes]:
    """What the statement says of the categories of carried hours; where that hangs on a missing fact once not."""
    for place, each in enumerate(carry.becomes, 1):
        void = builder.number(f"{carry.words.id}/becomes-{place}", r.Fixed(ZERO), each.filter) is True
        if not void:
            yield each


def carried_out(judged: Judged, solved: Solved, rule: Rule) -> tuple[tuple[Balance, ...], Mapping[int, Used]]:
    """What the period carries into the next one, gathered by category, in order of declaration; and what of which
    activities (by identity) it is. A period that was decided without its statements (exempt, or satisfied as a
    whole) can do without all its hours.
    """
    out = _Out(judged, solved, rule, solved.form.problem)
    found: dict[tuple[str, ...], dict[int, Fraction]] = {}
    whose: dict[int, Used] = {}
    for index, k, amount in out.carried()[0]:
        item = solved.form.items[index]
        place = solved.form.places[index][k]
        parts = found.setdefault(out.names(item, place), {})
        parts[index] = parts.get(index, ZERO) + amount
        whose[id(item.activity)] = whose.get(id(item.activity), Used()).more(amount, place.through)
    order = solved.normaliser.map
    balances = tuple(
        Balance(names, judged.period, sum(found[names].values(), ZERO), tuple(_parts(solved, found[names])))
        for names in sorted(found, key=lambda several: [order.rank(name) for name in several])
    )
    return balances, whose


def _parts(solved: Solved, amounts: Mapping[int, Fraction]) -> Iterator[Part]:
    """The activities of a balance, the earliest first."""
    for index, amount in sorted(amounts.items()):
        activity = solved.form.items[index].activity
        yield Part(activity.row, activity.file, amount)


def spared(judged: Judged, solved: Solved) -> tuple[dict[int, Fraction], dict[int, Used]]:
    """How much of each own activity (by identity) the period does not need, in the ruleset's unit; and what it needs of
    those that state parts, through as little of them as it can.
    """
    everything = Rule(r.Carry(judged.requirement.words, None, p.ALWAYS, above_caps=True), None, ())
    found: dict[int, Fraction] = {}
    out = _Out(judged, solved, everything, solved.form.problem)
    carried, needed = out.carried()
    for index, _, amount in carried:
        key = id(solved.form.items[index].activity)
        found[key] = found.get(key, ZERO) + amount
    return found, {id(solved.form.items[index].activity): used for index, used in needed.items()}


def _names_categories(filter_: p.Predicate) -> bool:
    return any(isinstance(atom, p.InCategory) for atom in atoms(filter_))


Carried = tuple[int, int, Fraction]
"""An item, a use of it, and how much is carried through it, in the ruleset's unit."""

Answer = tuple[list[Carried], dict[int, Used]]
"""What is carried, and what is kept of the items that state parts."""


@dataclass
class _Out:
    """The programme: every use of an own item twice, kept and carried."""

    judged: Judged
    solved: Solved
    rule: Rule
    problem: Problem
    tableau: Tableau = field(default_factory=Tableau)

    def __post_init__(self) -> None:
        problem = self.problem
        self.kept: list[list[int]] = []
        self.gone: list[list[int]] = []
        self.caps: list[dict[int, int]] = [{} for _ in problem.caps]
        self.demands: list[dict[int, int]] = [{} for _ in problem.demands]
        for index, item in enumerate(problem.items):
            self._add_item(index, item.amount)
        for cap, terms in enumerate(self.caps):
            for columns, serving, share in self._bounded(cap, terms):
                weights, times = weighed(columns, serving, share)
                self.tableau.add(weights, problem.caps[cap] * times, plus=self.tableau.column())
        self._limit()
        self.possible = self._keep_what_was_reported()

    def _add_item(self, index: int, amount: Number) -> None:
        """The uses of an item; of credit from other periods what was used, and no more."""
        item, tableau = self.problem.items[index], self.tableau
        if self.solved.form.items[index].held_back is not None:
            amount = sum(self.solved.solution.counted[index])
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

    def _bounded(
        self, cap: int, terms: Mapping[int, int]
    ) -> Iterator[tuple[Collection[int], Mapping[int, Sequence[int]], Share | None]]:
        """The hours that a cap bounds. A part of what counts is a bound for all hours together, the carried ones among
        them, and for those that are kept.
        """
        share = next((each for each in self.problem.allowed_shares if each.row == cap), None)
        if share is None:
            if terms:
                yield terms, {}, None
            return
        kept = {column for columns in self.kept for column in columns}
        yield [each for each in terms if each in kept], {share.of: list(self.demands[share.of])}, share
        if not self.rule.statement.above_caps:
            ways = zip(self.problem.items, self.gone, strict=True)
            gone = [
                column
                for item, columns in ways
                for use, column in zip(item.uses, columns, strict=bool(columns))
                if use.demands >> share.of & 1
            ]
            yield terms, {share.of: [*self.demands[share.of], *gone]}, share

    def _may_carry(self, credited: Credited) -> bool:
        """Whether the hours are the period's own, late enough in it, and of a kind that is carried."""
        statement, period = self.rule.statement, self.judged.period
        assert period is not None
        if credited.held_back is not None:
            return False
        if statement.recent is not None and credited.on <= minus(period.last, statement.recent):
            return False
        return may_describe(statement.filter, self._subject(credited), self.judged.scope)

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
            if may_describe(filter_, self._subject(form.items[index], form.places[index][k]), scope)
        ]

    def _keep_what_was_reported(self) -> bool:
        """Every statement keeps at least what it was reported to have; whether it can, with the values chosen."""
        if self.judged.best is None:
            return True
        problem, short = self.problem, self.solved.solution.short
        gaps: list[int] = []
        shares = {each.row: each for each in problem.asked_shares}
        for demand, terms in enumerate(self.demands):
            counted = problem.demands[demand] - short[demand]
            if (terms and counted > 0) or demand in shares:
                share = shares.get(demand)
                serving = {} if share is None else {share.of: list(self.demands[share.of])}
                weights, times = weighed(terms, serving, share)
                gaps.append(self.tableau.column())
                self.tableau.add(weights, counted * times, plus=gaps[-1], minus=self.tableau.column())
        return self.tableau.vanish(gaps)

    def carried(self) -> Answer:
        """What is carried; where values are to be picked, under the choice of them that carries most."""
        assert self.possible, "what was reported can be counted"
        if not self.problem.picks:
            return list(self._carried()), self._needed()
        return best_choice(self.problem, lambda each: replace(self, problem=each, tableau=Tableau()).tried())

    def tried(self) -> Tried[Answer]:
        """What is carried under one choice of values, which may be one that does not keep what was reported."""
        if not self.possible:
            return Tried(([], {}), (1,), 0)
        found = list(self._carried())
        return Tried((found, self._needed()), (0, *self._rank(found)), self._filled(found))

    def _needed(self) -> dict[int, Used]:
        """What is kept of each own item that states parts, through as little of every part as can be."""
        form, needed = self.solved.form, {}
        for index, (item, places) in enumerate(zip(form.items, form.places, strict=True)):
            kept = self.kept[index]
            if item.held_back is not None or all(tag.most is None for tag in item.tags):
                continue
            for tag in item.tags:
                columns = [column for column, place in zip(kept, places, strict=True) if tag.category in place.through]
                if tag.most is not None and columns:
                    self.tableau.least(self.tableau.sum(columns))
            used = Used()
            for column, place in zip(kept, places, strict=True):
                used = used.more(Fraction(self.tableau.value(column)) / form.ticks, place.through)
            needed[index] = used
        return needed

    def _rank(self, found: Sequence[Carried]) -> Iterator[Fraction]:
        """The amounts in the order in which the most of them is carried, the most first."""
        amounts = {self.gone[index][k]: amount for index, k, amount in found}

        def most(columns: Iterable[int]) -> Fraction:
            return -sum((amounts.get(column, ZERO) for column in columns), ZERO)

        yield most(amounts)
        yield from (most(self._described(filter_)) for _, filter_ in self.rule.limits if _names_categories(filter_))
        yield from (most(self.gone[index]) for index in self._latest())
        yield from (most([column]) for index in self._latest() for column in self.gone[index])

    def _filled(self, found: Sequence[Carried]) -> int:
        """The caps under which anything is kept or carried."""
        gone = {(index, k) for index, k, _ in found if not self.rule.statement.above_caps}
        filled = 0
        for index, item in enumerate(self.problem.items):
            for k, use in enumerate(item.uses):
                if (index, k) in gone or self.tableau.value(self.kept[index][k]):
                    filled |= use.caps
        return filled

    def _latest(self) -> list[int]:
        """The items, later ones first."""
        items = self.solved.form.items
        return sorted(range(len(self.gone)), key=lambda index: (items[index].on, index), reverse=True)

    def _carried(self) -> Iterator[Carried]:
        form, tableau = self.solved.form, self.tableau
        every = [column for columns in self.gone for column in columns]
        if not every:
            return
        whole = sum((item.amount for item in form.problem.items), 0)
        tableau.most(tableau.sum(every), whole + 1)
        for _, filter_ in self.rule.limits:
            if _names_categories(filter_) and (columns := self._described(filter_)):
                tableau.most(tableau.sum(columns), whole + 1)
        latest = self._latest()
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
        for becomes in self.rule.becomes:
            if may_describe(becomes.filter, subject, self.judged.scope):
                return () if becomes.category is None else (becomes.category,)
        if any(tag.most is not None for tag in credited.tags):
            return tuple(name for name in place.through if name)
        return tuple(tag.category for tag in credited.tags)
