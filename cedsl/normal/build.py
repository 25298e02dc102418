"""Builds the plan of a requirement for one member: which statements apply, with which amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from fractions import Fraction
from typing import TypeVar, assert_never

from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import ask_facts, holds, value_of
from cedsl.model.lens import lens_of
from cedsl.model.scope import MissingFact, Scope
from cedsl.normal.plan import CapRow, Fact, Group, MissingAmount, Need, Plan, Threshold
from cedsl.period import Window, years_within
from cedsl.quantity import round_to
from cedsl.records.schema import ChoiceType, YesNoType

_T = TypeVar("_T")

NOTHING = Fraction(0)


def settled(scope: Scope, void: Mapping[tuple[str, str], bool], statement: str, ask: Callable[[], _T]) -> _T | bool:
    """The answer to a question that may hang on a missing fact: the answer itself, else True for "void" and
    False for "impossible", as the filling at hand says.

    A missing yes/no or choice is filled with values, so it is raised on; so is a number, date or text for
    which the filling says nothing yet, as MissingAmount.
    """
    try:
        return ask()
    except MissingFact as missing:
        declared = next(each for each in scope.vocabulary.ruleset.facts if each.name == missing.name)
        if isinstance(declared.type, YesNoType | ChoiceType):
            raise
        known = void.get((statement, missing.name))
        if known is None:
            raise MissingAmount(statement, missing.name) from None
        return known


Waived = Mapping[str, Fraction | None]
"""Amounts set by waivers, by the id of the statement; None where a waiver names no amount."""


@dataclass
class Builder:
    """Gathers one plan while the statements are walked in the order written."""

    scope: Scope
    requirement: r.Requirement
    void: Mapping[tuple[str, str], bool]
    waived: Waived = field(default_factory=dict)
    required: Fraction = Fraction(0)
    demands: list[Fraction] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    additions: list[Need] = field(default_factory=list)
    caps: list[CapRow] = field(default_factory=list)
    thresholds: list[Threshold] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    impossible: bool = False
    choices: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)

    # ------------------------------------------------------------------------------------ missing facts

    def settled(self, statement: str, ask: Callable[[], _T]) -> _T | bool:
        """As the function `settled`, for this member and filling."""
        return settled(self.scope, self.void, statement, ask)

    # ------------------------------------------------------------------------------------------ amounts

    def amount(self, rule: r.AmountRule) -> Fraction | None:
        """The amount for this member; None where no case applies (the statement then asks nothing)."""
        match rule:
            case r.Fixed(number=number):
                return number
            case r.Share(share=share):
                return _rounded(share * self.required, rule)
            case r.CountedShare():
                return Fraction(0)
            case r.ForEach(number=number, every=every, measure=measure):
                count = self._measured(measure)
                return None if count is None else _rounded(number * count / every, rule)
            case r.Prorated(base=base, measure=measure):
                whole, part = self.amount(base), self._share_of(rule, measure)
                return None if whole is None or part is None else _rounded(whole * part, rule)
            case r.ByFact(cases=cases, otherwise=otherwise):
                for when, each in cases:
                    if holds(when, self.scope):
                        return self.amount(each)
                return None if otherwise is None else self.amount(otherwise)
            case _:
                assert_never(rule)

    def counted_share(self, words: r.Words, rule: r.AmountRule) -> Fraction:
        """The part of what counts that the amount is for this member; 0 where it is known beforehand."""
        if words.id in self.waived:
            return NOTHING
        match rule:
            case r.CountedShare(share=share):
                return share
            case r.ByFact(cases=cases, otherwise=otherwise):
                found = next((each for when, each in cases if holds(when, self.scope)), otherwise)
                return NOTHING if found is None else self.counted_share(words, found)
            case _:
                return NOTHING

    def _measured(self, measure: p.Term) -> Fraction | None:
        value = value_of(measure, None, self.scope)
        return value if isinstance(value, Fraction) else None

    def _share_of(self, rule: r.Prorated, measure: p.Term) -> Fraction | None:
        """What is measured as a part of the whole, from 0 to 1; 0 where the whole period measures 0 (decision 22)."""
        part = self._measured(measure)
        if part is None:
            return None
        whole = Fraction(1)
        if isinstance(measure, p.Measure):
            whole = self._measured(replace(measure, days=p.WholePeriod())) or Fraction(0)
        if whole <= 0:
            return Fraction(0)
        share = max(Fraction(0), min(part / whole, Fraction(1)))
        return 1 - share if rule.reduced else share

    def applies(self, words: r.Words) -> bool:
        """Whether the statement applies. Where that hangs on a missing fact it is once left out and once asked."""
        if isinstance(words.when, p.Always):
            return True
        answer = self.settled(f"{words.id}/when", lambda: (holds(words.when, self.scope),))
        return answer[0] if isinstance(answer, tuple) else not answer

    def holds(self, statement: str, condition: p.Predicate) -> bool:
        """Whether what stands for the statement holds. Where that hangs on a missing fact it once does, once not."""
        answer = self.settled(statement, lambda: (holds(condition, self.scope),))
        return answer[0] if isinstance(answer, tuple) else answer

    def absent(self, words: r.Words) -> bool:
        """Whether a waiver takes the statement away altogether."""
        return words.id in self.waived and self.waived[words.id] is None

    def asked(self, words: r.Words, rule: r.AmountRule, filter_: p.Predicate) -> Fraction | bool | None:
        """The amount if the statement applies, None if not; True/False as in `settled`.

        Facts that the filter compares with are asked for here, so that a missing one is the statement's.
        """
        return self.number(words.id, rule, filter_) if self.applies(words) else None

    def number(self, statement: str, rule: r.AmountRule, filter_: p.Predicate) -> Fraction | bool | None:
        """As `asked`, of a statement that applies or of a part of one."""

        def ask() -> Fraction | None:
            self.ask_facts(filter_)
            return (self.waived[statement] or Fraction(0)) if statement in self.waived else self.amount(rule)

        return self.settled(statement, ask)

    def ask_facts(self, filter_: p.Predicate) -> None:
        """Asks for the facts that the filter compares with. Raises MissingFact for one that nobody stated."""
        if lens_of(filter_, self.scope.vocabulary).personal:
            ask_facts(filter_, self.scope)

    # -------------------------------------------------------------------------------------------- walk

    def add(self, statements: Iterable[r.Statement], chosen: frozenset[str]) -> None:
        for statement in statements:
            self._add(statement, chosen)

    def _add(self, statement: r.Statement, chosen: frozenset[str]) -> None:
        match statement:
            case r.Minimum():
                self.groups.extend(Group((need,), False) for need in self._minimum(statement, 1))
            case r.Cap() | r.CapDifferent():
                self.caps.extend(self._cap(statement))
            case r.UsedMinimum(words=words, amount=amount):
                number = None if self.absent(words) else self.asked(words, amount, statement.filter)
                if number is False:  # never reached: none of it counts
                    self.caps.append(CapRow(words.id, r.Cap(words, amount, statement.filter), Fraction(0)))
                elif isinstance(number, Fraction):
                    self.thresholds.append(Threshold(words.id, statement, number))
            case r.Addition():
                self.additions.extend(self._addition(statement))
            case r.Distinct(words=words, parts=parts):
                if not self.absent(words) and self.applies(words):
                    needs = tuple(need for part in parts for need in self._minimum(part, 1))
                    self.groups.extend([Group(needs, True)] if needs else [])
            case r.KOf(words=words, branches=branches):
                if not self.absent(words) and self.applies(words):
                    self.choices.add(words.id)
                    self._branches(branches, chosen)
            case r.Count(words=words) | r.Limit(words=words) | r.Duty(words=words):
                if not self.absent(words) and self.applies(words):
                    self.facts.append(self._asking(statement))
            case r.Conditional(when=when, statements=inner):
                if self.holds(condition_id(inner), when):
                    self.add(inner, chosen)
            case _:
                assert_never(statement)

    def _asked(self) -> tuple[int, ...]:
        """How much has been gathered so far; an alternative that adds nothing is not open to the member."""
        gathered = (self.demands, self.caps, self.thresholds, self.facts, self.choices, self.groups)
        return tuple(len(each) for each in gathered)

    def _branches(self, branches: Iterable[r.Branch], chosen: frozenset[str]) -> None:
        """What the chosen branches ask; one that is not open to the member cannot be met."""
        for branch in branches:
            if branch.words.id in chosen and not self.absent(branch.words):
                before = self._asked()
                self.add(branch.statements, chosen)
                closed = bool(branch.statements) and self._asked() == before
                closed = closed and not any(self._gone(each) for each in branch.statements)
                if closed or not self.applies(branch.words):
                    self.impossible = True
                    self.closed.add(branch.words.id)

    def _gone(self, statement: r.Statement) -> bool:
        """Whether a waiver took the statement away, so that its alternative is met by that much."""
        return not isinstance(statement, r.Conditional) and self.absent(statement.words)

    def _asking(self, statement: Fact) -> Fact:
        """The count or limit with the number that a waiver sets."""
        number = self.waived.get(statement.words.id)
        return statement if number is None or isinstance(statement, r.Duty) else replace(statement, number=int(number))

    def _cap(self, cap: r.Cap | r.CapDifferent) -> Iterable[CapRow]:
        amount = cap.amount if isinstance(cap, r.Cap) else r.Fixed(Fraction(cap.number))
        number = None if self.absent(cap.words) else self.asked(cap.words, amount, cap.filter)
        if isinstance(number, Fraction):
            yield CapRow(cap.words.id, cap, number, self.counted_share(cap.words, amount))
        elif number is False:
            yield CapRow(cap.words.id, cap, Fraction(0))

    def _minimum(self, minimum: r.Minimum, depth: int, outer: str = "", *, satisfied: bool = False) -> Iterable[Need]:
        """One need, or one for each year, also of the minimum around it (its year is `outer`). What is inside a minimum
        that is deemed satisfied is satisfied with it.
        """
        number = self.asked(minimum.words, minimum.amount, minimum.filter)
        if number is None or number is True:
            return
        deemed = minimum.satisfied
        satisfied = satisfied or (deemed is not None and self.holds(f"{minimum.words.id}/satisfied", deemed))
        if satisfied:
            number = NOTHING
        for suffix, window in self._years(minimum):
            need = self._need(minimum, suffix + outer, number, depth, window, satisfied=satisfied)
            asks = isinstance(number, Fraction) and not satisfied
            share = self.counted_share(minimum.words, minimum.amount) if asks else NOTHING
            yield replace(need, share=share) if share else need

    def _years(self, minimum: r.Minimum) -> Iterable[tuple[str, Window | None]]:
        if minimum.each is None or self.scope.period is None:
            return [("", None)]
        calendar = minimum.each is r.Stretch.CALENDAR_YEAR
        years = years_within(self.scope.period, calendar=calendar)
        if calendar:
            return [(f"@{year.first.year}", year) for year in years]
        return [(f"@year-{number}", year) for number, year in enumerate(years, 1)]

    def _need(
        self,
        rule: r.Minimum | r.Addition,
        suffix: str,
        number: Fraction | bool,
        depth: int,
        window: Window | None,
        *,
        satisfied: bool = False,
    ) -> Need:
        impossible = number is False
        required = number if isinstance(number, Fraction) and not isinstance(number, bool) else Fraction(0)
        self.impossible |= impossible
        index = len(self.demands)
        self.demands.append(required)
        inner: list[Need] = []
        caps: list[CapRow] = []
        for each in rule.inner:
            if isinstance(each, r.Minimum):
                inner.extend(self._minimum(each, depth + 1, suffix, satisfied=satisfied))
            elif isinstance(each, r.Cap | r.CapDifferent):
                caps.extend(replace(row, id=row.id + suffix) for row in self._cap(each))
        return Need(
            index,
            rule.words.id + suffix,
            rule,
            required,
            depth,
            window,
            tuple(inner),
            tuple(caps),
            satisfied,
            impossible,
        )

    def _addition(self, addition: r.Addition) -> Iterable[Need]:
        number = self.asked(addition.words, addition.amount, addition.filter)
        if number is not None and number is not True:
            yield self._need(addition, "", number, 1, None)


def _rounded(number: Fraction, rule: r.Share | r.ForEach | r.Prorated) -> Fraction:
    return number if rule.increment is None else round_to(number, rule.increment, rule.direction)


def condition_id(statements: tuple[r.Statement, ...]) -> str:
    """The id under which a condition around statements asks for missing facts, after the first inside."""
    for statement in statements:
        if isinstance(statement, r.Conditional):
            return f"{condition_id(statement.statements)}/when"
        return f"{statement.words.id}/block"
    return ""


def build_plan(builder: Builder, chosen: frozenset[str]) -> Plan:
    """The plan of the builder's requirement for its member, with the given branches chosen. Uses the builder up.

    Raises MissingFact or MissingAmount where it hangs on something that nobody stated and no filling says.
    """
    requirement = builder.requirement
    total: Fraction | None = None
    if requirement.total is not None:
        rule = requirement.total
        number = builder.settled(requirement.words.id, lambda: builder.amount(rule))
        builder.impossible |= number is False
        total = number if isinstance(number, Fraction) and not isinstance(number, bool) else Fraction(0)
        builder.required = total
    if requirement.words.id in builder.waived:
        total = builder.waived[requirement.words.id] or Fraction(0)
    builder.demands.append(total or Fraction(0))
    builder.add(requirement.statements, chosen)
    return Plan(
        total,
        tuple(builder.groups),
        tuple(builder.additions),
        tuple(builder.caps),
        tuple(builder.thresholds),
        tuple(builder.facts),
        tuple(builder.demands),
        chosen,
        builder.impossible,
        frozenset(builder.choices),
        frozenset(builder.closed),
    )
