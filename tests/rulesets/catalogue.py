"""The catalogue of regimes by which the bundled rulesets are measured: 43 regimes, 267 rules, twelve that are nasty."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Regime:
    """A regime with the number of its rules: rule 5 of regime 12 is `R12.5`."""

    number: int
    title: str
    count: int

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(f"R{self.number}.{rule}" for rule in range(1, self.count + 1))


REGIMES = (
    Regime(1, "ALA Certified Legal Manager, recertification", 8),
    Regime(2, "ALA CLM, exam retakes and loss of the mark", 3),
    Regime(3, "NALS: ALP, PLS/CLP, PP; CLE award; specialty certificates", 14),
    Regime(4, "NALA Certified Paralegal (CP) and advanced (ACP)", 10),
    Regime(5, "NFPA RP and CRP", 6),
    Regime(6, "AAPI American Alliance Certified Paralegal", 2),
    Regime(7, "California paralegals, B&P Code 6450(d)", 5),
    Regime(8, "California MCLE", 9),
    Regime(9, "New York, experienced and newly admitted", 11),
    Regime(10, "Texas attorneys", 7),
    Regime(11, "Florida attorneys", 6),
    Regime(12, "Illinois attorneys", 10),
    Regime(13, "Pennsylvania attorneys", 7),
    Regime(14, "Ohio attorneys", 8),
    Regime(15, "Washington attorneys (APR 11)", 6),
    Regime(16, "Law Society of Ontario", 7),
    Regime(17, "England & Wales solicitors (SRA)", 2),
    Regime(18, "Maine attorneys (spill-over specimen)", 3),
    Regime(19, "CPA: AICPA/NASBA model, with New Mexico and one anonymous state table as examples", 7),
    Regime(20, "California CPA", 7),
    Regime(21, "CPA Ontario (rolling three years)", 6),
    Regime(22, "CIA (IIA)", 6),
    Regime(23, "CFE (ACFE)", 7),
    Regime(24, "CMA (IMA)", 1),
    Regime(25, "(ISC)2 CISSP", 4),
    Regime(26, "PMI PMP", 6),
    Regime(27, "SHRM-CP", 3),
    Regime(28, "HRCI PHR/SPHR/PHRca", 4),
    Regime(29, "NREMT EMT (NCCP)", 7),
    Regime(30, "California RN", 6),
    Regime(31, "Pharmacists: Florida (with Arizona, Maryland, Pennsylvania variants)", 7),
    Regime(32, "Physicians: ABIM MOC; ABA and state CME as variants", 7),
    Regime(33, "Social workers: Utah", 8),
    Regime(34, "Social workers: Tennessee", 4),
    Regime(35, "California psychologists (CPD)", 7),
    Regime(36, "Counsellors: Alabama and Maine specimens; New York LMHC", 4),
    Regime(37, "Professional engineers: NCEES standard, North Dakota, North Carolina, New Hampshire", 8),
    Regime(38, "Architects: AIA (and Kentucky board)", 7),
    Regime(39, "California real-estate salesperson", 5),
    Regime(40, "Insurance producers: Alabama, Florida, Rhode Island, Kentucky, Missouri specimens", 10),
    Regime(41, "Teachers: Washington, Massachusetts, Minnesota, Ohio district specimens", 7),
    Regime(42, "Georgia court reporters", 2),
    Regime(43, "NALMS lake manager", 3),
)

RULES = tuple(rule for regime in REGIMES for rule in regime.rules)

NASTY = {
    "carry-in forfeits carry-out": ("R12.5",),
    "one hour, one requirement, but hours may be split": ("R1.5", "R41.2", "R20.4"),
    "a cap whose surplus is not dead": ("R27.3",),
    "overlapping clocks on the same records": (
        "R21.1", "R21.2", "R9.4", "R16.2", "R20.5", "R32.2", "R32.3",
    ),
    "the window's end is not the cycle's end": ("R43.1", "R30.1", "R2.1", "R1.1"),
    "rules that change inside a cycle": ("R11.5", "R31.6", "R35.6", "R13.3", "R13.4"),
    "carry-over with a life of two cycles": ("R13.4",),
    "rounding before multiplying, and per session": ("R9.8", "R9.9", "R12.8", "R37.3"),
    "repeats that depend on history and identity": ("R12.8", "R14.5", "R40.2", "R42.1", "R1.6"),
    "proration by complete months with a ladder": ("R8.6", "R20.6", "R35.7", "R9.10"),
    "spill-over with a direction": ("R18.1", "R14.6", "R29.5", "R34.1"),
    "caps as a share, and caps in caps": ("R14.5", "R8.3", "R29.2", "R10.2", "R26.3"),
}  # fmt: skip
"""What decides in each of the twelve nastiest; every rule named here has examples on both sides of its edge."""
