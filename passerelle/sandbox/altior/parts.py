"""What bodies sent to Altior are made of; anything but what is named is refused."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from passerelle.sandbox.altior.fields import Town, in_pairs
from passerelle.sandbox.french.fields import Full, Text, unique

Role = Literal["Principal", "Facturation", "Relance"]


class Strict(BaseModel):
    """No attribute but those named, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, alias_generator=to_camel)


class Sent(Strict):
    """A record as it may be sent."""

    def whole(self) -> dict[str, Any]:
        """Every attribute, as it is in a new record."""
        return self.model_dump(by_alias=True)

    def values(self) -> dict[str, Any]:
        """The attributes that were sent."""
        whole = self.whole()
        return {name: whole[name] for name in self.model_dump(by_alias=True, exclude_unset=True)}


class Phone(Strict):
    """A telephone of a type of the customer's own."""

    type: Full
    value: Annotated[Full, AfterValidator(in_pairs)]


class Labelled(Strict):
    """An e-mail or a web address of a type of the customer's own."""

    type: Full
    value: Full


class Address(Strict):
    """Where a third party is invoiced or delivered."""

    type: Literal["Facturation", "Livraison"]
    line1: Text = None
    line2: Text = None
    line3: Text = None
    postal_code: Text = None
    city: Town = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None


class Reference(Strict):
    """A reference of another software."""

    type: Full
    key: Full
    name: Full
    value: Full


class Link(Strict):
    """A third party a contact belongs to."""

    third_party_id: int
    roles: Annotated[list[Role], AfterValidator(unique)] = []
