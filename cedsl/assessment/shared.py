"""Requirements that are kept apart, side by side, with the activities that they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm

from cedsl.assessment.solve import ZERO, Solved
from cedsl.lean import dataclass
from cedsl.normal.credited import Credited, canonical_key
from cedsl.normal.joint import joint_problem
from cedsl.normal.normalise import NormalForm, Option
from cedsl.normal.places import Map, Place
from cedsl.normal.problem import Problem, Use
from cedsl.records.folding import folded_loosely

Key = tuple[str, int, int]
"""An activity, the same in every ruleset: its file and row, and which of the activities that have this row."""


@dataclass(frozen=True)
class Party:
    """One requirement with one choice of its alternatives. `seat` is its ruleset, `worth` one unit of its credit in a
    unit that is the same for all; `keys` name the activity of each item (None: nobody else's).
    """

    solved: Solved
    form: NormalForm
    seat: int
    worth: Fraction
    keys: tuple[Key | None, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of further credit with one way of counting it in each party; `worth` is that of its ruleset."""

    options: tuple[Option, ...]
    worth: Fraction


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is of an activity for the requirements of one ruleset: the most that any of them is credited, and
    the `whole`, of which that is a share where other rulesets may count it, too.
    """

    credit: Fraction
    whole: Fraction


@dataclass(frozen=True, slots=True)
class Side:
    """An item of one party. `map` are the categories of its ruleset."""

    party: int
    seat: int
    key: Key | None
    credited: Credited
    places: tuple[Place, ...]
    extent: Extent
    map: Map


@dataclass(frozen=True)
class Joint:
    """The parties as one problem, each with items of its own; `sides` say of each item what it is. `cliques` are the
    largest sets of parties of which no two may count the same hour, `completed` the demands of those that further
    credit can complete, as a bit set. `worths` are those of parties and `kinds` those of kinds of further credit, as
    whole numbers in proportion; a tick of worth 1 is `unit` of the common unit.
    """

    problem: Problem
    ticks: int
    sides: tuple[Side, ...]
    extents: Mapping[tuple[int, Key], Extent]
    cliques: tuple[frozenset[int], ...]
    completed: int
    worths: tuple[int, ...]
    kinds: tuple[int, ...]
    unit: Fraction

    @staticmethod
    def of(parties: Sequence[Party], cliques: Sequence[frozenset[int]], further: Sequence[Kind]) -> Joint:
        problem, ticks = joint_problem([each.form for each in parties], [each.options for each in further])
        extents = _extents(parties)
        sides = [side for number, party in enumerate(parties) for side in _sides(number, party, extents)]
        completed = first = 0
        for party in parties:
            count = len(party.form.problem.demands)
            if party.solved.solution.still is not None:
                completed |= ((1 << count) - 1) << first
            first += count
        common = lcm(*(each.worth.denominator for each in parties))
        worths = tuple(int(each.worth * common) for each in parties)
        kinds = tuple(int(each.worth * common) for each in further)
        unit = Fraction(1, common * ticks)
        return Joint(problem, ticks, tuple(sides), extents, tuple(cliques), completed, worths, kinds, unit)


def _extents(parties: Sequence[Party]) -> dict[tuple[int, Key], Extent]:
    """By ruleset and activity. What was cut off is free for the other rulesets; within one it counts nowhere."""
    credits_: dict[Key, dict[int, Fraction]] = {}
    wholes: dict[tuple[int, Key], Fraction] = {}
    for party in parties:
        for credited, places, key in zip(party.form.items, party.form.places, party.keys, strict=True):
            if key is not None and places:
                mine = credits_.setdefault(key, {})
                mine[party.seat] = max(mine.get(party.seat, ZERO), credited.credit)
                whole = max(credited.whole, credited.credit)
                wholes[party.seat, key] = max(wholes.get((party.seat, key), ZERO), whole)
    return {
        (seat, key): Extent(credit, wholes[seat, key] if len(seats) > 1 else credit)
        for key, seats in credits_.items()
        for seat, credit in seats.items()
    }


def _sides(number: int, party: Party, extents: Mapping[tuple[int, Key], Extent]) -> Iterator[Side]:
    for credited, places, key in zip(party.form.items, party.form.places, party.keys, strict=True):
        alone = Extent(credited.credit, credited.credit)
        extent = alone if key is None else extents.get((party.seat, key), alone)
        yield Side(number, party.seat, key, credited, places, extent, party.solved.normaliser.map)


def parts_of(credited: Credited) -> dict[str, Fraction]:
    """The stated parts of the activity, and the rest ("") where it may count."""
    found = {tag.category: tag.most for tag in credited.tags if tag.most is not None}
    return {**found, "": credited.beyond} if credited.beyond else found


def words_of(map_: Map, name: str) -> frozenset[str]:
    """What a category is called. Two rulesets that share a word for one mean the same part of an activity."""
    category = map_.category.get(name)
    titles = (name,) if category is None else (name, category.title)
    return frozenset(folded_loosely(each) for each in titles) - {""}


def cliques_of(number: int, apart: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Every largest set of the parties of which no two may count the same hour."""
    pairs = set(apart)
    found: list[frozenset[int]] = []
    for size in range(number, 1, -1):
        for several in combinations(range(number), size):
            whole = frozenset(several)
            if any(whole < each for each in found):
                continue
            if all(frozenset(pair) in pairs for pair in combinations(several, 2)):
                found.append(whole)
    return found


# ------------------------------------------------------------------------------------------------- cells


@dataclass(frozen=True, slots=True)
class Cell:
    """Activities that can be counted in the same ways, and for which the parties' credits stand in one proportion: by
    party its uses, and the rate of the whole credit. `items` has for each activity the item of each party, `sizes` the
    amount of which the rates make the whole credits, in ticks; `earns` what the party is credited of all of them.
    """

    uses: Mapping[int, tuple[Use, ...]]
    rates: Mapping[int, int]
    items: list[Mapping[int, int]] = field(default_factory=list)
    sizes: list[Fraction] = field(default_factory=list)
    earns: dict[int, int] = field(default_factory=dict)

    def whole(self, party: int) -> Fraction:
        """The whole credit of the activities for the party."""
        return self.rates[party] * sum(self.sizes, ZERO)

    def laid_out(self, taken: Iterable[tuple[int, int, Fraction]]) -> Iterator[tuple[int, int, Fraction]]:
        """What is taken by (party, use), in ticks, as (item, use, ticks): of activities that are alike the earlier ones
        first.
        """
        at, room = 0, self.sizes[0]
        for party, use, amount in taken:
            rate, left = self.rates[party], amount / self.rates[party]
            if len(self.sizes) == 1 and left:
                yield self.items[0][party], use, amount
                continue
            while left:
                if not room:
                    at, room = at + 1, self.sizes[at + 1]
                mine = min(left, room)
                yield self.items[at][party], use, mine * rate
                left, room = left - mine, room - mine


def cells_of(joint: Joint, problem: Problem) -> list[Cell]:
    """The activities that count anywhere, earlier ones first."""
    activities: dict[object, dict[int, int]] = {}
    for number, (side, item) in enumerate(zip(joint.sides, problem.items, strict=True)):
        if item.amount and item.uses:
            activities.setdefault(number if side.key is None else side.key, {})[side.party] = number
    found: dict[object, Cell] = {}
    for items in sorted(activities.values(), key=lambda items: _when(joint, items)):
        wholes = {party: joint.sides[number].extent.whole * joint.ticks for party, number in items.items()}
        size = _common(wholes.values())
        rates = {party: int(whole / size) for party, whole in wholes.items()}
        uses = {party: problem.items[number].uses for party, number in items.items()}
        plain = all(_is_plain(joint, problem, number) for number in items.values())
        alike = plain and len(joint.cliques) == 1
        cell = found.setdefault((tuple(rates.items()), tuple(uses.items())) if alike else id(items), Cell(uses, rates))
        cell.items.append(items)
        cell.sizes.append(size)
        for party, number in items.items():
            cell.earns[party] = cell.earns.get(party, 0) + problem.items[number].amount
    return list(found.values())


def _when(joint: Joint, items: Mapping[int, int]) -> tuple[date, tuple[str, ...]]:
    credited = joint.sides[next(iter(items.values()))].credited
    return credited.on, canonical_key(credited.activity)


def _common(amounts: Iterable[Fraction]) -> Fraction:
    """The largest amount of which all are whole multiples."""
    several = list(amounts)
    finest = lcm(*(each.denominator for each in several))
    return Fraction(gcd(*(int(each * finest) for each in several)), finest)


def _is_plain(joint: Joint, problem: Problem, number: int) -> bool:
    """Whether nothing but the whole limits what is counted of the activity."""
    item = problem.items[number]
    return not item.portions and joint.sides[number].extent.whole * joint.ticks == item.amount


Uses = list[tuple[int, int]]
"""Uses by party and number."""


@dataclass(slots=True)
class _Part:
    """A stated part of an activity, as several rulesets know it: its words, the uses through it, the share that it is
    of the whole.
    """

    words: frozenset[str]
    seats: set[int]
    uses: Uses
    share: Fraction


def parts_across(cell: Cell, joint: Joint, inside: Iterable[int]) -> Iterator[tuple[Uses, Fraction]]:
    """Where requirements of several rulesets count an activity that states parts: the uses through each part that more
    than one of these knows, and the share of the whole that it is.
    """
    sides = {party: joint.sides[cell.items[0][party]] for party in inside}
    found: list[_Part] = []
    if len({side.seat for side in sides.values()}) < 2:
        return
    for party, side in sides.items():
        for name, most in parts_of(side.credited).items():
            uses = [(party, use) for use, place in enumerate(side.places) if name and name in place.through]
            part = _Part(words_of(side.map, name), {side.seat}, uses, most / side.extent.whole)
            alike = next((each for each in found if each.words & part.words), None)
            if alike is None:
                found.append(part)
            else:
                alike.words |= part.words
                alike.seats |= part.seats
                alike.uses += uses
                alike.share = max(alike.share, part.share)
    yield from ((each.uses, each.share) for each in found if len(each.seats) > 1)


def limits_at_home(cell: Cell, joint: Joint, inside: Iterable[int]) -> Iterator[tuple[Uses, Fraction]]:
    """For requirements of one ruleset, of these parties, what they count together at most, in ticks: of the activities
    their credit, and of a stated part no more than there is of it.
    """
    sides = {party: joint.sides[cell.items[0][party]] for party in inside}
    for seat in dict.fromkeys(side.seat for side in sides.values()):
        mine = {party: side for party, side in sides.items() if side.seat == seat}
        if len(mine) < 2:
            continue
        extent = next(iter(mine.values())).extent
        uses = [(party, use) for party in mine for use in range(len(cell.uses[party]))]
        if extent.credit < extent.whole:
            yield uses, extent.credit * joint.ticks
        if any(joint.problem.items[cell.items[0][party]].portions for party in mine):
            parts = [parts_of(side.credited) for side in mine.values()]
            for name in dict.fromkeys(name for each in parts for name in each):
                through = [(party, use) for party, use in uses if name in mine[party].places[use].through]
                yield through, max(each[name] for each in parts if name in each) * joint.ticks
