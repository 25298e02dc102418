"""Whether the rules recognise an activity, and which categories crediting gives it or takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cedsl.model import ruleset as r
from cedsl.model.evaluate import answered, holds
from cedsl.model.predicate import Always, Predicate
from cedsl.model.scope import MissingFact, Scope, Subject, Vocabulary
from cedsl.normal.build import settled

Void = Mapping[tuple[str, str], bool]
"""For a statement that asks for a missing number, date or text: void (True) or impossible (False)."""


def describing(
    subject: Subject, scope: Scope, void: Void, rules: Iterable[r.CreditRule] | None = None
) -> tuple[r.CreditRule, ...]:
    """The credit rules (of these, else all) that describe the activity, in the order written; a void or
    impossible one does not.
    """
    found = []
    for rule in scope.vocabulary.ruleset.credits if rules is None else rules:
        if not _applies(rule.words, scope, void):
            continue
        answer = _asked(rule.words.id, rule.filter, subject, scope, void)
        if isinstance(answer, tuple) and answer[0] is True:
            found.append(rule)
    return tuple(found)


def _asked(statement: str, filter_: Predicate, subject: Subject, scope: Scope, void: Void) -> tuple[bool | None] | bool:
    """The filter's answer in a tuple; True where a missing fact makes the statement void, False where
    it makes it impossible.
    """
    try:
        return (answered(filter_, subject, scope),)
    except MissingFact:
        return settled(scope, void, statement, lambda: (answered(filter_, subject, scope),))


def _applies(words: r.Words, scope: Scope, void: Void) -> bool:
    """Whether the rule applies to the member. One whose condition hangs on a missing number, date or text is
    once left out and once applied.
    """
    if isinstance(words.when, Always):
        return True
    answer = settled(scope, void, words.id, lambda: (holds(words.when, scope),))
    return answer[0] if isinstance(answer, tuple) else not answer


def retagged(tags: Iterable[str], rules: Iterable[r.CreditRule]) -> tuple[str, ...]:
    """The categories after crediting: rules in the order written take some away and give others."""
    found = dict.fromkeys(tags)
    for rule in rules:
        for clause in rule.clauses:
            if isinstance(clause, r.Retag):
                found = dict.fromkeys(tag for tag in found if tag not in clause.takes)
                found.update(dict.fromkeys(clause.gives))
    return tuple(found)


def refused_by(
    subject: Subject, rules: Iterable[r.CreditRule], scope: Scope, void: Void
) -> r.Refusal | r.CreditRule | None:
    """The rule that refuses the activity, or None. A rule that a missing fact makes impossible refuses."""
    for refusal in scope.vocabulary.ruleset.refusals:
        if not _applies(refusal.words, scope, void):
            continue
        answer = _asked(refusal.words.id, refusal.filter, subject, scope, void)
        refuses = not answer if isinstance(answer, bool) else (answer[0] is True) is not refusal.only
        if refuses:
            return refusal
    for rule in rules:
        for clause in rule.clauses:
            if isinstance(clause, r.Where):
                answer = _asked(rule.words.id, clause.filter, subject, scope, void)
                if answer is False or (isinstance(answer, tuple) and answer[0] is not True):
                    return rule
    return None


def given(tags: Iterable[str], subject: Subject, scope: Scope) -> tuple[str, ...]:
    """The categories of a kind of activity after crediting."""
    rules = [
        rule
        for rule in retagging(scope.vocabulary)
        if _surely(rule.words, scope) and _known(rule.filter, subject, scope) is True
    ]
    return retagged(tags, rules)


def _known(filter_: Predicate, subject: Subject, scope: Scope) -> bool | None:
    try:
        return answered(filter_, subject, scope)
    except MissingFact:
        return None


def _surely(words: r.Words, scope: Scope) -> bool:
    try:
        return holds(words.when, scope)
    except MissingFact:
        return False


def accepting(vocabulary: Vocabulary) -> Iterator[Predicate]:
    """Every filter by which an activity is accepted or refused."""
    for refusal in vocabulary.ruleset.refusals:
        yield refusal.filter
    for rule in vocabulary.ruleset.credits:
        wheres = [clause.filter for clause in rule.clauses if isinstance(clause, r.Where)]
        if wheres:
            yield rule.filter
        yield from wheres


def retagging(vocabulary: Vocabulary) -> Iterator[r.CreditRule]:
    """Every rule by which an activity is given categories, or loses them."""
    for rule in vocabulary.ruleset.credits:
        if any(isinstance(clause, r.Retag) for clause in rule.clauses):
            yield rule


def crediting_filters(vocabulary: Vocabulary) -> Iterator[Predicate]:
    """Every filter and condition that the rules of crediting ask."""
    for refusal in vocabulary.ruleset.refusals:
        yield refusal.words.when
        yield refusal.filter
    for rule in vocabulary.ruleset.credits:
        yield rule.words.when
        yield rule.filter
        yield from (clause.filter for clause in rule.clauses if isinstance(clause, r.Where))
