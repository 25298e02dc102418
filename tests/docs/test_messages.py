"""The words of messages: a change of them is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.docs.messages import printed
from tests.docs.pages import DIAGNOSTICS, blocks


def test_the_words_of_every_message(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    """Each message as it is printed for the failing examples of its page."""
    told = [
        printed(block, tmp_path)
        for page in sorted(DIAGNOSTICS.glob("*.md"))
        for block in blocks(page)
        if "fails" in block.words
    ]
    assert told
    golden("\n".join(told), "messages.txt")
