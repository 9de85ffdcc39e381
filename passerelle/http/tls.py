"""The certificates this process trusts, loaded once: it takes a tenth of a second."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """What every client of this process verifies servers with; `SSL_CERT_FILE` and `SSL_CERT_DIR` are honoured."""
    return httpx.create_ssl_context()
