"""What a file is decides its content, never its name; and every row of every sheet has an outcome."""

import gzip
import io
import random
import struct
import subprocess
import sys
import zipfile

import pytest
import xlwt

from cedsl.records import read_members
from cedsl.records.intake import table_in, tables_in
from cedsl.records.outcome import Outcome, Register, Unreadable
from cedsl.records.profile import ColumnSetting, Profile
from cedsl.records.read import read_files
from cedsl.records.table import Table
from tests.records.examples import SCHEMA
from tests.records.workbooks import SHEET, Ods, packed, repacked, row, rows_xlsx, said, saved, sheet_xlsx, xlsx

ROWS = (("member", "date", "hours", "category"), ("M-1", "2025-02-03", 1.5, "Ethics"), ("M-2", "2025-02-04", 2, "HR"))


def read(data, profile=None, name="log"):
    return read_files(((name, data),), SCHEMA, profile or Profile())


def brief(records):
    return [(each.sheet, each.row, each.outcome.value, each.reason) for each in records.outcomes]


def in_xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Log")
    for at, values in enumerate(ROWS):
        for column, value in enumerate(values):
            sheet.write(at, column, value)
    return saved(book)


def in_ods():
    book = Ods()
    sheet = book.sheet("Log")
    for values in ROWS:
        row(sheet, *(said(str(each)) for each in values))
    return book.data()


def in_parquet():
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    columns = list(zip(*ROWS[1:], strict=True))
    parquet.write_table(pa.table(dict(zip(ROWS[0], map(list, columns), strict=True))), out)
    return out.getvalue()


IN_CSV = "\n".join(",".join(map(str, each)) for each in ROWS)
IN_LINES = "\n".join(f'{{"member": "{m}", "date": "{d}", "hours": {h}, "category": "{c}"}}' for m, d, h, c in ROWS[1:])

FORMS = {
    "csv": IN_CSV.encode(),
    "tsv": IN_CSV.replace(",", "\t").encode(),
    "utf-16": b"\xff\xfe" + IN_CSV.encode("utf-16-le"),
    "utf-16 unmarked": IN_CSV.encode("utf-16-be"),
    "lines": IN_LINES.encode(),
    "lines, utf-16": b"\xff\xfe" + IN_LINES.encode("utf-16-le"),
    "xlsx": rows_xlsx(*ROWS),
    "xls": in_xls(),
    "ods": in_ods(),
    "parquet": in_parquet(),
}


@pytest.mark.parametrize("form", FORMS)
def test_one_table_in_every_form(form):
    """1.5 h for M-1 and 2 h for M-2, whatever the file is called."""
    (records,) = read(FORMS[form], name="records.txt")
    found = [(each.member, str(each.on), each.amount.number, each.tags[0].category) for each in records.activities]
    assert found == [("M-1", "2025-02-03", 1.5, "Ethics"), ("M-2", "2025-02-04", 2, "HR")]


# ------------------------------------------------------------------------------------------- sheets


def several(*sheets):
    """A workbook with these sheets: name, state, rows."""

    def fill(book):
        book.remove(book.active)
        for name, state, rows in sheets:
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            for each in rows:
                sheet.append(each)

    return xlsx(fill)


LISTS = (("Ethics",), (), ("HR",))


def test_every_sheet_with_a_header_is_read_and_every_row_of_the_others_is_told():
    data = several(
        ("Lists", "visible", LISTS),
        ("2024", "visible", ROWS),
        ("Empty", "visible", ()),
        ("2025", "visible", (("Log 2025",), *ROWS)),
        ("Old", "hidden", ROWS),
    )
    lists, first, second, old = read(data)
    assert brief(lists) == [
        ("Lists", 1, "skipped", "other-sheet"),
        ("Lists", 2, "skipped", "blank-row"),
        ("Lists", 3, "skipped", "other-sheet"),
    ]
    assert lists.outcomes[0].sentence == "the sheet `Lists` is not read: no row of it names the columns"
    assert [(each[0], each[2]) for each in brief(first)] == [("2024", "skipped"), ("2024", "used"), ("2024", "used")]
    assert len(second.outcomes) == 4
    assert [each.outcome for each in old.outcomes] == [Outcome.SKIPPED] * 3
    assert old.notices == ("the sheet `Old` is hidden and is not read; a profile can name it",)


def test_a_profile_names_the_sheet_also_a_hidden_one():
    data = several(("2025", "visible", ROWS), ("Old", "hidden", ROWS))
    now, old = read(data, Profile(sheet="old"))
    assert now.notices == ("the sheet `2025` is not read: the profile names another one",)
    assert len(old.activities) == 2


def test_a_header_where_the_profile_says_it_is():
    data = several(("Notes", "visible", (("x",), ("y",))), ("Log", "visible", (("Log",), ("member",), *ROWS)))
    notes, log = read(data, Profile(header=3))
    assert [each.reason for each in notes.outcomes] == ["other-sheet"] * 2
    assert [each.reason for each in log.outcomes] == ["title", "title", "header", "", ""]


def test_a_sheet_without_a_header_has_numbered_columns():
    means = {"column 1": "member", "column 2": "date", "column 3": "hours", "column 4": "category"}
    columns = {heading: ColumnSetting(means=each) for heading, each in means.items()}
    (records,) = read(rows_xlsx(*ROWS[1:]), Profile(header=0, columns=columns))
    assert [(each.member, each.row) for each in records.activities] == [("M-1", 1), ("M-2", 2)]


def test_a_header_of_two_rows_ends_with_the_lower_one():
    """Its cells are merged downwards, so the lower row says everything."""

    def fill(book):
        for values in (("member", "date", "hours"), (None, None, None, "category"), ("M-1", "2025-02-03", 1, "Ethics")):
            book.active.append(values)
        for place in ("A1:A2", "B1:B2", "C1:C2"):
            book.active.merge_cells(place)

    (records,) = read(xlsx(fill))
    assert [each.reason for each in records.outcomes] == ["title", "header", ""]
    assert records.activities[0].tags[0].category == "Ethics"


def test_the_facts_of_members_stand_in_one_sheet_and_the_others_are_told():
    members = (("member", "class"), ("M-1", "Active"))
    data = several(("Lists", "visible", (("x",),)), ("2025", "visible", members), ("2024", "visible", members))
    register = read_members("m.xlsx", data, SCHEMA)
    assert isinstance(register, Register)
    assert register.facts.keys() == {"M-1"}
    assert "the sheet `Lists` is not read: no row of it names the columns" in register.notices
    assert "the sheet `2024` is not read: one table is wanted, and the sheet `2025` is the first" in register.notices


NO_SHEET = [
    (
        several(("A", "visible", ROWS), ("B", "visible", ())),
        Profile(sheet="Log"),
        "CE319",
        "the workbook has no sheet `Log`",
        "it has `A`, `B`; correct `sheet` in the profile",
    ),
    (
        several(("A", "visible", ()), ("B", "hidden", ROWS)),
        Profile(),
        "CE319",
        "every sheet with anything in it is hidden: `B`",
        "show the sheet in your spreadsheet and save, or name it as `sheet` in a profile",
    ),
    (rows_xlsx(()), Profile(), "CE300", "the file is empty", None),
    (
        several(("A", "visible", ROWS), ("B", "visible", ())),
        Profile(sheet="B"),
        "CE300",
        "the file is empty",
        None,
    ),
    (
        rows_xlsx(*ROWS),
        Profile(header=9),
        "CE300",
        "the header should be in row 9, the file ends before row 4",
        "correct `header` in the profile",
    ),
]


@pytest.mark.parametrize(("data", "profile", "code", "message", "help_"), NO_SHEET, ids=range(len(NO_SHEET)))
def test_no_sheet_to_read(data, profile, code, message, help_):
    found = read(data, profile)
    assert isinstance(found, Unreadable)
    (problem,) = found.diagnostics
    assert (problem.code, problem.message) == (code, message)
    assert help_ is None or problem.help == help_


def test_a_sheet_that_is_alone_says_what_its_header_lacks():
    found = read(rows_xlsx(("Report",), (), ("member", "hours"), ("M-1", 1)))
    assert isinstance(found, Unreadable)
    assert [each.code for each in found.diagnostics] == ["CE310", "CE311"]


def test_a_table_in_which_every_row_counts():
    """Rows of reference tables and decisions: a formula without a result is a problem of the file."""
    cells = "<c r='A1' t='str'><v>member</v></c><c r='B1' t='str'><v>type</v></c>"
    rows = (
        f"<row r='1'>{cells}</row><row r='2'><c r='A2'><f>B9</f></c><c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c></row>"
    )
    found = table_in("w.xlsx", sheet_xlsx(rows), lambda cells: "type" in cells)
    assert isinstance(found, Unreadable)
    assert [(each.code, each.message) for each in found.diagnostics] == [
        ("CE324", "row 2 of the sheet `Log`: the formula in column 1 has no result yet"),
        ("CE324", "row 2 of the sheet `Log`: the formula in column 2 failed"),
    ]
    assert {found.source.text_at(each.primary.span) for each in found.diagnostics} == {"=B9\t#DIV/0!"}
    lines = table_in("w.jsonl", b'{"member": "M"}\n{"member"\n', lambda cells: True)
    assert isinstance(lines, Unreadable)
    (problem,) = lines.diagnostics
    assert problem.message == "row 2: the line cannot be read: it is no complete object in braces"
    assert lines.source.text_at(problem.primary.span) == '{"member"'


# ------------------------------------------------------------------------------------ other programs


def ole(*streams):
    """A compound file with these names at its top."""
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = [("Root Entry", 5, 1)] + [(name, 2, 0xFFFFFFFF) for name in streams]
    directory = b""
    for at, (name, sort, child) in enumerate(entries):
        right = at + 1 if 0 < at < len(streams) else 0xFFFFFFFF
        text = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<III", 0xFFFFFFFF, right, child)
        directory += text.ljust(64, b"\0") + struct.pack("<HBB", len(text), sort, 1) + links
        directory += bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + struct.pack(
        "<108I", *[0xFFFFFFFF] * 108
    )
    return header + fat + directory.ljust(512, b"\0")


FOREIGN = [
    (packed({"[Content_Types].xml": b"", "word/document.xml": b""}), "a Word document"),
    (packed({"ppt/presentation.xml": b""}), "a PowerPoint presentation"),
    (packed({"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": b""}), "a workbook in the binary format (.xlsb)"),
    (packed({"Index/Document.iwa": b""}), "a document of Numbers, Pages or Keynote"),
    (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "an OpenDocument text"),
    (packed({"records.csv": b"member,date"}), "a packed file (zip)"),
    (b"PK\x05\x06" + bytes(18), "a packed file (zip)"),
    (gzip.compress(b"member,date"), "a packed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)"),
    (b"%PDF-1.7\n", "a PDF"),
    (b"{\\rtf1 member", "a document with formatting (RTF)"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff\xe0", "a picture"),
    (b"\0\0\0\x18ftypheic", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x09\x04\x06\x00\x00\x00\x10\x00", "a workbook of a very old spreadsheet"),
    (ole("WordDocument", "1Table"), "a Word document"),
    (ole("PowerPoint Document"), "a PowerPoint presentation"),
    (ole("__properties_version1.0"), "a message of Outlook"),
    (ole("Contents"), "a file of another program"),
    (b"\n<html><table><tr><td>member</td></tr></table></html>", "a web page"),
    (b"<TABLE border=1>", "a web page"),
    (b"<?xml version='1.0'?><!DOCTYPE html><html>", "a web page"),
    (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a web page"),
    (
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        ),
        "a workbook written as XML",
    ),
    (b"<?xml version='1.0'?><records/>", "an XML file"),
    (b'[{"member": "M-1"},', "a list in JSON"),
    (b'{\n  "member": "M-1"\n}\n', "JSON, but without an object in each line"),
]


@pytest.mark.parametrize(("data", "what"), FOREIGN, ids=[what for _, what in FOREIGN])
def test_a_file_of_another_program_is_named_and_says_what_to_do(data, what):
    found = read(data)
    assert isinstance(found, Unreadable)
    (problem,) = found.diagnostics
    assert (problem.code, problem.message) == ("CE307", f"this is {what}, not a table")
    assert problem.help


@pytest.mark.parametrize("heading", ["ORCID", "PARENT", "PARTICIPANT", "PAR1", "FEA1", "ARROW1", "BZh", "GIF8"])
def test_a_table_that_begins_with_the_letters_of_another_program_is_a_table(heading):
    found = table_in("w.csv", f"{heading},date\n1,2025-01-01\n".encode(), lambda cells: "date" in cells)
    assert isinstance(found, Table)
    assert [each.text for each in found.header] == [heading, "date"]


LOCKED = [
    (ole("EncryptionInfo", "EncryptedPackage"), "the workbook is locked with a password"),
    (b"PARE" + bytes(20), "the Parquet file is locked with a password"),
]


@pytest.mark.parametrize(("data", "message"), LOCKED, ids=["workbook", "parquet"])
def test_a_password(data, message):
    found = read(data)
    assert isinstance(found, Unreadable)
    assert (found.diagnostics[0].code, found.diagnostics[0].message) == ("CE308", message)


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods", "parquet"])
def test_a_file_that_is_cut_off(form):
    whole = FORMS[form]
    for part in (30, 90):
        found = read(whole[: len(whole) * part // 100])
        assert isinstance(found, Unreadable)
        (problem,) = found.diagnostics
        what = "Parquet file" if form == "parquet" else "workbook"
        assert (problem.code, problem.message) == ("CE308", f"the {what} is damaged or cut off")


# --------------------------------------------------------------------------------------------- bombs


def refused(data):
    found = tables_in("f", data, lambda cells: False)
    assert isinstance(found, Unreadable)
    return found.diagnostics[0].code, found.diagnostics[0].message


def bomb(size):
    """A workbook whose sheet unpacks to so many bytes."""
    sheet = b"<worksheet xmlns='x'><sheetData>" + b" " * size + b"</sheetData></worksheet>"
    return repacked(rows_xlsx(*ROWS), {SHEET: sheet})


def test_a_sheet_that_unpacks_without_end():
    data = bomb(300 * 1024 * 1024)
    assert len(data) < 500_000
    assert refused(data) == ("CE318", "unpacked, the workbook is larger than 256 MiB")


def test_a_sheet_that_is_larger_than_it_says():
    data = bytearray(bomb(40 * 1024 * 1024))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    struct.pack_into("<I", data, place + 24, 1000)
    assert refused(bytes(data)) == ("CE308", "the workbook is damaged or cut off")


def test_a_packed_file_with_very_many_parts():
    data = packed({f"xl/{number}": b"" for number in range(10_001)})
    assert refused(data) == ("CE318", "the packed file has more than 10000 parts")


def test_very_many_sheets():
    book = Ods()
    for number in range(1001):
        book.sheet(f"S{number}")
    assert refused(book.data()) == ("CE318", "the workbook has more than 1000 sheets")


def test_a_line_without_end():
    data = b"member,date\n" + b"x" * (20 * 1024 * 1024)
    assert refused(data) == ("CE318", "a line of the file is longer than 8388608 characters")


# ------------------------------------------------------------------------------------------- damage


def damaged(seed, whole):
    """The file with some bytes changed, or cut off, or said twice; of a packed one, of a part of it."""
    draw = random.Random(seed)

    def change(data):
        found = bytearray(data)
        for _ in range(draw.choice((1, 2, 4, 16))):
            found[draw.randrange(len(found))] = draw.choice((0, 1, 34, 60, 62, 127, 255, draw.randrange(256)))
        if draw.random() < 0.15:
            found = found[: draw.randrange(len(found))]
        if draw.random() < 0.1:
            at = draw.randrange(len(found) + 1)
            found[at:at] = found[at : at + draw.randrange(300)]
        return bytes(found)

    if not whole.startswith(b"PK") or draw.random() < 0.2:
        return change(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as old:
        name = draw.choice([each.filename for each in old.infolist() if each.file_size])
    return repacked(whole, {name: change})


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods", "parquet", "lines", "utf-16"])
def test_damage_ends_in_a_sentence(form):
    """Whatever is left of a file, it is a table or one sentence."""
    for seed in range(250):
        found = tables_in("f", damaged(seed, FORMS[form]), lambda cells: "member" in cells)
        if isinstance(found, Unreadable):
            assert found.diagnostics[0].message, seed
        else:
            assert all(table.rows or table.header for table in found), seed


# ------------------------------------------------------------------------------------ what is needed

WITHOUT = """
import sys
sys.modules["pyarrow"] = None
from cedsl.cli import main
main()
"""


def run(program, *arguments, folder):
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules.ce").write_text("require 3h within 3y\n")
    (tmp_path / "log.xlsx").write_bytes(FORMS["xlsx"])
    (tmp_path / "log.csv").write_bytes(FORMS["csv"])
    (tmp_path / "log.parquet").write_bytes(FORMS["parquet"])
    return tmp_path


def test_a_part_that_is_not_installed_is_one_sentence(folder):
    done = run(WITHOUT, "check", "rules.ce", "log.parquet", "--as-of", "2025-12-31", folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "log.parquet  CE309 error: reading Parquet files needs one more part. "
        'Install it with: pip install "cedsl[import]"'
    )
    assert "Traceback" not in done.stderr


def test_a_workbook_needs_no_further_part(folder):
    done = run(WITHOUT, "check", "rules.ce", "log.xlsx", "--as-of", "2025-12-31", folder=folder)
    assert done.returncode == 1, done.stderr
    assert "M-1" in done.stdout


LOADED = """
import sys
from cedsl.cli import cedsl
cedsl(sys.argv[1:], standalone_mode=False)
print(sorted({"pyarrow", "numpy", "openpyxl", "python_calamine"} & sys.modules.keys()), file=sys.stderr)
"""


def test_a_text_loads_no_library_of_other_forms(folder):
    done = run(LOADED, "check", "rules.ce", "log.csv", "--as-of", "2025-12-31", folder=folder)
    assert done.stderr == "[]\n"


def test_the_sign_that_no_text_has_is_shown_as_one_that_cannot_be_shown():
    """JSON can write a byte 0, which no other text has; what is read can be written and read again."""
    found = tables_in("log.jsonl", b'{"member": "M-\\u00001", "hours": 2}\n', lambda cells: False)
    assert not isinstance(found, Unreadable)
    (table,) = found
    assert [row.cells for row in table.rows] == [("M-\ufffd1", "2")]
