"""Every sentence of every bundled page has at most 25 words; the text of an author is one word, however long."""

from __future__ import annotations

from cedsl.publishing.phrase_words import LONGEST_SENTENCE
from tests.publishing.bundle import document
from tests.publishing.sentences import sentences
from tests.rulesets.bundled import NAMES, ruleset

STILL_LONG = 15
"""Sentences that are longer: conditions inside a filter, and days counted from days. It may only fall."""


def test_sentences_are_short_enough_to_be_read_once():
    long = [
        f"{count} words, {name}: {sentence}"
        for name in NAMES
        for sentence, count in sentences(document(ruleset(name)), ruleset(name)).items()
        if count > LONGEST_SENTENCE
    ]
    print("\n".join(sorted(long)))
    assert len(long) <= STILL_LONG, "split a new long sentence in two, in the phrase that says it"
    assert len(long) >= STILL_LONG, "fewer are long now: write the new number here"


def test_the_words_of_a_sentence_are_counted_without_those_of_the_author():
    name = "ala/clm"
    counted = sentences(document(ruleset(name)), ruleset(name))
    assert counted["You need 36 hours in the 3 years up to the date of assessment."] == 14
    passive = "This is about activities in the mode “Interactive, technology-based self-study” or “Video conference or webcast”."
    assert counted[passive] == 10  # this is about activities in the mode, a title, or, a title
