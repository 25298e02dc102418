"""From a plan and a member's credit to a problem: places become uses, filters become bits.

Every row of the problem keeps its name here, so that the answer can be told in the author's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes, may_describe
from cedsl.model.predicate import Predicate
from cedsl.model.scope import Scope, Subject
from cedsl.normal.credited import Credited
from cedsl.normal.keys import KeyValue, different_value, is_fine, is_free, key_value, labels_of
from cedsl.normal.places import Map, Place
from cedsl.normal.plan import CapRow, Group, Need, Plan
from cedsl.normal.problem import Further, Item, Pick, Portion, Problem, Share, Use
from cedsl.period import ALWAYS, Window
from cedsl.records.activity import Value

Option = tuple[int, int]
"""The demands that an hour serves and the caps that it fills, as bit sets."""

NOTHING = Fraction(0)


class RowKey(NamedTuple):
    """A row of caps: the cap's id, and for a keyed cap the value it stands for."""

    cap: str
    value: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A problem with the names of its rows. `ticks` is how many make one unit of credit.

    `places[i][k]` is the place of use k of item i; `rows[c]` the cap of row c, with its limit in credit.
    """

    problem: Problem
    ticks: int
    items: tuple[Credited, ...]
    places: tuple[tuple[Place, ...], ...]
    rows: tuple[tuple[RowKey, Fraction], ...]
    described: tuple[bool, ...]


@dataclass
class Normaliser:
    """Turns activities, real or possible, into uses; one for each plan.

    `dropped` are the minimums-if-used that were not reached, with the value of their key; `reached` those that
    further credit is to reach, each with the demand that stands for what it still lacks. `fresh` asks for possible
    activities: a cap by day, week or month then leaves room on the days that hold no activity yet; of the
    fields that are `told` every value is tried, `held` being those of activities. Without `dated` no statement looks
    at days, so that `known` may serve many members. `shares` are the rows of caps that allow a part of what counts.
    """

    requirement: r.Requirement
    plan: Plan
    scope: Scope
    map: Map
    dropped: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    reached: tuple[tuple[Predicate, int], ...] = ()
    item_days: tuple[date, ...] = ()
    fresh: bool = False
    told: frozenset[str] = frozenset()
    held: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    rows: dict[RowKey, int] = field(default_factory=dict)
    limits: list[Fraction | None] = field(default_factory=list)
    shares: dict[int, Fraction] = field(default_factory=dict)
    dated: bool = True
    roomy: dict[RowKey, int] = field(default_factory=dict)
    known: dict[object, tuple[tuple[Place, Option], ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Caps without a key have one row each, in the order of the plan."""
        for row in all_caps(self.plan):
            if row.rule.per is None:
                self.row(RowKey(row.id), row.limit, row.share)

    # ---------------------------------------------------------------------------------------- places

    @property
    def first_only(self) -> bool:
        """Whether a record serves its first category only."""
        return self.requirement.indivisible or self.scope.vocabulary.ruleset.first_tag_only

    def places(self, tags: Sequence[str]) -> tuple[Place, ...]:
        return self.map.places(tags, first_only=self.first_only)

    def uses(self, credited: Credited) -> tuple[tuple[Place, Option], ...]:
        """Every way of counting an hour of the activity, places in order of declaration."""
        key = self._signature(credited)
        found = self.known.get(key)
        if found is None:
            self._line_up(credited.subject(self.scope.vocabulary))
            found = tuple(
                (place, option)
                for place in (*self.places([tag.category for tag in credited.tags]), *untagged(credited))
                for option in self.options(credited.subject(self.scope.vocabulary, place.names))
            )
            self.known[key] = found
        return found

    def _line_up(self, whole: Subject) -> None:
        """Makes the rows of caps by a key under which the activity earned, wherever it counts."""
        keyed = any(row.rule.per is not None for row in self.plan.caps)
        if keyed and describes(self.requirement.filter, whole, self.scope):
            self._in_block(whole)

    def _signature(self, credited: Credited) -> object:
        activity = credited.activity
        tags = (*((tag.category, tag.most is not None) for tag in credited.tags), credited.beyond > 0, credited.bare)
        fields = tuple(sorted(activity.fields.items())) if activity.fields else ()
        if self.dated:
            return tags, fields, credited.on, activity.started, credited.length
        return tags, fields

    # --------------------------------------------------------------------------------------- options

    def options(self, subject: Subject) -> list[Option]:
        """The undominated ways of counting an hour of the subject, which stands in one place."""
        inside: list[Option] = []
        if self._below(subject):
            if not self.fresh:
                self._in_block(subject)  # so that its caps still have a line
            return []
        if describes(self.requirement.filter, subject, self.scope):
            inside = [self._in_block(subject)]
            for group in self.plan.groups:
                inside = self._crossed(inside, self._of_group(group, subject))
        outside = [option for need in self.plan.additions for option in self._of_need(need, subject)]
        return self._told_apart([*inside, *(each for each in outside if each[0])])

    def _told_apart(self, options: Iterable[Option]) -> list[Option]:
        """The ways that are worth keeping. Where an amount is a part of what counts, an hour may count toward the total
        and be held back from what it could serve besides, as more of that counts once more is earned.
        """
        return list(dict.fromkeys(options)) if self.plan.proportional else undominated(options)

    def _crossed(self, one: Sequence[Option], other: Sequence[Option]) -> list[Option]:
        if len(other) == 1:
            demands, caps = other[0]
            return [(d | demands, c | caps) for d, c in one]
        return self._told_apart([(d1 | d2, c1 | c2) for d1, c1 in one for d2, c2 in other])

    def _in_block(self, subject: Subject) -> Option:
        caps = 0
        for row in self.plan.caps:
            if self._under(row, subject):
                caps |= self._fill(row, subject)
        return 1, caps

    def _below(self, subject: Subject) -> bool:
        """Whether the place falls under a minimum-if-used that was not reached."""
        return any(
            (each.id, self.under(each.rule, subject)) in self.dropped
            and describes(each.rule.filter, subject, self.scope)
            for each in self.plan.thresholds
        )

    def _of_group(self, group: Group, subject: Subject) -> list[Option]:
        if group.distinct:
            found = [option for need in group.needs for option in self._of_need(need, subject)]
            return self._told_apart([*found, (0, 0)]) if self.plan.proportional else undominated([(0, 0), *found])
        ways = [(0, 0)]
        for need in group.needs:
            ways = self._crossed(ways, self._of_need(need, subject))
        return ways

    def _of_need(self, need: Need, subject: Subject) -> list[Option]:
        """The ways of serving a need, with "not at all" where serving it would fill a cap inside it."""
        outside = need.within is not None and (subject.bare or subject.on not in need.within)
        if need.impossible or outside:
            return [(0, 0)]
        if not describes(need.rule.filter, subject, self.scope):
            return [(0, 0)]
        caps = 0
        for row in need.caps:
            if self._under(row, subject):
                caps |= self._fill(row, subject)
        ways: list[Option] = [(1 << need.index, caps)]
        for inner in need.needs:
            ways = self._crossed(ways, self._of_need(inner, subject))
        if self.plan.proportional and not need.caps:
            return ways
        return self._told_apart([*ways, (0, 0)])

    # -------------------------------------------------------------------------------------- cap rows

    def _under(self, row: CapRow, subject: Subject) -> bool:
        """Whether the cap describes an hour; one that a missing fact sets to 0 all that nothing known rules out."""
        return may_describe(row.rule.filter, subject, self.scope)

    def _fill(self, row: CapRow, subject: Subject) -> int:
        """The bit of the row that an hour of the subject fills; 0 where a key's field is blank."""
        value: KeyValue | None = ()
        if isinstance(row.rule, r.CapDifferent):
            return self._fill_different(row.id, row.rule.per, subject)
        if row.rule.per is not None:
            value = self.key_value(row.rule.per, subject)
        if value is None:
            return 0
        key = RowKey(row.id, value)
        if self.fresh and key not in self.rows and is_fine(row.rule.per):
            return self._fill_fresh(row, subject.on)
        return 1 << self.row(key, row.limit, row.share)

    def _fill_different(self, cap: str, key: r.FieldKey, subject: Subject) -> int:
        """The bit of the row of a value, of which the cap lets so many be filled. Where each value is tried by itself,
        none fills the row of one that stands for many.
        """
        value = different_value(key, subject, self.scope, unnumbered=self._unnumbered)
        if value is None:
            return 0
        return 1 << self.row(RowKey(cap, value), NOTHING if self.told and is_free(value) else None)

    def _fill_fresh(self, row: CapRow, on: date) -> int:
        """The row of all days (weeks, months) of the year that hold no activity: the limit times their number."""
        period = self.scope.period or ALWAYS
        if period.first == date.min or not isinstance(row.rule.per, r.DayKey):
            return 0
        stretch = row.rule.per.stretch
        key = RowKey(row.id, (f"other {stretch.value}s of {on.year}",))
        if key not in self.roomy:
            year = Window(max(period.first, date(on.year, 1, 1)), min(period.last, date(on.year, 12, 31)))
            labels = labels_of(stretch, year)
            taken = sum(each.cap == row.id and each.value[0] in labels for each in self.rows if each.value)
            self.roomy[key] = len(labels) - taken
        limit = self.roomy[key] * row.limit
        share = self.roomy[key] * row.share if row.share else NOTHING
        enough = share >= 1 if self.plan.proportional else limit >= sum(self.plan.demands)
        return 0 if enough else 1 << self.row(key, limit, share)

    def row(self, key: RowKey, limit: Fraction | None, share: Fraction = NOTHING) -> int:
        """The number of the row, made when first met. Without a limit it holds all or, if not picked, nothing."""
        if key not in self.rows:
            if share:
                self.shares[len(self.limits)] = share
            self.rows[key] = len(self.limits)
            self.limits.append(limit)
        return self.rows[key]

    def under(self, rule: r.UsedMinimum, subject: Subject) -> tuple[str, ...] | None:
        """For which value of its key a minimum-if-used looks at the activity; None for none."""
        return () if rule.per is None else self.key_value(rule.per, subject)

    def key_value(self, key: r.Key, subject: Subject) -> KeyValue | None:
        """The value of a key for an activity; None where a field of it is blank, or where it is free."""
        return key_value(key, subject, self.scope, unnumbered=self._unnumbered)

    @property
    def _unnumbered(self) -> bool:
        """Whether a course that is not said may have any number."""
        return self.fresh and "course" not in self.told


def all_caps(plan: Plan) -> list[CapRow]:
    """The caps of the block, then those inside its needs."""
    return [*plan.caps, *(row for need in plan.needs() for row in need.caps)]


def undominated(options: Iterable[Option]) -> list[Option]:
    """The options that no other beats: serving all its demands and filling none but its caps. Order kept."""
    distinct = list(dict.fromkeys(options))
    if len(distinct) == 1:
        return distinct
    return [
        one
        for one in distinct
        if not any(
            other != one and one[0] | other[0] == other[0] and one[1] & other[1] == other[1] for other in distinct
        )
    ]


def normalise(normaliser: Normaliser, items: Sequence[Credited], further: Sequence[Option]) -> NormalForm:
    """The problem for these items, in their order, with the kinds of further credit given."""
    uses = [normaliser.uses(each) for each in items]
    amounts = [each.credit for each in items]
    tag_limits = [tag.most for each in items for tag in each.tags if tag.most is not None]
    tag_limits += [each.beyond for each in items]
    most = ample(normaliser.plan, items)
    limits = [most if each is None else each for each in normaliser.limits]
    ticks = lcm(*(each.denominator for each in (*amounts, *tag_limits, *normaliser.plan.demands, *limits)))
    problem = Problem(
        tuple(item_of(each, ways, ticks) for each, ways in zip(items, uses, strict=True)),
        tuple(_in_ticks(each, ticks) for each in normaliser.plan.demands),
        tuple(_in_ticks(each, ticks) for each in limits),
        _further(further),
        tuple(picks(normaliser)),
        asked_shares=tuple(Share(index, 0, part) for index, part in normaliser.plan.shares),
        allowed_shares=tuple(Share(row, 0, part) for row, part in normaliser.shares.items()),
    )
    return NormalForm(
        problem,
        ticks,
        tuple(items),
        tuple(tuple(place for place, _ in ways) for ways in uses),
        tuple((key, limits[number]) for key, number in normaliser.rows.items()),
        tuple(bool(ways) for ways in uses),
    )


def ample(plan: Plan, items: Sequence[Credited]) -> Fraction:
    """As much as the plan can ever ask of one kind of credit, beside the items.

    Where an amount is a part of what counts, that is more than all its amounts together: a vertex of the programme is a
    quotient of determinants of as many rows as statements and parts of activities make (Hadamard 1893).
    """
    known = sum((*plan.demands, *(each.credit for each in items)), NOTHING)
    if not plan.proportional:
        return known
    rows = list(all_caps(plan))
    parts = [*(row.share for row in rows), *(part for _, part in plan.shares)]
    most = 2 * lcm(*(each.denominator for each in parts))
    keyed = sum(row.rule.per is not None for row in rows)
    size = len(plan.demands) + len(rows) + keyed * len(items) + sum(len(each.tags) for each in items)
    known += sum((row.limit for row in rows), NOTHING)
    return (1 + known) * size * Fraction(most * size) ** size


def picks(normaliser: Normaliser) -> Iterator[Pick]:
    """For each cap on different values its rows, where there are more of them than may be filled."""
    for cap in all_caps(normaliser.plan):
        if isinstance(cap.rule, r.CapDifferent):
            mine = [number for key, number in normaliser.rows.items() if key.cap == cap.id]
            rows = sum(1 << number for number in mine if normaliser.limits[number] is None)
            if rows.bit_count() > cap.limit:
                yield Pick(int(cap.limit), rows)


def with_further(form: NormalForm, further: Sequence[Option]) -> NormalForm:
    """The form with other kinds of further credit, which fill no rows but those that it has."""
    return replace(form, problem=replace(form.problem, further=_further(further)))


def _further(options: Iterable[Option]) -> tuple[Further, ...]:
    return tuple(Further(demands, caps) for demands, caps in options)


def _in_ticks(amount: Fraction, ticks: int) -> int:
    """The amount in ticks, of which its denominator is a divisor."""
    return amount.numerator * (ticks // amount.denominator)


def item_of(credited: Credited, ways: Sequence[tuple[Place, Option]], ticks: int) -> Item:
    """The activity's credit, with every way of counting an hour of it."""
    numbers: dict[Place, int] = {}
    for place, _ in ways:
        numbers.setdefault(place, len(numbers))
    uses = tuple(Use(numbers[place], demands, caps) for place, (demands, caps) in ways)
    return Item(_in_ticks(credited.credit, ticks), uses, tuple(_portions(credited, ways, ticks)))


def untagged(credited: Credited) -> tuple[Place, ...]:
    """The general place for those hours, beside the places of the tags."""
    return (Place((), ("",)),) if credited.beyond > 0 else ()


def _portions(credited: Credited, ways: Sequence[tuple[Place, Option]], ticks: int) -> Iterable[Portion]:
    """A tag with its own amount takes at most that much."""
    for tag in credited.tags:
        if tag.most is not None and tag.most < credited.credit:
            bits = sum(1 << k for k, (place, _) in enumerate(ways) if tag.category in place.through)
            if bits:
                yield Portion(bits, _in_ticks(tag.most, ticks))
    bits = sum(1 << k for k, (place, _) in enumerate(ways) if place.through == ("",))
    if bits:
        yield Portion(bits, _in_ticks(credited.beyond, ticks))
