"""A site as values: names in addresses, where pages lie, what leads where."""

from __future__ import annotations

import posixpath
import random
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cedsl.publishing.site import site
from cedsl.publishing.site_plan import Book, Wish, entries, languages_of, leading
from cedsl.publishing.site_slug import DEVICES, LONGEST, distinct, slugged
from tests.publishing.test_page import rules

SAFE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

HOSTILE = (
    "../../etc/passwd", "/etc/passwd", "..", ".", "", "C:\\Windows", "con", "CON", "aux.txt", "lpt1", "COM¹", "nul", "a/b",
    "a\\b", "~root", "-rf", "a\0b", "\u202eabc", "Ω", "ſpecial", "İstanbul", "STRASSE", "Straße", "x" * 10_000, "a\nb",
    "{{ 7 }}", "<script>", "%2e%2e", "es", "fr-CA", "index", "changes", ".git", "CLM.", "clm ", "é", "e\u0301",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_is_a_plain_name(text) -> None:
    found = slugged(text, "ruleset")
    assert SAFE.fullmatch(found), found
    assert len(found) <= LONGEST + len("ruleset-")
    assert found not in DEVICES


def test_any_text_is_a_plain_name(seed) -> None:
    """A thousand texts of any characters."""
    chosen = random.Random(seed)
    for _ in range(1000):
        text = "".join(
            chr(chosen.choice((chosen.randrange(128), chosen.randrange(0x250), chosen.randrange(0x11000))))
            for _ in range(8)
        )
        assert SAFE.fullmatch(slugged(text, "ruleset")), ascii(text)


def test_names_are_told_apart() -> None:
    """Also where a computer takes capitals for small letters, or one writing of é for another."""
    names = [slugged(each, "ruleset") for each in ("CLM", "clm", "Clm!", "É", "e\u0301", "Ω", "Я")]
    assert distinct(names, (), "ruleset") == ("clm", "clm-2", "clm-3", "e", "e-2", "ruleset", "ruleset-2")


def test_a_name_that_the_site_needs_is_not_given_away() -> None:
    assert distinct(("es", "changes", "clm-2", "clm", "clm"), {"es", "changes"}, "ruleset") == (
        "ruleset-es", "ruleset-changes", "clm-2", "clm", "clm-3",
    )  # fmt: skip


def test_addresses_lead_from_page_to_page() -> None:
    assert leading("", "es/index.html") == "es/index.html"
    assert leading("clm/2024/es", "clm/2024/records.csv") == "../records.csv"


def test_languages_are_named_whole_where_the_address_of_the_site_is_known() -> None:
    wish = Wish(("en", "es"), base="https://rules.example/ce/")
    assert [(each.language, each.address) for each in languages_of("clm", "index.html", "clm", wish)] == [
        ("en", "https://rules.example/ce/clm/index.html"),
        ("es", "https://rules.example/ce/clm/es/index.html"),
        ("x-default", "https://rules.example/ce/clm/index.html"),
    ]


# ------------------------------------------------------------------------------------------------- whole sites

OLD = """ruleset {name} "{title}"
    issued by "{title}"
    edition "{edition}" in force from {year}-01-01
category HR "Human resources"
require {hours}h in cycle 1y from 2020-01-01 {{ min 1h category HR }}
"""


def book(name="guild", title="Guild of Gardeners", editions=(("2024", 9), ("2025", 12)), wanted=None) -> Book:
    several = tuple(
        rules(OLD.format(name=name, title=title, edition=edition, year=2024 + at, hours=hours))
        for at, (edition, hours) in enumerate(editions)
    )
    return Book(wanted or name, several, tuple({} for _ in several), len(several) - 1)


def files(*books: Book, **wish) -> dict[str, bytes]:
    wanted = Wish(**{"languages": ("en", "es"), **wish})
    return dict(site(entries(books, wanted), wanted))


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [given["href"]] if "href" in given else []
        self.ids += [given["id"]] if "id" in given else []


def test_every_link_of_every_page_leads_to_a_file_of_the_site() -> None:
    found = files(book(), book("clm", "Managers", (("", 3),)))
    pages = {path: Links(data.decode()) for path, data in found.items() if path.endswith(".html")}
    assert len(pages) == 2 + 2 * (3 + 1) + 2  # indexes; three places and the changes of the guild; the managers
    for path, links in pages.items():
        assert len(links.ids) == len(set(links.ids)), path
        for href in links.found:
            target, _, anchor = href.partition("#")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert place in found, (path, href)
            assert not anchor or anchor in pages[place].ids, (path, href)


def test_every_page_can_be_reached_from_the_first() -> None:
    found = files(book(), book("clm", "Managers", (("", 3),)))
    seen, open_ = set(), ["index.html"]
    while open_:
        path = open_.pop()
        if path not in seen:
            seen.add(path)
            if path.endswith(".html"):
                open_ += [
                    posixpath.normpath(posixpath.join(posixpath.dirname(path), each))
                    for each in Links(found[path].decode()).found
                    if not each.startswith("#")
                ]
    assert seen == set(found)


def test_hostile_names_stay_in_the_site() -> None:
    hostile = [replace(book(), wanted=each) for each in HOSTILE]
    for each in hostile:
        (entry,) = entries([each], Wish())
        assert SAFE.fullmatch(entry.folder)
    folders = [each.folder for each in entries(hostile, Wish())]
    assert len({each.casefold() for each in folders}) == len(hostile)
    edition = book(editions=(("../../x", 9), ("con", 12)))
    assert all(".." not in path and not path.startswith("/") for path in files(edition, languages=("en",)))


def test_the_same_rules_give_the_same_bytes() -> None:
    wish = {"forms": ("html", "md", "txt", "json", "pdf", "docx")}
    assert files(book(), **wish) == files(book(), **wish)


def test_the_index_lists_every_ruleset(golden) -> None:
    found = files(book(), book("clm", "Managers <b>", (("", 3),)), languages=("en",))
    text = found["index.html"].decode()
    assert '<a href="guild/index.html">Guild of Gardeners</a>' in text
    assert '<a href="clm/index.html">Managers &lt;b&gt;</a>' in text
    assert "From 1 January 2025" in text
    assert "<b>" not in text


def test_an_edition_to_come_is_told_in_the_index() -> None:
    text = files(replace(book(), current=0), languages=("en",))["index.html"].decode()
    assert "A new edition is in force from 1 January 2025." in text


def test_a_page_leads_to_the_other_editions_and_to_the_empty_sheet() -> None:
    text = files(book())["guild/es/index.html"].decode()
    assert 'href="../2024/es/index.html"' in text
    assert 'href="changes.html"' in text
    assert 'href="../records.csv"' in text
    assert '<link rel="alternate" hreflang="en" href="../index.html">' in text
