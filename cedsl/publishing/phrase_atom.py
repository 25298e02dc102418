"""One comparison, one phrase: "in Business ethics", "by webcast", "whose grade is at least C"."""

from __future__ import annotations

from typing import assert_never

from cedsl.model.predicate import (
    Anniversary,
    AsOfTerm,
    BeginsWith,
    Chosen,
    Compare,
    Constant,
    During,
    Edge,
    EdgeDay,
    FactTerm,
    FieldTerm,
    HasEarned,
    HasRecords,
    InCategory,
    Listed,
    Measure,
    Op,
    Parity,
    PeriodNumber,
    PeriodTerm,
    SeenOn,
    Shifted,
    Stated,
    Term,
)
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_answer import answer_of, labelled
from cedsl.publishing.phrase_claim import Claim, Verb, claim_said
from cedsl.publishing.phrase_condition import has_earned, has_records, over_days, period_number, seen_on
from cedsl.publishing.phrase_measure import measured_compared
from cedsl.publishing.phrase_names import (
    fact_title,
    field_is_term,
    field_mention,
    field_title,
    is_yes_no,
    term_quoted,
)
from cedsl.publishing.phrase_plain import in_categories, in_table, is_named, lasting, named, taken_on
from cedsl.publishing.phrase_spoken import (
    Describe,
    Head,
    Shape,
    Spoken,
    claimed,
    condition,
    marked_field,
    recorded_fact,
)
from cedsl.publishing.phrase_term import compared, is_day, subject_of, term_phrase
from cedsl.publishing.phrase_tidy import Atom
from cedsl.publishing.tongue import say


def atom_spoken(
    ruleset: Ruleset, atom: Atom, head: Head, *, negated: bool, describe: Describe, clause: Describe
) -> Spoken:
    """The phrase of one atom. `describe` and `clause` word the filters and the conditions inside it."""
    match atom:
        case InCategory(names=names):
            return in_categories(ruleset, names, negated=negated)
        case Compare(left=FieldTerm(name=name), op=Op.IS, right=right) if is_named(name, right):
            return named(ruleset, name, right, head, negated=negated)
        case Compare(left=FieldTerm(name=name)):
            return _field_compared(ruleset, atom, name, head, negated=negated)
        case Compare(left=Measure() as measure, op=op, right=right):
            return condition(
                measured_compared(ruleset, measure, op, right, lambda of, part: clause(of, part).text, negated=negated)
            )
        case Compare():
            return _member_compared(ruleset, atom, negated=negated)
        case Parity():
            return _parity(ruleset, atom, negated=negated)
        case Listed(table=table):
            return in_table(ruleset, table, head, negated=negated)
        case During():
            return over_days(ruleset, atom, clause, negated=negated)
        case SeenOn():
            return seen_on(ruleset, atom, clause)
        case BeginsWith():
            return _begins(ruleset, atom, negated=negated)
        case Stated(term=term):
            return _stated(ruleset, term, negated=negated)
        case HasRecords():
            return has_records(ruleset, atom, describe, negated=negated)
        case HasEarned():
            return has_earned(ruleset, atom, describe, negated=negated)
        case _:
            assert_never(atom)


def _parity(ruleset: Ruleset, atom: Parity, *, negated: bool) -> Spoken:
    verb = Verb.ODD if atom.odd else Verb.EVEN
    match atom.term:
        case FieldTerm(name=name) if atom.year:
            subject = say("the year of the activity's {field}", field=field_mention(ruleset, name))
            return claimed(Claim(subject, verb, negated=negated))
        case FieldTerm(name=name):
            return _of_field(ruleset, name, verb, negated=negated)
        case _:
            subject = term_phrase(ruleset, atom.term)
            subject = say("the year of {day}", day=subject) if atom.year else subject
            return claimed(Claim(subject, verb, negated=negated))


def _of_field(ruleset: Ruleset, name: str, verb: Verb, value: str = "", *, negated: bool) -> Spoken:
    """`whose grade is ...`, but `for which “Number of pages” is ...`."""
    shape = Shape.WHICH if field_is_term(ruleset, name) else Shape.WHOSE
    return claimed(Claim(field_mention(ruleset, name), verb, value, negated), shape)


def _field_compared(ruleset: Ruleset, atom: Compare, name: str, head: Head, *, negated: bool) -> Spoken:
    if name == "date" and head is not Head.MEMBER:
        return taken_on(compared(ruleset, atom.left, atom.op, atom.right, happens=True), negated=negated)
    if name == "length":
        return lasting(ruleset, atom, head, negated=negated)
    words = compared(ruleset, atom.left, atom.op, atom.right)
    if name == "date":
        return claimed(Claim(say("the day"), Verb.IS, words, negated))
    if is_yes_no(ruleset.fields, name):
        title, answer = field_title(ruleset, name), answer_of(ruleset, atom, negated=negated)
        return marked_field(term_quoted(title), answer, labelled(title, answer))
    return _of_field(ruleset, name, Verb.IS, words, negated=negated)


def _member_compared(ruleset: Ruleset, atom: Compare, *, negated: bool) -> Spoken:
    match atom.left:
        case FactTerm(name=name) if is_yes_no(ruleset.facts, name):
            answer = answer_of(ruleset, atom, negated=negated)
            return recorded_fact(term_quoted(fact_title(ruleset, name)), answer)
        case PeriodNumber():
            return period_number(ruleset, atom, negated=negated)
        case PeriodTerm(edge=edge):
            when = compared(ruleset, atom.left, atom.op, atom.right, happens=True)
            verb = Verb.PERIOD_BEGINS if edge is Edge.FIRST else Verb.PERIOD_ENDS
            return claimed(Claim("", verb, when, negated))
        case Measure():
            raise AssertionError(atom)
        case FactTerm() | AsOfTerm() | Shifted() | Constant() | FieldTerm() | EdgeDay() | Chosen() | Anniversary():
            words = compared(ruleset, atom.left, atom.op, atom.right)
            return claimed(Claim(term_phrase(ruleset, atom.left), Verb.IS, words, negated))
        case _:
            assert_never(atom.left)


def _begins(ruleset: Ruleset, atom: BeginsWith, *, negated: bool) -> Spoken:
    letters = atom.low
    if atom.low != atom.high:
        letters = say("a letter from {low} to {high}", low=atom.low, high=atom.high)
    match atom.left:
        case FieldTerm(name=name):
            return _of_field(ruleset, name, Verb.BEGINS_WITH, letters, negated=negated)
        case _:
            return condition(claim_said(Claim(term_phrase(ruleset, atom.left), Verb.BEGINS_WITH, letters, negated)))


def _stated(ruleset: Ruleset, term: Term, *, negated: bool) -> Spoken:
    match term:
        case FieldTerm(name=name):
            return _of_field(ruleset, name, Verb.GIVEN, negated=negated)
        case FactTerm(name=name) if is_yes_no(ruleset.facts, name):
            question = term_quoted(fact_title(ruleset, name))
            if negated:
                return condition(say("your record says nothing about {question}", question=question))
            return condition(say("your record says yes or no to {question}", question=question))
        case _:
            words = term_phrase(ruleset, term, subject_of(ruleset, term))
            if not is_day(ruleset, term):
                return claimed(Claim(words, Verb.RECORDED, negated=negated))
            return claimed(Claim(words, Verb.KNOWN, negated=negated), known=None if negated else term)
