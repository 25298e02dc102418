"""Requirements of which no two may count the same hour: decided together, then each by itself.

Together they are one problem, in the order written: least still to earn for all of them, then the shortfalls
of the first, and so on. That says which hours each of them takes. Each is then judged by what the others leave.
They may be requirements of several rulesets: a *seat* is one of these, with the member's case under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from cedsl.assessment.case import Case, asking
from cedsl.assessment.chain import Ruling, rule_on
from cedsl.assessment.group_apart import Group, Member, division_of
from cedsl.assessment.judge import Beside, Taken, judge_in
from cedsl.assessment.share import Claim, Division
from cedsl.assessment.shared import Extent, Key, parts_of, words_of
from cedsl.assessment.solve import ZERO
from cedsl.normal.credited import Credited
from cedsl.verdict import Outside, Refused

Bond = frozenset[tuple[int, str]]
"""Requirements (seat, id) of which no two may count the same hour."""

Rulings = tuple[tuple[Ruling, ...], ...]
"""For each seat its requirements, judged."""


def keep_apart(rulings: Rulings, cases: Sequence[Case], outside: Sequence[Bond] = ()) -> Rulings:
    """The rulings with no hour counted in two requirements that are declared *not both*: within a ruleset, or, as in
    `outside`, across them.
    """
    own = [
        frozenset((seat, name) for name in names)
        for seat, case in enumerate(cases)
        for names in case.desk.ruleset.not_both
    ]
    bonds = [*own, *outside]
    if not bonds:
        return rulings
    found = [list(each) for each in rulings]
    for group in _groups(rulings, cases, bonds):
        division = division_of(group)
        if division is None:
            continue
        for number, member in enumerate(group.members):
            taken = list(_taken(group, number, division))
            if taken:
                with asking(member.seat):
                    alone = found[member.seat][member.place]
                    found[member.seat][member.place] = _without(alone, member.case, taken)
    return tuple(tuple(each) for each in found)


def _without(ruling: Ruling, case: Case, taken: Sequence[Taken]) -> Ruling:
    """The requirement judged by what the others leave of each activity."""
    judged = ruling.judged
    if judged.period is None:
        return ruling
    if ruling.carry is not None:
        return rule_on(judged.requirement, case, taken)
    beside = Beside(taken=tuple(taken))
    return replace(ruling, judged=judge_in(judged.requirement, case, judged.period, judged.scope.number, beside))


# ------------------------------------------------------------------------------------------------ groups


def _groups(rulings: Rulings, cases: Sequence[Case], bonds: Sequence[Bond]) -> Iterator[Group]:
    """The requirements that hang together, in the order of the seats and of each file."""
    members = [
        Member(seat, place, cases[seat], each.judged, chained=each.carry is not None)
        for seat, several in enumerate(rulings)
        for place, each in enumerate(several)
        if each.judged.best is not None and any((seat, each.judged.requirement.words.id) in bond for bond in bonds)
    ]
    apart = {
        frozenset((one, other))
        for one, other in combinations(range(len(members)), 2)
        if any(members[one].name in bond and members[other].name in bond for bond in bonds)
    }
    waiting = list(range(len(members)))
    while waiting:
        inside = _reached(waiting[0], apart)
        waiting = [each for each in waiting if each not in inside]
        numbers = sorted(inside)
        pairs = frozenset(frozenset(numbers.index(each) for each in pair) for pair in apart if pair <= inside)
        yield Group(tuple(members[each] for each in numbers), pairs)


def _reached(first: int, apart: set[frozenset[int]]) -> set[int]:
    found, waiting = {first}, [first]
    while waiting:
        current = waiting.pop()
        more = {each for pair in apart if current in pair for each in pair} - found
        found |= more
        waiting.extend(more)
    return found


# ------------------------------------------------------------------------------------ what the others take


def _taken(group: Group, number: int, division: Division) -> Iterator[Taken]:
    """What the others take of each activity of a member, in its own credit. What was cut off here counts here in no
    case, so they take that first.
    """
    member = group.members[number]
    for key, credited in member.activities.items():
        others = _others(group, number, key, division)
        extent = division.extents.get((member.seat, key))
        if not others or extent is None:
            continue
        claims = {each: division.claims[each, key] for each in others}
        amounts = {each: claim.share * extent.whole for each, claim in claims.items()}
        at_home = sum((amount for each, amount in amounts.items() if group.is_at_home(each, number)), ZERO)
        left = min(credited.credit, extent.credit - at_home, extent.whole - sum(amounts.values(), ZERO))
        parts = _parts_left(group, number, key, credited, claims, extent)
        lost = credited.credit - left
        for each, amount in amounts.items():
            yield Taken(credited, min(lost, amount), Refused.OTHER_BLOCK, _holder(group, each, number), parts)
            lost -= min(lost, amount)


def _others(group: Group, number: int, key: Key, division: Division) -> list[int]:
    """Those whose hours are not this one's to count: of several sets that may share hours with one another, the one
    that takes most.
    """
    claims = division.claims
    sets = [
        [each for each in sorted(clique - {number}) if (each, key) in claims]
        for clique in group.cliques
        if number in clique
    ]
    return max(sets, key=lambda several: sum((claims[each, key].share for each in several), ZERO), default=[])


def _parts_left(
    group: Group, number: int, key: Key, credited: Credited, claims: Mapping[int, Claim], extent: Extent
) -> dict[str, Fraction] | None:
    """What the others leave of each stated part, and those of the same ruleset of what lies beyond the parts; None for
    an activity without such parts.
    """
    found = parts_of(credited)
    if not found:
        return None
    own = {name: words_of(group.members[number].map, name) for name in found}
    taken = dict.fromkeys(found, ZERO)
    for other, claim in claims.items():
        rate = extent.whole / claim.extent.whole
        member = group.members[other]
        stated = parts_of(member.activities[key])
        for name in claim.through.keys() | stated.keys():
            words = words_of(member.map, name)
            if name == "" and not group.is_at_home(other, number):
                continue
            for mine in found:
                if mine == name == "" or words & own[mine]:
                    found[mine] = max(found[mine], stated.get(name, ZERO) * rate)
                    taken[mine] += claim.through.get(name, ZERO) * rate
    return {name: max(ZERO, most - taken[name]) for name, most in found.items()}


def _holder(group: Group, other: int, number: int) -> str | Outside:
    """What to call the requirement that counts the hours: its id, with its ruleset where that is another one."""
    member = group.members[other]
    words = member.judged.requirement.words
    if group.is_at_home(other, number):
        return words.id
    header = member.case.desk.ruleset.header
    return Outside(header.name, header.title, words.id, words.title or "")
