"""One member's verdict: every requirement, what it depends on, and the fewest further credits for all.

A verdict `depends` exactly when two ways of filling what is missing give two verdicts (the contract's section
5). Each way is a *world*: values for the facts that were asked for, and which held rows are let in, as which
of their readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, islice, product
from operator import itemgetter

from cedsl.assessment.allocate import allocate
from cedsl.assessment.apart import keep_apart, pairs_apart, served_apart
from cedsl.assessment.case import Case, Desk, Filling
from cedsl.assessment.chain import Ruling, rule_on
from cedsl.assessment.decided import questions_on, remarks_on
from cedsl.assessment.judge import Judged
from cedsl.assessment.ledger import ledger
from cedsl.assessment.monotone import never_hurts
from cedsl.assessment.solve import Solved
from cedsl.assessment.tell import tell
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.model.scope import MissingFact, Vocabulary
from cedsl.normal.further import possible
from cedsl.normal.joint import joint_problem
from cedsl.normal.places import Map
from cedsl.normal.plan import MissingAmount
from cedsl.normal.static import is_static
from cedsl.records.activity import Activity, Facts, HeldRow, Value
from cedsl.records.adjustment import NONE, Adjustments
from cedsl.records.schema import ChoiceType, YesNoType
from cedsl.verdict import BlockResult, MemberResult, Question

MOST_JOINT = 6
"""How many requirements that fall short are completed together; beyond, each is completed by itself."""

MOST_CHOICES = 64
"""How many combinations of their alternatives are tried then, those that ask least by themselves first."""

MOST_WORLDS = 4096
"""How many ways of filling what is missing are tried; beyond, the verdict depends."""


MOST_COMPARED = 256
"""How many ways are compared two by two to tell which facts matter; beyond, all that were asked for do."""


@dataclass(frozen=True)
class World:
    """One way of filling what is missing, judged."""

    filling: Filling
    rulings: tuple[Ruling, ...]
    verdict: Word

    @property
    def judged(self) -> tuple[Judged, ...]:
        return tuple(each.judged for each in self.rulings)


@lru_cache(maxsize=8)
def _desk_of(key: int) -> list[Desk]:
    del key
    return []


def desk_for(ruleset: r.Ruleset) -> Desk:
    """The ruleset made ready for many members; the same one for the same ruleset."""
    kept = _desk_of(id(ruleset))
    if not kept or kept[0].ruleset is not ruleset:
        vocabulary = Vocabulary(ruleset)
        static = {each.words.id: is_static(each, vocabulary.column_of) for each in ruleset.requirements}
        kept[:] = [Desk(ruleset, vocabulary, Map(ruleset), static)]
    return kept[0]


def case_of(
    ruleset: r.Ruleset,
    activities: Sequence[Activity],
    facts: Facts,
    as_of: date,
    *,
    member: str = "",
    adjustments: Adjustments = NONE,
    asked: date | None = None,
) -> Case:
    """The member's case before anything is tried for what is missing."""
    return Case(desk_for(ruleset), member, activities, facts, as_of, Filling(), adjustments, asked)


def assess(
    ruleset: r.Ruleset,
    member: str,
    activities: Sequence[Activity],
    held: Sequence[HeldRow],
    facts: Facts,
    as_of: date,
    *,
    adjustments: Adjustments = NONE,
    asked: date | None = None,
    history: bool = False,
) -> MemberResult:
    """The member's verdict as of the day, with every figure, reason and ledger line.

    `activities` are those that are read beyond doubt; `held` rows count nowhere, and make the verdict depend
    on them exactly where letting one in, under some reading, would change it. `asked` is a day of the period that
    is assessed, without it the as-of date; with `history` the earlier periods of a chain are told too.
    """
    case = case_of(ruleset, activities, facts, as_of, member=member, adjustments=adjustments, asked=asked)
    worlds = list(islice(worlds_of(case), MOST_WORLDS))
    base = worlds[0]
    questions = (*_fact_questions(worlds, ruleset), *_row_questions(case, held, worlds))
    questions += tuple(questions_on(adjustments, lambda tried: _possible(replace(case, adjustments=tried), held)))
    remarks = remarks_on(case, base.rulings, lambda tried: _base(replace(case, adjustments=tried)).rulings)
    verdict = Word.DEPENDS if questions else base.verdict
    blocks = tuple(_told(each, activities, held, history=history) for each in base.rulings)
    return MemberResult(member, verdict, blocks, still_to_earn(base), questions, remarks)


def _base(case: Case) -> World:
    return next(worlds_of(case))


def _possible(case: Case, held: Sequence[HeldRow]) -> object:
    """The verdicts over all fillings, held rows out and in."""
    every = [reading for row in held for reading in row.readings]
    return frozenset(_verdicts(case, ())), frozenset(_verdicts(case, every)) if every else None


def _told(ruling: Ruling, activities: Sequence[Activity], held: Sequence[HeldRow], *, history: bool) -> BlockResult:
    block = tell(ruling.judged, ledger(ruling.judged, activities, held))
    earlier = tuple(_told(each, activities, held, history=False) for each in ruling.earlier) if history else ()
    return replace(block, carry=ruling.carry, earlier=earlier)


# ----------------------------------------------------------------------------------------------- worlds


def worlds_of(case: Case) -> Iterator[World]:
    """The member in every filling of the facts that are asked for, held rows left out. The first one leaves
    statements void: figures are told from it.
    """
    waiting = [case.filling]
    while waiting:
        filling = waiting.pop()
        attempt = replace(case, filling=filling)
        try:
            rulings = keep_apart([rule_on(each, attempt) for each in case.desk.ruleset.requirements], attempt)
        except MissingFact as missing:
            waiting.extend(reversed([filling.with_fact(missing.name, each) for each in _values(case, missing)]))
        except MissingAmount as missing:
            statement, fact = missing.statement, missing.fact
            waiting.extend(filling.with_statement(statement, fact, void) for void in (False, True))
        else:
            yield World(filling, rulings, _together([each.judged for each in rulings]))


def _values(case: Case, missing: MissingFact) -> list[Value]:
    """The values that a missing fact may take; for a number, date or text outside every statement one that
    no rule names.
    """
    declared = next(each for each in case.desk.ruleset.facts if each.name == missing.name)
    match declared.type:
        case YesNoType():
            return [True, False]
        case ChoiceType(values=values):
            return list(values)
        case _:
            return ["\0unknown"]


_ORDER = (Word.FAILED, Word.SHORT, Word.WAIVED, Word.MET)


def _together(judged: Sequence[Judged]) -> Word:
    """Failed if any is, else short, else waived, else met; exempt when nothing was asked."""
    words = {each.verdict for each in judged}
    return next((word for word in _ORDER if word in words), Word.EXEMPT)


def _fact_questions(worlds: Sequence[World], ruleset: r.Ruleset) -> Iterator[Question]:
    """The facts on which the verdict hangs: all that were asked for, where the worlds disagree."""
    if len({world.verdict for world in worlds}) < 2 and len(worlds) < MOST_WORLDS:
        return
    asked: dict[str, None] = {}
    for world in worlds:
        asked.update(dict.fromkeys(world.filling.facts))
        asked.update(dict.fromkeys(fact for _, fact in world.filling.statements))
    titles = {each.name: each.title for each in ruleset.facts}
    for name in asked:
        if _matters(name, worlds):
            yield Question(name, None, "", f"{titles[name]} is not stated")


def _matters(name: str, worlds: Sequence[World]) -> bool:
    """Whether two worlds that differ in this fact alone, as far as both ask, disagree; among many it is taken to."""
    if len(worlds) > MOST_COMPARED:
        return True
    pairs = combinations(worlds, 2)
    return any(one.verdict is not other.verdict and _differ_in(name, one, other) for one, other in pairs)


def _differ_in(name: str, one: World, other: World) -> bool:
    answers, others = one.filling.answers(), other.filling.answers()
    return {key[1] for key in answers.keys() & others.keys() if answers[key] != others[key]} == {name}


# ------------------------------------------------------------------------------------------- held rows


def _row_questions(case: Case, held: Sequence[HeldRow], worlds: Sequence[World]) -> Iterator[Question]:
    """The held rows on which the verdict hangs."""
    if not held:
        return
    for row in _deciding(case, held, {world.verdict for world in worlds}):
        yield Question(None, row.row, row.file, row.question)


def _deciding(case: Case, held: Sequence[HeldRow], without: set[Word]) -> list[HeldRow]:
    """Held rows for which letting one in or out, with some choice for the others, changes the verdict."""
    monotone = never_hurts(case.desk.ruleset)
    if monotone and without <= {Word.MET, Word.EXEMPT, Word.FAILED}:
        return []
    if monotone and _verdicts(case, [reading for row in held for reading in row.readings]) == without:
        return []
    options: list[tuple[Activity | None, ...]] = [(None, *row.readings) for row in held]
    seen: dict[tuple[int, ...], frozenset[Word]] = {}
    for choice in islice(product(*(range(len(each)) for each in options)), MOST_WORLDS):
        chosen = [options[row][reading] for row, reading in enumerate(choice)]
        seen[choice] = frozenset(_verdicts(case, [each for each in chosen if each is not None]))
    if len(set(seen.values())) == 1 and len(seen) < MOST_WORLDS:
        return []
    deciding = [row for number, row in enumerate(held) if _toggles(number, seen)]
    return deciding or list(held)


def _toggles(number: int, seen: Mapping[tuple[int, ...], frozenset[Word]]) -> bool:
    groups: dict[tuple[int, ...], frozenset[Word]] = {}
    for choice, words in seen.items():
        rest = (*choice[:number], -1, *choice[number + 1 :])
        if groups.setdefault(rest, words) != words:
            return True
    return False


def _verdicts(case: Case, extra: Sequence[Activity]) -> set[Word]:
    """The verdicts over all fillings with some held rows let in."""
    let_in = replace(case, activities=[*case.activities, *extra])
    return {world.verdict for world in islice(worlds_of(let_in), MOST_WORLDS)}


# ------------------------------------------------------------------------------------------ still to earn


def still_to_earn(world: World) -> Fraction | None:
    """The fewest further credits that complete every requirement at once, an hour serving each that it may;
    None for a member who failed: no further hour repairs that.
    """
    if world.verdict is Word.FAILED:
        return None
    stills = [each.best.still() if each.best is not None else _outright(each) for each in world.judged]
    if any(each is None for each in stills):
        return None
    lacking = [each for each in stills if each]
    if len(lacking) < 2:
        return lacking[0] if lacking else Fraction(0)
    if len(lacking) > MOST_JOINT:
        return sum(lacking, Fraction(0))
    return _least_together([_ways(each.best, each.solved) for each in world.judged if each.best and each.best.still()])


def _ways(best: Solved, solved: Sequence[Solved]) -> list[Solved]:
    """Every choice of branches that can be met, with minimums-if-used reached and not; the least to earn first."""
    open_ = [each for each in solved if not each.plan.impossible and not each.fails()] or [best]
    ways = [way for each in open_ for way in (each, *each.variants) if way.alone() is not None]
    return sorted(ways, key=lambda way: way.alone() or Fraction(0))


def _least_together(ways: Sequence[Sequence[Solved]]) -> Fraction | None:
    """The least over the ways of each requirement; together is never less than the most that one of them asks."""
    choices = [(max(way.alone() or Fraction(0) for way in each), each) for each in islice(product(*ways), MOST_WORLDS)]
    least: Fraction | None = None
    for at_least, choice in sorted(choices, key=itemgetter(0))[:MOST_CHOICES]:
        if least is not None and at_least >= least:
            break
        still = _joint(choice)
        if still is not None and (least is None or still < least):
            least = still
    return least


def _joint(solved: Sequence[Solved]) -> Fraction | None:
    """The fewest further credits that complete these requirements together."""
    pairs = pairs_apart(solved)
    memory = desk_for(solved[0].normaliser.map.ruleset).memory
    options = [each.options for each in possible([each.normaliser for each in solved], memory)]
    apart = [way for each in options for way in dict.fromkeys(served_apart(each, pairs))]
    problem, ticks = joint_problem([each.form for each in solved], apart)
    still = allocate(problem).still
    return None if still is None else still / ticks


def _outright(judged: Judged) -> Fraction | None:
    return None if judged.verdict is Word.SHORT else Fraction(0)
