"""`publish` says which links into the former site lead nowhere now, and `formerly` keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

BEE = """ruleset bee "Society of Beekeepers"
require 9h within 1y {
    min 2h category HR
    cap 3h mode video
}
"""
ASKED = ("publish", "rules", "--output", "site", "--as-of", "2025-06-30", "--format", "txt")
HELP = "  help: if a rule has a new name, write `formerly min-HR` after it\n"


@pytest.fixture(autouse=True)
def published(run) -> None:
    Path("rules").mkdir()
    Path("rules/bee.ce").write_text(BEE)
    assert run(*ASKED).stderr == "wrote site: 2 pages, 6 files\n"


def changed(old: str, new: str) -> None:
    Path("rules/bee.ce").write_text(BEE.replace(old, new))


def test_an_anchor_that_disappears_is_told_and_is_no_failure(run) -> None:
    changed("min 2h category HR", "min 2h category HR as people")
    result = run(*ASKED)
    assert result.exit_code == 0
    assert result.stderr == (
        f"wrote site: 2 pages, 6 files\nbee/index.html: `#min-HR` led to a rule and leads nowhere now\n{HELP}"
    )


def test_several_that_disappear(run) -> None:
    changed("    min 2h category HR\n    cap 3h mode video\n", "")
    assert "bee/index.html: `#min-HR` and `#cap-video` led to rules and lead nowhere now\n" in run(*ASKED).stderr


def test_check_tells_it_with_what_is_stale(run) -> None:
    changed("min 2h category HR", "min 2h category HR as people")
    result = run(*ASKED, "--check")
    assert result.exit_code == 1
    told = result.stdout.splitlines(keepends=True)
    assert told[-2:] == ["bee/index.html: `#min-HR` led to a rule and leads nowhere now\n", HELP]
    assert "bee/index.html: stale\n" in told


def test_a_rule_that_says_how_it_was_called_keeps_its_links(run) -> None:
    changed("min 2h category HR", "min 2h category HR as people formerly min-HR")
    assert run(*ASKED).stderr == "wrote site: 2 pages, 6 files\n"
    page = Path("site/bee/index.html").read_text()
    assert 'id="people"' in page
    assert 'id="min-HR"' in page
    changed("min 2h category HR", "min 2h category HR as people")
    assert "`#min-HR` led to a rule" in run(*ASKED).stderr


def test_after_publishing_it_is_told_no_more(run) -> None:
    changed("min 2h category HR", "min 2h category HR as people")
    run(*ASKED)
    assert run(*ASKED).stderr == "wrote site: 2 pages, 6 files\n"
    assert run(*ASKED, "--check").exit_code == 0


def test_a_section_that_is_not_needed_is_no_loss(run) -> None:
    """With a cap there is a section of limits, whose anchor is no rule's."""
    changed("    cap 3h mode video\n", "")
    assert "limits" not in run(*ASKED).stderr


def test_a_former_page_that_is_no_text(run) -> None:
    Path("site/bee/index.html").write_bytes(b'\xff\xfe <p id="old">')
    assert "`#old` led to a rule and leads nowhere now" in run(*ASKED, "--check").stdout


def test_when_the_pages_were_made_is_told_only_if_it_is_asked(run) -> None:
    run(*ASKED, "--produced", "2025-06-30")
    assert "This page was made on 30 June 2025." in Path("site/bee/index.html").read_text()
    assert run(*ASKED, "--produced", "2025-06-30", "--check").exit_code == 0
    assert run(*ASKED, "--check").exit_code == 1


def test_a_single_page_tells_the_day_that_it_is_given(run) -> None:
    said = run("render", "rules/bee.ce", "--format", "txt", "--produced", "2025-06-30").stdout
    assert said.endswith("This page was made on 30 June 2025.\n")
    assert run("render", "rules/bee.ce", "--produced", "today").exit_code == 2
