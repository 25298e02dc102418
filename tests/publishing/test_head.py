"""What heads and foots a page: dates, contacts, anchors that a rule had before, and the foot of printed pages."""

from __future__ import annotations

from datetime import date

import pytest

from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Bullets, Table
from cedsl.publishing.languages import tongue_of
from cedsl.publishing.page import page
from cedsl.publishing.page_head import linked
from cedsl.publishing.render import laid_out
from cedsl.publishing.render_foot import css_string, numbered
from cedsl.publishing.render_page import Wanted, page_as
from cedsl.publishing.tongue import speaking
from cedsl.source import Source
from cedsl.syntax import parse

GARDEN = """ruleset garden "Certified Gardener"
contact "Education office, renew@gardeners.example."
edition "{edition}" in force from {first}
require {hours}h within 1y formerly hours {{
    min 3h category ethics as ethics-hours formerly min-ethics
    cap 2h mode video formerly recorded
}}
credit role teacher: times 2 formerly teach
duty "Sign the form." formerly sign
"""
OF_2025 = GARDEN.format(edition="2025", first="2025-01-01", hours=12)


def resolved(text: str) -> Ruleset:
    source = Source("rules.ce", text)
    found = resolve(parse(source).file, source)
    assert found.ruleset is not None, found.diagnostics
    return found.ruleset


def facts(text: str, before: str | None = None) -> tuple[str, ...]:
    return page(resolved(text), before=None if before is None else resolved(before)).facts


def test_to_which_periods_an_edition_applies():
    assert facts(OF_2025) == (
        "Edition 2025",
        "In force from 1 January 2025",
        "Applies to periods that end on or after 1 January 2025",
    )


def test_an_edition_that_ends():
    told = facts('edition "1" in force from 2024-01-01 until 2024-12-31\nrequire 9h within 1y')
    assert told[-1] == "Applies to periods that end from 1 January 2024 until 31 December 2024"


def test_what_is_asked_once_for_ever_has_no_periods():
    assert facts('edition "1" in force from 2024-01-01\nrequire 9h ever')[-1] == "In force from 1 January 2024"


def test_rules_without_an_edition_say_nothing_of_dates():
    assert facts("require 9h within 1y") == ()


def test_when_the_rules_were_last_changed():
    earlier = GARDEN.format(edition="2024", first="2024-01-01", hours=9)
    assert facts(OF_2025, earlier)[-1] == "Last changed on 1 January 2025"


def test_an_edition_that_says_the_same_changes_nothing():
    """Only the note differs, which decides nothing."""
    earlier = GARDEN.format(edition="2024", first="2024-01-01", hours=12) + 'note "Old."\n'
    assert facts(OF_2025, earlier)[-1].startswith("Applies to")


def test_a_renamed_rule_is_no_change():
    earlier = OF_2025.replace("as ethics-hours formerly min-ethics", "").replace("formerly recorded", "as recorded")
    assert not [each for each in facts(OF_2025, earlier) if each.startswith("Last changed")]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Education office, renew@gardeners.example.", ["mailto:renew@gardeners.example"]),
        ("https://gardeners.example/renewal?year=a.", ["https://gardeners.example/renewal?year=a"]),
        ("a@b.example or https://c.example", ["mailto:a@b.example", "https://c.example"]),
        ("Telephone, room 12", []),
        ("http://plain.example", []),
        ("javascript:alert(1)", []),
        ("https://", []),
    ],
)
def test_an_address_in_a_contact_leads_there(text, addresses):
    parts = linked(text)
    assert [each.anchor for each in parts if each.anchor] == addresses
    assert "".join(each.text for each in parts) == text


def test_a_contact_is_a_link_at_the_head_and_a_text_at_the_end():
    document = page(resolved(OF_2025))
    html = laid_out(document, "html")
    assert '<a class="said" href="mailto:renew@gardeners.example">renew@gardeners.example</a>.</p>' in html
    assert "ask here: Education office, renew@gardeners.example." in " ".join(laid_out(document, "txt").split())


def test_every_rule_keeps_the_anchors_that_it_had():
    html = laid_out(page(resolved(OF_2025)), "fragment")
    for old in ("hours", "min-ethics", "recorded", "teach", "sign"):
        assert html.count(f'id="{old}"') == 1, old


def test_former_anchors_stand_in_the_document():
    sections = page(resolved(OF_2025)).sections
    rows = [row for each in sections for block in each.blocks if isinstance(block, Table) for row in block.rows]
    items = [item for each in sections for block in each.blocks if isinstance(block, Bullets) for item in block.items]
    found = {each.anchor: each.former for each in (*rows, *items) if each.former}
    assert found["ethics-hours"] == ("min-ethics",)
    assert found["duty"] == ("sign",)


def test_the_language_that_decides_is_stated_on_a_translated_page():
    with speaking(tongue_of("es")):
        told = page(resolved(OF_2025)).facts[-1]
    assert told == (
        "Las reglas están escritas en inglés. Si esta traducción difiere de ellas, vale el texto en inglés."
    )


def test_a_page_says_when_it_was_made_only_if_it_is_told():
    rules = resolved(OF_2025)
    said = page_as(rules, None, Wanted("txt", produced=date(2025, 3, 1))).data.decode()
    assert said.rstrip().endswith("This page was made on 1 March 2025.")
    assert "was made on" not in page_as(rules, None, Wanted("txt")).data.decode()


def test_the_foot_of_printed_pages():
    html = laid_out(page(resolved(OF_2025)), "html")
    assert 'content: "Certified Gardener, edition 2025";' in html
    assert 'content: "Page " counter(page) " of " counter(pages);' in html
    assert "@page" not in laid_out(page(resolved(OF_2025)), "fragment")


def test_nothing_of_an_author_s_ends_a_string_of_the_style_sheet():
    """`<`, `/`, `>`, a quote and a backslash are written by their numbers: 3c, 2f, 3e, 22, 5c."""
    assert css_string("a</b>") == '"a\\3c \\2f b\\3e "'
    assert css_string('"\\') == '"\\22 \\5c "'
    assert css_string("é 1, b-c") == '"é 1, b-c"'
    assert "\n" not in css_string("a\nb")


def test_a_language_may_put_the_pages_before_the_page():
    assert numbered("\ufdd3: \ufdd2") == 'counter(pages) "\\3a  " counter(page)'
