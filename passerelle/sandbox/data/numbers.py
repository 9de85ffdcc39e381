"""Belgian enterprise numbers and telephone numbers that are well formed.

An enterprise number is ten digits; the last two are 97 minus the remainder of the first eight by 97.
"""

from random import Random

FIRST_NUMBERS: tuple[tuple[int, int], ...] = ((2023, 1000), (2004, 860), (1990, 440), (1970, 410), (0, 401))
"""From which year on which first four digits are given out, roughly as the register did."""


def check_digits(first_eight: str) -> str:
    """The two check digits that belong to the first eight digits of an enterprise number."""
    return f"{97 - int(first_eight) % 97:02d}"


def enterprise_number(rng: Random, year: int, taken: set[str]) -> str:
    """A valid number not yet taken, of the range in use in that year; it is added to ``taken``."""
    base = next(number for since, number in FIRST_NUMBERS if year >= since)
    while True:
        first_eight = f"{base + rng.randrange(20):04d}{rng.randrange(10_000):04d}"
        number = first_eight + check_digits(first_eight)
        if number not in taken:
            taken.add(number)
            return number


def with_wrong_check_digits(number: str) -> str:
    """The same number with its last digit mistyped, so that the check digits no longer agree."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def landline(rng: Random, zone: str) -> str:
    """National digits of a fixed line: zone and subscriber number, eight digits after the leading 0."""
    first = rng.choice("23") if len(zone) == 1 else rng.choice("234567")
    return f"0{zone}{first}" + "".join(rng.choice("0123456789") for _ in range(7 - len(zone)))


def mobile(rng: Random) -> str:
    """National digits of a mobile line: ten digits."""
    return f"04{rng.choice('789')}{rng.randrange(10**7):07d}"
