"""What would complete everything, and where an activity's credit went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from cedsl.model.predicate import AllOf, Always, InCategory, Not, Predicate
from cedsl.model.ruleset import Addition, Cap, CapDifferent, Duty, Minimum, Requirement, Ruleset, Word
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_atom import Head
from cedsl.publishing.phrase_english import day_written, listed, quoted, sentences, titles_listed
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import category_of, category_titles
from cedsl.publishing.phrase_outline import Stated, place_of
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_verdict import lines_of, missing_activities
from cedsl.verdict import BlockResult, FurtherCredit, Kind, MemberResult, Serving

MOST_IN_A_SENTENCE = 2
SOME = Fraction(2)
"""Any amount at all, to compare the words around it."""


def completion_sentence(ruleset: Ruleset, member: MemberResult) -> str:
    """The fewest further credits that complete everything; empty where nothing is missing.

    With several blocks a sentence for each, and the whole where an hour may serve more than one; then the
    activities that a count still lacks.
    """
    if member.verdict is Word.FAILED:
        return sentences(f"no further {ruleset.unit.plural} can repair this", _broken(ruleset, member))
    blocks = [replace(each, completion=merged(ruleset, each.completion)) for each in member.blocks if each.completion]
    lacking = _lacking(ruleset, member)
    if not blocks:
        return _without_credit(ruleset, member, lacking)
    besides = [f"Besides, {_are_missing(lacking)}."] if lacking else []
    if len(blocks) == 1 and len(member.blocks) == 1:
        what = f"the {ruleset.unit.plural}" if lacking else "everything"
        return " ".join([_completion(ruleset, blocks[0], what), *besides])
    texts = [_completion(ruleset, block, f"“{statement_label(ruleset, block.requirement)}”") for block in blocks]
    return " ".join([*texts, *_together(ruleset, member, blocks), *besides])


def _broken(ruleset: Ruleset, member: MemberResult) -> str:
    """The duties that were not done, in their whole text."""
    lines = [line for line in lines_of(member) if line.verdict is Word.FAILED and line.kind is Kind.DUTY]
    places = [place_of(ruleset, line.statement) for line in lines]
    texts = [
        quoted(place.statement.text.removesuffix("."))
        for place in places
        if place is not None and isinstance(place.statement, Duty)
    ]
    return f"not done: {listed(texts)}" if texts else ""


def _lacking(ruleset: Ruleset, member: MemberResult) -> list[str]:
    """The activities that counts still lack."""
    return [
        missing_activities(ruleset, line, line.short)
        for line in lines_of(member)
        if line.kind is Kind.COUNT and line.verdict is Word.SHORT and line.short
    ]


def _are_missing(lacking: Sequence[str]) -> str:
    one = len(lacking) == 1 and lacking[0].startswith("1 ")
    return f"{listed(lacking)} {'is' if one else 'are'} missing"


def _without_credit(ruleset: Ruleset, member: MemberResult, lacking: Sequence[str]) -> str:
    if member.verdict is not Word.SHORT:
        return ""
    if member.still is None:
        return f"No further {ruleset.unit.plural} can complete this."
    return f"Only {_are_missing(lacking)}." if lacking else ""


def _completion(ruleset: Ruleset, block: BlockResult, what: str) -> str:
    """What would complete it, and how much that does not count yet would count with it."""
    said = _earned(ruleset, block, what)
    if not block.then:
        return said
    do = "does" if block.then == 1 else "do"
    return f"{said} {credit_written(ruleset, block.then)} on record that {do} not count now would count then."


def _earned(ruleset: Ruleset, block: BlockResult, what: str) -> str:
    parts = _all_of_it(ruleset, block.completion)
    late = all(each.too_late for each in block.completion)
    would = f"{'would have completed' if late else 'would complete'} {what}"
    if len(block.completion) > MOST_IN_A_SENTENCE and block.still is not None:
        said = f"{credit_written(ruleset, block.still)} more {would}: {parts}."
    else:
        said = f"{parts}{',' if block.completion[-1].avoiding else ''} {would}."
    if late:
        return f"{said} It is too late for that now."
    return f"{said} For part of it, it is too late now." if any(each.too_late for each in block.completion) else said


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
        return f"{parts}, {'both' if len(completion) == 2 else 'all'} {avoided.pop()}"
    *first, last = (further_phrase(ruleset, each) for each in completion)
    if any("," in part for part in (*first, last)) and first:
        return f"{'; '.join(first)}; and {last}"
    return listed([*first, last])


def _together(ruleset: Ruleset, member: MemberResult, blocks: Sequence[BlockResult]) -> list[str]:
    """Said where one hour may serve several blocks, so that the parts add up to more than the whole."""
    if member.still is None or member.still >= sum(block.still or 0 for block in blocks):
        return []
    amount = credit_written(ruleset, member.still)
    return [f"{amount} are enough for all of them, because one {ruleset.unit.name} may serve several."]


def further_phrase(ruleset: Ruleset, further: FurtherCredit) -> str:
    """`2 hours of Human resources management, not by self-study`, with the days where they matter."""
    return ", ".join(filter(None, (_further(ruleset, further), _avoided(ruleset, further.avoiding))))


def _further(ruleset: Ruleset, further: FurtherCredit) -> str:
    """The credit without what it must not be."""
    places = [name for name in further.places if category_of(ruleset, name) is not None or name != "general"]
    amount = credit_written(ruleset, further.amount)
    kind = f"of {listed(category_titles(ruleset, places))}" if places else ""
    described = [kind, *_described(ruleset, further.serving)]
    words = " ".join(filter(None, (amount, *described))) if any(described) else f"{amount} of any kind"
    return " ".join(filter(None, (words, _when(further))))


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


def _when(further: FurtherCredit) -> str:
    if further.window is None:
        return ""
    if further.too_late:
        return f"by {day_written(further.window.last)}"
    return f"between {day_written(further.window.first)} and {day_written(further.window.last)}"


def serving_phrase(ruleset: Ruleset, serving: Serving) -> str:
    """`3 hours in Human resources management, toward the total and Human resources management`."""
    amount = credit_written(ruleset, serving.amount)
    places = [name for name in serving.places if category_of(ruleset, name) is not None or name != "general"]
    where = f" in {titles_listed(category_titles(ruleset, places), 'and')}" if places else ""
    toward = list(dict.fromkeys(statement_label(ruleset, id_) for id_ in serving.toward))
    return f"{amount}{where}" + (f", toward {titles_listed(toward, 'and')}" if toward else "")
