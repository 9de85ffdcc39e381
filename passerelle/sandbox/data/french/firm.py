"""A French company as the register and directories know it: with all of its sites, its people and its figures."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from passerelle.sandbox.data.french.party import Address, Contact


class Fate(StrEnum):
    """What the register knows of a company and directories do not."""

    ORDINARY = "nothing"
    CEASED = "the whole company has ceased"
    CLOSED_SITE = "one of its other sites has closed"
    MOVED = "its seat has moved, to another SIRET"
    RENAMED = "it has another legal name by now"
    HIDDEN = "it does not want to be published"
    POST_OFFICE = "the numbers of its sites follow a rule of their own"


@dataclass(frozen=True, slots=True)
class Site:
    """One establishment; ``sign`` is the name over its door, telephones are in E.164."""

    siret: str
    seat: bool
    sign: str | None
    naf: str
    address: Address
    headcount: int | None
    phone: str | None
    phone2: str | None
    fax: str | None
    opened: date
    closed: date | None = None
    former_seat: bool = False


@dataclass(frozen=True, slots=True)
class Firm:
    """A company; ``name`` is the one of the register, ``known_as`` the one directories have.

    ``revenues`` are in euros by year, ``naf`` and ``headcount`` those of the legal unit.
    """

    fate: Fate
    siren: str
    name: str
    known_as: str
    legal_form: str
    capital: int | None
    naf: str
    vat: str
    headcount: int | None
    revenues: tuple[tuple[int, int], ...]
    website: str | None
    mails: tuple[str, ...]
    opened: date
    closed: date | None
    sites: tuple[Site, ...]
    people: tuple[Contact, ...]

    @property
    def seat(self) -> Site:
        """Where it sits now."""
        return next(site for site in self.sites if site.seat)

    @property
    def listed(self) -> tuple[Site, ...]:
        """The sites directories know: a seat that has moved is still where it was."""
        return tuple(site for site in self.sites if not (self.fate is Fate.MOVED and site.seat))
