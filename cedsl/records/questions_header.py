"""What a person can settle about columns before, or beside, what their cells ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cedsl.diagnostic import nearest
from cedsl.quantity import MINUTE
from cedsl.records.amounts import AmountManner, Units, read_amount
from cedsl.records.days import Orders, read_day
from cedsl.records.folding import folded_heading
from cedsl.records.heading_units import unit_in
from cedsl.records.headings import AmountIn, Assigned, FieldNamed, Meaning, Part, PartOf, settled_meaning
from cedsl.records.layout import amount_columns, rival_amounts, rivals
from cedsl.records.numerals import Mark
from cedsl.records.outcome import Records
from cedsl.records.profile_settings import Setting
from cedsl.records.questions import Choice, Question, asked_of_rows
from cedsl.records.remark import quoted, shortened
from cedsl.records.table import Heading, Row, Table
from cedsl.records.unclear import Unclear
from cedsl.records.understanding import Understood, word
from cedsl.records.words import lists_words

MOST_CHOICES = 30


def every_question(found: Sequence[Understood | Unclear], needed: Sequence[Part]) -> tuple[Question, ...]:
    """What has to be known before all rows can be read; else what the rows ask, then what their columns do.

    `needed` are the parts that a file of its kind must have.
    """
    of_header = [question for each in found if isinstance(each, Unclear) for question in asked_of_header(each, needed)]
    if of_header:
        return tuple({question.key: question for question in reversed(of_header)}.values())[::-1]
    several = [each for each in found if isinstance(each, Understood)]
    asked = (*asked_of_columns(several), *asked_of_rows(several))
    waiting = sorted((each for each in asked if each.rows), key=lambda each: -each.rows)
    return (*waiting, *(each for each in asked if not each.rows))


def asked_of_header(unclear: Unclear, needed: Sequence[Part]) -> tuple[Question, ...]:
    """What has to be known of a header before the rows can be read. Where another row may well be the header, that
    is asked first and alone.
    """
    rows = tuple(_header_rows(unclear.table))
    if rows and unclear.about.profile.header is None:
        return (Question("header", "", f"Which row of {quoted(unclear.table.source.name)} is its header?", rows),)
    assigned = unclear.mended.columns(unclear.about)
    table = unclear.mended.table
    amounts = _amount(assigned, table, unclear.about.units) if Part.DATE in needed else ()
    return (*_missing(assigned, table, needed), *_rivals(assigned, unclear), *amounts)


def _header_rows(table: Table) -> Iterator[Choice]:
    """Rows with more cells than the one that was taken for the header; none where that is a wide one."""
    width = sum(1 for heading in table.header if heading.text)
    near = table.rows[:MOST_CHOICES]
    if not near or table.head == 0 or width * 2 > max(_filled(row) for row in near):
        return
    for row in near:
        if _filled(row) > max(width, 2):
            shown = ", ".join(cell for cell in row.cells if cell)
            yield Choice(f"row {row.number}: {quoted(shown)}", (Setting(("header",), row.number),))


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell)


_SAYS = {Part.MEMBER: "whose record a row is", Part.DATE: "on which day an activity was completed"}


def _missing(assigned: Assigned, table: Table, needed: Sequence[Part]) -> Iterator[Question]:
    for part in needed:
        if part not in assigned.taken:
            choices = [_is(each, part.value, table) for each in _likely(assigned.unread, part, table)]
            if choices:
                yield Question("which-column", part.value, f"Which column says {_SAYS[part]}?", tuple(choices))


def _likely(headings: Iterable[Heading], part: Part, table: Table) -> list[Heading]:
    """Columns of days first where a day is wanted, else last."""
    wanted = part is Part.DATE
    return sorted(_nameable(headings), key=lambda each: _is_of_days(each, table) is not wanted)


def _is_of_days(heading: Heading, table: Table) -> bool:
    cell = next(iter(table.column(heading.index)), "")
    return bool(cell) and read_day(cell, Orders()).values[0] is not None


def _nameable(headings: Iterable[Heading]) -> list[Heading]:
    """The headings that a profile can speak of."""
    return [heading for heading in headings if folded_heading(heading.text)][:MOST_CHOICES]


def _is(heading: Heading, means: str, table: Table) -> Choice:
    shown = next(iter(table.column(heading.index)), "")
    words = shortened(heading.text) + (f", such as {quoted(shown)}" if shown else "")
    return Choice(words, (_means(heading, means),))


def _means(heading: Heading, means: str) -> Setting:
    return Setting(("columns", heading.text, "means"), means)


def _rivals(assigned: Assigned, unclear: Unclear) -> Iterator[Question]:
    """Columns that cannot all be meant; two of one name cannot be told apart by a profile."""
    about = unclear.about
    amounts = rival_amounts(amount_columns(assigned), assigned, about.schema, about.units)
    for means, headings in (*rivals(assigned), *([("amount", amounts)] if amounts else [])):
        if len({folded_heading(each.text) for each in headings}) == len(headings):
            names = " and ".join(quoted(each.text) for each in headings)
            choices = tuple(_counts(each, headings) for each in headings)
            yield Question("which-counts", means, f"The columns {names} both mean `{means}`. Which counts?", choices)


def _counts(heading: Heading, headings: Sequence[Heading]) -> Choice:
    others = tuple(_means(each, Part.NOTHING.value) for each in headings if each is not heading)
    return Choice(f"{shortened(heading.text)}; the other is not read", others)


def asked_of_columns(several: Sequence[Understood]) -> tuple[Question, ...]:
    """What the columns that are not read may be, and sheets; first of all, which column states the amounts."""
    found: dict[tuple[str, str, str], Question] = {}
    for of in several:
        if of.table.aside:
            question = _sheet(of.table, several)
            if not (of.about.profile.sheet or lists_words(of.table.sheet, of.table.rows) or _is_text(of.table)):
                found.setdefault(question.key, question)
            continue
        for question in (*_amounts(of), *_unread(of)):
            found.setdefault(question.key, question)
    return tuple(found.values())


def _sheet(table: Table, several: Sequence[Understood]) -> Question:
    """About a sheet that is not read, beside others that are: where it is one, it alone may be settled, too."""
    read = [each.table for each in several if not each.table.aside and each.table.source.name == table.source.name]
    choices = [Choice("yes, it alone", (Setting(("sheet",), table.sheet),))]
    if len(read) == 1:
        only = f"no, only the sheet {quoted(read[0].sheet)}"
        choices.append(Choice(only, (Setting(("sheet",), read[0].sheet),)))
    text = f"Is the sheet {quoted(table.sheet)} to be read?"
    return Question("other-sheet", "", text, tuple(choices), word=table.sheet)


def _is_text(table: Table) -> bool:
    """Whether no row has two cells, so that no columns can be told apart."""
    return all(_filled(row) < 2 for row in table.rows)


def _amounts(of: Understood) -> Iterator[Question]:
    """Which column states the amounts, where none is known to; every row waits for it."""
    if isinstance(of.read, Records):
        waiting = sum(1 for _ in of.mended.open_rows())
        asked = _amount(of.assigned, of.mended.table, of.about.units)
        yield from (replace(each, rows=waiting) for each in asked)


def _amount(assigned: Assigned, table: Table, units: Units) -> Iterator[Question]:
    if any(isinstance(each, AmountIn | PartOf) for each in assigned.taken):
        return
    columns = [each for each in _nameable(assigned.unread) if _states_amounts(each, table, units)]
    if columns:
        likely = sorted(columns, key=lambda each: (unit_in(each.text, units) is None, _is_of_numerals(each, table)))
        choices = tuple(_is(each, _amount_word(each, units), table) for each in likely)
        yield Question("which-column", "amount", "Which column states the amounts?", choices)


def _amount_word(heading: Heading, units: Units) -> str:
    """The unit that the heading names, in a word that says of a column that it states amounts."""
    unit = unit_in(heading.text, units)
    words = () if unit is None else (units.by_name[unit].plural, unit)
    return next((each for each in words if units.named(each) == unit), "amount")


def _is_of_numerals(heading: Heading, table: Table) -> bool:
    """Whether a cell begins with a zero that no amount has: `0071`."""
    return any(len(cell) > 1 and cell[0] == "0" and cell.isdecimal() for cell in table.column(heading.index))


def _is_of_amounts(heading: Heading, table: Table, units: Units) -> bool:
    """Whether every cell states an amount."""
    amounts = _amounts_in(heading, table, units)
    return bool(amounts) and all(amounts)


def _states_amounts(heading: Heading, table: Table, units: Units) -> bool:
    """Whether most cells state an amount; others may be a slip, or a sum below the table."""
    amounts = _amounts_in(heading, table, units)
    return 2 * sum(amounts) > len(amounts)


def _amounts_in(heading: Heading, table: Table, units: Units) -> list[bool]:
    """Of each different cell, whether it states an amount."""
    manner = AmountManner(MINUTE.name, Mark.UNPROVEN)
    return [read_amount(cell, manner, units).values[0].amount is not None for cell in table.column(heading.index)]


def _unread(of: Understood) -> Iterator[Question]:
    table = of.mended.table
    used = {column.heading for column in of.columns if column.gives}
    for heading in _nameable(of.assigned.unread):
        if heading.text in used or not table.column(heading.index):
            continue
        words = _possible(of, heading)
        guess = nearest(heading.text, words) or (words[0] if len(words) == 1 else None)
        ordered = sorted(words, key=lambda each: each != guess)
        choices = [Choice(shortened(means), (_means(heading, means),)) for means in ordered]
        nothing = Choice("nothing: do not read it", (_means(heading, Part.NOTHING.value),))
        own = Choice(f"a field of its own, {quoted(heading.text)}", (_means(heading, _own_field(heading, of)),))
        likely = 0 if guess is None else 1
        choices = [*choices[:likely], nothing, own, *choices[likely:]]
        text = f"What does the column {quoted(heading.text)} say?"
        cells = table.column(heading.index)
        yield Question("unread-column", heading.text, text, tuple(choices), cells=cells[:5])


def _own_field(heading: Heading, of: Understood) -> str:
    """What says that the column is a field of that name, also where the name is a word for something else: `Name`."""
    name = heading.text
    return name if settled_meaning(name, of.about.vocabulary) == FieldNamed(name) else f"field: {name}"


def _possible(of: Understood, heading: Heading) -> list[str]:
    """What a column could still mean: of numbers, how much was in a category; else the parts and fields that no other
    has taken.
    """
    if isinstance(of.read, Records) and _is_of_amounts(heading, of.mended.table, of.about.units):
        schema = of.about.schema
        return [word(PartOf(name)) for name in ((heading.text,) if schema.open_categories else schema.categories)]
    parts: list[Meaning] = [Part.STARTED, Part.CATEGORY] if isinstance(of.read, Records) else [Part.FROM, Part.UNTIL]
    taken = {word(each) for each in of.assigned.taken}
    return [each for each in (*map(word, parts), *of.types) if each not in taken]
