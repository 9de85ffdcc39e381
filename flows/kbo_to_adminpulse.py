"""KBO/BCE to AdminPulse: relations made from the Belgian register's open data, which `passerelle register load` loads.

One flow, on demand, over the integration `mappings/integrations/kbo_to_adminpulse.yaml`. The steps are those of every
integration, `passerelle.engine.pipeline`.
"""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.parameters import (
    CreateMissing,
    DryRun,
    EnterpriseNumbers,
    Force,
    Kind,
    Language,
    OverwriteLocal,
    OwnCompany,
    Status,
    name_of_creation,
    parse_numbers,
)
from passerelle.engine.run import Options
from tasks.ending import Ending, synchronise, wrong_parameter

INTEGRATION = "kbo-to-adminpulse"
CREATE = "create-from-kbo"


@flow(name=CREATE, flow_run_name=name_of_creation, log_prints=False, persist_result=False)
def create_from_kbo(
    enterprise_numbers: EnterpriseNumbers,
    overwrite_local: OverwriteLocal = False,
    create_missing: CreateMissing = True,
    status: Status = "",
    own_company: OwnCompany = "",
    language: Language = "",
    kind: Kind = "",
    dry_run: DryRun = False,
    force: Force = False,
) -> Ending:
    """Create relations for these enterprise numbers from the register's open data, now; fill what existing ones lack.

    Args:
        enterprise_numbers: One number a line, in any spelling: 0403.449.823, BE 403 449 823, 0403449823.
        overwrite_local: Take the register's values also where AdminPulse holds others already.
        create_missing: Create a relation for every number that AdminPulse does not hold yet.
        status: What new relations are to the office. Needed to create, unless configured.
        own_company: Id of the own company that serves new relations. Needed to create, unless configured.
        language: The language new relations are written to. Empty: the language of the seat's region.
        kind: What new relations are created as. Empty: what the register says.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large to be believed.
    """
    numbers, wrong = parse_numbers(enterprise_numbers)
    if wrong:
        return wrong_parameter(wrong)
    asked: dict[str, Any] = {
        "overwrite_local": overwrite_local,
        "create_missing": create_missing,
        "dry_run": dry_run,
        "force": force,
    }
    new = {"status": status, "own_company": own_company, "language": language, "kind": kind}
    options = Options(keys=numbers, create_values=new, **asked)
    return synchronise(INTEGRATION, CREATE, options, {"enterprise_numbers": list(numbers)} | asked | new)
