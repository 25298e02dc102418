"""Each form of the report, from a check made by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from cedsl.model.ruleset import Word
from cedsl.publishing.report_csv import COLUMNS, as_csv
from cedsl.publishing.report_json import as_json, as_ndjson
from cedsl.publishing.report_junit import as_junit
from cedsl.publishing.report_show import show
from cedsl.publishing.report_text import MOST_MEMBERS, Asked, as_text
from cedsl.publishing.report_why import why
from cedsl.verdict import Kind, MemberResult, Question, StatementResult
from tests.publishing import results

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/check-1.json").read_text("utf-8"))
ASKED = Asked("board.ce", ("my records.csv",))

Golden = Callable[[str, str], None]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for shape in (SCHEMA, *SCHEMA["$defs"].values()):
        if shape.get("type") == "object":
            assert shape["additionalProperties"] is False
            assert shape["required"] == list(shape["properties"])


def test_text(golden: Golden) -> None:
    golden(as_text(results.checked(), ASKED), "check.txt")


def test_text_of_one_member(golden: Golden) -> None:
    golden(as_text(results.checked(results.short_member()), ASKED), "check-member.txt")


def test_text_of_nobody() -> None:
    nobody = replace(results.checked(), members=())
    assert as_text(nobody, ASKED).splitlines()[-1] == (
        "nobody to check (0 members, 3 statements, 6 rows, as of 2025-06-30)"
    )


def test_text_of_many_fits_a_screen() -> None:
    many = [replace(results.short_member(), member=f"M-{number}") for number in range(100)]
    lines = as_text(results.checked(*many), ASKED).splitlines()
    assert len(lines) <= 50
    shown = sum(" SHORT " in line for line in lines)
    assert shown <= MOST_MEMBERS
    assert f"and {100 - shown} more (all of them: --format csv)" in lines


def test_text_is_coloured_by_the_given_paint_only_where_a_word_says_the_same() -> None:
    def paint(text: str, tone: Word) -> str:
        assert tone.value in text.casefold()
        return f"{{{text}}}"

    painted = as_text(results.checked(), ASKED, paint)
    assert painted.replace("{", "").replace("}", "") == as_text(results.checked(), ASKED)
    assert "{SHORT}" in painted


def test_why(golden: Golden) -> None:
    golden(why(results.checked(results.short_member())), "why.txt")


def test_what_a_verdict_depends_on_reads_as_a_sentence() -> None:
    facts = 'member joined: date "Joined on"\nmember retired: yes or no "Retired from practice"\n'
    asked = (
        Question("joined", None, "", ""),
        Question("retired", None, "", ""),
        Question(None, 5, "records.csv", "the date `2025-02-30` does not exist"),
        Question(None, 6, "records.csv", "is 03/04/2025 3 April or 4 March?"),
    )
    open_ = replace(results.short_member(), verdict=Word.DEPENDS, questions=asked)
    checked = replace(results.checked(open_), ruleset=results.rules(facts))
    assert [line for line in why(checked).splitlines() if line.startswith("It depends on")] == [
        "It depends on the “Joined on” date, which is not stated.",
        "It depends on the answer to “Retired from practice”, which is not stated.",
        "It depends on records.csv row 5: the date `2025-02-30` does not exist.",
        "It depends on records.csv row 6: is 03/04/2025 3 April or 4 March?",
    ]
    assert [line for line in as_text(checked, ASKED).splitlines() if line.startswith("   ? ")] == [
        "   ? the “Joined on” date is not stated",
        "   ? the answer to “Retired from practice” is not stated",
        "   ? records.csv row 5: the date `2025-02-30` does not exist",
        "   ? records.csv row 6: is 03/04/2025 3 April or 4 March?",
    ]


def test_activities_that_are_counted_are_no_hours() -> None:
    seminars = "require 1h within 3y as more { min 3 records kind seminar as seminars }\n"
    zero, one = Fraction(0), Fraction(1)
    lines = tuple(
        StatementResult("seminars", "seminars", Kind.COUNT, 1, "", Fraction(3), have, have, 3 - have, zero, Word.SHORT)
        for have in (one, Fraction(2))
    )
    short = replace(results.short_member(), blocks=(results.block(Word.SHORT, *lines),))
    checked = replace(results.checked(short), ruleset=results.rules(seminars))
    assert "1 of 3  2 activities short" in why(checked)
    assert "2 of 3  1 activity short" in why(checked)


def test_json(golden: Golden) -> None:
    text = as_json(results.checked())
    document = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["members"][0]["member"] == "=1+1"
    golden(as_json(results.checked(results.short_member())), "check.json")


def test_ndjson_is_the_same_document_in_lines() -> None:
    head, *members = map(json.loads, as_ndjson(results.checked()).splitlines())
    assert head | {"members": members} == json.loads(as_json(results.checked()))
    defs = SCHEMA["$defs"]
    jsonschema.Draft202012Validator({"$ref": "#/$defs/head", "$defs": defs}).validate(head)
    for member in members:
        jsonschema.Draft202012Validator({"$ref": "#/$defs/member", "$defs": defs}).validate(member)


@pytest.mark.parametrize("change", ["amount", "word", "key", "missing"])
def test_the_schema_refuses(change: str) -> None:
    document = json.loads(as_json(results.checked()))
    member = document["members"][0]
    match change:
        case "amount":
            member["still_to_earn"] = 1.5
        case "word":
            member["verdict"] = "passed"
        case "key":
            member["extra"] = None
        case _:
            del member["proof"]
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(document)


def test_several_blocks_have_no_period_and_surplus_in_common() -> None:
    one = results.short_member().blocks[0]
    two = replace(one, requirement="total", period=None, surplus=Fraction(1))
    both = MemberResult("M-4", Word.SHORT, (one, two), Fraction(2))
    (member,) = json.loads(as_json(results.checked(both)))["members"]
    assert (member["period"], member["surplus"], len(member["blocks"])) == (None, None, 2)
    assert "total: short" in as_text(results.checked(both), ASKED).casefold()


def test_csv_has_a_row_for_each_member_and_statement() -> None:
    header, *rows = csv.reader(io.StringIO(as_csv(results.checked()), newline=""))
    assert tuple(header) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert len(rows) == sum(max(1, len(each.blocks[0].statements)) for each in results.members())
    column = [row[header.index("member")] for row in rows]
    assert column[0] == "'=1+1"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\r\n=1"])
def test_csv_starts_no_formula(text: str) -> None:
    member = replace(results.short_member(), member=text)
    rows = list(csv.reader(io.StringIO(as_csv(results.checked(member)), newline="")))
    assert rows[1][2] == f"'{text}"


def test_junit() -> None:
    suite = ET.fromstring(as_junit(results.checked()))
    counts = [suite.get(name) for name in ("tests", "failures", "errors", "skipped")]
    assert counts == ["7", "3", "1", "1"]
    kinds = {case.get("name"): [child.tag for child in case] for case in suite.iter("testcase")}
    assert kinds["M-2"] == ["failure"]
    assert kinds["M-3"] == ["error"]
    assert kinds["M-4"] == ["failure"]
    assert kinds[r"M-1\x1b[2J"] == ["skipped"]
    assert kinds["M-11"] == ["system-out"]
    properties = {each.get("name"): each.get("value") for each in suite.iter("property")}
    assert properties["as of"] == "2025-06-30"


def test_show(golden: Golden) -> None:
    golden(show(results.rules()), "show.txt")


@pytest.mark.parametrize("form", [as_text, why])
def test_no_escape_reaches_a_terminal(form: Callable[..., str]) -> None:
    attack = replace(results.short_member(), member="\x1b]0;owned\x07\u202e")
    text = form(results.checked(attack), ASKED) if form is as_text else form(results.checked(attack))
    assert all(character.isprintable() or character == "\n" for character in text)
