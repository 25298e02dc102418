"""Tables into activities, member facts, decisions and reference rows, with an outcome for every row."""

from cedsl.records.decisions import read_adjustments
from cedsl.records.read import read_files, read_records
from cedsl.records.reference import read_reference
from cedsl.records.register import read_members
from cedsl.records.values import parse_value

__all__ = ["parse_value", "read_adjustments", "read_files", "read_members", "read_records", "read_reference"]
