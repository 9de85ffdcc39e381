"""Claims: the right to work on a record, with an expiry and a token that only ever grows.

A run that was too slow finds its token outdated and may no longer write what it knows: somebody else has taken over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_, update

from passerelle.hub.bulk import rows_where, upsert
from passerelle.hub.schema import claim


def take(
    connection: Connection, integration: str, scopes: Iterable[str], holder: str, at: datetime, lifetime_s: float
) -> dict[str, int]:
    """Claim what is free, expired or already ours. Returns the token of each scope that was obtained."""
    wanted = list(dict.fromkeys(scopes))
    known = {
        row.scope: row
        for row in rows_where(connection, claim, claim.c.scope, wanted, claim.c.integration == integration)
    }
    obtained: dict[str, int] = {}
    for scope in wanted:
        row = known.get(scope)
        if row is None or row.holder in (None, holder) or row.expires_at <= at:
            obtained[scope] = 1 if row is None else row.token + 1
    expires = at + timedelta(seconds=lifetime_s)
    upsert(
        connection,
        claim,
        [
            {"integration": integration, "scope": scope, "token": token, "holder": holder, "expires_at": expires}
            for scope, token in obtained.items()
        ],
    )
    return obtained


def still_held(connection: Connection, integration: str, tokens: Mapping[str, int]) -> set[str]:
    """Which of these claims nobody has taken over since; asked before every write."""
    rows = rows_where(connection, claim, claim.c.scope, tokens, claim.c.integration == integration)
    return {row.scope for row in rows if row.token == tokens[row.scope]}


def renew(connection: Connection, integration: str, scope: str, token: int, expires: datetime) -> bool:
    """Keep a claim for longer; False when somebody has taken it over."""
    here = [claim.c.integration == integration, claim.c.scope == scope, claim.c.token == token]
    return bool(connection.execute(update(claim).where(*here).values(expires_at=expires)).rowcount)


def busy_until(connection: Connection, integration: str, scopes: Iterable[str], at: datetime) -> dict[str, datetime]:
    """Claims that live now, whoever holds them, with the time they expire."""
    rows = rows_where(
        connection,
        claim,
        claim.c.scope,
        scopes,
        claim.c.integration == integration,
        claim.c.holder.is_not(None),
        claim.c.expires_at > at,
    )
    return {row.scope: row.expires_at for row in rows}


def release(connection: Connection, integration: str, tokens: Mapping[str, int]) -> None:
    """Give claims back; those taken over meanwhile stay with their new holder."""
    held = [and_(claim.c.scope == scope, claim.c.token == token) for scope, token in tokens.items()]
    for start in range(0, len(held), 200):
        part = held[start : start + 200]
        connection.execute(update(claim).where(claim.c.integration == integration, or_(*part)).values(holder=None))
