"""Sellsy and Altior: third parties, contacts, opportunities and affaires the same in both, whichever side changed them.

Both flows run three integrations both ways, first third parties (`sellsy_thirdparties_altior.yaml` in
`mappings/integrations/`), then what follows them: contacts (`sellsy_contacts_altior.yaml`), and opportunities with
affaires (`sellsy_opportunities_altior.yaml`): one flow over everything at
night or over the news of some minutes, one over a few records at once. The steps are those of every integration,
`passerelle.engine.pipeline`, taken first from Sellsy to Altior, then back.
"""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows import INTEGRATIONS
from flows.parameters import CreateOneSided, DryRun, Force, OnlyNews, name_of_pass
from flows.third_parties import ThirdParties, name_of_refresh, parse_third_parties
from passerelle.engine.run import Options
from tasks.ending import Ending, Stage, synchronise_all, wrong_parameter

PASS = "sellsy-altior"
REFRESH = "refresh-sellsy-altior"
THIRD_PARTIES = INTEGRATIONS[PASS]
FOLLOWING = {"contact": "sellsy-contacts-altior", "opportunity": "sellsy-opportunities-altior"}
"""What follows the third parties, by what the ids of Sellsy's records begin with."""


@flow(name=PASS, flow_run_name=name_of_pass, log_prints=False, persist_result=False)
def sellsy_altior(
    news: OnlyNews = False, dry_run: DryRun = False, force: Force = False, create_missing: CreateOneSided = True
) -> Ending:
    """Make the third parties, contacts, opportunities and affaires of Sellsy and Altior the same, both ways.

    Args:
        news: Look only at what has changed on either side since the last run. What was deleted is seen by a full one.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large or a side too small to be believed.
        create_missing: Create in Altior what only Sellsy holds, and in Sellsy what only Altior holds.
    """
    asked: dict[str, Any] = {"news": news, "dry_run": dry_run, "force": force, "create_missing": create_missing}
    options = Options(**asked)
    following = [Stage(name, f"{PASS}-{_plural(kind)}", options) for kind, name in FOLLOWING.items()]
    return synchronise_all([Stage(THIRD_PARTIES, PASS, options), *following], asked)


@flow(name=REFRESH, flow_run_name=name_of_refresh, log_prints=False, persist_result=False)
def refresh_sellsy_altior(
    third_parties: ThirdParties, create_missing: CreateOneSided = True, dry_run: DryRun = False, force: Force = False
) -> Ending:
    """Make these companies, individuals, contacts and opportunities of Sellsy and theirs of Altior the same, now.

    The contacts and opportunities of a company come along.

    Args:
        third_parties: One a line: company/6657, individual/812, contact/31, opportunity/701, or its page's address.
        create_missing: Create in Altior those of them that only Sellsy holds.
        dry_run: Read, compare and plan, then stop: nothing is written anywhere. The plan is shown as a difference.
        force: Apply the plan even if a guard finds it too large to be believed.
    """
    records, wrong = parse_third_parties(third_parties)
    if wrong:
        return wrong_parameter(wrong)
    asked: dict[str, Any] = {"create_missing": create_missing, "dry_run": dry_run, "force": force}
    named = {kind: tuple(one for one in records if one.startswith(f"{kind}/")) for kind in FOLLOWING}
    third = tuple(one for one in records if one.partition("/")[0] not in FOLLOWING)
    stages = [
        Stage(name, f"{REFRESH}-{_plural(kind)}", Options(keys=named[kind], of=third, **asked))
        for kind, name in FOLLOWING.items()
        if named[kind] or third
    ]
    if third:
        stages.insert(0, Stage(THIRD_PARTIES, REFRESH, Options(keys=third, **asked)))
    return synchronise_all(stages, {"third_parties": list(records)} | asked)


def _plural(kind: str) -> str:
    return {"opportunity": "opportunities"}.get(kind, f"{kind}s")
