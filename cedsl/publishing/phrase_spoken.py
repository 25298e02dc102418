"""The parts of which a filter or a condition is put together, with what has to be known of them to do so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum, unique
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.predicate import Predicate, Term
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_answer import Answer, marked, recorded
from cedsl.publishing.phrase_claim import Claim, claim_said


@unique
class Shape(Enum):
    """How a phrase attaches: right after the noun, after "whose" or "for which", or as a condition."""

    PLAIN = "plain"
    WHOSE = "whose"
    WHICH = "for which"
    CONDITION = "condition"


@unique
class Head(Enum):
    """The noun that a filter describes; hours have no grade of their own, their activities have. Of a member one
    asks day by day: `date` is the day itself.
    """

    CREDIT = "credit"
    ACTIVITY = "activity"
    MEMBER = "member"


@unique
class Limited(Enum):
    """Of what two limits are said at once: `taken on or after 1 May and before 1 June`."""

    TAKEN = "taken"
    LASTING = "lasting"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that another one of the same thing follows with `rest` alone: `before 1 June`."""

    of: Limited
    rest: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What a phrase holds, wherever in it: a condition after a comma ("..., if ..."), a relative clause ("whose ...",
    "for which ..."), activities as the noun that it describes ("from activities ...").
    """

    conditional: bool = False
    relative: bool = False
    activities: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A filter or condition in words; `is_condition` of a filter that is "if ..." and no more."""

    text: str
    marks: Marks = Marks()
    is_condition: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """The phrase of one comparison.

    A PLAIN one is `negated` where it begins with "not", and `affirmed` is the same without; `limit` is what it limits.
    Any other has a `claim`, or an `answer` with its `question`, where it can be said together with more about the same
    subject. `title` is what a table says instead, if anything. `known` is the day of which it says that it is known.
    """

    text: str
    shape: Shape
    title: str = ""
    negated: bool = False
    affirmed: str = ""
    limit: Limit | None = None
    claim: Claim | None = None
    question: str = ""
    answer: Answer | None = None
    known: Term | None = None
    marks: Marks = Marks()


Describe: TypeAlias = Callable[[Ruleset, Predicate], Phrase]
"""Words a filter inside a condition, or a condition inside another one."""


def plain(text: str, title: str = "") -> Spoken:
    return Spoken(text, Shape.PLAIN, title)


def denied(text: str, affirmed: str, title: str) -> Spoken:
    """What follows the noun after a comma: `not in Business ethics`."""
    return Spoken(text, Shape.PLAIN, title, negated=True, affirmed=affirmed)


_NO_MARKS = Marks()


def condition(text: str, marks: Marks = _NO_MARKS) -> Spoken:
    return Spoken(text, Shape.CONDITION, marks=marks)


def claimed(claim: Claim, shape: Shape = Shape.CONDITION, known: Term | None = None) -> Spoken:
    return Spoken(claim_said(claim), shape, claim=claim, known=known)


def marked_field(subject: str, answer: Answer, title: str) -> Spoken:
    """A yes-or-no field of an activity; a plain no is no blank, so it is said."""
    return Spoken(marked([subject], answer), Shape.WHICH, title, question=subject, answer=answer)


def recorded_fact(question: str, answer: Answer) -> Spoken:
    """A yes-or-no fact of the member."""
    return Spoken(recorded(question, answer), Shape.CONDITION, question=question, answer=answer)


def marks_of(marks: Iterable[Marks]) -> Marks:
    """What any of several parts holds."""
    found = list(marks)
    return Marks(
        conditional=any(each.conditional for each in found),
        relative=any(each.relative for each in found),
        activities=any(each.activities for each in found),
    )
