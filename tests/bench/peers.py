"""What a whole registry is measured against: `python -m tests.bench.peers floor registry.csv`. Each is a program by itself.

`floor` only reads the file with its types and sums hours by member. `polars_script` and `pandas_script` are what a
careful person writes by hand for the CLM rules: hours of the three years, minimums and caps, each by itself. They are
inexact: an hour of two categories serves both, and what a cap leaves out is left out of no minimum. `rules` decides rows
that are grouped already, and tells the seconds of that alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from time import perf_counter

from tests.bench.registry import AS_OF, CATEGORIES, MODES, QUARTERS, ROLES, Registry

FIRST = date(2022, 7, 1)
LEAST = {"COM": 3, "FIN": 3, "HR": 3, "OPS": 3, "LIB": 3, "ETH": 1, "SUB": 1}
TOTAL, TEACHING, PASSIVE = 36, 4, 12
TYPES = {
    "member": "VARCHAR",
    "date": "DATE",
    **dict.fromkeys(("title", "category", "mode", "role"), "VARCHAR"),
    "hours": "DECIMAL(9,2)",
}


def floor(path: str) -> str:
    import duckdb

    source = f"'{path}'" if path.endswith(".parquet") else f"read_csv('{path}', header = true, columns = {TYPES})"
    query = f"SELECT count(*), sum(hours) FROM (SELECT member, sum(hours) AS hours FROM {source} GROUP BY member)"
    ((members, hours),) = duckdb.sql(query).fetchall()
    return f"{members:,} members, {hours:,} hours"


def polars_script(path: str) -> str:
    import polars as pl

    if path.endswith(".parquet"):
        rows = pl.scan_parquet(path).with_columns(pl.col("hours").cast(pl.Float64))
    else:
        rows = pl.scan_csv(path, try_parse_dates=True, schema_overrides={"hours": pl.Float64})
    inside = rows.filter(pl.col("date").is_between(FIRST, AS_OF))
    hours, category = pl.col("hours"), pl.col("category").fill_null("")
    teaching, passive = pl.col("role") == "teacher", pl.col("mode").is_in(["self-study", "passive"])
    sums = inside.group_by("member").agg(
        hours.filter(~teaching & ~passive).sum().alias("free"),
        hours.filter(teaching).sum().clip(upper_bound=TEACHING).alias("teaching"),
        hours.filter(passive).sum().clip(upper_bound=PASSIVE).alias("passive"),
        *(hours.filter(category.str.contains(code, literal=True)).sum().alias(code) for code in LEAST),
    )
    enough = [pl.col("free") + pl.col("teaching") + pl.col("passive") >= TOTAL]
    found = sums.with_columns(met=pl.all_horizontal(enough + [pl.col(code) >= least for code, least in LEAST.items()]))
    met = found.collect(engine="streaming")["met"]
    return f"{met.sum():,} of {len(met):,} met"


def pandas_script(path: str) -> str:
    import pandas as pd

    rows = pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path, parse_dates=["date"])
    rows["date"] = pd.to_datetime(rows["date"])
    rows["hours"] = rows["hours"].astype(float)
    rows = rows[rows["date"].between(pd.Timestamp(FIRST), pd.Timestamp(AS_OF))]
    teaching, passive = rows["role"] == "teacher", rows["mode"].isin(["self-study", "passive"])
    columns = {
        "free": rows["hours"].where(~teaching & ~passive, 0.0),
        "teaching": rows["hours"].where(teaching, 0.0),
        "passive": rows["hours"].where(passive, 0.0),
    }
    category = rows["category"].fillna("")
    for code in LEAST:
        columns[code] = rows["hours"].where(category.str.contains(code, regex=False), 0.0)
    sums = pd.DataFrame(columns).groupby(rows["member"]).sum()
    total = sums["free"] + sums["teaching"].clip(upper=TEACHING) + sums["passive"].clip(upper=PASSIVE)
    met = total >= TOTAL
    for code, least in LEAST.items():
        met &= sums[code] >= least
    return f"{met.sum():,} of {len(met):,} met"


def rules(members: str) -> str:
    """Tells the seconds in which so many members are decided, from rows that are grouped by member."""
    import numpy as np

    from cedsl.model import schema_of
    from cedsl.records.read import read_files
    from cedsl.registry.check import NOTHING_KNOWN
    from cedsl.registry.classes import decide_classes
    from cedsl.registry.rows import Rows
    from tests.bench.bench_regimes import read

    ruleset, registry = read("ala/clm"), Registry(int(members))
    keys, days = [], []
    several = (len(MODES), len(ROLES), len(QUARTERS))
    for part in registry.parts():
        code = ((part.category * several[0] + part.mode) * several[1] + part.role) * several[2] + part.length
        keys.append(part.member.astype(np.int64) << 20 | code)
        days.append(part.ordinals())
    packed = np.concatenate(keys)
    order = np.argsort(packed)
    packed, day = packed[order], np.concatenate(days)[order]
    del keys, days, order
    starts = np.concatenate(([0], np.cumsum(np.bincount(packed >> 20, minlength=registry.members))))
    lines = ["member,date,category,mode,role,hours"]
    for category, _ in CATEGORIES:
        for mode, _ in MODES:
            for role in ROLES:
                lines += [
                    f"k{len(lines) + n},2024-01-01,{category},{mode},{role},{q / 4}" for n, q in enumerate(QUARTERS)
                ]
    (records,) = read_files((("kinds.csv", "\n".join(lines).encode()),), schema_of(ruleset))
    assert len(records.activities) == len(lines) - 1, "a kind is not clean"
    packed &= (1 << 20) - 1
    rows = Rows(range(registry.members), starts, packed, day, tuple(records.activities), {})
    facts = [NOTHING_KNOWN] * registry.members
    begun = perf_counter()
    results = list(decide_classes(ruleset, rows, facts, AS_OF, None))
    taken = perf_counter() - begun
    assert sum(len(each.members) for each in results) == registry.members
    return f"{taken:.3f}"


PEERS: Mapping[str, Callable[[str], str]] = {
    each.__name__: each for each in (floor, polars_script, pandas_script, rules)
}

if __name__ == "__main__":
    print(PEERS[sys.argv[1]](sys.argv[2]))
