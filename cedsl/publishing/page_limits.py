"""Caps, minimums if used and limits as rows of the table of limits."""

from __future__ import annotations

from typing import assert_never

from cedsl.model.names import closure
from cedsl.model.predicate import AllOf, AnyOf, Compare, InCategory, Op, Predicate
from cedsl.model.ruleset import (
    Addition,
    AmountRule,
    Branch,
    ByFact,
    CalendarYears,
    Cap,
    CapDifferent,
    Count,
    Cycle,
    Distinct,
    Duty,
    Fixed,
    KOf,
    Limit,
    Minimum,
    Requirement,
    Ruleset,
    Share,
    UsedMinimum,
    WindowCases,
    WindowRule,
)
from cedsl.publishing.document import Row, joined
from cedsl.publishing.page_elsewhere import places_around
from cedsl.publishing.page_rows import NOTHING, Told, anchor, cell_of, common_remarks, in_window, named_sentences
from cedsl.publishing.phrase_amount import amount_cell, credit_written, share_of
from cedsl.publishing.phrase_label import place_label
from cedsl.publishing.phrase_names import category_titles
from cedsl.publishing.phrase_outline import Place, place_of
from cedsl.publishing.phrase_predicate import predicate_label
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_window import key_phrase, values_phrase
from cedsl.publishing.phrase_words import capital, listed, quoted, quoted_once
from cedsl.publishing.tongue import figures, say, say_count

MOST_WORKED = 4
"""Of more required amounts than these a share is not worked out for each."""


def limit_row(ruleset: Ruleset, place: Place) -> Row | None:
    """The row of a cap, a minimum if used, or a limit on activities; None for every other statement."""
    found = _limited(ruleset, place)
    if found is None:
        return None
    limit, remarks = found
    told = (*remarks, *_around(ruleset, place), *common_remarks(ruleset, place))
    words = place.statement.words
    return Told(_limited_label(ruleset, place), capital(limit), told, words.cite, anchor(words.id)).row()


def _limited(ruleset: Ruleset, place: Place) -> tuple[str, tuple[str, ...]] | None:
    statement = place.statement
    match statement:
        case Cap():
            return _capped(ruleset, statement, place)
        case CapDifferent(number=number, per=per):
            best = (
                say("The one that serves you best counts, and no other.")
                if number == 1
                else say("Those that serve you best count, and no others.")
            )
            about = named_sentences(ruleset, statement.words, statement.filter, None)
            return say("at most {amount}", amount=values_phrase(ruleset, per, number)), (best, *about)
        case UsedMinimum(amount=amount, per=per):
            said, reckoned = amount_cell(ruleset, amount, place.block)
            keyed = said if per is None else f"{said} {key_phrase(ruleset, per)}"
            about = named_sentences(ruleset, statement.words, statement.filter, None)
            none = say("With less, none of them count.")
            return say("at least {amount}, or nothing", amount=keyed), (*reckoned, none, *about)
        case Limit(window=window):
            return in_window(ruleset, _most(statement), window), (
                _broken(ruleset, statement),
                *named_sentences(ruleset, statement.words, statement.filter, None),
            )
        case Requirement() | Minimum() | Addition() | Distinct() | KOf() | Branch() | Count() | Duty():
            return None
        case _:
            assert_never(statement)


def _capped(ruleset: Ruleset, cap: Cap, place: Place) -> tuple[str, tuple[str, ...]]:
    units, keyed = ruleset.unit.plural, "" if cap.per is None else key_phrase(ruleset, cap.per)
    about = named_sentences(ruleset, cap.words, cap.filter, None)
    if cap.amount == NOTHING:
        return joined(say("none"), keyed), (say("Such {units} do not count.", units=units), *about)
    said, reckoned = cell_of(ruleset, cap.amount, place)
    together = () if cap.per is not None else together_sentences(ruleset, cap.filter)
    told = (*reckoned, *_worked(ruleset, cap.amount, place), *_beyond(ruleset, place), *about, *together)
    return say("at most {amount}", amount=joined(said, keyed)), told


def _worked(ruleset: Ruleset, amount: AmountRule, place: Place) -> tuple[str, ...]:
    """What a share comes to where the required amount is one of a few."""
    total = place.block.total
    if not (isinstance(amount, Share) and isinstance(total, ByFact)):
        return ()
    cases = [each for _, each in total.cases] + ([] if total.otherwise is None else [total.otherwise])
    numbers = list(dict.fromkeys(each.number for each in cases if isinstance(each, Fixed)))
    if not 0 < len(numbers) <= MOST_WORKED:
        return ()
    parts = [
        say("{part} of {amount}", part=figures(share_of(amount, number)), amount=credit_written(ruleset, number))
        for number in numbers
    ]
    return (say("That is {parts}.", parts=listed(parts, "or")),)


def _beyond(ruleset: Ruleset, place: Place) -> tuple[str, ...]:
    """What becomes of the hours above a cap: lost, or counted elsewhere, or left to another period."""
    units, block = ruleset.unit.plural, place.block
    around = tuple(places_around(place))
    inside = bool(around) and isinstance(around[0].statement, Minimum)
    if inside and block.total is not None and not any(isinstance(each.statement, Addition) for each in around):
        outer = quoted_once(place_label(ruleset, around[0]))
        return (
            say("More {units} do not count toward {row}.", units=units, row=outer),
            say("They may still count toward the total.", units=units),
        )
    if _may_go_on(block):
        return (
            say("More {units} do not count in that period.", units=units),
            say("“What carries over” says what other periods may use."),
        )
    if is_chain(block.window):
        return (say("More {units} do not count, and do not carry over.", units=units),)
    return (say("More {units} do not count.", units=units),)


def _may_go_on(block: Requirement) -> bool:
    """Whether another period may use hours that a cap keeps from counting in theirs."""
    carried = any(each.amount != NOTHING and (each.above_caps or each.above_total) for each in block.carries)
    return carried or bool(block.also or block.make_good)


def is_chain(window: WindowRule) -> bool:
    """Whether every period follows the one before, so that an hour belongs to one of them."""
    match window:
        case Cycle() | CalendarYears(number=1):
            return True
        case WindowCases(cases=cases):
            return all(is_chain(each) for _, each in cases)
        case _:
            return False


def together_sentences(ruleset: Ruleset, filter_: Predicate) -> tuple[str, ...]:
    """That a limit on several things is one limit for all of them, with the names that nothing else tells."""
    parts = filter_.parts if isinstance(filter_, AllOf) else (filter_,)
    for each in parts:
        inside = _inside(ruleset, each)
        if inside:
            return (say("This is one limit for all of these together: {members}.", members=listed(inside)),)
        if _is_several(each):
            return (say("This is one limit for all of them together."),)
    return ()


def _inside(ruleset: Ruleset, part: Predicate) -> list[str]:
    """The titles of the categories that a limit is about, where some stand inside others; else none."""
    if not isinstance(part, InCategory):
        return []
    categories = {each.name: each for each in ruleset.categories}
    held = [name for name in categories if closure(name, categories) & set(part.names)]
    return [quoted(title) for title in category_titles(ruleset, held)] if set(held) - set(part.names) else []


def _is_several(part: Predicate) -> bool:
    match tidied(part):
        case InCategory(names=names):
            return len(names) > 1
        case Compare(op=Op.IS, right=right):
            return len(right) > 1
        case AnyOf():
            return True
        case _:
            return False


def _most(limit: Limit) -> str:
    if limit.number == 0:
        return say("no activity")
    return say_count(limit.number, "no more than {number} activity", "no more than {number} activities")


def _broken(ruleset: Ruleset, limit: Limit) -> str:
    unit = ruleset.unit.name
    if limit.number == 0:
        return say("One is a failure, which no further {unit} repairs.", unit=unit)
    return say("More is a failure, which no further {unit} repairs.", unit=unit)


def _limited_label(ruleset: Ruleset, place: Place) -> str:
    match place.statement:
        case (
            Cap(words=words, filter=filter_)
            | CapDifferent(words=words, filter=filter_)
            | UsedMinimum(words=words, filter=filter_)
            | Limit(words=words, filter=filter_)
        ):
            return capital(words.title) if words.title is not None else predicate_label(ruleset, filter_)
        case _:
            raise AssertionError(place)


def _around(ruleset: Ruleset, place: Place) -> tuple[str, ...]:
    """Inside which minimum or option the limit holds, or in which of several requirements."""
    match place.around:
        case Minimum() | Addition() | Branch() | Distinct() as around:
            outer = place_of(ruleset, around.words.id)
            return () if outer is None else (say("Only within “{label}”.", label=place_label(ruleset, outer)),)
        case Requirement() if len(ruleset.requirements) > 1:
            block = place_of(ruleset, place.block.words.id)
            return () if block is None else (say("Within “{label}”.", label=place_label(ruleset, block)),)
        case _:
            return ()
