"""Cases in processes of their own, with bounds of memory and time: none can take the others with it."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

MEMORY = 1 << 30
"""Bytes that the process may reach for, all told."""

SECONDS = 10
"""Of the processor, for one case."""

PATIENCE = 180
"""Seconds on the clock, after which the process is ended."""

Judge = Callable[[str], str]
"""The label of a case to what came of it, in a word; whatever it raises is a failure."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that went wrong, and how."""

    label: str
    how: str


@dataclass(slots=True)
class Tally:
    """What came of the cases: how many there were of each kind, the peak of memory in bytes, the slowest case."""

    came: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    peak: int = 0
    slowest: tuple[float, str] = (0.0, "")

    @property
    def cases(self) -> int:
        return self.came.total() + len(self.failures)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    label: str = ""
    since: float = field(default_factory=time.monotonic)


def run(
    judge: Judge,
    seed: str,
    stop: Callable[[int], bool],
    processes: int = 2,
    seconds: int = SECONDS,
    patience: int = PATIENCE,
) -> Tally:
    """Judges case after case until `stop` says, of the number of cases begun, that there are enough, or ten failed."""
    tally, begun = Tally(), 0
    workers: list[_Worker] = []
    while True:
        more = not stop(begun) and len(tally.failures) < MOST_FAILURES
        while more and len(workers) < processes:
            workers.append(_started(judge, seconds))
        for worker in [each for each in workers if not each.label]:
            if more:
                _begin(worker, f"{seed}/{begun}")
                begun += 1
                more = not stop(begun)
            else:
                worker.pipe.close()
                worker.process.join()
                workers.remove(worker)
        if not workers:
            return tally
        wait([each.pipe for each in workers], timeout=1)
        for worker in list(workers):
            if not _heard(worker, tally, patience):
                workers.remove(worker)


MOST_FAILURES = 10


def _started(judge: Judge, seconds: int) -> _Worker:
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # the others set a gibibyte aside before they need any
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(judge, theirs, seconds), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _begin(worker: _Worker, label: str) -> None:
    worker.label, worker.since = label, time.monotonic()
    worker.pipe.send(label)


def _heard(worker: _Worker, tally: Tally, patience: int) -> bool:
    """Takes down what the worker has to say; whether it is still at work."""
    label = worker.label
    try:
        if worker.pipe.poll():
            came, how, tally_peak, took = worker.pipe.recv()
            tally.peak = max(tally.peak, tally_peak)
            tally.slowest = max(tally.slowest, (took, label))
            if how:
                tally.failures.append(Failure(label, how))
            else:
                tally.came[came] += 1
            worker.label = ""
            return True
    except EOFError:
        worker.process.join()
        tally.failures.append(Failure(label, f"the process ended with {worker.process.exitcode}"))
        return False
    if time.monotonic() - worker.since < patience:
        return True
    worker.process.kill()
    worker.process.join()
    tally.failures.append(Failure(label, f"no answer after {patience} seconds"))
    return False


def _work(judge: Judge, pipe: Connection, seconds: int) -> None:
    """Judges what the pipe names, until it is closed."""
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _give_up)
    while True:
        try:
            label = pipe.recv()
        except EOFError:
            return
        came = how = ""
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            came = judge(label)
            signal.setitimer(signal.ITIMER_PROF, 0)
        except (Exception, OutOfTime):  # noqa: BLE001
            signal.setitimer(signal.ITIMER_PROF, 0)
            how = traceback.format_exc(limit=-12)[-6000:]
        peak = _peak()
        pipe.send((came, how, peak, time.process_time() - began))


def _peak() -> int:
    """The most memory that this process has had, in bytes. What `getrusage` says counts the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(each for each in status.read_text("ascii").splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


class OutOfTime(BaseException):
    """The case has had its seconds. No reader of files takes it for a damaged file."""


def _give_up(*_: object) -> None:
    raise OutOfTime
