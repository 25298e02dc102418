from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.browser import chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[chromium.Chromium]:
    """Chromium; where it is not installed, a failure under CI=true and else a skip."""
    path = chromium.installed()
    if path is None:
        reason = "no Chromium is installed (Debian's package is `chromium`), so no page was opened in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    running = chromium.Chromium(path)
    try:
        yield running
    finally:
        running.close()
