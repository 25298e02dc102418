"""Any bytes at all give a result or a located message with exit code 2: never a traceback, never a hang."""

from __future__ import annotations

import re
import time
from pathlib import Path
from random import Random

import pytest

from cedsl.syntax import keywords

RULES = b"""ruleset board "Board of Examples"
category HR "Human resources"
category FIN "Financial management"
mode passive "Recorded"
member joined: date
table providers by provider { column sort: one of hospital, school }
require 36h within 3y {
    min 3h category HR
    cap 12h mode passive
}
example "nothing at all" {
    as of 2025-06-30
    2025-01-01 36h HR
    expect met
}
"""
RECORDS = b"""member,date,hours,category,mode
M-1,2025-01-31,30,HR,
M-1,2025-02-28,6,FIN,passive
M-2,2024-02-29,1.5,"HR, FIN",passive
"""
MEMBERS = b"member,joined\nM-1,2020-01-01\nM-3,2021-12-31\n"
DECIDED = b"""member,type,rule,amount,category,from,until,on,reason,approver,ruleset
M-1,waiver,HR,1.5,,2024-01-01,2025-12-31,,illness,board,
M-2,extension,,,,,2025-12-31,,,,board
M-3,opening balance,,3h,HR,,,2025-01-01,,,
"""
TABLE = b"provider,sort,from,until\nAcme,school,2020-01-01,2025-12-31\nElm,hospital,,\n"
OTHER = b"""ruleset guild "Guild"
    edition "1" in force from 2020-01-01 until 2024-12-31
category LAW
require 3h in cycle 1y from 2020-01-01 { carry at most 1h }
"""
LATER = b"""ruleset guild "Guild"
    edition "2" in force from 2025-01-01
category LAW
require 4h in cycle 1y from 2020-01-01 { carry at most 2h }
"""
BESIDE = ("--adjustments", "decided.csv", "--table", "providers=table.csv", "--also", "editions")
MOST_SECONDS = 20


def changed(data: bytes, random: Random) -> bytes:
    """The bytes after a few accidents: flipped, cut, doubled, moved, or with foreign bytes in them."""
    made = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(made) + 1)
        to = min(len(made), at + random.randrange(1, 30))
        match random.randrange(6):
            case 0:
                made[at:to] = random.randbytes(random.randrange(4))
            case 1:
                del made[at:]
            case 2:
                made[at:at] = made[at:to] * random.randint(1, 3)
            case 3:
                made[at:at] = random.choice(
                    (b'"', b"{", b"}", b"\n", b";", b",", b"\x00", b"\xff", b"\r", b"#", b"=" * 9)
                )
            case 4:
                made[at:at] = random.choice(keywords()).encode()
            case _:
                del made[at:to]
    return bytes(made)


def strange(random: Random) -> bytes:
    """Bytes that are no text of ours at all."""
    words = [*keywords(), *"{};,()#\"'=-+.%/", "3h", "3y", "2025-02-30", "HR", "\n", "9" * 400, "é", "\u202e"]
    return random.choice(
        (
            random.randbytes(random.randrange(400)),
            " ".join(random.choices(words, k=random.randrange(80))).encode(),
            random.choice(words).encode() * random.randrange(2000),
            ("require 3h ever { " + "min 1h { " * random.randrange(300)).encode(),
            b"\xff\xfe" + random.randbytes(random.randrange(60)),
            b"\xef\xbb\xbf" + random.randbytes(random.randrange(60)),
            b"PK\x03\x04" + random.randbytes(200),
        )
    )


def given(random: Random, data: bytes) -> bytes:
    return random.choice((data, changed(data, random), changed(data, random), strange(random)))


@pytest.mark.property
@pytest.mark.parametrize("part", range(8))
def test_any_bytes(run, seed: int, part: int) -> None:
    random = Random(f"{seed} {part}")
    for _ in range(40):
        rules, records, members = given(random, RULES), given(random, RECORDS), given(random, MEMBERS)
        for name, data in (("rules.ce", rules), ("records.csv", records), ("members.csv", members)):
            Path(name).write_bytes(data)
        for command in commands(random):
            began = time.monotonic()
            result = run(*command)
            assert time.monotonic() - began < MOST_SECONDS, (command, rules, records, members)
            assert result.exit_code in {0, 1, 2, 3}, command
            if result.exit_code == 2 and command[0] != "test":
                assert result.stdout == "", command
                assert re.match(r"\S+(:[0-9]+:[0-9]+)?  CE[0-9]{3} error: |cedsl: there is no member", result.stderr), (
                    command
                )
            else:
                assert result.stdout != ""


@pytest.mark.property
@pytest.mark.parametrize("part", range(4))
def test_any_bytes_beside(run, seed: int, part: int) -> None:
    """Decisions, rows of a table, a second ruleset and its editions."""
    random = Random(f"{seed} beside {part}")
    Path("editions").mkdir()
    for _ in range(40):
        files = {
            "rules.ce": RULES,
            "records.csv": given(random, RECORDS),
            "decided.csv": given(random, DECIDED),
            "table.csv": random.choice((TABLE, given(random, TABLE))),
            "editions/1.ce": random.choice((OTHER, given(random, OTHER))),
            "editions/2.ce": random.choice((LATER, given(random, LATER))),
        }
        for name, data in files.items():
            Path(name).write_bytes(data)
        form = random.choice(("text", "json", "ndjson", "csv", "junit"))
        period = random.choice(("2024", "2025-06-30", "2019", "9999"))
        asked = ("rules.ce", "records.csv", *BESIDE, "--as-of", "2025-06-30", "--period", period, "--history")
        for command in (("check", *asked, "--format", form), ("why", *asked, "--member", "M-1")):
            began = time.monotonic()
            result = run(*command)
            assert time.monotonic() - began < MOST_SECONDS, (command, files)
            assert result.exit_code in {0, 1, 2, 3}, command
            assert (result.stdout == "") is (result.exit_code == 2), (command, files)
            if result.exit_code == 2:
                last = re.sub(r"^[0-9]+ warnings? about .*\n", "", result.stderr, flags=re.MULTILINE)
                assert re.match(r"\S+(:[0-9]+:[0-9]+)?  CE[0-9]{3} error: |cedsl: there is no member", last), last


def commands(random: Random) -> list[tuple[str, ...]]:
    day = ("--as-of", "2025-06-30")
    form = random.choice(("text", "json", "ndjson", "csv", "junit"))
    tables = ("rules.ce", "records.csv", *day)
    return [
        ("lint", "rules.ce"),
        ("test", "rules.ce"),
        ("show", "rules.ce"),
        ("render", "rules.ce", "--format", random.choice(("html", "md", "txt"))),
        ("check", *tables, "--format", form),
        ("check", *tables, "--members", "members.csv"),
        ("why", *tables, "--members", "members.csv", "--member", "M-1"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 10_000_000,
        b"a" * 10_000_000,
        b"\n" * 3_000_000,
        b'"' * 1_000_000,
        b"{" * 100_000,
        b"require 3h ever " + b"{ min 1h " * 50_000,
        b"require " + b"(" * 100_000,
        b"require 3h ever; " * 400,
        b"require " + b"9" * 100_000 + b"h ever",
        b"require 1h ever { min 1h category " + b"x" * 1_000_000 + b" }",
        b"require 1h within " + b"9" * 5_000 + b"y",
        b"; ".join(b"min 1h category A%d" % k for k in range(3_000)),
        ("require 1h ever; min 1h category " + "\u0300" * 50_000).encode(),
        b"require 1h ever; min 1h category a" + b" or category a" * 10_000,
        b"require 1h ever; min 1h " + b"not " * 50_000 + b"category a",
    ],
    ids=lambda data: data[:24].decode("latin-1").encode("unicode_escape").decode() + f"... {len(data)}",
)
@pytest.mark.parametrize("command", ["lint", "check"])
def test_large_and_deep_rules(run, command: str, data: bytes) -> None:
    Path("rules.ce").write_bytes(data)
    Path("records.csv").write_bytes(RECORDS)
    began = time.monotonic()
    result = run(*(("lint", "rules.ce") if command == "lint" else ("check", "rules.ce", "records.csv")))
    assert time.monotonic() - began < MOST_SECONDS
    assert result.exit_code in {0, 1, 2, 3}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 1_000_000,
        b"a" * 1_000_000,
        b"," * 300_000,
        b"\n" * 100_000,
        b'member,date,hours\n"' + b"x" * 500_000,
        b"member,date,hours\n" + b"M-1,2025-01-01," + b"9" * 10_000 + b"\n",
        b"member,date,hours\nM-1,9999-12-31,1\nM-1,0001-01-01,1\nM-1,99999-01-01,1\n",
        b"member,date,hours\nM-1,2025-01-01,1/0\nM-1,2025-01-01,1e9999\nM-1,2025-01-01,NaN\nM-1,2025-01-01,-3\n",
    ],
    ids=lambda data: data[:24].decode("latin-1").encode("unicode_escape").decode() + f"... {len(data)}",
)
@pytest.mark.parametrize("place", ["records", "members", "decided", "table"])
def test_large_and_odd_tables(run, place: str, data: bytes) -> None:
    Path("rules.ce").write_bytes(RULES)
    given_ = {"records": RECORDS, "members": MEMBERS, "decided": DECIDED, "table": TABLE, place: data}
    for name, content in given_.items():
        Path(f"{name}.csv").write_bytes(content)
    beside = ("--members", "members.csv", *BESIDE[:4])
    began = time.monotonic()
    result = run("check", "rules.ce", "records.csv", *beside, "--as-of", "2025-06-30")
    assert time.monotonic() - began < MOST_SECONDS
    assert result.exit_code in {0, 1, 2, 3}
    assert result.exit_code != 2 or re.match(r"\S+(:[0-9]+:[0-9]+)?  CE[0-9]{3} error: ", result.stderr)
