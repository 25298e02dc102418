"""How numbers of a workbook become text: by the format that shows them, and exactly."""

from decimal import Decimal

import pytest

from cedsl.records.intake_looks import exactly_written, look_of, number_written, numeral, shown

SHOWN = [
    # numbers
    ("1.5", "General", "1.5", "number"),
    ("45700", "0", "45700", "number"),
    ("0.5", "[Red]0.00", "0.5", "number"),
    ("1234.5", "#,##0.00", "1234.5", "number"),
    ("1234.5", '_("$"* #,##0.00_);_("$"* (#,##0.00)', "1234.5", "number"),
    ("1", "[$€-407] 0.00", "1", "number"),
    ("3.25", "# ?/?", "3.25", "number"),
    ("5", "0.00E+00", "5", "number"),
    ("5", '[>4]"many";0', "5", "number"),
    ("3", "@", "3", "number"),
    ("-7", "000", "-7", "number"),
    ("7.5", "000", "7.5", "number"),
    # words beside a number say its unit, or whose number it is
    ("0.5", '0.0" h"', "0.5 h", "number"),
    ("1.5", "0.0 \\h", "1.5 h", "number"),
    ("90", '#" min"', "90 min", "number"),
    ("0.15", '0.00 "CEU"', "0.15 CEU", "number"),
    ("2", 'General" h"', "2 h", "number"),
    ("-2", '0" h"', "-2", "number"),
    # leading zeros
    ("7", "000", "007", "number"),
    ("12345", "0000", "12345", "number"),
    ("7", '"RN"0000', "RN0007", "number"),
    ("123456789", "000-00-0000", "123-45-6789", "number"),
    ("12345678901", "000-00-0000", "12345-67-8901", "number"),
    ("7", '"0"00\\-00', "000-07", "number"),
    # per cent
    ("0.92", "0%", "92%", "number"),
    ("0.335", "0.0%", "33.5%", "number"),
    # days and times
    ("45691", "dd/mm/yyyy", "2025-02-03", "day"),
    ("45691", "[$-407]d. mmm yyyy", "2025-02-03", "day"),
    ("45691.3784837963", "yyyy-mm-dd hh:mm:ss", "2025-02-03 09:05:01", "day"),
    ("45691.37848669", "yyyy-mm-dd hh:mm:ss.000", "2025-02-03 09:05:01.250", "day"),
    ("45691.9999999999", "dd.mm.yyyy", "2025-02-04", "day"),
    ("3", 'd" days"', "1900-01-03", "day"),
    ("59", "d/m/yy", "1900-02-28", "day"),
    ("60", "d/m/yy", "1900-02-29", "day"),
    ("61", "d/m/yy", "1900-03-01", "day"),
    ("2958464.99999999999", "d/m/yy", "9999-12-31", "day"),
    ("2958465", "d/m/yy", "2958465", "number"),
    ("-1", "d/m/yy", "-1", "number"),
    ("0", "h:mm", "0:00:00", "time"),
    ("0.0625", "h:mm AM/PM", "1:30:00", "time"),
    ("1.25", "h:mm", "1900-01-01 06:00:00", "day"),
    ("1.25", "[h]:mm", "30:00:00", "time"),
    ("0.0625", "[mm]:ss", "1:30:00", "time"),
    ("-0.5", "[h]:mm", "-12:00:00", "time"),
    ("0.00001157407", "ss", "0:00:01", "time"),
    ("0.0000028935185", "ss.00", "0:00:00.250", "time"),
]


@pytest.mark.parametrize(("number", "code", "text", "kind"), SHOWN)
def test_a_number_as_its_format_shows_it(number, code, text, kind):
    found, sort = shown(Decimal(number), look_of(code))
    assert (found, sort.value) == (text, kind)


def test_days_counted_from_1904():
    """1462 days lie between the two first days."""
    assert shown(Decimal(45691 - 1462), look_of("d/m/yy"), True)[0] == "2025-02-03"
    assert shown(Decimal("0.5"), look_of("d/m/yy"), True)[0] == "12:00:00"
    assert shown(Decimal(2957002), look_of("d/m/yy"), True)[0] == "9999-12-30"
    assert shown(Decimal(2957003), look_of("d/m/yy"), True)[0] == "2957003"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("45700.0", "45700"),
        ("4.57E+4", "45700"),
        ("1.1000000000000001", "1.1"),  # what a spreadsheet stores for 1.1
        ("0.30000000000000004", "0.3"),  # 0.1 + 0.2
        ("2.9999999999999996", "3"),
        ("0.83333333333333337", "0.833333333333333"),  # 50 / 60
        ("12345678901234567", "12345678901234567"),
        ("-0.0", "0"),
        ("1E+22", "10000000000000000000000"),
        ("1E+999999", "1E+999999"),
        ("1E-7", "0.0000001"),
    ],
)
def test_fifteen_digits(number, text):
    assert number_written(Decimal(number)) == text


def test_all_digits_where_none_is_dust():
    assert exactly_written(Decimal("0.30000000000000004")) == "0.30000000000000004"
    assert exactly_written(Decimal("1.50")) == "1.5"


@pytest.mark.parametrize("text", ["", "nan", "1,5", "0x10", "1e", "--1", "1_000", "١٢", "1E+9999999"])
def test_no_numeral(text):
    assert numeral(text) is None
