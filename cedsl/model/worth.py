"""Units that every ruleset knows, and of which one does not say what they come to."""

from __future__ import annotations

from cedsl.model import ruleset as r
from cedsl.quantity import STANDARD_UNITS, TIME


def worthless(ruleset: r.Ruleset) -> frozenset[str]:
    """The names of the units in which no record can earn anything: nothing converts them, no rate is for them, and
    nothing is awarded whatever the length. A unit that the ruleset declares itself is none of them.
    """
    clauses = [clause for credit in ruleset.credits for clause in credit.clauses]
    if any(isinstance(clause, r.Flat) for clause in clauses):
        return frozenset()
    rates = {ruleset.units[clause.per.unit].dimension for clause in clauses if isinstance(clause, r.Rate)}
    spoken_of = {TIME, ruleset.unit.dimension, *rates}
    own = [unit for unit in STANDARD_UNITS if ruleset.units.get(unit.name) == unit]
    return frozenset(unit.name for unit in own if unit.dimension not in spoken_of)
