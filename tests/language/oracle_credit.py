"""How records become credit, for the oracle: the contract's order of evaluation, one step after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise

from cedsl.model import ruleset as r
from cedsl.period import Window
from cedsl.quantity import Amount, Direction
from cedsl.records.activity import Activity
from tests.language.oracle_days import moved, stretch_of
from tests.language.oracle_terms import Ambiguous, Env, Subject, Unsaid, above, holds, key_of, says


@dataclass
class Item:
    """An accepted record, its credit, its tags (with what each takes at most), the day on which it falls."""

    record: Activity
    number: int
    subject: Subject
    tags: tuple[str, ...]
    parts: dict[str, Fraction]
    rules: list[r.CreditRule] = field(repr=False)
    credit: Fraction = Fraction(0)
    whole: Fraction = Fraction(0)
    """The credit if nothing had been lost to rounding, to a repeat, or to a most for one activity."""
    held: int | None = None
    """Credit of another period: the rank of what was carried in, from the oldest, 0; -1 for hours of other days."""
    beyond: Fraction | None = None
    """What is left of the general hours, where other periods count some of the record."""

    def rest(self) -> Fraction:
        """What the parts of a record leave over, where each of its tags states its own: general hours."""
        if not self.tags or set(self.tags) != set(self.parts):
            return Fraction(0)
        if self.beyond is not None:
            return min(self.beyond, self.credit)
        return max(Fraction(0), self.credit - sum(self.parts.values(), Fraction(0)))


def give_up(item: Item, amount: Fraction, through: Mapping[str, Fraction]) -> None:
    """Another period counts so much of the record, and so much of that through each of its tags ("" for none)."""
    rest = item.rest()
    item.credit = max(Fraction(0), item.credit - amount)
    item.parts = {name: max(Fraction(0), part - through.get(name, 0)) for name, part in item.parts.items()}
    if amount:
        item.beyond = max(Fraction(0), rest - through.get("", 0))


def tagged(rules: r.Ruleset, tags: Sequence[str], applied: list[r.CreditRule]) -> tuple[str, ...]:
    """The tags after what the rules give and take."""
    found = list(tags)
    for rule in applied:
        for clause in rule.clauses:
            if isinstance(clause, r.Retag):
                found += [name for name in clause.gives if name not in found]
                found = [name for name in found if name not in clause.takes]
    return tuple(found)


def applying(env: Env, subject: Subject) -> list[r.CreditRule] | None:
    """The credit rules that describe the record; None where it is refused."""
    for refusal in env.rules.refusals:
        if not holds(refusal.words.when, env):
            continue
        try:
            described = says(refusal.filter, subject, env) is True
        except Unsaid as unsaid:
            if unsaid.impossible:
                return None
            continue
        if described is not refusal.only:
            return None
    found = []
    for rule in env.rules.credits:
        with suppress(Unsaid):
            if holds(rule.words.when, env) and says(rule.filter, subject, env) is True:
                found.append(rule)
    for rule in found:
        for clause in rule.clauses:
            try:
                if isinstance(clause, r.Where) and says(clause.filter, subject, env) is not True:
                    return None
            except Unsaid as unsaid:
                if unsaid.impossible:
                    return None
    return found


def credited(env: Env, records: Sequence[Activity]) -> list[Item]:
    """Every accepted record on or before the as-of date, with its credit for this period."""
    items = []
    for number, record in enumerate(records):
        if record.on is None or record.on > env.as_of:
            continue
        started = record.started or record.on
        on = started if env.rules.falls is r.Falls.START else record.on
        tags = tuple(dict.fromkeys(tag.category for tag in record.tags))
        subject = Subject(on, started, frozenset(tags), record.fields)
        applied = applying(env, subject)
        if applied is None:
            continue
        kept = tagged(env.rules, tags, applied)
        subject = Subject(on, started, frozenset(kept), record.fields)
        item = Item(record, number, subject, kept, {}, applied)
        if _too_short(env, item):
            items.append(item)
            continue
        item.credit = _converted(env, item, record.amount, whole=True)
        item.whole = _uncut(env, item, record.amount)
        for tag in record.tags:
            if tag.amount is not None and tag.category in kept:
                part = _stated(env, item, tag.amount)
                item.parts[tag.category] = item.parts.get(tag.category, Fraction(0)) + part
        items.append(item)
    factors = _factors(env, items)
    for item in items:
        fixed = bool(_clauses(item, r.PartsAsStated))
        factor = factors[item.number] * _by_field(item)
        item.credit = _limited(item, item.credit * factor)
        item.parts = {
            name: min(item.credit, part if fixed else _limited(item, part * factor))
            for name, part in item.parts.items()
        }
    return items


def _uncut(env: Env, item: Item, amount: Amount | None) -> Fraction:
    """The credit with every step taken but for what only takes off; rounding up adds."""
    whole = max(item.credit, _converted(env, item, amount, whole=True, exactly=True)) * _by_field(item)
    for times in _clauses(item, r.Times):
        assert isinstance(times, r.Times)
        whole *= times.factor
    return max(whole, _rounded(item, whole, last=True))


def _stated(env: Env, item: Item, amount: Amount) -> Fraction:
    """The credit of a part: like the whole, or as it is stated."""
    if _clauses(item, r.PartsAsStated):
        return _in(env, amount, env.rules.unit.name) or Fraction(0)
    return _converted(env, item, amount, whole=False)


def _by_field(item: Item) -> Fraction:
    """What the record's own numbers multiply or divide by."""
    factor = Fraction(1)
    for clause in _clauses(item, r.ByField):
        assert isinstance(clause, r.ByField)
        number = item.record.fields.get(clause.field)
        if isinstance(number, Fraction) and number != 0:
            factor = factor / number if clause.divided else factor * number
    return factor


def _clauses(item: Item, kind: type) -> list[object]:
    return [clause for rule in item.rules for clause in rule.clauses if isinstance(clause, kind)]


def _in(env: Env, amount: Amount, unit: str) -> Fraction | None:
    one, other = env.rules.units[amount.unit], env.rules.units[unit]
    if one.dimension != other.dimension:
        return None
    return amount.number * one.size / other.size


def _converted(env: Env, item: Item, amount: Amount | None, *, whole: bool, exactly: bool = False) -> Fraction:
    """Net time, shortest length, rate, rounding (unless `exactly`)."""
    ways = [c for c in _clauses(item, object) if isinstance(c, r.Rate | r.Flat | r.AsClaimed)]
    if len(ways) > 1:
        raise Ambiguous("several rates")
    way = ways[0] if ways else None
    if amount is not None and whole:
        amount = _net(env, item, amount)
    if isinstance(way, r.Flat):
        if item.record.tags and any(tag.amount for tag in item.record.tags):
            raise Ambiguous("parts of a flat award")
        return way.credit
    if amount is None:
        return Fraction(0)
    if isinstance(way, r.Rate):
        length = _in(env, amount, way.per.unit)
        if length is None:
            raise Ambiguous("rate of an unlike unit")
        credit = length / way.per.number * way.credit
    elif isinstance(way, r.AsClaimed):
        credit = amount.number
    else:
        found = _in(env, amount, env.rules.unit.name)
        if found is None:
            return Fraction(0)
        credit = found
    if whole:
        for plus in _clauses(item, r.PlusField):
            assert isinstance(plus, r.PlusField)
            more = item.record.fields.get(plus.field)
            credit += plus.factor * more if isinstance(more, Fraction) else Fraction(0)
    return credit if exactly else _rounded(item, credit, last=False)


def _rounded(item: Item, credit: Fraction, *, last: bool) -> Fraction:
    for rounded in _clauses(item, r.Rounded):
        assert isinstance(rounded, r.Rounded)
        if rounded.last is last:
            credit = to_multiple(credit, rounded.increment, rounded.direction)
    return credit


def _too_short(env: Env, item: Item) -> bool:
    """Shorter than the shortest length, which is not accepted."""
    if item.record.amount is None:
        return False
    amount = _net(env, item, item.record.amount)
    for shortest in _clauses(item, r.Shortest):
        assert isinstance(shortest, r.Shortest)
        least = _in(env, shortest.length, amount.unit)
        if least is not None and amount.number < least:
            return True
    return False


def _net(env: Env, item: Item, amount: Amount) -> Amount:
    kept = "hour" if env.rules.unit.dimension != "time" else env.rules.unit.name
    number = amount.number
    for net in _clauses(item, r.NetTime):
        assert isinstance(net, r.NetTime)
        for name in net.fields:
            off = item.record.fields.get(name)
            if isinstance(off, Fraction):
                found = _in(env, Amount(off, kept), amount.unit)
                number -= Fraction(0) if found is None else found
    return Amount(max(number, Fraction(0)), amount.unit)


def to_multiple(number: Fraction, step: Fraction, direction: Direction) -> Fraction:
    """Down, up, or to the nearest with a tie going up."""
    below = number // step * step
    if below == number or direction is Direction.DOWN:
        return below
    if direction is Direction.UP:
        return below + step
    return below if number - below < below + step - number else below + step


def _limited(item: Item, credit: Fraction) -> Fraction:
    for times in _clauses(item, r.Times):
        assert isinstance(times, r.Times)
        credit *= times.factor
    credit = _rounded(item, credit, last=True)
    for most in _clauses(item, r.MostEach):
        assert isinstance(most, r.MostEach)
        credit = min(credit, most.credit)
    for by_field in _clauses(item, r.MostByField):
        assert isinstance(by_field, r.MostByField)
        number = item.record.fields.get(by_field.field)
        if isinstance(number, Fraction):
            credit = min(credit, by_field.factor * number)
    return credit


def falls_in(env: Env, item: Item, window: Window) -> bool:
    if env.rules.falls is r.Falls.INSIDE and not window.first <= item.subject.started <= window.last:
        return False
    return window.first <= item.subject.on <= window.last


def _factors(env: Env, items: list[Item]) -> dict[int, Fraction]:
    """The factor of each record by the rules of repeats."""
    factors = {item.number: Fraction(1) for item in items}
    for rule in env.rules.credits:
        for clause in rule.clauses:
            if isinstance(clause, r.Repeats):
                _repeat(env, clause, [item for item in items if rule in item.rules], factors)
    return factors


def _repeat(env: Env, clause: r.Repeats, items: list[Item], factors: dict[int, Fraction]) -> None:
    in_period = clause.span_of_time is None and clause.calendar_years is None and not clause.ever
    groups: dict[object, list[Item]] = {}
    for item in items:
        key = key_of(clause.key, item.record.fields, env.rules)
        if key is None or item.credit == 0:
            continue
        if clause.key.stretch is r.Stretch.YEAR and not in_period:
            raise Ambiguous("the year of the period in which another day lies")
        if clause.key.stretch is not None:
            within = env.period or Window(item.subject.on, item.subject.on)
            key = (*key, stretch_of(item.subject.on, clause.key.stretch, within)[0])
        if in_period and (env.period is None or not falls_in(env, item, env.period)):
            continue
        groups.setdefault(key, []).append(item)
    for group in groups.values():
        group.sort(key=lambda item: (item.subject.on, -item.credit))
        for one, other in pairwise(group):
            if (one.subject.on, one.credit) == (other.subject.on, other.credit) and not _alike(one, other):
                raise Ambiguous("equal repeats on one day")
        before: list[date] = []
        for item in group:
            earlier = [day for day in before if _within(clause, day, item.subject.on)]
            factor = clause.factors[min(len(earlier), len(clause.factors) - 1)]
            if factor > 0:
                before.append(item.subject.on)
            factors[item.number] *= factor


def _within(clause: r.Repeats, first: date, day: date) -> bool:
    """Whether a record on `day` is a repeat of the one credited on `first`."""
    if clause.span_of_time is not None:
        return day < moved(first, clause.span_of_time.months, clause.span_of_time.days)
    if clause.calendar_years is not None:
        return day.year - first.year < clause.calendar_years
    return True


def _alike(one: Item, other: Item) -> bool:
    return one.tags == other.tags and dict(one.record.fields) == dict(other.record.fields)


@dataclass(frozen=True)
class Place:
    """The categories under which an hour is counted, and the tags whose own amounts it uses up."""

    names: frozenset[str]
    tags: frozenset[str]


def places(rules: r.Ruleset, tags: Sequence[str], *, first_only: bool) -> list[Place]:
    """One tag from each classification, or several that share; a tag that spills offers the other's place."""
    if not tags:
        return [Place(frozenset(), frozenset())]
    by_name = {each.name: each for each in rules.categories}
    groups: dict[str, list[str]] = {}
    for tag in tags:
        groups.setdefault(by_name[tag].group if tag in by_name else "category", []).append(tag)
    found = [Place(frozenset(), frozenset())]
    for group in groups.values():
        choices = _choices(by_name, group[:1] if first_only else group)
        found = [Place(a.names | b.names, a.tags | b.tags) for a in found for b in choices]
    return found


def reach(by_name: dict[str, r.Category], tag: str) -> list[str]:
    """The category and those whose place it may take: what it spills into, or what one above it spills into."""
    found, waiting = [], [tag]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found.append(name)
        over = [name]
        for each in over:
            if each in by_name:
                category = by_name[each]
                over += [up for up in (*category.inside, *category.counts_as) if up not in over]
                waiting += category.spills_into
    return found


def _choices(by_name: dict[str, r.Category], group: list[str]) -> list[Place]:
    single = [Place(frozenset((name,)), frozenset((tag,))) for tag in group for name in reach(by_name, tag)]
    found = list(single)
    layer = [Place(frozenset((tag,)), frozenset((tag,))) for tag in group]
    ones = list(layer)
    while layer:
        layer = [
            Place(had.names | one.names, had.tags | one.tags)
            for had in layer
            for one in ones
            if not one.names & had.names
            and all(name in by_name and next(iter(one.names)) in by_name[name].shares_with for name in had.names)
        ]
        layer = list(dict.fromkeys(layer))
        found += layer
    return found


__all__ = ["Item", "Place", "above", "applying", "credited", "falls_in", "places", "tagged", "to_multiple"]
