"""Which rules can be decided in columns: those whose answer hangs on sums over activities of one kind.

Everything else, and every member of whom something is missing, goes to the exact path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.lens import parts_of
from cedsl.model.predicate_walk import all_terms
from cedsl.model.scope import Vocabulary
from cedsl.normal.acceptance import crediting_filters
from cedsl.normal.static import is_static


def why_not(ruleset: r.Ruleset) -> str | None:
    """Why all members of the ruleset are decided one by one; None where they can be decided in columns."""
    return next(_reasons(ruleset), None)


def _reasons(ruleset: r.Ruleset) -> Iterator[str]:
    vocabulary = Vocabulary(ruleset)
    if ruleset.not_both or ruleset.not_both_outside:
        yield "requirements that share no hour"
    if ruleset.falls is not r.Falls.COMPLETION:
        yield "activities that count by their first day"
    if not all(_timeless(each, vocabulary) for each in crediting_filters(vocabulary)):
        yield "credit that hangs on the day or on other records"
    for requirement in ruleset.requirements:
        if requirement.carries or requirement.make_good or requirement.also:
            yield "periods that hang together"
        if not is_static(requirement, vocabulary.column_of):
            yield "statements that look at days"


def _timeless(predicate: p.Predicate, vocabulary: Vocabulary) -> bool:
    """Whether the answer hangs on the activity and on facts of the member, but on no day and no other record."""
    named = {each.name for each in all_terms(predicate) if isinstance(each, p.FieldTerm)}
    scoped = (p.HasRecords, p.HasEarned, p.During, p.SeenOn, p.Listed)
    asks_elsewhere = any(isinstance(each, scoped) for each in parts_of(predicate))
    asks_period = any(isinstance(each, p.PeriodTerm | p.PeriodNumber | p.Measure) for each in all_terms(predicate))
    return not (asks_elsewhere or asks_period or named & {"date", "started", *vocabulary.column_of})


def fields_seen(ruleset: r.Ruleset) -> frozenset[str]:
    """The fields of activities at which some rule looks, other than those by which only repeats are found."""
    clauses = [clause for rule in ruleset.credits for clause in rule.clauses]
    named = {each.name for each in _field_terms((ruleset.credits, ruleset.refusals, ruleset.requirements))}
    keys = {table.key for table in ruleset.tables}
    return frozenset((*named, *keys, *_fields_of(clauses)))


def keys_unseen(ruleset: r.Ruleset) -> bool:
    """Whether statements tell activities apart by fields at which no rule looks otherwise."""
    keys = (each for each in _inside(ruleset.requirements) if isinstance(each, r.FieldKey))
    return any(not fields_seen(ruleset).issuperset(each.fields) for each in keys)


def starts_with_more(ruleset: r.Ruleset) -> bool:
    """Whether the first of several activities that are the same is credited otherwise than one without a key."""
    clauses = (clause for rule in ruleset.credits for clause in rule.clauses)
    return any(isinstance(each, r.Repeats) and each.factors[0] != 1 for each in clauses)


def _field_terms(inside: object) -> Iterator[p.FieldTerm]:
    """Every field of activities that is named anywhere in rules."""
    return (each for each in _inside(inside) if isinstance(each, p.FieldTerm))


def _inside(inside: object) -> Iterator[object]:
    """Everything of which rules are made."""
    if isinstance(inside, tuple):
        for each in inside:
            yield from _inside(each)
    elif is_dataclass(inside):
        yield inside
        for part in fields(inside):
            yield from _inside(getattr(inside, part.name))


def _fields_of(clauses: Iterable[r.Clause]) -> Iterator[str]:
    for clause in clauses:
        match clause:
            case r.NetTime(fields=several):
                yield from several
            case r.PlusField(field=name) | r.ByField(field=name) | r.MostByField(field=name):
                yield name
            case _:
                continue


def repeat_keys(ruleset: r.Ruleset) -> tuple[r.FieldKey, ...]:
    """The keys by which rules look for repeats, each once."""
    clauses = (clause for rule in ruleset.credits for clause in rule.clauses)
    return tuple(dict.fromkeys(clause.key for clause in clauses if isinstance(clause, r.Repeats)))
