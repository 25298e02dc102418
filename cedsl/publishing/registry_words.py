"""Numbers of members, shares and amounts as a page about very many writes them, in the language of the call."""

from __future__ import annotations

from fractions import Fraction

from cedsl.model.ruleset import Ruleset, Word
from cedsl.publishing.phrase_label import label_of_line
from cedsl.publishing.phrase_words import unit_of
from cedsl.publishing.registry_figures import LineName, tenths_of_percent
from cedsl.publishing.tongue import figures, say, say_as, say_count, spoken
from cedsl.verdict import Kind


def grouped(number: Fraction | int) -> str:
    """`1,234,567.5`, as the language sets thousands apart."""
    plain = figures(number)
    if spoken().code != "en" or "/" in plain:
        return plain
    whole, point, places = plain.partition(".")
    return f"{int(whole):,}{point}{places}" if whole.isdecimal() and whole.isascii() else plain


def percent(part: int, whole: int) -> str:
    """`12.3%`."""
    return say("{number}%", number=figures(Fraction(tenths_of_percent(part, whole), 10)))


def members_written(number: int) -> str:
    """`1 member`, `2,000 members`."""
    return say_count(number, "{number} member", "{number} members", number=grouped(number))


def amount_written(ruleset: Ruleset, line: LineName, number: Fraction) -> str:
    """What is lacking: credit, or activities."""
    if line.is_credit:
        return credit_grouped(ruleset, number)
    return say_count(number, "{number} activity", "{number} activities", number=grouped(number))


def credit_grouped(ruleset: Ruleset, number: Fraction) -> str:
    """`1,234.5 hours`."""
    return f"{grouped(number)} {unit_of(number, ruleset.unit)}"


def line_written(ruleset: Ruleset, line: LineName) -> str:
    """What a line is called; of several requirements, with that which it belongs to."""
    label = label_of_line(ruleset, line.id, line.label)
    if len(ruleset.requirements) == 1 or line.kind is Kind.TOTAL:
        return label
    around = label_of_line(ruleset, line.requirement, "")
    return label if around == label else say("{label}: {line}", label=around, line=label)


def verdict_words(word: Word) -> str:
    """What stands under the number of members with a verdict."""
    match word:
        case Word.MET:
            return say_as("members", "meet the rules")
        case Word.SHORT:
            return say_as("members", "are short")
        case Word.FAILED:
            return say_as("members", "failed")
        case Word.DEPENDS:
            return say_as("members", "depend on an open question")
        case Word.WAIVED:
            return say_as("members", "meet them with a waiver")
        case Word.EXEMPT:
            return say_as("members", "are exempt")
