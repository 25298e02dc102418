"""One member's verdict: every requirement, what it depends on, and the fewest further credits for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cedsl.assessment.apart import Bond
from cedsl.assessment.chain import Ruling
from cedsl.assessment.decided import remarks_on
from cedsl.assessment.figures import ZERO
from cedsl.assessment.hanging import Doubt
from cedsl.assessment.ledger import carried_ledger, ledger
from cedsl.assessment.midnight import across, as_held
from cedsl.assessment.questions import Table, questions_of
from cedsl.assessment.still import still_to_earn
from cedsl.assessment.tell import lines_of, tell
from cedsl.assessment.unsettled import marked, told_of
from cedsl.assessment.worlds import World, case_of, worlds_of, worlds_together
from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.records.activity import Activity, Facts, HeldRow
from cedsl.records.adjustment import NONE, Adjustments
from cedsl.verdict import BlockResult, MemberResult, Question


@dataclass(frozen=True, slots=True)
class Seat:
    """A ruleset with what is known of a member in its words."""

    ruleset: r.Ruleset
    activities: Sequence[Activity]
    held: Sequence[HeldRow]
    facts: Facts
    adjustments: Adjustments = NONE


def assess(
    ruleset: r.Ruleset,
    member: str,
    activities: Sequence[Activity],
    held: Sequence[HeldRow],
    facts: Facts,
    as_of: date,
    *,
    adjustments: Adjustments = NONE,
    asked: date | None = None,
    history: bool = False,
    bare: bool = False,
) -> MemberResult:
    """The member's verdict as of the day, with every figure, reason and ledger line; `bare`: with the figures alone.

    `activities` are those that are read beyond doubt; `held` rows count nowhere, and make the verdict depend
    on them exactly where letting one in, under some reading, would change it. `asked` is a day of the period that
    is assessed, without it the as-of date; with `history` the earlier periods of a chain are told too.
    """
    seat = Seat(ruleset, activities, held, facts, adjustments)
    (found,) = assess_together(member, (seat,), as_of, asked=asked, history=history, bare=bare)
    return found


def assess_together(
    member: str,
    seats: Sequence[Seat],
    as_of: date,
    *,
    bonds: Sequence[Bond] = (),
    asked: date | None = None,
    history: bool = False,
    bare: bool = False,
) -> tuple[MemberResult, ...]:
    """The member's verdict under each of several rulesets, where no hour counts in two requirements that `bonds` keep
    apart. Of two seats the requirements of the first are served first. An activity is the same in both where file and
    row are.
    """
    seats = [_with_one_day_each(seat, member, as_of, asked) for seat in seats]
    cases = tuple(
        case_of(
            seat.ruleset,
            seat.activities,
            seat.facts,
            as_of,
            member=member,
            adjustments=seat.adjustments,
            asked=asked,
            beside=frozenset(name for bond in bonds for number, name in bond if number == place),
        )
        for place, seat in enumerate(seats)
    )
    table = Table(cases, tuple(tuple(seat.held) for seat in seats), tuple(bonds))
    worlds = table.worlds()
    questions = questions_of(table, worlds)
    return tuple(
        _result(table, place, worlds, questions[place], seat, history=history, bare=bare)
        for place, seat in enumerate(seats)
    )


def _with_one_day_each(seat: Seat, member: str, as_of: date, asked: date | None) -> Seat:
    """The seat with those activities held that went on past midnight from one period into another."""
    if all(each.ended is None for each in seat.activities):
        return seat
    case = case_of(seat.ruleset, seat.activities, seat.facts, as_of, member=member, asked=asked)
    crossing = across(seat.activities, (each.judged.period for each in next(worlds_of(case)).rulings))
    left = [each for each in seat.activities if each not in crossing]
    return replace(seat, activities=left, held=[*seat.held, *map(as_held, crossing)])


def _result(
    table: Table,
    place: int,
    worlds: Sequence[Sequence[World]],
    questions: tuple[Question, ...],
    seat: Seat,
    *,
    history: bool,
    bare: bool,
) -> MemberResult:
    def ruled(tried: Adjustments) -> list[Ruling]:
        other = table.decided(place, tried)
        return _every(next(worlds_together(other.cases, other.bonds)))

    base, mine = worlds[0], [each[place] for each in worlds]
    case, world = table.cases[place], mine[0] if questions else told_of(mine)
    doubt = Doubt.of([world, *(each for each in mine if each is not world)])
    told = (
        _figures(each) if bare else _told(each, seat.activities, seat.held, history=history) for each in world.rulings
    )
    found = MemberResult(
        case.member,
        Word.DEPENDS if questions else world.verdict,
        tuple(doubt.marked(each, number) for number, each in enumerate(told)),
        still_to_earn(world),
        questions,
        remarks_on(case, base[place].rulings, _every(base), ruled),
    )
    return found if questions else marked(found, mine)


def _every(worlds: Sequence[World]) -> list[Ruling]:
    return [ruling for world in worlds for ruling in world.rulings]


def _figures(ruling: Ruling) -> BlockResult:
    """The figures of every statement, and nothing that explains them."""
    judged = ruling.judged
    words, lines = judged.requirement.words, lines_of(judged)
    return BlockResult(words.id, judged.period, judged.verdict, lines, ZERO, None, (), (), (), judged.because)


def _told(ruling: Ruling, activities: Sequence[Activity], held: Sequence[HeldRow], *, history: bool) -> BlockResult:
    block = tell(ruling.judged, ledger(ruling, activities, held))
    chain = ruling.earlier if history else ()
    before = (replace(each, earlier=chain[:number]) for number, each in enumerate(chain))
    earlier = tuple(_told(each, activities, held, history=False) for each in before)
    return replace(block, carry=ruling.carry, earlier=earlier, carried=carried_ledger(ruling))
