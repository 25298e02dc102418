"""Short names of statements and results, for tables and lines."""

from __future__ import annotations

from typing import assert_never

from cedsl import verdict
from cedsl.model.predicate import Always
from cedsl.model.ruleset import (
    Addition,
    AlsoCount,
    Branch,
    Cap,
    CapDifferent,
    Carry,
    Conditional,
    Count,
    CreditRule,
    DayKey,
    Distinct,
    Duty,
    Exemption,
    FieldKey,
    Key,
    KOf,
    Limit,
    MakeGood,
    Minimum,
    Refusal,
    Requirement,
    Ruleset,
    Statement,
    UsedMinimum,
)
from cedsl.model.scope import folded
from cedsl.publishing.phrase_names import choice_names, choice_title
from cedsl.publishing.phrase_ordinal import ordinals
from cedsl.publishing.phrase_outline import Place, Stated, place_of
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_label, predicate_phrase
from cedsl.publishing.phrase_spoken import Head
from cedsl.publishing.phrase_window import key_value_written, values_phrase
from cedsl.publishing.phrase_words import capital, quoted_once
from cedsl.publishing.tongue import figures, say

LONGEST_LABEL = 70

TOTAL = "total"
"""The id of a requirement to which its author gave no name; of several, `total-2` and so on."""


def statement_label(ruleset: Ruleset, statement: Statement | Branch | Requirement | str) -> str:
    """The author's title, else what the statement is about: `Business ethics`, `At most: Webcast`.

    A string is the id of a statement or of one of its results: what stands after `@` (a year, a day, a key)
    is added in brackets.
    """
    if isinstance(statement, Conditional):
        return say("If {condition}", condition=condition_phrase(ruleset, statement.when))
    if not isinstance(statement, str):
        place = place_of(ruleset, statement.words.id)
        return _label(ruleset, statement, 1 if place is None else place.number)
    return _label_of_id(ruleset, statement)


def label_quoted(ruleset: Ruleset, statement: Statement | Branch | Requirement | str) -> str:
    """The label inside a sentence: in quotes, unless it holds quotes of its own."""
    return quoted_once(statement_label(ruleset, statement))


def line_name(ruleset: Ruleset, line: verdict.StatementResult) -> str:
    """The label of a line of a result, with the value it stands for as the records or the rules write it."""
    return _label_of_id(ruleset, line.id, line.label)


def label_of_line(ruleset: Ruleset, id_: str, shown: str) -> str:
    """The same of a line of which only the id is known, and the value as the records or the rules write it."""
    return _label_of_id(ruleset, id_, shown)


def _label_of_id(ruleset: Ruleset, id_: str, shown: str = "") -> str:
    name, _, value = id_.partition("@")
    place = place_of(ruleset, id_)
    if place is not None:
        return place_label(ruleset, place)
    place = place_of(ruleset, name)
    if place is None:
        return capital(reserve_phrase(ruleset, id_)) or rule_label_of_id(ruleset, id_)
    return f"{place_label(ruleset, place)} ({value_shown(ruleset, _key_of(place.statement), value, shown)})"


def value_shown(ruleset: Ruleset, key: Key | None, value: str, shown: str = "") -> str:
    """The value of a key that stands in an id: the title of a choice, else as the records write it, if known."""
    match key:
        case FieldKey(fields=(field,), stretch=None):
            return _choice_title(ruleset, field, value) or shown or value
        case FieldKey():
            return shown or value
        case _:
            return key_value_written(key, value)


def _choice_title(ruleset: Ruleset, field: str, value: str) -> str | None:
    """The title of the declared choice, or its name, whose value stands in an id so."""
    for name in choice_names(ruleset, field):
        if folded(name).replace(" ", "-") == value:
            return choice_title(ruleset, field, name) or name
    return None


def reserve_phrase(ruleset: Ruleset, id_: str) -> str:
    """Credit of other periods in words: `carried-in hours`, `carried-in hours (the oldest)`; else empty."""
    name, _, order = id_.partition("@")
    age = int(order) if order.isdecimal() else None
    match name:
        case verdict.LATER:
            return _of_other_days(ruleset.unit.plural, age)
        case verdict.CARRIED:
            return _carried_in(ruleset.unit.plural, age)
        case _:
            return _over_phrase(ruleset, name)


def _of_other_days(units: str, age: int | None) -> str:
    """`age` counts from 0, the oldest."""
    match age:
        case None:
            return say("{units} of other days", units=units)
        case 0:
            return say("{units} of other days (the oldest)", units=units)
        case _:
            return say("{units} of other days (the {ordinal} oldest)", units=units, **ordinals(age + 1))


def _carried_in(units: str, age: int | None) -> str:
    """`age` counts from 0, the oldest."""
    match age:
        case None:
            return say("carried-in {units}", units=units)
        case 0:
            return say("carried-in {units} (the oldest)", units=units)
        case _:
            return say("carried-in {units} (the {ordinal} oldest)", units=units, **ordinals(age + 1))


def _over_phrase(ruleset: Ruleset, id_: str) -> str:
    """What a statement about other periods is called; empty for every other id."""
    for block in ruleset.requirements:
        statements: tuple[Carry | MakeGood | AlsoCount, ...] = (*block.carries, *block.make_good, *block.also)
        for each in statements:
            if each.words.id == id_:
                return each.words.title or _over_name(ruleset, each)
    return ""


def _over_name(ruleset: Ruleset, statement: Carry | MakeGood | AlsoCount) -> str:
    units = ruleset.unit.plural
    match statement:
        case Carry():
            return say("carrying {units} over", units=units)
        case MakeGood():
            return say("making good with later {units}", units=units)
        case AlsoCount(filter=Always()):
            return say("earlier {units}", units=units)
        case AlsoCount(filter=filter_):
            described = predicate_phrase(ruleset, filter_, Head.CREDIT)
            return say("earlier {units} {described}", units=units, described=described)
        case _:
            assert_never(statement)


def place_label(ruleset: Ruleset, place: Place) -> str:
    return _label(ruleset, place.statement, place.number)


def _key_of(statement: Stated) -> Key | None:
    match statement:
        case Cap(per=per):
            return per
        case Minimum(each=each) if each is not None:
            return DayKey(each)
        case _:
            return None


def _label(ruleset: Ruleset, statement: Stated, number: int) -> str:
    title = statement.words.title
    if title is not None:
        return capital(title)
    match statement:
        case Requirement():
            return _block_label(ruleset, statement)
        case Minimum(filter=filter_):
            return predicate_label(ruleset, filter_)
        case Cap(filter=filter_):
            return say("At most: {what}", what=predicate_label(ruleset, filter_))
        case CapDifferent(filter=filter_, number=most, per=per):
            values = values_phrase(ruleset, per, most)
            return say("At most {values}: {what}", values=values, what=predicate_label(ruleset, filter_))
        case UsedMinimum(filter=filter_):
            return say("Least, if used: {what}", what=predicate_label(ruleset, filter_))
        case Addition(filter=Always()):
            return say("On top")
        case Addition(filter=filter_):
            return say("On top: {what}", what=predicate_label(ruleset, filter_))
        case Distinct():
            return say("Separate hours", units=ruleset.unit.plural)
        case KOf(count=count, branches=branches):
            return say("Any {count} of {number}", count=figures(count), number=figures(len(branches)))
        case Branch():
            return say("Option {number}", number=figures(number))
        case Count(filter=filter_):
            return say("{what} (activities)", what=predicate_label(ruleset, filter_))
        case Limit(filter=filter_):
            return say("No more than: {what}", what=predicate_label(ruleset, filter_))
        case Duty(text=text):
            return shortened(text)
        case _:
            assert_never(statement)


def _block_label(ruleset: Ruleset, block: Requirement) -> str:
    if len(ruleset.requirements) > 1 and isinstance(block.filter, Always):
        return _named(block.words.id)
    if block.total is None:
        return say("Conditions")
    if isinstance(block.filter, Always):
        return say("Total")
    return say("Total: {what}", what=predicate_label(ruleset, block.filter))


def _named(id_: str) -> str:
    """The name that the author gave a requirement, or of one without which total it is."""
    name, _, number = id_.partition("-")
    if name == TOTAL and number.isdecimal():
        return say("Total {number}", number=figures(int(number)))
    return say("Total") if id_ == TOTAL else capital(id_.replace("-", " "))


def rule_label(ruleset: Ruleset, rule: CreditRule | Refusal | Exemption) -> str:
    """A short name for a rule outside the requirements: what it is about."""
    match rule:
        case CreditRule(words=words, filter=filter_):
            return capital(words.title) if words.title is not None else predicate_label(ruleset, filter_)
        case Refusal(filter=filter_):
            return predicate_label(ruleset, filter_)
        case Exemption(when=when):
            return say("Exempt if {condition}", condition=condition_phrase(ruleset, when))
        case _:
            assert_never(rule)


def rule_label_of_id(ruleset: Ruleset, id_: str) -> str:
    """The label of a credit rule or refusal; the id itself where the ruleset has no such rule."""
    rules: tuple[CreditRule | Refusal, ...] = (*ruleset.credits, *ruleset.refusals)
    found = next((rule for rule in rules if rule.words.id == id_), None)
    return id_ if found is None else rule_label(ruleset, found)


def shortened(text: str) -> str:
    """The text, cut at a word where it is long for a label."""
    if len(text) <= LONGEST_LABEL:
        return capital(text)
    return capital(text[:LONGEST_LABEL].rsplit(" ", 1)[0]) + "…"
