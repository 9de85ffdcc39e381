"""Corporama to artis.net: companies somebody has picked become third parties, with their sites and chosen contacts.

Three integrations after each other (`corporama_companies_artis.yaml`, `corporama_sites_artis.yaml` and
`corporama_contacts_artis.yaml` in `mappings/integrations/`), on sheets that are pulled once and kept. It runs on demand
only: each sheet costs a credit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from prefect import flow
from prefect.runtime import flow_run
from pydantic import Field

from flows.parameters import NAMED, DryRun, Force, dry_or_not, listed, parts_of
from passerelle.errors import PasserelleError
from passerelle.imports.order import Order, numbers_in, parse_numbers
from tasks.ending import Ending, refused, wrong_parameter
from tasks.importing import carry_out
from tasks.reviewing import carry_out_reviewed

IMPORT = "import-from-corporama"

Numbers = Annotated[
    list[str],
    Field(json_schema_extra={"title": "SIRET or SIREN of companies", "examples": [["732 829 320 00074", "732829320"]]}),
]
Contacts = Annotated[
    list[str],
    Field(json_schema_extra={"title": "Contacts to import: their ids, or all", "examples": [["5512", "all"]]}),
]
InternalOrganisation = Annotated[
    str, Field(json_schema_extra={"title": "Internal organisation of artis.net", "examples": ["NORD"]})
]
UpdateExisting = Annotated[bool, Field(json_schema_extra={"title": "Update what artis.net has already"})]
Overrides = Annotated[
    dict[str, dict[str, str]],
    Field(
        json_schema_extra={
            "title": "What is said of single records",
            "examples": [{"732829320": {"street": "1 rue A"}}],
        }
    ),
]
Answers = Annotated[
    dict[str, str],
    Field(json_schema_extra={"title": "Answers for new third parties", "examples": [{"category": "Entreprise"}]}),
]
Review = Annotated[bool, Field(json_schema_extra={"title": "Check and complete in a form first"})]
NumbersFile = Annotated[str, Field(json_schema_extra={"title": "File of SIRETs, one a line (text or CSV)"})]


def name_of_import() -> str:
    """What an import is of: `import 73282932000074, 37080543000012 and 3 more`."""
    given = flow_run.parameters
    right, wrong = parse_numbers(parts_of(given.get("numbers") or []))
    of_file = [Path(given["file"]).name] if given.get("file") else []
    otherwise = "wrong numbers" if wrong else "nothing"
    return f"import {listed([*right[:NAMED], *of_file], len(right) + len(of_file), otherwise)}{dry_or_not()}"


@flow(name=IMPORT, flow_run_name=name_of_import, log_prints=False, persist_result=False)
def import_from_corporama(
    numbers: Numbers = [],  # noqa: B006  Prefect reads it as data
    contacts: Contacts = [],  # noqa: B006
    internal_organisation: InternalOrganisation = "",
    update_existing: UpdateExisting = False,
    overrides: Overrides = {},  # noqa: B006
    answers: Answers = {},  # noqa: B006
    file: NumbersFile = "",
    review: Review = True,
    dry_run: DryRun = False,
    force: Force = False,
) -> Ending:
    """Create third parties in artis.net from company sheets of Corporama, with their sites and the contacts named.

    Args:
        numbers: One a line, in any spelling. A SIRET is that establishment, a SIREN its seat. A sheet costs a credit.
        contacts: Ids of contacts of these companies, as the sheets have them, or the one word all. Empty for none.
        internal_organisation: Whose prospect a new third party becomes. Needed where artis.net has several.
        update_existing: Also change what artis.net has already. Without it, what differs is only shown.
        overrides: By SIREN, SIRET of a site, or id of a contact, fields and what they shall be, as a JSON object.
        answers: What artis.net asks of new third parties beside (category, origin, tax_regime), over the configuration.
        file: A file on the server that lists further SIRETs, in its first column.
        review: Have somebody check and complete the data in a form before anything is written. One company at a time.
        dry_run: Look at sheets that are kept, say what others would cost, and show the plan. Nothing is written.
        force: Apply the plan even if a guard finds it too large to be believed.
    """
    asked = {
        "contacts": list(contacts),
        "internal_organisation": internal_organisation,
        "dry_run": dry_run,
        "force": force,
    }
    parameters: dict[str, Any] = asked | {
        "update_existing": update_existing,
        "overrides": overrides,
        "answers": answers,
    }
    try:
        of_file = numbers_in(Path(file)) if file else []
    except PasserelleError as problem:
        return refused(problem)
    right, wrong = parse_numbers([*parts_of(numbers), *of_file])
    if wrong:
        return wrong_parameter(wrong)
    given = answers | ({"internal_organisation": internal_organisation} if internal_organisation else {})
    order = Order(
        numbers=right,
        contacts=tuple(parts_of(contacts)),
        update_existing=update_existing,
        overrides=overrides,
        answers=given,
        dry_run=dry_run,
        force=force,
    )
    parameters |= {"numbers": list(right), "review": review}
    return carry_out_reviewed(order, IMPORT, parameters) if review else carry_out(order, IMPORT, parameters)
