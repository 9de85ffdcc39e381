"""A filter in words: names, values and marks."""

import re
from dataclasses import dataclass
from typing import Any

from passerelle.sandbox.teamsystem.odata.comparing import Invalid

WORD = re.compile(
    r"""\s*(?:
    (?P<text>'(?:[^']|'')*')
    |(?P<moment>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)(?![\w.])
    |(?P<number>-?\d+(?:\.\d+)?)(?![\w.])
    |(?P<name>[A-Za-z_]\w*)
    |(?P<mark>[(),])
    )""",
    re.VERBOSE,
)
NAMED: dict[str, Any] = {"null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Word:
    """One word: what it is and as it was written."""

    kind: str
    text: str

    @property
    def is_value(self) -> bool:
        """Whether it is a value, not a name or a mark."""
        return self.kind in ("text", "moment", "number") or self.text in NAMED

    @property
    def value(self) -> Any:
        """What it stands for; moments stay texts."""
        if self.kind == "text":
            return self.text[1:-1].replace("''", "'")
        if self.kind == "number":
            return float(self.text) if "." in self.text else int(self.text)
        return NAMED.get(self.text, self.text)


def words(text: str) -> list[Word]:
    """The words of a filter.

    Raises Invalid where none can be read, such as at a text that does not end.
    """
    found, at = [], 0
    while text[at:].strip():
        match = WORD.match(text, at)
        if match is None:
            raise Invalid(f"the filter cannot be read from character {at + 1} on")
        found.append(Word(str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found
