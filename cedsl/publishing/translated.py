"""A ruleset in another language: what its author wrote, as the author's own translations have it."""

from __future__ import annotations

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.model.texts import with_texts
from cedsl.publishing.tongue import ENGLISH, Tongue
from cedsl.quantity import STANDARD_UNITS


@dataclass(frozen=True, slots=True)
class Translated:
    """The ruleset, and those of its texts that it does not say in the language: they stay as they were written."""

    ruleset: Ruleset
    untranslated: tuple[str, ...]


def translated(ruleset: Ruleset, tongue: Tongue) -> Translated:
    """The ruleset with its own translations in place, and the units that are built in as the catalogue has them."""
    if tongue is ENGLISH:
        return Translated(ruleset, ())
    language = tongue.code.partition("-")[0]
    own = {each.original: each.said for each in ruleset.translations if each.language == language}
    units = {word: tongue.message(word, "a unit") for unit in STANDARD_UNITS for word in (unit.name, unit.plural)}
    missing: dict[str, None] = {}

    def say(text: str) -> str:
        if text not in own:
            missing[text] = None
        return own.get(text, text)

    said = with_texts(ruleset, say, lambda name: own.get(name, units.get(name, name)))
    return Translated(said, tuple(missing))
