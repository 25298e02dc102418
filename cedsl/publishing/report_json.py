"""The report for programs: one JSON document, or one line a member. The shape is docs/schema/check-1.json.

Amounts are exact strings (`12.25`, `1/3`); what has no value is null, and every key is always there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from cedsl.period import Window
from cedsl.publishing import phrase
from cedsl.publishing.phrase_apart import kept_apart_sentence
from cedsl.publishing.phrase_balance import amount_of
from cedsl.publishing.report import Checked, Told, consequences, ledger, told, totals, totals_of
from cedsl.publishing.report_decisions import remark_json
from cedsl.quantity import written
from cedsl.records.outcome import Decisions, Outcome, Outcomes, Records, Reference, Register, RowOutcome
from cedsl.verdict import (
    Balance,
    BlockResult,
    CarriedResult,
    CarryResult,
    KeptApart,
    MemberResult,
    Outside,
    Question,
    Reason,
    RecordResult,
    Span,
    StatementResult,
    Varies,
)

SCHEMA = "cedsl/check-1"

Json: TypeAlias = dict[str, object]


def as_json(checked: Checked) -> str:
    """The whole report as one document."""
    return json.dumps(document(checked), ensure_ascii=False, indent=2) + "\n"


def document(checked: Checked) -> Json:
    return _head(checked) | {"members": list(_members(checked))}


def as_ndjson(checked: Checked) -> str:
    """The document without its members on the first line, then each member on a line of its own."""
    lines = (_head(checked), *_members(checked))
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)


def _head(checked: Checked) -> Json:
    header, register = checked.ruleset.header, checked.register
    return {
        "schema": SCHEMA,
        "ruleset": header.name,
        "title": header.title,
        "edition": header.edition,
        "rules": checked.ruleset.source.name,
        "as_of": checked.as_of.isoformat(),
        "unit": checked.ruleset.unit.name,
        "file": ", ".join(dict.fromkeys(each.file for each in checked.records)),
        "rows": _counted(totals_of(checked)),
        "remarks": [remark for each in checked.records for remark in remarks_json(each.outcomes)],
        "notices": list(dict.fromkeys(notice for each in checked.records for notice in each.notices)),
        "files": [_records(each) for each in checked.records],
        "facts": None if register is None else _file(register),
        "decisions": None if checked.decisions is None else _file(checked.decisions),
        "tables": [_file(each) for each in checked.references],
        "kept_apart": [_kept_apart(checked, each) for each in checked.apart],
    }


def _kept_apart(checked: Checked, kept: KeptApart) -> Json:
    return {
        "requirements": list(kept.own),
        "ruleset": kept.outside.ruleset,
        "requirement": kept.outside.requirement,
        "standing": kept.beside.value,
        "sentence": kept_apart_sentence(checked.ruleset, kept),
    }


def _file(file: Register | Decisions | Reference) -> Json:
    return {
        "file": file.file,
        "rows": _rows(file.outcomes),
        "remarks": remarks_json(file.outcomes),
        "notices": list(file.notices),
    }


def _records(records: Records) -> Json:
    return {
        "file": records.file,
        "sheet": records.outcomes.sheet,
        "rows": _rows(records.outcomes),
        "notices": list(records.notices),
    }


def remarks_json(outcomes: Outcomes) -> list[Json]:
    """The rows that were not simply used, in their order."""
    return [_remark(each) for _, each in sorted(outcomes.remarked.items())]


def _rows(outcomes: Outcomes) -> Json:
    return _counted(totals(outcomes))


def _counted(counts: Mapping[Outcome, int]) -> Json:
    return {outcome.value: count for outcome, count in counts.items()}


def _remark(row: RowOutcome) -> Json:
    return {
        "file": row.file,
        "sheet": row.sheet,
        "row": row.row,
        "outcome": row.outcome.value,
        "reason": row.reason,
        "sentence": row.sentence,
        "column": row.column,
        "cell": row.cell,
    }


def _members(checked: Checked) -> Iterable[Json]:
    known = told(checked.ruleset)
    return (_member(checked, known, member) for member in checked.members)


def _member(checked: Checked, known: Mapping[str, Told], member: MemberResult) -> Json:
    blocks = member.blocks
    only = blocks[0] if len(blocks) == 1 else None
    periods = {block.period for block in blocks}
    return {
        "member": member.member,
        "verdict": member.verdict.value,
        "period": _period(blocks[0].period if len(periods) == 1 else None),
        "still_to_earn": _amount(member.still),
        "surplus": None if only is None else written(only.surplus),
        "depends_on": [_question(checked, each) for each in member.questions],
        "decisions": [remark_json(checked, each) for each in member.remarks],
        "consequences": list(consequences(checked.ruleset, member)),
        "statements": [_statement(known, block, each) for block in blocks for each in block.statements],
        "proof": [_reason(checked, block, each) for block in blocks for each in block.reasons],
        "carried": [_carried(checked, block, each) for block in blocks for each in block.carried],
        "records": [_record(checked, block, each) for block in blocks for each in ledger(block)],
        "blocks": [_block(block) for block in blocks],
        "unsettled": _unsettled(checked, member),
    }


def _unsettled(checked: Checked, member: MemberResult) -> Json | None:
    """The facts that nobody stated and that would change a figure; None where there is none."""
    if not member.depends_on:
        return None
    said = phrase.depends_sentence(checked.ruleset, member)
    return {"facts": list(member.depends_on), "at_least": member.at_least, "sentence": said}


def _question(checked: Checked, question: Question) -> Json:
    return {
        "fact": question.fact,
        "row": question.row,
        "file": question.file,
        "ruleset": question.ruleset or None,
        "question": phrase.question_clause(checked.ruleset, question),
    }


def _block(block: BlockResult) -> Json:
    return {
        "id": block.requirement,
        "verdict": block.verdict.value,
        "because": block.because,
        "period": _period(block.period),
        "still_to_earn": _amount(block.still),
        "surplus": written(block.surplus),
        "counting_then": written(block.then),
        "carry": _carry(block.carry),
        "earlier": [_earlier(each) for each in block.earlier],
        "completion": [
            {
                "amount": written(each.amount),
                "places": list(each.places),
                "serving": list(each.serving),
                "avoiding": list(each.avoiding),
                "within": _period(each.window),
                "too_late": each.too_late,
            }
            for each in block.completion
        ],
    }


def _carry(carry: CarryResult | None) -> Json | None:
    if carry is None:
        return None
    return {
        "carried_in": _balances(carry.carried_in),
        "used": _balances(carry.used),
        "carried_out": _balances(carry.carried_out),
        "expired": _balances(carry.expired),
        "also_counted": written(carry.also_counted),
        "made_good": written(carry.made_good),
        "closed": carry.closed,
    }


def _balances(balances: Sequence[Balance]) -> Json:
    return {
        "amount": written(amount_of(balances)),
        "parts": [_balance(each) for each in balances],
    }


def _balance(balance: Balance) -> Json:
    return {
        "amount": written(balance.amount),
        "categories": list(balance.categories),
        "earned_in": _period(balance.origin),
        "rows": [{"row": each.row, "file": each.file, "amount": written(each.amount)} for each in balance.parts],
    }


def _earlier(block: BlockResult) -> Json:
    """A period before the one reported: its verdict and what it left, without its statements."""
    return {
        "period": _period(block.period),
        "verdict": block.verdict.value,
        "because": block.because,
        "surplus": written(block.surplus),
        "carry": _carry(block.carry),
    }


def _statement(known: Mapping[str, Told], block: BlockResult, result: StatementResult) -> Json:
    statement = known[result.statement]
    return {
        "id": result.id,
        "statement": result.statement,
        "block": block.requirement,
        "kind": result.kind.value,
        "depth": result.depth,
        "line": statement.line,
        "text": statement.text,
        "label": result.label or statement.label,
        "required": _amount(result.required),
        "earned": written(result.earned),
        "counted": _amount(result.counted),
        "short": _amount(result.short),
        "over": written(result.over),
        "verdict": None if result.verdict is None else result.verdict.value,
        "chosen": result.chosen,
        "why": result.why,
        "varies": None if result.varies is None else _varies(result.varies),
    }


def _varies(varies: Varies) -> Json:
    """What the figures are at least and at most, whatever the facts are that nobody stated."""
    return {
        "depends_on": list(varies.facts),
        "required": _span(varies.required),
        "counted": _span(varies.counted),
        "short": _span(varies.short),
        "known": varies.is_known,
    }


def _span(span: Span | None) -> Json | None:
    return None if span is None else {"least": written(span[0]), "most": written(span[1])}


def _reason(checked: Checked, block: BlockResult, reason: Reason) -> Json:
    return {
        "block": block.requirement,
        "sentence": phrase.reason_sentence(checked.ruleset, reason),
        "statements": [{"id": name, "weight": weight} for name, weight in reason.statements],
        "caps": [{"id": name, "weight": times, "limit": written(most)} for name, times, most in reason.caps],
        "records": [
            {"row": row or None, "file": file, "most": most, "credited": written(credited)}
            for row, file, most, credited in reason.records
        ],
        "portions": [
            {"row": row or None, "file": file, "weight": weight, "limit": written(most)}
            for row, file, weight, most in reason.portions
        ],
        "completing": [
            {"id": name, "weight": times, "required": written(asked)} for name, times, asked in reason.completing
        ],
        "still": None if reason.still is None else {"weight": reason.still[0], "amount": written(reason.still[1])},
        "parts": [{"id": name, "weight": times, "amount": written(part)} for name, times, part in reason.parts],
        "shares": [{"id": name, "weight": times, "part": written(part)} for name, times, part in reason.shares],
        "asked": written(reason.asked),
        "bound": written(reason.bound),
    }


def _record(checked: Checked, block: BlockResult, record: RecordResult) -> Json:
    return {
        "block": block.requirement,
        "row": record.row,
        "file": record.file,
        "date": None if record.on is None else record.on.isoformat(),
        "label": record.label,
        "credited": written(record.credited),
        **_became(checked, record),
        "carried_out": written(record.carried_out),
        "notes": list(record.notes),
    }


def _carried(checked: Checked, block: BlockResult, carried: CarriedResult) -> Json:
    lives_on = {"lives_on": written(carried.lives_on)}
    return {"block": block.requirement} | _balance(carried.balance) | _became(checked, carried) | lives_on


def _became(checked: Checked, line: RecordResult | CarriedResult) -> Json:
    """Where the credit of a line of the ledger counted, and why the rest did not."""
    return {
        "counted": [
            {"amount": written(each.amount), "places": list(each.places), "toward": list(each.toward)}
            for each in line.servings
        ],
        "not_counted": [
            {
                "amount": _amount(each.amount),
                "why": each.why.value,
                "statements": list(each.statements),
                "row": each.row,
                "period": _period(each.period),
                "elsewhere": _elsewhere(each.elsewhere),
            }
            | ({"depends_on": list(each.hangs_on)} if each.hangs_on else {})
            for each in line.losses
        ],
        "reason": " ".join(phrase.loss_sentence(checked.ruleset, each) for each in line.losses),
    }


def _elsewhere(outside: Outside | None) -> Json | None:
    """A requirement of another ruleset."""
    return None if outside is None else {"ruleset": outside.ruleset, "requirement": outside.requirement}


def _period(window: Window | None) -> Json | None:
    if window is None:
        return None
    return {"first": window.first.isoformat(), "last": window.last.isoformat()}


def _amount(amount: Fraction | None) -> str | None:
    return None if amount is None else written(amount)
