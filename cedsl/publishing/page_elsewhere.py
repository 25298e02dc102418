"""Where the same hour counts besides: toward the total, toward an outer row, toward another row, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from cedsl.lean import dataclass
from cedsl.model.names import closure
from cedsl.model.predicate import Always, InCategory, Predicate
from cedsl.model.ruleset import Addition, Branch, Category, Count, Distinct, KOf, Minimum, Requirement, Ruleset
from cedsl.publishing.phrase_label import place_label
from cedsl.publishing.phrase_opposed import opposed
from cedsl.publishing.phrase_outline import Place, Stated, outline_of
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_words import listed, quoted_once
from cedsl.publishing.tongue import say

MOST_NAMED = 3
"""Of more rows than these the page says that there are others, without their names."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A minimum of a requirement: the statements around it, the nearest first, what an hour must be to serve it, and
    under which conditions it is asked.
    """

    place: Place
    around: tuple[Stated, ...]
    filters: tuple[Predicate, ...]
    conditions: tuple[Predicate, ...]


@dataclass(frozen=True)
class Elsewhere:
    """What the rows of one requirement have to do with one another."""

    ruleset: Ruleset
    block: Requirement

    def told(self, place: Place) -> str:
        """Whether an hour that serves this row may serve others too, in a sentence or two; empty where a row counts no
        hours of its own, as a choice of options does.
        """
        match place.statement:
            case Requirement():
                return " ".join(filter(None, (self._within(), self._beyond())))
            case Minimum():
                return self._of_minimum(
                    next(each for each in self._minimums if each.place.statement is place.statement)
                )
            case Addition():
                return say("Counts nowhere else.")
            case Count():
                return say("The {units} of these activities also count as usual.", units=self.ruleset.unit.plural)
            case _:
                return ""

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        return tuple(outline_of(self.block))

    @cached_property
    def _minimums(self) -> tuple[Standing, ...]:
        return tuple(self._standing(each) for each in self._places if isinstance(each.statement, Minimum))

    def _standing(self, place: Place) -> Standing:
        around = tuple(each.statement for each in places_around(place, self._places))
        own = (place.statement, *around)
        filters = (tidied(each.filter) for each in own if isinstance(each, Minimum | Addition))
        conditions = (tidied(each) for each in (*place.conditions, place.statement.words.when))
        return Standing(place, around, _telling(filters), _telling(conditions))

    @cached_property
    def _categories(self) -> Mapping[str, Category]:
        return {each.name: each for each in self.ruleset.categories}

    def _within(self) -> str:
        """What counts toward the whole requirement."""
        asked = bool(self._minimums)
        apart = any(isinstance(each.statement, Addition) for each in self._places)
        match asked, apart:
            case True, True:
                return say("The rows below count toward it, except what is on top of the total.")
            case True, False:
                return say("The rows below count toward it.")
            case _:
                return ""

    def _beyond(self) -> str:
        """Whether its hours serve another requirement of the same member."""
        own = tidied(self.block.words.when)
        others = [
            each.words.id
            for each in self.ruleset.requirements
            if each is not self.block and each.total is not None and not opposed(tidied(each.words.when), own)
        ]
        if not others:
            return ""
        id_ = self.block.words.id
        kept = {name for several in self.ruleset.not_both if id_ in several for name in several}
        if kept.issuperset(others):
            return say("Counts in no other requirement.")
        if kept.isdisjoint(others):
            return say("May also count in another requirement.")
        return say("May also count in some other requirements, as said below.")

    def _of_minimum(self, one: Standing) -> str:
        outer = [each for each in one.around if isinstance(each, Minimum | Addition)]
        on_top = any(isinstance(each, Addition) for each in outer)
        names = [quoted_once(self._labels[id(each)]) for each in outer]
        fellows = [each for each in self._minimums if each is not one and _are_fellows(one, each)]
        possible = [each for each in fellows if not on_top and self._may_share(one, each)]
        total = self.block.total is not None and not on_top
        surely = _surely(names, total=total, alone=bool(fellows) and not possible)
        rows = dict.fromkeys(quoted_once(self._labels[id(each.place.statement)]) for each in possible)
        return " ".join(filter(None, (surely, _perhaps(tuple(rows)))))

    @cached_property
    def _labels(self) -> Mapping[int, str]:
        return {
            id(each.statement): place_label(self.ruleset, each)
            for each in self._places
            if isinstance(each.statement, Minimum | Addition)
        }

    def _may_share(self, one: Standing, other: Standing) -> bool:
        """Whether one hour can serve both: not where they are kept apart, nor where no hour is of both descriptions."""
        if any(isinstance(each, Addition) for each in other.around):
            return False
        if any(isinstance(each, Distinct) and _holds(other.around, each) for each in one.around):
            return False
        return not any(opposed(each, further, self._apart) for each in one.filters for further in other.filters)

    def _apart(self, one: InCategory, other: InCategory) -> bool:
        return not _is_one_place(self._categories, one.names, other.names)


def _telling(predicates: Iterator[Predicate]) -> tuple[Predicate, ...]:
    return tuple(each for each in predicates if not isinstance(each, Always))


def _surely(outer: Sequence[str], *, total: bool, alone: bool) -> str:
    """`alone` says that there are other rows, none of which the hour can serve."""
    rows = listed(outer)
    match bool(outer), total, alone:
        case True, True, True:
            return say("Also counts toward {rows} and the total, and toward no other row.", rows=rows)
        case True, True, False:
            return say("Also counts toward {rows} and the total.", rows=rows)
        case True, False, True:
            return say("Also counts toward {rows}, and toward no other row.", rows=rows)
        case True, False, False:
            return say("Also counts toward {rows}.", rows=rows)
        case False, True, True:
            return say("Also counts toward the total, and toward no other row.")
        case False, True, False:
            return say("Also counts toward the total.")
        case _:
            return say("Counts toward no other row.") if alone else ""


def _perhaps(rows: Sequence[str]) -> str:
    if not rows:
        return ""
    if len(rows) > MOST_NAMED:
        return say("May also count toward other rows that it fits.")
    return say("May also count toward {rows}.", rows=listed(rows, "or"))


def places_around(place: Place, places: Sequence[Place] = ()) -> Iterator[Place]:
    """The places around this one inside its requirement, the nearest first; `places` are all of the requirement."""
    every = places or tuple(outline_of(place.block))
    outer = place.around
    while outer is not None and not isinstance(outer, Requirement):
        found = next(each for each in every if each.statement is outer)
        yield found
        outer = found.around


def _holds(statements: Sequence[Stated], wanted: Stated) -> bool:
    return any(each is wanted for each in statements)


def _are_fellows(one: Standing, other: Standing) -> bool:
    """Whether the two stand beside each other and may both be asked of one member."""
    if _holds(one.around, other.place.statement) or _holds(other.around, one.place.statement):
        return False
    if any(opposed(each, further) for each in one.conditions for further in other.conditions):
        return False
    choices = [each for each in one.around if isinstance(each, KOf) and each.count == 1 and _holds(other.around, each)]
    return all(_option(one, each) is _option(other, each) for each in choices)


def _option(standing: Standing, choice: KOf) -> Branch | None:
    return next((each for each in choice.branches if _holds(standing.around, each)), None)


def is_one_place(ruleset: Ruleset, names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether an hour can be counted under a category of each: through one category, two that share, or two
    classifications.
    """
    return _is_one_place({each.name: each for each in ruleset.categories}, names, others)


def _is_one_place(categories: Mapping[str, Category], names: Sequence[str], others: Sequence[str]) -> bool:
    group = {name: each.group for name, each in categories.items()}
    if not set(names).isdisjoint(others) or any(
        group.get(one) != group.get(other) for one in names for other in others
    ):
        return True
    under = [name for name in categories if closure(name, categories) & set(names)]
    beneath = {name for name in categories if closure(name, categories) & set(others)}
    return any(name in beneath or not beneath.isdisjoint(categories[name].shares_with) for name in under)
