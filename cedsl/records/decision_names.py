"""What a decision about a member may call the rules that it is about, and what kinds of decision there are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, unique

from cedsl.diagnostic import did_you_mean
from cedsl.lean import dataclass
from cedsl.records.folding import folded_loosely
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Reading, Remark, held, plain, quoted


@unique
class DecisionType(Enum):
    """The three kinds of decision, by the words that messages use."""

    WAIVER = "waiver"
    EXTENSION = "extension"
    OPENING = "opening balance"


@dataclass(frozen=True, slots=True)
class RuleNames:
    """The words for the rules of one ruleset, folded loosely, each with the ids that it may mean.

    `shown` are the words as the author writes them, for guesses; `ruleset` the words for the ruleset itself.
    `siblings` are words for rules of other editions only; `rivals` words for rules, and `others` for rulesets,
    of the other rulesets in the same check.
    """

    statements: Mapping[str, tuple[str, ...]]
    requirements: Mapping[str, tuple[str, ...]]
    shown: tuple[str, ...] = ()
    ruleset: frozenset[str] = frozenset()
    siblings: frozenset[str] = frozenset()
    rivals: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def every(self) -> tuple[str, ...]:
        """The ids of all statements, each once."""
        return tuple(dict.fromkeys(each for several in self.statements.values() for each in several))


def type_of_decision(text: str) -> Reading[DecisionType | None]:
    """What was decided; None where nobody can tell."""
    if not text:
        return held((None,), "no-decision", "the row does not say what was decided")
    found = _TYPES.get(folded_loosely(text))
    if found is not None:
        return plain(found)
    known = [each.value for each in DecisionType]
    guess = did_you_mean(text, known) or f"it is one of {', '.join(known)}"
    return held((None,), "unknown-decision", f"no decision is called {quoted(text)}; {guess}")


_TYPES = {
    folded_loosely(word): each
    for each, words in (
        (DecisionType.WAIVER, ("waiver", "waived", "waive", "waiver of requirement", "waiver granted")),
        (DecisionType.EXTENSION, ("extension", "extended", "extend", "extension of time", "extension granted")),
        (
            DecisionType.OPENING,
            ("opening balance", "opening", "balance", "starting balance", "brought forward", "balance forward",
             "balance brought forward", "carried in", "carry in", "carried over", "carry over", "carryover"),
        ),
    )
    for word in words
}  # fmt: skip


def concerns(ruleset: str, rule: str, names: RuleNames) -> Remark | None:
    """Why a row is not about these rules, or why nobody can tell; `ruleset` and `rule` are its cells."""
    word = folded_loosely(ruleset)
    if ruleset and word not in names.ruleset:
        if word in names.others:
            return Remark(Outcome.SKIPPED, "other-rules", f"it was decided under {quoted(ruleset)}")
        sentence = f"it was decided under {quoted(ruleset)}, and no rules of this check have that name"
        return Remark(Outcome.REFUSED, "unknown-ruleset", sentence)
    meant = folded_loosely(rule)
    here = meant in names.statements or meant in names.requirements or not rule
    if not here and meant in names.siblings | (frozenset() if ruleset else names.rivals):
        return Remark(Outcome.SKIPPED, "other-rules", f"{quoted(rule)} stands in other rules of this check")
    if not ruleset and names.others and (not rule or meant in names.rivals):
        which = f"{quoted(rule)} stands in several of the rules" if rule else "the row does not say under which rules"
        return Remark(Outcome.HELD, "which-ruleset", f"{which}; name the ruleset in a column `ruleset`")
    return None


def statement_named(text: str, names: RuleNames) -> Reading[str]:
    """The id of the statement that a waiver is about; every one that it may be where nobody can tell."""
    if not text:
        return held(names.every(), "no-rule", "the waiver does not say which rule is waived")
    found = names.statements.get(folded_loosely(text), ())
    if len(found) == 1:
        return plain(found[0])
    if found:
        ways = " or ".join(f"`{each}`" for each in found)
        return held(found, "ambiguous-rule", f"is {quoted(text)} {ways}?")
    return held(names.every(), "unknown-rule", _unknown("rule", text, names.shown))


def requirement_named(text: str, kind: DecisionType, names: RuleNames) -> Reading[str | None]:
    """The id of the requirement; None, for all of them, where the cell is blank."""
    if not text:
        return plain(None)
    found = names.requirements.get(folded_loosely(text), ())
    if len(found) == 1:
        return plain(found[0])
    every = tuple(dict.fromkeys(each for several in names.requirements.values() for each in several))
    if folded_loosely(text) in names.statements:
        an = "an" if kind.value[0] in "aeiou" else "a"
        sentence = f"{an} {kind.value} is about a whole requirement, and {quoted(text)} is a rule inside one"
        return held(every, "no-requirement", sentence)
    return held(every, "unknown-rule", _unknown("requirement", text, every))


def _unknown(what: str, text: str, known: tuple[str, ...]) -> str:
    guess = did_you_mean(text, known)
    return f"no {what} is called {quoted(text)}" + (f"; {guess}" if guess else "; `cedsl show` lists the names")
