"""Figures that are not settled: what they are at least and at most, and on which facts that hangs."""

from __future__ import annotations

from fractions import Fraction

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_verdict import fact_asked
from cedsl.publishing.phrase_words import listed
from cedsl.publishing.tongue import figures, say, say_count
from cedsl.verdict import Kind, MemberResult, Span, StatementResult, Varies


def depends_sentence(ruleset: Ruleset, member: MemberResult) -> str:
    """`Some figures depend on the class, which is not stated.`; empty where every figure is settled."""
    if not member.depends_on:
        return ""
    named = listed([fact_asked(ruleset, each) for each in member.depends_on])
    if len(member.depends_on) == 1:
        return say("Some figures depend on {fact}, which is not stated.", fact=named)
    return say("Some figures depend on {facts}, which are not stated.", facts=named)


def more_sentence(ruleset: Ruleset, member: MemberResult) -> str:
    """What is to be said after the least that would complete everything."""
    if not member.depends_on:
        return ""
    named = listed([fact_asked(ruleset, each) for each in member.depends_on])
    return say("More may be asked: that depends on {facts}.", facts=named)


def line_depends_sentence(ruleset: Ruleset, line: StatementResult, label: str) -> str:
    """Of one line what its figures hang on; empty where they are settled."""
    if line.varies is None:
        return ""
    named = listed([fact_asked(ruleset, each) for each in line.varies.facts])
    if not line.varies.is_known:
        return say("{label}: how much is asked or allowed here depends on {facts}.", label=label, facts=named)
    return say("{label}: these figures depend on {facts}.", label=label, facts=named)


def span_written(span: Span) -> str:
    """`3`, or `0 to 3` where the ends differ."""
    least, most = span
    if least == most:
        return figures(most)
    return say("{least} to {most}", least=figures(least), most=figures(most))


def varied_figures(ruleset: Ruleset, line: StatementResult, varies: Varies) -> str:
    """Counted of needed, each with both ends: `7 of 10 to 12 hours`; only what counts where no more is known."""
    counted = span_written(varies.counted or (line.earned, line.earned))
    if varies.required is None or not any(varies.required):
        return _amount(ruleset, line, varies.counted or (line.earned, line.earned))
    return say("{counted} of {amount}", counted=counted, amount=_amount(ruleset, line, varies.required))


def _amount(ruleset: Ruleset, line: StatementResult, span: Span) -> str:
    """The span with its unit: `0 to 2 hours`, `1 to 2 activities`."""
    least, most = span
    whole = _unit_counted(ruleset, line, most)
    return whole if least == most else say("{least} to {most}", least=figures(least), most=whole)


def _unit_counted(ruleset: Ruleset, line: StatementResult, number: Fraction) -> str:
    match line.kind:
        case Kind.COUNT | Kind.LIMIT:
            return say_count(number, "{number} activity", "{number} activities")
        case Kind.CHOICE:
            return say_count(number, "{number} option", "{number} options")
        case _:
            return credit_written(ruleset, number)
