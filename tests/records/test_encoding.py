"""Bytes into text: what a file says of itself, what is settled, what its letters show."""

import pytest

from cedsl.records.encoding import Decoded, decode
from cedsl.records.outcome import Unreadable

TEXT = "member,né\nM-1,Ω\n"
WESTERN = "member,né\nM-1,–\n"

READ = [
    (TEXT.encode(), "", TEXT, ()),
    (b"\xef\xbb\xbf" + TEXT.encode(), "", TEXT, ()),
    (b"\xff\xfe" + TEXT.encode("utf-16-le"), "", TEXT, ()),
    (b"\xfe\xff" + TEXT.encode("utf-16-be"), "", TEXT, ()),
    (TEXT.encode("utf-16-le"), "", TEXT, ("the file does not say its encoding; it was read as UTF-16",)),
    (TEXT.encode("utf-16-be"), "", TEXT, ("the file does not say its encoding; it was read as UTF-16",)),
    (WESTERN.encode("cp1252"), "", WESTERN, ("the file is not UTF-8; it was read as Windows-1252",)),
    (WESTERN.encode("cp1252"), "cp1252", WESTERN, ()),
    (TEXT.encode("utf-16-le"), "utf-16-le", TEXT, ()),
    (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", TEXT, ()),
    (
        b"\xef\xbb\xbf" + TEXT.encode(),
        "cp1252",
        TEXT,
        ("the profile says that the file is Windows-1252; the file says that it is UTF-8",),
    ),
]


@pytest.mark.parametrize(("data", "settled", "text", "notices"), READ, ids=range(len(READ)))
def test_a_text_in_its_encoding(data, settled, text, notices):
    found = decode("f", data, settled)
    assert isinstance(found, Decoded)
    assert (found.source.text, found.notices) == (text, notices)


REFUSED = [
    (WESTERN.encode("cp1252"), "utf-8", "CE302", 8, "the file cannot be read as UTF-8"),
    (b"a\x81b", "cp1252", "CE302", 1, "the file cannot be read as Windows-1252"),
    (TEXT.encode("utf-16-le")[:-1], "", "CE303", 30, "the file is cut off in the middle of a letter (UTF-16)"),
    (
        b"\xfe\xff" + TEXT.encode("utf-16-be")[:-1],
        "",
        "CE303",
        32,
        "the file is cut off in the middle of a letter (UTF-16)",
    ),
    ("né,Ω".encode()[:-1], "", "CE303", 4, "the file is cut off in the middle of a letter (UTF-8)"),
    ("né,".encode() + b"\xe9,x", "", "CE302", 4, "the file cannot be read as UTF-8"),  # two encodings in one file
    (b"member\0,date", "", "CE301", 6, "the file is not text: there is a byte 0 in it"),
    (b"\xff\xfe\0\0m\0\0\0", "", "CE301", 0, "the file is not text: there is a byte 0 in it"),
    (b" \n ", "", "CE300", 0, "the file is empty"),
    (b"\xef\xbb\xbf", "", "CE300", 0, "the file is empty"),
]


@pytest.mark.parametrize(("data", "settled", "code", "place", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_text(data, settled, code, place, message):
    found = decode("f", data, settled)
    assert isinstance(found, Unreadable)
    (problem,) = found.diagnostics
    assert (problem.code, problem.primary.span.start, problem.message) == (code, place, message)
