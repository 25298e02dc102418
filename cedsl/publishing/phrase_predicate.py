"""Filters as what follows "hours" or "activities", conditions as what follows "if"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cedsl.model.predicate import AllOf, Always, AnyOf, InCategory, Not, Predicate
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_atom import LASTING, Head, Shape, Spoken, atom_spoken
from cedsl.publishing.phrase_english import capital, listed, titles_listed
from cedsl.publishing.phrase_names import category_titles
from cedsl.publishing.phrase_tidy import Atom, tidied

KNOWN = " is known"
ANSWERS = ("your record says yes to ", "your record says no to ")
SHARED = ("taken ", f"{LASTING}last ", "lasting ")
"""How phrases begin that are said once of two limits of one day or length."""


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that stand together: first what follows the noun at once, then "whose ...", "for which ...",
    then "if ...".
    """

    plain: tuple[str, ...]
    whose: tuple[str, ...]
    which: tuple[str, ...]
    conditions: tuple[str, ...]


def predicate_phrase(ruleset: Ruleset, predicate: Predicate, head: Head = Head.ACTIVITY) -> str:
    """The filter as what follows the noun: `in Business ethics by webcast`; empty for everything."""
    return _modifier(ruleset, tidied(predicate), head)


def condition_phrase(ruleset: Ruleset, predicate: Predicate) -> str:
    """The condition as a clause after "if": `your status is retired and this is your first period`."""
    return _clause(ruleset, tidied(predicate))


def activities_phrase(ruleset: Ruleset, predicate: Predicate, noun: str = "activities") -> str:
    """`activities in Business ethics`, `any activity` where the filter describes everything."""
    modifier = predicate_phrase(ruleset, predicate)
    return f"{noun} {modifier}" if modifier else noun


def _modifier(ruleset: Ruleset, predicate: Predicate, head: Head) -> str:
    match predicate:
        case Always():
            return ""
        case AllOf(parts=parts):
            return _conjunction(ruleset, parts, head)
        case AnyOf(parts=parts):
            return _disjunction([_modifier(ruleset, part, head) for part in parts])
        case Not(part=Always()):
            return "of no kind"
        case _:
            return _conjunction(ruleset, (predicate,), head)


def _conjunction(ruleset: Ruleset, parts: Sequence[Predicate], head: Head) -> str:
    group = _grouped(ruleset, parts, head)
    either = [_modifier(ruleset, part, head) for part in parts if isinstance(part, AnyOf)]
    words = " ".join(_said_once([text for text in group.plain if not text.startswith("not ")]))
    not_these = [text for text in group.plain if text.startswith("not ")]
    relative = _relative(group)
    if relative and head is Head.CREDIT and "from activities " not in words:
        relative = f"from activities {relative}"
    if not not_these:
        words = " ".join(filter(None, (words, relative)))
    last = relative if not_these else ""
    conditions = [_again(text, words + last) for text in group.conditions]
    condition = f"if {listed(conditions)}" if conditions else ""
    said = (words, *not_these, last, *(f"either {each}" for each in either), condition)
    return ", ".join(filter(None, said))


def _said_once(plain: Sequence[str]) -> list[str]:
    """`taken on or after 1 May 2021 and before 1 May 2022` for two limits of one day."""
    found: list[str] = []
    for text in plain:
        shared = next((each for each in SHARED if text.startswith(each)), None)
        if shared is not None and found and found[-1].startswith(shared):
            found[-1] = f"{found[-1]} and {text.removeprefix(shared)}"
        else:
            found.append(text)
    return found


def _again(condition: str, said: str) -> str:
    """`that date is known` where the date has just been named."""
    subject, is_known, rest = condition.rpartition(KNOWN)
    return f"that date{is_known}" if is_known and not rest and subject in said else condition


def _relative(group: Group) -> str:
    """`whose grade is at least C and for which “Accredited” is marked yes`."""
    whose = [f"whose {listed(group.whose)}"] if group.whose else []
    which = [f"for which {listed(group.which)}"] if group.which else []
    return " and ".join((*whose, *which))


def _grouped(ruleset: Ruleset, parts: Sequence[Predicate], head: Head) -> Group:
    spoken = [each for part in parts if (each := _literal(ruleset, part, head)) is not None]
    return Group(
        tuple(each.text for each in spoken if each.shape is Shape.PLAIN),
        _by_subject([each for each in spoken if each.shape is Shape.WHOSE]),
        (
            *_by_subject([each for each in spoken if each.shape is Shape.WHICH and not each.mark]),
            *_by_mark([each for each in spoken if each.mark]),
        ),
        _by_subject([each for each in spoken if each.shape is Shape.CONDITION]),
    )


def _by_mark(spoken: Sequence[Spoken]) -> tuple[str, ...]:
    """`“A” and “B” are marked yes` for two fields with one answer."""
    marked: dict[str, list[str]] = {}
    for each in spoken:
        marked.setdefault(each.mark, []).append(each.subject)
    return tuple(
        f"{listed(subjects)} {'is' if len(subjects) == 1 else 'are'} marked {mark}" for mark, subjects in marked.items()
    )


def _by_subject(spoken: Sequence[Spoken]) -> tuple[str, ...]:
    """`score is at least 10 and at most 20` for two comparisons of one subject."""
    said: dict[str, list[str]] = {}
    for each in spoken:
        said.setdefault(each.subject or each.text, []).append(each.text.removeprefix(each.subject).strip())
    return tuple(
        f"{subject} {listed([texts[0], *(text.removeprefix('is ') for text in texts[1:])])}"
        if subject != texts[0]
        else subject
        for subject, texts in said.items()
    )


def _literal(ruleset: Ruleset, predicate: Predicate, head: Head) -> Spoken | None:
    """The phrase of an atom or a negated atom; None for what has parts of its own."""
    match predicate:
        case AllOf() | AnyOf():
            return None
        case Always():
            return Spoken("always", Shape.CONDITION)
        case Not(part=Always()):
            return Spoken("never", Shape.CONDITION)
        case Not(part=part):
            assert not isinstance(part, AllOf | AnyOf | Not | Always), part
            return _atom(ruleset, part, head, negated=True)
        case _:
            return _atom(ruleset, predicate, head, negated=False)


def _atom(ruleset: Ruleset, atom: Atom, head: Head, *, negated: bool) -> Spoken:
    return atom_spoken(ruleset, atom, head, negated=negated, filter_phrase=predicate_phrase, clause=condition_phrase)


def _disjunction(phrases: Sequence[str]) -> str:
    """Alternatives, with a comma where one of them has several phrases, a semicolon for conditions."""
    if any(", if " in phrase for phrase in phrases):
        return "; or ".join(phrases)
    if any(sign in phrase for phrase in phrases for sign in (",", " or ", "whose ", "for which ")):
        return ", or ".join(phrases)
    return listed(phrases, "or")


def _clause(ruleset: Ruleset, predicate: Predicate) -> str:
    match predicate:
        case AllOf(parts=parts):
            return _clauses(ruleset, parts)
        case AnyOf(parts=parts):
            return _disjunction(_answered_together([_clause(ruleset, part) for part in parts]))
        case _:
            return _clauses(ruleset, (predicate,))


def _answered_together(phrases: Sequence[str]) -> list[str]:
    """`your record says yes to “A” or “B”` for two questions with one answer."""
    found: list[str] = []
    for phrase in phrases:
        lead = next((each for each in ANSWERS if phrase.startswith(each)), None)
        before = found[-1] if found else ""
        if lead and before.startswith(lead) and _is_term(phrase.removeprefix(lead)) and before.endswith("”"):
            found[-1] = f"{before} or {phrase.removeprefix(lead)}"
        else:
            found.append(phrase)
    return found


def _is_term(text: str) -> bool:
    return text.startswith("“") and text.endswith("”") and text.count("“") == 1


def _clauses(ruleset: Ruleset, parts: Sequence[Predicate]) -> str:
    group = _grouped(ruleset, parts, Head.MEMBER)
    either = [f"either {_clause(ruleset, part)}" for part in parts if isinstance(part, AnyOf)]
    plain = [f"the activity is {each}" for each in group.plain]
    whose = [f"the activity's {each}" for each in group.whose]
    which = [f"for the activity {each}" for each in group.which]
    return listed([*_known_together(group.conditions), *plain, *whose, *which, *either])


def _known_together(conditions: Sequence[str]) -> list[str]:
    """`your start date and your end date are known` for two conditions that each is."""
    known = [each.removesuffix(KNOWN) for each in conditions if each.endswith(KNOWN)]
    if len(known) < 2:
        return list(conditions)
    together = f"{listed(known)} are known"
    first = next(place for place, each in enumerate(conditions) if each.endswith(KNOWN))
    others = [each for each in conditions if not each.endswith(KNOWN)]
    return [*others[:first], together, *others[first:]]


def predicate_label(ruleset: Ruleset, predicate: Predicate) -> str:
    """A short name for what the filter describes, for tables: the titles where it is nothing more."""
    return capital(_label(ruleset, tidied(predicate)))


def _label(ruleset: Ruleset, predicate: Predicate) -> str:
    match predicate:
        case Always():
            return "any activity"
        case InCategory(names=names):
            return titles_listed(category_titles(ruleset, names))
        case AllOf(parts=parts):
            return _joined(ruleset, parts)
        case AnyOf(parts=parts):
            return _disjunction([_label(ruleset, part) for part in parts])
        case _:
            spoken = _literal(ruleset, predicate, Head.ACTIVITY)
            assert spoken is not None, predicate
            return spoken.title or spoken.text


def _joined(ruleset: Ruleset, parts: Sequence[Predicate]) -> str:
    labels = [_label(ruleset, part) for part in parts]
    return ", ".join(
        f"({label})" if isinstance(part, AnyOf) else label for part, label in zip(parts, labels, strict=True)
    )
