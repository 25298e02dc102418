"""What is drawn of a whole registry: how far members have come, what they lack, how much time is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from cedsl.model.ruleset import Ruleset, Word
from cedsl.publishing.document import Bar, Bars, Cell, Link, Paragraph, Row, Section, Table
from cedsl.publishing.phrase_label import label_of_line
from cedsl.publishing.phrase_words import sentences
from cedsl.publishing.registry_chart import Bin, Chart, Range, columns, ranges
from cedsl.publishing.registry_figures import UNMET, Counted, Lack, RegistryFigures, Spread
from cedsl.publishing.registry_words import (
    amount_written,
    credit_grouped,
    grouped,
    line_written,
    members_written,
    percent,
)
from cedsl.publishing.tongue import figures, say, say_count

MOST_BARS = 24
SPANS = (30, 90, 180, 365)
"""Days left, at which one column of members ends and the next begins."""


def row_of(*cells: str) -> Row:
    """A row of plain cells."""
    return Row(tuple(map(Cell, cells)), ", ".join(cells))


def hours(found: RegistryFigures) -> Iterator[Section]:
    charts = [_chart(found, each) for each in found.counted if each.of]
    if charts:
        heading = say("How far members have come")
        yield Section("hours", heading, tuple(charts))  # type: ignore[arg-type]


def _chart(found: RegistryFigures, counted: Counted) -> Chart:
    """Of the amounts that are asked, that which most are asked is drawn; who is asked another stands in the caption."""
    asked, spread = max(counted.of, key=lambda pair: (pair[1].number, pair[0]))
    found_ranges = ranges(spread, asked)
    others = sum(each.number for _, each in counted.of) - spread.number
    ruleset = found.ruleset
    label = label_of_line(ruleset, counted.requirement, "")
    caption = say(
        "{requirement}: members by the {units} that count, of {amount}",
        requirement=label,
        units=ruleset.unit.plural,
        amount=credit_grouped(ruleset, asked),
    )
    rows = tuple(
        row_of(_range(ruleset, each), grouped(each.number), percent(each.number, spread.number))
        for each in found_ranges
    )
    columns_ = (say("What counts"), say("Members"), say("Share"))
    bins = [Bin(each.label, each.number, "met" if each.last is None else "short") for each in found_ranges]
    return Chart(
        sentences(caption, _asked_otherwise(others)),
        _said(spread, asked, ruleset),
        columns(bins),
        Table(say("Members by what counts"), columns_, rows, "list"),
        (Link("met", say("have all that is asked")), Link("short", say("have less"))),
    )


def _asked_otherwise(number: int) -> str:
    if not number:
        return ""
    return say_count(
        number,
        "{number} member is asked for another amount and is not drawn here",
        "{number} members are asked for other amounts and are not drawn here",
        number=grouped(number),
    )


def _said(spread: Spread, asked: Fraction, ruleset: Ruleset) -> str:
    """What the columns show, in words."""
    full = sum(count for amount, count in spread.counts if amount >= asked)
    none = sum(count for amount, count in spread.counts if amount <= 0)
    return say(
        "Of {members}, {full} have {amount} or more, {some} have less, and {none} have nothing yet.",
        members=members_written(spread.number),
        full=grouped(full),
        amount=credit_grouped(ruleset, asked),
        some=grouped(spread.number - full - none),
        none=grouped(none),
    )


def _range(ruleset: Ruleset, found: Range) -> str:
    if found.last is None:
        return say("{amount} or more", amount=credit_grouped(ruleset, found.first))
    if found.first == found.last:
        return say("nothing")
    last = credit_grouped(ruleset, found.last)
    if not found.first:
        return say("less than {amount}", amount=last)
    return say("from {first} to less than {last}", first=grouped(found.first), last=last)


# ---------------------------------------------------------------------------------------- what is lacking


def lacking(found: RegistryFigures) -> Section | None:
    if not found.lacks:
        return None
    most = sorted(found.lacks, key=lambda each: -each.lacking)[:MOST_BARS]
    bars = tuple(_bar(found.ruleset, each) for each in found.lacks if each in most)
    rows = tuple(_lack_row(found.ruleset, each) for each in found.lacks)
    heads = (say("What the rules ask"), say("Members who lack it"), say("Lacking in all"), say("At the median"))
    caption = say("What members lack, and how much of it")
    bars_caption = say("Members who lack it, of those who are asked")
    blocks = (Bars(bars_caption, bars), Table(caption, heads, rows, "list"))
    return Section("lacking", say("What is lacking, by statement"), blocks)


def _bar(ruleset: Ruleset, lack: Lack) -> Bar:
    words = say(
        "{number} of {all} ({share})",
        number=grouped(lack.lacking),
        all=grouped(lack.asked),
        share=percent(lack.lacking, lack.asked),
    )
    return Bar(line_written(ruleset, lack.line), words, str(lack.lacking * 1000 // (lack.asked or 1)), "short")


def _lack_row(ruleset: Ruleset, lack: Lack) -> Row:
    median = lack.short.median
    total = "–" if median is None else amount_written(ruleset, lack.line, lack.short.total)
    middle = "–" if median is None else amount_written(ruleset, lack.line, median)
    return row_of(line_written(ruleset, lack.line), grouped(lack.lacking), total, middle)


# ------------------------------------------------------------------------------------------- time left


def time_left(found: RegistryFigures) -> Section | None:
    known = [last for last, _ in found.ends if last is not None]
    if not known:
        return None
    bins = [each for each in _spans(found.ends, found.as_of) if each[0].number or each[0].label != say("unknown")]
    rows = tuple(row_of(words, grouped(each.number), grouped(each.part)) for each, words in bins)
    heads = (say("The period ends"), say("Members"), say("Short or failed"))
    within = sum(each.part for each, _ in bins[1:3])
    text = say_count(
        within,
        "{number} member who is short or failed has at most {days} days left.",
        "{number} members who are short or failed have at most {days} days left.",
        number=grouped(within),
        days=figures(SPANS[1]),
    )
    chart = Chart(
        say("Members by the days left in their period; of several periods, the one that ends first"),
        text,
        columns([each for each, _ in bins]),
        Table(say("Members by time left"), heads, rows, "list"),
        (Link("short", say("short or failed")), Link("rest", say("all others"))),
    )
    return Section("time", say("Time left"), (Paragraph(text), chart))  # type: ignore[arg-type]


def _spans(ends: Mapping[tuple[date | None, Word], int], as_of: date) -> list[tuple[Bin, str]]:
    """Those whose period has ended, then by days left, then those of whom no period is known, each with its words."""
    whole, unmet = [0] * (len(SPANS) + 3), [0] * (len(SPANS) + 3)
    for (last, word), count in ends.items():
        place = _span_of(last, as_of)
        whole[place] += count
        unmet[place] += count if word in UNMET else 0
    bins = [
        Bin(label, number, "rest", part) for (label, _), number, part in zip(_span_words(), whole, unmet, strict=True)
    ]
    return list(zip(bins, [words for _, words in _span_words()], strict=True))


def _span_of(last: date | None, as_of: date) -> int:
    if last is None:
        return len(SPANS) + 2
    left = (last - as_of).days
    if left < 0:
        return 0
    return next((place for place, most in enumerate(SPANS, 1) if left <= most), len(SPANS) + 1)


def _span_words() -> list[tuple[str, str]]:
    found = [(say("ended"), say("before this day"))]
    before = 0
    for most in SPANS:
        first, last = figures(before), figures(most)
        found.append((f"≤{last}", say("in {first} to {last} days", first=first, last=last)))
        before = most + 1
    last = figures(SPANS[-1])
    return [*found, (f">{last}", say("in more than {last} days", last=last)), (say("unknown"), say("on no known day"))]
