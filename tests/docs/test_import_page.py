"""The page about reading files knows every reason that a row can have, and every setting of a profile."""

from __future__ import annotations

import re
from pathlib import Path

from cedsl import resources
from cedsl.records.days import Order
from cedsl.records.numerals import Mark
from cedsl.records.profile import About, ColumnSetting, Hours, Profile, SessionSetting, Status
from cedsl.records.profile_settings import settings
from tests.docs.pages import DOCS, ROOT, prose

PAGE = DOCS / "reference" / "import.md"
DECIDED = ("decision_names.py", "decisions.py", "reference.py")
"""Files about decisions and tables of the rules have reasons of their own."""

_SAID = re.compile(
    r'(?:\b_?held|\bnoted|\bRemark|\bRowOutcome|\b_said|\.remark|reading_above)\((?:[^"]|"(?=\)))*?,\s*"([a-z]+(?:-[a-z]+)*)"'
)
_NAMED = re.compile(r'\breason(?:, \w+)* = "([a-z]+(?:-[a-z]+)+)"')


def reasons() -> set[str]:
    files = [file for file in (ROOT / "cedsl" / "records").glob("*.py") if file.name not in DECIDED]
    texts = [file.read_text("utf-8") for file in files]
    return {word for text in texts for pattern in (_SAID, _NAMED) for word in pattern.findall(text)}


def test_every_reason_stands_on_the_page() -> None:
    page = prose(PAGE)
    found = reasons()
    assert len(found) > 60
    assert {each for each in found if f"`{each}`" not in page} == set()


EVERYTHING = Profile(
    name="a",
    title="b",
    about=About.MEMBERS,
    encoding="utf-8",
    separator="tab",
    header=1,
    sheet="c",
    order=Order.DAY_FIRST,
    decimals=Mark.COMMA,
    serials=True,
    thirds=True,
    whole=True,
    hours=Hours.COURSE,
    columns={"Datum": ColumnSetting("date", Order.DAY_FIRST, Mark.COMMA, "hour", {"X": "y"}, "50-", True)},
    statuses={"erledigt": Status.APPROVED},
    courses={"A1": "2h"},
    either=(("d", "e"),),
    known_by="f",
    session=SessionSetting("g", "h"),
    member="i",
)


def test_every_setting_stands_on_the_page() -> None:
    page = prose(PAGE)
    named = [".".join(each.path) for each in settings(EVERYTHING)]
    assert len(named) == len(EVERYTHING.__dataclass_fields__) - 1 + 7 + 1
    assert [each for each in named if f"`{each}`" not in page] == []


def test_every_bundled_profile_stands_on_the_page() -> None:
    page = prose(PAGE)
    assert [each for each in resources.bundled_profiles() if f"`{each}`" not in page] == []


def test_the_page_is_reached_from_the_others() -> None:
    for page in (ROOT / "README.md", DOCS / "reference" / "cli.md"):
        assert re.search(r"\((?:docs/reference/)?import\.md[#)]", Path(page).read_text("utf-8")), page
