"""How easily the rules are read: sentences that are too long, and the grade of the page. Advice, and never an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction

from cedsl.analysis import findings
from cedsl.diagnostic import Diagnostic
from cedsl.lean import dataclass, regex
from cedsl.model.ruleset import Ruleset
from cedsl.model.texts import texts
from cedsl.publishing.document import Cell, Document, Item, Paragraph, Question, Row, Steps
from cedsl.publishing.page import page
from cedsl.source import NOWHERE, Source, Span

MOST_WORDS = 25
"""How many words a sentence may have."""

HIGHEST_GRADE = 9
"""The grade for which plain language aims, in years at school."""

FIRST_WORDS = 4
"""How many of them are pointed at."""

BREAK = regex(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-ZÀ-ÖØ-Þ0-9])")
"""Where one sentence may end and the next begin."""

SHORTENED = regex(r"\b(?:(?:[a-z]\.)+[a-z]|st|dr|mrs?|ms|inc|ltd|cf|vs|approx)\.$", re.IGNORECASE)
"""What ends in a full stop and ends no sentence: `U.S.`, `e.g.`, `Dr.`"""

NUMBERED = regex(r"\b(?:nos?|arts?|secs?|chap|ch|para|reg|vol|pp?|fig)\.$", re.IGNORECASE)
"""What ends none where a number follows: `No. 12`, `Art. 3`."""

ENDS = regex(r"[.!?][\"”’)]*$")
WORDED = regex(r"[^\W_]")
"""A letter or a digit: what makes a word of what stands between two blanks."""


@dataclass(frozen=True, slots=True)
class Readability:
    """Of a page: how many whole sentences it has, its grade (None where it has none), and the sentences with more than
    25 words, each once, that are no text of the author's.
    """

    sentences: int
    grade: Fraction | None
    long: tuple[str, ...]


def long_sentences(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """A remark on each sentence of the author's own texts that has more than 25 words, where the text stands."""
    for text in texts(ruleset):
        for sentence in sentences_of(text):
            if len(words_of(sentence)) > MOST_WORDS:
                yield findings.long_sentence(len(words_of(sentence)), _place(ruleset.source, text, sentence))


def _place(source: Source, text: str, sentence: str) -> Span:
    """The first words of the sentence, where it is written; the first line where its text is put together."""
    written = source.text.find(f'"{text}"')
    if written < 0:
        return NOWHERE
    start = source.text.index(sentence, written)
    return Span(start, start + len(" ".join(sentence.split(" ")[:FIRST_WORDS])))


def readability(ruleset: Ruleset) -> Readability:
    """Of the page in English, without its examples, which are tables."""
    own = {sentence for text in texts(ruleset) for sentence in sentences_of(text)}
    told = [sentence for text in _texts(page(ruleset)) for sentence in sentences_of(text) if ENDS.search(sentence)]
    found = dict.fromkeys(each for each in told if len(words_of(each)) > MOST_WORDS)
    long = tuple(each for each in found if not any(text in each for text in own if len(words_of(text)) > MOST_WORDS))
    return Readability(len(told), grade(told), long)


def grade(sentences: Iterable[str]) -> Fraction | None:
    """The Automated Readability Index: 4.71 characters a word, plus half the words a sentence, minus 21.43.

    A character is a letter or a digit. The index is about the years at school that a reader needs. None of nothing.
    """
    told = [words_of(each) for each in sentences]
    words = sum(map(len, told))
    if not words:
        return None
    characters = sum(len(WORDED.findall(word)) for each in told for word in each)
    return Fraction(471, 100) * characters / words + Fraction(words, 2 * len(told)) - Fraction(2143, 100)


def words_of(sentence: str) -> list[str]:
    """What stands between blanks and holds a letter or a digit."""
    return [each for each in sentence.split() if WORDED.search(each)]


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, each with its full stop; what has none at the end is one, too."""
    found: list[str] = []
    start = 0
    for each in BREAK.finditer(text):
        before, follows = text[start : each.start()], text[each.end() : each.end() + 1]
        if not (SHORTENED.search(before) or (follows.isdigit() and NUMBERED.search(before))):
            found.append(text[start : each.end()].strip())
            start = each.end()
    return [each for each in (*found, text[start:].strip()) if each]


def _texts(document: Document) -> Iterator[str]:
    """What a member reads on the page: paragraphs, items, steps, remarks and answers."""
    for section in document.sections:
        if section.name not in {"worked-examples", "checklist", "what-changed"}:
            yield from _of(section.blocks)


def _of(node: object) -> Iterator[str]:
    match node:
        case tuple():
            for each in node:
                yield from _of(each)
        case Paragraph(text=text):
            yield text
        case Item(text=text, remarks=remarks) | Cell(text=text, remarks=remarks):
            yield from (text, *remarks)
        case Steps(texts=steps):
            yield from steps
        case Question(question=question, answer=answer):
            yield from (question, answer)
        case Row(cells=cells):
            yield from _of(cells)
        case _ if is_dataclass(node) and not isinstance(node, type):
            for each in fields(node):
                yield from _of(getattr(node, each.name))
        case _:
            return
