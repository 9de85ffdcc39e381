"""Where a person opens a record: the profile's `web_page`, filled in."""

from __future__ import annotations

import os
from urllib.parse import urljoin

from passerelle.mapping.models import SystemProfile
from passerelle.settings import variable


def address_of(profile: SystemProfile, account: str, stream: str, external_id: str) -> str:
    """Address of a record's page by the system's own id; empty when there is none.

    Of an id that begins with the record's kind (`company/6657`) the page is told the rest, without the place that an id
    may name beside the record (`opportunity/701@Siège`). A page given without a host
    is on that of the connection: a customer's own address, which is known from the settings alone.
    """
    template = profile.streams[stream].web_page or ""
    own = external_id.rpartition("/")[2].partition("@")[0]
    page = template.replace("{id}", external_id).replace("{own}", own)
    if not page.startswith("/") or profile.connection is None:
        return page
    return urljoin(os.environ.get(variable(account, "base_url")) or profile.connection.base_url, page)
