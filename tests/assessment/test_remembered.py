"""What is remembered of filters, kinds and records changes no answer; where nothing is short, no kind is asked for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cedsl import resources
from cedsl.assessment import assess
from cedsl.assessment import solve as solving
from cedsl.model import Ruleset, resolve
from cedsl.model.evaluate import answered, evaluate
from cedsl.model.lens import lens_of
from cedsl.model.predicate import AllOf, AsOfTerm, Compare, Constant, FieldTerm, InCategory, Op
from cedsl.model.scope import Scope, Subject, Vocabulary
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, Tag
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.verdict import MemberResult

AS_OF = date(2025, 6, 30)


def resolved(text: str) -> Ruleset:
    source = Source("rules.ce", text)
    found = resolve(parse(source).file, source).ruleset
    assert found is not None
    return found


def told(rules: Ruleset, number: int) -> MemberResult:
    example = rules.examples[number]
    assert example.as_of is not None
    return assess(
        rules,
        "m",
        example.activities,
        (),
        example.facts,
        example.as_of,
        adjustments=example.adjustments,
        asked=example.asked,
        history=True,
    )


@pytest.mark.parametrize("name", ["illinois/attorney", "nala/cp", "california/real-estate", "nals/specialty"])
def test_members_may_come_in_any_order(name: str) -> None:
    text = (resources.bundled(name) or b"").decode("utf-8-sig")
    one, other = resolved(text), resolved(text)
    numbers = range(len(one.examples))
    forward = {number: told(one, number) for number in numbers}
    backward = {number: told(other, number) for number in reversed(numbers)}
    assert forward == backward


def hours(number: int, category: str, mode: str, year: int) -> Activity:
    day = date(year, 3, 1)
    return Activity("m", day, Amount(Fraction(number), "hour"), (Tag(category),), {"mode": mode})


KEYED = """
category ethics
category law
require 10h within 3y {
    min 2h category ethics { cap 1h mode online per calendar year as online }
}
"""
LIVE = hours(6, "ethics", "live", 2023)


def test_a_cap_by_a_key_is_told_although_only_further_credit_could_fill_it() -> None:
    found = assess(resolved(KEYED), "m", [LIVE, hours(5, "law", "online", 2024)], (), {}, AS_OF)
    (line,) = [each for each in found.blocks[0].statements if each.statement == "online"]
    # online hours of law count toward no ethics, but stand under the cap: 5 earned, none used, 4 over
    assert (line.id, line.required, line.earned, line.counted, line.over) == ("online@2024", 1, 5, 0, 4)


def test_no_kind_is_asked_for_where_nothing_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("kinds of further credit decide nothing here")

    rules = resolved(KEYED)
    monkeypatch.setattr(solving, "possible", asked)
    # 6 of ethics and 4 of law are the 10
    found = assess(rules, "m", [LIVE, hours(4, "law", "live", 2024)], (), {}, AS_OF)
    assert found.still == 0
    with pytest.raises(AssertionError, match="decide nothing"):
        assess(rules, "m", [LIVE], (), {}, AS_OF)


ETHICS = InCategory(("ethics",))
ONLINE = Compare(FieldTerm("mode"), Op.IS, (Constant("online"),))
EARLY = Compare(FieldTerm("date"), Op.LESS, (Constant(date(2024, 1, 1)),))


def test_a_lens_sees_what_its_filter_names() -> None:
    vocabulary = Vocabulary(resolved(KEYED))
    lens = lens_of(AllOf((ETHICS, ONLINE)), vocabulary)
    assert (lens.fields, lens.named, lens.dated, lens.personal) == (("mode",), frozenset({"ethics"}), False, False)
    assert lens_of(EARLY, vocabulary).dated
    assert lens_of(Compare(FieldTerm("date"), Op.LESS, (AsOfTerm(),)), vocabulary).personal


@pytest.mark.parametrize("filter_", [ETHICS, ONLINE, EARLY, AllOf((ETHICS, ONLINE, EARLY))])
def test_an_answer_that_is_remembered_is_the_answer(filter_: InCategory | Compare | AllOf) -> None:
    vocabulary = Vocabulary(resolved(KEYED))
    scope = Scope(vocabulary, {}, AS_OF)
    for _ in range(2):
        for category in ("ethics", "law"):
            for fields in ({}, {"mode": "online"}, {"mode": "live"}):
                for day in (date(2023, 12, 31), date(2024, 1, 1)):
                    subject = Subject(day, vocabulary.all_above((category,)), fields)
                    assert answered(filter_, subject, scope) is evaluate(filter_, subject, scope)
