"""A row is never told to count for nothing where a fact that nobody stated decides that."""

from __future__ import annotations

import pytest

from cedsl.publishing import phrase
from cedsl.verdict import Loss, Refused
from tests.language.compare import resolved
from tests.language.test_contract import found

SENIORS = """
member senior: yes or no
member class: one of trainee, full
kind talk
kind course
require 2h in cycle calendar year
refuse kind talk and member senior is yes
refuse kind course and not member class is full
"""


def loss_of(records: str, facts: str = "", rules: str = SENIORS) -> tuple[str, Loss]:
    """The verdict, and why the first record does not count."""
    case = found(rules, records, facts=facts)
    (loss,) = case.record(1).losses
    return case.verdict, loss


@pytest.mark.parametrize(
    ("facts", "records", "verdict", "hangs_on"),
    [
        ("", "2025-02-01 2h kind talk", "depends", ("senior",)),
        # 2 hours that count under any answer: the verdict hangs on nothing, the talk still does
        ("", "2025-02-01 2h kind talk; 2025-02-02 2h", "met", ("senior",)),
        ("senior yes", "2025-02-01 2h kind talk", "short", ()),
        # the class is missing, and decides about the course alone
        ("senior yes", "2025-02-01 2h kind talk; 2025-02-02 2h kind course", "depends", ()),
        ("senior yes", "2025-02-02 2h kind course; 2025-02-01 2h kind talk", "depends", ("class",)),
        ("class trainee", "2025-02-02 2h kind course; 2025-02-01 2h kind talk", "depends", ()),
    ],
)
def test_a_refusal_that_hangs_on_a_missing_fact(facts: str, records: str, verdict: str, hangs_on: tuple[str, ...]) -> None:
    word, loss = loss_of(records, facts)
    assert (word, loss.why, loss.hangs_on) == (verdict, Refused.NOT_ACCEPTED, hangs_on)


BOTH = SENIORS.replace("senior is yes", "senior is yes and not member class is full")


def test_either_of_two_missing_facts_would_let_it_count() -> None:
    """Refused only of seniors who are no full members: a younger trainee's talk counts, and a full senior's."""
    _, loss = loss_of("2025-02-01 2h kind talk; 2025-02-02 2h", rules=BOTH)
    assert set(loss.hangs_on) == {"senior", "class"}
    _, loss = loss_of("2025-02-01 2h kind talk; 2025-02-02 2h", "class trainee", BOTH)
    assert loss.hangs_on == ("senior",)


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        (
            "2025-02-01 2h kind talk",
            "the answer to “Senior”, which is not stated: we give no credit for activities of the kind talk, if your record says yes to “Senior”.",
        ),
        (
            "2025-02-01 2h kind course",
            "the class, which is not stated: we give no credit for activities of the kind course, if your class is not full.",
        ),
    ],
)
def test_the_sentence(records: str, sentence: str) -> None:
    _, loss = loss_of(records)
    ruleset, _ = resolved(SENIORS)
    assert ruleset is not None
    assert phrase.loss_sentence(ruleset, loss) == f"Whether this counts depends on {sentence}"
