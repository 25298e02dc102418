"""Random rulesets as text, over every construct of the grammar, and random members that sit on the edges."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from cedsl.quantity import Amount
from cedsl.records.activity import Activity, FactValue, HeldRow, Tag, Value
from cedsl.records.adjustment import NONE, Adjustments
from tests.language import generate_chain
from tests.language import generate_more as more
from tests.language.oracle_days import moved

AS_OFS = (date(2025, 6, 30), date(2025, 2, 28), date(2024, 2, 29), date(2025, 12, 31), date(2024, 8, 15))
MODES, ROLES, KINDS = ("live", "online", "video"), ("attendee", "teacher"), ("course", "article", "exam")
HALF = Fraction(1, 2)


@dataclass
class Rules:
    """A ruleset's text while it is made, and what records of it may say."""

    rng: Random
    as_of: date
    text: list[str] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    letters: str = "ABCD"
    unit: str = "h"
    categories: list[str] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)
    modes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    facts: list[str] = field(default_factory=list)
    day_key: str | None = None
    repeats: bool = False
    flat: bool = False
    atoms: tuple[str, ...] = ()
    focus: str = ""
    """Which of the newer constructs stand in it often: see FOCI."""

    def say(self, construct: str, text: str) -> str:
        self.used[construct] += 1
        return text

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def one(self, *several: str) -> str:
        return self.rng.choice(several)


@dataclass
class Member:
    activities: tuple[Activity, ...]
    held: tuple[HeldRow, ...]
    facts: dict[str, tuple[FactValue, ...]]
    as_of: date
    decided: Adjustments = NONE
    asked: date | None = None


FOCI = ("measures", "windows", "credit", "waive", "apart", "chain", "different", "counted", "deemed", "first")
"""Groups of constructs: computed amounts and conditions on days; windows; crediting, tables, keys and spilling;
waivers; *not both*; chains of periods; caps on different values; shares of what counts; minimums that count as met, and
alternatives in which nothing applies; activities that serve their first category only, with two classifications.
"""


# ---------------------------------------------------------------------------------------- declarations


def any_rules(rng: Random, letters: str = "ABCD", focus: str = "") -> Rules:
    """A whole ruleset; its categories are called by the letters."""
    rules = Rules(rng, rng.choice(AS_OFS), letters=letters, focus=focus)
    if focus == "chain":
        return generate_chain.any_chain(rules)
    rules.unit = rng.choice(("h", "h", "h", "points"))
    _categories(rules)
    _choices(rules)
    _facts(rules)
    count = rng.choice((1, 1, 1, 1, 2)) if focus != "apart" else rng.choice((2, 2, 2, 3))
    blocks = [_require(rules) for _ in range(count)]
    if focus == "apart":
        blocks.append(more.apart(rules, blocks))
    if rules.chance(0.06):
        blocks.append(rules.say("standing limit", f"limit {rng.randint(0, 2)} records kind exam {_window(rules)}"))
    if rules.chance(0.04):
        blocks.insert(0, rules.say("exempt outside", f"exempt when {_condition(rules)}"))
    credit = _credits(rules)
    if rules.unit == "points":
        blocks.sort(key=lambda text: not text.startswith("require"))
    rules.text += [*credit, *blocks] if rules.chance(0.5) else [*blocks, *credit]
    return rules


def _categories(rules: Rules) -> None:
    rng = rules.rng
    count = rng.randint(1 if rules.focus != "first" else 3, 4)
    names = list(rules.letters[:count])
    if rules.chance(0.15):
        rules.say("inferred categories", "")
        rules.categories = names
        return
    lines, relation = {}, {}
    grouped = rules.chance(0.12) or rules.focus == "first"
    second = names[-2:] if rules.focus == "first" and count == 4 else names[-1:]
    for name in names:
        relation[name] = ""
        if grouped and name in second and count > 1:
            relation[name] = rules.say("classification", " classification manner")
    plain = [name for name in names if not relation[name]]
    if len(plain) > 1:
        one, other = rng.sample(plain, 2)
        match rng.randint(0, 9) if rules.focus != "credit" else 0:
            case 0:
                relation[one] = rules.say("spills into", f" spills into {other}")
                if rules.focus == "credit" and len(plain) > 2 and rules.chance(0.5):
                    third = next(name for name in plain if name not in {one, other})
                    relation[other] = more.relation(rules, one, third)
            case 1:
                relation[one] = rules.say("shares hours", f" shares hours with {other}")
            case 2:
                relation[one] = rules.say("also counts as", f" also counts as {other}")
            case 3:
                relation[one] = rules.say("inside", f" inside {other}")
                rules.parents[one] = other
            case 4 if len(plain) > 2:
                relation[one] = rules.say(
                    "shares hours", " shares hours with " + ", ".join(n for n in plain if n != one)
                )
            case _:
                pass
    for name in names:
        lines[name] = f"category {name}{relation[name]}"
    if rules.chance(0.4):
        parent = rng.choice(plain)
        inner = [f"{parent}{number}" for number in range(1, rng.randint(1, 2) + 1)]
        lines[parent] += rules.say("nested category", " { " + "; ".join(f"category {each}" for each in inner) + " }")
        for each in inner:
            rules.parents[each] = parent
        names += inner
    rules.text += list(lines.values())
    rules.categories = names


def _choices(rules: Rules) -> None:
    if rules.chance(0.5):
        rules.modes = MODES[: rules.rng.randint(2, 3)]
        stated = rules.say("unless stated", " unless stated") if rules.chance(0.2) else ""
        rules.text += [f"mode {each}{stated if each == 'live' else ''}" for each in rules.modes]
    if rules.chance(0.3):
        rules.roles = ROLES
        rules.text += [f"role {each}" for each in ROLES]
    if rules.chance(0.3):
        rules.kinds = KINDS
        rules.text += [f"kind {each}" for each in KINDS]
    if rules.chance(0.1):
        rules.text.append(
            rules.say("falls", rules.one("activities fall on start", "activities fall inside the period"))
        )
    if rules.chance(0.06) or rules.focus == "first":
        rules.text.append(rules.say("first category only", "activities serve first category only"))
    if rules.chance(0.15):
        rules.text.append(rules.say("declared field", "field level: ordered low, middle, high"))
        rules.facts.append("#level")
    if rules.chance(0.1):
        rules.text.append(rules.say("declared field", "field approved: yes or no"))
        rules.facts.append("#approved")
    if rules.focus == "credit":
        more.fields_and_tables(rules)
    if rules.focus == "different" and rules.chance(0.25):
        rules.text.append(rules.say("provider with a default", "field provider: text Q unless stated"))


FACTS = {
    "senior": "yes or no",
    "class": "one of x, y",
    "joined": "date",
    "years": "number",
    "surname": "text",
}


def _facts(rules: Rules) -> None:
    for name, type_ in FACTS.items():
        if rules.chance(0.3):
            rules.text.append(f"member {name}: {type_}")
            rules.facts.append(name)
    if rules.focus in {"measures", "windows", "chain"}:
        more.facts(rules)


def _credits(rules: Rules) -> list[str]:
    found = []
    rng, unit = rules.rng, rules.unit
    if unit == "points":
        found += _points(rules)
    if rules.chance(0.25 if rules.focus != "credit" else 0.9):
        found.append(_clauses(rules))
    if rules.chance(0.1):
        found.append(rules.say("refuse", f"refuse {_simple(rules)}"))
    if rules.chance(0.06):
        found.append(rules.say("accept only", f"accept only {_simple(rules)}"))
    if rules.focus == "different" and rules.chance(0.25):
        found.append(rules.say("accept only", f"accept only {rules.one('provider', 'title', 'course')} is stated"))
    if rules.chance(0.08):
        verb = rules.one("gives", "takes")
        found.append(rules.say("retag", f"credit kind article: {verb} category {rng.choice(rules.categories)}"))
    return found


def _points(rules: Rules) -> list[str]:
    if rules.chance(0.5):
        rules.flat = True
        return [
            rules.say(
                "rate",
                f"credit kind not article: {rules.one('1 point', '2 points')} per {rules.one('hour', '30 min')}",
            ),
            rules.say("flat award", f"credit kind article: {rules.rng.randint(1, 4)} points each"),
        ]
    most = rules.say("at most each", ", at most 3 points each") if rules.chance(0.4) else ""
    return [rules.say("rate", f"credit: {rules.one('1', '4', '1.5')} points per hour{most}")]


def _clauses(rules: Rules) -> str:
    rng = rules.rng
    filter_ = "" if rules.chance(0.4) else " " + _simple(rules)
    clauses = []
    unit = "points" if rules.unit == "points" else "h"
    if rules.chance(0.3):
        clauses.append(rules.say("shortest length", f"from {rules.one('1h', '90 min')}"))
    if rules.chance(0.2):
        clauses.append(rules.say("where", f"where {_simple(rules)}"))
    if rules.chance(0.2):
        clauses.append(rules.say("contact time only", "contact time only"))
    if rules.chance(0.3):
        how = rules.one("down to", "up to", "to nearest")
        clauses.append(rules.say("rounded", f"rounded {how} {rules.one('0.5', '1')} {unit}"))
    if rules.chance(0.35):
        rules.repeats = True
        key = rules.one("course", "course", "provider", "title", "provider and title")
        if rules.focus == "credit" and rules.chance(0.4):
            key = rules.say("repeats by a key within a stretch", more.key(rules))
        span = rules.one("", "", " ever", " within 24 months", " within 1 year", " in 2 calendar years")
        if rules.chance(0.6):
            clauses.append(rules.say("once per", f"once per {key}{span}"))
        else:
            factors = rules.one(
                "full then half", "full then half then nothing", "full then 1/3 then nothing", "2 then 1"
            )
            clauses.append(rules.say("repeats", f"{factors} per {key}{span}"))
    if rules.chance(0.2):
        clauses.append(rules.say("times", f"times {rules.one('3', '1/2', '1.5')}"))
    if rules.chance(0.2):
        clauses.append(rules.say("at most each", f"at most {rng.randint(1, 3)} {unit} each"))
    if rules.focus == "credit":
        clauses += more.clauses(rules, clauses)
    if not clauses:
        clauses.append(rules.say("times", "times 2"))
    return f"credit{filter_}: " + ", ".join(clauses)


# ------------------------------------------------------------------------------------------- filters


def _mode(rules: Rules) -> str:
    return rules.rng.choice(rules.modes or MODES[:2])


def _simple(rules: Rules) -> str:
    """A filter of one atom that says something of an activity; a ruleset looks at few fields."""
    if not rules.atoms:
        known = [
            "mode",
            "mode",
            "mode not",
            "role",
            "kind",
            "provider",
            "date",
            "number",
            "grade",
            "stated",
            "between",
        ]
        known += ["begins", *("ordered" for name in rules.facts if name == "#level")]
        known += ["yes/no" for name in rules.facts if name == "#approved"]
        known += ["fact" for name in rules.facts if name == "joined"]
        if rules.focus == "credit":
            known += ["listed", "listed", "column", "column"]
        if rules.focus == "different":
            known = ["mode", "kind", "provider", "provider", "stated", "begins"]
        if rules.focus == "chain":
            known = [each for each in known if each != "stated"]
        rules.atoms = ("category", *rules.rng.sample(known, 3))
    atom = rules.rng.choice(rules.atoms)
    return rules.say(f"filter {atom}", _atom(rules, atom))


def _atom(rules: Rules, atom: str) -> str:
    rng = rules.rng
    match atom:
        case "mode":
            return f"mode {_mode(rules)}"
        case "mode not":
            return f"mode not {_mode(rules)}"
        case "role":
            return f"role {rng.choice(ROLES)}"
        case "kind":
            return f"kind {rng.choice(KINDS)}"
        case "category":
            return f"category {rng.choice(rules.categories)}"
        case "provider":
            return "provider P"
        case "date":
            return f"date {rules.one('on or after', 'before')} {_some_day(rules)}"
        case "number":
            return f"score {rules.one('at least', 'more than', 'less than', 'at most')} 70"
        case "grade":
            return "grade at least C"
        case "stated":
            return f"provider is {rules.one('', 'not ')}stated"
        case "between":
            return "score between 60 and 80"
        case "begins":
            return 'title begins "a" to "m"'
        case "ordered":
            return "level at least middle"
        case "yes/no":
            return f"approved is {rules.one('yes', 'no')}"
        case "fact":
            return "date after member joined"
        case "listed":
            return rules.one("listed in providers", "not listed in providers")
        case "column":
            return rules.one("sort is hospital", "sort is not hospital", "rank at least middle")
    raise AssertionError(atom)


def _some_day(rules: Rules) -> date:
    return rules.as_of - timedelta(days=rules.rng.choice((0, 30, 200, 400)))


def _filter(rules: Rules, *, categories: bool = False) -> str:
    """What a minimum or cap is about."""
    rng = rules.rng
    if categories or rules.chance(0.5):
        name = rng.choice(rules.categories)
        match rng.randint(0, 7):
            case 0:
                return rules.say("filter categories", f"category {name} or {rng.choice(rules.categories)}")
            case 1:
                return rules.say("filter category not", f"category not {name}")
            case 2:
                return rules.say("filter and", f"category {name} and {_simple(rules)}")
            case _:
                return rules.say("filter category", f"category {name}")
    match rng.randint(0, 9):
        case 0:
            return rules.say("filter or", f"category {rng.choice(rules.categories)} or {_simple(rules)}")
        case 1:
            return rules.say("filter values", f"mode {_mode(rules)} or {_mode(rules)}")
        case 2:
            return rules.say("filter not", f"not ({_simple(rules)})")
        case 3:
            return ""
        case _:
            return _simple(rules)


def _condition(rules: Rules) -> str:
    """A condition on the member."""
    if rules.focus in {"measures", "windows"} and rules.chance(0.75):
        return more.condition(rules)
    known = [name for name in rules.facts if name in FACTS]
    if not known or rules.chance(0.15):
        match rules.rng.randint(0, 2):
            case 0:
                return rules.say("has records", f"has {rules.rng.randint(1, 2)} records with {_simple(rules)}")
            case 1:
                return rules.say(
                    "has earned", f"has earned {rules.rng.randint(1, 4)} {rules.unit} with {_simple(rules)}"
                )
            case _:
                return rules.say("period condition", f"period ends {rules.one('on or after', 'before')} 2025-01-01")
    name = rules.rng.choice(known)
    match name:
        case "senior":
            return rules.say("condition yes/no", rules.one("member senior", "not member senior", "member senior is no"))
        case "class":
            return rules.say("condition choice", rules.one("member class is x", "member class is not x"))
        case "joined":
            return rules.say(
                "condition date",
                rules.one("member joined before 2023-01-01", "member joined on or after 2022-06-30"),
            )
        case "years":
            return rules.say("condition number", "member years at least 5")
        case _:
            return rules.say("condition begins", 'member surname begins "a" to "k"')


# ---------------------------------------------------------------------------------------- requirements


def _quantity(rules: Rules, low: int, high: int) -> str:
    number = Fraction(rules.rng.randint(low * 2, high * 2), 2)
    return f"{float(number):g}{' ' if rules.unit == 'points' else ''}{rules.unit}"


def _amount(rules: Rules, low: int, high: int, *, counted: bool = False) -> str:
    """`counted` where the amount may be a share of what counts."""
    if counted and rules.chance({"counted": 0.6, "chain": 0.12}.get(rules.focus, 0.04)):
        return _share_of_counted(rules, low, high)
    if rules.focus == "measures" and rules.chance(0.5):
        return more.amount(rules, low, high)
    if rules.chance(0.1):
        share = rules.one("50%", "1/3", "half")
        step = "points" if rules.unit == "points" else "h"
        rounding = rules.one(
            "", f" rounded up to 1 {step}", f" rounded to nearest 0.5 {step}", f" rounded down to 1 {step}"
        )
        return rules.say("share", f"{share} of required{rounding}")
    if rules.chance(0.07):
        otherwise = f", otherwise {_quantity(rules, low, high)}" if rules.chance(0.6) else ""
        return rules.say("amount by fact", f"({_quantity(rules, low, high)} if {_condition(rules)}{otherwise})")
    return _quantity(rules, low, high)


def _share_of_counted(rules: Rules, low: int, high: int) -> str:
    share = rules.say("share of what counts", f"{rules.one('50%', '1/3', 'half', '25%', '2/3', '10%', '100%')} of counted")
    if rules.chance(0.1):
        cases = (share, _quantity(rules, low, high))
        one, other = cases if rules.chance(0.5) else cases[::-1]
        return rules.say("share of what counts by fact", f"({one} if {_condition(rules)}, otherwise {other})")
    return share


def _window(rules: Rules) -> str:
    rng = rules.rng
    if rules.focus in {"windows", "measures"} and rules.chance(0.85 if rules.focus == "windows" else 0.4):
        return more.window(rules)
    if "joined" in rules.facts and rules.chance(0.4):
        return rng.choice(
            (
                lambda: rules.say(
                    "cycle from member", f"in cycle {rules.one('1y', '2y', '18 months')} from member joined"
                ),
                lambda: rules.say("cycle month", "in cycle 2y from month of member joined"),
                lambda: rules.say("within from", "within 48 months from member joined"),
                lambda: rules.say("within after", "within 400 days after member joined"),
                lambda: rules.say("within before", "within 2y before member joined"),
            )
        )()
    if "surname" in rules.facts and rules.chance(0.2):
        return rules.say(
            "grouped cycle",
            'in cycle by { when member surname begins "a" to "k": 2y from 2021-01-01; '
            'when not member surname begins "a" to "k": 3y from 2022-07-01 }',
        )
    return rng.choice(
        (
            lambda: rules.say("look-back", f"within {rules.one('1y', '2y', '3y', '18 months', '200 days')}"),
            lambda: rules.say("look-back", f"within {rules.one('1y', '2y', '3y', '36 months')}"),
            lambda: rules.say(
                "cycle from date",
                f"in cycle {rules.one('1y', '2y', '3y')} from {rules.one('2020-02-29', '2019-07-01', '2021-01-31')}",
            ),
            lambda: rules.say("calendar year", "in cycle calendar year"),
            lambda: rules.say("ever", "ever"),
        )
    )()


def _require(rules: Rules) -> str:
    window = _window(rules)
    total = _quantity(rules, 2, 9)
    if rules.focus == "measures" and rules.chance(0.5):
        total = more.amount(rules, 2, 9)
    elif rules.chance(0.05):
        total = rules.say(
            "total by fact",
            f"({_quantity(rules, 1, 4)} if {_condition(rules)}, otherwise {_quantity(rules, 2, 9)})",
        )
    elif rules.chance(0.03):
        total = rules.say("total of nothing", "0 " + rules.unit)
    lines = [_statement(rules, window) for _ in range(rules.rng.randint(0, 5 if rules.focus != "different" else 3))]
    if rules.focus == "different":
        lines.append(_different(rules, window, 0))
    if rules.chance(0.04):
        lines.append(rules.say("exempt", f"exempt {rules.one('when', 'unless')} {_condition(rules)}"))
    if rules.chance(0.04):
        lines.append(rules.say("satisfied", f"satisfied when {_condition(rules)}"))
    if rules.chance(0.03):
        lines.append(rules.say("first category only", "activities serve first category only"))
    plain = (
        rules.focus != "apart" and lines and all("{" not in each and each.startswith(("min", "cap")) for each in lines)
    )
    if plain and rules.chance(0.2):
        return rules.say("one line", f"require {total} {window}; " + "; ".join(lines))
    filter_ = ""
    if rules.chance(0.05):
        atom = _simple(rules)
        if not atom.startswith("category") and rules.focus != "apart":
            filter_ = " " + rules.say("total with filter", atom)
    when = rules.say("when", f" when {_condition(rules)}") if rules.chance(0.03) else ""
    if rules.focus == "apart":
        when += f" as r{sum(rules.used[each] for each in ('named',))}"
        rules.say("named", "")
    return f"require {total}{filter_} {window}{when} {{\n" + "".join(f"    {each}\n" for each in lines) + "}"


def _statement(rules: Rules, window: str, depth: int = 0) -> str:
    options = [_minimum] * 6 + [_cap] * 6 + [_threshold, _addition, _distinct, _count, _limit, _duty, _different]
    options += [_different] * 6 if rules.focus == "different" else []
    if rules.focus == "apart":
        options.remove(_threshold)
    if depth < 1:
        options += [_any_of, _any_of, _conditional]
    return rules.rng.choice(options)(rules, window, depth)


def _tail(rules: Rules) -> str:
    if rules.chance(0.07 if rules.focus != "deemed" else 0.4):
        return rules.say("when", f" {rules.one('when', 'unless')} {_condition(rules)}")
    return ""


def _deemed(rules: Rules, window: str, depth: int = 1) -> str:
    """A minimum that may count as met, with others inside."""
    inner = []
    if rules.chance(0.6):
        inner.append(rules.say("minimum satisfied", f"satisfied {rules.one('when', 'unless')} {_condition(rules)}"))
    if depth > 1 and rules.chance(0.25):
        inner.append(rules.say("cap inside a minimum", f"cap {_quantity(rules, 0, 2)} mode {_mode(rules)}"))
    last = depth == 3
    more_inside = 0 if last else rules.rng.randint(0, 3 - depth)
    inner += [_deemed(rules, window, depth + 1) for _ in range(more_inside)]
    filter_ = _simple(rules) if last else f"mode {_mode(rules)}"
    each = rules.say("min each year", " each calendar year") if window != "ever" and rules.chance(0.15) else ""
    tail = _tail(rules)
    block = " { " + "; ".join(inner) + " }" if inner else ""
    return rules.say("min with block", f"min {_quantity(rules, 1, 3)} {filter_}{each}{tail}{block}")


def _minimum(rules: Rules, window: str, depth: int) -> str:
    if rules.focus == "deemed" and rules.chance(0.5):
        return _deemed(rules, window)
    amount = _amount(rules, 1, 3, counted=rules.chance(0.5))
    if rules.chance(0.25):
        return _nested(rules, amount)
    if rules.chance(0.1) and window != "ever":
        return rules.say(
            "min each year",
            f"min {amount} {_filter(rules)} each {rules.one('year', 'calendar year')}{_tail(rules)}",
        )
    return rules.say("min", f"min {amount} {_filter(rules)}{_tail(rules)}")


def _nested(rules: Rules, amount: str) -> str:
    parents = [name for name in rules.categories if name in rules.parents.values()]
    inner = []
    if parents and rules.chance(0.7):
        outer = rules.rng.choice(parents)
        child = rules.rng.choice([name for name, up in rules.parents.items() if up == outer])
        filter_ = f"category {outer}"
        if rules.chance(0.6):
            inner.append(rules.say("nested min", f"min {_amount(rules, 1, 2, counted=True)} category {child}"))
    else:
        filter_ = _simple(rules)
        if filter_.startswith("category"):
            filter_ = f"mode {_mode(rules)}"
        if rules.chance(0.5):
            inner.append(rules.say("nested min", f"min {_quantity(rules, 0, 2)} {_filter(rules)}"))
    for _ in range(rules.rng.randint(0 if inner else 1, 2)):
        per = rules.say("keyed cap inside", " per course") if rules.chance(0.1) else ""
        amount_ = _amount(rules, 0, 2, counted=True) if rules.focus == "counted" else _quantity(rules, 0, 2)
        inner.append(rules.say("cap inside a minimum", f"cap {amount_} {_simple(rules)}{per}"))
    if rules.chance(0.5 if rules.focus == "different" else 0.05):
        inner.append(rules.say("cap different inside", f"cap 1 different provider {_simple(rules)}"))
    return rules.say("min with block", f"min {amount} {filter_} {{ " + "; ".join(inner) + " }")


def _key(rules: Rules) -> str:
    if rules.focus == "credit" and rules.chance(0.6):
        return rules.say("composite key", more.key(rules))
    choice = rules.one("course", "provider", "mode", "fine", "year", "calendar year", "title")
    if choice == "fine":
        if rules.day_key is None:
            rules.day_key = rules.one("day", "week", "month", "month")
        choice = rules.day_key
    return rules.say(f"key {choice}", choice)


def _cap(rules: Rules, window: str, depth: int) -> str:
    if rules.chance(0.3):
        key = _key(rules)
        if window == "ever" and key.split(" and ")[-1] in {"day", "week", "month", "year", "calendar year"}:
            key = "course"
        word = "each" if key in {"year", "calendar year"} and rules.chance(0.5) else "per"
        amount = _amount(rules, 0, 3, counted=True) if rules.focus == "counted" else _quantity(rules, 0, 3)
        return rules.say("keyed cap", f"cap {amount} {_filter(rules)} {word} {key}{_tail(rules)}")
    return rules.say("cap", f"cap {_amount(rules, 0, 4, counted=True)} {_filter(rules)}{_tail(rules)}")


def _different(rules: Rules, window: str, depth: int) -> str:
    key = rules.one("provider", "provider", "provider", "course", "title", "mode", "provider and title", "kind")
    number = rules.one("1", "1", "2", "2", "3")
    filter_ = "" if rules.focus == "different" and rules.chance(0.4) else _filter(rules)
    return rules.say("cap different", f"cap {number} different {key} {filter_}{_tail(rules)}")


def _threshold(rules: Rules, window: str, depth: int) -> str:
    return rules.say("threshold", f"threshold {_quantity(rules, 1, 3)} {_simple(rules)}")


def _addition(rules: Rules, window: str, depth: int) -> str:
    block = ""
    if rules.chance(0.3):
        block = rules.say("cap inside an addition", f" {{ cap {_quantity(rules, 0, 1)} {_simple(rules)} }}")
    if rules.focus == "different" and rules.chance(0.3):
        block = rules.say("cap different inside", f" {{ cap 1 different provider {_simple(rules)} }}")
    return rules.say("plus", f"plus {_amount(rules, 1, 3)} {_filter(rules)}{block}")


def _distinct(rules: Rules, window: str, depth: int) -> str:
    parts = "; ".join(_distinct_part(rules) for _ in range(rules.rng.randint(2, 3)))
    return rules.say("distinct", f"distinct {{ {parts} }}")


def _distinct_part(rules: Rules) -> str:
    part = f"min {_quantity(rules, 1, 2)} {_filter(rules)}"
    return part + _tail(rules) if rules.focus == "deemed" else part


def _count(rules: Rules, window: str, depth: int) -> str:
    within = " " + _window(rules) if rules.chance(0.2) else ""
    different = " different " + rules.one("course", "provider", "month", "day") if rules.chance(0.3) else ""
    if different and rules.focus == "credit":
        different = " different " + more.key(rules)
    if different:
        rules.say("count different", "")
    return rules.say(
        "count",
        f"min {rules.rng.randint(1, 3)} {rules.one('records', 'activities')} {_simple(rules)}{within}{different}",
    )


def _limit(rules: Rules, window: str, depth: int) -> str:
    within = " " + _window(rules) if rules.chance(0.3) else ""
    return rules.say(
        "limit", f"limit {rules.rng.randint(1, 3)} {rules.one('records', 'times')} {_simple(rules)}{within}"
    )


def _duty(rules: Rules, window: str, depth: int) -> str:
    if rules.chance(0.2):
        return rules.say("duty told only", 'duty "keeps the evidence for five years"')
    return rules.say("duty", f'duty "must be so": {_condition(rules)}')


def _any_of(rules: Rules, window: str, depth: int) -> str:
    branches = []
    for _ in range(rules.rng.randint(2, 3)):
        match rules.rng.randint(0, 5 if rules.focus != "deemed" else 2):
            case 0:
                inner = "; ".join(_statement(rules, window, depth + 1) for _ in range(2))
                branches.append(rules.say("option", f"option {{ {inner} }}"))
            case 1:
                branches.append(rules.say("satisfied as an alternative", f"satisfied when {_condition(rules)}"))
            case 2 if rules.focus == "deemed":
                branches.append(_statement(rules, window, depth + 1))
            case _:
                branches.append(rules.say("min", f"min {_quantity(rules, 1, 3)} {_filter(rules)}"))
    count = rules.one("", "", "2 ")
    return rules.say(f"any {count}of", f"any {count}of {{ " + "; ".join(branches) + " }")


def _conditional(rules: Rules, window: str, depth: int) -> str:
    inner = "; ".join(_statement(rules, window, depth + 1) for _ in range(rules.rng.randint(1, 2)))
    return rules.say("conditional block", f"{rules.one('when', 'unless')} {_condition(rules)} {{ {inner} }}")


# --------------------------------------------------------------------------------------------- members


def any_member(rules: Rules) -> Member:
    """Facts on the edges, some missing; records on the edges; now and then a held row."""
    rng = rules.rng
    facts: dict[str, tuple[FactValue, ...]] = {}
    for name in rules.facts:
        if not name.startswith("#") and not rules.chance(0.1 if name != "admitted" else 0.02):
            facts[name] = more.dated(rules, name) if name in more.FACTS else (FactValue(_fact(rules, name)),)
    edges = _edges(rules, facts)
    if rules.focus == "chain":
        return generate_chain.any_member(rules, facts, edges)
    counts = (0, 1, 2, 3, 3, 4, 4, 5, 6) if rules.focus != "different" else (3, 4, 5, 6, 7)
    records = tuple(_record(rules, edges, row) for row in range(1, rng.choice(counts) + 1))
    held: tuple[HeldRow, ...] = ()
    if rules.chance(0.08):
        readings = tuple(_record(rules, edges, 50) for _ in range(rng.randint(1, 2)))
        held = (HeldRow("m", 50, "f", "which?", readings),)
    return Member(records, held, facts, rules.as_of)


def _fact(rules: Rules, name: str) -> Value:
    rng = rules.rng
    match name:
        case "senior":
            return rules.chance(0.5)
        case "class":
            return rng.choice(("x", "y"))
        case "joined":
            return rng.choice(
                (
                    date(2023, 1, 1),
                    date(2022, 12, 31),
                    date(2020, 2, 29),
                    date(2022, 6, 30),
                    rules.as_of - timedelta(days=300),
                )
            )
        case "years":
            return Fraction(rng.choice((4, 5, 6)))
        case _:
            return rng.choice(("Abel", "Kim", "Lane", "kaye"))


def _edges(rules: Rules, facts: dict[str, tuple[FactValue, ...]]) -> list[date]:
    day = rules.as_of
    edges = [
        day,
        day - timedelta(days=1),
        day - timedelta(days=30),
        day - timedelta(days=200),
        day.replace(day=1),
    ]
    for months in (12, 24, 36, 18):
        first = moved(day, -months)
        edges += [first, first + timedelta(days=1), first + timedelta(days=40)]
    edges += [date(day.year, 1, 1), date(day.year - 1, 12, 31), date(day.year - 1, 2, 28), date(2024, 2, 29)]
    for each in facts.get("joined", ()):
        if isinstance(each.value, date):
            edges += [
                each.value,
                each.value - timedelta(days=1),
                moved(each.value, 12),
                moved(each.value, 48),
            ]
    return edges


def _record(rules: Rules, edges: list[date], row: int) -> Activity:
    rng = rules.rng
    on = rng.choice(edges) if rules.chance(0.85) else rules.as_of + timedelta(days=rng.randint(1, 60))
    if rules.focus == "different" and rules.chance(0.8):
        on = rules.as_of - timedelta(days=rng.randint(0, 150))
    if on > rules.as_of and rules.chance(0.8):
        on = rules.as_of - timedelta(days=rng.randint(0, 700))
    amount: Amount | None = Amount(Fraction(rng.choice((1, 2, 2, 3, 4, 4, 5, 6, 8, 12)), 2), "hour")
    if rules.chance(0.15):
        amount = Amount(Fraction(rng.choice((20, 50, 70, 75, 90, 100))), "minute")
    elif rules.chance(0.04):
        amount = None
    fields: dict[str, Value] = {}
    for name, values in (("mode", rules.modes or MODES[:2]), ("role", ROLES), ("kind", KINDS)):
        if rules.chance(0.6):
            fields[name] = rng.choice(values)
    for name, texts in (
        ("course", ("c1", "c2", "C1")),
        ("provider", ("P", "p", "Q") if rules.focus != "different" else ("P", "p", "Q", "R", "S")),
        ("title", ("alpha", "zeta")),
    ):
        if rules.chance(0.4 if rules.focus != "different" else 0.85):
            fields[name] = rng.choice(texts)
    if rules.chance(0.3):
        fields["score"] = Fraction(rng.choice((59, 60, 69, 70, 71, 80)))
    if rules.chance(0.3):
        fields["grade"] = rng.choice(("B", "C", "C-"))
    if "#level" in rules.facts and rules.chance(0.7):
        fields["level"] = rng.choice(("low", "middle", "high"))
    if "#approved" in rules.facts and rules.chance(0.7):
        fields["approved"] = rules.chance(0.5)
    if rules.chance(0.15):
        fields[rng.choice(("breaks", "preparation"))] = HALF
    if rules.focus == "credit":
        more.add_fields(rules, fields)
    started = on - timedelta(days=rng.choice((1, 5, 40))) if rules.chance(0.15) else None
    return Activity("m", on, amount, _tags(rules, amount), fields, started, row=row, file="f")


def _tags(rules: Rules, amount: Amount | None) -> tuple[Tag, ...]:
    rng = rules.rng
    count = min(rng.choice((0, 1, 1, 1, 2, 2, 3)), len(rules.categories))
    names = rng.sample(rules.categories, count)
    if amount is None or rules.flat or not rules.chance(0.12):
        return tuple(Tag(name) for name in names)
    rules.say("tag with its own amount", "")
    return tuple(
        Tag(
            name,
            Amount(amount.number * rng.choice((Fraction(1, 4), HALF, Fraction(3, 4), Fraction(1))), amount.unit),
        )
        if rules.chance(0.6)
        else Tag(name)
        for name in names
    )
