"""The member of an example that cedsl makes, and the activities that are just enough: as the solver finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from cedsl.assessment import assess
from cedsl.assessment.group import least_short
from cedsl.assessment.worlds import case_of
from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.model.scope import MissingFact, Scope, Subject, Vocabulary
from cedsl.period import Window
from cedsl.publishing.page_boundary import Boundary, BoundaryKind
from cedsl.publishing.phrase_outline import outline_of, place_of
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, Facts, Tag, Value
from cedsl.records.adjustment import NONE
from cedsl.verdict import BlockResult, FurtherCredit, Kind, Loss, MemberResult, StatementResult

Worked: TypeAlias = tuple[r.Example, MemberResult]
"""An example of the author's, and what the rules say of it."""

MOST_ACTIVITIES = 8
"""Of more activities than these no reader adds up the sum."""

MOST_MEMBERS = 3
ZERO = Fraction(0)
BEGIN, APART = timedelta(days=14), timedelta(days=30)
"""When in the period the first activity lies, and how far apart they are."""

MEMBER = "example"
ASKS = frozenset({Kind.TOTAL, Kind.MINIMUM, Kind.ADDITION})


@dataclass(frozen=True, slots=True)
class Piece:
    """One activity, and the statements (ids of results) for which it was found."""

    activity: Activity
    serving: tuple[str, ...] = ()

    @property
    def amount(self) -> Fraction:
        assert self.activity.amount is not None
        return self.activity.amount.number

    def of(self, amount: Fraction) -> Piece:
        """The same, of another amount."""
        assert self.activity.amount is not None
        return replace(self, activity=replace(self.activity, amount=replace(self.activity.amount, number=amount)))


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rules say of some activities: of the one requirement that asks for credit."""

    activities: tuple[Activity, ...]
    as_of: date
    verdict: r.Word
    block: BlockResult

    @property
    def total(self) -> StatementResult:
        return total_of(self.block)

    @property
    def losses(self) -> list[Loss]:
        return [loss for each in self.block.records for loss in each.losses]

    @property
    def short(self) -> list[StatementResult]:
        return [each for each in self.block.statements if each.short]


@dataclass(frozen=True)
class Start:
    """A member, and activities that are just enough. `required` is the total, `period` the one that is assessed."""

    ruleset: r.Ruleset
    facts: Facts
    as_of: date
    asked: date | None
    block: BlockResult
    period: Window
    pieces: tuple[Piece, ...] = ()

    @property
    def required(self) -> Fraction:
        return total_of(self.block).required or ZERO

    @cached_property
    def general(self) -> Piece | None:
        """The activity that serves nothing but the total."""
        return next((each for each in self.pieces if len(each.serving) == 1 and not each.activity.tags), None)

    @cached_property
    def scope(self) -> Scope:
        return Scope(Vocabulary(self.ruleset), self.facts, self.as_of, self.period)

    @cached_property
    def limits(self) -> tuple[r.Cap | r.CapDifferent | r.UsedMinimum | r.Limit, ...]:
        """Everything in the requirement that keeps an activity from counting."""
        (block,) = (each for each in self.ruleset.requirements if each.words.id == self.block.requirement)
        found = (each.statement for each in outline_of(block))
        return tuple(each for each in found if isinstance(each, r.Cap | r.CapDifferent | r.UsedMinimum | r.Limit))

    def tried(self, pieces: Sequence[Piece], as_of: date | None = None) -> Tried | None:
        """The activities assessed; None where that hangs on something unknown, or is about another period."""
        day = as_of or self.as_of
        activities = numbered(pieces)
        result = assess(self.ruleset, MEMBER, activities, (), self.facts, day, asked=self.asked)
        block = asking(result)
        if block is None or result.questions or block.period != self.period:
            return None
        return Tried(activities, day, result.verdict, block)

    def boundary(self, kind: BoundaryKind, tried: Tried, short: tuple[str, ...] = ()) -> Boundary | None:
        """The example; None where less than `short` (ids of statements) lack together could be short."""
        lacking = sum((each.short or ZERO for each in tried.short), ZERO)
        if short and self._least(tried, short) != lacking:
            return None
        example = r.Example(
            title=kind,
            as_of=tried.as_of,
            facts=self.facts,
            activities=tried.activities,
            expectations=tuple(_expected(tried, lacking, short)),
            asked=self.asked,
        )
        return Boundary(kind, example, {each.row: each for each in tried.block.records})

    def _least(self, tried: Tried, ids: tuple[str, ...]) -> Fraction:
        """What no way of counting leaves out."""
        case = case_of(self.ruleset, tried.activities, self.facts, tried.as_of, asked=self.asked)
        return least_short(case, frozenset(ids))

    def subject(self, names: tuple[str, ...], fields: dict[str, Value], on: date) -> Subject:
        """An activity as filters see it."""
        vocabulary = self.scope.vocabulary
        return Subject(on, vocabulary.all_above(names), {**vocabulary.defaults, **fields})


def _expected(tried: Tried, lacking: Fraction, short: tuple[str, ...]) -> Iterator[r.Expectation]:
    """The verdict, what is missing, and what of the earned counted where that is less."""
    yield r.ExpectVerdict(tried.verdict)
    if short:
        yield r.ExpectShort(lacking, short)
    total = tried.total
    if total.earned != total.counted:
        yield r.ExpectFigure("earned", total.earned, total.statement)
        yield r.ExpectFigure("counted", total.counted or ZERO, total.statement)


def numbered(pieces: Sequence[Piece]) -> tuple[Activity, ...]:
    """The activities by their days, each with the number of its row."""
    activities = sorted((each.activity for each in pieces), key=lambda each: each.on or date.min)
    return tuple(replace(each, row=row) for row, each in enumerate(activities, 1))


def asking(result: MemberResult) -> BlockResult | None:
    """The one requirement that asks this member for anything, if it is for credit; else None."""
    blocks = [each for each in result.blocks if each.verdict is not r.Word.EXEMPT]
    return blocks[0] if len(blocks) == 1 and asks(blocks[0]) else None


def asks(block: BlockResult) -> bool:
    return any(each.kind is Kind.TOTAL and each.required for each in block.statements)


def total_of(block: BlockResult) -> StatementResult:
    return next(each for each in block.statements if each.kind is Kind.TOTAL)


def start_of(ruleset: r.Ruleset, written: Sequence[Worked]) -> Start | None:
    """The first member for whom just enough is a few plain activities."""
    for facts, as_of, asked in _members(ruleset, written):
        try:
            found = _begin(ruleset, facts, as_of, asked)
        except MissingFact:
            found = None
        if found is not None:
            return found
    return None


def _members(ruleset: r.Ruleset, written: Sequence[Worked]) -> Iterator[tuple[Facts, date, date | None]]:
    """Those of the author's examples that meet the rules by activities alone; without any example, a bare one."""
    met = [
        (each.facts, each.as_of, each.asked)
        for each, result in written
        if result.verdict is r.Word.MET and each.adjustments == NONE and each.activities and each.as_of is not None
    ]
    yield from met[:MOST_MEMBERS]
    if not written:
        first, last = ruleset.header.in_force_from, ruleset.header.in_force_until
        yield {}, last or date(2025 if first is None else first.year + 1, 12, 31), None


def _begin(ruleset: r.Ruleset, facts: Facts, as_of: date, asked: date | None) -> Start | None:
    empty = assess(ruleset, MEMBER, (), (), facts, as_of, asked=asked)
    block = asking(empty)
    if block is None or block.period is None or empty.questions or not 0 < len(block.completion) <= MOST_ACTIVITIES:
        return None
    start = Start(ruleset, facts, as_of, asked, block, block.period)
    pieces = tuple(_pieces(start, block.completion))
    return None if len(pieces) < len(block.completion) else replace(start, pieces=tuple(_merged(pieces)))


def _pieces(start: Start, completion: Sequence[FurtherCredit]) -> Iterator[Piece]:
    """An activity for each kind of further credit, on days apart; fewer where one cannot be made."""
    for number, each in enumerate(completion):
        window = each.window or start.period
        first, last = max(window.first, start.period.first), min(window.last, start.period.last, start.as_of)
        on = min(first + BEGIN + APART * number, last)
        fields = None if on < first or each.too_late else _fields(start, each, on)
        if fields is not None:
            tags = tuple(Tag(name) for name in each.places)
            yield Piece(Activity(MEMBER, on, Amount(each.amount, start.ruleset.unit.name), tags, fields), each.serving)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Activities that differ in nothing but their days, as one; those that must lie in one year are left alone."""
    found: list[Piece] = []
    for each in pieces:
        same = next((at for at, other in enumerate(found) if _are_alike(other, each)), None)
        if same is None:
            found.append(each)
        else:
            found[same] = found[same].of(found[same].amount + each.amount)
    return found


def _are_alike(one: Piece, other: Piece) -> bool:
    is_yearly = any("@" in each for each in (*one.serving, *other.serving))
    return not is_yearly and (one.activity.tags, one.activity.fields) == (other.activity.tags, other.activity.fields)


def _fields(start: Start, credit: FurtherCredit, on: date) -> dict[str, Value] | None:
    """The plainest fields with which an activity serves these statements and comes under no limit; else None."""
    asked = [_filter(start, each) for each in credit.serving]
    filters = [each for each in asked if each is not None]
    for fields in candidates(filters):
        subject = start.subject(credit.places, fields, on)
        serves = all(describes(each, subject, start.scope) for each in filters)
        if serves and not any(describes(each.filter, subject, start.scope) for each in start.limits):
            return fields
    return None


def _filter(start: Start, id_: str) -> p.Predicate | None:
    """What a statement (by the id of its result) asks an activity to be."""
    found = place_of(start.ruleset, id_.partition("@")[0])
    match found.statement if found is not None else None:
        case r.Minimum(filter=filter_) | r.Requirement(filter=filter_):
            return filter_
        case _:
            return None


def candidates(filters: Sequence[p.Predicate]) -> Iterator[dict[str, Value]]:
    """No field, then each that a filter names, then all of them."""
    named = [pair for each in filters for pair in _named(each)]
    yield {}
    for name, value in named:
        yield {name: value}
    if len(named) > 1:
        yield dict(reversed(named))


def _named(filter_: p.Predicate) -> Iterator[tuple[str, Value]]:
    match filter_:
        case p.AllOf(parts=parts):
            for part in parts:
                yield from _named(part)
        case p.Compare(left=p.FieldTerm(name=name), op=p.Op.IS, right=(p.Constant(value=value), *_)):
            yield name, value
        case _:
            return
