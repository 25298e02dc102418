"""The catalogues: every message of the source is said in each language, with the slots that it has."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from cedsl.publishing.tongue_catalogue import catalogue
from tests.publishing.catalogue import LANGUAGES, Found, messages

MESSAGES = messages()
GIVEN_TOGETHER = {
    "ordinal", "masculine", "feminine", "number", "day", "on", "length", "duration", "first", "last",
}  # fmt: skip
"""Slots that a call gives several of at once (`**ordinals(number)`)."""


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def allowed(found: Found) -> set[str]:
    several = any(each.startswith("**") for each in found.slots)
    return {each for each in found.slots if not each.startswith("**")} | (GIVEN_TOGETHER if several else set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    known = catalogue(language)
    assert [each.forms[0] for each in MESSAGES if (each.about, each.forms[0]) not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_uses_only_the_slots_that_its_message_has(language):
    known = catalogue(language)
    wrong = []
    for each in MESSAGES:
        for text in known.get((each.about, each.forms[0]), ()):
            if not slots(text) <= allowed(each) | slots("".join(each.forms)) | {"number"}:
                wrong.append((each.forms[0], text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_no_message_that_nobody_says(language):
    said = {(each.about, each.forms[0]) for each in MESSAGES}
    assert [key for key in catalogue(language) if key not in said] == []


def test_no_digit_stands_in_a_message():
    """Numbers come through slots; a digit in a message would be one that no rule put there."""
    assert [each.forms for each in MESSAGES if re.search(r"\d", "".join(each.forms))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_digit_stands_in_a_translation(language):
    assert [forms for forms in catalogue(language).values() if re.search(r"\d", "".join(forms))] == []
