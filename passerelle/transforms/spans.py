"""Classes of a size ("De 10 à 19", "250 et plus") as the numbers they span, and whether a number falls into one."""

from __future__ import annotations

import re
from math import inf

from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

NUMBER = re.compile(r"\d{1,3}(?:[ .\u202f\u00a0]\d{3})+|\d+")
BEYOND = re.compile(r"plus de|more than|over|oltre|meer dan|>(?!=)", re.IGNORECASE)
UPWARDS = re.compile(r"et plus|or more|and more|e oltre|en meer|\+|≥|>=", re.IGNORECASE)
BELOW = re.compile(r"moins de|less than|fewer than|under|meno di|minder dan|<(?!=)", re.IGNORECASE)
SPAN = re.compile(r"(\d+)-(\d*)")


@transform
def span(value: str | None) -> str | None:
    """The numbers a class spans, `10-19`, or `250-` without an end; a text that says none stays as it is.

    >>> span("De 10 à 19"), span("From 1 to 5"), span("Plus de 1 000"), span("250 et plus"), span("à voir")
    ('10-19', '1-5', '1001-', '250-', 'à voir')
    """
    read = text(value)
    numbers = [int(re.sub(r"\D", "", found)) for found in NUMBER.findall(read or "")]
    if read is None or not numbers or len(numbers) > 2 or SPAN.fullmatch(read):
        return read
    if len(numbers) == 2:
        return f"{numbers[0]}-{numbers[1]}" if numbers[0] <= numbers[1] else read
    return _one_bound(read, numbers[0])


def falls_within(left: str | None, right: str | None) -> bool:
    """Whether one of the two is a number and the other a span that holds it.

    >>> falls_within("12", "10-19"), falls_within("250-", "610"), falls_within("9", "10-19"), falls_within("9", None)
    (True, True, False, False)
    """
    return bool(left and right) and (_holds(str(left), str(right)) or _holds(str(right), str(left)))


def _one_bound(read: str, number: int) -> str:
    if UPWARDS.search(read):
        return f"{number}-"
    if BEYOND.search(read):
        return f"{number + 1}-"
    return f"0-{max(number - 1, 0)}" if BELOW.search(read) else f"{number}-{number}"


def _holds(range_: str, number: str) -> bool:
    found = SPAN.fullmatch(range_)
    if found is None or not number.isdigit():
        return False
    return int(found[1]) <= int(number) <= (int(found[2]) if found[2] else inf)
