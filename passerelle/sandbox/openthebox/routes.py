"""The calls of openthebox; each names the facts of docs/systems.md it rests on."""

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from passerelle.sandbox.answers import Refusal, cites, json_answer, text_answer
from passerelle.sandbox.inside import shown_part
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.openthebox.search import Search
from passerelle.sandbox.system import Routes, World, stored_under
from passerelle.sandbox.tokens import Tokens

AUDIENCE = "https://openthebox.be/api"
ACCEPTED = "sandbox"
CALLS_A_MINUTE = 300
LIFE = 86_400
"""Seconds a token is accepted (facts ``otb.token…``)."""
VAT = re.compile(r"BE\d{10}")
COMPANIES = stored_under("openthebox", "company")
INVALID_TOKEN = "invalid_token"
SHORTEST_TEXT = 2
EVERYWHERE = ("otb.base", "otb.bearer", "otb.anonymous", "otb.unauthorized", "otb.notactive", "otb.limit")
Language = Literal["nl", "fr", "de", "en"]


class TokenRequest(BaseModel):
    """What is sent for a token; nothing else may be."""

    model_config = ConfigDict(extra="forbid", strict=True)

    client_id: str
    client_secret: str
    audience: str
    grant_type: str


class NoParameters(BaseModel):
    """A call that takes no query parameters."""

    model_config = ConfigDict(extra="forbid")


@dataclass(eq=False)
class Gate:
    """Lets a call of the API through, or not."""

    tokens: Tokens
    limit: CallLimit

    async def __call__(self, request: Request) -> None:
        """Raise Refusal beyond the limit (429) and without a living token (401)."""
        wait = self.limit.wait()
        if wait is not None:
            raise Refusal(429, "too_many_requests", headers={"Retry-After": str(wait)})
        if not self.tokens.admits(request):
            raise Refusal(401, INVALID_TOKEN)

    def forget(self) -> None:
        """Forget every token and every counted call."""
        self.tokens.forget()
        self.limit.reset()


def routes(world: World) -> Routes:
    """The routes of openthebox in one world."""
    gate = Gate(Tokens(world.clock, LIFE), CallLimit(world.clock, CALLS_A_MINUTE))
    router = APIRouter()

    @router.post("/oauth/token", openapi_extra=cites("otb.token", "otb.token.shape"))
    async def give_token(asked: TokenRequest) -> Response:
        if asked.grant_type != "client_credentials":
            raise Refusal(403, "unauthorized_client")
        if (asked.client_id, asked.client_secret, asked.audience) != (ACCEPTED, ACCEPTED, AUDIENCE):
            return json_answer({"error": "access_denied", "error_description": "Unauthorized"}, 401)
        return json_answer({"access_token": gate.tokens.give(), "token_type": "Bearer", "expires_in": LIFE})

    @router.get(
        "/api/companies/{vat}",
        dependencies=[Depends(gate)],
        openapi_extra=cites(
            "otb.company", "otb.company.fields", "otb.company.missing", "otb.company.yearend", "otb.company.mandates",
            *EVERYWHERE,
        ),
    )  # fmt: skip
    async def read_company(vat: str, request: Request, _: Annotated[NoParameters, Query()]) -> Response:
        if not VAT.fullmatch(vat):
            return text_answer("Invalid VAT number: expected BE and ten digits", 400)
        company = world.store[COMPANIES].get(vat)
        if company is None or not shown_part(request):
            return text_answer("Company not found", 404)
        return json_answer(company)

    search = Search(world.store[COMPANIES])

    # A name may hold a slash, so the text is all that stands before the last one.
    @router.get(
        "/api/entities/search/{text:path}/{lang}",
        dependencies=[Depends(gate)],
        openapi_extra=cites("otb.search", "otb.search.shape", "otb.search.place", *EVERYWHERE),
    )
    async def search_entities(
        text: str, lang: Language, request: Request, _: Annotated[NoParameters, Query()]
    ) -> Response:
        if len(text.strip()) < SHORTEST_TEXT:
            return text_answer(f"The text must have at least {SHORTEST_TEXT} characters", 400)
        return json_answer(search.found(text, lang, shown_part(request)))

    return Routes(router, gate.forget)
