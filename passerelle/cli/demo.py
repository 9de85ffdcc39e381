"""`passerelle demo`: every integration once against a sandbox, so that a person sees what it does."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.inspect import Json

if TYPE_CHECKING:
    from passerelle.cli.running.calling import Caller

NEWCOMERS = 3
"""How many companies that AdminPulse doesn't know yet are brought in."""
PROSPECTS = 5
"""How many companies of Corporama become prospects in artis.net."""
NEW = {"status": "prospect", "own_company": "1"}
"""What is answered for them to the questions AdminPulse asks of new relations."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    companies: Annotated[int, typer.Option(min=1, help="How many companies the sandbox makes up.")] = 300,
    json: Json = False,
) -> None:
    """Run every integration once against a sandbox; a second time there is nothing left to do.

    JSON: `{"runs": [...]}`, each as `run --json` prints it.
    """
    import os

    from passerelle.cli.running import sandbox
    from passerelle.cli.running.calling import Caller
    from passerelle.cli.running.children import Child, stop
    from passerelle.cli.running.services import SANDBOX_S, free_port
    from passerelle.cli.running.summary import document, print_summary
    from passerelle.cli.show import print_json
    from passerelle.settings import Settings

    home = Settings().home
    sandbox.keep_to_itself(home, companies)
    address = f"http://127.0.0.1:{free_port()}"
    os.environ.update(sandbox.environment(address))
    started = Child("demo-sandbox", sandbox.arguments(address, companies), {}, home / "logs")
    try:
        started.await_ready(lambda: sandbox.is_ready(address), SANDBOX_S)
        prospects = _prospects(home / "prospects.json", address)
        summaries = _run_all(Caller(home), _newcomers(home / "newcomers.json", address), prospects)
    finally:
        stop([started])
    if json:
        print_json({"runs": [document(summary) for summary in summaries]})
    else:
        for summary in summaries:
            print_summary(summary)
        typer.echo("\nLook around: `make up`, then http://127.0.0.1:4200. Once more: nothing will be left to change.")
    if any(summary["state"] != "completed" for summary in summaries):
        raise typer.Exit(1)


def _run_all(caller: Caller, newcomers: list[str], prospects: list[str]) -> list[dict[str, Any]]:
    from flows import INTEGRATIONS

    # The portal comes last: it is brought up to date with what the others have brought in.
    *others, portal = INTEGRATIONS
    summaries = [caller.call(caller.load(name), {}) for name in others]
    refresh = caller.load("refresh-from-openthebox")
    summaries.append(caller.call(refresh, {"enterprise_numbers": newcomers, "create_missing": True} | NEW))
    bought = {"numbers": prospects, "contacts": ["all"], "internal_organisation": "NORD", "review": False}
    summaries.append(caller.call(caller.load("import-from-corporama"), bought))
    return [*summaries, caller.call(caller.load(portal), {})]


def _newcomers(file: Path, address: str) -> list[str]:
    """Numbers openthebox knew and AdminPulse did not when this home's first demonstration began.

    They are noted, so that the next one asks for the same.
    """
    from passerelle.transforms.identifiers import be_enterprise

    if not file.is_file():
        known = [be_enterprise(number) for number in _held(address, "adminpulse/relation", "enterpriseNumber")]
        known += [be_enterprise(number) for number in _held(address, "adminpulse/relation", "vatNumber")]
        numbers = _held(address, "openthebox/company", "enterpriseNumber")
        unknown = [number for number in numbers if number not in known]
        file.write_text(jsonlib.dumps(unknown[:NEWCOMERS]), encoding="utf-8")
    noted: list[str] = jsonlib.loads(file.read_text(encoding="utf-8"))
    return noted


def _prospects(file: Path, address: str) -> list[str]:
    """SIRETs of sound sheets that artis.net did not have when this home's first demonstration began, noted as well."""
    from passerelle.quality.checks import is_siret

    if not file.is_file():
        known = {str(number or "")[:9] for number in _held(address, "artis/organisation", "siret")}
        numbers = [one for one in _held(address, "corporama/establishment", "siret") if is_siret(one)]
        new = [one for one in numbers if one[:9] not in known]
        file.write_text(jsonlib.dumps(new[:PROSPECTS]), encoding="utf-8")
    noted: list[str] = jsonlib.loads(file.read_text(encoding="utf-8"))
    return noted


def _held(address: str, stream: str, field: str) -> list[str]:
    import httpx

    answer = httpx.get(f"{address}/_sandbox/state/{stream}", trust_env=False).raise_for_status()
    return [record[field] for record in answer.json().values()]
