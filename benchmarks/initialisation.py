"""The initialisation of a firm both ways, with reconciliation by SIRET, checked in the systems themselves.

5,000 third parties in Sellsy and 5,000 in Altior, 3,000 of them in both under names typed differently: 7,000 on each
side afterwards, none twice, and nothing to write the second time.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from benchmarks.firms import overlapping
from benchmarks.passes import ROOT, sandbox
from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options
from passerelle.settings import Settings

INTEGRATION = "sellsy-thirdparties-altior"
SCALE = "500"
"""The vendors' limits must not be what is measured, nor the life of Sellsy's tokens, an hour."""
ASKS = ("/search", "/access-tokens")
"""How paths of POST end that change nothing."""
Record = dict[str, Any]


def point_at_firm(address: str) -> None:
    """Let this process's clients talk to a firm's systems in a sandbox."""
    os.environ |= {
        "PASSERELLE_SELLSY_BASE_URL": f"{address}/sellsy/v2",
        "PASSERELLE_SELLSY_TOKEN_URL": f"{address}/sellsy/oauth2/access-tokens",
        "PASSERELLE_SELLSY_CLIENT_ID": "sandbox",
        "PASSERELLE_SELLSY_CLIENT_SECRET": "sandbox",
        "PASSERELLE_ALTIOR_BASE_URL": f"{address}/altior",
        "PASSERELLE_ALTIOR_API_KEY": "sandbox",
        "PASSERELLE_TIME_SCALE": SCALE,
    }


def unlimited(folder: Path) -> Path:
    """A copy of the mappings in which Sellsy's limit is far away: the margin kept to it is not the vendor's time."""
    for name in ("mappings", "expectations"):
        shutil.copytree(ROOT / name, folder / name)
    profile = folder / "mappings" / "systems" / "sellsy.yaml"
    text = profile.read_text(encoding="utf-8")
    assert "calls: 20, seconds: 1" in text
    profile.write_text(text.replace("calls: 20, seconds: 1", "calls: 1000000, seconds: 1"), encoding="utf-8")
    return folder


def run(settings: Settings, **options: Any) -> Counter[str]:
    """A run both ways that creates: its counts, of both ways together."""
    summary = execute(INTEGRATION, "benchmark", Options(create_missing=True, **options), settings, {})
    assert summary["state"] == "completed", summary["error"]
    assert not summary["problems"], summary["problems"][:5]
    return sum((Counter(counts) for counts in summary["streams"].values()), Counter())


def held(address: str, system: str, stream: str) -> dict[str, Record]:
    """What a system holds, by id."""
    url = f"{address}/_sandbox/state/{system}/{stream}"
    records: dict[str, Record] = httpx.get(url, timeout=120).raise_for_status().json()
    return records


def calls_since(address: str, mark: int) -> list[Record]:
    """What the systems were asked after a call's number, without token requests."""
    answer = httpx.get(f"{address}/_sandbox/requests", params={"since": mark}, timeout=120).raise_for_status()
    return [call for call in answer.json() if not call["path"].endswith("/access-tokens")]


def kinds(calls: list[Record]) -> Counter[tuple[str, str]]:
    """How many calls read and how many wrote, by system."""
    return Counter(
        (call["system"], "reads" if call["method"] == "GET" or call["path"].endswith(ASKS) else "writes")
        for call in calls
    )


def sirets(address: str) -> tuple[dict[str, str], dict[str, str]]:
    """The SIRET of each record of Sellsy and of Altior, by id. None may stand twice on a side."""
    companies, parties = held(address, "sellsy", "company"), held(address, "altior", "thirdparty")
    left = {f"company/{id_}": re.sub(r"\D", "", one["legal_france"]["siret"]) for id_, one in companies.items()}
    right = {id_: one["siret"] for id_, one in parties.items()}
    for side in (left, right):
        assert len(set(side.values())) == len(side), "a SIRET stands twice"
    return left, right


def references(address: str) -> dict[str, str]:
    """Sellsy's record of each of Altior's, by the one reference it holds."""
    parties = held(address, "altior", "thirdparty")
    assert all(len(one["references"]) == 1 for one in parties.values()), "a reference is missing"
    return {id_: one["references"][0]["value"] for id_, one in parties.items()}


def check(address: str, before: tuple[dict[str, str], dict[str, str]], both: int) -> int:
    """Look at both systems after the initialisation; how many records were adopted. Raises AssertionError."""
    left, right = sirets(address)
    every = {*before[0].values(), *before[1].values()}
    assert set(left.values()) == set(right.values()) == every
    named = references(address)
    assert len(set(named.values())) == len(named) == len(left)
    assert all(left[value] == right[id_] for id_, value in named.items()), "a reference leads to another SIRET"
    adopted = sum(id_ in before[1] and value in before[0] for id_, value in named.items())
    assert adopted == both
    return adopted


def main(sellsy: int = 5_000, altior: int = 5_000, both: int = 3_000) -> None:
    """Initialise, check, run again, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        firm = overlapping(home / "firm.json", sellsy, altior, both)
        with sandbox(0, home, "--from", str(firm), scale=SCALE) as address:
            point_at_firm(address)
            _initialise(address, Settings(home=home, root=unlimited(home / "root")), both)


def _initialise(address: str, settings: Settings, both: int) -> None:
    before = sirets(address)
    began = time.perf_counter()
    counts = run(settings)
    first = time.perf_counter() - began
    adopted = check(address, before, both)
    left, right = sirets(address)
    print(f"{len(before[0])} and {len(before[1])} third parties: {len(left)} and {len(right)} afterwards", end="; ")
    print(f"{adopted} adopted, {counts['created']} created")
    calls = calls_since(address, 0)
    for (system, kind), count in sorted(kinds(calls).items()):
        print(f"  {system}: {count} {kind}, {count / len(left):.2f} per third party")
    began = time.perf_counter()
    run(settings)
    again = kinds(calls_since(address, calls[-1]["sequence"]))
    print(f"second run: {sum(count for (_, kind), count in again.items() if kind == 'writes')} writes", end=", ")
    print(f"{sum(again.values()) / len(left):.3f} calls per third party")
    print(f"initialisation / quiet run: {first / (time.perf_counter() - began):.1f}")
    print(f"largest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
