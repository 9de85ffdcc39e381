"""What may be sent of a field's definition (facts ``fd.fields.define`` and ``fd.fields.change``)."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Label = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S")]


class FieldBody(BaseModel):
    """A definition; ``type`` stays what it was at creation."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: Label | None = None
    type: str | None = None
    position: Annotated[int, Field(ge=1)] | None = None
    required_for_agents: bool = False
    agents_can_edit: bool = True
    displayed_for_agents: bool = True
    quick_add_for_agent: bool = False
    unique: bool = False
    choices: list[Any] | dict[str, str] | None = None


class ContactFieldBody(FieldBody):
    """A definition of a contact's field, which customers may see too."""

    editable_in_signup: bool = False
    customers_can_edit: bool = False
    label_for_customers: Label | None = None
    required_for_customers: bool = False
    displayed_for_customers: bool = False
