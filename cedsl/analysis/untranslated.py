"""Translations that are of nothing, and texts without one, where the author has begun to translate."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.analysis import findings
from cedsl.diagnostic import Diagnostic, nearest
from cedsl.model.ruleset import Ruleset
from cedsl.model.texts import bare_names, texts

LANGUAGES = {"es": "Spanish", "fr": "French"}


def translation_findings(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Of each language that the author translates into: what is of no text, then what is left out."""
    written = texts(ruleset)
    known = {*written, *bare_names(ruleset)}
    for each in ruleset.translations:
        if each.original not in known:
            yield findings.strange_translation(each, nearest(each.original, sorted(known)))
    for language in dict.fromkeys(each.language for each in ruleset.translations):
        said = [each for each in ruleset.translations if each.language == language]
        missing = [text for text in written if text not in {each.original for each in said}]
        if missing:
            yield findings.untranslated(LANGUAGES[language], missing, said[0].span)
