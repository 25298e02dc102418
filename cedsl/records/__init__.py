"""Tables into activities and member facts, with an outcome for every row."""

from cedsl.records.read import read_records
from cedsl.records.register import read_members
from cedsl.records.values import parse_value

__all__ = ["parse_value", "read_members", "read_records"]
