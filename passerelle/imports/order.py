"""What somebody asks to have imported, as plain data: it waits for a person in the hub as well as in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from passerelle.errors import ConfigurationError
from passerelle.quality.checks import is_siren, is_siret
from passerelle.transforms.french import SIREN, fr_siren, fr_siret

ALL = "all"
"""Instead of ids of contacts: every contact of the companies asked for."""
BETWEEN = re.compile(r"[,;\n\t]")
COLUMN = re.compile(r"siret|siren|num[ée]ros?", re.IGNORECASE)
"""What the first row of a list of numbers may say above them."""


@dataclass(frozen=True)
class Order:
    """Companies by SIRET or SIREN, their chosen contacts, and what a person says over what the source says.

    `overrides`: by id of the record (a SIREN, a SIRET for a site, an id of a contact) canonical fields and their
    values; an empty one takes the source's value away. `answers`: what the target asks of new records. `checked`: a
    person has looked at it, and means what was refused before, too.
    """

    numbers: tuple[str, ...]
    contacts: tuple[str, ...] = ()
    update_existing: bool = False
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    force: bool = False
    checked: bool = False

    def as_data(self) -> dict[str, Any]:
        """The order as JSON takes it; `of` is the inverse."""
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Order:
        """An order from its data."""
        lists = {name: tuple(data.get(name) or ()) for name in ("numbers", "contacts")}
        return cls(**{**data, **lists})

    def with_(self, **changes: Any) -> Order:
        """The same order with something else in it."""
        return replace(self, **changes)


def parse_numbers(typed: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """SIRET and SIREN as people type or paste them: the right ones, each once, and a sentence for each wrong one."""
    right, wrong = [], []
    for one in (part.strip() for text in typed for part in BETWEEN.split(text)):
        if not one or COLUMN.fullmatch(one):
            continue
        number, problem = _read(one)
        if number:
            right.append(number)
        else:
            wrong.append(problem)
    if not (right or wrong):
        wrong = ["Name at least one company by its SIRET or SIREN, e.g. 732 829 320 00074."]
    return tuple(dict.fromkeys(right)), wrong


def numbers_in(file: Path) -> list[str]:
    """The first column of a text or CSV file, to be parsed. Raises ConfigurationError for one that cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(
            f"{file} cannot be read as a list of numbers ({problem}); save it in UTF-8, one number a line."
        ) from None
    return [first for line in lines if (first := BETWEEN.split(line)[0].strip().strip('"'))]


def _read(typed: str) -> tuple[str | None, str]:
    """A number, or what is wrong with it."""
    siret, siren = fr_siret(typed) or "", fr_siren(typed) or ""
    if is_siret(siret):
        return siret, ""
    if is_siren(siren):
        return siren, ""
    kind = "SIREN" if len(siren) == SIREN and siren.isdecimal() else "SIRET"
    digits = "nine" if kind == "SIREN" else "fourteen"
    return None, f"'{typed}' is no {kind}: expected {digits} digits with a right check digit; look for a typing error."
