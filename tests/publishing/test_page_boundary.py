"""Examples that cedsl makes at the boundary of the rules: each sum worked out by hand from the rule."""

from __future__ import annotations

import re

import pytest

from cedsl.analysis import boundary as made
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Example, Subheading, Table
from cedsl.publishing.languages import tongue_of
from cedsl.publishing.page import page
from cedsl.publishing.page_boundary import Boundary
from cedsl.publishing.render import FORMATS, laid_out
from cedsl.publishing.tongue import speaking
from cedsl.publishing.translated import translated
from cedsl.ruletest import run_example, run_examples
from tests.publishing.documents import blocks
from tests.publishing.marked import Marked, with_marks
from tests.publishing.spoken import rules
from tests.publishing.test_page_digits import Text
from tests.rulesets.bundled import NAMES, ruleset

TWO = "require 20h in cycle calendar year { min 3h category ETH; min 2h category LAW; cap 5h mode passive }"


def found(of: Ruleset) -> tuple[Boundary, ...]:
    return made.boundary_examples(of, [(each.example, each.result) for each in run_examples(of)])


def every(of: Ruleset, monkeypatch: pytest.MonkeyPatch) -> dict[str, Boundary]:
    """All kinds that can be made, also those that the author has written."""
    monkeypatch.setattr(made, "_shows", lambda *_: False)
    monkeypatch.setattr(made, "MOST", 9)
    return {each.kind: each for each in found(of)}


def shown(of: Ruleset, kinds: dict[str, Boundary], kind: str) -> Example:
    """The example as it stands on the page, behind those of the author."""
    return blocks(page(of, None, boundary=[kinds[kind]]), "worked-examples", Example)[-1]


def cells(block: Example) -> list[tuple[str, ...]]:
    """The table: the day, the categories beside it, and the figures."""
    table = block.table
    assert isinstance(table, Table)
    return [
        (" ".join((row.cells[0].text, *row.cells[0].remarks)), *(each.text for each in row.cells[1:]))
        for row in table.rows
    ]


def test_just_enough_is_the_minimums_and_the_rest(monkeypatch):
    # 3 of ethics + 2 of law + 15 of anything = 20
    block = shown(rules(TWO), every(rules(TWO), monkeypatch), "meets")
    assert cells(block) == [
        ("15 January 2025 Ethics", "3 hours", "3 hours"),
        ("14 February 2025 Law", "2 hours", "2 hours"),
        ("16 March 2025", "15 hours", "15 hours"),
        ("Together", "20 hours", "20 hours"),
    ]
    assert block.expected == ("This member meets every requirement.",)


def test_an_area_short_has_the_whole_total(monkeypatch):
    # 2 of law + 15 + 3 of anything = 20, and no ethics
    block = shown(rules(TWO), every(rules(TWO), monkeypatch), "area")
    assert cells(block)[-1] == ("Together", "20 hours", "20 hours")
    assert block.expected == ("This member falls short.", "3 hours are missing for “Ethics”.")


def test_what_is_above_a_limit_is_earned_and_does_not_count(monkeypatch):
    # 3 + 2 + 10 of anything + 9 passive, of which 5 count: 24 earned, 20 counted
    block = shown(rules(TWO), every(rules(TWO), monkeypatch), "cap")
    assert cells(block)[2] == (
        "15 March 2025 mode: passive", "9 hours", "5 hours",
        "4 hours do not count: at most 5 hours in passive mode count.",
    )  # fmt: skip
    assert cells(block)[-1] == ("Together", "24 hours", "20 hours", "")
    assert block.expected == (
        "This member meets every requirement.",
        "24 hours are earned in total.",
        "20 hours are counted in total.",
    )


def test_one_activity_does_not_serve_two_areas(monkeypatch):
    # 3 hours of both serve ethics, or law and a part of ethics: of 3 + 2 there are 2 too few
    block = shown(rules(TWO), every(rules(TWO), monkeypatch), "double")
    assert cells(block)[0] == ("15 January 2025 Ethics, Law", "3 hours", "3 hours")
    assert cells(block)[-1] == ("Together", "20 hours", "20 hours")
    assert block.expected[1] == "2 hours are missing for “Ethics” and “Law” together, whichever way it is counted."


def test_the_last_day_belongs_to_the_period(monkeypatch):
    block = shown(rules(TWO), every(rules(TWO), monkeypatch), "last-day")
    assert cells(block)[-2] == ("31 December 2025", "15 hours", "15 hours")
    assert block.expected == ("This member meets every requirement.",)


def test_no_more_than_three_in_the_order_of_their_kinds():
    assert [each.kind for each in found(rules(TWO))] == ["meets", "area", "cap"]


@pytest.mark.parametrize(
    ("activities", "kind"),
    [
        # 3 + 2 + 15 = 20
        ("2025-02-01 3h ETH\n2025-02-02 2h LAW\n2025-02-03 15h\nexpect met", "meets"),
        # 20, no law
        ("2025-02-01 3h ETH\n2025-02-03 17h\nexpect short 2h of LAW", "area"),
        # 6 passive, of which 5 count
        ("2025-02-03 6h mode passive\nexpect counted 5h", "cap"),
    ],
)
def test_a_kind_that_the_author_has_written_is_not_made(activities, kind):
    of = rules(f'{TWO}\nexample "own" {{\nas of 2025-12-31\n{activities}\n}}\n{MET}')
    assert kind not in [each.kind for each in found(of)]


MET = """example "more than enough" {
as of 2025-12-31
2025-02-01 9h ETH
2025-02-02 9h LAW
2025-02-03 9h
expect met
}"""


def test_kinds_for_which_there_is_no_rule_are_not_made(monkeypatch):
    assert set(every(rules("require 20h in cycle calendar year"), monkeypatch)) == {"meets", "last-day"}


def test_categories_that_share_hours_hold_no_trap(monkeypatch):
    text = (
        "category A shares hours with ETH\nrequire 9h in cycle calendar year { min 3h category A; min 2h category ETH }"
    )
    assert "double" not in every(rules(text), monkeypatch)


def test_the_member_is_one_of_the_author_s(monkeypatch):
    of = rules(
        """require 20h in cycle 2y from member joined
example "own" {
member joined 2022-05-01
as of 2024-04-30
2023-01-01 25h
expect met
}"""
    )
    block = shown(of, every(of, monkeypatch), "last-day")
    assert block.facts == ("Joined on: 1 May 2022",)
    assert cells(block)[0] == ("30 April 2024", "20 hours", "20 hours")


def test_a_member_of_whom_nothing_is_known_makes_no_example():
    assert found(rules("require 20h in cycle 2y from member joined")) == ()


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_made_holds(name, monkeypatch):
    """Held against what it expects in the way of the author's own examples; an amount short is the least possible."""
    of = ruleset(name)
    for each in every(of, monkeypatch).values():
        outcome = run_example(of, each.example)
        assert outcome.problems == (), each.kind


@pytest.mark.parametrize("form", FORMATS)
def test_the_page_says_who_made_them(form):
    text = laid_out(page(rules(TWO), None, boundary=found(rules(TWO))), form)
    assert "Worked out from the rules" in text
    assert "cedsl made these examples from the rules, and checked them against the rules." in " ".join(text.split())


def test_every_digit_of_them_came_through_a_slot():
    of = with_marks(rules(TWO))
    with speaking(Marked()):
        html = laid_out(page(of, None, boundary=found(of)), "html")
    texts = Text(html).texts
    assert "Worked out from the rules" in texts
    assert [text for text in texts if re.search("[0-9]", text)] == []


def test_they_stand_behind_those_of_the_author():
    of = rules(f"{TWO}\n{MET}")
    document = page(of, {"more than enough": True}, boundary=found(of))
    section = document.section("worked-examples")
    assert section is not None
    places = [number for number, each in enumerate(section.blocks) if isinstance(each, Subheading)]
    titles = [each.title for each in section.blocks if isinstance(each, Example)]
    assert places == [2]
    assert titles[0] == "More than enough"


def test_they_are_told_in_other_languages():
    of = rules(TWO)
    tongue = tongue_of("es")
    with speaking(tongue):
        text = " ".join(laid_out(page(translated(of, tongue).ruleset, None, boundary=found(of)), "txt").split())
    assert "Más de lo que un límite deja contar" in text
    assert "obtenido, 9 horas; en el cómputo, 5 horas." in text


@pytest.mark.parametrize(("old", "new"), [("20h", "21h"), ("min 3h", "min 4h"), ("cap 5h", "cap 6h")])
def test_another_number_in_the_rules_makes_another_example(old, new):
    one, other = rules(TWO), rules(TWO.replace(old, new))
    tables = [blocks(page(each, None, boundary=found(each)), "worked-examples", Example) for each in (one, other)]
    assert tables[0] != tables[1]
