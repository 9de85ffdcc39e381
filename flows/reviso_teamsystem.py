"""Reviso and TeamSystem Cloud CRM: customers and companies, and their contacts, the same in both, whoever changed them.

Both flows run two integrations both ways (`mappings/integrations/`): first customers and companies
(`reviso_customers_teamsystem.yaml`), then their contacts (`reviso_contacts_teamsystem.yaml`). One runs over everything
at night and over the news of a minute; one at once over the customers somebody names, or whom a web hook of Reviso
names.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from prefect import flow
from prefect.runtime import flow_run
from pydantic import Field

from flows import INTEGRATIONS
from flows.parameters import (
    NAMED,
    CreateOneSided,
    DryRun,
    Force,
    Initialise,
    OnlyNews,
    dry_or_not,
    listed,
    name_of_pass,
    parts_of,
)
from passerelle.engine.run import Options
from tasks.ending import Ending, Stage, synchronise_all, wrong_parameter

PASS = "reviso-teamsystem"
NOW = "sync-reviso-teamsystem"
CUSTOMERS = INTEGRATIONS[PASS]
CONTACTS = "reviso-contacts-teamsystem"

Customers = Annotated[
    list[str],
    Field(
        json_schema_extra={"title": "Customer numbers in Reviso; none for everything", "examples": [["1005", "1042"]]}
    ),
]
OnBehalf = Annotated[str, Field(json_schema_extra={"title": "User of the CRM in whose name it is written"})]
NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@flow(name=PASS, flow_run_name=name_of_pass, log_prints=False, persist_result=False)
def reviso_teamsystem(
    news: OnlyNews = False,
    dry_run: DryRun = False,
    force: Force = False,
    create_missing: CreateOneSided = True,
    initialise: Initialise = False,
) -> Ending:
    """Make customers of Reviso and companies of TeamSystem Cloud CRM the same, with their contacts, both ways.

    Args:
        news: Look only at what has changed on either side since the last run. What was deleted is seen by a full one.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large or a side too small to be believed.
        create_missing: Create in the CRM what only Reviso holds, and in Reviso what only the CRM holds.
        initialise: Take everything that stood there at the beginning, where the configuration leaves it as it was.
    """
    asked: dict[str, Any] = {
        "news": news,
        "dry_run": dry_run,
        "force": force,
        "create_missing": create_missing,
        "initialise": initialise,
    }
    options = Options(**asked)
    return synchronise_all([Stage(CUSTOMERS, PASS, options), Stage(CONTACTS, f"{PASS}-contacts", options)], asked)


def name_of_sync() -> str:
    """What a run on demand runs on: `customers 1005, 1042 and 3 more`, or everything."""
    numbers = parts_of(flow_run.parameters.get("customers") or [])
    what = f"customers {listed(numbers[:NAMED], len(numbers), 'wrong numbers')}" if numbers else "every record"
    return f"{what}{dry_or_not()}"


@flow(name=NOW, flow_run_name=name_of_sync, log_prints=False, persist_result=False)
def sync_reviso_teamsystem(
    customers: Customers = [],  # noqa: B006  Prefect's form takes the default as it stands; it is never changed
    create_missing: CreateOneSided = True,
    dry_run: DryRun = False,
    force: Force = False,
    on_behalf: OnBehalf = "",
) -> Ending:
    """Make these customers of Reviso and their companies in TeamSystem Cloud CRM the same now, with their contacts.

    Args:
        customers: Customer numbers of Reviso, one a line. Without any, everything is looked at.
        create_missing: Create in the CRM those that only Reviso holds; without customer numbers also the other way.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large to be believed.
        on_behalf: A user of the CRM with an API key of their own in the settings. Without one, the connection's own.
    """
    numbers = tuple(dict.fromkeys(parts_of(customers)))
    wrong = [one for one in numbers if not NUMBER.fullmatch(one)]
    if wrong:
        return wrong_parameter([f"'{one}' is no customer number of Reviso; write one such as 1005." for one in wrong])
    asked: dict[str, Any] = {"create_missing": create_missing, "dry_run": dry_run, "force": force}
    asked |= {"on_behalf": on_behalf, "initialise": bool(numbers)}
    stages = [
        Stage(CUSTOMERS, NOW, Options(keys=numbers, **asked)),
        Stage(CONTACTS, f"{NOW}-contacts", Options(of=numbers, **asked)),
    ]
    return synchronise_all(stages, {"customers": list(numbers)} | asked)
