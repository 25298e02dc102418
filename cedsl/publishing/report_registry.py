"""The summary of a whole registry for a terminal: one screen, the last line what was checked and with what result."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.model.ruleset import Word
from cedsl.publishing.phrase_label import label_of_line
from cedsl.publishing.registry_figures import Lack, LineName, Near, RegistryFigures, tenths_of_percent
from cedsl.publishing.report import Paint, plain, printable, printable_cell
from cedsl.publishing.report_text import shortened
from cedsl.quantity import Unit, written
from cedsl.records.outcome import Outcome
from cedsl.verdict import Kind

MOST_LINES = 12
MOST_REASONS = 4
MOST_LACKS = 2


@dataclass(frozen=True, slots=True)
class Command:
    """What the user typed, so that a next command can be pasted; `written` are the files that were made. A member can
    be told alone where the records are not `too_large` to be read at once.
    """

    rules: str
    records: tuple[str, ...]
    options: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    too_large: bool = False

    def next_one(self, member: str) -> str:
        """The command that tells one member, or else the one that makes the tables and the page; empty where these are
        made already.
        """
        if not self.too_large:
            more: tuple[str, ...] = ("--member", member)
        elif self.written:
            return ""
        else:
            more = ("--output", "verdicts.parquet", "--report", "report.html")
        return printable(shlex.join(("cedsl", "check", self.rules, *self.records, *self.options, *more)))


def registry_text(found: RegistryFigures, typed: Command, paint: Paint = plain) -> str:
    """The report for people: verdicts, what is lacking by statement, the nearest misses, where the tables are."""
    parts = (_head(found), _verdicts(found, paint), _lacks(found), _nearest(found), _foot(found, typed, paint))
    return "\n".join("\n".join(lines) + "\n" for lines in (list(each) for each in parts) if lines)


def grouped(number: int) -> str:
    """`1,234,567`."""
    return f"{number:,}"


def amount_grouped(number: Fraction) -> str:
    """`1,234.5`; `1/3` where no decimal is exact."""
    whole, point, places = written(number).partition(".")
    return whole + point + places if "/" in whole else f"{int(whole):,}{point}{places}"


def percent(part: int, whole: int) -> str:
    """`12.3%`, with one place."""
    tenths = tenths_of_percent(part, whole)
    return f"{tenths // 10}.{tenths % 10}%"


def several(number: int, one: str, many: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{grouped(number)} {one if number == 1 else many}"


# --------------------------------------------------------------------------------------------- what was read


def _head(found: RegistryFigures) -> Iterator[str]:
    header = found.ruleset.header
    edition = "" if header.edition is None else f", edition {header.edition}"
    rules = f"{header.title or header.name}{edition} ({found.ruleset.source.name})"
    yield f"Rules   {printable(rules)}, as of {found.as_of}"
    files = printable(found.files[0]) if len(found.files) == 1 else several(len(found.files), "file", "files")
    counted = ", ".join(f"{grouped(found.rows[each])} {each.value}" for each in Outcome if found.rows.get(each))
    rows = several(sum(found.rows.values()), "row", "rows")
    yield f"Read    {rows} from {files}" + (f": {counted}" if counted else "")
    closely = sum(found.one_by_one.values())
    columns = several(found.members - closely, "member", "members")
    yield f"Decided {columns} in columns, {grouped(closely)} one by one"
    yield from _closely(found)


def _closely(found: RegistryFigures) -> Iterator[str]:
    """Why members were decided one by one, the most frequent reasons first."""
    reasons = sorted(found.one_by_one.items(), key=lambda pair: (-pair[1], pair[0]))
    width = max((len(grouped(count)) for _, count in reasons), default=0)
    for reason, count in reasons[:MOST_REASONS]:
        yield f"        {grouped(count):>{width}}  {printable(reason)}"
    rest = reasons[MOST_REASONS:]
    if rest:
        others = several(len(rest), "other reason", "other reasons")
        yield f"        {grouped(sum(count for _, count in rest)):>{width}}  {others}"


# -------------------------------------------------------------------------------------------------- verdicts


def _verdicts(found: RegistryFigures, paint: Paint) -> Iterator[str]:
    told = [(word, count) for word, count in found.verdicts.items() if count]
    width = max((len(grouped(count)) for _, count in told), default=0)
    for word, count in told:
        name = paint(f"{word.value:<9}", word)
        yield f"{name}{grouped(count):>{width}}  {percent(count, found.members):>7}"


# ----------------------------------------------------------------------------------------------- by statement


def _lacks(found: RegistryFigures) -> Iterator[str]:
    """Each statement that somebody lacks, in the order of the rules; where there are many, those that most lack."""
    if not found.lacks:
        return
    yield "What is lacking, by statement"
    most = sorted(found.lacks, key=lambda each: -each.lacking)[:MOST_LINES]
    shown = [each for each in found.lacks if each in most]
    labels = [shortened(_label(found, each.line)) for each in shown]
    width, members = max(map(len, labels)), max(len(grouped(each.lacking)) for each in shown)
    for label, each in zip(labels, shown, strict=True):
        lacking = f"{label:{width}}  {grouped(each.lacking):>{members}} of {grouped(each.asked)}"
        yield f"   {lacking}{_amounts(found, each)}"
    if len(shown) < len(found.lacks):
        yield f"   and {several(len(found.lacks) - len(shown), 'more statement', 'more statements')}"


def _amounts(found: RegistryFigures, lack: Lack) -> str:
    median = lack.short.median
    if median is None:
        return ""
    total = _in_unit(found.ruleset.unit, lack.line, lack.short.total)
    return f"  lack {total} in all, {amount_grouped(median)} at the median"


def _in_unit(unit: Unit, line: LineName, number: Fraction) -> str:
    if line.is_credit:
        return f"{amount_grouped(number)} {unit.name if number == 1 else unit.plural}"
    return f"{amount_grouped(number)} {'activity' if number == 1 else 'activities'}"


def _label(found: RegistryFigures, line: LineName) -> str:
    label = printable(label_of_line(found.ruleset, line.id, line.label))
    if len(found.ruleset.requirements) > 1 and line.kind is not Kind.TOTAL:
        around = printable(label_of_line(found.ruleset, line.requirement, ""))
        return label if around == label else f"{around}: {label}"
    return label


# --------------------------------------------------------------------------------------------- nearest misses


def _nearest(found: RegistryFigures) -> Iterator[str]:
    if not found.nearest:
        return
    number = found.still.number
    least = "the member who has" if number == 1 else f"the {len(found.nearest)} members who have"
    yield f"Nearest misses: {least} the least still to earn"
    names = [printable_cell(each.member) for each in found.nearest]
    stills = [amount_grouped(each.still) for each in found.nearest]
    width, right = max(map(len, names)), max(map(len, stills))
    for name, still, each in zip(names, stills, found.nearest, strict=True):
        unit = found.ruleset.unit.name if each.still == 1 else found.ruleset.unit.plural
        yield f"   {name:{width}}  {still:>{right}} {unit}{_missing(found, each)}"


def _missing(found: RegistryFigures, near: Near) -> str:
    lacks = [f"{_label(found, line)}" + ("" if short is None else f" {written(short)}") for line, short in near.lacks]
    if not lacks:
        return ""
    more = f", and {len(lacks) - MOST_LACKS} more" if len(lacks) > MOST_LACKS else ""
    return f"  short: {', '.join(lacks[:MOST_LACKS])}{more}"


# ------------------------------------------------------------------------------------------------------- foot


def _foot(found: RegistryFigures, typed: Command, paint: Paint) -> Iterator[str]:
    if found.waiting:
        first = ", ".join(printable_cell(each) for each in found.waiting[:3])
        more = found.verdicts[Word.DEPENDS] - min(3, len(found.waiting))
        rest = f" and {grouped(more)} more" if more else ""
        yield f"A person must settle something first for {first}{rest}."
    for number, file in enumerate(typed.written):
        yield f"{'        ' if number else 'Wrote   '}{printable(file)}"
    member = _next(found)
    command = "" if member is None else typed.next_one(member)
    if command and "--on" not in typed.options:  # one member alone is told from files
        yield f"Next    {command}"
    yield _last_line(found, paint)


def _next(found: RegistryFigures) -> str | None:
    """Whom to look at first: who lacks least, else the first for whom a question is open."""
    if found.nearest:
        return found.nearest[0].member
    return found.waiting[0] if found.waiting else None


def _last_line(found: RegistryFigures, paint: Paint) -> str:
    told = [paint(f"{grouped(count)} {word.value}", word) for word, count in found.verdicts.items() if count]
    asked: Sequence[str] = (
        several(found.members, "member", "members"),
        several(sum(found.rows.values()), "row", "rows"),
        f"as of {found.as_of}",
    )
    return f"{', '.join(told) or 'nobody to check'} ({', '.join(asked)})"
