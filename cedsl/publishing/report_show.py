"""How a ruleset was understood: its statements as a tree, the names it implies, what it leaves unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cedsl.model.ruleset import Branch, CreditRule, Duty, Exemption, Refusal, Ruleset
from cedsl.publishing import phrase
from cedsl.publishing.phrase_apart import apart_sentences
from cedsl.publishing.phrase_carry import over_sentence, over_statements
from cedsl.publishing.phrase_default import default_sentence
from cedsl.publishing.phrase_named import measure_sentences
from cedsl.publishing.phrase_outline import Place, outline, told_outside
from cedsl.publishing.phrase_statement import applies_sentence, unverified_sentence
from cedsl.publishing.phrase_words import capital, number_of, quoted, sentences
from cedsl.publishing.report import printable
from cedsl.source import Node


def show(ruleset: Ruleset) -> str:
    """Every statement with its line, id and sentence, nested as written; then names, facts and defaults."""
    parts = (
        _head(ruleset),
        _statements(ruleset),
        _periods(ruleset),
        _others(ruleset),
        _tables(ruleset),
        _listed("Measures", measure_sentences(ruleset)),
        _inferred(ruleset),
        _facts(ruleset),
        _defaults(ruleset),
    )
    texts = ["\n".join(lines) + "\n" for lines in map(list, parts) if lines]
    return "\n".join(texts)


def _head(ruleset: Ruleset) -> Iterator[str]:
    header = ruleset.header
    yield f"{printable(header.title or header.name)} ({printable(ruleset.source.name)})"
    said = (
        ("name", header.name),
        ("issued by", header.issued_by),
        ("contact", ", ".join(header.contacts)),
        ("edition", header.edition),
        ("in force from", header.in_force_from and header.in_force_from.isoformat()),
        ("in force until", header.in_force_until and header.in_force_until.isoformat()),
        ("unit", ruleset.unit.name),
    )
    yield from (f"  {name}: {printable(text)}" for name, text in said if text)


def _statements(ruleset: Ruleset) -> Iterator[str]:
    yield "Statements"
    for place in outline(ruleset):
        statement = place.statement
        indent = "  " * (place.depth + 1)
        title = "" if statement.words.title is None else f"  {quoted(capital(statement.words.title))}"
        former = "".join(f" (formerly {each})" for each in statement.words.former)
        yield f"{indent}{_line(ruleset, statement)}  {printable(statement.words.id + former + title)}"
        yield f"{indent}    {printable(_said(ruleset, place))}"


def _said(ruleset: Ruleset, place: Place) -> str:
    """The statement without what stands on the lines around it: outer conditions, and the parts of an option."""
    statement, known = place.statement, told_outside(ruleset, place)
    figure = unverified_sentence(statement.words, figure=not isinstance(statement, Duty))
    if not isinstance(statement, Branch):
        return sentences(phrase.statement_sentence(ruleset, statement, known), figure)
    around = tuple(each for each in place.conditions if each not in known)
    several = ": all of the following" if len(statement.statements) > 1 else ""
    return sentences(f"option {place.number}{several}", applies_sentence(ruleset, statement, around), figure)


def _line(ruleset: Ruleset, node: Node) -> str:
    return f"line {ruleset.source.line_of(node.span.start)}"


def _periods(ruleset: Ruleset) -> Iterator[str]:
    """What periods have to do with one another, and which requirements share no hour."""
    lines: list[str] = []
    for block in ruleset.requirements:
        for each in over_statements(block):
            lines.append(f"  {_line(ruleset, each)}  {printable(each.words.id)}")
            said = sentences(over_sentence(ruleset, block, each), unverified_sentence(each.words, figure=True))
            lines.append(f"      {printable(said)}")
    lines.extend(f"  {printable(each)}" for each in apart_sentences(ruleset))
    if lines:
        yield "Between periods and requirements"
        yield from lines


def _tables(ruleset: Ruleset) -> Iterator[str]:
    yield from _listed(
        "Reference tables",
        (f"{each.name} by {each.key}: {number_of(len(each.rows), 'row')}" for each in ruleset.tables),
    )


def _others(ruleset: Ruleset) -> Iterator[str]:
    """How records become credit, and who owes nothing."""
    exemptions = [each for block in ruleset.requirements for each in block.exempt]
    groups: tuple[tuple[str, tuple[CreditRule | Refusal | Exemption, ...]], ...] = (
        ("Crediting", (*ruleset.credits, *ruleset.refusals)),
        ("Exemptions", tuple(each for k, each in enumerate(exemptions) if each not in exemptions[:k])),
    )
    for title, rules in groups:
        if rules:
            yield title
        for rule in rules:
            unverified = unverified_sentence(rule.words, figure=isinstance(rule, CreditRule))
            said = sentences(phrase.statement_sentence(ruleset, rule), unverified)
            yield f"  {_line(ruleset, rule)}  {printable(said)}"


def _inferred(ruleset: Ruleset) -> Iterator[str]:
    categories = [("category", each.name) for each in ruleset.categories if each.inferred]
    choices = [(each.field, each.name) for each in ruleset.choices if each.inferred]
    yield from _listed(
        "Inferred names (declare them, and a misspelt one becomes an error)",
        (f"{field} {name}" for field, name in (*categories, *choices)),
    )


def _facts(ruleset: Ruleset) -> Iterator[str]:
    yield from _listed("Facts about a member", (f"{each.name}: {each.title}" for each in ruleset.facts))


def _defaults(ruleset: Ruleset) -> Iterator[str]:
    told = (f"{each.name}: {default_sentence(ruleset, each)}" for each in ruleset.defaults)
    yield from _listed("Defaults that decide", told)


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = [f"  {printable(line)}" for line in lines]
    if told:
        yield title
        yield from told
