"""A member's verdict in a sentence: whether it is met, and if not, where and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from cedsl.model.ruleset import Count, Ruleset, Word
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import fact_named, fact_title, is_yes_no, term_quoted
from cedsl.publishing.phrase_outline import place_of
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.publishing.phrase_total import is_bare_total
from cedsl.publishing.phrase_words import listed, quoted, sentences
from cedsl.publishing.tongue import figures, say, say_count
from cedsl.verdict import BlockResult, Kind, MemberResult, Question, StatementResult, Varies

MOST_NAMED = 3
ZERO = Fraction(0)


def verdict_sentence(ruleset: Ruleset, member: MemberResult) -> str:
    """The verdict with the member named, and what it rests on; at most three statements are named."""
    name = member.member
    match member.verdict:
        case Word.MET:
            return _met(ruleset, member)
        case Word.SHORT:
            lacks = _shortfalls(ruleset, member).removesuffix(".")
            return say("{member} lacks {shortfalls}.", member=name, shortfalls=lacks)
        case Word.FAILED:
            rules = failures_phrase(ruleset, member).removesuffix(".")
            return say("{member} fails: {rules}.", member=name, rules=rules)
        case Word.EXEMPT:
            return sentences(say("{member} is exempt", member=name), *_because(member))
        case Word.WAIVED:
            waived = say("{member} meets every requirement with the help of a waiver", member=name)
            return sentences(waived, *_because(member))
        case Word.DEPENDS:
            return _undecided(ruleset, member)
        case _:
            assert_never(member.verdict)


def _because(member: MemberResult) -> list[str]:
    return list(dict.fromkeys(block.because for block in member.blocks if block.because))


def _met(ruleset: Ruleset, member: MemberResult) -> str:
    match member.blocks:
        case (BlockResult(surplus=surplus),) if surplus > 0:
            amount = credit_written(ruleset, surplus)
            if member.at_least:
                return say(
                    "{member} meets every requirement, with at least {amount} to spare.",
                    member=member.member,
                    amount=amount,
                )
            return say("{member} meets every requirement, with {amount} to spare.", member=member.member, amount=amount)
        case _:
            return say("{member} meets every requirement.", member=member.member)


def lines_of(member: MemberResult) -> Iterator[StatementResult]:
    """Every line that decides, in the order written; the branches that were not chosen left out."""
    for block in member.blocks:
        yield from (line for line in block.statements if line.chosen)


def _shortfalls(ruleset: Ruleset, member: MemberResult) -> str:
    lacks = [lack_phrase(ruleset, line) for line in lacking_lines(member)]
    return _named(lacks, _more_shortfalls) or say("what a requirement asks")


def lacking_lines(member: MemberResult) -> list[StatementResult]:
    """The lines that say what is missing, without the choices around them."""
    around = (Kind.CHOICE, Kind.BRANCH)
    return [line for line in lines_of(member) if line.verdict is Word.SHORT and line.kind not in around]


def _more_shortfalls(number: int) -> str:
    return say_count(number, "{number} more shortfall", "{number} more shortfalls")


def lack_phrase(ruleset: Ruleset, line: StatementResult) -> str:
    """`1 of 3 hours for Business ethics`; the total is "in total" where it has no name of its own. Where the figures
    are not settled, the least that is missing.
    """
    if line.varies is not None:
        return _lack_at_least(ruleset, line, line.varies)
    if line.kind is Kind.COUNT and line.short:
        return missing_activities(ruleset, line, line.short)
    if line.kind is Kind.TOTAL and not line.label and is_bare_total(ruleset, line.id):
        return _lack_in_total(ruleset, line)
    return _lack_for(ruleset, line, label_of(ruleset, line))


def _lack_at_least(ruleset: Ruleset, line: StatementResult, varies: Varies) -> str:
    """`at least 3 hours for Business ethics`; without "at least" where only other figures are not settled."""
    least, most = varies.short or (ZERO, ZERO)
    label, amount = label_of(ruleset, line), credit_written(ruleset, least)
    is_settled = least == most and varies.is_known
    if not least:
        return say("what is needed for {requirement}", requirement=label)
    if line.kind is Kind.COUNT:
        activities = missing_activities(ruleset, line, least)
        return activities if is_settled else say("at least {activities}", activities=activities)
    if line.kind is Kind.TOTAL and not line.label and is_bare_total(ruleset, line.id):
        if is_settled:
            return say("{amount} in total", amount=amount)
        return say("at least {amount} in total", amount=amount)
    if is_settled:
        return say("{amount} for {requirement}", amount=amount, requirement=label)
    return say("at least {amount} for {requirement}", amount=amount, requirement=label)


def _lack_in_total(ruleset: Ruleset, line: StatementResult) -> str:
    if line.short is None or line.required is None:
        return say("what is needed in total")
    amount = credit_written(ruleset, line.required)
    if line.short == line.required:
        return say_count(line.required, "the {amount} in total", "all {amount} in total", amount=amount)
    return say("{short} of {amount} in total", short=figures(line.short), amount=amount)


def _lack_for(ruleset: Ruleset, line: StatementResult, label: str) -> str:
    if line.short is None or line.required is None:
        return say("what is needed for {requirement}", requirement=label)
    amount = credit_written(ruleset, line.required)
    if line.short == line.required:
        return say_count(
            line.required,
            "the {amount} for {requirement}",
            "all {amount} for {requirement}",
            amount=amount,
            requirement=label,
        )
    short = figures(line.short)
    return say("{short} of {amount} for {requirement}", short=short, amount=amount, requirement=label)


def missing_activities(ruleset: Ruleset, line: StatementResult, short: Fraction) -> str:
    """`1 more activity of the kind project`: what a count of activities still lacks."""
    place = place_of(ruleset, line.statement)
    described = ""
    if place is not None and isinstance(place.statement, Count):
        described = predicate_phrase(ruleset, place.statement.filter)
    more = say_count(short, "{number} more activity", "{number} more activities")
    return f"{more} {described}".rstrip()


def label_of(ruleset: Ruleset, line: StatementResult) -> str:
    return line.label or statement_label(ruleset, line.id)


def failures_phrase(ruleset: Ruleset, member: MemberResult) -> str:
    """The rules that are broken; at most three are named."""
    lines = [line for line in lines_of(member) if line.verdict is Word.FAILED]
    leaves = [line for line in lines if line.kind not in {Kind.TOTAL, Kind.CHOICE, Kind.BRANCH}] or lines
    return _named([_failure(ruleset, line) for line in leaves], _more_rules) or say("a condition is broken")


def _more_rules(number: int) -> str:
    return say_count(number, "{number} more rule", "{number} more rules")


def _failure(ruleset: Ruleset, line: StatementResult) -> str:
    label = label_of(ruleset, line)
    if line.kind is Kind.LIMIT and line.required is not None:
        return say(
            "{rule} ({recorded} recorded, {allowed} allowed)",
            rule=label,
            recorded=figures(line.earned),
            allowed=figures(line.required),
        )
    return f"{label.removesuffix('.')} ({line.why})" if line.why else label.removesuffix(".")


def _named(texts: Sequence[str], others: Callable[[int], str]) -> str:
    """The texts as a list; of many, the first few and the number of the others."""
    if len(texts) <= MOST_NAMED:
        return listed(texts)
    return listed([*texts[: MOST_NAMED - 1], others(len(texts) - MOST_NAMED + 1)])


def _undecided(ruleset: Ruleset, member: MemberResult) -> str:
    if not member.questions:
        return say("{member} cannot be decided yet: something is not known.", member=member.member)
    said = _depends(ruleset, member.questions[0])
    stop = "" if said.endswith((".", "?", "!")) else "."
    first = say("{member} cannot be decided yet: {question}", member=member.member, question=said + stop)
    more = len(member.questions) - 1
    if not more:
        return first
    return f"{first} {say_count(more, '{number} more question is open.', '{number} more questions are open.')}"


def _depends(ruleset: Ruleset, question: Question) -> str:
    """The question of a held row as it is, else `it depends on the application date, which is not stated`."""
    if question.fact is None:
        return question_phrase(ruleset, question)
    if question.ruleset:
        return say(
            "it depends on {fact}, asked for by {ruleset}, which is not stated",
            fact=quoted(question.text),
            ruleset=quoted(question.ruleset),
        )
    return say("it depends on {fact}, which is not stated", fact=fact_asked(ruleset, question.fact))


def question_phrase(ruleset: Ruleset, question: Question) -> str:
    """What a verdict depends on: `the application date, which is not stated`; of a held row its question."""
    if question.fact is None:
        return _asked(question)
    if question.ruleset:
        return say(
            "{fact}, asked for by {ruleset}, which is not stated",
            fact=quoted(question.text),
            ruleset=quoted(question.ruleset),
        )
    return say("{fact}, which is not stated", fact=fact_asked(ruleset, question.fact))


def question_clause(ruleset: Ruleset, question: Question) -> str:
    """The same by itself, after a question mark: `the application date is not stated`."""
    if question.fact is None:
        return _asked(question)
    if question.ruleset:
        return say(
            "{fact}, asked for by {ruleset}, is not stated",
            fact=quoted(question.text),
            ruleset=quoted(question.ruleset),
        )
    return say("{fact} is not stated", fact=fact_asked(ruleset, question.fact))


def fact_asked(ruleset: Ruleset, name: str) -> str:
    """A member fact as something that a verdict depends on: `the application date`, `the answer to “Honest”`."""
    if is_yes_no(ruleset.facts, name):
        return say("the answer to {question}", question=term_quoted(fact_title(ruleset, name)))
    return fact_named(ruleset, name)


def _asked(question: Question) -> str:
    """What a record leaves open; of another ruleset, with which activities are shared, with its title."""
    if question.ruleset:
        return say("under {ruleset}, {question}", ruleset=quoted(question.ruleset), question=question.text)
    return question.text
