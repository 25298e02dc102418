"""Questions that members ask, each only where a rule answers it, with the rule and its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

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
from cedsl.publishing.document import Link, Question, Questions, Section
from cedsl.publishing.page_rows import anchor
from cedsl.publishing.phrase_amount import credit_written, fixed_number
from cedsl.publishing.phrase_credit import clause_phrase, exempted_of, exemption_sentence
from cedsl.publishing.phrase_names import shared_pairs
from cedsl.publishing.phrase_parted import case_parted, if_parted, nth_case
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.publishing.phrase_spoken import Head
from cedsl.publishing.phrase_statement import statement_sentence
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_words import sentence, sentences
from cedsl.publishing.tongue import figures, say

NOWHERE = Link("", "")


def questions(ruleset: Ruleset) -> Section | None:
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
    return Section("questions", say("Questions"), (Questions(asked),)) if asked else None


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
                asked = say("Can I earn all of my {units} {way}?", units=ruleset.unit.plural, way=way)
                answer = say("No. {rule}", rule=statement_sentence(ruleset, cap))
                yield Question(asked, answer, _limit(cap))


def _is_way_of_learning(predicate: Predicate) -> bool:
    match tidied(predicate):
        case Compare(left=FieldTerm(name="mode" | "role" | "kind")):
            return True
        case _:
            return False


def _limit(statement: Cap | Limit) -> Link:
    return Link(anchor(statement.words.id), say("See this limit"))


def _rule(rule: CreditRule) -> Link:
    return Link(anchor(rule.words.id), say("See this rule"))


def _above_a_cap(ruleset: Ruleset) -> Iterator[Question]:
    if any(_caps(block) for block in ruleset.requirements):
        units = ruleset.unit.plural
        yield Question(
            say("What happens to {units} above a limit?", units=units),
            say("They do not count. Having them is no fault, and your other {units} still count.", units=units),
            Link("s--limits", say("See the limits")),
        )


def _two_categories(ruleset: Ruleset) -> Iterator[Question]:
    minimums = [each for block in ruleset.requirements for each in _category_minimums(block.statements)]
    if len(minimums) < 2:
        return
    shared = [_shared(ruleset, one, other) for one, other in shared_pairs(ruleset)]
    if ruleset.first_tag_only or all(block.indivisible for block in ruleset.requirements):
        answer = [say("No. An activity serves only the first category that its record names.")]
    else:
        answer = [_divided(ruleset), _single(ruleset, shared=bool(shared))]
    yield Question(say("Can one course count in two categories?"), " ".join((*answer, *shared)), NOWHERE)


def _shared(ruleset: Ruleset, one: str, other: str) -> str:
    return say(
        "One {unit} may count in {category} and in {other} at once.",
        unit=ruleset.unit.name,
        single=credit_written(ruleset, Fraction(1)),
        category=one,
        other=other,
    )


def _divided(ruleset: Ruleset) -> str:
    units = ruleset.unit.plural
    return say("Yes, by dividing it: some of its {units} for one, the others for the other.", units=units)


def _single(ruleset: Ruleset, *, shared: bool) -> str:
    """That an hour counts once; where there are exceptions, they follow."""
    unit, single = ruleset.unit.name, credit_written(ruleset, Fraction(1))
    if shared:
        return say(
            "Except where these rules say otherwise, each single {unit} counts in one category only.",
            unit=unit,
            single=single,
        )
    return say("Each single {unit} counts in one category only.", unit=unit, single=single)


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
        asked = _same_course(described) if clause.key.fields == ("course",) else _same_activity(described)
        yield Question(asked, sentence(clause_phrase(ruleset, clause)), _rule(rule))


def _same_course(described: str) -> str:
    if described:
        return say("What if I report the same course {described} more than once?", described=described)
    return say("What if I report the same course more than once?")


def _same_activity(described: str) -> str:
    if described:
        return say("What if I report the same activity {described} more than once?", described=described)
    return say("What if I report the same activity more than once?")


def _short_activity(ruleset: Ruleset) -> Iterator[Question]:
    found = [(rule, clause) for rule, clause in _clauses(ruleset) if isinstance(clause, Shortest)]
    for rule, clause in found:
        described = predicate_phrase(ruleset, rule.filter)
        asked = (
            say("Is there a shortest length for activities {described}?", described=described)
            if described
            else say("Is there a shortest length for activities?")
        )
        yield Question(asked, say("Yes. {rule}", rule=sentence(clause_phrase(ruleset, clause))), _rule(rule))


def _ends(ruleset: Ruleset) -> Iterator[Question]:
    if any(not isinstance(block.window, Ever) for block in ruleset.requirements):
        yield Question(
            say("Does an activity on the last day of the period count?"),
            say("Yes. The first and the last day of the period both belong to it."),
            Link("s--your-period", say("See your period")),
        )


def _limits(ruleset: Ruleset) -> Iterator[Question]:
    for block in ruleset.requirements:
        for limit in block.statements:
            if isinstance(limit, Limit):
                about = predicate_phrase(ruleset, limit.filter)
                asked = (
                    say("How many activities {described} may I have?", described=about)
                    if about
                    else say("How many activities may I have?")
                )
                yield Question(asked, statement_sentence(ruleset, limit), _limit(limit))


def _exempt(ruleset: Ruleset) -> Iterator[Question]:
    exemptions = list(dict.fromkeys(each for block in ruleset.requirements for each in block.exempt))
    if exemptions:
        link = Link("s--what-you-need", say("See what you need"))
        yield Question(say("Who owes nothing?"), _exempted(ruleset, exemptions), link)


def _exempted(ruleset: Ruleset, exemptions: Sequence[Exemption]) -> str:
    if any(exempted_of(ruleset, each) for each in exemptions):
        return sentences(*(exemption_sentence(ruleset, each) for each in exemptions))
    if len(exemptions) == 1:
        return sentences(*if_parted(ruleset, exemptions[0].when, _you, _you))
    return sentences(
        say("you, in any of these {number} cases", number=figures(len(exemptions))),
        *(
            said
            for number, each in enumerate(exemptions, 1)
            for said in case_parted(ruleset, each.when, nth_case(number))
        ),
    )


def _you(condition: str) -> str:
    return say("You, if {condition}.", condition=condition)
