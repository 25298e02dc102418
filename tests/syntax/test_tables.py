"""The tables are those of the grammar, and reading by them gives what Lark gives, place by place."""

from __future__ import annotations

import random
import sys
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from cedsl import resources
from cedsl.source import Source
from cedsl.syntax import parse as parsed
from cedsl.syntax.parse import keywords
from cedsl.syntax.recover import grammar, read_on
from cedsl.syntax.tables import Tables, read, tables
from tests.syntax.tables import made

BUNDLED = resources.bundled_names()


def placed(part: object) -> object:
    """A tree with the place of every node, which is no part of what makes two nodes equal."""
    if isinstance(part, tuple):
        return tuple(map(placed, part))
    if not is_dataclass(part):
        return part
    return (type(part).__name__, *((each.name, placed(getattr(part, each.name))) for each in fields(part)))


def both(text: str) -> tuple[Any, Any]:
    """What the tables read, and what Lark does."""
    known = tables()
    assert known is not None, "the tables are out of date: run `make tables`"
    by_lark, problems, _ = read_on(Source("rules.ce", text), text)
    return read(known, text), None if problems else by_lark


def test_the_tables_are_made_of_this_grammar() -> None:
    assert resources.grammar_tables() == made(), "run `make tables`"


def test_tables_of_another_grammar_are_not_used() -> None:
    """They hold the sum of the bytes of the grammar that they were made of."""
    head, rest = resources.grammar_tables().split("\n", 1)
    known = tables()
    assert known is not None
    assert Tables(f"{head.rsplit(' ', 1)[0]} 1\n{rest}").grammar == 1 != known.grammar


@pytest.mark.parametrize("name", BUNDLED)
def test_every_bundled_ruleset_is_read_alike(name: str) -> None:
    data = resources.bundled(name)
    assert data is not None
    by_tables, by_lark = both(data.decode().replace("\r\n", "\n"))
    assert by_tables is not None
    assert placed(by_tables) == placed(by_lark)


def test_a_text_is_read_alike_or_not_at_all_whatever_is_left_out() -> None:
    """A word left out of a ruleset: what the tables read, Lark reads alike; the rest is Lark's to tell."""
    draw = random.Random(29)
    texts = sorted((data.decode() for name in BUNDLED if (data := resources.bundled(name))), key=len)[:20]
    read_at_all = 0
    for text in texts * 3:
        lines = text.splitlines()
        at = draw.randrange(len(lines))
        words = lines[at].split(" ")
        del words[draw.randrange(len(words))]
        lines[at] = " ".join(words)
        by_tables, by_lark = both("\n".join(lines) + "\n")
        assert (by_tables is None) == (by_lark is None)
        assert placed(by_tables) == placed(by_lark)
        read_at_all += by_tables is not None
    assert 0 < read_at_all < 3 * len(texts)


def test_without_tables_everything_is_read_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "require 36h within 3y { min 3h category HR }\n"
    expected, known = parsed(Source("rules.ce", text)), keywords()
    monkeypatch.setattr(sys.modules["cedsl.syntax.parse"], "tables", lambda: None)
    assert placed(parsed(Source("rules.ce", text)).file) == placed(expected.file)
    assert keywords() == known
    assert set(known) == {word for word in grammar().literals.values() if word.isalpha()}
