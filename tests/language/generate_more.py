"""The newer constructs of the language for the generator: computed amounts, conditions on days, windows, keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from cedsl.model import ruleset as r
from cedsl.records.activity import FactValue, Value
from cedsl.records.adjustment import Adjustments, Waiver
from tests.language.oracle_days import moved
from tests.language.oracle_further import walk

if TYPE_CHECKING:
    from tests.language.generate import Member, Rules

FACTS = {"status": "one of active, inactive, away", "admitted": "date", "portion": "number", "number": "number"}
"""Facts that change from day to day, or are measured."""
STATUSES = ("active", "inactive", "away")


def facts(rules: Rules) -> None:
    for name, type_ in FACTS.items():
        if rules.chance(0.8 if name == "status" else 0.5):
            default = ""
            if name == "status" and rules.chance(0.4):
                default = rules.say("fact with a default", " active unless stated")
            rules.text.append(f"member {name}: {type_}{default}")
            rules.facts.append(name)


def dated(rules: Rules, name: str) -> tuple[FactValue, ...]:
    """The fact's values over time: some without dates, some with gaps."""
    rng = rules.rng
    match name:
        case "admitted":
            days = (rules.as_of - timedelta(days=rng.choice((20, 100, 300, 500, 900))), date(2023, 1, 1))
            return (FactValue(rng.choice(days)),)
        case "portion":
            return (FactValue(rng.choice((Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(3, 2)))),)
        case "number":
            return (FactValue(Fraction(rng.choice((1, 2, 7, 10)), rng.choice((1, 1, 1, 2)))),)
    if rules.chance(0.25):
        return (FactValue(rng.choice(STATUSES)),)
    found = []
    day = moved(rules.as_of, -rng.choice((30, 44, 60)))
    while day < moved(rules.as_of, 24):
        last = moved(day, rng.choice((1, 3, 6, 12, 20)), rng.choice((0, 0, -1, 5)))
        if rules.chance(0.85):
            found.append(FactValue(rng.choice(STATUSES), day, last))
        day = last + timedelta(days=1)
    if found and rules.chance(0.5):
        found = [
            replace(found[0], first=None),
            *found[1:-1],
            *([replace(found[-1], last=None)] if len(found) > 1 else []),
        ]
    return tuple(found)


def _span(rules: Rules) -> str:
    known = ["of the period", "from period start to the as of date"]
    if "joined" in rules.facts:
        known += ["from member joined to period end", "from the later of member joined and period start to period end"]
        known.append("from first day of month of member joined to the earlier of period end and the as of date")
    if "admitted" in rules.facts:
        known += ["from member admitted to period end", "from 1 month after member admitted to period end"]
        known.append("from anniversary of member admitted from period start to period end")
    if "status" in rules.facts:
        known += [f"in which ({_status(rules)})"] * 4
    return rules.rng.choice(known)


def _status(rules: Rules, *, day: bool = True) -> str:
    if "status" not in rules.facts and not day:
        return "period ends before 2025-01-01"
    if "status" not in rules.facts:
        return f"date {rules.one('before', 'on or after')} {rules.as_of - timedelta(days=200)}"
    condition = rules.one("member status is active", "member status is inactive or away", "member status is not active")
    if day and rules.chance(0.2):
        edge = rules.as_of - timedelta(days=rules.rng.choice((30, 200, 400)))
        condition = f"({condition}) {rules.one('and', 'or')} date {rules.one('before', 'on or after', 'on')} {edge}"
    return rules.say("status on a day", condition)


def _measure(rules: Rules) -> tuple[str, int]:
    """A measure, and how large it is of a year."""
    what, size = rules.rng.choice(
        (("full months", 12), ("full 6 months", 2), ("full 1y", 1), ("calendar months", 12), ("days", 365),
         ("full 30 days", 12), ("full 3 months", 4), ("full months", 12))
    )  # fmt: skip
    return f"{rules.say(what, what)} {_span(rules)}", size


def amount(rules: Rules, low: int, high: int) -> str:
    """An amount that is computed."""
    unit = "points" if rules.unit == "points" else "h"
    rounding = rules.one(
        "", "", f" rounded to nearest 0.5 {unit}", f" rounded up to 1 {unit}", f" rounded down to 0.5 {unit}"
    )
    base = f"{rules.rng.randint(low, high)} {unit}"
    if high < 9 and rules.chance(0.2):
        base = rules.one("half of required", "50% of required", f"1/3 of required rounded up to 1 {unit}")
    match rules.rng.randint(0, 5):
        case 0 | 1:
            measure, size = _measure(rules)
            each = rules.one("1", "0.5") if size > 2 else rules.one("2", "1.5")
            every = {365: "60 ", 12: rules.one("", "2 ", "3 ")}.get(size, "")
            found = rules.say("for each", f"{each} {unit} for each {every}{measure}{rounding}")
        case 2 | 3:
            measure, _ = _measure(rules)
            found = rules.say("in proportion", f"{base} in proportion to {measure}{rounding}")
        case 4:
            measure, _ = _measure(rules)
            found = rules.say("reduced by", f"{base} reduced by {measure}{rounding}")
        case _:
            if "portion" not in rules.facts:
                return f"({base})" if "required" not in base else base
            found = rules.say(
                "measured by a fact",
                rules.one(
                    f"{base} in proportion to member portion{rounding}",
                    f"1 {unit} for each member portion{rounding}",
                    f"{base} reduced by member portion{rounding}",
                ),
            )
    if rules.chance(0.2):
        return rules.say("computed in a case", f"(0 {unit} if {condition(rules)}, otherwise {found})")
    return f"({found})"


def condition(rules: Rules) -> str:
    """A condition about days, facts that change, parity, or a measure."""
    known = ["during", "sometime", "seen", "measured", "now"]
    known += ["year" for name in ("joined", "admitted") if name in rules.facts]
    known += ["parity" for name in ("number",) if name in rules.facts]
    match rules.rng.choice(known):
        case "during":
            found = rules.say("throughout", f"throughout the period ({_status(rules)})")
        case "sometime":
            found = rules.say("sometime", f"sometime in the period ({_status(rules)})")
        case "seen":
            day = rules.one("period start", "the as of date", "2024-01-01", "6 months before period end")
            if "joined" in rules.facts:
                day = rules.one(day, "member joined", "2y after member joined")
            found = rules.say("seen on", f"seen on {day} ({_status(rules, day=False)})")
        case "measured":
            measure, size = _measure(rules)
            number = {365: rules.one("100", "365"), 12: rules.one("3", "6", "12")}.get(size, rules.one("1", "2"))
            found = rules.say("measure compared", f"{measure} {rules.one('at least', 'less than')} {number}")
        case "year":
            name = next(name for name in ("joined", "admitted") if name in rules.facts)
            found = rules.say("parity of a year", f"year of member {name} is {rules.one('odd', 'even')}")
        case "parity":
            found = rules.say("parity of a number", f"member number is {rules.one('odd', 'even')}")
        case _:
            found = _status(rules, day=False) if "status" in rules.facts else "period ends before 2025-01-01"
    return rules.say("not a condition", f"not ({found})") if rules.chance(0.15) else found


def window(rules: Rules) -> str:
    """Any window, also of the newer kinds."""
    kind = rules.one("cycle", "cycle", "cases", "either", "years", "counted", "simple")
    match kind:
        case "cases":
            first = f"when {condition(rules)}: {_case(rules)}"
            other = f"otherwise: {_case(rules)}" if rules.chance(0.7) else f"when {condition(rules)}: {_case(rules)}"
            return rules.say("window by cases", f"in cycle by {{ {first}; {other} }}")
        case "either":
            return rules.say("either window", f"either {_single(rules)} or {_single(rules)}")
        case "cycle":
            return f"in cycle {_cycle(rules)}"
        case _:
            return _single(rules)


def _case(rules: Rules) -> str:
    return _cycle(rules) if rules.chance(0.5) else _single(rules)


def _single(rules: Rules) -> str:
    day = rules.one("period of 2024", "as of")
    if "admitted" in rules.facts:
        day = "member admitted"
    elif "joined" in rules.facts:
        day = "member joined"
    if day.startswith("member") and rules.chance(0.5):
        shifted = rules.one(day, f"6 months after {day}", f"last day of year of {day}", f"first day of month of {day}")
        shifted = rules.one(shifted, f"the later of {day} and 2023-06-15", f"anniversary of {day} from 2024-03-01")
        return rules.say(
            "window from a term",
            rules.one(
                f"within 24 months from {shifted}", f"within 60 days after {shifted}", f"within 1y before {shifted}"
            ),
        )
    if rules.chance(0.3):
        return rules.say("calendar years", f"in {rules.rng.randint(1, 3)} calendar years")
    return rules.one(
        "within 1y", "within 2y", "in cycle calendar year", "in cycle 1y from 2021-07-01", "within 18 months"
    )


def _cycle(rules: Rules) -> str:
    name = next((n for n in ("admitted", "joined") if n in rules.facts), None)
    anchor = rules.one("2020-02-29", "2019-07-01", "2021-01-31", "2022-01-01")
    if name is not None and rules.chance(0.4):
        anchor = rules.one("", "month of ", "month after ", "year of ", "year after ") + f"member {name}"
    found = f"{rules.one('1y', '2y', '3y', '18 months', '6 months')} from {anchor}"
    if rules.chance(0.15):
        found = "calendar year"
    if name is not None and "member" not in found and rules.chance(0.6):
        found += rules.say("first period from", f", first period from member {name}")
        if rules.chance(0.6):
            found += rules.say(
                "first period at least",
                f", first period at least {rules.one('6 months', '1y', '24 months', '90 days')}",
            )
    if rules.chance(0.3):
        except_ = rules.one(
            "2023-01-01 to 2024-06-30",
            "2024-03-01 to 2024-08-31",
            "2022-07-01 to 2022-12-31 and 2023-01-01 to 2024-12-31",
        )
        found += rules.say("exceptions of a cycle", f", except {except_}")
    return found


def relation(rules: Rules, one: str, third: str) -> str:
    return rules.say("relation of what is spilled into", rules.one(f" spills into {third}", f" inside {third}"))


def fields_and_tables(rules: Rules) -> None:
    rules.text += ["field presenters: number", "field ceiling: number"]
    if rules.chance(0.8):
        first = rules.as_of - timedelta(days=rules.rng.choice((30, 200, 400)))
        rows = [f'row "P" sort is hospital rank is {rules.one("low", "high")} until {first}']
        if rules.chance(0.7):
            rows.append(f'row "p" sort is {rules.one("school", "hospital")} from {first + timedelta(days=1)}')
        if rules.chance(0.6):
            rows.append(f'row "Q" sort is school rank is middle from {moved(first, -6)} until {first}')
        columns = ["column sort: one of hospital, school", "column rank: ordered low, middle, high"]
        rules.text.append(rules.say("table", "table providers by provider { " + "; ".join([*columns, *rows]) + " }"))
    else:
        rules.text.append(
            "table providers by provider { column sort: one of hospital, school; column rank: ordered low, middle, high; "
            'row "Q" sort is hospital }'
        )


def clauses(rules: Rules, had: list[str]) -> list[str]:
    found = []
    unit = "points" if rules.unit == "points" else "h"
    if rules.chance(0.25):
        found.append(rules.say("plus a field", rules.one("plus preparation", "plus 3 times preparation")))
    if rules.chance(0.2):
        found.append(rules.say("divided by a field", "divided by presenters"))
    elif rules.chance(0.2):
        found.append(rules.say("times a field", "times presenters"))
    if rules.chance(0.2):
        found.append(rules.say("at most times a field", f"at most {rules.one('2', '1/2', '1')} times ceiling"))
    if rules.chance(0.25):
        found.append(rules.say("parts as stated", "parts as stated"))
    if rules.chance(0.25) and not any(each.startswith("rounded") for each in had):
        how = rules.one("down to", "up to", "to nearest")
        found.append(rules.say("rounded last", f"rounded {how} {rules.one('0.5', '1')} {unit} after multiplying"))
    return found


def key(rules: Rules) -> str:
    stretch = rules.one("year", "calendar year", "fine")
    if stretch == "fine":
        if rules.day_key is None:
            rules.day_key = rules.one("day", "week", "month", "month")
        stretch = rules.day_key
    name = rules.one("provider", "course", "mode", "title")
    return rules.one(
        f"{name} and {stretch}", f"{name} and {stretch}", "provider and title", f"provider and mode and {stretch}"
    )


def add_fields(rules: Rules, fields: dict[str, Value]) -> None:
    rng = rules.rng
    if rules.chance(0.5):
        fields["presenters"] = Fraction(rng.choice((0, 1, 2, 2, 3)))
    if rules.chance(0.5):
        fields["ceiling"] = Fraction(rng.choice((0, 1, 1, 2, 3)), 2)
    if rules.chance(0.3):
        fields["preparation"] = Fraction(rng.choice((1, 2, 3)), 4)


def apart(rules: Rules, blocks: list[str]) -> str:
    names = [f"r{number}" for number in range(len(blocks))]
    if len(names) > 2 and rules.chance(0.5):
        return rules.say("not both", f"not both {names[0]}, {names[1]} and {names[2]}")
    one, other = rules.rng.sample(names, 2)
    return rules.say("not both", f"not both {one} and {other}")


def with_decisions(rules: Rules, ruleset: r.Ruleset, member: Member) -> Member:
    """The member with waivers of some statements, in groups in which there are any."""
    if rules.focus not in {"waive", "chain"} or (rules.focus == "chain" and not rules.chance(0.15)):
        return member
    rng = rules.rng
    kinds = (
        r.Requirement,
        r.Minimum,
        r.Cap,
        r.UsedMinimum,
        r.Addition,
        r.Distinct,
        r.KOf,
        r.Branch,
        r.Count,
        r.Limit,
        r.Duty,
    )
    ids: list[str] = []
    for node in walk(ruleset.requirements):
        if isinstance(node, kinds) and node.words.id not in ids:
            ids.append(node.words.id)
    waivers = []
    for id_ in rng.sample(ids, min(len(ids), rng.choice((1, 1, 2, 3)))):
        amount = rng.choice((None, None, Fraction(0), Fraction(1), Fraction(2), Fraction(3, 2)))
        first = rng.choice((None, None, member.as_of, member.as_of - timedelta(days=400)))
        last = rng.choice(
            (None, None, member.as_of, member.as_of - timedelta(days=1), member.as_of + timedelta(days=90))
        )
        known = next(n for n in walk(ruleset.requirements) if isinstance(n, kinds) and n.words.id == id_)
        if isinstance(known, r.Count | r.Limit) and amount is not None:
            amount = Fraction(int(amount))
        if isinstance(known, r.Distinct | r.KOf | r.Branch | r.Duty):
            amount = None
        rules.say(f"waiver of {type(known).__name__}", "")
        waivers.append(Waiver(id_, amount, first, last))
    decided = member.decided
    return replace(member, decided=Adjustments(tuple(waivers), decided.extensions, decided.openings))
