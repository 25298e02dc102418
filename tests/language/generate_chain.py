"""Rulesets whose periods hang together, and members with records in several of them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from cedsl.quantity import Amount
from cedsl.records.activity import Activity, FactValue, Tag
from cedsl.records.adjustment import Adjustments, Extension, Opening
from tests.language import generate as g
from tests.language import generate_more as more
from tests.language.oracle_days import moved

if TYPE_CHECKING:
    from tests.language.generate import Member, Rules


def any_chain(rules: Rules) -> Rules:
    rules.unit = "h"
    g._categories(rules)
    g._choices(rules)
    rules.text = [line for line in rules.text if not line.startswith("activities fall")]
    g._facts(rules)
    blocks = [_require(rules, number) for number in range(rules.rng.choice((1, 1, 1, 1, 2)))]
    credit = []
    if rules.chance(0.15):
        credit.append(f"credit: {rules.one('once per course', 'full then half per provider', 'rounded down to 0.5 h')}")
    if rules.chance(0.06):
        credit.append(rules.say("refuse", f"refuse {g._simple(rules)}"))
    rules.text += [*credit, *blocks]
    return rules


def _cycle(rules: Rules) -> str:
    anchor = rules.one("2020-01-01", "2019-07-01", "2021-01-31", "2020-02-29")
    if "joined" in rules.facts and rules.chance(0.4):
        anchor = rules.one("member joined", "member joined", "month of member joined")
    found = f"{rules.one('1y', '1y', '2y', '6 months', '18 months')} from {anchor}"
    if rules.chance(0.15):
        found = "calendar year"
    if "admitted" in rules.facts and "member" not in found and rules.chance(0.5):
        found += rules.say("first period from", ", first period from member admitted")
        if rules.chance(0.5):
            found += rules.say("first period at least", f", first period at least {rules.one('9 months', '1y')}")
    if rules.chance(0.12):
        found += rules.say(
            "exceptions of a cycle", f", except {rules.one('2023-01-01 to 2024-06-30', '2024-03-01 to 2024-08-31')}"
        )
    return found


def _require(rules: Rules, number: int) -> str:
    lines = [_statement(rules) for _ in range(rules.rng.choice((0, 1, 1, 2, 2, 3)))]
    if rules.chance(0.05):
        lines.append(rules.say("exempt", f"exempt when {_condition(rules)}"))
    if rules.chance(0.03):
        lines.append(rules.say("satisfied", f"satisfied when {_condition(rules)}"))
    also = rules.chance(0.12)
    if also:
        most = rules.one("", "", "at most 2h ", "at most 1h ", "at most half of required ")
        filter_ = rules.one("", "", f"{g._filter(rules, categories=True)} ")
        months = rules.one("3 months", "6 months", "13 months", "30 months")
        lines.append(rules.say("also count", f"also count {most}{filter_}from {months} before period start"))
    elif rules.chance(0.9):
        if rules.chance(0.15):
            lines.append(_carry(rules) + " when " + _condition(rules))
            if rules.chance(0.5):
                lines.append("carry nothing when " + _condition(rules))
        lines.append(_carry(rules))
    if rules.chance(0.3):
        rule = rules.one(
            "within 3 months", "within 6 months", "within 60 days", "within 1y", "until 2 months after period end"
        )
        tail = f" when {_condition(rules)}" if rules.chance(0.1) else ""
        lines.append(rules.say("make good", f"make good {rule}{tail}"))
    total = g._quantity(rules, 1, 6)
    if rules.chance(0.1):
        total = more.amount(rules, 6, 9)
    if rules.chance(0.04):
        total = "0h"
    name = f" as r{number}"
    return f"require {total} in cycle {_cycle(rules)}{name} {{\n" + "".join(f"    {each}\n" for each in lines) + "}"


def _statement(rules: Rules) -> str:
    options = [g._minimum] * 6 + [g._cap] * 5 + [g._distinct, g._count, g._limit, g._any_of, g._different]
    found: str = rules.rng.choice(options)(rules, "in cycle", 0)
    while any(word in found for word in ("threshold", "plus ", "within")):
        found = rules.rng.choice(options)(rules, "in cycle", 0)
    return found


def _condition(rules: Rules) -> str:
    if rules.chance(0.4):
        return rules.say("period number", f"period number {rules.one('is 1', 'is 2', 'at least 2', 'less than 3')}")
    if "status" in rules.facts and rules.chance(0.6):
        return rules.one(
            "member status is active", "throughout the period (member status is active)", "member status is inactive"
        )
    return f"period ends {rules.one('before', 'on or after')} {rules.as_of - timedelta(days=rules.rng.choice((100, 400, 700)))}"


def _carry(rules: Rules) -> str:
    amount = rules.one("everything", "at most 1h", "at most 2h", "at most 3h", "at most 4.5h")
    if rules.chance(0.15):
        amount = rules.say("carry by cases", f"at most ({rules.one('3h', '1h')} if {_condition(rules)}, otherwise 2h)")
    elif rules.chance(0.1):
        amount = rules.say(
            "carry a share", f"at most {rules.one('half of required', '1/3 of required rounded up to 1h')}"
        )
    filter_ = f" {g._filter(rules)}" if rules.chance(0.25) else ""
    clauses = []
    for _ in range(rules.rng.choice((0, 0, 0, 1, 1, 2))):
        which = g._filter(rules, categories=rules.chance(0.8)) or "any activity"
        clauses.append(rules.say("carry limit", f"at most {g._quantity(rules, 0, 2)} {which}"))
    if rules.chance(0.25):
        which = rules.one("", f"category {rules.rng.choice(rules.categories)} ")
        target = rules.one("general", f"category {rules.rng.choice(rules.categories)}")
        clauses.append(rules.say("becomes", f"{which}becomes {target}"))
    if rules.chance(0.35):
        clauses.append(rules.say("lives", f"for {rules.one('2', '2', '3')} periods"))
    if rules.chance(0.15):
        clauses.append(rules.say("recent", f"from the last {rules.one('3 months', '6 months', '40 days')}"))
    if rules.chance(0.2):
        clauses.append(rules.say("above caps", "surplus above caps too"))
    if rules.chance(0.12):
        clauses.append(rules.say("above the total", "only above the total"))
    if rules.chance(0.15):
        clauses.append(rules.say("forfeit", "forfeit surplus when needed"))
    rules.rng.shuffle(clauses)
    block = " { " + "; ".join(clauses) + " }" if clauses else ""
    return rules.say("carry", f"carry {amount}{filter_}{block}")


def any_member(rules: Rules, facts: dict[str, tuple[FactValue, ...]], edges: list[date]) -> Member:
    rng = rules.rng
    records: list[Activity] = []
    days: set[date] = set()
    for row in range(1, rng.choice((1, 2, 3, 4, 4, 5, 5, 6, 7)) + 1):
        made = g._record(rules, edges, row)
        on = made.on
        if rules.chance(0.6):
            on = rules.as_of - timedelta(days=rng.randint(0, 1300))
        assert on is not None
        while on in days and rules.chance(0.97):
            on -= timedelta(days=rng.randint(1, 90))
        days.add(on)
        tags = made.tags if rules.chance(0.25) else tuple(Tag(each.category) for each in made.tags)
        records.append(Activity("m", on, made.amount, tags, made.fields, None, row=row, file="f"))
    asked = rules.as_of - timedelta(days=rng.choice((0, 100, 300, 400, 700))) if rules.chance(0.3) else None
    return g.Member(tuple(records), (), facts, rules.as_of, _decided(rules), asked)


def _decided(rules: Rules) -> Adjustments:
    rng = rules.rng
    which = (None, None, "r0", "r1" if any(" as r1 " in text for text in rules.text) else "r0")
    openings, extensions = [], []
    if rules.chance(0.25):
        for _ in range(rng.choice((1, 1, 2, 3))):
            day = moved(rules.as_of, -rng.choice((1, 5, 10, 14, 20, 30)), rng.choice((0, -3, 8)))
            tags = tuple(
                Tag(each) for each in rng.sample(rules.categories, min(len(rules.categories), rng.choice((0, 1, 1, 2))))
            )
            amount = Amount(Fraction(rng.choice((1, 2, 3, 4)), 2), "hour")
            openings.append(Opening(day, amount, tags, rng.choice(which)))
        rules.say("opening balance", "")
    if rules.chance(0.2):
        day = moved(rules.as_of, -rng.choice((0, 2, 6, 11, 13, 20)), rng.choice((0, 20, -5)))
        extensions.append(Extension(day, rng.choice(which)))
        rules.say("extension", "")
    return Adjustments((), tuple(extensions), tuple(openings))
