"""Terms of a comparison as noun phrases, and comparisons as verb phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from cedsl.model.predicate import (
    AsOfTerm,
    Constant,
    FactTerm,
    FieldTerm,
    Op,
    PeriodNumber,
    PeriodTerm,
    Shifted,
    Term,
)
from cedsl.model.ruleset import Field, Ruleset
from cedsl.period import Duration
from cedsl.publishing.phrase_english import duration_written, listed, quoted
from cedsl.publishing.phrase_names import (
    declared,
    fact_phrase,
    field_is_term,
    field_mention,
    value_written,
)
from cedsl.records.schema import DayType

ASSESSMENT_DAY = "the date of assessment"
CODE = re.compile(r"\w[- ]\w")
"""A value of several words, which would run into the words around it."""


def term_phrase(ruleset: Ruleset, term: Term, beside: Field | None = None) -> str:
    """The term as a noun phrase; `beside` is the field or fact with which a constant is compared."""
    match term:
        case Constant(value=value):
            return value_written(ruleset, value, beside)
        case FieldTerm(name=name):
            shown = field_mention(ruleset, name)
            return shown if field_is_term(ruleset, name) else f"its {shown}"
        case FactTerm(name=name):
            return fact_phrase(ruleset, name)
        case PeriodTerm(edge=edge):
            return f"the {edge.value.replace('the period', 'your period')}"
        case PeriodNumber():
            return "the number of your period"
        case AsOfTerm():
            return ASSESSMENT_DAY
        case Shifted():
            return _shifted_phrase(ruleset, term)
        case _:
            assert_never(term)


def _shifted_phrase(ruleset: Ruleset, term: Shifted) -> str:
    length = duration_written(Duration(abs(term.months), abs(term.days)))
    where = "before" if term.months < 0 or term.days < 0 else "after"
    return f"{length} {where} {term_phrase(ruleset, term.term)}"


def subject_of(ruleset: Ruleset, term: Term) -> Field | None:
    """The declared field or fact that the term names."""
    match term:
        case FieldTerm(name=name):
            return declared(ruleset.fields, name)
        case FactTerm(name=name):
            return declared(ruleset.facts, name)
        case Constant() | PeriodTerm() | PeriodNumber() | AsOfTerm() | Shifted():
            return None
        case _:
            assert_never(term)


def is_day(ruleset: Ruleset, term: Term) -> bool:
    """Whether the term names a day, so that a comparison says "on or after" rather than "at least"."""
    match term:
        case PeriodTerm() | AsOfTerm() | Shifted():
            return True
        case Constant(value=value):
            return isinstance(value, date)
        case FieldTerm(name=name):
            found = declared(ruleset.fields, name)
            return name == "date" or (found is not None and isinstance(found.type, DayType))
        case FactTerm(name=name):
            fact = declared(ruleset.facts, name)
            return fact is not None and isinstance(fact.type, DayType)
        case PeriodNumber():
            return False
        case _:
            assert_never(term)


def compared(ruleset: Ruleset, left: Term, op: Op, right: tuple[Term, ...]) -> str:
    """What follows "is" in a comparison: `at least 3`, `on or after 30 June 2025`, `A, B or C`."""
    beside = subject_of(ruleset, left)
    words = listed(values_phrased([term_phrase(ruleset, each, beside) for each in right], right), "or")
    if isinstance(right[0], Shifted):
        return f"{_from(op)} {words}"
    if is_day(ruleset, left) or is_day(ruleset, right[0]):
        return f"{_on(op)} {words}"
    if op is Op.IS:
        return words if any(isinstance(each, Constant) for each in right) else f"the same as {words}"
    return f"{op.value} {words}"


def values_phrased(words: Sequence[str], terms: Sequence[Term]) -> list[str]:
    """Values in a row: all of them in quotes where one has several words, as `“member-association”` has."""
    texts = [isinstance(each, Constant) and isinstance(each.value, str) for each in terms]
    if not any(text and CODE.search(word) for word, text in zip(words, texts, strict=True)):
        return list(words)
    return [quoted(word) if text and "“" not in word else word for word, text in zip(words, texts, strict=True)]


def _from(op: Op) -> str:
    """Before a length of time, where "on or after" cannot stand: `no earlier than 2 years before ...`."""
    match op:
        case Op.IS:
            return "exactly"
        case Op.AT_LEAST:
            return "no earlier than"
        case Op.AT_MOST:
            return "no later than"
        case Op.MORE:
            return "later than"
        case Op.LESS:
            return "earlier than"
        case _:
            assert_never(op)


def _on(op: Op) -> str:
    match op:
        case Op.IS:
            return "on"
        case Op.AT_LEAST:
            return "on or after"
        case Op.AT_MOST:
            return "on or before"
        case Op.MORE:
            return "after"
        case Op.LESS:
            return "before"
        case _:
            assert_never(op)
