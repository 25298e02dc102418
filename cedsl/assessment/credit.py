"""Crediting, one record at a time: accept, shortest length, convert, round. Then repeats, multiply, limits.

The order is the contract's section 2: accept or refuse, shortest length, convert, round, repeats, multiply,
per-item limits. Rules are taken in the order written: of several that describe a record, each may refuse it
or shorten it; the first with a rate (or rounding) that fits decides that step; all multipliers apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from cedsl.assessment.repeats import repeat_factors
from cedsl.model import ruleset as r
from cedsl.model.scope import Scope, Subject
from cedsl.normal.acceptance import Void, describing, refused_by, retagged
from cedsl.normal.credited import Credited, CreditedTag, Draft
from cedsl.period import Window
from cedsl.quantity import TIME, Amount, convert, round_to, written
from cedsl.records.activity import Activity, Tag, Value
from cedsl.records.note import Note, Noted
from cedsl.verdict import Loss, Refused

NOTHING = Fraction(0)


def draft(activity: Activity, scope: Scope, void: Void) -> Draft:
    """The record accepted or refused, converted and rounded; `void` settles rules that ask for missing facts.

    One that is too short is accepted and earns nothing: it happened, and counts and limits see it.
    """
    ruleset = scope.vocabulary.ruleset
    assert activity.on is not None
    on = activity.started if ruleset.falls is r.Falls.START and activity.started else activity.on
    length = _length(activity, ruleset)
    bare = Credited(activity, on, NOTHING, _plain_tags(activity), accepted=False, length=length)
    subject = bare.subject(scope.vocabulary)
    rules = describing(subject, scope, void)
    names = retagged((tag.category for tag in bare.tags), rules)
    tagged = bare
    if names != tuple(tag.category for tag in bare.tags):
        tagged = replace(bare, tags=tuple(CreditedTag(name, None) for name in names))
    refusal = _refusal(tagged, rules, subject, scope, void)
    if refusal is not None:
        short = refusal.why is Refused.TOO_SHORT
        return Draft(replace(tagged, accepted=short, losses=(refusal,)), rules)
    return Draft(_converted(tagged, rules, ruleset), rules)


def _plain_tags(activity: Activity) -> tuple[CreditedTag, ...]:
    return tuple(CreditedTag(tag.category, None) for tag in activity.tags)


def _length(activity: Activity, ruleset: r.Ruleset) -> Fraction | None:
    """The record's length in the unit in which fields of time are kept, where it states time."""
    if activity.amount is None or ruleset.units[activity.amount.unit].dimension != TIME:
        return None
    kept = ruleset.unit if ruleset.unit.dimension == TIME else ruleset.units["hour"]
    return convert(activity.amount, ruleset.units, kept)


def _refusal(
    credited: Credited, rules: tuple[r.CreditRule, ...], subject: Subject, scope: Scope, void: Void
) -> Loss | None:
    """Why the record is not accepted, or None."""
    refusing = refused_by(subject, rules, scope, void)
    if refusing is not None:
        detail = (refusing.reason or "") if isinstance(refusing, r.Refusal) else ""
        return Loss(None, Refused.NOT_ACCEPTED, (refusing.words.id,), detail=detail)
    for rule in rules:
        for clause in rule.clauses:
            if isinstance(clause, r.Shortest) and _shorter(credited, clause, rules, scope.vocabulary.ruleset):
                return Loss(None, Refused.TOO_SHORT, (rule.words.id,))
    return None


def _shorter(credited: Credited, clause: r.Shortest, rules: Iterable[r.CreditRule], ruleset: r.Ruleset) -> bool:
    """Whether the activity is too short; time that does not count is no part of its length."""
    amount = credited.activity.amount
    if amount is None:
        return False
    net = _net(credited.activity, amount, _taken_off(_clauses(rules)), ruleset)
    length = convert(net, ruleset.units, ruleset.units[clause.length.unit])
    return length is not None and length < clause.length.number


def _net(activity: Activity, amount: Amount, fields: Iterable[str], ruleset: r.Ruleset) -> Amount:
    """The amount less the time in the fields, in the unit of the record; never below 0."""
    taken = NOTHING
    kept = ruleset.unit if ruleset.unit.dimension == TIME else ruleset.units["hour"]
    for name in fields:
        value = activity.fields.get(name)
        if isinstance(value, Fraction):
            part = convert(Amount(value, kept.name), ruleset.units, ruleset.units[amount.unit])
            taken += part or NOTHING
    return Amount(max(amount.number - taken, NOTHING), amount.unit)


def _taken_off(clauses: Iterable[r.Clause]) -> list[str]:
    """The fields whose time does not count."""
    return [name for clause in clauses if isinstance(clause, r.NetTime) for name in clause.fields]


def _clauses(rules: Iterable[r.CreditRule]) -> list[r.Clause]:
    return [clause for rule in rules for clause in rule.clauses]


def _converted(credited: Credited, rules: tuple[r.CreditRule, ...], ruleset: r.Ruleset) -> Credited:
    """The record's credit after conversion and rounding, with the credit of each stated part.

    A record without an amount, or in a unit that nothing converts, earns nothing; it is an event all the
    same, which counts and limits see.
    """
    activity = credited.activity
    if activity.unbounded:
        return replace(credited, accepted=True)
    clauses = _clauses(rules)
    flat = _flat(activity.amount, clauses, ruleset)
    if flat is not None:
        tags = tuple(_stated(tag, activity.tags, ruleset, flat.credit) for tag in credited.tags)
        return replace(credited, credit=flat.credit, accepted=True, tags=tags, whole=flat.credit)
    if activity.amount is None:
        return replace(credited, accepted=True, losses=(Loss(None, Refused.NO_AMOUNT),))
    fields = _taken_off(clauses)
    net = _net(activity, activity.amount, fields, ruleset)
    raw = _rated(net, clauses, ruleset)
    if raw is None:
        unit = ruleset.units[net.unit]
        return replace(credited, accepted=True, losses=(Loss(None, Refused.NO_RATE, detail=unit.plural),))
    raw += _added(activity, clauses)
    rounded = _rounded(raw, clauses)
    lost = () if rounded >= raw else (Loss(raw - rounded, Refused.ROUNDED),)
    off = Note(f"net of {' and '.join(fields)}", Noted.NET_OF, *fields)
    notes = () if net == activity.amount else (off,)
    if any(isinstance(clause, r.PartsAsStated) for clause in clauses):
        tags = tuple(_stated(tag, activity.tags, ruleset, None) for tag in credited.tags)
    else:
        tags = tuple(_part(tag, activity.tags, clauses, ruleset) for tag in credited.tags)
    whole = max(raw, rounded)
    return replace(credited, credit=rounded, accepted=True, losses=lost, tags=tags, notes=notes, whole=whole)


def _added(activity: Activity, clauses: Iterable[r.Clause]) -> Fraction:
    """What fields such as preparation add, each as often as its rule says."""
    total = NOTHING
    for clause in clauses:
        if isinstance(clause, r.PlusField):
            value = activity.fields.get(clause.field)
            total += clause.factor * value if isinstance(value, Fraction) else NOTHING
    return total


def _flat(amount: Amount | None, clauses: Iterable[r.Clause], ruleset: r.Ruleset) -> r.Flat | None:
    """The flat award, where it is written before any rate that fits the record."""
    for clause in clauses:
        match clause:
            case r.Flat():
                return clause
            case r.Rate(per=per) if amount is not None:
                if convert(amount, ruleset.units, ruleset.units[per.unit]) is not None:
                    return None
            case r.AsClaimed() if amount is not None:
                return None
            case _:
                continue
    return None


def _part(tag: CreditedTag, stated: Sequence[Tag], clauses: Sequence[r.Clause], ruleset: r.Ruleset) -> CreditedTag:
    """The tag with the credit of its own amount: a part is credited like the whole."""
    amount = next((each.amount for each in stated if each.category == tag.category), None)
    if amount is None:
        return tag
    raw = _rated(amount, clauses, ruleset)
    return tag if raw is None else CreditedTag(tag.category, _rounded(raw, clauses))


def _stated(tag: CreditedTag, stated: Sequence[Tag], ruleset: r.Ruleset, most: Fraction | None) -> CreditedTag:
    """The tag with its own amount as it was stated, never more than `most`."""
    amount = next((each.amount for each in stated if each.category == tag.category), None)
    raw = None if amount is None else convert(amount, ruleset.units, ruleset.unit)
    if raw is None:
        return tag
    return CreditedTag(tag.category, raw if most is None else min(raw, most), fixed=most is None)


def _rated(amount: Amount, clauses: Iterable[r.Clause], ruleset: r.Ruleset) -> Fraction | None:
    """The amount in the ruleset's unit: by the first rate that fits, else as stated, else None.

    A rate for a unit that the amount is not in does not fit: an amount already in the ruleset's own unit
    (3 points, where an hour earns 1 point) is taken as stated.
    """
    units = ruleset.units
    for clause in clauses:
        if isinstance(clause, r.Rate):
            number = convert(amount, units, ruleset.units[clause.per.unit])
            if number is not None:
                return number / clause.per.number * clause.credit
        if isinstance(clause, r.AsClaimed):
            return convert(amount, units, ruleset.unit)
    return convert(amount, units, ruleset.unit)


def _rounded(credit: Fraction, clauses: Iterable[r.Clause], *, last: bool = False) -> Fraction:
    for clause in clauses:
        if isinstance(clause, r.Rounded) and clause.last is last:
            return round_to(credit, clause.increment, clause.direction)
    return credit


def finish(drafts: Sequence[Draft], period: Window, defaults: Mapping[str, Value]) -> tuple[Credited, ...]:
    """Repeats, multipliers and per-item limits, in the order of the drafts. Repeats "in the period" are
    looked for among the records of `period`; a record that earned nothing is nobody's first time.
    """
    if not any(draft.rules for draft in drafts):
        return tuple(draft.credited for draft in drafts)
    factors = repeat_factors(drafts, period, defaults)
    return tuple(
        _limited(_rounded_last(_multiplied(_repeated(each.credited, factor), each.rules), each.rules), each.rules)
        for each, factor in zip(drafts, factors, strict=True)
    )


def _repeated(credited: Credited, repeat: tuple[Fraction, int | None, str]) -> Credited:
    factor, row, rule = repeat
    if factor == 1 or not credited.accepted:
        return credited
    lost = Loss(credited.credit * (1 - factor), Refused.REPEAT, (rule,), row)
    return _scaled(replace(credited, losses=(*credited.losses, lost)), factor)


def _scaled(credited: Credited, factor: Fraction) -> Credited:
    tags = tuple(
        tag if tag.most is None or tag.fixed else CreditedTag(tag.category, tag.most * factor) for tag in credited.tags
    )
    return replace(credited, credit=credited.credit * factor, tags=tags)


def _multiplied(credited: Credited, rules: Iterable[r.CreditRule]) -> Credited:
    factor = Fraction(1)
    for clause in _clauses(rules):
        if isinstance(clause, r.Times):
            factor *= clause.factor
        if isinstance(clause, r.ByField):
            factor *= _by_field(credited.activity, clause)
    if factor == 1 or not credited.accepted:
        return credited
    note = Note(f"times {written(factor)}", Noted.TIMES, number=factor)
    return _scaled(replace(credited, notes=(*credited.notes, note), whole=credited.whole * factor), factor)


def _rounded_last(credited: Credited, rules: Iterable[r.CreditRule]) -> Credited:
    """The credit rounded where a rule rounds after multiplying, with every part of it."""
    clauses = _clauses(rules)
    rounded = _rounded(credited.credit, clauses, last=True)
    whole = max(credited.whole, _rounded(credited.whole, clauses, last=True))
    if rounded == credited.credit or not credited.accepted:
        return credited if whole == credited.whole else replace(credited, whole=whole)
    lost = () if rounded > credited.credit else (Loss(credited.credit - rounded, Refused.ROUNDED),)
    tags = tuple(
        tag if tag.most is None or tag.fixed else CreditedTag(tag.category, _rounded(tag.most, clauses, last=True))
        for tag in credited.tags
    )
    return replace(credited, credit=rounded, tags=tags, losses=(*credited.losses, *lost), whole=whole)


def _by_field(activity: Activity, clause: r.ByField) -> Fraction:
    """The number in the field as a factor, or as a divisor; 1 where it states none, or 0."""
    value = activity.fields.get(clause.field)
    if not isinstance(value, Fraction) or value <= 0:
        return Fraction(1)
    return 1 / value if clause.divided else value


def _limited(credited: Credited, rules: Iterable[r.CreditRule]) -> Credited:
    for rule in rules:
        for clause in rule.clauses:
            most = _most(credited.activity, clause)
            if most is not None and credited.credit > most:
                lost = Loss(credited.credit - most, Refused.MOST_EACH, (rule.words.id,))
                credited = replace(credited, credit=most, losses=(*credited.losses, lost))
    return credited


def _most(activity: Activity, clause: r.Clause) -> Fraction | None:
    """The most that the activity earns by this clause; None where it sets no limit."""
    match clause:
        case r.MostEach(credit=credit):
            return credit
        case r.MostByField(factor=factor, field=name):
            value = activity.fields.get(name)
            return factor * value if isinstance(value, Fraction) else None
        case _:
            return None
