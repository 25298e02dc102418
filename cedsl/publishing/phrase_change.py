"""What is different in the statements of two editions, each difference as sentences. Nobody compares texts: the trees
are compared, and the sentences are made from both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Literal, TypeAlias, assert_never

from cedsl.lean import dataclass
from cedsl.model.predicate import Always
from cedsl.model.ruleset import (
    AlsoCount,
    Branch,
    Cap,
    Carry,
    Count,
    CreditRule,
    Exemption,
    Fixed,
    MakeGood,
    Minimum,
    Refusal,
    Requirement,
    Ruleset,
)
from cedsl.publishing.compare import (
    Entry,
    Pair,
    about_other_periods,
    crediting,
    exemptions,
    other_periods,
    pairs_of,
    renamed_blocks,
    statements,
)
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_carry import over_sentence
from cedsl.publishing.phrase_label import label_quoted, place_label, rule_label, statement_label
from cedsl.publishing.phrase_outline import told_outside
from cedsl.publishing.phrase_period import window_sentences
from cedsl.publishing.phrase_predicate import predicate_label
from cedsl.publishing.phrase_statement import applies_sentence, statement_sentence
from cedsl.publishing.phrase_window import in_each, key_phrase
from cedsl.publishing.phrase_words import capital, listed, quoted, quoted_once, sentences
from cedsl.publishing.tongue import figures, say

Group: TypeAlias = Literal["asked", "credited", "words", "said"]
"""Where a change is told: what is asked and limited, what an activity earns, the words, what is said besides."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, in a sentence, with more beside it. `id` is the statement's or the word's in the later edition,
    or in the earlier one where it is gone.
    """

    group: Group
    id: str
    text: str
    remarks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


def statement_changes(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    """Everything that is different in requirements, in what is carried, in crediting and in who is exempt."""
    paired = pairs_of(statements(before), statements(after))
    names = renamed_blocks(paired)
    over = pairs_of(about_other_periods(before), about_other_periods(after), names)
    exempt = _each_once(pairs_of(exemptions(before), exemptions(after), names))
    credit = pairs_of(crediting(before), crediting(after))
    several = (*paired, *over, *exempt, *credit)
    for pair in _told(several):
        yield from _changed(before, after, pair)
    yield from _orders(before, after, over, credit)
    yield from _sources(after, several)


def _each_once(pairs: Sequence[Pair]) -> list[Pair]:
    """Exemptions from several requirements, which are stated once."""
    found: dict[object, Pair] = {}
    for pair in pairs:
        key = tuple(None if each is None else (each.id, each.decides, each.rule) for each in (pair.before, pair.after))
        found.setdefault(key, pair)
    return list(found.values())


def _told(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Without what is told with a whole option that is new or gone."""
    new = {
        each.after.id for each in pairs if each.before is None and each.after and isinstance(each.after.rule, Branch)
    }
    gone = {
        each.before.id for each in pairs if each.after is None and each.before and isinstance(each.before.rule, Branch)
    }
    for pair in pairs:
        inside_new = pair.before is None and pair.after is not None and pair.after.around in new
        inside_gone = pair.after is None and pair.before is not None and pair.before.around in gone
        if not (inside_new or inside_gone):
            yield pair


def _changed(before: Ruleset, after: Ruleset, pair: Pair) -> Iterator[Change]:
    match pair:
        case Pair(before=Entry() as was, after=Entry() as now):
            yield from _both(before, after, was, now, moved=pair.moved)
        case Pair(before=None, after=Entry() as now):
            yield Change(
                _group(now),
                now.id,
                say("This is new: {statement}", statement=_sentence(after, now)),
                _where(after, now),
                now.rule.words.cite,
            )
        case Pair(before=Entry() as was, after=None):
            text = say("This no longer applies: {statement}", statement=_sentence(before, was))
            yield Change(_group(was), was.id, text, _where(before, was))
        case _:
            return


def _group(entry: Entry) -> Group:
    return "credited" if isinstance(entry.rule, CreditRule | Refusal) else "asked"


def _both(before: Ruleset, after: Ruleset, was: Entry, now: Entry, *, moved: bool) -> Iterator[Change]:
    """What is different in a statement that both editions have."""
    old, new = _named(before, was), _named(after, now)
    called = was.rule.words.title != now.rule.words.title and old != new
    remarks = (say("It was called {title}.", title=old),) if called else ()
    consequence = tuple(_consequence(was, now))
    if (was.decides, was.conditions) != (now.decides, now.conditions):
        short = _short(before, after, was, now)
        told = (short, *_conditions(after, now), *_where(after, now)) if short else _read(before, after, was, now)
        yield Change(_group(now), now.id, told[0], (*told[1:], *remarks, *consequence), now.rule.words.cite)
    elif moved:
        text = say("{statement} stands in another place.", statement=new)
        yield Change(_group(now), now.id, text, (*_where(after, now), *remarks, *consequence), now.rule.words.cite)
    elif called:
        yield Change("said", now.id, say("{old} is now called {new}.", old=old, new=new), consequence)
    elif consequence:
        yield Change("said", now.id, say("What follows from {statement} has changed.", statement=new), consequence)


def _quoted(ruleset: Ruleset, entry: Entry) -> str:
    """The label of a statement inside a sentence."""
    match entry.rule:
        case CreditRule() | Refusal() | Exemption() as rule:
            return quoted_once(rule_label(ruleset, rule))
        case Carry() | MakeGood() | AlsoCount() as rule:
            return quoted_once(capital(statement_label(ruleset, rule.words.id)))
        case _:
            assert entry.place is not None
            return quoted_once(place_label(ruleset, entry.place))


def _named(ruleset: Ruleset, entry: Entry) -> str:
    """The author's title, also of rules that the page does not call by theirs, else the label."""
    title = entry.rule.words.title
    return _quoted(ruleset, entry) if title is None else quoted_once(capital(title))


def _sentence(ruleset: Ruleset, entry: Entry) -> str:
    """The statement as the page says it, with the conditions that no statement around it tells."""
    match entry.rule:
        case Carry() | MakeGood() | AlsoCount() as rule:
            block = next(each for each in ruleset.requirements if each.words.id == entry.block)
            return over_sentence(ruleset, block, rule)
        case CreditRule() | Refusal() | Exemption() as rule:
            return statement_sentence(ruleset, rule)
        case _ as rule:
            assert entry.place is not None
            return statement_sentence(ruleset, rule, told_outside(ruleset, entry.place))


def _read(before: Ruleset, after: Ruleset, was: Entry, now: Entry) -> tuple[str, ...]:
    """What the statement said and what it says now."""
    old, new, label = _sentence(before, was), _sentence(after, now), _named(after, now)
    match was.rule, now.rule:
        case Requirement() as one, Requirement() as other if old == new:
            old, new = (
                " ".join(window_sentences(ruleset, each.window)) for ruleset, each in ((before, one), (after, other))
            )
        case _:
            pass
    figure = _figure(before, after, was, now)
    if figure and old != new:
        slots = {"before": figure[0], "after": figure[1]}
        text = say("{statement} has changed: {before} before, {after} now.", statement=label, **slots)
        return (text, say("From now on: {sentence}", sentence=new), *_where(after, now))
    if old == new:
        return (say("{statement} is decided in another way, with the same words.", statement=label), new)
    text = say("{statement} has changed. Until now: {sentence}", statement=label, sentence=old)
    return (text, say("From now on: {sentence}", sentence=new), *_where(after, now))


def _figure(before: Ruleset, after: Ruleset, was: Entry, now: Entry) -> tuple[str, str] | None:
    """The amount before and after, where the trees differ in one amount of credit and in nothing else."""
    if was.conditions != now.conditions or before.unit != after.unit:
        return None
    match list(islice(_differing(was.decides, now.decides), 2)):
        case [(Fixed(number=old), Fixed(number=new))]:
            return credit_written(before, old), credit_written(after, new)
        case _:
            return None


def _differing(one: object, other: object) -> Iterator[tuple[object, object]]:
    """The innermost parts in which two trees differ."""
    if one == other:
        return
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for mine, theirs in zip(one, other, strict=True):
            yield from _differing(mine, theirs)
    elif type(one) is type(other) and is_dataclass(one) and not isinstance(one, Fixed):
        for each in fields(one):
            yield from _differing(getattr(one, each.name), getattr(other, each.name))
    else:
        yield one, other


def _short(before: Ruleset, after: Ruleset, was: Entry, now: Entry) -> str:
    """A number that is another now and nothing else; empty where more has changed."""
    if was.conditions != now.conditions or before.unit != after.unit:
        return ""
    match was.decides, now.decides:
        case Minimum(amount=Fixed(number=old)), Minimum(amount=Fixed(number=new)) as other if _only_amount(was, now):
            slots = {"before": credit_written(before, old), "after": credit_written(after, new)}
            what = label_quoted(after, now.id)
            if other.each is None:
                return say("The minimum for {what} goes from {before} to {after}.", what=what, **slots)
            when = in_each(other.each)
            return say("The minimum for {what} {when} goes from {before} to {after}.", what=what, when=when, **slots)
        case Cap(amount=Fixed(number=old)), Cap(amount=Fixed(number=new)) as cap if _only_amount(was, now):
            return _limit(after, now, cap, credit_written(before, old), credit_written(after, new))
        case Requirement(total=Fixed(number=old)), Requirement(total=Fixed(number=new)) if _only_total(was, now):
            return _total(after, now, credit_written(before, old), credit_written(after, new))
        case Count(number=old_number), Count(number=new_number) if _only_number(was, now):
            slots = {"before": figures(Fraction(old_number)), "after": figures(Fraction(new_number))}
            what = label_quoted(after, now.id)
            return say("The number of activities under {what} goes from {before} to {after}.", what=what, **slots)
        case _:
            return ""


def _limit(ruleset: Ruleset, entry: Entry, cap: Cap, before: str, after: str) -> str:
    if isinstance(cap.filter, Always) and entry.rule.words.title is None:
        return ""
    title = entry.rule.words.title
    what = quoted(predicate_label(ruleset, cap.filter)) if title is None else label_quoted(ruleset, entry.id)
    if cap.per is None:
        return say("The limit on {what} goes from {before} to {after}.", what=what, before=before, after=after)
    per = key_phrase(ruleset, cap.per)
    return say(
        "The limit on {what} {per} goes from {before} to {after}.", what=what, per=per, before=before, after=after
    )


def _total(ruleset: Ruleset, entry: Entry, before: str, after: str) -> str:
    if len(ruleset.requirements) == 1 and entry.rule.words.title is None:
        return say("The total goes from {before} to {after}.", before=before, after=after)
    what = label_quoted(ruleset, entry.id)
    return say("The total for {what} goes from {before} to {after}.", what=what, before=before, after=after)


NOTHING = Fixed(Fraction(0))


def _only_amount(was: Entry, now: Entry) -> bool:
    match was.decides, now.decides:
        case (Minimum(), Minimum()) | (Cap(), Cap()) as both:
            one, other = (replace(each, amount=NOTHING) for each in both)
            return one == other
        case _:
            return False


def _only_total(was: Entry, now: Entry) -> bool:
    match was.decides, now.decides:
        case Requirement() as one, Requirement() as other:
            return replace(one, total=NOTHING) == replace(other, total=NOTHING)
        case _:
            return False


def _only_number(was: Entry, now: Entry) -> bool:
    match was.decides, now.decides:
        case Count() as one, Count() as other:
            return replace(one, number=0) == replace(other, number=0)
        case _:
            return False


def _conditions(ruleset: Ruleset, entry: Entry) -> tuple[str, ...]:
    """To whom a statement applies of which only the number is told."""
    if entry.place is None:
        return ()
    said = applies_sentence(ruleset, entry.place.statement, entry.conditions)
    return (said,) if said else ()


def _where(ruleset: Ruleset, entry: Entry) -> tuple[str, ...]:
    """In what the statement stands, where it could stand elsewhere."""
    outer = entry.around or entry.block
    if not outer or (len(ruleset.requirements) == 1 and outer == ruleset.requirements[0].words.id):
        return ()
    if isinstance(entry.rule, Exemption):
        return ()
    return (say("This is part of {statement}.", statement=label_quoted(ruleset, outer)),)


def _consequence(was: Entry, now: Entry) -> Iterator[str]:
    match was.rule.words.consequence, now.rule.words.consequence:
        case old, new if old == new:
            return
        case _, None:
            yield say("What follows if you fail it is no longer said.")
        case _, str() as new:
            yield sentences(say("if you fail it: {consequence}", consequence=new))
        case _ as never:
            assert_never(never)


def _orders(before: Ruleset, after: Ruleset, over: Sequence[Pair], credit: Sequence[Pair]) -> Iterator[Change]:
    """Where the order decides: of what is carried the first that fits holds."""
    kinds = ((Carry,), (MakeGood,))
    for block in after.requirements:
        own = [pair for pair in over if pair.after is not None and pair.after.block == block.words.id]
        for kind in kinds:
            if _is_reordered(before, [pair for pair in own if pair.after and isinstance(pair.after.rule, kind)]):
                text = say("Of several rules about other periods the first that fits holds, and their order is new.")
                yield Change("asked", f"{block.words.id}-order", text)
    gives = [pair for pair in credit if pair.after is not None and isinstance(pair.after.rule, CreditRule)]
    if _is_reordered(before, [pair for pair in gives if _retags(pair.after)]):
        text = say("Activities get and lose categories by several rules, one after the other, and their order is new.")
        yield Change("credited", "credit-order", text)


def _retags(entry: Entry | None) -> bool:
    from cedsl.model.ruleset import Retag

    match entry:
        case Entry(rule=CreditRule(clauses=clauses)):
            return any(isinstance(each, Retag) for each in clauses)
        case _:
            return False


def _is_reordered(before: Ruleset, pairs: Sequence[Pair]) -> bool:
    ids = [each.words.id for each in before.credits]
    ids += [each.words.id for block in before.requirements for each in other_periods(block)]
    places = {id_: at for at, id_ in enumerate(ids)}
    order = [places[pair.before.id] for pair in pairs if pair.before is not None and pair.before.id in places]
    return order != sorted(order)


def _sources(after: Ruleset, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Statements that cite something else, or of which it is newly said whether they are checked; told together."""
    both = [
        (pair.before.rule.words, pair.after) for pair in pairs if pair.before is not None and pair.after is not None
    ]
    cited = [_quoted(after, now) for was, now in both if was.cite != now.rule.words.cite]
    checked = [_quoted(after, now) for was, now in both if was.unverified and not now.rule.words.unverified]
    doubtful = [_quoted(after, now) for was, now in both if now.rule.words.unverified and not was.unverified]
    if cited:
        yield Change("said", "sources", say("New sources are given for {statements}.", statements=_names(cited)))
    if checked:
        text = say("These are now checked against a published source: {statements}.", statements=_names(checked))
        yield Change("said", "checked", text)
    if doubtful:
        text = say("These are not checked against a published source: {statements}.", statements=_names(doubtful))
        yield Change("said", "not-checked", text)


def _names(labels: Sequence[str]) -> str:
    return listed(list(dict.fromkeys(labels)))
