"""Who a linked party is in the target: companies by number, persons by a binding somebody has confirmed.

A name never decides. Where exactly one person of the target bears it, it is suggested to whoever looks.
"""

from __future__ import annotations

import unicodedata

import pandas as pd
from sqlalchemy import Connection

from passerelle.engine.run import Run, now
from passerelle.hub import bindings, records

PERSON = "person"
"""Stream under which persons of the source are bound, by the source's own id."""

NAME = "person_name"
"""Scheme under which the names of the target's persons are kept, to suggest by."""

SPELT = str.maketrans({"-": " ", "\u2010": " ", "\u2011": " ", "\u2019": "'", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
"""Letters and marks that are written in two ways. Letters of other alphabets stay what they are: who differs in nothing
else is somebody else."""


def name_key(name: str) -> str:
    """A name as it is compared: without accents, case and order of its words."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(SPELT))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(sorted(plain.split()))


def register_people(run: Run, frame: pd.DataFrame) -> None:
    """Keep the names of the target's persons, so that a person of the source can be suggested."""
    people = frame[frame["kind"] == PERSON]
    names = {
        str(id_): name_key(" ".join(filter(None, (row["first_name"], row["last_name"])))) or name_key(row["name"] or "")
        for id_, row in people[["first_name", "last_name", "name"]].to_dict("index").items()
    }
    with run.hub.write(run.integration.integration) as connection:
        records.save_identifiers(connection, *run.target.place, NAME, {k: v for k, v in names.items() if v}, now())


def number_of(company: str) -> str:
    """The enterprise number of a company as a link names it: by its country and its number."""
    return company[2:]


def relations_of_companies(connection: Connection, run: Run, numbers: list[str]) -> dict[str, str]:
    """The target's relation of each enterprise number: the one that was known first with it."""
    rows = records.holders(connection, *run.target.place, run.integration.key, numbers)
    first = sorted(rows, key=lambda row: (row.since, len(row.external_id), row.external_id), reverse=True)
    return {row.value: row.external_id for row in first}


def relations_of_persons(connection: Connection, run: Run, pids: list[str]) -> dict[str, str]:
    """The target's relation of each person somebody has confirmed, by the source's id."""
    return bindings.partners(connection, (run.source.end.account, PERSON), pids, run.target.place)


def suggestions(connection: Connection, run: Run, captions: list[str]) -> dict[str, str]:
    """For a name that exactly one person of the target bears: that person's relation."""
    keys = {caption: name_key(caption) for caption in captions if caption}
    found: dict[str, list[str]] = {}
    for row in records.holders(connection, *run.target.place, NAME, keys.values()):
        found.setdefault(row.value, []).append(row.external_id)
    return {caption: found[key][0] for caption, key in keys.items() if len(found.get(key, [])) == 1}
