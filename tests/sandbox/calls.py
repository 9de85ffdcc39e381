"""What tests of the sandbox send."""

import httpx

AUDIENCE = "https://openthebox.be/api"
KEY = {"Authorization": "Bearer sandbox"}


def token_of(client: httpx.Client) -> str:
    answer = client.post("/oauth/token", json=credentials())
    return str(answer.raise_for_status().json()["access_token"])


def credentials(**other: str) -> dict[str, str]:
    right = {"client_id": "sandbox", "client_secret": "sandbox"}
    return right | {"audience": AUDIENCE, "grant_type": "client_credentials"} | other


def new_relation(**other: object) -> dict[str, object]:
    company = {"name": "Bakkerij Peeters", "relationType": "Company", "status": "Customer", "ownCompanyId": 1}
    return company | {"language": "nl", "vatNumber": "BE0403449823"} | other
