"""The lists of the account that its interface sets and the API only reads or names by id."""

from typing import Any

from passerelle.sandbox.sellsy.refusing import refuse
from passerelle.sandbox.system import Record

STAFFS: tuple[Record, ...] = (
    {"id": 1, "firstname": "Camille", "lastname": "Morel", "email": "camille.morel@notre-agence.test"},
    {"id": 2, "firstname": "Julien", "lastname": "Petit", "email": "julien.petit@notre-agence.test"},
    {"id": 3, "firstname": "Nadia", "lastname": "Benali", "email": "nadia.benali@notre-agence.test"},
)
USUAL_STAFF = 1
"""The staff member who owns the API client, and what is made with it."""
SIZES: tuple[tuple[int, str, int, int], ...] = (
    (1, "De 1 à 5", 1, 5),
    (2, "De 6 à 9", 6, 9),
    (3, "De 10 à 19", 10, 19),
    (4, "De 20 à 49", 20, 49),
    (5, "De 50 à 249", 50, 249),
    (6, "250 et plus", 250, 1_000_000),
)
"""Numbers of employees: id, label, least, most."""
SEGMENTS: tuple[tuple[int, str], ...] = ((1, "Industrie"), (2, "Commerce"), (3, "Services"), (4, "Bâtiment"))
SOURCES: tuple[Record, ...] = tuple(
    {"id": at, "name": name, "is_default": at == 1, "is_hidden": False, "category_id": None, "rank": at}
    for at, name in enumerate(("Interne", "Site web", "Salon", "Recommandation"), start=1)
)


def staff(staff_id: int, field: str) -> Record:
    """A member of staff as records name them. Raises Refusal (400) if there is none of that id."""
    if not any(one["id"] == staff_id for one in STAFFS):
        refuse(field)
    return {"id": staff_id, "type": "staff"}


def size_of(size_id: int | None) -> Record | None:
    """A number of employees as companies show it. Raises Refusal (400) if there is none of that id."""
    return _labelled("number_of_employees", {size[0]: size[1] for size in SIZES}, size_id)


def segment_of(segment_id: int | None) -> Record | None:
    """A line of business as companies show it. Raises Refusal (400) if there is none of that id."""
    return _labelled("business_segment", dict(SEGMENTS), segment_id)


def size_holding(headcount: int | None) -> Record | None:
    """The number of employees that a headcount falls into."""
    fitting = [size for size in SIZES if headcount is not None and size[2] <= headcount <= size[3]]
    return {"id": fitting[0][0], "label": fitting[0][1]} if fitting else None


def _labelled(field: str, labels: dict[int, str], key: int | None) -> Record | None:
    if key is None:
        return None
    if key not in labels:
        refuse(field)
    return {"id": key, "label": labels[key]}


def shown_staff(one: Record) -> dict[str, Any]:
    """A member of staff as the API lists them."""
    return {**one, "status": "ok", "position": None}
