"""How long pages and sites take: `python -m tests.bench.bench_publish`.

A warm page is made again in the same process; the best of a few rounds counts. A site is made in memory, from rulesets
already read, in three languages, with every form that needs no typesetter; and once as people make it, by the command,
from a folder of rules to the disk, examples and all.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from cedsl import resources
from cedsl.model import ruleset as r
from cedsl.publishing.languages import tongue_of
from cedsl.publishing.render_page import Wanted, page_as
from cedsl.publishing.site import site
from cedsl.publishing.site_plan import Book, Wish, entries
from tests.bench.bench_regimes import read

PAGE_GOAL = 50
"""Milliseconds for one warm page in HTML, as the median over the bundled rulesets."""

SITE_GOAL = 30
"""Seconds for 43 rulesets in three languages."""

RULESETS = 43

LANGUAGES = ("en", "es", "fr")
ROUNDS = 3


def best(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the fastest call."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times) * 1000


def outcomes(ruleset: r.Ruleset) -> dict[str, bool]:
    """As if all examples held: whether they do is measured elsewhere."""
    return {each.title: True for each in ruleset.examples}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rulesets", type=int, default=10**6, help="so many of the bundled rulesets")
    names = resources.bundled_names()[: parser.parse_args().rulesets]
    books = [(each, read(each)) for each in names]
    for language in LANGUAGES:
        tongue = tongue_of(language)
        times = [best(lambda each=each: page_as(each, outcomes(each), Wanted("html", tongue))) for _, each in books]
        slow = max(range(len(times)), key=times.__getitem__)
        print(
            f"page warm, {language}: median {median(times):6.1f} ms (goal {PAGE_GOAL}), worst {times[slow]:6.1f} ms: {names[slow]}"
        )
    wish = Wish(LANGUAGES)
    found = entries([Book(name, (each,), (outcomes(each),), 0) for name, each in books], wish)
    start = perf_counter()
    files = dict(site(found, wish))
    taken = perf_counter() - start
    share = taken * 43 / len(books)
    size = sum(map(len, files.values())) / 2**20
    print(
        f"site: {len(books)} rulesets x {len(LANGUAGES)} languages: {taken:.1f} s, {len(files)} files, {size:.0f} MiB"
    )
    print(f"      that is {share:.1f} s for 43 rulesets (goal {SITE_GOAL})")
    by_command(names[:RULESETS])


def by_command(names: Sequence[str]) -> None:
    """Prints how long `cedsl publish` takes as a process of its own, from its start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules")
        for name in names:
            file = rules / f"{name}.ce"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(resources.bundled(name) or b"")
        languages = [option for code in LANGUAGES for option in ("--lang", code)]
        start = perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "cedsl", "publish", rules, "--output", f"{folder}/site", *languages],
            capture_output=True,
            text=True,
            check=False,
        )
        taken = perf_counter() - start
        print(f"cedsl publish: {len(names)} rulesets x {len(LANGUAGES)} languages: {taken:.1f} s (goal {SITE_GOAL})")
        print("      " + done.stderr.strip().splitlines()[-1].replace(folder, "."))


if __name__ == "__main__":
    main()
