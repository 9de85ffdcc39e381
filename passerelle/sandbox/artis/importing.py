"""The drop folder, read as the vendor's import would, when it is asked for (facts ``art.file…``)."""

from pathlib import Path

from fastapi import Response
from pydantic import BaseModel, ConfigDict

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.artis.import_file import import_file
from passerelle.sandbox.artis.kinds import ORGANISATION, PERSON, SITE, Kind
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.system import Control, InWorld

KINDS: tuple[tuple[str, Kind], ...] = (("organisations", ORGANISATION), ("sites", SITE), ("interlocuteurs", PERSON))
"""How the names of files begin, in the order in which they are read."""
READ = "lus"


class Drop(BaseModel):
    """Which folder to read."""

    model_config = ConfigDict(extra="forbid")

    folder: Path


async def read_folder(world: InWorld, drop: Drop) -> Response:
    """Read every file that waits, and say what became of its rows."""
    if not drop.folder.is_dir():
        raise SandboxError(f"sandbox: there is no folder {drop.folder}")
    waiting = [(kind, file) for begins, kind in KINDS for file in sorted(drop.folder.glob(f"{begins}*.csv"))]
    return json_answer({"files": [import_file(world, kind, _put_away(file)) for kind, file in waiting]})


def _put_away(file: Path) -> Path:
    """Moved before it is read, so that nothing is read twice."""
    read = file.parent / READ
    try:
        read.mkdir(exist_ok=True)
        return file.replace(read / file.name)
    except OSError as error:
        raise SandboxError(f"sandbox: {file} cannot be moved to {read} ({error.strerror})") from error


import_control = Control("/import", read_folder)
