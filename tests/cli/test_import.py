"""`import`: what is understood, the questions, profiles, the clean file; and `check` with profiles and several files."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from cedsl.cli import terminal

RULES = """ruleset board "Board of Examples: renewal"
category ethics "Ethics"
category hr "Human resources"
mode live
mode recorded
member class: one of A, B "Class of membership"
require 10h within 1y { min 2h category ethics when member class is A }
"""
GERMAN = """Mitglied;Datum;Stunden;Kategorie;Raum
M-101;03.02.2025;1,5;Ethik;12b
M-102;13.02.2025;2,25;Personal – Führung;
M-103;31.04.2025;1;Ethik;
M-104;14.02.2025;1.000;Ethik;
M-105;15.02.2025;2,5;Etik;
;;;;
"""
PORTAL = """columns.Mitglied.means = "member"
columns.Datum.means = "date"
columns.Stunden.means = "hours"
columns.Kategorie.means = "category"
columns.Raum.means = "nothing"
"""
SCHEMAS = Path(__file__).parents[2] / "docs/schema"
SCHEMA = json.loads((SCHEMAS / "import-1.json").read_text("utf-8"))
CHECK = json.loads((SCHEMAS / "check-1.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def portal(run) -> None:
    Path("rules.ce").write_text(RULES)
    Path("german.csv").write_text(GERMAN, "utf-8")
    Path("portal.toml").write_text(PORTAL, "utf-8")


def document(run, *arguments: str) -> dict:
    found = json.loads(run("import", *arguments, "--format", "json").stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


# ----------------------------------------------------------------------------------------- what is told


def test_text(run, golden) -> None:
    result = run("import", "german.csv", "--rules", "rules.ce", "--profile", "portal.toml")
    golden(result.stdout, "import.txt")
    assert (result.exit_code, result.stderr) == (3, "")


def test_text_of_a_header_that_nobody_understands(run, golden) -> None:
    result = run("import", "german.csv", "--rules", "rules.ce")
    golden(result.stdout, "import-header.txt")
    assert (result.exit_code, result.stderr) == (2, "")


def test_text_without_rules(run, golden) -> None:
    """Any word is a category, and what was read is told of every bundled source."""
    fixtures = Path(__file__).parents[1] / "records" / "fixtures"
    Path("zoom.csv").write_bytes((fixtures / "zoom_participants.csv").read_bytes())
    Path("mixed.csv").write_bytes((fixtures / "mixed_dates.csv").read_bytes())
    told = [
        run("import", "zoom.csv", "--profile", "zoom-participants").stdout,
        run("import", "mixed.csv").stdout,
    ]
    golden("\n".join(told), "import-open.txt")


def test_json_has_every_row_and_every_line(run) -> None:
    found = document(run, "german.csv", "--rules", "rules.ce", "--profile", "portal.toml")
    (file,) = found["files"]
    assert file["rows"] == {"used": 0, "noted": 0, "held": 5, "refused": 0, "skipped": 2}
    assert [(each["row"], each["outcome"], each["reason"]) for each in file["remarks"]] == [
        (1, "skipped", "header"),
        (2, "held", "unknown-category"),
        (3, "held", "unknown-category"),
        (4, "held", "impossible-date"),
        (5, "held", "ambiguous-number"),
        (6, "held", "unknown-category"),
        (7, "skipped", "blank-row"),
    ]
    assert {each["heading"]: each["means"] for each in file["columns"]} == {
        "Mitglied": "member",
        "Datum": "date",
        "Stunden": "hour",
        "Kategorie": "category",
        "Raum": "nothing",
    }
    assert found["settings"][1] == 'columns.Mitglied.means = "member"'
    asked = {each["word"] or each["reason"]: each["rows"] for each in found["questions"]}
    # row 5 asks about its amount and its category
    assert asked == {"Ethik": 3, "Personal – Führung": 1, "ambiguous-number": 1, "Etik": 1}
    assert document(run, "german.csv")["files"][0]["rows"] is None


def test_a_profile_that_speaks_of_columns_in_vain(run) -> None:
    Path("other.csv").write_text("Mitglied;Datum;Std.\nM-1;13.02.2025;1\n")
    (file,) = document(run, "other.csv", "--profile", "portal.toml")["files"]
    assert file["notices"] == [
        "the profile speaks of the column `Stunden`, which is not here",
        "the profile speaks of the column `Kategorie`, which is not here",
        "the profile speaks of the column `Raum`, which is not here",
    ]


def test_each_question_of_many_rows_stands_once(run) -> None:
    rows = "".join(f"M-{number},03/04/2025,1,HR{number % 2}\n" for number in range(1000))
    Path("many.csv").write_text("member,date,hours,category\n" + rows)
    found = document(run, "many.csv", "--rules", "rules.ce")
    assert [(each["reason"], each["rows"]) for each in found["questions"]] == [
        ("ambiguous-date", 1000),
        ("unknown-category", 500),
        ("unknown-category", 500),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("german.csv", "german.csv"), "`german.csv` is named twice"),
        (("m.csv", "--about", "members"), "facts of members are read in the words of rules"),
        (("-", "--rules", "-"), "only one of the files can be `-`"),
    ],
)
def test_what_cannot_be_asked(run, arguments, message) -> None:
    Path("m.csv").write_text("member,class\nM-1,A\n")
    result = run("import", *arguments, stdin=b"")
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_file_that_is_no_table(run) -> None:
    Path("x.csv").write_bytes(b"%PDF-1.7\n")
    result = run("import", "x.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("x.csv")


# -------------------------------------------------------------------------------------------- profiles


@pytest.mark.parametrize(
    ("name", "text", "code", "help_"),
    [
        ("nope", None, "CE413", "bundled name: `ce-broker-roster`"),
        ("zoom-participant", None, "CE413", "did you mean `zoom-participants`?"),
        ("bad.toml", 'ordr = "day first"\n', "CE321", "did you mean `order`?"),
        ("bad.toml", 'order = "dmy"\n', "CE322", ""),
        ("bad.toml", "columns.A.fill = true\ncolumns.a.fill = true\n", "CE323", "keep one of the two"),
        ("bad.toml", "order\n", "CE320", "a setting is a word"),
    ],
)
@pytest.mark.parametrize("command", [("import",), ("check", "rules.ce")])
def test_a_profile_that_cannot_be_read(run, command, name, text, code, help_) -> None:
    if text is not None:
        Path(name).write_text(text)
    result = run(*command, "german.csv", "--profile", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{code} error" in result.stderr
    assert help_ in result.stderr


def test_two_profiles_about_one_kind_of_file(run) -> None:
    result = run("check", "rules.ce", "german.csv", "--profile", "portal.toml", "--profile", "mixed-dates")
    assert result.exit_code == 2
    assert "CE414 error: `portal.toml` and `mixed-dates` are both about records" in result.stderr


def test_a_profile_is_saved_and_used_again(run) -> None:
    """Without a terminal nothing is answered, so the profile is saved as it was given."""
    result = run("import", "german.csv", "--profile", "portal.toml", "--save-profile", "mine.toml")
    assert "wrote mine.toml" in result.stderr
    assert Path("mine.toml").read_text("utf-8") == 'about = "records"\n\n' + PORTAL
    again = run("import", "german.csv", "--profile", "mine.toml")
    assert again.stdout == run("import", "german.csv", "--profile", "portal.toml").stdout.replace("portal", "mine")


def test_a_profile_that_exists_is_not_overwritten_without_being_asked(run) -> None:
    result = run("import", "german.csv", "--profile", "portal.toml", "--save-profile", "portal.toml")
    assert result.exit_code == 2
    assert "`portal.toml` exists and was left as it is" in result.stderr
    assert Path("portal.toml").read_text("utf-8") == PORTAL


# ---------------------------------------------------------------------------------------- on a terminal


@pytest.fixture
def conversation(run, monkeypatch):
    """Somebody types these lines."""
    monkeypatch.setattr(terminal, "is_conversation", lambda: True)
    return lambda *arguments, typed: run(*arguments, stdin="".join(f"{line}\n" for line in typed).encode())


def test_the_questions_are_asked_once_and_the_answers_saved(conversation, golden) -> None:
    """Ethik, the decimals of row 5, Personal – Führung, Etik; Enter leaves the last one open."""
    result = conversation(
        "import",
        "german.csv",
        "--rules",
        "rules.ce",
        "--profile",
        "portal.toml",
        "--save-profile",
        "mine.toml",
        typed=["ethics", "2", "9", "1", ""],
    )
    golden(result.stdout, "import-asked.txt")
    assert result.exit_code == 3
    assert Path("mine.toml").read_text("utf-8") == (
        'about = "records"\n\n'
        + PORTAL.replace(
            'columns.Raum.means = "nothing"\n',
            'columns.Kategorie.values.Ethik = "ethics"\n'
            'columns.Kategorie.values."Personal – Führung" = "hr"\n'
            'columns.Raum.means = "nothing"\n',
        ).replace(
            'columns.Kategorie.means = "category"\n',
            'columns.Stunden.values."1.000" = "1"\ncolumns.Kategorie.means = "category"\n',
        )
    )


def test_whoever_has_enough_stops(conversation) -> None:
    result = conversation("import", "german.csv", "--rules", "rules.ce", typed=["1", "q"])
    assert result.stdout.count("Number, or Enter") == 2
    assert result.exit_code == 2


def test_answers_are_kept_where_somebody_says(conversation) -> None:
    """A file that is read, one without a folder and a folder are no places; a profile that exists is asked about."""
    Path("taken").mkdir()
    typed = ["1", "q", "german.csv", "no/mine.toml", "taken", "portal.toml", "n", "mine.toml"]
    result = conversation("import", "german.csv", typed=typed)
    assert "`german.csv` is read here; give another name" in result.stdout
    assert "`no/mine.toml` cannot be written; give another name" in result.stdout
    assert "`taken` cannot be written; give another name" in result.stdout
    assert Path("portal.toml").read_text("utf-8") == PORTAL
    assert Path("mine.toml").read_text("utf-8") == 'about = "records"\n\ncolumns.Mitglied.means = "member"\n'
    assert "wrote mine.toml" in result.stderr


@pytest.mark.parametrize("typed", [["1", "q", ""], ["1", "q"]])
def test_answers_that_nobody_wants_to_keep(conversation, typed) -> None:
    before = set(Path().iterdir())
    result = conversation("import", "german.csv", typed=typed)
    assert result.exit_code == 2
    assert "your answers are not saved; --save-profile FILE keeps them" in result.stderr
    assert set(Path().iterdir()) == before


def test_the_members_file_given_as_records(run) -> None:
    Path("members.csv").write_text("License No,Class of membership\nM-1,A\n")
    result = run("import", "members.csv", "--rules", "rules.ce")
    said = "no column says on which day the activity was completed; `Class of membership` is a fact about members"
    assert said in result.stdout
    assert "Next   cedsl import members.csv --about members --rules rules.ce\n" in result.stdout
    assert run("import", "members.csv", "--about", "members", "--rules", "rules.ce").exit_code == 0
    result = run("check", "rules.ce", "members.csv")
    assert "is this the file of members? `cedsl check` takes it with --members" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "next_"),
    [
        (("my log.csv",), "cedsl import 'my log.csv' --rules rules.ce"),
        (
            ("my log.csv", "--profile", "portal.toml"),
            "cedsl import 'my log.csv' --rules rules.ce --profile portal.toml",
        ),
        (("good.csv", "--members", "my log.csv"), "cedsl import 'my log.csv' --about members --rules rules.ce"),
    ],
)
def test_a_check_of_columns_that_nobody_understands_names_the_next_step(run, arguments, next_) -> None:
    Path("my log.csv").write_text("Wer,Wann\nM-1,2025-02-03\n")
    Path("good.csv").write_text("member,date,hours\nM-1,2025-02-03,1\n")
    result = run("check", "rules.ce", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"\n\nNext   {next_}\n")


def test_rules_and_records_exchanged(run) -> None:
    result = run("import", "rules.ce", "--rules", "german.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "cedsl: `german.csv` holds no rules; --rules names the file of rules\n"
        "  help: cedsl import german.csv --rules rules.ce ...\n"
    )


def test_a_check_of_decisions_that_nobody_understands_has_no_such_step(run) -> None:
    Path("good.csv").write_text("member,date,hours\nM-1,2025-02-03,1\n")
    Path("decided.csv").write_text("Wer,type\nM-1,waiver\n")
    result = run("check", "rules.ce", "good.csv", "--adjustments", "decided.csv")
    assert "CE310" in result.stderr
    assert "Next" not in result.stderr


def test_a_header_is_settled_step_by_step(conversation) -> None:
    """Whose, when, how much; then 1.000 is left open, and the other columns are settled by a word and a number."""
    result = conversation(
        "import", "german.csv", "--save-profile", "mine.toml", typed=["1", "1", "1", "", "category", "1"]
    )
    assert result.exit_code == 3
    assert 'columns.Stunden.means = "amount"' in Path("mine.toml").read_text("utf-8")
    assert 'columns.Kategorie.means = "category"' in Path("mine.toml").read_text("utf-8")
    assert 'columns.Raum.means = "nothing"' in Path("mine.toml").read_text("utf-8")


@pytest.mark.parametrize(("typed", "kept"), [(["n"], True), (["y"], False)])
def test_replacing_a_profile_is_asked(conversation, typed, kept) -> None:
    Path("one.csv").write_text("member,date,hours\nM-1,2025-02-03,1\n")
    result = conversation("import", "one.csv", "--save-profile", "portal.toml", typed=typed)
    assert (Path("portal.toml").read_text("utf-8") == PORTAL) is kept
    assert result.exit_code == (2 if kept else 0)


def test_a_real_terminal(run) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cedsl", "import", "german.csv", "--profile", "portal.toml"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env={**os.environ, "TERM": "dumb"}
    ) as process:
        os.close(theirs)
        os.write(ours, b"1\n\n")
        said = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:
                break
            if not more:
                break
            said += more
        assert process.wait(60) == 3
    assert b"Are there decimals or thousands in `1.000`" in said
    assert b"7 rows: 4 used, 1 held, 2 skipped" in said


# --------------------------------------------------------------------------------------- the clean file


def test_the_clean_file_and_the_table_of_held_rows(run) -> None:
    result = run(
        "import", "german.csv", "--profile", "portal.toml", "--output", "clean.csv", "--held", "held.csv"
    )
    assert result.exit_code == 3
    assert Path("clean.csv").read_text("utf-8") == (
        "member,date,amount,unit,category\n"
        "M-101,2025-02-03,1.5,hour,Ethik\n"
        "M-102,2025-02-13,2.25,hour,Personal – Führung\n"
        "M-105,2025-02-15,2.5,hour,Etik\n"
    )
    assert Path("held.csv").read_text("utf-8") == (
        "file,sheet,row,why,Mitglied,Datum,Stunden,Kategorie,Raum\n"
        "german.csv,,4,the date `31.04.2025` does not exist,M-103,31.04.2025,1,Ethik,\n"
        "german.csv,,5,is `1.000` 1 or 1000? 1000 hours in one day cannot be,M-104,14.02.2025,1.000,Ethik,\n"
    )
    again = run("import", "clean.csv", "--output", "again.csv")
    assert again.exit_code == 0
    assert Path("again.csv").read_bytes() == Path("clean.csv").read_bytes()


def test_held_rows_that_are_nowhere_are_told(run) -> None:
    result = run("import", "german.csv", "--profile", "portal.toml", "--output", "-")
    assert result.stdout.startswith("member,date,amount,unit,category\n")
    assert "2 held rows are not in the clean file; --held FILE writes them" in result.stderr
    assert "7 rows: 3 used, 2 held, 2 skipped" in result.stderr


def test_no_clean_file_of_a_header_that_nobody_understands(run) -> None:
    result = run("import", "german.csv", "--output", "clean.csv")
    assert result.exit_code == 2
    assert "no clean file is written" in result.stderr
    assert not Path("clean.csv").exists()


def test_no_formula_leaves_in_a_clean_file(run) -> None:
    Path("x.csv").write_text('member,date,hours,title\n=1+1,2025-02-03,1,@SUM(A1)\n+1,2025-02-03,2,"\t=x"\n')
    run("import", "x.csv", "--output", "clean.csv", "--held", "held.csv")
    lines = Path("clean.csv").read_text("utf-8").splitlines()
    assert lines == ["member,date,amount,unit,title", "'=1+1,2025-02-03,1,hour,'@SUM(A1)", "'+1,2025-02-03,2,hour,'=x"]
    run("import", "clean.csv", "--output", "again.csv")
    assert Path("again.csv").read_bytes() == Path("clean.csv").read_bytes()


def test_the_clean_file_is_checked_as_the_files_are(run) -> None:
    """Each of the bundled sources comes to the same verdicts by way of its clean file."""
    fixtures = Path(__file__).parents[1] / "records" / "fixtures"
    sources = {
        "lms-completions": "lms_completions.csv",
        "webex-attendees": "webex_attendees.csv",
        "zoom-participants": "zoom_participants.csv",
        "ce-broker-roster": "roster_positional.csv",
    }
    Path("open.ce").write_text("require 2h within 1y\n")
    for profile, name in sources.items():
        Path(name).write_bytes((fixtures / name).read_bytes())
        run("import", name, "--rules", "open.ce", "--profile", profile, "--output", f"clean-{name}")
        own = json.loads(run("check", "open.ce", name, "--profile", profile, *AS_OF).stdout)
        clean = json.loads(run("check", "open.ce", f"clean-{name}", *AS_OF).stdout)
        verdicts = {each["member"]: (each["verdict"], each["still_to_earn"]) for each in own["members"]}
        for each in clean["members"]:
            assert verdicts[each["member"]] == (each["verdict"], each["still_to_earn"]), (profile, each["member"])


AS_OF = ("--as-of", "2025-06-30", "--format", "json")


# --------------------------------------------------------------------------------------- the members' file


MEMBERS = "Nr;Klasse;gültig ab\nM-101;A;03.02.2024\nM-102;C;13.02.2024\n"


def test_the_file_of_members(run, golden) -> None:
    Path("m.csv").write_text(MEMBERS, "utf-8")
    Path("m.toml").write_text(
        'about = "members"\ncolumns.Nr.means = "member"\ncolumns.Klasse.means = "class"\n'
        'columns."gültig ab".means = "from"\n',
        "utf-8",
    )
    result = run("import", "m.csv", "--rules", "rules.ce", "--profile", "m.toml", "--output", "clean.csv")
    golden(result.stdout, "import-members.txt")
    assert result.exit_code == 3
    assert Path("clean.csv").read_text("utf-8") == "member,from,until,class\nM-101,2024-02-03,,A\nM-102,,,\n"
    asked = document(run, "m.csv", "--rules", "rules.ce", "--profile", "m.toml")["questions"]
    assert asked[0]["choices"][0]["settings"] == ['columns.Klasse.values.C = "A"']


# ------------------------------------------------------------------------------ several files in one check


def test_several_files_in_one_check(run) -> None:
    """1.5 + 8 = 9.5 of M-101: 0.5 short. Each file is told with its own rows."""
    Path("german.csv").write_text("Mitglied;Datum;Stunden;Kategorie\nM-101;13.02.2025;1.5;ethics\n", "utf-8")
    Path("second.csv").write_text("Mitglied,Datum,Stunden,Kategorie\nM-101,2025-03-03,8,hr\nM-102,2025-03-03,10,hr\n")
    Path("m.csv").write_text("Nr;Klasse\nM-101;A\nM-102;B\n")
    Path("m.toml").write_text('about = "members"\ncolumns.Nr.means = "member"\ncolumns.Klasse.means = "class"\n')
    both = ("rules.ce", "german.csv", "second.csv", "--members", "m.csv", "--profile", "portal.toml")
    both = (*both, "--profile", "m.toml", "--as-of", "2025-12-31")
    result = run("check", *both)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[1:4] == [
        "Read   2 rows from german.csv: 1 used, 1 skipped (the header)",
        "       3 rows from second.csv: 2 used, 1 skipped (the header)",
        "       3 rows from m.csv: 2 used, 1 skipped (the header)",
    ]
    assert "M-101  SHORT  0.5 hours still to earn" in lines
    assert lines[-1] == "1 short, 1 met (2 members, 2 statements, 5 rows, as of 2025-12-31)"
    next_ = next(line for line in lines if line.startswith("Next   "))
    why = run(*next_.removeprefix("Next   cedsl ").split())
    assert why.exit_code == 1
    assert "german.csv row 2  2025-02-13  ethics: 1.5 credited" in why.stdout
    assert "second.csv row 2  2025-03-03  hr: 8 credited" in why.stdout
    found = json.loads(run("check", *both, "--format", "json").stdout)
    jsonschema.Draft202012Validator(CHECK).validate(found)
    assert found["file"] == "german.csv, second.csv"
    assert [(each["file"], each["rows"]["used"]) for each in found["files"]] == [("german.csv", 1), ("second.csv", 2)]
    assert found["rows"]["used"] == 3


def test_a_file_that_is_named_twice_would_count_twice(run) -> None:
    result = run("check", "rules.ce", "german.csv", "german.csv")
    assert result.exit_code == 2
    assert "`german.csv` is named twice" in result.stderr


def test_a_day_after_today_and_after_the_day_of_the_check_is_held(run) -> None:
    Path("x.csv").write_text("member,date,hours\nM-1,2199-01-01,1\n")
    found = json.loads(run("check", "rules.ce", "x.csv", "--as-of", "2025-12-31", "--format", "json").stdout)
    assert [each["reason"] for each in found["remarks"]] == ["header", "in-the-future"]
    assert document(run, "x.csv", "--as-of", "2199-12-31")["files"][0]["rows"]["used"] == 1


# ----------------------------------------------------------------------------------------- very long cells


def test_a_very_long_cell_is_cut_wherever_a_person_reads_it(run) -> None:
    """10,000 letters in every column, and in a heading; programs and the table of held rows keep the whole cell."""
    long = "x" * 10_000
    rows = [
        f"{long},2025-02-03,1,hr,a\n",
        f"M-1,{long},1,hr,a\n",
        f"M-1,2025-02-03,{long},hr,a\n",
        f"M-1,2025-02-03,1 {long},hr,a\n",
        f"M-1,2025-02-03,1,hr; {long},a\n",
        f"M-1,2025-02-03,1,hr,{long}\n",
    ]
    Path("long.csv").write_text(f"member,date,hours,category,title,{long}\n" + "".join(rows))
    told = run("import", "long.csv", "--rules", "rules.ce", "--held", "held.csv").stdout
    assert max(map(len, told.splitlines())) < 200
    assert f"row 3 held: `{'x' * 60}…` cannot be read as a date" in told
    assert f"Which category is `{'x' * 60}…` in the column `category`? (1 row)" in told
    # `columns.category.values.` 24, the cell in quotes 10,006, ` = ` 3, `"hr; ethics"` 12
    assert "a line of 10045 characters (all of it: --format json)" in told
    found = document(run, "long.csv", "--rules", "rules.ce")
    assert {"reason": "unknown-category", "word": long} in [
        {"reason": each["reason"], "word": each["word"]} for each in found["questions"]
    ]
    held = Path("held.csv").read_text().splitlines()
    assert [long in row for row in held] == [True, True, True, True, True]
    for command in ("check", "why"):
        told = run(command, "rules.ce", "long.csv", "--as-of", "2025-12-31", "--member", "M-1").stdout
        assert max(map(len, told.splitlines())) < 200
    assert f"row 7  2025-02-03  {'x' * 120}…" in told


# ------------------------------------------------------------------------------------------- little by little


def test_what_is_understood_of_a_header_is_told_before_anything_is_read(run) -> None:
    Path("half.csv").write_text("Name,Wann,Credit minutes,unit\nM-1,2025-02-03,90,min\n")
    result = run("import", "half.csv", "--rules", "rules.ce")
    assert (
        "       Name            member\n"
        "       Credit minutes  amount in minutes\n"
        "       unit            unit\n"
        "       no column says on which day the activity was completed\n"
    ) in result.stdout


def test_a_file_without_any_record_says_so(run) -> None:
    Path("bare.csv").write_text("member,date,hours\n,,\n")
    assert "       no row of it is a record\n\n" in run("import", "bare.csv").stdout
    result = run("import", "bare.csv", "--about", "members", "--rules", "rules.ce")
    assert "       no row of it is about a member\n\n" in result.stdout


def test_a_column_of_units_is_not_called_an_amount(run) -> None:
    Path("clean.csv").write_text("member,date,amount,unit\nM-1,2025-02-03,90,min\n")
    assert "       unit    the unit of the amount\n" in run("import", "clean.csv", "--rules", "rules.ce").stdout
