"""The hub and Freshdesk: companies and contacts that other integrations brought in stand in the support portal.

The flow runs two integrations after each other (`mappings/integrations/`): companies (`hub_companies_freshdesk.yaml`),
then their contacts (`hub_contacts_freshdesk.yaml`). It runs at night after the integrations it lives of, and on demand.
"""

from __future__ import annotations

from typing import Annotated, Any

from prefect import flow
from prefect.runtime import flow_run
from pydantic import Field

from flows import INTEGRATIONS
from flows.parameters import NAMED, DryRun, Force, OnlyNews, dry_or_not, listed, parts_of
from passerelle.engine.run import Options
from tasks.ending import Ending, Stage, synchronise_all

PASS = "hub-to-freshdesk"
COMPANIES = INTEGRATIONS[PASS]
CONTACTS = "hub-contacts-freshdesk"

Companies = Annotated[
    list[str],
    Field(
        json_schema_extra={
            "title": "Companies, by a number or a record; none for everything",
            "examples": [["0403.449.823", "552100554", "sellsy:thirdparty:company/6657"]],
        }
    ),
]
CreateMissing = Annotated[bool, Field(json_schema_extra={"title": "Create what the portal doesn't have"})]


def name_of_run() -> str:
    """What a run runs on: `companies 552100554 and 3 more`, what has changed, or everything."""
    named = parts_of(flow_run.parameters.get("companies") or [])
    whole = "what has changed" if flow_run.parameters.get("news") else "every record"
    what = f"companies {listed(named[:NAMED], len(named), 'wrong names')}" if named else whole
    return f"{what}{dry_or_not()}"


@flow(name=PASS, flow_run_name=name_of_run, log_prints=False, persist_result=False)
def hub_to_freshdesk(
    companies: Companies = [],  # noqa: B006  Prefect's form takes the default as it stands; it is never changed
    news: OnlyNews = False,
    dry_run: DryRun = False,
    force: Force = False,
    create_missing: CreateMissing = True,
) -> Ending:
    """Bring companies and contacts that the other systems hold up to date in the support portal.

    Args:
        companies: Enterprise, VAT, SIREN or SIRET numbers, or records (sellsy:thirdparty:company/6657), one a line.
        news: Look only at what has changed since the last run. What was deleted is seen by a full one.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large or a side too small to be believed.
        create_missing: Create in the portal the companies and contacts it doesn't have yet.
    """
    named = tuple(dict.fromkeys(parts_of(companies)))
    asked: dict[str, Any] = {"dry_run": dry_run, "force": force, "create_missing": create_missing}
    asked |= {"news": news and not named, "initialise": bool(named)}
    stages = [
        Stage(COMPANIES, PASS, Options(keys=named, **asked)),
        Stage(CONTACTS, f"{PASS}-contacts", Options(of=named, **asked)),
    ]
    return synchronise_all(stages, {"companies": list(named)} | asked)
