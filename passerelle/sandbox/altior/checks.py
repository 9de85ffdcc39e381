"""What Altior demands beyond the shape of what is sent: that what is named exists, and stands there once."""

from collections import Counter
from collections.abc import Iterator

from passerelle.sandbox.altior.kinds import AFFAIRE, NAME, THIRD_PARTY, Kind
from passerelle.sandbox.answers import FieldError, Refusal
from passerelle.sandbox.french.errors import INVALID, fault
from passerelle.sandbox.system import Record, World, stored_under

LABELLED = {"phones": "phone", "emails": "email", "urls": "url"}
ONCE = {"addresses": "type", "references": "key", "links": "thirdPartyId"}


def check(world: World, kind: Kind, values: Record, before: Record | None = None) -> None:
    """Raise Refusal (400) if Altior cannot store these values, sent for the record that was ``before``, if any."""
    whole = {**(before or {}), **values}
    errors = [
        *_changed(kind, values, before or values),
        *_not_chosen(world, values, whole.get("nature", "PHYSIQUE")),
        *_not_labelled(world, values),
        *_not_fields(world, kind, values),
        *_missing(world, values),
        *_twice(values),
    ]
    if errors:
        raise Refusal(400, INVALID, errors)


def _changed(kind: Kind, values: Record, before: Record) -> Iterator[FieldError]:
    for name in kind.fixed:
        if values.get(name, before[name]) != before[name]:
            yield fault(name, "Ne peut pas être modifié")


def _not_chosen(world: World, values: Record, nature: str) -> Iterator[FieldError]:
    lists = {
        "establishment": _listed(world, "establishment", "name"),
        "user": _listed(world, "user", "name"),
        "title": _listed(world, "title", "abbreviation", nature=nature),
    }
    for name, known in lists.items():
        if values.get(name) is not None and values[name] not in known:
            yield fault(name, _unknown(values[name]))


def _not_labelled(world: World, values: Record) -> Iterator[FieldError]:
    for name, of_list in LABELLED.items():
        known = _listed(world, "type", "label", list=of_list)
        for at, item in enumerate(values.get(name, ())):
            if item["type"] not in known:
                yield fault(f"{name}.{at}.type", _unknown(item["type"]))


def _not_fields(world: World, kind: Kind, values: Record) -> Iterator[FieldError]:
    known = _listed(world, "customfield", "name", object=kind.name)
    for name in values.get("customFields", ()):
        if name not in known:
            yield fault(f"customFields.{name}", "Champ inconnu")


def _missing(world: World, values: Record) -> Iterator[FieldError]:
    asked = [
        ("thirdPartyId", THIRD_PARTY, values.get("thirdPartyId")),
        ("affaireId", AFFAIRE, values.get("affaireId")),
        *(
            (f"links.{at}.thirdPartyId", THIRD_PARTY, link["thirdPartyId"])
            for at, link in enumerate(values.get("links", ()))
        ),
    ]
    for name, kind, key in asked:
        if key is not None and world.store[kind.stream].get(str(key)) is None:
            yield fault(name, _unknown(key))


def _twice(values: Record) -> Iterator[FieldError]:
    for name, attribute in ONCE.items():
        for value, count in Counter(item[attribute] for item in values.get(name, ())).items():
            if count > 1:
                yield fault(name, f"« {value} » figure {count} fois")


def _listed(world: World, stream: str, attribute: str, **fitting: str) -> set[str]:
    records = world.store[stored_under(NAME, stream)].values()
    return {record[attribute] for record in records if fitting.items() <= record.items()}


def _unknown(value: object) -> str:
    return f"« {value} » est inconnu"
