"""Files that went wrong on the way: every change is drawn from the dice alone."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import TypeAlias

Dice: TypeAlias = random.Random
Change: TypeAlias = Callable[[bytes, Dice], bytes]

MOST_BYTES = 60_000
"""No case is longer; large files are timed elsewhere."""

ZIP, PARQUET, OLE = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"

ODD = (
    *(
        "\x00",
        "\ufeff",
        "\u2028",
        "\x85",
        "\x0b",
        "\x0c",
        "\x1a",
        "\r",
        "\n",
        "\r\n",
        "\xa0",
        "\u200b",
        "\u202e",
        "\u0301",
    ),
    *(
        "½",
        "⅓",
        "٣",
        "１２",
        "²",
        "Ⅳ",
        "߁",
        "𝟙",
        "😀",
        "\U0010ffff",
        "\ufffd",
        "ß",
        "İ",
        "ſ",
        "ﬁ",
        "−",
        "–",
        "：",
        "，",
        "；",
    ),
    *(
        '"',
        '""',
        "'",
        "`",
        "=",
        "=1+1",
        "@",
        "+",
        "-",
        "|",
        "&amp;",
        "&#0;",
        "&#x110000;",
        "&nbsp",
        "<td>",
        "\\",
        "%",
        "#REF!",
    ),
)
"""Marks of many scripts, and marks that mean something to one program or another."""

CELLS = (
    *(
        "0",
        "-1",
        "1e9",
        "1e400",
        "1E-400",
        "0.1e1",
        "9" * 40,
        "9" * 5000,
        "0." + "3" * 300,
        "1/0",
        "1/3",
        "0/0",
        "1 1/2",
        "٣/٤",
    ),
    *("inf", "NaN", "∞", "0x10", "1_000", "1,000", "1.000", "1.000,5", "1'000", "1 000", ".5", "5.", "1..2", "--1"),
    *(
        "1:30",
        "99:99:99",
        "1:30:00 PM",
        "24:00",
        "PT1H30M",
        "P1Y",
        "PT99999999999H",
        "1h 90m",
        "90 min",
        "3 sem hrs",
        "0.15 CEU",
    ),
    *(
        "2025-02-30",
        "0000-00-00",
        "9999-12-31",
        "0001-01-01",
        "10000-01-01",
        "31.12.9999",
        "02/29/1900",
        "99/99/99",
        "60",
        "2958466",
    ),
    *(
        "45700.999999",
        "-1.5",
        "Feb 3 25",
        "1 Jan",
        "2025-W01-1",
        "2025-02-03T25:61:61Z",
        "2025-02-03T23:59:60+99:99",
        "today",
    ),
    *(
        "12/31/9999 11:59:59 PM",
        "01/01/0001 12:00:00 AM",
        "9999-12-31 23:00:00",
        "0001-01-01 00:00:00",
        "02/03/2025 08:55:00 XM",
    ),
    *(
        "Total",
        "total",
        "Summe",
        "member",
        "date",
        "hours",
        "category",
        "ethics 2h; hr 1h",
        "ethics=2, hr=",
        ";;;",
        "State=",
        "=",
    ),
    *(
        "ethics: 1; ethics: 2",
        "hr (1",
        "hr) 1(",
        "yes",
        "no",
        "Completed",
        "Pending",
        "#VALUE!",
        "null",
        "N/A",
        "",
        " ",
        "\t",
    ),
)
"""What somebody may have typed, or a program may have written, where nobody expects it."""


def random_bytes(dice: Dice) -> bytes:
    """No file at all, or hardly: bytes of few kinds, sometimes behind the first bytes of a known format."""
    start = dice.choice(
        (b"", b"", b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", ZIP, PARQUET, OLE, b'{"', b"[", b"%PDF")
    )
    pool = dice.choice(
        (bytes(range(256)), b'a1,;\t\n"', bytes(range(32, 127)), b'{}[]":,\n1e', b"\x00\xff\xd8\xdc\n,a")
    )
    body = bytes(dice.choices(pool, k=dice.choice((0, 1, 7, 60, 400, 3000))))
    return start + body + (PARQUET if start == PARQUET and dice.random() < 0.7 else b"")


def mutated(data: bytes, other: bytes, dice: Dice) -> bytes:
    """The file after one to four changes. Inside a packed file they fall upon one of its parts, mostly."""
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4))):
        if data.startswith(ZIP) and dice.random() < 0.85:
            data = _repacked(data, dice)
        else:
            data = dice.choice(TEXTUAL if _is_text(data) else BINARY)(data, dice)
        if dice.random() < 0.08:
            data = spliced(data, other, dice)
    return data[:MOST_BYTES]


def _is_text(data: bytes) -> bool:
    return not data.startswith((ZIP, PARQUET, OLE))


def _repacked(data: bytes, dice: Dice) -> bytes:
    """The same packed file, one part of which is changed, left out, or stands twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    except Exception:  # noqa: BLE001
        return dice.choice(BINARY)(data, dice)
    weighty = [name for name in parts if "sheet" in name or "content" in name or "Strings" in name or "styles" in name]
    name = dice.choice(weighty if weighty and dice.random() < 0.8 else sorted(parts))
    roll = dice.random()
    if roll < 0.04:
        parts.pop(name)
    elif roll < 0.08:
        parts[dice.choice(sorted(parts))] = parts[name]
    else:
        parts[name] = dice.choice(MARKED_UP)(parts[name], dice)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each, part in parts.items():
            new.writestr(zipfile.ZipInfo(each), part)
    return out.getvalue()


# --------------------------------------------------------------------------------------- bytes, whatever they are


def _span(data: bytes, dice: Dice) -> tuple[int, int]:
    at = dice.randint(0, len(data))
    return at, min(len(data), at + dice.choice((1, 1, 2, 4, 8, 16, 64, 256)))


def flipped(data: bytes, dice: Dice) -> bytes:
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 16)) if made else 0):
        made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
    return bytes(made)


def overwritten(data: bytes, dice: Dice) -> bytes:
    """Numbers at the edge of their range, as a binary format might hold them."""
    word = dice.choice(
        (b"\x00", b"\xff", b"\xff\xff", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"\x00" * 8)
    )
    at = dice.randint(0, len(data))
    return data[:at] + word + data[at + len(word) :]


def deleted(data: bytes, dice: Dice) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def repeated(data: bytes, dice: Dice) -> bytes:
    start, end = _span(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 1, 2, 10, 200)) + data[end:]


def exchanged(data: bytes, dice: Dice) -> bytes:
    start, end = _span(data, dice)
    again, last = _span(data[end:], dice)
    return (
        data[:start] + data[end + again : end + last] + data[end : end + again] + data[start:end] + data[end + last :]
    )


def truncated(data: bytes, dice: Dice) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] if dice.random() < 0.7 else data[at:]


def spliced(data: bytes, other: bytes, dice: Dice) -> bytes:
    return data[: dice.randint(0, len(data))] + other[dice.randint(0, len(other)) :]


# ------------------------------------------------------------------------------------------------ text and its cells


def odd_mark(data: bytes, dice: Dice) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice(ODD).encode("utf-8", "surrogatepass") + data[at:]


def long_cell(data: bytes, dice: Dice) -> bytes:
    at = dice.randint(0, len(data))
    mark = dice.choice(("9", "x", "1 ", "é", '""', "1:", "2h; ", "ethics;", "(", " ", "0.", "/")).encode()
    return data[:at] + mark * (dice.choice((40, 300, 5000, 40_000)) // len(mark)) + data[at:]


MARKS = b",;\t|\n\r\" :./-='"


def other_separators(data: bytes, dice: Dice) -> bytes:
    one, other = dice.sample(MARKS, 2)
    if dice.random() < 0.5:
        return data.replace(bytes([one]), bytes([other]))
    return data.translate(bytes.maketrans(bytes([one, other]), bytes([other, one])))


CODECS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "cp437",
    "utf-7",
    "cp500",
)


def other_encoding(data: bytes, dice: Dice) -> bytes:
    try:
        return data.decode(dice.choice(CODECS[:8]), "replace").encode(dice.choice(CODECS), "replace")
    except (UnicodeError, ValueError):
        return data


def other_cell(data: bytes, dice: Dice) -> bytes:
    """Another text in one cell, however the file is separated."""
    marks = [at for at, each in enumerate(data) if each in b',;\t\n"<>']
    if len(marks) < 2:
        return odd_mark(data, dice)
    place = dice.randrange(len(marks) - 1)
    return data[: marks[place] + 1] + dice.choice(CELLS).encode() + data[marks[place + 1] :]


def other_lines(data: bytes, dice: Dice) -> bytes:
    """Lines left out, repeated, exchanged, or many more of them."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            del lines[one]
        case 1:
            lines[one], lines[other] = lines[other], lines[one]
        case 2:
            lines.insert(other, lines[one])
        case _:
            lines[one:one] = lines[one : one + 3] * dice.choice((3, 30, 200))
    return b"".join(lines)


VALUES = (
    *(
        0,
        -1,
        45700,
        45700.5,
        60,
        0.5,
        0.0625,
        1e-12,
        1e15,
        1e300,
        -0.0,
        2**53 + 1,
        2958465,
        2958466,
        10**12,
        True,
        False,
        None,
    ),
    *(
        datetime(1900, 1, 1),
        datetime(9999, 12, 31, 23, 59, 59),
        datetime(2025, 2, 3, 9, 30),
        time(23, 59, 59),
        time(0),
        1.005,
    ),
    *("=1+1", "=B2", "=1/0", "'=x", "x" * 32_000, "1\n2", " a ", "_x000D_", "00:30", "9" * 16),
)
"""What a cell of a workbook may hold besides."""


def other_rows(rows: Sequence[Sequence[object]], dice: Dice) -> list[list[object]]:
    """The rows with other cells, or in another order, or wider, or fewer."""
    made = [list(each) for each in rows]
    for _ in range(dice.choice((1, 1, 2, 3, 5, 10))):
        at = dice.randrange(len(made))
        place = dice.randint(0, len(made[at]))
        match dice.randrange(10):
            case 0 if len(made) > 2:
                del made[at]
            case 1:
                made.insert(dice.randint(0, len(made)), list(made[at]))
            case 2:
                for each in made:
                    each[place:place] = [each[0] if each else None]
            case 3:
                made[at:at] = [[None] * len(made[at]) for _ in range(dice.choice((1, 1, 40)))]
            case 4 if len(made[0]) > 2:
                for each in made:
                    del each[place : place + 1]
            case _:
                made[at][place : place + 1] = [dice.choice((*VALUES, *CELLS, *ODD))]
    return made


TAGS = (
    *(
        '<row r="1048577">',
        '<row r="0">',
        "<row>",
        '<c r="XFE1"><v>1</v></c>',
        '<c r="A1" t="s"><v>99999</v></c>',
        "</row>",
    ),
    *(
        '<c r="B2" t="d"><v>2025-02-30</v></c>',
        '<c r="B3" t="b"><v>7</v></c>',
        '<c r="C4" t="e"><v>#N/A</v></c>',
        "<v/>",
        "<!--",
    ),
    *(
        '<c r="B4"><v>1e308</v></c>',
        '<c r="B4"><v>-1</v></c>',
        '<c r="B4" s="9999"><v>45700</v></c>',
        "<![CDATA[x]]>",
        "<t> </t>",
    ),
    *(
        '<mergeCell ref="A1:XFD1048576"/>',
        '<mergeCell ref="B2:A1"/>',
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&b;",
        "\ud800",
        "<a><a><a>",
    ),
    *(
        'table:number-rows-repeated="2000000000"',
        'table:number-columns-repeated="-1"',
        'table:number-columns-repeated="99999"',
    ),
    *(
        'office:value-type="date"',
        'office:date-value="99999-99-99"',
        'office:value="1e400"',
        'office:time-value="PT9999999999H"',
    ),
)
"""What the parts of workbooks are made of, with figures that no program would write."""


def other_tag(data: bytes, dice: Dice) -> bytes:
    places = [at for at, each in enumerate(data) if each in b"<> "]
    at = dice.choice(places) if places else 0
    return data[:at] + b" " + dice.choice(TAGS).encode("utf-8", "surrogatepass") + b" " + data[at:]


def other_figure(data: bytes, dice: Dice) -> bytes:
    """One run of digits becomes another."""
    digits = [at for at, each in enumerate(data) if each in b"0123456789"]
    if not digits:
        return data
    at = end = dice.choice(digits)
    while end < len(data) and data[end] in b"0123456789":
        end += 1
    made = dice.choice(("0", "1", "60", "2958466", "65536", "1048577", "4294967296", "9" * 30, "-1", "1e9", "1.5", ""))
    return data[:at] + made.encode() + data[end:]


BINARY: Sequence[Change] = (flipped, flipped, overwritten, overwritten, deleted, repeated, exchanged, truncated)
TEXTUAL: Sequence[Change] = (
    *(
        flipped,
        deleted,
        repeated,
        exchanged,
        truncated,
        odd_mark,
        odd_mark,
        long_cell,
        other_separators,
        other_encoding,
    ),
    *(other_cell, other_cell, other_cell, other_lines, other_figure),
)
MARKED_UP: Sequence[Change] = (*TEXTUAL, other_tag, other_tag, other_tag, other_figure, other_figure, other_figure)
