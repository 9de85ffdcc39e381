"""What bodies sent to artis.net are made of; anything but what is named is refused."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from passerelle.sandbox.french.fields import Full, Text

RelationType = Literal["Suspect", "Prospect", "Client", "Ancien client", "Hors cible"]
IDENTIFIERS = ("CAPITAL", "TVA INTRACOMMUNAUTAIRE", "NAF", "RCS")
VAT = "TVA INTRACOMMUNAUTAIRE"


class Strict(BaseModel):
    """No attribute but those named, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, alias_generator=to_camel)


class Sent(Strict):
    """A record as it may be sent."""

    def whole(self) -> dict[str, Any]:
        """Every attribute, as it is in a new record."""
        return self.model_dump(by_alias=True)

    def values(self) -> dict[str, Any]:
        """The attributes that were sent, of parts too."""
        return self.model_dump(by_alias=True, exclude_unset=True)


class Lines(Sent):
    """Where somebody is, and the lines there."""

    adresse2: Text = None
    adresse3: Text = None
    adresse4: Text = None
    code_postal: Text = None
    ville: Text = None
    telephone1: Text = None
    telephone2: Text = None
    mobile1: Text = None
    mobile2: Text = None
    fax: Text = None
    mail1: Text = None
    mail2: Text = None


class Address(Lines):
    """The part *Adresse* of an interlocuteur; everything in it is optional."""

    adresse1: Text = None
    pays: Text = None


class Place(Lines):
    """The address of an organisation or a site, with what it is used for."""

    # What may not be empty has a default in a change all the same; what was not sent is never stored.
    adresse1: Full = ""
    pays: Full = ""
    regime_fiscal: Text = None
    site_internet: Text = None
    adresse_livraison: bool = False
    adresse_facturation: bool = False
    adresse_envoi: bool = False


class Relation(Strict):
    """What an organisation is to one internal organisation."""

    organisation_interne: Full
    type: RelationType


class RelationChange(Strict):
    """Only what it is."""

    type: RelationType


class Collaboration(Strict):
    """An organisation an interlocuteur works with."""

    organisation_id: int
