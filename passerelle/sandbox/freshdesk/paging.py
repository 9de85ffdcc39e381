"""Pages of lists, and the way to the next one (facts ``fd.paging…``)."""

from collections.abc import Sequence
from urllib.parse import urlencode

from passerelle.sandbox.freshdesk.incoming import Incoming
from passerelle.sandbox.freshdesk.refusing import fault, invalid
from passerelle.sandbox.system import Record

PAGED = ("page", "per_page")
USUAL, MOST = 30, 100


def in_range(name: str, text: str, most: int | None) -> int:
    """A number of a query from 1 on. Raises Refusal (400) if it is out of range or none."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1 or (most is not None and number > most):
        limit = f" less than or equal to {most}" if most else ""
        raise invalid(fault(name, f"It should be a Positive Integer{limit}"))
    return number


def page_of(call: Incoming, asked: dict[str, str], records: Sequence[Record]) -> tuple[list[Record], dict[str, str]]:
    """The page that is asked for, and the header that leads to the next one.

    Raises Refusal (400) out of range.
    """
    page, rows = (in_range(name, asked.get(name, usual), most) for name, usual, most in RANGES)
    start = (page - 1) * rows
    if len(records) <= start + rows:
        return list(records[start:]), {}
    query = urlencode({**asked, "page": page + 1})
    return list(records[start : start + rows]), {"link": f'<{call.request.url.replace(query=query)}>; rel="next"'}


RANGES = (("page", "1", None), ("per_page", str(USUAL), MOST))
