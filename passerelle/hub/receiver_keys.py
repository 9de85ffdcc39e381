"""Keys that the calls of a system carry when it cannot sign them: made once, kept as a hash, revoked by id.

A key is 256 random bits. No list of likely keys can be tried against its hash, as is done with passwords, so that a
plain keyed hash is enough; a slow one would only make each call slow.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from passerelle.hub.receiver_schema import receiver_keys

SECRET_BYTES = 32
PREFIX_BYTES = 4
PURPOSE = b"passerelle receiver key"


@dataclass(frozen=True)
class Key:
    """One key, without what it opens with. `prefix` is how it begins: it tells keys apart and is no secret."""

    id: int
    account: str
    user: str
    hash: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def create(connection: Connection, account: str, user: str, at: datetime) -> tuple[Key, str]:
    """A new key of an account on behalf of a user, and its text, which is nowhere kept."""
    prefix = secrets.token_hex(PREFIX_BYTES)
    text = f"{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    key = Key(0, account, user, hash_of(text), prefix, at, None, None)
    values = {name: value for name, value in asdict(key).items() if name != "id"}
    id_ = connection.execute(insert(receiver_keys).values(values).returning(receiver_keys.c.id)).scalar_one()
    return replace(key, id=id_), text


def hash_of(text: str) -> str:
    """What is kept of a key."""
    return hmac.new(PURPOSE, text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def listed(connection: Connection, account: str | None = None, *, live: bool = False) -> list[Key]:
    """The keys of an account, or all, in the order they were made; `live`: only those not revoked."""
    table = receiver_keys.c
    where = [table.account == account] if account else []
    alive = [table.revoked_at.is_(None)] if live else []
    rows = connection.execute(select(receiver_keys).where(*where, *alive).order_by(table.id))
    return [Key(**row._mapping) for row in rows]


def revoke(connection: Connection, id_: int, at: datetime) -> Key | None:
    """Have a key open nothing more; the key, None when there is none of this id. Doing it twice changes nothing."""
    table = receiver_keys.c
    connection.execute(update(receiver_keys).where(table.id == id_, table.revoked_at.is_(None)).values(revoked_at=at))
    row = connection.execute(select(receiver_keys).where(table.id == id_)).one_or_none()
    return Key(**row._mapping) if row else None


def used(connection: Connection, ids: Iterable[int], at: datetime) -> None:
    """Note when keys were last used."""
    connection.execute(update(receiver_keys).where(receiver_keys.c.id.in_(list(ids))).values(last_used_at=at))
