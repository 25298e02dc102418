"""From a solved requirement to its result: figures for every statement, reasons, completion, ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from cedsl.assessment.facts import FactFinding
from cedsl.assessment.judge import Judged, Solved
from cedsl.assessment.presolve import bits
from cedsl.assessment.weigh import weigh
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.model.ruleset import Word
from cedsl.normal.plan import Need
from cedsl.normal.solution import Weighing
from cedsl.period import Window
from cedsl.verdict import BlockResult, FurtherCredit, Kind, Reason, RecordResult, StatementResult

ZERO = Fraction(0)


def tell(judged: Judged, records: tuple[RecordResult, ...]) -> BlockResult:
    """The result of one requirement, with its ledger."""
    requirement = judged.requirement
    if judged.best is None:
        return BlockResult(
            requirement.words.id,
            judged.period,
            judged.verdict,
            _bare(judged),
            ZERO,
            _no_more(judged),
            (),
            (),
            records,
            judged.because,
        )
    teller = _Teller(judged, judged.best)
    return BlockResult(
        requirement.words.id,
        judged.period,
        judged.verdict,
        tuple(teller.statements()),
        teller.surplus(),
        judged.best.still(),
        tuple(teller.completion()),
        tuple(teller.reasons()),
        records,
        judged.because,
    )


def _no_more(judged: Judged) -> Fraction | None:
    return None if judged.verdict is Word.SHORT else ZERO


def _bare(judged: Judged) -> tuple[StatementResult, ...]:
    """The one line of a requirement that was decided outright."""
    earned = sum((each.credit for each in judged.items), ZERO)
    words = judged.requirement.words
    line = StatementResult(
        words.id,
        words.id,
        Kind.TOTAL,
        0,
        "",
        None,
        earned,
        None,
        None,
        ZERO,
        judged.verdict,
        why=judged.because,
        span=judged.requirement.span,
    )
    return (line,)


@dataclass
class _Teller:
    judged: Judged
    solved: Solved

    # ------------------------------------------------------------------------------------- figures

    def __post_init__(self) -> None:
        vocabulary = self.judged.scope.vocabulary
        self.seen = [(each, each.subject(vocabulary)) for each in self.judged.items]
        solution, form = self.solved.solution, self.solved.form
        self.short = [each / form.ticks for each in solution.short]
        self.used = [ZERO] * len(form.rows)
        self.inside = ZERO
        for item, row in zip(form.problem.items, solution.counted, strict=True):
            for use, amount in zip(item.uses, row, strict=True):
                if amount:
                    self.inside += amount / form.ticks if use.demands & 1 else ZERO
                    for cap in bits(use.caps):
                        self.used[cap] += amount / form.ticks

    def surplus(self) -> Fraction:
        total = self.solved.plan.total
        return ZERO if total is None else max(ZERO, self.inside - total)

    def earned(self, filter_: p.Predicate, within: Window | None = None) -> Fraction:
        """Accepted credit of the period that the filter describes, before any cap."""
        scope = self.judged.scope
        described = [
            each.credit
            for each, subject in self.seen
            if (within is None or each.on in within) and describes(filter_, subject, scope)
        ]
        return sum(described, ZERO)

    # ---------------------------------------------------------------------------------- statements

    def statements(self) -> Iterable[StatementResult]:
        """The requirement itself first, then every statement in the order written."""
        requirement = self.judged.requirement
        total = self.solved.plan.total
        if total is not None:
            yield StatementResult(
                requirement.words.id,
                requirement.words.id,
                Kind.TOTAL,
                0,
                "",
                total,
                self.earned(requirement.filter),
                total - self.short[0],
                self.short[0],
                ZERO,
                _verdict(total, self.short[0]),
                span=requirement.span,
            )
        yield from self._several(requirement.statements, 1)

    def _several(self, statements: Iterable[r.Statement], depth: int) -> Iterable[StatementResult]:
        for statement in statements:
            yield from self._lines(statement, depth)

    def _lines(self, statement: r.Statement, depth: int) -> Iterable[StatementResult]:
        match statement:
            case r.Minimum(words=words) | r.Addition(words=words):
                for need in self._needs(words.id):
                    yield from self._need(need, depth)
            case r.Cap(words=words):
                yield from self._cap(words.id, statement, depth)
            case r.UsedMinimum():
                yield from self._threshold(statement, depth)
            case r.Distinct(parts=parts):
                yield from self._several(parts, depth)
            case r.KOf():
                yield from self._choice(statement, depth)
            case r.Count() | r.Limit() | r.Duty():
                yield from self._fact(statement, depth)
            case r.Conditional(statements=inner):
                yield from self._several(inner, depth)
            case _:
                assert_never(statement)

    def _needs(self, statement: str) -> list[Need]:
        return [need for need in self.solved.plan.needs() if need.rule.words.id == statement]

    def _need(self, need: Need, depth: int) -> Iterable[StatementResult]:
        short = self.short[need.index]
        kind = Kind.ADDITION if isinstance(need.rule, r.Addition) else Kind.MINIMUM
        verdict = _verdict(need.required, short)
        if need.impossible:
            verdict = Word.SHORT
        elif need.satisfied:
            verdict = Word.MET
        yield StatementResult(
            need.id,
            need.rule.words.id,
            kind,
            depth,
            _suffix(need.id),
            need.required,
            self.earned(need.rule.filter, need.within),
            need.required - short,
            short,
            ZERO,
            verdict,
            why="deemed satisfied" if need.satisfied else "",
            span=need.rule.span,
        )
        suffix = need.id[len(need.rule.words.id) :]
        for inner in need.rule.inner:
            if isinstance(inner, r.Cap):
                yield from self._cap(inner.words.id + suffix, inner, depth + 1)
        for each in need.needs:
            yield from self._need(each, depth + 1)

    def _cap(self, row_id: str, cap: r.Cap, depth: int) -> Iterable[StatementResult]:
        rows = [
            (number, key.value, limit)
            for number, (key, limit) in enumerate(self.solved.form.rows)
            if key.cap == row_id and not (key.value and key.value[0].startswith("other "))
        ]
        for number, value, limit in rows:
            earned = self._earned_under(cap, value)
            label = " ".join(value)
            full_id = f"{row_id}@{label.replace(' ', '-')}" if label else row_id
            yield StatementResult(
                full_id,
                cap.words.id,
                Kind.CAP,
                depth,
                label,
                limit,
                earned,
                self.used[number],
                None,
                max(ZERO, earned - limit),
                None,
                span=cap.span,
            )

    def _earned_under(self, cap: r.Cap, value: tuple[str, ...]) -> Fraction:
        """Earned under one key value of a cap (all, for a cap without a key)."""
        if cap.per is None:
            return self.earned(cap.filter)
        scope = self.judged.scope
        total = ZERO
        for each, subject in self.seen:
            same = self.solved.normaliser.key_value(cap.per, subject) == value
            if same and describes(cap.filter, subject, scope):
                total += each.credit
        return total

    def _threshold(self, statement: r.UsedMinimum, depth: int) -> Iterable[StatementResult]:
        for each in self.solved.plan.thresholds:
            if each.id == statement.words.id:
                earned = self.earned(statement.filter)
                counted = ZERO if each.id in self.solved.normaliser.dropped else earned
                yield StatementResult(
                    each.id,
                    each.id,
                    Kind.USED_MINIMUM,
                    depth,
                    "",
                    each.amount,
                    earned,
                    counted,
                    None,
                    ZERO,
                    None,
                    span=statement.span,
                )

    def _choice(self, statement: r.KOf, depth: int) -> Iterable[StatementResult]:
        chosen = self.solved.plan.chosen
        yield StatementResult(
            statement.words.id,
            statement.words.id,
            Kind.CHOICE,
            depth,
            "",
            Fraction(statement.count),
            ZERO,
            None,
            None,
            ZERO,
            None,
            span=statement.span,
        )
        for branch in statement.branches:
            taken = branch.words.id in chosen
            yield self._branch(branch, depth + 1, taken=taken)
            if taken:
                yield from self._several(branch.statements, depth + 2)

    def _branch(self, branch: r.Branch, depth: int, *, taken: bool) -> StatementResult:
        """An alternative: what the requirement would still need with it, and whether it is the one reported."""
        with_it = [each for each in self.judged.solved if branch.words.id in each.plan.chosen]
        stills = [
            still for still in (each.still() for each in with_it if not each.unmet()) if still is not None
        ]
        least = min(stills, default=None)
        met = least == 0
        return StatementResult(
            branch.words.id,
            branch.words.id,
            Kind.BRANCH,
            depth,
            "",
            None,
            ZERO,
            None,
            least,
            ZERO,
            Word.MET if met else Word.SHORT,
            chosen=taken,
            span=branch.span,
        )

    def _fact(self, statement: r.Count | r.Limit | r.Duty, depth: int) -> Iterable[StatementResult]:
        for finding in self.solved.facts:
            if finding.statement.words.id == statement.words.id:
                yield _fact_line(finding, depth)

    # --------------------------------------------------------------------------- reasons, completion

    def reasons(self) -> Iterable[Reason]:
        """Why no allocation does better, for every shortfall."""
        form = self.solved.form
        for weighing in weigh(form.problem, self.solved.solution):
            yield self._reason(weighing)

    def _reason(self, weighing: Weighing) -> Reason:
        form, ids, asked = self.solved.form, self._demand_ids(), self.solved.plan.demands
        rows = [form.rows[index] for index, _ in weighing.caps]
        caps = tuple(
            (_row_id(key.cap, key.value), weight, limit)
            for (key, limit), (_, weight) in zip(rows, weighing.caps, strict=True)
        )
        records = tuple(
            (*self._place(index), most, form.items[index].credit) for index, most in weighing.items
        )
        portions = tuple(
            (*self._place(item), weight, self._portion(item, number))
            for (item, number), weight in weighing.portions
        )
        completing = tuple((ids[index], weight, asked[index]) for index, weight in weighing.completing)
        hours = self.solved.still() or ZERO
        bound = sum((weight * limit for _, weight, limit in caps), ZERO) + weighing.still * hours
        bound += sum((most * credit for _, _, most, credit in (*records, *portions)), ZERO)
        bound -= sum((weight * required for _, weight, required in completing), ZERO)
        return Reason(
            tuple((ids[index], weight) for index, weight in weighing.demands),
            caps,
            records,
            portions,
            sum((weight * asked[index] for index, weight in weighing.demands), ZERO),
            bound,
            completing,
            (weighing.still, hours) if weighing.still else None,
        )

    def _place(self, item: int) -> tuple[int, str]:
        activity = self.solved.form.items[item].activity
        return activity.row, activity.file

    def _portion(self, item: int, number: int) -> Fraction:
        form = self.solved.form
        return Fraction(form.problem.items[item].portions[number].limit, form.ticks)

    def _demand_ids(self) -> Mapping[int, str]:
        ids = {need.index: need.id for need in self.solved.plan.needs()}
        return {0: self.judged.requirement.words.id, **ids}

    def completion(self) -> Iterable[FurtherCredit]:
        """Of which kinds the fewest further credits are, and which full caps they must stay outside of.

        Of each kind only as much is asked for under a statement as that statement still lacks.
        """
        form, lacking = self.solved.form, list(self.short)
        full = [number for number, (_, limit) in enumerate(form.rows) if self.used[number] >= limit]
        parts: dict[tuple[object, ...], FurtherCredit] = {}
        for index, ticks in self.solved.solution.completion:
            demands, caps = self.solved.kinds[index].options[0]
            kind = self.solved.kinds[index].kind
            avoiding = tuple(
                form.rows[each][0].cap
                for each in full
                if not caps >> each & 1 and not form.rows[each][0].value
            )
            late = kind.on < self.judged.scope.as_of
            for amount, serving in self._shares(ticks / form.ticks, demands, lacking):
                places = kind.tags if self._by_category(serving) else ()
                key = (places, serving, avoiding, late)
                sum_so_far = parts[key].amount if key in parts else ZERO
                parts[key] = FurtherCredit(sum_so_far + amount, places, serving, avoiding, too_late=late)
        return sorted(parts.values(), key=lambda part: not part.places)

    def _shares(
        self, amount: Fraction, demands: int, lacking: list[Fraction]
    ) -> Iterable[tuple[Fraction, tuple[str, ...]]]:
        """Cuts an amount into parts by what it still has to serve; `lacking` goes down with each part."""
        ids = self._demand_ids()
        while amount > 0:
            needed = [each for each in bits(demands) if lacking[each] > 0]
            part = min([amount, *(lacking[each] for each in needed)])
            for each in needed:
                lacking[each] -= part
            yield part, tuple(ids[each] for each in needed)
            amount -= part

    def _by_category(self, serving: Iterable[str]) -> bool:
        """Whether a statement among these asks for a category, so that it matters which."""
        wanted = set(serving)
        return any(names_category(each.rule.filter) for each in self.solved.plan.needs() if each.id in wanted)


def names_category(predicate: p.Predicate) -> bool:
    """Whether a filter looks at categories."""
    match predicate:
        case p.InCategory():
            return True
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            return any(names_category(part) for part in parts)
        case p.Not(part=part):
            return names_category(part)
        case p.Always() | p.Compare() | p.BeginsWith() | p.Stated() | p.HasRecords() | p.HasEarned():
            return False
        case _:
            assert_never(predicate)


def _verdict(required: Fraction, short: Fraction) -> Word | None:
    if required == 0:
        return None
    return Word.SHORT if short > 0 else Word.MET


def _suffix(need_id: str) -> str:
    return need_id.partition("@")[2]


def _row_id(cap: str, value: tuple[str, ...]) -> str:
    return f"{cap}@{'-'.join(value).replace(' ', '-')}" if value else cap


def _fact_line(finding: FactFinding, depth: int) -> StatementResult:
    statement = finding.statement
    found = Fraction(finding.found)
    match statement:
        case r.Count(words=words, number=number):
            short = max(ZERO, Fraction(number) - found)
            return StatementResult(
                words.id,
                words.id,
                Kind.COUNT,
                depth,
                "",
                Fraction(number),
                found,
                Fraction(number) - short,
                short,
                ZERO,
                finding.verdict,
                span=statement.span,
            )
        case r.Limit(words=words, number=number):
            return StatementResult(
                words.id,
                words.id,
                Kind.LIMIT,
                depth,
                "",
                Fraction(number),
                found,
                None,
                None,
                max(ZERO, found - number),
                finding.verdict,
                span=statement.span,
            )
        case r.Duty(words=words, text=text):
            return StatementResult(
                words.id,
                words.id,
                Kind.DUTY,
                depth,
                text,
                None,
                ZERO,
                None,
                None,
                ZERO,
                finding.verdict,
                span=statement.span,
            )
        case _:
            assert_never(statement)
