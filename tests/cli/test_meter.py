"""The bars of a long check: on a terminal only, and gone when it ends."""

from __future__ import annotations

import io
import sys

from cedsl.cli import terminal
from cedsl.workspace import MIB


class Screen(io.StringIO):
    """Standard error that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(monkeypatch, screen: io.StringIO, term: str = "xterm") -> str:
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with terminal.meter() as show:
        show("reading", 0, 0, "MiB")
        show("reading", 50 * MIB, 200 * MIB, "MiB")
        show("deciding", 3000, 3000, "members")
    return screen.getvalue()


def test_each_stage_has_a_bar_with_its_share(monkeypatch) -> None:
    text = drawn(monkeypatch, Screen())
    assert "Reading" in text
    assert "25%" in text
    assert "Deciding" in text
    assert "100%" in text
    assert "50 of 200 MiB" in text
    assert "3,000 of 3,000 members" in text


def test_a_pipe_sees_nothing(monkeypatch) -> None:
    assert drawn(monkeypatch, io.StringIO()) == ""


def test_a_dumb_terminal_sees_nothing(monkeypatch) -> None:
    assert drawn(monkeypatch, Screen(), "dumb") == ""
