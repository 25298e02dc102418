"""A notice: one member's verdict with all that is behind it, as a document for that member and about nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Literal

from cedsl.model.ruleset import UNTITLED, Requirement, Ruleset, Word
from cedsl.publishing.document import (
    Bar,
    Bars,
    Block,
    Bullets,
    Document,
    Figure,
    Figures,
    Item,
    Paragraph,
    Section,
    Subheading,
)
from cedsl.publishing.notice_ledger import Held, Places, activities
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_balance import balance_lines
from cedsl.publishing.phrase_carry import make_good_sentence
from cedsl.publishing.phrase_decision import remark_sentence
from cedsl.publishing.phrase_further import MOST_IN_A_SENTENCE, completion_sentence, further_phrase, merged
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_notice import (
    because_to_you,
    duty_sentence,
    earlier_sentence,
    figures_phrase,
    lacks_to_you,
    limit_sentence,
    line_label,
    line_words,
    option_sentence,
    period_phrase,
    period_sentence,
    verdict_to_you,
)
from cedsl.publishing.phrase_outline import place_of
from cedsl.publishing.phrase_reason import reason_sentence
from cedsl.publishing.phrase_varies import depends_sentence, line_depends_sentence, more_sentence
from cedsl.publishing.phrase_verdict import lines_of, question_clause
from cedsl.publishing.phrase_words import capital, day_written, listed, sentence, sentences
from cedsl.publishing.report import consequences
from cedsl.publishing.tongue import say, spoken
from cedsl.records.outcome import RowOutcome
from cedsl.verdict import BlockResult, Kind, MemberResult, Question, StatementResult

OPEN = frozenset({Word.DEPENDS})
MISSING = frozenset({Word.SHORT, Word.FAILED})
MEASURED = frozenset({Kind.TOTAL, Kind.MINIMUM, Kind.ADDITION, Kind.COUNT, Kind.CHOICE})
"""What asks for an amount, and has a bar; the rest is said in sentences."""


def notice(
    ruleset: Ruleset,
    member: MemberResult,
    as_of: date,
    refused: Sequence[RowOutcome] = (),
    held: Held | None = None,
) -> Document:
    """The notice in the language of the call, about this member only.

    `ruleset` is the one that decided, its texts in that language where it has them. `refused` are the rows of the
    member's that can never count, which no ledger holds; `held` says what rows leave open that wait for somebody.
    """
    places = Places.of(member, refused, held or {})
    sections = (
        _standing(ruleset, member),
        _open(ruleset, member, places),
        _counted(ruleset, member),
        _missing(ruleset, member),
        activities(ruleset, member, places, refused),
        _carried(ruleset, member),
        _decided(ruleset, member, places),
        _next(ruleset, member, as_of),
        _wrong(ruleset),
    )
    return Document(
        spoken().code,
        _title(ruleset),
        tuple(_facts(ruleset, member, as_of)),
        (),
        tuple(section for section in sections if section is not None),
        (say("cedsl makes this notice from your records and from the same rules that decide."),),
    )


def _title(ruleset: Ruleset) -> str:
    header = ruleset.header
    if header.title == UNTITLED:
        return say("Your continuing education")
    return say("Your continuing education: {title}", title=capital(header.title or header.name))


def _facts(ruleset: Ruleset, member: MemberResult, as_of: date) -> Iterator[str]:
    """Whose it is, by whom, under which edition, as of which day, for which period."""
    header = ruleset.header
    yield say("Member {member}", member=member.member)
    if header.issued_by is not None:
        yield say("Issued by {body}", body=header.issued_by)
    if header.edition is not None:
        yield say("Edition {edition}", edition=header.edition)
    yield say("As of {day}", day=day_written(as_of))
    periods = {block.period for block in member.blocks}
    if len(periods) == 1 and (period := periods.pop()) is not None:
        yield say("Period: {period}", period=period_phrase(period))


def _label(ruleset: Ruleset, block: BlockResult) -> str:
    return statement_label(ruleset, block.requirement)


def _of_each(ruleset: Ruleset, member: MemberResult, block: BlockResult, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks under the name of the requirement, where there are several; nothing where there is nothing."""
    if blocks and len(member.blocks) > 1:
        period = "" if block.period is None else period_phrase(block.period)
        label = _label(ruleset, block)
        yield Subheading(say("{label}: {line}", label=label, line=period) if period else label)
    yield from blocks


# ------------------------------------------------------------------------------------------- verdict


def _standing(ruleset: Ruleset, member: MemberResult) -> Section:
    figures = tuple(_figures(ruleset, member))
    blocks: list[Block] = [Paragraph(verdict_to_you(ruleset, member), "lead")]
    if len(member.blocks) == 1 and member.blocks[0].because:
        blocks.append(Paragraph(because_to_you(ruleset, member.blocks[0].because)))
    unsettled = depends_sentence(ruleset, member)
    if unsettled:
        blocks.append(Paragraph(unsettled))
    if figures:
        blocks.append(Figures(figures))
    return Section("verdict", say("Where you stand"), tuple(blocks))


def _figures(ruleset: Ruleset, member: MemberResult) -> Iterator[Figure]:
    """The numbers to see first: the total of each requirement, and what is still to earn."""
    for block in member.blocks:
        for line in block.statements:
            if line.kind is Kind.TOTAL and asked(line):
                several = len(member.blocks) > 1
                counted = say("counted for {requirement}", requirement=_label(ruleset, block))
                yield Figure(figures_phrase(ruleset, line), counted if several else say("counted"))
    if member.still and member.verdict is Word.SHORT:
        least = say("still to earn, at least") if member.at_least else say("still to earn")
        yield Figure(credit_written(ruleset, member.still), least)
    if member.verdict is Word.MET and len(member.blocks) == 1 and member.blocks[0].surplus and not member.at_least:
        yield Figure(credit_written(ruleset, member.blocks[0].surplus), say("more than you need"))


# ----------------------------------------------------------------------------------------- questions


def _open(ruleset: Ruleset, member: MemberResult, places: Places) -> Section | None:
    if not member.questions:
        return None
    items = tuple(Item(_question(ruleset, places, each)) for each in member.questions)
    below = (say("The figures below leave out what is not settled yet."),) if member.blocks else ()
    texts = map(Paragraph, (_to_send(ruleset), *below))
    return Section("open", say("What your result depends on"), (Bullets(items), *texts))


def _question(ruleset: Ruleset, places: Places, question: Question) -> str:
    """The question, with the row that it is about."""
    if question.row is None:
        return sentence(question_clause(ruleset, question))
    asked = places.open(question.file, question.row, question.text)
    said = question_clause(ruleset, replace(question, text=asked))
    return sentence(say("{row}: {question}", row=places.row(question.file, question.row), question=said))


def _to_send(ruleset: Ruleset) -> str:
    body = ruleset.header.issued_by
    if body is None:
        return say("Send an answer to each of these points, with a document that shows it.")
    return say("Send {body} an answer to each of these points, with a document that shows it.", body=body)


# ------------------------------------------------------------------------------------------- figures


def _counted(ruleset: Ruleset, member: MemberResult) -> Section | None:
    blocks = tuple(
        each
        for block in member.blocks
        for each in _of_each(ruleset, member, block, tuple(_figured(ruleset, member, block)))
    )
    return Section("counted", say("What counts"), blocks) if blocks else None


def _figured(ruleset: Ruleset, member: MemberResult, block: BlockResult) -> Iterator[Block]:
    """A requirement's figures: bars for what is asked, sentences for what was decided otherwise, and for limits."""
    if block.because and len(member.blocks) > 1:
        yield Paragraph(because_to_you(ruleset, block.because))
    bars = tuple(_bars(ruleset, member, block))
    if bars:
        yield Bars(say("Counted of what you need"), bars)
    unsettled = (line_depends_sentence(ruleset, line, line_label(ruleset, line)) for line in block.statements)
    yield from _under(say("What is not settled"), map(Item, filter(None, unsettled)))
    yield from _under(say("What you must do"), _duties(ruleset, block))
    yield from _under(say("Limits"), map(Item, _limits(ruleset, block)))
    yield from _under(say("Other options"), map(Item, _options(ruleset, block)))


def _under(heading: str, items: Iterator[Item]) -> Iterator[Block]:
    found = tuple(items)
    if found:
        yield Subheading(heading)
        yield Bullets(found)


def _bars(ruleset: Ruleset, member: MemberResult, block: BlockResult) -> Iterator[Bar]:
    """A bar for every line that asks for an amount; one inside an option names the option."""
    option: StatementResult | None = None
    for line in block.statements:
        if option is not None and line.depth <= option.depth:
            option = None
        if line.kind is Kind.BRANCH:
            option = line
        if line.kind in MEASURED and line.verdict is not None and asked(line):
            yield _bar(ruleset, member, line, "" if option is None else line_label(ruleset, option))


def _bar(ruleset: Ruleset, member: MemberResult, line: StatementResult, option: str) -> Bar:
    label, verdict = line_label(ruleset, line), line.verdict or Word.DEPENDS
    counted, required = line.counted if line.counted is not None else line.earned, asked(line) or 1
    return Bar(
        say("{label}: {line}", label=option, line=label) if option else label,
        line_words(ruleset, line, verdict),
        str(min(1000, counted * 1000 // required)),
        "open" if verdict in OPEN or (member.verdict in OPEN and verdict in MISSING) else _state(verdict),
    )


def _state(verdict: Word) -> Literal["met", "short"]:
    return "short" if verdict in MISSING else "met"


def asked(line: StatementResult) -> Fraction:
    """What a line asks; the most that it may ask, where that is not settled."""
    most = line.varies.required[1] if line.varies is not None and line.varies.required is not None else line.required
    return most or Fraction(0)


def _duties(ruleset: Ruleset, block: BlockResult) -> Iterator[Item]:
    for line in block.statements:
        if line.kind is Kind.DUTY and line.verdict is not None:
            yield Item(duty_sentence(ruleset, line, line.verdict))


def _limits(ruleset: Ruleset, block: BlockResult) -> Iterator[str]:
    """The limits under which anything was earned."""
    for line in block.statements:
        if line.kind in {Kind.CAP, Kind.LIMIT} and line.required is not None and line.earned:
            yield limit_sentence(ruleset, line)


def _options(ruleset: Ruleset, block: BlockResult) -> Iterator[str]:
    for line in block.statements:
        if line.kind is Kind.BRANCH and not line.chosen:
            yield option_sentence(ruleset, line)


# ------------------------------------------------------------------------------------------- missing


def _missing(ruleset: Ruleset, member: MemberResult) -> Section | None:
    """Everything that is missing, what would complete it, and why nothing that is on record does."""
    if member.verdict not in MISSING | OPEN:
        return None
    lacks = lacks_to_you(ruleset, member)
    completing = tuple(_completing(ruleset, member))
    reasons = [reason_sentence(ruleset, each) for block in member.blocks for each in block.reasons]
    blocks: list[Block] = [Bullets(tuple(map(Item, lacks)))] if lacks else []
    if completing and member.verdict is not Word.FAILED:
        blocks.append(Subheading(say("What would complete it")))
    blocks += completing
    blocks += _under(say("Why what you have is not enough"), map(Item, dict.fromkeys(reasons)))
    heading = say("What would be missing") if member.verdict in OPEN else say("What is missing")
    return Section("missing", heading, tuple(blocks)) if blocks else None


def _completing(ruleset: Ruleset, member: MemberResult) -> Iterator[Block]:
    """What would complete everything: a sentence, or a list where it would be a long one."""
    match member.blocks:
        case (BlockResult(completion=completion, still=still, then=0),) if still and not _lacks_activities(member):
            parts = merged(ruleset, completion)
            if len(parts) > MOST_IN_A_SENTENCE and not any(each.too_late for each in parts):
                yield Paragraph(say("{amount} in all:", amount=credit_written(ruleset, still)))
                yield Bullets(tuple(Item(sentence(further_phrase(ruleset, each))) for each in parts))
                return
        case _:
            pass
    said = completion_sentence(ruleset, member)
    if said:
        yield Paragraph(said)
    if said and member.depends_on and member.verdict is Word.SHORT:
        yield Paragraph(more_sentence(ruleset, member))


def _lacks_activities(member: MemberResult) -> bool:
    """Whether a count of activities is short, which no credit completes."""
    return any(line.kind is Kind.COUNT and line.verdict in MISSING for line in lines_of(member))


# ------------------------------------------------------------------- other periods, decisions, what is next


def _carried(ruleset: Ruleset, member: MemberResult) -> Section | None:
    found = [(block, tuple(_over(ruleset, block))) for block in member.blocks]
    blocks = tuple(each for block, told in found for each in _of_each(ruleset, member, block, told))
    return Section("other-periods", say("Your other periods"), blocks) if blocks else None


def _over(ruleset: Ruleset, block: BlockResult) -> Iterator[Block]:
    """What came in, what goes on, and how the periods before ended, where they were asked for."""
    lines = [] if block.carry is None else list(balance_lines(ruleset, block.carry))
    told = [sentence(say("{label}: {line}", label=name, line=said)) for name, said in lines]
    if told:
        yield Bullets(tuple(map(Item, told)))
    yield from _under(say("Your periods before"), map(Item, map(earlier_sentence, block.earlier)))


def _decided(ruleset: Ruleset, member: MemberResult, places: Places) -> Section | None:
    told = (
        replace(each, detail=places.open(each.file, each.row, each.detail)) if each.detail else each
        for each in member.remarks
    )
    items = tuple(Item(remark_sentence(ruleset, each)) for each in told)
    return Section("decisions", say("What was decided for you"), (Bullets(items),)) if items else None


def _next(ruleset: Ruleset, member: MemberResult, as_of: date) -> Section | None:
    blocks: list[Block] = []
    if member.verdict in {Word.MET, Word.WAIVED, Word.EXEMPT}:
        blocks.append(Paragraph(say("There is nothing that you have to do now.")))
    for told, several in _in_turn(ruleset, member, as_of).items():
        if len(several) < len(member.blocks):
            blocks.append(Subheading(listed([_label(ruleset, each) for each in several])))
        blocks += map(Paragraph, told)
    blocks += _under(say("If this stays so"), map(Item, map(sentence, consequences(ruleset, member))))
    return Section("next", say("What happens next"), tuple(blocks)) if blocks else None


def _in_turn(ruleset: Ruleset, member: MemberResult, as_of: date) -> dict[tuple[str, ...], list[BlockResult]]:
    """What comes next, each with the requirements of which it is so; those of which nothing is to be said left out."""
    found: dict[tuple[str, ...], list[BlockResult]] = {}
    for block in member.blocks:
        told = tuple(_after(ruleset, block, as_of))
        if told:
            found.setdefault(told, []).append(block)
    return found


def _after(ruleset: Ruleset, block: BlockResult, as_of: date) -> Iterator[str]:
    """Until when the period runs, and what later activities can still mend."""
    place = place_of(ruleset, block.requirement)
    match None if place is None else place.statement:
        case Requirement() as requirement:
            period = "" if block.period is None else period_sentence(ruleset, requirement, block.period, as_of)
            if period:
                yield period
            if block.verdict in MISSING:
                yield from (make_good_sentence(ruleset, each) for each in requirement.make_good)
        case _:
            return


def _wrong(ruleset: Ruleset) -> Section:
    body = ruleset.header.issued_by
    tell = (
        say("Do you think that something here is wrong? Tell whoever sent you this notice")
        if body is None
        else say("Do you think that something here is wrong? Tell {body}", body=body)
    )
    how = say("Name the activity and its row, and send what shows how it really was.")
    return Section("wrong", say("If something is wrong"), (Paragraph(sentences(tell, how)),))
