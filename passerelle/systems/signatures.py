"""How a call proves that whoever made it holds the key: a digest of its body, in a header."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping

from pydantic import SecretStr

from passerelle.mapping.models import Signature


def _sha1_of_key_and_body(key: bytes, body: bytes) -> str:
    # The vendor's choice: nobody would choose it today.
    return hashlib.sha1(key + body, usedforsecurity=False).hexdigest()


def _hmac_sha1(key: bytes, body: bytes) -> str:
    return hmac.new(key, body, "sha1").hexdigest()


STYLES: dict[str, Callable[[bytes, bytes], str]] = {
    "sha1_of_key_and_body": _sha1_of_key_and_body,
    "hmac_sha1": _hmac_sha1,
}


def is_signed(signature: Signature, headers: Mapping[str, str], body: bytes, key: SecretStr) -> bool:
    """Whether the header holds the digest of exactly this body; compared in constant time."""
    expected = STYLES[signature.style](key.get_secret_value().encode(), body)
    given = headers.get(signature.header.lower(), "")
    return hmac.compare_digest(expected.encode(), given.strip().lower().encode())
