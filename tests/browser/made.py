"""What is opened beside the pages of rulesets: notices to members, the first page of a site, and what changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cedsl.model.ruleset import Ruleset
from cedsl.publishing import languages
from cedsl.publishing.notice import notice
from cedsl.publishing.registry_page import registry_html
from cedsl.publishing.render import laid_out
from cedsl.publishing.site import site
from cedsl.publishing.site_plan import Book, Wish, entries
from cedsl.publishing.tongue import speaking
from cedsl.publishing.translated import translated
from cedsl.ruletest import run_examples
from cedsl.verdict import MemberResult
from tests.publishing.test_notice import DAY, checked, of_clm, waived
from tests.publishing.test_page_hostile import CALM, replaced, ruleset_with
from tests.registry.made import large, whole
from tests.rulesets.bundled import NAMES, ruleset

SAMPLES = ("ohio/attorney", "cpa-ontario/cpa", "isc2/cissp")
"""Whose sample of records has members of many fates."""


def notices(language: str) -> Iterator[tuple[str, str]]:
    """Notices as HTML by what they are about: one that is met, one that is short, one that depends, one that is
    waived; and one for each member of some samples.
    """
    tongue = languages.tongue_of(language)
    met, short, depends = (of_clm(member) for member in ("M-132", "M-105", "M-113"))
    for state, (rules, member) in (("met", met), ("short", short), ("depends", depends)):
        with speaking(tongue):
            yield f"notice, {state}", laid_out(notice(translated(rules, tongue).ruleset, member, DAY), "html")
    with tempfile.TemporaryDirectory() as folder, speaking(tongue):
        yield "notice, waived", laid_out(waived(Path(folder)), "html")
    for name in SAMPLES:
        (report,) = checked(name, DAY)
        for member in report.members[:4]:
            with speaking(tongue):
                document = notice(translated(report.ruleset, tongue).ruleset, member, DAY)
                yield f"notice, {name}, {member.member}", laid_out(document, "html")


def outcomes(of: Ruleset) -> dict[str, bool]:
    return {each.title: True for each in of.examples}


def book(name: str, *editions: Ruleset) -> Book:
    """The last of the editions is in force."""
    return Book(name, editions, tuple(map(outcomes, editions)), len(editions) - 1)


@cache
def pages_of_site() -> dict[str, str]:
    """The pages of a site by their paths: its first page with every bundled ruleset, in each language; and all of a
    ruleset of several editions.
    """
    wish = Wish(languages.LANGUAGES)
    several = book("paralegal", ruleset("california/paralegal-before-2007"), ruleset("california/paralegal"))
    all_books = [several, *(book(name, ruleset(name)) for name in NAMES)]
    found = entries(all_books, wish)
    return html(site(found, wish, watched=lambda given: given[:1]))


def html(files: Iterator[tuple[str, bytes]]) -> dict[str, str]:
    return {path: data.decode() for path, data in files if path.endswith(".html")}


def registries(language: str) -> Iterator[tuple[str, str]]:
    """The page about a whole registry: a small one of many fates, and one with very many members."""
    links = ("verdicts.parquet", "verdicts.statements.parquet")
    tongue = languages.tongue_of(language)
    yield "registry", registry_html(whole(), tongue, links)
    yield "large registry", registry_html(large(), tongue, links)


# ------------------------------------------------------------------------------------------- hostile texts


@cache
def _calm_result() -> MemberResult:
    (ran,) = run_examples(ruleset_with(CALM))
    return ran.result


def hostile(text: str, language: str) -> Iterator[tuple[str, str]]:
    """A notice, and all pages of a site, in which the text stands wherever an author or a record may have one."""
    rules = ruleset_with(text)
    wish = Wish((language,), workbooks=False)
    yield from html(site(entries([book(text, ruleset_with(f"{text} before"), rules)], wish), wish)).items()
    with speaking(languages.tongue_of(language)):
        yield "notice.html", laid_out(notice(rules, replaced(_calm_result(), text), DAY), "html")
