"""What the author left unsaid and cedsl decides, each as a sentence with the titles that readers know."""

from __future__ import annotations

from cedsl.model.predicate import Constant
from cedsl.model.ruleset import Default, Field, Ruleset
from cedsl.publishing.phrase_english import sentence
from cedsl.publishing.phrase_names import (
    CHOICE_FIELDS,
    declared,
    fact_title,
    field_title,
    term_quoted,
    value_written,
)
from cedsl.publishing.phrase_term import values_phrased
from cedsl.records.activity import Value


def default_sentence(ruleset: Ruleset, default: Default) -> str:
    """What is taken for granted; of a fact or field by its title, where the sentence has only its name."""
    name = default.name.removeprefix("default-")
    fact, field = declared(ruleset.facts, name), declared(ruleset.fields, name)
    if default.name == name or name in CHOICE_FIELDS:
        return sentence(default.sentence)
    if fact is not None and fact.default is not None and default.sentence.startswith("A member"):
        value = _value(ruleset, fact.default, fact)
        return f"Where your record does not say, {term_quoted(fact_title(ruleset, name))} is {value}."
    if field is not None and field.default is not None:
        value = _value(ruleset, field.default, field)
        return f"Where a record does not say, {term_quoted(field_title(ruleset, name))} is {value}."
    return sentence(default.sentence)


def _value(ruleset: Ruleset, value: Value, field: Field) -> str:
    """The value in words; one of several words or with a hyphen, which has no title, in quotes."""
    (shown,) = values_phrased([value_written(ruleset, value, field)], [Constant(value)])
    return shown
