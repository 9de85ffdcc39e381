"""What has been given out already, so that no number, line, domain or mailbox is given out twice."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

LANDLINES = {"1": "+3319900", "2": "+3326191", "3": "+3335301", "4": "+3346571", "5": "+3353649"}
"""By zone the range the regulator keeps for fiction; overseas has none, so the zone of the mainland stands in."""
MOBILES = "+3363998"
LINES = 10_000
STEP = 7919
"""Shares no divisor with ``LINES``, so that a range is used up before one of its lines comes again."""


@dataclass
class Stock:
    """The draws of one set of parties, and what they have used up."""

    rng: Random
    sirens: set[str] = field(default_factory=set)
    texts: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)

    def line(self, prefix: str) -> str:
        """The next telephone number of a range, in E.164; after ten thousand they come again."""
        self.lines[prefix] += 1
        return f"{prefix}{self.lines[prefix] * STEP % LINES:04d}"

    def unique(self, text: str, place: str = "") -> str:
        """The text, with a number behind it if it was given out before in that place."""
        self.texts[f"{text}@{place}"] += 1
        times = self.texts[f"{text}@{place}"]
        return text if times == 1 else f"{text}{times}"

    def website(self, name: str) -> str:
        """The website of that company alone, in one of two top levels that are nobody's."""
        return f"www.{self.unique(slug(name))}.{self.rng.choice(('example', 'example.org'))}"

    def mailbox(self, first_name: str, last_name: str, domain: str) -> str:
        """An e-mail address of that person alone."""
        return f"{self.unique(f'{slug(first_name)}.{slug(last_name)}', domain)}@{domain}"


def without_accents(text: str) -> str:
    """The text in plain letters."""
    return text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """The text as it can stand in a domain."""
    return re.sub(r"[^a-z0-9]+", "-", without_accents(text).lower()).strip("-")
