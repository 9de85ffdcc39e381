"""What artis.net demands beyond the shape of what is sent: what is named exists, and what is mandatory is there."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from passerelle.sandbox.answers import FieldError
from passerelle.sandbox.artis.decisions import identifiers_at_fault, siret_at_fault
from passerelle.sandbox.artis.kinds import ORGANISATION, PERSON, SITE, Kind
from passerelle.sandbox.artis.lists import held, known
from passerelle.sandbox.artis.parts import IDENTIFIERS
from passerelle.sandbox.artis.words import MANDATORY, unknown
from passerelle.sandbox.french.errors import FAULTY, fault
from passerelle.sandbox.system import Record, World

DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
CHOSEN = {
    "formeJuridique": ("formejuridique", "abreviation"),
    "pays": ("pays", "abreviation"),
    "regimeFiscal": ("regimefiscal", "code"),
    "titre": ("titre", "abreviation"),
}
FITTING: Mapping[str, Callable[[object], bool]] = {
    "texte": lambda value: isinstance(value, str),
    "nombre": lambda value: isinstance(value, int | float),
    "date": lambda value: isinstance(value, str) and bool(DAY.fullmatch(value)),
}


def at_fault(world: World, kind: Kind, whole: Record) -> Iterator[FieldError]:
    """Every field of a whole record that artis.net would not store."""
    yield from _not_chosen(world, whole)
    yield from OF_KIND[kind.name](world, whole)


def _not_chosen(world: World, whole: Record, within: str = "") -> Iterator[FieldError]:
    for name, (stream, attribute) in CHOSEN.items():
        value = whole.get(name)
        if value is not None and value not in known(world, stream, attribute):
            yield fault(within + name, unknown(value))


def _of_organisation(world: World, whole: Record) -> Iterator[FieldError]:
    yield from identifiers_at_fault(world, whole)
    yield from _labelled(world, whole, ORGANISATION)
    for label in whole["identifiants"]:
        if label not in IDENTIFIERS:
            yield fault(f"identifiants.{label}", unknown(label))
    yield from _unclassified(world, whole["classifications"])
    codes = known(world, "organisationinterne", "code")
    for relation in whole["relations"]:
        if relation["organisationInterne"] not in codes:
            yield fault("relations", unknown(relation["organisationInterne"]))
    yield from _twice("relations", [relation["organisationInterne"] for relation in whole["relations"]])


def _unclassified(world: World, given: Record) -> Iterator[FieldError]:
    rows = {row["nom"]: row for row in held(world, "classification")}
    for name, value in given.items():
        if name not in rows or value not in rows[name]["valeurs"]:
            yield fault(f"classifications.{name}", unknown(value if name in rows else name))
    for name, row in rows.items():
        if row["obligatoire"] and name not in given:
            yield fault(f"classifications.{name}", MANDATORY)


def _of_site(world: World, whole: Record) -> Iterator[FieldError]:
    yield from siret_at_fault(world, whole)
    yield from _nobody(world, "organisationId", whole["organisationId"])


def _of_person(world: World, whole: Record) -> Iterator[FieldError]:
    yield from _not_chosen(world, whole["adresse"], "adresse.")
    yield from _labelled(world, whole, PERSON)
    activities = known(world, "activite", "libelle")
    for activity in whole["activites"]:
        if activity not in activities:
            yield fault("activites", unknown(activity))
    worked_with = [one["organisationId"] for one in whole["collaborations"]]
    for key in worked_with:
        yield from _nobody(world, "collaborations", key)
    yield from _twice("collaborations", worked_with)


def _labelled(world: World, whole: Record, kind: Kind) -> Iterator[FieldError]:
    rows = {row["libelle"]: row["type"] for row in held(world, "caracteristique") if row["objet"] == kind.name}
    for label, value in whole["caracteristiques"].items():
        if label not in rows:
            yield fault(f"caracteristiques.{label}", unknown(label))
        elif not FITTING[rows[label]](value):
            yield fault(f"caracteristiques.{label}", FAULTY)


def _nobody(world: World, name: str, key: int) -> Iterator[FieldError]:
    if world.store[ORGANISATION.stream].get(str(key)) is None:
        yield fault(name, unknown(key))


def _twice(name: str, values: list[object]) -> Iterator[FieldError]:
    for value, count in Counter(values).items():
        if count > 1:
            yield fault(name, f"« {value} » figure {count} fois")


OF_KIND: Mapping[str, Callable[[World, Record], Iterator[FieldError]]] = {
    ORGANISATION.name: _of_organisation,
    SITE.name: _of_site,
    PERSON.name: _of_person,
}
