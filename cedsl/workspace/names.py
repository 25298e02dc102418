"""What several rulesets in one check know of each other's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cedsl.model import schema_of
from cedsl.model.resolve_example import statement_names
from cedsl.model.ruleset import Ruleset
from cedsl.model.statement_walk import every_statement
from cedsl.publishing import phrase
from cedsl.records.folding import folded, folded_heading, folded_loosely
from cedsl.records.schema import ChoiceType, Elsewhere, Schema
from cedsl.workspace.editions import Rulebook

if TYPE_CHECKING:
    from cedsl.records.decision_names import RuleNames


def elsewhere(own: Schema, others: Iterable[Schema]) -> Elsewhere:
    """The words that others know and the ruleset does not."""
    known = {folded_loosely(word) for pair in own.categories.items() for word in pair}
    units = {folded_heading(word) for unit in own.units.values() for word in unit.words()}
    categories: set[str] = set()
    words: set[str] = set()
    headings: set[str] = set()
    values: dict[str, set[str]] = {}
    for other in others:
        categories |= {folded_loosely(word) for pair in other.categories.items() for word in pair}
        words |= {folded_heading(word) for unit in other.units.values() for word in unit.words()}
        titles = (*other.field_titles.values(), *other.fact_titles.values())
        headings |= {folded_heading(word) for word in (*other.fields, *other.facts, *titles)}
        for name, type_ in (*other.fields.items(), *other.facts.items()):
            if isinstance(type_, ChoiceType):
                values.setdefault(name, set()).update(folded(word) for word in (*type_.values, *type_.titles))
    return Elsewhere(
        frozenset(categories - known - {""}),
        {name: frozenset(several) for name, several in values.items()},
        frozenset(words - units - {""}),
        frozenset(headings),
    )


def schema_beside(own: Ruleset, others: Iterable[Ruleset]) -> Schema:
    """The ruleset's vocabulary, with what the other rulesets of the check know besides."""
    schema = schema_of(own)
    beside = [schema_of(each) for each in others]
    worthless = schema.worthless.intersection(*(each.worthless for each in beside))
    return replace(schema, elsewhere=elsewhere(schema, beside), worthless=worthless)


def rule_names(own: Ruleset, book: Rulebook, others: Iterable[Rulebook]) -> RuleNames:
    """What a decision may call the rules of one edition, beside its other editions and other rulesets."""
    statements, requirements = _statements(own), _requirements(own)
    siblings = {word for each in book.editions if each is not own for word in _words(each)}
    several = list(others)
    from cedsl.records.decision_names import RuleNames

    return RuleNames(
        _folded(statements),
        _folded(requirements),
        tuple(statements),
        called(book),
        frozenset(siblings - {folded_loosely(word) for word in statements}),
        frozenset(word for other in several for each in other.editions for word in _words(each)),
        frozenset(word for other in several for word in called(other)) - called(book),
    )


def _folded(words: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The earlier of two words that are spelled alike wins: ids go before titles."""
    found: dict[str, tuple[str, ...]] = {}
    for word, ids in words.items():
        found.setdefault(folded_loosely(word), ids)
    return found


def _words(ruleset: Ruleset) -> set[str]:
    return {folded_loosely(word) for word in _statements(ruleset)}


def called(book: Rulebook) -> frozenset[str]:
    """What a ruleset may be called, folded loosely: as on the command line, by name, by title."""
    headers = [each.header for each in book.editions]
    words = (book.argument, *(each.name for each in headers), *(each.title for each in headers))
    return frozenset(folded_loosely(word) for word in words)


def _statements(ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    """Every statement by its id, then by the category or value that it names, its title and its label."""
    found: dict[str, tuple[str, ...]] = {}
    ids: list[tuple[str, str | None]] = []
    for requirement in ruleset.requirements:
        ids.append((requirement.words.id, requirement.words.title))
        ids += [(each.words.id, each.words.title) for each in every_statement(requirement.statements)]
        ids += [(each.words.id, each.words.title) for each in requirement.carries]
        ids += [(each.words.id, each.words.title) for each in requirement.make_good]
    for name, _ in ids:
        found[name] = (name,)
    for word, meant in statement_names(ruleset.requirements).items():
        if word:
            found.setdefault(word, tuple(meant[1:].split(" ")) if meant.startswith("?") else (meant,))
    also: dict[str, list[str]] = {}
    for name, title in ids:
        for word in {title or "", phrase.statement_label(ruleset, name)} - {""}:
            also.setdefault(word, []).append(name)
    for word, several in also.items():
        found.setdefault(word, tuple(several))
    return found


def _requirements(ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {each.words.id: (each.words.id,) for each in ruleset.requirements}
    also: dict[str, list[str]] = {}
    for each in ruleset.requirements:
        for word in {each.words.title or "", phrase.statement_label(ruleset, each.words.id)} - {""}:
            also.setdefault(word, []).append(each.words.id)
    for word, several in also.items():
        found.setdefault(word, tuple(several))
    return found
