"""What a resolved ruleset means for one member, written from the contract and from nothing of the program.

Naive on purpose: crediting record by record, alternatives by enumeration, the allocation as a linear
program over exact numbers straight from the definitions of section 4 (an hour *serves* statements), further
credit by enumerating every kind of activity, missing facts and held rows by trying every filling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, islice, product
from math import prod
from typing import Any

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.period import Window
from cedsl.records.activity import Activity, Facts, HeldRow
from cedsl.records.adjustment import NONE, Adjustments
from cedsl.records.schema import ChoiceType, YesNoType
from tests.language.exact_lp import Program
from tests.language.oracle_credit import Item, Place, credited, falls_in, give_up, places, to_multiple
from tests.language.oracle_days import stretch_of, years
from tests.language.oracle_further import FRESH, Further, further, told
from tests.language.oracle_terms import (
    CONDITION,
    IMPOSSIBLE,
    VOID,
    Ambiguous,
    Env,
    Missing,
    Subject,
    Unsaid,
    ask,
    could,
    holds,
    key_of,
    measure,
    says,
    term,
    window,
    windows,
)

ZERO = Fraction(0)
MOST_KINDS, MOST_TOGETHER, MOST_CHOICES = 2500, 6000, 300
"""What brute force is spared; such cases are counted as unclear."""
MANY = object()
"""A value of further credit that stands for as many as one likes."""
MET, SHORT, FAILED, EXEMPT, DEPENDS = "met", "short", "failed", "exempt", "depends"
WAIVED = "waived"
ORDER = (FAILED, SHORT, WAIVED, MET)


@dataclass
class Line:
    """One statement's figures; several with one `statement` for its years or key values, in their order."""

    statement: str
    kind: str
    required: Fraction | None
    earned: Fraction
    short: Fraction | None
    over: Fraction
    verdict: str | None
    of_counted: bool = False
    """Its amount is a part of what counts."""


@dataclass
class Block:
    id: str
    period: Window | None
    verdict: str
    lines: list[Line]
    still: Fraction | None
    surplus: Fraction
    counted: Fraction
    by_item: dict[int, Fraction]
    repairable: bool = True
    case: Case | None = None
    way: Way | None = None
    shorts: dict[Node | None, Fraction] = field(default_factory=dict)
    by_held: dict[int, Fraction] = field(default_factory=dict)
    """What is used of each item of the reserve, by its place there."""
    through: dict[int, dict[str, Fraction]] = field(default_factory=dict)
    """What of that is counted through each tag of the item ("" for none)."""
    carry: Carried | None = None
    earlier: list[Block] = field(default_factory=list)
    failures: int = 0
    apart: bool = False
    """Decided with others, so that of its figures only verdict and shortfalls, and the sum of what is still to earn,
    are settled.
    """


Amounts = dict[tuple[str, ...], Fraction]
"""Credit by the categories that it keeps."""


@dataclass
class Carried:
    """What came into a period of a chain, what of it was used, what goes on, what of it lives no longer."""

    into: Amounts
    used: Amounts
    out: Amounts
    expired: Amounts
    made_good: Fraction
    also_counted: Fraction
    clear: bool
    """Nothing of it hangs on an order of activities that the contract leaves open."""


@dataclass
class Member:
    verdict: str
    blocks: list[Block]
    still: Fraction | None
    verdicts: frozenset[str]
    complete: bool
    """Nothing was missing: the figures may be compared."""


# ------------------------------------------------------------------------------------------- statements


@dataclass(eq=False)
class Node:
    """A statement that applies to the member, its amount known; one for each year of a yearly one."""

    said: Any
    amount: Fraction | None = None
    year: Window | None = None
    parts: list[Node] = field(default_factory=list)
    impossible: bool = False
    share: Fraction = ZERO
    """The part of what counts toward the total that it asks for, or allows; the amount is then nothing."""
    satisfied: bool = False
    """A minimum that counts as met."""


@dataclass(eq=False)
class Way:
    """One choice of branches: what then has to be met, and the picked branches."""

    nodes: list[Node]
    picked: list[Node]


@dataclass
class Pair:
    """An item, or further credit, and a place that it may take."""

    subject: Subject
    item: Item | None
    place: Place
    further: Further | None = None
    free: bool = False
    """Credit that is there already but counts only once a minimum-if-used is reached."""
    gone: bool = False
    """Carried out: it serves nothing here, but fills the caps of the block."""
    outside_caps: bool = False

    @property
    def earned(self) -> Subject:
        """What is looked at where a statement asks what was earned: with every category."""
        return self.subject if self.further is None else self.further.subject


def amount_of(rule: r.AmountRule, total: Fraction | None, env: Env) -> Fraction | None:
    match rule:
        case r.Fixed(number=number):
            return number
        case r.Share(share=share, increment=step, direction=direction):
            if total is None:
                return None
            return share * total if step is None else to_multiple(share * total, step, direction)
        case r.ForEach(number=number, every=every, measure=asked, increment=step, direction=direction):
            count = _number(asked, env)
            if count is None:
                return None
            return number * count / every if step is None else to_multiple(number * count / every, step, direction)
        case r.Prorated(base=base, measure=asked, reduced=reduced, increment=step, direction=direction):
            whole = amount_of(base, total, env)
            part = _number(asked, env)
            if whole is None or part is None:
                return None
            if isinstance(asked, p.Measure):
                every_one = measure(replace(asked, days=p.WholePeriod()), None, env)
                assert every_one is not None
                if every_one == 0:  # nothing that is prorated is asked (decision 22)
                    part, every_one = Fraction(reduced), Fraction(1)
                part /= every_one
            part = min(max(part, ZERO), Fraction(1))
            found = whole * (1 - part if reduced else part)
            return found if step is None else to_multiple(found, step, direction)
        case r.ByFact(cases=cases, otherwise=otherwise):
            for condition, inner in cases:
                if says(condition, None, env) is True:
                    return amount_of(inner, total, env)
            return None if otherwise is None else amount_of(otherwise, total, env)
        case r.CountedShare():
            return ZERO
    raise AssertionError(rule)


def share_of(rule: r.AmountRule, env: Env) -> Fraction:
    """The part of what counts that an amount is, if it is one."""
    if isinstance(rule, r.ByFact):
        chosen = [inner for condition, inner in rule.cases if says(condition, None, env) is True][:1]
        chosen += [] if chosen or rule.otherwise is None else [rule.otherwise]
        return share_of(chosen[0], env) if chosen else ZERO
    return rule.share if isinstance(rule, r.CountedShare) else ZERO


def _number(asked: p.Term, env: Env) -> Fraction | None:
    found = term(asked, None, env)
    if isinstance(found, str):
        raise Unsaid(found == IMPOSSIBLE)
    assert found is None or isinstance(found, Fraction)
    return found


@dataclass(eq=False)
class Case:
    """One requirement for one member with its period and credits. `required` is the total before waivers; `reserve`
    is credit of other periods, oldest first, used as little as leaves the least still to earn.
    """

    rule: r.Requirement
    env: Env
    period: Window
    items: list[Item]
    everywhere: list[Item]
    total: Fraction | None
    nodes: list[Node]
    required: Fraction | None = None
    reserve: list[Item] = field(default_factory=list)
    most_of_other_days: Fraction | None = None

    # ------------------------------------------------------------------------------ what applies

    def resolve(self, statements: Sequence[Any]) -> list[Node]:
        found: list[Node] = []
        for said in statements:
            try:
                if isinstance(said, r.Conditional):
                    if holds(said.when, self.env):
                        found += self.resolve(said.statements)
                else:
                    found += self.node(said)
            except Unsaid as unsaid:
                if unsaid.impossible:
                    found.append(Node(said, ZERO, impossible=True))
        return found

    def parts(self, branch: r.Branch) -> list[Node]:
        """What an alternative asks; one none of whose statements applies cannot be met (decision 0020)."""
        found = self.resolve(branch.statements)
        if found or not branch.statements:
            return found
        if any(not isinstance(each, r.Conditional) and self.absent(each) for each in branch.statements):
            return found  # waived, not closed
        return [Node(branch, ZERO, impossible=True)]

    def amount(self, said: Any) -> Fraction | None:
        """The amount, or what a waiver sets."""
        if said.words.id in self.env.waived:
            return self.env.waived[said.words.id] or ZERO
        return amount_of(said.amount, self.required, self.env)

    def share(self, said: Any) -> Fraction:
        return ZERO if said.words.id in self.env.waived else share_of(said.amount, self.env)

    def absent(self, said: Any) -> bool:
        """Whether a waiver takes a statement away that is no amount of hours to be earned."""
        gone = self.env.waived.get(said.words.id, ZERO) is None
        return gone and not isinstance(said, r.Minimum | r.Addition)

    def node(self, said: Any) -> list[Node]:
        if self.absent(said) or not holds(said.words.when, self.env):
            return []
        if isinstance(said, r.Minimum):
            return self.minimum(said, satisfied=False)
        if hasattr(said, "filter"):
            ask(said.filter, self.env)
        match said:
            case r.Addition():
                amount = self.amount(said)
                return [] if amount is None else [Node(said, amount, None, self.resolve(said.inner))]
            case r.CapDifferent():
                waived = self.env.waived.get(said.words.id)
                return [Node(said, Fraction(said.number) if waived is None else Fraction(int(waived)))]
            case r.Cap() | r.UsedMinimum():
                amount = self.amount(said)
                share = self.share(said) if isinstance(said, r.Cap) else ZERO
                return [] if amount is None else [Node(said, amount, share=share)]
            case r.Distinct():
                parts = self.resolve(said.parts)
                return [Node(said, None, None, parts)] if parts else []
            case r.KOf():
                branches = [
                    Node(each, None, None, [] if self.absent(each) else self.parts(each)) for each in said.branches
                ]
                return [Node(said, Fraction(said.count), None, branches)]
            case r.Count() | r.Limit():
                if said.window is not None:
                    window(said.window, self.env)
                waived = self.env.waived.get(said.words.id)
                return [Node(said, Fraction(said.number) if waived is None else waived)]
            case r.Duty():
                if said.condition is not None and not said.text:  # `satisfied when` as an alternative
                    return [Node(said, Fraction(holds(said.condition, self.env)))]
                if said.condition is not None:
                    says(said.condition, None, self.env)
                return [Node(said)]
        raise AssertionError(said)

    def minimum(self, said: r.Minimum, *, satisfied: bool) -> list[Node]:
        """One node, or one for each year. What is inside one that counts as met counts as met with it, whatever it asks."""
        if not holds(said.words.when, self.env):
            return []
        satisfied = satisfied or (said.satisfied is not None and holds(said.satisfied, self.env))
        try:
            ask(said.filter, self.env)
            amount = self.amount(said)
        except Unsaid as unsaid:
            if not satisfied or not unsaid.impossible:
                raise
            amount = ZERO
        if amount is None:
            return []
        every = [None] if said.each is None else years(self.period, said.each)
        if not satisfied:
            return [Node(said, amount, year, self.resolve(said.inner), share=self.share(said)) for year in every]
        return [Node(said, ZERO, year, self.met_with(said.inner), satisfied=True) for year in every]

    def met_with(self, statements: Sequence[Any]) -> list[Node]:
        """What is inside a minimum that counts as met."""
        found: list[Node] = []
        for each in statements:
            if not isinstance(each, r.Minimum):
                found += self.resolve([each])
                continue
            try:
                found += self.minimum(each, satisfied=True)
            except Unsaid:
                continue
        return found

    # ------------------------------------------------------------------------------ plain figures

    def earned(self, node: Node) -> Fraction:
        return sum((item.credit for item in self.describes(node)), ZERO)

    def describes(self, node: Node) -> list[Item]:
        return [
            item
            for item in self.items
            if (node.year is None or node.year.first <= item.subject.on <= node.year.last)
            and could(node.said.filter, item.subject, self.env)
        ]

    def number(self, node: Node) -> int:
        """How many accepted records a count or limit finds."""
        if node.said.window is None:
            found = list(self.items)
        else:
            span, _ = window(node.said.window, self.env)
            found = [] if span is None else [item for item in self.everywhere if falls_in(self.env, item, span)]
        found = [item for item in found if says(node.said.filter, item.subject, self.env) is True]
        different = getattr(node.said, "distinct", None)
        if different is None:
            return len(found)
        return len({self.key(different, item) for item in found})

    def key(self, key: r.Key, item: Item) -> object:
        if item.held == -1 and key.stretch is r.Stretch.YEAR:
            raise Ambiguous("the year of the period in which another day lies")
        if isinstance(key, r.DayKey):
            if item.subject.bare:
                return ("blank", item.number)
            return stretch_of(item.subject.on, key.stretch, self.period)[0]
        found = key_of(key, item.record.fields, self.env.rules)
        if found is None or item.subject.bare:
            return ("blank", item.number)
        return found if key.stretch is None else (*found, stretch_of(item.subject.on, key.stretch, self.period)[0])

    def unused(self, way: Way) -> list[Node]:
        """The minimums-if-used that what is earned does not reach."""
        return [
            node
            for node in way.nodes
            if isinstance(node.said, r.UsedMinimum)
            and (node.impossible or (node.amount is not None and self.earned(node) < node.amount))
        ]

    def pairs(self) -> list[Pair]:
        first_only = self.env.rules.first_tag_only or self.rule.indivisible
        return [
            Pair(replace(item.subject, tags=place.names), item, place)
            for item in (*self.items, *self.reserve)
            if item.credit > 0
            for place in (
                *places(self.env.rules, item.tags, first_only=first_only),
                *([Place(frozenset(), frozenset())] if item.rest() else []),
            )
        ]


def ways(nodes: list[Node]) -> Iterator[Way]:
    """Every choice of branches, in the order written."""
    options: list[list[tuple[list[Node], list[Node]]]] = []
    for node in nodes:
        if not isinstance(node.said, r.KOf) or node.impossible:
            options.append([([node], [])])
            continue
        here = []
        for chosen in combinations(node.parts, int(node.amount or 0)):
            for inner in product(*(list(ways(branch.parts)) for branch in chosen)):
                inside = [each for way in inner for each in way.nodes]
                picked = [node, *chosen, *(each for way in inner for each in way.picked)]
                here.append((inside, picked))
        options.append(here)
    for choice in product(*options):
        yield Way([n for found, _ in choice for n in found], [n for _, picked in choice for n in picked])


# ------------------------------------------------------------------------------------------- allocation


@dataclass
class Allocation:
    still: Fraction | None
    shorts: dict[Node | None, Fraction]
    counted: Fraction
    by_item: dict[int, Fraction]
    by_held: dict[int, Fraction] = field(default_factory=dict)
    through: dict[int, dict[str, Fraction]] = field(default_factory=dict)


class Book:
    """The linear program of one block: what is counted where, and what it serves."""

    def __init__(self, case: Case, way: Way, program: Program, pairs: list[Pair]) -> None:
        self.case, self.way, self.program = case, way, program
        self.demands: list[tuple[Node | None, Fraction, list[int], list[int]]] = []
        self.spent: dict[int, list[int]] = {number: [] for number in range(len(pairs))}
        self.pairs = pairs
        self.weighed: list[int] = []
        described = self._described(range(len(pairs)), case.rule.filter, None)
        described = [n for n in described if not pairs[n].outside_caps]
        every = {number: program.variable() for number in described}
        self.every = every
        self.made = list(every.items())
        """Each variable with the number of its pair, in the order in which they are made."""
        self.proportional = False
        """Whether an amount is a part of what counts."""
        for number, variable in every.items():
            self.spent[number].append(variable)
        self.counted = [variable for number, variable in every.items() if self._is_item(number)]
        if case.total is not None and case.total > 0:
            self._demand(None, case.total, every)
        self._walk(way.nodes, every)
        for number, pair in enumerate(pairs):
            if pair.outside_caps and could(case.rule.filter, pair.subject, case.env):
                self.spent[number].append(program.variable())
        self._hold()

    def _described(self, within: Iterable[int], predicate: Any, year: Window | None) -> list[int]:
        return [
            number
            for number in within
            if (
                year is None
                or (not self.pairs[number].subject.bare and year.first <= self.pairs[number].subject.on <= year.last)
            )
            and could(predicate, self.pairs[number].subject, self.case.env)
        ]

    def _demand(self, node: Node | None, amount: Fraction, serving: Mapping[int, int]) -> None:
        had = [variable for n, variable in serving.items() if self._is_item(n)]
        more = [v for n, v in serving.items() if not self._is_item(n) and not self.pairs[n].gone]
        self.demands.append((node, amount, had, more))

    def _is_item(self, number: int) -> bool:
        pair = self.pairs[number]
        return pair.further is None and not pair.free and not pair.gone

    def _walk(self, nodes: list[Node], within: Mapping[int, int]) -> None:
        for node in nodes:
            match node.said:
                case r.Minimum():
                    self._minimum(node, within, apart=None)
                case r.Cap():
                    self._cap(node, within)
                case r.CapDifferent():
                    self._different(node, within)
                case r.Distinct():
                    apart: dict[int, list[int]] = {}
                    for part in node.parts:
                        self._minimum(part, within, apart)
                    for number, several in apart.items():
                        self.program.at_most(several, ZERO, [within[number]])
                case r.Addition():
                    self._addition(node)
                case _:
                    continue

    def _minimum(self, node: Node, within: Mapping[int, int], apart: dict[int, list[int]] | None) -> None:
        if node.impossible:
            return
        inside = [n for n in within if not self.pairs[n].gone]
        serving = {n: within[n] for n in self._described(inside, node.said.filter, node.year)}
        if apart is not None or any(isinstance(part.said, r.Cap | r.CapDifferent) for part in node.parts):
            own = {}
            for number, outer in serving.items():
                own[number] = self.program.variable()
                self.made.append((number, own[number]))
                if apart is None:
                    self.program.at_most([own[number]], ZERO, [outer])
                else:
                    apart.setdefault(number, []).append(own[number])
            serving = own
        self.proportional |= bool(node.share)
        if node.amount or node.share:
            self._demand(node, node.amount or ZERO, serving)
        self._walk(node.parts, serving)

    def lacks(self, node: Node | None, amount: Fraction, variables: Sequence[int], *, now: bool) -> tuple[int, int]:
        """The shortage of a demand when these serve it, in a multiple, and that multiple. A part of what counts is one
        of what counts `now`, or with the further credit.
        """
        if node is None or not node.share:
            return self.program.at_least(list(variables), amount), 1
        whole = [v for n, v in self.every.items() if (self._is_item(n) if now else not self.pairs[n].gone)]
        times = node.share.denominator
        return self.program.at_least([*variables] * times, ZERO, whole * node.share.numerator), times

    def _addition(self, node: Node) -> None:
        if node.impossible:
            return
        on_top = {
            n: self.program.variable()
            for n in self._described(range(len(self.pairs)), node.said.filter, None)
            if not self.pairs[n].gone
        }
        for number, variable in on_top.items():
            self.spent[number].append(variable)
            self.made.append((number, variable))
        if node.amount:
            self._demand(node, node.amount, on_top)
        self._walk(node.parts, on_top)

    def _cap(self, node: Node, within: Mapping[int, int]) -> None:
        groups: dict[object, tuple[int, list[int]]] = {}
        for number in self._described(within, node.said.filter, None):
            group, times = self._key(node.said.per, self.pairs[number])
            if times is not None:
                groups.setdefault(group, (times, []))[1].append(within[number])
        for times, variables in groups.values():
            if node.share:
                self._allow(node.share * times, variables)
            else:
                self.program.at_most(variables, (node.amount or ZERO) * times)

    def _allow(self, part: Fraction, variables: list[int]) -> None:
        """No more than a part of what counts: of all of it, carried hours included, and of what is kept."""
        self.proportional = True
        kept = [v for n, v in self.every.items() if not self.pairs[n].gone]
        gone = {v for n, v in self.every.items() if self.pairs[n].gone}
        for few, whole in ((variables, list(self.every.values())), ([v for v in variables if v not in gone], kept)):
            self.program.at_most(few * part.denominator, ZERO, whole * part.numerator)

    def _different(self, node: Node, within: Mapping[int, int]) -> None:
        groups: dict[object, list[int]] = {}
        for number in self._described(within, node.said.filter, None):
            value = self._value(node.said.per, self.pairs[number])
            if value is MANY:
                self.program.at_most([within[number]], ZERO)
            elif value is not None:
                groups.setdefault(value, []).append(within[number])
        self.program.pick(node, groups, int(node.amount or 0))
        if self.program.choices() > MOST_CHOICES:
            raise Ambiguous("too many choices of values")

    def _value(self, key: r.FieldKey, pair: Pair) -> object:
        """The value under a cap on different ones: None for a blank one, MANY where it stands for many."""
        if pair.item is not None:
            value = self.case.key(key, pair.item)
            return None if isinstance(value, tuple) and value[:1] == ("blank",) else value
        found = key_of(key, pair.subject.fields, self.case.env.rules)
        return MANY if found is not None and any(FRESH in str(each) for each in found) else found

    def _key(self, key: r.Key | None, pair: Pair) -> tuple[object, int | None]:
        """The key value, and how many key values of this kind there are (None: as many as one likes)."""
        if key is None:
            return None, 1
        if pair.further is None:
            assert pair.item is not None
            found = self.case.key(key, pair.item)
            # No cap by a key reaches a record that leaves the key blank (decision 13).
            return found, None if isinstance(found, tuple) and found[:1] == ("blank",) else 1
        if isinstance(key, r.DayKey):
            if key.stretch in {r.Stretch.DAY, r.Stretch.WEEK, r.Stretch.MONTH} and pair.further.fresh is not None:
                return ("fresh", pair.further.stretch), pair.further.fresh
            return stretch_of(pair.subject.on, key.stretch, self.case.period)[0], 1
        fields = pair.subject.fields
        found = key_of(key, fields, self.case.env.rules)
        within, times = (), 1
        if key.stretch is not None:
            stretch, number = self._key(r.DayKey(key.stretch), pair)
            assert number is not None
            within, times = (stretch,), number
        # Further courses can have numbers of their own, which are tried by themselves where different ones are counted.
        numbered = "course" in key.fields and "course" not in fields and "course" not in told(self.case.env.rules)
        if found is None or numbered or any(isinstance(each, str) and FRESH in each for each in found):
            return None, None
        return (*found, *within), times

    def _hold(self) -> None:
        """Each hour of an item is in one place, and a tag with its own amount takes at most that."""
        by_item: dict[int, list[int]] = {}
        for number, pair in enumerate(self.pairs):
            if pair.item is not None:
                by_item.setdefault(pair.item.number, []).append(number)
        for numbers in by_item.values():
            item = self.pairs[numbers[0]].item
            assert item is not None
            self.program.at_most([v for n in numbers for v in self.spent[n]], item.credit)
            for tag, part in item.parts.items():
                inside = [v for n in numbers if tag in self.pairs[n].place.tags for v in self.spent[n]]
                self.program.at_most(inside, part)
            rest = [v for n in numbers if item.tags and not self.pairs[n].place.names for v in self.spent[n]]
            if rest:
                self.program.at_most(rest, item.rest())


def allocate(case: Case, way: Way) -> Allocation:
    """The canonical allocation of one choice of branches."""
    unused = case.unused(way)

    def forfeited(pair: Pair, over: Sequence[Node]) -> bool:
        return any(could(node.said.filter, pair.subject, case.env) for node in over)

    pairs = case.pairs()
    kept = [pair for pair in pairs if not forfeited(pair, unused)]
    found = _solve(case, way, kept, (), unused)
    if all(short == 0 for short in found.shorts.values()):
        return replace(found, still=ZERO)
    if case.reserve:
        found = _solve(case, way, [pair for pair in kept if pair.item.held is None], (), unused)
    without: Allocation | None = None
    still: Fraction | None = None
    for count in range(len(unused) + 1):
        for reached in combinations(unused, count):
            if any(node.impossible for node in reached):
                continue
            rest = [node for node in unused if node not in reached]
            more = [
                replace(pair, free=True) for pair in pairs if forfeited(pair, reached) and not forfeited(pair, rest)
            ]
            more += [
                pair
                for pair in _further_pairs(case, way)
                if not any(could(node.said.filter, pair.subject, case.env) for node in rest)
            ]
            tried = _solve(case, way, [*kept, *more], reached, rest)
            if not reached and tried.still is not None:
                without = tried
            if tried.still is not None and (still is None or tried.still < still):
                still = tried.still
    if case.reserve and still is None:
        return replace(found, still=None)
    # The figures tell what counts today: with no minimum-if-used reached (decision 17).
    return replace(without or found, still=still)


def _solve(case: Case, way: Way, pairs: list[Pair], reached: Sequence[Node], rest: Sequence[Node]) -> Allocation:
    program = Program()
    book = Book(case, way, program, pairs)
    with_further = any(pair.further is not None or pair.free for pair in pairs)
    objectives: list[dict[int, int]] = []
    shortages: dict[Node | None, int] = {}
    lacking: list[int] = []
    now, times = book, dict.fromkeys((node for node, *_ in book.demands), 1)
    if with_further and book.proportional:
        now = _now(book)
    for node, amount, had, _ in now.demands:
        shortages[node], times[node] = now.lacks(node, amount, had, now=True)
    for node, amount, had, more in book.demands if with_further else ():
        lacking.append(book.lacks(node, amount, [*had, *more], now=False)[0])
    gained = {n: book.spent[n] for n, pair in enumerate(pairs) if pair.further is not None}
    for n, spent in gained.items() if reached else ():  # earned also where a cap leaves no room for it
        gained[n] = [program.variable()]
        program.at_most(spent, ZERO, gained[n])
    for node in reached:
        described = [v for n, each in gained.items() for v in each if could(node.said.filter, pairs[n].earned, case.env)]
        lacking.append(program.at_least(described, (node.amount or ZERO) - case.earned(node)))
    if with_further:
        objectives.append(dict.fromkeys(lacking, 1))
        objectives.append({v: 1 for each in gained.values() for v in each})
    elif any(pair.item is not None and pair.item.held is not None for pair in pairs):
        objectives.append(dict.fromkeys(shortages.values(), 1))
    objectives += _reserve_last(case, book, pairs)
    objectives += [{variable: 1} for variable in shortages.values()]
    then, book = book, now
    items = {n: pair for n, pair in enumerate(book.pairs) if book._is_item(n)}
    objectives.append({v: -1 for n in items for v in book.spent[n]})
    if now is not then:  # the period's own hours first
        objectives += _reserve_last(case, now, now.pairs)
    by_day: dict[date, dict[int, int]] = {}
    for n, pair in items.items():
        by_day.setdefault(pair.subject.on, {}).update(dict.fromkeys(book.spent[n], -1))
    objectives += [by_day[day] for day in sorted(by_day)]
    parted = [n for n, pair in items.items() if pair.item is not None and pair.item.held == -1 and pair.item.parts]
    objectives += [dict.fromkeys(book.spent[n], -1) for n in sorted(parted, key=lambda n: by_place(items[n], case.env))]
    values, found = program.minimise(objectives)
    still: Fraction | None = None
    if with_further:
        still = values[1] if values[0] == 0 else None
    by_item: dict[int, Fraction] = {}
    by_held: dict[int, Fraction] = {}
    through: dict[int, dict[str, Fraction]] = {}
    for n, pair in items.items():
        assert pair.item is not None
        amount = sum((found[v] for v in book.spent[n]), ZERO)
        if pair.item.held is None:
            by_item[pair.item.number] = by_item.get(pair.item.number, ZERO) + amount
        else:
            place = next(i for i, each in enumerate(case.reserve) if each is pair.item)
            by_held[place] = by_held.get(place, ZERO) + amount
            tags = through.setdefault(place, {})
            for tag in pair.place.tags or ("",):
                tags[tag] = tags.get(tag, ZERO) + amount
    counted = sum((found[v] for v in book.counted), ZERO)
    shorts = {node: found[v] / times[node] for node, v in shortages.items()}
    return Allocation(still, shorts, counted, by_item, by_held, through)


def by_place(pair: Pair, env: Env) -> tuple[date, list[tuple[int, str]]]:
    """Earlier records first, then places in order of declaration."""
    order = {each.name: rank for rank, each in enumerate(env.rules.categories)}
    assert pair.place is not None
    return pair.subject.on, sorted((order.get(name, len(order)), name) for name in pair.place.names)


def _now(then: Book) -> Book:
    """What counts now, beside what counts then, when the further credit is earned: toward what is asked for, and in
    all, then no less. Of what could count then under the caps, some may be left out where a part of what counts is
    asked for. Of other periods' credit no more is used now than then.
    """
    programme = then.program
    pairs = [pair for n, pair in enumerate(then.pairs) if then._is_item(n)]
    now = Book(then.case, then.way, programme, pairs)
    most = then
    if any(node is not None and node.share for node, *_ in then.demands):
        most = Book(then.case, then.way, programme, then.pairs)
        for (n, few), (_, many) in zip(then.made, most.made, strict=True):
            programme.at_most([few], ZERO, [many])
            if not then._is_item(n):
                programme.at_most([many], ZERO, [few])
    could = {node: had for node, _, had, _ in most.demands}
    for node, _, had, _ in now.demands:
        programme.at_most(had, ZERO, could[node])
    kept = [n for n in range(len(then.pairs)) if then._is_item(n)]
    every = [v for several in now.spent.values() for v in several]
    programme.at_most(every, ZERO, [v for n in kept for v in most.spent[n]])
    held = [pair.item.held if pair.item is not None else None for pair in pairs]
    for age in {each for each in held if each is not None}:
        mine = [v for n, each in enumerate(held) if each == age for v in now.spent[n]]
        used, could_be = ([v for n, m in enumerate(kept) if held[n] == age for v in each.spent[m]] for each in (then, most))
        programme.at_most(mine, ZERO, used)
        programme.at_most(could_be, ZERO, used)
    return now


def _reserve_last(case: Case, book: Book, pairs: Sequence[Pair]) -> list[dict[int, int]]:
    """As little as can be of other days' hours, then of all that was carried in, then of the youngest of it first."""
    held: dict[int, list[int]] = {}
    for n, pair in enumerate(pairs):
        if pair.item is not None and pair.item.held is not None and not pair.free and not pair.gone:
            held.setdefault(pair.item.held, []).extend(book.spent[n])
    if not held:
        return []
    later = held.pop(-1, [])
    if later and case.most_of_other_days is not None:
        book.program.at_most(later, case.most_of_other_days)
    return [
        dict.fromkeys(later, 1),
        {v: 1 for several in held.values() for v in several},
        *(dict.fromkeys(held[age], 1) for age in sorted(held, reverse=True)),
    ]


def _further_pairs(case: Case, way: Way) -> list[Pair]:
    """Every kind of further credit, one of those that no statement tells apart."""
    seen: dict[object, Pair] = {}
    for each in kinds_of((case,)):
        for place in places(case.env.rules, each.tags, first_only=_first_only(case)):
            pair = Pair(replace(each.subject, tags=place.names), None, place, each)
            seen.setdefault(signature(case, way.nodes, pair), pair)
    return list(seen.values())


@lru_cache(maxsize=4)
def kinds_of(cases: tuple[Case, ...]) -> list[Further]:
    found = list(islice(further(cases), MOST_KINDS + 1))
    if len(found) > MOST_KINDS:
        raise Ambiguous("too many kinds of activity")
    return found


def _first_only(case: Case) -> bool:
    return case.env.rules.first_tag_only or case.rule.indivisible


def signature(case: Case, nodes: Sequence[Node], pair: Pair) -> object:
    """What the statements see of a pair."""
    book = Book.__new__(Book)
    book.case = case
    seen: list[object] = [says(case.rule.filter, pair.subject, case.env) is True]

    def walk(several: Sequence[Node]) -> None:
        for node in several:
            if node.impossible and not isinstance(node.said, r.Cap | r.CapDifferent | r.UsedMinimum):
                continue
            if hasattr(node.said, "filter") and not isinstance(node.said, r.Count | r.Limit):
                inside = node.year is None or node.year.first <= pair.subject.on <= node.year.last
                described = inside and could(node.said.filter, pair.subject, case.env)
                per = getattr(node.said, "per", None)
                look = book._value if isinstance(node.said, r.CapDifferent) else book._key
                seen.append((described, look(per, pair) if described and per is not None else None))
                if isinstance(node.said, r.UsedMinimum):
                    seen.append(could(node.said.filter, pair.earned, case.env))
            walk(node.parts)

    walk(nodes)
    return tuple(seen)


# --------------------------------------------------------------------------------------------- verdicts


def judge(case: Case) -> Block:
    """The block's verdict and figures under the best choice of branches."""
    best: tuple[Any, Block] | None = None
    for way in ways(case.nodes):
        block = _judge_way(case, way)
        failed = block.failures + (block.verdict == FAILED and not block.failures)
        activities = sum((line.short or ZERO for line in block.lines if line.kind == "count"), ZERO)
        short, closed = block.verdict == SHORT, not block.repairable
        rank = (failed, short, closed, block.still is None, block.still or ZERO, activities)
        if best is None or rank < best[0]:
            best = (rank, block)
    assert best is not None
    return best[1]


def _judge_way(case: Case, way: Way) -> Block:
    return judged(case, way, allocate(case, way))


def judged(case: Case, way: Way, allocation: Allocation) -> Block:
    """The block's lines and verdict with an allocation."""
    lines: list[Line] = []
    if case.total is not None:
        earned = sum((i.credit for i in case.items if says(case.rule.filter, i.subject, case.env) is True), ZERO)
        lines.append(_figures(case.rule.words.id, "total", case.total, earned, allocation.shorts.get(None, ZERO)))
    bad = _lines(case, way.nodes, allocation, lines)
    verdicts = {line.verdict for line in lines} | bad
    still = None if SHORT in bad else allocation.still  # no further credit opens what is closed
    verdict = next((word for word in (FAILED, SHORT, MET) if word in verdicts), EXEMPT)
    surplus = max(ZERO, allocation.counted - case.total) if case.total is not None else ZERO
    return Block(
        case.rule.words.id, case.period, verdict, lines, still, surplus, allocation.counted,
        allocation.by_item, repairable=not bad, case=case, way=way, shorts=allocation.shorts,
        by_held=allocation.by_held, through=allocation.through, failures=sum(line.verdict == FAILED for line in lines),
    )  # fmt: skip


def _figures(id_: str, kind: str, amount: Fraction, earned: Fraction, short: Fraction) -> Line:
    verdict = None if amount == 0 else SHORT if short > 0 else MET
    return Line(id_, kind, amount, earned, short, ZERO, verdict)


def _lines(case: Case, nodes: Sequence[Node], allocation: Allocation, lines: list[Line]) -> set[str]:
    """Adds each statement's line; what is impossible or broken besides the lines."""
    bad: set[str] = set()
    for node in nodes:
        id_ = node.said.words.id
        if node.impossible:
            if isinstance(node.said, r.Limit | r.Duty):
                bad.add(FAILED)
            elif not isinstance(node.said, r.Cap | r.CapDifferent | r.UsedMinimum):
                bad.add(SHORT)
            continue
        match node.said:
            case r.Minimum() | r.Addition():
                kind = "minimum" if isinstance(node.said, r.Minimum) else "addition"
                assert node.amount is not None
                short = allocation.shorts.get(node, ZERO)
                amount = node.amount + node.share * allocation.counted
                line = replace(_figures(id_, kind, amount, case.earned(node), short), of_counted=bool(node.share))
                lines.append(replace(line, verdict=MET) if node.satisfied else line)
                bad |= _lines(case, node.parts, allocation, lines)
            case r.Distinct():
                bad |= _lines(case, node.parts, allocation, lines)
            case r.Cap(per=per):
                groups: dict[object, Fraction] = {}
                for item in case.describes(node):
                    group = None if per is None else case.key(per, item)
                    if isinstance(group, tuple) and group[:1] == ("blank",):
                        continue
                    groups[group] = groups.get(group, ZERO) + item.credit
                if per is None:
                    groups.setdefault(None, ZERO)
                assert node.amount is not None
                amount = node.amount + node.share * allocation.counted
                for earned in groups.values():
                    over = max(ZERO, earned - amount)
                    lines.append(Line(id_, "cap", amount, earned, None, over, None, of_counted=bool(node.share)))
            case r.CapDifferent(per=per):
                values: dict[object, Fraction] = {}
                for item in case.describes(node):
                    value = case.key(per, item)
                    if item.credit and not (isinstance(value, tuple) and value[:1] == ("blank",)):
                        values[value] = values.get(value, ZERO) + item.credit
                if len(values) > int(node.amount or 0):
                    earned = sum(values.values(), ZERO)
                    most = sum(sorted(values.values(), reverse=True)[: int(node.amount or 0)], ZERO)
                    lines.append(Line(id_, "cap", most, earned, None, earned - most, None))
            case r.UsedMinimum():
                lines.append(Line(id_, "minimum if used", node.amount, case.earned(node), None, ZERO, None))
            case r.Count():
                number = int(node.amount or 0)
                had = case.number(node)
                verdict = None if number == 0 else SHORT if had < number else MET
                lines.append(
                    Line(
                        id_,
                        "count",
                        Fraction(number),
                        Fraction(had),
                        Fraction(max(0, number - had)),
                        ZERO,
                        verdict,
                    )
                )
            case r.Limit():
                number = int(node.amount or 0)
                had = case.number(node)
                verdict = FAILED if had > number else MET
                over = Fraction(max(0, had - number))
                lines.append(Line(id_, "limit", Fraction(number), Fraction(had), None, over, verdict))
            case r.Duty(condition=condition):
                if condition is None:
                    lines.append(Line(id_, "duty", None, ZERO, None, ZERO, None))
                else:
                    good = bool(node.amount) if node.amount is not None else says(condition, None, case.env) is True
                    lines.append(Line(id_, "duty", None, ZERO, None, ZERO, MET if good else FAILED))
    return bad


def _block(env: Env, rule: r.Requirement, records: Sequence[Activity], decided: Adjustments) -> Block:
    none = Block(rule.words.id, None, EXEMPT, [], ZERO, ZERO, ZERO, {})
    try:
        periods = windows(rule.window, env)
    except Unsaid as unsaid:
        void = replace(none, verdict=SHORT, still=None) if unsaid.impossible else none
        return _outright(env, rule, none) or void
    if not periods:
        return none
    if chained(rule, env, decided):
        return chain(env, rule, records, decided, *periods[0])
    found = [in_period(env.in_period(*each), rule, records, decided) for each in periods]
    return min(found, key=serving)


def serving(block: Block) -> Any:
    """Of several periods the one that serves the member best comes first."""
    short = block.verdict == SHORT
    missing = sum((line.short or ZERO for line in block.lines if line.kind == "count"), ZERO)
    return block.failures, short, block.still is None or not block.repairable, block.still or ZERO, missing


def in_period(
    env: Env,
    rule: r.Requirement,
    records: Sequence[Activity],
    decided: Adjustments,
    beside: Beside | None = None,
) -> Block:
    """The requirement in one period, with the waivers in force on its last day (or on the as-of date)."""
    assert env.period is not None
    plain = _in_period(env, rule, records, beside or Beside())
    day = min(env.period.last, env.as_of)
    waived = {
        each.statement: each.amount
        for each in decided.waivers
        if (each.first is None or each.first <= day) and (each.last is None or day <= each.last)
    }
    if not waived or plain.verdict not in {SHORT, FAILED}:
        return plain
    found = _in_period(replace(env, waived=waived), rule, records, beside or Beside())
    bad = {line.statement for line in plain.lines if line.verdict in {SHORT, FAILED}}
    for line in found.lines:
        if line.statement in bad & waived.keys() and line.verdict not in {SHORT, FAILED}:
            line.verdict = WAIVED
    return replace(found, verdict=WAIVED) if found.verdict in {MET, EXEMPT} else found


@dataclass
class Beside:
    """What stands beside a period's own records: credit of other periods, and what of each of its own (by its
    number) is counted elsewhere.
    """

    reserve: list[Item] = field(default_factory=list)
    taken: dict[int, Fraction] = field(default_factory=dict)
    through: dict[int, dict[str, Fraction]] = field(default_factory=dict)
    """What of that is counted through each tag of the record ("" for none)."""
    most_of_other_days: Fraction | None = None


def own_items(env: Env, records: Sequence[Activity], beside: Beside) -> tuple[list[Item], list[Item]]:
    """The accepted records with their credit in the period, less what is counted elsewhere: all, and its own."""
    assert env.period is not None
    everywhere = credited(env, records)
    for item in everywhere:
        give_up(item, beside.taken.get(item.number, ZERO), beside.through.get(item.number, {}))
        item.parts = {name: min(part, item.credit) for name, part in item.parts.items()}
    return everywhere, [item for item in everywhere if falls_in(env, item, env.period)]


def with_records(env: Env, records: Sequence[Activity]) -> Env:
    """What conditions find of the period's records: all that was earned, wherever it is counted."""
    _, earned = own_items(env, records, Beside())
    return replace(env, records=tuple((item.subject, item.credit) for item in earned))


def _in_period(env: Env, rule: r.Requirement, records: Sequence[Activity], beside: Beside) -> Block:
    period = env.period
    assert period is not None
    none = Block(rule.words.id, period, EXEMPT, [], ZERO, ZERO, ZERO, {})
    everywhere, items = own_items(env, records, beside)
    env = with_records(env, records)
    decided = _outright(env, rule, none)
    if decided is not None:
        return decided
    try:
        ask(rule.filter, env)
    except Unsaid as unsaid:
        return replace(none, verdict=SHORT if unsaid.impossible else EXEMPT)
    impossible = False
    try:
        required = None if rule.total is None else amount_of(rule.total, None, env)
    except Unsaid as unsaid:
        required, impossible = ZERO, unsaid.impossible
    total = required
    if rule.words.id in env.waived:
        total, impossible = env.waived[rule.words.id] or ZERO, False
    case = Case(rule, env, period, items, everywhere, total, [], required, beside.reserve)
    case.most_of_other_days = beside.most_of_other_days
    case.nodes = case.resolve(rule.statements)
    found = judge(case)
    if impossible and found.verdict != FAILED:
        return replace(found, verdict=SHORT, repairable=False)
    return found


def _outright(env: Env, rule: r.Requirement, none: Block) -> Block | None:
    """Where nothing is asked, or everything is deemed satisfied."""
    if not holds(rule.words.when, env) or any(holds(each.when, env) for each in rule.exempt):
        return none
    if rule.satisfied is not None and holds(rule.satisfied, env):
        return replace(none, verdict=MET)
    return None


def _filled(env: Env, records: Sequence[Activity], decided: Adjustments) -> Iterator[list[Block]]:
    """The blocks for every filling of the facts that are asked for and that nobody stated."""
    try:
        blocks = [_block(env, rule, records, decided) for rule in env.rules.requirements]
        yield keep_apart(env, blocks)
    except Missing as missing:
        name = str(missing)
        for value in _values(env.rules, name):
            yield from _filled(replace(env, fillings={**env.fillings, name: value}), records, decided)


def _values(rules: r.Ruleset, name: str) -> tuple[Any, ...]:
    if name.startswith(CONDITION):
        return (True, False)
    type_ = next(each.type for each in rules.facts if each.name == name)
    match type_:
        case YesNoType():
            return (True, False)
        case ChoiceType(values=values):
            return values
        case _:
            return (VOID, IMPOSSIBLE)


def together(blocks: Sequence[Block]) -> str:
    verdicts = {block.verdict for block in blocks}
    return next((word for word in ORDER if word in verdicts), EXEMPT)


def answer(
    rules: r.Ruleset,
    activities: Sequence[Activity],
    held: Sequence[HeldRow],
    facts: Facts,
    as_of: date,
    decided: Adjustments = NONE,
    asked: date | None = None,
) -> Member:
    """The member's verdict and figures; `depends` where two fillings of what is missing give two verdicts."""
    env = Env(rules, facts, as_of, asked=asked)
    found: list[list[Block]] = []
    for choice in product(*((None, *row.readings) for row in held)):
        records = [*activities, *(each for each in choice if each is not None)]
        found += list(_filled(env, records, decided))
    verdicts = frozenset(together(blocks) for blocks in found)
    complete = len(found) == 1
    blocks = found[0]
    verdict = next(iter(verdicts)) if len(verdicts) == 1 else DEPENDS
    return Member(verdict, blocks, None if verdict == FAILED or not complete else jointly(blocks), verdicts, complete)


# ------------------------------------------------------------------------------- several blocks at once


def jointly(blocks: Sequence[Block]) -> Fraction | None:
    """The fewest further credits that complete every block, an hour serving each block that it may."""
    open_ = [block for block in blocks if block.still is None or block.still > 0]
    if any(block.still is None for block in open_):
        return None
    if any(block.apart for block in blocks) and len(open_) > 1:
        if not all(block.apart for block in open_):
            raise Ambiguous("requirements that are kept apart and one beside")
        return sum((block.still or ZERO for block in open_), ZERO)
    if len(open_) < 2:
        return sum((block.still or ZERO for block in open_), ZERO)
    cases = [block.case for block in open_]
    assert all(case is not None for case in cases)
    best: Fraction | None = None
    choices = [_completions(case) for case in cases if case is not None]
    if prod(len(each) for each in choices) * len(kinds_of(tuple(case for case in cases if case))) > MOST_TOGETHER:
        raise Ambiguous("too many ways together")
    for choice in product(*choices):
        tried = _joint(choice, open_)
        if tried is not None and (best is None or tried < best):
            best = tried
    return best


def _completions(case: Case) -> list[tuple[Case, Way, tuple[Node, ...]]]:
    found = []
    for way in ways(case.nodes):
        block = _judge_way(case, way)
        if block.verdict == FAILED or not block.repairable:
            continue
        unused = case.unused(way)
        for count in range(len(unused) + 1):
            found += [(case, way, reached) for reached in combinations(unused, count)]
    return found


def _joint(choice: Sequence[tuple[Case, Way, tuple[Node, ...]]], blocks: Sequence[Block]) -> Fraction | None:
    program = Program()
    lacking: list[int] = []
    cases = [case for case, _, _ in choice]
    kinds: dict[object, tuple[Further, list[list[Pair]]]] = {}
    for each in kinds_of(tuple(cases)):
        several, seen = [], []
        for case, way, reached in choice:
            rest = [node for node in case.unused(way) if node not in reached]
            pairs = (
                [
                    Pair(replace(each.subject, tags=place.names), None, place, each)
                    for place in places(case.env.rules, each.tags, first_only=_first_only(case))
                ]
                if each.serves(case)
                else []
            )
            pairs = [
                pair for pair in pairs if not any(could(node.said.filter, pair.subject, case.env) for node in rest)
            ]
            seen.append(
                (
                    frozenset(signature(case, way.nodes, pair) for pair in pairs),
                    tuple(could(node.said.filter, each.subject, case.env) for node in reached),
                )
            )
            several.append(pairs)
        kinds.setdefault(tuple(seen), (each, several))
    amounts = [program.variable() for _ in kinds]
    for number, (case, way, reached) in enumerate(choice):
        unused = case.unused(way)
        rest = [node for node in unused if node not in reached]
        pairs: list[Pair] = []
        for pair in case.pairs():
            if not any(could(node.said.filter, pair.subject, case.env) for node in rest):
                pairs.append(pair)
        of_kind: list[int] = [-1] * len(pairs)
        for kind, (_, several) in enumerate(kinds.values()):
            for pair in several[number]:
                pairs.append(pair)
                of_kind.append(kind)
        book = Book(case, way, program, pairs)
        for place, item in enumerate(case.reserve):
            spent = [v for n, pair in enumerate(pairs) if pair.item is item for v in book.spent[n]]
            program.at_most(spent, blocks[number].by_held.get(place, ZERO))
        for kind, variable in enumerate(amounts):
            used = [v for n, which in enumerate(of_kind) if which == kind for v in book.spent[n]]
            if used:
                program.at_most(used, ZERO, [variable])
        if book.proportional and case.reserve:
            raise Ambiguous("how much of other periods' credit counts once more is earned")
        for node, amount, had, more in book.demands:
            lacking.append(book.lacks(node, amount, [*had, *more], now=False)[0])
        for node in reached:
            described = [
                amounts[kind]
                for kind, (each, several) in enumerate(kinds.values())
                if several[number] and could(node.said.filter, each.subject, case.env)
            ]
            lacking.append(program.at_least(described, (node.amount or ZERO) - case.earned(node)))
    values, _ = program.minimise([dict.fromkeys(lacking, 1), dict.fromkeys(amounts, 1)])
    return values[1] if values[0] == 0 else None


# The chain of a requirement's periods, and requirements that are kept apart, stand in files of their own.
from tests.language.oracle_apart import keep_apart  # noqa: E402
from tests.language.oracle_chain import chain, chained  # noqa: E402
