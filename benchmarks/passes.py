"""A first pass and quiet passes over an office, against the bare calls they cannot do without.

The sandbox runs in a process of its own. Each figure is the median of interleaved rounds; only ratios are printed as
results, because seconds differ from machine to machine.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options
from passerelle.mapping.loader import load_system
from passerelle.settings import Settings
from passerelle.systems.registry import open_system

ROOT = Path(__file__).parent.parent
DIRECTION = "openthebox.company>adminpulse.relation"
SCALE = "100000"
"""The vendors' limits must not be what is measured."""


@contextmanager
def sandbox(companies: int, home: Path, *options: str, scale: str = SCALE) -> Iterator[str]:
    """A sandbox in another process; its address."""
    command = [sys.executable, "-m", "passerelle", "sandbox", "--companies", str(companies), "--time-scale", scale]
    command += options
    environment = os.environ | {"PASSERELLE_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def point_at(address: str) -> None:
    """Let this process's clients talk to a sandbox."""
    for system in ("openthebox", "adminpulse"):
        os.environ[f"PASSERELLE_{system.upper()}_BASE_URL"] = f"{address}/{system}"
    for name in ("ADMINPULSE_API_KEY", "OPENTHEBOX_CLIENT_ID", "OPENTHEBOX_CLIENT_SECRET"):
        os.environ[f"PASSERELLE_{name}"] = "sandbox"
    os.environ["PASSERELLE_TIME_SCALE"] = SCALE


def one_pass(settings: Settings) -> tuple[float, dict[str, Any]]:
    """A full pass: its seconds and its counts."""
    began = time.perf_counter()
    summary = execute("openthebox-to-adminpulse", "benchmark", Options(), settings, {})
    counts = summary["streams"][DIRECTION]
    writes = sum(one["api_writes"] for one in summary["streams"].values())
    return time.perf_counter() - began, counts | {"api_writes": writes}


def bare_calls(settings: Settings) -> float:
    """Seconds for the same reads with nothing done about them."""
    source = open_system("openthebox", load_system(ROOT, "openthebox"), settings)
    target = open_system("adminpulse", load_system(ROOT, "adminpulse"), settings)
    began = time.perf_counter()
    rows = [row for page in target.pages("relation") for row in page]
    numbers = {"".join(c for c in row["enterpriseNumber"] or "" if c.isdigit()).zfill(10) for row in rows}
    source.look_up("company", sorted(numbers))
    return time.perf_counter() - began


def main(companies: int = 2_000, rounds: int = 5) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, sandbox(companies, Path(folder)) as address:
        point_at(address)
        settings = Settings(home=Path(folder), root=ROOT)
        first, counts = one_pass(settings)
        print(f"{counts['read']} relations; first pass wrote {counts['api_writes']}")
        quiet, bare = [], []
        for _ in range(rounds):
            seconds, counts = one_pass(settings)
            assert counts["api_writes"] == 0
            quiet.append(seconds)
            bare.append(bare_calls(settings))
        ratios = [one / other for one, other in zip(quiet, bare, strict=True)]
        median, least, most = statistics.median(ratios), min(ratios), max(ratios)
        print(f"quiet pass / the bare calls it makes: {median:.2f} ({least:.2f}-{most:.2f})")
        print(f"first pass / quiet pass: {first / statistics.median(quiet):.1f}")
        print(f"calls of a quiet pass per relation: {counts['api_reads'] / counts['read']:.2f}")
        print(f"largest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
