"""The chain of a requirement's periods: closed one after another, each leaving credit to the next.

An hour is counted in one period only. A period uses its own hours first, then credit that was carried in,
oldest first, then later hours that its extension or grace lets it have, each as little as leaves the least
still to earn. What it does without it carries out, as far as the carry statement lets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial

from cedsl.assessment.carry import Rule, carried_out, rule_in_force, spared
from cedsl.assessment.case import Case
from cedsl.assessment.judge import Beside, Judged, Taken, judge, judge_in, less, periods, without_demands
from cedsl.assessment.lend import lent
from cedsl.assessment.lots import Lot, aged, reserve, used_of
from cedsl.assessment.solve import ZERO, Solved
from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.model.evaluate import may_describe, value_of
from cedsl.model.predicate import FactTerm
from cedsl.model.ruleset import Word
from cedsl.model.scope import Scope
from cedsl.normal.build import Builder
from cedsl.normal.credited import Credited, HeldBack, Used
from cedsl.normal.places import Place
from cedsl.normal.window import Period, rhythm_of, rule_for
from cedsl.period import ONE_DAY, Duration, Rhythm, Window, after, counted_from
from cedsl.quantity import convert
from cedsl.records.adjustment import Extension, Opening
from cedsl.verdict import Balance, CarryResult, Loss, Refused

MOST_PERIODS = 400
"""How many earlier periods a chain goes through; the oldest beyond that are left out."""


@dataclass(frozen=True)
class Ruling:
    """A requirement judged in one period; `carry` is None for one that stands by itself, `earlier` are the
    periods of its chain before, oldest first.
    """

    judged: Judged
    carry: CarryResult | None = None
    earlier: tuple[Ruling, ...] = ()


def is_chained(requirement: r.Requirement, case: Case) -> bool:
    """Whether periods of the requirement hang together for this member."""
    decided: tuple[Extension | Opening, ...] = (*case.adjustments.extensions, *case.adjustments.openings)
    adjusted = any(_is_about(requirement, each) for each in decided)
    return bool(requirement.carries or requirement.make_good or requirement.also or adjusted)


def _is_about(requirement: r.Requirement, adjustment: Extension | Opening) -> bool:
    """Whether a decision about the member is about this requirement: it names it, or none."""
    return adjustment.requirement in {None, requirement.words.id}


def rule_on(requirement: r.Requirement, case: Case, elsewhere: Sequence[Taken] = ()) -> Ruling:
    """The requirement in the period asked for, with the chain of its earlier periods where it has one. `elsewhere` is
    what of the period's activities other requirements count.

    Raises MissingFact or MissingAmount where a verdict hangs on a fact for which the filling says nothing.
    """
    if not is_chained(requirement, case):
        return Ruling(judge(requirement, case))
    found = periods(requirement, case)
    if isinstance(found, Judged):
        return Ruling(found)
    rhythm = _rhythm(requirement, case.scope())
    if rhythm is None:
        return Ruling(judge(requirement, case))
    walk = _Walk(requirement, case, rhythm)
    *before, target = _periods(requirement, case, rhythm, found[0])
    earlier = tuple(walk.next(period) for period in before)
    walk.taken.extend(elsewhere)
    return replace(walk.next(target), earlier=earlier)


def _rhythm(requirement: r.Requirement, scope: Scope) -> tuple[r.Cycle, Rhythm] | None:
    rule = rule_for(requirement.window, scope)
    return (rule, rhythm_of(rule, scope)) if isinstance(rule, r.Cycle) else None


def _periods(requirement: r.Requirement, case: Case, rhythm: tuple[r.Cycle, Rhythm], target: Period) -> list[Period]:
    """From the first period of the chain to the one asked for."""
    cycle, own = rhythm
    found = [target]
    openings = [each.day for each in case.adjustments.openings if _is_about(requirement, each)]
    begin = _begin(cycle, own, case, target[0], openings)
    while begin < found[-1][0].first and len(found) < MOST_PERIODS:
        before = own.holding(found[-1][0].first - ONE_DAY)
        if before is None or before[0].first >= found[-1][0].first:
            break
        found.append(before)
    return found[::-1]


def _begin(cycle: r.Cycle, own: Rhythm, case: Case, target: Window, openings: Sequence[date]) -> date:
    """A day of the chain's first period: the newest opening balance, else the member's first period where the
    rules say when it begins, else that of the earliest record.
    """
    opened = [day for day in openings if day <= target.last]
    if opened:
        return max(opened)
    if own.first is not None:
        return own.first
    if isinstance(cycle.anchor, FactTerm):
        return own.anchor
    return min([target.first, *(each.on for each in case.activities if each.on is not None)])


class _Walk:
    """Goes from period to period, with what each leaves to the next."""

    def __init__(self, requirement: r.Requirement, case: Case, rhythm: tuple[r.Cycle, Rhythm]) -> None:
        self.requirement = requirement
        self.case = case
        self.rhythm = rhythm[1]
        self.lots: tuple[Lot, ...] = ()
        self.taken: list[Taken] = []
        self.spare: dict[int, Fraction] = {}
        self.needed: dict[int, Used] = {}

    def next(self, period: Period) -> Ruling:
        window, number = period
        lots = (*self.lots, *self._opened(window, number))
        lots = tuple(each for each in lots if each.balance.amount > 0)
        others = (*self._earlier(window, number), *self._later(window, number))
        beside = Beside((*reserve(lots, window), *others), tuple(self.taken))
        judged = judge_in(self.requirement, self.case, window, number, beside)
        judged, beside = self._sparing(judged, number, beside)
        used, others_used = _used(judged, lots)
        for item, each in others_used:
            self.taken.append(Taken(item, each.amount, Refused.OTHER_PERIOD, through=each.through))
            if id(item.activity) in self.spare:
                self.spare[id(item.activity)] -= each.amount
        solved = self._solved(judged, number, beside)
        rule = self._rule(judged, solved)
        forfeited = rule is not None and rule.statement.forfeits and any(used)
        out: tuple[Balance, ...] = ()
        self._note_spare(judged, solved)
        if rule is not None and solved is not None and not forfeited:
            out, whose = carried_out(judged, solved, rule)
            self._note_carried(whose)
        alive, expired = aged(lots, used, forfeited=forfeited)
        lives = 0 if rule is None else rule.statement.periods
        self.lots = (*alive, *(Lot(each, lives) for each in out))
        carry = CarryResult(
            tuple(each.balance for each in lots),
            used_of(lots, used),
            (*(each.balance for each in alive), *out),
            expired,
            sum((each.amount for item, each in others_used if item.on > window.last), ZERO),
            closed=self._until(window, number) <= self.case.as_of,
            also_counted=sum((each.amount for item, each in others_used if item.on <= window.last), ZERO),
        )
        return Ruling(judged, carry)

    def _sparing(self, judged: Judged, number: int | None, beside: Beside) -> tuple[Judged, Beside]:
        """The same with such later hours as the next period can best do without."""
        later = [each for each in beside.reserve if each.held_back and each.held_back.order is None]
        window = judged.period
        several = len(later) > 1 or any(tag.most is not None for each in later for tag in each.tags)
        if judged.best is None or window is None or not several or not _used(judged, ())[1]:
            return judged, beside
        following = self.rhythm.holding(after(window.last) or window.last)
        if following is None:
            return judged, beside
        there = judge_in(self.requirement, self.case, *following, Beside(taken=tuple(self.taken)))
        shares = [] if there.best is None else lent(judged.best, there.best)
        if not shares:
            return judged, beside
        carried = [each for each in beside.reserve if each.held_back and each.held_back.order is not None]
        sparing = replace(beside, reserve=(*carried, *shares))
        spared_so = judge_in(self.requirement, self.case, window, number, sparing)
        return replace(spared_so, offered=judged.best), sparing

    def _opened(self, window: Window, number: int | None) -> Iterator[Lot]:
        """Opening balances of the period, oldest first, as credit that was carried in: it lives as many periods as
        what this one carries (decision 21).
        """
        opened = [each for each in self.case.adjustments.openings if _is_about(self.requirement, each)]
        builder = Builder(self.case.scope(window, number), self.requirement, self.case.filling.statements)
        for each in sorted(opened, key=lambda opening: opening.day):
            if each.day in window:
                names = tuple(tag.category for tag in each.tags)
                lives = next((carry.periods for carry in self.requirement.carries if builder.applies(carry.words)), 1)
                yield Lot(Balance(names, None, _credit(self.case, each)), lives)

    def _solved(self, judged: Judged, number: int | None, beside: Beside) -> Solved | None:
        """The period's hours as its statements see them; None where the requirement is not asked at all."""
        if judged.best is not None or judged.period is None:
            return judged.best
        builder = Builder(judged.scope, self.requirement, self.case.filling.statements)
        if not builder.applies(self.requirement.words) or judged.verdict is Word.SHORT:
            return None
        return without_demands(self.requirement, self.case, judged.period, number, beside)

    def _rule(self, judged: Judged, solved: Solved | None) -> Rule | None:
        return None if solved is None else rule_in_force(judged, self._builder(judged.scope))

    def _builder(self, scope: Scope) -> Builder:
        """For amounts in the period: shares are of what it requires, before waivers."""
        builder = Builder(scope, self.requirement, self.case.filling.statements)
        total = self.requirement.total
        if total is not None:
            required = builder.settled(self.requirement.words.id, lambda: builder.amount(total))
            builder.required = required if isinstance(required, Fraction) else ZERO
        return builder

    def _note_spare(self, judged: Judged, solved: Solved | None) -> None:
        """What later periods may use of this one's own hours, where the rules let them."""
        if self.requirement.also and solved is not None:
            spare, needed = spared(judged, solved)
            self.spare.update({id(each.activity): spare.get(id(each.activity), ZERO) for each in judged.items})
            self.needed.update(needed)

    def _note_carried(self, whose: Mapping[int, Used]) -> None:
        """What is carried no later period may use as an hour from before."""
        for key, used in whose.items():
            if key in self.spare:
                self.spare[key] -= used.amount
            if key in self.needed:
                self.needed[key] = self.needed[key].plus(used)

    def _earlier(self, window: Window, number: int | None) -> Iterator[Credited]:
        """Accepted activities before the period that count in it too, without what earlier periods counted. A statement
        that asks for a fact that nobody stated once lets none of them count, once all that nothing known rules out.
        """
        scope = self.case.scope(window, number)
        builder = self._builder(scope)
        seen: set[int] = set()
        for also in self.requirement.also:
            most = builder.asked(also.words, also.amount or r.Fixed(ZERO), also.filter)
            if most is None or most is True:
                continue
            start = builder.settled(also.words.id, partial(value_of, also.start, None, scope))
            if start is False:
                start = date.min
            if not isinstance(start, date):
                continue
            held = HeldBack(None, also.words.id, None if most is False or also.amount is None else most)
            for each in self.case.credited(scope, window):
                fits = each.accepted and start <= each.on < window.first and id(each.activity) not in seen
                if fits and may_describe(also.filter, each.subject(scope.vocabulary), scope):
                    seen.add(id(each.activity))
                    yield replace(self._left(each), held_back=held)

    def _left(self, credited: Credited) -> Credited:
        """The record without what earlier periods need of it."""
        left = less(credited, self.taken)
        spare = max(ZERO, min(self.spare.get(id(credited.activity), left.credit), left.credit))
        if spare == left.credit:
            return left
        needed = self.needed.get(id(credited.activity), Used())
        return left.less(left.credit - spare, Loss(left.credit - spare, Refused.OTHER_PERIOD), needed.through)

    def _until(self, window: Window, number: int | None) -> date:
        """The last day whose hours the period may use: its own last, its extension's, or that of its grace. A grace
        until a day that nobody stated is once none, and once has no end.
        """
        days = [window.last]
        for each in self.case.adjustments.extensions:
            if (
                _is_about(self.requirement, each)
                and window.last < each.until
                and self._is_last_before(window, each.until)
            ):
                days.append(each.until)
        scope = self.case.scope(window, number)
        builder = Builder(scope, self.requirement, self.case.filling.statements)
        for grace in self.requirement.make_good:
            if builder.applies(grace.words):
                until = builder.settled(grace.words.id, partial(_grace, grace, window, scope))
                if until is not True:
                    days.append(self.case.as_of if until is False else until)
                break
        return max(days)

    def _is_last_before(self, window: Window, until: date) -> bool:
        """Whether no other period ends between this one and the day."""
        following = self.rhythm.holding(window.last + ONE_DAY) if window.last < date.max else None
        return following is None or following[0].last >= until

    def _later(self, window: Window, number: int | None) -> Iterator[Credited]:
        """Accepted activities after the period that it may use, without what earlier periods took of them."""
        grace = Window(window.last, self._until(window, number))
        if grace.first == grace.last:
            return
        scope = self.case.scope(window, number)
        for each in self.case.credited(scope, window):
            if each.accepted and each.on > grace.first and each.on <= grace.last:
                yield replace(less(each, self.taken), held_back=HeldBack(None))


def _grace(grace: r.MakeGood, window: Window, scope: Scope) -> date:
    """The last day of the grace: so long from the day after the period, or the day that the rule names."""
    if isinstance(grace.until, Duration):
        return counted_from(after(window.last) or window.last, grace.until).last
    day = value_of(grace.until, None, scope)
    return day if isinstance(day, date) else window.last


def _credit(case: Case, opening: Opening) -> Fraction:
    ruleset = case.desk.ruleset
    return convert(opening.amount, dict(ruleset.units), ruleset.unit) or ZERO


def _used(judged: Judged, lots: tuple[Lot, ...]) -> tuple[tuple[Fraction, ...], tuple[tuple[Credited, Used], ...]]:
    """What is used of each lot, and of each activity of other days."""
    used = [ZERO] * len(lots)
    others: list[tuple[Credited, Used]] = []
    if judged.best is not None:
        form = judged.best.form
        for item, places, row in zip(form.items, form.places, judged.best.solution.counted, strict=True):
            amount = sum(row, ZERO) / form.ticks
            if item.held_back is None or not amount:
                continue
            if item.held_back.order is None:
                others.append((item, _through(places, row, form.ticks)))
            elif used:
                used[item.held_back.order] += amount
    return tuple(used), tuple(others)


def _through(places: Sequence[Place], row: Sequence[Fraction], ticks: int) -> Used:
    """What is counted of an activity, and through which of its tags."""
    used = Used()
    for place, amount in zip(places, row, strict=True):
        used = used.more(amount / ticks, place.through) if amount else used
    return used
