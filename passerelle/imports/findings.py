"""Findings: what the French register says otherwise than a sheet. They are shown and told, and decide nothing by
themselves: a register that can't be asked stops no import."""

from __future__ import annotations

import re
from collections.abc import Mapping

from passerelle.engine.batch import contents
from passerelle.engine.facts import facts_of
from passerelle.engine.people import name_key
from passerelle.errors import PasserelleError, SystemFailure
from passerelle.hub.records import Content
from passerelle.imports.fetching import COMPANIES
from passerelle.imports.prepared import Finding
from passerelle.mapping.loader import load_system
from passerelle.mapping.reader import to_frame
from passerelle.settings import Settings, is_asked
from passerelle.systems.registry import open_system
from passerelle.transforms.french import fr_siret

REGISTER, ESTABLISHMENT = "recherche_entreprises", "establishment"
FORM = re.compile(r"\b(?:sasu|sas|sarl|eurl|sa|sci|snc|scop|ei)\b")


def findings_of(companies: Mapping[str, Content], settings: Settings) -> dict[str, list[Finding]]:
    """By id, what the register says otherwise of companies (canonical content with `siret`, `siren` and `name`)."""
    consulted = facts_of(settings.root, COMPANIES).integration.consults
    if not companies or REGISTER not in consulted or not is_asked(REGISTER):
        return {}
    numbers = {id_: _number(company) for id_, company in companies.items()}
    try:
        found = _asked([number for number in numbers.values() if number], settings)
    except PasserelleError as problem:
        told = Finding("unreachable", "siret", f"The register could not be asked: {problem}")
        return {id_: [told] for id_ in companies}
    return {
        id_: _compared(company, number, found.get(number))
        for id_, company in companies.items()
        if (number := numbers[id_])
    }


def _asked(numbers: list[str], settings: Settings) -> dict[str, Content]:
    profile = load_system(settings.root, REGISTER)
    system = open_system(REGISTER, profile, settings)
    try:
        answer = system.look_up(ESTABLISHMENT, numbers)
        if answer.refused:
            raise SystemFailure(REGISTER, next(iter(answer.refused.values())))
        return contents(to_frame(profile, ESTABLISHMENT, list(answer.found.values())).frame)
    finally:
        system.close()


def _number(company: Content) -> str | None:
    return fr_siret(company.get("siret")) or company.get("siren")


def _compared(company: Content, number: str, register: Content | None) -> list[Finding]:
    if register is None:
        told = f"The register does not know {number}, or does not publish it; make sure the company exists."
        return [Finding("not_public", "siret", told)]
    found = [*_ceased(register), *_closed(number, register)]
    name, official = company.get("name") or "", register.get("name") or ""
    if official and _plain(name) != _plain(official):
        told = f"The register calls it {official}, Corporama {name}."
        found.append(Finding("other_name", "name", told, official))
    return found


def _ceased(register: Content) -> list[Finding]:
    if register.get("status") != "ceased":
        return []
    return [Finding("ceased", "siren", f"The company has ceased, says the register ({register.get('name')}).")]


def _closed(number: str, register: Content) -> list[Finding]:
    if register.get("file_status") != "closed" or register.get("status") == "ceased":
        return []
    seat = register.get("seat_siret")
    if register.get("moved") == "yes" and seat and seat != number:
        told = f"The seat has moved: {number} is closed, and its SIRET is {seat} today."
        return [Finding("moved", "siret", told, seat)]
    return [Finding("site_closed", "siret", f"The establishment {number} is closed; the seat is {seat}.", seat)]


def _plain(name: str) -> str:
    """A name as it is compared: without accents, signs and legal form."""
    return " ".join(re.findall(r"[a-z0-9]+", FORM.sub(" ", name_key(name))))
