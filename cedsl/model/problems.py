"""What can be wrong with what a ruleset says, worded for its author. Codes CE100 to CE199."""

from __future__ import annotations

from collections.abc import Iterable

from cedsl.diagnostic import Diagnostic, Edit, Label, nearest
from cedsl.source import Span


def unknown_name(what: str, written: str, span: Span, known: Iterable[str], declare: str) -> Diagnostic:
    """A name that no declaration gives; `what` is category, mode, unit, fact, ..."""
    guess = nearest(written, tuple(known))
    if guess is None:
        return Diagnostic("CE101", f"unknown {what} `{written}`", Label(span, "not declared"), help=declare)
    return Diagnostic(
        "CE101",
        f"unknown {what} `{written}`",
        Label(span, "not declared"),
        help=f"did you mean `{guess}`?",
        edit=Edit(span, guess),
    )


def declared_twice(what: str, written: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "CE102",
        f"{what} `{written}` is declared twice",
        Label(span, "declared again"),
        (Label(first, "first declared here"),),
        help="keep one of the two",
    )


def no_such_day(written: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE103",
        f"there is no day `{written}`",
        Label(span, "not in the calendar"),
        help="write year-month-day, such as 2025-02-28",
    )


def unlike_units(written: str, wanted: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(
        "CE104", f"`{written}` cannot be counted in {wanted}", Label(span, "another kind of unit"), help=hint
    )


def wrong_type(subject: str, wanted: str, span: Span) -> Diagnostic:
    why = "this comparison" if wanted.startswith("not ") else f"not {wanted}"
    return Diagnostic("CE105", f"`{subject}` is {wanted}, so it cannot be compared like this", Label(span, why))


def outside_require(statement: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE106",
        f"this `{statement}` belongs to no `require`",
        Label(span, "nothing before it says what is required"),
        help="write `require ... within ...` above it, or put it inside the block",
    )


def joined_from_afar(statement: str, span: Span, require: Span) -> Diagnostic:
    where = f"this `{statement}` belongs to the `require` above it, across an empty line"
    return _joined(where, span, require, "take the empty line away, or put it inside a block of the `require`")


def joined_at_margin(statement: str, span: Span, require: Span) -> Diagnostic:
    where = f"this `{statement}` belongs to the `require` above it, and looks as if it stood by itself"
    return _joined(where, span, require, "indent it, or leave an empty line above it: then it stands by itself")


def _joined(where: str, span: Span, require: Span, help_: str) -> Diagnostic:
    return Diagnostic("CE505", where, Label(span, "a part of it"), (Label(require, "this one"),), help=help_)


def no_window(span: Span) -> Diagnostic:
    return Diagnostic(
        "CE107",
        "the requirement does not say in which period",
        Label(span, "no window"),
        help="add `within 3y`, or `cycle 3y from ...` for the whole file, or `ever`",
    )


def misplaced(what: str, span: Span, help_: str) -> Diagnostic:
    return Diagnostic("CE108", f"{what} cannot stand here", Label(span, ""), help=help_)


def category_circle(names: tuple[str, ...], span: Span) -> Diagnostic:
    chain = " inside ".join(f"`{name}`" for name in names)
    return Diagnostic(
        "CE109", f"a category cannot lie inside itself: {chain}", Label(span, "the circle closes here")
    )


def not_inside(inner: str, outer: str, span: Span, outer_span: Span) -> Diagnostic:
    return Diagnostic(
        "CE110",
        f"category `{inner}` is not declared inside `{outer}`",
        Label(span, f"counts nothing that serves `{outer}`"),
        (Label(outer_span, "the outer minimum"),),
        help=f"declare `category {inner} inside {outer}`, or move this minimum out of the block",
    )


def bad_number(why: str, span: Span) -> Diagnostic:
    return Diagnostic("CE111", why, Label(span, ""))


def nothing_required(span: Span) -> Diagnostic:
    return Diagnostic(
        "CE112",
        "the file requires nothing",
        Label(span, ""),
        help="a complete ruleset can be one line: require 36h within 3y; min 3h category HR",
    )


def no_expectation(title: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE113",
        f"the example `{title}` expects nothing, so it proves nothing",
        Label(span, ""),
        help="add a line such as `expect met` or `expect short 1h of HR`",
    )


def no_as_of(title: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE114", f"the example `{title}` has no date", Label(span, ""), help="add a line `as of 2025-06-30`"
    )


def unknown_statement(written: str, span: Span, known: Iterable[str]) -> Diagnostic:
    guess = nearest(written, tuple(known))
    hint = f"did you mean `{guess}`?" if guess else "`cedsl show` lists the name of every statement"
    return Diagnostic("CE115", f"no statement is named `{written}`", Label(span, ""), help=hint)


def several_statements(written: str, span: Span, candidates: tuple[str, ...]) -> Diagnostic:
    names = " or ".join(f"`{each}`" for each in candidates[:3])
    if not written:
        why = "without a name this could be the total of several requirements"
        return Diagnostic("CE116", why, Label(span, ""), help=f"add `of` and {names}")
    return Diagnostic(
        "CE116", f"`{written}` could be several statements", Label(span, ""), help=f"write {names}"
    )


def stray_value(written: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE117",
        f"nothing before `or {written}` says what `{written}` is",
        Label(span, ""),
        help=f"write what it belongs to, such as `or mode {written}`",
    )


def not_a_condition(what: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE118",
        f"a condition on the member cannot ask for {what}",
        Label(span, "this describes an activity"),
        help="ask for a fact (`member ...`), or for records (`has 1 record with ...`)",
    )


def too_many_ways(count: int, most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE119",
        f"the alternatives here can be combined in {count} ways, more than the {most} that are tried",
        Label(span, ""),
        help="use fewer alternatives, or one minimum over several categories",
    )


def too_many_servings(count: int, most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE121",
        f"one hour could serve these statements in {count} ways, more than the {most} that are tried",
        Label(span, ""),
        help="put fewer caps inside minimums, or fewer minimums into `distinct`",
    )


def too_many_sharing(name: str, most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE122",
        f"category `{name}` shares hours with {most} others or more",
        Label(span, ""),
        help="declare one category above them all, and count that",
    )


def same_id(written: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "CE120",
        f"two statements are named `{written}`",
        Label(span, "the second"),
        (Label(first, "the first"),),
        help="give each its own name after `as`",
    )


def same_former(written: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "CE124",
        f"two statements say that they were formerly `{written}`",
        Label(span, "the second"),
        (Label(first, "the first"),),
        help="keep it on the statement to which old links shall lead",
    )


def former_in_use(written: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "CE124",
        f"`{written}` is the name of a statement now, so none was formerly `{written}`",
        Label(span, "a former name"),
        (Label(first, "the name of this statement"),),
        help="remove it here, or rename that statement",
    )


def of_itself(written: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE123",
        f"`{written}` is this ruleset itself" if written.strip() else "this names no ruleset",
        Label(span, "not another one"),
        help="leave out `of` for a requirement of this file; another ruleset of the same name is called by its title",
    )


def nothing_of_its_own(span: Span) -> Diagnostic:
    return Diagnostic(
        "CE123",
        "this `not both` names no requirement of this ruleset",
        Label(span, "all of them are of other rulesets"),
        help="name a requirement of this file as well, without `of`",
    )
