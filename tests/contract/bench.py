"""What the contract of the systems is tried on: a stand-in, clients of it, and sample values."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from passerelle.errors import PasserelleError
from passerelle.http import dig
from passerelle.hub.database import open_hub
from passerelle.hub.kept_schema import kept_record
from passerelle.mapping.models import SystemProfile
from passerelle.mapping.selection import selections
from passerelle.mapping.writer import to_body
from passerelle.settings import Settings, variable
from passerelle.systems.base import LookUp, System
from passerelle.systems.registry import open_system
from tests.sandbox_fixture import Sandbox

ROOT = Path(__file__).parents[2]
TIME_SCALE = 20
NOT_OAUTH = r"^(?!.*/oauth)"


@dataclass(frozen=True)
class Case:
    """A system and a stream of it; what it offers is in its profile. `constants`: raw attributes a new record needs.
    `held`: the stand-in's streams, where one of ours is several of theirs, with what its ids begin with. `samples`:
    values of the country it works in. `addresses`: paths in the sandbox other than its name. `at_once`: ids a look-up
    asks for in one call; 0 where a record takes calls of several kinds. `beside`: calls that each record costs when it
    is read, besides its own. `never`: fields no company has. `named`: what the stand-in calls the name. `news`: whether
    the system tells what was changed, and nothing else. `inside`: what the stand-in keeps in a shape of its own.
    `owner`: where the stand-in's records say whose they are, which our ids begin with. `gone`: what marks those that
    are kept there and that nobody reads (`name`, or `name=value`). `charged`: a record costs something: it is pulled
    once, and read from what is kept of it. `digits`: of an id."""

    system: str
    stream: str
    constants: dict[str, Any] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    samples: dict[str, tuple[str, str]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    at_once: int = 1
    beside: int = 0
    never: tuple[str, ...] = ()
    named: str = "name"
    news: bool = True
    inside: tuple[str, ...] = ()
    owner: str = ""
    gone: str = ""
    charged: bool = False
    digits: int = 10

    @property
    def streams(self) -> dict[str, str]:
        """The stand-in's streams, and what our ids of their records begin with."""
        return self.held or {self.stream: ""}


SAMPLES: dict[str, tuple[str, str]] = {
    "name": ("Bakkerij Proef", "Slagerij Toets"),
    "legal_form": ("610", "014"),
    "enterprise_number": ("0403449823", "0417497106"),
    "vat_number": ("BE0403449823", "BE0417497106"),
    "website": ("www.bakkerij-proef.be", "www.slagerij-toets.be"),
    "phone": ("+3223151351", "+3292223344"),
    "street": ("Eikstraat", "Korenmarkt"),
    "house_number": ("16", "2B"),
    "box": ("3", "12"),
    "postcode": ("1000", "9000"),
    "town": ("Brussel", "Gent"),
    "country": ("BE", "NL"),
    "incorporation_date": ("1974-11-01", "2001-02-28"),
    "status": ("active", "ceased"),
    "language": ("nl", "fr"),
    "kind": ("company", "sole_trader"),
    "year_end": ("--12-31", "--06-30"),
    "first_name": ("Anna", "Jan"),
    "last_name": ("Peeters", "Janssens"),
    "source_page": ("https://openthebox.be/person/p1", "https://openthebox.be/person/p2"),
}
"""Two values of each canonical field of a company, in canonical spelling."""

FRENCH: dict[str, tuple[str, str]] = {
    "phone_2": ("+33199001235", "+33199005679"),
    "generic_email": ("bureau@atelier.example.org", "accueil@atelier.example.org"),
    "revenue": ("1840", "1990"),
    "is_delivery": ("yes", "no"),
    "is_invoicing": ("yes", "no"),
    "is_correspondence": ("yes", "no"),
    "is_seat": ("yes", "no"),
    "kind": ("company", "company"),
    "party_type": ("prospect", "client"),
    "legal_form": ("SAS", "SARL"),
    "siret": ("73282932000074", "55210055400013"),
    "siren": ("732829320", "552100554"),
    "vat_number": ("FR44732829320", "FR27552100554"),
    "naf": ("4711C", "6201Z"),
    "rcs": ("RCS Paris", "RCS Lyon"),
    "capital": ("4000", "10000"),
    "headcount": ("12", "13"),
    "phone": ("+33199001234", "+33199005678"),
    "mobile": ("+33612345678", "+33612345679"),
    "fax": ("+33199004321", "+33199008765"),
    "email": ("contact@atelier.test", "bonjour@atelier.test"),
    "website": ("www.atelier.test", "www.autre.test"),
    "street": ("12 rue des Lilas", "3 quai de la Gare"),
    "line_2": ("Bâtiment B", "Escalier 3"),
    "line_3": ("BP 12", "BP 13"),
    "postcode": ("75011", "69003"),
    "town": ("PARIS", "LYON"),
    "country": ("FR", "BE"),
    "delivery_street": ("1 rue du Dépôt", "2 rue du Dépôt"),
    "delivery_line_2": ("Quai 4", "Quai 5"),
    "delivery_line_3": ("Porte A", "Porte B"),
    "delivery_postcode": ("93200", "13002"),
    "delivery_town": ("SAINT-DENIS", "MARSEILLE"),
    "delivery_country": ("FR", "BE"),
    "partner": ("REF-1", "REF-2"),
    "synchronised": ("yes", "no"),
    "civility": ("mr", "ms"),
    "position": ("Acheteuse", "Gérant"),
}
"""The same of a French company; what is not here is as above."""

ITALIAN: dict[str, tuple[str, str]] = {
    "kind": ("company", "company"),
    "vat_number": ("IT00743110157", "IT04716060019"),
    "tax_code": ("00743110157", "RSSMRA85T10A562S"),
    "phone": ("+39051234567", "+390659084456"),
    "email": ("info@officina.test", "info@officina.test ordini@officina.test"),
    "certified_email": ("officina@pec.test", "bottega@pec.test"),
    "sdi_code": ("0000000", "Q6VM9Y1"),
    "street": ("Via Roma 1", "Viale Europa 101"),
    "postcode": ("40121", "90133"),
    "town": ("Bologna", "Palermo"),
    "province": ("BO", "PA"),
    "country": ("IT", "IT"),
    "currency": ("EUR", "USD"),
    "customer_group": ("Clienti Italia", "Enti pubblici"),
    "vat_zone": ("Italia", "Italia"),
    "payment_terms": ("Rimessa diretta", "60 giorni fine mese"),
    "payment_type": ("RID", "Bonifico bancario"),
    "price_group": ("Base", "Ingrosso"),
    "third_parties": ("1001", "1001"),
}
"""The same of an Italian one."""

SELLING: dict[str, tuple[str, str]] = {
    "amount": ("1500.5", "72000"),
    "due_date": ("2026-12-31", "2027-01-31"),
    "pipeline": ("Ventes", "Services"),
    "step": ("Proposition", "Cadrage"),
    "outcome": ("open", "won"),
    "establishment": ("Siège", "Atelier Lyon"),
    "partner": ("opportunity/9001@Siège", "opportunity/9002"),
}
"""The same of an opportunity or affaire."""


CLOUD_CRM: dict[str, tuple[str, str]] = {
    "name": ("Officine Proef", "Tipografia Toets"),
    "kind": ("company", "company"),
    "party_type": ("client", "prospect"),
    "vat_number": ("IT01234567897", "IT10888930053"),
    "tax_code": ("01234567897", "RSSMRA85T10A562S"),
    "street": ("Via Roma 1", "Corso d'Italia 22"),
    "postcode": ("40121", "00198"),
    "town": ("Bologna", "Reggio nell'Emilia"),
    "province": ("BO", "RE"),
    "country": ("IT", "DE"),
    "email": ("info@officine.test amm@officine.test", "amm@officine.test nuovo@officine.test"),
    "phone": ("+39051223344", "+390227001234"),
    "website": ("www.officine.test", "www.altra.test"),
    "certified_email": ("officine@pec.test", "altra@pec.test"),
    "sdi_code": ("0000000", "M5UXCR1"),
    "currency": ("EUR", "USD"),
    "customer_group": ("Clienti Italia", "Clienti estero"),
    "vat_zone": ("Italia", "Unione Europea"),
    "payment_terms": ("Rimessa diretta", "60 giorni fine mese"),
    "payment_type": ("Bonifico bancario", "Contanti"),
    "price_group": ("Base", "Ingrosso"),
    "partner": ("42", "1005"),
}
"""The same of an Italian company or contact."""

HELP_DESK: dict[str, tuple[str, str]] = {
    **SAMPLES,
    "description": ("Deux sites\nà Gand", "Un site"),
    "note": ("Appeler avant midi", "Appeler après midi"),
    "domains": ("bakkerij-proef.be; proef.example", "slagerij-toets.be"),
    "health": ("Happy", "At risk"),
    "account_tier": ("Basic", "Enterprise"),
    "renewal_date": ("2026-12-31", "2027-06-30"),
    "industry": ("Banks", "IT Services"),
    "custom": ('{"service": "Achats"}', '{"service": "Direction"}'),
    "position": ("CFO", "Gérante"),
    "email": ("anna@bakkerij-proef.example", "anna.peeters@bakkerij-proef.example"),
    "other_emails": ("a@bakkerij-proef.example b@bakkerij-proef.example", "c@bakkerij-proef.example"),
    "mobile": ("+32470000001", "+32470000002"),
    "twitter": ("annapeeters", "apeeters"),
    "social": ("facebook.com/anna, linkedin.com/in/anna", "linkedin.com/in/anna"),
    "third_parties": ("501 (main); 502 (tickets)", "501; 503 (main, tickets)"),
    "address": ("Eikstraat 16\n1000 Brussel", "Korenmarkt 2B\n9000 Gent"),
    "time_zone": ("Paris", "Amsterdam"),
    "language": ("nl", "fr"),
    "tags": ("compta, vip", "vip"),
    "partner": ("form:77", "form:78"),
}
"""The same of a company or contact of a help desk."""


@dataclass
class Bench:
    """A case under test: its stand-in, and clients opened with the environment the test sets."""

    case: Case
    profile: SystemProfile
    sandbox: Sandbox
    monkeypatch: pytest.MonkeyPatch
    home: Path
    opened: list[System] = field(default_factory=list)
    since: int = 0

    def set(self, name: str, value: str) -> None:
        """Set one of the connection's variables."""
        self.monkeypatch.setenv(variable(self.case.system, name), value)

    def open(self, profile: SystemProfile | None = None) -> System:
        """A client, with the profile given or its own."""
        settings = Settings(time_scale=TIME_SCALE, home=self.home)
        self.opened.append(open_system(self.case.system, profile or self.profile, settings))
        return self.opened[-1]

    def ready(self, profile: SystemProfile | None = None) -> System:
        """A client that has made its first call, and whatever it asks but once; calls are counted from here."""
        system = self.open(profile)
        self.ask(system, self.ids()[0])
        self.since = max(call["sequence"] for call in self.sandbox.requests())
        return system

    def ask(self, system: System, id_: str) -> Any:
        """A record by its id, asked of the stand-in."""
        return self.pull(system, [id_]).found.get(id_) if self.case.charged else system.read(self.case.stream, id_)

    def pull(self, system: System, ids: Sequence[str]) -> LookUp:
        """Have the system pull records that cost something; what is kept of them is forgotten before."""
        hub = open_hub(Settings(home=self.home).hub_url)
        with hub.write("test") as connection:
            connection.execute(delete(kept_record))
        hub.close()
        pulling: Any = system
        answer: LookUp = pulling.pull(ids)
        return answer

    def ids(self) -> list[str]:
        """The ids of every record the stand-in holds, as ours."""
        return [
            begin + (f"{dig(record, self.case.owner)}/{id_}" if self.case.owner else id_)
            for stream, begin in self.case.streams.items()
            for id_, record in self.sandbox.state(self.case.system, stream).items()
            if not self._is_gone(record)
        ]

    def record(self, id_: str) -> dict[str, Any]:
        """What the stand-in holds of one of our ids."""
        return self.sandbox.record(self.case.system, *self._place(id_))

    def edit(self, id_: str, **values: Any) -> None:
        """Change the record of one of our ids as somebody who works in that system does."""
        self.sandbox.edit(self.case.system, *self._place(id_), **values)

    def absent(self, number: int = 999999922) -> str:
        """An id of a record that doesn't exist."""
        owner = self.ids()[0].partition("/")[0] + "/" if self.case.owner else ""
        return next(iter(self.case.streams.values())) + owner + f"{number:0{self.case.digits}}"

    def _is_gone(self, record: dict[str, Any]) -> bool:
        name, _, value = self.case.gone.partition("=")
        return record.get(name) == value if value else bool(record.get(name))

    def _place(self, id_: str) -> tuple[str, str]:
        """The stand-in's stream and id of one of our ids."""
        stream, begin = next((s, b) for s, b in self.case.streams.items() if id_.startswith(b))
        own = id_.removeprefix(begin)
        return stream, own.rpartition("/")[2] if self.case.owner else own

    def calls(self) -> list[dict[str, Any]]:
        """What the stand-in was asked since the client was ready, without token requests."""
        asked = self.sandbox.requests(self.case.system, since=self.since)
        return [call for call in asked if "/oauth" not in call["path"]]

    def written(self) -> list[dict[str, Any]]:
        """Calls that may change something; a search is none, although it is a POST."""
        return [call for call in self.calls() if call["method"] != "GET" and not call["path"].endswith("/search")]

    def fault(self, profile: str, **narrowed: Any) -> None:
        """Make the stand-in misbehave, tokens aside."""
        self.sandbox.fault(profile, system=self.case.system, path=NOT_OAUTH, **narrowed)

    def body(self, which: int) -> dict[str, Any]:
        """A body that creates a record with the first or second sample of every field that can be written."""
        system = self.open()
        body = to_body(self.profile, self.case.stream, self.samples(which), None) | self.case.constants
        return system.complete_body(self.case.stream, body, creating=True)

    def samples(self, which: int, changing: bool = False) -> dict[str, str]:
        """Canonical columns that can be written (on a change of a record: then too) and their sample values."""
        allowed = (True,) if changing else (True, "create")
        places = [place for place in selections(self.profile.streams[self.case.stream]) if place.map_.write in allowed]
        known = SAMPLES | self.case.samples
        return {place.column: known[place.field][which] for place in places if place.field not in self.case.never}


def told(kind: type[PasserelleError], act: Callable[[], object], *words: str) -> str:
    """What a person is told: one line without a secret, naming these words."""
    with pytest.raises(kind) as caught:
        act()
    text = str(caught.value)
    assert type(caught.value) is kind
    assert len(text.splitlines()) == 1
    assert all(word in text for word in words), text
    shown = "".join(traceback.format_exception(caught.value))
    assert "wr0ng-s3cret" not in shown
    assert "The above exception" not in shown
    assert "During handling" not in shown
    return text
