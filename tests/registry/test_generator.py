"""The registry for measuring is what it says: the same bytes each time, whatever the parts, and rows that look real."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from datetime import date

import pytest

from tests.bench import registry as made
from tests.bench.bench_regimes import read
from tests.bench.registry import Registry, write
from tests.registry.boundary import boundary, smallest_step


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    path = tmp_path_factory.mktemp("registry") / "registry.csv"
    write(path, Registry(2_100, seed=7))
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""), strict=True))


def test_every_member_has_ten_to_thirty_rows_twenty_at_the_mean(rows):
    numbers = Counter(Counter(row["member"] for row in rows).values())
    assert numbers == dict.fromkeys(range(10, 31), 100)  # 2,100 members in 21 sizes
    assert len(rows) == 42_000 == Registry(2_100, seed=7).rows


def test_rows_stand_by_date_and_85_of_100_in_the_three_years(rows):
    days = [date.fromisoformat(row["date"]) for row in rows]
    assert days == sorted(days)
    inside = sum(date(2022, 7, 1) <= day <= made.AS_OF for day in days)
    assert inside == 35_700  # 85 % of 42,000


def test_rows_look_real(rows):
    assert all(row["mode"] == "live" for row in rows if row["role"] == "teacher")
    assert max(len(row["category"].split("; ")) for row in rows) == 2
    assert 0.04 < sum("," in row["title"] for row in rows) / len(rows) < 0.06
    taught = defaultdict(list)
    for row in rows:
        if row["role"] == "teacher":
            taught[row["member"]].append(row["title"].removesuffix(", part two"))
    repeating = sum(len(set(titles)) < len(titles) for titles in taught.values())
    assert 10 < repeating < 60  # about one member of 100


def test_the_same_bytes_whatever_the_parts(tmp_path, monkeypatch):
    write(tmp_path / "a.csv", Registry(500, seed=3))
    monkeypatch.setattr(made, "PART", 777)
    write(tmp_path / "b.csv", Registry(500, seed=3))
    write(tmp_path / "c.csv", Registry(500, seed=4))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() != (tmp_path / "c.csv").read_bytes()


def test_parquet_says_the_same_as_text(tmp_path):
    import pyarrow.csv as text
    import pyarrow.parquet as pq

    write(tmp_path / "a.csv", Registry(300))
    write(tmp_path / "a.parquet", Registry(300))
    strings = text.ConvertOptions(column_types=made.SCHEMA, strings_can_be_null=False)
    assert text.read_csv(tmp_path / "a.csv", convert_options=strings).equals(pq.read_table(tmp_path / "a.parquet"))


def test_members_at_the_boundary():
    ruleset = read("ala/clm")
    found = boundary(ruleset, 400, seed=5)
    assert found == boundary(ruleset, 400, seed=5)
    assert found.left_out == 0
    assert found.as_of == date(2025, 6, 30)
    assert smallest_step(ruleset.examples).denominator == 4  # quarters of an hour
    names = {row["member"] for row in csv.DictReader(io.StringIO(found.records, newline=""))}
    assert names <= {f"B-{number:05d}" for number in range(400)}
    assert len(names) > 390  # a few have no row at all
