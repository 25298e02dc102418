"""Which column of a file is what: decided once from the header, or said to be undecidable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from cedsl.diagnostic import Diagnostic, Label, did_you_mean, nearest
from cedsl.lean import dataclass
from cedsl.quantity import TIME
from cedsl.records.amounts import Units
from cedsl.records.folding import folded_heading
from cedsl.records.headings import (
    AmountIn,
    Assigned,
    FieldNamed,
    Meaning,
    Part,
    PartOf,
    Vocabulary,
    assign,
    decision_vocabulary,
    reference_vocabulary,
    type_of,
)
from cedsl.records.mistaken import with_facts
from cedsl.records.outcome import Unreadable
from cedsl.records.remark import quoted
from cedsl.records.schema import FieldType, Schema
from cedsl.records.table import Heading, Table
from cedsl.source import Span


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column that holds one field or fact; `unit` is set where its heading names a unit of time."""

    heading: Heading
    name: str
    type: FieldType
    unit: str | None


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts; `unit` is None where the row's unit column or the ruleset decides."""

    heading: Heading
    unit: str | None


@dataclass(frozen=True, slots=True)
class PartColumn:
    """A column that says how much of the activity was in one category; `unit` is None where that is not said."""

    heading: Heading
    category: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class ActivityLayout:
    member: Heading
    date: Heading
    started: Heading | None
    category: Heading | None
    unit: Heading | None
    amounts: tuple[AmountColumn, ...]
    fields: tuple[FieldColumn, ...]
    notices: tuple[str, ...]
    parts: tuple[PartColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberLayout:
    member: Heading
    first: Heading | None
    last: Heading | None
    facts: tuple[FieldColumn, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionLayout:
    """`parts` holds every column but member, type and amounts, by what it says."""

    member: Heading
    type: Heading
    unit: Heading | None
    amounts: tuple[AmountColumn, ...]
    parts: Mapping[Part, Heading]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferenceLayout:
    key: Heading
    first: Heading | None
    last: Heading | None
    columns: tuple[FieldColumn, ...]
    notices: tuple[str, ...]


def heads_activities(vocabulary: Vocabulary) -> Callable[[Sequence[str]], bool]:
    """Whether a row can be the header of a file of activities: whose and when, when and how much, or when to when."""
    dated = partial(_heads, (Part.MEMBER, Part.DATE), vocabulary)
    attended = partial(_heads, (Part.MEMBER, Part.JOINED), vocabulary)
    present = partial(_heads, (Part.JOINED, Part.LEFT), vocabulary)
    logged = partial(_heads_log, vocabulary)
    return lambda cells: dated(cells) or attended(cells) or present(cells) or logged(cells)


def _heads_log(vocabulary: Vocabulary, cells: Sequence[str]) -> bool:
    """The header of one person's log says when and how much; whose it is may stand above it."""
    taken = _assigned(cells, vocabulary).taken
    return Part.DATE in taken and any(isinstance(each, AmountIn | PartOf) for each in taken)


def heads_members(vocabulary: Vocabulary) -> Callable[[Sequence[str]], bool]:
    """Whether a row can be the header of a file of member facts: it says whose and something else."""
    return partial(_heads, (Part.MEMBER,), vocabulary)


def heads_decisions(units: Units) -> Callable[[Sequence[str]], bool]:
    """Whether a row can be the header of a file of decisions: it says about whom, and what was decided."""
    return partial(_heads, (Part.MEMBER, Part.TYPE), decision_vocabulary(units))


def heads_reference(key: str, columns: Mapping[str, FieldType], units: Units) -> Callable[[Sequence[str]], bool]:
    """Whether a row can be the header of rows for a reference table: it has the key and something else."""
    vocabulary = reference_vocabulary(key, columns, units)
    return partial(_heads, (FieldNamed(key),), vocabulary, fewest=1 if not columns else 2)


def _heads(parts: Sequence[Meaning], vocabulary: Vocabulary, cells: Sequence[str], *, fewest: int = 2) -> bool:
    taken = _assigned(cells, vocabulary).taken
    return len(taken) >= fewest and all(part in taken for part in parts)


def _assigned(cells: Sequence[str], vocabulary: Vocabulary) -> Assigned:
    return assign([Heading(index, cell, Span(0, 0)) for index, cell in enumerate(cells)], vocabulary)


def lay_out_activities(
    table: Table, schema: Schema, units: Units, vocabulary: Vocabulary
) -> ActivityLayout | Unreadable:
    """The columns of a file of activities, or what is missing or said twice in its header."""
    assigned = assign(table.header, vocabulary)
    amounts, parts = amount_columns(assigned), _part_columns(assigned)
    stated = (*amounts, *parts)
    problems = [*_clashes(assigned), *_rival_amounts(amounts, assigned, schema, units)]
    problems += with_facts(_missing(assigned, table.header, (Part.MEMBER, Part.DATE), vocabulary), assigned, schema)
    member, day = assigned.first(Part.MEMBER), assigned.first(Part.DATE)
    if problems or member is None or day is None:
        return Unreadable(table.source.name, tuple(problems), table.source)
    return ActivityLayout(
        member=member,
        date=day,
        started=assigned.first(Part.STARTED),
        category=assigned.first(Part.CATEGORY),
        unit=assigned.first(Part.UNIT),
        amounts=amounts,
        fields=_field_columns(assigned, schema.fields),
        notices=(*_unread(table, assigned, vocabulary, schema.elsewhere.headings), *([] if stated else [_NO_AMOUNT])),
        parts=parts,
    )


def lay_out_members(table: Table, schema: Schema, vocabulary: Vocabulary) -> MemberLayout | Unreadable:
    """The columns of a file of member facts, or what is missing or said twice in its header."""
    assigned = assign(table.header, vocabulary)
    problems = [*_clashes(assigned), *_missing(assigned, table.header, (Part.MEMBER,), vocabulary)]
    member = assigned.first(Part.MEMBER)
    if problems or member is None:
        return Unreadable(table.source.name, tuple(problems), table.source)
    return MemberLayout(
        member=member,
        first=assigned.first(Part.FROM),
        last=assigned.first(Part.UNTIL),
        facts=_field_columns(assigned, schema.facts),
        notices=tuple(_unread(table, assigned, vocabulary, schema.elsewhere.headings)),
    )


def lay_out_decisions(table: Table, schema: Schema, units: Units) -> DecisionLayout | Unreadable:
    """The columns of a file of decisions, or what is missing or said twice in its header."""
    vocabulary = decision_vocabulary(units)
    assigned = assign(table.header, vocabulary)
    amounts = amount_columns(assigned)
    problems = [*_clashes(assigned), *_rival_amounts(amounts, assigned, schema, units)]
    problems += _missing(assigned, table.header, (Part.MEMBER, Part.TYPE), vocabulary)
    member, kind = assigned.first(Part.MEMBER), assigned.first(Part.TYPE)
    if problems or member is None or kind is None:
        return Unreadable(table.source.name, tuple(problems), table.source)
    parts = {each: headings[0] for each, headings in assigned.taken.items() if isinstance(each, Part)}
    notices = tuple(_unread(table, assigned, vocabulary))
    return DecisionLayout(member, kind, parts.get(Part.UNIT), amounts, parts, notices)


def lay_out_reference(
    table: Table, key: str, columns: Mapping[str, FieldType], units: Units
) -> ReferenceLayout | Unreadable:
    """The columns of rows for a reference table, or what is missing or said twice in its header."""
    vocabulary = reference_vocabulary(key, columns, units)
    assigned = assign(table.header, vocabulary)
    problems = list(_clashes(assigned))
    found = assigned.first(FieldNamed(key))
    if found is None:
        problems.append(missing_key(key, table.header, _likely(assigned.unread, (key,))))
    if problems or found is None:
        return Unreadable(table.source.name, tuple(problems), table.source)
    return ReferenceLayout(
        found,
        assigned.first(Part.FROM),
        assigned.first(Part.UNTIL),
        tuple(each for each in _field_columns(assigned, columns) if each.name != key),
        tuple(_unread(table, assigned, vocabulary)),
    )


_NO_AMOUNT = "no column states an amount"
_MOST_LISTED = 30


def amount_columns(assigned: Assigned) -> tuple[AmountColumn, ...]:
    columns = [
        AmountColumn(headings[0], meaning.unit)
        for meaning, headings in assigned.taken.items()
        if isinstance(meaning, AmountIn)
    ]
    return tuple(columns)


def _part_columns(assigned: Assigned) -> tuple[PartColumn, ...]:
    columns = [
        PartColumn(headings[0], meaning.category, meaning.unit)
        for meaning, headings in assigned.taken.items()
        if isinstance(meaning, PartOf)
    ]
    return tuple(columns)


def _field_columns(assigned: Assigned, types: Mapping[str, FieldType]) -> tuple[FieldColumn, ...]:
    columns = [
        FieldColumn(headings[0], meaning.name, type_of(meaning.name, types), meaning.unit)
        for meaning, headings in assigned.taken.items()
        if isinstance(meaning, FieldNamed)
    ]
    return tuple(columns)


def _clashes(assigned: Assigned) -> Iterator[Diagnostic]:
    for word, headings in rivals(assigned):
        yield _clash(word, headings)


def rivals(assigned: Assigned) -> Iterator[tuple[str, tuple[Heading, ...]]]:
    """Several headings of one meaning, and the word for it; `breaks` and `break minutes` are one meaning too."""
    together: dict[Meaning, tuple[Heading, ...]] = {}
    for meaning, headings in assigned.taken.items():
        if meaning is Part.NOTHING:
            continue
        key = FieldNamed(meaning.name) if isinstance(meaning, FieldNamed) else meaning
        together[key] = (*together.get(key, ()), *headings)
    for meaning, headings in together.items():
        if len(headings) > 1:
            yield _word(meaning), headings


def _clash(word: str, headings: Sequence[Heading]) -> Diagnostic:
    texts = {heading.text for heading in headings}
    return heading_twice(headings) if len(texts) == 1 else same_meaning(word, headings)


def _word(meaning: Meaning) -> str:
    match meaning:
        case Part():
            return meaning.value
        case AmountIn():
            return "amount"
        case FieldNamed(name=name):
            return name
        case PartOf(category=category):
            return f"category {category}"


def _rival_amounts(
    columns: Sequence[AmountColumn], assigned: Assigned, schema: Schema, units: Units
) -> Iterator[Diagnostic]:
    found = rival_amounts(columns, assigned, schema, units)
    if found:
        yield same_meaning("amount", found)


def rival_amounts(
    columns: Sequence[AmountColumn], assigned: Assigned, schema: Schema, units: Units
) -> tuple[Heading, ...]:
    """Hours beside minutes can agree or add up, row by row; any other two columns of amounts are rivals."""
    named = [column.unit or schema.unit for column in columns]
    times = all(unit in units.by_name and units.by_name[unit].dimension == TIME for unit in named)
    open_unit = assigned.first(Part.UNIT) is not None and any(column.unit is None for column in columns)
    are_rivals = len(columns) > 1 and (not times or open_unit or len(set(named)) < len(named))
    return tuple(column.heading for column in columns) if are_rivals else ()


def _missing(
    assigned: Assigned, header: Sequence[Heading], parts: Sequence[Part], vocabulary: Vocabulary
) -> Iterator[Diagnostic]:
    for part in parts:
        if part not in assigned.taken:
            words = [word for word, meaning in vocabulary.strong.items() if meaning is part]
            yield missing_column(part, header, _likely(assigned.unread, words))


def _likely(unread: Sequence[Heading], words: Iterable[str]) -> str | None:
    """The unread heading that is nearest to one of the words."""
    texts = [heading.text for heading in unread[:_MOST_LISTED]]
    return next((guess for word in words if (guess := nearest(word, texts)) is not None), None)


def _unread(
    table: Table, assigned: Assigned, vocabulary: Vocabulary, elsewhere: frozenset[str] = frozenset()
) -> Iterator[str]:
    """A sentence for each column that nothing understands; one without a heading matters if it has cells."""
    words = _unused_words(assigned, vocabulary)
    named = [heading for heading in assigned.unread if heading.text]
    for heading in named[:_MOST_LISTED]:
        if folded_heading(heading.text) in elsewhere:
            yield f"the column {quoted(heading.text)} is one of other rules"
            continue
        guess = did_you_mean(heading.text, words)
        yield f"the column {quoted(heading.text)} is not read" + (f"; {guess}" if guess else "")
    for heading in assigned.unread:
        if not heading.text and table.column(heading.index):
            yield f"column {heading.index + 1} has no heading and is not read"
    more = len(named) - _MOST_LISTED
    if more > 0:
        yield f"{more} more columns are not read"


def _unused_words(assigned: Assigned, vocabulary: Vocabulary) -> list[str]:
    """What a heading could have meant: names of meanings that no other heading has taken."""
    has_amount = any(isinstance(meaning, AmountIn) for meaning in assigned.taken)
    words = [
        word if isinstance(meaning, AmountIn) else _word(meaning)
        for word, meaning in vocabulary.strong.items()
        if meaning not in {*assigned.taken, Part.NOTHING} and not (isinstance(meaning, AmountIn) and has_amount)
    ]
    return list(dict.fromkeys(words))


def missing_column(part: Part, header: Sequence[Heading], guess: str | None) -> Diagnostic:
    code, aim = _MISSING[part]
    return _no_column(code, aim, part.value, header, guess)


def missing_key(key: str, header: Sequence[Heading], guess: str | None) -> Diagnostic:
    return _no_column("CE315", f"of which {key} the row speaks", key, header, guess)


def _no_column(code: str, aim: str, word: str, header: Sequence[Heading], guess: str | None) -> Diagnostic:
    found = ", ".join(quoted(heading.text) for heading in header[:_MOST_LISTED] if heading.text)
    first, last = (header[0].span, header[-1].span) if header else (Span(0, 0), Span(0, 0))
    span = Span(first.start, max(first.start, last.end))
    advice = f"call the column that says {aim} `{word}`"
    return Diagnostic(
        code,
        f"no column says {aim}",
        Label(span, f"found: {found}" if found else "found no headings"),
        help=f"did you mean {quoted(guess)}? {advice}" if guess else advice,
    )


_MISSING = {
    Part.MEMBER: ("CE310", "whose record it is"),
    Part.DATE: ("CE311", "on which day the activity was completed"),
    Part.TYPE: ("CE314", "what was decided"),
}


def same_meaning(word: str, headings: Sequence[Heading]) -> Diagnostic:
    texts = " and ".join(quoted(heading.text) for heading in headings)
    return Diagnostic(
        "CE312",
        f"the columns {texts} both mean `{word}`",
        Label(headings[-1].span, "which of the two counts?"),
        tuple(Label(heading.span, "this one as well") for heading in headings[:-1]),
        help="leave one of them out, or give it another name",
    )


def heading_twice(headings: Sequence[Heading]) -> Diagnostic:
    return Diagnostic(
        "CE313",
        f"the column {quoted(headings[0].text)} stands {len(headings)} times in the header",
        Label(headings[-1].span, "again here"),
        tuple(Label(heading.span, "here") for heading in headings[:-1]),
        help="leave one of them out, or give it another name",
    )
