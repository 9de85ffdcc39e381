"""Which people an interlocuteur may be already (facts ``art.person.duplicates…``)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from passerelle.sandbox.artis.kinds import PERSON
from passerelle.sandbox.data.french.stock import without_accents
from passerelle.sandbox.system import Record, World

CRITERIA = {
    "telephone": ("telephone1", "telephone2"),
    "mobile": ("mobile1", "mobile2"),
}
MAILS = ("mail1", "mail2")


def candidates(world: World, new: Record) -> list[Record]:
    """The people who have something in common with somebody new, and what."""
    sought = signature(new)
    found = []
    for known in world.store[PERSON.stream].values():
        held = signature(known)
        common = [criterion for criterion, values in sought.items() if values & held[criterion]]
        if common:
            named = {name: known[name] for name in ("id", "titre", "nom", "prenom")}
            found.append({**named, "criteres": common})
    return found


def signature(person: Record) -> dict[str, frozenset[str]]:
    """What is compared of somebody, by criterion."""
    address = person["adresse"]
    phones = {
        criterion: frozenset(map(national, filter(None, (address[name] for name in names))))
        for criterion, names in CRITERIA.items()
    }
    whole_name = f"{plain(person['nom'])} {plain(person['prenom'])}"
    return {"nom": frozenset((whole_name,)), **phones, "mail": frozenset(mails_of(address))}


def mails_of(address: Record) -> Iterator[str]:
    """Each address of the lists there are."""
    for name in MAILS:
        yield from (mail.strip().lower() for mail in (address[name] or "").split(";") if mail.strip())


@lru_cache(maxsize=65_536)
def plain(name: str) -> str:
    """A name without accents, capitals and signs."""
    return re.sub(r"[^a-z0-9]", "", without_accents(name).lower())


@lru_cache(maxsize=65_536)
def national(phone: str) -> str:
    """A number without signs; a French one as it is dialled in France."""
    digits = re.sub(r"[^\d+]", "", phone.replace("(0)", ""))
    return re.sub(r"^(?:\+|00)33", "0", digits)
