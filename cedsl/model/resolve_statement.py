"""Requirements and the statements inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from fractions import Fraction
from typing import assert_never

from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.names import Names
from cedsl.model.resolve_amount import (
    resolve_amount,
    resolve_fields,
    resolve_key,
    resolve_window,
    stretch,
)
from cedsl.model.resolve_filter import duration_of, resolve_all, resolve_filter, resolve_term, resolve_when, whole
from cedsl.model.slug import slug
from cedsl.source import Span
from cedsl.syntax import tree as t


@dataclass
class Contents:
    """What a block holds, sorted: statements to meet, who is exempt, what satisfies it as a whole."""

    statements: list[r.Statement]
    exempt: list[r.Exemption]
    satisfied: list[p.Predicate]
    indivisible: bool = False
    carries: list[r.Carry] = field(default_factory=list)
    make_good: list[r.MakeGood] = field(default_factory=list)
    also: list[r.AlsoCount] = field(default_factory=list)


def words(names: Names, tail: t.Tail, kind: str, hint: str, span: Span) -> r.Words:
    """Id, title, citations and conditions. The id is the author's own, else kind and hint."""
    given = tail.names[-1].text if tail.names else None
    made = given or "-".join(part for part in (kind, hint) if part)
    return r.Words(
        names.claim_id(made, tail.names[-1].span if tail.names else span, given=given is not None),
        title=" ".join(each.text for each in tail.titles) or None,
        cite=tuple(each.text for each in tail.cites),
        unverified=tail.unverified,
        when=resolve_all(names, tail.conditions),
        consequence=" ".join(each.text for each in tail.failing) or None,
        former=names.claim_former(tail.former),
        span=span,
    )


def resolve_contents(names: Names, statements: Iterable[t.Statement]) -> Contents:
    """The statements of one block, in the order written."""
    contents = Contents([], [], [])
    for statement in statements:
        _add(names, contents, statement)
    return contents


def _add(names: Names, contents: Contents, statement: t.Statement) -> None:
    match statement:
        case t.Exempt():
            contents.exempt.append(exemption(names, statement))
        case t.Satisfied(when, tail):
            contents.satisfied.append(resolve_all(names, (when, *tail.conditions)))
        case t.Indivisible():
            contents.indivisible = True
        case t.Carry():
            contents.carries.append(resolve_carry(names, statement))
        case t.MakeGood(until, tail):
            said = words(names, tail, "make-good", "", statement.span)
            last = duration_of(names, until) if isinstance(until, t.Duration) else resolve_term(names, until)
            contents.make_good.append(r.MakeGood(said, last, span=statement.span))
        case t.AlsoCount(amount, filter_, start, tail):
            described = resolve_filter(names, filter_)
            said = words(names, tail, "also", slug(described), statement.span)
            most = None if amount is None else resolve_amount(names, amount)
            day = resolve_term(names, start)
            contents.also.append(r.AlsoCount(said, most, described, day, span=statement.span))
        case (
            t.Minimum()
            | t.Count()
            | t.Cap()
            | t.CapDifferent()
            | t.Threshold()
            | t.Addition()
            | t.Distinct()
            | t.AnyOf()
            | t.Option()
            | t.Limit()
            | t.Duty()
            | t.Conditional()
        ):
            found = resolve_statement(names, statement)
            if found is not None:
                contents.statements.append(found)
        case _:
            assert_never(statement)


def exemption(names: Names, exempt: t.Exempt) -> r.Exemption:
    """Who owes nothing; its title is the reason."""
    said = words(names, exempt.tail, "exempt", "", exempt.span)
    condition = resolve_all(names, (exempt.when, *exempt.tail.conditions))
    return r.Exemption(said, condition, said.title or "", span=exempt.span)


Plain = (
    t.Minimum
    | t.Count
    | t.Cap
    | t.CapDifferent
    | t.Threshold
    | t.Addition
    | t.Distinct
    | t.AnyOf
    | t.Option
    | t.Limit
    | t.Duty
    | t.Conditional
)


def resolve_statement(names: Names, statement: Plain) -> r.Statement | None:
    """One statement; None (and a diagnostic) where it cannot stand by itself."""
    match statement:
        case t.Minimum():
            return _minimum(names, statement)
        case t.Cap():
            return _cap(names, statement)
        case t.CapDifferent():
            return _cap_different(names, statement)
        case t.Count():
            return _count(names, statement)
        case t.Limit():
            return _limit(names, statement)
        case t.Threshold(amount, filter_, per, tail):
            key = None if per is None else resolve_key(names, per)
            described = resolve_filter(names, filter_)
            said = words(names, tail, "threshold", slug(described), statement.span)
            return r.UsedMinimum(said, resolve_amount(names, amount), described, key, span=statement.span)
        case t.Addition():
            return _addition(names, statement)
        case t.Distinct():
            return _distinct(names, statement)
        case t.AnyOf():
            return _any_of(names, statement)
        case t.Duty(text, condition, tail):
            said = words(names, tail, "duty", "", statement.span)
            asked = (
                None
                if condition is None
                else resolve_all(names, (t.When(condition, False, span=condition.span),))
            )
            return r.Duty(said, text.text, asked, span=statement.span)
        case t.Conditional(when, block):
            contents = resolve_contents(names, block.statements)
            _refuse_carrying(names, contents, "write `carry ... when ...` in the requirement itself")
            inner = tuple(contents.statements)
            return r.Conditional(resolve_when(names, when), inner, span=statement.span)
        case t.Option():
            help_ = "an `option` is one of the alternatives of `any of { }`"
            names.report(problems.misplaced("`option`", statement.span, help_))
            return None
        case _:
            assert_never(statement)


INSIDE = r.Minimum | r.Cap | r.CapDifferent
"""What has a meaning inside a minimum or an addition."""


def _inner(names: Names, block: t.Block | None, what: str) -> Contents:
    """The block of a minimum or addition, which may hold minimums and caps only."""
    contents = resolve_contents(names, () if block is None else block.statements)
    contents.statements = [each for every in contents.statements for each in _unconditional(every, p.ALWAYS)]
    for each in contents.statements:
        if not isinstance(each, INSIDE):
            help_ = f"inside {what} only `min` and `cap` have a meaning; move this to the requirement"
            names.report(problems.misplaced("this statement", each.span, help_))
    _refuse_carrying(names, contents, "move it to the requirement")
    for exemption in contents.exempt:
        help_ = "write `min ... unless ...` instead"
        names.report(problems.misplaced("`exempt`", exemption.span, help_))
    contents.statements = [each for each in contents.statements if isinstance(each, INSIDE)]
    return contents


def _unconditional(statement: r.Statement, when: p.Predicate) -> Iterator[r.Statement]:
    """The statements of a condition's block, each with the condition as its own."""
    if isinstance(statement, r.Conditional):
        for each in statement.statements:
            yield from _unconditional(each, _both(when, statement.when))
    elif isinstance(when, p.Always) or not isinstance(statement, INSIDE):
        yield statement
    else:
        yield replace(statement, words=replace(statement.words, when=_both(when, statement.words.when)))


def _both(one: p.Predicate, other: p.Predicate) -> p.Predicate:
    if isinstance(one, p.Always):
        return other
    return one if isinstance(other, p.Always) else p.AllOf((one, other), span=other.span)


def _refuse_carrying(names: Names, contents: Contents, help_: str) -> None:
    for each in (*contents.carries, *contents.make_good, *contents.also):
        names.report(problems.misplaced("this", each.span, help_))


def resolve_carry(names: Names, carry: t.Carry) -> r.Carry:
    """What may be carried into later periods."""
    said = words(names, carry.tail, "carry", "", carry.span)
    amount = None if carry.amount is None else resolve_amount(names, carry.amount)
    if carry.nothing:
        amount = r.Fixed(Fraction(0), span=carry.span)
    found = r.Carry(said, amount, resolve_filter(names, carry.filter), span=carry.span)
    for clause in carry.clauses:
        found = _carry_clause(names, found, clause)
    return found


def _carry_clause(names: Names, carry: r.Carry, clause: t.CarryClause) -> r.Carry:
    match clause:
        case t.CarryLimit(amount, filter_):
            limit = r.CarryLimit(resolve_amount(names, amount), resolve_filter(names, filter_), span=clause.span)
            return replace(carry, limits=(*carry.limits, limit))
        case t.CarryBecomes(filter_, name):
            category = None if name is None else names.category(name)
            becomes = r.Becomes(resolve_filter(names, filter_), category, span=clause.span)
            return replace(carry, becomes=(*carry.becomes, becomes))
        case t.CarryPeriods(number):
            if number.value < 1:
                names.report(problems.bad_number("carried credit lives at least 1 period", number.span))
            return replace(carry, periods=max(1, whole(names, number)))
        case t.CarryRecent(duration):
            return replace(carry, recent=duration_of(names, duration))
        case t.CarryAboveCaps():
            return replace(carry, above_caps=True)
        case t.CarryAboveTotal():
            return replace(carry, above_total=True)
        case t.CarryForfeit():
            return replace(carry, forfeits=True)
        case _:
            assert_never(clause)


def _minimum(names: Names, minimum: t.Minimum) -> r.Minimum:
    described = resolve_filter(names, minimum.filter)
    said = words(names, minimum.tail, "min", slug(described), minimum.span)
    contents = _inner(names, minimum.block, "a minimum")
    _check_nested(names, described, contents.statements, minimum.span)
    return r.Minimum(
        said,
        resolve_amount(names, minimum.amount, counted=True),
        described,
        None if minimum.each is None else stretch(minimum.each),
        _any(contents.satisfied),
        tuple(contents.statements),
        span=minimum.span,
    )


def _any(conditions: list[p.Predicate]) -> p.Predicate | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else p.AnyOf(tuple(conditions), span=conditions[0].span)


def _check_nested(
    names: Names, outer: p.Predicate, statements: Iterable[r.Statement], outer_span: Span
) -> None:
    """A category nested in a minimum must be declared inside the outer one; undeclared ones become so."""
    match outer:
        case p.InCategory(names=outer_names):
            pass
        case _:
            return
    for statement in statements:
        match statement:
            case r.Minimum(filter=p.InCategory(names=inner_names, span=span)):
                for inner in inner_names:
                    _check_inside(names, inner, outer_names, span, outer_span)
            case _:
                continue


def _check_inside(
    names: Names, inner: str, outer_names: tuple[str, ...], span: Span, outer_span: Span
) -> None:
    if names.above(inner) & set(outer_names) or not outer_names:
        return
    if names.categories[inner].inferred:
        old = names.categories[inner]
        names.categories[inner] = r.Category(
            inner, old.title, (*old.inside, outer_names[0]), inferred=True, span=old.span
        )
        return
    names.report(problems.not_inside(inner, outer_names[0], span, outer_span))


def _cap(names: Names, cap: t.Cap) -> r.Cap:
    described = resolve_filter(names, cap.filter)
    said = words(names, cap.tail, "cap", slug(described), cap.span)
    per = None if cap.per is None else resolve_key(names, cap.per)
    return r.Cap(said, resolve_amount(names, cap.amount, counted=True), described, per, span=cap.span)


def _cap_different(names: Names, cap: t.CapDifferent) -> r.CapDifferent:
    described = resolve_filter(names, cap.filter)
    said = words(names, cap.tail, "cap-different", slug(described), cap.span)
    if cap.number.value < 1:
        names.report(problems.bad_number("at least 1 value may count; `cap 0h ...` lets none count", cap.number.span))
    number = max(1, whole(names, cap.number))
    return r.CapDifferent(said, number, described, resolve_fields(names, cap.key), span=cap.span)


def _count(names: Names, count: t.Count) -> r.Count:
    described = resolve_filter(names, count.filter)
    said = words(names, count.tail, "count", slug(described), count.span)
    window = None if count.window is None else resolve_window(names, count.window, inside=True)
    different = None if count.different is None else resolve_key(names, count.different)
    return r.Count(said, whole(names, count.number), described, window, different, span=count.span)


def _limit(names: Names, limit: t.Limit) -> r.Limit:
    described = resolve_filter(names, limit.filter)
    said = words(names, limit.tail, "limit", slug(described), limit.span)
    window = None if limit.window is None else resolve_window(names, limit.window, inside=True)
    return r.Limit(said, whole(names, limit.number), described, window, span=limit.span)


def _addition(names: Names, addition: t.Addition) -> r.Addition:
    described = resolve_filter(names, addition.filter)
    said = words(names, addition.tail, "plus", slug(described), addition.span)
    contents = _inner(names, addition.block, "an addition")
    amount = resolve_amount(names, addition.amount)
    return r.Addition(said, amount, described, tuple(contents.statements), span=addition.span)


def _distinct(names: Names, distinct: t.Distinct) -> r.Distinct:
    said = words(names, distinct.tail, "distinct", "", distinct.span)
    contents = resolve_contents(names, distinct.block.statements)
    parts = tuple(each for each in contents.statements if isinstance(each, r.Minimum))
    for each in contents.statements:
        if not isinstance(each, r.Minimum):
            help_ = "`distinct` keeps the hours of its minimums apart: it holds only `min`"
            names.report(problems.misplaced("this statement", each.span, help_))
    return r.Distinct(said, parts, span=distinct.span)


def _any_of(names: Names, any_of: t.AnyOf) -> r.KOf:
    said = words(names, any_of.tail, "any", "", any_of.span)
    branches = tuple(_branches(names, any_of.block.statements))
    count = 1 if any_of.count is None else whole(names, any_of.count)
    if not 1 <= count <= max(1, len(branches)):
        why = f"{count} of {len(branches)} alternatives can never be met"
        names.report(problems.bad_number(why, any_of.span))
        count = 1
    return r.KOf(said, count, branches, span=any_of.span)


def _branches(names: Names, statements: Iterable[t.Statement]) -> Iterable[r.Branch]:
    for statement in statements:
        match statement:
            case t.Conditional(when, block):
                condition = resolve_when(names, when)
                for branch in _branches(names, block.statements):
                    said = replace(branch.words, when=_both(condition, branch.words.when))
                    yield replace(branch, words=said)
            case t.Option(tail, block):
                said = words(names, tail, "option", "", statement.span)
                contents = resolve_contents(names, block.statements)
                found = list(contents.statements)
                for condition in contents.satisfied:
                    found.append(_deemed(names, condition))
                yield r.Branch(said, tuple(found), span=statement.span)
            case t.Satisfied(when, tail):
                said = words(names, tail, "option", "", statement.span)
                yield r.Branch(said, (_deemed(names, resolve_when(names, when)),), span=statement.span)
            case t.Exempt() | t.Indivisible() | t.Carry() | t.MakeGood() | t.AlsoCount():
                names.report(
                    problems.misplaced("this", statement.span, "an alternative is something to meet")
                )
            case _:
                resolved = resolve_statement(names, statement)
                if resolved is not None:
                    said = r.Words(names.claim_id("option", statement.span, given=False), span=statement.span)
                    yield r.Branch(said, (resolved,), span=statement.span)


def _deemed(names: Names, condition: p.Predicate) -> r.Duty:
    """`satisfied when ...` as an alternative: a duty that the condition holds."""
    said = r.Words(names.claim_id("satisfied", condition.span, given=False), span=condition.span)
    return r.Duty(said, "", condition, span=condition.span)
