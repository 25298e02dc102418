"""By what two rows of a member may be the same, as numbers that are equal wherever the importer's texts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cedsl.registry.files import Alike, Files, quoted

Harmless = Mapping[int, frozenset[str]]
"""Cells, by column, of rows that are never repeats of others, whatever else they say."""

BLANKS = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\ufeff\u200b\u2028\u2029\u3000"


def sameness(files: Files, harmless: Harmless, known: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
    """Numbers, as SQL: rows that are the same have the same first one, and so have those of the kinds that may be
    repeats and are. A further one is equal where rows may be one by another key; 0 where they cannot.
    """
    first = next((each for each in files.shape.alike if not each.always), None)
    others = [each for each in files.shape.alike if each is not first]
    plain = _plainly(files, files.shape.texts)
    if first is None:
        return plain, *(f"({_alike(files, each)})::UBIGINT" for each in others)
    main = _alike(files, first)
    never = _never(harmless, known)
    return (f"CASE WHEN {never} THEN {plain} ELSE {main} END" if never else main), *(_alike(files, e) for e in others)


def _plainly(files: Files, places: Sequence[int]) -> str:
    """Equal where the cells of all these columns are."""
    if not places:
        return "0::UBIGINT"
    return f"hash({', '.join(_trimmed(files, files.text(each)) for each in places)})"


def _trimmed(files: Files, text: str) -> str:
    """A cell without outer blanks. That is slow, and most files have none but spaces."""
    whole = f"trim({text}, {quoted(BLANKS)})"
    return whole if files.blanks else f"CASE WHEN {_outer(text)} THEN {whole} ELSE {text} END"


def member_of(files: Files) -> str:
    """The cell that names a member, without spaces around it."""
    text = files.text(files.shape.member)
    return f"CASE WHEN {_outer(text)} THEN trim({text}) ELSE {text} END"


def _outer(text: str) -> str:
    """Whether a cell begins or ends with a blank of one letter."""
    ends = " OR ".join(f"ends_with({text}, chr({each}))" for each in (32, 10, 13))
    return f"{text} < '!' OR {ends}"


def _alike(files: Files, alike: Alike) -> str:
    """Equal wherever the importer's texts are, 0 where none is stated."""
    cases = "".join(
        f"WHEN {files.text(columns[-1])} <> '' THEN "
        f"hash({', '.join(_letters(files.text(each)) for each in columns)}) | (1::UBIGINT << 63) "
        for columns in alike.columns
    )
    blank = "1::UBIGINT << 63" if alike.blank else "0::UBIGINT"
    return f"CASE {cases}ELSE {blank} END" if cases else f"({blank})"


def _letters(text: str) -> str:
    """The letters and figures of a cell, in one case; of a cell with other alphabets nothing is told apart."""
    text = f"coalesce({text}, '')"
    plain = f"regexp_replace(lower({text}), '[^a-z0-9]', '', 'g')"
    return f"CASE WHEN strlen({text}) = length({text}) THEN {plain} ELSE '?' END"


def _never(harmless: Harmless, known: Mapping[int, Sequence[str]]) -> str:
    """Which rows cannot be repeats at all."""
    (place, cells), *_ = harmless.items() if harmless else [(0, frozenset[str]())]
    if not cells:
        return ""
    listed = ", ".join(str(number) for number, each in enumerate(known[place]) if each in cells)
    return f"coalesce(enum_code(c{place}), 0) IN ({listed})"
