"""From a solved requirement to its result: figures for every statement, reasons, completion, ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from cedsl.assessment.different import different_line, own_words
from cedsl.assessment.explain import Explanation
from cedsl.assessment.facts import FactFinding
from cedsl.assessment.figures import ZERO, Figures, surely_describes
from cedsl.assessment.judge import Judged
from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.normal.plan import Need
from cedsl.verdict import BlockResult, Kind, RecordResult, StatementResult


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
    figures = Figures(judged, judged.best)
    explanation = Explanation(figures)
    return BlockResult(
        requirement.words.id,
        judged.period,
        judged.verdict,
        lines_of(judged),
        figures.surplus(),
        judged.best.still(),
        tuple(explanation.completion()),
        tuple(explanation.reasons()),
        records,
        judged.because,
        then=explanation.then(),
    )


def lines_of(judged: Judged) -> tuple[StatementResult, ...]:
    """The figures of every statement, without the ledger and the reasons."""
    if judged.best is None:
        return _bare(judged)
    return tuple(_waived(line, judged.waived) for line in _Teller(Figures(judged, judged.best)).statements())


def _waived(line: StatementResult, waived: frozenset[str]) -> StatementResult:
    """A statement that would be short or failed without its waiver."""
    lacking = line.verdict in {Word.SHORT, Word.FAILED}
    return replace(line, verdict=Word.WAIVED) if line.statement in waived and not lacking else line


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


@dataclass(frozen=True)
class _Teller:
    figures: Figures

    def statements(self) -> Iterable[StatementResult]:
        """The requirement itself first, then every statement in the order written."""
        requirement = self.figures.judged.requirement
        total = self.figures.solved.plan.total
        if total is not None:
            yield StatementResult(
                requirement.words.id,
                requirement.words.id,
                Kind.TOTAL,
                0,
                "",
                total,
                self.figures.earned(requirement.filter),
                total - self.figures.short[0],
                self.figures.short[0],
                ZERO,
                _verdict(total, self.figures.short[0]),
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
            case r.CapDifferent(words=words):
                yield from different_line(self.figures, words.id, statement, depth)
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
        return [need for need in self.figures.solved.plan.needs() if need.rule.words.id == statement]

    def _need(self, need: Need, depth: int) -> Iterable[StatementResult]:
        short, required = self.figures.short[need.index], self.figures.required(need)
        kind = Kind.ADDITION if isinstance(need.rule, r.Addition) else Kind.MINIMUM
        verdict = _verdict(required, short)
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
            required,
            self.figures.earned(need.rule.filter, need.within),
            required - short,
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
            elif isinstance(inner, r.CapDifferent):
                yield from different_line(self.figures, inner.words.id + suffix, inner, depth + 1)
        for each in need.needs:
            yield from self._need(each, depth + 1)

    def _cap(self, row_id: str, cap: r.Cap, depth: int) -> Iterable[StatementResult]:
        rows = [
            (number, key.value, limit)
            for number, (key, limit) in enumerate(self.figures.rows)
            if key.cap == row_id and (cap.per is None or self._earned_under(cap, key.value) > 0)
        ]
        for number, value, limit in rows:
            earned = self._earned_under(cap, value)
            name = "-".join(value).replace(" ", "-")
            label = self._own_words(cap.per, value)
            full_id = f"{row_id}@{name}" if name else row_id
            yield StatementResult(
                full_id,
                cap.words.id,
                Kind.CAP,
                depth,
                label,
                limit,
                earned,
                self.figures.used[number],
                None,
                self.figures.over(number, earned),
                None,
                span=cap.span,
            )

    def _own_words(self, key: r.Key | None, value: tuple[str, ...]) -> str:
        """The value of a key as the first activity that has it writes it."""
        if isinstance(key, r.FieldKey):
            for each, subject in self.figures.seen:
                if self.figures.solved.normaliser.key_value(key, subject) == value:
                    within = () if key.stretch is None else value[-1:]
                    return " ".join((own_words(each, key, self.figures.judged.scope), *within))
        return " ".join(value)

    def _earned_under(self, cap: r.Cap, value: tuple[str, ...]) -> Fraction:
        """Earned under one key value of a cap (all, for a cap without a key)."""
        if cap.per is None:
            return self.figures.earned(cap.filter)
        scope = self.figures.judged.scope
        total = ZERO
        for each, subject in self.figures.seen:
            same = self.figures.solved.normaliser.key_value(cap.per, subject) == value
            if same and surely_describes(cap.filter, subject, scope):
                total += each.credit
        return total

    def _threshold(self, statement: r.UsedMinimum, depth: int) -> Iterable[StatementResult]:
        """A line for each value of its key under which anything was earned."""
        normaliser = self.figures.solved.normaliser
        for each in self.figures.solved.plan.thresholds:
            if each.id != statement.words.id:
                continue
            for value, earned in self._earned_by(statement).items():
                name, label = "-".join(value).replace(" ", "-"), self._own_words(statement.per, value)
                yield StatementResult(
                    f"{each.id}@{name}" if name else each.id,
                    each.id,
                    Kind.USED_MINIMUM,
                    depth,
                    label,
                    each.amount,
                    earned,
                    ZERO if (each.id, value) in normaliser.dropped else earned,
                    None,
                    ZERO,
                    None,
                    span=statement.span,
                )

    def _earned_by(self, statement: r.UsedMinimum) -> dict[tuple[str, ...], Fraction]:
        scope, normaliser = self.figures.judged.scope, self.figures.solved.normaliser
        found: dict[tuple[str, ...], Fraction] = {} if statement.per else {(): ZERO}
        for each, subject in self.figures.seen:
            value = normaliser.under(statement, subject)
            if value is not None and surely_describes(statement.filter, subject, scope):
                found[value] = found.get(value, ZERO) + each.credit
        return found

    def _choice(self, statement: r.KOf, depth: int) -> Iterable[StatementResult]:
        plan = self.figures.solved.plan
        if statement.words.id not in plan.choices:
            return
        chosen = plan.chosen
        lines: list[StatementResult] = []
        met = 0
        for branch in statement.branches:
            taken = branch.words.id in chosen
            inner = list(self._several(branch.statements, depth + 2)) if taken else []
            lacking = any(line.verdict in {Word.SHORT, Word.FAILED} for line in inner) or branch.words.id in plan.closed
            met += taken and not lacking
            lines.append(self._branch(branch, depth + 1, inner if taken else None, lacking=lacking))
            lines.extend(inner)
        verdict = Word.MET if met >= statement.count else Word.SHORT
        yield StatementResult(
            statement.words.id,
            statement.words.id,
            Kind.CHOICE,
            depth,
            "",
            Fraction(statement.count),
            ZERO,
            Fraction(min(met, statement.count)),
            None,
            ZERO,
            verdict,
            span=statement.span,
        )
        yield from lines

    def _branch(
        self, branch: r.Branch, depth: int, inner: list[StatementResult] | None, *, lacking: bool
    ) -> StatementResult:
        """An alternative: what the requirement would still need with it, and, where it is one of those reported
        (its lines are `inner`), whether it lacks anything by itself.
        """
        with_it = [each for each in self.figures.judged.solved if branch.words.id in each.plan.chosen]
        closed = any(branch.words.id in each.plan.closed for each in with_it)
        stills = [still for still in (each.still() for each in with_it if not each.unmet()) if still is not None]
        least = min(stills, default=None)
        met = least == 0 if inner is None else not lacking
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
            chosen=inner is not None,
            why="not open: nothing in it applies" if closed else "",
            span=branch.span,
        )

    def _fact(self, statement: r.Count | r.Limit | r.Duty, depth: int) -> Iterable[StatementResult]:
        for finding in self.figures.solved.facts:
            if finding.statement.words.id == statement.words.id:
                yield _fact_line(finding, depth)


def _verdict(required: Fraction, short: Fraction) -> Word | None:
    if required == 0:
        return None
    return Word.SHORT if short > 0 else Word.MET


def _suffix(need_id: str) -> str:
    return need_id.partition("@")[2]


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
