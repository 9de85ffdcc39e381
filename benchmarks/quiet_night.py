"""A quiet night of a large office, as the systems see it: what each was asked, and that nothing was written."""

from __future__ import annotations

import resource
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from benchmarks.passes import ROOT, one_pass, point_at, sandbox
from passerelle.settings import Settings


def calls_since(address: str, mark: int) -> list[dict[str, Any]]:
    """What the systems were asked after a call's number, without token requests."""
    found = httpx.get(f"{address}/_sandbox/requests", params={"since": mark}, timeout=60).raise_for_status().json()
    return [call for call in found if "/oauth/" not in call["path"]]


def main(companies: int = 5_910) -> None:
    """Two passes; print what the second one asked. So many companies bring some 5,000 relations to look at."""
    with tempfile.TemporaryDirectory() as folder, sandbox(companies, Path(folder)) as address:
        point_at(address)
        settings = Settings(home=Path(folder), root=ROOT)
        one_pass(settings)
        mark = calls_since(address, 0)[-1]["sequence"]
        _, counts = one_pass(settings)
        calls = calls_since(address, mark)
        kinds = Counter((call["system"], call["method"]) for call in calls)
        asked = {call["path"] for call in calls if call["system"] == "openthebox"}
        print(f"{counts['read']} relations read, of which {counts['skipped']} are none of this integration's")
        print(f"openthebox: {kinds['openthebox', 'GET']} reads for {len(asked)} companies")
        print(f"AdminPulse: {kinds['adminpulse', 'GET']} reads (pages of its list)")
        print(f"calls that write: {sum(count for (_, method), count in kinds.items() if method != 'GET')}")
        print(f"largest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
