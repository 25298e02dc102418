"""Where text leaves and enters: results on stdout or into a file, messages on stderr, bytes from stdin."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, TypeAlias, TypeVar

import click

from cedsl import workspace
from cedsl.cli.exits import Exit
from cedsl.diagnostic import Diagnostic, show
from cedsl.model.ruleset import Word
from cedsl.publishing.report import Paint, plain, printable
from cedsl.source import Source

T = TypeVar("T")

MOST_SHOWN = 50
"""How many problems of one file are told; nobody reads more before mending some."""


def stdin(most: int) -> bytes:
    """At most so many bytes of standard input; a terminal is refused, for nobody would know to type."""
    stream = sys.stdin.buffer
    if stream.isatty():
        raise click.UsageError("`-` reads standard input, but nothing is piped or redirected into it")
    return stream.read(most)


def is_conversation() -> bool:
    """Whether somebody sits there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def deliver(text: str, output: str | None = None, *, machine: bool = False) -> None:
    """The result, on stdout or whole into the file `output`. What a machine reads is UTF-8 everywhere."""
    if output is None:
        encoding = "utf-8" if machine else sys.stdout.encoding or "utf-8"
        _write(text.encode(encoding, "backslashreplace"))
    else:
        keep(text.encode("utf-8", "backslashreplace"), output)


def hand_over(data: bytes, output: str | None, *, is_text: bool) -> None:
    """Bytes, on stdout or whole into the file `output`. What is no text is never shown on a terminal."""
    if output is not None:
        keep(data, output)
    elif is_text or not sys.stdout.isatty():
        _write(data)
    else:
        raise click.UsageError("this form is no text to be shown here; name a file with --output")


def keep(data: bytes, output: str, *, aloud: bool = True) -> None:
    """The result whole into the file `output`; `aloud` says that it was written."""
    try:
        workspace.write_output(output, data)
    except (FileNotFoundError, NotADirectoryError):
        no_folder(output)
    except (OSError, ValueError) as error:
        stop(f"cannot write `{printable(output)}`: {refusal(error)}")
    if aloud:
        tell(f"wrote {printable(output)}")


def no_folder(output: str) -> NoReturn:
    """Say that there is no folder for the file, and exit."""
    stop(f"cannot write `{printable(output)}`: there is no folder `{printable(str(Path(output).parent))}`")


def _write(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard_stdout()
        raise click.exceptions.Exit(Exit.READER_GONE) from None
    except OSError as error:
        _discard_stdout()
        stop(f"cannot write the result: {refusal(error)}")


def _discard_stdout() -> None:
    """So that the interpreter, on its way out, does not try again what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def refusal(error: OSError | ValueError) -> str:
    """Why the system would not, in its words."""
    return str((isinstance(error, OSError) and error.strerror) or error).lower()


def tell(message: str) -> None:
    """A message, on stderr."""
    encoding = sys.stderr.encoding or "utf-8"
    safe = message.encode(encoding, "backslashreplace").decode(encoding)
    with suppress(OSError):
        click.echo(safe, err=True)


def progress(several: Iterable[T], total: int, doing: str) -> Iterator[T]:
    """The same one by one; meanwhile a bar on stderr, where a terminal shows it."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from several
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(several, doing, total, console=Console(file=sys.stderr), transient=True)


Show: TypeAlias = Callable[[str, int, int, str], None]
"""Takes what is being done, how much of it is done, how much it is in all (0 where that is not known), and what of: the
bytes of files (`MiB`) or `members`.
"""


@contextmanager
def meter() -> Iterator[Show]:
    """Bars on stderr that say how far each stage of a check is, with the time left, where a terminal shows them."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _doing, _done, _whole, _what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

    said = TextColumn("{task.fields[said]}")
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), said, TimeRemainingColumn())
    stages: dict[str, TaskID] = {}
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as shown:  # no thread: others fork

        def show(doing: str, done: int, whole: int, what: str) -> None:
            if doing not in stages:
                stages[doing] = shown.add_task(doing.capitalize(), total=None, said="")
            size = workspace.MIB if what == "MiB" else 1
            said = f"{done // size:,} of {whole // size:,} {what}" if whole else f"{done // size:,} {what}"
            shown.update(stages[doing], completed=done, total=whole or None, said=said, refresh=True)

        yield show


class _Stopped(BaseException):
    """Somebody wants the program to end: not a mistake that anything may catch."""


@contextmanager
def stoppable() -> Iterator[None]:
    """A long stage that ends in good order, with its files put away, when it is interrupted or told to stop."""
    codes = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}
    if hasattr(signal, "SIGHUP"):
        codes[signal.SIGHUP] = Exit.HUNG_UP
    owner = os.getpid()

    def ended(number: int, _frame: object) -> NoReturn:
        if os.getpid() != owner:  # a process that was started to help goes without a word
            os._exit(128 + number)
        raise _Stopped(number)

    usual = (signal.SIG_DFL, signal.default_int_handler)
    ours = codes if threading.current_thread() is threading.main_thread() else ()
    former = {each: signal.signal(each, ended) for each in ours if signal.getsignal(each) in usual}
    try:
        yield
    except _Stopped as stopped:
        number = signal.Signals(stopped.args[0])
        said = "interrupted" if number is signal.SIGINT else "told to stop"
        tell(f"cedsl: {said}; nothing was written")
        raise click.exceptions.Exit(codes[number]) from None
    finally:
        for each, handler in former.items():
            signal.signal(each, handler)


def stop(message: str, *details: str) -> NoReturn:
    """Say why the command could not run, and exit."""
    for line in (f"cedsl: {message}", *details):
        tell(line)
    raise click.exceptions.Exit(Exit.UNABLE)


def shown(diagnostics: Sequence[Diagnostic], source: Source) -> str:
    """The first diagnostics as text, an empty line between two, and how many more there are."""
    texts = [_shown(each, source) for each in diagnostics[:MOST_SHOWN]]
    if len(diagnostics) > MOST_SHOWN:
        texts.append(f"and {len(diagnostics) - MOST_SHOWN} more\n")
    return "\n".join(texts)


def _shown(diagnostic: Diagnostic, source: Source) -> str:
    """A problem of the file as a whole, or of one without any words, has no excerpt; of one that is not there, or
    of no file, not even a place.
    """
    text = show(diagnostic, Source(printable(source.name), source.text))
    if source.text.strip():
        return text
    first, *rest = text.splitlines()
    if diagnostic.code in workspace.NO_PLACE:
        first = first.replace(f"{printable(source.name)}:1:1  ", f"{printable(source.name)}  ", 1).lstrip()
    kept = [line for line in rest if line.startswith(("  help: ", "  more: "))]
    return "\n".join((first, *kept)) + "\n"


_COLOURS = {
    Word.MET: "green",
    Word.WAIVED: "green",
    Word.EXEMPT: "green",
    Word.DEPENDS: "yellow",
    Word.SHORT: "red",
    Word.FAILED: "red",
}


def painter(context: click.Context, output: str | None) -> Paint:
    """How words are coloured: not at all in a file, in a pipe, under NO_COLOR or on a dumb terminal."""
    if wants_colour(context, output):
        return lambda text, tone: click.style(text, fg=_COLOURS[tone], bold=True)
    return plain


def wants_colour(context: click.Context, output: str | None) -> bool:
    choice = context.find_root().obj
    if output is not None or choice != "auto":
        return output is None and choice == "always"
    dumb = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not dumb
