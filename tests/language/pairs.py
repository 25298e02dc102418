"""Generated pairs of rulesets that share activities: the program against the oracle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from random import Random

from cedsl.assessment.apart import Bond
from cedsl.assessment.assess import Seat, assess_together
from cedsl.diagnostic import Diagnostic
from cedsl.model import resolve
from cedsl.model import ruleset as r
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.schema import ChoiceType, YesNoType
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.verdict import MemberResult
from cedsl.workspace.apart import linked
from cedsl.workspace.editions import Rulebook
from tests.language import compare, oracle
from tests.language.generate import Member, Rules, any_member, any_rules
from tests.language.oracle_apart import apart_together
from tests.language.oracle_terms import CONDITION, Ambiguous, Env, Missing

NAMES = ("first", "second")
Pair = tuple[r.Ruleset, r.Ruleset]


def read(name: str, text: str) -> tuple[r.Ruleset | None, tuple[Diagnostic, ...]]:
    source = Source(f"{name}.ce", text)
    parsed = parse(source)
    found = resolve(parsed.file, source, names_known=parsed.names_known, whole=not parsed.diagnostics)
    return found.ruleset, (*parsed.diagnostics, *found.diagnostics)


def made(label: str) -> tuple[Rules, list[str], list[r.Ruleset | None], Member]:
    """Two rulesets, of which one keeps some requirements apart from one of the other, and a member."""
    several = [any_rules(Random(f"{label}/{name}"), "ABCD", "apart") for name in NAMES]
    rng = Random(label)
    texts = []
    for name, rules in zip(NAMES, several, strict=True):
        lines = [line for line in rules.text if not line.startswith("not both") or rng.random() < 0.3]
        if rules.unit == "points":
            lines.insert(0, rng.choice(("unit point = 50 minutes", "unit point = 1h", "unit point = 2h")))
        texts.append("\n".join([f"ruleset {name}", *lines]))
    for owner in rng.choice(((0,), (0,), (1,), (0, 1))):
        texts[owner] += "\n" + several[owner].say("not both across rulesets", _said(rng, several, owner))
    member = any_member(several[0])
    other = any_member(several[1])
    facts = {**other.facts, **member.facts}
    rulesets = [read(name, text + "\n")[0] for name, text in zip(NAMES, texts, strict=True)]
    return several[0], texts, rulesets, replace(member, facts=facts)


def _said(rng: Random, several: Sequence[Rules], owner: int) -> str:
    """The second ruleset comes second, whoever says it."""
    counts = [len(re.findall(r" as r\d", "\n".join(rules.text))) for rules in several]
    named = [rng.sample(range(count), 1 if rng.random() < 0.7 else min(2, count)) for count in counts]
    words = [
        f"r{number}" if seat == owner else f"r{number} of {NAMES[seat]}"
        for seat, numbers in enumerate(named)
        for number in numbers
    ]
    return f"not both {', '.join(words[:-1])} and {words[-1]}"


def seen_by(ruleset: r.Ruleset, activity: Activity) -> Activity:
    """The activity in the words of a ruleset: what only the other one knows is as if it were not there."""
    known = {each.name for each in ruleset.categories}
    fields = {each.name for each in ruleset.fields} | {"breaks", "preparation"}
    return replace(
        activity,
        tags=tuple(tag for tag in activity.tags if tag.category in known or ruleset.open_categories),
        fields={name: value for name, value in activity.fields.items() if name in fields},
    )


def bonds_of(pair: Pair) -> tuple[Bond, ...]:
    places = {name: place for place, name in enumerate(NAMES)}
    return tuple(
        frozenset((places[each.ruleset] if each.ruleset else place, each.requirement) for each in said.members)
        for place, ruleset in enumerate(pair)
        for said in ruleset.not_both_outside
    )


def case(label: str, tally: compare.Tally) -> list[str]:
    """What differs in one case; nothing where it is not compared."""
    rules, texts, read_, member = made(label)
    first, second = read_
    if first is None or second is None:
        tally.refused += 1
        return []
    pair = first, second
    links = linked([Rulebook(f"{name}.ce", (each,)) for name, each in zip(NAMES, pair, strict=True)])
    assert getattr(links, "order", None) == (0, 1), links
    seats = [
        Seat(
            each,
            [seen_by(each, activity) for activity in member.activities],
            [replace(row, readings=tuple(seen_by(each, one) for one in row.readings)) for row in member.held],
            member.facts,
        )
        for each in pair
    ]
    try:
        expected = answers(pair, seats, member.as_of)
    except Ambiguous as unclear:
        tally.unclear += 1
        tally.constructs[f"(unclear: {unclear})"] += 1
        return []
    found = assess_together("m", seats, member.as_of, bonds=bonds_of(pair))
    tally.compared += 1
    tally.constructs.update(set(rules.used))
    wrong: list[str] = []
    for name, one, other in zip(NAMES, expected, found, strict=True):
        tally.verdicts[one.verdict] += 1
        wrong += [f"{name}: {each}" for each in _differences(one, other, tally)]
    shown = "\n---\n".join(texts)
    return [f"{label}\n{shown}\n---\n{compare.told(member)}\n" + "\n".join(wrong)] if wrong else []


def _differences(expected: oracle.Member, found: MemberResult, tally: compare.Tally) -> list[str]:
    """The fewest further credits hang on which of several best divisions is chosen; the verdicts and shortfalls not."""
    told = replace(found, still=expected.still) if any(block.apart for block in expected.blocks) else found
    return compare.differences(expected, told, tally)


# ------------------------------------------------------------------------------------------- the oracle


def answers(pair: Pair, seats: Sequence[Seat], as_of: date) -> list[oracle.Member]:
    """The member under both rulesets; `depends` where two fillings of what is missing give two verdicts."""
    envs = [Env(ruleset, seat.facts, as_of) for ruleset, seat in zip(pair, seats, strict=True)]
    found: list[list[list[oracle.Block]]] = []
    held: Sequence[HeldRow] = seats[0].held
    for choice in product(*((None, *range(len(row.readings))) for row in held)):
        records = [
            [*seat.activities, *(row.readings[n] for row, n in zip(seat.held, choice, strict=True) if n is not None)]
            for seat in seats
        ]
        found += list(_filled(pair, envs, records))
    answered = []
    for place in range(len(pair)):
        blocks = found[0][place]
        verdicts = frozenset(oracle.together(each[place]) for each in found)
        verdict = next(iter(verdicts)) if len(verdicts) == 1 else oracle.DEPENDS
        apart = any(block.apart for block in blocks)
        still: Fraction | None = None
        if not apart and verdict != oracle.FAILED and len(found) == 1:
            still = oracle.jointly(blocks)
        answered.append(oracle.Member(verdict, blocks, still, verdicts, len(found) == 1))
    return answered


def _filled(
    pair: Pair, envs: Sequence[Env], records: Sequence[Sequence[Activity]]
) -> Iterator[list[list[oracle.Block]]]:
    blocks: list[list[oracle.Block]] = []
    try:
        place = 0
        for env, rows in zip(envs, records, strict=True):
            blocks.append([oracle._block(env, rule, rows, oracle.NONE) for rule in env.rules.requirements])
            place += 1
        own = [
            frozenset((place, name) for name in names)
            for place, ruleset in enumerate(pair)
            for names in ruleset.not_both
        ]
        yield apart_together(envs, blocks, [*own, *bonds_of(pair)])
    except Missing as missing:
        name = str(missing)
        alike = {place} | {seat for seat in range(len(pair)) if _same_fact(pair, name, place, seat)}
        for value in oracle._values(pair[place], name):
            filled = [
                replace(env, fillings={**env.fillings, name: value}) if seat in alike else env
                for seat, env in enumerate(envs)
            ]
            yield from _filled(pair, filled, records)


def _same_fact(pair: Pair, name: str, one: int, other: int) -> bool:
    """Whether both ask one and the same question with answers that can be tried."""
    if name.startswith(CONDITION):
        return False
    types = [next((each.type for each in pair[seat].facts if each.name == name), None) for seat in (one, other)]
    return types[0] == types[1] and isinstance(types[0], ChoiceType | YesNoType)
