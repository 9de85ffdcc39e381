"""The pointer to the report of the last run: a small file, because not every file system has symbolic links."""

from __future__ import annotations

from pathlib import Path

NAME = "latest"
"""Name of the file beside the reports; it holds the id of the last run that wrote one."""


def point_to(folder: Path, run_id: str) -> None:
    """Replace the pointer at once: somebody may be reading it. Raises OSError."""
    fresh = folder / f".{NAME}-{run_id}"
    fresh.write_text(run_id + "\n", encoding="utf-8")
    fresh.replace(folder / NAME)


def latest_report(home: Path) -> Path | None:
    """The page of the last run that wrote one; None when there is none."""
    pointer = home / "reports" / NAME
    if not pointer.is_file():
        return None
    file = pointer.parent / pointer.read_text(encoding="utf-8").strip() / "index.html"
    return file if file.is_file() else None
