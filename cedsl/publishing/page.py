"""The page that members read, as a document made from the rules that decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Document
from cedsl.publishing.page_boundary import Boundary, boundary_blocks
from cedsl.publishing.page_carry import carrying, listings
from cedsl.publishing.page_changes import what_changed
from cedsl.publishing.page_check import ALONE, Beside, check_yourself
from cedsl.publishing.page_examples import examples
from cedsl.publishing.page_former import with_former
from cedsl.publishing.page_head import contacts, facts, stamp, title_of
from cedsl.publishing.page_questions import questions
from cedsl.publishing.page_sections import counting, credit, glance, limits, needs, periods
from cedsl.publishing.page_words import checklist, consequences, notes, words
from cedsl.publishing.phrase_words import sentence
from cedsl.publishing.tongue import say, spoken


def page(
    ruleset: Ruleset,
    outcomes: Mapping[str, bool] | None = None,
    *,
    before: Ruleset | None = None,
    beside: Beside = ALONE,
    boundary: Sequence[Boundary] = (),
) -> Document:
    """The whole page, in the language of the call. `outcomes` says of each example, by title, whether the rules bear
    it out. A false example is in the page, marked as an error; `false_examples` tells whether there is one.

    `before` is the edition before this one, from which the page tells what changed; `beside` is what lies in its site.
    `boundary` are examples that cedsl made from the rules, beside those of the author.
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
        examples(ruleset, outcomes, tuple(boundary_blocks(ruleset, boundary))),
        questions(ruleset),
        checklist(ruleset),
        words(ruleset),
        consequences(ruleset),
        what_changed(before, ruleset, beside.editions),
        check_yourself(ruleset, beside),
    )
    header = ruleset.header
    return Document(
        spoken().code,
        title_of(header),
        tuple(facts(ruleset, before)),
        tuple(sentence(say("Source: {sources}", sources=each)) for each in header.sources),
        with_former(tuple(section for section in sections if section is not None), ruleset),
        (say("cedsl makes this page from the same rules that decide."),),
        contacts(header),
        stamp(header),
    )
