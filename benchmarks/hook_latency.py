"""How soon an edit in Reviso is in the CRM: from the edit, whose web hook is called at once, to the CRM holding it.

Start `passerelle up --sandbox` first, in the same PASSERELLE_HOME, and let `passerelle run reviso-teamsystem` make both
the same; then `python benchmarks/hook_latency.py [EDITS]`. Each edit is of another customer, after the run before.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time

import httpx

from passerelle.cli.running.server import running_up
from passerelle.settings import Settings

STATE = "/_sandbox/state/"
LOOK_S = 0.05
PAUSE_S = 2.0
"""Between two edits, as a person would."""
PATIENCE_S = 60.0


def main(edits: int) -> None:
    """Edit `edits` customers one after the other and print each time, the median and the longest."""
    up = running_up(Settings().home)
    if up is None or not up.sandbox:
        sys.exit("Start `passerelle up --sandbox` first, with the same PASSERELLE_HOME.")
    with httpx.Client(base_url=up.sandbox, timeout=20, trust_env=False) as sandbox:
        hook = _set_up(sandbox, up.hooks)
        taken = [_edit(sandbox, up.hooks, *pair) for pair in _pairs(sandbox)[:edits]]
        sandbox.delete(f"{STATE}reviso/webhook/{hook}").raise_for_status()
    print(f"edits {len(taken)}  median {statistics.median(taken):.2f} s  longest {max(taken):.2f} s")


def _set_up(sandbox: httpx.Client, receiver: str) -> str:
    """A web hook in Reviso with a key of its own; its id."""
    command = [sys.executable, "-m", "passerelle", "keys", "create", "reviso", "--user", "giulia"]
    made = subprocess.run([*command, "--url", receiver, "--json"], check=True, capture_output=True)
    form = {"name": "Benchmark", "url": json.loads(made.stdout)["address"]}
    return str(sandbox.post(f"{STATE}reviso/webhook", json=form).raise_for_status().json()["id"])


def _pairs(sandbox: httpx.Client) -> list[tuple[str, str]]:
    """Customers and their companies, those the CRM knows by number."""
    companies = sandbox.get(f"{STATE}teamsystem/company").json()
    return sorted((one["ff_reviso_number"], id_) for id_, one in companies.items() if one.get("ff_reviso_number"))


def _edit(sandbox: httpx.Client, receiver: str, number: str, company: str) -> float:
    _until_quiet(receiver)
    time.sleep(PAUSE_S)
    street = f"Via Nuova {time.time_ns() % 10**9}"
    started = time.monotonic()
    sandbox.put(f"{STATE}reviso/customer/{number}", json={"address": street}).raise_for_status()
    while street not in str(sandbox.get(f"{STATE}teamsystem/company/{company}").json()):
        if time.monotonic() - started > PATIENCE_S:
            sys.exit(f"Customer {number}: the CRM does not hold the edit after {PATIENCE_S:g} s.")
        time.sleep(LOOK_S)
    taken = time.monotonic() - started
    print(f"{number}  {taken:.2f} s")
    return taken


def _until_quiet(receiver: str) -> None:
    """Wait for the end of runs that hooks have started."""
    while (health := httpx.get(f"{receiver}/health", trust_env=False).json())["waiting"] or health["under_way"]:
        time.sleep(LOOK_S)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
