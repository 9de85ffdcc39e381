"""Domains: by which part of an e-mail address a company is known, and which are everybody's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from passerelle.mapping.document import read_document
from passerelle.mapping.problems import refuse
from passerelle.mapping.shape import shaped
from passerelle.parts import text_of
from passerelle.quality.suites import ValueList

SPOKEN = ("website", "email")
"""What tells the domain of a company."""
PUBLIC = "expectations/values/public_mail_domains.yaml"
_HOST = re.compile(r"(?:[a-z]+://)?(?:[^@\s/]*@)?(?:www\.)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[:/?#]\S*)?")


class Domains:
    """Which companies use which domains: `rows` are all their members, indexed by party."""

    def __init__(self, rows: pd.DataFrame, public: frozenset[str]) -> None:
        self._public = public
        self._users: dict[str, set[str]] = defaultdict(set)
        for name in SPOKEN:
            for party, text in rows[name].dropna().items():
                for domain in domains_of([text], public):
                    self._users[domain].add(str(party))

    def of(self, party: str, fields: Mapping[str, str]) -> str | None:
        """The domains of one: none that anybody may have, none that another uses as well."""
        own = domains_of((fields.get(name) for name in SPOKEN), self._public)
        return text_of((one, "") for one in own if self._users[one] <= {party})


def public_domains(root: Path) -> frozenset[str]:
    """The kept list of mail domains under which anybody may have an address. Raises ConfigurationError."""
    document = read_document(root, PUBLIC)
    listed = shaped(document, ValueList)
    refuse(document.problems)
    assert listed is not None
    return frozenset(listed.values)


def domains_of(texts: Iterable[str | None], public: frozenset[str]) -> list[str]:
    """The domains of websites and e-mail addresses, each once, without those that are anybody's.

    >>> domains_of(["www.voorbeeld.be/nl", "info@voorbeeld.be", "jan@gmail.com"], frozenset({"gmail.com"}))
    ['voorbeeld.be']
    """
    found = (_HOST.fullmatch(text.lower()) for texts_ in texts for text in (texts_ or "").split())
    hosts = dict.fromkeys(match["host"] for match in found if match)
    return [host for host in hosts if not _public(host, public)]


def _public(host: str, public: frozenset[str]) -> bool:
    """Also what stands under such a domain (`societe.pagesperso-orange.fr`) is not the company's own."""
    parts = host.split(".")
    return any(".".join(parts[place:]) in public for place in range(len(parts)))
