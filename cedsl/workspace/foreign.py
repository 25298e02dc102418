"""Files of other programs that are named in place of rules."""

from __future__ import annotations

from cedsl.diagnostic import Diagnostic, of_file
from cedsl.records.formats import Format, Sort, by_first_bytes, in_a_compound, in_a_zip
from cedsl.records.intake_foreign import OLE, ZIP

_COPIED = "copy the rules into a plain text file, and name that file"
_DO = {
    Sort.DOCUMENT: "save it as plain text in UTF-8, and name that file",
    Sort.SLIDES: _COPIED,
    Sort.SHEETS: _COPIED,
    Sort.PACKED: "unpack it, and name the file of rules inside it",
    Sort.OTHER: _COPIED,
}


def foreign(data: bytes) -> Diagnostic | None:
    """Why the bytes are no rules, where they are a file of another program; None for anything else."""
    found = _format(data)
    return None if found is None else of_another_program(found.what, _DO[found.sort])


def _format(data: bytes) -> Format | None:
    """What the file is. Rules are small: the names inside a container are looked for in all of its bytes."""
    small = data.lower()
    if data.startswith(ZIP):
        return in_a_zip(lambda mark: mark.encode() in small)
    if data.startswith(OLE):
        return in_a_compound(lambda mark: mark.encode("utf-16-le") in small)
    return by_first_bytes(data)


def of_another_program(what: str, do: str) -> Diagnostic:
    return of_file("CE412", f"this is {what}, and rules are plain text: {do}")
