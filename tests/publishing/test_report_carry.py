"""What periods leave to one another, in every form of the report."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from cedsl.model.ruleset import Word
from cedsl.period import Window
from cedsl.publishing.phrase_balance import balances_phrase
from cedsl.publishing.phrase_reason import reason_sentence
from cedsl.publishing.report_carry import carry_lines, earlier_lines
from cedsl.publishing.report_csv import as_csv
from cedsl.publishing.report_json import as_json
from cedsl.publishing.report_text import Asked, as_text
from cedsl.publishing.report_why import why
from cedsl.verdict import (
    Balance,
    BlockResult,
    CarriedResult,
    CarryResult,
    Loss,
    MemberResult,
    Part,
    Reason,
    RecordResult,
    Refused,
    Serving,
)
from tests.publishing import results

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs/schema/check-1.json").read_text("utf-8"))
)
FIRST = Window(date(2016, 7, 1), date(2019, 6, 30))
SECOND = Window(date(2019, 7, 1), date(2022, 6, 30))
NOTHING = CarryResult((), (), (), (), Fraction(0), closed=True)


def balance(amount: str, *categories: str, origin: Window | None = SECOND) -> Balance:
    return Balance(categories, origin, Fraction(amount))


# 3 + 1 = 4
PARTS = (Part(2, "records.csv", Fraction(3)), Part(5, "old.csv", Fraction(1)))

CARRIED = CarryResult(
    carried_in=(replace(balance("4", "HR", origin=FIRST), parts=PARTS), balance("6")),
    used=(balance("4", "HR", origin=FIRST), balance("1.5")),
    carried_out=(balance("2", "HR", "FIN", origin=results.PERIOD),),
    expired=(balance("4.5"),),
    made_good=Fraction(1),
    closed=True,
    also_counted=Fraction(2),
)
LEDGER = (
    CarriedResult(CARRIED.carried_in[0], (Serving(Fraction(4), ("HR",), ("total",)),), (), Fraction(0)),
    CarriedResult(
        balance("6", origin=None),
        (Serving(Fraction("1.5"), ("general",), ("total",)),),
        (Loss(Fraction("4.5"), Refused.NOT_NEEDED),),
        Fraction(1),
    ),
)


def block(carry: CarryResult | None, *earlier: BlockResult) -> BlockResult:
    return BlockResult("total", results.PERIOD, Word.MET, (), Fraction(0), Fraction(0), (), (), (), "", carry, earlier)


def before(period: Window, word: Word, carry: CarryResult) -> BlockResult:
    return BlockResult("total", period, word, (), Fraction(0), Fraction(0), (), (), (), "", carry)


EARLIER = (
    before(FIRST, Word.SHORT, NOTHING),
    before(SECOND, Word.MET, replace(NOTHING, carried_out=(balance("6"),))),
)


def checked(result: BlockResult):
    member = MemberResult("M-1", Word.MET, (result,), Fraction(0))
    return replace(results.checked(), ruleset=results.rules(), members=(member,))


def test_figures_in_lines() -> None:
    assert list(carry_lines(results.rules(), block(CARRIED), "  ")) == [
        (
            "  Carried in       10 hours: 4 in Human resources (earned up to 30 June 2019) and 6 of any kind (earned up to "
            "30 June 2022)"
        ),
        (
            "  Used of it       5.5 hours: 4 in Human resources (earned up to 30 June 2019) and 1.5 of any kind (earned up "
            "to 30 June 2022)"
        ),
        "  Carried out      2 hours in Human resources and Financial management",
        "  Expired          4.5 hours of any kind",
        "  Also counted     2 hours earned before the period",
        "  Made good        1 hour earned after the period",
    ]


def test_a_period_that_still_runs_would_carry_out() -> None:
    running = replace(NOTHING, carried_out=(balance("2", "HR"),), closed=False)
    assert list(carry_lines(results.rules(), block(running), "")) == ["Would carry out  2 hours in Human resources"]


def test_where_nothing_is_carried_it_is_said_and_where_periods_stand_alone_nothing_is() -> None:
    ruleset = results.rules()
    assert list(carry_lines(ruleset, block(NOTHING), "")) == ["Carried over     nothing in, nothing out"]
    assert list(carry_lines(ruleset, block(None), "")) == []
    assert list(earlier_lines(ruleset, block(NOTHING), "")) == []


def test_an_opening_balance_beside_credit_of_a_period() -> None:
    # 1 + 2 = 3
    both = (balance("1", origin=None), balance("2"))
    assert balances_phrase(results.rules(), both) == (
        "3 hours: 1 of any kind (opening balance) and 2 of any kind (earned up to 30 June 2022)"
    )


def test_earlier_periods_in_lines() -> None:
    assert list(earlier_lines(results.rules(), block(CARRIED, *EARLIER), " ")) == [
        " Periods before",
        "   2016-07-01 to 2019-06-30  short",
        "   2019-07-01 to 2022-06-30  met: carried out 6 hours of any kind",
    ]


def test_text_and_why_tell_them() -> None:
    found = checked(block(CARRIED, *EARLIER))
    for text in (as_text(found, Asked("board.ce", ("records.csv",))), why(found)):
        assert "Carried out      2 hours in Human resources and Financial management\n" in text
        assert "2019-07-01 to 2022-06-30  met: carried out 6 hours of any kind\n" in text


def test_json_has_every_figure() -> None:
    document = json.loads(as_json(checked(block(CARRIED, *EARLIER))))
    SCHEMA.validate(document)
    (told,) = document["members"][0]["blocks"]
    assert told["carry"]["carried_in"] == {
        "amount": "10",
        "parts": [
            {
                "amount": "4",
                "categories": ["HR"],
                "earned_in": {"first": "2016-07-01", "last": "2019-06-30"},
                "rows": [{"row": 2, "file": "records.csv", "amount": "3"}, {"row": 5, "file": "old.csv", "amount": "1"}],
            },
            {
                "amount": "6",
                "categories": [],
                "earned_in": {"first": "2019-07-01", "last": "2022-06-30"},
                "rows": [],
            },
        ],
    }
    # 4 + 1.5 = 5.5
    figures = {name: told["carry"][name]["amount"] for name in ("used", "carried_out", "expired")}
    assert figures == {"used": "5.5", "carried_out": "2", "expired": "4.5"}
    assert (told["carry"]["made_good"], told["carry"]["also_counted"], told["carry"]["closed"]) == ("1", "2", True)
    assert [(each["period"]["last"], each["verdict"]) for each in told["earlier"]] == [
        ("2019-06-30", "short"),
        ("2022-06-30", "met"),
    ]


def test_json_of_a_requirement_that_stands_by_itself() -> None:
    (told,) = json.loads(as_json(checked(block(None))))["members"][0]["blocks"]
    assert (told["carry"], told["earlier"]) == (None, [])


def test_the_table_has_a_column_for_each_figure() -> None:
    names = ("carried in", "used of it", "carried out", "expired", "made good", "also counted")
    (row,) = csv.DictReader(io.StringIO(as_csv(checked(block(CARRIED))), newline=""))
    assert [row[name] for name in names] == ["10", "5.5", "2", "4.5", "1", "2"]
    (row,) = csv.DictReader(io.StringIO(as_csv(checked(block(None))), newline=""))
    assert [row[name] for name in names] == [""] * 6


def test_the_table_has_a_row_for_each_earlier_period() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(checked(block(CARRIED, *EARLIER))), newline="")))
    told = [(row["last day"], row["statement"], row["verdict"], row["carried out"]) for row in rows]
    # 6 hours were left to the period that is reported.
    assert told == [("2019-06-30", "", "short", "0"), ("2022-06-30", "", "met", "6"), ("2025-06-30", "", "", "2")]


def test_a_report_about_many_tells_earlier_periods_in_amounts() -> None:
    found = checked(block(CARRIED, *EARLIER))
    other = MemberResult("M-2", Word.SHORT, (replace(block(None), verdict=Word.SHORT),), Fraction(36))
    text = as_text(replace(found, members=(*found.members, other)), Asked("board.ce", ("records.csv",)))
    assert (
        "M-2  SHORT  36 hours still to earn, nothing earned in the period\n"
        "M-1  MET\n"
        "   Periods before, in hours\n"
        "     2016-07-01 to 2019-06-30  short: carried in 0, used 0, carried out 0, expired 0\n"
        "     2019-07-01 to 2022-06-30  met: carried in 0, used 0, carried out 6, expired 0\n"
        "   This period: carried in 10, used 5.5, carried out 2, expired 4.5, also counted 2, made good 1\n"
    ) in text


def test_without_earlier_periods_whoever_is_met_stays_out_of_a_report_about_many() -> None:
    found = checked(block(CARRIED))
    other = MemberResult("M-2", Word.SHORT, (replace(block(None), verdict=Word.SHORT),), Fraction(36))
    text = as_text(replace(found, members=(*found.members, other)), Asked("board.ce", ("records.csv",)))
    assert "M-1  MET" not in text
    assert "period:" not in text


def test_every_requirement_has_its_own_periods_before() -> None:
    short = replace(block(CARRIED, *EARLIER), verdict=Word.SHORT)
    twice = MemberResult("M-1", Word.SHORT, (short, short), Fraction(1))
    text = as_text(replace(checked(block(None)), members=(twice, twice)), Asked("board.ce", ("records.csv",)))
    assert text.count("   Periods before of Total, in hours\n") == 4


def test_the_ledger_of_what_was_carried_in() -> None:
    text = why(checked(replace(block(CARRIED), carried=LEDGER)))
    assert (
        "Carried in, in hours\n"
        "  4 in Human resources, from the period that ended on 30 June 2019 (records.csv row 2: 3, old.csv row 5: 1)\n"
        "    4 counted toward Total (board.ce:9)\n"
        "  6 of any kind, an opening balance\n"
        "    1.5 counted toward Total (board.ce:9)\n"
        "    4.5 hours do not count: no more is needed.\n"
        "    1 hour can still be used in a later period.\n"
        "    3.5 hours can no longer be used after this period.\n"
    ) in text
    document = json.loads(as_json(checked(replace(block(CARRIED), carried=LEDGER))))
    SCHEMA.validate(document)
    first, second = document["members"][0]["carried"]
    assert [each["row"] for each in first["rows"]] == [2, 5]
    # 1.5 + 4.5 = 6, of which 1 lives on
    assert (second["counted"][0]["amount"], second["not_counted"][0]["amount"], second["lives_on"]) == ("1.5", "4.5", "1")


@pytest.mark.parametrize(
    ("closed", "sentence"),
    [
        (True, "    2 hours of it are carried over into the next period.\n"),
        (False, "    2 hours of it would be carried over into the next period.\n"),
    ],
)
def test_an_activity_tells_what_of_it_goes_on(closed: bool, sentence: str) -> None:
    serving = (Serving(Fraction(3), ("HR",), ("total",)),)
    on = date(2024, 2, 29)
    record = RecordResult(2, "records.csv", on, "Hiring", Fraction(3), serving, (), carried_out=Fraction(2))
    found = checked(replace(block(replace(CARRIED, closed=closed)), records=(record,)))
    line = "  records.csv row 2  2024-02-29  Hiring: 3 credited\n    3 counted toward Total (board.ce:9)\n"
    assert line + sentence in why(found)
    document = json.loads(as_json(found))
    SCHEMA.validate(document)
    assert document["members"][0]["records"][0]["carried_out"] == "2"


def test_a_reason_names_credit_of_other_periods() -> None:
    caps = (("carried in", 1, Fraction(3)), ("hours of other days", 1, Fraction(2)))
    reason = Reason((("total", 1),), caps, ((2, "records.csv", 1, Fraction(20)),), (), Fraction(36), Fraction(25))
    # 3 + 2 + 20 = 25, and 36 - 25 = 11
    assert reason_sentence(results.rules(), reason) == (
        "The total needs 36 hours; at most 3 hours carried in, at most 2 hours of other days and "
        "20 hours of other activities can count, so 11 hours are missing."
    )


def test_credit_that_was_carried_in_has_no_row() -> None:
    reason = Reason((("total", 1),), (), ((0, "carried in", 1, Fraction(10)),), (), Fraction(36), Fraction(10))
    found = checked(replace(block(CARRIED), verdict=Word.SHORT, reasons=(reason,)))
    assert "credit carried in  at most 10\n" in why(found)
    document = json.loads(as_json(found))
    SCHEMA.validate(document)
    assert document["members"][0]["proof"][0]["records"][0]["row"] is None
