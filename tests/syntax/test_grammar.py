"""The grammar is unambiguous, keywords live in it alone, and misspelt words get the right first suggestion."""

from __future__ import annotations

import random
import time

import pytest
from lark import Lark

from cedsl import resources
from cedsl.diagnostic import show
from cedsl.model import resolve
from cedsl.source import Source
from cedsl.syntax import keywords, parse
from tests.cases import diagnosed

ONE_LINER = "require 36h within 3y; min 3h category HR; cap 12h mode passive"


def test_builds_strict() -> None:
    Lark(resources.grammar(), parser="lalr", lexer="contextual", strict=True)


def test_the_one_liner_is_complete() -> None:
    source, found = diagnosed(ONE_LINER)
    assert found == ()
    ruleset = resolve(parse(source).file, source).ruleset
    assert ruleset is not None
    assert [each.name for each in ruleset.categories if each.inferred] == ["HR"]
    assert [each.name for each in ruleset.choices if each.inferred] == ["passive"]


LINES = (
    "require 36h within 3y",
    "require 36h within 48 months from member applied-on",
    "min 3h category HR",
    "cap 12h mode passive",
    "cap 5h kind article per course",
    "limit 2 records kind retake",
    "threshold 10h category HR",
    "credit kind article: 5h each, at most 20h each",
    "refuse mode passive",
    "exempt when member retired",
    "plus 4h category HR",
    'duty "file it"',
    "min 3h category HR as people formerly staff",
    'contact "office@example.org"',
)


def _typos(word: str, rng: random.Random) -> list[str]:
    """Single edits of a word of five letters or more: one letter left out, doubled, changed or swapped."""
    at = rng.randrange(1, len(word) - 1)
    other = rng.choice("aeiourst")
    return [
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + other + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]


def test_a_misspelt_keyword_gets_the_right_first_suggestion() -> None:
    rng = random.Random(7)
    right = total = 0
    wrong: list[tuple[str, str, list[str | None]]] = []
    for line in LINES:
        for word in line.replace(":", " ").replace(",", " ").split():
            if word not in keywords() or len(word) < 5:
                continue
            for typo in _typos(word, rng):
                if typo == word:
                    continue
                text = f"member applied-on: date\nmember retired: yes or no\nrequire 9h within 1y\n{line.replace(word, typo, 1)}\n"
                _, found = diagnosed(text)
                total += 1
                hints = [each.help for each in found]
                if f"did you mean `{word}`?" in hints[:1]:
                    right += 1
                else:
                    wrong.append((word, typo, hints))
    assert total > 60
    assert right / total >= 0.95, (right, total, wrong)


def test_a_misspelt_name_gets_the_right_first_suggestion() -> None:
    rng = random.Random(11)
    names = ("Ethics", "Finance", "Technical", "Wellness", "Leadership", "Operations")
    declared = "\n".join(f"category {name}" for name in names)
    for name in names:
        for typo in _typos(name, rng):
            if typo == name:
                continue
            _, found = diagnosed(f"{declared}\nrequire 9h within 1y; min 1h category {typo}")
            assert [(each.code, each.help) for each in found] == [("CE101", f"did you mean `{name}`?")], typo


def test_independent_errors_are_each_reported() -> None:
    text = "\n".join([
        "category HR", "category ETH", "mode live", "mode passive",
        "reqire 36h within 3y {",          # 1: misspelt keyword
        "    min 3h category RH",          # 2: unknown category
        "    min 1h categroy ETH",         # 3: misspelt keyword
        "    cap 12h mode pasive",         # 4: unknown mode
        "    min",                         # 5: breaks off
        "    cap 3 bananas mode live",     # 6: unknown unit
        "}",
        "exemt when member gone",          # 7: misspelt keyword, 8: unknown fact
    ])  # fmt: skip
    _, found = diagnosed(text)
    assert sorted(each.code for each in found) == [
        "CE003", "CE003", "CE003", "CE006", "CE101", "CE101", "CE101", "CE101",
    ]  # fmt: skip


def test_no_message_names_a_token_of_the_parser() -> None:
    rng = random.Random(5)
    words = [*keywords(), "{", "}", ";", "\n", "3h", '"x"', "2025-02-30", ",", ":", "(", ")", "36", "/", "%"]
    for _ in range(300):
        text = " ".join(rng.choice(words) for _ in range(rng.randrange(1, 30)))
        source, found = diagnosed(text)
        for each in found:
            shown = show(each, source)
            assert "__ANON" not in shown
            assert "_SEP" not in shown
            assert "Token(" not in shown


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "\0", "﻿", "{" * 100_000, "(" * 100_000, "not " * 100_000, "x" * 5_000_00, '"' * 10_001,
     "require 3h within 1y;" * 5_000, "9" * 100_000, "min 3h mode a" + " or b" * 20_000],
    ids=lambda text: f"{text[:8]!r}x{len(text)}",
)  # fmt: skip
def test_any_text_ends_in_a_result_or_a_place(text: str) -> None:
    source = Source("any.ce", text)
    begun = time.process_time()
    parsed = parse(source)
    resolved = resolve(parsed.file, source, names_known=parsed.names_known, whole=not parsed.diagnostics)
    for each in (*parsed.diagnostics, *resolved.diagnostics):
        assert show(each, source).startswith("any.ce:")
    assert resolved.ruleset is not None or parsed.diagnostics or resolved.diagnostics
    assert time.process_time() - begun < 60  # a hang, not a speed
