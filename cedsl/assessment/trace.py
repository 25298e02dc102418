"""Where the hours of an activity are that this period does not count: in which other periods, or carried over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from fractions import Fraction

from cedsl.assessment.chain import Ruling
from cedsl.assessment.solve import ZERO
from cedsl.lean import dataclass
from cedsl.normal.credited import Credited
from cedsl.period import Window
from cedsl.verdict import Balance, Loss, Refused

Row = tuple[str, int]
"""An activity by its file and row."""

ELSEWHERE = frozenset({Refused.OTHER_PERIOD, Refused.OTHER_BLOCK})
"""Why credit of an activity is not this period's to count."""


def whole(credited: Credited) -> Fraction:
    """The credit of the activity, wherever it is counted."""
    gone = (each.amount or ZERO for each in credited.losses if each.why in ELSEWHERE)
    return credited.credit + sum(gone, ZERO)


@dataclass
class Trace:
    """What the periods of a chain did with each activity, up to one of them and without its own counting.

    `seen` is an activity as its own period saw it, `own` what that counted of it, `others` what further periods
    counted, also after it was carried over; `came` is what was carried into this period, `expired` what was carried
    and is lost, `leaves` what this period carries out of its own.
    """

    seen: dict[Row, tuple[Credited, Window]] = field(default_factory=dict)
    own: dict[Row, Fraction] = field(default_factory=dict)
    others: dict[Row, list[Loss]] = field(default_factory=dict)
    came: dict[Row, list[Loss]] = field(default_factory=dict)
    expired: dict[Row, list[Loss]] = field(default_factory=dict)
    leaves: dict[Row, Fraction] = field(default_factory=dict)

    def elsewhere(self, row: Row) -> Iterator[Loss]:
        """What of the activity is not this period's own to count, but for what its own period keeps."""
        for told in (self.others, self.expired, self.came):
            yield from told.get(row, ())

    def kept(self, row: Row, left: Fraction) -> Loss | None:
        """What of the credit that is left the activity's own period counted, where that is an earlier one."""
        if row not in self.seen:
            return None
        amount = min(self.own.get(row, ZERO), left)
        return Loss(amount, Refused.OTHER_PERIOD, period=self.seen[row][1]) if amount else None


def trace_of(ruling: Ruling) -> Trace:
    """The trace up to the ruling; empty for a requirement whose periods stand alone."""
    found = Trace()
    for each in ruling.earlier:
        _counted(each, found)
        if each.carry is not None and each.judged.period is not None:
            _parts(each.carry.used, found.others, Refused.OTHER_PERIOD, each.judged.period)
            _parts(each.carry.expired, found.expired, Refused.EXPIRED, None)
    if ruling.carry is not None:
        _parts(ruling.carry.carried_in, found.came, Refused.CARRIED_OVER, None)
        for balance in ruling.carry.carried_out:
            if balance.origin == ruling.judged.period:
                for part in balance.parts:
                    row = part.file, part.row
                    found.leaves[row] = found.leaves.get(row, ZERO) + part.amount
    return found


def _counted(ruling: Ruling, found: Trace) -> None:
    """What an earlier period counted of its own activities, and of those of other days."""
    judged = ruling.judged
    if judged.period is None:
        return
    for each in judged.credited:
        if each.on in judged.period:
            found.seen[each.activity.file, each.activity.row] = each, judged.period
    if judged.best is None:
        return
    form = judged.best.form
    for item, counted in zip(form.items, judged.best.solution.counted, strict=True):
        amount = sum(counted, ZERO) / form.ticks
        row = item.activity.file, item.activity.row
        if not amount or item.bare:
            continue
        if item.held_back is None:
            found.own[row] = found.own.get(row, ZERO) + amount
        else:
            loss = Loss(amount, Refused.OTHER_PERIOD, period=judged.period)
            found.others.setdefault(row, []).append(loss)


def _parts(balances: Sequence[Balance], told: dict[Row, list[Loss]], why: Refused, period: Window | None) -> None:
    """Notes the activities of balances; `period` where they are counted, else where they were earned."""
    for balance in balances:
        for part in balance.parts:
            loss = Loss(part.amount, why, period=period or balance.origin)
            told.setdefault((part.file, part.row), []).append(loss)
