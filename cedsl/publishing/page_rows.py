"""Statements as rows of the two tables: what is needed, and what is limited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    WindowRule,
    Words,
)
from cedsl.publishing.document import Cell, Row, joined, labelled
from cedsl.publishing.phrase_amount import amount_cell
from cedsl.publishing.phrase_label import place_label
from cedsl.publishing.phrase_outline import Place, Stated, outline_of, place_of, told_outside
from cedsl.publishing.phrase_parted import only_if_parted
from cedsl.publishing.phrase_predicate import activities_phrase, predicate_label
from cedsl.publishing.phrase_statement import block_satisfied, satisfied_sentence, unguarded, unverified_sentence
from cedsl.publishing.phrase_window import different_phrase, key_phrase, stretch_phrase, values_phrase, window_phrase
from cedsl.publishing.phrase_words import capital, lowered, sentence
from cedsl.publishing.tongue import figures, say, say_count

NOTHING = Fixed(Fraction(0))


def anchor(id_: str) -> str:
    """The id as an anchor: what cannot stand in one becomes a hyphen."""
    return "".join("-" if character.isspace() else character for character in id_)


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of a statement: its label, its amount, the sentences under it, where it comes from.

    `also` is a second anchor, where the row stands for two statements.
    """

    label: str
    cell: str
    remarks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    anchor: str = ""
    also: str = ""
    depth: int = 0

    def row(self) -> Row:
        """The row of a table of two columns."""
        amount = Cell(self.cell, self.remarks, self.cites)
        label = Cell(self.label)
        return Row((label, amount), labelled(self.label, amount.line), self.anchor, self.also, str(self.depth))

    def to_fill_in(self) -> Row:
        """The row of a checklist: what is needed, then a blank for what one has, and a box."""
        amount = Cell(self.cell, self.remarks)
        line = labelled(self.label, amount.line) if self.cell else joined(sentence(self.label), amount.line)
        cells = (Cell(self.label), amount, Cell("", role="blank"), Cell("", role="box"))
        return Row(cells, line, depth=str(self.depth))


def need_rows(ruleset: Ruleset, block: Requirement) -> Iterator[Told]:
    """A row for every statement of the block that asks for something, in the order written.

    An option that holds one such statement and nothing else shares its row with it.
    """
    alone: Told | None = None
    for place in outline_of(block):
        row = _need_row(ruleset, place)
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


def _merged(option: Told, told: Told, *, titled: bool) -> Told:
    about = (say("This is about {subject}.", subject=told.label),) if titled else ()
    label = option.label if titled else say("{label}: {line}", label=option.label, line=told.label)
    remarks = tuple(dict.fromkeys((*about, *option.remarks, *told.remarks)))
    cites = (*option.cites, *told.cites)
    return Told(label, told.cell, remarks, cites, told.anchor, also=option.anchor, depth=option.depth)


def _need_row(ruleset: Ruleset, place: Place) -> Told | None:
    """The row of a statement that asks for something; None for caps, limits and duties."""
    found = _need(ruleset, place)
    if found is None:
        return None
    amount, remarks = found
    label = _need_label(ruleset, place)
    inside = isinstance(place.around, Minimum | Addition)
    return Told(
        say("of which {label}", label=label) if inside else label,
        capital(amount),
        (*remarks, *common_remarks(ruleset, place)),
        place.statement.words.cite,
        anchor(place.statement.words.id),
        depth=max(0, place.depth - 1),
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
            if each is not None:
                said = say("{amount} in each {stretch}", amount=said, stretch=stretch_phrase(each))
            return said, (*reckoned, *_named(ruleset, statement.words, statement.filter, statement.satisfied))
        case Addition(amount=amount):
            said, reckoned = amount_cell(ruleset, amount, block)
            apart = say("These {units} serve nothing else.", units=ruleset.unit.plural)
            named = _named(ruleset, statement.words, statement.filter, None)
            return say("{amount} on top of the total", amount=said), (*reckoned, *named, apart)
        case Distinct():
            return say("no {unit} serves two of these", unit=ruleset.unit.name), ()
        case KOf(count=count, branches=branches):
            return _any_of(count, len(branches)), ()
        case Branch(statements=statements):
            return say("all of this") if len(statements) > 1 else say("this"), ()
        case Count():
            asked = say_count(statement.number, "{number} activity", "{number} activities")
            return _in_window(ruleset, asked, statement.window), _count_remarks(ruleset, statement)
        case Requirement():
            raise AssertionError(statement)
        case _:
            assert_never(statement)


def _any_of(count: int, options: int) -> str:
    return say_count(
        options, "any {count} of this {number} option", "any {count} of these {number} options", count=figures(count)
    )


def _in_window(ruleset: Ruleset, said: str, window: WindowRule | None) -> str:
    return said if window is None else f"{said} {window_phrase(ruleset, window)}"


def _block_remarks(ruleset: Ruleset, block: Requirement) -> tuple[str, ...]:
    divided = say("Each activity serves one category only, the first that it names.") if block.indivisible else ""
    described = _named(ruleset, block.words, block.filter, None)
    return tuple(filter(None, (*described, block_satisfied(ruleset, block), divided)))


def _named(ruleset: Ruleset, words: Words, filter_: Predicate, satisfied: Predicate | None) -> tuple[str, ...]:
    """What the statement is about, where a title of the author's stands in the place of it."""
    hidden = words.title is not None and not isinstance(filter_, Always)
    known = hidden and predicate_label(ruleset, filter_).lower() == (words.title or "").lower()
    about = ""
    if hidden and not known:
        about = say("This is about {subject}.", subject=activities_phrase(ruleset, filter_))
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
    applies = dict.fromkeys(said for each in asked for said in only_if_parted(ruleset, each, _only_if, _only_if))
    return (*applies, *after_remarks(words, figure=not isinstance(place.statement, Duty)))


def _only_if(condition: str) -> str:
    return say("Only if {condition}.", condition=condition)


def after_remarks(words: Words, *, figure: bool) -> tuple[str, ...]:
    """What follows from failing, and whether the figure (or what else the rule says) is checked."""
    failing = ""
    if words.consequence is not None:
        failing = sentence(say("Failing this: {consequence}", consequence=lowered(words.consequence)))
    return tuple(filter(None, (failing, unverified_sentence(words, figure=figure))))


def limit_row(ruleset: Ruleset, place: Place) -> Row | None:
    """The row of a cap, a minimum if used, or a limit on activities; None for every other statement."""
    found = _limited(ruleset, place)
    if found is None:
        return None
    limit, remarks = found
    told = (*remarks, *_around(ruleset, place), *common_remarks(ruleset, place))
    words = place.statement.words
    return Told(_limited_label(ruleset, place), capital(limit), told, words.cite, anchor(words.id)).row()


def _cell(ruleset: Ruleset, amount: AmountRule, place: Place) -> tuple[str, tuple[str, ...]]:
    """The amount in a table; inside a minimum it is said that a share is not of that minimum's hours."""
    said, reckoned = amount_cell(ruleset, amount, place.block)
    inside = isinstance(amount, CountedShare) and isinstance(place.around, Minimum | Addition)
    return say("{amount} toward the total", amount=said) if inside else said, reckoned


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
            about = _named(ruleset, statement.words, statement.filter, None)
            return say("at most {amount}", amount=values_phrase(ruleset, per, number)), (best, *about)
        case UsedMinimum(amount=amount, per=per):
            said, reckoned = amount_cell(ruleset, amount, place.block)
            keyed = said if per is None else f"{said} {key_phrase(ruleset, per)}"
            about = _named(ruleset, statement.words, statement.filter, None)
            none = say("With less, none of them count.")
            return say("at least {amount}, or nothing", amount=keyed), (*reckoned, none, *about)
        case Limit(window=window):
            return _in_window(ruleset, _most(statement), window), (
                _broken(ruleset, statement),
                *_named(ruleset, statement.words, statement.filter, None),
            )
        case Requirement() | Minimum() | Addition() | Distinct() | KOf() | Branch() | Count() | Duty():
            return None
        case _:
            assert_never(statement)


def _capped(ruleset: Ruleset, cap: Cap, place: Place) -> tuple[str, tuple[str, ...]]:
    units, keyed = ruleset.unit.plural, "" if cap.per is None else key_phrase(ruleset, cap.per)
    about = _named(ruleset, cap.words, cap.filter, None)
    if cap.amount == NOTHING:
        return joined(say("none"), keyed), (say("Such {units} do not count.", units=units), *about)
    said, reckoned = _cell(ruleset, cap.amount, place)
    beyond = say("More {units} do not count.", units=units)
    return say("at most {amount}", amount=joined(said, keyed)), (*reckoned, beyond, *about)


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
