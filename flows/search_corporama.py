"""Search Corporama: which companies go by a name or number, and which of them artis.net has already."""

from __future__ import annotations

from prefect import flow

from flows.import_from_corporama import IMPORT
from flows.parameters import Activity, CompanyText, Postcode, name_of_search
from passerelle.imports.fetching import COMPANIES
from tasks.ending import Ending
from tasks.searching import Way, look

SEARCH = "search-corporama"
CREATE = Way(IMPORT, "numbers", by="siret", asks=True)


@flow(name=SEARCH, flow_run_name=name_of_search, log_prints=False, persist_result=False)
def search_corporama(text: CompanyText = "", postcode: Postcode = "", naf: Activity = "") -> Ending:
    """Find companies in Corporama and see which of them artis.net has already. Costs no credits, writes nothing.

    Args:
        text: The beginning of each word of a name or sign, a SIREN or a SIRET. Empty: whatever fits the rest.
        postcode: Only establishments with this postcode, five digits.
        naf: Only this activity, e.g. 6201Z or 62.01Z.
    """
    return look(COMPANIES, SEARCH, text, "fr", CREATE, {"postcode": postcode, "naf": naf.replace(".", "").upper()})
