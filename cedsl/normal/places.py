"""Places: where an hour of an activity may be counted. The contract's section 4, "an hour counts once".

A place names the categories under which an hour there is described: one of the activity's tags, the target of
one that spills into it, several that share hours, or nothing ("general") for an activity without tags. With a
second classification a place takes one from each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product

from cedsl.lean import dataclass
from cedsl.model.names import closure
from cedsl.model.ruleset import Category, Ruleset


@dataclass(frozen=True, slots=True)
class Place:
    """`names` in order of declaration, empty for general; `through` are the tags that an hour here uses."""

    names: tuple[str, ...]
    through: tuple[str, ...]


GENERAL = Place((), ())


@dataclass(frozen=True)
class Map:
    """The categories of a ruleset, as far as places need them."""

    ruleset: Ruleset

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Each category's place in the order of declaration."""
        return {each.name: rank for rank, each in enumerate(self.ruleset.categories)}

    @cached_property
    def category(self) -> Mapping[str, Category]:
        return {each.name: each for each in self.ruleset.categories}

    def rank(self, name: str) -> tuple[int, str]:
        """Sorts names by declaration; undeclared ones (of an open ruleset) come last, by name."""
        return self.order.get(name, len(self.order)), name

    def group(self, name: str) -> str:
        return self.category[name].group if name in self.category else "category"

    @cached_property
    def _known(self) -> dict[tuple[tuple[str, ...], bool], tuple[Place, ...]]:
        return {}

    def places(self, tags: Sequence[str], *, first_only: bool) -> tuple[Place, ...]:
        """Every place for an activity with these tags (in the order of the record), in order of declaration;
        remembered, for few sets of tags occur.
        """
        key = tuple(tags), first_only
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._places(tags, first_only=first_only)
        return found

    def _places(self, tags: Sequence[str], *, first_only: bool) -> tuple[Place, ...]:
        groups: dict[str, list[str]] = {}
        for tag in dict.fromkeys(tags):
            groups.setdefault(self.group(tag), []).append(tag)
        if not groups:
            return (GENERAL,)
        each = [self._of_group(names[:1] if first_only else names) for names in groups.values()]
        joined = (_joined(choice) for choice in product(*each))
        found = dict.fromkeys(Place(tuple(sorted(set(place.names), key=self.rank)), place.through) for place in joined)
        return tuple(sorted(found, key=lambda place: [self.rank(name) for name in place.names]))

    def _of_group(self, tags: Sequence[str]) -> list[Place]:
        """The places within one classification: single tags, those they spill into, sets that share hours."""
        found = [Place((target,), (tag,)) for tag in tags for target in self.reach(tag)]
        for shared in self._sharing(tags):
            found.append(Place(shared, shared))
        return list(dict.fromkeys(found))

    def reach(self, tag: str) -> tuple[str, ...]:
        """The tag and every category that it spills into, by itself, through others, or as one inside another."""
        found: dict[str, None] = {}
        waiting = [tag]
        while waiting:
            current = waiting.pop(0)
            if current not in found:
                found[current] = None
                for name in sorted(closure(current, self.category), key=self.rank):
                    if name in self.category:
                        waiting.extend(self.category[name].spills_into)
        return tuple(found)

    def _sharing(self, tags: Sequence[str]) -> Iterable[tuple[str, ...]]:
        """Every set of two or more of the tags that all share hours with one another."""
        sets: list[tuple[str, ...]] = [()]
        for tag in sorted(set(tags), key=self.rank):
            sets.extend((*each, tag) for each in tuple(sets) if all(self._share(tag, other) for other in each))
        return [each for each in sets if len(each) > 1]

    def _share(self, one: str, other: str) -> bool:
        return one in self.category and other in self.category[one].shares_with


def _joined(choice: Iterable[Place]) -> Place:
    parts = tuple(choice)
    return Place(
        tuple(name for part in parts for name in part.names),
        tuple(name for part in parts for name in part.through),
    )
