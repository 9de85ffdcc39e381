"""The shape of a configuration request: the vendor's form, filled in by a customer. See docs/mapping.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from passerelle.mapping.models import Strict


class Header(Strict):
    """One of the three lines above the form: the client, the environment, whom to ask."""

    label: str
    value: str | None = None


class Line(Strict):
    """One line of the form, and what its value does: it is put somewhere (`sets`, `keys`), it decides (`choices`),
    it stands in a setting of the environment (`setting`), or it does nothing yet (`later`)."""

    label: str = Field(description="the vendor's own words")
    under: str = Field("", description="the vendor's words above several lines")
    value: str | None = None
    default: str | None = Field(None, description="stands where there is no value")
    locked: bool = False
    note: str = ""
    sets: list[str] = Field([], description="paths at which the value is put")
    keys: dict[str, str] = Field({}, description="path of a code table: canonical value the line's value stands for")
    choices: dict[str, dict[str, Any]] = Field({}, description="answer: path: what is put there; null removes the key")
    setting: str = Field("", description="the variable of the environment that holds the value")
    later: bool = False

    @property
    def answer(self) -> str | None:
        """What counts: the value, else the default; None when neither says anything."""
        return next((text for text in (self.value, self.default) if text and text.strip()), None)


class Table(Strict):
    """A table of the form, and where its rows are put; a cell holds a text or several."""

    columns: list[str] = Field(min_length=1)
    beside: list[str] = Field([], description="columns that the form doesn't have")
    rows: list[list[str | list[str]]] = Field([], description="as many as the customer has")
    keys: list[str] = Field([], description="what each cell of a row is called where it is put")
    words: dict[str, str] = Field({}, description="what a cell in a column beside the form stands for")
    sets: str = Field("", description="path at which the rows are put")
    later: bool = False

    @property
    def put(self) -> list[dict[str, str | list[str]]]:
        """The rows as they are put: each cell under its key; an empty one beside the form says nothing."""
        first = len(self.columns)
        cells = [[*row[:first], *(self.words.get(str(cell), cell) for cell in row[first:])] for row in self.rows]
        return [{key: cell for key, cell in zip(self.keys, row, strict=True) if cell} for row in cells]


class Section(Strict):
    """A part of the form under a heading: lines, or a table."""

    title: str
    under: str = Field("", description="the heading above this one")
    lines: list[Line] = Field([], description="the lines under it, unless it is a table")
    table: Table | None = None


class Request(Strict):
    """One request: whose it is, and every line of the form in the form's order."""

    request: str
    title: str
    headers: list[Header] = Field(min_length=3, max_length=3)
    sections: list[Section]

    def placed(self) -> Iterator[tuple[tuple[str, ...], Line]]:
        """Every line with its key in the file."""
        for number, section in enumerate(self.sections):
            for place, line in enumerate(section.lines):
                yield ("sections", str(number), "lines", str(place)), line
