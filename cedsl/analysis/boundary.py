"""Members at the boundary of the rules, found by the solver: just enough, one area short, over a limit, one activity
for two areas, the last day. Each is assessed like a member; what does not show what it is made for is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, islice

from cedsl.analysis.boundary_member import MEMBER, ZERO, Piece, Start, Tried, Worked, asks, candidates, start_of
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.publishing.page_boundary import Boundary, BoundaryKind
from cedsl.publishing.page_elsewhere import is_one_place
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, Tag
from cedsl.verdict import BlockResult, Kind, MemberResult, RecordResult, Refused

MOST = 3
"""Examples on a page."""

MOST_TRIED = 2
"""How many ways are tried to make an example of one kind."""

OVER = Fraction(4)
"""By how much an example goes over a limit that is as large; over a smaller one it goes by 1."""


def boundary_examples(ruleset: r.Ruleset, written: Sequence[Worked]) -> tuple[Boundary, ...]:
    """At most three examples, each of a kind of which the author has written none; `written` are the author's own.

    The member is one of an example that meets the rules, so that no fact and no day is invented where the author has
    written one; the activities are those that the solver names as the fewest that complete everything.
    """
    wanted = [kind for kind in KINDS if not any(_shows(kind, ruleset, *each) for each in written)]
    start = start_of(ruleset, written) if wanted else None
    if start is None:
        return ()
    found = (KINDS[kind](start) for kind in wanted)
    return tuple(islice((each for each in found if each is not None), MOST))


def _shows(kind: BoundaryKind, ruleset: r.Ruleset, example: r.Example, result: MemberResult) -> bool:
    """Whether the author's example is one of the kind."""
    blocks = [each for each in result.blocks if each.period is not None]
    records = [each for block in blocks for each in block.records]
    match kind:
        case "meets":
            asked = [each for each in blocks if asks(each)]
            return result.verdict is r.Word.MET and bool(asked) and not any(each.surplus for each in asked)
        case "area":
            return any(_is_area_short(each) for each in blocks)
        case "cap":
            return any(_is_capped(each) for each in records)
        case "double":
            return any(_is_double(ruleset, each) for each in example.activities)
        case "last-day":
            ends = {each.period.last for each in blocks if each.period is not None}
            return any(each.on in ends and each.servings for each in records)


def _is_area_short(block: BlockResult) -> bool:
    totals = [each for each in block.statements if each.kind is Kind.TOTAL]
    short = any(each.kind is Kind.MINIMUM and each.short for each in block.statements)
    return short and bool(totals) and not any(each.short for each in totals)


def _is_capped(record: RecordResult) -> bool:
    return any(loss.why is Refused.CAP and loss.amount for loss in record.losses)


def _is_double(ruleset: r.Ruleset, activity: Activity) -> bool:
    names = [each.category for each in activity.tags]
    return any(not is_one_place(ruleset, (one,), (other,)) for one, other in combinations(names, 2))


def _meets(start: Start) -> Boundary | None:
    """Exactly what the solver says is needed, and nothing over."""
    tried = start.tried(start.pieces)
    return start.boundary("meets", tried) if tried is not None and _is_exact(start, tried) else None


def _is_exact(start: Start, tried: Tried) -> bool:
    is_same = tried.total.earned == tried.total.counted == start.required
    return tried.verdict is r.Word.MET and is_same and not tried.block.surplus and not tried.losses


def _area(start: Start) -> Boundary | None:
    """The credit of one area is earned in another way instead."""
    for missing in islice((each for each in start.pieces if len(each.serving) > 1), MOST_TRIED):
        rest = _without(start.pieces, missing)
        tried = _filled(start, rest, missing.amount)
        if tried is not None and _is_one_short(tried, missing.amount) and not tried.losses:
            return start.boundary("area", tried, (tried.short[0].statement,))
    return None


def _without(pieces: Sequence[Piece], *left_out: Piece) -> list[Piece]:
    return [each for each in pieces if not any(each is one for one in left_out)]


def _filled(start: Start, pieces: Sequence[Piece], amount: Fraction) -> Tried | None:
    """The activities with so much more in one of them: in the one that serves only the total, if there is one."""
    spare = next((each for each in pieces if each is start.general), pieces[-1] if pieces else None)
    if spare is None:
        return None
    return start.tried([each.of(each.amount + amount) if each is spare else each for each in pieces])


def _is_one_short(tried: Tried, amount: Fraction) -> bool:
    return _is_area_short(tried.block) and [each.short for each in tried.short] == [amount]


def _cap(start: Start) -> Boundary | None:
    """A little more than a limit allows, and all else just enough: what is above the limit is lost."""
    for cap, most in islice(_caps(start), MOST_TRIED):
        over = OVER if most >= OVER else Fraction(1)
        capped = _under(start, cap, most + over)
        general = start.general
        if capped is None or general is None:
            continue
        pieces = (*_without(start.pieces, general), capped, general.of(general.amount - most))
        tried = start.tried(pieces)
        if tried is not None and _is_lost(start, tried, over):
            return start.boundary("cap", tried)
    return None


def _caps(start: Start) -> Iterator[tuple[r.Cap, Fraction]]:
    """The caps that leave room beside them for other credit, each with how much it lets count."""
    room = ZERO if start.general is None else start.general.amount
    lines = {each.statement: each.required for each in start.block.statements if each.kind is Kind.CAP}
    for cap in start.limits:
        most = lines.get(cap.words.id)
        if isinstance(cap, r.Cap) and cap.per is None and most and most < room:
            yield cap, most


def _is_lost(start: Start, tried: Tried, over: Fraction) -> bool:
    """Whether a cap kept so much from counting, nothing else was lost, and all is met."""
    is_met = tried.verdict is r.Word.MET and tried.total.counted == start.required
    is_capped = all(each.why is Refused.CAP for each in tried.losses)
    return is_met and is_capped and sum((each.amount or ZERO for each in tried.losses), ZERO) == over


def _under(start: Start, cap: r.Cap, amount: Fraction) -> Piece | None:
    """An activity that the cap describes, on the day before the one that serves only the total."""
    on = None if start.general is None else start.general.activity.on
    if on is None:
        return None
    day = max(start.period.first, on - timedelta(days=1))
    parts = cap.filter.parts if isinstance(cap.filter, p.AllOf) else (cap.filter,)
    names = tuple(name for each in parts if isinstance(each, p.InCategory) for name in each.names[:1])
    for fields in candidates([cap.filter]):
        if describes(cap.filter, start.subject(names, fields, day), start.scope):
            stated = Amount(amount, start.ruleset.unit.name)
            return Piece(Activity(MEMBER, day, stated, tuple(map(Tag, names)), fields))
    return None


def _double(start: Start) -> Boundary | None:
    """One activity in two areas that share no hour, as long as the longer of the two needs."""
    pairs = ((one, other) for one, other in combinations(start.pieces, 2) if _are_apart(start.ruleset, one, other))
    for one, other in islice(pairs, MOST_TRIED):
        more, less = (one, other) if one.amount >= other.amount else (other, one)
        tags = (*one.activity.tags, *other.activity.tags)
        both = replace(more, activity=replace(more.activity, tags=tags))
        rest = [both, *_without(start.pieces, one, other)]
        tried = _filled(start, rest, less.amount) if len(rest) > 1 else None
        if tried is not None and _is_one_short(tried, less.amount):
            return start.boundary("double", tried, (_own(one), _own(other)))
    return None


def _own(piece: Piece) -> str:
    """The innermost statement that the activity serves."""
    return piece.serving[-1]


def _are_apart(ruleset: r.Ruleset, one: Piece, other: Piece) -> bool:
    """Whether each has one category, and the two share no hour."""
    ours, theirs = one.activity.tags, other.activity.tags
    if not len(ours) == len(theirs) == 1 or one.activity.fields != other.activity.fields:
        return False
    return not is_one_place(ruleset, (ours[0].category,), (theirs[0].category,))


def _last_day(start: Start) -> Boundary | None:
    """The same as just enough, with the last activity on the last day of the period."""
    last = start.general or start.pieces[-1]
    moved = replace(last, activity=replace(last.activity, on=start.period.last))
    tried = start.tried([moved, *_without(start.pieces, last)], max(start.as_of, start.period.last))
    return start.boundary("last-day", tried) if tried is not None and _is_exact(start, tried) else None


KINDS: dict[BoundaryKind, Callable[[Start], Boundary | None]] = {
    "meets": _meets,
    "area": _area,
    "cap": _cap,
    "double": _double,
    "last-day": _last_day,
}
"""In the order in which they are made."""
