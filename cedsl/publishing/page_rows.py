"""Statements as rows of the two tables: what is needed, and what is limited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from cedsl.model.predicate import Always, Predicate
from cedsl.model.ruleset import (
    Addition,
    Branch,
    Cap,
    Count,
    Distinct,
    Duty,
    KOf,
    Limit,
    Minimum,
    Requirement,
    Ruleset,
    UsedMinimum,
    Words,
)
from cedsl.publishing.page_view import Row, Table
from cedsl.publishing.phrase_amount import amount_phrase
from cedsl.publishing.phrase_english import capital, number_of, sentence
from cedsl.publishing.phrase_label import place_label
from cedsl.publishing.phrase_outline import Place, place_of
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_label
from cedsl.publishing.phrase_statement import applies_sentence, satisfied_sentence
from cedsl.publishing.phrase_window import different_phrase, key_phrase, stretch_phrase, window_phrase

UNVERIFIED = "This figure is not checked against a published source."


def anchor(id_: str) -> str:
    """The id as an anchor: what cannot stand in one becomes a hyphen."""
    return "".join("-" if character.isspace() else character for character in id_)


def table(caption: str, columns: tuple[str, ...], rows: Iterable[Row]) -> Table:
    """A table with a last column for remarks where a row has any."""
    kept = tuple(rows)
    has_remarks = any(row.remarks for row in kept)
    return Table(caption, (*columns, "Remarks") if has_remarks else columns, kept, has_remarks)


def need_row(ruleset: Ruleset, place: Place) -> Row | None:
    """The row of a statement that asks for something; None for caps, limits and duties."""
    found = _need(ruleset, place)
    if found is None:
        return None
    amount, remarks = found
    label = place_label(ruleset, place)
    inside = isinstance(place.around, Minimum | Addition)
    return Row(
        anchor(place.statement.words.id),
        f"of which {label}" if inside else label,
        (capital(amount),),
        (*remarks, *common_remarks(ruleset, place)),
        str(max(0, place.depth - 1)),
    )


def _need(ruleset: Ruleset, place: Place) -> tuple[str, tuple[str, ...]] | None:
    """The amount and the remarks that are the statement's own."""
    statement, block = place.statement, place.block
    match statement:
        case Requirement(total=None) | Cap() | UsedMinimum() | Limit() | Duty():
            return None
        case Requirement(total=total) if total is not None:
            return amount_phrase(ruleset, total, block), _block_remarks(ruleset, statement)
        case Minimum(amount=amount, each=each):
            said = amount_phrase(ruleset, amount, block)
            in_each = "" if each is None else f" in each {stretch_phrase(each)}"
            return said + in_each, _named(ruleset, statement.words, statement.filter, statement.satisfied)
        case Addition(amount=amount):
            said = f"{amount_phrase(ruleset, amount, block)} on top of the total"
            apart = f"These {ruleset.unit.plural} serve nothing else."
            return said, (*_named(ruleset, statement.words, statement.filter, None), apart)
        case Distinct():
            return f"no {ruleset.unit.name} serves two of these", ()
        case KOf(count=count, branches=branches):
            return f"any {count} of these {number_of(len(branches), 'option')}", ()
        case Branch(statements=statements):
            return "all of this" if len(statements) > 1 else "this", ()
        case Count():
            return number_of(statement.number, "activity"), _count_remarks(ruleset, statement)
        case Requirement():
            raise AssertionError(statement)
        case _:
            assert_never(statement)


def _block_remarks(ruleset: Ruleset, block: Requirement) -> tuple[str, ...]:
    divided = "Each activity serves one category only, the first that it names." if block.indivisible else ""
    described = _named(ruleset, block.words, block.filter, block.satisfied)
    return tuple(filter(None, (*described, divided)))


def _named(
    ruleset: Ruleset, words: Words, filter_: Predicate, satisfied: Predicate | None
) -> tuple[str, ...]:
    """What the statement is about, where a title of the author's stands in the place of it."""
    hidden = words.title is not None and not isinstance(filter_, Always)
    about = f"This is about: {predicate_label(ruleset, filter_)}." if hidden else ""
    return tuple(filter(None, (about, satisfied_sentence(ruleset, satisfied))))


def _count_remarks(ruleset: Ruleset, count: Count) -> tuple[str, ...]:
    window = "" if count.window is None else sentence(window_phrase(ruleset, count.window))
    apart = count.distinct is not None and count.number > 1
    different = sentence(different_phrase(ruleset, count.distinct)) if apart and count.distinct else ""
    return tuple(filter(None, (*_named(ruleset, count.words, count.filter, None), window, different)))


def common_remarks(ruleset: Ruleset, place: Place) -> tuple[str, ...]:
    """To whom the statement applies, where it comes from, what follows from failing it."""
    words = place.statement.words
    conditions = [f"Only if {condition_phrase(ruleset, each)}." for each in place.conditions]
    sources = [sentence(f"Source: {cite}") for cite in words.cite]
    failing = "" if words.consequence is None else sentence(f"Failing this: {words.consequence}")
    unverified = UNVERIFIED if words.unverified else ""
    return tuple(
        filter(None, (*conditions, applies_sentence(ruleset, place.statement), *sources, failing, unverified))
    )


def limit_row(ruleset: Ruleset, place: Place) -> Row | None:
    """The row of a cap, a minimum if used, or a limit on activities; None for every other statement."""
    found = _limited(ruleset, place)
    if found is None:
        return None
    limit, beyond, remarks = found
    return Row(
        anchor(place.statement.words.id),
        _limited_label(ruleset, place),
        (capital(limit), beyond),
        (*remarks, *_around(ruleset, place), *common_remarks(ruleset, place)),
    )


def _limited(ruleset: Ruleset, place: Place) -> tuple[str, str, tuple[str, ...]] | None:
    units = ruleset.unit.plural
    statement = place.statement
    match statement:
        case Cap(amount=amount, per=per):
            said = f"at most {amount_phrase(ruleset, amount, place.block)}"
            keyed = "" if per is None else f" {key_phrase(ruleset, per)}"
            about = _named(ruleset, statement.words, statement.filter, None)
            return said + keyed, f"More {units} do not count.", about
        case UsedMinimum(amount=amount):
            said = f"at least {amount_phrase(ruleset, amount, place.block)}, or nothing"
            about = _named(ruleset, statement.words, statement.filter, None)
            return said, "With less, none of them count.", about
        case Limit(number=number, window=window):
            said = f"no more than {number_of(number, 'activity')}"
            when = () if window is None else (sentence(window_phrase(ruleset, window)),)
            about = (*_named(ruleset, statement.words, statement.filter, None), *when)
            return said, f"More is a failure that no {ruleset.unit.name} repairs.", about
        case Requirement() | Minimum() | Addition() | Distinct() | KOf() | Branch() | Count() | Duty():
            return None
        case _:
            assert_never(statement)


def _limited_label(ruleset: Ruleset, place: Place) -> str:
    match place.statement:
        case (
            Cap(words=words, filter=filter_)
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
