"""Figures that facts about the member would change which nobody stated, where the verdict is the same whatever they are
(decision 42).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from cedsl.assessment.figures import Figures
from cedsl.assessment.hanging import apart
from cedsl.assessment.judge import Judged
from cedsl.assessment.still import still_to_earn
from cedsl.assessment.tell import lines_of
from cedsl.assessment.worlds import World
from cedsl.lean import dataclass
from cedsl.model.ruleset import Word
from cedsl.verdict import BlockResult, Kind, MemberResult, Span, StatementResult, Varies

MOST_COMPARED = 256
"""How many ways are compared two by two to tell which facts matter; beyond, all that were asked for do."""

ZERO = Fraction(0)
ASKING = frozenset({Kind.TOTAL, Kind.MINIMUM, Kind.ADDITION, Kind.COUNT})
"""Where such a statement does not stand, it asks for nothing; elsewhere there is then no figure at all."""

UNMET = frozenset({Word.SHORT, Word.FAILED, Word.DEPENDS})

Lines = Mapping[str, StatementResult]


def told_of(worlds: Sequence[World]) -> World:
    """The way from which the figures are told: of a member who is short the one that leaves least to earn, among those
    in which every amount is known; else the first.
    """
    first = worlds[0]
    if len(worlds) == 1 or any(each.verdict is not Word.SHORT for each in worlds):
        return first
    return min((first, *(each for each in worlds[1:] if _is_known(each))), key=_to_earn)


def _is_known(world: World) -> bool:
    """Whether no statement asks or allows something that nobody knows; conditions are tried both ways."""
    return all(void or "/" in name for (name, _), void in world.filling.statements.items())


def _to_earn(world: World) -> tuple[bool, Fraction, Fraction]:
    """What is still to earn, then how much all statements together lack."""
    still, solved = still_to_earn(world), [each.best for each in world.judged if each.best is not None]
    lacking = sum((short / each.form.ticks for each in solved for short in each.solution.short), ZERO)
    return still is None, still or ZERO, lacking


def _to_spare(world: World) -> Fraction:
    return sum(map(_surplus, world.judged), ZERO)


def _surplus(judged: Judged) -> Fraction:
    return ZERO if judged.best is None else Figures(judged, judged.best).surplus()


def marked(member: MemberResult, worlds: Sequence[World]) -> MemberResult:
    """The member with every figure that is another one in some of the ways saying so. The verdict stays."""
    if len(worlds) < 2:
        return member
    compared = _Compared(tuple(worlds))
    blocks = tuple(compared.block(each, number) for number, each in enumerate(member.blocks))
    measured = _to_spare if member.verdict is Word.MET else still_to_earn
    amounts = [measured(each) for each in worlds]
    still = compared.hanging(amounts)
    told = (fact for block in blocks for line in block.statements if line.varies for fact in line.varies.facts)
    verdicts = (fact for hangs in compared.verdicts() for fact in hangs)
    facts = tuple(dict.fromkeys((*still, *told, *verdicts)))
    return replace(member, blocks=blocks, depends_on=facts, at_least=bool(still))


@dataclass(frozen=True)
class _Compared:
    """All ways of filling what nobody stated."""

    worlds: tuple[World, ...]

    def hanging(self, seen: Sequence[object]) -> tuple[str, ...]:
        """The facts on which it hangs what is seen, one thing for each way; all that were asked for where no fact
        alone decides.
        """
        if all(each == seen[0] for each in seen):
            return ()
        pairs = () if len(self.worlds) > MOST_COMPARED else combinations(range(len(self.worlds)), 2)
        differ = (
            apart(self.worlds[one].filling, self.worlds[other].filling)
            for one, other in pairs
            if seen[one] != seen[other]
        )
        alone = tuple(dict.fromkeys(facts[0] for facts in differ if len(facts) == 1))
        every = (key[1] or key[0] for each in self.worlds for key in each.filling.answers())
        return alone or tuple(dict.fromkeys(every))

    def verdicts(self) -> Iterator[tuple[str, ...]]:
        """For each requirement the facts on which its verdict hangs."""
        for number in range(len(self.worlds[0].judged)):
            yield self.hanging([each.judged[number].verdict for each in self.worlds])

    def block(self, block: BlockResult, number: int) -> BlockResult:
        seen = [{line.id: line for line in lines_of(each.judged[number])} for each in self.worlds]
        lines = tuple(self._line(line, seen) for line in _merged(block.statements, seen))
        words = {each.judged[number].verdict for each in self.worlds}
        verdict = block.verdict if len(words) == 1 else Word.DEPENDS
        surplus = min(block.surplus, *(_surplus(each.judged[number]) for each in self.worlds))
        return replace(block, statements=lines, verdict=verdict, surplus=surplus)

    def _line(self, line: StatementResult, seen: Sequence[Lines]) -> StatementResult:
        found = [each.get(line.id) for each in seen]
        facts = self.hanging([_figures(each) for each in found])
        if not facts:
            return line
        known = [each for each, world in zip(found, self.worlds, strict=True) if not _is_open(line, world)]
        present = [each for each in known if each is not None]
        shorts = [(ZERO if each is None else each.short or ZERO) for each in known]
        varies = Varies(
            facts,
            _span(_asked(line, known)),
            _span(_shown(each) for each in present),
            _span(shorts if line.kind in ASKING or line.kind is Kind.BRANCH else ()),
            is_known=len(known) == len(found),
        )
        return replace(line, verdict=_together(found), varies=varies)


def _is_open(line: StatementResult, world: World) -> bool:
    """Whether nobody knows in this way how much the line asks or allows."""
    return any(name == line.statement and not void for (name, _), void in world.filling.statements.items())


def _figures(line: StatementResult | None) -> object:
    if line is None:
        return None
    return line.required, _shown(line), line.short, line.verdict, line.chosen


def _asked(line: StatementResult, known: Iterable[StatementResult | None]) -> Iterator[Fraction]:
    for each in known:
        if each is not None and each.required is not None:
            yield each.required
        elif line.kind in ASKING:
            yield ZERO


def _shown(line: StatementResult) -> Fraction:
    return line.earned if line.counted is None else line.counted


def _span(numbers: Iterable[Fraction]) -> Span | None:
    """The least and the most; None where there is no number."""
    found = tuple(numbers)
    return (min(found), max(found)) if found else None


def _together(found: Sequence[StatementResult | None]) -> Word | None:
    """The verdict that holds in every way: one that is never unmet is met, also where it asks nothing in some."""
    words = {None if each is None else each.verdict for each in found}
    told = words - {None}
    if len(words) == 1 or (len(told) == 1 and not told & UNMET):
        return next(iter(told), None)
    return Word.DEPENDS if told & UNMET else Word.MET


def _merged(told: Sequence[StatementResult], seen: Sequence[Lines]) -> list[StatementResult]:
    """The lines told, with those that stand only in other ways, each after what it follows there. Such a line asks
    nothing as the figures are told; what an alternative holds that is not reported stays out.
    """
    merged = list(told)
    known = {each.id for each in told}
    for lines in seen:
        after = 0
        for line in _outside_others(lines.values(), known):
            if line.id in known:
                after = next(place for place, each in enumerate(merged, 1) if each.id == line.id)
            else:
                merged.insert(after, _unasked(line))
                known.add(line.id)
                after += 1
    return merged


def _outside_others(lines: Iterable[StatementResult], known: set[str]) -> Iterator[StatementResult]:
    """The lines without those inside an alternative of which none was told."""
    lines = tuple(lines)
    depth: int | None = None
    for number, line in enumerate(lines):
        if depth is not None and line.depth > depth:
            continue
        inside = lines[number + 1].id if number + 1 < len(lines) and lines[number + 1].depth > line.depth else ""
        depth = line.depth if line.kind is Kind.BRANCH and line.id in known and inside not in known else None
        yield line


def _unasked(line: StatementResult) -> StatementResult:
    asks = line.kind in ASKING
    return replace(
        line,
        required=ZERO if asks else line.required,
        counted=ZERO if asks and line.counted is not None else line.counted,
        short=ZERO if asks else line.short,
    )
