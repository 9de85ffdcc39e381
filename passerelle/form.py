"""Forms: what a run asks a person, in terms that any interface can show. Flat: what is nested is shown badly."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

Answers = dict[str, Any]
"""What a person has entered, by the names of the questions: text, or true and false."""


MARKS = r"([\\`*_\[\]<>|#])"
"""What Markdown would take for its own."""


def inline(text: str) -> str:
    """Text that Markdown shows as it is, in one line."""
    return re.sub(MARKS, r"\\\1", " ".join(text.split()))


@dataclass(frozen=True)
class Question:
    """One field of a form, filled in as far as its value is known.

    `help` stands under the title, in paragraphs of inline Markdown. Of `choices` one is taken; empty: free text. A
    `value` of true or false makes it a switch.
    """

    name: str
    title: str
    help: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    value: str | bool = ""
    required: bool = False

    @property
    def is_switch(self) -> bool:
        """Whether it is answered by yes or no."""
        return isinstance(self.value, bool)


@dataclass(frozen=True)
class Form:
    """Questions in the order in which they are shown."""

    questions: tuple[Question, ...]

    def as_data(self) -> dict[str, Any]:
        """The form as JSON."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Form:
        """The form that `as_data` gave."""
        rows = data["questions"]
        return cls(tuple(Question(**one | {key: tuple(one[key]) for key in ("help", "choices")}) for one in rows))
