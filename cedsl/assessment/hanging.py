"""Activities that do not count as the figures are told, and would if a fact were stated that is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cedsl.assessment.case import Filling
from cedsl.assessment.judge import Judged
from cedsl.assessment.trace import Row
from cedsl.assessment.worlds import World
from cedsl.lean import dataclass
from cedsl.verdict import BlockResult, RecordResult, Refused

MOST_COMPARED = 64
"""How many ways of filling what is missing are compared, the likest first."""

_ITS_OWN = frozenset({Refused.OUTSIDE, Refused.NOT_ACCEPTED, Refused.TOO_SHORT, Refused.NO_RATE, Refused.REPEAT})
"""Why an activity counts for nothing whatever else is on record; another fact about the member may decide it."""


@dataclass(frozen=True)
class Doubt:
    """What is not known of a member: the world from which the figures are told, and other ones."""

    told: World
    others: tuple[World, ...]

    @staticmethod
    def of(worlds: Sequence[World]) -> Doubt:
        told, *others = worlds
        likest = sorted(others, key=lambda each: len(apart(told.filling, each.filling)))
        return Doubt(told, tuple(likest[:MOST_COMPARED]))

    def marked(self, block: BlockResult, number: int) -> BlockResult:
        """The block with every loss that hangs on missing facts saying so: on those of which as few as can be would
        let the activity count, if they were others. `number` is that of its requirement.
        """
        doubtful = {(each.file, each.row) for each in block.records if _is_out(each)} if self.others else set()
        if not doubtful:
            return block
        hangs: dict[Row, tuple[str, ...]] = {}
        fewest: dict[Row, int] = {}
        for other in self.others:
            facts = apart(self.told.filling, other.filling)
            for row in doubtful & _counting(other.rulings[number].judged) if facts else ():
                if len(facts) == fewest.setdefault(row, len(facts)):
                    hangs[row] = tuple(dict.fromkeys((*hangs.get(row, ()), *facts)))
        records = (_hanging(each, hangs.get((each.file, each.row), ())) for each in block.records)
        return replace(block, records=tuple(records)) if hangs else block


def apart(one: Filling, other: Filling) -> tuple[str, ...]:
    """The facts that both were asked for and fill in two ways."""
    mine, theirs = one.answers(), other.answers()
    return tuple(dict.fromkeys(key[1] for key, value in mine.items() if theirs.get(key, value) != value))


def _is_out(record: RecordResult) -> bool:
    kept = record.servings or record.carried_out
    return not kept and bool(record.losses) and all(each.why in _ITS_OWN for each in record.losses)


def _counting(judged: Judged) -> set[Row]:
    """The activities of the period that earn anything."""
    period = judged.period
    if period is None:
        return set()
    return {(e.activity.file, e.activity.row) for e in judged.credited if e.accepted and e.credit and e.on in period}


def _hanging(record: RecordResult, facts: tuple[str, ...]) -> RecordResult:
    return replace(record, losses=tuple(replace(each, hangs_on=facts) for each in record.losses)) if facts else record
