"""Statements as rows of the two tables: what is needed, and what is limited."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import Always, Predicate
from cedsl.model.ruleset import (
    Addition,
    AmountRule,
    Branch,
    Cap,
    CapDifferent,
    Count,
    CountedShare,
    Distinct,
    Duty,
    Fixed,
    KOf,
    Limit,
    Minimum,
    Requirement,
    Ruleset,
    UsedMinimum,
    Words,
)
from cedsl.publishing.page_view import Row
from cedsl.publishing.phrase_amount import amount_cell
from cedsl.publishing.phrase_english import capital, lowered, number_of, sentence
from cedsl.publishing.phrase_label import place_label
from cedsl.publishing.phrase_outline import Place, Stated, outline_of, place_of, told_outside
from cedsl.publishing.phrase_predicate import activities_phrase, condition_phrase, predicate_label
from cedsl.publishing.phrase_statement import block_satisfied, satisfied_sentence, unguarded, unverified_sentence
from cedsl.publishing.phrase_window import different_phrase, key_phrase, stretch_phrase, values_phrase, window_phrase

NOTHING = Fixed(Fraction(0))


def anchor(id_: str) -> str:
    """The id as an anchor: what cannot stand in one becomes a hyphen."""
    return "".join("-" if character.isspace() else character for character in id_)


def need_rows(ruleset: Ruleset, block: Requirement) -> Iterator[Row]:
    """A row for every statement of the block that asks for something, in the order written.

    An option that holds one such statement and nothing else shares its row with it.
    """
    alone: Row | None = None
    for place in outline_of(block):
        row = need_row(ruleset, place)
        if row is None:
            continue
        if isinstance(place.statement, Branch) and _is_single(place.statement):
            alone = row
        elif alone is not None:
            yield _merged(alone, row, titled=_is_titled(place.around))
            alone = None
        else:
            yield row


def _is_single(branch: Branch) -> bool:
    match branch.statements:
        case (Minimum(inner=()) | Count() | Addition(inner=()),):
            return True
        case _:
            return False


def _is_titled(statement: Stated | None) -> bool:
    return statement is not None and statement.words.title is not None


def _merged(option: Row, row: Row, *, titled: bool) -> Row:
    about = (f"This is about {row.label}.",) if titled else ()
    label = option.label if titled else f"{option.label}: {row.label}"
    remarks = tuple(dict.fromkeys((*about, *option.remarks, *row.remarks)))
    return Row(row.anchor, label, row.cell, remarks, (*option.cites, *row.cites), option.depth, option.anchor)


def need_row(ruleset: Ruleset, place: Place) -> Row | None:
    """The row of a statement that asks for something; None for caps, limits and duties."""
    found = _need(ruleset, place)
    if found is None:
        return None
    amount, remarks = found
    label = _need_label(ruleset, place)
    inside = isinstance(place.around, Minimum | Addition)
    return Row(
        anchor(place.statement.words.id),
        f"of which {label}" if inside else label,
        capital(amount),
        (*remarks, *common_remarks(ruleset, place)),
        place.statement.words.cite,
        str(max(0, place.depth - 1)),
    )


def _need_label(ruleset: Ruleset, place: Place) -> str:
    match place.statement:
        case Count(words=Words(title=None), filter=filter_):
            return predicate_label(ruleset, filter_)
        case _:
            return place_label(ruleset, place)


def _need(ruleset: Ruleset, place: Place) -> tuple[str, tuple[str, ...]] | None:
    """The amount and the remarks that are the statement's own."""
    statement, block = place.statement, place.block
    match statement:
        case Requirement(total=None) | Cap() | CapDifferent() | UsedMinimum() | Limit() | Duty():
            return None
        case Requirement(total=total) if total is not None:
            cell, reckoned = amount_cell(ruleset, total, block)
            return cell, (*reckoned, *_block_remarks(ruleset, statement))
        case Minimum(amount=amount, each=each):
            said, reckoned = _cell(ruleset, amount, place)
            in_each = "" if each is None else f" in each {stretch_phrase(each)}"
            named = _named(ruleset, statement.words, statement.filter, statement.satisfied)
            return said + in_each, (*reckoned, *named)
        case Addition(amount=amount):
            said, reckoned = amount_cell(ruleset, amount, block)
            apart = f"These {ruleset.unit.plural} serve nothing else."
            named = _named(ruleset, statement.words, statement.filter, None)
            return f"{said} on top of the total", (*reckoned, *named, apart)
        case Distinct():
            return f"no {ruleset.unit.name} serves two of these", ()
        case KOf(count=count, branches=branches):
            return f"any {count} of these {number_of(len(branches), 'option')}", ()
        case Branch(statements=statements):
            return "all of this" if len(statements) > 1 else "this", ()
        case Count():
            when = "" if statement.window is None else f" {window_phrase(ruleset, statement.window)}"
            return number_of(statement.number, "activity") + when, _count_remarks(ruleset, statement)
        case Requirement():
            raise AssertionError(statement)
        case _:
            assert_never(statement)


def _block_remarks(ruleset: Ruleset, block: Requirement) -> tuple[str, ...]:
    divided = "Each activity serves one category only, the first that it names." if block.indivisible else ""
    described = _named(ruleset, block.words, block.filter, None)
    return tuple(filter(None, (*described, block_satisfied(ruleset, block), divided)))


def _named(ruleset: Ruleset, words: Words, filter_: Predicate, satisfied: Predicate | None) -> tuple[str, ...]:
    """What the statement is about, where a title of the author's stands in the place of it."""
    hidden = words.title is not None and not isinstance(filter_, Always)
    known = hidden and predicate_label(ruleset, filter_).lower() == (words.title or "").lower()
    about = f"This is about {activities_phrase(ruleset, filter_)}." if hidden and not known else ""
    return tuple(filter(None, (about, satisfied_sentence(ruleset, satisfied))))


def _count_remarks(ruleset: Ruleset, count: Count) -> tuple[str, ...]:
    apart = count.distinct is not None and count.number > 1
    different = sentence(different_phrase(ruleset, count.distinct)) if apart and count.distinct else ""
    return tuple(filter(None, (*_named(ruleset, count.words, count.filter, None), different)))


def common_remarks(ruleset: Ruleset, place: Place, *, said: bool = False) -> tuple[str, ...]:
    """To whom the statement applies (unless `said` already), what follows from failing, if it is checked.

    A row of the table of needs does not repeat the conditions that its outer row has told.
    """
    words = place.statement.words
    limits = isinstance(place.statement, Cap | CapDifferent | UsedMinimum | Limit)
    known = () if limits else told_outside(ruleset, place)
    around = [each for each in place.conditions if each not in known]
    asked = [] if said else [each for each in (*around, unguarded(place.statement)) if not isinstance(each, Always)]
    conditions = dict.fromkeys(condition_phrase(ruleset, each) for each in asked)
    applies = tuple(f"Only if {each}." for each in conditions)
    return (*applies, *after_remarks(words, figure=not isinstance(place.statement, Duty)))


def after_remarks(words: Words, *, figure: bool) -> tuple[str, ...]:
    """What follows from failing, and whether the figure (or what else the rule says) is checked."""
    failing = "" if words.consequence is None else sentence(f"Failing this: {lowered(words.consequence)}")
    return tuple(filter(None, (failing, unverified_sentence(words, figure=figure))))


def limit_row(ruleset: Ruleset, place: Place) -> Row | None:
    """The row of a cap, a minimum if used, or a limit on activities; None for every other statement."""
    found = _limited(ruleset, place)
    if found is None:
        return None
    limit, remarks = found
    return Row(
        anchor(place.statement.words.id),
        _limited_label(ruleset, place),
        capital(limit),
        (*remarks, *_around(ruleset, place), *common_remarks(ruleset, place)),
        place.statement.words.cite,
    )


def _cell(ruleset: Ruleset, amount: AmountRule, place: Place) -> tuple[str, tuple[str, ...]]:
    """The amount in a table; inside a minimum it is said that a share is not of that minimum's hours."""
    said, reckoned = amount_cell(ruleset, amount, place.block)
    inside = isinstance(amount, CountedShare) and isinstance(place.around, Minimum | Addition)
    return f"{said} toward the total" if inside else said, reckoned


def _limited(ruleset: Ruleset, place: Place) -> tuple[str, tuple[str, ...]] | None:
    units = ruleset.unit.plural
    statement = place.statement
    match statement:
        case Cap(amount=amount, per=per):
            keyed = "" if per is None else f" {key_phrase(ruleset, per)}"
            said, reckoned = _cell(ruleset, amount, place)
            most = "none" if amount == NOTHING else f"at most {said}"
            beyond = f"{'Such' if amount == NOTHING else 'More'} {units} do not count."
            return most + keyed, (*reckoned, beyond, *_named(ruleset, statement.words, statement.filter, None))
        case CapDifferent(number=number, per=per):
            several = "Those that serve you best count, and no others."
            best = "The one that serves you best counts, and no other." if number == 1 else several
            about = _named(ruleset, statement.words, statement.filter, None)
            return f"at most {values_phrase(ruleset, per, number)}", (best, *about)
        case UsedMinimum(amount=amount, per=per):
            said, reckoned = amount_cell(ruleset, amount, place.block)
            about = _named(ruleset, statement.words, statement.filter, None)
            keyed = "" if per is None else f" {key_phrase(ruleset, per)}"
            return f"at least {said}{keyed}, or nothing", (*reckoned, "With less, none of them count.", *about)
        case Limit(number=number, window=window):
            said = "no activity" if number == 0 else f"no more than {number_of(number, 'activity')}"
            when = "" if window is None else f" {window_phrase(ruleset, window)}"
            broken = f"{'One' if number == 0 else 'More'} is a failure, which no further {ruleset.unit.name} repairs."
            return said + when, (broken, *_named(ruleset, statement.words, statement.filter, None))
        case Requirement() | Minimum() | Addition() | Distinct() | KOf() | Branch() | Count() | Duty():
            return None
        case _:
            assert_never(statement)


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
            return () if outer is None else (f"Only within “{place_label(ruleset, outer)}”.",)
        case Requirement() if len(ruleset.requirements) > 1:
            block = place_of(ruleset, place.block.words.id)
            return () if block is None else (f"Within “{place_label(ruleset, block)}”.",)
        case _:
            return ()
