"""What a test of opportunities and affaires does in both systems, and what it then sees there."""

from typing import Any

from tests.firm_fixture import OPPORTUNITIES, Firm
from tests.sandbox_fixture import Record

DOWN, UP = "sellsy.opportunity>altior.affaire", "altior.affaire>sellsy.opportunity"
STEPS = {"Qualification": 11, "Proposition": 12, "Négociation": 13, "Gagnée": 14, "Perdue": 15}
SERVICES = {"Demande": 21, "Cadrage": 22, "Devis envoyé": 23, "Acceptée": 24}


def run(firm: Firm, **options: Any) -> dict[str, Any]:
    """One run of the opportunities."""
    return firm.run(integration=OPPORTUNITIES, **options)


def party(firm: Firm) -> tuple[int, int]:
    """A company both hold: its number in Sellsy and in Altior."""
    key, id_ = next(pair for pair in firm.pairs().items() if pair[0].startswith("company/"))
    return int(key.split("/")[1]), int(id_)


def opportunity(firm: Firm, step: int = 11, **values: Any) -> str:
    """A new opportunity of Sellsy, typed by hand; its id."""
    what = {"name": "Toiture", "pipeline_id": step // 10, "step_id": step, "company_id": party(firm)[0]}
    amount = {"amount": {"value": "1500.00", "currency": "EUR"}}
    return str(firm.sandbox.add("sellsy", "opportunity", **{**what, **amount, **values})["id"])


def affaire(firm: Firm, **values: Any) -> str:
    """A new affaire of Altior, typed by hand; its id."""
    what = {"name": "Façade", "thirdPartyId": party(firm)[1], "amount": 800.0}
    return str(firm.sandbox.add("altior", "affaire", **{**what, **values})["id"])


def paper(firm: Firm, kind: str, id_: str) -> None:
    """A quote or an order for an affaire."""
    firm.sandbox.add("altior", kind, affaireId=int(id_))


def affaires(firm: Firm, own: str) -> dict[str, Record]:
    """The affaires of an opportunity, by establishment."""
    found: dict[str, Record] = {}
    for one in firm.sandbox.state("altior", "affaire").values():
        values = [reference["value"] for reference in one["references"]]
        if values and values[0].partition("@")[0] == f"opportunity/{own}":
            assert one["establishment"] not in found
            found[one["establishment"]] = one
    return found


def born_of(firm: Firm, id_: str) -> Record | None:
    """The opportunity that Altior's affaire names as its own."""
    (value,) = [one["value"] for one in firm.sandbox.record("altior", "affaire", id_)["references"]] or [None]
    return value and firm.sandbox.record("sellsy", "opportunity", value.partition("@")[0].split("/")[1])


def move(firm: Firm, own: str, step: int, **values: Any) -> None:
    """Move an opportunity by hand."""
    firm.sandbox.edit("sellsy", "opportunity", own, pipeline_id=step // 10, step_id=step, **values)


def switch(firm: Firm, flow: str) -> None:
    """Answer a line of the configuration request with Non."""
    asked = firm.settings.root / "mappings" / "integrations" / "sellsy_altior.yaml"
    text = asked.read_text(encoding="utf-8")
    line = f"- label: {flow}\n        under: Flux à activer\n        value: "
    assert f"{line}Oui" in text
    asked.write_text(text.replace(f"{line}Oui", f"{line}Non"), encoding="utf-8")
