"""Requirements of which no two may count the same hour, for the oracle: one linear program for all of them.

In the order written: the least still to earn for all of them, then the shortfalls of the first, of the second, ...
Further credit serves one of them only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from cedsl.model import ruleset as r
from tests.language import oracle as o
from tests.language.exact_lp import Program
from tests.language.oracle_terms import Ambiguous, Env

MOST_WAYS = 64


def keep_apart(env: Env, blocks: Sequence[o.Block]) -> list[o.Block]:
    """The blocks with no hour counted in two that are declared *not both*."""
    found = list(blocks)
    for names in env.rules.not_both:
        members = [n for n, block in enumerate(found) if block.id in names and block.case is not None]
        if len(members) < 2:
            continue
        if any(found[n].carry is not None for n in members):
            raise Ambiguous("chains that are kept apart")
        for n, block in zip(members, _together([found[n] for n in members]), strict=True):
            found[n] = block
    return found


def _together(blocks: Sequence[o.Block]) -> list[o.Block]:
    cases = [block.case for block in blocks if block.case is not None]
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
        still, tried = _solve(cases, ways)
        failed = sum(block.failures for block in tried)
        bad = any(not block.repairable for block in tried)
        rank = (failed, bad or still is None, still or Fraction(0))
        if best is None or rank < best[0]:
            best = rank, tried
    assert best is not None
    if best[0][1] and count > 1:
        raise Ambiguous("alternatives of requirements that cannot be completed together")
    return best[1]


def _solve(cases: Sequence[o.Case], ways: Sequence[o.Way]) -> tuple[Fraction | None, list[o.Block]]:
    programme = Program()
    books: list[o.Book] = []
    further: list[list[int]] = []
    lacking: list[int] = []
    shorts: list[dict[Any, int]] = []
    shared: dict[int, list[int]] = {}
    credit: dict[int, Fraction] = {}
    parts: dict[tuple[tuple[int, str], Fraction], list[int]] = {}
    for case, way in zip(cases, ways, strict=True):
        pairs = [*case.pairs(), *o._further_pairs(case, way)]
        book = o.Book(case, way, programme, pairs)
        books.append(book)
        lacking += [programme.at_least([*had, *more], amount) for _, amount, had, more in book.demands]
        shorts.append({node: programme.at_least(had, amount) for node, amount, had, _ in book.demands})
        further.append([v for n, pair in enumerate(pairs) if pair.further is not None for v in book.spent[n]])
        for n, pair in enumerate(pairs):
            if pair.item is not None:
                shared.setdefault(pair.item.number, []).extend(book.spent[n])
                for tag in pair.place.tags & pair.item.parts.keys():
                    key = (pair.item.number, tag), pair.item.parts[tag]
                    parts.setdefault(key, []).extend(book.spent[n])
                if pair.item.tags and not pair.place.names:
                    parts.setdefault(((pair.item.number, ""), pair.item.rest()), []).extend(book.spent[n])
                credit[pair.item.number] = max(credit.get(pair.item.number, Fraction(0)), pair.item.credit)
    for number, variables in shared.items():
        programme.at_most(variables, credit[number])
    for (_, most), variables in parts.items():
        programme.at_most(variables, most)
    objectives: list[dict[int, int]] = [dict.fromkeys(lacking, 1)]
    objectives.append(dict.fromkeys((v for several in further for v in several), 1))
    objectives += [{v: 1} for each in shorts for v in each.values()]
    values, solution = programme.minimise(objectives)
    still = values[1] if values[0] == 0 else None
    if still is None:  # no further credit completes them: the shortfalls alone, in the order written
        _, solution = programme.minimise(objectives[2:])
    found = []
    for case, way, short, more in zip(cases, ways, shorts, further, strict=True):
        mine = {node: solution[v] for node, v in short.items()}
        own = sum((solution[v] for v in more), Fraction(0)) if still is not None else None
        found.append(_block(case, way, o.Allocation(own, mine, Fraction(0), {})))
    return still, found


def _block(case: o.Case, way: o.Way, allocation: o.Allocation) -> o.Block:
    """The block's verdict and shortfalls under the allocation of all of them; other figures are not compared."""
    block = o.judged(case, way, allocation)
    return replace(block, apart=True)
