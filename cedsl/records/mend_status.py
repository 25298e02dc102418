"""Rows that do not count yet, or never will, by what they say of themselves; and those that credit nobody."""

from __future__ import annotations

from cedsl.records.folding import folded, folded_heading
from cedsl.records.headings import FieldNamed
from cedsl.records.mend import Mended, Source, with_cell
from cedsl.records.outcome import Outcome
from cedsl.records.profile import Profile, Status
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Heading


def without_unapproved(mended: Mended, about: Source) -> Mended:
    """Rows that are rejected never count. Where no rule asks about a status, rows that are pending or unfinished do not
    count either, and a status that nobody knows is held.
    """
    heading = mended.columns(about).first(FieldNamed("status"))
    if heading is None:
        return mended
    asked = "status" in about.schema.fields
    found = {cell: _remark(cell, heading, about.profile, asked=asked) for cell in mended.table.column(heading.index)}
    said = {cell: remark for cell, remark in found.items() if remark is not None}
    if not asked:
        mended = _approved(mended, heading, about.profile)
    if not said:
        return mended
    rows = [(row.number, said[cell]) for row in mended.open_rows() if (cell := row.cell(heading.index)) in said]
    settled = {number: remark for number, remark in rows if remark.outcome is Outcome.REFUSED}
    return mended.settling(settled).remarking(each for each in rows if each[0] not in settled)


def _approved(mended: Mended, heading: Heading, profile: Profile) -> Mended:
    """A word that only the profile takes for approved, said so that a clean file needs no profile."""
    from cedsl.records.statuses import status_of

    settled = {folded(word) for word, status in profile.statuses.items() if status is Status.APPROVED}
    unknown = {
        cell
        for cell in (mended.table.column(heading.index) if settled else ())
        if folded(cell) in settled and status_of(cell) is not Status.APPROVED
    }
    rows = mended.table.rows if unknown else ()
    index, word = heading.index, Status.APPROVED.value
    return mended.with_rows({row.number: with_cell(row, index, word) for row in rows if row.cell(index) in unknown})


def _remark(cell: str, heading: Heading, profile: Profile, *, asked: bool) -> Remark | None:
    """What has to be said of rows with that status; `asked`: rules ask about it, and decide but for rejected ones."""
    from cedsl.records.statuses import is_plain, status_of

    settled = {folded(word): each for word, each in profile.statuses.items()}.get(folded(cell))
    status = settled or status_of(cell)
    if status is Status.REJECTED:
        return _said(Outcome.REFUSED, "rejected", f"the status is {quoted(cell)}", heading, cell)
    if asked:
        return None
    match status:
        case Status.PENDING:
            sentence = f"refused for now, not approved: the status is {quoted(cell)}; it would count when approved"
            return _said(Outcome.REFUSED, "not-approved", sentence, heading, cell)
        case Status.UNFINISHED:
            sentence = f"not completed: the status is {quoted(cell)}"
            return _said(Outcome.REFUSED, "not-completed", sentence, heading, cell)
        case Status.APPROVED:
            if settled or is_plain(cell):
                return None
            return _said(Outcome.NOTED, "status-word", f"{quoted(cell)} was read as approved", heading, cell)
        case None:
            sentence = f"nobody knows the status {quoted(cell)}: does the row count?"
            return _said(Outcome.HELD, "unknown-status", sentence, heading, cell)


def _said(outcome: Outcome, reason: str, sentence: str, heading: Heading, cell: str) -> Remark:
    return Remark(outcome, reason, sentence, heading.text, cell)


def without_nobody(mended: Mended, about: Source) -> Mended:
    """Rows that leave the settled column blank name nobody who could be credited: `iPhone`, without an address."""
    known_by = folded_heading(about.profile.known_by)
    heading = next((each for each in mended.table.header if known_by and folded_heading(each.text) == known_by), None)
    if heading is None:
        return mended
    sentence = f"nobody to credit: {quoted(heading.text)} is blank"
    remark = Remark(Outcome.HELD, "nobody-to-credit", sentence, heading.text)
    return mended.settling({row.number: remark for row in mended.open_rows() if not row.cell(heading.index)})
