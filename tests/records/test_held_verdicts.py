"""A held row makes a verdict `depends` exactly when some reading of it would change the verdict, and never `met`."""

from __future__ import annotations

from datetime import date

import pytest

from cedsl.assessment.assess import assess
from cedsl.model import resolve, schema_of
from cedsl.model.ruleset import Ruleset, Word
from cedsl.records.read import read_files
from cedsl.source import Source
from cedsl.syntax import parse

RULES = 'category ethics "Ethics"\ncategory law "Law"\nrequire {amount} within 3y {{ min 1h category ethics }}\n'
FILE = "member,date,hours,category\nM-1,2025-02-13,4,law\nM-1,2025-03-13,1,ethics\n"
AS_OF = date(2025, 12, 31)


def ruleset(amount: str) -> Ruleset:
    source = Source("rules.ce", RULES.format(amount=amount))
    parsed = parse(source)
    assert parsed.file is not None, parsed.diagnostics
    resolved = resolve(parsed.file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return resolved.ruleset


def verdicts(amount: str, row: str) -> tuple[Word, Word]:
    """Without the last row, and with it."""
    rules = ruleset(amount)
    found = read_files([("f.csv", f"{FILE}{row}\n".encode())], schema_of(rules))
    assert isinstance(found, tuple), found
    (records,) = found
    assert len(records.held) == 1, row
    own = [each for each in records.activities if each.member == "M-1"]
    return (
        assess(rules, "M-1", own, (), {}, AS_OF).verdict,
        assess(rules, "M-1", own, records.held, {}, AS_OF).verdict,
    )


@pytest.mark.parametrize(
    ("amount", "row", "expected"),
    [
        # 4 + 1 = 5; the row may be 2 more hours or none: 7 is reached by one reading and not by the other
        ("7h", "M-1,2025-04-13,2,lwa", (Word.SHORT, Word.DEPENDS)),
        # 5 + 2 = 7 at the very most, a quarter of an hour under 7.25: no reading helps
        ("7.25h", "M-1,2025-04-13,2,lwa", (Word.SHORT, Word.SHORT)),
        # 5 are enough without it, whatever the row may be
        ("5h", "M-1,2025-04-13,2,lwa", (Word.MET, Word.MET)),
        # 30 February does not exist, so the row has no day: perhaps one in the period, perhaps not at all
        ("7h", "M-1,2025-02-30,2,law", (Word.SHORT, Word.DEPENDS)),
        ("7.25h", "M-1,2025-02-30,2,law", (Word.SHORT, Word.SHORT)),
        # the amount cannot be read, so it may be anything: nobody knows whether it is enough
        ("7h", "M-1,2025-04-13,about two,law", (Word.SHORT, Word.DEPENDS)),
    ],
)
def test_a_verdict_depends_exactly_when_a_reading_would_change_it(amount: str, row: str, expected) -> None:
    assert verdicts(amount, row) == expected


@pytest.mark.parametrize("amount", ["5h", "6h", "7h", "7.25h", "9h"])
@pytest.mark.parametrize("row", ["M-1,2025-04-13,2,lwa", "M-1,2025-02-30,2,law", "M-1,2025-04-13,about two,law"])
def test_a_held_row_alone_never_makes_anybody_meet_the_rules(amount: str, row: str) -> None:
    without, beside = verdicts(amount, row)
    assert beside is not Word.MET or without is Word.MET
