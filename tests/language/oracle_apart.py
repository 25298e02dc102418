"""Requirements of which no two may count the same hour, for the oracle: one linear program for all of them.

In the order written: the least still to earn for all that further credit can complete, then the shortfalls of the
first, of the second, ... Further credit serves one of them only. They may be requirements of several rulesets: then of
each activity they count shares of the whole that together are no more than it (decision 28).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from cedsl.model import ruleset as r
from tests.language import oracle as o
from tests.language.exact_lp import Program
from tests.language.oracle_credit import Item
from tests.language.oracle_terms import Ambiguous, Env

MOST_WAYS = 64
ZERO = Fraction(0)

Bond = frozenset[tuple[int, str]]
"""Requirements (ruleset, id) of which no two may count the same hour."""


@dataclass(frozen=True)
class Party:
    """A requirement that is kept apart from others; `worth` is one unit of its ruleset in a unit for all."""

    seat: int
    place: int
    block: o.Block
    worth: Fraction


def keep_apart(env: Env, blocks: Sequence[o.Block]) -> list[o.Block]:
    """The blocks with no hour counted in two that are declared *not both*."""
    bonds = [frozenset((0, name) for name in names) for names in env.rules.not_both]
    (found,) = apart_together([env], [blocks], bonds, lambda item: item.number)
    return found


def apart_together(
    envs: Sequence[Env],
    seats: Sequence[Sequence[o.Block]],
    bonds: Sequence[Bond],
    same: Callable[[Item], Hashable] = lambda item: item.record.row,
) -> list[list[o.Block]]:
    """The blocks of several rulesets; `same` tells what is one activity."""
    found = [list(blocks) for blocks in seats]
    parties = [
        Party(seat, place, block, envs[seat].rules.unit.size)
        for seat, blocks in enumerate(seats)
        for place, block in enumerate(blocks)
        if block.case is not None and any((seat, block.id) in bond for bond in bonds)
    ]
    for group in _groups(parties, bonds):
        if any(party.block.carry is not None for party in group):
            raise Ambiguous("chains that are kept apart")
        for party, block in zip(group, _together(group, bonds, same), strict=True):
            found[party.seat][party.place] = block
    return found


def _apart(one: Party, other: Party, bonds: Sequence[Bond]) -> bool:
    return any({(one.seat, one.block.id), (other.seat, other.block.id)} <= bond for bond in bonds)


def _groups(parties: Sequence[Party], bonds: Sequence[Bond]) -> Iterable[list[Party]]:
    """Those that hang together, at least two of them."""
    rest = list(parties)
    while rest:
        group = [rest.pop(0)]
        while more := [each for each in rest if any(_apart(each, one, bonds) for one in group)]:
            group += more
            rest = [each for each in rest if each not in more]
        if len(group) > 1:
            yield sorted(group, key=lambda party: (party.seat, party.place))


def _together(group: Sequence[Party], bonds: Sequence[Bond], same: Callable[[Item], Hashable]) -> list[o.Block]:
    cases = [party.block.case for party in group if party.block.case is not None]
    choices = [list(o.ways(case.nodes)) for case in cases]
    count = 1
    for each in choices:
        count *= len(each)
    if count > MOST_WAYS:
        raise Ambiguous("too many ways together")
    best: tuple[Any, list[o.Block]] | None = None
    for ways in product(*choices):
        if any(isinstance(node.said, r.UsedMinimum) for way in ways for node in way.nodes):
            raise Ambiguous("minimums-if-used that are kept apart")
        still, tried = _Joint(group, cases, ways, same).solve(bonds)
        failed = sum(block.failures for block in tried)
        bad = sum(not block.repairable or block.still is None for block in tried)
        missing = sum(line.short or 0 for block in tried for line in block.lines if line.kind == "count")
        rank = (failed, bad + still + missing > 0, bad, still, missing)
        if best is None or rank < best[0]:
            best = rank, tried
    assert best is not None
    return best[1]


class _Joint:
    """The books of all parties in one program, with one choice of alternatives."""

    def __init__(
        self,
        group: Sequence[Party],
        cases: Sequence[o.Case],
        ways: Sequence[o.Way],
        same: Callable[[Item], Hashable],
    ) -> None:
        self.group, self.cases, self.ways, self.same = group, cases, ways, same
        self.program = Program()
        self.books: list[o.Book] = []
        for case, way in zip(cases, ways, strict=True):
            book = o.Book(case, way, self.program, [*case.pairs(), *o._further_pairs(case, way)])
            if book.proportional:
                raise Ambiguous("parts of what counts that are kept apart")
            self.books.append(book)

    def solve(self, bonds: Sequence[Bond]) -> tuple[Fraction, list[o.Block]]:
        numbers = range(len(self.group))
        pairs = {frozenset(pair) for pair in combinations(numbers, 2) if _apart(*(self.group[n] for n in pair), bonds)}
        for size in range(2, len(self.group) + 1):
            for several in combinations(numbers, size):
                if all(frozenset(pair) in pairs for pair in combinations(several, 2)):
                    self._share(several)
        open_ = [o.allocate(case, way).still is not None for case, way in zip(self.cases, self.ways, strict=True)]
        lacking: list[int] = []
        shorts: list[dict[Any, int]] = []
        further: list[list[int]] = []
        for book, can_be_completed in zip(self.books, open_, strict=True):
            if can_be_completed:
                lacking += [self.program.at_least([*had, *more], amount) for _, amount, had, more in book.demands]
            shorts.append({node: self.program.at_least(had, amount) for node, amount, had, _ in book.demands})
            further.append([v for n, pair in enumerate(book.pairs) if pair.further for v in book.spent[n]])
        if len(pairs) < len(self.group) * (len(self.group) - 1) // 2 and self._may_serve_several(pairs):
            raise Ambiguous("further credit of requirements only some of which are kept apart")
        objectives: list[dict[int, int]] = [dict.fromkeys(lacking, 1), self._worth(further)]
        objectives += [{v: 1} for each in shorts for v in each.values()]
        values, solution = self.program.minimise(objectives)
        assert values[0] == 0, "what further credit completes alone it completes beside others"
        found = []
        for number, can_be_completed in enumerate(open_):
            mine = {node: solution[v] for node, v in shorts[number].items()}
            own = sum((solution[v] for v in further[number]), ZERO) if can_be_completed else None
            block = o.judged(self.cases[number], self.ways[number], o.Allocation(own, mine, ZERO, {}))
            # Other figures than the verdict and the shortfalls are not compared.
            found.append(replace(block, apart=True))
        return values[1], found

    def _may_serve_several(self, pairs: set[frozenset[int]]) -> bool:
        free = (pair for pair in combinations(range(len(self.group)), 2) if frozenset(pair) not in pairs)
        return any(self.group[one].seat == self.group[other].seat for one, other in free)

    def _worth(self, further: Sequence[Sequence[int]]) -> dict[int, int]:
        """Further credit of every ruleset in a unit for all, as whole numbers: sizes of units are whole minutes."""
        weights = [party.worth for party in self.group]
        assert all(weight.denominator == 1 for weight in weights)
        return {v: int(weight) for several, weight in zip(further, weights, strict=True) for v in several}

    def _share(self, several: Sequence[int]) -> None:
        """No hour of an activity is counted in two of these parties."""
        activities: dict[Hashable, dict[int, list[tuple[o.Pair, list[int]]]]] = {}
        for number in several:
            book = self.books[number]
            for n, pair in enumerate(book.pairs):
                if pair.item is not None:
                    mine = activities.setdefault(self.same(pair.item), {}).setdefault(number, [])
                    mine.append((pair, book.spent[n]))
        for sides in activities.values():
            self._at_home(sides)
            seats = {self.group[number].seat for number in sides}
            if len(seats) > 1:
                self._across(sides, seats)

    def _at_home(self, sides: dict[int, list[tuple[o.Pair, list[int]]]]) -> None:
        """Within a ruleset: no more than the credit, and through a stated part no more than that."""
        for seat in {self.group[number].seat for number in sides}:
            pairs = [each for number, several in sides.items() if self.group[number].seat == seat for each in several]
            items = [pair.item for pair, _ in pairs if pair.item is not None]
            self.program.at_most([v for _, spent in pairs for v in spent], max(item.credit for item in items))
            for tag in {tag for item in items for tag in item.parts}:
                through = [v for pair, spent in pairs if tag in pair.place.tags for v in spent]
                if all(tag in item.parts for item in items if tag in item.tags):
                    self.program.at_most(through, max(item.parts[tag] for item in items if tag in item.parts))
            if all(item.tags for item in items):
                rest = [v for pair, spent in pairs if not pair.place.names for v in spent]
                self.program.at_most(rest, max(item.rest() for item in items))

    def _across(self, sides: dict[int, list[tuple[o.Pair, list[int]]]], seats: set[int]) -> None:
        """Between rulesets: shares of the whole, that is of the credit had nothing been cut off; through a part that
        several of them know no more than its share.
        """
        terms: list[tuple[int, Fraction]] = []
        parts: dict[str, dict[int, tuple[Fraction, list[tuple[int, Fraction]]]]] = {}
        for seat in seats:
            pairs = [each for number, several in sides.items() if self.group[number].seat == seat for each in several]
            whole = max(max(pair.item.whole, pair.item.credit) for pair, _ in pairs if pair.item is not None)
            terms += [(v, 1 / whole) for _, spent in pairs for v in spent]
            for tag in {tag for pair, _ in pairs if pair.item is not None for tag in pair.item.parts}:
                most = max(pair.item.parts.get(tag, ZERO) for pair, _ in pairs if pair.item is not None)
                through = [(v, 1 / whole) for pair, spent in pairs if tag in pair.place.tags for v in spent]
                parts.setdefault(tag, {})[seat] = most / whole, through
        self.program.weighed(terms, Fraction(1))
        for several in parts.values():
            if len(several) > 1:
                through = [term for _, mine in several.values() for term in mine]
                if through:
                    self.program.weighed(through, max(share for share, _ in several.values()))
