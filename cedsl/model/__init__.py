"""What a ruleset says: names resolved, units agreed, windows dated."""

from cedsl.model.resolve import Resolved, resolve, schema_of
from cedsl.model.ruleset import Ruleset

__all__ = ["Resolved", "Ruleset", "resolve", "schema_of"]
