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

from cedsl.model.ruleset import Word
from cedsl.period import Window
from cedsl.publishing.phrase_balance import balances_phrase
from cedsl.publishing.phrase_reason import reason_sentence
from cedsl.publishing.report_carry import carry_lines, earlier_lines
from cedsl.publishing.report_csv import as_csv
from cedsl.publishing.report_json import as_json
from cedsl.publishing.report_text import Asked, as_text
from cedsl.publishing.report_why import why
from cedsl.verdict import Balance, BlockResult, CarryResult, MemberResult, Reason
from tests.publishing import results

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs/schema/check-1.json").read_text("utf-8"))
)
FIRST = Window(date(2016, 7, 1), date(2019, 6, 30))
SECOND = Window(date(2019, 7, 1), date(2022, 6, 30))
NOTHING = CarryResult((), (), (), (), Fraction(0), closed=True)


def balance(amount: str, *categories: str, origin: Window | None = SECOND) -> Balance:
    return Balance(categories, origin, Fraction(amount))


CARRIED = CarryResult(
    carried_in=(balance("4", "HR", origin=FIRST), balance("6")),
    used=(balance("4", "HR", origin=FIRST), balance("1.5")),
    carried_out=(balance("2", "HR", "FIN", origin=results.PERIOD),),
    expired=(balance("4.5"),),
    made_good=Fraction(1),
    closed=True,
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
    for text in (as_text(found, Asked("board.ce", "records.csv")), why(found)):
        assert "Carried out      2 hours in Human resources and Financial management\n" in text
        assert "2019-07-01 to 2022-06-30  met: carried out 6 hours of any kind\n" in text


def test_json_has_every_figure() -> None:
    document = json.loads(as_json(checked(block(CARRIED, *EARLIER))))
    SCHEMA.validate(document)
    (told,) = document["members"][0]["blocks"]
    assert told["carry"]["carried_in"] == {
        "amount": "10",
        "parts": [
            {"amount": "4", "categories": ["HR"], "earned_in": {"first": "2016-07-01", "last": "2019-06-30"}},
            {"amount": "6", "categories": [], "earned_in": {"first": "2019-07-01", "last": "2022-06-30"}},
        ],
    }
    # 4 + 1.5 = 5.5
    figures = {name: told["carry"][name]["amount"] for name in ("used", "carried_out", "expired")}
    assert figures == {"used": "5.5", "carried_out": "2", "expired": "4.5"}
    assert (told["carry"]["made_good"], told["carry"]["closed"]) == ("1", True)
    assert [(each["period"]["last"], each["verdict"]) for each in told["earlier"]] == [
        ("2019-06-30", "short"),
        ("2022-06-30", "met"),
    ]


def test_json_of_a_requirement_that_stands_by_itself() -> None:
    (told,) = json.loads(as_json(checked(block(None))))["members"][0]["blocks"]
    assert (told["carry"], told["earlier"]) == (None, [])


def test_the_table_has_a_column_for_each_figure() -> None:
    names = ("carried in", "used of it", "carried out", "expired", "made good")
    (row,) = csv.DictReader(io.StringIO(as_csv(checked(block(CARRIED))), newline=""))
    assert [row[name] for name in names] == ["10", "5.5", "2", "4.5", "1"]
    (row,) = csv.DictReader(io.StringIO(as_csv(checked(block(None))), newline=""))
    assert [row[name] for name in names] == [""] * 5


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
