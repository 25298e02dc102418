"""The page: what it says, how it is built, and that the same rules give the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from cedsl import resources
from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Bullets, Example, Figures, Further, Paragraph, Questions, Table, Timeline
from cedsl.publishing.page import page
from cedsl.publishing.page_examples import false_examples
from cedsl.publishing.render import FORMATS, FalseExampleError, laid_out, render
from cedsl.source import Source
from cedsl.syntax import parse
from tests.publishing.documents import blocks

GOLDEN = Path(__file__).parent / "golden"
ONE_LINE = "require 36h within 3y; min 3h category HR; cap 12h mode passive"
CLM = (GOLDEN / "clm.ce").read_text("utf-8")


def rules(text: str) -> Ruleset:
    source = Source("rules.ce", text)
    parsed = parse(source)
    assert parsed.file is not None, parsed.diagnostics
    resolved = resolve(parsed.file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return resolved.ruleset


def constructs() -> Ruleset:
    return rules((GOLDEN / "constructs.ce").read_text("utf-8"))


class Outline(HTMLParser):
    """What an assistive technology would find in the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.mark.parametrize("form", FORMATS)
def test_the_page_of_the_certified_legal_manager(golden, form):
    ruleset = rules(CLM)
    golden(render(ruleset, form, {each.title: True for each in ruleset.examples}), f"clm.{form}")


@pytest.mark.parametrize("form", FORMATS)
def test_the_page_of_every_construct(golden, form):
    golden(render(constructs(), form), f"constructs-page.{form}")


@pytest.mark.parametrize("form", FORMATS)
def test_the_page_of_one_line(golden, form):
    golden(render(rules(ONE_LINE), form), f"one-line.{form}")


@pytest.mark.parametrize("name", resources.bundled_names())
@pytest.mark.parametrize("form", FORMATS)
def test_every_bundled_ruleset_has_a_page(name, form):
    ruleset = rules(resources.bundled(name).decode())
    assert render(ruleset, form).startswith(("<!DOCTYPE html>", "<div ", "# ", ruleset.header.title[:1]))


@pytest.mark.parametrize("text", [ONE_LINE, CLM, (GOLDEN / "constructs.ce").read_text("utf-8")])
def test_the_structure_of_the_html(text):
    found = Outline(render(rules(text), "html"))
    assert [each["lang"] for each in found.all("html")] == ["en"]
    assert len(found.all("title")) == 1
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(found.all("main")) == len(found.all("nav")) == len(found.all("header")) == 1
    assert len(found.all("caption")) == len(found.all("table"))
    assert all(each.get("scope") in {"row", "col"} for each in found.all("th"))
    assert not found.all("script", "iframe", "img", "link", "object", "form")


@pytest.mark.parametrize("text", [ONE_LINE, CLM, (GOLDEN / "constructs.ce").read_text("utf-8")])
def test_anchors_are_the_ids_of_statements_and_every_link_arrives(text):
    ruleset = rules(text)
    found = Outline(render(ruleset, "html"))
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [each["href"] for each in found.all("a")]
    assert all(target.startswith("#") and target[1:] in ids for target in targets)
    assert {"total"} <= set(ids) or ruleset.requirements[0].words.id in ids


def test_an_option_with_one_statement_keeps_both_anchors():
    ids = {attributes.get("id") for _, attributes in Outline(render(constructs(), "html")).tags}
    assert {"option", "min-TECH", "option-2", "count-article", "option-3", "min-LAW"} <= ids


def test_a_section_with_nothing_to_say_is_absent():
    view = page(rules(ONE_LINE))
    assert [each.name for each in view.sections] == [
        "at-a-glance", "what-you-need", "limits", "your-period", "how-we-count", "questions", "checklist", "check-yourself",
    ]  # fmt: skip


def test_a_false_example_is_not_published():
    ruleset = rules(CLM)
    false = {ruleset.examples[0].title: False}
    (diagnostic,) = false_examples(ruleset, false)
    assert diagnostic.code == "CE450"
    assert ruleset.source.text_at(diagnostic.primary.span).startswith("example")
    with pytest.raises(FalseExampleError) as caught:
        render(ruleset, "html", false)
    assert caught.value.diagnostics == (diagnostic,)


@pytest.mark.parametrize("form", FORMATS)
def test_a_false_example_in_a_preview_is_visibly_an_error(form):
    ruleset = rules(CLM)
    shown = laid_out(page(ruleset, {ruleset.examples[0].title: False}), form)
    assert "Error: this example is false." in shown
    assert "Error: this example is false." not in laid_out(page(ruleset, {}), form)


def test_the_first_example_gives_the_period_its_dates():
    (drawn, *_) = blocks(page(rules(CLM)), "your-period", Timeline)
    assert drawn.text == (
        "For example, as of 30 June 2025, the period runs from 1 July 2022 to 30 June 2025."
    )
    cycle = """member joined: date "date of joining"
require 10h in cycle 2y from month of member joined
example "one" { as of 2025-06-30; member joined 2021-03-15; expect short 10h }
"""
    (drawn,) = blocks(page(rules(cycle)), "your-period", Timeline)
    assert drawn.text == (
        "For example, say that the date of joining is 15 March 2021."
        " As of 30 June 2025, the period runs from 1 March 2025 to 28 February 2027."
    )
    # from 15 March 2021 to 28 February 2027 are 2176 days; of 920 thousandths, 1447 days are 611 and 1568 are 662
    assert [(each.number, each.at, each.day, each.words) for each in drawn.marks] == [
        ("1", "40", "15 March 2021", "The date of joining"),
        ("2", "651", "1 March 2025", "The first day of the period"),
        ("3", "702", "30 June 2025", "The date of assessment"),
        ("4", "960", "28 February 2027", "The last day of the period"),
    ]
    assert (drawn.first, drawn.length) == ("651", "309")


def test_figures_not_checked_and_sources_are_on_the_page():
    text = 'require 5h within 1y { min 2h category ETH unverified cite "Handbook 4" failing "The mark is lost" }'
    shown = " ".join(render(rules(text), "txt").split())
    assert "This figure is not checked against a published source." in shown
    assert "(Source: Handbook 4)" in shown
    assert "Failing this: the mark is lost." in shown
    assert "If you do not meet “ETH”: the mark is lost." in shown


BECAUSE = """require 12h within 1y
example "two courses" {
    as of 2025-06-30
    2025-01-10  4h
    2025-01-11  4h
    expect short 4h
    because "8 is all, 4 short"
}
"""


@pytest.mark.parametrize("form", FORMATS)
def test_the_sum_of_an_example_is_printed_with_it(form):
    shown = " ".join(render(rules(BECAUSE), form).split())
    before, after = shown.split("Why: 8 is all, 4 short.")
    assert "4 hours are missing in total." in before
    assert "last day of the period count?" not in before
    assert "cedsl makes this page" in after


MANY = "".join(
    f"""example "number {number}" {{
    as of 2025-06-30
    2025-01-{number:02}  {number}h
    expect short {12 - number}h
    {f'because "12 less {number}"' if number == 7 else ""}
}}
"""
    for number in range(1, 9)
)


def test_the_explained_example_and_the_first_ones_are_worked_out_and_no_outcome_is_lost():
    ruleset = rules(f"require 12h within 1y\n{MANY}")
    view = page(ruleset)
    assert [each.title for each in blocks(view, "worked-examples", Example)] == [
        "Number 1", "Number 2", "Number 3", "Number 7",
    ]  # fmt: skip
    assert [each.heading for each in blocks(view, "worked-examples", Further)] == ["4 further examples"]
    for form in FORMATS:
        shown = " ".join(render(ruleset, form).split())
        assert "Their activities are left out here: they are kept in the ruleset." in shown
        # 12 less 1 to 12 less 8
        assert all(f"{missing} hours are missing in total." in shown for missing in range(4, 12))
        assert ("5 January 2025" in shown) is (form in {"html", "fragment"})


def test_a_false_example_is_worked_out_wherever_it_stands():
    ruleset = rules(f"require 12h within 1y\n{MANY}")
    view = page(ruleset, {"number 8": False})
    assert [each.title for each in blocks(view, "worked-examples", Example)] == [
        "Number 1", "Number 2", "Number 3", "Number 7", "Number 8",
    ]  # fmt: skip
    assert blocks(view, "worked-examples", Paragraph) == []
    checked = page(ruleset, {each.title: True for each in ruleset.examples})
    assert [each.text for each in blocks(checked, "worked-examples", Paragraph)] == [
        "Every example is checked against the rules on this page."
    ]


def test_what_counts_activities_is_told_in_activities():
    text = """category ETH "Ethics"; category LAW "Law"
require 5h within 1y {
    min 2h category ETH; min 2h category LAW
    min 3 records kind seminar as seminars
    limit 1 time kind exam as exams
}
example "one seminar" {
    as of 2025-06-30
    2025-01-10  1h  kind seminar
    expect short 4h
    expect short 2h of min-ETH
    expect short 2h of min-LAW
    expect short 2h of seminars
    expect counted 1h of seminars
    expect over 0h of exams
}
"""
    (example,) = blocks(page(rules(text)), "worked-examples", Example)
    assert example.expected == (
        "4 hours are missing in total.",
        "2 hours are missing for each of “Ethics” and “Law”.",
        "2 activities are missing for “Seminar”.",
        "1 activity is counted for “Seminar”.",
        "No activities are above the limit for “Exam”.",
    )


def test_who_owes_nothing_is_told_case_by_case():
    text = """member judge: yes or no
member retired: yes or no
require 5h within 1y
exempt when member judge
exempt when member retired
"""
    (found,) = blocks(page(rules(text)), "questions", Questions)
    (asked,) = [each for each in found.questions if each.question == "Who owes nothing?"]
    assert asked.answer == (
        "You, in any of these 2 cases. First: your record says yes to “Judge”. Second: your record says yes to “Retired”."
    )


def without_room(line: str) -> str:
    """A row of the checklist without the room to write in."""
    return line.removesuffix(" (You have: .......... Certificate number: ..........)")


def test_a_duty_is_no_figure():
    text = 'require 5h within 1y { min 1h category ETH unverified; duty "Keep the papers" unverified }'
    view = page(rules(text))
    (duties,) = blocks(view, "what-you-need", Bullets)
    assert duties.items[0].line == "Keep the papers. This rule is not checked against a published source."
    (checklist,) = blocks(view, "checklist", Table)
    assert [without_room(row.line) for row in checklist.rows] == ["Total: 5 hours", "ETH: 1 hour", "Keep the papers."]


@pytest.mark.parametrize("form", FORMATS)
def test_notes_stand_before_the_worked_examples(form):
    shown = render(rules(f'note "Take note."\n{BECAUSE}'), form)
    assert shown.index("Take note.") < shown.index("4 hours are missing")


def test_at_a_glance_keeps_the_written_order():
    text = """category LAW; category ETH; category OLD; category NEW
require 9h within 1y { min 2h category LAW or OLD; min 2h category ETH; cap 3h kind x; min 1h category NEW
    min 4h kind y when period number is 1 }
"""
    (figures,) = blocks(page(rules(text)), "at-a-glance", Figures)
    assert [f"{each.number} {each.words}" for each in figures.figures] == [
        "9 hours in 1 year",
        "2 hours at least, in LAW or OLD",
        "2 hours at least, in ETH",
        "3 hours at most, from x",
        "1 hour at least, in NEW",
    ]


def test_a_cite_is_printed_once_in_a_row_and_an_exemption_has_an_anchor():
    text = """member judge: yes or no
require 5h within 1y {
    any of { option cite "R2" { min 1h category ETH cite "R2" cite "R3" }; option { min 2h category LAW } }
}
exempt when member judge "Judges sit too often" as judges cite "R9"
"""
    shown = render(rules(text), "txt")
    assert "(Source: R2, R3)" in shown
    assert shown.count("R2") == 1
    assert "says yes to “Judge”. Reason: Judges sit too often. (Source: R9)" in " ".join(shown.split())
    ids = [attributes.get("id") for _, attributes in Outline(render(rules(text), "html")).tags]
    assert "judges" in ids


def test_declared_fields_and_their_values_are_among_the_words():
    text = """field result: one of pass, not-pass
field objectives-published: yes or no
require 5h within 1y
"""
    lists = {each.caption: each.rows for each in blocks(page(rules(text)), "words", Table)}
    assert [tuple(cell.text for cell in row.cells) for row in lists["What else a record may say"]] == [
        ("Result", "result", "Either pass or not-pass."),
        ("Objectives published", "objectives-published", "Yes or no."),
    ]


def test_a_condition_of_a_duty_is_printed_once():
    text = """member class: one of A, B
member paid: yes or no
require 5h within 1y {
    duty "Sign": has 1 record when member class is A
    when member class is A { duty "File": has 2 records when member class is A }
    duty "Pay": member paid is yes when member paid is stated
}
"""
    view = page(rules(text))
    (duties,) = blocks(view, "what-you-need", Bullets)
    texts = [each.line for each in duties.items]
    assert [each.count("only if") + each.count("Only if") for each in texts[:2]] == [1, 1]
    assert texts[2] == (
        "Pay. This is met when your record says yes to “Paid”. Where your record does not say, nothing is asked."
    )
    (checklist,) = blocks(view, "checklist", Table)
    assert [without_room(row.line) for row in checklist.rows[1:3]] == [
        "Sign. Only if your class is A.",
        "File. Only if your class is A.",
    ]


def test_every_default_is_printed():
    ruleset = constructs()
    shown = " ".join(render(ruleset, "txt").split())
    assert all(" ".join(default.sentence.split()) in shown for default in ruleset.defaults)


def test_the_same_rules_give_the_same_bytes_in_every_process():
    program = (
        "import sys; from tests.publishing.test_page import constructs;"
        "from cedsl.publishing.render import render;"
        "sys.stdout.write(render(constructs(), 'html'))"
    )
    root = Path(__file__).parents[2]
    pages = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert pages == {render(constructs(), "html").encode()}


def test_plain_text_keeps_within_78_characters():
    lines = render(constructs(), "txt").splitlines()
    assert [line for line in lines if len(line) > 78] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_text_stands_out_from_its_ground(scheme):
    css = render(rules(ONE_LINE), "html")
    first, second = re.findall(r"\.cedsl \{\s+(--[^}]*)\}", css)[:2]
    names = dict(re.findall(r"--([\w-]+): (#\w+)", first if scheme == "light" else second))
    pairs = [(text, ground) for text in ("ink", "soft", "accent") for ground in ("paper", "wash")]
    pairs += [("bad", "bad-wash"), ("ink", "bad-wash"), ("good", "paper"), ("open", "paper")]
    assert {pair: contrast(names[pair[0]], names[pair[1]]) for pair in pairs if
            contrast(names[pair[0]], names[pair[1]]) < 4.5} == {}  # fmt: skip


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
