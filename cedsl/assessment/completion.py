"""The fewest further hours that complete everything, for given shortfalls.

Further credit covers shortfalls: choose h >= 0 per kind so that, for every demand, the kinds that serve
it add up to its shortfall, within what the caps leave. Where no cap is in the way and the demands are
nested or apart (seen as sets of kinds that serve them: a laminar family) the least is found by climbing the
nesting: a demand needs the larger of its own shortfall and what the demands inside it need together.
Otherwise it is a small linear programme.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from cedsl.assessment.presolve import bits
from cedsl.lean import dataclass
from cedsl.normal.problem import Further, Problem
from cedsl.normal.simplex import Number, Tableau

Completion = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A demand in the nesting: the kinds that serve it, and the demands directly inside, as node numbers."""

    demand: int
    kinds: int
    inner: tuple[int, ...]


def nesting(further: Sequence[Further], demands: int) -> tuple[Node, ...] | None:
    """The demands of a bit set nested by the kinds that serve them, inner nodes before outer ones.

    `None` when two of them share some kinds and each has a kind of its own. A demand that no kind serves is
    a node of its own, without kinds.
    """
    return _nest(tuple([kind.demands for kind in further]), demands)


@lru_cache(maxsize=1024)
def _nest(serves: tuple[int, ...], demands: int) -> tuple[Node, ...] | None:
    families = [(sum(1 << f for f, mask in enumerate(serves) if mask >> d & 1), d) for d in bits(demands)]
    families.sort(key=lambda family: (family[0].bit_count(), -family[1]))
    nodes: list[Node] = []
    roots: list[int] = []
    for kinds, demand in families:
        if any(nodes[r].kinds & kinds not in (0, nodes[r].kinds) for r in roots):
            return None
        inner = tuple([r for r in roots if nodes[r].kinds & kinds])
        roots = [r for r in roots if r not in inner]
        roots.append(len(nodes))
        nodes.append(Node(demand, kinds, inner))
    return tuple(nodes)


def outermost(nodes: Sequence[Node]) -> list[int]:
    """The nodes that lie in no other."""
    inner = {number for node in nodes for number in node.inner}
    return [number for number in range(len(nodes)) if number not in inner]


def complete(problem: Problem, short: Sequence[Number], used: Sequence[Number]) -> Completion | None:
    """The least further credit for the shortfalls where the caps are already filled up to `used`.

    Of equally small ones the one with the most of the first kind, then of the second, and so on. `None`
    when no further credit completes everything.
    """
    demands = sum(1 << d for d, lacking in enumerate(short) if lacking)
    if not demands:
        return ()
    if (nodes := nesting(problem.further, demands)) is not None:
        if not all(node.kinds for node in nodes):
            return None
        found = _climb(nodes, short)
        if _fits(problem, found, used):
            return _exact(found)
    return _programme(problem, short, used, demands)


def _exact(found: dict[int, Number]) -> Completion:
    return tuple([(kind, Fraction(amount)) for kind, amount in sorted(found.items()) if amount])


def _climb(nodes: Sequence[Node], short: Sequence[Number]) -> dict[int, Number]:
    """What each node needs, from the inside out, and who earns it.

    What a node needs beyond the nodes inside it goes to the lowest kind that serves it. No node can do with
    less, and no kind could have more without taking it from a lower one.
    """
    share: list[Number] = []
    found: dict[int, Number] = {}
    for node in nodes:
        inside = sum([share[r] for r in node.inner])
        share.append(max(short[node.demand], inside))
        first = bits(node.kinds)[0]
        found[first] = found.get(first, 0) + share[-1] - inside
    return found


def _fits(problem: Problem, found: dict[int, Number], used: Sequence[Number]) -> bool:
    """Whether the caps leave room; if so, what is least without caps is least with them."""
    left: dict[int, Number] = {}
    for kind, amount in found.items():
        for cap in bits(problem.further[kind].caps):
            left[cap] = left.get(cap, problem.caps[cap] - used[cap]) - amount
    return all(amount >= 0 for amount in left.values())


def _programme(problem: Problem, short: Sequence[Number], used: Sequence[Number], demands: int) -> Completion | None:
    """The least further credit by linear programming, a column per kind; a gap is what no kind covers."""
    tableau = Tableau()
    columns = [tableau.column() for _ in problem.further]
    for cap, limit in enumerate(problem.caps):
        if terms := {column: 1 for kind, column in _kinds(problem, columns) if kind.caps >> cap & 1}:
            tableau.add(terms, limit - used[cap], plus=tableau.column())
    missing: list[int] = []
    for demand in bits(demands):
        terms = {column: 1 for kind, column in _kinds(problem, columns) if kind.demands >> demand & 1}
        missing.append(gap := tableau.column())
        tableau.add(terms, short[demand], plus=gap, minus=tableau.column())
    if not tableau.vanish(missing):
        return None
    tableau.least(total := tableau.sum(columns))
    most = tableau.value(total)
    return _exact({kind: tableau.take(column, most) for kind, column in enumerate(columns)})


def _kinds(problem: Problem, columns: Sequence[int]) -> list[tuple[Further, int]]:
    return list(zip(problem.further, columns, strict=True))
