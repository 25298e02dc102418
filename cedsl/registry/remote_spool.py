"""Tables of verdicts kept on disk until it is known how their amounts are written."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from cedsl.quantity import written
from cedsl.registry.exact import Found
from cedsl.registry.figures import Tables, fits
from cedsl.registry.result import Batch


class Spool:
    """Batches in a folder. Amounts are numbers where those of all members can be. `names`: whether to remember them."""

    def __init__(self, folder: Path, *, names: bool) -> None:
        self._names = names
        self._columns = (folder / "columns").open("w+b")
        self._found = (folder / "found").open("w+b")
        self._decimal = True
        self._ticks = 1
        self.members: set[str] = set()
        """Everybody who is in it, where names are remembered."""

    def keep(self, batches: Iterable[Batch]) -> None:
        """Members whom columns decided."""
        for each in batches:
            self._decimal &= is_decimal(each)
            if self._names:
                self.members.update(each.members.column(0).to_pylist())
            pickle.dump(packed(each), self._columns)

    def keep_found(self, found: Sequence[Found], ticks: int) -> None:
        """Members who were decided one by one; `ticks` make their amounts whole."""
        self._ticks = lcm(self._ticks, ticks)
        if self._names:
            self.members.update(each.member for each in found)
        pickle.dump(found, self._found)

    def batches(self) -> Iterator[Batch]:
        """Everything that was kept, once; all batches have one form."""
        decimal = self._decimal and fits(self._ticks)
        for data in _several(self._columns):
            batch = unpacked(data)
            yield (
                batch if decimal or not is_decimal(batch) else Batch(*map(_in_text, (batch.members, batch.statements)))
            )
        tables = Tables(decimal=decimal)
        for found in _several(self._found):
            if found:
                yield tables.of_found(found)

    def close(self) -> None:
        """Nothing can be kept or taken any more."""
        self._columns.close()
        self._found.close()


def _several(file: BinaryIO) -> Iterator[Any]:
    file.flush()
    file.seek(0)
    while True:
        try:
            yield pickle.load(file)  # noqa: S301 - written above, in a folder of this process alone
        except EOFError:
            return


def is_decimal(batch: Batch) -> bool:
    """Whether the amounts of a batch are numbers."""
    return bool(pa.types.is_decimal(batch.members.schema.field("still").type))


def packed(batch: Batch) -> tuple[bytes, bytes]:
    """A batch as bytes that another machine can read."""
    return _stream(batch.members), _stream(batch.statements)


def unpacked(data: tuple[bytes, bytes]) -> Batch:
    """The batch that was packed."""
    members, statements = (pa.ipc.open_stream(each).read_next_batch() for each in data)
    return Batch(members, statements)


def _stream(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_batch(batch)
    return bytes(sink.getvalue())


def _in_text(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same with its amounts as text."""
    columns, fields = [], []
    for column, field in zip(batch.columns, batch.schema, strict=True):
        if not pa.types.is_decimal(field.type):
            columns.append(column)
            fields.append(field)
            continue
        coded = column.dictionary_encode()
        texts = [written(Fraction(each)) for each in coded.dictionary.to_pylist()]
        columns.append(pa.array(texts, pa.string()).take(coded.indices))
        fields.append(field.with_type(pa.string()))
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))
