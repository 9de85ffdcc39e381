"""Corporama: looking is free, a sheet costs a credit each time it is answered, so sheets are kept in the hub.

A sheet is told of one establishment, with the company's own data and its contacts. Three streams are read from the kept
ones: `company` (by SIREN, told by one of its sheets), `site` (by SIRET) and `contact` (`SIREN/id`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NoReturn
from urllib.parse import quote

from passerelle.errors import ConfigurationError, RecordRejected, SystemFailure, UnreadableAnswer
from passerelle.http import walk
from passerelle.http.quota import Left
from passerelle.hub import kept
from passerelle.hub.database import Hub, open_hub
from passerelle.mapping.models import SystemProfile
from passerelle.parts import text_of
from passerelle.settings import Settings
from passerelle.systems.base import LookUp, Raw, ignore
from passerelle.systems.rest import RestSystem
from passerelle.transforms.french import SIREN, SIRET, country_of_postcode, fr_siren, fr_siret

COMPANY, SITE, CONTACT, SHEET = "company", "site", "contact", "sheet"
LITTLE = 0.1
"""The share of the credits below which little is left."""
NARROWED = {"postcode": "codePostal", "naf": "naf"}
"""Parameters of a search by the canonical field it is narrowed by (`cor.search`)."""


class Client(RestSystem):
    """The client of a Corporama account."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system; the hub is opened when it is needed."""
        super().__init__(account, profile, settings)
        self._url = settings.hub_url

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """What Corporama leaves to the reader: whole numbers (`cor.sheet.mess`), the country by the postcode, one text
        of several mails, the name of a site, and the headcount of the site, else of the company."""
        if stream == CONTACT:
            return raw | {"mail": _joined(raw.get("mails"))}
        siret, siren = siret_of(raw), siren_of(raw)
        mails = raw.get("mailsGeneriques")
        return raw | {
            "siret": siret,
            "siren": siren,
            "id": siren if stream == COMPANY else siret,
            "pays": country_of_postcode(raw.get("codePostal")),
            "mail": _joined(mails),
            "premierMail": mails[0] if mails else None,
            "nom": raw.get("enseigne") or raw.get("raisonSociale"),
            "effectif": raw.get("effectifSiege")
            if raw.get("effectifEtablissement") is None
            else raw.get("effectifEtablissement"),
            "organisation": text_of([(siren, "")]),
        }

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Not offered: a list of everything would cost a credit a record."""
        self._refuse(f"list every {stream}: each sheet costs a credit; name companies by SIRET or SIREN")

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """Records by id from the sheets that are kept; none is pulled here."""
        wanted = list(dict.fromkeys(keys))
        found = {COMPANY: self._companies, SITE: self._sites, CONTACT: self._contacts}[stream](wanted)
        seen(len(wanted))
        return LookUp({key: found[key] for key in wanted if key in found}, [key for key in wanted if key not in found])

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One record from the sheets that are kept; a sheet itself is not read so, but pulled."""
        return self.look_up(stream, [external_id]).found.get(external_id)

    def search(self, stream: str, text: str, language: str, narrowed: Mapping[str, str] | None = None) -> list[Raw]:
        """Establishments by name, SIREN or SIRET, narrowed by postcode and NAF code; up to a full page. Free."""
        params = {NARROWED[name]: value for name, value in (narrowed or {}).items() if name in NARROWED}
        digits = re.sub(r"\D", "", text)
        kinds = {SIREN: "siren", SIRET: "siret"}
        if text:
            number = bool(re.fullmatch(r"[\d\s.]+", text)) and len(digits) in kinds
            params |= {kinds[len(digits)]: digits} if number else {"nom": text}
        known = self._stream(stream)
        doing = f"search {known.title} in {language}"
        rows = next(walk(self.http, known.calls.search or "", params, known.paging, doing), [])
        # Rows tell the establishment's code alone; the legal unit's is on the sheet.
        return [self.prepare(stream, row | {"nafGlobal": row["naf"]}) for row in rows]

    def kept(self, numbers: Iterable[str]) -> dict[str, Raw]:
        """The sheets of these SIRETs and SIRENs (the seat's) that are kept and not too old; no call is made."""
        wanted = list(dict.fromkeys(numbers))
        days = self._stream(COMPANY).keep_days
        oldest = datetime.now(UTC) - timedelta(days=days) if days else None
        with self._hub.read() as connection:
            rows = kept.of_ids(connection, self._shelf, wanted)
            seats = {
                number: row
                for number in wanted
                if number not in rows and len(number) == SIREN
                for row in kept.beginning(connection, self._shelf, number)
                if row.content["siege"] == 1
            }
        return {n: row.content for n, row in (rows | seats).items() if oldest is None or row.kept_at >= oldest}

    def pull(self, numbers: Iterable[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """The sheets of SIRETs and SIRENs: those kept, and the others for a credit each, kept once they are there.

        Raises ConfigurationError before the first when the credits don't reach for all of them.
        """
        wanted = list(dict.fromkeys(numbers))
        found = self.kept(wanted)
        rest = [number for number in wanted if number not in found]
        if rest:
            self._afford(len(rest))

        def one(number: str) -> Raw | str | None:
            try:
                return self._pulled(number)
            except RecordRejected as refusal:
                return str(refusal)

        sirets = [number for number in rest if len(number) == SIRET]
        answers = self.ask_all(one, sirets, seen)
        # A seat may have been pulled by its SIRET just now.
        found |= self.kept(number for number in rest if number not in answers)
        answers |= self.ask_all(one, [number for number in rest if number not in (*answers, *found)], seen)
        found |= {number: raw for number, raw in answers.items() if isinstance(raw, dict)}
        missing = [number for number, raw in answers.items() if raw is None]
        return LookUp(found, missing, {number: raw for number, raw in answers.items() if isinstance(raw, str)})

    def tell_by(self, sirets: Mapping[str, str]) -> None:
        """Have companies told by these sheets from now on: by SIREN, the SIRET."""
        with self._hub.write(self.account) as connection:
            kept.point(connection, (self.account, COMPANY), sirets, datetime.now(UTC))

    def told_by(self, sirens: Iterable[str]) -> dict[str, str]:
        """By which sheet companies are told: by SIREN, the SIRET."""
        with self._hub.read() as connection:
            return kept.pointed(connection, (self.account, COMPANY), sirens)

    def credits(self) -> tuple[int, int]:
        """Credits left and used."""
        said = self.http.read(self.connection.test, "read the credits").data
        try:
            return int(said["restants"]), int(said["utilises"])
        except (KeyError, TypeError, ValueError):
            raise self.http.speaker.odd_answer(UnreadableAnswer, "read the credits", "it tells none") from None

    def test(self) -> str:
        """How many credits are left."""
        left, used = self.credits()
        return f"{self.works()}, {left} credits left, {used} used"

    def quotas(self, *, ask: bool = True) -> list[Left]:
        """The credits left, where that may be asked."""
        try:
            left, used = self.credits() if ask else (None, 0)
        except SystemFailure:
            left, used = None, 0
        if left is None:
            return []
        little = left < LITTLE * (left + used)
        return [Left(self.account, self.profile.title, "", left, left + used, little, "credits")]

    def close(self) -> None:
        """Close connections, the hub's too."""
        super().close()
        if "_hub" in self.__dict__:
            self._hub.close()

    def _pulled(self, number: str) -> Raw | None:
        doing = f"pull the sheet of {number}"
        template = self._stream(COMPANY).calls.read or ""
        answer = self.http.charged(template.replace("{id}", quote(number, safe="")), doing)
        if answer is None:
            return None
        sheet: Raw = answer.data
        if not isinstance(sheet, dict) or not sheet.get("siret"):
            raise self.http.speaker.odd_answer(UnreadableAnswer, doing, "it is no sheet")
        with self._hub.write(self.account) as connection:
            kept.save(connection, self._shelf, dict.fromkeys({number, siret_of(sheet)}, sheet), datetime.now(UTC))
        return sheet

    def _afford(self, needed: int) -> None:
        left, _ = self.credits()
        if needed > left:
            raise ConfigurationError(
                f"{self.profile.title}: {needed} sheets would cost {needed} credits, and {left} are left. Nothing was "
                "pulled; name fewer companies, or have credits added."
            )

    def _companies(self, sirens: list[str]) -> dict[str, Raw]:
        sheets = self._sheets(self.told_by(sirens).values())
        return {siren: self.prepare(COMPANY, raw) for siren in sirens for raw in sheets if siren_of(raw) == siren}

    def _sites(self, sirets: list[str]) -> dict[str, Raw]:
        return {siret_of(raw): self.prepare(SITE, raw) for raw in self._sheets(sirets)}

    def _contacts(self, ids: list[str]) -> dict[str, Raw]:
        with self._hub.read() as connection:
            sheets = [
                row.content
                for siren in dict.fromkeys(id_.split("/", 1)[0] for id_ in ids)
                for row in kept.beginning(connection, self._shelf, siren)
            ]
        return {str(raw["key"]): raw for sheet in sheets for raw in self.contacts_of(sheet)}

    def contacts_of(self, sheet: Raw) -> list[Raw]:
        """The contacts of a sheet, each with the company it belongs to."""
        siren = siren_of(sheet)
        own = {"organisation": text_of([(siren, "")])}
        return [self.prepare(CONTACT, one | own | {"key": f"{siren}/{one['id']}"}) for one in sheet["contacts"]]

    def _sheets(self, sirets: Iterable[str]) -> list[Raw]:
        with self._hub.read() as connection:
            return [row.content for row in kept.of_ids(connection, self._shelf, sirets).values()]

    @property
    def _shelf(self) -> tuple[str, str]:
        return self.account, SHEET

    @cached_property
    def _hub(self) -> Hub:
        return open_hub(self._url)

    def _refuse(self, what: str) -> NoReturn:
        raise ConfigurationError(f"{self.profile.title} offers no way to {what}.")


def siren_of(sheet: Raw) -> str:
    """The company of a sheet, with the zeros it may have lost (`cor.sheet.mess`)."""
    return str(fr_siren(str(sheet.get("siren")).zfill(SIREN)))


def siret_of(sheet: Raw) -> str:
    """The establishment of a sheet, as `siren_of`."""
    return str(fr_siret(str(sheet.get("siret")).zfill(SIRET)))


def _joined(mails: Any) -> str | None:
    return "; ".join(str(one) for one in mails or ()) or None
