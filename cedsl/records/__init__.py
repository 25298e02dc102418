"""Tables into activities, member facts, decisions and reference rows, with an outcome for every row."""

from typing import TYPE_CHECKING

from cedsl.lean import later

if TYPE_CHECKING:
    from cedsl.records.decisions import read_adjustments
    from cedsl.records.read import read_files, read_records
    from cedsl.records.reference import read_reference
    from cedsl.records.register import read_members
    from cedsl.records.values import parse_value
else:
    _HOMES = {
        "cedsl.records.decisions": "read_adjustments",
        "cedsl.records.read": "read_files read_records",
        "cedsl.records.reference": "read_reference",
        "cedsl.records.register": "read_members",
        "cedsl.records.values": "parse_value",
    }
    __getattr__ = later(__name__, _HOMES)

__all__ = ["parse_value", "read_adjustments", "read_files", "read_members", "read_records", "read_reference"]
