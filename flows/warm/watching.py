"""Noticing that code, mappings or suites have changed since this process loaded them."""

from __future__ import annotations

import time
from pathlib import Path

FOLDERS = ("flows", "tasks", "passerelle", "mappings", "expectations")
EVERY_S = 2.0
"""How often to look; a look reads the times of some two hundred files."""


class Watch:
    """The files that runs are made of, as they were when the watch began."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen = self._times()
        self.looked_at = time.monotonic()

    def changed(self) -> str:
        """The file that was added, removed or edited, relative to the root; empty when there is none."""
        if time.monotonic() - self.looked_at < EVERY_S:
            return ""
        self.looked_at = time.monotonic()
        times = self._times()
        different = {path for path, _ in times.items() ^ self.seen.items()}
        return str(min(different).relative_to(self.root)) if different else ""

    def _times(self) -> dict[Path, int]:
        files = (file for folder in FOLDERS for file in (self.root / folder).rglob("*.*") if file.suffix != ".pyc")
        return {file: file.stat().st_mtime_ns for file in files if file.is_file()}
