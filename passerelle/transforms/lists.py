"""Texts of several lines, and texts that list several things."""

from __future__ import annotations

import re
import unicodedata

from passerelle.transforms.registry import transform
from passerelle.transforms.text import UNPRINTABLE, text

END_OF_LINE = re.compile(r"\r\n?|\n")
BETWEEN_DOMAINS = re.compile(r"[,;\s]+")
BEFORE_A_DOMAIN = re.compile(r"^(?:https?://|www\.|@)*")


@transform
def lines(value: str | None) -> str | None:
    """As `text`, line by line: the ends of lines stay, of several empty lines one.

    >>> lines("Rue du Chêne  16 \\r\\n1000 Bruxelles")
    'Rue du Chêne 16\\n1000 Bruxelles'
    """
    if value is None:
        return None
    read = unicodedata.normalize("NFC", UNPRINTABLE.sub("", value))
    folded = "\n".join(" ".join(line.split()) for line in END_OF_LINE.split(read))
    return re.sub(r"\n{3,}", "\n\n", folded).strip("\n") or None


@transform
def labels(value: str | None) -> str | None:
    """What stands between commas or semicolons, each once, in the order of the alphabet, with a comma between.

    >>> labels("vip, Compta;vip")
    'Compta, vip'
    """
    found = {read for part in re.split(r"[,;]", value or "") if (read := text(part))}
    return ", ".join(sorted(found, key=lambda one: (one.casefold(), one))) or None


@transform
def domains(value: str | None) -> str | None:
    """Domains of e-mail addresses in lower case, without what people put in front, each once and in order.

    >>> domains("www.Voorbeeld.be; @atelier-brun.test")
    'atelier-brun.test; voorbeeld.be'
    """
    read = text(value)
    parts = BETWEEN_DOMAINS.split(read.lower()) if read else []
    return "; ".join(sorted({bare for part in parts if (bare := BEFORE_A_DOMAIN.sub("", part).rstrip("/"))})) or None
