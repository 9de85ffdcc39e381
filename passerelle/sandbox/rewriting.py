"""A system that keeps values in a spelling of its own: the same content, other characters."""

import re
from datetime import date
from typing import Any

from passerelle.sandbox.data.spelling import register_phone

BELGIAN_PHONE = re.compile(r"\+32\d{8,9}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WEBSITE = re.compile(r"(?:https?://)?(www\.[^\s/]+)/?")
NAMES = frozenset(
    {"name", "firstName", "lastName", "commercialName", "street", "city", "raisonSociale", "nom", "prenom", "adresse1"}
)


def rewritten(value: Any, attribute: str = "") -> Any:
    """The value as the system keeps it, at any depth.

    Telephones ``+3223151351`` become ``02 315 13 51`` with a blank behind, days ``dd/mm/yyyy``, websites
    ``http://…/``, names get doubled blanks inside and one behind. What is already so stays so.
    """
    if isinstance(value, dict):
        return {name: rewritten(held, name) for name, held in value.items()}
    if isinstance(value, list):
        return [rewritten(item, attribute) for item in value]
    return _text(value, attribute) if isinstance(value, str) else value


def _text(text: str, attribute: str) -> str:
    if BELGIAN_PHONE.fullmatch(text):
        return f"{register_phone('0' + text[3:])} "
    if DAY.fullmatch(text):
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    if website := WEBSITE.fullmatch(text):
        return f"http://{website[1]}/"
    return f"{'  '.join(text.split())} " if attribute in NAMES else text
