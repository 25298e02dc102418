"""Every construct of the language as sentences, read once and signed."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from cedsl.model import predicate as p
from cedsl.model import resolve
from cedsl.model import ruleset as r
from cedsl.period import Duration
from cedsl.publishing.phrase import (
    Head,
    amount_phrase,
    condition_phrase,
    predicate_phrase,
    rule_label,
    statement_label,
    statement_sentence,
    window_phrase,
    window_sentences,
)
from cedsl.publishing.phrase_ordinal import ordinal
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.phrase_words import (
    listed,
    mentioned,
    number_of,
    share_written,
    titles_listed,
)
from cedsl.source import Source
from cedsl.syntax import parse

CONSTRUCTS = Path(__file__).parent / "golden" / "constructs.ce"
LONGEST = 25
FAILURE = "One more is a failure, which no further hour repairs."


def rules(text: str) -> r.Ruleset:
    source = Source("rules.ce", text)
    parsed = parse(source)
    assert parsed.file is not None, parsed.diagnostics
    resolved = resolve(parsed.file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return resolved.ruleset


@pytest.fixture(scope="module")
def constructs() -> r.Ruleset:
    return rules(CONSTRUCTS.read_text("utf-8"))


def spoken(ruleset: r.Ruleset) -> list[str]:
    lines = [
        f"{rule.words.id} | {rule_label(ruleset, rule)} | {statement_sentence(ruleset, rule)}"
        for rule in (*ruleset.credits, *ruleset.refusals)
    ]
    for place in outline(ruleset):
        said = statement_sentence(ruleset, place.statement)
        label = statement_label(ruleset, place.statement)
        lines.append(f"{'  ' * place.depth}{place.statement.words.id} | {label} | {said}")
        lines.extend(f"{'  ' * place.depth}  under: if {condition_phrase(ruleset, each)}" for each in place.conditions)
        if place.depth == 0:
            lines.extend(f"  exempt: {statement_sentence(ruleset, each)}" for each in place.block.exempt)
            lines.append(f"  window: {' '.join(window_sentences(ruleset, place.block.window))}")
    return lines


def test_every_construct_as_sentences(constructs, golden):
    golden("\n".join(spoken(constructs)) + "\n", "constructs.txt")


def test_no_sentence_is_longer_than_25_words(constructs):
    """Our own words: the sentences of rules whose filters are plain; an author may write a longer filter."""
    own = [statement_sentence(constructs, place.statement) for place in outline(constructs)]
    own += [statement_sentence(constructs, each) for each in (*constructs.credits, *constructs.refusals)]
    own += [each for place in outline(constructs) for each in window_sentences(constructs, place.block.window)]
    long = [
        one
        for text in own
        for one in re.split(r"(?<=[.;:]) ", text)
        if len(one.split()) > LONGEST and "Date of publication" not in one
    ]
    assert long == []


def test_every_sentence_begins_with_a_capital_and_ends_with_a_stop(constructs):
    for place in outline(constructs):
        said = statement_sentence(constructs, place.statement)
        assert said[:1].isupper(), said
        assert said.endswith("."), said
        assert "  " not in said, said
        assert ".." not in said, said


def only(text: str) -> tuple[r.Ruleset, r.Statement]:
    ruleset = rules(f"require 36h within 3y {{ {text} }}")
    return ruleset, ruleset.requirements[0].statements[0]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("min 3h category HR", "At least 3 hours in HR."),
        ("min 1h category HR", "At least 1 hour in HR."),
        ("min 3h category HR or ETH", "At least 3 hours in HR or ETH."),
        ("min 3h not category HR", "At least 3 hours not in HR."),
        ("cap 12h mode passive", "At most 12 hours in passive mode count."),
        ("cap 1h mode passive", "At most 1 hour in passive mode counts."),
        ("cap 12h mode self-study or passive", "At most 12 hours in self-study or passive mode count."),
        ("cap 4h role teacher", "At most 4 hours as teacher count."),
        ("cap 4h kind seminar per day", "At most 4 hours from seminar count on any one day."),
        ("cap 0h kind seminar", "No hours from seminar count."),
        (
            "cap 25% of required kind seminar",
            "Hours from seminar may make up at most 25% of the required hours. That is 9 hours.",
        ),
        (
            "min half of required mode live",
            "Hours in live mode make up at least half of the required hours. That is 18 hours.",
        ),
        ("threshold 2h role teacher", "Hours as teacher count only if they come to at least 2 hours."),
        (
            "plus 24h category HR",
            "On top of the total, at least 24 hours in HR. These hours serve nothing else.",
        ),
        ("min 2 activities kind seminar", "At least 2 activities of the kind seminar."),
        ("min 3h grade at least C", "At least 3 hours from activities whose grade is at least C."),
        ('min 3h provider "ALA"', "At least 3 hours offered by ALA."),
        ("min 3h date on or after 2025-01-01", "At least 3 hours taken on or after 1 January 2025."),
        (
            "min 3h date before 6 months after period start",
            "At least 3 hours taken earlier than 6 months after the first day of your period.",
        ),
        (
            "min 3h score between 10 and 20",
            "At least 3 hours from activities whose score is at least 10 and at most 20.",
        ),
        ("min 3h not (category HR or mode live)", "At least 3 hours not in HR, not in live mode."),
        (
            "limit 2 times kind test",
            ("No more than 2 activities of the kind test. " + FAILURE),
        ),
        ('duty "Sign the form"', "Sign the form."),
    ],
)
def test_a_statement_by_itself(written, said):
    ruleset, statement = only(written)
    assert statement_sentence(ruleset, statement) == said


TITLES = """
field expires: date "Day on which the journal entry expires"
field evidence: yes or no "A copy of the document is on file"
field confirmed: yes or no "Confirmed by the leader, or by whoever was helped"
field sponsor: one of bar, own-agency "Kind of sponsor"
field result: one of pass, not-pass
field filed: date "Filed on"
mode part "Participatory, with attendance verified"
kind work "Work"
kind board "Service on a board"
member recertified: date "First recertified, of a voluntary holder, on"
member filed-on: date "Renewal filed on"
member agent: yes or no "Employed by an agency"
member specialty: one of bar, own-agency "Specialty of the certificate"
"""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "expires on or before the as of date",
            "for which “Day on which the journal entry expires” is on or before the date of assessment",
        ),
        (
            "evidence is yes and confirmed is yes",
            (
                "for which “A copy of the document is on file”"
                " and “Confirmed by the leader, or by whoever was helped” are marked yes"
            ),
        ),
        (
            "kind work and grade at least C and evidence is no",
            (
                "of the kind work whose grade is at least C"
                " and for which “A copy of the document is on file” is marked no"
            ),
        ),
        ("sponsor is bar or own-agency", "for which “Kind of sponsor” is “bar” or “own-agency”"),
        (
            "sponsor is member specialty",
            "for which “Kind of sponsor” is the same as your “Specialty of the certificate”",
        ),
        ("result is pass", "whose result is pass"),
        ("result is not-pass", "whose result is “not-pass”"),
        (
            "filed after 1 year after field expires",
            "for which “Filed on” is later than 1 year after “Day on which the journal entry expires”",
        ),
        ("mode part", "in the mode “Participatory, with attendance verified”"),
        ("kind work or board", "of the kind “Work” or “Service on a board”"),
        (
            "approved-on on or before member filed-on",
            "whose approval date is on or before your “Renewal filed on” date",
        ),
        (
            "evidence is yes or kind work",
            "for which “A copy of the document is on file” is marked yes, or of the kind work",
        ),
    ],
)
def test_any_title_reads_well_in_a_filter(written, said):
    ruleset = rules(f"{TITLES}refuse {written}\nrequire 1h within 1y")
    assert statement_sentence(ruleset, ruleset.refusals[0]) == f"We give no credit for activities {said}."


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("its objectives are not published", "Reason: its objectives are not published."),
        ("No objectives published for it", "Reason: no objectives published for it."),
        ("NALA refuses it.", "Reason: NALA refuses it."),
    ],
)
def test_a_reason_may_be_a_clause_or_a_sentence(reason, said):
    ruleset = rules(f'{TITLES}refuse kind work "{reason}"\nrequire 1h within 1y')
    assert statement_sentence(ruleset, ruleset.refusals[0]) == (
        f"We give no credit for activities of the kind work. {said}"
    )


def test_alternatives_with_conditions_are_told_case_by_case():
    cases = (
        "sponsor is bar or (sponsor is own-agency and member agent)"
        " or (filed on or before member filed-on and member filed-on is stated)"
    )
    ruleset = rules(f"{TITLES}accept only {cases}\nrequire 1h within 1y")
    assert statement_sentence(ruleset, ruleset.refusals[0]) == (
        "We accept only activities that fit one of these 3 cases."
        " First: activities for which “Kind of sponsor” is bar."
        " Second: activities for which “Kind of sponsor” is “own-agency”,"
        " if your record says yes to “Employed by an agency”."
        " Third: activities for which “Filed on” is on or before your “Renewal filed on” date, if that date is known."
    )


def test_periods_that_depend_on_the_member_are_told_case_by_case():
    cycle = (
        "when member recertified is stated: 5y from member recertified;"
        " when not member recertified is stated: 5y from member filed-on"
    )
    ruleset = rules(f"{TITLES}require 9h in cycle by {{ {cycle} }}")
    assert statement_sentence(ruleset, ruleset.requirements[0]) == (
        "You need 9 hours in each 5-year period."
        " If the date under “First recertified, of a voluntary holder, on” is known,"
        " each 5-year period is counted from that date."
        " Otherwise, it may be that the date under “First recertified, of a voluntary holder, on” is not known."
        " Then each 5-year period is counted from your “Renewal filed on” date."
    )


def test_a_rule_of_credit_too_long_for_a_sentence_is_told_in_two():
    ruleset = rules(
        f"{TITLES}credit kind work: where evidence is yes\n"
        "credit kind board: where evidence is yes and confirmed is yes\nrequire 1h within 1y"
    )
    short, long = (statement_sentence(ruleset, rule) for rule in ruleset.credits)
    assert short == (
        "For activities of the kind work, we accept only those for which"
        " “A copy of the document is on file” is marked yes."
    )
    assert long == (
        "This is about activities of the kind “Service on a board”. We accept only those for which"
        " “A copy of the document is on file” and “Confirmed by the leader, or by whoever was helped” are marked yes."
    )


def test_a_refusal_of_everything_says_first_when_it_applies():
    ruleset = rules(f"{TITLES}refuse any activity when member agent\nrequire 1h within 1y")
    assert statement_sentence(ruleset, ruleset.refusals[0]) == (
        "If your record says yes to “Employed by an agency”, no activity earns anything."
    )


def test_a_duty_asks_nothing_of_whoever_does_not_state_its_fact():
    asked = "member filed-on is stated and member recertified is stated"
    ruleset = rules(f'{TITLES}require 1h within 1y {{ duty "File": member filed-on before 2025-01-01 when {asked} }}')
    assert statement_sentence(ruleset, ruleset.requirements[0].statements[0]) == (
        "File. This is met when your “Renewal filed on” date is before 1 January 2025."
        " Where that date is not known, nothing is asked."
        " This applies only if the date under “First recertified, of a voluntary holder, on” is known."
    )


def test_two_facts_are_known_in_one_breath():
    ruleset = rules(
        f"{TITLES}require 1h within 1y {{ min 1h category X when member filed-on is stated and member agent"
        " and member recertified is stated }"
    )
    assert statement_sentence(ruleset, ruleset.requirements[0].statements[0]) == (
        "At least 1 hour in X. This applies only if your “Renewal filed on” date and the date under"
        " “First recertified, of a voluntary holder, on” are known and your record says yes to “Employed by an agency”."
    )


@pytest.mark.parametrize(
    ("written", "said"), [("48 months", "48 months"), ("3y", "3 years"), ("36 months", "36 months")]
)
def test_months_stay_months(written, said):
    ruleset = rules(f"require 9h within {written}")
    block = ruleset.requirements[0]
    assert window_phrase(ruleset, block.window) == f"in the {said} up to the date of assessment"


def test_the_shortest_ruleset():
    ruleset = rules("require 36h within 3y; min 3h category HR; cap 12h mode passive")
    assert [statement_sentence(ruleset, place.statement) for place in outline(ruleset)] == [
        "You need 36 hours in the 3 years up to the date of assessment.",
        "At least 3 hours in HR.",
        "At most 12 hours in passive mode count.",
    ]


def test_an_id_of_a_result_has_its_key_in_its_label(constructs):
    assert statement_label(constructs, "cap-seminar@2025-03-03") == "At most: Seminar (week of 3 March 2025)"
    assert statement_label(constructs, "min-live-2@2025") == "Live (2025)"
    assert statement_label(constructs, "credit-teacher") == "Teacher"
    assert statement_label(constructs, "nothing-of-the-kind") == "nothing-of-the-kind"


def test_negation_is_said_where_it_falls(constructs):
    live = p.Compare(p.FieldTerm("mode"), p.Op.IS, (p.Constant("live"),))
    teacher = p.Compare(p.FieldTerm("role"), p.Op.IS, (p.Constant("teacher"),))
    both = p.Not(p.AllOf((live, teacher)))
    assert predicate_phrase(constructs, both, Head.CREDIT) == "not taken live or not as teacher"
    assert predicate_phrase(constructs, p.Not(p.Not(live)), Head.CREDIT) == "taken live"
    assert predicate_phrase(constructs, p.Not(p.ALWAYS)) == "of no kind"
    assert predicate_phrase(constructs, p.AnyOf((live, p.ALWAYS))) == ""


def test_a_no_is_not_a_blank(constructs):
    retired = p.Compare(p.FactTerm("retired"), p.Op.IS, (p.Constant(value=True),))
    assert condition_phrase(constructs, retired) == "your record says yes to “Retired”"
    assert condition_phrase(constructs, p.Not(retired)) == "your record says no to “Retired”"


@pytest.mark.parametrize("op", list(p.Op))
def test_every_comparison_with_the_number_of_the_period(constructs, op):
    compare = p.Compare(p.PeriodNumber(), op, (p.Constant(Fraction(2)),))
    assert "second" in condition_phrase(constructs, compare)
    assert "second" in condition_phrase(constructs, p.Not(compare))


@pytest.mark.parametrize(
    "term", [p.AsOfTerm(), p.PeriodTerm(p.Edge.FIRST), p.PeriodTerm(p.Edge.LAST), p.FactTerm("certified-on")]
)
@pytest.mark.parametrize("op", list(p.Op))
def test_every_comparison_of_a_day(constructs, term, op):
    other = p.Shifted(p.AsOfTerm(), -6, 0)
    words = condition_phrase(constructs, p.Compare(term, op, (other,)))
    assert words.endswith("6 months before the date of assessment")


def test_shares_by_fact_and_windows_of_every_kind(constructs):
    share = r.Share(Fraction(1, 7))
    assert amount_phrase(constructs, share) == "1/7 of the required points"
    assert amount_phrase(constructs, share, constructs.requirements[0]) == "1/7 of the required points (75/7 points)"
    for block in constructs.requirements:
        assert window_phrase(constructs, block.window)
    bare = replace(constructs.requirements[0], window=r.LookBack(Duration(0, 10)))
    assert window_phrase(constructs, bare.window) == "in the 10 days up to the date of assessment"


def test_lists_plurals_ordinals_and_shares():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"], "or") == "a or b"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a, b", "c", "d"]) == "a, b, c, and d"
    assert titles_listed(["Law, new", "Tax"]) == "“Law, new” or “Tax”"
    assert number_of(1, "activity") == "1 activity"
    assert number_of(2, "activity") == "2 activities"
    assert [ordinal(n) for n in (1, 10, 11, 12, 13, 21, 22, 23, 111)] == [
        "first", "tenth", "11th", "12th", "13th", "21st", "22nd", "23rd", "111th",
    ]  # fmt: skip
    assert [share_written(Fraction(n, d)) for n, d in ((1, 2), (1, 4), (1, 3), (1, 8), (1, 7))] == [
        "half", "25%", "one third", "12.5%", "1/7",
    ]  # fmt: skip
    assert mentioned("Teacher", "teacher") == "teacher"
    assert mentioned("Self-study", "self-study") == "self-study"
    assert mentioned("CPE", "cpe") == "CPE"
