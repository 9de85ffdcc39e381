"""What happens in the life of a firm: its initialisation, work of people on both sides, and runs of every kind."""

from passerelle.engine.revert import revert_run
from passerelle.hub.database import open_hub
from tests.firm_fixture import CHOSEN, OPPORTUNITIES, UP, Firm

STAFF = "camille.morel@notre-agence.test"


def live(firm: Firm) -> None:
    """What happens to a firm: it is initialised, people work on both sides, and runs of every kind follow."""
    firm.run()
    typed = next(pair for pair in companies(firm) if " " in firm.sellsy[pair[0]]["legal_france"]["siret"])
    first, third, fourth = [pair for pair in companies(firm) if pair != typed][:3]
    edit_in_sellsy(firm, *first)
    edit_in_altior(firm, typed[1])
    become_clients(firm)
    new = make_new(firm)
    firm.run(news=True)
    assert firm.sellsy[typed[0]]["legal_france"]["ape_naf_code"] == "4711C"
    move(firm, new)
    firm.in_sellsy(third[0], name="Nom de Sellsy", phone_number=None)
    firm.run(keys=(third[0],))
    firm.in_altior(third[1], capital=4321, phones=[{"type": "Fixe", "value": "01 99 00 77 77"}])
    refuse(firm)
    firm.sandbox.delete("sellsy", "company", fourth[0].split("/")[1])
    firm.sandbox.delete("altior", "thirdparty", first[1])
    summary = firm.run()
    assert summary["streams"][UP]["quarantined"] > 0
    reverted(firm, summary["run_id"])
    firm.run()
    know_people(firm)
    sell(firm)


def companies(firm: Firm) -> list[tuple[str, str]]:
    """Pairs of companies with an address, ids in Sellsy and Altior."""
    return [
        (key, id_)
        for key, id_ in firm.pairs().items()
        if key.startswith("company/") and firm.altior[id_]["siret"] and firm.altior[id_]["addresses"]
    ]


def edit_in_sellsy(firm: Firm, key: str, id_: str) -> None:
    """Change nearly everything that one company holds in Sellsy, its address too."""
    legal = firm.sellsy[key]["legal_france"] | {
        "company_type": "SAS",
        "ape_naf_code": "6201Z",
        "rcs_immatriculation": "X",
    }
    reached = {"phone_number": "+33199004242", "mobile_number": "+33639980001", "fax_number": None}
    firm.in_sellsy(key, name="Nouveau nom", capital="1234", email="neuf@exemple.test", legal_france=legal, **reached)
    of = [one for one in firm.sandbox.state("sellsy", "address").values() if one["_of"] == key]
    firm.sandbox.edit("sellsy", "address", of[0]["id"], address_line_1="1 rue Neuve", postal_code="69003", city="Lyon")


def edit_in_altior(firm: Firm, id_: str) -> None:
    """Change nearly everything that one company holds in Altior, and give it a second address."""
    place = {"line1": "2 quai Neuf", "line2": None, "line3": None, "postalCode": "44000", "city": "Nantes"}
    addresses = [{"type": kind, **place, "line2": kind, "country": "FR"} for kind in ("Facturation", "Livraison")]
    phones = [{"type": "Portable", "value": "06 39 98 00 02"}]
    reached = {"phones": phones, "emails": [], "urls": [{"type": "Site web", "value": "www.neuf.test"}]}
    firm.in_altior(id_, name="Nom d'Altior", title="SARL", nafCode="4711C", rcs=None, addresses=addresses, **reached)


def become_clients(firm: Firm) -> None:
    """A prospect of each kind becomes a client in Altior."""
    prospects = [(key, id_) for key, id_ in firm.pairs().items() if firm.sellsy[key]["type"] == "prospect"]
    for kind in ("company", "individual"):
        id_ = next((id_ for key, id_ in prospects if key.startswith(kind)), None)
        if id_ is not None:
            firm.in_altior(id_, type="CLIENT")


def make_new(firm: Firm) -> str:
    """New third parties on both sides: companies and persons. The one of Altior's with two addresses."""
    place = {"line2": None, "line3": None, "postalCode": "75011", "city": "Paris", "country": "FR"}
    two = [{"type": "Facturation", "line1": "3 rue A", **place}, {"type": "Livraison", "line1": "4 rue B", **place}]
    values = {"nature": "MORAL", "type": "CLIENT", "addresses": two}
    new = firm.sandbox.add("altior", "thirdparty", name="Menuiserie Neuve", **values)
    firm.sandbox.add(
        "altior", "thirdparty", name="Blanc", firstName="Anne", title="Mme", nature="PHYSIQUE", type="PROSPECT",
        addresses=two[:1],
    )  # fmt: skip
    chosen = {CHOSEN: True}
    firm.sandbox.add("sellsy", "individual", last_name="Brun", first_name="Luc", civility="mr", _custom_fields=chosen)
    legal = {"siret": "552 100 554 00013", "company_type": "SAS"}
    firm.sandbox.add("sellsy", "company", name="L'Usine", type="client", legal_france=legal, _custom_fields=chosen)
    return str(new["id"])


def move(firm: Firm, id_: str) -> None:
    """One of two addresses changes in Altior."""
    invoicing, delivery = firm.altior[id_]["addresses"]
    firm.in_altior(id_, addresses=[invoicing | {"line1": "5 rue C"}, delivery])


def refuse(firm: Firm) -> None:
    """A new person whose e-mail address Sellsy refuses."""
    emails = [{"type": "Principal", "value": STAFF}]
    firm.sandbox.add("altior", "thirdparty", name="Morel", nature="PHYSIQUE", type="CLIENT", emails=emails)


def reverted(firm: Firm, run_id: str) -> None:
    """Take back what a run has changed."""
    hub = open_hub(firm.settings.hub_url)
    try:
        revert_run(firm.settings, hub, run_id)
    finally:
        hub.close()


def know_people(firm: Firm) -> None:
    """Contacts are initialised, changed on both sides, linked, given roles, unlinked, and looked for by a refresh."""
    firm.run_contacts()
    company, third_party = companies(firm)[0]
    new = firm.sandbox.add("altior", "contact", lastName="Neuve", links=[{"thirdPartyId": int(third_party)}])
    mine = firm.sandbox.add("sellsy", "contact", last_name="Seule", _custom_fields={CHOSEN: True})
    firm.run_contacts()
    phones = [{"type": "Fixe", "value": "01 99 00 66 66"}]
    link = {"thirdPartyId": int(third_party), "roles": ["Principal", "Relance"]}
    firm.sandbox.edit("altior", "contact", new["id"], firstName="Anne", position="Gérante", phones=phones, links=[link])
    firm.sandbox.edit("sellsy", "contact", mine["id"], email="seule@example.org", civility="ms")
    firm.run_contacts(news=True)
    firm.sandbox.edit("altior", "contact", new["id"], links=[])
    firm.run_contacts(of=(company,))


def sell(firm: Firm) -> None:
    """An opportunity opens an affaire; one born of an affaire is moved by quotes, orders and closing."""
    company, third_party = companies(firm)[0]
    place = {"pipeline_id": 1, "step_id": 13, "company_id": int(company.split("/")[1])}
    firm.sandbox.add("sellsy", "opportunity", name="Toiture", **place)
    new = firm.sandbox.add("altior", "affaire", name="Façade", thirdPartyId=int(third_party), amount=800.0)
    firm.sandbox.add("altior", "quote", affaireId=new["id"])
    firm.run(integration=OPPORTUNITIES)
    firm.sandbox.add("altior", "order", affaireId=new["id"])
    firm.sandbox.edit("altior", "affaire", new["id"], name="Façade nord", dueDate="2026-12-31")
    firm.run(integration=OPPORTUNITIES, news=True)
    firm.sandbox.edit("altior", "affaire", new["id"], status="CLOTUREE")
    firm.run(integration=OPPORTUNITIES, of=(company,))
