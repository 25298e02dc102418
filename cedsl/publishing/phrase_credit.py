"""How an activity becomes credit, which activities are refused, and who owes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import Always, AnyOf, Predicate
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
from cedsl.publishing.phrase_label import label_quoted
from cedsl.publishing.phrase_names import category_titles, field_mention
from cedsl.publishing.phrase_ordinal import ordinals
from cedsl.publishing.phrase_parted import activities_parted, if_parted, only_if_parted
from cedsl.publishing.phrase_predicate import activities_phrase, condition_phrase, predicate_phrase, predicate_spoken
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_window import same_phrase
from cedsl.publishing.phrase_words import (
    counted,
    duration_written,
    is_long,
    is_long_without_titles,
    listed,
    lowered,
    sentences,
    share_written,
)
from cedsl.publishing.tongue import figures, say, say_as, say_count
from cedsl.quantity import Amount


def credit_sentence(ruleset: Ruleset, rule: CreditRule) -> str:
    """The whole rule: whom it is about, then its clauses in the order of evaluation."""
    is_about = not isinstance(rule.filter, Always)
    clauses = [
        _those_accepted(ruleset, clause) if is_about and isinstance(clause, Where) else clause_phrase(ruleset, clause)
        for clause in in_order(rule.clauses)
    ]
    if is_about and clauses:
        about = activities_phrase(ruleset, rule.filter)
        whole = say("for {activities}, {clause}", activities=about, clause=clauses[0])
        apart = activities_parted(ruleset, rule.filter, _about) if is_long(whole) else ()
        clauses[:1] = [*apart, clauses[0]] if apart else [whole]
    return sentences(*clauses, *_applies(ruleset, rule.words.when))


def _about(activities: str) -> str:
    return say("this is about {activities}", activities=activities)


def _applies(ruleset: Ruleset, when: Predicate) -> tuple[str, ...]:
    return () if isinstance(when, Always) else only_if_parted(ruleset, when, _applies_only, _applies_only)


def _applies_only(condition: str) -> str:
    return say("this applies only if {condition}", condition=condition)


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
            return say("the {units} claimed are the credit", units=ruleset.unit.plural)
        case Flat(credit=credit):
            return say("each activity earns {amount}, whatever its length", amount=credit_written(ruleset, credit))
        case MostEach(credit=credit):
            return say("one activity earns at most {amount}", amount=credit_written(ruleset, credit))
        case Shortest(length=length):
            return say("an activity shorter than {amount} earns nothing", amount=_amount(ruleset, length))
        case Where(filter=filter_):
            return say("we accept only {activities}", activities=activities_phrase(ruleset, filter_))
        case NetTime(fields=fields):
            return _net_time(ruleset, fields)
        case Rounded():
            return _rounded(ruleset, clause)
        case PartsAsStated():
            units = ruleset.unit.plural
            return say("{units} that a record states for a category count as stated, without rounding", units=units)
        case Times(factor=factor):
            return _times(factor)
        case Repeats():
            return _repeats(ruleset, clause)
        case MostByField(factor=factor, field=field):
            return say("one activity earns at most {amount}", amount=_field_times(ruleset, factor, field))
        case PlusField(factor=factor, field=field):
            return say("{amount} is credited on top", amount=_field_times(ruleset, factor, field))
        case ByField(field=field, divided=True):
            return say("the credit is divided by the {field}", field=field_mention(ruleset, field))
        case ByField(field=field):
            return say("the credit is multiplied by the {field}", field=field_mention(ruleset, field))
        case Retag(gives=gives, takes=takes):
            return _retag(ruleset, gives, takes)
        case _:
            assert_never(clause)


def _those_accepted(ruleset: Ruleset, where: Where) -> str:
    """Of activities just named: which of them are accepted."""
    described = predicate_phrase(ruleset, where.filter)
    return say("we accept only those {described}", described=described) if described else say("we accept only those")


def _amount(ruleset: Ruleset, amount: Amount) -> str:
    return counted(amount.number, ruleset.units[amount.unit])


def _rate(ruleset: Ruleset, credit: Fraction, per: Amount) -> str:
    earned, unit = credit_written(ruleset, credit), ruleset.units[per.unit]
    one = counted(1, unit)
    if per.number != 1:
        return say("every {length} earn {amount}", length=_amount(ruleset, per), amount=earned)
    if unit == ruleset.unit:
        return say("each {unit} counts as {amount}", unit=unit.name, one=one, amount=earned)
    return say("each {unit} earns {amount}", unit=unit.name, one=one, amount=earned)


def _net_time(ruleset: Ruleset, fields: Sequence[str]) -> str:
    titles = listed([field_mention(ruleset, name) for name in fields])
    match len(fields):
        case 0:
            return say("only contact time counts")
        case 1:
            return say("the time given as {field} is taken off first", field=titles)
        case _:
            return say("only contact time counts: {fields} are taken off first", fields=titles)


def _rounded(ruleset: Ruleset, clause: Rounded) -> str:
    rounded = rounding_phrase(ruleset, clause.increment, clause.direction)
    if clause.last:
        return say("the credit of each activity is {rounded}, after it is multiplied", rounded=rounded)
    return say("the credit of each activity is {rounded}", rounded=rounded)


def _field_times(ruleset: Ruleset, factor: Fraction, field: str) -> str:
    """`the preparation time`, `3 times the preparation time`."""
    named = field_mention(ruleset, field)
    if factor == 1:
        return say("the {field}", field=named)
    if factor == 2:
        return say("twice the {field}", field=named)
    if factor < 1:
        return say("{share} of the {field}", share=share_written(factor), field=named)
    return say("{number} times the {field}", number=figures(factor), field=named)


def _times(factor: Fraction) -> str:
    if factor == Fraction(1, 2):
        return say("half of the credit counts")
    if factor == 2:
        return say("the credit counts double")
    if factor < 1:
        return say("{share} of the credit counts", share=share_written(factor))
    return say("the credit is multiplied by {number}", number=figures(factor))


def _repeats(ruleset: Ruleset, repeats: Repeats) -> str:
    same, span = same_phrase(ruleset, repeats.key), _span(repeats)
    if repeats.factors == (Fraction(1), Fraction(0)):
        return say("{same} earns credit only once {span}", same=same, span=span)
    *first, last = repeats.factors
    times = [
        say("{credit} the {ordinal} time", credit=_factor(factor), **ordinals(number))
        for number, factor in enumerate(first, 1)
    ]
    times.append(say("{credit} from the {ordinal} time on", credit=_factor(last), **ordinals(len(repeats.factors))))
    earned = say("{same} earns {times}", same=same, times=listed(times))
    if is_long_without_titles(earned):
        earned = say(
            "{same} earns {first}. After that it earns {times}", same=same, first=times[0], times=listed(times[1:])
        )
    if repeats.span_of_time is not None:
        return say(
            "{earned}. An earlier time is counted if it earned credit and lies less than {duration} back",
            earned=earned,
            duration=duration_written(repeats.span_of_time),
        )
    return say("{earned}. Times are counted {span}", earned=earned, span=span)


def _factor(factor: Fraction) -> str:
    """How much of the credit is earned."""
    if factor == 0:
        return say_as("how much credit is earned", "nothing")
    if factor == 1:
        return say("full credit")
    if factor < 1:
        return say("{share} of it", share=share_written(factor))
    return say("{number} times the credit", number=figures(factor))


def _span(repeats: Repeats) -> str:
    if repeats.ever:
        return say("in all time")
    if repeats.span_of_time is not None:
        length = duration_written(repeats.span_of_time)
        return say("within {duration} of the last time credited", duration=length)
    if repeats.calendar_years is not None:
        return say_count(repeats.calendar_years, "in {number} calendar year", "in {number} calendar years")
    return say("in your period")


def _retag(ruleset: Ruleset, gives: Sequence[str], takes: Sequence[str]) -> str:
    given, taken = listed(category_titles(ruleset, gives)), listed(category_titles(ruleset, takes), "or")
    if not takes:
        return say("such an activity is counted in {given} as well", given=given)
    if not gives:
        return say("such an activity is not counted in {taken}", taken=taken)
    return say("such an activity is counted in {given} as well and is not counted in {taken}", given=given, taken=taken)


def refusal_main(ruleset: Ruleset, refusal: Refusal) -> str:
    """What is refused, or alone accepted, as a clause; the description last, for it may be long."""
    about = activities_phrase(ruleset, refusal.filter)
    if isinstance(refusal.filter, Always) and not refusal.only:
        return say("no activity earns anything")
    return _accepted(about) if refusal.only else _refused(about)


def _accepted(activities: str) -> str:
    return say("we accept only {activities}", activities=activities)


def _refused(activities: str) -> str:
    return say("we give no credit for {activities}", activities=activities)


def _some_refused(activities: str) -> str:
    return say("we give no credit for some {activities}", activities=activities)


def refusal_sentence(ruleset: Ruleset, refusal: Refusal) -> str:
    """What is refused, for which reason, to whom it applies."""
    when = refusal.words.when
    if isinstance(refusal.filter, Always) and not isinstance(when, Always) and not refusal.only:
        nothing = say("if {condition}, no activity earns anything", condition=condition_phrase(ruleset, when))
        return sentences(nothing, reason_given(refusal.reason))
    said = _cases(ruleset, refusal) or _refusal(ruleset, refusal)
    return sentences(*said, reason_given(refusal.reason), *_applies(ruleset, when))


def _refusal(ruleset: Ruleset, refusal: Refusal) -> tuple[str, ...]:
    if isinstance(refusal.filter, Always):
        return (refusal_main(ruleset, refusal),)
    if refusal.only:
        return activities_parted(ruleset, refusal.filter, _accepted)
    return activities_parted(ruleset, refusal.filter, _refused, _some_refused)


def reason_given(reason: str | None) -> str:
    """The author's reason, which may be a clause, a phrase or a sentence, so that each reads well."""
    return say("Reason: {reason}", reason=lowered(reason)) if reason else ""


def _cases(ruleset: Ruleset, refusal: Refusal) -> tuple[str, ...]:
    """Alternatives of which one has a condition on the member, a sentence for each; empty for all others."""
    match tidied(refusal.filter):
        case AnyOf(parts=parts) if any(predicate_spoken(ruleset, part).marks.conditional for part in parts):
            cases = [activities_phrase(ruleset, part) for part in parts]
        case _:
            return ()
    number = figures(len(cases))
    lead = (
        say("we accept only activities that fit one of these {number} cases", number=number)
        if refusal.only
        else say("we give no credit for activities that fit one of these {number} cases", number=number)
    )
    told = (say("{ordinal}: {case}", case=case, **ordinals(place)) for place, case in enumerate(cases, 1))
    return (lead, *told)


def exemption_sentence(ruleset: Ruleset, exemption: Exemption) -> str:
    """Who owes nothing, and of which of several requirements, where it is not all of them."""
    about = exempted_of(ruleset, exemption)

    def nothing(condition: str) -> str:
        if about:
            return say("you owe nothing of {requirements} if {condition}", requirements=about, condition=condition)
        return say("you owe nothing if {condition}", condition=condition)

    return sentences(*if_parted(ruleset, exemption.when, nothing, nothing), reason_given(exemption.reason))


def exempted_of(ruleset: Ruleset, exemption: Exemption) -> str:
    """`“Ethics” and “Law”`: of what nothing is owed; empty where it is everything."""
    about = [each for each in ruleset.requirements if exemption in each.exempt]
    if len(about) == len(ruleset.requirements):
        return ""
    return listed([label_quoted(ruleset, each) for each in about])
