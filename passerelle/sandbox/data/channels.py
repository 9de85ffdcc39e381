"""The channels of one relation: address, telephones, e-mail, website, as an office typed them."""

from random import Random
from typing import Any

from passerelle.sandbox.data.companies import Company, address_in
from passerelle.sandbox.data.mess import Mess
from passerelle.sandbox.data.numbers import landline, mobile
from passerelle.sandbox.data.spelling import spelled_phone, spelled_website, with_stray_spaces
from passerelle.sandbox.data.towns import towns

Channel = dict[str, Any]

STRAY_SPACES, SECOND_PHONE, WITH_MOBILE, SHOUTED_EMAIL = 0.05, 0.08, 0.25, 0.04


def address_channel(rng: Random, company: Company, language: str, mess: Mess) -> list[Channel]:
    """The favourite address, in the relation's language where the register has it; none if the register has none."""
    address = company["address"]
    if address is None:
        return []
    if mess.old_address:
        address = address_in(rng, rng.choice([town for town in towns() if town.postcode != address["zipcode"]]))
    return [
        {
            "type": "Address",
            "favourite": True,
            "street": with_stray_spaces(rng, _in(address["street"], language) or "", STRAY_SPACES) or None,
            "houseNumber": address["houseNumber"],
            "box": address["box"],
            "postalCode": address["zipcode"],
            "city": _in(address["municipality"], language),
            "country": address["countryCode"],
        }
    ]


def plain_channels(rng: Random, company: Company, mess: Mess) -> list[Channel]:
    """Telephones, mobile, e-mail and website; the first of each type is the favourite."""
    channels = [] if mess.no_phone else _phones(rng, company, mess)
    if company["email"]:
        email = company["email"].upper() if rng.random() < SHOUTED_EMAIL else company["email"]
        channels.append({"type": "Email", "favourite": True, "value": email})
    if company["website"]:
        channels.append({"type": "Website", "favourite": True, "value": spelled_website(rng, company["website"])})
    return channels


def _phones(rng: Random, company: Company, mess: Mess) -> list[Channel]:
    lines = []
    if company["phone"]:
        digits = "".join(filter(str.isdigit, company["phone"]))
        lines.append(landline(rng, rng.choice(towns()).zone) if mess.old_phone else digits)
        if rng.random() < SECOND_PHONE:
            lines.append(landline(rng, rng.choice(towns()).zone))
    phones = [
        {"type": "Phone", "favourite": at == 0, "value": with_stray_spaces(rng, spelled_phone(rng, line), STRAY_SPACES)}
        for at, line in enumerate(lines)
    ]
    if rng.random() < WITH_MOBILE:
        phones.append({"type": "Mobile", "favourite": True, "value": spelled_phone(rng, mobile(rng))})
    return phones


def _in(names: dict[str, str], language: str) -> str | None:
    return names.get(language) or next(iter(names.values()), None)
