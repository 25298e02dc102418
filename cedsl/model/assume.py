"""The defaults in force that decide a verdict, each as the sentence that the page prints."""

from __future__ import annotations

from collections.abc import Iterable

from cedsl.model import ruleset as r
from cedsl.model.names import Names
from cedsl.model.statement_walk import every_statement
from cedsl.quantity import TIME, written
from cedsl.syntax import tree as t


def assume(
    names: Names,
    items: Iterable[t.Item],
    requirements: tuple[r.Requirement, ...],
    credits_: tuple[r.CreditRule, ...],
) -> None:
    """Notes what the author left unsaid and cedsl decides: days, places, order, crediting."""
    declared = tuple(items)
    _days(names, declared, requirements)
    _places(names, declared, requirements)
    _crediting(names, credits_)


def _days(names: Names, items: tuple[t.Item, ...], requirements: tuple[r.Requirement, ...]) -> None:
    names.assume("ends-included", "The first and the last day of a period both belong to it.")
    if not any(isinstance(item, t.FallsDecl) for item in items):
        names.assume("falls-on-completion", "An activity counts on the day on which it was completed.")
    stretches = {each for one in requirements for each in _stretches(one)}
    if r.Stretch.YEAR in stretches:
        names.assume("years-of-period", "A year of the period is counted from the period's first day.")
    if r.Stretch.WEEK in stretches:
        names.assume("weeks", "A week begins on Monday.")


def _stretches(requirement: r.Requirement) -> Iterable[r.Stretch]:
    for statement in every_statement(requirement.statements):
        match statement:
            case r.Minimum(each=each) if each is not None:
                yield each
            case r.Cap(per=per) if per is not None and per.stretch is not None:
                yield per.stretch
            case _:
                continue


def _places(names: Names, items: tuple[t.Item, ...], requirements: tuple[r.Requirement, ...]) -> None:
    unit = names.units[names.unit.name]
    if any(category.shares_with for category in names.categories.values()):
        names.assume(
            "counted-once", f"Each {unit.name} counts once, except where categories are said to share it."
        )
    else:
        names.assume(
            "counted-once",
            f"Each {unit.name} counts once: with several categories it serves one of them, "
            "whichever leaves the least to earn.",
        )
    if not any(isinstance(item, t.Indivisible) for item in items):
        names.assume("divisible", "The credit of one activity may be divided over its categories.")
    if any(isinstance(each, r.Cap) for one in requirements for each in every_statement(one.statements)):
        names.assume("over-cap", f"{_capital(unit.plural)} above a limit do not count, and are no fault.")
        names.assume(
            "earlier-first", "Where a limit leaves a choice, earlier activities count before later ones."
        )
    names.assume(
        "blank", "A limit or minimum that names a field does not describe an activity that leaves it blank."
    )
    if len([each for each in requirements if each.total is not None]) > 1:
        names.assume(
            "separate", "Each requirement counts for itself: one activity may serve several of them."
        )


def _crediting(names: Names, credits_: tuple[r.CreditRule, ...]) -> None:
    unit = names.units[names.unit.name]
    clauses = [clause for rule in credits_ for clause in rule.clauses]
    if unit.dimension == TIME:
        hour = names.units["hour"]
        names.assume("hour", f"An hour is {written(hour.size)} minutes.")
    if not any(isinstance(clause, r.Rounded) for clause in clauses):
        names.assume("no-rounding", "Nothing is rounded.")
    if any(isinstance(clause, r.Rate) for clause in clauses):
        names.assume("own-unit", f"A record that already states {unit.plural} earns what it states.")
    elif not any(isinstance(clause, r.Flat | r.AsClaimed) for clause in clauses):
        names.assume("as-claimed", f"An activity earns the {unit.plural} that its record states.")


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
