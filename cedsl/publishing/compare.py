"""Two editions of a ruleset side by side: which statement of one is which of the other. The tree alone decides, so
neither comments nor the order of statements make a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar, assert_never

from cedsl.lean import dataclass
from cedsl.model.predicate import Predicate
from cedsl.model.ruleset import (
    Addition,
    AlsoCount,
    Branch,
    Cap,
    CapDifferent,
    Carry,
    Count,
    CreditRule,
    Distinct,
    Duty,
    Exemption,
    KOf,
    Limit,
    MakeGood,
    Minimum,
    Refusal,
    Requirement,
    Ruleset,
    UsedMinimum,
    Words,
)
from cedsl.publishing.phrase_outline import Place, Stated, outline, told_outside

Rule: TypeAlias = Stated | Carry | MakeGood | AlsoCount | CreditRule | Refusal | Exemption
"""Whatever an author may state with words of its own."""

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement by itself: `rule` as written, `decides` without its name and without what stands inside it.

    `conditions` are those of the blocks around it which are told with no statement around it. `block` is the id of its
    requirement, `around` that of the statement around it; both are empty where there is none.
    """

    rule: Rule
    decides: Rule
    conditions: tuple[Predicate, ...] = ()
    block: str = ""
    around: str = ""
    place: Place | None = None

    @property
    def id(self) -> str:
        return self.rule.words.id


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement in the earlier and in the later edition; None where there is none. `moved` says that it stands
    elsewhere.
    """

    before: Entry | None
    after: Entry | None
    moved: bool = False


def statements(ruleset: Ruleset) -> tuple[Entry, ...]:
    """Every statement of every requirement, outer before inner."""
    found: list[Entry] = []
    for place in outline(ruleset):
        own, outside = place.statement, told_outside(ruleset, place)
        conditions = tuple(each for each in place.conditions if each not in outside)
        block = "" if place.around is None else place.block.words.id
        around = "" if place.around is None else place.around.words.id
        found.append(Entry(own, decides(own), conditions, block, around, place))
    return tuple(found)


def about_other_periods(ruleset: Ruleset) -> tuple[Entry, ...]:
    """What is carried, made good, or counted from before, requirement by requirement."""
    return tuple(_in_block(each, block) for block in ruleset.requirements for each in other_periods(block))


def other_periods(block: Requirement) -> tuple[Carry | MakeGood | AlsoCount, ...]:
    return (*block.carries, *block.make_good, *block.also)


def exemptions(ruleset: Ruleset) -> tuple[Entry, ...]:
    """Who owes nothing; whoever owes nothing of several requirements stands there once for each."""
    return tuple(_in_block(each, block) for block in ruleset.requirements for each in block.exempt)


def _in_block(rule: Rule, block: Requirement) -> Entry:
    return Entry(rule, decides(rule), (), block.words.id)


def crediting(ruleset: Ruleset) -> tuple[Entry, ...]:
    rules: tuple[Rule, ...] = (*ruleset.credits, *ruleset.refusals)
    return tuple(Entry(each, decides(each)) for each in rules)


def decides(rule: Rule) -> Rule:
    """The statement without its name, title and sources, and without what stands inside it."""
    bare = replace(rule, words=Words("", when=rule.words.when))
    match bare:
        case Requirement():
            return replace(bare, statements=(), exempt=(), carries=(), make_good=(), also=())
        case Minimum() | Addition():
            return replace(bare, inner=())
        case Distinct():
            return replace(bare, parts=())
        case KOf():
            return replace(bare, branches=())
        case Branch():
            return replace(bare, statements=())
        case Cap() | CapDifferent() | UsedMinimum() | Count() | Limit() | Duty():
            return bare
        case Carry() | MakeGood() | AlsoCount() | CreditRule() | Refusal() | Exemption():
            return bare
        case _:
            assert_never(bare)


def pairs_of(
    before: Sequence[Entry], after: Sequence[Entry], renamed: Mapping[str, str] | None = None
) -> tuple[Pair, ...]:
    """Each statement with what it was: those of the later edition in their order, then those that are gone.

    First what the author says was called otherwise pairs up; then what is the same, wherever it stands among its like;
    then what has the same name; then what is of the same kind in the same place and agrees in what it is about, or in
    its amount. `renamed` says which requirement
    of the earlier edition is called how in the later one.
    """
    names = dict(renamed or {})
    partner = _partners(before, after, names)
    names |= {before[one].id: after[other].id for other, one in partner.items()}
    paired = [Pair(None if at not in partner else before[partner[at]], each) for at, each in enumerate(after)]
    gone = set(range(len(before))) - set(partner.values())
    told = [replace(pair, moved=_has_moved(pair, names)) for pair in paired]
    return (*told, *(Pair(before[at], None) for at in sorted(gone)))


def _partners(before: Sequence[Entry], after: Sequence[Entry], names: Mapping[str, str]) -> dict[int, int]:
    """The place in the earlier edition, by that in the later one."""
    found = _renamed(before, after)
    for key in _KEYS:
        waiting: dict[Hashable, list[int]] = {}
        for at, each in enumerate(before):
            if at not in found.values() and (mark := key(each, names)) is not None:
                waiting.setdefault(mark, []).append(at)
        for at, each in enumerate(after):
            mark = key(each, {})
            if at not in found and mark is not None and waiting.get(mark):
                found[at] = waiting[mark].pop(0)
    return found


def _renamed(before: Sequence[Entry], after: Sequence[Entry]) -> dict[int, int]:
    """What the later edition says was formerly called as in the earlier one, where that is of the same kind."""
    earlier = {(type(each.rule), each.id): at for at, each in enumerate(before)}
    found: dict[int, int] = {}
    for at, each in enumerate(after):
        old = [earlier.get((type(each.rule), name)) for name in each.rule.words.former]
        free = [one for one in old if one is not None and one not in found.values()]
        if free:
            found[at] = free[0]
    return found


Key: TypeAlias = Callable[[Entry, Mapping[str, str]], Hashable]


def _all(entry: Entry, names: Mapping[str, str]) -> Hashable:
    return (names.get(entry.block, entry.block), entry.id, entry.decides, entry.conditions)


def _content(entry: Entry, names: Mapping[str, str]) -> Hashable:
    return (names.get(entry.block, entry.block), type(entry.rule), entry.decides, entry.conditions)


def _name(entry: Entry, _: Mapping[str, str]) -> Hashable:
    return (type(entry.rule), entry.id)


def _about(entry: Entry, names: Mapping[str, str]) -> Hashable:
    about = getattr(entry.decides, "filter", None)
    return None if about is None else (names.get(entry.block, entry.block), type(entry.rule), about)


def _amount(entry: Entry, names: Mapping[str, str]) -> Hashable:
    amount = getattr(entry.decides, "amount", None)
    return None if amount is None else (names.get(entry.block, entry.block), type(entry.rule), amount)


def _title(entry: Entry, names: Mapping[str, str]) -> Hashable:
    title = entry.rule.words.title
    return None if title is None else (names.get(entry.block, entry.block), type(entry.rule), title)


_KEYS: tuple[Key, ...] = (_all, _content, _name, _title, _about, _amount)


def _has_moved(pair: Pair, names: Mapping[str, str]) -> bool:
    if pair.before is None or pair.after is None:
        return False
    was = tuple(names.get(each, each) for each in (pair.before.block, pair.before.around))
    return was != (pair.after.block, pair.after.around)


def renamed_blocks(pairs: Iterable[Pair]) -> dict[str, str]:
    """How the requirements of the earlier edition are called in the later one."""
    return {
        pair.before.id: pair.after.id
        for pair in pairs
        if pair.before is not None and pair.after is not None and isinstance(pair.after.rule, Requirement)
    }


def by_name(
    before: Iterable[Kind], after: Iterable[Kind], name: Callable[[Kind], Hashable]
) -> Iterator[tuple[Kind | None, Kind | None]]:
    """Declarations by their names: those of the later edition in their order, then those that are gone."""
    earlier, later = ({name(each): each for each in several} for several in (before, after))
    for key, each in later.items():
        yield earlier.get(key), each
    for key, each in earlier.items():
        if key not in later:
            yield each, None
