"""Whether the rules recognise an activity, and which categories crediting gives it or takes away."""

from __future__ import annotations

from collections.abc import Iterable

from cedsl.model import ruleset as r
from cedsl.model.evaluate import Scope, Subject, describes, evaluate


def describing(subject: Subject, scope: Scope) -> tuple[r.CreditRule, ...]:
    """The credit rules that describe the activity, in the order written."""
    ruleset = scope.vocabulary.ruleset
    return tuple(rule for rule in ruleset.credits if describes(rule.filter, subject, scope))


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
    subject: Subject, rules: Iterable[r.CreditRule], scope: Scope, *, possible: bool = False
) -> r.Refusal | r.CreditRule | None:
    """The rule that refuses the activity, or None.

    With `possible` the subject is a kind of activity of which only some fields are known: it is refused
    only where what is known forbids it.
    """
    for refusal in scope.vocabulary.ruleset.refusals:
        described = evaluate(refusal.filter, subject, scope)
        missing = described is False if possible else described is not True
        if missing if refusal.only else described is True:
            return refusal
    for rule in rules:
        for clause in rule.clauses:
            if isinstance(clause, r.Where):
                answer = evaluate(clause.filter, subject, scope)
                if answer is False or (answer is None and not possible):
                    return rule
    return None
