"""What openthebox is made of: its stream, its seed, its routes and its errors."""

from collections.abc import Mapping

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer, text_answer
from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.openthebox.routes import COMPANIES, INVALID_TOKEN, VAT, routes
from passerelle.sandbox.system import Entries, Record, StreamRules, System, World, by_hand


def _seed(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    return {"company": {company["pid"]: company for company in beginnings.companies}}


def _added(_: World, values: Record) -> Entries:
    pid = values.get("pid")
    if not (isinstance(pid, str) and VAT.fullmatch(pid)):
        raise SandboxError("openthebox company: pid is missing; expected BE and ten digits")
    blank = _blank(pid)
    return [(COMPANIES, pid, {**blank, **by_hand(COMPANIES, values, blank)})]


def _blank(pid: str) -> Record:
    unknown = ("juridicalForm", "address", "phone", "email", "website", "startDate", "endDate", "fiscalYearEnd")
    known = {
        "pid": pid,
        "enterpriseNumber": pid.removeprefix("BE"),
        "vatNumber": pid,
        "status": "AC",
        "juridicalSituation": "000",
        "typeOfEnterprise": "2",
        "names": [],
        "mandates": [],
    }
    return known | dict.fromkeys(unknown)


def _edited(_: World, key: str, record: Record, values: Record) -> Entries:
    return [(COMPANIES, key, {**record, **by_hand(COMPANIES, values, set(_blank(key)) - {"pid"})})]


def _refused(refusal: Refusal) -> Response:
    if refusal.status in (400, 404):
        return text_answer(refusal.message, refusal.status)
    return json_answer({"error": refusal.message}, refusal.status, refusal.headers)


SYSTEM = System(
    name="openthebox",
    streams={"company": StreamRules(added=_added, edited=_edited)},
    seed=_seed,
    routes=routes,
    refused=_refused,
    unauthorized=INVALID_TOKEN,
    not_activated="access_denied",
)
