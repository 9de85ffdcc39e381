"""The ways in which people of an office type a number, a telephone, a website or a name; the content stays the same."""

from random import Random

MOBILE_DIGITS = 10


def spelled_number(rng: Random, number: str, country: str = "") -> str:
    """An enterprise number (ten digits) or, with ``country``, a VAT number, in one of five spellings."""
    groups = number[:-6], number[-6:-3], number[-3:]
    body = rng.choice(
        (number, ".".join(groups), ".".join(groups), " ".join(groups), f"{groups[0]}.{groups[1]} {groups[2]}")
    )
    gap = rng.choice(("", " ")) if country else ""
    return f"{country}{gap}{body}"


def spelled_phone(rng: Random, digits: str) -> str:
    """A Belgian telephone number (national digits) in one of five spellings."""
    zone, rest = _zone_and_rest(digits)
    pairs = _in_groups(rest)
    return rng.choice((
        f"{zone} {' '.join(pairs)}",
        f"{zone}/{'.'.join(pairs)}",
        f"+32 {zone[1:]} {' '.join(pairs)}",
        digits,
        f"0032{digits[1:]}",
    ))  # fmt: skip


def register_phone(digits: str) -> str:
    """The spelling the register's providers show: zone, then groups, with spaces."""
    zone, rest = _zone_and_rest(digits)
    return f"{zone} {' '.join(_in_groups(rest))}"


def spelled_website(rng: Random, website: str) -> str:
    """A website in one of four spellings."""
    return rng.choice((website, f"http://{website}", f"https://{website}/", f"{website}/"))


def with_stray_spaces(rng: Random, text: str, share: float) -> str:
    """The text, in ``share`` of the cases with a blank at its end or doubled inside."""
    if rng.random() >= share:
        return text
    return rng.choice((f"{text} ", f" {text}", text.replace(" ", "  ", 1)))


def _zone_and_rest(digits: str) -> tuple[str, str]:
    if len(digits) == MOBILE_DIGITS:
        return digits[:4], digits[4:]
    length = 2 if digits[1] in "2349" else 3
    return digits[:length], digits[length:]


def _in_groups(rest: str) -> list[str]:
    head = len(rest) % 2 + 2 if len(rest) % 2 else 2
    return [rest[:head], *(rest[at : at + 2] for at in range(head, len(rest), 2))]
