"""`publish`: a site from a folder of rules, written whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cedsl.cli.publish import FORMS

EDITION = """ruleset guild "Guild of Gardeners"
    edition "{year}" in force from {year}-01-01
category HR "Horticultural research"
require {hours}h in cycle 1y from 2020-01-01 {{ min 1h category HR }}

example "enough" {{
    as of {year}-12-31
    {year}-05-14 {hours}h HR
    # {hours} of {hours}
    expect met
}}
"""
BEE = """ruleset bee "Society of Beekeepers"
require 2h within 1y
"""
ASKED = ("publish", "rules", "--output", "site", "--as-of", "2025-06-30")


@pytest.fixture(autouse=True)
def folder(run) -> None:
    Path("rules/guild").mkdir(parents=True)
    Path("rules/guild/2024.ce").write_text(EDITION.format(year=2024, hours=9))
    Path("rules/guild/2025.ce").write_text(EDITION.format(year=2025, hours=12))
    Path("rules/bee.ce").write_text(BEE)


def tree(path: str = "site") -> dict[str, bytes]:
    return {
        each.relative_to(path).as_posix(): each.read_bytes() for each in sorted(Path(path).rglob("*")) if each.is_file()
    }


def around() -> set[str]:
    """What lies in the folder: nothing half-written may."""
    return {each.name for each in Path().iterdir()}


def test_a_site_of_two_rulesets(run) -> None:
    """The index, three places for the guild and its changes, one for the bees."""
    result = run(*ASKED)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "wrote site: 6 pages, 27 files\n"
    pages = [path for path in tree() if path.endswith(".html")]
    assert pages == [
        "bee/index.html", "guild/2024/index.html", "guild/2025/index.html", "guild/changes.html", "guild/index.html", "index.html",
    ]  # fmt: skip
    assert around() == {"rules", "site"}


def test_the_page_at_the_top_is_that_of_the_edition_in_force(run) -> None:
    run(*ASKED)
    assert "You need 12 hours" in tree()["guild/requirements.txt"].decode()
    run("publish", "rules", "--output", "site", "--as-of", "2024-06-30")
    assert "You need 9 hours" in tree()["guild/requirements.txt"].decode()


def test_what_changed_stands_on_the_page(run) -> None:
    run(*ASKED)
    assert "The total goes from 9 hours to 12 hours." in tree()["guild/index.html"].decode()
    assert "The total goes from 9 hours to 12 hours." in tree()["guild/changes.html"].decode()


def test_render_of_a_folder_tells_what_changed(run) -> None:
    result = run("render", "rules/guild", "--as-of", "2025-06-30", "--format", "txt")
    assert "The total goes from 9 hours to 12 hours." in result.stdout
    result = run("render", "rules/guild", "--as-of", "2024-06-30", "--format", "txt")
    assert "What changed".upper() not in result.stdout


def test_the_same_rules_give_the_same_bytes(run) -> None:
    """Also another day, as long as the same editions are in force."""
    run(*ASKED)
    first = tree()
    run("publish", "rules", "--output", "site", "--as-of", "2025-07-01")
    assert tree() == first


def test_two_computers_give_the_same_bytes(tmp_path: Path) -> None:
    """Two processes of their own, with another order of sets, another zone and another language of the computer: every
    file of a site is the same, in every form, also inside workbooks.
    """
    here = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    there = {"PYTHONHASHSEED": "4242", "TZ": "America/Caracas", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1"}
    for name, surroundings in (("here", here), ("there", there)):
        subprocess.run(
            [
                sys.executable, "-m", "cedsl", "publish", "rules", "--output", tmp_path / name, "--as-of", "2025-06-30",
                *(option for form in FORMS for option in ("--format", form)),
                *(option for code in ("en", "fr") for option in ("--lang", code)),
            ],
            env={**os.environ, **surroundings}, check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    found = tree(str(tmp_path / "here"))
    assert found == tree(str(tmp_path / "there"))
    assert {Path(path).suffix for path in found} == {".html", ".csv", ".xlsx", *(f".{form}" for form in FORMS)}


def test_languages_lie_beside_one_another(run) -> None:
    result = run(*ASKED, "--lang", "en", "--lang", "fr-CA")
    assert result.exit_code == 0
    found = tree()
    assert '<html lang="fr-CA">' in found["guild/fr-ca/index.html"].decode()
    assert 'hreflang="fr-CA" href="fr-ca/index.html"' in found["guild/index.html"].decode()


def test_an_unknown_language_is_told(run) -> None:
    result = run(*ASKED, "--lang", "tlh")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no language `tlh` here" in result.stderr
    assert not Path("site").exists()


def test_the_address_of_the_site(run) -> None:
    run(*ASKED, "--lang", "en", "--lang", "es", "--base-url", "https://rules.example/ce")
    assert 'href="https://rules.example/ce/guild/es/index.html"' in tree()["guild/index.html"].decode()


@pytest.mark.parametrize("address", ["foo", "rules.example/ce", "https://", "https://rules.example/a b", "ftp://a"])
def test_what_is_no_address_of_a_site_is_refused(run, address: str) -> None:
    result = run(*ASKED, "--base-url", address)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--base-url needs a whole address, such as https://example.org/rules" in result.stderr
    assert not Path("site").exists()


def test_forms_can_be_chosen(run) -> None:
    run(*ASKED, "--format", "txt")
    assert sorted(path for path in tree() if path.startswith("bee/")) == [
        "bee/index.html", "bee/records.csv", "bee/records.xlsx", "bee/requirements.txt",
    ]  # fmt: skip


# ----------------------------------------------------------------------------------------------------- --check


def test_a_current_site_is_current(run) -> None:
    run(*ASKED)
    result = run(*ASKED, "--check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "all 27 files are current\n", "")


def test_what_is_stale_is_named(run) -> None:
    """A rule is another, a page was taken away, another was touched."""
    run(*ASKED)
    Path("rules/bee.ce").write_text(BEE.replace("2h", "3h"))
    Path("site/guild/records.csv").unlink()
    Path("site/guild/changes.html").write_text("touched")
    Path("site/extra.txt").write_text("a file of somebody's")
    before = tree()
    result = run(*ASKED, "--check")
    assert result.exit_code == 1
    assert result.stdout == (
        "bee/index.html: stale\nbee/requirements.json: stale\nbee/requirements.md: stale\nbee/requirements.txt: stale\n"
        "cedsl-site.json: stale\nextra.txt: no longer published\nguild/changes.html: stale\nguild/records.csv: missing\n"
    )
    assert tree() == before


def test_a_site_that_is_not_there_is_all_missing(run) -> None:
    result = run(*ASKED, "--check")
    assert result.exit_code == 1
    assert result.stdout.count(": missing\n") == 27
    assert not Path("site").exists()


# --------------------------------------------------------------------------------------- nothing half, nothing lost


def test_all_errors_are_listed_and_nothing_is_swapped_in(run) -> None:
    run(*ASKED)
    before = tree()
    Path("rules/one.ce").write_text("require 3h ever { min 1h category }\n")
    Path("rules/two.ce").write_text("requre 3h ever\n")
    result = run(*ASKED)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "rules/one.ce:1:" in result.stderr
    assert "rules/two.ce:1:1" in result.stderr
    assert tree() == before
    assert around() == {"rules", "site"}


def test_all_false_examples_are_listed(run) -> None:
    Path("rules/guild/2024.ce").write_text(EDITION.format(year=2024, hours=9).replace("14 9h", "14 8h"))
    Path("rules/guild/2025.ce").write_text(EDITION.format(year=2025, hours=12).replace("14 12h", "14 8h"))
    result = run(*ASKED)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("CE450") == 4  # twice in each: the message, and where to read more
    assert not Path("site").exists()


def test_editions_that_overlap_are_refused(run) -> None:
    Path("rules/guild/also.ce").write_text(EDITION.format(year=2025, hours=13))
    result = run(*ASKED)
    assert result.exit_code == 2
    assert "CE410 error: two editions are in force from 2025-01-01" in result.stderr


def test_a_folder_of_somebody_is_left_as_it_is(run) -> None:
    Path("site").mkdir()
    Path("site/thesis.txt").write_text("ten years of work")
    result = run(*ASKED)
    assert result.exit_code == 2
    assert result.stderr == (
        "cedsl: `site` is no site that cedsl made, and is left as it is\n"
        "  help: publish into a folder that is empty or not there yet\n"
    )
    assert tree() == {"thesis.txt": b"ten years of work"}


def test_a_file_of_somebody_in_the_site_is_kept(run) -> None:
    run(*ASKED)
    Path("site/CNAME").write_text("rules.example")
    before = tree()
    result = run(*ASKED)
    assert result.exit_code == 2
    assert "`site` holds `CNAME`, which cedsl did not write, and is left as it is" in result.stderr
    assert tree() == before


@pytest.mark.parametrize(
    "marker", ["", "[]", "{}", '{"schema": "cedsl/site-1"}', '{"schema": "other", "files": {}}', "\0"]
)
def test_a_marker_that_is_none_marks_nothing(run, marker) -> None:
    Path("site").mkdir()
    Path("site/cedsl-site.json").write_text(marker)
    assert run(*ASKED).exit_code == 2
    assert tree() == {"cedsl-site.json": marker.encode()}


def test_an_empty_folder_is_filled_and_a_file_is_not_replaced(run) -> None:
    Path("site").mkdir()
    assert run(*ASKED).exit_code == 0
    Path("file").write_text("kept")
    result = run("publish", "rules", "--output", "file")
    assert (result.exit_code, Path("file").read_text()) == (2, "kept")


def test_what_is_no_longer_there_leaves_the_site(run) -> None:
    run(*ASKED)
    Path("rules/bee.ce").unlink()
    run(*ASKED)
    assert not [path for path in tree() if path.startswith("bee")]


def test_a_site_is_not_lost_when_writing_fails(run, monkeypatch) -> None:
    """The disk is full at the tenth file."""
    run(*ASKED)
    before = tree()
    written, whole = [], Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) == 10:
            raise OSError(28, "No space left on device")
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run(*ASKED)
    assert result.exit_code == 2
    assert "cannot write `site`: no space left on device" in result.stderr
    assert tree() == before
    assert around() == {"rules", "site"}


def test_the_marker_lists_every_file_with_its_hash(run) -> None:
    run(*ASKED)
    found = json.loads(Path("site/cedsl-site.json").read_text())
    assert set(found["files"]) == set(tree()) - {"cedsl-site.json"}


def test_the_site_may_lie_among_the_rules(run) -> None:
    """It is not looked into, whatever it holds."""
    run("publish", "rules", "--output", "rules/site", "--as-of", "2025-06-30")
    assert run("publish", "rules", "--output", "rules/site", "--as-of", "2025-06-30", "--check").exit_code == 0


def test_rulesets_of_one_name_in_two_folders_are_two(run) -> None:
    Path("rules/north").mkdir()
    Path("rules/north/bee.ce").write_text(BEE)
    Path("rules/bee-2.ce").write_text(BEE.replace("ruleset bee ", "ruleset BEE "))
    assert run(*ASKED).exit_code == 0
    assert sorted({path.split("/")[0] for path in tree()} - {"index.html", "cedsl-site.json"}) == [
        "bee",
        "bee-2",
        "guild",
        "north-bee",
    ]


def test_hidden_files_and_links_in_circles(run) -> None:
    Path("rules/.hidden").mkdir()
    Path("rules/.hidden/wrong.ce").write_text("requre\n")
    Path("rules/.wrong.ce").write_text("requre\n")
    Path("rules/again").symlink_to(Path("rules").absolute())
    assert run(*ASKED).exit_code == 0


def test_a_folder_without_rules(run) -> None:
    Path("none").mkdir()
    result = run("publish", "none", "--output", "site")
    assert result.exit_code == 2
    assert "CE402 error: `none` is a folder with no file that ends in `.ce`" in result.stderr


def test_an_ended_ruleset_keeps_its_last_page(run) -> None:
    Path("rules/bee.ce").write_text(
        BEE.replace('pers"', 'pers"\n    edition "1" in force from 2020-01-01 until 2022-12-31')
    )
    assert run(*ASKED).exit_code == 0
    assert "until 31 December 2022" in tree()["bee/requirements.txt"].decode()


def test_standard_output_is_no_folder(run) -> None:
    result = run("publish", "rules", "--output", "-")
    assert result.exit_code == 2
    assert "`-` is no folder; --output needs one" in result.stderr


def test_warnings_are_counted(run) -> None:
    """A statement whose layout hides where it belongs."""
    Path("rules/bee.ce").write_text("""member licensed: yes or no
require 10h within 1y when member licensed
limit 2 times kind exam within 1y
""")
    result = run(*ASKED)
    assert result.exit_code == 0
    assert result.stderr.startswith("1 warning about the rules; to read: cedsl lint, with one of the files\n")


def test_a_folder_that_is_not_there(run) -> None:
    result = run("publish", "nodir", "--output", "site")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[:2] == [
        "nodir  CE407 error: there is no folder `nodir`",
        "  help: give the folder in which your rules lie",
    ]
