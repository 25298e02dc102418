"""A short run over files that went wrong, and the bounds under which every run reads them."""

from __future__ import annotations

import os
import time

import pytest

from cedsl.records import read_files
from cedsl.workspace.resting import nothing_to_collect
from tests.fuzz.cases import case
from tests.fuzz.judge import judge
from tests.fuzz.workers import MEMORY, MOST_FAILURES, run
from tests.records.test_fixtures import FIXTURES
from tests.records.workbooks import sheet_xlsx

pytestmark = pytest.mark.property

CASES = 400


def test_whatever_the_file_it_is_read_or_refused(seed: int) -> None:
    """`make fuzz` goes on where this stops."""
    tally = run(judge, str(seed), lambda begun: begun >= CASES)
    assert [(case(each.label).told(), each.how) for each in tally.failures] == []
    assert tally.cases == CASES
    assert tally.came["read"] > CASES // 5
    assert 0 < tally.peak < MEMORY


def test_a_label_always_makes_the_same_case(seed: int) -> None:
    assert [case(f"{seed}/{number}") for number in range(30)] == [case(f"{seed}/{number}") for number in range(30)]


def bad(label: str) -> str:
    match label.rpartition("/")[2]:
        case "1":
            raise LookupError("gone")
        case "2":
            os._exit(7)
        case "3":
            while True:
                pass
        case "4":
            return str(len(bytearray(MEMORY)))
    return "good"


def asleep(label: str) -> str:
    time.sleep(100)
    return label


def test_what_goes_wrong_is_told_and_the_others_go_on() -> None:
    """Of 0 to 5 the cases 0 and 5 are good: one raises, one ends the process, one hangs, one wants too much memory."""
    tally = run(bad, "x", lambda begun: begun > 5, seconds=1)
    assert tally.came == {"good": 2}
    told = {each.label: each.how for each in tally.failures}
    assert sorted(told) == ["x/1", "x/2", "x/3", "x/4"]
    assert "LookupError: gone" in told["x/1"]
    assert told["x/2"] == "the process ended with 7"
    assert "OutOfTime" in told["x/3"]
    assert "MemoryError" in told["x/4"]


def test_a_process_that_does_not_answer_is_ended() -> None:
    tally = run(asleep, "x", lambda begun: begun > 0, patience=1)
    assert [each.how for each in tally.failures] == ["no answer after 1 seconds"]


def test_a_run_ends_after_some_failures() -> None:
    tally = run(always_bad, "x", lambda _: False)
    assert MOST_FAILURES <= len(tally.failures) <= MOST_FAILURES + 1


def always_bad(label: str) -> str:
    raise LookupError(label)


def test_a_sheet_with_one_far_cell_is_read() -> None:
    """60,000 rows by 1,000 columns, and three cells: every row has an outcome, though all but two are blank."""
    header = "".join(f'<c r="{place}1" t="str"><v>{word}</v></c>' for place, word in (("A", "member"), ("B", "date")))
    data = sheet_xlsx(f'<row r="1">{header}</row><row r="60000"><c r="ALL60000"><v>1</v></c></row>')
    with nothing_to_collect():
        (records,) = read_files([("far.xlsx", data)], FIXTURES)
    assert len(records.outcomes) == 60_000
    assert sum(each.reason == "blank-row" for each in records.outcomes) == 59_998
