"""What follows the noun at once: "in Business ethics", "by webcast", "offered by ...", "lasting at least 3 hours"."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cedsl.model.predicate import Compare, Constant, Op, Term
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_names import (
    NAMED_FIELDS,
    category_titles,
    choice_title,
    table_title,
    term_quoted,
    time_written,
)
from cedsl.publishing.phrase_spoken import Head, Limit, Limited, Marks, Shape, Spoken, denied, plain
from cedsl.publishing.phrase_term import compared, measuring
from cedsl.publishing.phrase_words import listed, quoted, titles_listed
from cedsl.publishing.tongue import say, say_as

STANDS_ALONE = ("in", "on", "at", "live", "online", "by", "via")
FROM_ACTIVITIES = Marks(activities=True)


def in_categories(ruleset: Ruleset, names: Sequence[str], *, negated: bool) -> Spoken:
    titles = titles_listed(category_titles(ruleset, names))
    text = say("in {categories}", categories=titles)
    if negated:
        return denied(say("not in {categories}", categories=titles), text, _no(titles))
    return plain(text, titles)


def in_table(ruleset: Ruleset, table: str, head: Head, *, negated: bool) -> Spoken:
    """Of activities that a reference table lists."""
    named = table_title(ruleset, table)
    title = say("listed in {table}", table=named)
    text = say("from activities listed in {table}", table=named) if head is Head.CREDIT else title
    marks = FROM_ACTIVITIES if head is Head.CREDIT else Marks()
    if not negated:
        return Spoken(text, Shape.PLAIN, title, marks=marks)
    not_so = say("not listed in {table}", table=named)
    told = say("not from activities listed in {table}", table=named) if head is Head.CREDIT else not_so
    return Spoken(told, Shape.PLAIN, not_so, negated=True, affirmed=text, marks=marks)


def _no(title: str) -> str:
    """What a table says of all that is not so."""
    return say("not {title}", title=title)


def is_named(field: str, terms: Sequence[Term]) -> bool:
    """Whether a comparison of the field with names has a preposition of its own."""
    fixed = all(isinstance(term, Constant) and isinstance(term.value, str) for term in terms)
    return fixed and field in NAMED_FIELDS


def named(ruleset: Ruleset, field: str, right: Sequence[Term], head: Head, *, negated: bool) -> Spoken:
    """Mode, role, kind, provider and course have a preposition of their own."""
    names = [term.value for term in right if isinstance(term, Constant) and isinstance(term.value, str)]
    titles = [choice_title(ruleset, field, name) for name in names]
    words = [title or name for title, name in zip(titles, names, strict=True)]
    shown = titles_listed(words)
    if field == "mode" and _stand_alone(titles):
        return _taken([title for title in titles if title], shown, negated=negated)
    if field == "mode":
        text, not_so = _by_mode(titles, words)
    else:
        text, not_so = _by_field(field, _as_terms(words, titles), shown, head)
    return denied(not_so, text, _no(shown)) if negated else plain(text, shown)


def _by_field(field: str, said: str, shown: str, head: Head) -> tuple[str, str]:
    """What is so, and the same denied; `said` are the names as terms of the page, `shown` as they are."""
    match field, head:
        case "role", _:
            return say("as {role}", role=said), say("not as {role}", role=said)
        case "kind", Head.CREDIT:
            return say("from {kind}", kind=said), say("not from {kind}", kind=said)
        case "kind", _:
            return say("of the kind {kind}", kind=said), say("not of the kind {kind}", kind=said)
        case "provider", _:
            return say("offered by {provider}", provider=shown), say("not offered by {provider}", provider=shown)
        case _:
            return say("in the course {course}", course=shown), say("not in the course {course}", course=shown)


def _stand_alone(titles: Sequence[str | None]) -> bool:
    """Whether every title is an adverb: `live online`, `in person`."""
    return all(title and title.split(" ", maxsplit=1)[0].lower() in STANDS_ALONE for title in titles)


def _taken(titles: Sequence[str], shown: str, *, negated: bool) -> Spoken:
    how = listed([title[:1].lower() + title[1:] for title in titles], "or")
    text = say("taken {how}", how=how)
    if negated:
        return denied(say("not taken {how}", how=how), text, _no(shown))
    return Spoken(text, Shape.PLAIN, shown, limit=Limit(Limited.TAKEN, how))


def _by_mode(titles: Sequence[str | None], words: Sequence[str]) -> tuple[str, str]:
    """`by webcast`, `in passive mode` for a bare name, and for a title with a capital of its own, which may be any
    clause, `in the mode “...”`; then the same denied.
    """
    if any(title and title[:1].isupper() for title in titles):
        mode = _as_terms(words, titles)
        return say("in the mode {mode}", mode=mode), say("not in the mode {mode}", mode=mode)
    mode = titles_listed(words)
    if all(titles):
        return say("by {mode}", mode=mode), say("not by {mode}", mode=mode)
    return say("in {mode} mode", mode=mode), say("not in {mode} mode", mode=mode)


def _as_terms(words: Sequence[str], titles: Sequence[str | None]) -> str:
    """Choices inside a sentence: a title with a capital of its own is a term, and so is quoted."""
    if any(title is not None and title[:1].isupper() for title in titles):
        return listed(
            [term_quoted(word) if title else quoted(word) for word, title in zip(words, titles, strict=True)], "or"
        )
    return titles_listed(words)


def taken_on(when: str, *, negated: bool) -> Spoken:
    """The day of the activity: `taken on or after 1 May 2021`."""
    text = say("taken {when}", when=when)
    if negated:
        return denied(say("not taken {when}", when=when), text, "")
    return Spoken(text, Shape.PLAIN, limit=Limit(Limited.TAKEN, when))


def lasting(ruleset: Ruleset, atom: Compare, head: Head, *, negated: bool) -> Spoken:
    """The time that a record states, which is not what it is worth: `from activities that last at least 3 hours`."""
    time = _length(ruleset, atom)
    title = say("lasting {time}", time=time)
    if head is not Head.CREDIT:
        if negated:
            return denied(say("not lasting {time}", time=time), title, "")
        return Spoken(title, Shape.PLAIN, limit=Limit(Limited.LASTING, time))
    if negated:
        text = say("from activities that do not last {time}", time=time)
        return Spoken(text, Shape.PLAIN, say("not lasting {time}", time=time), marks=FROM_ACTIVITIES)
    text = say("from activities that last {time}", time=time)
    return Spoken(text, Shape.PLAIN, title, limit=Limit(Limited.LASTING, time), marks=FROM_ACTIVITIES)


def _length(ruleset: Ruleset, atom: Compare) -> str:
    match atom.right:
        case (Constant(value=Fraction() as number),):
            return _time_compared(atom.op, time_written(ruleset, number))
        case _:
            return compared(ruleset, atom.left, atom.op, atom.right)


def _time_compared(op: Op, time: str) -> str:
    """A comparison that is a length itself, as other languages say it: in French `de moins de`, not `au-dessous de`."""
    match op:
        case Op.MORE:
            return say_as("a length of time", "more than {time}", time=time)
        case Op.LESS:
            return say_as("a length of time", "less than {time}", time=time)
        case _:
            return measuring(op, time)
