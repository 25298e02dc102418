"""Answers to questions of yes or no: "“Accredited” is marked yes", "your record says no to “Abroad”"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cedsl.lean import dataclass
from cedsl.model.predicate import Compare, Constant
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_term import subject_of, term_phrase
from cedsl.publishing.phrase_words import listed
from cedsl.publishing.tongue import say, say_as


@dataclass(frozen=True, slots=True)
class Answer:
    """`words` is the answer as a label has it; what is no plain yes or no is that of another question."""

    kind: Literal["yes", "no", "other"]
    words: str


def answer_of(ruleset: Ruleset, atom: Compare, *, negated: bool) -> Answer:
    """With what a yes-or-no subject is compared; "not yes" is "no", for a blank is described by neither."""
    match atom.right:
        case (Constant(value=bool() as flag),):
            return Answer("yes", say("yes")) if flag is not negated else Answer("no", say("no"))
        case _:
            beside = subject_of(ruleset, atom.left)
            words = listed([term_phrase(ruleset, each, beside) for each in atom.right], "or")
            return Answer("other", say_as("an answer", "not {answer}", answer=words) if negated else words)


def marked(subjects: Sequence[str], answer: Answer) -> str:
    """`“A” and “B” are marked yes` for fields with one answer."""
    fields = listed(subjects)
    match answer.kind, len(subjects) == 1:
        case "yes", True:
            return say("{field} is marked yes", field=fields)
        case "yes", False:
            return say("{fields} are marked yes", fields=fields)
        case "no", True:
            return say("{field} is marked no", field=fields)
        case "no", False:
            return say("{fields} are marked no", fields=fields)
        case _, True:
            return say("{field} is marked {answer}", field=fields, answer=answer.words)
        case _:
            return say("{fields} are marked {answer}", fields=fields, answer=answer.words)


def recorded(questions: str, answer: Answer) -> str:
    """What a member's record says: `your record says yes to “A” and “B”`; several questions as a list."""
    match answer.kind:
        case "yes":
            return say("your record says yes to {questions}", questions=questions)
        case "no":
            return say("your record says no to {questions}", questions=questions)
        case _:
            return say("your record says {answer} to {questions}", answer=answer.words, questions=questions)


def labelled(title: str, answer: Answer) -> str:
    """The field in a table: its title where the answer is yes, else `Accredited: no`."""
    return title if answer.kind == "yes" else say("{title}: {answer}", title=title, answer=answer.words)
