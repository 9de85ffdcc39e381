"""Made-up Italian firms and people as accounting and sales systems hold them.

Firm ``n`` of a seed is the same however many are asked for, so two systems can hold parts of the same firms. What
somebody makes of one while typing: ``as_typed``. E-mail addresses, websites and telephone numbers belong to nobody.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Literal, NamedTuple

Kind = Literal["company", "public", "trader", "consumer", "foreign"]


@dataclass(frozen=True)
class Person:
    """Somebody who works for a firm; ``given`` is empty for those known by one word only."""

    given: str
    family: str
    email: str | None
    phone: str | None


@dataclass(frozen=True)
class Firm:
    """A firm, a public body, a sole trader, a consumer or a foreign firm.

    ``name`` is without the legal form; of traders and consumers it is given and family name, told apart by ``given``
    and ``family``. ``partita_iva`` is 11 digits, of a foreign firm its VAT number with the country in front, of a
    consumer None. ``codice_fiscale`` is that of a person (16 characters) or of a firm (11 digits, mostly those of
    ``partita_iva``). ``sdi`` is the recipient code of electronic invoices. ``postcode`` may begin with a zero.
    """

    kind: Kind
    name: str
    legal_form: str | None
    partita_iva: str | None
    codice_fiscale: str | None
    address: str
    town: str
    postcode: str
    province: str | None
    country: str
    emails: tuple[str, ...]
    pec: str | None
    sdi: str
    phone: str | None
    website: str | None
    people: tuple[Person, ...]
    given: str = ""
    family: str = ""


class Town(NamedTuple):
    """A town: its postcode, province, telephone prefix and the code that it has in a codice fiscale."""

    name: str
    postcode: str
    province: str
    prefix: str
    code: str


TOWNS = (
    Town("Roma", "00184", "RM", "06", "H501"), Town("Milano", "20121", "MI", "02", "F205"),
    Town("Torino", "10121", "TO", "011", "L219"), Town("Bologna", "40121", "BO", "051", "A944"),
    Town("Imola", "40026", "BO", "0542", "E289"), Town("Napoli", "80133", "NA", "081", "F839"),
    Town("Firenze", "50122", "FI", "055", "D612"), Town("Genova", "16121", "GE", "010", "D969"),
    Town("Venezia", "30121", "VE", "041", "L736"), Town("Verona", "37121", "VR", "045", "L781"),
    Town("Padova", "35121", "PD", "049", "G224"), Town("Bari", "70121", "BA", "080", "A662"),
    Town("Palermo", "90133", "PA", "091", "G273"), Town("Modena", "41121", "MO", "059", "F257"),
    Town("Carpi", "41012", "MO", "059", "B819"), Town("Reggio nell'Emilia", "42121", "RE", "0522", "H223"),
    Town("Forlì", "47121", "FC", "0543", "D704"), Town("Faenza", "48018", "RA", "0546", "D458"),
    Town("L'Aquila", "67100", "AQ", "0862", "A345"), Town("Brescia", "25121", "BS", "030", "B157"),
    Town("Bolzano", "39100", "BZ", "0471", "A952"), Town("Trieste", "34121", "TS", "040", "L424"),
    Town("Cagliari", "09124", "CA", "070", "B354"), Town("Perugia", "06121", "PG", "075", "G478"),
)  # fmt: skip
ABROAD = {
    "FR": (("Lyon", "69002", "12 rue de la République"), ("Nice", "06000", "8 avenue Jean Médecin")),
    "DE": (("München", "80331", "Sendlinger Straße 4"), ("Köln", "50667", "Hohe Straße 21")),
}
FOREIGN_NAMES = {"FR": ("Menuiserie", "SARL"), "DE": ("Maschinenbau", "GmbH")}
FOREIGN_FAMILIES = {"FR": ("Brun", "Lefèvre", "Gauthier"), "DE": ("Müller", "Vogel", "Schäfer")}
PREFIXES = {"FR": "+33 4 72", "DE": "+49 89"}
FAMILIES = (
    "Rossi", "Bianchi", "Ferrari", "Russo", "Romano", "Gallo", "Costa", "Fontana", "Conti", "Esposito", "Ricci",
    "Bruno", "De Luca", "Moretti", "Marino", "Greco", "Barbieri", "Lombardi", "Giordano", "Cassani", "Colombo",
    "Mancini", "Longo", "Leone", "Martinelli", "Marchetti", "Martini", "Galli", "Gatti", "Mariani", "Ferrara",
    "Santoro", "D'Angelo", "Dell'Orto", "Zanetti", "Fo", "Niccolò", "Montanari", "Guerra", "Palmieri", "Bernardi",
)  # fmt: skip
HIS = ("Marco", "Luca", "Giuseppe", "Alessandro", "Andrea", "Paolo", "Gian Luca", "Niccolò", "Davide", "Stefano")
HERS = ("Anna", "Giulia", "Francesca", "Chiara", "Sara", "Maria Teresa", "Elena", "Noemi", "Silvia", "Ada")
TRADES = (
    "Officine", "Carpenteria", "Falegnameria", "Autotrasporti", "Ceramiche", "Costruzioni", "Edilizia", "Panificio",
    "Caffè", "Pasticceria", "Immobiliare", "Studio", "Termoidraulica", "Elettromeccanica", "Tipografia", "Tessitura",
    "Azienda Agricola", "Società Cooperativa", "Vivai", "Cantine", "Salumificio", "Logistica", "Farmacia", "Meccanica",
)  # fmt: skip
FORMS = ("S.r.l.", "S.r.l.", "S.r.l.", "S.p.A.", "S.n.c.", "S.a.s.", "S.r.l.s.", "Soc. Coop.")
PUBLIC = ("Comune di", "Istituto Comprensivo di", "Azienda USL di", "Camera di Commercio di")
STREETS = ("Via Roma", "Via Garibaldi", "Via Giuseppe Verdi", "Corso Italia", "Piazza della Libertà", "Viale Europa")
KINDS: dict[int, Kind] = {5: "trader", 7: "public", 9: "foreign", 13: "consumer", 17: "trader", 19: "foreign"}
"""By the number of a firm modulo 20; all others are companies."""
GROUPED = (3, 4)
"""Those modulo 20 that are members of one VAT group: the same partita IVA, another codice fiscale."""
LETTERS_OF_DIGITS, MONTHS = "LMNPQRSTUV", "ABCDEHLMPRST"
ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
SDI_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
BOXES = ((), ("info",), ("info",), ("info", "amministrazione"))
NO_SDI, ABROAD_SDI = "0000000", "XXXXXXX"


def italian_firms(seed: int, count: int) -> list[Firm]:
    """The first ``count`` firms of a seed, about three in twenty of them people and one in ten foreign."""
    return [_firm(seed, number) for number in range(count)]


def as_typed(firm: Firm, rng: Random) -> Firm:
    """The firm as somebody typed it: the same content, mostly in another spelling."""
    ways: tuple[Callable[[str], str], ...] = (str, str.upper, plain, lambda text: f" {text}", lambda text: f"{text}  ")
    way = rng.choice(ways)
    form = firm.legal_form and rng.choice((firm.legal_form, firm.legal_form.replace(".", ""), firm.legal_form.upper()))
    phone = firm.phone and rng.choice((firm.phone, firm.phone.replace(" ", ""), firm.phone.replace(" ", "/", 1)))
    return replace(
        firm,
        name=way(firm.name),
        legal_form=form,
        address=rng.choice((firm.address, firm.address.replace("Via ", "V. "), firm.address.upper(), firm.address)),
        town=rng.choice((firm.town, firm.town.upper(), plain(firm.town))),
        phone=phone,
        emails=tuple(rng.choice((email, email, email.upper())) for email in firm.emails),
    )


def plain(text: str) -> str:
    """The text in ASCII as Italians type it: an accent at a word's end becomes an apostrophe, any other is left out."""
    words = text.split(" ")
    return " ".join(_bare(word) + ("'" if word[-1:] in ("à", "è", "é", "ì", "ò", "ù") else "") for word in words)


def partita_iva(number: int) -> str:
    """A valid partita IVA, another one for each number below ten million."""
    digits = f"{number * 7_654_321 % 9_999_999 + 1:07d}{number % 100 + 1:03d}"
    return digits + str(_luhn(digits))


def codice_fiscale(given: str, family: str, born: date, code: str, *, woman: bool, same: int = 0) -> str:
    """The codice fiscale of a person born in the town of that code.

    ``same`` is how many of its digits, from the right, are letters, because somebody else had the code already.
    """
    day = born.day + (40 if woman else 0)
    text = f"{_three(family)}{_three(given, first=True)}{born:%y}{MONTHS[born.month - 1]}{day:02d}{code}"
    digits = [at for at in reversed(range(15)) if text[at].isdigit()][:same]
    text = "".join(LETTERS_OF_DIGITS[int(sign)] if at in digits else sign for at, sign in enumerate(text))
    total = sum(ODD[_rank(sign)] if at % 2 == 0 else _rank(sign) for at, sign in enumerate(text))
    return text + chr(ord("A") + total % 26)


def _firm(seed: int, number: int) -> Firm:
    rng = Random(f"italian {seed} {number}")  # noqa: S311  to be repeated, no secret
    kind = KINDS.get(number % 20, "company")
    made = _foreign(rng, seed, number) if kind == "foreign" else _domestic(rng, kind, seed, number)
    domain = f"{_slug(made.family or made.name)}-{number}.example"
    boxes = (_slug(made.given),) if kind == "consumer" else rng.choice(BOXES)
    many = rng.choice((0, 1, 1, 2, 2, 3)) if kind in ("company", "public", "foreign") else 0
    return replace(
        made,
        emails=tuple(f"{box}@{domain}" for box in boxes),
        website=None if kind == "consumer" or rng.random() < 0.4 else f"www.{domain}",
        people=tuple(_person(rng, domain, made.phone) for _ in range(many)),
    )


def _domestic(rng: Random, kind: Kind, seed: int, number: int) -> Firm:
    town = rng.choice(TOWNS)
    given, family, own = _somebody(rng, number)
    name, form = _named(rng, kind, town, given, family)
    vat = partita_iva(_serial(seed, number - 1 if number % 20 == GROUPED[1] else number))
    grouped = number % 20 in GROUPED
    person = kind in ("trader", "consumer")
    pec = None if kind == "consumer" or rng.random() < 0.5 else f"{_slug(name)}-{number}@pec.example"
    return Firm(
        kind=kind,
        name=name,
        legal_form=form,
        partita_iva=None if kind == "consumer" else vat,
        codice_fiscale=own if person else partita_iva(_serial(seed, number) + 1) if grouped else vat,
        address=f"{rng.choice(STREETS)} {rng.randrange(1, 180)}",
        town=town.name,
        postcode=town.postcode,
        province=town.province,
        country="IT",
        emails=(),
        pec=pec,
        sdi=_sdi(rng, kind, pec),
        phone=None if rng.random() < 0.1 else f"{town.prefix} {rng.randrange(10**5, 10**7)}",
        website=None,
        people=(),
        given=given if person else "",
        family=family if person else "",
    )


def _foreign(rng: Random, seed: int, number: int) -> Firm:
    country = "FR" if number % 20 == 9 else "DE"
    town, postcode, address = rng.choice(ABROAD[country])
    trade, form = FOREIGN_NAMES[country]
    digits = f"{_serial(seed, number) * 7_654_321 % 10**8:08d}"
    vat = f"FR{_french(digits)}" if country == "FR" else f"DE{_german(f'1{digits[1:]}')}"
    name, phone = f"{trade} {rng.choice(FOREIGN_FAMILIES[country])}", f"{PREFIXES[country]} {rng.randrange(10**6)}"
    place = (address, town, postcode, None, country)
    return Firm("foreign", name, form, vat, None, *place, (), None, ABROAD_SDI, phone, None, ())


def _serial(seed: int, number: int) -> int:
    return (seed % 40) * 200_000 + 2 * number


def _somebody(rng: Random, number: int) -> tuple[str, str, str]:
    """Given and family name and codice fiscale; every firm has drawn somebody, whether it is a person or not."""
    woman = rng.random() < 0.5
    given, family = rng.choice(HERS if woman else HIS), rng.choice(FAMILIES)
    born = date(1945, 1, 1) + timedelta(days=rng.randrange(21_000))
    code = rng.choice(TOWNS).code
    return given, family, codice_fiscale(given, family, born, code, woman=woman, same=1 if number % 100 == 13 else 0)


def _named(rng: Random, kind: Kind, town: Town, given: str, family: str) -> tuple[str, str | None]:
    if kind in ("trader", "consumer"):
        return f"{given} {family}", None
    if kind == "public":
        return f"{rng.choice(PUBLIC)} {town.name}", None
    trade, other = rng.choice(TRADES), rng.choice(FAMILIES)
    tails = (family, f"{family} & {other}", f"F.lli {family}", f"{family} di {given} {family}", f"{family} {town.name}")
    return f"{trade} {rng.choice(tails)}", rng.choice(FORMS)


def _sdi(rng: Random, kind: Kind, pec: str | None) -> str:
    if kind == "public":
        return "".join(rng.choice(SDI_LETTERS) for _ in range(6))
    return NO_SDI if kind == "consumer" or pec else "".join(rng.choice(SDI_LETTERS) for _ in range(7))


def _person(rng: Random, domain: str, switchboard: str | None) -> Person:
    given, family = rng.choice(HERS + HIS), rng.choice(FAMILIES)
    if rng.random() < 0.1:
        family = f"{family} {rng.choice(FAMILIES)}"
    if rng.random() < 0.08:
        given, family = "", rng.choice(("Amministrazione", "Magazzino", "Segreteria", family.split()[0]))
    box = ".".join(_slug(name) for name in (given, family) if name)
    email = f"{box}@{domain}" if rng.random() < 0.85 else None
    phone = rng.choice((None, switchboard, f"3{rng.randrange(20, 99)} {rng.randrange(10**6, 10**7)}"))
    return Person(given, family, email, phone)


def _slug(text: str) -> str:
    return "".join(sign for sign in _bare(text).lower() if sign.isalnum())


def _bare(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _rank(sign: str) -> int:
    return int(sign) if sign.isdigit() else ord(sign) - ord("A")


def _three(name: str, *, first: bool = False) -> str:
    letters = [sign for sign in _bare(name).upper() if sign.isalpha()]
    consonants = [sign for sign in letters if sign not in "AEIOU"]
    if first and len(consonants) > 3:
        consonants = [consonants[0], *consonants[2:]]
    return "".join([*consonants, *(sign for sign in letters if sign in "AEIOU"), "X", "X"])[:3]


def _luhn(digits: str) -> int:
    doubled = [int(sign) * (2 if at % 2 == 0 else 1) for at, sign in enumerate(reversed(digits))]
    return -sum(value - 9 if value > 9 else value for value in doubled) % 10


def _french(digits: str) -> str:
    siren = digits + str(_luhn(digits))
    return f"{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def _german(digits: str) -> str:
    check = 10
    for sign in digits:
        check = ((check + int(sign)) % 10 or 10) * 2 % 11
    return f"{digits}{(11 - check) % 10}"
