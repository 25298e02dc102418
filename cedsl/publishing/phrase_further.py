"""What would complete everything, and where an activity's credit went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.model.predicate import AllOf, Always, InCategory, Not, Predicate
from cedsl.model.ruleset import Addition, Cap, CapDifferent, Duty, Minimum, Requirement, Ruleset, Word
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import category_of, category_titles
from cedsl.publishing.phrase_outline import Stated, place_of
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.publishing.phrase_spoken import Head
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_verdict import lines_of, missing_activities
from cedsl.publishing.phrase_words import clauses, day_written, listed, quoted, sentences, titles_listed
from cedsl.publishing.tongue import say, say_as, say_count
from cedsl.verdict import BlockResult, FurtherCredit, Kind, MemberResult, Serving

MOST_IN_A_SENTENCE = 2
SOME = Fraction(2)
"""Any amount at all, to compare the words around it."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Activities that a count still lacks: how many, and in words."""

    number: Fraction
    said: str


def completion_sentence(ruleset: Ruleset, member: MemberResult) -> str:
    """The fewest further credits that complete everything; empty where nothing is missing.

    With several blocks a sentence for each, and the whole where an hour may serve more than one; then the
    activities that a count still lacks.
    """
    if member.verdict is Word.FAILED:
        cannot = say("no further {units} can repair this", unit=ruleset.unit.name, units=ruleset.unit.plural)
        return sentences(cannot, _broken(ruleset, member))
    blocks = [replace(each, completion=merged(ruleset, each.completion)) for each in member.blocks if each.completion]
    lacking = _lacking(ruleset, member)
    if not blocks:
        return _without_credit(ruleset, member, lacking)
    besides = [_besides(lacking)] if lacking else []
    if len(blocks) == 1 and len(member.blocks) == 1:
        what = _the_credit(ruleset) if lacking else say_as("what is completed", "everything")
        return " ".join([_completion(ruleset, blocks[0], what), *besides])
    texts = [_completion(ruleset, block, quoted(statement_label(ruleset, block.requirement))) for block in blocks]
    return " ".join([*texts, *_together(ruleset, member, blocks), *besides])


def _the_credit(ruleset: Ruleset) -> str:
    return say_as("what is completed", "the {units}", unit=ruleset.unit.name, units=ruleset.unit.plural)


def _broken(ruleset: Ruleset, member: MemberResult) -> str:
    """The duties that were not done, in their whole text."""
    lines = [line for line in lines_of(member) if line.verdict is Word.FAILED and line.kind is Kind.DUTY]
    places = [place_of(ruleset, line.statement) for line in lines]
    texts = [
        quoted(place.statement.text.removesuffix("."))
        for place in places
        if place is not None and isinstance(place.statement, Duty)
    ]
    return say("not done: {duties}", duties=listed(texts)) if texts else ""


def _lacking(ruleset: Ruleset, member: MemberResult) -> list[Lacking]:
    return [
        Lacking(line.short, missing_activities(ruleset, line, line.short))
        for line in lines_of(member)
        if line.kind is Kind.COUNT and line.verdict is Word.SHORT and line.short
    ]


def _besides(lacking: Sequence[Lacking]) -> str:
    return say_count(
        _number(lacking),
        "Besides, {activities} is missing.",
        "Besides, {activities} are missing.",
        activities=listed([each.said for each in lacking]),
    )


def _number(lacking: Sequence[Lacking]) -> Fraction:
    """By which the verb agrees."""
    return lacking[0].number if len(lacking) == 1 else Fraction(len(lacking))


def _without_credit(ruleset: Ruleset, member: MemberResult, lacking: Sequence[Lacking]) -> str:
    if member.verdict is not Word.SHORT:
        return ""
    if member.still is None:
        return say("No further {units} can complete this.", unit=ruleset.unit.name, units=ruleset.unit.plural)
    if not lacking:
        return ""
    return say_count(
        _number(lacking),
        "Only {activities} is missing.",
        "Only {activities} are missing.",
        activities=listed([each.said for each in lacking]),
    )


def _completion(ruleset: Ruleset, block: BlockResult, what: str) -> str:
    """What would complete it, and how much that does not count yet would count with it."""
    said = _earned(ruleset, block, what)
    if not block.then:
        return said
    then = say_count(
        block.then,
        "{amount} on record that does not count now would count then.",
        "{amount} on record that do not count now would count then.",
        amount=credit_written(ruleset, block.then),
    )
    return f"{said} {then}"


def _earned(ruleset: Ruleset, block: BlockResult, what: str) -> str:
    late = [each.too_late for each in block.completion]
    said = _in_vain(ruleset, block, what) if all(late) else _would(ruleset, block, what)
    if all(late):
        return f"{said} {say('It is too late for that now.')}"
    return f"{said} {say('For part of it, it is too late now.')}" if any(late) else said


def _would(ruleset: Ruleset, block: BlockResult, what: str) -> str:
    """What would complete it; where it has many parts, how much that is comes first."""
    parts = _all_of_it(ruleset, block.completion)
    if len(block.completion) > MOST_IN_A_SENTENCE and block.still is not None:
        amount = credit_written(ruleset, block.still)
        return say("{amount} more would complete {what}: {parts}.", amount=amount, what=what, parts=parts)
    if block.completion[-1].avoiding:
        return say("{parts}, would complete {what}.", parts=parts, what=what)
    return say("{parts} would complete {what}.", parts=parts, what=what)


def _in_vain(ruleset: Ruleset, block: BlockResult, what: str) -> str:
    """The same of days that have passed."""
    parts = _all_of_it(ruleset, block.completion)
    if len(block.completion) > MOST_IN_A_SENTENCE and block.still is not None:
        amount = credit_written(ruleset, block.still)
        return say("{amount} more would have completed {what}: {parts}.", amount=amount, what=what, parts=parts)
    if block.completion[-1].avoiding:
        return say("{parts}, would have completed {what}.", parts=parts, what=what)
    return say("{parts} would have completed {what}.", parts=parts, what=what)


def merged(ruleset: Ruleset, completion: Sequence[FurtherCredit]) -> tuple[FurtherCredit, ...]:
    """The parts, those that read alike added up: which of two equal statements each serves makes no difference."""
    parts: dict[tuple[str, bool], FurtherCredit] = {}
    for each in completion:
        key = further_phrase(ruleset, replace(each, amount=SOME)), each.too_late
        so_far = parts[key].amount if key in parts else Fraction(0)
        parts[key] = replace(parts.get(key, each), amount=so_far + each.amount)
    return tuple(parts.values())


def _all_of_it(ruleset: Ruleset, completion: Sequence[FurtherCredit]) -> str:
    """The parts in a row; what all of them must not be is said once, at the end."""
    avoided = {_avoided(ruleset, each.avoiding) for each in completion}
    if len(completion) > 1 and len(avoided) == 1 and any(avoided):
        parts = listed([_further(ruleset, each) for each in completion])
        if len(completion) == 2:
            return say("{parts}, both {avoided}", parts=parts, avoided=avoided.pop())
        return say("{parts}, all {avoided}", parts=parts, avoided=avoided.pop())
    *first, last = (further_phrase(ruleset, each) for each in completion)
    if any(", " in part for part in (*first, last)) and first:
        return say("{parts}; and {last}", parts=clauses(first), last=last)
    return listed([*first, last])


def _together(ruleset: Ruleset, member: MemberResult, blocks: Sequence[BlockResult]) -> list[str]:
    """Said where one hour may serve several blocks, so that the parts add up to more than the whole."""
    if member.still is None or member.still >= sum(block.still or 0 for block in blocks):
        return []
    said = say(
        "{amount} are enough for all of them, because one {unit} may serve several.",
        amount=credit_written(ruleset, member.still),
        unit=ruleset.unit.name,
        single=credit_written(ruleset, Fraction(1)),
    )
    return [said]


def further_phrase(ruleset: Ruleset, further: FurtherCredit) -> str:
    """`2 hours of Human resources management, not by self-study`, with the days where they matter."""
    return ", ".join(filter(None, (_further(ruleset, further), _avoided(ruleset, further.avoiding))))


def _further(ruleset: Ruleset, further: FurtherCredit) -> str:
    """The credit without what it must not be."""
    amount = credit_written(ruleset, further.amount)
    titles = _titles(ruleset, further.places)
    kind = say("{amount} of {categories}", amount=amount, categories=listed(titles)) if titles else amount
    described = _described(ruleset, further.serving)
    if not titles and not any(described):
        kind = say("{amount} of any kind", amount=amount)
    return _when(" ".join(filter(None, (kind, *described))), further)


def _titles(ruleset: Ruleset, places: Sequence[str]) -> list[str]:
    """Of the categories among the places; general credit has none."""
    names = [name for name in places if category_of(ruleset, name) is not None or name != "general"]
    return category_titles(ruleset, names)


def _described(ruleset: Ruleset, ids: Sequence[str]) -> list[str]:
    """What the statements served ask of an hour besides its category, each once."""
    phrases = [
        predicate_phrase(ruleset, rest, Head.CREDIT)
        for filter_ in _filters(ruleset, ids)
        if not isinstance(rest := _beyond_category(filter_), Always)
    ]
    return list(dict.fromkeys(phrases))


def _filters(ruleset: Ruleset, ids: Sequence[str]) -> list[Predicate]:
    places = [place_of(ruleset, id_) or place_of(ruleset, id_.partition("@")[0]) for id_ in ids]
    return [filter_ for place in places if place is not None and (filter_ := _filter(place.statement)) is not None]


def _filter(statement: Stated) -> Predicate | None:
    match statement:
        case Requirement(filter=filter_) | Minimum(filter=filter_) | Addition(filter=filter_):
            return filter_
        case Cap(filter=filter_) | CapDifferent(filter=filter_):
            return filter_
        case _:
            return None


def _beyond_category(predicate: Predicate) -> Predicate:
    """The filter without what it says of categories, where that stands by itself."""
    match tidied(predicate):
        case InCategory() | Not(part=InCategory()):
            return Always()
        case AllOf(parts=parts):
            return AllOf(tuple(part for part in parts if not isinstance(part, InCategory)))
        case other:
            return other


def _avoided(ruleset: Ruleset, ids: Sequence[str]) -> str:
    phrases = [predicate_phrase(ruleset, Not(filter_), Head.CREDIT) for filter_ in _filters(ruleset, ids)]
    return listed(list(dict.fromkeys(phrases)))


def _when(credit: str, further: FurtherCredit) -> str:
    """The credit with the days on which it must fall, where they matter."""
    if further.window is None:
        return credit
    first, last = day_written(further.window.first), day_written(further.window.last)
    if further.too_late:
        return say("{credit} by {day}", credit=credit, day=last)
    return say("{credit} between {first} and {last}", credit=credit, first=first, last=last)


def serving_phrase(ruleset: Ruleset, serving: Serving) -> str:
    """`3 hours in Human resources management, toward the total and Human resources management`."""
    said = credit_written(ruleset, serving.amount)
    if titles := _titles(ruleset, serving.places):
        said = say("{amount} in {categories}", amount=said, categories=titles_listed(titles, "and"))
    if toward := list(dict.fromkeys(statement_label(ruleset, id_) for id_ in serving.toward)):
        said = say("{credit}, toward {requirements}", credit=said, requirements=titles_listed(toward, "and"))
    return said
