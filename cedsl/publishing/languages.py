"""Which languages pages can be written in, and how one is asked for: `es`, `fr-CA`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from cedsl.publishing.tongue import ENGLISH, Tongue

LANGUAGES = ("en", "es", "fr")
"""The languages with a whole catalogue. A region may follow: its numbers and dates are then used."""

ENGLISH_NAMES = {"en": "English", "es": "Spanish", "fr": "French"}
"""What each is called, also in a ruleset: `in French { … }`."""


class UnknownLanguageError(ValueError):
    """No page can be written in this language; the text says which there are."""


def tongue_of(code: str) -> Tongue:
    """The language asked for by its code; a new one each time, for it collects what was not translated.

    Raises UnknownLanguageError for a language without a catalogue or a region that CLDR does not know.
    """
    language, regional, region = code.replace("_", "-").partition("-")
    if language.lower() not in LANGUAGES or (regional and not region):
        raise UnknownLanguageError(f"there is no language `{repr(code)[1:-1]}` here; there are {', '.join(LANGUAGES)}")
    if language.lower() == "en":
        return ENGLISH
    from babel import Locale, UnknownLocaleError

    from cedsl.publishing.tongue_catalogue import Catalogued, catalogue

    try:
        locale = Locale.parse(f"{language.lower()}_{region.upper()}" if region else language.lower())
    except (UnknownLocaleError, ValueError):
        raise UnknownLanguageError(f"{code!r} is no region of this language that is known") from None
    return Catalogued(str(locale).replace("_", "-"), locale, catalogue(language.lower()))


def missing_messages(tongue: Tongue) -> tuple[str, ...]:
    """The messages that were said in English so far, because the catalogue lacks them."""
    from cedsl.publishing.tongue_catalogue import Catalogued

    return tuple(tongue.untranslated) if isinstance(tongue, Catalogued) else ()


@contextmanager
def collecting(tongue: Tongue) -> Iterator[Tongue]:
    """The same language, which collects what it lacks for one document alone; afterwards `tongue` knows of it, too."""
    from cedsl.publishing.tongue_catalogue import Catalogued

    if not isinstance(tongue, Catalogued):
        yield tongue
        return
    alone = replace(tongue, untranslated={})
    yield alone
    tongue.untranslated.update(alone.untranslated)
