"""Search openthebox: which companies go by a name or number, and which of them AdminPulse has already."""

from __future__ import annotations

from prefect import flow

from flows.openthebox_to_adminpulse import INTEGRATION, REFRESH
from flows.parameters import SearchLanguage, SearchText, name_of_search
from tasks.ending import Ending
from tasks.searching import Way, look

SEARCH = "search-openthebox"
CREATE = Way(REFRESH, "enterprise_numbers", given={"create_missing": True})


@flow(name=SEARCH, flow_run_name=name_of_search, log_prints=False, persist_result=False)
def search_openthebox(text: SearchText, language: SearchLanguage = "fr") -> Ending:
    """Find companies in openthebox and see which of them AdminPulse has already. Nothing is written or created.

    Args:
        text: The beginning of each word of a name, in any language, or a number in any spelling, also a part of it.
        language: The language in which names and towns are shown.
    """
    return look(INTEGRATION, SEARCH, text, language, CREATE)
