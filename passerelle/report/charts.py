"""Charts as shapes: where each column stands and how tall it is; the template draws them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 130
"""The drawing's size; it is scaled to the width there is."""
TOP, FOOT = 18, 18
"""Room for the figure above the tallest column, and for the dates below."""
SLOT = 64
"""The widest a column's place may be: two runs are not two walls."""


@dataclass(frozen=True)
class Column:
    """One column: its place, its figure as text, and what stands below it."""

    x: float
    y: float
    width: float
    height: float
    text: str
    label: str
    current: bool

    @property
    def middle(self) -> float:
        """Where its texts are centred."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Chart:
    """One chart; `told` says in words what it shows, for those who can't see it."""

    title: str
    meaning: str
    columns: list[Column]
    told: str


def chart(
    title: str, meaning: str, values: Sequence[float], labels: Sequence[str], *, current: bool, unit: str = ""
) -> Chart:
    """Columns from left to right, on a scale that begins at 0; `current` marks the last as this run's."""
    slot = min(WIDTH / max(len(values), 1), SLOT)
    tallest = 100 if unit == "%" else max([*values, 1])
    texts = [f"{value:.0f}{unit}" for value in values]
    columns = []
    for place, (value, text, label) in enumerate(zip(values, texts, labels, strict=True)):
        height = (HEIGHT - TOP - FOOT) * value / tallest
        x, width = place * slot + slot * 0.14, slot * 0.72
        y = HEIGHT - FOOT - height
        last = current and place == len(values) - 1
        columns.append(Column(round(x, 1), round(y, 1), round(width, 1), round(height, 1), text, label, last))
    told = ", ".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True))
    return Chart(title, meaning, columns, f"{title}, run by run, oldest first: {told}.")
