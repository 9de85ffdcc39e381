"""What is known of an import before anything is written: what a person checks, completes and decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cost:
    """What an import takes from the balance at the source: sheets asked for, those kept already, those to be pulled,
    and the credits left (None where the source has not told)."""

    wanted: int
    kept: int
    to_pull: int
    left: int | None

    @property
    def sentence(self) -> str:
        """The cost for people."""
        left = "" if self.left is None else f"; {self.left} left before it"
        return f"{self.to_pull} of {self.wanted} sheets to be pulled, a credit each ({self.kept} are kept){left}"


@dataclass(frozen=True)
class Asked:
    """A question of the target about new records: each choice is the word to give and what it is called; without
    choices any text will do. `answer` is the configuration's, empty where it has none."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    required: bool
    answer: str


@dataclass(frozen=True)
class Value:
    """What would be written in one field, with the target's own words for the field and where it stands."""

    field: str
    label: str
    place: str
    value: str | None
    required: bool = False
    choices: Sequence[str] = ()
    assumed: bool = False


@dataclass(frozen=True)
class Difference:
    """A field in which the target holds another value (`there`) than the import would write (`here`)."""

    field: str
    label: str
    there: str | None
    here: str | None


@dataclass(frozen=True)
class Existing:
    """The target's record that this one is."""

    id: str
    page: str
    name: str


@dataclass(frozen=True)
class Finding:
    """What the register says otherwise. `code`: ceased, site_closed, moved, other_name, not_public or unreachable;
    `suggested` is the register's value for the field."""

    code: str
    field: str
    sentence: str
    suggested: str | None = None


@dataclass(frozen=True)
class Doubt:
    """A value that looks wrong and yet holds nothing back."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Subject:
    """A company, site or contact of an import; `id` is its key in the overrides. `held`: why it would be held back as
    it stands; `missing`: fields the target requires and nothing is known for; `others`: ids it has in other sheets."""

    kind: str
    id: str
    name: str
    values: Sequence[Value]
    existing: Existing | None = None
    differences: Sequence[Difference] = ()
    findings: Sequence[Finding] = ()
    held: Sequence[str] = ()
    missing: Sequence[str] = ()
    doubts: Sequence[Doubt] = ()
    others: Sequence[str] = ()


@dataclass(frozen=True)
class Prepared:
    """An import that could be carried out."""

    cost: Cost
    subjects: Sequence[Subject]
    asks: Sequence[Asked] = ()
    notes: Sequence[str] = field(default_factory=list)

    @property
    def companies(self) -> list[Subject]:
        """The companies."""
        return self._of("company")

    @property
    def sites(self) -> list[Subject]:
        """The sites that become entries of their own."""
        return self._of("site")

    @property
    def contacts(self) -> list[Subject]:
        """Every contact the sheets hold, chosen or not."""
        return self._of("contact")

    def _of(self, kind: str) -> list[Subject]:
        return [one for one in self.subjects if one.kind == kind]
