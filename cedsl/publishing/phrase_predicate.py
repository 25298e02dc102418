"""Filters as what follows "hours" or "activities", conditions as what follows "if"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from cedsl.model.predicate import AllOf, Always, AnyOf, InCategory, Not, Predicate
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_answer import Answer, recorded
from cedsl.publishing.phrase_atom import atom_spoken
from cedsl.publishing.phrase_group import (
    Group,
    conditions_after,
    described_relative,
    grouped,
    known_together,
    said_once,
)
from cedsl.publishing.phrase_names import category_titles
from cedsl.publishing.phrase_spoken import Head, Marks, Phrase, Shape, Spoken, condition, marks_of
from cedsl.publishing.phrase_tidy import Atom, tidied
from cedsl.publishing.phrase_words import capital, listed, titles_listed
from cedsl.publishing.tongue import say

ALTERNATIVE = (",", " or ", " o ", " u ", " ou ")
"""What in an alternative could be taken for the joint of a list of them, in each language of the pages."""


def predicate_phrase(ruleset: Ruleset, predicate: Predicate, head: Head = Head.ACTIVITY) -> str:
    """The filter as what follows the noun: `in Business ethics by webcast`; empty for everything."""
    return predicate_spoken(ruleset, predicate, head).text


def predicate_spoken(ruleset: Ruleset, predicate: Predicate, head: Head = Head.ACTIVITY) -> Phrase:
    """The same with what has to be known of it to build a sentence around it."""
    return _modifier(ruleset, tidied(predicate), head)


def condition_phrase(ruleset: Ruleset, predicate: Predicate) -> str:
    """The condition as a clause after "if": `your status is retired and this is your first period`."""
    return condition_spoken(ruleset, predicate).text


def condition_spoken(ruleset: Ruleset, predicate: Predicate) -> Phrase:
    """The same with what has to be known of it."""
    return _clause(ruleset, tidied(predicate))


def activities_phrase(ruleset: Ruleset, predicate: Predicate, noun: str | None = None) -> str:
    """`activities in Business ethics`, and the noun alone where the filter describes everything."""
    modifier, named = predicate_phrase(ruleset, predicate), noun or say("activities")
    return f"{named} {modifier}" if modifier else named


def _modifier(ruleset: Ruleset, predicate: Predicate, head: Head) -> Phrase:
    match predicate:
        case Always():
            return Phrase("")
        case AllOf(parts=parts):
            return _conjunction(ruleset, parts, head)
        case AnyOf(parts=parts):
            return _disjunction([_modifier(ruleset, part, head) for part in parts])
        case Not(part=Always()):
            return Phrase(say("of no kind"))
        case _:
            return _conjunction(ruleset, (predicate,), head)


def _conjunction(ruleset: Ruleset, parts: Sequence[Predicate], head: Head) -> Phrase:
    spoken, group = _spoken(ruleset, parts, head)
    either = [_modifier(ruleset, part, head) for part in parts if isinstance(part, AnyOf)]
    plain = [each for each in group.plain if not each.negated]
    not_these = [each.text for each in group.plain if each.negated]
    words = said_once(plain)
    relative = described_relative(group)
    from_activities = bool(relative) and head is Head.CREDIT and not any(each.marks.activities for each in plain)
    if from_activities:
        relative = say("from activities {described}", described=relative)
    last = relative if not_these else ""
    if not not_these:
        words = " ".join(filter(None, (words, relative)))
    said_before = [part for part, each in spoken if each.shape is not Shape.CONDITION and not each.negated]
    conditions = conditions_after(group, said_before)
    when = say("if {conditions}", conditions=listed(conditions)) if conditions else ""
    said = [each for each in (words, *not_these, last, *map(_either, either), when) if each]
    own = Marks(bool(when) and len(said) > 1, bool(relative), from_activities)
    marks = marks_of([own, *(each.marks for each in either), *(each.marks for _, each in spoken)])
    return Phrase(", ".join(said), marks, is_condition=said == [when])


def _either(alternatives: Phrase) -> str:
    return say("either {alternatives}", alternatives=alternatives.text)


def _spoken(ruleset: Ruleset, parts: Sequence[Predicate], head: Head) -> tuple[list[tuple[Predicate, Spoken]], Group]:
    """What each comparison among the parts says, and all of it as it is said together."""
    spoken = [(part, each) for part in parts if (each := _literal(ruleset, part, head)) is not None]
    return spoken, grouped([each for _, each in spoken])


def shape_of(ruleset: Ruleset, predicate: Predicate) -> Shape | None:
    """How a part of a filter attaches to its noun; None for what is said after a comma, or is several things."""
    match predicate:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            are_conditions = all(shape_of(ruleset, part) is Shape.CONDITION for part in parts)
            return Shape.CONDITION if are_conditions else None
        case _:
            spoken = _literal(ruleset, predicate, Head.ACTIVITY)
            return None if spoken is None or spoken.negated else spoken.shape


def _literal(ruleset: Ruleset, predicate: Predicate, head: Head) -> Spoken | None:
    """The phrase of an atom or a negated atom; None for what has parts of its own."""
    match predicate:
        case AllOf() | AnyOf():
            return None
        case Always():
            return condition(say("always"))
        case Not(part=Always()):
            return condition(say("never"))
        case Not(part=part):
            assert not isinstance(part, AllOf | AnyOf | Not | Always), part
            return _atom(ruleset, part, head, negated=True)
        case _:
            return _atom(ruleset, predicate, head, negated=False)


def _atom(ruleset: Ruleset, atom: Atom, head: Head, *, negated: bool) -> Spoken:
    return atom_spoken(ruleset, atom, head, negated=negated, describe=predicate_spoken, clause=condition_spoken)


def _disjunction(phrases: Sequence[Phrase]) -> Phrase:
    """Alternatives, with a comma where one of them has several phrases, a semicolon for conditions."""
    texts, marks = [each.text for each in phrases], marks_of(each.marks for each in phrases)
    if marks.conditional:
        return Phrase(reduce(_or_else, texts), marks)
    if marks.relative or any(sign in text for text in texts for sign in ALTERNATIVE):
        return Phrase(reduce(_or, texts), marks)
    after_comma = any(each.is_condition for each in phrases[1:-1])
    return Phrase(listed(texts, "or"), marks_of([marks, Marks(conditional=after_comma)]))


def _or(one: str, other: str) -> str:
    return say("{one}, or {other}", one=one, other=other)


def _or_else(one: str, other: str) -> str:
    return say("{one}; or {other}", one=one, other=other)


def _clause(ruleset: Ruleset, predicate: Predicate) -> Phrase:
    match predicate:
        case AllOf(parts=parts):
            return _clauses(ruleset, parts)
        case AnyOf(parts=parts):
            return _disjunction(_alternatives(ruleset, parts))
        case _:
            return _clauses(ruleset, (predicate,))


def _alternatives(ruleset: Ruleset, parts: Sequence[Predicate]) -> list[Phrase]:
    """Each alternative; `your record says yes to “A” or “B”` for two questions in a row with one answer."""
    found: list[Phrase] = []
    before: tuple[Answer, str] | None = None
    for part in parts:
        spoken = _literal(ruleset, part, Head.MEMBER)
        answer = None if spoken is None or spoken.shape is not Shape.CONDITION else spoken.answer
        if spoken is None or answer is None or answer.kind == "other":
            before = None
            found.append(_clause(ruleset, part))
            continue
        is_same = before is not None and before[0] == answer
        questions = listed([before[1], spoken.question], "or") if is_same and before else spoken.question
        found[len(found) - is_same :] = [Phrase(recorded(questions, answer))]
        before = (answer, questions)
    return found


def _clauses(ruleset: Ruleset, parts: Sequence[Predicate]) -> Phrase:
    spoken, group = _spoken(ruleset, parts, Head.MEMBER)
    either = [_clause(ruleset, part) for part in parts if isinstance(part, AnyOf)]
    said = [
        *known_together(group),
        *map(_is_described, group.plain),
        *(say("the activity's {clause}", clause=each) for each in group.whose),
        *(say("for the activity {clause}", clause=each) for each in group.which),
        *map(_either, either),
    ]
    return Phrase(listed(said), marks_of([*(each.marks for each in either), *(each.marks for _, each in spoken)]))


def _is_described(spoken: Spoken) -> str:
    if spoken.negated:
        return say("the activity is not {described}", described=spoken.affirmed)
    return say("the activity is {described}", described=spoken.text)


def predicate_label(ruleset: Ruleset, predicate: Predicate) -> str:
    """A short name for what the filter describes, for tables: the titles where it is nothing more."""
    return capital(_label(ruleset, tidied(predicate)).text)


def _label(ruleset: Ruleset, predicate: Predicate) -> Phrase:
    match predicate:
        case Always():
            return Phrase(say("any activity"))
        case InCategory(names=names):
            return Phrase(titles_listed(category_titles(ruleset, names)))
        case AllOf(parts=parts):
            return _joined(ruleset, parts)
        case AnyOf(parts=parts):
            return _disjunction([_label(ruleset, part) for part in parts])
        case _:
            spoken = _literal(ruleset, predicate, Head.ACTIVITY)
            assert spoken is not None, predicate
            return Phrase(spoken.title or spoken.text, spoken.marks)


def _joined(ruleset: Ruleset, parts: Sequence[Predicate]) -> Phrase:
    labels = [_label(ruleset, part) for part in parts]
    words = (
        f"({label.text})" if isinstance(part, AnyOf) else label.text for part, label in zip(parts, labels, strict=True)
    )
    return Phrase(", ".join(words), marks_of(each.marks for each in labels))
