"""The contacts of the seed: people of the companies, and people of whom nobody knows a company."""

from collections.abc import Iterator
from random import Random

from passerelle.sandbox.data.french import Contact
from passerelle.sandbox.data.names import person
from passerelle.sandbox.freshdesk.seed_companies import Known
from passerelle.sandbox.system import Record

FREE_MAIL = ("gmail.com", "orange.fr", "skynet.be", "hotmail.com")
SHOUTED, VERIFIED, TAGGED, IN_A_SERVICE = 0.1, 0.6, 0.1, 0.3
OF_STRANGERS, OF_SILENT = 12, 5
SERVICES = ("Direction", "Comptabilité", "Technique", "Achats")


def people_of(rng: Random, known: Known, company: int) -> Iterator[Record]:
    """The contacts at a company; one that nobody could reach is left out."""
    for one in known.people:
        phone = one.phone or known.phone
        if one.email or one.mobile or phone:
            yield {
                **_named(rng, one),
                "email": one.email and one.email.lower(),
                "phone": phone,
                "mobile": one.mobile,
                "job_title": one.position,
                "company_id": company,
                "language": known.language,
                "time_zone": known.time_zone,
                "custom_fields": {"service": rng.choice(SERVICES)} if rng.random() < IN_A_SERVICE else {},
            }


def alone(rng: Random, contacts: int) -> Iterator[Record]:
    """People without a company, beside so many contacts: from a free mailbox, or known by their telephone only."""
    for number in range(contacts // OF_STRANGERS):
        language = rng.choice(("fr", "fr", "nl"))
        family, given = person(rng, language)
        mailbox = (
            f"{given}.{family}.{number}@{FREE_MAIL[number % len(FREE_MAIL)]}".lower().encode("ascii", "ignore").decode()
        )
        reached: Record = {"email": mailbox.replace(" ", "").replace("'", "")}
        if number % OF_SILENT == OF_SILENT - 1:
            reached = {"email": None, "phone": f"+3247{rng.randrange(10_000_000):07d}"}
        who = Contact("mr", given, family, None, None, None, None, ())
        yield {**_named(rng, who), "phone": None, **reached, "language": language, "time_zone": "Brussels"}


def _named(rng: Random, one: Contact) -> Record:
    name = f"{one.first_name} {one.last_name}".strip()
    return {
        "name": name.upper() if rng.random() < SHOUTED else name,
        "active": rng.random() < VERIFIED,
        "tags": ["vip"] if rng.random() < TAGGED else [],
    }
