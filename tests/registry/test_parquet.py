"""Parquet in columns: the same figures and the same outcomes of rows as by the exact path."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from cedsl.registry.engine import EVERYBODY
from cedsl.workspace import Asked, Files
from cedsl.workspace.registry import Engine, RegistryRun, StoppedError, check_registry
from tests.registry.compare import differences
from tests.registry.test_files import RULES

ASKED = Asked(date(2025, 12, 31))
DAYS = [date(2025, 2, 3), date(2025, 3, 4), date(2025, 2, 3), date(2025, 4, 3), None, date(1850, 1, 1)]


def _columns(**more: Any) -> dict[str, Any]:
    columns = {
        "member": ["M-1", "M-1", "M-2", "M-2", "M-3", "M-4"],
        "date": pa.array(DAYS, pa.date32()),
        "hours": pa.array([Decimal("6.00"), Decimal("6.50"), Decimal(3), Decimal(3), Decimal(2), None], pa.decimal128(9, 2)),
        "category": ["ethics", "law", "law", "law", "ethics", "law"],
        "role": [None, "", "teacher", "teacher", None, None],
        "course": ["C-1", "C-2", "C-3", "C-3", "C-4", "C-5"],
        "title": ["A", "B &amp; C", "'=C", "C", "", None],
    }  # fmt: skip
    return {**columns, **more}


KINDS = {
    "days and decimals": _columns(),
    "texts": _columns(
        date=[None if each is None else each.isoformat() for each in DAYS], hours=["6", "6.5", "3", "3", "x", ""]
    ),
    "other days": _columns(date=["25/02/2025", "4/3/2025", "3/2/2025", "3/4/2025", "1/2/2025", None]),
    "numbers": _columns(hours=pa.array([6.0, 6.5, 3.0, 3.0, 1e3, None]), course=pa.array([1, 2, 3, 3, 4, None])),
    "members by number": _columns(member=pa.array([1, 1, 2, 2, 3, None])),
    "several words at once": _columns(
        category=pa.array(["ethics", "law", "law", "law", "x", "law"]).dictionary_encode()
    ),
    "moments": _columns(date=pa.array([0, 1, 2, 3, 4, None], pa.timestamp("s"))),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_says_the_same_in_columns(name: str, tmp_path: Path) -> None:
    (tmp_path / "rules.ce").write_text(RULES, "utf-8")
    path = tmp_path / "records.parquet"
    parquet.write_table(pa.table(KINDS[name]), path)
    found, columns = differences(str(tmp_path / "rules.ce"), Files((str(path),)), ASKED)
    assert found == []
    assert (EVERYBODY in columns.tally.one_by_one) == (name == "moments")


def test_a_damaged_footer_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "rules.ce").write_text(RULES, "utf-8")
    path = tmp_path / "records.parquet"
    parquet.write_table(pa.table(KINDS["texts"]), path)
    path.write_bytes(path.read_bytes()[:-20])
    run = check_registry(
        str(tmp_path / "rules.ce"),
        Files((str(path),)),
        ASKED,
        ASKED.as_of,
        stdin=lambda most: b"",
        engine=Engine.COLUMNS,
    )
    assert isinstance(run, RegistryRun)
    with run, pytest.raises(StoppedError) as stopped:
        list(run.batches())
    assert stopped.value.problem.diagnostics[0].code == "CE308"
