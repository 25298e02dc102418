"""What the cases are made of: the eight fixtures, in every format that can be written here."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq
import xlwt

from cedsl import resources
from cedsl.model import schema_of
from cedsl.records.profile import PLAIN, Profile
from cedsl.records.profile_toml import read_profile
from cedsl.records.schema import Schema
from cedsl.workspace.rules import Loaded, read_rules
from tests.records import fixture_profiles as profiles
from tests.records.fixture_workbook import LOG_ROWS
from tests.records.test_canonical import OPEN
from tests.records.test_fixtures import FIXTURES, SKILLS, content
from tests.records.workbooks import Ods, cell, row, rows_xlsx, said, saved

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Original:
    """A file that reads well: its name, its bytes, the bundled profile that belongs to it (empty: none), and its rows
    where they can be written again.
    """

    name: str
    data: bytes
    profile: str = ""
    rows: Rows = ()


TEXTS = {
    "roster_positional.csv": ("utf-8", "ce-broker-roster"),
    "excel_de.csv": ("utf-8-sig", "german-spreadsheet"),
    "mixed_dates.csv": ("utf-8", "mixed-dates"),
    "zoom_participants.csv": ("utf-8", "zoom-participants"),
    "webex_attendees.csv": ("utf-16", "webex-attendees"),
    "wide_units.csv": ("utf-8", "credit-claims-wide"),
    "lms_completions.csv": ("utf-8", "lms-completions"),
    "personal_log.csv": ("cp1252", "personal-log"),
}
"""The encoding of each fixture, and the profile of its source."""

MEMBERS = (
    b"license,class,certified on,valid from,valid to,balance,home-state\n"
    b"007,Basic,30 June 2020,,31.12.2025,1.5,FL\n"
    b"007,Active,,2026-01-01,,,\n"
    b'M-2,A,03/04/2021,,,"1,5","O\'Hara, Inc."\n'
)


@cache
def originals() -> tuple[Original, ...]:
    """Every fixture as text, as workbooks, as Parquet and as lines of JSON; the same of a file of members."""
    made = [Original("members.csv", MEMBERS), Original("merged_log.xlsx", content("personal_log.xlsx"), "personal-log")]
    grids = [("members", "", _cells(MEMBERS.decode(), ",")), ("personal_log", "personal-log", LOG_ROWS)]
    for name, (codec, profile) in TEXTS.items():
        data = content(name)
        made.append(Original(name, data, profile))
        text = data.decode(codec)
        separator = next(mark for mark in "\t;," if mark in text.splitlines()[0])
        grids.append((name.removesuffix(".csv"), profile, _cells(text, separator)))
    for name, profile, rows in grids:
        made += [Original(f"{name}.{ending}", write(rows), profile, rows) for ending, write in WRITERS.items()]
    return tuple(made)


def _cells(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _xlsx(rows: Rows) -> bytes:
    return _undated(rows_xlsx(*rows))


def _undated(data: bytes) -> bytes:
    """The packed file without the time of its making, so that a seed makes the same cases on any day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), _MADE.sub(b"2025-01-01T00:00:00", old.read(name)))
    return out.getvalue()


_MADE = re.compile(rb"20(?:2[6-9]|[3-9][0-9])-[0-9]{2}-[0-9]{2}T[0-9:]{8}")


def _ods(rows: Rows) -> bytes:
    book = Ods()
    sheet = book.sheet("Log")
    for each in rows:
        row(sheet, *(cell() if value in (None, "") else _ods_cell(value) for value in each))
    return _undated(book.data())


def _ods_cell(value: object):
    match value:
        case datetime():
            return cell(valuetype="date", datevalue=value.isoformat())
        case time():
            return cell(valuetype="time", timevalue=f"PT{value.hour:02}H{value.minute:02}M00S")
        case int() | float():
            return cell(valuetype="float", value=str(value))
        case _:
            return said(str(value))


def _xls(rows: Rows) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Log")
    for number, each in enumerate(rows):
        for column, value in enumerate(each):
            sheet.write(number, column, value)
    return saved(book)


def _parquet(rows: Rows) -> bytes:
    header, *below = _squared(rows)
    out = io.BytesIO()
    columns = [pa.array([_text(each[column]) for each in below], pa.string()) for column in range(len(header))]
    pq.write_table(pa.table(columns, [_text(each) or "" for each in header]), out)
    return out.getvalue()


def _squared(rows: Rows) -> list[list[object]]:
    """From the widest row on, which names the columns."""
    width = max(map(len, rows))
    first = next(at for at, each in enumerate(rows) if len(each) == width)
    return [[*each, *[None] * (width - len(each))] for each in rows[first:]]


def _text(value: object) -> str | None:
    return None if value is None else value.isoformat() if isinstance(value, datetime) else str(value)


def _json_lines(rows: Rows) -> bytes:
    header, *below = _squared(rows)
    names = [_text(each) or f"column {number}" for number, each in enumerate(header)]
    objects = (dict(zip(names, map(_json, each), strict=True)) for each in below)
    return "".join(json.dumps(each) + "\n" for each in objects).encode()


def _json(value: object) -> object:
    return value if isinstance(value, int | float) else _text(value)


WRITERS = {"xlsx": _xlsx, "ods": _ods, "xls": _xls, "parquet": _parquet, "jsonl": _json_lines}


@cache
def settled() -> dict[str, Profile]:
    """Every profile that a file may be read under: nothing settled, the bundled ones, those of the fixtures."""
    found = {"": PLAIN}
    for name in resources.bundled_profiles():
        profile = read_profile(name, profile_bytes(name))
        assert isinstance(profile, Profile), profile
        found[name] = profile
    own = ("ROSTER", "EXCEL_DE", "MIXED", "ZOOM", "WEBEX", "WIDE", "LMS", "LOG")
    return found | {each: getattr(profiles, each) for each in own}


def profile_bytes(name: str) -> bytes:
    data = resources.bundled_profile(name)
    assert data is not None
    return data


RULESETS = ("ala/clm", "illinois/attorney", "hrci/phr", "texas/attorney")


@cache
def schemas() -> dict[str, Schema]:
    """The vocabularies of the fixtures, of bundled rulesets, and the one in which any word is a category."""
    found = {"fixtures": FIXTURES, "skills": SKILLS, "open": OPEN}
    for name in RULESETS:
        loaded = read_rules(name, resources.bundled(name) or b"")
        assert isinstance(loaded, Loaded) and loaded.ruleset is not None, loaded
        found[name] = schema_of(loaded.ruleset)
    return found
