"""The ways in which people type a French name, telephone, address or number; the content stays the same."""

import re
from random import Random

from passerelle.sandbox.data.french.party import Address
from passerelle.sandbox.data.french.stock import without_accents

ABBREVIATIONS: tuple[tuple[str, str], ...] = (
    ("Établissements", "Ets"), ("Société", "Sté"), ("Compagnie", "Cie"), ("Saint-", "St-"), ("Sainte-", "Ste-"),
    (" et ", " & "), ("boulevard", "bd"), ("avenue", "av."), ("place", "pl."), ("chemin", "ch."), ("route", "rte"),
    ("Immobilière", "Immo"),
)  # fmt: skip


def spelled_name(rng: Random, name: str, legal_form: str | None = None) -> str:
    """A name in capitals, without accents, abbreviated, or with its legal form in front or behind."""
    ways = [name.upper(), without_accents(name), without_accents(name).upper(), abbreviated(name)]
    if legal_form:
        ways += [f"{legal_form} {name}", f"{name} ({legal_form})", f"{legal_form} {without_accents(name).upper()}"]
    return rng.choice([way for way in ways if way != name] or [name])


def abbreviated(text: str) -> str:
    """The text with every word shortened that people shorten."""
    for word, short in ABBREVIATIONS:
        text = text.replace(word, short)
    return text


def spelled_phone(rng: Random, phone: str) -> str:
    """A French number in one of four spellings; a foreign one as it is."""
    if not phone.startswith("+33"):
        return phone
    national = f"0{phone[3:]}"
    pairs = [national[at : at + 2] for at in range(0, len(national), 2)]
    return rng.choice((".".join(pairs), " ".join(pairs), f"+33 {national[1]} {' '.join(pairs[1:])}", national))


def in_pairs(phone: str | None) -> str | None:
    """A French number in E.164 as ``01 23 45 67 89``; a foreign one as it is."""
    if phone is None or not phone.startswith("+33"):
        return phone
    national = f"0{phone[3:]}"
    return " ".join(national[at : at + 2] for at in range(0, len(national), 2))


def in_afnor(town: str) -> str:
    """A town as the post office wants it: in capitals, no accents, blanks for hyphens and apostrophes."""
    return " ".join(re.sub(r"[-'’]", " ", without_accents(town.replace("œ", "oe").replace("Œ", "OE"))).upper().split())


def spelled_address(rng: Random, address: Address) -> Address:
    """A French address as the post office wants it, in capitals without accents, or abbreviated."""
    if rng.random() < 0.5:
        line1, city = abbreviated(address.line1), address.city
    else:
        line1, city = (without_accents(text).upper() for text in (address.line1, address.city))
    return Address(line1, address.line2, address.postal_code, city, address.country)


def grouped(number: str) -> str:
    """A SIREN or a SIRET in groups: 732 829 320 00074."""
    return " ".join(filter(None, (number[:3], number[3:6], number[6:9], number[9:])))


def grouped_vat(vat: str) -> str:
    """A French VAT number in groups, as FR 44 732 829 320; another country's as it is."""
    return f"FR {vat[2:4]} {grouped(vat[4:])}" if vat.startswith("FR") else vat
