"""What is said of a subject: "your status is retired", and what goes on about it: "and not at least 3"."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, unique
from typing import assert_never

from cedsl.lean import dataclass
from cedsl.publishing.phrase_words import listed
from cedsl.publishing.tongue import say, say_as


@unique
class Verb(Enum):
    """How a claim is made of its subject. `IS` and `BEGINS_WITH` have a value, and so have those of the period,
    which are their own subject.
    """

    IS = "is"
    ODD = "is odd"
    EVEN = "is even"
    GIVEN = "is given"
    KNOWN = "is known"
    RECORDED = "is recorded"
    BEGINS_WITH = "begins with"
    PERIOD_BEGINS = "your period begins"
    PERIOD_ENDS = "your period ends"


@dataclass(frozen=True, slots=True)
class Claim:
    """One comparison with its subject; `value` is what it is compared with."""

    subject: str
    verb: Verb
    value: str = ""
    negated: bool = False

    def about(self) -> tuple[object, ...]:
        """What claims have in common that are said together."""
        is_period = self.verb in {Verb.PERIOD_BEGINS, Verb.PERIOD_ENDS}
        return (self.verb, self.negated) if is_period else (self.subject,)


def claims_said(claims: Sequence[Claim]) -> str:
    """`score is at least 10 and at most 20` for two comparisons of one subject."""
    first, *others = claims
    words = [claim_said(first)]
    words.extend(_going_on(before, each) for before, each in zip(claims, others, strict=False))
    return listed(words)


def claim_said(claim: Claim) -> str:
    """The claim by itself: `your status is not retired`."""
    return _denied(claim) if claim.negated else _affirmed(claim)


def _affirmed(claim: Claim) -> str:
    subject, value = claim.subject, claim.value
    match claim.verb:
        case Verb.IS:
            return say("{subject} is {value}", subject=subject, value=value)
        case Verb.ODD:
            return say("{subject} is odd", subject=subject)
        case Verb.EVEN:
            return say("{subject} is even", subject=subject)
        case Verb.GIVEN:
            return say("{subject} is given", subject=subject)
        case Verb.KNOWN:
            return say("{subject} is known", subject=subject)
        case Verb.RECORDED:
            return say("{subject} is recorded", subject=subject)
        case Verb.BEGINS_WITH:
            return say("{subject} begins with {letters}", subject=subject, letters=value)
        case Verb.PERIOD_BEGINS:
            return say("your period begins {when}", when=value)
        case Verb.PERIOD_ENDS:
            return say("your period ends {when}", when=value)
        case _:
            assert_never(claim.verb)


def _denied(claim: Claim) -> str:
    subject, value = claim.subject, claim.value
    match claim.verb:
        case Verb.IS:
            return say("{subject} is not {value}", subject=subject, value=value)
        case Verb.ODD:
            return say("{subject} is not odd", subject=subject)
        case Verb.EVEN:
            return say("{subject} is not even", subject=subject)
        case Verb.GIVEN:
            return say("{subject} is not given", subject=subject)
        case Verb.KNOWN:
            return say("{subject} is not known", subject=subject)
        case Verb.RECORDED:
            return say("{subject} is not recorded", subject=subject)
        case Verb.BEGINS_WITH:
            return say("{subject} does not begin with {letters}", subject=subject, letters=value)
        case Verb.PERIOD_BEGINS:
            return say("your period does not begin {when}", when=value)
        case Verb.PERIOD_ENDS:
            return say("your period does not end {when}", when=value)
        case _:
            assert_never(claim.verb)


def _going_on(before: Claim, claim: Claim) -> str:
    """The claim after another one of the same subject, which is not said again."""
    match claim.verb:
        case Verb.PERIOD_BEGINS | Verb.PERIOD_ENDS:
            return claim.value
        case Verb.IS if before.verb is Verb.IS and not before.negated and not claim.negated:
            return claim.value
        case _:
            return _also_denied(claim) if claim.negated else _also(claim)


def _also(claim: Claim) -> str:
    match claim.verb:
        case Verb.IS | Verb.PERIOD_BEGINS | Verb.PERIOD_ENDS:
            return say_as("goes on about the same subject", "{value}", value=claim.value)
        case Verb.ODD:
            return say_as("goes on about the same subject", "odd")
        case Verb.EVEN:
            return say_as("goes on about the same subject", "even")
        case Verb.GIVEN:
            return say_as("goes on about the same subject", "given")
        case Verb.KNOWN:
            return say_as("goes on about the same subject", "known")
        case Verb.RECORDED:
            return say_as("goes on about the same subject", "recorded")
        case Verb.BEGINS_WITH:
            return say_as("goes on about the same subject", "begins with {letters}", letters=claim.value)
        case _:
            assert_never(claim.verb)


def _also_denied(claim: Claim) -> str:
    match claim.verb:
        case Verb.IS | Verb.PERIOD_BEGINS | Verb.PERIOD_ENDS:
            return say_as("goes on about the same subject", "not {value}", value=claim.value)
        case Verb.ODD:
            return say_as("goes on about the same subject", "not odd")
        case Verb.EVEN:
            return say_as("goes on about the same subject", "not even")
        case Verb.GIVEN:
            return say_as("goes on about the same subject", "not given")
        case Verb.KNOWN:
            return say_as("goes on about the same subject", "not known")
        case Verb.RECORDED:
            return say_as("goes on about the same subject", "not recorded")
        case Verb.BEGINS_WITH:
            return say_as("goes on about the same subject", "does not begin with {letters}", letters=claim.value)
        case _:
            assert_never(claim.verb)
