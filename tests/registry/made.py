"""Small batches made by hand, as the engine gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction as F

import pyarrow as pa

from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset, Word
from cedsl.publishing.registry_figures import Counted, RegistryFigures, Spread
from cedsl.records.outcome import Outcome
from cedsl.registry.result import Batch, Tally
from cedsl.registry.summary import Summary
from cedsl.registry.verdicts import schemas
from cedsl.source import Source
from cedsl.syntax import parse

RULES = """\
ruleset guild "Guild of Gardeners"
category HR "Horticulture"
category SAFE "Safety at work"
require 12h in cycle calendar year {
    min 2h category HR
    any of { min 3h category SAFE; min 4h mode online }
    min 1 activity category SAFE
}
"""

DAYS = (date(2025, 1, 1), date(2025, 12, 31))


def guild(text: str = RULES) -> Ruleset:
    source = Source("guild.ce", text)
    found = resolve(parse(source).file, source, names_known=True, whole=True)
    assert found.ruleset is not None, found.diagnostics
    return found.ruleset


def member(name: str, verdict: str, still: str | None = "0", decided: str = "in columns") -> dict[str, object]:
    return {"member": name, "verdict": verdict, "still": _amount(still), "decided": decided}


def line(
    name: str,
    statement: str,
    kind: str,
    verdict: str | None,
    required: str = "0",
    counted: str = "0",
    days: tuple[date, date] = DAYS,
) -> dict[str, object]:
    """A line of which what is short is what is required less what counts, and all that counts was earned."""
    short = Decimal(required) - Decimal(counted) if kind != "duty" else None
    figures = {"required": _amount(required), "earned": _amount(counted), "counted": _amount(counted), "short": short}
    place = {"member": name, "requirement": "total", "first_day": days[0], "last_day": days[1]}
    rest = {"over": Decimal(0), "depth": 0 if kind == "total" else 1, "label": "", "verdict": verdict}
    return place | {"statement": statement, "kind": kind} | figures | rest


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def batch(members: Iterable[dict[str, object]], lines: Iterable[dict[str, object]], *, as_text: bool = False) -> Batch:
    of_members, of_lines = schemas()
    made = (
        pa.RecordBatch.from_pylist(list(members), schema=of_members),
        pa.RecordBatch.from_pylist(list(lines), schema=of_lines),
    )
    return Batch(*map(with_texts, made)) if as_text else Batch(*made)


def with_texts(of: pa.RecordBatch) -> pa.RecordBatch:
    """The same with every amount as text, as where some amount has many places."""
    fields = [each.with_type(pa.string()) if pa.types.is_decimal(each.type) else each for each in of.schema]
    return of.cast(pa.schema(fields))


# -------------------------------------------------------------------------------- a small registry


AS_OF = date(2025, 11, 30)
EARLY = (date(2024, 1, 1), date(2024, 12, 31))
ROWS = {Outcome.USED: 20_000, Outcome.NOTED: 3, Outcome.HELD: 1, Outcome.REFUSED: 0, Outcome.SKIPPED: 1}
REASONS = {"two activities of a member may be the same": 1, "a row waits for a person": 1}

MEMBERS = [
    member("A-1", "met"),
    member("A-2", "short", "0.5"),
    member("A-10", "short", "0.5"),
    member("A-3", "short", "6"),
    member("A-4", "short", None),
    member("A-5", "depends", None, "one by one"),
    member("A-6", "exempt"),
    member("A-7", "failed", None, "one by one"),
]


def asked(name: str, total: str, hr: str, choice: int, count: int, days=(date(2025, 1, 1), date(2025, 12, 31))):
    """The lines of a member of the guild: 12 hours, 2 of them of HR, one of two options, an activity on safety."""

    def word(counted: str | int, asked: int) -> str:
        return "met" if F(counted) >= asked else "short"

    return [
        line(name, "total", "total", word(total, 12), "12", total, days),
        line(name, "min-HR", "minimum", word(hr, 2), "2", hr, days),
        line(name, "any", "choice", word(choice, 1), "1", str(choice), days),
        line(name, "min-SAFE", "minimum", "short", "3", "0", days),
        line(name, "count-SAFE", "count", word(count, 1), "1", str(count), days),
    ]


LINES = [
    *asked("A-1", "12", "2", 1, 1),
    *asked("A-2", "11.5", "2", 1, 1),
    *asked("A-10", "12", "1.5", 1, 1),
    *asked("A-3", "6", "0", 0, 0),
    *asked("A-4", "0", "0", 0, 0, EARLY),
    *asked("A-5", "1", "1", 0, 0),
    *asked("A-7", "12", "2", 1, 1),
]


def figures(*batches: Batch, members: int = len(MEMBERS)) -> RegistryFigures:
    summary = Summary(guild(), AS_OF)
    for each in batches:
        summary.add(each)
    return summary.figures(("records/2024.csv", "records/2025.csv"), Tally(ROWS, members, REASONS))


def whole() -> RegistryFigures:
    return figures(batch(MEMBERS, LINES))


def large() -> RegistryFigures:
    """A registry of a million and more, whose columns, words and amounts are as wide as they come."""
    small, many = whole(), 987_654
    ends = {(AS_OF + timedelta(days), word): days * 271 % 90_000 + 1 for days in range(-40, 480, 7) for word in Word}
    spread = Spread(tuple((F(quarter, 4), 1 + quarter * (97 - quarter) * 13) for quarter in range(49)))
    lacks = tuple(replace(each, asked=6 * many, lacking=2 * many) for each in small.lacks)
    totals = tuple(Counted(each.requirement, ((F(12), spread), (F(6), spread))) for each in small.counted)
    return replace(
        small,
        verdicts={word: count * many for word, count in small.verdicts.items()},
        lacks=lacks,
        counted=totals,
        ends=ends | {(None, Word.EXEMPT): many},
        rows={each: count * many for each, count in small.rows.items()},
        files=tuple(f"exports/{year}.csv" for year in range(2000, 2026)),
    )
