"""What has been counted since the receiver began."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Counts:
    """Calls: `received`, of them `refused` (unknown account, no or a wrong key, malformed), `unavailable` (could not be
    kept, answered 503) and `unknown` (an event that is not known to tell of any record). Hints: `repeated` (waited
    already), `unassigned` (no run is there for their stream), `given_up` (no run got through with them). Runs:
    `started`."""

    received: int = 0
    refused: int = 0
    unavailable: int = 0
    unknown: int = 0
    repeated: int = 0
    unassigned: int = 0
    given_up: int = 0
    started: int = 0
