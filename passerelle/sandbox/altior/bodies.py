"""The records that may be sent to Altior: whole new ones, and changes of which every attribute may be left out.

An attribute that may not be empty has a default in a change all the same; what was not sent is never stored.
"""

from typing import Annotated, Literal

from pydantic import Field

from passerelle.sandbox.altior.fields import Amount, Siren, Siret
from passerelle.sandbox.altior.parts import Address, Labelled, Link, Phone, Reference, Sent
from passerelle.sandbox.french.fields import Day, Full, Number, Text

Nature = Literal["MORAL", "PHYSIQUE"]
PartyType = Literal["PROSPECT", "CLIENT", "FOURNISSEUR"]
Status = Literal["EN_COURS", "CLOTUREE"]


class ThirdPartyChange(Sent):
    """What changes of a third party (fact ``alt.thirdparty.update``)."""

    nature: Nature = "MORAL"
    type: PartyType = "CLIENT"
    active: bool = True
    title: Text = None
    name: Full = ""
    first_name: Text = None
    siret: Siret = None
    siren: Siren = None
    vat_number: Number = None
    naf_code: Text = None
    rcs: Text = None
    capital: Amount | None = None
    workforce: Annotated[int, Field(ge=0)] | None = None
    comment: Text = None
    establishment: Full = ""
    user: Full = ""
    phones: list[Phone] = Field(default_factory=list)
    emails: list[Labelled] = Field(default_factory=list)
    urls: list[Labelled] = Field(default_factory=list)
    addresses: list[Address] = Field(default_factory=list)
    references: list[Reference] = Field(default_factory=list)
    custom_fields: dict[str, Text] = Field(default_factory=dict)


class NewThirdParty(ThirdPartyChange):
    """A new third party (fact ``alt.thirdparty.create``)."""

    nature: Nature
    type: PartyType
    name: Full
    establishment: Full
    user: Full


class ContactChange(Sent):
    """What changes of a contact (fact ``alt.contact.read``)."""

    title: Text = None
    first_name: Text = None
    last_name: Full = ""
    position: Text = None
    active: bool = True
    comment: Text = None
    phones: list[Phone] = Field(default_factory=list)
    emails: list[Labelled] = Field(default_factory=list)
    links: list[Link] = Field(default_factory=list)
    references: list[Reference] = Field(default_factory=list)


class NewContact(ContactChange):
    """A new contact."""

    last_name: Full


class AffaireChange(Sent):
    """What changes of an affaire (fact ``alt.affaire.update``)."""

    name: Full = ""
    third_party_id: int = 0
    establishment: Full = ""
    user: Full = ""
    status: Status = "EN_COURS"
    amount: Amount | None = None
    due_date: Day | None = None
    comment: Text = None
    custom_fields: dict[str, Text] = Field(default_factory=dict)
    references: list[Reference] = Field(default_factory=list)


class NewAffaire(AffaireChange):
    """A new affaire (fact ``alt.affaire.create``)."""

    name: Full
    third_party_id: int
    establishment: Full
    user: Full


class PaperChange(Sent):
    """What a person changes of a quote or an order; neither can be sent."""

    affaire_id: int = 0
    date: Day | None = None
    amount: Amount | None = None


class NewPaper(PaperChange):
    """A new quote or order, as a person makes it."""

    affaire_id: int
