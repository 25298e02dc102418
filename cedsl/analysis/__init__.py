"""What a ruleset says about all possible members: requirements that nobody can meet, words nobody declared."""

from cedsl.analysis.analyse import analyse

__all__ = ["analyse"]
