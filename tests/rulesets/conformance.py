"""Writes docs/conformance.md from the bundled rulesets: `python -m tests.rulesets.conformance`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.rulesets.bundled import NAMES, Place, exercised, ruleset, stated
from tests.rulesets.catalogue import REGIMES, RULES, Regime

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"

LONGEST = 120
"""How many characters of a line are shown."""
TITLED = 2
"""How many examples of a ruleset are shown with their titles; the others by their lines."""

HEAD = """# Conformance

<!-- Written by `make conformance` from the rulesets. Do not edit it by hand: a test compares. -->

This table measures the language against {regimes} real regimes with {rules} rules. For each rule it says which lines of
the bundled rulesets state it, and which worked examples exercise it. There are {rulesets} rulesets with {examples}
examples; in each the expected verdict was worked out by hand, and a comment holds the sum.

`cedsl test rulesets/*/*.ce --export suite.json` writes the examples as JSON, so that another program can run them. Its
shape is [suite-1.json](schema/suite-1.json).

*Printed as a duty* stands where a rule decides nothing: the page that members read prints it.
"""

_CITE = re.compile(r'\s+cite "[^"]*"')


def page() -> str:
    """The whole page."""
    counts = {
        "regimes": len(REGIMES),
        "rules": len(RULES),
        "rulesets": len(NAMES),
        "examples": sum(len(ruleset(name).examples) for name in NAMES),
    }
    return HEAD.format(**counts) + "".join(_regime(each) for each in REGIMES)


def _regime(regime: Regime) -> str:
    rows = "".join(f"| {rule} | {_stated(rule)} | {_examples(rule)} |\n" for rule in regime.rules)
    head = "| Rule | Stated by | Exercised by |\n| --- | --- | --- |\n"
    return f"\n## R{regime.number}: {regime.title}\n\n{head}{rows}"


def _stated(rule: str) -> str:
    return "<br>".join(f"{_link(each)} `{_shown(each)}`" for each in stated().get(rule, ()))


def _examples(rule: str) -> str:
    places = exercised().get(rule, ())
    if not places and all(each.only_printed for each in stated().get(rule, ())):
        return "printed as a duty"
    several = (tuple(own) for _, own in groupby(places, key=lambda each: each.ruleset))
    return "<br>".join(_of_ruleset(own) for own in several)


def _of_ruleset(places: tuple[Place, ...]) -> str:
    first = places[0].ruleset
    shown = ", ".join(_told(places))
    return f"`{first}`: {shown}"


def _told(places: tuple[Place, ...]) -> Iterator[str]:
    for number, place in enumerate(places):
        words = _plain(place.title) if number < TITLED else str(place.line)
        yield f"[{words}]({_target(place)})"


def _link(place: Place) -> str:
    return f"[{place.ruleset}:{place.line}]({_target(place)})"


def _target(place: Place) -> str:
    return f"../rulesets/{place.ruleset}.ce#L{place.line}"


def _shown(place: Place) -> str:
    """The line without its citations, cut where it is very long."""
    text = _CITE.sub("", place.text).removesuffix("{").strip()
    cut = text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"
    return cut.replace("|", "\\|")


def _plain(title: str) -> str:
    return re.sub(r"([\\|\[\]*_`<])", r"\\\1", title)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
