"""What a filter looks at: two activities that agree in it get the same answer, so that one may be remembered."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model.predicate_walk import all_terms, atoms
from cedsl.model.scope import Subject, Vocabulary


@dataclass(frozen=True, slots=True)
class Lens:
    """The parts of an activity that a filter sees: its fields by name (in order), its categories (those that are
    `named`), its days, its length. A `personal` filter looks at the member, the period or the as-of date besides.
    """

    fields: tuple[str, ...]
    named: frozenset[str]
    dated: bool
    length: bool
    personal: bool

    def seen(self, subject: Subject) -> Hashable:
        """Everything that the filter sees of the activity."""
        said = subject.fields
        return (
            subject.categories if self.named else None,
            subject.bare,
            (subject.on, subject.started) if self.dated else None,
            subject.length if self.length else None,
            *[said.get(name) for name in self.fields],
        )

    def beside(self, other: Lens) -> Lens:
        """What the two filters see together."""
        return Lens(
            tuple(dict.fromkeys((*self.fields, *other.fields))),
            self.named | other.named,
            self.dated or other.dated,
            self.length or other.length,
            self.personal or other.personal,
        )


BLIND = Lens((), frozenset(), dated=False, length=False, personal=False)
"""What a filter sees that describes everything."""

MOST_ANSWERS = 100_000
"""How many answers of one filter are remembered."""

MOST_FILTERS = 10_000
"""How many filters are remembered: those of the ruleset, and those made for a member."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A filter with its lens and what it answered so far. It is kept so that no other one can take its identity."""

    predicate: p.Predicate
    lens: Lens
    answers: dict[Hashable, bool | None]

    def learn(self, seen: Hashable, answer: bool | None) -> bool | None:
        if len(self.answers) >= MOST_ANSWERS:
            self.answers.clear()
        self.answers[seen] = answer
        return answer


def sight_of(predicate: p.Predicate, vocabulary: Vocabulary) -> Sight:
    """The sight of a filter, remembered with the vocabulary."""
    found = vocabulary.sights.get(id(predicate))
    if not isinstance(found, Sight):
        if len(vocabulary.sights) >= MOST_FILTERS:
            vocabulary.sights.clear()
        found = vocabulary.sights[id(predicate)] = Sight(predicate, _lens(predicate, vocabulary), {})
    return found


def lens_of(predicate: p.Predicate, vocabulary: Vocabulary) -> Lens:
    return sight_of(predicate, vocabulary).lens


_PERSONAL = (
    *(p.FactTerm, p.PeriodTerm, p.PeriodNumber, p.AsOfTerm, p.Measure),
    *(p.HasRecords, p.HasEarned, p.During, p.SeenOn),
)
"""Terms and questions about the member, the member's records, or the days of the period."""


def _lens(predicate: p.Predicate, vocabulary: Vocabulary) -> Lens:
    terms = list(all_terms(predicate))
    names = [term.name for term in terms if isinstance(term, p.FieldTerm)]
    tables = [atom.table for atom in atoms(predicate) if isinstance(atom, p.Listed)]
    tables += [vocabulary.column_of[name] for name in names if name in vocabulary.column_of]
    return Lens(
        tuple(dict.fromkeys((*names, *(vocabulary.keys[table] for table in tables)))),
        frozenset(name for atom in atoms(predicate) if isinstance(atom, p.InCategory) for name in atom.names),
        dated=bool(tables) or not {"date", "started"}.isdisjoint(names),
        length="length" in names,
        personal=any(isinstance(each, _PERSONAL) for each in (*terms, *parts_of(predicate))),
    )


def parts_of(predicate: p.Predicate) -> Iterator[p.Predicate]:
    """The predicate and all inside it, but for conditions on other days."""
    yield predicate
    match predicate:
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                yield from parts_of(part)
        case p.Not(part=part):
            yield from parts_of(part)
        case _:
            return
