"""The words of each finding, for the author of the ruleset."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cedsl.diagnostic import Diagnostic, Label
from cedsl.model.ruleset import Category, Field, Requirement, Translation
from cedsl.quantity import Unit, counted_in
from cedsl.source import Span


def cannot_be_met(asking: Sequence[Span], limiting: Sequence[Span]) -> Diagnostic:
    """`asking` and `limiting` are the statements that clash; asking may not be empty."""
    labels = [
        *(Label(span, "asks for this much") for span in asking[1:]),
        *(Label(span, "lets no more count") for span in limiting),
    ]
    return Diagnostic(
        "CE501",
        "nobody can ever meet this",
        Label(asking[0], "asks for more than can count"),
        tuple(labels),
        help="lower the minimum or raise the limit",
    )


def more_than_total(requirement: Requirement, total: Fraction, least: Fraction, unit: Unit) -> Diagnostic:
    return Diagnostic(
        "CE502",
        f"the minimums need {counted_in(least, unit)}, more than the total of {counted_in(total, unit)}",
        Label(Span(requirement.span.start, requirement.span.start + 7), "the total can never decide"),
        help="raise the total, or let categories share hours, if one of them may count twice",
    )


def inferred(field: str, name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE503",
        f"{field} `{name}` is not declared, so a misspelling of it goes unnoticed",
        Label(span, "understood as a new name"),
        help=f'declare it: `{field} {name} "..."`',
    )


def no_example(span: Span) -> Diagnostic:
    return Diagnostic(
        "CE504",
        "the ruleset has no example, so nothing shows that it says what is meant",
        Label(span, ""),
        help='add one: example "just enough" { as of 2025-06-30; ...; expect met }',
    )


def strange_translation(translation: Translation, closest: str | None) -> Diagnostic:
    guess = "" if closest is None else f'; did you mean "{closest}"?'
    return Diagnostic(
        "CE507",
        "this translation is of no text of the ruleset",
        Label(translation.span, "no title, note or reason reads so"),
        help=f"write the text exactly as it stands in the rules{guess}",
    )


def untranslated(language: str, texts: Sequence[str], span: Span) -> Diagnostic:
    """`texts` may not be empty."""
    others = "" if len(texts) == 1 else f" and {len(texts) - 1} more"
    return Diagnostic(
        "CE508",
        f'"{texts[0]}"{others} {"is" if len(texts) == 1 else "are"} not translated into {language}',
        Label(span, "these translations leave out a text"),
        help=f'add a line: "{texts[0]}" is "..."',
    )


def unused_fact(fact: Field) -> Diagnostic:
    return Diagnostic(
        "CE506",
        f"no rule asks for the member fact `{fact.name}`",
        Label(fact.span, "declared, and not used"),
        help=f"take it away, or write the rule that asks for `member {fact.name}`",
    )


def untitled(category: Category) -> Diagnostic:
    return Diagnostic(
        "CE509",
        f"the category `{category.name}` is an abbreviation, and nothing says what it stands for",
        Label(category.span, "other categories have a title"),
        help=f'give it one: `category {category.name} "..."`',
    )


def long_sentence(words: int, span: Span) -> Diagnostic:
    """`words` is how many the sentence has."""
    return Diagnostic(
        "CE510",
        f"a sentence of {words} words is hard to read",
        Label(span, "it begins here"),
        help="make two sentences of it, each of at most 25 words",
    )
