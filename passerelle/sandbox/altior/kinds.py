"""The kinds of records of Altior that are numbered and carry the moment of their last change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from passerelle.sandbox.altior.bodies import (
    AffaireChange,
    ContactChange,
    NewAffaire,
    NewContact,
    NewPaper,
    NewThirdParty,
    PaperChange,
    ThirdPartyChange,
)
from passerelle.sandbox.altior.parts import Sent
from passerelle.sandbox.system import Record, stored_under

NAME = "altior"
HEAD_OFFICE, WORKSHOP = "Siège", "Atelier Lyon"
MOREL, HADDAD = "Camille Morel", "Karim Haddad"
USUALLY: Mapping[str, Any] = {"establishment": HEAD_OFFICE, "user": MOREL}


@dataclass(frozen=True)
class Kind:
    """One kind of record: what may be sent of it, how Altior numbers it, and what no change may change.

    ``prefilled`` is what stands in the form already when a person makes one.
    """

    name: str
    new: type[Sent]
    change: type[Sent]
    numbered: Callable[[int], Record]
    fixed: tuple[str, ...] = ()
    prefilled: Mapping[str, Any] = field(default_factory=dict)
    key: Callable[[Record], str] | None = None

    @property
    def stream(self) -> str:
        """The name under which the store keeps these records."""
        return stored_under(NAME, self.name)


def siret_of(third_party: Record) -> str:
    """The SIRET by which third parties are looked up, or an empty text."""
    return third_party["siret"] or ""


def _by(attribute: str, letters: str) -> Callable[[int], Record]:
    return lambda number: {"id": number, attribute: f"{letters}{number:05d}"}


THIRD_PARTY = Kind(
    "thirdparty",
    NewThirdParty,
    ThirdPartyChange,
    _by("code", "T"),
    fixed=("nature",),
    prefilled={"nature": "MORAL", "type": "CLIENT", **USUALLY},
    key=siret_of,
)
CONTACT = Kind("contact", NewContact, ContactChange, lambda number: {"id": number})
AFFAIRE = Kind("affaire", NewAffaire, AffaireChange, _by("number", "AF"), prefilled=USUALLY)
QUOTE = Kind("quote", NewPaper, PaperChange, _by("number", "DV"))
ORDER = Kind("order", NewPaper, PaperChange, _by("number", "CD"))
KINDS = (THIRD_PARTY, CONTACT, AFFAIRE, QUOTE, ORDER)
