"""The chain of a requirement's periods for the oracle, from section 7 of the contract.

Periods are closed one after another. What a period leaves is found by a linear program of its own: every hour of
its own stands in it twice, kept and carried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.period import Duration, Window
from cedsl.records.activity import Activity
from cedsl.records.adjustment import Adjustments
from tests.language import oracle as o
from tests.language.exact_lp import Program
from tests.language.oracle_credit import Item, credited, give_up
from tests.language.oracle_days import DAY, moved
from tests.language.oracle_further import walk
from tests.language.oracle_terms import (
    IMPOSSIBLE,
    Ambiguous,
    Env,
    Subject,
    Unsaid,
    ask,
    could,
    granted,
    holds,
    says,
    term,
    windows,
)

ZERO = Fraction(0)


@dataclass
class Lot:
    """Credit that waits: the categories that it keeps, how much, in how many more periods it can be used."""

    names: tuple[str, ...]
    amount: Fraction
    lives: int


def chained(rule: r.Requirement, env: Env, decided: Adjustments) -> bool:
    """Whether the requirement's periods hang together for this member."""
    mine = {None, rule.words.id}
    adjusted = any(each.requirement in mine for each in (*decided.extensions, *decided.openings))
    if not (rule.carries or rule.make_good or rule.also or adjusted):
        return False
    return isinstance(_fitting(rule.window, env), r.Cycle)


def _fitting(rule: r.WindowRule, env: Env) -> r.WindowRule | None:
    while isinstance(rule, r.WindowCases):
        fitting = [inner for condition, inner in rule.cases if says(condition, None, env) is True]
        if not fitting:
            return None
        rule = fitting[0]
    return rule


def chain(
    env: Env,
    rule: r.Requirement,
    records: Sequence[Activity],
    decided: Adjustments,
    target: Window,
    number: int | None,
) -> o.Block:
    """The requirement in the target period, its earlier periods closed before it."""
    link = _Chain(env, rule, records, decided)
    try:
        found = [link.close(*period) for period in link.periods(target, number)]
    except Unsaid:
        raise Ambiguous("a missing number, date or text in a chain") from None
    return replace(found[-1], earlier=found[:-1])


class _Chain:
    def __init__(self, env: Env, rule: r.Requirement, records: Sequence[Activity], decided: Adjustments) -> None:
        self.env, self.rule, self.records, self.decided = env, rule, records, decided
        self.lots: list[Lot] = []
        self.taken: dict[int, Fraction] = {}
        self.through: dict[int, dict[str, Fraction]] = {}
        self.needed: dict[int, dict[str, Fraction]] = {}
        self.spare: dict[int, Fraction] = {}
        self.clear = True

    # --------------------------------------------------------------------------------------- which periods

    def _mine(self, requirement: str | None) -> bool:
        return requirement in {None, self.rule.words.id}

    def _holding(self, day: date) -> tuple[Window, int | None] | None:
        """The period of the member's own cycle that holds the day; the cycle is that of the day asked for."""
        cycle = _fitting(self.rule.window, self.env)
        assert isinstance(cycle, r.Cycle)
        facts_of = self.env.picking
        found = windows(cycle, replace(self.env, asked=day, seen=facts_of))
        return found[0] if found else None

    def periods(self, target: Window, number: int | None) -> list[tuple[Window, int | None]]:
        begin = self._begin(target)
        found: list[tuple[Window, int | None]] = [(target, number)]
        while found[0][0].first > begin:
            before = self._holding(found[0][0].first - DAY)
            if before is None:
                break
            found.insert(0, before)
        return found

    def _begin(self, target: Window) -> date:
        openings = [each.day for each in self.decided.openings if self._mine(each.requirement)]
        openings = [day for day in openings if day <= target.last]
        if openings:
            return max(openings)
        cycle = _fitting(self.rule.window, self.env)
        assert isinstance(cycle, r.Cycle)
        if cycle.first_from is not None or isinstance(cycle.anchor, p.FactTerm):
            declared = cycle.anchor if cycle.first_from is None else cycle.first_from
            day = term(declared, None, self.env)
            assert isinstance(day, date)
            return day
        seen = [each.on for each in self.records if each.on is not None and each.on <= self.env.as_of]
        return min([target.first, *seen])

    # ---------------------------------------------------------------------------------- closing one period

    def close(self, window: Window, number: int | None) -> o.Block:
        env = self.env.in_period(window, number)
        lots = [*self.lots, *self._opened(window, env)]
        reserve = [_carried_item(age, lot, window) for age, lot in enumerate(lots)]
        beside = o.Beside([*reserve, *self._others(env)], dict(self.taken), deepcopy(self.through))
        if self.rule.also:
            beside.most_of_other_days = self._most_before(env)
            if beside.most_of_other_days is not None and any(
                item.held == -1 and item.subject.on > window.last for item in beside.reserve
            ):
                raise Ambiguous("a most of hours before beside later hours")
        block = o.in_period(env, self.rule, self.records, self.decided, beside)
        block, beside = self._sparing(block, env, beside)
        used = [block.by_held.get(place, ZERO) for place in range(len(lots))]
        made_good = also_counted = ZERO
        for place, item in enumerate(beside.reserve):
            if item.held == -1 and block.by_held.get(place):
                if item.subject.on > window.last:
                    made_good += block.by_held[place]
                else:
                    also_counted += block.by_held[place]
                self.taken[item.number] = self.taken.get(item.number, ZERO) + block.by_held[place]
                tags = self.through.setdefault(item.number, {})
                for tag, amount in block.through[place].items():
                    tags[tag] = tags.get(tag, ZERO) + amount
                if item.number in self.spare:
                    self.spare[item.number] -= block.by_held[place]
        carry = self._statement(block, env)
        needed = any(used)
        forfeited = carry is not None and carry[0].forfeits and needed
        out: list[Lot] = []
        if carry is not None and not forfeited:
            out = self._out(block, env, beside, carry)
        if self.rule.also:
            if self.rule.carries:
                raise Ambiguous("credit from before beside carrying")
            self._note_spare(block, env, beside)
        left = [Lot(lot.names, lot.amount - amount, lot.lives - 1) for lot, amount in zip(lots, used, strict=True)]
        alive = [lot for lot in left if lot.lives > 0 and lot.amount > 0 and not forfeited]
        gone = [lot for lot in left if lot.amount > 0 and (forfeited or lot.lives <= 0)]
        self.lots = [*alive, *out]
        block.carry = o.Carried(
            _amounts(lots),
            _amounts([Lot(lot.names, amount, 0) for lot, amount in zip(lots, used, strict=True)]),
            _amounts(self.lots),
            _amounts(gone),
            made_good,
            also_counted,
            self.clear,
        )
        return block

    def _sparing(self, block: o.Block, env: Env, beside: o.Beside) -> tuple[o.Block, o.Beside]:
        """The same with those later hours that the next period can best do without: both in one program."""
        lent = [place for place, item in enumerate(beside.reserve) if item.held == -1]
        if block.case is None or block.way is None or not lent:
            return block, beside
        if len(lent) < 2 and not beside.reserve[lent[0]].parts:
            return block, beside
        if not any(block.by_held.get(place) for place in lent):
            return block, beside
        following = self._holding(beside_window(env).last + DAY)
        if following is None:
            return block, beside
        after = self.env.in_period(*following)
        there = o.in_period(after, self.rule, self.records, self.decided, o.Beside([], dict(self.taken), deepcopy(self.through)))
        if there.case is None or there.way is None:
            return block, beside
        shares = _shares(block, there, lent)
        reserve = []
        for place, item in enumerate(beside.reserve):
            if item.held != -1:
                reserve.append(item)
            elif shares[place][0]:
                amount, through = shares[place]
                parts = {name: min(part, through.get(name, ZERO)) for name, part in item.parts.items()}
                rest = min(item.rest(), through.get("", ZERO))
                reserve.append(replace(item, credit=amount, parts=parts, beyond=rest if item.parts else None))
        sparing = replace(beside, reserve=reserve)
        return o.in_period(env, self.rule, self.records, self.decided, sparing), sparing

    def _opened(self, window: Window, env: Env) -> list[Lot]:
        """Opening balances, oldest first; they live as long as what a period of these rules carries."""
        units, unit = self.env.rules.units, self.env.rules.unit
        lives = next((each.periods for each in self.rule.carries if holds(each.words.when, env)), 1)
        found = []
        for each in sorted(self.decided.openings, key=lambda opening: opening.day):
            if window.first <= each.day <= window.last and self._mine(each.requirement):
                size = units[each.amount.unit].size / unit.size
                names = tuple(tag.category for tag in each.tags)
                found.append(Lot(names, each.amount.number * size, lives))
        return [lot for lot in found if lot.amount > 0]

    # ------------------------------------------------------------------------------ hours of other days

    def _others(self, env: Env) -> list[Item]:
        """Accepted activities of other days that the period may use, less what earlier periods took."""
        window = env.period
        assert window is not None
        until = self._until(env)
        found = []
        for item in credited(env, self.records):
            on = item.subject.on
            before = on < window.first and self._from_before(item, env)
            if not (window.last < on <= until or before):
                continue
            item.held = -1
            give_up(item, self.taken.get(item.number, ZERO), self.through.get(item.number, {}))
            needed = item.credit - self.spare.get(item.number, item.credit)
            if before and needed > 0:
                give_up(item, needed, self.needed.get(item.number, {}))
            item.parts = {name: min(part, item.credit) for name, part in item.parts.items()}
            found.append(item)
        return found

    def _from_before(self, item: Item, env: Env) -> bool:
        for also in self.rule.also:
            if holds(also.words.when, env):
                known = granted(also, env, lambda also=also: self._start(also, env))
                if isinstance(known, bool):
                    return known and could(also.filter, item.subject, env)
                return known[0] <= item.subject.on and could(also.filter, item.subject, env)
        return False

    def _start(self, also: r.AlsoCount, env: Env) -> date:
        """The first day of the hours of before; whatever else their statement asks for is asked too."""
        self._asked_by(also, env)
        return _stated_day(also.start, env)

    def _most_before(self, env: Env) -> Fraction | None:
        if len(self.rule.also) > 1:
            raise Ambiguous("several kinds of credit from before")
        (also,) = self.rule.also
        if isinstance(granted(also, env, lambda: self._start(also, env)), bool):
            return None
        return self._asked_by(also, env)

    def _required(self, env: Env) -> Fraction | None:
        return None if self.rule.total is None else o.amount_of(self.rule.total, None, env)

    def _until(self, env: Env) -> date:
        window = env.period
        assert window is not None
        until = window.last
        for each in self.decided.extensions:
            if self._mine(each.requirement) and window.last < each.until:
                following = self._holding(window.last + DAY)
                if following is None or following[0].last >= each.until:
                    until = max(until, each.until)
        for grace in self.rule.make_good:
            if holds(grace.words.when, env):
                if isinstance(grace.until, Duration):
                    day: Any = moved(window.last + DAY, grace.until.months, grace.until.days) - DAY
                else:
                    known = granted(grace, env, lambda grace=grace: _stated_day(grace.until, env))
                    day = known[0] if isinstance(known, tuple) else env.as_of if known else until
                return max(until, day)
        return until

    # ------------------------------------------------------------------------------------------ carry-out

    def _statement(self, block: o.Block, env: Env) -> tuple[r.Carry, Fraction | None] | None:
        """The carry statement in force with its maximum; None where nothing is carried."""
        for carry in self.rule.carries:
            if not holds(carry.words.when, env):
                continue
            known = granted(carry, env, lambda carry=carry: self._asked_by(carry, env))
            if isinstance(known, bool):
                return (carry, None) if known else None
            if carry.amount is None:
                return carry, None
            (most,) = known
            if most is None:
                continue
            return (carry, most) if most > 0 else None
        return None

    def _asked_by(self, said: Any, env: Env) -> Fraction | None:
        """The amount of a permission or of a limit in it; whatever it asks for is asked."""
        ask(said.filter, env)
        return None if said.amount is None else o.amount_of(said.amount, self._required(env), env)

    def _case(self, block: o.Block, env: Env, beside: o.Beside) -> tuple[o.Case, o.Way, bool] | None:
        """The case with its choice of branches, and whether anything was asked; None where it is not the member's."""
        if block.case is not None and block.way is not None:
            return block.case, block.way, True
        if not holds(self.rule.words.when, env) or block.verdict == o.SHORT:
            return None
        everywhere, items = o.own_items(env, self.records, beside)
        env = o.with_records(env, self.records)
        total = self._required(env)
        case = o.Case(self.rule, env, beside_window(env), items, everywhere, total, [], total)
        case.nodes = case.resolve(self.rule.statements)
        return case, next(o.ways(case.nodes)), False

    def _out(self, block: o.Block, env: Env, beside: o.Beside, carry: tuple[r.Carry, Fraction | None]) -> list[Lot]:
        found = self._case(block, env, beside)
        if found is None:
            return []
        case, way, asked = found
        statement, most = carry
        pairs, programme, book = _Twice(case, way, block, statement, asked=asked).parts()
        goes = [n for n, pair in enumerate(pairs) if pair.gone]
        mine = {n: list(book.spent[n]) for n in goes}
        for n in goes:
            item = pairs[n].item
            assert item is not None
            recent = statement.recent
            assert beside_window(env) is not None
            late = recent is None or item.subject.on > moved(beside_window(env).last, -recent.months, -recent.days)
            if not late or not could(statement.filter, item.subject, case.env):
                programme.at_most(mine[n], ZERO)
        every = [v for n in goes for v in mine[n]]
        if most is not None:
            programme.at_most(every, most)
        if statement.above_total:
            own = sum((item.credit for item in case.items), ZERO)
            programme.at_most(every, max(ZERO, own - (case.total or ZERO)))
        named: list[dict[int, int]] = []
        for limit in statement.limits:
            inside = [v for n in goes if could(limit.filter, pairs[n].subject, case.env) for v in mine[n]]
            known = granted(limit, case.env, lambda limit=limit: self._asked_by(limit, case.env))
            if known is True:
                continue
            amount = ZERO if known is False else known[0]
            if amount is not None:
                programme.at_most(inside, amount)
                if any(isinstance(each, p.InCategory) for each in walk(limit.filter)):
                    named.append(dict.fromkeys(inside, -1))
        by_day: dict[date, dict[int, int]] = {}
        for n in goes:
            by_day.setdefault(pairs[n].subject.on, {}).update(dict.fromkeys(mine[n], -1))
        by_place = self._by_place(pairs, goes, mine, case)
        objectives = [book.shortage, dict.fromkeys(every, -1), *named]
        objectives += [by_day[day] for day in sorted(by_day, reverse=True)] + by_place
        values, solution = programme.minimise(objectives)
        assert values[0] == 0, "what was reported can be counted"
        days = Counter(item.subject.on for item in case.items if item.credit > 0)
        if any(count > 1 for count in days.values()):
            self.clear = False
        out: dict[tuple[str, ...], Fraction] = {}
        for n in goes:
            amount = sum((solution[v] for v in mine[n]), ZERO)
            if amount:
                names = _keeps(statement, pairs[n], case.env)
                out[names] = out.get(names, ZERO) + amount
        order = {each.name: rank for rank, each in enumerate(case.env.rules.categories)}
        ranked = sorted(out, key=lambda names: [(order.get(each, len(order)), each) for each in names])
        return [Lot(names, out[names], statement.periods) for names in ranked]

    def _by_place(
        self, pairs: Sequence[o.Pair], goes: Sequence[int], mine: dict[int, list[int]], case: o.Case
    ) -> list[dict[int, int]]:
        """Places in order of declaration, item after item."""
        order = {each.name: rank for rank, each in enumerate(case.env.rules.categories)}

        def rank(n: int) -> list[tuple[int, str]]:
            names = sorted((order.get(each, len(order)), each) for each in pairs[n].place.names)
            return names or [(len(order) + 1, "")]

        latest = sorted(goes, key=rank)
        latest.sort(key=lambda n: pairs[n].subject.on, reverse=True)
        return [dict.fromkeys(mine[n], -1) for n in latest]

    def _note_spare(self, block: o.Block, env: Env, beside: o.Beside) -> None:
        """What of its own hours the period can do without: the earlier takes what it lacks and no more."""
        found = self._case(block, env, beside)
        if found is None:
            return
        case, way, asked = found
        free = r.Carry(self.rule.words, None, p.ALWAYS, above_caps=True)
        pairs, programme, book = _Twice(case, way, block, free, asked=asked).parts()
        goes = [n for n, pair in enumerate(pairs) if pair.gone]
        by_day: dict[date, dict[int, int]] = {}
        for n in goes:
            by_day.setdefault(pairs[n].subject.on, {}).update(dict.fromkeys(book.spent[n], -1))
        every = {v: -1 for n in goes for v in book.spent[n]}
        objectives = [book.shortage, every, *(by_day[day] for day in sorted(by_day, reverse=True))]
        goes.sort(key=lambda n: o.by_place(pairs[n], env)[1])
        goes.sort(key=lambda n: pairs[n].subject.on, reverse=True)
        objectives += [dict.fromkeys(book.spent[n], -1) for n in goes]
        kept = {item.number: self._kept(item, pairs) for item in case.items if item.parts}
        for item in sorted(case.items, key=lambda item: item.subject.on):
            for tag in item.tags if item.parts else ():
                inside = [v for n in kept[item.number] if tag in pairs[n].place.tags for v in book.spent[n]]
                objectives += [dict.fromkeys(inside, 1)] if tag in item.parts and inside else []
        values, solution = programme.minimise(objectives)
        assert values[0] == 0, "what was reported can be counted"
        days = Counter(item.subject.on for item in case.items if item.credit > 0)
        if any(count > 1 for count in days.values()):
            raise Ambiguous("which of one day's hours a period needs")
        for item in case.items:
            self.spare[item.number] = ZERO
        for n in goes:
            item = pairs[n].item
            assert item is not None
            self.spare[item.number] += sum((solution[v] for v in book.spent[n]), ZERO)
        for number, several in kept.items():
            self.needed[number] = needed = {}
            for n in several:
                for tag in pairs[n].place.tags or ("",):
                    needed[tag] = needed.get(tag, ZERO) + sum((solution[v] for v in book.spent[n]), ZERO)

    @staticmethod
    def _kept(item: Item, pairs: Sequence[o.Pair]) -> list[int]:
        """The ways in which the period itself counts the record."""
        return [n for n, pair in enumerate(pairs) if pair.item is item and not pair.gone]


def beside_window(env: Env) -> Window:
    assert env.period is not None
    return env.period


def _shares(short: o.Block, there: o.Block, lent: Sequence[int]) -> dict[int, tuple[Fraction, dict[str, Fraction]]]:
    """How much of each later item the short period takes, and through which of its tags, so that the next one has the
    least still to earn, then the least shortfalls in order, then the most hours counted, earlier before later.
    """
    case, way, other, its = short.case, short.way, there.case, there.way
    assert case is not None
    assert way is not None
    assert other is not None
    assert its is not None
    programme = Program()
    here: Any = o.Book(case, way, programme, case.pairs())
    pairs = [*other.pairs(), *o._further_pairs(other, its)]
    book: Any = o.Book(other, its, programme, pairs)
    if (here.proportional or book.proportional) and len(lent) < 2:
        return {place: (short.by_held.get(place, ZERO), short.through.get(place, {})) for place in lent}
    if here.proportional or book.proportional:
        raise Ambiguous("which hours a period borrows where parts of what counts are asked for")
    fixed = [programme.at_least(had, amount - short.shorts.get(node, ZERO)) for node, amount, had, _ in here.demands]
    for place, item in enumerate(case.reserve):
        if place not in lent:
            spent = [v for n, pair in enumerate(here.pairs) if pair.item is item for v in here.spent[n]]
            programme.at_most(spent, short.by_held.get(place, ZERO))
    taken = {
        place: [v for n, pair in enumerate(here.pairs) if pair.item is case.reserve[place] for v in here.spent[n]]
        for place in lent
    }
    every = [v for several in taken.values() for v in several]
    programme.at_most(every, sum((short.by_held.get(place, ZERO) for place in lent), ZERO))
    for place in lent:
        item = case.reserve[place]
        same = [
            v
            for n, pair in enumerate(pairs)
            if pair.item is not None and pair.item.number == item.number
            for v in book.spent[n]
        ]
        programme.at_most([*taken[place], *same], max(item.credit, _credit(other, item)))
        for tag in (*item.parts, *(("",) if item.parts else ())):
            inside = [
                v
                for book_, several in ((here, here.pairs), (book, pairs))
                for n, pair in enumerate(several)
                if pair.item is not None and (pair.item is item or (book_ is book and pair.item.number == item.number))
                if (tag in pair.place.tags if tag else not pair.place.tags)
                for v in book_.spent[n]
            ]
            programme.at_most(inside, item.parts[tag] if tag else item.rest())
    lacking = [programme.at_least([*had, *more], amount) for _, amount, had, more in book.demands]
    shorts = [programme.at_least(had, amount) for _, amount, had, _ in book.demands]
    further = {v: 1 for n, pair in enumerate(pairs) if pair.further is not None for v in book.spent[n]}
    by_day: dict[date, dict[int, int]] = {}
    for many, each in ((here.pairs, here), (pairs, book)):
        for n, pair in enumerate(many):
            if pair.further is None:
                by_day.setdefault(pair.subject.on, {}).update(dict.fromkeys(each.spent[n], -1))
    whole = {v: -1 for several in by_day.values() for v in several}
    objectives = [dict.fromkeys(fixed, 1), dict.fromkeys(lacking, 1), further]
    objectives += [{v: 1} for v in shorts]
    objectives += [whole, *(by_day[day] for day in sorted(by_day))]
    earlier = sorted(lent, key=lambda place: case.reserve[place].subject.on)
    objectives += [dict.fromkeys(taken[place], -1) for place in earlier]
    parted = [n for n, each in enumerate(here.pairs) if each.item.parts and each.item in [case.reserve[p] for p in lent]]
    parted.sort(key=lambda n: o.by_place(here.pairs[n], case.env))
    objectives += [dict.fromkeys(here.spent[n], -1) for n in parted]
    values, solution = programme.minimise(objectives)
    assert values[0] == 0, "what was reported can be counted"
    found = {}
    for place, several in taken.items():
        through: dict[str, Fraction] = {}
        for n, pair in enumerate(here.pairs):
            if pair.item is case.reserve[place]:
                for tag in pair.place.tags or ("",):
                    through[tag] = through.get(tag, ZERO) + sum((solution[v] for v in here.spent[n]), ZERO)
        found[place] = sum((solution[v] for v in several), ZERO), through
    return found


def _credit(case: o.Case, item: Item) -> Fraction:
    return next((each.credit for each in case.items if each.number == item.number), ZERO)


class _Twice:
    """The program in which every hour of the period's own stands twice, kept and carried; `shortage` is then what
    the statements have less than was reported, which must be nothing.
    """

    def __init__(self, case: o.Case, way: o.Way, block: o.Block, statement: r.Carry, *, asked: bool) -> None:
        self.case, self.way, self.block, self.statement, self.asked = case, way, block, statement, asked

    def parts(self) -> tuple[list[o.Pair], Program, Any]:
        case, programme = self.case, Program()
        unused = case.unused(self.way)
        kept = [
            pair for pair in case.pairs() if not any(could(node.said.filter, pair.subject, case.env) for node in unused)
        ]
        own = [pair for pair in kept if pair.item is not None and pair.item.held is None]
        above = self.statement.above_caps
        pairs = [*kept, *(replace(pair, gone=True, outside_caps=above) for pair in own)]
        book: Any = o.Book(case, self.way, programme, pairs)
        for place, item in enumerate(case.reserve):
            spent = [v for n, pair in enumerate(pairs) if pair.item is item for v in book.spent[n]]
            programme.at_most(spent, self.block.by_held.get(place, ZERO))
        book.shortage = {}
        if self.asked:
            for node, amount, had, _ in book.demands:
                short = self.block.shorts.get(node, ZERO)
                if node is not None and node.share:
                    whole = [v for n, v in book.every.items() if not pairs[n].gone]
                    share = node.share
                    few = short * share.denominator
                    programme.at_most(whole * share.numerator, few, list(had) * share.denominator)
                    continue
                book.shortage[programme.at_least(had, amount - short)] = 1
        return pairs, programme, book


def _stated_day(asked: p.Term, env: Env) -> date:
    day = term(asked, None, env)
    if isinstance(day, str):
        raise Unsaid(day == IMPOSSIBLE)
    assert isinstance(day, date)
    return day


def _keeps(statement: r.Carry, pair: o.Pair, env: Env) -> tuple[str, ...]:
    """The categories that a carried hour keeps, or those that the statement gives it."""
    assert pair.item is not None
    for becomes in statement.becomes:
        if granted(becomes, env, lambda becomes=becomes: ask(becomes.filter, env)) is False:
            continue
        if could(becomes.filter, pair.subject, env):
            return () if becomes.category is None else (becomes.category,)
    if pair.item.parts:
        return tuple(name for name in pair.item.tags if name in pair.place.tags)
    return pair.item.tags


def _carried_item(age: int, lot: Lot, window: Window) -> Item:
    subject = Subject(window.first, window.first, frozenset(lot.names), {}, bare=True)
    record = Activity("", window.first, None)
    return Item(record, -1 - age, subject, lot.names, {}, [], lot.amount, held=age)


def _amounts(lots: Sequence[Lot]) -> o.Amounts:
    found: o.Amounts = {}
    for lot in lots:
        if lot.amount:
            found[lot.names] = found.get(lot.names, ZERO) + lot.amount
    return found


__all__ = ["chain", "chained"]
