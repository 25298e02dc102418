"""An administrator's folder of templates, read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cedsl.publishing.render_refused import RefusedError
from cedsl.workspace.files import MIB

if TYPE_CHECKING:
    from cedsl.publishing.render_sandbox import Templates

ENDINGS = (".jinja", ".css")
MOST_TEMPLATE = MIB


def load_templates(folder: str) -> Templates:
    """The templates and styles in the folder, by their names in it (`html/title.html.jinja`).

    Raises RefusedError where it is no folder, holds none, or one of them cannot be read.
    """
    place = Path(folder)
    if not place.is_dir():
        raise RefusedError(f"there is no folder `{folder}`")
    files = sorted(each for each in place.rglob("*") if each.name.endswith(ENDINGS) and each.is_file())
    if not files:
        raise RefusedError(f"no template is in `{folder}`", "it holds files such as html/title.html.jinja")
    return {each.relative_to(place).as_posix(): _text(each) for each in files}


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_TEMPLATE:
            raise RefusedError(f"the template `{file}` is larger than {MOST_TEMPLATE // MIB} MiB")
        return file.read_text("utf-8")
    except OSError as error:
        raise RefusedError(f"the template `{file}` cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:
        raise RefusedError(f"the template `{file}` is not UTF-8") from None
