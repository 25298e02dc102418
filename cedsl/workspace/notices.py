"""Notices to members: made one by one from the reports of a check, written into one file or into a folder of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.languages import collecting, missing_messages
from cedsl.publishing.notice import notice
from cedsl.publishing.notice_files import INDEX, Listed, file_names, files_of
from cedsl.publishing.notice_ledger import Held
from cedsl.publishing.report import Checked
from cedsl.publishing.tongue import Tongue, speaking
from cedsl.publishing.translated import translated
from cedsl.records.outcome import Outcome, Outcomes, RowOutcome, called
from cedsl.verdict import MemberResult
from cedsl.workspace.folders import check_place, write_folder

if TYPE_CHECKING:
    from cedsl.publishing.render_pdf import Paper
    from cedsl.publishing.render_sandbox import Templates

NoticeForm: TypeAlias = Literal["html", "pdf", "txt"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How notices are wanted. `paper` is for a PDF, `templates` are for the others."""

    form: NoticeForm
    tongue: Tongue
    paper: Paper = "a4"
    templates: Templates | None = None


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A report with what all its notices share: the ruleset in the language, and the rows that can never count."""

    checked: Checked
    ruleset: Ruleset
    untranslated: tuple[str, ...]
    refused: Mapping[str, Sequence[RowOutcome]]
    held: Held

    @staticmethod
    def of(checked: Checked, tongue: Tongue) -> Sheaf:
        said = translated(checked.ruleset, tongue)
        refused: dict[str, list[RowOutcome]] = {}
        for each in (row for records in checked.records for row in records.outcomes.remarked.values()):
            if each.outcome is Outcome.REFUSED and each.member:
                refused.setdefault(each.member, []).append(each)
        return Sheaf(checked, said.ruleset, said.untranslated, refused, _held(checked))


def _held(checked: Checked) -> Held:
    """What is to be said of the rows that wait for somebody, also of those with decisions."""
    several = (*(records.outcomes for records in checked.records), *_decided(checked))
    return {
        (called(each.file, each.sheet), each.row): each
        for outcomes in several
        for each in outcomes.remarked.values()
        if each.outcome is Outcome.HELD
    }


def _decided(checked: Checked) -> tuple[Outcomes, ...]:
    return () if checked.decisions is None else (checked.decisions.outcomes,)


@dataclass(frozen=True, slots=True)
class Pending:
    """A notice that is still to be made, and the name of its file in a folder of them."""

    sheaf: Sheaf
    member: MemberResult
    file: str

    @property
    def listed(self) -> Listed:
        header = self.sheaf.checked.ruleset.header
        verdict = self.member.verdict.value
        return Listed(self.member.member, header.name, header.edition or "", verdict, self.file)


def pending(reports: Sequence[Checked], form: NoticeForm, tongue: Tongue) -> tuple[Pending, ...]:
    """A notice for every member of every report, in their order."""
    sheaves = [Sheaf.of(each, tongue) for each in reports]
    several = len({each.ruleset.header.name for each in reports}) > 1
    found = [(sheaf, member) for sheaf in sheaves for member in sheaf.checked.members]
    ids = [
        (member.member, sheaf.checked.ruleset.header.name) if several else (member.member,) for sheaf, member in found
    ]
    return tuple(
        Pending(sheaf, member, f"{name}.{form}") for (sheaf, member), name in zip(found, file_names(ids), strict=True)
    )


def made(asked: Pending, wanted: Wanted) -> bytes:
    """The notice as the bytes of its file.

    Raises RefusedError where the form cannot be made: a package is missing, or one of the templates is wrong.
    """
    from cedsl.publishing.render import laid_out
    from cedsl.publishing.render_pdf import as_pdf

    sheaf, member = asked.sheaf, asked.member
    refused = sheaf.refused.get(member.member, ())
    with collecting(wanted.tongue) as tongue, speaking(tongue):
        document = notice(sheaf.ruleset, member, sheaf.checked.as_of, refused, sheaf.held)
        if wanted.form == "pdf":
            return as_pdf(document, wanted.paper)
        english = (*sheaf.untranslated, *missing_messages(tongue))
        text = laid_out(document, wanted.form, templates=wanted.templates, untranslated=english)
        return text.encode("utf-8", "backslashreplace")


def write_notices(path: str, files: Iterable[tuple[str, bytes]]) -> None:
    """A folder of notices in the place of the former one, whole or not at all.

    Raises TakenError where the folder holds anything else, and OSError where it cannot be written.
    """
    write_folder(path, files, _is_of_notices)


def check_notices(path: str) -> None:
    """Raises what `write_notices` would raise because of what stands there."""
    check_place(path, _is_of_notices)


def foreign(path: str) -> tuple[str, ...]:
    """The names of what in a folder is no notice that its list names; of a folder without such a list all."""
    return _foreign(Path(path))


def _is_of_notices(folder: Path) -> bool:
    """Whether everything in it is a notice that its list names."""
    return not _foreign(folder)


def _foreign(folder: Path) -> tuple[str, ...]:
    names = sorted(each.name for each in folder.iterdir())
    try:
        named = files_of((folder / INDEX).read_text("utf-8"))
    except (OSError, ValueError):
        named = None
    return tuple(each for each in names if named is None or (each != INDEX and each not in named))
