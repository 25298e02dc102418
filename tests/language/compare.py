"""One generated case: the program against the oracle, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random

from cedsl.assessment import assess
from cedsl.diagnostic import Diagnostic
from cedsl.model import resolve
from cedsl.model import ruleset as r
from cedsl.model.predicate import Always
from cedsl.records.activity import Activity
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.verdict import BlockResult, Kind, MemberResult, Reason, Refused, StatementResult
from tests.language import oracle
from tests.language.generate import FOCI, Member, Rules, any_member, any_rules
from tests.language.generate_more import with_decisions
from tests.language.oracle_terms import Ambiguous

ZERO = Fraction(0)
NO_LINES = {Kind.CHOICE, Kind.BRANCH}


@dataclass
class Tally:
    """How many cases were compared, and how often each construct stood in one."""

    compared: int = 0
    refused: int = 0
    unclear: int = 0
    constructs: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: int = 0

    def add(self, other: Tally) -> None:
        self.compared += other.compared
        self.refused += other.refused
        self.unclear += other.unclear
        self.reasons += other.reasons
        self.constructs += other.constructs
        self.verdicts += other.verdicts


def resolved(text: str) -> tuple[r.Ruleset | None, tuple[Diagnostic, ...]]:
    source = Source("generated", text)
    parsed = parse(source)
    found = resolve(parsed.file, source, names_known=parsed.names_known, whole=not parsed.diagnostics)
    return found.ruleset, (*parsed.diagnostics, *found.diagnostics)


def made(label: str, letters: str = "ABCD") -> tuple[Rules, str, r.Ruleset | None]:
    """The ruleset of a label: the random state in it then makes the member. The group of constructs on which it
    dwells is the label's second part, where that is one.
    """
    focus = next((part for part in label.split("/")[1:2] if part in FOCI), "")
    rules = any_rules(Random(label), letters, focus)
    text = "\n".join(rules.text) + "\n"
    return rules, text, resolved(text)[0]


def case(label: str, tally: Tally) -> list[str]:
    """What differs in one case; nothing where it is not compared."""
    rules, text, ruleset = made(label)
    if ruleset is None:
        tally.refused += 1
        return []
    member = with_decisions(rules, ruleset, any_member(rules))
    try:
        expected = oracle.answer(
            ruleset, member.activities, member.held, member.facts, member.as_of, member.decided, member.asked
        )
    except Ambiguous as unclear:
        tally.unclear += 1
        tally.constructs[f"(unclear: {unclear})"] += 1
        return []
    found = assess(
        ruleset,
        "m",
        member.activities,
        member.held,
        member.facts,
        member.as_of,
        adjustments=member.decided,
        asked=member.asked,
        history=True,
    )
    tally.compared += 1
    tally.constructs.update(set(rules.used))
    tally.verdicts[expected.verdict] += 1
    wrong = differences(expected, found, tally)
    return [f"{label}\n{text}\n{told(member)}\n" + "\n".join(wrong)] if wrong else []


def told(member: Member) -> str:
    lines = [f"as of {member.as_of}" + (f" asked {member.asked}" if member.asked else "")]
    lines += [str(each) for each in member.decided.every()]
    lines += [
        f"member {name} {each.value} from {each.first} until {each.last}"
        for name, several in member.facts.items()
        for each in several
    ]
    lines += [_record(each) for each in member.activities]
    lines += [f"held {_record(each)}" for row in member.held for each in row.readings]
    return "\n".join(lines)


def _record(record: Activity) -> str:
    amount = f"{record.amount.number} {record.amount.unit}" if record.amount else "-"
    tags = ", ".join(tag.category + (f" {tag.amount.number}" if tag.amount else "") for tag in record.tags)
    started = f"{record.started} to " if record.started else ""
    return f"#{record.row} {started}{record.on} {amount} [{tags}] {dict(record.fields)}"


def differences(expected: oracle.Member, found: MemberResult, tally: Tally) -> list[str]:
    wrong = []
    if found.verdict.value != expected.verdict:
        return [f"verdict {found.verdict.value}, expected {expected.verdict} {sorted(expected.verdicts)}"]
    if not expected.complete:
        return []
    if found.still != expected.still:
        wrong.append(f"still {found.still}, expected {expected.still}")
    for ours, theirs in zip(expected.blocks, found.blocks, strict=True):
        wrong += [f"{ours.id}: {each}" for each in _block(ours, theirs, tally)]
    return wrong


def _block(expected: oracle.Block, found: BlockResult, tally: Tally) -> list[str]:
    wrong = []
    if found.verdict.value != expected.verdict:
        wrong.append(f"verdict {found.verdict.value}, expected {expected.verdict}")
    wrong += _adds_up(found)
    if expected.case is None:
        return wrong
    if (found.period and (found.period.first, found.period.last)) != (
        expected.period and (expected.period.first, expected.period.last)
    ):
        return [*wrong, f"period {found.period}, expected {expected.period}"]
    if found.still != expected.still and not expected.apart:
        wrong.append(f"still {found.still}, expected {expected.still}")
    if expected.carry is not None:
        wrong += _carried(expected, found)
    on_top = any(line.kind == "addition" for line in expected.lines)
    if expected.apart:  # among alternatives that are equal together each block reports its own best
        return wrong if expected.way and expected.way.picked else wrong + _lines(expected, found)
    if found.surplus != expected.surplus and not on_top:
        wrong.append(f"surplus {found.surplus}, expected {expected.surplus}")
    wrong += _lines(expected, found)
    if not wrong and expected.case.total and expected.carry is None:
        wrong += _records(expected, found)
    if not wrong:
        wrong += _reasons(expected, found, tally)
    return wrong


WHERE = frozenset(Refused) - {
    Refused.AFTER, Refused.NOT_ACCEPTED, Refused.TOO_SHORT, Refused.NO_AMOUNT, Refused.NO_RATE, Refused.REPEAT,
    Refused.MOST_EACH, Refused.ROUNDED, Refused.HELD,
}  # fmt: skip
"""Why credit that was given did not count; the others say why it was not given."""


def _adds_up(found: BlockResult) -> list[str]:
    """What does not add up in the ledger: of an activity, of credit carried in, of what the period carries out."""
    wrong = []
    for record in found.records:
        counted = sum((each.amount for each in record.servings), Fraction(0))
        told = counted + sum((each.amount or Fraction(0) for each in record.losses if each.why in WHERE), Fraction(0))
        if told > record.credited or (counted and told != record.credited):
            wrong.append(f"row {record.row}: {told} told of {record.credited} credited")
    for line in found.carried:
        told = sum((each.amount for each in line.servings), Fraction(0))
        told += sum((each.amount or Fraction(0) for each in line.losses), Fraction(0))
        if told != line.balance.amount:
            wrong.append(f"carried in: {told} told of {line.balance.amount}")
    if found.carry is None:
        return wrong
    for each in (*found.carry.carried_in, *found.carry.used, *found.carry.carried_out, *found.carry.expired):
        if each.origin is not None and sum(part.amount for part in each.parts) != each.amount:
            wrong.append(f"{each.amount} is of {each.parts}")
    own = sum((each.amount for each in found.carry.carried_out if each.origin == found.period), Fraction(0))
    leaves = sum((each.carried_out for each in found.records), Fraction(0))
    if own != leaves:
        wrong.append(f"{leaves} of activities are carried out, not {own}")
    return wrong


def _carried(expected: oracle.Block, found: BlockResult) -> list[str]:
    """What differs in the chain: of the period, and of those before it."""
    ours, theirs = expected.carry, found.carry
    assert ours is not None
    if theirs is None:
        return [f"no chain, expected {ours}"]
    wrong = []
    for earlier, one in zip(reversed(expected.earlier), reversed(found.earlier), strict=False):
        wrong += [f"{one.period}: {each}" for each in _block(earlier, one, Tally())]
    if len(expected.earlier) != len(found.earlier):
        wrong.append(f"{len(found.earlier)} periods before, expected {len(expected.earlier)}")
    for what, mine, yours in (
        ("carried in", ours.into, theirs.carried_in),
        ("used", ours.used, theirs.used),
        ("carried out", ours.out, theirs.carried_out),
        ("expired", ours.expired, theirs.expired),
    ):
        found_: dict[tuple[str, ...], Fraction] = {}
        for each in yours:
            found_[each.categories] = found_.get(each.categories, Fraction(0)) + each.amount
        same = found_ == mine if ours.clear else sum(found_.values()) == sum(mine.values())
        if not same:
            wrong.append(f"{what} {_amounts(found_)}, expected {_amounts(mine)}")
    for what, mine, yours in (
        ("made good", ours.made_good, theirs.made_good),
        ("also counted", ours.also_counted, theirs.also_counted),
    ):
        if yours != mine:
            wrong.append(f"{what} {yours}, expected {mine}")
    return wrong


def _amounts(amounts: oracle.Amounts) -> str:
    return ", ".join(f"{amount} of {' '.join(names) or 'general'}" for names, amount in sorted(amounts.items()))


def _lines(expected: oracle.Block, found: BlockResult) -> list[str]:
    wrong: list[str] = []
    assert expected.case is not None
    theirs: dict[str, list[StatementResult]] = {}
    for line in found.statements:
        if line.kind not in NO_LINES and line.chosen:
            theirs.setdefault(line.statement, []).append(line)
    ours: dict[str, list[oracle.Line]] = {}
    for each in expected.lines:
        ours.setdefault(each.statement, []).append(each)
    for id_ in {**ours, **theirs}:
        mine, yours = ours.get(id_, []), theirs.get(id_, [])
        if yours and yours[0].kind is Kind.CAP and yours[0].depth > 1:
            continue
        if expected.apart and any(line.kind == "cap" for line in mine):
            continue
        if any(line.of_counted for line in mine) and any(line.kind == "addition" for line in expected.lines):
            continue  # which hours count on top of the total, where several could, decides no shortfall
        if mine and mine[0].kind == "cap" and (not yours or not isinstance(expected.case.rule.filter, Always)):
            continue
        if any(line.kind == "cap" for line in mine) or not mine:
            mine = sorted((e for e in mine if e.earned), key=lambda e: e.earned)
            yours = sorted((e for e in yours if e.earned), key=lambda e: e.earned)
        mine = [each for each in mine if each.kind != "duty" or each.verdict]
        yours = [each for each in yours if each.kind is not Kind.DUTY or each.verdict]
        if len(mine) != len(yours):
            wrong.append(f"{id_}: lines {[_told(e) for e in yours]}, expected {[_line(e) for e in mine]}")
            continue
        if expected.apart:  # what others count is told as not earned
            mine = [replace(each, earned=ZERO, over=ZERO) for each in mine]
            yours = [replace(each, earned=ZERO, over=ZERO) for each in yours]
        for one, other in zip(mine, yours, strict=True):
            # The oracle tells the period's own credit above a cap; with credit from before it may be more.
            own = expected.carry is None or other.over < one.over
            told = _told(other if own else replace(other, over=one.over))
            if _line(one) != told:
                wrong.append(f"{id_}: {told}, expected {_line(one)}")
    return wrong


def _line(line: oracle.Line) -> str:
    if line.kind == "duty":
        return f"verdict {line.verdict}"
    return f"required {line.required} earned {line.earned} short {line.short} over {line.over} verdict {line.verdict}"


def _told(line: StatementResult) -> str:
    verdict = line.verdict.value if line.verdict else None
    if line.kind is Kind.DUTY:
        return f"verdict {verdict}"
    return f"required {line.required} earned {line.earned} short {line.short} over {line.over} verdict {verdict}"


def _records(expected: oracle.Block, found: BlockResult) -> list[str]:
    """What was counted of each activity, to the first day that has several."""
    case_ = expected.case
    assert case_ is not None
    days = Counter(item.subject.on for item in case_.items)
    wrong = []
    counted = {record.row: sum((s.amount for s in record.servings), Fraction(0)) for record in found.records}
    credited = {record.row: record.credited for record in found.records}
    for item in sorted(case_.items, key=lambda each: each.subject.on):
        row = item.record.row
        if credited.get(row) != item.credit:
            wrong.append(f"row {row}: credited {credited.get(row)}, expected {item.credit}")
        if days[item.subject.on] > 1:
            break
        ours = expected.by_item.get(item.number, Fraction(0))
        if counted.get(row) != ours:
            wrong.append(f"row {row}: counted {counted.get(row)}, expected {ours}")
    whole, ours = sum(counted.values(), Fraction(0)), sum(expected.by_item.values(), Fraction(0))
    if whole != ours:
        wrong.append(f"counted {whole} in all, expected {ours}")
    return wrong


def _reasons(expected: oracle.Block, found: BlockResult, tally: Tally) -> list[str]:
    """Every shortfall lies in a reason, and each reason is met exactly by the figures."""
    wrong = []
    lines = {line.id: line for line in found.statements}
    asked_for = set()
    for reason in found.reasons:
        tally.reasons += 1
        asked_for |= {id_ for id_, _ in reason.statements}
        wrong += _reason(reason, lines)
    for line in found.statements:
        allocated = line.kind in {Kind.TOTAL, Kind.MINIMUM, Kind.ADDITION}
        if line.chosen and allocated and line.short and line.id not in asked_for:
            wrong.append(f"no reason for {line.id}, short {line.short}")
    return wrong


def _reason(reason: Reason, lines: dict[str, StatementResult]) -> list[str]:
    counted = sum((weight * (lines[id_].counted or 0) for id_, weight in reason.statements), Fraction(0))
    bound = sum((weight * limit for _, weight, limit in reason.caps), Fraction(0))
    bound += sum((most * credit for _, _, most, credit in reason.records), Fraction(0))
    bound += sum((weight * limit for _, _, weight, limit in reason.portions), Fraction(0))
    bound -= sum((weight * required for _, weight, required in reason.completing), Fraction(0))
    bound += sum((weight * amount for _, weight, amount in reason.parts), Fraction(0))
    bound += reason.still[0] * reason.still[1] if reason.still else 0
    if not counted == bound == reason.bound:
        return [f"reason not tight: counted {counted}, added up {bound}, stated {reason.bound}: {reason}"]
    return []
