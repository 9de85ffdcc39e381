"""Domains: a company's own, never one under which anybody has an address, never one that two of them use."""

from pathlib import Path

import pandas as pd
import pytest

from passerelle.parties.domains import Domains, domains_of, public_domains

ROOT = Path(__file__).parents[2]
PUBLIC = public_domains(ROOT)


@pytest.mark.parametrize("domain", ["gmail.com", "orange.fr", "skynet.be", "libero.it", "hotmail.com", "laposte.net"])
def test_what_is_everybodys_is_no_companys(domain: str) -> None:
    assert domains_of([f"info@{domain}", f"https://www.{domain}/chez-nous", f"atelier.{domain}"], PUBLIC) == []


@pytest.mark.parametrize(
    ("given", "domain"),
    [
        ("info@Voorbeeld.be", "voorbeeld.be"),
        ("www.voorbeeld.be/nl?x=1", "voorbeeld.be"),
        ("https://boutique.exemple.fr:8443/", "boutique.exemple.fr"),
        ("mijn-gmail.com", "mijn-gmail.com"),
    ],
)
def test_a_website_or_an_address_tells_the_domain(given: str, domain: str) -> None:
    assert domains_of([given, None, "n.v.t."], PUBLIC) == [domain]


def test_a_domain_that_two_companies_use_is_neithers() -> None:
    rows = pd.DataFrame(
        {"website": ["groupe.fr", None, "seule.fr"], "email": [None, "info@groupe.fr", "a@seule.fr b@deux.fr"]},
        index=["a", "b", "c"],
    )
    domains = Domains(rows, PUBLIC)
    assert domains.of("a", {"website": "groupe.fr", "email": "x@autre.fr"}) == "autre.fr"
    assert domains.of("b", {"email": "info@groupe.fr"}) is None
    assert domains.of("c", {"website": "seule.fr", "email": "a@seule.fr b@deux.fr"}) == "deux.fr; seule.fr"
