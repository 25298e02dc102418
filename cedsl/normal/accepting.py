"""Whether some activity of a kind is accepted, whatever else it must say for that."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator, Mapping
from functools import reduce
from itertools import product
from math import prod

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.lens import BLIND, Lens, lens_of
from cedsl.model.scope import MissingFact, Scope, Subject, Vocabulary
from cedsl.normal.acceptance import accepting, crediting_filters, describing, refused_by
from cedsl.normal.kinds import Kind
from cedsl.normal.plan import MissingAmount
from cedsl.normal.static import asks_member
from cedsl.normal.values import field_values, looked_at
from cedsl.records.activity import Value

MOST_TRIES = 64
"""How many ways of saying more about a kind are all tried; where there are more, one is taken to be accepted."""

MOST_STEPS = 12
"""How many fields are said, one after another, to satisfy the rules of acceptance."""


class Acceptance:
    """The rules of acceptance for one member and period, with what was accepted before."""

    def __init__(self, scope: Scope) -> None:
        vocabulary = scope.vocabulary
        filters = (*accepting(vocabulary), *(rule.filter for rule in vocabulary.ruleset.credits))
        self.scope = scope
        self.rules = [each for each in vocabulary.ruleset.credits if _may_refuse(each, vocabulary)]
        self.may_miss = any(asks_member(each) for each in crediting_filters(vocabulary))
        self.lens: Lens = reduce(Lens.beside, (lens_of(each, vocabulary) for each in filters), BLIND)
        self.values: Mapping[str, list[Value | None]] = field_values(accepting(vocabulary), scope)
        self.said: list[Mapping[str, Value]] = []
        self.answers: dict[Hashable, bool] = {}

    def possible(self, kind: Kind) -> bool:
        """Whether some activity of the kind is accepted, whatever else it says; remembered by what the rules see."""
        subject = kind.subject(self.scope.vocabulary)
        blank = tuple(name in kind.blank for name in self.lens.fields)
        key = self.lens.seen(subject), blank
        if key not in self.answers:
            self.answers[key] = self._possible(kind)
        return self.answers[key]

    def _possible(self, kind: Kind) -> bool:
        """Where much is left to say, the kind is possible. Else what was accepted before is tried first, then one
        field after another is said as the rule that refuses wants it, then everything.
        """
        known = dict(kind.fields)
        free = {name: values for name, values in self.values.items() if name not in known and name not in kind.blank}
        if prod(len(values) for values in free.values()) > MOST_TRIES:
            return True
        if self._refused_anyhow(kind, known, free):
            return False
        return self._as_before(kind, known) or self._appeasing(kind, known) or self._anyhow(kind, known, free)

    def _refused_anyhow(self, kind: Kind, known: Mapping[str, Value], free: Container[str]) -> bool:
        """Whether a rule refuses the kind that looks at nothing which is left to say."""
        refusing = None if self.may_miss else self._refusing(kind, known)
        if refusing is None:
            return False
        lenses = (lens_of(each, self.scope.vocabulary) for each in _asked(refusing))
        return all(name not in free for lens in lenses for name in lens.fields)

    def _as_before(self, kind: Kind, known: Mapping[str, Value]) -> bool:
        for said_before in self.said:
            said = {name: each for name, each in said_before.items() if name not in kind.blank}
            if self._refusing(kind, {**said, **known}) is None:
                return True
        return False

    def _appeasing(self, kind: Kind, known: Mapping[str, Value]) -> bool:
        said = known
        for _ in range(MOST_STEPS):
            refusing = self._refusing(kind, said)
            if refusing is None:
                self.said.append(said)
                return True
            more = self._appeased(refusing, kind, said)
            if more is None:
                break
            said = more
        return False

    def _refusing(self, kind: Kind, said: Mapping[str, Value]) -> r.Refusal | r.CreditRule | None:
        subject = Subject(kind.on, self.scope.vocabulary.all_above(kind.tags), said)
        try:
            return refused_by(subject, describing(subject, self.scope, {}, self.rules), self.scope, {})
        except (MissingFact, MissingAmount):
            return None

    def _appeased(
        self, refusing: r.Refusal | r.CreditRule, kind: Kind, said: Mapping[str, Value]
    ) -> dict[str, Value] | None:
        """The kind with one field more, so that this rule no longer refuses; None where no field helps."""
        looking = (each for filter_ in _asked(refusing) for each in looked_at(filter_, self.scope.vocabulary))
        for name in dict.fromkeys(name for name, _ in looking):
            for value in self.values.get(name, ()):
                if value is not None and name not in kind.blank and name not in dict(kind.fields):
                    further = {**said, name: value}
                    if self._refusing(kind, further) is not refusing:
                        return further
        return None

    def _anyhow(self, kind: Kind, known: Mapping[str, Value], free: Mapping[str, list[Value | None]]) -> bool:
        for combination in product(*free.values()):
            said = {name: each for name, each in zip(free, combination, strict=True) if each is not None}
            if self._refusing(kind, {**known, **said}) is None:
                self.said.append(said)
                return True
        return False


def _asked(rule: r.Refusal | r.CreditRule) -> Iterator[p.Predicate]:
    """The filters by which a rule refuses."""
    yield rule.filter
    if isinstance(rule, r.CreditRule):
        yield from (clause.filter for clause in rule.clauses if isinstance(clause, r.Where))


def _may_refuse(rule: r.CreditRule, vocabulary: Vocabulary) -> bool:
    """Whether the rule refuses activities, or asks for a fact that may be missing."""
    asked = (rule.words.when, rule.filter)
    personal = any(lens_of(each, vocabulary).personal for each in asked)
    return personal or any(isinstance(clause, r.Where) for clause in rule.clauses)
