"""Lists in pages, and the parameters that all of them have."""

import math
from collections.abc import Sequence
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from passerelle.sandbox.french.fields import OWN

MOST_IDS = 100


class Paged(Protocol):
    """Which page is asked for."""

    @property
    def page(self) -> int:
        """From 1."""

    @property
    def page_size(self) -> int:
        """How many a page has."""


class NoParameters(BaseModel):
    """A call that takes no query parameters."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


def page_of(found: Sequence[Any], query: Paged) -> dict[str, Any]:
    """One page of what was found, and how much there is."""
    start = (query.page - 1) * query.page_size
    items = list(found[start : start + query.page_size])
    pages = math.ceil(len(found) / query.page_size)
    return {"items": items, "page": query.page, "pages": pages, "total": len(found)}


def _not_too_many(ids: str) -> str:
    if ids.count(",") >= MOST_IDS:
        raise PydanticCustomError(OWN, "{most} identifiants au plus", {"most": MOST_IDS})
    return ids


Exact = Annotated[str, Field(pattern=r"^\S+$")]
Ids = Annotated[str, Field(pattern=r"^\d+(,\d+)*$"), AfterValidator(_not_too_many)]
