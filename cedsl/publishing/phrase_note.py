"""Notes beside an activity, and what a table leaves open, as sentences to the member."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_label import label_quoted
from cedsl.publishing.phrase_names import field_title, term_quoted
from cedsl.publishing.phrase_words import day_written, listed, sentence
from cedsl.publishing.tongue import figures, only_english, say
from cedsl.records.note import Note, Noted


def note_sentence(ruleset: Ruleset, note: str) -> str:
    """The note as a sentence of its own; one that is nothing but a text stays as it is."""
    if not isinstance(note, Note) or note.what is None:
        return say("Note: {note}.", note=only_english(note).removesuffix("."))
    return sentence(_said(ruleset, note, note.what))


def _said(ruleset: Ruleset, note: Note, what: Noted) -> str:
    day = "" if note.day is None else day_written(note.day)
    match what:
        case Noted.MAKES_GOOD:
            return say("The activity lies after the period, and makes good what the period lacks")
        case Noted.ALSO_COUNTS:
            return say("The activity lies before the period, and counts in it too")
        case Noted.BEGAN_BEFORE:
            return say("The activity began on {day}, before the period", day=day)
        case Noted.ENDED_AFTER:
            return say("The activity was completed on {day}, after the period", day=day)
        case Noted.SEEN_BY:
            return say(
                "The activity is one of those counted for {requirement}", requirement=label_quoted(ruleset, *note.names)
            )
        case Noted.UNDER_NO_LIMIT:
            return say(
                "The record leaves {field} blank, so no limit that names {field} applies", field=_fields(ruleset, note)
            )
        case Noted.UNDER_NO_DIFFERENT:
            return say(
                "The record leaves {field} blank, so no limit on how many different ones count applies",
                field=_fields(ruleset, note),
            )
        case Noted.NET_OF:
            return say("What the record states under {fields} was taken off the length", fields=_fields(ruleset, note))
        case Noted.TIMES:
            return say("The credit was multiplied by {number}", number=figures(note.number or Fraction(1)))
        case _:
            assert_never(what)


def _fields(ruleset: Ruleset, note: Note) -> str:
    return listed([term_quoted(field_title(ruleset, each)) for each in note.names])
