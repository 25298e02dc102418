"""The page that members read, as a view of ready texts made from the rules that decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cedsl.model.ruleset import Header, Ruleset
from cedsl.publishing.page_carry import carrying, listings
from cedsl.publishing.page_examples import examples
from cedsl.publishing.page_questions import questions
from cedsl.publishing.page_sections import counting, credit, glance, limits, needs, periods
from cedsl.publishing.page_view import PageView
from cedsl.publishing.page_words import checklist, consequences, notes, words
from cedsl.publishing.phrase_english import capital, day_written, sentence

FOOTER = "cedsl makes this page from the same rules that decide."


def page(ruleset: Ruleset, outcomes: Mapping[str, bool] | None = None) -> PageView:
    """The whole page. `outcomes` says of each example, by title, whether the rules bear it out.

    A false example is in the view, marked as an error; `false_examples` tells whether there is one.
    """
    sections = (
        glance(ruleset),
        needs(ruleset),
        limits(ruleset),
        periods(ruleset),
        carrying(ruleset),
        credit(ruleset),
        listings(ruleset),
        counting(ruleset),
        notes(ruleset),
        examples(ruleset, outcomes),
        questions(ruleset),
        checklist(ruleset),
        words(ruleset),
        consequences(ruleset),
    )
    header = ruleset.header
    return PageView(
        capital(header.title or header.name) or "Requirements",
        tuple(_facts(header)),
        tuple(map(sentence, header.sources)),
        tuple(section.link for section in sections if section is not None),
        *sections,
        FOOTER,
    )


def _facts(header: Header) -> Iterator[str]:
    """By whom, which edition, from when until when."""
    if header.issued_by is not None:
        yield f"Issued by {header.issued_by}"
    if header.edition is not None:
        yield f"Edition {header.edition}"
    if header.in_force_from is not None:
        until = "" if header.in_force_until is None else f" until {day_written(header.in_force_until)}"
        yield f"In force from {day_written(header.in_force_from)}{until}"
    elif header.in_force_until is not None:
        yield f"In force until {day_written(header.in_force_until)}"
