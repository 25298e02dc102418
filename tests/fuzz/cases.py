"""One case: files, and what they are read under. What must hold of every one is in `tests.fuzz.judge`."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from tests.fuzz.mutate import CELLS, ODD, TEXTUAL, Dice, mutated, other_rows, random_bytes
from tests.fuzz.originals import WRITERS, Original, Rows, originals, profile_bytes, schemas, settled
from tests.records.test_fixtures import RUN

RECORDS, ACCOUNTS, SETTINGS = "records", "members", "profile"
"""The sorts of cases: files of activities, a file of member facts, a profile from outside."""


@dataclass(frozen=True, slots=True)
class Case:
    """`files` are read under the schema of that name and `profile`, one of `settled`; or under the profile in `toml`,
    where that is not None. `shown` is whether what `cedsl import` shows is looked at too.
    """

    label: str
    sort: str
    files: tuple[tuple[str, bytes], ...]
    schema: str
    profile: str
    toml: bytes | None
    horizon: date | None
    shown: bool

    def told(self) -> str:
        names = ", ".join(f"{name} ({len(data)} bytes)" for name, data in self.files)
        profile = "its own text" if self.toml is not None else self.profile or "none"
        return f"{self.label}: {self.sort}; {names}; schema {self.schema}; profile {profile}; horizon {self.horizon}"


def case(label: str) -> Case:
    """The case that belongs to a label, such as `7/1234`: always the same."""
    dice = random.Random(label)
    roll = dice.random()
    sort = SETTINGS if roll < 0.1 else ACCOUNTS if roll < 0.22 else RECORDS
    every = originals()
    of_members = [each for each in every if each.name.startswith("members")]
    plain = [each for each in every if not each.rows]
    first = dice.choice(plain if dice.random() < 0.4 else every)
    if sort == ACCOUNTS and dice.random() < 0.8:
        first = dice.choice(of_members)
    files = [_file(first, dice)]
    if sort == RECORDS and dice.random() < 0.12:
        second = first if dice.random() < 0.5 else dice.choice(every)
        files.append((f"second {second.name}", second.data) if dice.random() < 0.6 else _file(second, dice))
    profile = _profile(first, dice)
    toml = None
    if sort == SETTINGS:
        toml, files = _toml(first.profile or dice.choice(sorted(PROFILED)), dice), [(first.name, first.data)]
    return Case(
        label,
        sort,
        tuple(files),
        dice.choice(("fixtures", *schemas())),
        profile,
        toml,
        dice.choice((RUN, None)),
        dice.random() < 0.4,
    )


PROFILED = {each.profile for each in originals() if each.profile}


def _file(original: Original, dice: Dice) -> tuple[str, bytes]:
    """Its bytes changed; or, where it is no plain text, its cells, mostly."""
    if dice.random() < 0.05:
        return "random", random_bytes(dice)
    if original.rows and dice.random() < 0.6:
        data = _written(other_rows(original.rows, dice), original)
        return original.name, data if dice.random() < 0.9 else mutated(data, original.data, dice)
    return original.name, mutated(original.data, dice.choice(originals()).data, dice)


def _written(rows: Rows, original: Original) -> bytes:
    """The rows in the format of the original, or as lines of JSON where that cannot hold them."""
    try:
        return WRITERS[original.name.rpartition(".")[2]](rows)
    except Exception:  # noqa: BLE001
        return WRITERS["jsonl"](rows)


def _profile(original: Original, dice: Dice) -> str:
    """Mostly the one that belongs to the file."""
    roll = dice.random()
    return original.profile if roll < 0.55 else "" if roll < 0.75 else dice.choice(list(settled()))


# ----------------------------------------------------------------------------------------- profiles from outside


LINES = (
    *(
        'about = "members"',
        "header = 999999",
        "header = -1",
        "header = 1e5",
        "header = 2025-01-01",
        "header = 0",
        "header = 3",
    ),
    *(
        'sheet = "Log"',
        'sheet = ""',
        'member = "M-1"',
        'member = ""',
        "serials = true",
        "thirds = true",
        "whole = 1",
        "order = 1",
    ),
    *(
        'order = "day first"',
        'order = "yeer first"',
        'decimals = "comma"',
        'encoding = "utf-16"',
        'encoding = "klingon"',
    ),
    *(
        'separator = "tab"',
        'separator = "|"',
        'hours = "course"',
        "either = [[]]",
        'either = [["a", "b"], ["a", "b"]]',
        "columns = 3",
    ),
    *(
        'known-by = "Date"',
        'session.start = "Date"',
        "session = 1",
        'statuses.x = "approved"',
        'statuses.x = "lost"',
        "[columns]",
    ),
    *(
        'courses.HR2 = "2h"',
        'courses.HR2 = "many"',
        'courses.HR2 = "-1"',
        'courses."" = ""',
        "courses.a.b = 1",
        "[[columns]]",
    ),
    *(
        'columns.Date.means = "nothing"',
        'columns.Date.means = "hours"',
        "columns.Date.fill = true",
        'columns.Date.prefix = "2"',
    ),
    *(
        'columns.Date.values = {"a" = "b"}',
        'columns.Date.unit = "hour"',
        'columns.Date.unit = "parsec"',
        "columns.date.x = 1",
    ),
    *(
        'columns.Category.means = "category ethics"',
        'columns.Status.means = "joined"',
        'columns."".means = "x"',
        "columns = {}",
    ),
    *(
        'columns."column 1".means = "member"',
        'columns."column 1".means = "date"',
        'columns.Hours.means = "duration"',
        "a" * 3000,
    ),
    *(
        "x = " + "[" * 400,
        "x = " + "{a=" * 200,
        'x = """',
        "x = '''",
        "x = 9" + "9" * 5000,
        "x = 0x",
        "x = nan",
        "x = 1979-05-27T07:32:00Z",
    ),
)
"""Settings, right ones and wrong ones."""


def _toml(name: str, dice: Dice) -> bytes:
    """The text of a bundled profile, changed in its lines or its letters."""
    lines = profile_bytes(name).decode().splitlines()
    for _ in range(dice.choice((1, 1, 2, 3, 5))):
        at = dice.randint(0, len(lines))
        match dice.randrange(5):
            case 0 if at < len(lines):
                del lines[at]
            case 1 if at < len(lines):
                lines.insert(dice.randint(0, len(lines)), lines[at])
            case 2 if at < len(lines) and '"' in lines[at]:
                before, _, rest = lines[at].partition('"')
                lines[at] = f'{before}"{dice.choice((*CELLS, *ODD))}"{rest.partition(chr(34))[2]}'
            case _:
                lines.insert(at, dice.choice(LINES))
    data = ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")
    return dice.choice(TEXTUAL)(data, dice) if dice.random() < 0.4 else data
