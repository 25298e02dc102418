"""What became of each decision about a member, in lines of a report."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.publishing.phrase_decision import remark_sentence
from cedsl.publishing.report import Checked, printable, printable_cell
from cedsl.quantity import written
from cedsl.verdict import MemberResult, Remark, Standing


def remarks(checked: Checked, member: MemberResult, margin: str) -> Iterator[str]:
    """What became of every decision about the member; a row that is a question already is not told twice."""
    asked = {(each.file, each.row) for each in member.questions}
    for each in member.remarks:
        if (each.file, each.row) not in asked:
            yield f"{margin}{remark_line(checked, each)}"


def remarkable(checked: Checked) -> Iterator[str]:
    """In a report about many: the decisions that have no effect, with the member."""
    for member in checked.members:
        for each in member.remarks:
            if each.standing not in {Standing.APPLIED, Standing.HELD}:
                yield f"{printable_cell(member.member)}: {remark_line(checked, each)}"


def remark_line(checked: Checked, remark: Remark) -> str:
    row = f"{remark.file} row {remark.row}: " if remark.row else ""
    return printable(f"{row}{remark_sentence(checked.ruleset, remark)}")


def remark_json(checked: Checked, remark: Remark) -> dict[str, object]:
    return {
        "decision": remark.what or None,
        "standing": remark.standing.value,
        "statement": remark.statement,
        "amount": None if remark.amount is None else written(remark.amount),
        "day": None if remark.day is None else remark.day.isoformat(),
        "reason": remark.reason,
        "approver": remark.approver,
        "row": remark.row,
        "file": remark.file,
        "sentence": remark_sentence(checked.ruleset, remark),
    }
