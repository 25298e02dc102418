"""Comparisons that hold together: what is said of one subject is said once, what is known together as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass

from cedsl.lean import dataclass
from cedsl.model.predicate import Predicate, Term
from cedsl.publishing.phrase_answer import marked, recorded
from cedsl.publishing.phrase_claim import claims_said
from cedsl.publishing.phrase_spoken import Shape, Spoken
from cedsl.publishing.phrase_words import listed
from cedsl.publishing.tongue import say


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; `known` and its `subject` where it says of a day that it is known, and no more."""

    text: str
    known: Term | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that stand together: first what follows the noun at once, then "whose ...", "for which ...",
    then "if ...".
    """

    plain: tuple[Spoken, ...]
    whose: tuple[str, ...]
    which: tuple[str, ...]
    conditions: tuple[Condition, ...]


def grouped(spoken: Sequence[Spoken]) -> Group:
    """The comparisons by how they attach, those of one subject in one."""
    which = [each for each in spoken if each.shape is Shape.WHICH]
    return Group(
        tuple(each for each in spoken if each.shape is Shape.PLAIN),
        tuple(each.text for each in _by_subject([each for each in spoken if each.shape is Shape.WHOSE])),
        (
            *(each.text for each in _by_subject([each for each in which if each.answer is None])),
            *_by_answer([each for each in which if each.answer is not None]),
        ),
        tuple(_by_subject([each for each in spoken if each.shape is Shape.CONDITION])),
    )


def _by_answer(spoken: Sequence[Spoken]) -> list[str]:
    """`“A” and “B” are marked yes` for two fields with one answer."""
    by = _together(spoken)
    return [marked([each.question for each in same], same[0].answer) for same in by if same[0].answer is not None]


def _by_subject(spoken: Sequence[Spoken]) -> list[Condition]:
    """`score is at least 10 and at most 20` for two comparisons of one subject."""
    return [_condition(same) for same in _together(spoken)]


def _together(spoken: Sequence[Spoken]) -> list[list[Spoken]]:
    """Those about one subject, or with one answer, in the order in which each is met first."""
    found: dict[object, list[Spoken]] = {}
    for each in spoken:
        about = each.answer or (each.text if each.claim is None else each.claim.about())
        found.setdefault(about, []).append(each)
    return list(found.values())


def _condition(same: Sequence[Spoken]) -> Condition:
    first = same[0]
    if first.answer is not None:
        return Condition(recorded(listed([each.question for each in same]), first.answer))
    claims = [each.claim for each in same if each.claim is not None]
    if len(claims) == 1:
        return Condition(first.text, first.known, claims[0].subject)
    return Condition(claims_said(claims) if claims else first.text)


def said_once(plain: Iterable[Spoken]) -> str:
    """`taken on or after 1 May 2021 and before 1 May 2022` for two limits of one day; all others one after another."""
    found: list[str] = []
    before = None
    for each in plain:
        limited = None if each.limit is None else each.limit.of
        if each.limit is not None and limited is before:
            found[-1] = listed([found[-1], each.limit.rest])
        else:
            found.append(each.text)
        before = limited
    return " ".join(found)


def described_relative(group: Group) -> str:
    """`whose grade is at least C and for which “Accredited” is marked yes`."""
    whose = [say("whose {clauses}", clauses=listed(group.whose))] if group.whose else []
    which = [say("for which {clauses}", clauses=listed(group.which))] if group.which else []
    return listed([*whose, *which])


def conditions_after(group: Group, said: Sequence[Predicate]) -> list[str]:
    """The conditions after what is `said` already: `that date is known` where the date has just been named."""
    return [
        say("that date is known") if each.known is not None and _names(each.known, said) else each.text
        for each in group.conditions
    ]


def _names(term: Term, node: object) -> bool:
    """Whether the term occurs in what is said."""
    if node == term:
        return True
    if isinstance(node, tuple | list):
        return any(_names(term, each) for each in node)
    if is_dataclass(node) and not isinstance(node, type):
        return any(_names(term, getattr(node, each.name)) for each in fields(node))
    return False


def known_together(group: Group) -> list[str]:
    """`your start date and your end date are known` for two conditions that each is."""
    known = [each for each in group.conditions if each.known is not None]
    if len(known) < 2:
        return [each.text for each in group.conditions]
    together = say("{days} are known", days=listed([each.subject for each in known]))
    first = group.conditions.index(known[0])
    others = [each.text for each in group.conditions if each.known is None]
    return [*others[:first], together, *others[first:]]
