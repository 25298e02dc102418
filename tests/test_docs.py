"""The documents are true: examples parse and pass, sessions print what they show, pages fit the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lark import Lark, Tree

from cedsl import resources, workspace
from cedsl.cli import COMMANDS
from cedsl.diagnostic import has_errors, show
from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset
from cedsl.ruletest import run_examples
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.syntax.parse import keywords
from tests.docs.messages import printed
from tests.docs.pages import (
    DIAGNOSTICS,
    DOCS,
    PAGES,
    ROOT,
    Block,
    anchors,
    blocks,
    headings,
    links,
    name,
    prose,
)
from tests.docs.session import replay

LANGUAGE = DOCS / "reference" / "language.md"
CLI = DOCS / "reference" / "cli.md"
CODE_PAGES = sorted(DIAGNOSTICS.glob("*.md"))


def ruleset_of(block: Block) -> Ruleset:
    """The rules in the block, which have no error."""
    source = Source(block.place, block.body)
    parsed = parse(source)
    resolved = resolve(parsed.file, source, names_known=parsed.names_known, whole=not parsed.diagnostics)
    found = (*parsed.diagnostics, *resolved.diagnostics)
    assert not has_errors(found), "".join(show(each, source) for each in found)
    assert resolved.ruleset is not None
    return resolved.ruleset


# ------------------------------------------------------------------------------------------- rules


RULES = [
    block
    for page in PAGES
    for block in blocks(page)
    if block.language == "ce" and not {"fails", "repaired", "unchecked", "add"} & set(block.words)
]


@pytest.mark.parametrize("block", RULES, ids=lambda block: block.place)
def test_rules_in_a_document_are_rules(block: Block) -> None:
    """They have no error, and each example in them passes."""
    for outcome in run_examples(ruleset_of(block)):
        assert outcome.passed, (outcome.example.title, outcome.problems)


# ---------------------------------------------------------------------------------------- sessions


def has_sessions(page: Path) -> bool:
    return any(block.language == "console" for block in blocks(page))


@pytest.mark.parametrize("page", [page for page in PAGES if has_sessions(page)], ids=name)
def test_a_session_prints_what_it_shows(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each page in a folder of its own, from top to bottom; `--update-golden` writes what is printed."""
    text = page.read_text("utf-8")
    moved = 0
    for block in blocks(page):
        if "file" in block.options:
            assert block.language != "console"
            file_path = tmp_path / block.options["file"]
            file_path.parent.mkdir(parents=True, exist_ok=True)
            with file_path.open("a" if "add" in block.words else "w") as file:
                file.write(block.body)
        if block.language != "console":
            continue
        ran = replay(block.body, tmp_path)
        assert ran.code == int(block.options.get("exit", "0")), (block.place, ran.output)
        if request.config.getoption("--update-golden"):
            text = text[: block.start + moved] + ran.output + text[block.end + moved :]
            moved += len(ran.output) - len(block.body)
        else:
            assert block.body == ran.output, block.place
    if request.config.getoption("--update-golden"):
        page.write_text(text, "utf-8")


# ------------------------------------------------------------------------------------ the language


@cache
def grammar() -> Lark:
    return Lark(resources.grammar(), parser="lalr", lexer="contextual", maybe_placeholders=False)


def constructs() -> frozenset[str]:
    """Every rule of the grammar that makes a node of its own, by its name in the tree."""
    found = {str(rule.alias or rule.origin.name) for rule in grammar().rules}
    return frozenset(each for each in found if not each.startswith("_"))


def used(text: str) -> frozenset[str]:
    """The constructs that a ruleset uses."""
    tree = grammar().parse(text if text.endswith("\n") else text + "\n")
    return frozenset(str(each.data) for each in tree.iter_subtrees() if isinstance(each, Tree))


_SECTION = re.compile(r"^(?=#{2,3} )", re.MULTILINE)
_SAYS = re.compile(r"<!-- says: ([^>]*) -->")


def sections() -> Iterator[tuple[str, frozenset[str], tuple[Block, ...]]]:
    """For each section of the reference its heading, the constructs that it says it explains, and its rules."""
    offset = 0
    every = [block for block in blocks(LANGUAGE) if block.language == "ce"]
    for part in _SECTION.split(LANGUAGE.read_text("utf-8")):
        end = offset + len(part)
        says = frozenset(word for listed in _SAYS.findall(part) for word in listed.split())
        yield part.partition("\n")[0], says, tuple(each for each in every if offset <= each.start < end)
        offset = end


def test_every_construct_of_the_grammar_has_its_section() -> None:
    said = [each for _, says, _ in sections() for each in says]
    assert constructs() - set(said) == set()
    assert set(said) - constructs() == set()
    assert sorted(said) == sorted(set(said)), "a construct has one section"


@pytest.mark.parametrize("section", list(sections()), ids=lambda section: section[0])
def test_a_section_shows_what_it_explains(section: tuple[str, frozenset[str], tuple[Block, ...]]) -> None:
    _, says, rules = section
    assert says - {each for block in rules for each in used(block.body)} == set()


def test_every_keyword_stands_in_the_reference() -> None:
    words = set(re.findall(r"[A-Za-z]+", LANGUAGE.read_text("utf-8")))
    assert set(keywords()) - words == set()


def test_every_default_stands_in_the_reference() -> None:
    """Those that `cedsl show` can list, by the names that the sources give them."""
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "cedsl" / "model").glob("*.py"))
    made = set(re.findall(r'assume\(\s*"([a-z-]+)"', sources))
    told = LANGUAGE.read_text("utf-8").partition("### Defaults")[2]
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", told, re.MULTILINE))
    assert made == listed


# ------------------------------------------------------------------------------------- diagnostics


_CODE = re.compile(r'"(CE[0-9]{3})"')
_PRINTED = re.compile(r"^\S+(?::\d+:\d+)?  (CE\d{3}) ", re.MULTILINE)


def codes() -> list[str]:
    sources = (path.read_text("utf-8") for path in (ROOT / "cedsl").rglob("*.py") if path.name != "diagnostic.py")
    return sorted({code for text in sources for code in _CODE.findall(text)})


def test_every_code_has_a_page_and_no_page_is_left_over() -> None:
    assert [page.stem for page in CODE_PAGES] == codes()


TOO_LARGE_TO_SHOW = {"CE305", "CE306", "CE309", "CE318", "CE319", "CE403", "CE404", "CE415", "CE416"}
"""Files too large to print, packed ones, or what the system refuses; the tests of the rooms that make them cover them."""


def is_warning(code: str) -> bool:
    return code >= "CE500"


@pytest.mark.parametrize("page", CODE_PAGES, ids=lambda page: page.stem)
def test_the_page_of_a_code_keeps_its_word(page: Path, tmp_path: Path) -> None:
    """The failing example gives that code and no other, the repaired one none of its kind; there is one of
    each, or a session that shows the message."""
    failing = [block for block in blocks(page) if "fails" in block.words]
    repaired = [block for block in blocks(page) if "repaired" in block.words]
    assert (failing and repaired) or has_sessions(page) or page.stem in TOO_LARGE_TO_SHOW
    for block in failing:
        assert block.words[-1] == page.stem
        assert set(_PRINTED.findall(printed(block, tmp_path))) == {page.stem}, block.place
    for block in repaired:
        found = _PRINTED.findall(printed(block, tmp_path))
        assert [code for code in found if is_warning(code) <= is_warning(page.stem)] == [], block.place
    shown = [code for block in blocks(page) if block.language == "console" for code in _PRINTED.findall(block.body)]
    assert set(shown) == ({page.stem} if has_sessions(page) else set())


@pytest.mark.parametrize("page", CODE_PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_it_means_why_and_what_to_do(page: Path) -> None:
    first, second, *_ = page.read_text("utf-8").splitlines()
    assert re.fullmatch(rf"# {page.stem}: [a-z].*[^.]", first)
    assert second == ""
    assert headings(page)[1:] == ("Why it matters", "An example", "What to do"), page.stem


def test_the_page_about_large_files_knows_how_large() -> None:
    text = (DIAGNOSTICS / "CE404.md").read_text("utf-8")
    assert f"{workspace.MOST_RULES // workspace.MIB} MiB long" in text
    assert f"facts {workspace.MOST_RECORDS // workspace.MIB} MiB" in text


# --------------------------------------------------------------------------------------- commands


def test_every_command_stands_in_the_reference_with_its_help() -> None:
    shown = {line for block in blocks(CLI) for line in block.body.splitlines() if line.startswith("$ ")}
    for command in COMMANDS:
        assert f"$ cedsl {command} --help" in shown
        assert f"`cedsl {command}`" in headings(CLI)


def test_no_document_names_a_command_that_does_not_exist() -> None:
    known = set(COMMANDS)
    for page in PAGES:
        named = re.findall(r"(?:^\$ |`)cedsl ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= known, name(page)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_make_targets_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z]+)`|^make ([a-z]+)$", page.read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{''.join(target)}:", makefile, re.MULTILINE), target


# ------------------------------------------------------------------------------------------- links


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor and target.suffix == ".ce":
            assert 1 <= int(anchor.removeprefix("L")) <= len(target.read_text("utf-8").splitlines()), link
        elif anchor:
            assert anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_block_says_what_it_is(page: Path) -> None:
    """A block that nothing executes is a shape (`text`), a data format or a command to type in a shell."""
    known = {"ce", "csv", "toml", "console", "text", "sh", "json", "jinja"}
    assert {block.language for block in blocks(page)} <= known
    assert "```" not in prose(page)


# --------------------------------------------------------------------------------------- decisions


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("*.md")), ids=name)
def test_a_decision_is_half_a_page(page: Path) -> None:
    number = page.stem.partition("-")[0]
    first = page.read_text("utf-8").splitlines()[0]
    assert re.fullmatch(rf"# {number}: [A-Z].*[^.]", first)
    assert headings(page)[1:] == ("Context", "Decision", "Consequences")
    assert len(page.read_text("utf-8").split()) <= 300


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(page.stem.partition("-")[0]) for page in (DOCS / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_document_speaks_of_the_product_alone(page: Path) -> None:
    """No path of a machine, and no address where packages come from."""
    text = page.read_text("utf-8")
    assert not re.search(r"(?<![\w.])/(work|home|tmp|Users)/|pypi|pythonhosted", text)
