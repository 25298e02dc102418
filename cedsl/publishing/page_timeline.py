"""A period drawn: from the first day that matters to the last, with the stretch that counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Mark, Timeline
from cedsl.publishing.page_sample import Sample, sample_sentence
from cedsl.publishing.phrase_names import fact_named
from cedsl.publishing.phrase_words import capital, day_written, listed
from cedsl.publishing.tongue import figures, say

LEFT, RIGHT = 40, 960
"""Where the first and the last mark stand, in thousandths of the width."""


def timeline(ruleset: Ruleset, sample: Sample) -> Timeline:
    """The sample drawn, with the same in words. Days that coincide share a mark."""
    named = dict[date, list[str]]()
    for day, words in sorted(_days(ruleset, sample), key=lambda each: each[0]):
        named.setdefault(day, []).append(words)
    begin, end = min(named), max(named)
    marks = tuple(
        Mark(figures(number), _place(day, begin, end), day_written(day), capital(listed(words)))
        for number, (day, words) in enumerate(named.items(), 1)
    )
    first, last = _place(sample.window.first, begin, end), _place(sample.window.last, begin, end)
    return Timeline(sample_sentence(ruleset, sample), first, str(max(4, int(last) - int(first))), marks)


def _days(ruleset: Ruleset, sample: Sample) -> Iterator[tuple[date, str]]:
    """Every day that matters, with what it is."""
    for name, value in sample.known.items():
        if isinstance(value, date):
            yield value, fact_named(ruleset, name)
    yield sample.window.first, say("the first day of the period")
    yield sample.window.last, say("the last day of the period")
    yield sample.as_of, say("the date of assessment")


def _place(day: date, begin: date, end: date) -> str:
    whole = (end - begin).days
    return str(LEFT + ((RIGHT - LEFT) * (day - begin).days // whole if whole else 0))
