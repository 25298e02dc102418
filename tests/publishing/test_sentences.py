"""Every sentence of every bundled page has at most 25 words, in each language; an author's text is one word."""

from __future__ import annotations

import pytest

from cedsl.publishing.languages import LANGUAGES, tongue_of
from cedsl.publishing.phrase_words import LONGEST_SENTENCE
from cedsl.publishing.tongue import speaking
from cedsl.publishing.translated import translated
from tests.publishing.bundle import document
from tests.publishing.sentences import sentences
from tests.rulesets.bundled import NAMES, ruleset


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short_enough_to_be_read_once(language: str) -> None:
    long = [
        f"{name}: {count} words: {sentence}"
        for name in NAMES
        for sentence, count in counted(name, language).items()
        if count > LONGEST_SENTENCE
    ]
    assert long == [], "split it in two, in the phrase that says it, or translate it more briefly"


def test_the_words_of_a_sentence_are_counted_without_those_of_the_author() -> None:
    said = counted("ala/clm", "en")
    assert said["You need 36 hours in the 3 years up to the date of assessment."] == 14
    passive = "This is about activities in the mode “Interactive, technology-based self-study” or “Video conference or webcast”."
    assert said[passive] == 10  # this is about activities in the mode, a title, or, a title


def test_quotes_of_other_languages_hold_one_word_too() -> None:
    said = counted("acfe/cfe", "fr")
    counting = next(count for sentence, count in said.items() if sentence.startswith("Il vous faut 20 heures"))
    # il vous faut 20 heures (5) par période de 1 an (5) comptée à partir du premier jour du mois (8) qui suit votre date (4)
    # « Certified on » (1)
    assert counting == 23


def counted(name: str, language: str) -> dict[str, int]:
    """The sentences of a bundled page in a language, each with the number of its words."""
    tongue = tongue_of(language)
    said = translated(ruleset(name), tongue).ruleset
    with speaking(tongue):
        return sentences(document(said), said)
