"""Caps on different values as they are told: what they let count, and which values it is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cedsl.assessment.choose import filled_by
from cedsl.assessment.figures import ZERO, Figures, surely_describes
from cedsl.assessment.presolve import bits
from cedsl.assessment.solve import Solved
from cedsl.model import ruleset as r
from cedsl.model.scope import Scope
from cedsl.normal.credited import Credited
from cedsl.normal.keys import KeyValue, different_value
from cedsl.normal.normalise import all_caps
from cedsl.records.note import Note, Noted
from cedsl.verdict import Kind, StatementResult


def different_line(figures: Figures, row_id: str, cap: r.CapDifferent, depth: int) -> Iterator[StatementResult]:
    """The line of the cap, where more values have credit than may count: its limit is what those with most of it have.

    None where it does not apply, or where every value may count.
    """
    most = next((int(row.limit) for row in all_caps(figures.solved.plan) if row.id == row_id), None)
    earned = {} if most is None else _earned(figures, cap)
    if most is None or len(earned) <= most:
        return
    whole = sum(earned.values(), ZERO)
    limit = sum(sorted(earned.values(), reverse=True)[:most], ZERO)
    used = sum((used for (key, _), used in zip(figures.rows, figures.used, strict=True) if key.cap == row_id), ZERO)
    yield StatementResult(
        row_id, cap.words.id, Kind.CAP, depth, "", limit, whole, used, None, whole - limit, None, span=cap.span
    )


def _earned(figures: Figures, cap: r.CapDifferent) -> dict[KeyValue, Fraction]:
    """What was earned under each value; an activity that leaves the field blank is under none."""
    scope = figures.judged.scope
    found: dict[KeyValue, Fraction] = {}
    for each, subject in figures.seen:
        value = different_value(cap.per, subject, scope)
        if value is not None and each.credit and surely_describes(cap.filter, subject, scope):
            found[value] = found.get(value, ZERO) + each.credit
    return found


def left_out(solved: Solved, row: int) -> bool:
    """Whether the row stands for a value that is none of those that count."""
    return bool(solved.form.problem.caps[row]) and not solved.settled.caps[row]


def values_counted(solved: Solved, cap: str) -> tuple[str, ...]:
    """The values under which hours count, as the activities say them, those of earlier activities first."""
    filled = filled_by(solved.form.problem, solved.solution)
    rows = {row for row in bits(filled) if row < len(solved.form.rows) and solved.form.rows[row][0].cap == cap}
    rule = next(each.rule for each in all_caps(solved.plan) if each.id == cap)
    found: dict[int, str] = {}
    for credited, item in zip(solved.form.items, solved.form.problem.items, strict=True):
        for use in item.uses:
            for row in rows.intersection(bits(use.caps)):
                found.setdefault(row, own_words(credited, rule.per, solved.normaliser.scope))
    return tuple(found.values())


def own_words(credited: Credited, key: r.Key | None, scope: Scope) -> str:
    """The fields of the key in the activity's own words."""
    said = {**scope.vocabulary.defaults, **credited.activity.fields}
    names = key.fields if isinstance(key, r.FieldKey) else ()
    if "course" in names and "course" not in said:
        names = tuple(each for name in names for each in (("provider", "title") if name == "course" else (name,)))
    return " ".join(str(said[name]) for name in dict.fromkeys(names) if name in said)


def blanks(credited: Credited, solved: Solved) -> Iterator[str]:
    """A note on each field that the activity leaves blank, so that a cap on different values does not reach it."""
    scope = solved.normaliser.scope
    subject = credited.subject(scope.vocabulary)
    names: dict[str, None] = {}
    for row in all_caps(solved.plan):
        rule = row.rule
        if not isinstance(rule, r.CapDifferent) or not row.limit or different_value(rule.per, subject, scope):
            continue
        if surely_describes(rule.filter, subject, scope):
            said = {**scope.vocabulary.defaults, **subject.fields}
            names.update(dict.fromkeys(name for name in rule.per.fields if name not in said))
    for name in names:
        text = f"states no {name}, and so is under no limit on how many different ones count"
        yield Note(text, Noted.UNDER_NO_DIFFERENT, name)
