"""What a run for news asks of the systems: ten edits among many third parties, and the same ten among a tenth of them.

Both systems hold the same third parties, and Altior the references; the hub learns them from a full run, which writes
nothing. Once with the filter of the custom field on, once with it off.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from benchmarks.firms import agreed
from benchmarks.initialisation import SCALE, calls_since, kinds, point_at_firm, run, unlimited
from benchmarks.passes import sandbox
from passerelle.settings import Settings

FILTER = "label: Filtrer la descente des tiers dans Altior avec le champ personnalisé Sellsy"
EDITS = 5
"""So many on each side."""


class News(NamedTuple):
    """What a run for news after the edits asked, call by call, and its seconds next to those of the full run."""

    calls: Counter[tuple[str, str, str]]
    writes: int
    share: float


@contextmanager
def firm(home: Path, count: int, *, filtered: bool) -> Iterator[tuple[str, Settings]]:
    """A firm of so many third parties that agree, in a sandbox, before its first run: the address, and settings."""
    root = unlimited(home / "root")
    file = root / "mappings" / "integrations" / "sellsy_thirdparties_altior.yaml"
    # A first pass reads the other system's list once for each batch.
    file.write_text(file.read_text(encoding="utf-8").replace("batch: 5000", f"batch: {count}"), encoding="utf-8")
    if not filtered:
        filter_nothing(root)
    with sandbox(0, home, "--from", str(agreed(home / "firm.json", count)), scale=SCALE) as address:
        point_at_firm(address)
        yield address, Settings(home=home, root=root)


def filter_nothing(root: Path) -> None:
    """Answer the configuration request's line of the filter with no."""
    request = root / "mappings" / "integrations" / "sellsy_altior.yaml"
    head, tail = request.read_text(encoding="utf-8").split(FILTER)
    request.write_text(f"{head}{FILTER}{tail.replace('value: Oui', 'value: Non', 1)}", encoding="utf-8")


def edit(address: str, stream: str, key: int, values: dict[str, Any]) -> None:
    """Change a record as somebody at that system does."""
    httpx.put(f"{address}/_sandbox/state/{stream}/{key}", json=values, timeout=60).raise_for_status()


def edit_ten(address: str, count: int) -> None:
    """Five edits on each side, of third parties spread over the whole base."""
    for at in range(EDITS):
        place = at * count // EDITS
        edit(address, "sellsy/company", 1001 + place, {"phone_number": f"+3319900{4000 + at}"})
        edit(address, "altior/thirdparty", 2 + place, {"capital": 123_000 + at})


def asked(calls: list[dict[str, Any]]) -> Counter[tuple[str, str, str]]:
    """The calls, ids left out of their paths."""
    return Counter((call["system"], call["method"], re.sub(r"\d{2,}|/\d+", "/…", call["path"])) for call in calls)


def news_of(count: int, *, filtered: bool) -> News:
    """The run for news after ten edits in a firm of so many third parties."""
    with tempfile.TemporaryDirectory() as folder, firm(Path(folder), count, filtered=filtered) as (address, settings):
        began = time.perf_counter()
        run(settings)
        full = time.perf_counter() - began
        edit_ten(address, count)
        first = calls_since(address, 0)
        assert kinds(first)["altior", "writes"] == kinds(first)["sellsy", "writes"] == 0
        began = time.perf_counter()
        counts = run(settings, news=True)
        seconds = time.perf_counter() - began
        assert counts["updated"] == 2 * EDITS, counts
        calls = calls_since(address, first[-1]["sequence"])
        return News(asked(calls), sum(n for (_, kind), n in kinds(calls).items() if kind == "writes"), seconds / full)


def main(count: int = 50_000) -> None:
    """Print the figures; the calls must be the same ones in both bases."""
    for filtered in (True, False):
        small, large = (news_of(size, filtered=filtered) for size in (count // 10, count))
        assert small.calls == large.calls, (small.calls, large.calls)
        print(
            f"filter {'on' if filtered else 'off'}: {2 * EDITS} edits among {count // 10} and among {count}:", end=" "
        )
        print(f"{small.calls.total()} and {large.calls.total()} calls, {large.writes} of them writes")
        for (system, method, path), times in sorted(large.calls.items()):
            print(f"  {times} {system} {method} {path}")
        print(f"  time of the run for news / of the full run: {small.share:.3f} and {large.share:.4f}")


if __name__ == "__main__":
    main()
