"""Companies that a contact is said to belong to: found by name in the portal, whatever the spelling."""

from __future__ import annotations

from collections.abc import Iterable

from passerelle.parts import Part, text_of
from passerelle.systems.freshdesk import Client


class Companies:
    """Companies of the portal by name; each name is asked for once."""

    def __init__(self, desk: Client) -> None:
        self._desk = desk
        self._known: dict[str, dict[str, str]] = {}

    def id_of(self, name: str) -> str:
        """The id of the company of that name. Raises ValueError: a sentence that says what is wrong with it."""
        if name not in self._known:
            self._known[name] = self._desk.called("company", name)
        found = self._known[name]
        exact = [id_ for id_, called in found.items() if called == name]
        ids = exact or list(found)
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise ValueError(f"'{name}' may be any of {', '.join(sorted(found.values()))}; write the name as it stands")
        raise ValueError(f"the portal has no company '{name}'; create it first, or correct the name")


def linked(main: str | None, others: Iterable[tuple[str, bool]], sees_all: bool) -> str | None:
    """The companies of a contact as one text (`passerelle.parts`): the main one, and others with a switch each."""
    parts: set[Part] = {(main, ""), (main, "main")} if main else set()
    parts |= {(main, "tickets")} if main and sees_all else set()
    for id_, all_of_it in others:
        parts |= {(id_, ""), (id_, "tickets")} if all_of_it else {(id_, "")}
    return text_of(parts)
