"""Contacts of a firm, for tests: who is paired, whom they belong to, and what people do to them by hand."""

from typing import Any

from tests.firm_fixture import Firm
from tests.sandbox_fixture import Record

Linked = dict[str, list[str]]


def in_altior(firm: Firm, id_: str) -> Linked:
    """The third parties an Altior contact belongs to, with its roles there."""
    links = firm.sandbox.record("altior", "contact", id_)["links"]
    return {str(link["thirdPartyId"]): link["roles"] for link in links}


def in_sellsy(firm: Firm, id_: str) -> Linked:
    """The companies a Sellsy contact is linked to, with its roles there."""
    held = firm.sandbox.state("sellsy", "company").items()
    links = [(key, link) for key, one in held for link in one["_contacts"] if link["contactId"] == int(id_)]
    return {f"company/{key}": link["roles"] for key, link in links}


def pairs(firm: Firm) -> dict[str, str]:
    """Altior's contact of each of Sellsy's, by the reference Altior holds."""
    held = firm.sandbox.state("altior", "contact").items()
    found = [(one["references"][0]["value"], id_) for id_, one in held if one["references"]]
    assert len({key for key, _ in found}) == len(found)
    return {key.removeprefix("contact/"): id_ for key, id_ in found}


def companies(firm: Firm) -> list[tuple[str, str]]:
    """Pairs of companies, by both ids, whose Sellsy record has contacts."""
    return [
        (key, id_) for key, id_ in firm.pairs().items() if key.startswith("company/") and firm.sellsy[key]["_contacts"]
    ]


def linked(firm: Firm) -> tuple[str, str]:
    """A contact that both hold and that belongs to one company: its ids in Sellsy and in Altior."""
    for own, id_ in pairs(firm).items():
        if len(in_sellsy(firm, own)) == len(in_altior(firm, id_)) == 1:
            return own, id_
    raise AssertionError("the seed holds no such contact")


def free(firm: Firm, own: str, count: int = 1) -> list[tuple[str, str]]:
    """Pairs of companies to which a contact is not linked."""
    there = in_sellsy(firm, own)
    return [pair for pair in companies(firm) if pair[0] not in there][:count]


def link_in_sellsy(firm: Firm, company: str, own: str, roles: list[str] | None = None) -> None:
    """Link a contact as somebody who works in Sellsy does."""
    held = firm.sellsy[company]["_contacts"]
    firm.in_sellsy(company, _contacts=[*held, {"contactId": int(own), "roles": roles or []}])


def edit(firm: Firm, system: str, id_: str, **values: Any) -> Record:
    """Change a contact by hand."""
    return firm.sandbox.edit(system, "contact", id_, **values)
