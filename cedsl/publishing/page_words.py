"""The words that the rules use, the checklist to print, consequences and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from cedsl.model.names import BUILT_IN
from cedsl.model.ruleset import Category, Choice, Duty, Field, Ruleset
from cedsl.publishing.page_rows import anchor, common_remarks, need_rows
from cedsl.publishing.page_view import Checklist, Link, Part, Row, Texts, Vocabulary, Word, Words
from cedsl.publishing.phrase_english import capital, listed, lowered, sentence
from cedsl.publishing.phrase_label import place_label
from cedsl.publishing.phrase_names import category_titles, fact_title, field_title, value_written
from cedsl.publishing.phrase_outline import Place, outline
from cedsl.publishing.phrase_statement import UNVERIFIED, UNVERIFIED_RULE
from cedsl.quantity import written
from cedsl.records.activity import Value
from cedsl.records.schema import (
    AmountType,
    ChoiceType,
    DayType,
    FieldType,
    NumberType,
    TextType,
    YesNoType,
)

CHOICES = (("mode", "Modes"), ("role", "Roles"), ("kind", "Kinds of activity"))


def words(ruleset: Ruleset) -> Words | None:
    """Categories, choices, facts and fields that the author declared, without those only inferred."""
    lists = [
        _vocabulary("Categories", [_category(ruleset, each) for each in ruleset.categories if not each.inferred]),
        *(_vocabulary(caption, _choices(ruleset, field)) for field, caption in CHOICES),
        _vocabulary(
            "What we ask about you",
            [
                Word(capital(fact_title(ruleset, each.name)), each.name, _fact_meaning(ruleset, each))
                for each in ruleset.facts
            ],
        ),
        _vocabulary(
            "What else a record may say",
            [
                Word(capital(field_title(ruleset, each.name)), each.name, _field_meaning(each))
                for each in ruleset.fields
                if _is_declared(each)
            ],
        ),
    ]
    kept = tuple(each for each in lists if each.words)
    return Words(Link(Part.WORDS.value, "Words we use"), kept) if kept else None


def _is_declared(field: Field) -> bool:
    """Whether the author declared the field: every other one is as built in. Modes, roles, kinds have lists."""
    if field.name in {name for name, _ in CHOICES}:
        return False
    built_in = Field(field.name, field.name.replace("-", " "), BUILT_IN.get(field.name, field.type))
    return field.name not in BUILT_IN or field != built_in


def _field_meaning(field: Field) -> str:
    blank = "" if field.default is None else f" {capital(_said(field.default))} is assumed where a record does not say."
    return type_sentence(field.type) + blank


def _fact_meaning(ruleset: Ruleset, fact: Field) -> str:
    if fact.default is None:
        return type_sentence(fact.type)
    shown = value_written(ruleset, fact.default, fact)
    return f"{type_sentence(fact.type)} {capital(shown)} is assumed where your record does not say."


def _said(value: Value) -> str:
    """A default as an author writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return written(value) if isinstance(value, Fraction) else str(value)


def _vocabulary(caption: str, found: list[Word]) -> Vocabulary:
    return Vocabulary(caption, tuple(found), any(word.meaning for word in found))


def _category(ruleset: Ruleset, category: Category) -> Word:
    said = [
        ("is part of {}", category.inside, "and"),
        ("also counts as {}", category.counts_as, "and"),
        ("may be counted in {} instead", category.spills_into, "or"),
        (f"may share {ruleset.unit.plural} with {{}}", category.shares_with, "and"),
    ]
    meanings = [
        sentence(text.format(listed(category_titles(ruleset, names), last))) for text, names, last in said if names
    ]
    if category.group != "category":
        meanings.append(sentence(f"classification: {category.group}"))
    return Word(capital(category.title or category.name), category.name, " ".join(meanings))


def _choices(ruleset: Ruleset, field: str) -> list[Word]:
    default = next((str(each.default) for each in ruleset.fields if each.name == field and each.default), None)
    return [
        Word(capital(each.title or each.name), each.name, _unless_stated(each, default))
        for each in ruleset.choices
        if each.field == field and not each.inferred
    ]


def _unless_stated(choice: Choice, default: str | None) -> str:
    return "Assumed where a record does not say." if choice.name == default else ""


def type_sentence(type_: FieldType) -> str:
    """What may be written for a field or fact."""
    match type_:
        case TextType():
            return "A text."
        case NumberType():
            return "A number."
        case DayType():
            return "A date."
        case YesNoType():
            return "Yes or no."
        case AmountType():
            return "A length of time."
        case ChoiceType(values=values, ordered=ordered):
            order = ", from lowest to highest" if ordered else ""
            return f"{'Either' if len(values) == 2 else 'One of'} {listed(values, 'or')}{order}."
        case _:
            assert_never(type_)


def checklist(ruleset: Ruleset) -> Checklist | None:
    """A line with a box for everything that a member must have or do."""
    rows = [_to_fill_in(row) for block in ruleset.requirements for row in need_rows(ruleset, block)]
    rows.extend(
        _to_fill_in(Row(anchor(duty.words.id), duty.text.removesuffix("."), "", common_remarks(ruleset, place)))
        for place in outline(ruleset)
        if isinstance(duty := place.statement, Duty)
    )
    if not rows:
        return None
    return Checklist(Link(Part.CHECKLIST.value, "Checklist"), "To print and fill in", tuple(rows))


def _to_fill_in(row: Row) -> Row:
    """The row without where it comes from, which is told among the needs."""
    told = (UNVERIFIED, UNVERIFIED_RULE)
    return replace(row, remarks=tuple(each for each in row.remarks if each not in told), cites=())


def consequences(ruleset: Ruleset) -> Texts | None:
    texts = (*map(sentence, ruleset.header.consequences), *_failing(ruleset))
    return Texts(Link(Part.CONSEQUENCES.value, "If you do not meet the rules"), texts) if texts else None


def _failing(ruleset: Ruleset) -> Iterator[str]:
    for place in outline(ruleset):
        failing = place.statement.words.consequence
        if failing is not None:
            yield sentence(f"If you do not meet “{_failed(ruleset, place)}”: {lowered(failing)}")


def _failed(ruleset: Ruleset, place: Place) -> str:
    """What was failed; a duty in its whole text."""
    match place.statement:
        case Duty(words=words, text=text):
            return words.title or text.removesuffix(".")
        case _:
            return place_label(ruleset, place)


def notes(ruleset: Ruleset) -> Texts | None:
    texts = tuple(map(sentence, ruleset.header.notes))
    return Texts(Link(Part.NOTES.value, "Notes"), texts) if texts else None
