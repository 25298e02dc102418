"""What a predicate is asked about: the activity, the member and the period, and the words of the ruleset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache

from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model.names import closure
from cedsl.model.ruleset import Ruleset, TableRow
from cedsl.period import Window
from cedsl.records.activity import Facts, Value
from cedsl.records.schema import ChoiceType


class MissingFact(Exception):
    """A member fact was asked for that nobody stated. Whoever decides a verdict asks again with each filling."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Vocabulary:
    """What evaluating needs of a ruleset, looked up once."""

    ruleset: Ruleset

    @cached_property
    def defaults(self) -> Mapping[str, Value]:
        """The values that blank fields take."""
        return {each.name: each.default for each in self.ruleset.fields if each.default is not None}

    @cached_property
    def fact_defaults(self) -> Mapping[str, Value]:
        """The values of facts that nobody stated."""
        return {each.name: each.default for each in self.ruleset.facts if each.default is not None}

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, tuple[TableRow, ...]]]:
        """The rows of each reference table by their key, compared as texts are."""
        found: dict[str, dict[str, tuple[TableRow, ...]]] = {}
        for table in self.ruleset.tables:
            rows = found.setdefault(table.name, {})
            for row in table.rows:
                rows[folded(row.key)] = (*rows.get(folded(row.key), ()), row)
        return found

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The field that is the key of each reference table."""
        return {table.name: table.key for table in self.ruleset.tables}

    @cached_property
    def column_of(self) -> Mapping[str, str]:
        """The reference table of each column."""
        return {column.name: table.name for table in self.ruleset.tables for column in table.columns}

    @cached_property
    def scales(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """The rank of each value of each ordered choice, by ("field" or "fact", name)."""
        return {
            (kind, each.name): {value: rank for rank, value in enumerate(each.type.values)}
            for kind, several in (
                ("field", self.ruleset.fields),
                ("fact", self.ruleset.facts),
                *(("field", table.columns) for table in self.ruleset.tables),
            )
            for each in several
            if isinstance(each.type, ChoiceType) and each.type.ordered
        }

    @cached_property
    def above(self) -> Mapping[str, frozenset[str]]:
        """For each category itself and all above it."""
        categories = {each.name: each for each in self.ruleset.categories}
        return {name: closure(name, categories) for name in categories}

    @cached_property
    def sights(self) -> dict[int, object]:
        """What filters saw and answered before (`cedsl.model.lens`), by their identity."""
        return {}

    @cached_property
    def _together(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    def all_above(self, names: tuple[str, ...]) -> frozenset[str]:
        """The categories and all above them; remembered, for few sets of categories occur."""
        found = self._together.get(names)
        if found is None:
            each = (self.above.get(name, frozenset((name,))) for name in names)
            found = self._together[names] = frozenset().union(*each)
        return found


@dataclass(frozen=True, slots=True)
class Subject:
    """The activity that a predicate is asked about: where it stands and what it says.

    `categories` holds the names of what is described (a place's tag, or all tags) and all above them. A `bare`
    one is credit that was carried: it has kept its categories and nothing else.
    """

    on: date
    categories: frozenset[str]
    fields: Mapping[str, Value]
    started: date | None = None
    length: Fraction | None = None
    bare: bool = False


@dataclass(frozen=True)
class Scope:
    """The member and the period that a predicate is asked about.

    `fillings` are values tried for facts that nobody stated. `count` and `earned` answer the questions
    about accepted records in the period; they are None where no period is known yet. `asked` is a day of the
    period that is asked for (None: the as-of date picks it), `seen` the day on which facts are looked at where
    a rule names another than the period's last.
    """

    vocabulary: Vocabulary
    facts: Facts
    as_of: date
    period: Window | None = None
    number: int | None = None
    fillings: Mapping[str, Value] | None = None
    count: Callable[[p.Predicate], int] | None = None
    earned: Callable[[p.Predicate], Fraction] | None = None
    asked: date | None = None
    seen: date | None = None

    @property
    def picking(self) -> date:
        """The day that picks the period."""
        return self.as_of if self.asked is None else self.asked

    @property
    def deciding(self) -> date:
        """The day whose facts decide: the period's last, or the day that picks it where none is known."""
        if self.seen is not None:
            return self.seen
        return self.picking if self.period is None else self.period.last

    def fact(self, name: str) -> Value:
        """The fact's value on the deciding day."""
        for each in self.facts.get(name, ()):
            if each.holds_on(self.deciding):
                return each.value
        if name in self.vocabulary.fact_defaults:
            return self.vocabulary.fact_defaults[name]
        if self.fillings is not None and name in self.fillings:
            return self.fillings[name]
        raise MissingFact(name)

    def states(self, name: str) -> bool:
        return any(each.holds_on(self.deciding) for each in self.facts.get(name, ()))


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Text as it is compared: without regard to case, outer blanks and repeated inner ones."""
    return " ".join(text.casefold().split())
