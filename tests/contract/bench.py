"""What the contract of the systems is tried on: a stand-in, clients of it, and sample values."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from passerelle.errors import PasserelleError
from passerelle.mapping.models import SystemProfile
from passerelle.mapping.selection import selections
from passerelle.mapping.writer import to_body
from passerelle.settings import Settings, variable
from passerelle.systems.base import System
from passerelle.systems.registry import open_system
from tests.sandbox_fixture import Sandbox

ROOT = Path(__file__).parents[2]
TIME_SCALE = 20
NOT_OAUTH = r"^(?!.*/oauth/)"


@dataclass(frozen=True)
class Case:
    """A system and a stream of it; what it offers is in its profile. `constants`: raw attributes a new record needs."""

    system: str
    stream: str
    constants: dict[str, Any] = field(default_factory=dict)


SAMPLES: dict[str, tuple[str, str]] = {
    "name": ("Bakkerij Proef", "Slagerij Toets"),
    "legal_form": ("610", "014"),
    "enterprise_number": ("0403449823", "0417497106"),
    "vat_number": ("BE0403449823", "BE0417497106"),
    "website": ("www.bakkerij-proef.be", "www.slagerij-toets.be"),
    "phone": ("+3223151351", "+3292223344"),
    "street": ("Eikstraat", "Korenmarkt"),
    "house_number": ("16", "2B"),
    "box": ("3", "12"),
    "postcode": ("1000", "9000"),
    "town": ("Brussel", "Gent"),
    "country": ("BE", "NL"),
    "incorporation_date": ("1974-11-01", "2001-02-28"),
    "status": ("active", "ceased"),
    "language": ("nl", "fr"),
    "kind": ("company", "sole_trader"),
    "year_end": ("--12-31", "--06-30"),
    "first_name": ("Anna", "Jan"),
    "last_name": ("Peeters", "Janssens"),
    "source_page": ("https://openthebox.be/person/p1", "https://openthebox.be/person/p2"),
}
"""Two values of each canonical field of a company, in canonical spelling."""


@dataclass
class Bench:
    """A case under test: its stand-in, and clients opened with the environment the test sets."""

    case: Case
    profile: SystemProfile
    sandbox: Sandbox
    monkeypatch: pytest.MonkeyPatch
    opened: list[System] = field(default_factory=list)

    def set(self, name: str, value: str) -> None:
        """Set one of the connection's variables."""
        self.monkeypatch.setenv(variable(self.case.system, name), value)

    def open(self, profile: SystemProfile | None = None) -> System:
        """A client, with the profile given or its own."""
        settings = Settings(time_scale=TIME_SCALE)
        self.opened.append(open_system(self.case.system, profile or self.profile, settings))
        return self.opened[-1]

    def ids(self) -> list[str]:
        """The ids of every record the stand-in holds."""
        return list(self.sandbox.state(self.case.system, self.case.stream))

    def calls(self) -> list[dict[str, Any]]:
        """What the stand-in was asked, without token requests."""
        return [call for call in self.sandbox.requests(self.case.system) if "/oauth/" not in call["path"]]

    def fault(self, profile: str, **narrowed: Any) -> None:
        """Make the stand-in misbehave, tokens aside."""
        self.sandbox.fault(profile, system=self.case.system, path=NOT_OAUTH, **narrowed)

    def body(self, which: int) -> dict[str, Any]:
        """A body that creates a record with the first or second sample of every field that can be written."""
        system = self.open()
        body = to_body(self.profile, self.case.stream, self.samples(which), None) | self.case.constants
        return system.complete_body(self.case.stream, body, creating=True)

    def samples(self, which: int, changing: bool = False) -> dict[str, str]:
        """Canonical columns that can be written (on a change of a record: then too) and their sample values."""
        allowed = (True,) if changing else (True, "create")
        places = [place for place in selections(self.profile.streams[self.case.stream]) if place.map_.write in allowed]
        return {place.column: SAMPLES[place.field][which] for place in places}


def told(kind: type[PasserelleError], act: Callable[[], object], *words: str) -> str:
    """What a person is told: one line without a secret, naming these words."""
    with pytest.raises(kind) as caught:
        act()
    text = str(caught.value)
    assert type(caught.value) is kind
    assert len(text.splitlines()) == 1
    assert all(word in text for word in words), text
    shown = "".join(traceback.format_exception(caught.value))
    assert "wr0ng-s3cret" not in shown
    assert "The above exception" not in shown
    assert "During handling" not in shown
    return text
