"""The defaults in force that decide a verdict, each as the sentence that the page prints."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from cedsl.model import ruleset as r
from cedsl.model.names import Names
from cedsl.model.resolve_apart import own_of
from cedsl.model.statement_walk import every_statement
from cedsl.quantity import TIME, Unit, written
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
    if not _first_only(items, requirements):
        _divided(names, unit, some_first=any(each.indivisible for each in requirements))
    inner = [each for one in requirements for each in every_statement(one.statements)]
    if any(isinstance(each, r.Cap | r.CapDifferent) for each in inner):
        names.assume("over-cap", f"{_capital(unit.plural)} above a limit do not count, and are no fault.")
        names.assume(
            "earlier-first", "Where a limit leaves a choice, earlier activities count before later ones."
        )
    if any(_of_counted(each.amount) for each in inner if isinstance(each, r.Minimum | r.Cap)):
        all_ = "all that count toward the total, even beyond what is required"
        names.assume("of-counted", f"The {unit.plural} that count, of which a share is taken, are {all_}.")
    names.assume(
        "blank", "A limit or minimum that names a field does not describe an activity that leaves it blank."
    )
    _separate(names, items, requirements)


def _of_counted(amount: r.AmountRule) -> bool:
    """Whether the amount is, for some members at least, a share of what counts."""
    match amount:
        case r.ByFact(cases=cases, otherwise=otherwise):
            return any(_of_counted(each) for each in (*(each for _, each in cases), otherwise) if each is not None)
        case _:
            return isinstance(amount, r.CountedShare)


def _first_only(items: tuple[t.Item, ...], requirements: tuple[r.Requirement, ...]) -> bool:
    """Whether an activity serves only its first category, whatever the requirement."""
    everywhere = any(isinstance(item, t.Indivisible) for item in items)
    return everywhere or (bool(requirements) and all(each.indivisible for each in requirements))


def _divided(names: Names, unit: Unit, *, some_first: bool) -> None:
    """Where an hour counts that could count in several categories, but for requirements that say so themselves."""
    but = "Except in requirements that say otherwise," if some_first else ""
    each = f"{'each' if but else 'Each'} {unit.name} counts once"
    if any(category.shares_with for category in names.categories.values()):
        said = f"{each}, except where categories are said to share it."
    else:
        said = f"{each}: with several categories it serves one of them, whichever leaves the least to earn."
    names.assume("counted-once", f"{but} {said}".strip(), but=some_first)
    the = "the" if but else "The"
    divided = f"{but} {the} credit of one activity may be divided over its categories.".strip()
    names.assume("divisible", divided, but=some_first)


def _separate(names: Names, items: tuple[t.Item, ...], requirements: tuple[r.Requirement, ...]) -> None:
    """Whether one hour may serve several requirements, but for those of which the author says `not both`."""
    counting = [each.words.id for each in requirements if each.total is not None]
    kept = [own_of(item) for item in items if isinstance(item, t.NotBoth)]
    pairs = list(combinations(counting, 2))
    free = [pair for pair in pairs if not any(set(pair) <= apart for apart in kept)]
    if not free:
        return
    but = ", except where one of them excludes another" if len(free) < len(pairs) else ""
    names.assume(
        "separate", f"Each requirement counts for itself: one activity may serve several of them{but}.", but=bool(but)
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
