"""Parquet: every column exactly as text, whatever its type."""

import datetime as dt
import io
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from cedsl.records.intake import tables_in
from cedsl.records.outcome import Unreadable
from cedsl.records.read import read_files
from tests.records.examples import SCHEMA


def data_of(table, **options):
    out = io.BytesIO()
    parquet.write_table(table, out, **options)
    return out.getvalue()


def read(data):
    (found,) = tables_in("log.parquet", data, lambda cells: False)
    return found


def column(values, of=None):
    """The cells of a column, and the kind of the first one."""
    found = read(data_of(pa.table({"a": pa.array(values, of)})))
    kind = found.kinds.get((1, 0))
    return [row.cell(0) for row in found.rows], "" if kind is None else kind.value


MOMENT = dt.datetime(2025, 2, 3, 9, 5, 1)
MIDNIGHT = dt.datetime(2025, 2, 3)

COLUMNS = [
    (["007", None, " x "], pa.string(), ["007", "", "x"], ""),
    (["a", "b", "a"], pa.large_string(), ["a", "b", "a"], ""),
    ([b"a", b"\xff\x01"], pa.binary(), ["a", "0xff01"], ""),
    ([b"abcd"], pa.binary(4), ["abcd"], ""),
    ([1, -2, None], pa.int64(), ["1", "-2", ""], ""),
    ([2**64 - 1], pa.uint64(), ["18446744073709551615"], ""),
    (
        [1.5, 45700.0, 0.1 + 0.2, 1e22, 1e-7],
        pa.float64(),
        ["1.5", "45700", "0.30000000000000004", "1" + "0" * 22, "0.0000001"],
        "",
    ),
    ([0.1, 1.25], pa.float32(), ["0.1", "1.25"], ""),
    ([Decimal("1.50"), Decimal("-12.00")], pa.decimal128(9, 2), ["1.5", "-12"], ""),
    ([Decimal("12345678901234567890.123456789")], pa.decimal256(40, 9), ["12345678901234567890.123456789"], ""),
    ([True, False, None], pa.bool_(), ["yes", "no", ""], ""),
    ([dt.date(2025, 2, 3), None], pa.date32(), ["2025-02-03", ""], "day"),
    ([MOMENT, MIDNIGHT], pa.timestamp("us"), ["2025-02-03 09:05:01", "2025-02-03"], "day"),
    ([MOMENT], pa.timestamp("ns"), ["2025-02-03 09:05:01"], "day"),
    ([MOMENT.replace(microsecond=250000)], pa.timestamp("ms"), ["2025-02-03 09:05:01.25"], "day"),
    ([MOMENT, MIDNIGHT], pa.timestamp("ms", "UTC"), ["2025-02-03 09:05:01Z", "2025-02-03 00:00:00Z"], "day"),
    ([MOMENT], pa.timestamp("s", "+01:00"), ["2025-02-03 10:05:01+0100"], "day"),
    ([10**18], pa.timestamp("us"), ["<value out of range: 1000000000000000000>"], "failed"),
    ([dt.time(1, 30), dt.time(13, 0, 5, 500000)], pa.time64("us"), ["1:30:00", "13:00:05.5"], "time"),
    ([dt.timedelta(hours=26), dt.timedelta(minutes=-90)], pa.duration("s"), ["26:00:00", "-1:30:00"], "time"),
    ([None, None], pa.null(), ["", ""], ""),
    ([["Ethics", "HR"], [], None, [None, "x"]], pa.list_(pa.string()), ["Ethics; HR", "", "", "x"], ""),
    ([[1.5, 2]], pa.list_(pa.float64(), 2), ["1.5; 2"], ""),
    ([[["x"]], None], pa.list_(pa.list_(pa.string())), ['[["x"]]', ""], ""),
]


@pytest.mark.parametrize(("values", "of", "texts", "kind"), COLUMNS, ids=[str(each[1]) for each in COLUMNS])
def test_a_column_as_text(values, of, texts, kind):
    assert column(values, of) == (texts, kind)


def test_texts_that_are_stored_once():
    assert column(pa.array(["A", None, "A"]).dictionary_encode()) == (["A", "", "A"], "")


def test_columns_in_columns_stand_beside_the_others():
    found = read(data_of(pa.table({"a": [1, 2], "b": [{"c": {"d": "x"}, "e": 1}, None]})))
    assert [heading.text for heading in found.header] == ["a", "b.c.d", "b.e"]
    assert [row.cells for row in found.rows] == [("1", "x", "1"), ("2",)]
    assert found.notices == ()


def test_what_no_cell_can_say_is_told():
    found = read(data_of(pa.table({"a": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64()))})))
    assert found.rows[0].cells == ('[["k", 1]]',)
    assert found.notices == (
        "the cells of the column `a` hold more than values or lists of them; they are read as written",
    )


def test_rows_count_from_one_and_blank_ones_are_rows():
    found = read(data_of(pa.table({"a": ["x", None, None]}), row_group_size=2))
    assert (found.head, [row.number for row in found.rows]) == (0, [1, 2, 3])


def test_a_file_without_rows_still_names_its_columns():
    data = data_of(pa.table({"who": pa.array([], pa.string()), "date": pa.array([], pa.date32())}))
    found = read_files((("log.parquet", data),), SCHEMA)
    assert isinstance(found, Unreadable)
    (problem,) = found.diagnostics
    assert (problem.code, problem.primary.text) == ("CE310", "found: `who`, `date`")


ROWS = 300_000
BOMBS = [
    (
        pa.DictionaryArray.from_arrays(pa.array([0] * ROWS, pa.int32()), ["x" * 131_072]),
        "unpacked, the Parquet file is larger than 256 MiB",
    ),
    (pa.array(["x" * 131_073]), "a cell is longer than 131072 characters"),
    (
        pa.ListArray.from_arrays(
            pa.array(range(ROWS + 1), pa.int32()),
            pa.DictionaryArray.from_arrays(pa.array([0] * ROWS, pa.int32()), ["x" * 100_000]),
        ),
        "unpacked, the Parquet file is larger than 256 MiB",
    ),
    (
        pa.DictionaryArray.from_arrays(pa.array([0] * 9_000_000, pa.int8()), ["x"]),
        "the Parquet file has more than 8000000 cells with something in them",
    ),
]


@pytest.mark.parametrize(("values", "message"), BOMBS, ids=["text", "cell", "list", "rows"])
def test_little_that_unpacks_to_much(values, message):
    data = data_of(pa.table({"a": values}))
    assert len(data) < 200_000
    found = tables_in("log.parquet", data, lambda cells: False)
    assert isinstance(found, Unreadable)
    assert (found.diagnostics[0].code, found.diagnostics[0].message) == ("CE318", message)


def test_very_many_columns():
    data = data_of(pa.table({f"c{number}": [1] for number in range(1001)}))
    found = tables_in("log.parquet", data, lambda cells: False)
    assert isinstance(found, Unreadable)
    assert found.diagnostics[0].message == "the Parquet file has more than 1000 columns"


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + bytes(60) + b"PAR1", b"PAR1" + b"\xff" * 20 + b"\x10\0\0\0PAR1"])
def test_a_footer_that_nobody_can_read(data):
    found = tables_in("log.parquet", data, lambda cells: False)
    assert isinstance(found, Unreadable)
    assert (found.diagnostics[0].code, found.diagnostics[0].message) == (
        "CE308",
        "the Parquet file is damaged or cut off",
    )
