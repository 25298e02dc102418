"""What a verdict depends on: the facts and the held rows with which it changes.

The member may be looked at under several rulesets that share activities. Then what one of them asks for may decide the
verdict of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice, product

from cedsl.assessment.apart import Bond
from cedsl.assessment.case import Case
from cedsl.assessment.chain import is_chained
from cedsl.assessment.decided import questions_on
from cedsl.assessment.monotone import never_hurts
from cedsl.assessment.worlds import MOST_WORLDS, World, is_same_fact, worlds_together
from cedsl.lean import dataclass
from cedsl.model.ruleset import Word
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.adjustment import Adjustments
from cedsl.verdict import Question

MOST_COMPARED = 256
"""How many ways are compared two by two to tell which facts matter; beyond, all that were asked for do."""

Words = tuple[frozenset[Word], ...]
"""For each ruleset the verdicts that are possible."""


@dataclass(frozen=True)
class Table:
    """A member's cases under rulesets that share activities, with the rows that each holds."""

    cases: tuple[Case, ...]
    held: tuple[tuple[HeldRow, ...], ...]
    bonds: tuple[Bond, ...] = ()

    def worlds(self) -> list[tuple[World, ...]]:
        return list(islice(worlds_together(self.cases, self.bonds), MOST_WORLDS))

    def words(self, extra: Sequence[Sequence[Activity]] = ()) -> Words:
        """The possible verdicts over all fillings, with some held rows let in."""
        cases = self.cases
        if extra:
            cases = tuple(
                replace(case, activities=[*case.activities, *more]) for case, more in zip(cases, extra, strict=True)
            )
        found = islice(worlds_together(cases, self.bonds), MOST_WORLDS)
        return tuple(frozenset(each.verdict for each in several) for several in zip(*found, strict=True))

    def decided(self, seat: int, adjustments: Adjustments) -> Table:
        """The same with other decisions about the member under one of the rulesets."""
        cases = (replace(each, adjustments=adjustments) if n == seat else each for n, each in enumerate(self.cases))
        return replace(self, cases=tuple(cases))

    def title(self, seat: int) -> str:
        return self.cases[seat].desk.ruleset.header.title


def questions_of(table: Table, worlds: Sequence[tuple[World, ...]]) -> tuple[tuple[Question, ...], ...]:
    """For each ruleset what its verdict depends on; first what it asks itself."""
    seats = range(len(table.cases))
    found: list[list[Question]] = [[] for _ in seats]
    for seat in seats:
        found[seat] += _about_facts(table, worlds, seat)
    for seat, deciding in enumerate(_deciding(table, worlds)):
        found[seat] += [_told(table, seat, owner, row) for owner, row in deciding]
    for owner, case in enumerate(table.cases):
        if case.adjustments.held:
            for seat in seats:
                asked = questions_on(case.adjustments, _verdicts(table, owner, seat))
                found[seat] += [each if owner == seat else replace(each, ruleset=table.title(owner)) for each in asked]
    return tuple(tuple(dict.fromkeys(each)) for each in found)


def _verdicts(table: Table, owner: int, seat: int) -> Callable[[Adjustments], object]:
    """The verdicts that are possible under one ruleset with other decisions under another, held rows out and in."""

    def possible(tried: Adjustments) -> object:
        other = table.decided(owner, tried)
        every = [[reading for row in rows for reading in row.readings] for rows in table.held]
        return other.words()[seat], other.words(every)[seat] if any(every) else None

    return possible


# ------------------------------------------------------------------------------------------------ facts


Fact = tuple[int, str]
"""A fact by the first ruleset that asks for it, and its name."""


def _about_facts(table: Table, worlds: Sequence[tuple[World, ...]], seat: int) -> Iterator[Question]:
    """The facts on which a verdict hangs: all that were asked for, where the worlds disagree."""
    if len({several[seat].verdict for several in worlds}) < 2 and len(worlds) < MOST_WORLDS:
        return
    asked: dict[Fact, None] = {}
    for several in worlds:
        for owner, world in enumerate(several):
            names = (*world.filling.facts, *(fact for _, fact in world.filling.statements))
            asked.update(dict.fromkeys(_fact(table, owner, name) for name in names))
    mine = [each for each in asked if is_same_fact(table.cases, each[1], each[0], seat)]
    for fact in (*mine, *(each for each in asked if each not in mine)):
        if _matters(table, fact, worlds, seat):
            owner, name = fact
            yield Question(name, None, "", "") if fact in mine else _foreign(table, owner, name)


def _fact(table: Table, seat: int, name: str) -> Fact:
    return next(owner for owner in range(seat + 1) if is_same_fact(table.cases, name, owner, seat)), name


def _foreign(table: Table, owner: int, name: str) -> Question:
    titles = {each.name: each.title for each in table.cases[owner].desk.ruleset.facts}
    return Question(name, None, "", titles[name], table.title(owner))


def _matters(table: Table, fact: Fact, worlds: Sequence[tuple[World, ...]], seat: int) -> bool:
    """Whether two worlds that differ in this fact alone, as far as both ask, disagree; among many it is taken to."""
    if len(worlds) > MOST_COMPARED:
        return True
    return any(
        one[seat].verdict is not other[seat].verdict and _differences(table, one, other) == {fact}
        for one, other in combinations(worlds, 2)
    )


def _differences(table: Table, one: Sequence[World], other: Sequence[World]) -> set[Fact]:
    found: set[Fact] = set()
    for seat, (this, that) in enumerate(zip(one, other, strict=True)):
        mine, theirs = this.filling.answers(), that.filling.answers()
        found |= {_fact(table, seat, key[1]) for key in mine.keys() & theirs.keys() if mine[key] != theirs[key]}
    return found


# -------------------------------------------------------------------------------------------- held rows


Owned = tuple[int, HeldRow]
"""A held row with the ruleset that holds it."""


def _told(table: Table, seat: int, owner: int, row: HeldRow) -> Question:
    return Question(None, row.row, row.file, row.question, "" if owner == seat else table.title(owner))


def _deciding(table: Table, worlds: Sequence[tuple[World, ...]]) -> list[list[Owned]]:
    """For each ruleset the rows for which letting one in or out, with some choice for the others, changes its verdict;
    of a row that several rulesets hold its own.
    """
    seats = range(len(table.cases))
    if not any(table.held):
        return [[] for _ in seats]
    without = tuple(frozenset(several[seat].verdict for several in worlds) for seat in seats)
    if _never_matters(table, without):
        return [[] for _ in seats]
    rows = _rows(table)
    options = [_options(table, row) for row in rows]
    seen: dict[tuple[int, ...], Words] = {}
    for choice in islice(product(*(range(len(each)) for each in options)), MOST_WORLDS):
        chosen = [options[row][reading] for row, reading in enumerate(choice)]
        seen[choice] = table.words(
            [[each for each in let_in if each is not None] for let_in in zip(*chosen, strict=True)]
        )
    return [[_owned(row, seat) for row in _of_seat(rows, seen, seat)] for seat in seats]


def _never_matters(table: Table, without: Words) -> bool:
    """Whether it is known beforehand that no held row changes a verdict: where one more record can never hurt, and
    nothing is short, or all of them together change nothing.
    """
    if not all(never_hurts(case.desk.ruleset) and not _has_chain(case) for case in table.cases):
        return False
    alone = len(table.cases) == 1
    best = {Word.MET, Word.EXEMPT, Word.FAILED} if alone else {Word.MET, Word.EXEMPT}
    if all(each <= best for each in without):
        return True
    return alone and table.words([[reading for row in table.held[0] for reading in row.readings]]) == without


def _has_chain(case: Case) -> bool:
    """Whether periods of a requirement hang together for the member."""
    return any(is_chained(each, case) for each in case.desk.ruleset.requirements)


Row = dict[int, HeldRow]
"""One row of the file as the rulesets that hold it do."""


def _rows(table: Table) -> list[Row]:
    if len(table.held) == 1:
        return [{0: each} for each in table.held[0]]
    found: dict[tuple[str, int], Row] = {}
    for seat, several in enumerate(table.held):
        for each in several:
            found.setdefault((each.file, each.row), {})[seat] = each
    return list(found.values())


def _options(table: Table, row: Row) -> list[tuple[Activity | None, ...]]:
    """The row left out, then each of its readings: of several rulesets those that agree on the days."""
    nothing: tuple[Activity | None, ...] = tuple(None for _ in table.cases)
    readings = [row[seat].readings if seat in row else (None,) for seat in range(len(table.cases))]
    ways = [each for each in product(*readings) if len({(one.on, one.started) for one in each if one is not None}) < 2]
    return [nothing, *(ways or product(*readings))]


def _of_seat(rows: Sequence[Row], seen: Mapping[tuple[int, ...], Words], seat: int) -> list[Row]:
    words = {choice: each[seat] for choice, each in seen.items()}
    if len(set(words.values())) == 1 and len(words) < MOST_WORLDS:
        return []
    deciding = [row for number, row in enumerate(rows) if _toggles(number, words)]
    return deciding or list(rows)


def _owned(row: Row, seat: int) -> Owned:
    owner = seat if seat in row else min(row)
    return owner, row[owner]


def _toggles(number: int, seen: Mapping[tuple[int, ...], frozenset[Word]]) -> bool:
    groups: dict[tuple[int, ...], frozenset[Word]] = {}
    for choice, words in seen.items():
        rest = (*choice[:number], -1, *choice[number + 1 :])
        if groups.setdefault(rest, words) != words:
            return True
    return False
