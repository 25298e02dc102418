"""What an author most probably meant, where a statement of another manner was tried."""

from __future__ import annotations

import pytest

from cedsl.source import Source
from cedsl.syntax import parse

TRIED = {
    "require 20h cycle 2y from member licensed\n": (
        "CE008",
        "2",
        "the cycle stands on a line of its own, above all that is required: `cycle 2y from ...`",
    ),
    "require 20h within 2y from licensed\n": ("CE008", "licensed", "a fact about the member is written `member licensed`"),
    'fact licensed: date "Licensed on"\n': ("CE003", "fact", "did you mean `member`?"),
}


@pytest.mark.parametrize(("text", "said"), TRIED.items())
def test_a_hint(text: str, said: tuple[str, str, str]) -> None:
    source = Source("rules.ce", text)
    (first, *_) = parse(source).diagnostics
    assert (first.code, source.text_at(first.primary.span), first.help) == said
