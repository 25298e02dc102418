"""One registry decided twice, in columns and by the exact path, and all in which the two differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from cedsl.records.outcome import Outcome
from cedsl.registry.result import Tally
from cedsl.workspace import Asked, Files
from cedsl.workspace.registry import Engine, RegistryRun, check_registry

AMOUNTS = ("required", "earned", "counted", "short", "over")

Line = tuple[Any, ...]


@dataclass(frozen=True)
class Decided:
    """Everybody's verdict and what is still to earn, the lines of each, and the tally."""

    members: Mapping[str, tuple[str, Fraction | None]]
    lines: Mapping[str, list[Line]]
    tally: Tally

    @property
    def rows(self) -> Mapping[Outcome, int]:
        return {outcome: count for outcome, count in self.tally.rows.items() if count}


def decided(rules: str, files: Files, asked: Asked, engine: Engine) -> Decided:
    run = check_registry(rules, files, asked, max(asked.as_of, date(2026, 1, 1)), stdin=_nothing, engine=engine)
    assert isinstance(run, RegistryRun), run
    members: dict[str, tuple[str, Fraction | None]] = {}
    lines: dict[str, list[Line]] = defaultdict(list)
    with run:
        schemas = set()
        for batch in run.batches():
            schemas.add((batch.members.schema.to_string(), batch.statements.schema.to_string()))
            batch.members.validate(full=True)
            batch.statements.validate(full=True)
            for row in batch.members.to_pylist():
                assert row["member"] not in members
                members[row["member"]] = (row["verdict"], _exact(row["still"]))
            for row in batch.statements.to_pylist():
                lines[row.pop("member")].append(
                    tuple(_exact(value) if name in AMOUNTS else value for name, value in row.items())
                )
        assert len(schemas) <= 1
        return Decided(members, {name: sorted(each, key=repr) for name, each in lines.items()}, run.tally())


def _nothing(most: int) -> bytes:
    del most
    return b""


def _exact(amount: object) -> Fraction | None:
    return None if amount is None else Fraction(str(amount))


def differences(rules: str, files: Files, asked: Asked) -> tuple[list[object], Decided]:
    """What columns say otherwise than the exact path; and what columns say."""
    mine, exact = (decided(rules, files, asked, each) for each in (Engine.COLUMNS, Engine.EXACT))
    found: list[object] = []
    if mine.rows != exact.rows:
        found.append((mine.rows, exact.rows))
    if mine.members.keys() != exact.members.keys():
        found.append(mine.members.keys() ^ exact.members.keys())
    for member in mine.members.keys() & exact.members.keys():
        if mine.members[member] != exact.members[member]:
            found.append((member, mine.members[member], exact.members[member]))
        if mine.lines.get(member) != exact.lines.get(member):
            pairs = zip(mine.lines.get(member, []), exact.lines.get(member, []), strict=False)
            found.append((member, next((pair for pair in pairs if pair[0] != pair[1]), "more lines")))
    if mine.tally.members != exact.tally.members:
        found.append((mine.tally.members, exact.tally.members))
    return found, mine
