from pathlib import Path

import pytest

from tests.cases import Case, cases, check

FOLDER = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", cases(FOLDER), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    check(case, findings=True)
