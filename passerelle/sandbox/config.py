"""What a sandbox is started with."""

import math
from dataclasses import dataclass
from pathlib import Path


class SandboxError(Exception):
    """The sandbox cannot start, or was asked for something it does not offer; the message is for a person."""


@dataclass(frozen=True)
class SandboxConfig:
    """Settings of one sandbox. The same ``seed``, ``companies`` and ``from_path`` find the state of the last start.

    ``port`` 0 takes a free one. ``latency_ms`` is added to each call of a system. ``time_scale`` is how many of the
    vendor's seconds pass in one real second: it shortens rate-limit windows and the lives of tokens, while
    ``Retry-After`` and ``expires_in`` stay in the vendor's seconds and ``lastModified`` stays real time.
    ``from_path`` is a folder of the Belgian register's open data, or a file of records (``prepared``);
    ``relations_from_register`` also fills AdminPulse from the folder, otherwise AdminPulse starts empty then. State is
    kept under ``home``/sandbox.
    """

    home: Path = Path(".passerelle")
    port: int = 0
    companies: int = 200
    seed: int = 1
    latency_ms: float = 0
    time_scale: float = 1
    faults: str = "none"
    from_path: Path | None = None
    relations_from_register: bool = False

    def __post_init__(self) -> None:
        """Raise SandboxError for a setting out of its range."""
        if self.companies < 0:
            raise SandboxError(f"sandbox: the number of companies must be 0 or more, not {self.companies}")
        if not (math.isfinite(self.time_scale) and self.time_scale > 0):
            raise SandboxError(f"sandbox: the time scale must be above 0, not {self.time_scale}")
        if not (math.isfinite(self.latency_ms) and self.latency_ms >= 0):
            raise SandboxError(f"sandbox: the latency must be 0 ms or more, not {self.latency_ms}")
        if not 0 <= self.port <= 65535:
            raise SandboxError(f"sandbox: a port is between 0 (any free one) and 65535, not {self.port}")
