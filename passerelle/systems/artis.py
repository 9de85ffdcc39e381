"""artis.net: the relation is told with a new third party and never changed, towns are those of the postcode, and a
person who may be there already is created only where nothing personal is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, ClassVar

from passerelle.errors import ConfigurationError, RecordRejected
from passerelle.http import dig
from passerelle.http.client import Fence, open_fence
from passerelle.mapping.models import Choices
from passerelle.parts import ids_of, text_of
from passerelle.systems.artis_rules import PATH, of_siret, of_third_party
from passerelle.systems.base import Raw, ignore
from passerelle.systems.dropped import nested
from passerelle.systems.searched import SearchedSystem
from passerelle.transforms.french import town_fr

ORGANISATION, SITE, PERSON = "organisation", "site", "interlocuteur"
FILTERS = {
    ORGANISATION: {"siret": "siret", "siren": "siren", "vat_number": "tva", "partner": "autreCode"},
    SITE: {"siret": "siret"},
    PERSON: {"partner": "autreCode", "email": "mail", "name": "nom"},
}
"""By stream and canonical column, the filter (`art.organisation.list`, `art.site.calls`, `art.person.calls`)."""
OWN = "caracteristiques."
"""How paths begin to what each customer defines for themselves."""
SHARED = ({"nom"}, {"telephone"})
"""What two people may have in common and still be two: a name, or the telephone of a switchboard."""


class Client(SearchedSystem):
    """The client of an artis.net customer."""

    searched: ClassVar = {stream: set(filters) for stream, filters in FILTERS.items()}

    def check(self, stream: str) -> None:
        """The characteristics the profile names are there, else they are done without; every mandatory classification
        has its question."""
        if stream != ORGANISATION:
            return
        known = {row["libelle"] for row in self._rows("/caracteristiques", "list characteristics")}
        fields = self.profile.streams[stream].fields
        lacking = {n: m for n, m in fields.items() if _own(m.path) and _own(m.path) not in known}
        for map_ in lacking.values():
            self.left_out[
                f"artis.net has no characteristic '{_own(map_.path)}'; add it there to have it filled in"
            ] += 1
        asks = self.profile.streams[stream].asks
        asked = {one.attribute for one in asks.values()}
        for row in self._classifications:
            if row["obligatoire"] and f"classifications.{row['nom']}" not in asked:
                raise ConfigurationError(
                    f"artis.net asks for the classification {row['nom']} of every third party; "
                    "add it under asks in mappings/systems/artis.yaml."
                )
        due = {f"classifications.{row['nom']}": row["obligatoire"] for row in self._classifications}
        changes = {
            "fields": {name: map_ for name, map_ in fields.items() if name not in lacking},
            "asks": {
                n: q.model_copy(update={"required": due.get(q.attribute or "", q.required)}) for n, q in asks.items()
            },
        }
        streams = self.profile.streams | {stream: self.profile.streams[stream].model_copy(update=changes)}
        self.profile = self.profile.model_copy(update={"streams": streams})

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """Whom a site or a person belongs to, as one text."""
        if stream == SITE:
            return raw | {"organisation": text_of([(str(raw["organisationId"]), "")])}
        if stream == PERSON:
            return raw | {"linked": text_of((str(one["organisationId"]), "") for one in raw["collaborations"])}
        return raw

    def choices(self, listed: Choices) -> list[tuple[Any, str]] | None:
        """Of a classification its values (`/classifications#Origine`); of anything else the list there is."""
        _, _, name = listed.path.partition("#")
        if not name:
            return super().choices(listed)
        return [(value, value) for row in self._classifications if row["nom"] == name for value in row["valeurs"]]

    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """The records of these ids (filter `ids`)."""
        own = [id_ for id_ in ids if id_.isdecimal()]
        return self._filtered(stream, {"ids": ",".join(own)}) if own else []

    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """By a number, our reference, a mail or a name."""
        return self._filtered(stream, {FILTERS[stream][column]: value})

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """Sites or people of third parties, a call for each."""
        found = self.ask_all(lambda id_: self._filtered(stream, {"organisationId": id_}), ids, ignore)
        return sorted({str(raw["id"]) for raws in found.values() for raw in raws})

    def refusal(self, stream: str, content: Mapping[str, str | None]) -> str:
        """A town that is none of its postcode (`art.towns`), and what the decision table asks for and is not there or
        wrong (`art.siret.table`). `content` may hold the answer `internal_organisation`."""
        if stream == PERSON:
            return ""
        judge = of_third_party if stream == ORGANISATION else of_siret
        told = list(judge(self._decisions, content, self._organisations))
        try:
            if content.get("postcode") and content.get("town"):
                self._check_town(str(content["postcode"]), str(content["town"]))
        except RecordRejected as refusal:
            told.append(str(refusal))
        return "; ".join(told)

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record; a person whom artis.net takes for another one only where that proves nothing."""
        sent = self._sent(body)
        if stream == PERSON and self._activities:
            sent["activites"] = self._activities
        try:
            return super().create(stream, sent, fence)
        except RecordRejected as refusal:
            rivals = dig(refusal.answer, "candidats")
            if not rivals:
                raise
            near = [one for one in rivals if set(one["criteres"]) not in SHARED]
            if near:
                raise RecordRejected(self.account, _may_be(near)) from None
        doing = "create a person beside others of that name or telephone"
        answer = self.http.create(f"{self._stream(stream).calls.create}?confirmer=true", sent, doing, fence)
        return self.prepare(stream, answer.data)

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record; of several mails in one field only the first is replaced."""
        sent = self._sent(body)
        place = sent.get("adresse", {}) if stream == PERSON else sent
        if place.get("mail1"):
            raw = self.read(stream, external_id) or {}
            held = str(dig(raw, "adresse.mail1" if stream == PERSON else "mail1") or "").split(";")
            place["mail1"] = ";".join([place["mail1"], *(one.strip() for one in held[1:])])
        return super().update(stream, external_id, sent, fence)

    def _sent(self, body: Raw) -> Raw:
        """The body with the relation, whom it belongs to, and classifications as artis.net has them."""
        sent = nested(body)
        if "internalOrganisation" in sent:
            sent["relations"] = [
                {"organisationInterne": sent.pop("internalOrganisation"), "type": sent.pop("relation")}
            ]
        if "organisation" in sent:
            sent["organisationId"] = int(ids_of(sent.pop("organisation"))[0])
        if "linked" in sent:
            sent["collaborations"] = [{"organisationId": int(id_)} for id_ in ids_of(sent.pop("linked"))]
        if sent.get("ville") and sent.get("codePostal"):
            self._check_town(str(sent["codePostal"]), str(sent["ville"]))
        return sent

    def _check_town(self, postcode: str, town: str) -> None:
        """A town that is typed freely would become a new one in artis.net's own list (`art.towns`)."""
        with self._asking:
            if postcode not in self._towns:
                rows = self.http.read("/codespostaux", "list towns", {"codePostal": postcode, "pageSize": 200}).data
                self._towns[postcode] = [str(row["ville"]) for row in rows["items"]]
            known = self._towns[postcode]
        if known and town_fr(town) not in map(town_fr, known):
            raise RecordRejected(
                self.account,
                f"{town} is none of artis.net's towns of {postcode} ({', '.join(known)}); correct town or postcode",
            )
        if not known:
            self.left_out[f"artis.net has no town for the postcode {postcode}; it has a new one now"] += 1

    @cached_property
    def _towns(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _asking(self) -> Lock:
        return Lock()

    @cached_property
    def _classifications(self) -> list[Raw]:
        return self._rows("/classifications", "list classifications")

    @cached_property
    def _decisions(self) -> list[Raw]:
        """The decision table; where artis.net does not tell it, its rules show when it refuses."""
        answer = self.http.read_if_there(PATH, "read the decision table")
        if answer is None:
            self.left_out[f"artis.net does not tell its decision table {PATH}"] += 1
        return list(answer.data) if answer is not None else []

    @cached_property
    def _organisations(self) -> list[str]:
        """The internal organisation a third party is related to by itself, where there is one only."""
        codes = [str(row["code"]) for row in self._rows("/organisationsinternes", "list internal organisations")]
        return codes if len(codes) == 1 else []

    @cached_property
    def _activities(self) -> list[str]:
        return [str(row["libelle"]) for row in self._rows("/activites", "list activities")]

    def _filtered(self, stream: str, params: dict[str, str]) -> list[Raw]:
        pages = self.listed(stream, self._stream(stream).calls.list_ or "", params)
        return [raw for page in pages for raw in page]


def _own(path: str | None) -> str:
    """The characteristic a path leads to; empty where it leads elsewhere."""
    return path.removeprefix(OWN) if path and path.startswith(OWN) else ""


def _may_be(rivals: Sequence[Raw]) -> str:
    told = "; ".join(f"{one['id']} (same {', '.join(one['criteres'])})" for one in rivals)
    return f"artis.net may have this person already: {told}; look there, and change or leave out what they share"
