"""openthebox to AdminPulse: keep an accountants' client file as the Belgian register knows its companies.

Both flows run the same integration, `mappings/integrations/openthebox_to_adminpulse.yaml`, one over the whole client
file at night, one over a few numbers at once. The order of steps is the engine's, `passerelle.engine.pipeline`:
recover, then per batch hold double numbers, ask, leave the unchanged, validate, match and plan; then guards, apply and
finish. Each of them is a task (`tasks.steps`).
"""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.parameters import (
    CreateLinked,
    CreateMissing,
    DryRun,
    EnterpriseNumbers,
    Force,
    Kind,
    Language,
    OverwriteLocal,
    OwnCompany,
    Status,
    name_of_pass,
    name_of_refresh,
    parse_numbers,
)
from passerelle.engine.run import Options
from tasks.ending import Ending, synchronise, wrong_parameter

INTEGRATION = "openthebox-to-adminpulse"
REFRESH = "refresh-from-openthebox"


@flow(name=INTEGRATION, flow_run_name=name_of_pass, log_prints=False, persist_result=False)
def openthebox_to_adminpulse(
    dry_run: DryRun = False, force: Force = False, create_linked: CreateLinked = False, own_company: OwnCompany = ""
) -> Ending:
    """Bring every relation of AdminPulse up to date with what openthebox knows of its company.

    Args:
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large or the client file too small to be believed.
        create_linked: Also create the directors, shareholders, parents and subsidiaries that AdminPulse does not hold.
        own_company: Id of the own company that serves those created. Needed to create, unless configured.
    """
    asked: dict[str, Any] = {"dry_run": dry_run, "force": force, "create_linked": create_linked}
    new = {"own_company": own_company}
    return synchronise(INTEGRATION, INTEGRATION, Options(create_values=new, **asked), asked | new)


@flow(name=REFRESH, flow_run_name=name_of_refresh, log_prints=False, persist_result=False)
def refresh_from_openthebox(
    enterprise_numbers: EnterpriseNumbers,
    overwrite_local: OverwriteLocal = False,
    create_missing: CreateMissing = False,
    status: Status = "",
    own_company: OwnCompany = "",
    language: Language = "",
    kind: Kind = "",
    create_linked: CreateLinked = False,
    dry_run: DryRun = False,
    force: Force = False,
) -> Ending:
    """Bring the relations with these enterprise numbers up to date, now.

    Args:
        enterprise_numbers: One number a line, in any spelling: 0403.449.823, BE 403 449 823, 0403449823.
        overwrite_local: Take the register's values also where the office has changed them by hand since.
        create_missing: Create a relation for every number that AdminPulse does not hold yet.
        status: What new relations are to the office. Needed to create, unless configured.
        own_company: Id of the own company that serves new relations. Needed to create, unless configured.
        language: The language new relations are written to. Empty: the language of the seat's region.
        kind: What new relations are created as. Empty: what the register says.
        create_linked: Also create who is linked to these companies and is not in AdminPulse, with status other.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large to be believed.
    """
    numbers, wrong = parse_numbers(enterprise_numbers)
    if wrong:
        return wrong_parameter(wrong)
    asked: dict[str, Any] = {
        "overwrite_local": overwrite_local,
        "create_missing": create_missing,
        "create_linked": create_linked,
        "dry_run": dry_run,
        "force": force,
    }
    new = {"status": status, "own_company": own_company, "language": language, "kind": kind}
    options = Options(keys=numbers, create_values=new, **asked)
    return synchronise(INTEGRATION, REFRESH, options, {"enterprise_numbers": list(numbers)} | asked | new)
