"""Customers of Reviso, companies of TeamSystem Cloud CRM and their contacts: both initial passes, then a comparison.

1,000 customers in Reviso and as many companies in the CRM, half of them the same, typed differently. What both hold
afterwards is compared in the stand-ins themselves, field by field, by rules written here and nowhere else.
"""

from __future__ import annotations

import os
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.initialisation import Record, calls_since, held
from benchmarks.passes import ROOT, sandbox
from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options
from passerelle.hub import quarantines
from passerelle.hub.database import open_hub
from passerelle.settings import Settings

STAGES = ("reviso-customers-teamsystem", "reviso-contacts-teamsystem")
SCALE = "100000"
"""The vendors' limits must not be what is measured."""
LISTS = {
    "ff_gruppo_clienti_reviso": ("customerGroup", "customerGroupNumber", "customergroup"),
    "ff_zona_iva_reviso": ("vatZone", "vatZoneNumber", "vatzone"),
    "ff_termini_pagamento_reviso": ("paymentTerms", "paymentTermsNumber", "paymentterms"),
    "ff_modalita_pagamento_reviso": ("paymentType", "paymentTypeNumber", "paymenttype"),
    "ff_gruppo_prezzi_reviso": ("priceGroup", "priceGroupNumber", "pricegroup"),
}
"""Selection fields of the CRM: what Reviso's customers call the entry and its number, and the list."""
Values = dict[str, str]


def point_at(address: str) -> None:
    """Let this process's clients talk to Reviso and the CRM in a sandbox."""
    os.environ |= {
        "PASSERELLE_REVISO_BASE_URL": f"{address}/reviso",
        "PASSERELLE_REVISO_APP_SECRET_TOKEN": "sandbox",
        "PASSERELLE_REVISO_AGREEMENT_GRANT_TOKEN": "sandbox",
        "PASSERELLE_TEAMSYSTEM_BASE_URL": f"{address}/teamsystem/api/latest",
        "PASSERELLE_TEAMSYSTEM_API_KEY": "sandbox",
        "PASSERELLE_TIME_SCALE": SCALE,
    }


def run(settings: Settings) -> Counter[str]:
    """A run of customers and one of contacts: their counts."""
    counts: Counter[str] = Counter()
    for name in STAGES:
        summary = execute(name, "benchmark", Options(create_missing=True, initialise=True), settings, {})
        assert summary["state"] == "completed", summary["error"]
        for of_stream in summary["streams"].values():
            counts.update(of_stream)
    return counts


def held_back(settings: Settings) -> set[str]:
    """The ids of records that wait or are held: what they hold may differ."""
    hub = open_hub(settings.hub_url)
    try:
        with hub.read() as connection:
            rows = [row for name in STAGES for row in quarantines.listed(connection, name)]
    finally:
        hub.close()
    return {str(row.external_id) for row in rows}


def plain(value: Any) -> str:
    """A text without blanks at its ends, or two in a row."""
    return " ".join(str(value or "").split())


def code(value: Any) -> str:
    """A number as it is told apart: capitals, nothing between, no country in front of eleven digits."""
    return re.sub(r"^IT(?=\d{11}$)", "", re.sub(r"[^A-Z0-9]", "", str(value or "").upper()))


def digits(value: Any) -> str:
    """The digits of a telephone number, without Italy's in front."""
    return re.sub(r"^(?:\+|00)39", "", re.sub(r"[^0-9+]", "", str(value or "")))


def host(value: Any) -> str:
    """A web address without what browsers add."""
    return re.sub(r"^https?://", "", plain(value).lower()).rstrip("/")


def addresses(values: list[Any], pec: Any) -> str:
    """E-mail addresses but the PEC, in their order."""
    every = [one for value in values for one in plain(value).lower().split()]
    return " ".join(one for one in dict.fromkeys(every) if one != plain(pec).lower())


class Books:
    """What Reviso and the CRM hold."""

    def __init__(self, address: str) -> None:
        """As both hold it now."""
        self.customers, self.companies = held(address, "reviso", "customer"), held(address, "teamsystem", "company")
        people = held(address, "reviso", "contact").values()
        living = [one for one in people if not one.get("deleted")]
        self.contacts = {f"{one['customer']['customerNumber']}/{one['customerContactNumber']}": one for one in living}
        self.people = held(address, "teamsystem", "contact")
        self.names = {
            place: {int(key): self._offered(row["name"]) for key, row in held(address, "reviso", stream).items()}
            for place, _, stream in LISTS.values()
        }
        provinces = held(address, "reviso", "province").values()
        self.provinces = {one["provinceNumber"]: one["code"] for one in provinces}
        self.parties = self.pairs()

    @staticmethod
    def _offered(name: str) -> str:
        """An option has no commas."""
        return plain(name.replace(",", " "))

    def pairs(self) -> dict[str, str]:
        """The CRM's company of each customer."""
        return self._by_number("ff_reviso_number", self.companies)

    def contact_pairs(self) -> dict[str, str]:
        """The CRM's contact of each of Reviso's."""
        return self._by_number("ff_reviso_contact_number", self.people)

    @staticmethod
    def _by_number(place: str, records: dict[str, Record]) -> dict[str, str]:
        found = {one[place]: id_ for id_, one in records.items() if one.get(place)}
        assert len(found) == sum(bool(one.get(place)) for one in records.values()), f"a {place} stands twice"
        return found

    def customer(self, number: str) -> Values:
        """A customer's fields, each in one spelling."""
        one = self.customers[number]
        pec = one.get("italianCertifiedEmail")
        shared = {name: self._label(one, place, own) for name, (place, own, _) in LISTS.items()}
        return shared | {
            "name": plain(one["name"]),
            "vat": code(one.get("vatNumber")),
            "tax": code(one.get("corporateIdentificationNumber")),
            "street": plain(one.get("address")),
            "zip": plain(one.get("zip")),
            "city": plain(one.get("city")),
            "province": self.provinces.get((one.get("province") or {}).get("provinceNumber"), ""),
            "country": (one.get("countryCode") or {}).get("code") or "",
            "email": addresses([one.get("email")], pec),
            "phone": digits(one.get("telephoneAndFaxNumber")),
            "website": host(one.get("website")),
            "pec": plain(pec).lower(),
            "sdi": plain(one.get("publicEntryNumber")).upper(),
            "currency": plain(one.get("currency")),
        }

    def _label(self, one: Record, place: str, number: str) -> str:
        own = (one.get(place) or {}).get(number)
        return "" if own is None else self.names[place][own]

    def company(self, id_: str) -> Values:
        """A company's fields, likewise."""
        one = self.companies[id_]
        pec = one.get("ff_pec")
        both = plain(f"{one.get('naturalPersonName') or ''} {one.get('naturalPersonSurname') or ''}")
        return {name: plain(one.get(name)) for name in LISTS} | {
            "name": (both if one["naturalPerson"] else "") or plain(one["companyName"]),
            "vat": code(one.get("vatId")),
            "tax": code(one.get("taxIdentificationNumber")),
            "street": plain(one.get("address")),
            "zip": plain(one.get("zipCode")),
            "city": plain(one.get("city")),
            "province": plain(one.get("province")).upper(),
            "country": plain(one.get("state")).upper(),
            "email": addresses([entry["value"] for entry in one["emails"] if entry.get("category") != "PEC"], pec),
            "phone": digits(one["phones"][0]["value"]) if one["phones"] else "",
            "website": host(one.get("webSite")),
            "pec": plain(pec).lower(),
            "sdi": plain(one.get("ff_codice_sdi")).upper(),
            "currency": plain(one.get("ff_valuta_reviso")),
        }

    def contact(self, key: str) -> Values:
        """A contact's fields in Reviso, with its customer's company."""
        one = self.contacts[key]
        company = self.parties.get(key.partition("/")[0], "")
        reached = {"email": addresses([one.get("email")], None), "phone": digits(one.get("phone"))}
        return {"name": plain(one["name"]), "company": company, **reached}

    def person(self, id_: str) -> Values:
        """A contact's fields in the CRM."""
        one = self.people[id_]
        parts = [part for part in (one.get("name"), one.get("surname")) if part != "-"]
        emails = addresses([entry["value"] for entry in one["emails"]], None)
        phone = digits(one["phones"][0]["value"]) if one["phones"] else ""
        named = plain(" ".join(part or "" for part in parts))
        return {"name": named, "company": str(one["companyId"] or ""), "email": emails, "phone": phone}


def differences(address: str, but: set[str]) -> tuple[int, list[str]]:
    """How many pairs were compared, and what differs between them. `but`: ids that are held back. Companies that are no
    customers in the CRM are left out: they aren't read back."""
    books = Books(address)
    kept = {one: id_ for one, id_ in books.pairs().items() if books.companies[id_]["companyType"] == "Cliente"}
    people = {key: id_ for key, id_ in books.contact_pairs().items() if key.partition("/")[0] in kept}
    compared = 0
    found: list[str] = []
    for pairs, left, right in ((kept, books.customer, books.company), (people, books.contact, books.person)):
        looked = {one: other for one, other in pairs.items() if not {one, other} & but}
        compared += len(looked)
        found += [told for one, other in looked.items() for told in _differing(one, left(one), other, right(other))]
    return compared, found


def _differing(one: str, left: Values, other: str, right: Values) -> Iterator[str]:
    for name, value in left.items():
        if value != right[name]:
            yield f"{one} and {other}: {name} is '{value}' and '{right[name]}'"


def main(customers: int = 1_000) -> None:
    """Both passes, the comparison, both passes again; print the figures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sandbox(customers, Path(folder), scale=SCALE) as address,
    ):
        point_at(address)
        _initialise(address, Settings(home=Path(folder), root=ROOT))


def _initialise(address: str, settings: Settings) -> None:
    first, counts = _timed(lambda: run(settings))
    books, calls = Books(address), calls_since(address, 0)
    of_kinds = [len(one) for one in (books.customers, books.companies, books.contacts, books.people)]
    print("{} customers, {} companies; {} and {} contacts".format(*of_kinds), end="; ")
    print(f"{counts['created']} created, {counts['updated']} updated")
    for (system, kind), count in sorted(kinds(calls).items()):
        print(f"  {system}: {count} {kind}, {count / sum(of_kinds):.2f} per record")
    back = held_back(settings)
    compared, found = differences(address, back)
    print(f"{compared} pairs compared, {len(back)} records held back: {len(found)} differences")
    print("\n".join(found[:20]), end="\n" if found else "")
    again, _ = _timed(lambda: run(settings))
    quiet = calls_since(address, calls[-1]["sequence"])
    print(
        f"second pass: {sum(count for (_, kind), count in kinds(quiet).items() if kind == 'writes')} writes", end=", "
    )
    print(f"{len(quiet) / sum(of_kinds):.2f} calls per record; first / second pass: {first / again:.1f}")
    print(f"largest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def kinds(calls: list[Record]) -> Counter[tuple[str, str]]:
    """How many calls read and how many wrote, by system."""
    return Counter((call["system"], "reads" if call["method"] == "GET" else "writes") for call in calls)


def _timed(work: Callable[[], Counter[str]]) -> tuple[float, Counter[str]]:
    began = time.perf_counter()
    counts = work()
    return time.perf_counter() - began, counts


if __name__ == "__main__":
    main()
