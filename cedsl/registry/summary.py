"""The figures of a whole registry, batch by batch, in whole numbers and fractions: no batch is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cedsl.model.ruleset import Branch, Ruleset, Word
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.registry_figures import (
    MOST_NEAR,
    UNMET,
    Counted,
    Lack,
    LineName,
    Near,
    RegistryFigures,
    Spread,
)
from cedsl.publishing.report import WORST_FIRST, natural
from cedsl.registry.result import Batch, Tally
from cedsl.verdict import Kind

if TYPE_CHECKING:
    import pyarrow as pa

ASKING = frozenset(Kind) - {Kind.CAP, Kind.BRANCH}
"""Lines of which it can be said that a member lacks what they ask. An option is told by the choice around it."""

LINE = ("requirement", "statement", "kind", "label")
"""The columns that say which line is meant."""

SETTLED = (Word.MET.value, Word.SHORT.value, Word.FAILED.value)


@dataclass
class Summary:
    """Takes the batches of a check one after another, in any order; the same members give the same figures."""

    ruleset: Ruleset
    as_of: date
    verdicts: Counter[Word] = field(default_factory=Counter)
    still: Counter[Fraction] = field(default_factory=Counter)
    ends: Counter[tuple[date | None, Word]] = field(default_factory=Counter)
    near: list[Near] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._optional = frozenset(_optional(self.ruleset))
        self._judged: Counter[tuple[Any, ...]] = Counter()
        self._short: Counter[tuple[Any, ...]] = Counter()
        self._counted: Counter[tuple[Any, ...]] = Counter()

    def add(self, batch: Batch) -> None:
        """Count the members and statements of a batch."""
        import pyarrow as pa

        members, lines = pa.Table.from_batches([batch.members]), pa.Table.from_batches([batch.statements])
        for row in _grouped(members, "verdict"):
            self.verdicts[Word(row["verdict"])] += row["count_all"]
        self._wait(members)
        settled = _settled(members, lines)
        self._count_lines(settled)
        self._count_totals(settled)
        self._count_ends(members, lines)
        self._miss(members, lines)

    def figures(self, files: tuple[str, ...], tally: Tally) -> RegistryFigures:
        """What the batches that were added come to."""
        return RegistryFigures(
            self.ruleset,
            self.as_of,
            files,
            {word: self.verdicts[word] for word in WORST_FIRST},
            tuple(self._lacking()),
            tuple(self._totals()),
            dict(self.ends),
            tuple(sorted(self.near, key=lambda each: (each.still, natural(each.member)))),
            Spread.of(self.still),
            tuple(sorted(self.waiting, key=natural)),
            dict(tally.one_by_one),
            dict(tally.rows),
        )

    def _lacking(self) -> Iterator[Lack]:
        """The lines that somebody lacks, in the order of the rules."""
        asked, lacking = Counter[LineName](), Counter[LineName]()
        short: dict[LineName, Counter[Fraction]] = defaultdict(Counter)
        for (*names, verdict), count in self._judged.items():
            if verdict is not None:
                asked[_named(*names)] += count
                lacking[_named(*names)] += count if Word(verdict) in UNMET else 0
        for (*names, cell), count in self._short.items():
            amount = _short(_named(*names), cell)
            if amount is not None:
                short[_named(*names)][amount] += count
        order = self._order()
        for line in sorted(lacking, key=lambda each: (order(each.statement), each.requirement, natural(each.id))):
            if lacking[line] and self._tells(line):
                yield Lack(line, asked[line], lacking[line], Spread.of(short[line]))

    def _totals(self) -> Iterator[Counted]:
        found: dict[str, dict[Fraction, Counter[Fraction]]] = defaultdict(lambda: defaultdict(Counter))
        for (requirement, asked, counted), count in self._counted.items():
            found[requirement][exact(asked) or Fraction(0)][exact(counted) or Fraction(0)] += count
        order = self._order()
        for requirement in sorted(found, key=order):
            yield Counted(
                requirement, tuple((asked, Spread.of(of)) for asked, of in sorted(found[requirement].items()))
            )

    def _order(self) -> Callable[[str], tuple[int, str]]:
        places = {place.statement.words.id: number for number, place in enumerate(outline(self.ruleset))}
        return lambda id_: (places.get(id_, len(places)), id_)

    def _wait(self, members: pa.Table) -> None:
        import pyarrow.compute as pc

        found = members.filter(pc.field("verdict") == Word.DEPENDS.value)
        self.waiting = sorted([*self.waiting, *_first(found)])[:MOST_NEAR]

    def _count_lines(self, lines: pa.Table) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        unmet = pc.field("verdict").isin(pa.array([word.value for word in UNMET])) & (
            pc.field("short") != _nothing(lines)
        )
        self._judged.update(_counts(lines, *LINE, "verdict"))
        self._short.update(_counts(lines.select([*LINE, "verdict", "short"]).filter(unmet), *LINE, "short"))

    def _tells(self, line: LineName) -> bool:
        return line.kind in ASKING and line.statement not in self._optional

    def _count_totals(self, lines: pa.Table) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        settled = pc.field("verdict").isin(pa.array(SETTLED))
        needed = lines.select(["requirement", "kind", "verdict", "required", "counted"])
        totals = needed.filter((pc.field("kind") == Kind.TOTAL.value) & settled)
        self._counted.update(_counts(totals, "requirement", "required", "counted"))

    def _count_ends(self, members: pa.Table, lines: pa.Table) -> None:
        """By the last day of each member's period; of several periods the one that ends first."""
        last = lines.select(["member", "last_day"]).group_by("member").aggregate([("last_day", "min")])
        known = members.select(["member", "verdict"]).join(last, "member")
        for row in _grouped(known, "last_day_min", "verdict"):
            self.ends[row["last_day_min"], Word(row["verdict"])] += row["count_all"]

    def _miss(self, members: pa.Table, lines: pa.Table) -> None:
        """Those who lack least, of equal ones the first by name as text."""
        import pyarrow.compute as pc

        short = members.filter((pc.field("verdict") == Word.SHORT.value) & pc.field("still").is_valid())
        found = [(exact(row["still"]) or Fraction(0), row) for row in _grouped(short, "still")]
        named: list[tuple[Fraction, str]] = []
        for still, row in sorted(found, key=lambda each: each[0]):
            self.still[still] += row["count_all"]
            if still and len(named) < MOST_NEAR and not self._is_full(still):
                same = short.filter(pc.field("still") == _scalar(short, row["still"]))
                named.extend((still, member) for member in _first(same))
        self._keep(named, lines)

    def _is_full(self, still: Fraction) -> bool:
        """Whether nobody who lacks so much can be among the nearest any more."""
        return len(self.near) == MOST_NEAR and still > self.near[-1].still

    def _keep(self, named: list[tuple[Fraction, str]], lines: pa.Table) -> None:
        known = {each.member: each for each in self.near}
        both = [*((each.still, each.member) for each in self.near), *named]
        kept = sorted(both)[:MOST_NEAR]
        lacks = self._lacks([member for _, member in kept if member not in known], lines)
        self.near = [known.get(member) or Near(member, still, tuple(lacks[member])) for still, member in kept]

    def _lacks(self, members: list[str], lines: pa.Table) -> dict[str, list[tuple[LineName, Fraction | None]]]:
        import pyarrow as pa
        import pyarrow.compute as pc

        found: dict[str, list[tuple[LineName, Fraction | None]]] = {each: [] for each in members}
        if not members:
            return found
        unmet = pc.field("verdict").isin(pa.array([word.value for word in UNMET]))
        for row in lines.filter(pc.field("member").isin(pa.array(members)) & unmet).to_pylist():
            line = _named(*(row[name] for name in LINE))
            if self._tells(line):
                found[row["member"]].append((line, _short(line, row["short"])))
        return found


def _grouped(table: pa.Table, *columns: str) -> Iterable[dict[str, Any]]:
    """The different rows of these columns with how often each occurs, in `count_all`."""
    found: Iterable[dict[str, Any]] = table.group_by(list(columns)).aggregate([([], "count_all")]).to_pylist()
    return found


def _settled(members: pa.Table, lines: pa.Table) -> pa.Table:
    """The lines without those of members whose verdict depends on an open question: what they lack is not known yet."""
    import pyarrow.compute as pc

    open_ = members.filter(pc.field("verdict") == Word.DEPENDS.value).column("member")
    if not len(open_):
        return lines
    return lines.filter(pc.invert(pc.is_in(lines.column("member"), value_set=open_.combine_chunks())))


def _first(table: pa.Table) -> list[str]:
    """The first few members by name."""
    import pyarrow.compute as pc

    places = pc.select_k_unstable(table, MOST_NEAR, [("member", "ascending")])
    found: list[str] = table.take(places).column("member").to_pylist()
    return found


def _counts(table: pa.Table, *columns: str) -> Mapping[tuple[Any, ...], int]:
    """How often each of the different rows of these columns occurs."""
    found = table.group_by(list(columns)).aggregate([([], "count_all")])
    rows = zip(*(found.column(name).to_pylist() for name in columns), strict=True)
    return dict(zip(rows, found.column("count_all").to_pylist(), strict=True))


def _named(requirement: str, id_: str, kind: str, label: str | None) -> LineName:
    return LineName(requirement, id_, Kind(kind), label or "")


def _nothing(lines: pa.Table) -> pa.Scalar:
    """No amount, as the table writes it."""
    import pyarrow as pa

    type_ = lines.schema.field("short").type
    return pa.scalar("0" if pa.types.is_string(type_) else Decimal(0), type_)


def _scalar(table: pa.Table, cell: Any) -> pa.Scalar:
    import pyarrow as pa

    return pa.scalar(cell, table.schema.field("still").type)


def exact(cell: Decimal | str | None) -> Fraction | None:
    """The amount in a cell of either kind of table."""
    return None if cell is None else Fraction(cell)


def _short(line: LineName, cell: Decimal | str | None) -> Fraction | None:
    """What the line lacks; None where that is no amount, as of a choice or a duty."""
    return None if line.kind is Kind.CHOICE else exact(cell) or None


def _optional(ruleset: Ruleset) -> Iterator[str]:
    """The ids of everything that stands inside an option."""
    found: set[str] = set()
    for place in outline(ruleset):
        around = place.around
        if around is not None and (isinstance(around, Branch) or around.words.id in found):
            found.add(place.statement.words.id)
            yield place.statement.words.id
