"""What a notice says of rows, notes, values and repeats: whole sentences, in the language of the member."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cedsl.model.ruleset import Ruleset, Word
from cedsl.publishing.languages import collecting, missing_messages, tongue_of
from cedsl.publishing.phrase_label import line_name
from cedsl.publishing.phrase_loss import loss_sentence
from cedsl.publishing.phrase_names import fact_phrase
from cedsl.publishing.phrase_note import note_sentence
from cedsl.publishing.phrase_row import row_said
from cedsl.publishing.phrase_verdict import verdict_sentence
from cedsl.publishing.phrase_words import clauses, sentence
from cedsl.publishing.tongue import speaking
from cedsl.records.note import Note, Noted
from cedsl.records.outcome import Outcome, Point, RowOutcome
from cedsl.verdict import Kind, Loss, MemberResult, Refused, StatementResult
from tests.language.compare import resolved
from tests.language.test_contract import found
from tests.publishing import results

RULES = """
category ETH "Ethics"
kind MILL "Sawmill"
kind FAIR
field firm: text "Firm"
member years: number "Years in practice"
member grade: one of junior, senior "Grade"
require 10h in cycle calendar year {
    cap 4h kind MILL or FAIR per kind "Trade fairs" as fairs
    min 1h category ETH "Articles" as articles
}
"""


def rules(text: str = RULES) -> Ruleset:
    ruleset, diagnostics = resolved(text)
    assert ruleset is not None, diagnostics
    return ruleset


def test_a_duty_that_ends_in_a_full_stop_gives_one() -> None:
    text = 'member told: yes or no\nrequire 1h in cycle calendar year {\n    duty "Tell us.": member told as told\n}\n'
    result, ruleset = found(text, "2025-02-01 1h", facts="told no").result, rules(text)
    assert verdict_sentence(ruleset, result) == "m fails: Tell us."


def test_a_loss_below_nothing_is_what_is_added() -> None:
    """A repeat that earns twice as much: 4 hours, and 4 more, are 8."""
    said = loss_sentence(rules(), Loss(Fraction(-4), Refused.REPEAT, row=3))
    assert said == "4 hours more count besides: this repeats the activity of row 3."


NOTES = (
    (Note("counted by Articles", Noted.SEEN_BY, "articles"), "The activity is one of those counted for “Articles”."),
    (Note("times 2", Noted.TIMES, number=Fraction(2)), "The credit was multiplied by 2."),
    (
        Note("states no kind, so no limit by kind describes it", Noted.UNDER_NO_LIMIT, "kind"),
        "The record leaves “Kind” blank, so no limit that names “Kind” applies.",
    ),
    ("read by hand", "Note: read by hand."),
)


@pytest.mark.parametrize(("note", "said"), NOTES)
def test_a_note_is_a_whole_sentence(note: str, said: str) -> None:
    assert note_sentence(rules(), note) == said


@pytest.mark.parametrize("code", ["es", "fr"])
@pytest.mark.parametrize("what", list(Noted))
def test_every_note_is_said_in_every_language(code: str, what: Noted) -> None:
    with collecting(tongue_of(code)) as tongue, speaking(tongue):
        said = note_sentence(rules(), Note("in English", what, "articles", number=Fraction(2)))
        assert missing_messages(tongue) == ()
    assert "in English" not in said


def test_a_text_that_is_only_english_is_known_as_such() -> None:
    with collecting(tongue_of("fr")) as tongue, speaking(tongue):
        assert note_sentence(rules(), "read by hand") == "Remarque\u00a0: read by hand."
        assert missing_messages(tongue) == ("read by hand",)


ROW = RowOutcome(
    "records.csv", 5, Outcome.HELD, "unknown-category", "unknown category `Fud`", "category", "Fud",
    points=(Point("unknown-category", "category", "Fud"), Point("no-date", "date", "")),
)  # fmt: skip


def test_a_row_is_told_by_its_reasons_in_other_languages() -> None:
    assert row_said(ROW) == "unknown category `Fud`"
    with speaking(tongue_of("es")):
        said = row_said(ROW)
    category, day = "el reglamento no conoce la categoría «Fud»", "no se indica ningún día"
    assert said == f"{category} (columna «category»); {day} (columna «date»)"


def test_a_reason_without_words_stays_english_and_is_marked() -> None:
    odd = RowOutcome("records.csv", 5, Outcome.REFUSED, "no-such-reason", "it is odd")
    with collecting(tongue_of("es")) as tongue, speaking(tongue):
        assert row_said(odd) == "it is odd"
        assert missing_messages(tongue) == ("it is odd",)


def test_only_our_own_signs_get_a_space_that_does_not_break() -> None:
    with speaking(tongue_of("fr")):
        assert clauses(["Read this; then that", "et cela"]) == "Read this; then that\u00a0; et cela"
        assert sentence("Read this; then that") == "Read this; then that."


@pytest.mark.parametrize(
    ("code", "years", "grade"),
    [
        ("en", "your “Years in practice”", "your grade"),
        ("es", "su dato «Years in practice»", "su grade"),
        ("fr", "votre donnée «\u00a0Years in practice\u00a0»", "votre grade"),
    ],
)
def test_a_title_that_may_be_a_plural_needs_no_agreement(code: str, years: str, grade: str) -> None:
    ruleset = rules()
    with speaking(tongue_of(code)):
        assert (fact_phrase(ruleset, "years"), fact_phrase(ruleset, "grade")) == (years, grade)


def test_a_value_is_shown_as_the_rules_title_it() -> None:
    """The kind `MILL` has a title, the kind `FAIR` none."""
    member: MemberResult = found(RULES, "2025-02-01 5h ETH kind MILL; 2025-02-02 2h ETH kind FAIR").result
    names = [line_name(rules(), each) for each in caps(member)]
    assert names == ["Trade fairs (Sawmill)", "Trade fairs (FAIR)"]


def test_a_value_without_a_title_is_shown_as_the_records_write_it() -> None:
    text = RULES.replace("cap 4h kind MILL or FAIR per kind", "cap 4h per firm")
    member: MemberResult = found(text, '2025-02-01 5h ETH firm is "Old Mill"').result
    assert [(each.id, line_name(rules(text), each)) for each in caps(member)] == [
        ("fairs@old-mill", "Trade fairs (Old Mill)")
    ]


def caps(member: MemberResult) -> list[StatementResult]:
    return [each for block in member.blocks for each in block.statements if each.kind is Kind.CAP]


def test_years_are_named_in_words() -> None:
    text = 'category ETH "Ethics"\nrequire 10h in cycle 2y from 2024-01-01 {\n    min 1h category ETH each year\n}\n'
    member = found(text, "2024-02-01 1h ETH").result
    names = [line_name(rules(text), each) for block in member.blocks for each in block.statements]
    assert names == ["Total", "Ethics (year 1)", "Ethics (year 2)"]


def test_verdicts_are_words() -> None:
    assert verdict_sentence(results.rules(), MemberResult("M-1", Word.EXEMPT, (), Fraction(0))) == "M-1 is exempt."
