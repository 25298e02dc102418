"""A member's verdict in a sentence: whether it is met, and if not, where and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from cedsl.model.ruleset import Count, Ruleset, Word
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_english import listed, number_of, quoted, sentences
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import fact_mention, fact_title, is_yes_no, term_quoted
from cedsl.publishing.phrase_outline import place_of
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.quantity import written
from cedsl.verdict import BlockResult, Kind, MemberResult, Question, StatementResult

MOST_NAMED = 3


def verdict_sentence(ruleset: Ruleset, member: MemberResult) -> str:
    """The verdict with the member named, and what it rests on; at most three statements are named."""
    match member.verdict:
        case Word.MET:
            return f"{member.member} meets every requirement{_to_spare(ruleset, member)}."
        case Word.SHORT:
            return f"{member.member} lacks {_shortfalls(ruleset, member)}."
        case Word.FAILED:
            return f"{member.member} fails: {_failures(ruleset, member)}."
        case Word.EXEMPT:
            return sentences(f"{member.member} is exempt", *_because(member))
        case Word.WAIVED:
            return sentences(f"{member.member} meets every requirement with the help of a waiver", *_because(member))
        case Word.DEPENDS:
            return f"{member.member} cannot be decided yet: {_open(ruleset, member.questions)}"
        case _:
            assert_never(member.verdict)


def _because(member: MemberResult) -> list[str]:
    return list(dict.fromkeys(block.because for block in member.blocks if block.because))


def _to_spare(ruleset: Ruleset, member: MemberResult) -> str:
    match member.blocks:
        case (BlockResult(surplus=surplus),) if surplus > 0:
            return f", with {credit_written(ruleset, surplus)} to spare"
        case _:
            return ""


def lines_of(member: MemberResult) -> Iterator[StatementResult]:
    """Every line that decides, in the order written; the branches that were not chosen left out."""
    for block in member.blocks:
        yield from (line for line in block.statements if line.chosen)


def _shortfalls(ruleset: Ruleset, member: MemberResult) -> str:
    named = (Kind.CHOICE, Kind.BRANCH)
    lines = [line for line in lines_of(member) if line.verdict is Word.SHORT and line.kind not in named]
    return _named([_lack(ruleset, line) for line in lines], "shortfall") or "what a requirement asks"


def _lack(ruleset: Ruleset, line: StatementResult) -> str:
    """`1 of 3 hours for Business ethics`; the total is "in total" where it has no name of its own."""
    if line.kind is Kind.COUNT and line.short:
        return missing_activities(ruleset, line, line.short)
    label = line.label or statement_label(ruleset, line.id)
    what = "in total" if line.kind is Kind.TOTAL and label == "Total" else f"for {label}"
    if line.short is None or line.required is None:
        return f"what is needed {what}"
    noun = ruleset.unit.name if line.required == 1 else ruleset.unit.plural
    if line.short == line.required:
        return f"{'the' if line.required == 1 else 'all'} {written(line.required)} {noun} {what}"
    return f"{written(line.short)} of {written(line.required)} {noun} {what}"


def missing_activities(ruleset: Ruleset, line: StatementResult, short: Fraction) -> str:
    """`1 more activity of the kind project`: what a count of activities still lacks."""
    place = place_of(ruleset, line.statement)
    described = ""
    if place is not None and isinstance(place.statement, Count):
        described = predicate_phrase(ruleset, place.statement.filter)
    noun = "more activity" if short == 1 else "more activities"
    return f"{written(short)} {noun} {described}".rstrip()


def label_of(ruleset: Ruleset, line: StatementResult) -> str:
    return line.label or statement_label(ruleset, line.id)


def _failures(ruleset: Ruleset, member: MemberResult) -> str:
    lines = [line for line in lines_of(member) if line.verdict is Word.FAILED]
    leaves = [line for line in lines if line.kind not in {Kind.TOTAL, Kind.CHOICE, Kind.BRANCH}] or lines
    return _named([_failure(ruleset, line) for line in leaves], "rule") or "a condition is broken"


def _failure(ruleset: Ruleset, line: StatementResult) -> str:
    label = label_of(ruleset, line)
    if line.kind is Kind.LIMIT and line.required is not None:
        return f"{label} ({written(line.earned)} recorded, {written(line.required)} allowed)"
    return f"{label} ({line.why})" if line.why else label


def _named(texts: Sequence[str], noun: str) -> str:
    """The texts as a list; of many, the first few and the number of the others."""
    if len(texts) <= MOST_NAMED:
        return listed(texts)
    return listed([*texts[: MOST_NAMED - 1], f"{number_of(len(texts) - MOST_NAMED + 1, f'more {noun}')}"])


def _open(ruleset: Ruleset, questions: Sequence[Question]) -> str:
    if not questions:
        return "something is not known."
    first = questions[0]
    said = question_phrase(ruleset, first) if first.fact is None else f"it depends on {question_phrase(ruleset, first)}"
    stop = "" if said.endswith((".", "?", "!")) else "."
    more = len(questions) - 1
    return said + stop + (f" {number_of(more, 'more question')} {'is' if more == 1 else 'are'} open." if more else "")


def question_phrase(ruleset: Ruleset, question: Question) -> str:
    """What a verdict depends on: `the application date, which is not stated`; of a held row its question."""
    if question.ruleset:
        return _elsewhere(question, ", which is not stated")
    return question.text if question.fact is None else f"{_fact(ruleset, question.fact)}, which is not stated"


def question_clause(ruleset: Ruleset, question: Question) -> str:
    """The same by itself, after a question mark: `the application date is not stated`."""
    if question.ruleset:
        return _elsewhere(question, ", is not stated")
    return question.text if question.fact is None else f"{_fact(ruleset, question.fact)} is not stated"


def _elsewhere(question: Question, unknown: str) -> str:
    """What another ruleset asks, with which activities are shared."""
    if question.fact is None:
        return f"under {quoted(question.ruleset)}, {question.text}"
    return f"{quoted(question.text)}, asked for by {quoted(question.ruleset)}{unknown}"


def _fact(ruleset: Ruleset, name: str) -> str:
    if is_yes_no(ruleset.facts, name):
        return f"the answer to {term_quoted(fact_title(ruleset, name))}"
    return f"the {fact_mention(ruleset, name)}"
