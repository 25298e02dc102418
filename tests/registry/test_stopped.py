"""A check that ends half way, whoever ends it, leaves nothing behind."""

from __future__ import annotations

import multiprocessing
import tempfile
from pathlib import Path

import pytest

from cedsl.registry.engine import Progress, Stage, tell_nobody
from cedsl.workspace import Files
from cedsl.workspace.registry import Engine, RegistryRun, StoppedError, check_registry
from tests.registry.test_files import ASKED, PLAIN, RULES, _file


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "room"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _run(folder: Path, data: bytes, progress: object = tell_nobody) -> RegistryRun:
    (folder / "rules.ce").write_text(RULES, "utf-8")
    (folder / "records.csv").write_bytes(data)
    run = check_registry(
        str(folder / "rules.ce"), Files((str(folder / "records.csv"),)), ASKED, ASKED.as_of, stdin=lambda most: b"",
        progress=progress, engine=Engine.COLUMNS,
    )  # fmt: skip
    assert isinstance(run, RegistryRun)
    return run


def _nothing_is_left(room: Path) -> bool:
    return not any(room.iterdir()) and not multiprocessing.active_children()


@pytest.mark.parametrize("stage", [Stage.DECIDING, Stage.CLOSELY])
def test_stopped_by_the_user(stage: Stage, room: Path, tmp_path: Path) -> None:
    def stopping(progress: Progress) -> None:
        if progress.stage is stage:
            raise KeyboardInterrupt

    run = _run(tmp_path, _file([*PLAIN, "M-4,2025-05-05,2,lwa,,C-9,Wills"]), stopping)
    with pytest.raises(KeyboardInterrupt), run:
        list(run.batches())
    assert _nothing_is_left(room)


def test_stopped_between_two_batches(room: Path, tmp_path: Path) -> None:
    run = _run(tmp_path, _file([*PLAIN, "M-4,2025-05-05,2,lwa,,C-9,Wills"]))
    with run:
        next(run.batches())
        assert any(room.iterdir())
    assert _nothing_is_left(room)


def test_a_file_that_is_gone(room: Path, tmp_path: Path) -> None:
    run = _run(tmp_path, _file(PLAIN))
    (tmp_path / "records.csv").unlink()
    with run, pytest.raises(StoppedError) as stopped:
        list(run.batches())
    assert stopped.value.problem.diagnostics[0].code == "CE401"
    assert _nothing_is_left(room)


def test_a_file_that_cannot_be_read_at_all(room: Path, tmp_path: Path) -> None:
    run = _run(tmp_path, _file([*PLAIN, 'M-4,2025-05-05,2,law,,C-9,"Wills']))
    with run, pytest.raises(StoppedError) as stopped:
        list(run.batches())
    # As the exact path says it: a quote that does not close.
    assert stopped.value.problem.diagnostics[0].code == "CE304"
    assert _nothing_is_left(room)


def test_no_room_left(room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cedsl.registry.engine.pickle.dump", full)
    run = _run(tmp_path, _file([*PLAIN, "M-4,2025-05-05,2,lwa,,C-9,Wills"]))
    with run, pytest.raises(StoppedError) as stopped:
        list(run.batches())
    assert stopped.value.problem.diagnostics[0].code == "CE416"
    assert _nothing_is_left(room)
