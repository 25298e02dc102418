"""How an activity becomes credit, which activities are refused, and who owes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import Always, AnyOf
from cedsl.model.ruleset import (
    AsClaimed,
    ByField,
    Clause,
    CreditRule,
    Exemption,
    Flat,
    MostByField,
    MostEach,
    NetTime,
    PartsAsStated,
    PlusField,
    Rate,
    Refusal,
    Repeats,
    Retag,
    Rounded,
    Ruleset,
    Shortest,
    Times,
    Where,
)
from cedsl.publishing.phrase_amount import credit_written, rounding_phrase
from cedsl.publishing.phrase_english import (
    duration_written,
    is_long,
    listed,
    lowered,
    number_of,
    ordinal,
    sentences,
    share_written,
)
from cedsl.publishing.phrase_label import label_quoted
from cedsl.publishing.phrase_names import category_titles, field_mention
from cedsl.publishing.phrase_predicate import activities_phrase, condition_phrase
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_window import same_phrase
from cedsl.quantity import Amount, counted_in, written


def credit_sentence(ruleset: Ruleset, rule: CreditRule) -> str:
    """The whole rule: whom it is about, then its clauses in the order of evaluation."""
    is_about = not isinstance(rule.filter, Always)
    clauses = [
        _accepted(ruleset, clause, "those")
        if is_about and isinstance(clause, Where)
        else clause_phrase(ruleset, clause)
        for clause in in_order(rule.clauses)
    ]
    if is_about and clauses:
        about = activities_phrase(ruleset, rule.filter, "activities")
        whole = f"for {about}, {clauses[0]}"
        clauses[:1] = [f"this is about {about}", clauses[0]] if is_long(whole) else [whole]
    if not isinstance(rule.words.when, Always):
        clauses.append(f"this applies only if {condition_phrase(ruleset, rule.words.when)}")
    return sentences(*clauses)


def in_order(clauses: Sequence[Clause]) -> list[Clause]:
    """What an activity earns first, then the other clauses in the order of evaluation."""
    return sorted(clauses, key=_rank)


def _rank(clause: Clause) -> int:
    match clause:
        case Rate() | AsClaimed() | Flat():
            return 0
        case Where():
            return 1
        case NetTime():
            return 2
        case Shortest():
            return 3
        case PlusField():
            return 4
        case Rounded(last=last):
            return 7 if last else 4
        case PartsAsStated():
            return 4
        case Repeats():
            return 5
        case Times() | ByField():
            return 6
        case MostEach() | MostByField():
            return 8
        case Retag():
            return 9
        case _:
            assert_never(clause)


def clause_phrase(ruleset: Ruleset, clause: Clause) -> str:
    """One clause as a sentence without its capital and full stop."""
    match clause:
        case Rate(credit=credit, per=per):
            return _rate(ruleset, credit, per)
        case AsClaimed():
            return f"the {ruleset.unit.plural} claimed are the credit"
        case Flat(credit=credit):
            return f"each activity earns {credit_written(ruleset, credit)}, whatever its length"
        case MostEach(credit=credit):
            return f"one activity earns at most {credit_written(ruleset, credit)}"
        case Shortest(length=length):
            return f"an activity shorter than {_amount(ruleset, length)} earns nothing"
        case Where():
            return _accepted(ruleset, clause, "activities")
        case NetTime(fields=fields):
            return _net_time(ruleset, fields)
        case Rounded(increment=increment, direction=direction, last=last):
            end = ", after it is multiplied" if last else ""
            return f"the credit of each activity is {rounding_phrase(ruleset, increment, direction)}{end}"
        case PartsAsStated():
            return f"{ruleset.unit.plural} that a record states for a category count as stated, without rounding"
        case Times(factor=factor):
            return _times(factor)
        case Repeats():
            return _repeats(ruleset, clause)
        case MostByField(factor=factor, field=field):
            return f"one activity earns at most {_field_times(ruleset, factor, field)}"
        case PlusField(factor=factor, field=field):
            return f"{_field_times(ruleset, factor, field)} is credited on top"
        case ByField(field=field, divided=divided):
            return f"the credit is {'divided' if divided else 'multiplied'} by the {field_mention(ruleset, field)}"
        case Retag(gives=gives, takes=takes):
            return _retag(ruleset, gives, takes)
        case _:
            assert_never(clause)


def _accepted(ruleset: Ruleset, where: Where, noun: str) -> str:
    return f"we accept only {activities_phrase(ruleset, where.filter, noun)}"


def _amount(ruleset: Ruleset, amount: Amount) -> str:
    return counted_in(amount.number, ruleset.units[amount.unit])


def _rate(ruleset: Ruleset, credit: Fraction, per: Amount) -> str:
    earned = credit_written(ruleset, credit)
    unit = ruleset.units[per.unit]
    if per.number == 1:
        return f"each {unit.name} {'counts as' if unit == ruleset.unit else 'earns'} {earned}"
    return f"every {counted_in(per.number, unit)} earn {earned}"


def _net_time(ruleset: Ruleset, fields: Sequence[str]) -> str:
    if not fields:
        return "only contact time counts"
    titles = listed([field_mention(ruleset, name) for name in fields])
    return (
        f"only contact time counts: {titles} are taken off first"
        if len(fields) > 1
        else (f"the time given as {titles} is taken off first")
    )


def _field_times(ruleset: Ruleset, factor: Fraction, field: str) -> str:
    """`the preparation time`, `3 times the preparation time`."""
    named = f"the {field_mention(ruleset, field)}"
    if factor == 1:
        return named
    if factor == 2:
        return f"twice {named}"
    return f"{share_written(factor)} of {named}" if factor < 1 else f"{written(factor)} times {named}"


def _times(factor: Fraction) -> str:
    if factor == Fraction(1, 2):
        return "half of the credit counts"
    if factor == 2:
        return "the credit counts double"
    if factor < 1:
        return f"{share_written(factor)} of the credit counts"
    return f"the credit is multiplied by {written(factor)}"


def _repeats(ruleset: Ruleset, repeats: Repeats) -> str:
    same, span = same_phrase(ruleset, repeats.key), _span(repeats)
    if repeats.factors == (Fraction(1), Fraction(0)):
        return f"{same} earns credit only once {span}"
    *first, last = repeats.factors
    times = [f"{_factor(factor)} the {ordinal(number)} time" for number, factor in enumerate(first, 1)]
    times.append(f"{_factor(last)} from the {ordinal(len(repeats.factors))} time on")
    return f"{same} earns {listed(times)}. Times are counted {span}"


def _factor(factor: Fraction) -> str:
    if factor == 0:
        return "nothing"
    if factor == 1:
        return "full credit"
    return f"{share_written(factor)} of it" if factor < 1 else f"{written(factor)} times the credit"


def _span(repeats: Repeats) -> str:
    if repeats.ever:
        return "in all time"
    if repeats.span_of_time is not None:
        return f"within {duration_written(repeats.span_of_time)} of the last time credited"
    if repeats.calendar_years is not None:
        return f"in {number_of(repeats.calendar_years, 'calendar year')}"
    return "in your period"


def _retag(ruleset: Ruleset, gives: Sequence[str], takes: Sequence[str]) -> str:
    given, taken = listed(category_titles(ruleset, gives)), listed(category_titles(ruleset, takes), "or")
    words = [f"is counted in {given} as well"] if gives else []
    words += [f"is not counted in {taken}"] if takes else []
    return f"such an activity {listed(words)}"


def refusal_main(ruleset: Ruleset, refusal: Refusal) -> str:
    """What is refused, or alone accepted, as a clause; the description last, for it may be long."""
    about = activities_phrase(ruleset, refusal.filter)
    if refusal.only:
        return f"we accept only {about}"
    return "no activity earns anything" if isinstance(refusal.filter, Always) else f"we give no credit for {about}"


def refusal_sentence(ruleset: Ruleset, refusal: Refusal) -> str:
    """What is refused, for which reason, to whom it applies."""
    said = _cases(ruleset, refusal) or (refusal_main(ruleset, refusal),)
    when = refusal.words.when
    if isinstance(refusal.filter, Always) and not isinstance(when, Always) and not refusal.only:
        nothing = f"if {condition_phrase(ruleset, when)}, {refusal_main(ruleset, refusal)}"
        return sentences(nothing, reason_given(refusal.reason))
    scope = "" if isinstance(when, Always) else f"this applies only if {condition_phrase(ruleset, when)}"
    return sentences(*said, reason_given(refusal.reason), scope)


def reason_given(reason: str | None) -> str:
    """The author's reason, which may be a clause, a phrase or a sentence, so that each reads well."""
    return f"Reason: {lowered(reason)}" if reason else ""


def _cases(ruleset: Ruleset, refusal: Refusal) -> tuple[str, ...]:
    """Alternatives of which one has a condition on the member, a sentence for each; empty for all others."""
    match tidied(refusal.filter):
        case AnyOf(parts=parts):
            cases = [activities_phrase(ruleset, part) for part in parts]
        case _:
            return ()
    if not any(", if " in case for case in cases):
        return ()
    fit = f"activities that fit one of these {len(cases)} cases"
    lead = f"we accept only {fit}" if refusal.only else f"we give no credit for {fit}"
    return (lead, *(f"{ordinal(number)}: {case}" for number, case in enumerate(cases, 1)))


def exemption_sentence(ruleset: Ruleset, exemption: Exemption) -> str:
    """Who owes nothing, and of which of several requirements, where it is not all of them."""
    who = condition_phrase(ruleset, exemption.when)
    return sentences(f"you owe nothing{exempted_of(ruleset, exemption)} if {who}", reason_given(exemption.reason))


def exempted_of(ruleset: Ruleset, exemption: Exemption) -> str:
    """` of “Ethics”`: of what nothing is owed; empty where it is everything."""
    about = [each for each in ruleset.requirements if exemption in each.exempt]
    if len(about) == len(ruleset.requirements):
        return ""
    return f" of {listed([label_quoted(ruleset, each) for each in about])}"
