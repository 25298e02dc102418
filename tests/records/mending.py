"""Shorthands for tests of what is mended before cells are read."""

from __future__ import annotations

from datetime import date
from typing import Any

from cedsl.records.activity import HeldRow
from cedsl.records.outcome import Records
from cedsl.records.profile import ColumnSetting, Profile
from cedsl.records.read import read_files
from cedsl.records.schema import Schema
from tests.records.examples import SCHEMA


def mended(text: str, schema: Schema = SCHEMA, horizon: date | None = None, **settled: Any) -> Records:
    """The records of one file, under a profile with these settings."""
    found = read_files([("a.csv", text.encode())], schema, Profile(**settled), horizon)
    assert isinstance(found, tuple), found
    return found[0]


def column(heading: str, **settings: Any) -> dict[str, dict[str, ColumnSetting]]:
    """The setting of one column, as the profile takes it."""
    return {"columns": {heading: ColumnSetting(**settings)}}


def below(records: Records) -> list[tuple[int, str, str]]:
    return [(each.row, each.outcome.value, each.reason) for each in records.outcomes.below]


def only_held(records: Records) -> HeldRow:
    (found,) = records.held
    return found
