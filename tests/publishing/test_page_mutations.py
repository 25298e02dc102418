"""Every number on a page comes from the rules: whatever is changed in the rules, one thing at a time, the page changes.

All things of all bundled rulesets are some ten thousand, and every run changes all of them, which takes a minute. Where
that is too long, CEDSL_MUTATIONS=20 changes so many of a hundred, drawn by the printed seed. What is not changed, and
why, is listed in `mutations`.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.render import laid_out
from tests.publishing.bundle import document
from tests.publishing.mutations import mutations
from tests.rulesets.bundled import NAMES, ruleset

SHARE = int(os.environ.get("CEDSL_MUTATIONS", "100")) / 100


def read(of: Ruleset) -> str:
    """All that a member reads, without anchors."""
    return laid_out(document(of), "txt")


def test_whatever_changes_in_the_rules_changes_the_page(seed: int) -> None:
    drawn = random.Random(seed)
    changed: Counter[str] = Counter()
    unseen = []
    for name in NAMES:
        rules = replace(ruleset(name), examples=())
        before = read(rules)
        for each in mutations(rules):
            if drawn.random() >= SHARE:
                continue
            changed[each.kind] += 1
            if read(each.ruleset) == before:
                unseen.append(f"{name}: {each.where}: {each.old!r} as {each.new!r}")
    print(
        f"{sum(changed.values())} changes: {', '.join(f'{number} of a {kind}' for kind, number in changed.most_common())}"
    )
    assert set(changed) == {"number", "day", "length", "name", "choice", "text", "not"}
    assert unseen == []
