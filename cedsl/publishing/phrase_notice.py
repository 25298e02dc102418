"""What a notice says to the member it is for: the verdict, each statement's figures, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import assert_never

from cedsl.model.ruleset import Duty, EitherWindow, LookBack, Requirement, Ruleset, WindowCases, WindowRule, Word
from cedsl.period import Window
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_label import line_name, statement_label
from cedsl.publishing.phrase_outline import place_of
from cedsl.publishing.phrase_varies import span_written, varied_figures
from cedsl.publishing.phrase_verdict import failures_phrase, lack_phrase, lacking_lines
from cedsl.publishing.phrase_words import day_written, is_long, sentence, titles_listed
from cedsl.publishing.tongue import figures, say, say_count, spoken
from cedsl.verdict import BlockResult, Kind, MemberResult, Serving, StatementResult, Varies


def verdict_to_you(ruleset: Ruleset, member: MemberResult) -> str:
    """The verdict in a sentence to the member."""
    match member.verdict:
        case Word.MET:
            return _met(ruleset, member)
        case Word.SHORT:
            return _short(ruleset, member)
        case Word.FAILED:
            whole = say("You have not kept a rule: {rules}.", rules=failures_phrase(ruleset, member).removesuffix("."))
            return say("You have not kept a rule that allows no exception.") if is_long(whole) else whole
        case Word.EXEMPT:
            return say("You are exempt: nothing is asked of you.")
        case Word.WAIVED:
            return say("You meet every requirement with the help of a waiver.")
        case Word.DEPENDS:
            return say("It cannot be decided yet whether you meet the requirements.")
        case _:
            assert_never(member.verdict)


def _met(ruleset: Ruleset, member: MemberResult) -> str:
    match member.blocks:
        case (BlockResult(surplus=surplus),) if surplus > 0:
            if member.at_least:
                least = credit_written(ruleset, surplus)
                return say("You meet every requirement, with at least {amount} to spare.", amount=least)
            return say("You meet every requirement, with {amount} to spare.", amount=credit_written(ruleset, surplus))
        case _:
            return say("You meet every requirement.")


def _short(ruleset: Ruleset, member: MemberResult) -> str:
    """What is lacking where it is one thing, else how much is still to earn."""
    lines = lacking_lines(member)
    if len(lines) == 1:
        whole = say("You still lack {shortfall}.", shortfall=lack_phrase(ruleset, lines[0]))
        return say("You do not meet one requirement yet.") if is_long(whole) else whole
    if member.still and member.at_least:
        return say("You still have to earn at least {amount}.", amount=credit_written(ruleset, member.still))
    if member.still:
        return say("You still have to earn {amount}.", amount=credit_written(ruleset, member.still))
    return say("You do not meet the requirements yet.")


def because_to_you(ruleset: Ruleset, because: str) -> str:
    """Why something was decided outright: as the author says it in this language, or, where the rules themselves
    decide, to you.
    """
    match because:
        case "this requirement does not apply to the member":
            return say("This requirement does not apply to you.")
        case "no reporting cycle fits this member":
            return say("You have no period in which something is owed.")
        case "the period is not known":
            return say("Your period is not known yet.")
        case "which activities it is about is not known":
            return say("Which activities it is about is not known yet.")
        case "deemed satisfied":
            return say("It counts as met without any activity.")
        case "exempt":
            return say("You are exempt.")
        case _:
            language = spoken().code.partition("-")[0]
            own = (each.said for each in ruleset.translations if (each.language, each.original) == (language, because))
            return sentence(next(own, because))


def lacks_to_you(ruleset: Ruleset, member: MemberResult) -> list[str]:
    """A sentence for everything that is missing."""
    return [say("You lack {shortfall}.", shortfall=lack_phrase(ruleset, line)) for line in lacking_lines(member)]


# ------------------------------------------------------------------------------------------- figures


def line_label(ruleset: Ruleset, line: StatementResult) -> str:
    """What a line is about; a duty in its whole text."""
    place = place_of(ruleset, line.statement)
    match None if place is None else place.statement:
        case Duty(words=words, text=text):
            return words.title or text
        case _:
            return line_name(ruleset, line)


def figures_phrase(ruleset: Ruleset, line: StatementResult) -> str:
    """Counted of needed: `2 of 3 hours`, `1 of 2 activities`, `1 of 1 option`."""
    if line.varies is not None:
        return varied_figures(ruleset, line, line.varies)
    counted = line.counted if line.counted is not None else line.earned
    required = Fraction(0) if line.required is None else line.required
    match line.kind:
        case Kind.COUNT | Kind.LIMIT:
            return say_count(
                required,
                "{counted} of {number} activity",
                "{counted} of {number} activities",
                counted=figures(counted),
            )
        case Kind.CHOICE:
            return say_count(
                required, "{counted} of {number} option", "{counted} of {number} options", counted=figures(counted)
            )
        case _:
            return say("{counted} of {amount}", counted=figures(counted), amount=credit_written(ruleset, required))


def line_words(ruleset: Ruleset, line: StatementResult, verdict: Word) -> str:
    """The figures of a line with its state: `2 of 3 hours, 1 missing`, and what was earned where it differs."""
    said = _with_state(figures_phrase(ruleset, line), verdict, line.short)
    if line.varies is not None:
        said = _with_span(ruleset, line, line.varies, verdict)
    earned = _earned(ruleset, line)
    return say("{figures} ({earned})", figures=said, earned=earned) if earned else said


def _with_span(ruleset: Ruleset, line: StatementResult, varies: Varies, verdict: Word) -> str:
    """The figures and what is missing, each with both ends where it is not settled."""
    figured = figures_phrase(ruleset, line)
    if varies.short is None or not any(varies.short) or not varies.is_known:
        return _with_state(figured, verdict, None)
    return say("{figures}, {missing} missing", figures=figured, missing=span_written(varies.short))


def _with_state(figured: str, verdict: Word, short: Fraction | None) -> str:
    match verdict:
        case Word.MET:
            return say("{figures}, met", figures=figured)
        case Word.SHORT if short:
            return say_count(short, "{figures}, {number} missing", "{figures}, {number} missing", figures=figured)
        case Word.SHORT | Word.FAILED:
            return say("{figures}, not met", figures=figured)
        case Word.WAIVED:
            return say("{figures}, waived", figures=figured)
        case Word.EXEMPT:
            return say("{figures}, you are exempt", figures=figured)
        case Word.DEPENDS:
            return say("{figures}, not decided yet", figures=figured)
        case _:
            assert_never(verdict)


def _earned(ruleset: Ruleset, line: StatementResult) -> str:
    """What was earned in the period, where it is not what counts."""
    if line.varies is not None or line.counted is None or line.earned == line.counted or line.kind is Kind.CHOICE:
        return ""
    if line.kind is Kind.COUNT:
        return say_count(line.earned, "{number} activity is recorded", "{number} activities are recorded")
    return say("you earned {amount}", amount=credit_written(ruleset, line.earned))


def limit_sentence(ruleset: Ruleset, line: StatementResult) -> str:
    """A limit with what was earned under it: `Teaching: you earned 6 hours, and at most 4 hours count.`"""
    label, most = line_label(ruleset, line), Fraction(0) if line.required is None else line.required
    if line.kind is Kind.LIMIT:
        allowed = say_count(most, "{number} activity", "{number} activities")
        return say_count(
            line.earned,
            "{label}: {number} activity is recorded, and at most {allowed} may be.",
            "{label}: {number} activities are recorded, and at most {allowed} may be.",
            label=label,
            allowed=allowed,
        )
    earned, limit = credit_written(ruleset, line.earned), credit_written(ruleset, most)
    return say("{label}: you earned {earned}; the limit is {limit}.", label=label, earned=earned, limit=limit)


def duty_sentence(ruleset: Ruleset, line: StatementResult, verdict: Word) -> str:
    """A duty with whether it was done."""
    duty = line_label(ruleset, line).removesuffix(".")
    match verdict:
        case Word.MET:
            return say("{duty}: done.", duty=duty)
        case Word.WAIVED | Word.EXEMPT:
            return say("{duty}: you need not do it.", duty=duty)
        case Word.DEPENDS:
            return say("{duty}: not decided yet.", duty=duty)
        case Word.SHORT | Word.FAILED:
            return say("{duty}: not done.", duty=duty)
        case _:
            assert_never(verdict)


def option_sentence(ruleset: Ruleset, line: StatementResult) -> str:
    """An option that is not reported: what would still be missing with it."""
    label = line_label(ruleset, line)
    if line.why:
        return say("{label} is not open to you: nothing in it applies.", label=label)
    if line.varies is not None and line.varies.short is not None and any(line.varies.short):
        least = credit_written(ruleset, line.varies.short[0])
        return say("With {label} you would still need at least {amount}.", label=label, amount=least)
    if line.short:
        return say(
            "With {label} you would still need {amount}.", label=label, amount=credit_written(ruleset, line.short)
        )
    if line.verdict is Word.MET:
        return say("{label} would be met as well.", label=label)
    return say("{label} is not met.", label=label)


# -------------------------------------------------------------------------------------------- ledger


def serving_sentences(ruleset: Ruleset, servings: Sequence[Serving]) -> Iterator[str]:
    """Toward what an activity counts; how much of it where it serves several things apart."""
    for serving in servings:
        toward = list(dict.fromkeys(statement_label(ruleset, id_) for id_ in serving.toward))
        if not toward:
            yield say("No requirement asks for it.")
            continue
        named = titles_listed(toward, "and")
        if len(servings) == 1:
            yield say("Counts toward {requirements}.", requirements=named)
            continue
        yield say_count(
            serving.amount,
            "{amount} counts toward {requirements}.",
            "{amount} count toward {requirements}.",
            amount=credit_written(ruleset, serving.amount),
            requirements=named,
        )


# ---------------------------------------------------------------------------------------- what is next


def period_phrase(period: Window) -> str:
    """`1 July 2022 to 30 June 2025`; only the last day where there is no first."""
    if period.first == date.min:
        return say("up to {day}", day=day_written(period.last))
    return say("{first} to {last}", first=day_written(period.first), last=day_written(period.last))


def period_sentence(ruleset: Ruleset, requirement: Requirement, period: Window, as_of: date) -> str:
    """Until when the period runs, or how it moves on; empty where there is none."""
    if period.first == date.min:
        return ""
    if period.last == as_of and _moves(requirement.window):
        return say(
            "Your period moves on from day to day: after {last}, {units} of {first} no longer count.",
            units=ruleset.unit.plural,
            first=day_written(period.first),
            last=day_written(period.last),
        )
    if as_of > period.last:
        return say("Your period ended on {day}.", day=day_written(period.last))
    return say("Your period ends on {day}.", day=day_written(period.last))


def _moves(window: WindowRule) -> bool:
    """Whether the period may be one that ends on the day of assessment."""
    match window:
        case LookBack(end=end):
            return end is None
        case WindowCases(cases=cases):
            return any(_moves(each) for _, each in cases)
        case EitherWindow(one=one, other=other):
            return _moves(one) or _moves(other)
        case _:
            return False


def earlier_sentence(block: BlockResult) -> str:
    """How a period before this one ended."""
    period = "" if block.period is None else period_phrase(block.period)
    match block.verdict:
        case Word.MET:
            return say("{period}: met.", period=period)
        case Word.SHORT:
            return say("{period}: short.", period=period)
        case Word.FAILED:
            return say("{period}: failed.", period=period)
        case Word.EXEMPT:
            return say("{period}: you were exempt.", period=period)
        case Word.WAIVED:
            return say("{period}: met with the help of a waiver.", period=period)
        case Word.DEPENDS:
            return say("{period}: not decided yet.", period=period)
        case _:
            assert_never(block.verdict)
