"""Statements as rows of the two tables: what is needed, and what is limited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from cedsl.lean import dataclass
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
from cedsl.publishing.page_elsewhere import Elsewhere
from cedsl.publishing.phrase_amount import amount_cell
from cedsl.publishing.phrase_label import place_label
from cedsl.publishing.phrase_outline import Place, Stated, outline_of, told_outside
from cedsl.publishing.phrase_parted import activities_parted, only_if_parted
from cedsl.publishing.phrase_predicate import predicate_label
from cedsl.publishing.phrase_statement import block_satisfied, satisfied_sentence, unguarded, unverified_sentence
from cedsl.publishing.phrase_window import different_phrase, stretch_phrase, window_phrase
from cedsl.publishing.phrase_words import capital, lowered, sentence
from cedsl.publishing.tongue import figures, say, say_count

NOTHING = Fixed(Fraction(0))

BLANK = "." * 10
"""Room to write in, where there are no columns."""


def anchor(id_: str) -> str:
    """The id as an anchor: what cannot stand in one becomes a hyphen."""
    return "".join("-" if character.isspace() else character for character in id_)


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of a statement: its label, its amount, the sentences under it, where it comes from.

    `also` is a second anchor, where the row stands for two statements; `elsewhere` says where its hours count besides.
    """

    label: str
    cell: str
    remarks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    anchor: str = ""
    also: str = ""
    depth: int = 0
    elsewhere: str = ""

    def row(self) -> Row:
        """The row of a table of two columns."""
        amount = Cell(self.cell, self.remarks, self.cites)
        label = Cell(self.label)
        return Row((label, amount), labelled(self.label, amount.line), self.anchor, self.also, str(self.depth))

    def wide_row(self) -> Row:
        """The row of a table with a third column, for where its hours count besides."""
        narrow, told = self.row(), (*self.remarks, *filter(None, (self.elsewhere,)))
        line = labelled(self.label, Cell(self.cell, told, self.cites).line)
        return replace(narrow, cells=(*narrow.cells, Cell(self.elsewhere)), line=line)

    def to_fill_in(self) -> Row:
        """The row of a checklist: what is needed, blanks for what one has and its proof, and a box."""
        amount = Cell(self.cell, self.remarks)
        line = labelled(self.label, amount.line) if self.cell else joined(sentence(self.label), amount.line)
        blanks = (Cell("", role="blank"), Cell("", role="blank"), Cell("", role="box"))
        return Row((Cell(self.label), amount, *blanks), f"{line} {_to_write_in()}", depth=str(self.depth))


def _to_write_in() -> str:
    """What is to be written by hand, in a form of the page that has no columns."""
    return say("(You have: {blank} Certificate number: {blank})", blank=BLANK)


def need_rows(ruleset: Ruleset, block: Requirement) -> Iterator[Told]:
    """A row for every statement of the block that asks for something, in the order written.

    An option that holds one such statement and nothing else shares its row with it.
    """
    alone: Told | None = None
    beside = Elsewhere(ruleset, block)
    for place in outline_of(block):
        row = _need_row(ruleset, place, beside)
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
    about = (_about(told.label),) if titled else ()
    label = option.label if titled else say("{label}: {line}", label=option.label, line=told.label)
    remarks = tuple(dict.fromkeys((*about, *option.remarks, *told.remarks)))
    cites = (*option.cites, *told.cites)
    return replace(told, label=label, remarks=remarks, cites=cites, also=option.anchor, depth=option.depth)


def _need_row(ruleset: Ruleset, place: Place, beside: Elsewhere) -> Told | None:
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
        elsewhere=beside.told(place),
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
            said, reckoned = cell_of(ruleset, amount, place)
            if each is not None:
                said = say("{amount} in each {stretch}", amount=said, stretch=stretch_phrase(each))
            return said, (*reckoned, *named_sentences(ruleset, statement.words, statement.filter, statement.satisfied))
        case Addition(amount=amount):
            said, reckoned = amount_cell(ruleset, amount, block)
            named = named_sentences(ruleset, statement.words, statement.filter, None)
            return say("{amount} on top of the total", amount=said), (*reckoned, *named)
        case Distinct():
            return say("no {unit} serves two of these", unit=ruleset.unit.name), ()
        case KOf(count=count, branches=branches):
            return _any_of(count, len(branches)), ()
        case Branch(statements=statements):
            return say("all of this") if len(statements) > 1 else say("this"), ()
        case Count():
            asked = say_count(statement.number, "{number} activity", "{number} activities")
            return in_window(ruleset, asked, statement.window), _count_remarks(ruleset, statement)
        case Requirement():
            raise AssertionError(statement)
        case _:
            assert_never(statement)


def _any_of(count: int, options: int) -> str:
    return say_count(
        options, "any {count} of this {number} option", "any {count} of these {number} options", count=figures(count)
    )


def in_window(ruleset: Ruleset, said: str, window: WindowRule | None) -> str:
    return said if window is None else f"{said} {window_phrase(ruleset, window)}"


def _block_remarks(ruleset: Ruleset, block: Requirement) -> tuple[str, ...]:
    divided = say("Each activity serves one category only, the first that it names.") if block.indivisible else ""
    described = named_sentences(ruleset, block.words, block.filter, None)
    return tuple(filter(None, (*described, block_satisfied(ruleset, block), divided)))


def named_sentences(ruleset: Ruleset, words: Words, filter_: Predicate, satisfied: Predicate | None) -> tuple[str, ...]:
    """What the statement is about, where a title of the author's stands in the place of it."""
    hidden = words.title is not None and not isinstance(filter_, Always)
    known = hidden and predicate_label(ruleset, filter_).lower() == (words.title or "").lower()
    about = activities_parted(ruleset, filter_, _about) if hidden and not known else ()
    return tuple(filter(None, (*about, satisfied_sentence(ruleset, satisfied))))


def _about(subject: str) -> str:
    return say("This is about {subject}.", subject=subject)


def _count_remarks(ruleset: Ruleset, count: Count) -> tuple[str, ...]:
    apart = count.distinct is not None and count.number > 1
    different = sentence(different_phrase(ruleset, count.distinct)) if apart and count.distinct else ""
    return tuple(filter(None, (*named_sentences(ruleset, count.words, count.filter, None), different)))


def common_remarks(ruleset: Ruleset, place: Place, *, said: bool = False) -> tuple[str, ...]:
    """To whom the statement applies (unless `said` already), what follows from failing, if it is checked.

    A row of the table of needs does not repeat the conditions that its outer row has told.
    """
    words = place.statement.words
    limits = isinstance(place.statement, Cap | CapDifferent | UsedMinimum | Limit)
    known = () if limits else told_outside(ruleset, place)
    around = [each for each in place.conditions if each not in known]
    asked = [] if said else [each for each in (*around, unguarded(place.statement)) if not isinstance(each, Always)]
    applies = dict.fromkeys(said for each in asked for said in only_if_parted(ruleset, each, only_if, only_if))
    return (*applies, *after_remarks(words, figure=not isinstance(place.statement, Duty)))


def only_if(condition: str) -> str:
    """Under which condition what was told applies."""
    return say("Only if {condition}.", condition=condition)


def after_remarks(words: Words, *, figure: bool) -> tuple[str, ...]:
    """What follows from failing, and whether the figure (or what else the rule says) is checked."""
    failing = ""
    if words.consequence is not None:
        failing = sentence(say("Failing this: {consequence}", consequence=lowered(words.consequence)))
    return tuple(filter(None, (failing, unverified_sentence(words, figure=figure))))


def cell_of(ruleset: Ruleset, amount: AmountRule, place: Place) -> tuple[str, tuple[str, ...]]:
    """The amount in a table; inside a minimum it is said that a share is not of that minimum's hours."""
    said, reckoned = amount_cell(ruleset, amount, place.block)
    inside = isinstance(amount, CountedShare) and isinstance(place.around, Minimum | Addition)
    return say("{amount} toward the total", amount=said) if inside else said, reckoned
