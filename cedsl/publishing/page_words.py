"""The words that the rules use, the checklist to print, consequences and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from cedsl.lean import dataclass
from cedsl.model.names import BUILT_IN
from cedsl.model.ruleset import Category, Choice, Duty, Field, Ruleset
from cedsl.publishing.document import Cell, Paragraph, Row, Section, Table, joined
from cedsl.publishing.page_rows import Told, common_remarks, need_rows
from cedsl.publishing.phrase_label import place_label
from cedsl.publishing.phrase_names import category_titles, fact_title, field_title, value_written
from cedsl.publishing.phrase_outline import Place, outline
from cedsl.publishing.phrase_statement import unverified_figure, unverified_rule
from cedsl.publishing.phrase_words import capital, listed, lowered, sentence
from cedsl.publishing.tongue import figures, say
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

CHOICES = ("mode", "role", "kind")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with how it is written in a record, and what it means if there is more to say."""

    term: str
    written: str
    meaning: str


def words(ruleset: Ruleset) -> Section | None:
    """Categories, choices, facts and fields that the author declared, without those only inferred."""
    captions = {"mode": say("Modes"), "role": say("Roles"), "kind": say("Kinds of activity")}
    lists = (
        _vocabulary(say("Categories"), [_category(ruleset, each) for each in ruleset.categories if not each.inferred]),
        *(_vocabulary(captions[field], _choices(ruleset, field)) for field in CHOICES),
        _vocabulary(say("What we ask about you"), [_fact(ruleset, each) for each in ruleset.facts]),
        _vocabulary(
            say("What else a record may say"),
            [
                Word(capital(field_title(ruleset, each.name)), each.name, field_meaning(each))
                for each in ruleset.fields
                if is_declared(each)
            ],
        ),
    )
    kept = tuple(each for each in lists if each.rows)
    return Section("words", say("Words we use"), kept) if kept else None


def _fact(ruleset: Ruleset, fact: Field) -> Word:
    return Word(capital(fact_title(ruleset, fact.name)), fact.name, fact_meaning(ruleset, fact))


def is_declared(field: Field) -> bool:
    """Whether the author declared the field: every other one is as built in. Modes, roles, kinds have lists."""
    if field.name in CHOICES:
        return False
    built_in = Field(field.name, field.name.replace("-", " "), BUILT_IN.get(field.name, field.type))
    return field.name not in BUILT_IN or field != built_in


def field_meaning(field: Field) -> str:
    """What may be written for a field, and what is assumed where nothing is."""
    if field.default is None:
        return type_sentence(field.type)
    blank = say("{value} is assumed where a record does not say.", value=capital(_said(field.default)))
    return joined(type_sentence(field.type), blank)


def fact_meaning(ruleset: Ruleset, fact: Field) -> str:
    """What may be said of a member, and what is assumed where nothing is."""
    if fact.default is None:
        return type_sentence(fact.type)
    shown = value_written(ruleset, fact.default, fact)
    blank = say("{value} is assumed where your record does not say.", value=capital(shown))
    return joined(type_sentence(fact.type), blank)


def _said(value: Value) -> str:
    """A default as an author writes it."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return figures(value) if isinstance(value, Fraction) else str(value)


def _vocabulary(caption: str, found: list[Word]) -> Table:
    told = any(word.meaning for word in found)
    columns = (say("Word"), say("In a record"), *([say("Meaning")] if told else []))
    return Table(caption, columns, tuple(_word_row(word, told=told) for word in found), "words")


def _word_row(word: Word, *, told: bool) -> Row:
    cells = (Cell(word.term), Cell(word.written, role="code"), *([Cell(word.meaning)] if told else []))
    line = say("{word} (in a record: {written})", word=word.term, written=word.written)
    return Row(cells, f"{line}. {word.meaning}" if word.meaning else line)


def _category(ruleset: Ruleset, category: Category) -> Word:
    return Word(capital(category.title or category.name), category.name, category_meaning(ruleset, category))


def category_meaning(ruleset: Ruleset, category: Category) -> str:
    """Where the category stands among the others; empty where it stands by itself."""
    inside, also, instead, sharing = (
        category_titles(ruleset, names)
        for names in (category.inside, category.counts_as, category.spills_into, category.shares_with)
    )
    units = ruleset.unit.plural
    said = (
        say("is part of {categories}", categories=listed(inside)) if inside else "",
        say("also counts as {categories}", categories=listed(also)) if also else "",
        say("may be counted in {categories} instead", categories=listed(instead, "or")) if instead else "",
        say("may share {units} with {categories}", units=units, categories=listed(sharing)) if sharing else "",
    )
    meanings = [sentence(text) for text in said if text]
    if category.group != "category":
        meanings.append(sentence(say("classification: {name}", name=category.group)))
    return " ".join(meanings)


def _choices(ruleset: Ruleset, field: str) -> list[Word]:
    default = next((str(each.default) for each in ruleset.fields if each.name == field and each.default), None)
    return [
        Word(capital(each.title or each.name), each.name, _unless_stated(each, default))
        for each in ruleset.choices
        if each.field == field and not each.inferred
    ]


def _unless_stated(choice: Choice, default: str | None) -> str:
    return say("Assumed where a record does not say.") if choice.name == default else ""


def type_sentence(type_: FieldType) -> str:
    """What may be written for a field or fact."""
    match type_:
        case TextType():
            return say("A text.")
        case NumberType():
            return say("A number.")
        case DayType():
            return say("A date.")
        case YesNoType():
            return say("Yes or no.")
        case AmountType():
            return say("A length of time.")
        case ChoiceType(values=values, ordered=ordered):
            return _one_of(values, ordered=ordered)
        case _:
            assert_never(type_)


def _one_of(values: Sequence[str], *, ordered: bool) -> str:
    either = listed(values, "or")
    match len(values) == 2, ordered:
        case True, True:
            return say("Either {values}, from lowest to highest.", values=either)
        case True, False:
            return say("Either {values}.", values=either)
        case False, True:
            return say("One of {values}, from lowest to highest.", values=either)
        case _:
            return say("One of {values}.", values=either)


def checklist(ruleset: Ruleset) -> Section | None:
    """A line with a box for everything that a member must have or do."""
    told = [each for block in ruleset.requirements for each in need_rows(ruleset, block)]
    told.extend(
        Told(duty.text.removesuffix("."), "", common_remarks(ruleset, place))
        for place in outline(ruleset)
        if isinstance(duty := place.statement, Duty)
    )
    if not told:
        return None
    columns = (say("What"), say("Needed"), say("You have"), say("Certificate number"), say("Done"))
    rows = tuple(_checked(each).to_fill_in() for each in told)
    made = Table(say("To print and fill in"), columns, rows, "checklist")
    return Section("checklist", say("Checklist"), (made,))


def _checked(told: Told) -> Told:
    """The row without what is not checked yet, which is told among the needs."""
    left_out = (unverified_figure(), unverified_rule())
    return replace(told, remarks=tuple(each for each in told.remarks if each not in left_out))


def consequences(ruleset: Ruleset) -> Section | None:
    texts = (*map(sentence, ruleset.header.consequences), *_failing(ruleset))
    return Section("consequences", say("If you do not meet the rules"), tuple(map(Paragraph, texts))) if texts else None


def _failing(ruleset: Ruleset) -> Iterator[str]:
    for place in outline(ruleset):
        failing = place.statement.words.consequence
        if failing is not None:
            what = _failed(ruleset, place)
            yield sentence(say("If you do not meet “{what}”: {consequence}", what=what, consequence=lowered(failing)))


def _failed(ruleset: Ruleset, place: Place) -> str:
    """What was failed; a duty in its whole text."""
    match place.statement:
        case Duty(words=words, text=text):
            return words.title or text.removesuffix(".")
        case _:
            return place_label(ruleset, place)


def notes(ruleset: Ruleset) -> Section | None:
    texts = tuple(Paragraph(sentence(each)) for each in ruleset.header.notes)
    return Section("notes", say("Notes"), texts) if texts else None
