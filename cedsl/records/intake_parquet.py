"""Parquet files: named columns with types, read exactly. They need the part `import`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from cedsl.lean import regex
from cedsl.records.folding import bare
from cedsl.records.intake_grid import Room, Sheet
from cedsl.records.intake_looks import exactly_written, numeral, span_written
from cedsl.records.intake_refused import (
    MOST_CELLS,
    MOST_UNPACKED,
    Refused,
    damaged,
    missing_part,
    too_many_cells,
    too_many_columns_in,
    unpacked_too_large,
)
from cedsl.records.lay import written
from cedsl.records.remark import quoted
from cedsl.records.table import MOST_COLUMNS, CellKind, Table

_WHAT = "Parquet file"
_SOME, _FEW = 16_384, 256
"""So many rows are held at a time; fewer where a cell can hold several values."""

_DEEPEST = 4


def table_of_parquet(file: str, data: bytes) -> Table:
    """The table in a Parquet file; rows count from 1, the names of the columns are the header.

    Columns inside a column get names such as `result.duration`; values in a list are joined by semicolons. Raises
    Refused for a file that cannot be read, and where the library for it is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise Refused(missing_part("Parquet files")) from None
    try:
        opened = parquet.ParquetFile(pa.BufferReader(data))
        _bounded(opened.metadata)
        opened = parquet.ParquetFile(pa.BufferReader(data), read_dictionary=_texts_in(opened.schema))
        return _table(file, opened, pa)
    except (pa.ArrowException, OSError, ValueError, LookupError, OverflowError, MemoryError):
        raise Refused(damaged(_WHAT)) from None


def _bounded(metadata: Any) -> None:
    groups = range(metadata.num_row_groups)
    if metadata.num_columns > MOST_COLUMNS:
        raise Refused(too_many_columns_in(_WHAT, MOST_COLUMNS))
    if metadata.num_rows * max(1, metadata.num_columns) > MOST_CELLS:
        raise Refused(too_many_cells(_WHAT))
    if sum(metadata.row_group(at).total_byte_size for at in groups) > MOST_UNPACKED:
        raise Refused(unpacked_too_large(_WHAT))


def _texts_in(schema: Any) -> list[str]:
    """The columns of texts: each different text is then held once, however often it stands in the file."""
    columns = (schema.column(at) for at in range(len(schema)))
    return [each.path for each in columns if each.physical_type == "BYTE_ARRAY" and each.logical_type.type in _AS_TEXT]


_AS_TEXT = ("STRING", "NONE", "ENUM", "JSON")


def _table(file: str, opened: Any, pa: Any) -> Table:
    sheet = Sheet("", Room(_WHAT, rows=MOST_CELLS))
    names: list[str] = _flat(opened.schema_arrow.empty_table(), pa).column_names
    if len(names) > MOST_COLUMNS:
        raise Refused(too_many_columns_in(_WHAT, MOST_COLUMNS))
    odd: dict[str, None] = {}
    count = 0
    size = _FEW if any(pa.types.is_nested(field.type) for field in opened.schema_arrow) else _SOME
    for batch in opened.iter_batches(batch_size=size, use_threads=False):
        if count + batch.num_rows > opened.metadata.num_rows:
            raise Refused(damaged(_WHAT))
        batch.validate(full=True)
        flat = _flat(pa.Table.from_batches([batch]), pa)
        for column, name in enumerate(names):
            values = flat.column(column).combine_chunks()
            if _is_odd(values.type, pa):
                odd[name] = None
            _fill(sheet, count, column, values, pa)
        count += batch.num_rows
    grid = sheet.grid(file, count)
    source, header = written(file, -1, [bare(name) for name in names])
    return Table(source, "\t", header, grid.rows, tuple(map(_about, odd)), (), 0, "", grid.kinds, form="Parquet")


def _flat(table: Any, pa: Any) -> Any:
    """The same with the columns inside columns beside them."""
    for _ in range(_DEEPEST):
        if any(pa.types.is_struct(field.type) for field in table.schema):
            table = table.flatten()
    return table


def _about(name: str) -> str:
    return f"the cells of the column {quoted(name)} hold more than values or lists of them; they are read as written"


def _is_odd(of: Any, pa: Any) -> bool:
    """Whether a cell of that type is not one text, or a list of texts."""
    if _is_list(of, pa):
        return _is_odd(of.value_type, pa) or _is_list(of.value_type, pa)
    return bool(pa.types.is_nested(of))


def _is_list(of: Any, pa: Any) -> bool:
    return bool(pa.types.is_list(of) or pa.types.is_large_list(of) or pa.types.is_fixed_size_list(of))


# ----------------------------------------------------------------------------------------------- cells


def _fill(sheet: Sheet, above: int, column: int, values: Any, pa: Any) -> None:
    """Put the cells of a column into their places, below the rows that are there."""
    if pa.types.is_dictionary(values.type):
        texts = _texts(values.dictionary, pa)
        for row, at in enumerate(values.indices.to_pylist(), above):
            if at is not None:
                sheet.put(row, column, texts[at] or "")
        return
    kind = _kind(values.type, pa)
    for row, text in enumerate(_texts(values, pa), above):
        if text:
            out = text.startswith(_OUT_OF_RANGE)
            sheet.put(row, column, text, CellKind.FAILED if out else kind)


def _kind(of: Any, pa: Any) -> CellKind | None:
    if pa.types.is_date(of) or pa.types.is_timestamp(of):
        return CellKind.DAY
    return CellKind.TIME if pa.types.is_time(of) or pa.types.is_duration(of) else None


_OUT_OF_RANGE = "<value out of range"


def _texts(values: Any, pa: Any) -> list[str | None]:
    """The values as texts; None for one that is not there."""
    of, is_ = values.type, pa.types
    if is_.is_boolean(of):
        return [None if each is None else "yes" if each else "no" for each in values.to_pylist()]
    if is_.is_dictionary(of):
        known = _texts(values.dictionary, pa)
        return [None if at is None else known[at] for at in values.indices.to_pylist()]
    if _is_odd(of, pa):
        return [None if each is None else json.dumps(each, default=str) for each in values.to_pylist()]
    if _is_list(of, pa):
        return list(_joined(values, pa))
    if is_.is_duration(of):
        return _changed(values.cast(pa.duration("ms"), safe=False).cast(pa.int64()).cast(pa.string()), _span)
    if _is_bytes(of, pa):
        return _of_bytes(values)
    return _changed(_as_text(values, pa), _writer(of, pa))


def _joined(values: Any, pa: Any) -> Iterator[str | None]:
    """The values of each list with semicolons between them."""
    if pa.types.is_fixed_size_list(values.type):
        values = values.cast(pa.list_(values.type.value_type))
    texts = iter(_texts(values.flatten(), pa))
    for count in values.value_lengths().to_pylist():
        yield None if count is None else "; ".join(filter(None, islice(texts, count)))


def _is_bytes(of: Any, pa: Any) -> bool:
    return bool(pa.types.is_binary(of) or pa.types.is_large_binary(of) or pa.types.is_fixed_size_binary(of))


def _of_bytes(values: Any) -> list[str | None]:
    """Texts that were stored without saying that they are texts; other bytes by their numbers."""
    return [None if each is None else _of_byte_string(each) for each in values.to_pylist()]


def _of_byte_string(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return f"0x{data.hex()}"


def _as_text(values: Any, pa: Any) -> Any:
    """The values as the library writes them, exactly; days with a time to the microsecond."""
    of = values.type
    if not pa.types.is_timestamp(of):
        return values.cast(pa.string())
    try:
        return values.cast(pa.timestamp("us", of.tz), safe=False).cast(pa.string())
    except pa.ArrowException:
        return values.cast(pa.timestamp("us", "UTC"), safe=False).cast(pa.string())


def _changed(texts: Any, change: Callable[[str], str]) -> list[str | None]:
    known: dict[str, str] = {}
    found: list[str | None] = []
    for each in texts.to_pylist():
        if each is not None and each not in known:
            known[each] = change(each)
        found.append(None if each is None else known[each])
    return found


def _writer(of: Any, pa: Any) -> Callable[[str], str]:
    if pa.types.is_floating(of) or pa.types.is_decimal(of):
        return _number
    if pa.types.is_timestamp(of):
        return _moment
    return _time if pa.types.is_time(of) else str


def _number(text: str) -> str:
    number = numeral(text)
    return text if number is None else exactly_written(number)


_FRACTION = regex(r"(?<=:[0-9]{2})\.([0-9]*?)0*(?=[Z+-]|$)")


def _moment(text: str) -> str:
    """Without a fraction of a second that is none; a midnight without a zone is a day alone."""
    text = _FRACTION.sub(lambda found: f".{found[1]}" if found[1] else "", text)
    return text.removesuffix(" 00:00:00")


def _time(text: str) -> str:
    text = _FRACTION.sub(lambda found: f".{found[1]}" if found[1] else "", text)
    return text.removeprefix("0")


def _span(ms: str) -> str:
    return span_written(Decimal(ms))
