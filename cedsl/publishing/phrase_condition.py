"""Conditions on a member that hold over days, or ask for a period, activities or credit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    During,
    FactTerm,
    HasEarned,
    HasRecords,
    Not,
    Op,
    Predicate,
    SeenOn,
)
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_claim import Claim, Verb, claim_said
from cedsl.publishing.phrase_ordinal import ordinals
from cedsl.publishing.phrase_spoken import Describe, Spoken, condition
from cedsl.publishing.phrase_term import compared, day_phrase, is_day, term_phrase
from cedsl.publishing.phrase_words import counted
from cedsl.publishing.tongue import say, say_count


def over_days(ruleset: Ruleset, during: During, clause: Describe, *, negated: bool) -> Spoken:
    """The condition with the days on which it holds; these first where it has several parts."""
    inner = clause(ruleset, during.part)
    if not during.sometime:
        return condition(_throughout(inner.text, during.part), inner.marks)
    if negated:
        return condition(_on_no_day(inner.text, during.part), inner.marks)
    return condition(_on_some_day(inner.text, during.part), inner.marks)


def _throughout(clause: str, part: Predicate) -> str:
    match part:
        case AnyOf():
            return say("throughout your period either {condition}", condition=clause)
        case AllOf(parts=(_, _)):
            return say("throughout your period both {condition}", condition=clause)
        case AllOf():
            return say("throughout your period all of this is so: {condition}", condition=clause)
        case _:
            return say("{condition} throughout your period", condition=clause)


def _on_some_day(clause: str, part: Predicate) -> str:
    match part:
        case AnyOf():
            return say("on at least one day of your period either {condition}", condition=clause)
        case AllOf(parts=(_, _)):
            return say("on at least one day of your period both {condition}", condition=clause)
        case AllOf():
            return say("on at least one day of your period all of this is so: {condition}", condition=clause)
        case _:
            return say("{condition} on at least one day of your period", condition=clause)


def _on_no_day(clause: str, part: Predicate) -> str:
    match part:
        case AnyOf():
            return say("on no day of your period either {condition}", condition=clause)
        case AllOf(parts=(_, _)):
            return say("on no day of your period both {condition}", condition=clause)
        case AllOf():
            return say("on no day of your period all of this is so: {condition}", condition=clause)
        case _:
            return say("{condition} on no day of your period", condition=clause)


def seen_on(ruleset: Ruleset, seen: SeenOn, clause: Describe) -> Spoken:
    """The condition as the member's facts stood on a day."""
    day, inner = day_phrase(ruleset, seen.day), clause(ruleset, seen.part)
    match seen.part:
        case Compare(left=FactTerm() as left) | Not(part=Compare(left=FactTerm() as left)) if not is_day(ruleset, left):
            return condition(say("{condition} on {day}", condition=inner.text, day=day), inner.marks)
        case _:
            return condition(say("as of {day}, {condition}", condition=inner.text, day=day), inner.marks)


def period_number(ruleset: Ruleset, atom: Compare, *, negated: bool) -> Spoken:
    """Which period of the member's this is: `this is your first period`."""
    match atom.right:
        case (Constant(value=Fraction() as number),) if number.denominator == 1:
            return condition(_nth_period(int(number), atom.op, negated=negated))
        case _:
            words = compared(ruleset, atom.left, atom.op, atom.right)
            return condition(claim_said(Claim(term_phrase(ruleset, atom.left), Verb.IS, words, negated)))


def _nth_period(number: int, op: Op, *, negated: bool) -> str:
    which = ordinals(number)
    match op:
        case Op.IS if negated:
            return say("this is not your {ordinal} period", **which)
        case Op.IS:
            return say("this is your {ordinal} period", **which)
        case Op.AT_LEAST:
            return say("this is your {ordinal} period or a later one", **which)
        case Op.AT_MOST:
            return say("this is your {ordinal} period or an earlier one", **which)
        case Op.MORE:
            return say("this is a later period than your {ordinal}", **which)
        case Op.LESS:
            return say("this is an earlier period than your {ordinal}", **which)
        case _:
            assert_never(op)


def has_records(ruleset: Ruleset, atom: HasRecords, describe: Describe, *, negated: bool) -> Spoken:
    described = describe(ruleset, atom.filter)
    marks = replace(described.marks, activities=described.marks.activities or atom.count > 1)
    return condition(_spaced(_has_activities(atom.count, negated=negated), described.text), marks)


def _has_activities(count: int, *, negated: bool) -> str:
    if negated and count == 1:
        return say("you have no accepted activity")
    if negated:
        return say_count(
            count,
            "you have fewer than {number} accepted activity",
            "you have fewer than {number} accepted activities",
        )
    return say_count(
        count,
        "you have at least {number} accepted activity",
        "you have at least {number} accepted activities",
    )


def has_earned(ruleset: Ruleset, atom: HasEarned, describe: Describe, *, negated: bool) -> Spoken:
    amount, described = counted(atom.amount, ruleset.unit), describe(ruleset, atom.filter)
    earned = (
        say("you have earned less than {amount}", amount=amount)
        if negated
        else say("you have earned at least {amount}", amount=amount)
    )
    return condition(_spaced(earned, described.text), described.marks)


def _spaced(clause: str, described: str) -> str:
    return f"{clause} {described}" if described else clause
