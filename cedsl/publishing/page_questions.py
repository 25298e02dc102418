"""Questions that members ask, each only where a rule answers it, with the rule and its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cedsl.model.predicate import Always, Compare, FieldTerm, InCategory, Predicate
from cedsl.model.ruleset import (
    Cap,
    Conditional,
    CreditRule,
    Distinct,
    Ever,
    Exemption,
    Limit,
    Minimum,
    Repeats,
    Requirement,
    Ruleset,
    Shortest,
    Statement,
)
from cedsl.publishing.page_rows import anchor
from cedsl.publishing.page_view import Link, Part, Question, Questions
from cedsl.publishing.phrase_amount import fixed_number
from cedsl.publishing.phrase_atom import Head
from cedsl.publishing.phrase_credit import clause_phrase, exempted_of, exemption_sentence
from cedsl.publishing.phrase_english import ordinal, sentence, sentences
from cedsl.publishing.phrase_names import shared_pairs
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_phrase
from cedsl.publishing.phrase_statement import statement_sentence
from cedsl.publishing.phrase_tidy import tidied

NOWHERE = Link("", "")


def questions(ruleset: Ruleset) -> Questions | None:
    """Every question that these rules answer, in the order of the page."""
    asked = (
        *_everything_by(ruleset),
        *_above_a_cap(ruleset),
        *_two_categories(ruleset),
        *_twice(ruleset),
        *_short_activity(ruleset),
        *_ends(ruleset),
        *_limits(ruleset),
        *_exempt(ruleset),
    )
    return Questions(Link(Part.QUESTIONS.value, "Questions"), asked) if asked else None


def _caps(block: Requirement) -> list[Cap]:
    return [each for each in block.statements if isinstance(each, Cap)]


def _everything_by(ruleset: Ruleset) -> Iterator[Question]:
    """Whether all of the hours may be of one mode, role or kind: not where a cap on it is below the total."""
    for block in ruleset.requirements:
        if not isinstance(block.words.when, Always):
            continue
        total = None if block.total is None else fixed_number(block.total)
        for cap in _caps(block):
            most = fixed_number(cap.amount, block)
            is_less = total is not None and most is not None and most < total
            if is_less and cap.per is None and _is_way_of_learning(cap.filter):
                way = predicate_phrase(ruleset, cap.filter, Head.CREDIT)
                asked = f"Can I earn all of my {ruleset.unit.plural} {way}?"
                yield Question(asked, f"No. {statement_sentence(ruleset, cap)}", _limit(cap))


def _is_way_of_learning(predicate: Predicate) -> bool:
    match tidied(predicate):
        case Compare(left=FieldTerm(name="mode" | "role" | "kind")):
            return True
        case _:
            return False


def _limit(statement: Cap | Limit) -> Link:
    return Link(anchor(statement.words.id), "See this limit")


def _above_a_cap(ruleset: Ruleset) -> Iterator[Question]:
    if any(_caps(block) for block in ruleset.requirements):
        units = ruleset.unit.plural
        yield Question(
            f"What happens to {units} above a limit?",
            f"They do not count. Having them is no fault, and your other {units} still count.",
            Link(Part.LIMITS.value, "See the limits"),
        )


def _two_categories(ruleset: Ruleset) -> Iterator[Question]:
    minimums = [each for block in ruleset.requirements for each in _category_minimums(block.statements)]
    if len(minimums) < 2:
        return
    unit = ruleset.unit.name
    shared = [f"One {unit} may count in {one} and in {other} at once." for one, other in shared_pairs(ruleset)]
    if ruleset.first_tag_only or all(block.indivisible for block in ruleset.requirements):
        answer = "No. An activity serves only the first category that its record names."
    else:
        answer = f"Yes, by dividing it: some of its {ruleset.unit.plural} for one, the others for the other."
        answer += " Except where these rules say otherwise," if shared else ""
        answer += f" {'e' if shared else 'E'}ach single {unit} counts in one category only."
    yield Question("Can one course count in two categories?", " ".join((answer, *shared)), NOWHERE)


def _category_minimums(statements: tuple[Statement, ...]) -> Iterator[Minimum]:
    for statement in statements:
        match statement:
            case Minimum(filter=InCategory()):
                yield statement
            case Conditional(statements=inner) | Distinct(parts=inner):
                yield from _category_minimums(inner)
            case _:
                continue


def _clauses(ruleset: Ruleset) -> Iterator[tuple[CreditRule, Repeats | Shortest]]:
    for rule in ruleset.credits:
        yield from ((rule, clause) for clause in rule.clauses if isinstance(clause, Repeats | Shortest))


def _twice(ruleset: Ruleset) -> Iterator[Question]:
    found = [(rule, clause) for rule, clause in _clauses(ruleset) if isinstance(clause, Repeats)]
    for rule, clause in found:
        described = predicate_phrase(ruleset, rule.filter)
        same = "the same course" if clause.key.fields == ("course",) else "the same activity"
        asked = " ".join(filter(None, ("What if I report", same, described, "more than once")))
        yield Question(
            f"{asked}?",
            sentence(clause_phrase(ruleset, clause)),
            Link(anchor(rule.words.id), "See this rule"),
        )


def _short_activity(ruleset: Ruleset) -> Iterator[Question]:
    found = [(rule, clause) for rule, clause in _clauses(ruleset) if isinstance(clause, Shortest)]
    for rule, clause in found:
        described = "" if isinstance(rule.filter, Always) else f" {predicate_phrase(ruleset, rule.filter)}"
        yield Question(
            f"Is there a shortest length for activities{described}?",
            f"Yes. {sentence(clause_phrase(ruleset, clause))}",
            Link(anchor(rule.words.id), "See this rule"),
        )


def _ends(ruleset: Ruleset) -> Iterator[Question]:
    if any(not isinstance(block.window, Ever) for block in ruleset.requirements):
        yield Question(
            "Does an activity on the last day of the period count?",
            "Yes. The first and the last day of the period both belong to it.",
            Link(Part.PERIOD.value, "See your period"),
        )


def _limits(ruleset: Ruleset) -> Iterator[Question]:
    for block in ruleset.requirements:
        for limit in block.statements:
            if isinstance(limit, Limit):
                about = predicate_phrase(ruleset, limit.filter)
                asked = " ".join(filter(None, ("How many activities", about, "may I have?")))
                yield Question(asked, statement_sentence(ruleset, limit), _limit(limit))


def _exempt(ruleset: Ruleset) -> Iterator[Question]:
    exemptions = list(dict.fromkeys(each for block in ruleset.requirements for each in block.exempt))
    if exemptions:
        yield Question("Who owes nothing?", _exempted(ruleset, exemptions), Link(Part.NEEDS.value, "See what you need"))


def _exempted(ruleset: Ruleset, exemptions: Sequence[Exemption]) -> str:
    if any(exempted_of(ruleset, each) for each in exemptions):
        return sentences(*(exemption_sentence(ruleset, each) for each in exemptions))
    cases = [condition_phrase(ruleset, each.when) for each in exemptions]
    if len(cases) == 1:
        return f"You, if {cases[0]}."
    return sentences(
        f"you, in any of these {len(cases)} cases",
        *(f"{ordinal(number)}: {case}" for number, case in enumerate(cases, 1)),
    )
