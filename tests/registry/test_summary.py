"""The figures of a whole registry, worked out by hand, and the texts that tell them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction as F
from random import Random

import pyarrow as pa
import pytest

from cedsl.model.ruleset import Word
from cedsl.publishing.languages import missing_messages, tongue_of
from cedsl.publishing.registry_chart import Bin, columns, ranges, width_of_bins
from cedsl.publishing.registry_figures import Spread, tenths_of_percent
from cedsl.publishing.registry_page import registry_html
from cedsl.publishing.report_registry import Command, registry_text
from cedsl.registry.result import Batch
from tests.registry.made import AS_OF, EARLY, REASONS, batch, figures, large, line, member, whole


def test_members_are_counted_by_verdict_worst_first() -> None:
    found = whole()
    assert list(found.verdicts.items()) == [
        (Word.FAILED, 1), (Word.SHORT, 4), (Word.DEPENDS, 1), (Word.WAIVED, 0), (Word.EXEMPT, 1), (Word.MET, 1),
    ]  # fmt: skip
    assert (found.members, found.unmet, found.waiting) == (8, 5, ("A-5",))


def test_what_is_lacking_by_statement() -> None:
    """Six are asked whose verdict is settled. The total lacks 0.5 + 6 + 12 = 18.5, the middle of the three is 6. HR
    lacks 0.5 + 2 + 2 = 4.5, the middle is 2. What stands inside an option is nobody's to lack: the choice is.
    """
    told = {
        each.line.id: (each.asked, each.lacking, each.short.number, each.short.total, each.short.median)
        for each in whole().lacks
    }
    assert told == {
        "total": (6, 3, 3, F(37, 2), F(6)),
        "min-HR": (6, 3, 3, F(9, 2), F(2)),
        "any": (6, 2, 0, F(0), None),
        "count-SAFE": (6, 2, 2, F(2), F(1)),
    }
    assert list(told) == ["total", "min-HR", "any", "count-SAFE"]


def test_the_nearest_misses_are_those_who_lack_least() -> None:
    """Who can no longer be completed is no near miss; of equal ones the names go as people count."""
    near = [(each.member, each.still, [(name.id, short) for name, short in each.lacks]) for each in whole().nearest]
    assert near == [
        ("A-2", F(1, 2), [("total", F(1, 2))]),
        ("A-10", F(1, 2), [("min-HR", F(1, 2))]),
        ("A-3", F(6), [("total", F(6)), ("min-HR", F(2)), ("any", None), ("count-SAFE", F(1))]),
    ]


def test_what_counts_toward_the_total() -> None:
    (counted,) = whole().counted
    assert counted.requirement == "total"
    assert counted.of == ((F(12), Spread(((F(0), 1), (F(6), 1), (F(23, 2), 1), (F(12), 3)))),)


def test_members_by_the_last_day_of_their_period() -> None:
    """Who has no statement has no period that is known."""
    this, before = date(2025, 12, 31), date(2024, 12, 31)
    assert whole().ends == {
        (this, Word.MET): 1, (this, Word.SHORT): 3, (before, Word.SHORT): 1, (this, Word.FAILED): 1,
        (this, Word.DEPENDS): 1, (None, Word.EXEMPT): 1,
    }  # fmt: skip


def test_of_several_periods_the_first_to_end() -> None:
    two = [line("B-1", "total", "total", "met", "1", "1", (EARLY[0], AS_OF + timedelta(days))) for days in (9, 3)]
    assert figures(batch([member("B-1", "met")], two)).ends == {(AS_OF + timedelta(3), Word.MET): 1}


def test_nobody_to_check() -> None:
    found = figures(batch([], []), members=0)
    assert (found.members, found.lacks, found.nearest) == (0, (), ())
    text = registry_text(found, Command("guild.ce", ("records.csv",)))
    assert text.endswith("nobody to check (0 members, 20,005 rows, as of 2025-11-30)\n")
    assert "There was nobody to check." in registry_html(found)


@pytest.mark.parametrize("as_text", [False, True])
def test_batches_in_any_order_give_the_same_figures(seed: int, as_text: bool) -> None:
    chance = Random(seed)
    lacking = [chance.choice(["0", "0.25", "0.5", "1", "2.5"]) for _ in range(300)]
    many = [member(f"M-{n}", "met" if each == "0" else "short", each) for n, each in enumerate(lacking)]
    lines = [
        [line(f"M-{n}", "total", "total", "met" if each == "0" else "short", each, "0")]
        for n, each in enumerate(lacking)
    ]
    together = figures(batch(many, [each for several in lines for each in several]))
    order = list(range(300))
    chance.shuffle(order)
    parts = [order[:7], order[7:150], order[150:]]
    apart = figures(
        *(batch([many[n] for n in part], [each for n in part for each in lines[n]], as_text=as_text) for part in parts)
    )
    assert apart == together
    least = sorted((F(str(each["still"])), int(str(each["member"])[2:])) for each in many if each["verdict"] == "short")
    assert [each.still for each in together.nearest] == [still for still, _ in least[:10]]


def test_a_third_of_an_hour_is_a_third() -> None:
    """A table whose amounts are text: 12 less 35/3 is 1/3."""
    made = batch([member("T-1", "short", "1")], [line("T-1", "total", "total", "short", "12", "11")], as_text=True)
    names = made.statements.schema.names
    thirds = {"short": pa.array(["1/3"]), "counted": pa.array(["35/3"])}
    columns_ = [thirds.get(name, made.statements.column(name)) for name in names]
    lines_ = pa.RecordBatch.from_arrays(columns_, schema=made.statements.schema)
    (lack,) = figures(Batch(made.members, lines_)).lacks
    assert (lack.short.total, lack.short.median) == (F(1, 3), F(1, 3))


# ------------------------------------------------------------------------------------------------- texts


def test_the_summary(golden) -> None:
    typed = Command(
        "guild.ce",
        ("records/*.csv",),
        ("--members", "members.csv", "--as-of", "2025-11-30"),
        ("v.parquet: a row for each member", "v.statements.parquet: a row for each statement of each member"),
    )
    golden(registry_text(whole(), typed), "summary.txt")


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_report_for_a_board(golden, language: str) -> None:
    html = registry_html(whole(), tongue_of(language), ("v.parquet", "v.statements.parquet"))
    golden(html.partition("</head>")[2], f"report.{language}.html")


def test_the_report_needs_nothing_else() -> None:
    html = registry_html(whole(), tables=("v.duckdb",))
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#|v\.duckdb")', html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')


def test_a_drawing_says_nothing_that_no_table_says() -> None:
    html = registry_html(whole())
    drawn = re.findall(r'<text class="share"[^>]*>([^<]+)</text>', html)
    assert drawn
    tables = " ".join(re.findall(r"<table.*?</table>", html, re.DOTALL))
    first = [each for each in drawn if f'<td class="plain">{each}</td>' in tables]
    assert first == drawn[: len(first)]
    assert len(first) == 4  # none, 6 to 7, 11 to 12, all: the shares of the other drawing follow from its members


def test_the_page_has_no_message_without_translation() -> None:
    for language in ("es", "fr"):
        tongue = tongue_of(language)
        registry_html(whole(), tongue)
        assert set(missing_messages(tongue)) == set(REASONS)


def test_the_next_command_is_one_that_can_be_run() -> None:
    """A file that is too large to be read at once tells no member alone."""
    whole_ = registry_text(whole(), Command("guild.ce", ("a.csv",), too_large=True))
    assert "Next    cedsl check guild.ce a.csv --output verdicts.parquet --report report.html\n" in whole_
    assert "Next" not in registry_text(whole(), Command("guild.ce", ("a.csv",), (), ("v.csv: a row",), too_large=True))


def test_the_summary_of_very_many(golden) -> None:
    golden(registry_text(large(), Command("guild.ce", ("exports/*.csv",))), "summary-large.txt")


def test_hostile_names_are_text() -> None:
    bad = '<script>alert(1)</script>"\u202e{{ 7*7 }}'
    found = figures(batch([member(bad, "short", "1")], [line(bad, "total", "total", "short", "12", "11")]), members=1)
    html = registry_html(found)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "[U+202E]{{ 7*7 }}" in html
    text = registry_text(found, Command("guild.ce", ("records.csv",)))
    assert "\u202e" not in text


# ------------------------------------------------------------------------------------------------ figures


@pytest.mark.parametrize(
    ("part", "whole_", "tenths"),
    [
        (0, 0, 0), (0, 9, 0), (9, 9, 1000), (1, 3, 333), (2, 3, 667), (1, 8, 125), (1, 16, 63),
        (1, 10**6, 1), (10**6 - 1, 10**6, 999),
    ],
)  # fmt: skip
def test_shares(part: int, whole_: int, tenths: int) -> None:
    """1/16 is 6.25 per cent, which is half a tenth and goes up; nobody is told 0 or 100 per cent who is not."""
    assert tenths_of_percent(part, whole_) == tenths


@pytest.mark.parametrize(
    ("counts", "median"),
    [({}, None), ({F(2): 1}, F(2)), ({F(1): 1, F(2): 1}, F(3, 2)), ({F(1): 1, F(2): 1, F(9): 2}, F(11, 2)), ({F(1): 3, F(9): 2}, F(1))],
)  # fmt: skip
def test_the_median(counts: dict[F, int], median: F | None) -> None:
    assert Spread.of(counts).median == median


@pytest.mark.parametrize(
    ("most", "width"),
    [(36, "3"), (12, "1"), (10, "1"), (45, "5"), (100, "10"), (1, "0.1"), (24, "2"), (7, "1"), (120, "10")],
)
def test_the_width_of_columns(most: int, width: str) -> None:
    """36 is 12 times 3; 45 is no multiple of 4, but 9 times 5."""
    assert width_of_bins(F(most)) == F(width)


def test_ranges_hold_everybody_once() -> None:
    counted = Spread(((F(0), 4), (F(1, 4), 3), (F(3), 2), (F(359, 10), 5), (F(36), 7), (F(40), 1)))
    found = ranges(counted, F(36))
    assert sum(each.number for each in found) == counted.number
    assert [(each.label, each.number) for each in found if each.number] == [
        ("0", 4), (">0", 3), ("3", 2), ("33", 5), ("36+", 8),
    ]  # fmt: skip


def test_columns_stand_within_the_drawing() -> None:
    found = columns([Bin("a", 1), Bin("b", 10**6, part=10**6), Bin("c", 0)])
    assert [(each.height, each.part) for each in found] == [("3", "0"), ("260", "260"), ("0", "0")]
    assert all(int(each.left) >= 0 and int(each.left) + int(each.width) <= 1000 for each in found)
