"""An import from the command line: what a form would ask is printed, and the command that answers it works."""

import json
import shlex
from pathlib import Path
from typing import Any

from passerelle.quality.checks import is_siret
from tests.command_line import Cli
from tests.import_fixture import environment
from tests.sandbox_fixture import Sandbox


def newcomer(town: Sandbox) -> dict[str, Any]:
    """The sheet of a seat with contacts, of a company artis.net doesn't have."""
    known = {str(one["siret"])[:9] for one in town.state("artis", "organisation").values()}
    sheets = town.state("corporama", "establishment").items()
    return next(
        sheet
        for siret, sheet in sheets
        if sheet["siret"] == siret
        and is_siret(siret)
        and sheet["siege"]
        and sheet["siren"] not in known
        and sheet["contacts"]
    )


def test_what_is_printed_instead_of_a_form_writes_nothing_and_leads_to_the_import(
    town: Sandbox, tmp_path: Path, cli: Cli
) -> None:
    town.reset()
    sheet, settings = newcomer(town), environment(town.base_url)
    before = town.state("artis", "organisation")
    asked = ("run", "import-from-corporama", "--param", f"numbers={sheet['siret']}")

    shown = cli(tmp_path, *asked, settings=settings | {"COLUMNS": "80"})

    assert shown.code == 0, shown.err
    assert shown.out.startswith("Nothing was written.")
    assert sheet["raisonSociale"].split()[0] in shown.out
    assert "(required)" in shown.out
    assert max(len(line) for line in shown.out[: shown.out.index("\nTo import")].splitlines()) <= 80
    assert town.state("artis", "organisation") == before

    command = shlex.split(shown.out[shown.out.index("passerelle run") :].replace("\\\n", " "))
    done = cli(tmp_path, *[part.replace("NORD | SUD", "NORD") for part in command[1:]], "--json", settings=settings)

    assert done.code == 0, done.err
    (result,) = [one for one in done.document["results"] if one["kind"] == "company"]
    (created,) = [one for one in town.state("artis", "organisation").values() if one["siret"] == sheet["siret"]]
    assert result["outcome"] == "created"
    assert result["page"].endswith(f"/tiers/{created['id']}")
    assert created["relations"] == [{"organisationInterne": "NORD", "type": "Prospect"}]

    again = cli(tmp_path, *asked, "--json", settings=settings)
    first = again.document["form"]["questions"][0]
    assert created["raisonSociale"] in first["help"][0]
    assert "exists as" in first["help"][0]
    assert json.loads(again.out)["order"]["numbers"] == [sheet["siret"]]


def test_a_review_shows_one_company(town: Sandbox, tmp_path: Path, cli: Cli) -> None:
    numbers = ",".join(sheet["siret"] for sheet in list(town.state("corporama", "establishment").values())[:2])
    called = len(town.requests("corporama"))
    ended = cli(
        tmp_path, "run", "import-from-corporama", "--param", f"numbers={numbers}", settings=environment(town.base_url)
    )

    assert ended.code == 2
    assert "A review shows one company" in ended.err
    assert len(town.requests("corporama")) == called
