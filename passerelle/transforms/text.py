"""Plain text."""

from __future__ import annotations

import re
import unicodedata

from passerelle.transforms.registry import transform

LINK = re.compile(r"https?://\S+")
# Invisible leftovers of copying and pasting; NUL and half characters (surrogates) cannot be stored in PostgreSQL.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ud800-\udfff]")


@transform
def text(value: str | None) -> str | None:
    """Unicode NFC, trimmed, inner white space folded to one space, invisible characters dropped; blank is None.

    >>> text("  Boulangerie \\n Peeters ")
    'Boulangerie Peeters'
    """
    if value is None:
        return None
    return " ".join(unicodedata.normalize("NFC", UNPRINTABLE.sub("", value)).split()) or None


@transform
def first_link(value: str | None) -> str | None:
    """The first web address in a text that people write in; a text without one is None.

    >>> first_link("Via son frère. Voir https://openthebox.be/person/p4711, page 2")
    'https://openthebox.be/person/p4711'
    """
    found = LINK.search(text(value) or "")
    return found[0].rstrip(".,;:)") if found else None


@transform
def upper(value: str | None) -> str | None:
    """Capitals, for codes whose case means nothing.

    >>> upper("ac")
    'AC'
    """
    read = text(value)
    return text(read.upper()) if read else None
