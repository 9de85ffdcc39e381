"""What may be sent of opportunities (facts ``sel.opportunity.write`` and ``sel.opportunity.patch``)."""

from typing import Annotated, Literal

from pydantic import Field

from passerelle.sandbox.sellsy.bodies import Day, Moment, Open

Status = Literal["open", "won", "lost", "cancelled", "closed", "late"]
Percentage = Annotated[int, Field(ge=0, le=100)]


class Related(Open):
    """Whom an opportunity is with."""

    type: Literal["company", "individual", "contact"]
    id: int


class OpportunityBody(Open):
    """The changes of an opportunity; unknown attributes are ignored without a word."""

    name: Annotated[str, Field(min_length=1)] = ""
    pipeline: int = 0
    step: int = 0
    related: list[Related] = Field(default_factory=list)
    owner_id: int = 0
    status: Status = "open"
    amount: Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")] = ""
    probability: Percentage | None = None
    source: int | None = None
    due_date: Day | None = None
    note: str | None = None
    main_doc_id: int | None = None
    assigned_staff_ids: list[int] = Field(default_factory=list)
    contact_ids: list[int] = Field(default_factory=list)
    number: str | None = None


class NewOpportunity(OpportunityBody):
    """A new opportunity."""

    name: Annotated[str, Field(min_length=1)]
    pipeline: int
    step: int
    related: list[Related]
    created: Moment = ""


class OpportunityPatch(Open):
    """Some changes of an opportunity; here the amount is a number."""

    name: Annotated[str, Field(min_length=1)] = ""
    owner_id: int = 0
    status: Status = "open"
    pipeline: int = 0
    step: int = 0
    amount: float = 0
    probability: Percentage | None = None
    due_date: Day | None = None
    note: str | None = None
