"""A third party as nobody has typed it yet: plain numbers, telephones in E.164, names with their accents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; ``country`` is the ISO code of two letters, ``FR`` overseas too."""

    line1: str
    line2: str | None
    postal_code: str
    city: str
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a company; ``civility`` is mr, mrs or ms, ``roles`` are of main, invoicing and dunning."""

    civility: str
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    mobile: str | None
    position: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """A company or a person; ``name`` is a company's without its legal form, or a person's family name."""

    number: int
    nature: str
    type: str
    name: str
    first_name: str | None
    civility: str | None
    legal_form: str | None
    siret: str | None
    siren: str | None
    vat: str | None
    naf: str | None
    rcs: str | None
    capital: int | None
    headcount: int | None
    email: str | None
    phone: str | None
    mobile: str | None
    fax: str | None
    website: str | None
    invoicing: Address | None
    delivery: Address | None
    contacts: tuple[Contact, ...]


NOBODY = Party(
    number=0,
    nature="company",
    type="client",
    name="",
    first_name=None,
    civility=None,
    legal_form=None,
    siret=None,
    siren=None,
    vat=None,
    naf=None,
    rcs=None,
    capital=None,
    headcount=None,
    email=None,
    phone=None,
    mobile=None,
    fax=None,
    website=None,
    invoicing=None,
    delivery=None,
    contacts=(),
)
"""What every party is made from, so that each kind says only what it has."""
