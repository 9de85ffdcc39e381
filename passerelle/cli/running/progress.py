"""Progress bars on a terminal; nothing anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from passerelle.engine.run import Progress as Tell


@contextmanager
def bars() -> Iterator[Tell]:
    """One bar per step, on standard error; yields what the engine tells of its progress."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description:24}"), BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn()
    known: dict[str, TaskID] = {}
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:

        def tell(step: str, done: int, whole: int | None) -> None:
            if step not in known:
                known[step] = progress.add_task(step, total=whole)
            elif whole:
                # The next batch of a step already shown.
                shown = next(task for task in progress.tasks if task.id == known[step])
                progress.update(known[step], total=(shown.total or 0) + whole)
            progress.advance(known[step], done)

        yield tell
