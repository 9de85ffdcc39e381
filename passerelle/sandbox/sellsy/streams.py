"""The streams of Sellsy, and finding a record in one."""

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.system import Record, World, stored_under

COMPANIES = stored_under("sellsy", "company")
INDIVIDUALS = stored_under("sellsy", "individual")
CONTACTS = stored_under("sellsy", "contact")
ADDRESSES = stored_under("sellsy", "address")
FIELDS = stored_under("sellsy", "customfield")
OPPORTUNITIES = stored_under("sellsy", "opportunity")
PIPELINES = stored_under("sellsy", "pipeline")
STEPS = stored_under("sellsy", "step")
ESTIMATES = stored_under("sellsy", "estimate")
ORDERS = stored_under("sellsy", "order")
WEBHOOKS = stored_under("sellsy", "webhook")
NOT_FOUND = "Not Found"


def existing(world: World, stream: str, key: object) -> Record:
    """The record of that id.

    Raises Refusal (404) if there is none.
    """
    record = world.store[stream].get(str(key))
    if record is None:
        raise Refusal(404, NOT_FOUND)
    return record


def found(world: World, stream: str, key: object) -> Record | None:
    """The record of that id, if there is one; ``key`` may be None."""
    return world.store[stream].get(str(key))
