"""What changed between two editions: every difference of the trees is told, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from pathlib import Path

import pytest

from cedsl import resources
from cedsl.model import ruleset as r
from cedsl.model.predicate import Always, FactTerm, FieldTerm
from cedsl.period import Duration
from cedsl.publishing.document import Paragraph
from cedsl.publishing.page import page
from cedsl.publishing.page_changes import changes, changes_document
from cedsl.publishing.render import laid_out
from cedsl.source import Span
from tests.publishing.documents import blocks
from tests.publishing.test_page import CLM, constructs, rules

GOLDEN = Path(__file__).parent / "golden"


def told(before: r.Ruleset, after: r.Ruleset) -> list[str]:
    return [" ".join((each.text, *each.remarks)) for each in changes(before, after)]


def bundled(name: str) -> r.Ruleset:
    return rules((resources.bundled(name) or b"").decode("utf-8-sig"))


def one(*lines: str) -> r.Ruleset:
    return rules("\n".join(lines) + "\n")


# -------------------------------------------------------------------------------------------- sentences


def test_a_number_that_is_another_now() -> None:
    """Only the number is told, once, with its unit."""
    assert told(one("require 36h within 3y; min 3h category HR"), one("require 40h within 3y; min 4h category HR")) == [
        "The total goes from 36 hours to 40 hours.",
        "The minimum for “HR” goes from 3 hours to 4 hours.",
    ]


def test_a_limit_by_its_key() -> None:
    before, after = (one(f"require 36h within 3y {{ cap {hours}h mode webcast per provider }}") for hours in (3, 2))
    assert told(before, after) == ["The limit on “Webcast” for any one provider goes from 3 hours to 2 hours."]


def test_a_number_for_some_members_says_for_whom() -> None:
    text = "member class: one of A, B\nrequire 9h within 1y {{ min {}h category HR when member class is A }}"
    (said,) = told(one(text.format(3)), one(text.format(4)))
    assert said.startswith("The minimum for “HR” goes from 3 hours to 4 hours.")
    assert "This applies only if your class is A." in said


def test_what_is_new_and_what_is_gone() -> None:
    before, after = one("require 9h within 1y; min 3h category HR"), one("require 9h within 1y; cap 2h mode webcast")
    found = told(before, after)
    assert "This is new: At most 2 hours in webcast mode count." in found
    assert "This no longer applies: At least 3 hours in HR." in found


def test_a_window_reads_differently() -> None:
    (said,) = told(one("require 9h within 1y"), one("require 9h within 2y"))
    assert said == (
        "“Total” has changed. Until now: You need 9 hours in the year up to the date of assessment. "
        "From now on: You need 9 hours in the 2 years up to the date of assessment."
    )


def test_one_figure_among_several_is_told_and_the_rest_once() -> None:
    """The amounts hang on a fact; the one of the first case is another now."""
    lines = ("member class: one of a, b", "require ({}h if member class is a, otherwise 20h) within 3y")
    before, after = (one(*(line.format(number) for line in lines)) for number in (30, 36))
    (said,) = told(before, after)
    assert said == (
        "“Total” has changed: 30 hours before, 36 hours now. From now on: If your class is a: you need 36 hours in the 3 years "
        "up to the date of assessment. In all other cases: 20 hours."
    )
    # Two figures that differ are two sentences, the old and the new one.
    two = one(lines[0], "require (36h if member class is a, otherwise 24h) within 3y")
    (said,) = told(before, two)
    assert "Until now: If your class is a: you need 30 hours" in said


def test_a_filter_that_is_another_now_is_one_change() -> None:
    """The statements have no name of the author's: what both ask the same amount of is one statement."""
    before, after = (one(f"require 9h within 1y {{ cap 2h mode {mode} }}") for mode in ("webcast", "self-study"))
    said = [each for each in told(before, after) if "count" in each]
    assert len(said) == 1
    assert "Until now: At most 2 hours in webcast mode count." in said[0]
    assert "From now on: At most 2 hours in self-study mode count." in said[0]


def test_a_new_category_and_a_new_fact() -> None:
    before = one('category HR "Human resources"', "require 9h within 1y")
    after = one(
        'category HR "Human relations"',
        'category LAW "Law" inside HR',
        'member joined: date "Joined on"',
        "require 9h within 1y",
    )
    found = told(before, after)
    assert "“Human resources” is now called “Human relations”." in found
    assert "There is a new category, “Law”. Is part of Human relations." in found
    assert "We now also ask about you: “Joined on”. A date." in found


def test_another_title_alone_changes_no_rule() -> None:
    before, after = (
        one(f'require 9h within 1y {{ min 3h category HR as people "{title}" }}') for title in ("People", "Men")
    )
    assert told(before, after) == ["“People” is now called “Men”."]


def test_other_sources_are_told_together() -> None:
    text = 'require 9h within 1y cite "{0}" {{\n min 3h category HR cite "{0}"\n}}'
    (said,) = told(one(text.format("R1")), one(text.format("R2")))
    assert said == "New sources are given for “Total” and “HR”."


def test_a_row_of_a_list() -> None:
    before, after = (
        one(
            'table providers by provider "Providers" {',
            *rows,
            "}",
            "require 9h within 1y {",
            "cap 1h not listed in providers",
            "}",
        )
        for rows in (['row "Elm"'], ['row "Elm"', 'row "Oak"'])
    )
    assert told(before, after) == ["The list “Providers” has 1 new row."]


# ------------------------------------------------------------------------------- what makes no difference


@pytest.mark.parametrize("name", resources.bundled_names())
def test_a_ruleset_is_no_different_from_itself(name) -> None:
    """Read twice, the second time with comments, blank lines and other days of the edition."""
    text = (resources.bundled(name) or b"").decode("utf-8-sig")
    again = "# a comment\n\n" + text.replace("\n\n", "\n\n\n# another comment\n\n")
    assert told(rules(text), rules(again)) == []


@pytest.mark.parametrize("name", ["ala/clm", "california/attorney", "cpa-ontario/cpa"])
def test_the_order_of_declarations_makes_no_difference(name) -> None:
    ruleset = bundled(name)
    turned = replace(
        ruleset,
        categories=ruleset.categories[::-1],
        choices=ruleset.choices[::-1],
        fields=ruleset.fields[::-1],
        facts=ruleset.facts[::-1],
        tables=tuple(replace(each, rows=each.rows[::-1]) for each in ruleset.tables),
        refusals=ruleset.refusals[::-1],
        requirements=tuple(replace(each, statements=each.statements[::-1]) for each in ruleset.requirements),
        examples=(),
    )
    assert told(ruleset, turned) == []


def test_statements_that_change_places_are_the_same() -> None:
    """Two caps on webcasts have the names `webcast` and `webcast-2` by their order alone."""
    caps = "cap 2h mode webcast per day", "cap 8h mode webcast per calendar year"
    before, after = (one("require 9h within 1y {", *several, "}") for several in (caps, caps[::-1]))
    assert told(before, after) == []


# ------------------------------------------------------------------------------------ every single mutation

SKIPPED = {
    "unit",
    "field",
    "fields",
    "table",
    "key",
    "gives",
    "takes",
    "source",
    "examples",
    "translations",
    "span",
    "id",
    "inferred",
    "edition",
    "in_force_from",
    "in_force_until",
}
"""What says nothing that a reader could miss: places in the text, names for programs, and the edition's own days."""

NAMES = {(kind, "name") for kind in (r.Header, r.Category, r.Choice, r.Field, r.Table, FieldTerm, FactTerm)}


def mutations(node: object, owner: object = None, name: str = "") -> Iterator[object]:
    """The node with one leaf changed, each in turn: numbers, days, durations, switches, words, and parts taken out."""
    match node:
        case bool():
            yield not node
        case Fraction() | int():
            yield node + 1
        case Duration(months=months, days=days):
            yield Duration(months + 1, days)
        case date():
            yield node - timedelta(days=40)
        case Enum():
            several = list(type(node))
            if len(several) > 1:
                yield several[(several.index(node) + 1) % len(several)]
        case str():
            yield f"{node}x"
        case tuple():
            for at, each in enumerate(node):
                yield from ((*node[:at], new, *node[at + 1 :]) for new in mutations(each, owner, name))
        case Mapping():
            for key, each in node.items():
                yield from ({**node, key: new} for new in mutations(each, owner, name))
        case Span() | None:
            return
        case _ if is_dataclass(node):
            for each in fields(node):
                if each.init and each.name not in SKIPPED and (type(node), each.name) not in NAMES:
                    for new in mutations(getattr(node, each.name), node, each.name):
                        yield replace(node, **{each.name: new})
        case _:
            return


DECIDES = ("requirements", "credits", "refusals", "categories", "facts", "tables", "header", "choices")


def every_mutation(ruleset: r.Ruleset) -> Iterator[tuple[str, r.Ruleset]]:
    for part in DECIDES:
        for number, new in enumerate(mutations(getattr(ruleset, part))):
            yield f"{part} {number}", replace(ruleset, **{part: new})
    yield "first tag", replace(ruleset, first_tag_only=not ruleset.first_tag_only)
    yield "open", replace(ruleset, open_categories=not ruleset.open_categories)


def is_told(before: r.Ruleset, after: r.Ruleset) -> bool:
    return bool(changes(before, after)) and bool(changes(after, before))


@pytest.mark.parametrize(
    "make",
    [lambda: rules(CLM), constructs, lambda: rules((GOLDEN / "periods.ce").read_text("utf-8"))],
    ids=["clm", "constructs", "periods"],
)
def test_every_single_mutation_is_told(make, seed) -> None:
    """Sampled, for there are thousands; a whole run is `MANY = 10**9`."""
    ruleset = make()
    found = list(every_mutation(ruleset))
    assert len(found) > 90
    chosen = random.Random(seed).sample(found, min(MANY, len(found)))
    assert [name for name, mutated in chosen if not is_told(ruleset, mutated)] == []


MANY = 60


@pytest.mark.parametrize("name", resources.bundled_names())
def test_an_amount_of_any_ruleset_is_told_with_its_number(name) -> None:
    """One fixed total or minimum, made 7919 (a number that no ruleset has): the sentence holds it."""
    ruleset = bundled(name)
    for at, block in enumerate(ruleset.requirements):
        if isinstance(block.total, r.Fixed) and isinstance(block.words.when, Always):
            several = list(ruleset.requirements)
            several[at] = replace(block, total=r.Fixed(Fraction(7919)))
            said = told(ruleset, replace(ruleset, requirements=tuple(several)))
            assert any("7919" in each for each in said), said
            return


# ----------------------------------------------------------------------------------------------- the section


def test_the_page_tells_what_changed_since_the_edition_before() -> None:
    before = one('ruleset g "Guild"', '    edition "2024" in force from 2024-01-01', "require 9h within 1y")
    after = one(
        'ruleset g "Guild"', '    edition "2025" in force from 2025-01-01', "require 9h within 1y; min 1h category HR"
    )
    text = laid_out(page(after, before=before), "txt")
    assert "WHAT CHANGED" in text
    assert "In force from 1 January 2025, in the place of edition 2024." in text
    assert "Each period is judged by the edition in" in text
    assert page(after).section("what-changed") is None


def test_who_was_in_mid_period_is_told_until_when_the_old_rules_apply() -> None:
    """A period is judged by the edition in force on its last day, so the old one applies up to the day before."""
    before = one('edition "2023" in force from 2023-01-01', "require 20h within 1y")
    after = one('edition "2024" in force from 2024-01-01', "require 24h within 1y")
    undated = one('edition "2024"', "require 24h within 1y")
    said = "The edition before still applies to a period that ends before 1 January 2024."
    assert said in " ".join(each.text for each in blocks(page(after, before=before), "what-changed", Paragraph))
    assert "still applies" not in " ".join(
        each.text for each in blocks(page(undated, before=before), "what-changed", Paragraph)
    )


def test_nothing_changed_is_said_too() -> None:
    before, after = (
        one('ruleset g "Guild"', f'    edition "{year}" in force from {year}-01-01', "require 9h within 1y")
        for year in (2024, 2025)
    )
    assert "Nothing has changed in what the rules say." in laid_out(page(after, before=before), "txt")


def test_anchors_are_there_once() -> None:
    text = laid_out(page(bundled("california/paralegal"), before=bundled("california/paralegal-before-2007")), "html")
    anchors = [each.split('"')[0] for each in text.split(' id="')[1:]]
    assert len(anchors) == len(set(anchors))


def test_what_changed_between_two_real_editions(golden) -> None:
    """The newest first, the first edition last."""
    editions = [bundled("california/paralegal-before-2007"), bundled("california/paralegal")]
    golden(laid_out(changes_document(editions, ["before-2007", "2007"]), "txt"), "changes.txt")
