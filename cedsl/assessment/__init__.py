"""One member, exactly: credit, allocation, reasons, verdict."""

from cedsl.assessment.assess import assess

__all__ = ["assess"]
