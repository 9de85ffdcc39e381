"""`keys` makes, lists and revokes the keys that calls carry; `connections hook` says what to type by hand."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from ruamel.yaml import YAML

from passerelle.errors import ConfigurationError
from passerelle.hub import receiver_keys
from passerelle.hub.database import open_hub
from passerelle.mapping.loader import load_system
from passerelle.settings import credentials_of
from tests.command_line import Cli
from tests.office_fixture import ROOT
from tests.receiver.standing import V9, WEBHOOKS

URL = "https://hooks.firm.example"
CREDENTIAL = "PASSERELLE_ALTIOR_ANNA_API_KEY"


@pytest.fixture(autouse=True)
def firm(tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Mappings of a system whose calls carry keys and whose other end is Altior; an empty hub."""
    yaml = YAML()
    for folder in ("systems", "integrations"):
        (tmp_path / "mappings" / folder).mkdir(parents=True)
    systems, integrations = ROOT / "mappings" / "systems", ROOT / "mappings" / "integrations"
    (tmp_path / "mappings/systems/altior.yaml").write_bytes((systems / "altior.yaml").read_bytes())
    caller = yaml.load(systems / "sellsy.yaml")
    webhooks = json.loads(json.dumps(WEBHOOKS))
    webhooks["keyed"]["stream"] = "thirdparty"
    yaml.dump(
        {**caller, "system": "reviso", "title": "Reviso", "webhooks": webhooks},
        tmp_path / "mappings/systems/reviso.yaml",
    )
    joined = yaml.load(integrations / "sellsy_thirdparties_altior.yaml")
    joined["source"]["system"], joined["integration"] = "reviso", "reviso-altior"
    yaml.dump(joined, tmp_path / "mappings/integrations/reviso_altior.yaml")
    monkeypatch.setenv("PASSERELLE_ROOT", str(tmp_path))
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(CREDENTIAL, raising=False)
    return tmp_path


def listed(cli: Cli, *arguments: str) -> list[dict[str, Any]]:
    """The keys as a script sees them."""
    keys: list[dict[str, Any]] = cli("keys", "list", *arguments, "--json").document["keys"]
    return keys


def test_a_key_is_shown_once_and_kept_as_a_hash(cli: Cli, firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CREDENTIAL, "a secret")
    made = cli("keys", "create", "reviso", "--user", "Anna", "--url", URL, "--json").document
    whole = urlsplit(made["address"])
    assert f"{whole.scheme}://{whole.netloc}{whole.path}" == URL + V9
    assert parse_qsl(whole.query) == [("TustenaWebApiKey", made["key"])]
    assert (made["connection"], made["user"], made["missing"]) == ("reviso", "anna", [])
    hub = open_hub(f"sqlite:///{firm}/home/hub.sqlite")
    with hub.read() as connection:
        (kept,) = receiver_keys.listed(connection)
    hub.close()
    assert kept.hash == receiver_keys.hash_of(made["key"])
    secret = made["key"].partition("_")[2].encode()
    assert not any(secret in file.read_bytes() for file in (firm / "home").rglob("*") if file.is_file())
    (shown,) = listed(cli)
    assert made["key"].startswith(shown["prefix"])
    assert (shown["id"], shown["last_used_at"], shown["revoked_at"]) == (made["id"], None, None)


def test_a_person_is_shown_the_address_to_type_and_what_is_missing(cli: Cli) -> None:
    answer = cli("keys", "create", "reviso", "--user", "anna", "--url", f"{URL}/")
    assert answer.code == 0
    assert re.search(
        rf"^  {re.escape(URL + V9)}\?TustenaWebApiKey=[0-9a-f]{{8}}_[\w-]{{43}}$", answer.out, re.MULTILINE
    )
    assert f"set {CREDENTIAL} (" in answer.out
    assert "missing" not in cli("keys", "create", "reviso", "--user", "anna").out
    assert cli("keys", "create", "reviso", "--user", "anna", "--json").document["missing"] == [CREDENTIAL]


def test_keys_are_listed_by_connection_and_revoked_once(cli: Cli) -> None:
    assert "no key" in cli("keys", "list").out
    first, second = (cli("keys", "create", "reviso", "--user", user, "--json").document for user in ("anna", "bruno"))
    assert [key["user"] for key in listed(cli, "reviso")] == ["anna", "bruno"]
    assert listed(cli, "sellsy") == []
    revoked = cli("keys", "revoke", str(first["id"]), "--json").document
    assert revoked["revoked_at"]
    assert (
        cli("keys", "revoke", str(first["id"])).out == f"Key {first['id']} of reviso, on behalf of anna, is revoked.\n"
    )
    assert [key["revoked_at"] for key in listed(cli)] == [revoked["revoked_at"], None]
    table = cli("keys", "list").out
    assert "bruno" in table
    assert second["key"] not in table
    unknown = cli("keys", "revoke", "99")
    assert (unknown.code, unknown.out) == (1, "")
    assert "There is no key 99" in unknown.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["altior", "--user", "anna"], "Connections with keys: reviso."),
        (["reviso", "--user", "René"], "letters, digits"),
        (["reviso", "--user", "a=b"], "letters, digits"),
        (["reviso", "--user", ""], "letters, digits"),
        (["reviso", "--user", "anna", "--url", "http://hooks.firm.example"], "with https://"),
    ],
)
def test_what_makes_no_sense_makes_no_key(cli: Cli, arguments: list[str], said: str) -> None:
    answer = cli("keys", "create", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert listed(cli) == []


def test_hook_says_what_a_person_types_and_calls_nobody(cli: Cli) -> None:
    told = cli("connections", "hook", "reviso", URL)
    assert told.code == 0
    assert f"  URL: {URL}{V9}?TustenaWebApiKey=" in told.out
    assert '  Data posted: {"oldNumber": "[OLDNUMBER]", "newNumber": "[NEWNUMBER]"}' in told.out
    assert "  Content-type: application/json" in told.out
    assert "All settings > Other > Web hooks" in told.out
    document = cli("connections", "hook", "reviso", URL + V9, "--json").document
    assert (document["done"], document["url"]) == ("by hand", URL + V9)
    assert document["to_type"]["Tipo"] == "Cliente aggiornato"
    removing = cli("connections", "hook", "reviso", URL, "--remove", "--json").document
    assert removing["to_type"] == {}
    assert "keys revoke" in removing["notes"][0]


def test_what_is_done_on_behalf_of_a_user_is_done_with_the_users_credential(monkeypatch: pytest.MonkeyPatch) -> None:
    altior = load_system(ROOT, "altior")
    monkeypatch.setenv("PASSERELLE_ALTIOR_API_KEY", "everybody's")
    assert credentials_of(altior, "altior")["api_key"].get_secret_value() == "everybody's"
    with pytest.raises(ConfigurationError, match=rf"on behalf of anna: set {CREDENTIAL} \("):
        credentials_of(altior, "altior", "anna")
    monkeypatch.setenv(CREDENTIAL, "anna's own")
    assert credentials_of(altior, "altior", "anna")["api_key"].get_secret_value() == "anna's own"
    assert credentials_of(altior, "altior")["api_key"].get_secret_value() == "everybody's"


def test_where_a_system_asks_for_more_the_rest_is_the_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    sellsy = load_system(ROOT, "sellsy")
    for name in ("CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(f"PASSERELLE_SELLSY_{name}", "everybody's")
    monkeypatch.setenv("PASSERELLE_SELLSY_ANNA_CLIENT_SECRET", "anna's own")
    found = {name: value.get_secret_value() for name, value in credentials_of(sellsy, "sellsy", "anna").items()}
    assert found == {"client_id": "everybody's", "client_secret": "anna's own"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"keyed": None}, "needs either signature or keyed"),
        ({"signature": {"header": "x", "style": "hmac_sha1"}}, "needs either signature or keyed"),
        ({"keyed": WEBHOOKS["keyed"] | {"stream": "nothing"}}, "nothing"),  # type: ignore[operator]
        ({"keyed": WEBHOOKS["keyed"] | {"stream": "thirdparty", "paths": {"/health": "k"}}}, "must begin with /"),  # type: ignore[operator]
    ],
)
def test_a_profile_that_says_it_wrongly_is_told(cli: Cli, firm: Path, change: dict[str, Any], said: str) -> None:
    yaml, file = YAML(), firm / "mappings/systems/reviso.yaml"
    profile = yaml.load(file)
    profile["webhooks"] = {name: one for name, one in {**profile["webhooks"], **change}.items() if one}
    yaml.dump(profile, file)
    answer = cli("mappings", "check")
    assert answer.code == 2
    assert any("reviso.yaml" in line and said in line for line in (answer.out + answer.err).splitlines()), answer
