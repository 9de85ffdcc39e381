"""Records by the values they hold: who has an e-mail, which contacts a company has, whose domain it is."""

from collections.abc import Callable, Iterable, Iterator
from weakref import WeakKeyDictionary

from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT, Kind
from passerelle.sandbox.store import Change, Store
from passerelle.sandbox.stream import Stream
from passerelle.sandbox.system import Record, World

Word = tuple[str, str]
"""The name of an attribute and a value of it, as they are compared."""


def words_of_contact(contact: Record) -> Iterator[Word]:
    """By what a contact is looked up; ``mail`` stands for e-mails and other e-mails."""
    for mail in (contact["email"], *contact["other_emails"]):
        if mail:
            yield "mail", mail
            yield "at", mail.rpartition("@")[2]
    for name in ("twitter_id", "unique_external_id", "phone", "mobile"):
        if contact[name]:
            yield name, contact[name]
    for handle in contact["social_handler"]:
        yield "social_handler", handle
    for company in companies_of(contact):
        yield "company", str(company)


def words_of_company(company: Record) -> Iterator[Word]:
    """By what a company is looked up."""
    yield "name", same_name(company["name"])
    for domain in company["domains"]:
        yield "domain", domain


def companies_of(contact: Record) -> list[int]:
    """The ids of a contact's companies, the main one first."""
    main = [contact["company_id"]] if contact["company_id"] else []
    return [*main, *(one["company_id"] for one in contact["other_companies"])]


def same_name(name: str | None) -> str:
    """What two names have in common that are one name to Freshdesk (``fd.company.name.same``)."""
    return (name or "").strip().casefold()


class Lookup:
    """An index of one stream, kept up to date by what the store tells, made anew when the store was filled anew."""

    def __init__(self, store: Store, stream: str, words: Callable[[Record], Iterable[Word]]) -> None:
        """Nothing is read before the first look."""
        self._stream, self._words, self._changes = store[stream], words, -1
        self._held: dict[Word, dict[str, None]] = {}
        store.watch(self._note)

    def found(self, name: str, value: str) -> list[Record]:
        """The records that hold a value."""
        if self._changes != self._stream.changes:
            self._read(self._stream)
        records = (self._stream.get(key) for key in self._held.get((name, value), ()))
        return [record for record in records if record is not None]

    def _read(self, stream: Stream) -> None:
        self._held, self._changes = {}, stream.changes
        for key, record in stream:
            self._add(key, record)

    def _add(self, key: str, record: Record) -> None:
        for word in self._words(record):
            self._held.setdefault(word, {})[key] = None

    def _note(self, change: Change) -> None:
        if change.stream != self._stream.name:
            return
        self._changes += 1
        for word in self._words(change.before) if change.before else ():
            self._held.get(word, {}).pop(change.key, None)
        if change.after:
            self._add(change.key, change.after)


_LOOKUPS: "WeakKeyDictionary[Store, dict[str, Lookup]]" = WeakKeyDictionary()


def lookup(world: World, kind: Kind) -> Lookup:
    """The index of one kind of record."""
    made = _LOOKUPS.get(world.store)
    if made is None:
        words = {CONTACT.name: words_of_contact, COMPANY.name: words_of_company}
        made = {one.name: Lookup(world.store, one.stream, words[one.name]) for one in (CONTACT, COMPANY)}
        _LOOKUPS[world.store] = made
    return made[kind.name]
