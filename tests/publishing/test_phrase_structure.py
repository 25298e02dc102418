"""What is said does not hang on English words: every page asks for the same messages in any language."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.page import page
from cedsl.publishing.tongue import speaking
from cedsl.publishing.tongue_english import English
from cedsl.source import Source
from cedsl.syntax import parse

RULESETS = Path(__file__).parents[2] / "rulesets"
SLOT = re.compile(r"(\{\w+\})")
WORD = re.compile(r"[A-Za-z]+")


class Noting(English):
    """English that notes which messages it is asked for."""

    def __init__(self, asked: list[tuple[str, str]]) -> None:
        super().__init__()
        object.__setattr__(self, "asked", asked)

    def message(self, english: str, about: str = "") -> str:
        self.asked.append((english, about))
        return self.said(english)

    def counted(self, number: Fraction, one: str, many: str) -> str:
        self.asked.append((one, "counted"))
        return self.said(one if number == 1 else many)

    def said(self, english: str) -> str:
        return english


class Foreign(Noting):
    """Every word in other letters but for "or", at which a text may look where it could be taken for its own."""

    def said(self, english: str) -> str:
        return "".join(part if part.startswith("{") else WORD.sub(_foreign, part) for part in SLOT.split(english))


def _foreign(word: re.Match[str]) -> str:
    return word[0] if word[0] == "or" else "ж" * len(word[0])


def _ruleset(path: Path) -> Ruleset:
    source = Source(path.name, path.read_text("utf-8"))
    parsed = parse(source)
    assert parsed.file is not None, parsed.diagnostics
    ruleset = resolve(parsed.file, source).ruleset
    assert ruleset is not None
    return ruleset


@pytest.mark.parametrize("path", sorted(RULESETS.rglob("*.ce")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_page_is_built_alike_in_every_language(path: Path) -> None:
    ruleset = _ruleset(path)
    english: list[tuple[str, str]] = []
    foreign: list[tuple[str, str]] = []
    with speaking(Noting(english)):
        page(ruleset)
    with speaking(Foreign(foreign)):
        page(ruleset)
    assert len(english) > 50
    assert foreign == english
