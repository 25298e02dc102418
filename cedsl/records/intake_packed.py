"""Packed workbooks: their parts, never unpacked beyond what can be held, and their XML, never expanded."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol
from xml.parsers import expat

from cedsl.lean import dataclass
from cedsl.records.intake_refused import (
    MOST_PARTS,
    MOST_UNPACKED,
    Refused,
    damaged,
    locked,
    too_many_parts,
    unpacked_too_large,
)

_ENTRY = b"PK\x01\x02"
_CHUNK = 64 * 1024


class Packed:
    """A packed file, its parts by name in small letters. What is read counts towards the most that may be unpacked."""

    def __init__(self, data: bytes, what: str) -> None:
        """Raises Refused for a damaged file, and for one with too many parts."""
        self.what = what
        self._left = MOST_UNPACKED
        if data.count(_ENTRY) > MOST_PARTS:
            raise Refused(too_many_parts())
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise Refused(damaged(what)) from None
        self._parts = {each.filename.replace("\\", "/").lower().lstrip("/"): each for each in self._zip.infolist()}

    def names(self) -> frozenset[str]:
        return frozenset(self._parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part in pieces, as it is unpacked. Raises Refused where it is not there, damaged, locked or too large."""
        part = self._parts.get(name.lower())
        if part is None:
            raise Refused(damaged(self.what, "a part of it is missing"))
        if part.flag_bits & 1:
            raise Refused(locked(self.what))
        if part.file_size > self._left:
            raise Refused(unpacked_too_large(self.what))
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise Refused(unpacked_too_large(self.what))
                    yield chunk
        except _BROKEN:
            raise Refused(damaged(self.what)) from None

    def part(self, name: str) -> bytes:
        """A part as a whole."""
        return b"".join(self.chunks(name))


_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What the library raises for a packed file that is not as it should be."""


@dataclass(frozen=True, slots=True)
class Element:
    """The start of an XML element by its bare name. Its attributes may stand in a space: `space}name`."""

    name: str
    attributes: Mapping[str, str]

    def get(self, local: str) -> str:
        """The attribute of that name in whatever space; empty where there is none."""
        found = (value for key, value in self.attributes.items() if key.rpartition("}")[2] == local)
        return next(found, "")


class Listener(Protocol):
    """Hears an XML text from its beginning to its end."""

    def start(self, name: str, attributes: dict[str, str], /) -> None: ...
    def end(self, name: str, /) -> None: ...
    def text(self, text: str, /) -> None: ...


def listen(packed: Packed, name: str, listener: Listener) -> None:
    """Read a part as XML. A text that declares entities of its own is refused, and nothing outside is fetched."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype(packed.what)
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    try:
        for chunk in packed.chunks(name):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused(damaged(packed.what)) from None
    except (LookupError, UnicodeError, ValueError):
        raise Refused(damaged(packed.what)) from None


def _no_doctype(what: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise Refused(damaged(what, "it holds a declaration that no spreadsheet writes"))

    return refuse


def elements(packed: Packed, name: str, wanted: frozenset[str]) -> tuple[Element, ...]:
    """The starts of the elements with those names, without their spaces, in order; nothing of a part that is not
    there.
    """
    if name.lower() not in packed.names():
        return ()
    heard = _Elements(wanted, packed.what)
    listen(packed, name, heard)
    return tuple(heard.found)


_MOST_ELEMENTS = 200_000


class _Elements:
    def __init__(self, wanted: frozenset[str], what: str) -> None:
        self.found: list[Element] = []
        self._wanted = wanted
        self._what = what

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local in self._wanted:
            if len(self.found) == _MOST_ELEMENTS:
                raise Refused(damaged(self._what))
            self.found.append(Element(local, attributes))

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass
