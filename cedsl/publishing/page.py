"""The page that members read, as a document made from the rules that decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cedsl.model.ruleset import UNTITLED, Header, Ruleset
from cedsl.publishing.document import Document
from cedsl.publishing.page_carry import carrying, listings
from cedsl.publishing.page_changes import what_changed
from cedsl.publishing.page_check import ALONE, Beside, check_yourself
from cedsl.publishing.page_examples import examples
from cedsl.publishing.page_questions import questions
from cedsl.publishing.page_sections import counting, credit, glance, limits, needs, periods
from cedsl.publishing.page_words import checklist, consequences, notes, words
from cedsl.publishing.phrase_words import capital, day_written, sentence
from cedsl.publishing.tongue import say, spoken


def page(
    ruleset: Ruleset,
    outcomes: Mapping[str, bool] | None = None,
    *,
    before: Ruleset | None = None,
    beside: Beside = ALONE,
) -> Document:
    """The whole page, in the language of the call. `outcomes` says of each example, by title, whether the rules bear
    it out. A false example is in the page, marked as an error; `false_examples` tells whether there is one.

    `before` is the edition before this one, from which the page tells what changed; `beside` is what lies in its site.
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
        what_changed(before, ruleset, beside.editions),
        check_yourself(ruleset, beside),
    )
    header = ruleset.header
    return Document(
        spoken().code,
        say("Requirements") if header.title == UNTITLED else capital(header.title or header.name),
        tuple(_facts(header)),
        tuple(sentence(say("Source: {sources}", sources=each)) for each in header.sources),
        tuple(section for section in sections if section is not None),
        (say("cedsl makes this page from the same rules that decide."),),
    )


def _facts(header: Header) -> Iterator[str]:
    """By whom, which edition, from when until when."""
    if header.issued_by is not None:
        yield say("Issued by {body}", body=header.issued_by)
    if header.edition is not None:
        yield say("Edition {edition}", edition=header.edition)
    first, last = header.in_force_from, header.in_force_until
    if first is not None and last is not None:
        yield say("In force from {first} until {last}", first=day_written(first), last=day_written(last))
    elif first is not None:
        yield say("In force from {day}", day=day_written(first))
    elif last is not None:
        yield say("In force until {day}", day=day_written(last))
