"""Names of people in two parts: given name and surname, as one text and back."""

from __future__ import annotations

NOBODY = "-"
"""What stands for a surname that nobody knows, where a system asks for one (`tsc.contact.surname`)."""


def joined(given: str | None, surname: str | None) -> str | None:
    """A person's whole name.

    >>> joined("Anna", "De Luca"), joined("Anna", "-"), joined(None, " ")
    ('Anna De Luca', 'Anna', None)
    """
    parts = [(part or "").strip() for part in (given, surname)]
    return " ".join(part for part in parts if part not in ("", NOBODY)) or None


def split(whole: str | None, given: str | None = None, surname: str | None = None) -> tuple[str | None, str]:
    """Given name and surname of a whole name. The boundary stays where the old given name or surname still stands; else
    the first word is the given name. One word is a surname.

    >>> split("Anna Maria De Luca", "Anna Maria"), split("Jo Ann Bo", "X", "Bo"), split("Anna De Luca"), split("Ordini")
    (('Anna Maria', 'De Luca'), ('Jo Ann', 'Bo'), ('Anna', 'De Luca'), (None, 'Ordini'))
    """
    text = " ".join((whole or "").split())
    first, last = ((part or "").strip() for part in (given, surname))
    if first and text.startswith(f"{first} "):
        return first, text.removeprefix(f"{first} ")
    if last and text.endswith(f" {last}"):
        return text.removesuffix(f" {last}"), last
    word, _, rest = text.partition(" ")
    return (word, rest) if rest else (None, word or NOBODY)
