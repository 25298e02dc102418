"""One group of requirements that are kept apart: what each takes of the activities, by the best alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, product

from cedsl.assessment.case import Case, asking
from cedsl.assessment.judge import Judged, with_waivers
from cedsl.assessment.share import Division, divide
from cedsl.assessment.shared import Joint, Key, Kind, Party, cliques_of
from cedsl.assessment.solve import ZERO, Solved, missing_activities
from cedsl.lean import dataclass
from cedsl.model.ruleset import Word
from cedsl.normal.credited import Credited
from cedsl.normal.further import possible
from cedsl.normal.normalise import NormalForm, Option
from cedsl.normal.places import Map
from cedsl.verdict import CARRIED, LATER

MOST_TOGETHER = 256
"""How many combinations of alternatives are tried for requirements that are kept apart."""

NOTHING: Option = (0, 0)
"""Further credit that is not counted."""


@dataclass(frozen=True)
class Member:
    """A requirement, judged by itself: the `place`-th of the ruleset on its seat."""

    seat: int
    place: int
    case: Case
    judged: Judged
    chained: bool = False

    @cached_property
    def waived(self) -> Judged:
        """The same with the amounts that waivers set, as far as it is not part of a chain."""
        if self.chained or not self.case.adjustments.waivers:
            return self.judged
        with asking(self.seat):
            found = with_waivers(self.judged, self.case)
        return found if found.best is not None else self.judged

    @property
    def name(self) -> tuple[int, str]:
        return self.seat, self.judged.requirement.words.id

    @property
    def map(self) -> Map:
        return self.case.desk.map

    @property
    def worth(self) -> Fraction:
        """One unit of credit in a unit that is the same for all rulesets whose units convert."""
        return self.case.desk.ruleset.unit.size

    @cached_property
    def activities(self) -> Mapping[Key, Credited]:
        """The activities that it may count and others may, too."""
        assert self.judged.best is not None
        form = self.judged.best.form
        keys = zip(self.keys(form), form.items, strict=True)
        return {key: credited for key, credited in keys if key is not None}

    @cached_property
    def _numbers(self) -> Mapping[int, Key]:
        """Every activity of the case by its identity."""
        seen: dict[tuple[str, int], int] = {}
        found: dict[int, Key] = {}
        for each in self.case.activities:
            row = each.file, each.row
            found[id(each)] = (*row, seen.get(row, 0))
            seen[row] = seen.get(row, 0) + 1
        return found

    def keys(self, form: NormalForm) -> tuple[Key | None, ...]:
        """What each item is called in every ruleset; None for credit that is no activity's."""
        return tuple(self._key(each) for each in form.items)

    def _key(self, credited: Credited) -> Key | None:
        activity = credited.activity
        if credited.bare or activity.unbounded:
            return None
        return self._numbers.get(id(activity), (activity.file, activity.row, 0))


@dataclass(frozen=True)
class Group:
    """Requirements that hang together; `apart` are those of which no two may count the same hour, by their numbers."""

    members: tuple[Member, ...]
    apart: frozenset[frozenset[int]]

    @cached_property
    def cliques(self) -> list[frozenset[int]]:
        return cliques_of(len(self.members), self.apart)

    def is_at_home(self, one: int, other: int) -> bool:
        """Whether both are of one ruleset."""
        return self.members[one].seat == self.members[other].seat

    def contested(self) -> bool:
        """Whether two that are kept apart may count one activity."""
        pairs = (tuple(pair) for pair in self.apart)
        return any(self.members[one].activities.keys() & self.members[other].activities.keys() for one, other in pairs)


def division_of(group: Group) -> Division | None:
    """What each member takes of each activity, with those alternatives that serve all of them best; None where they
    share no activity. Waivers are looked at where something is short without them.
    """
    if not group.contested():
        return None
    rank, division = _best(group, [each.judged for each in group.members])
    waived = [each.waived for each in group.members]
    if rank[1] and any(each.judged is not other for each, other in zip(group.members, waived, strict=True)):
        rank, division = _best(group, waived)
    return division


def _best(group: Group, judged: Sequence[Judged]) -> tuple[Rank, Division]:
    best: tuple[Rank, Division] | None = None
    for chosen in islice(product(*(each.solved for each in judged)), MOST_TOGETHER):
        if best is not None and _at_best(group, chosen) >= best[0]:
            continue
        division = divide(_joint(group, chosen))
        rank = _rank(chosen, division.still)
        if best is None or rank < best[0]:
            best = rank, division
    assert best is not None, "every requirement here was solved"
    return best


Rank = tuple[int, bool, int, Fraction, int]


def _rank(chosen: Sequence[Solved], still: Fraction) -> Rank:
    """As for one requirement: fewer failures first, then met before short, then the fewest that cannot be completed,
    then the least still to earn, then the fewest activities missing.
    """
    impossible = sum(one.solution.still is None or one.plan.impossible for one in chosen)
    failures = sum(each.verdict is Word.FAILED for one in chosen for each in one.facts)
    missing = sum(missing_activities(one) for one in chosen)
    return failures, bool(impossible or still or missing), impossible, still, missing


def _at_best(group: Group, chosen: Sequence[Solved]) -> Rank:
    """How good the choice could be: together they lack no less than each by itself."""
    alone = (each.alone() or ZERO for each in chosen)
    return _rank(chosen, sum((each * one.worth for each, one in zip(alone, group.members, strict=True)), ZERO))


def _joint(group: Group, chosen: Sequence[Solved]) -> Joint:
    parties, further = [], list(_further(group, chosen))
    for member, solved in zip(group.members, chosen, strict=True):
        form = _unreserved(solved.lined_up())
        parties.append(Party(solved, form, member.seat, member.worth, member.keys(form)))
    return Joint.of(parties, group.cliques, further)


def _unreserved(form: NormalForm) -> NormalForm:
    """The form with all credit of other periods that may be used: together they may need more of it than alone."""
    whole = sum(item.amount for item in form.problem.items)
    lifted = [key.cap == CARRIED or (key.cap == LATER and not key.value) for key, _ in form.rows]
    caps = [whole if free else cap for cap, free in zip(form.problem.caps, lifted, strict=True)]
    return replace(form, problem=replace(form.problem, caps=tuple(caps)))


# ---------------------------------------------------------------------------------------- further credit


def _further(group: Group, chosen: Sequence[Solved]) -> Iterator[Kind]:
    """Kinds of further credit: of each ruleset by itself, for it keeps its own verdict."""
    for seat in dict.fromkeys(each.seat for each in group.members):
        numbers = [number for number, each in enumerate(group.members) if each.seat == seat]
        worth = group.members[numbers[0]].worth
        with asking(seat):
            ways = list(_at_seat(group, numbers, [chosen[number] for number in numbers]))
        for options in ways:
            placed = dict(zip(numbers, options, strict=True))
            yield Kind(tuple(placed.get(number, NOTHING) for number in range(len(chosen))), worth)


def _at_seat(group: Group, numbers: Sequence[int], chosen: Sequence[Solved]) -> Iterator[tuple[Option, ...]]:
    """Ways of counting an hour in requirements of one ruleset, none of which are kept apart."""
    every = list(combinations(range(len(numbers)), 2))
    apart = [(one, other) for one, other in every if frozenset((numbers[one], numbers[other])) in group.apart]
    if len(apart) == len(every):
        for number, solved in enumerate(chosen):
            for kind in solved.kinds:
                for option in kind.options:
                    yield tuple(option if place == number else NOTHING for place in range(len(chosen)))
        return
    memory = group.members[numbers[0]].case.desk.memory
    kinds = possible([each.normaliser for each in chosen], memory)
    yield from dict.fromkeys(way for each in kinds for way in served_apart(each.options, apart))


def served_apart(options: tuple[Option, ...], apart: Sequence[tuple[int, int]]) -> Iterator[tuple[Option, ...]]:
    """The ways in which an hour of this kind may serve the requirements: no two that are kept apart."""
    for pair in apart:
        if all(options[number][0] for number in pair):
            for number in pair:
                yield from served_apart((*options[:number], NOTHING, *options[number + 1 :]), apart)
            return
    yield options


def pairs_apart(solved: Sequence[Solved]) -> list[tuple[int, int]]:
    """Which of the requirements of one ruleset are kept apart, two by two, by their place among these."""
    names = solved[0].normaliser.scope.vocabulary.ruleset.not_both
    ids = [each.normaliser.requirement.words.id for each in solved]
    return [
        (one, other)
        for one, other in combinations(range(len(ids)), 2)
        if any(ids[one] in group and ids[other] in group for group in names)
    ]
