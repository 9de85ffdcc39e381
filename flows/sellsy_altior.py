"""Sellsy and Altior: third parties the same in both, whichever side changed them.

Both flows run the integration `mappings/integrations/sellsy_thirdparties_altior.yaml` both ways in one run, one over
everything at night or over the news of some minutes, one over a few records at once. The steps are those of every
integration, `passerelle.engine.pipeline`, taken first from Sellsy to Altior, then back.
"""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows import INTEGRATIONS
from flows.parameters import CreateOneSided, DryRun, Force, OnlyNews, name_of_pass
from flows.third_parties import ThirdParties, name_of_refresh, parse_third_parties
from passerelle.engine.run import Options
from tasks.ending import Ending, synchronise, wrong_parameter

PASS = "sellsy-altior"
REFRESH = "refresh-sellsy-altior"
INTEGRATION = INTEGRATIONS[PASS]


@flow(name=PASS, flow_run_name=name_of_pass, log_prints=False, persist_result=False)
def sellsy_altior(
    news: OnlyNews = False, dry_run: DryRun = False, force: Force = False, create_missing: CreateOneSided = True
) -> Ending:
    """Make the companies and individuals of Sellsy and the third parties of Altior the same, both ways.

    Args:
        news: Look only at what has changed on either side since the last run. What was deleted is seen by a full one.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large or a side too small to be believed.
        create_missing: Create in Altior what only Sellsy holds, and in Sellsy what only Altior holds.
    """
    asked: dict[str, Any] = {"news": news, "dry_run": dry_run, "force": force, "create_missing": create_missing}
    return synchronise(INTEGRATION, PASS, Options(**asked), asked)


@flow(name=REFRESH, flow_run_name=name_of_refresh, log_prints=False, persist_result=False)
def refresh_sellsy_altior(
    third_parties: ThirdParties, create_missing: CreateOneSided = True, dry_run: DryRun = False, force: Force = False
) -> Ending:
    """Make these companies and individuals of Sellsy and their third parties of Altior the same, both ways, now.

    Args:
        third_parties: One a line: company/6657, individual/812, its page's address in Sellsy, or 6657 for a company.
        create_missing: Create in Altior those of them that only Sellsy holds.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large to be believed.
    """
    records, wrong = parse_third_parties(third_parties)
    if wrong:
        return wrong_parameter(wrong)
    asked: dict[str, Any] = {"create_missing": create_missing, "dry_run": dry_run, "force": force}
    return synchronise(INTEGRATION, REFRESH, Options(keys=records, **asked), {"third_parties": list(records)} | asked)
