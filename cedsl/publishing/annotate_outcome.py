"""What became of one row: how it was read, and what a check counted of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias, assert_never

from cedsl.lean import dataclass
from cedsl.model.ruleset import Word as Verdict
from cedsl.publishing import phrase
from cedsl.publishing.phrase_words import sentence, sentences
from cedsl.publishing.report import Checked
from cedsl.publishing.report_carry import leaving
from cedsl.quantity import written
from cedsl.records.outcome import Outcome, RowOutcome, called
from cedsl.verdict import BlockResult, Loss, RecordResult, Refused


@dataclass(frozen=True, slots=True)
class Annotation:
    """What stands beside a row: its outcome, the code of the reason (empty where there is none), and sentences."""

    outcome: Outcome
    reason: str = ""
    sentence: str = ""


Line: TypeAlias = tuple[BlockResult, RecordResult]
"""A line of the ledger, and the requirement in whose ledger it stands."""


@dataclass(frozen=True)
class Account:
    """A report, with the lines of its ledgers by file and row where the period is known, and the members that it is
    about with their verdicts. Of those in `unsure` something is not known.
    """

    checked: Checked
    lines: Mapping[tuple[str, int], Sequence[Line]]
    members: Mapping[str, Verdict]
    unsure: frozenset[str]

    def annotation(self, read: RowOutcome) -> Annotation:
        """What the report says of a row that was read so."""
        own = Annotation(read.outcome, read.reason, sentence(read.sentence))
        if read.outcome not in _READ:
            return own
        lines = self.lines.get((called(read.file, read.sheet), read.row), ())
        if not lines:
            return _alone(own, self.members.get(read.member))
        several = [_told(self.checked, line, read.sentence) for line in lines]
        labels = [phrase.statement_label(self.checked.ruleset, block.requirement) for block, _ in lines]
        told = sentences(own.sentence, _one_after_another(labels, several))
        if any(map(_hangs, records := [record for _, record in lines])) and all(map(_counts_not, records)):
            return Annotation(Outcome.HELD, FACT_MISSING, told)
        if read.member in self.unsure:
            return Annotation(own.outcome, own.reason or _reason(lines), sentences(told, _LEFT_OUT))
        if all(map(_never_counts, records)):
            return Annotation(Outcome.REFUSED, _code(lines[0][1].losses[0].why), told)
        return Annotation(own.outcome, own.reason or _reason(lines), told)


_READ = (Outcome.USED, Outcome.NOTED)
FACT_MISSING = "fact-missing"
"""The reason of a row that a fact about its member decides which nobody stated."""

_LEFT_OUT = "this leaves out what is not known about the member"


def account_of(checked: Checked) -> Account:
    lines: dict[tuple[str, int], list[Line]] = {}
    for block in (block for member in checked.members for block in member.blocks if block.period is not None):
        for record in block.records:
            lines.setdefault((record.file, record.row), []).append((block, record))
    unknown = (each.member for each in checked.members if any(asked.row is None for asked in each.questions))
    return Account(checked, lines, {each.member: each.verdict for each in checked.members}, frozenset(unknown))


def annotated(read: Sequence[tuple[Account, RowOutcome]]) -> Annotation:
    """What all reports say of one row, each of which may have read it in words of its own. Where they differ, the
    outcome is the first of: held, used or noted, refused, skipped.
    """
    about = [each for each in read if each[1].member in each[0].members] or read
    found = [account.annotation(outcome) for account, outcome in about]
    headers = (account.checked.ruleset.header for account, _ in about)
    titles = [header.title or header.name for header in headers]
    first = min(found, key=lambda each: _FIRST.index(each.outcome))
    return Annotation(first.outcome, first.reason, _one_after_another(titles, [each.sentence for each in found]))


_FIRST = (Outcome.HELD, Outcome.NOTED, Outcome.USED, Outcome.REFUSED, Outcome.SKIPPED)


def _one_after_another(titles: Sequence[str], said: Sequence[str]) -> str:
    """What is said under several titles; once without them where all of it is the same."""
    if len(set(said)) == 1:
        return said[0]
    return " ".join(f"{title}: {text}" for title, text in zip(titles, said, strict=True) if text)


def _alone(own: Annotation, verdict: Verdict | None) -> Annotation:
    """A row that stands in no ledger: part of another row, or of a member about whom nothing is counted."""
    match verdict:
        case None:
            why = "this check is not about its member"
        case Verdict.DEPENDS:
            why = "nothing can be counted yet for its member"
        case Verdict.EXEMPT | Verdict.WAIVED:
            why = f"its member is {verdict.value}"
        case _:
            why = ""
    return Annotation(own.outcome, own.reason, sentences(own.sentence, "" if own.reason == "merged" else why))


def _told(checked: Checked, line: Line, read: str) -> str:
    """What a requirement counted of the activity, and why the rest did not count; `read` has been said already."""
    block, record = line
    return " ".join(map(sentence, _parts(checked, block, record, read)))


def _parts(checked: Checked, block: BlockResult, record: RecordResult, read: str) -> Iterator[str]:
    counted = sum((each.amount for each in record.servings), Fraction(0))
    if counted:
        yield f"counted {written(counted)} of {phrase.credit_written(checked.ruleset, record.credited)}"
    yield from (phrase.loss_sentence(checked.ruleset, each) for each in record.losses)
    if not (counted or record.losses):
        yield f"credited {phrase.credit_written(checked.ruleset, record.credited)}"
    yield from leaving(checked.ruleset, block, record)
    notes = [each for each in record.notes if each not in read]
    if notes and not _never_counts(record):
        yield f"note: {'; '.join(notes)}"


def _never_counts(record: RecordResult) -> bool:
    """Whether the activity can count for nothing, whatever else is on record."""
    counts = record.servings or record.carried_out or any(each.startswith("counted by ") for each in record.notes)
    return not counts and bool(record.losses) and all(_is_for_ever(each) for each in record.losses)


def _is_for_ever(loss: Loss) -> bool:
    return loss.why in _FOR_EVER and not loss.hangs_on


def _hangs(record: RecordResult) -> bool:
    """Whether a fact that nobody stated decides if the activity counts."""
    return any(each.hangs_on for each in record.losses)


def _counts_not(record: RecordResult) -> bool:
    return _hangs(record) or _never_counts(record)


_FOR_EVER = frozenset(
    {
        Refused.OUTSIDE,
        Refused.AFTER,
        Refused.NOT_ACCEPTED,
        Refused.TOO_SHORT,
        Refused.NO_AMOUNT,
        Refused.NO_RATE,
        Refused.REPEAT,
        Refused.NOT_DESCRIBED,
    }
)
"""Why an activity counts for nothing at all; anything else depends on what else there is."""


def _reason(lines: Sequence[Line]) -> str:
    """The code of the first reason for which something did not count."""
    return next((_code(each.why) for _, record in lines for each in record.losses), "")


def _code(why: Refused) -> str:
    """The stable code of a reason."""
    match why:
        case Refused.OUTSIDE:
            return "outside-the-period"
        case Refused.AFTER:
            return "after-the-check"
        case Refused.NO_PERIOD:
            return "no-period"
        case Refused.NOT_ACCEPTED:
            return "not-accepted"
        case Refused.TOO_SHORT:
            return "too-short"
        case Refused.NO_AMOUNT:
            return "no-amount"
        case Refused.NO_RATE:
            return "no-rate"
        case Refused.REPEAT:
            return "repeat"
        case Refused.MOST_EACH:
            return "most-of-one"
        case Refused.ROUNDED:
            return "rounded"
        case Refused.CAP:
            return "over-a-cap"
        case Refused.DIFFERENT:
            return "other-values-count"
        case Refused.NOT_DESCRIBED:
            return "not-asked-for"
        case Refused.UNUSED:
            return "too-little"
        case Refused.HELD:
            return "held"
        case Refused.NOT_NEEDED:
            return "not-needed"
        case Refused.OTHER_PERIOD:
            return "other-period"
        case Refused.CARRIED_OVER:
            return "carried-over"
        case Refused.EXPIRED:
            return "expired"
        case Refused.OTHER_BLOCK:
            return "other-requirement"
        case _:
            assert_never(why)
