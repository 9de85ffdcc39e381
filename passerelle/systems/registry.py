"""Opening a system by name: its own module where it has one, else what its profile alone makes of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from passerelle.mapping.models import SystemProfile
from passerelle.settings import Settings, is_by_file
from passerelle.systems.base import System
from passerelle.systems.dropped import DropFolder
from passerelle.systems.rest import RestSystem

Opener = Callable[[str, SystemProfile, Settings], System]
"""Makes the client of a connection from its name, its profile and the settings."""


def open_system(account: str, profile: SystemProfile, settings: Settings) -> System:
    """The client of a connection; makes no call yet. Its module is `passerelle.systems.<system>`, class `Client`.

    Raises ConfigurationError when credentials or settings of the connection are missing or wrong.
    """
    if is_by_file(account):
        return DropFolder(account, profile, settings)
    module = f"passerelle.systems.{profile.system}"
    client: Opener = import_module(module).Client if find_spec(module) else RestSystem
    return client(account, profile, settings)
