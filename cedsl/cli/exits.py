"""What a command's exit code says. One enum for all commands."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, unique

from cedsl.model.ruleset import Word
from cedsl.verdict import MemberResult


@unique
class Exit(IntEnum):
    """0 all met or clean; 1 ran, and something is not met or was found; 2 could not run; 3 ran, nothing is
    known to be unmet, but some verdict depends on a record or fact that a person must settle.

    1 goes before 3: whoever settles the question still has someone who falls short. As shells have it, 130
    stands for an interrupt, 129 and 143 for a signal to stop, and 141 for a reader of the output that went away.
    """

    CLEAN = 0
    FOUND = 1
    UNABLE = 2
    DEPENDS = 3
    HUNG_UP = 129
    INTERRUPTED = 130
    READER_GONE = 141
    TERMINATED = 143


def of_verdicts(members: Iterable[MemberResult]) -> Exit:
    """The exit code of a check."""
    return of_words(member.verdict for member in members)


def of_words(words: Iterable[Word]) -> Exit:
    """The same of verdicts alone."""
    verdicts = set(words)
    if verdicts & {Word.SHORT, Word.FAILED}:
        return Exit.FOUND
    return Exit.DEPENDS if Word.DEPENDS in verdicts else Exit.CLEAN
