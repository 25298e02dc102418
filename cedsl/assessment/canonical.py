"""The contested rest of a problem, as a lexicographic linear programme over cells.

Levels, each on the optimal face of those before: (1) least still to earn, (2) least shortfall of each
demand in turn, (3) most hours counted, (4) most of each item in turn, (5) most of each use in turn.

Levels 4 and 5 speak of items, the programme of cells. That is enough: the items of a cell differ in
nothing but their order, so what the first n items can count together depends only on what they ask of
each cell, as lower bounds. A bound that has been granted stays, so every item is one reservation
(`Tableau.take`), mostly without a pivot; a cell that once had to refuse refuses all later items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from cedsl.assessment.completion import Node, nesting, outermost
from cedsl.assessment.presolve import Cell, Residue, bits
from cedsl.lean import dataclass
from cedsl.normal.problem import Further, Problem
from cedsl.normal.simplex import Number, Tableau

Counted = list[list[Number]]
"""For each item and use of it, the ticks counted."""


@dataclass(slots=True)
class Programme:
    """A tableau with the meaning of its columns.

    `uses[j][k]` counts cell j through its use k; `idle[j]` is what cell j does not count, for the cells
    that need not be counted in full; `short[d]` is the shortfall of demand d where cells contest it;
    `kinds[f]` is the further credit of kind f, if the programme has to tell kinds apart.
    """

    tableau: Tableau
    uses: list[list[int]] = field(default_factory=list)
    idle: dict[int, int] = field(default_factory=dict)
    short: dict[int, int] = field(default_factory=dict)
    kinds: list[int] = field(default_factory=list)


def contest(problem: Problem, residue: Residue, counted: Counted) -> None:
    """Count the contested cells of a residue as the canonical order has it, into `counted`."""
    programme = _least_still(problem, residue)
    tableau = programme.tableau
    for demand in sorted(programme.short):
        tableau.least(programme.short[demand])
    if programme.idle:
        tableau.least(tableau.sum(list(programme.idle.values())))
    shares = sorted((*share, j) for j, cell in enumerate(residue.cells) for share in cell.shares)
    totals = _count_items(programme, [(j, amount) for _, amount, _, j in shares])
    for (item, _, uses, j), total in zip(shares, totals, strict=True):
        left = total
        for use, column in zip(uses, programme.uses[j], strict=True):
            counted[item][use] = got = left if len(uses) == 1 else tableau.take(column, left)
            left -= got


def _count_items(programme: Programme, asks: Sequence[tuple[int, int]]) -> list[Number]:
    """Level 4: what each item counts, in order; an item is given by its cell and its amount."""
    tableau = programme.tableau
    columns = {j: tableau.sum(programme.uses[j]) for j in programme.idle}
    return [tableau.take(columns[j], amount) if j in columns else amount for j, amount in asks]


def _least_still(problem: Problem, residue: Residue) -> Programme:
    """The programme after level 1, or without that level where no allocation can be completed."""
    binding = _caps_in_question(problem, residue)
    demands = sum(1 << d for d, lacking in enumerate(residue.need) if lacking > 0)
    nodes = None if binding else nesting(problem.further, demands)
    programme = equations(residue, problem.further if nodes is None else (), binding)
    if nodes is None:
        done = cover_by_kinds(programme, problem.further, residue.need)
    else:
        done = _cover_by_nesting(programme, nodes, residue.need)
    return programme if done else equations(residue, (), 0)


def _caps_in_question(problem: Problem, residue: Residue) -> int:
    """The caps that might keep further credit out: items contest them, or they are below all that lacks."""
    lacking = sum([amount for amount in residue.need if amount > 0])
    contested = held = 0
    for cell in residue.cells:
        for _, fills in cell.uses:
            contested |= fills
    for kind in problem.further:
        held |= kind.caps
    return sum(1 << c for c in bits(held) if contested >> c & 1 or lacking > residue.room[c])


def equations(residue: Residue, further: Sequence[Further], held: int) -> Programme:
    """Cells, caps and demands as equations. A cell that has a use without a cap starts counted."""
    programme = Programme(Tableau())
    programme.kinds = [programme.tableau.column() for _ in further]
    caps: dict[int, list[int]] = {cap: [] for cap in bits(held)}
    demands: dict[int, list[int]] = {}
    for j, cell in enumerate(residue.cells):
        _add_cell(programme, j, cell)
        for (serves, fills), column in zip(cell.uses, programme.uses[j], strict=True):
            for demand in bits(serves):
                demands.setdefault(demand, []).append(column)
            for cap in bits(fills):
                caps.setdefault(cap, []).append(column)
    for kind, column in zip(further, programme.kinds, strict=True):
        for cap in bits(kind.caps & held):
            caps[cap].append(column)
    tableau = programme.tableau
    for cap, columns in caps.items():
        tableau.add(dict.fromkeys(columns, 1), residue.room[cap], plus=tableau.column())
    for demand, columns in demands.items():
        programme.short[demand] = lacking = tableau.column()
        tableau.add(dict.fromkeys(columns, 1), residue.need[demand], plus=lacking, minus=tableau.column())
    return programme


def _add_cell(programme: Programme, j: int, cell: Cell) -> None:
    tableau = programme.tableau
    columns = [tableau.column() for _ in cell.uses]
    programme.uses.append(columns)
    free = next((k for k, (_, fills) in enumerate(cell.uses) if not fills), None)
    if free is None:
        programme.idle[j] = rest = tableau.column()
    else:
        rest = columns[free]
    tableau.add({column: 1 for column in columns if column != rest}, cell.amount, plus=rest)


def _cover_by_nesting(programme: Programme, nodes: Sequence[Node], need: Sequence[int]) -> bool:
    """Least still to earn where the demands are nested.

    A node needs the larger of its own shortfall and what the nodes inside it need together. Its need is a
    list of columns, to be added up, and a constant.
    """
    tableau = programme.tableau
    hopeless = [node.demand for node in nodes if not node.kinds]
    if any(d not in programme.short for d in hopeless):
        return False
    if not tableau.vanish([programme.short[d] for d in hopeless]):
        return False
    needs: list[tuple[list[int], int]] = []
    for node in nodes:
        own = [programme.short[node.demand]] if node.demand in programme.short else []
        constant = 0 if own else need[node.demand]
        inner = [column for r in node.inner for column in needs[r][0]]
        inside = sum(needs[r][1] for r in node.inner)
        if not own and not inner:
            constant = max(constant, inside)
        elif node.inner:
            extra = tableau.column()
            terms = dict.fromkeys(own, 1) | dict.fromkeys(inner, -1)
            tableau.add(terms, inside - constant, plus=extra, minus=tableau.column())
            own.append(extra)
        needs.append((own, constant))
    columns = [column for root in outermost(nodes) for column in needs[root][0]]
    if columns:
        tableau.least(tableau.sum(columns))
    return True


def cover_by_kinds(programme: Programme, further: Sequence[Further], need: Sequence[int]) -> bool:
    """Least still to earn with a column per kind of further credit; a gap is what no kind covers."""
    tableau = programme.tableau
    gaps: list[int] = []
    for demand, lacking in enumerate(need):
        if lacking <= 0:
            continue
        columns = zip(further, programme.kinds, strict=True)
        terms = {column: 1 for kind, column in columns if kind.demands >> demand & 1}
        own = programme.short.get(demand)
        if own is not None:
            terms[own] = -1
        gaps.append(tableau.column())
        tableau.add(terms, lacking if own is None else 0, plus=gaps[-1], minus=tableau.column())
    if not tableau.vanish(gaps):
        return False
    if programme.kinds:
        tableau.least(tableau.sum(programme.kinds))
    return True
