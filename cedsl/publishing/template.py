"""An empty sheet for records, or for facts about members, under headings that are understood without a question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from enum import Enum, unique

from cedsl.lean import dataclass
from cedsl.model import schema_of
from cedsl.model.asked import fields_asked, parts_of
from cedsl.model.names import BUILT_IN
from cedsl.model.predicate import FactTerm
from cedsl.model.ruleset import Falls, Field, Ruleset
from cedsl.publishing.phrase_names import fact_title, field_title
from cedsl.records.amounts import every_spelling
from cedsl.records.guard import guarded
from cedsl.records.headings import (
    AmountIn,
    FieldNamed,
    Meaning,
    Part,
    Vocabulary,
    activity_vocabulary,
    assign,
    member_vocabulary,
)
from cedsl.records.profile import About
from cedsl.records.schema import AmountType, ChoiceType, DayType, FieldType, NumberType, TextType, YesNoType
from cedsl.records.table import Heading
from cedsl.source import NOWHERE


@unique
class Fill(Enum):
    """What is written into the cells of a column."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that may stand in a cell, and what members read in its place."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be filled. `title` says what it is for. There are `words` to choose from where the rules know any;
    where it is `closed` nothing else may stand there.
    """

    heading: str
    title: str
    fill: Fill = Fill.TEXT
    words: tuple[Word, ...] = ()
    closed: bool = False


def columns_of(ruleset: Ruleset, about: About) -> tuple[Column, ...]:
    """The columns of a sheet. Of records: whose, when, what, how much, and whatever the rules ask about; of members:
    whose, and each fact that the rules ask for.
    """
    units = every_spelling(ruleset.units)
    schema = schema_of(ruleset)
    if about is About.MEMBERS:
        return _headed(list(_facts(ruleset)), member_vocabulary(schema.facts, units, schema.fact_titles))
    return _headed([*_activity(ruleset), *_fields(ruleset)], activity_vocabulary(schema, units))


def as_sheet(columns: Sequence[Column]) -> str:
    """The sheet as CSV: its header, and nothing below. A byte order mark stands before letters that need one."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow([each.heading for each in columns])
    header = text.getvalue()
    return header if header.isascii() else f"\ufeff{header}"


# ------------------------------------------------------------------------------------- what is asked for


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A column without its heading: those that it may have, the best first, each with what it has to mean."""

    headings: tuple[tuple[str, Meaning], ...]
    title: str
    fill: Fill = Fill.TEXT
    words: tuple[Word, ...] = ()
    closed: bool = False


_MEMBER = _Wanted((("member", Part.MEMBER),), "whose record it is")


def _activity(ruleset: Ruleset) -> Iterator[_Wanted]:
    """Whose, when, what, how much, and in which categories."""
    unit = ruleset.unit
    yield _MEMBER
    if ruleset.falls is not Falls.COMPLETION or "started" in fields_asked(ruleset):
        yield _Wanted((("started", Part.STARTED),), "the first day of the activity", Fill.DAY)
    yield _Wanted((("date", Part.DATE),), "the day on which the activity was completed", Fill.DAY)
    yield _Wanted((("title", FieldNamed("title")),), "what the activity is called")
    meanings = AmountIn(unit.name), AmountIn(None)
    amounts = tuple((word, meaning) for word in (unit.plural, "amount") for meaning in meanings)
    yield _Wanted(amounts, f"how much it was, in {unit.plural}", Fill.NUMBER)
    words = tuple(Word(each.name, each.title or each.name) for each in ruleset.categories)
    if words:
        title = "what it was about; a semicolon stands between two"
        yield _Wanted((("category", Part.CATEGORY),), title, words=words)


_FIRST = ("kind", "mode", "role", "provider", "course")
_ELSEWHERE = ("title", "started")
"""Fields that have their place beside the day."""


def _fields(ruleset: Ruleset) -> Iterator[_Wanted]:
    """Every field that the author declared, or that a rule asks about: kind, mode and role first."""
    asked, usual = fields_asked(ruleset), _undeclared(ruleset)
    wanted = {each.name: each for each in ruleset.fields if each.name in asked or each.name not in usual}
    for name in (*_FIRST, *(each for each in wanted if each not in _FIRST)):
        if name in wanted and name not in _ELSEWHERE:
            yield _field(ruleset, wanted[name], field_title(ruleset, name))


def _facts(ruleset: Ruleset) -> Iterator[_Wanted]:
    yield _MEMBER
    rules = (ruleset.requirements, ruleset.credits, ruleset.refusals)
    asked = {each.name for each in parts_of(rules) if isinstance(each, FactTerm)}
    yield from (_field(ruleset, each, fact_title(ruleset, each.name)) for each in ruleset.facts if each.name in asked)


def _undeclared(ruleset: Ruleset) -> frozenset[str]:
    """Fields that every activity may have, and about which the author says nothing."""
    declared = {each.field for each in ruleset.choices if not each.inferred}
    return frozenset(BUILT_IN) - declared


_LONGEST = 50
"""How long a title may be and still head a column."""


def _field(ruleset: Ruleset, field: Field, title: str) -> _Wanted:
    """The column of a field or fact, under its title where that is short and understood."""
    name, meaning = field.name, FieldNamed(field.name)
    words = ["course number"] if name == "course" else _as_heading(title)
    words += [name.replace("-", " "), name, f"field: {name}"]
    headings: list[tuple[str, Meaning]] = [(each, meaning) for each in words]
    if isinstance(field.type, AmountType) and _as_heading(title):
        headings = [(f"{title} (minutes)", FieldNamed(name, "minute")), *headings]
    filled, closed = _filled(field.type)
    return _Wanted(tuple(headings), title, filled, _words(ruleset, field), closed)


def _as_heading(title: str) -> list[str]:
    """The title, where it is short, and a spreadsheet neither runs it nor breaks it."""
    return [title] if len(title) <= _LONGEST and title.isprintable() and guarded(title) == title else []


def _filled(type_: FieldType) -> tuple[Fill, bool]:
    """What is written for a field of this type, and whether it is one of a few words."""
    match type_:
        case DayType():
            return Fill.DAY, False
        case NumberType() | AmountType():
            return Fill.NUMBER, False
        case ChoiceType() | YesNoType():
            return Fill.TEXT, True
        case TextType():
            return Fill.TEXT, False


def _words(ruleset: Ruleset, field: Field) -> tuple[Word, ...]:
    match field.type:
        case YesNoType():
            return (Word("yes", "yes"), Word("no", "no"))
        case ChoiceType(values=values, titles=titles):
            pairs = zip(values, titles or values, strict=True)
            return tuple(Word(name, title or name) for name, title in pairs)
        case _:
            own = (each for each in ruleset.choices if each.field == field.name)
            return tuple(Word(each.name, each.title or each.name) for each in own)


# -------------------------------------------------------------------------------------------- headings


def _headed(wanted: Sequence[_Wanted], vocabulary: Vocabulary) -> tuple[Column, ...]:
    """Each column under the first of its headings that means it, and it alone, beside all the others. Of two that want
    one heading the first has it.
    """
    tried = [0] * len(wanted)
    while True:
        header = [Heading(at, each.headings[tried[at]][0], NOWHERE) for at, each in enumerate(wanted)]
        taken = assign(header, vocabulary).taken
        wrong = [at for at, each in enumerate(wanted) if taken.get(each.headings[tried[at]][1]) != (header[at],)]
        further = [at for at in wrong if tried[at] + 1 < len(wanted[at].headings)]
        if not further:
            break
        tried[further[-1]] += 1
    return tuple(
        Column(heading.text, each.title, each.fill, each.words, each.closed)
        for heading, each in zip(header, wanted, strict=True)
    )
