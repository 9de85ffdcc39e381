"""The form in which a person checks and completes an import, and the order that it makes of what they enter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from passerelle.form import Answers, Form, Question, inline
from passerelle.imports.order import ALL, Order
from passerelle.imports.prepared import Asked, Prepared, Subject, Value

DECISION, CHOSEN = "what_to_do", "chosen"
CREATE = "Create it"
ADD = "Create what is missing, leave the rest as it is"
UPDATE = "Create what is missing, and update the rest"
STOP = "Import nothing"

YES, NO = "yes", "no"
"""The values of a field that is a check box."""


@dataclass(frozen=True)
class Part:
    """A record of the form: how the names of its questions begin, and whether it is shown field by field."""

    prefix: str
    title: str
    subject: Subject
    shown: bool

    def name(self, field: str) -> str:
        """The name of the question of a field."""
        return f"{self.prefix}{field}"


@dataclass(frozen=True)
class Names:
    """What the questions of a form are about, by their names: record and field, contact, and the words of answers."""

    fields: Mapping[str, Sequence[str]]
    contacts: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]

    def as_data(self) -> dict[str, Any]:
        """The names as JSON; `Names(**data)` is the inverse."""
        return asdict(self)


def parts_of(prepared: Prepared, order: Order) -> list[Part]:
    """The records of a form: the company and its sites, and every contact, of which only those chosen are shown."""
    found = [Part("", "", one, shown=True) for one in prepared.companies[:1]]
    found += [Part(f"site_{n}_", f"Site {n}: ", one, shown=True) for n, one in enumerate(prepared.sites, 1)]
    for n, one in enumerate(prepared.contacts, 1):
        found.append(Part(f"contact_{n}_", f"{one.name}: ", one, is_chosen(order, one)))
    return found


def is_chosen(order: Order, contact: Subject) -> bool:
    """Whether a contact is to be imported: named by an id, or by the number it has in a sheet."""
    ids = {contact.id, *contact.others}
    numbers = {id_.rpartition("/")[2] for id_ in ids}
    return order.contacts == (ALL,) or not (ids | numbers).isdisjoint(order.contacts)


def form_of(prepared: Prepared, order: Order, told: Sequence[str] = ()) -> Form:
    """The form, filled in; `told` says what was wrong with what was entered before."""
    questions = [_decision(prepared, order, told)]
    for part in parts_of(prepared, order):
        if part.subject.kind == "contact":
            questions.append(_choice(part))
        if part.shown:
            questions += [_value(part, value) for value in part.subject.values]
        if part.subject.kind == "company":
            questions += [_asked(one, order) for one in _asks(prepared)]
    return Form(tuple(questions))


def names_of(prepared: Prepared, order: Order) -> Names:
    """What the questions of this form are about."""
    parts = parts_of(prepared, order)
    return Names(
        fields={p.name(v.field): (p.subject.id, v.field) for p in parts if p.shown for v in p.subject.values},
        contacts={p.name(CHOSEN): p.subject.id for p in parts if p.subject.kind == "contact"},
        words={one.name: {text: word for word, text in one.choices} for one in _asks(prepared)},
    )


def refilled(form: Form, answers: Answers, told: Sequence[str] = ()) -> Form:
    """The form as somebody has filled it in, with what is wrong with that."""
    first, *others = [replace(one, value=answers.get(one.name, one.value)) for one in form.questions]
    return Form((replace(first, help=(*map(_corrected, told), *first.help)), *others))


def order_from(answers: Answers, form: Form, names: Names, order: Order) -> Order:
    """The order with what a person has entered: what differs from the form, answers, contacts and the decision."""
    shown = {one.name: one.value for one in form.questions}
    overrides = {id_: dict(fields) for id_, fields in order.overrides.items()}
    for name, (id_, field) in names.fields.items():
        if answers.get(name, shown[name]) != shown[name]:
            overrides.setdefault(id_, {})[field] = _text(answers[name])
    given = {name: words.get(answers.get(name, ""), answers.get(name, "")) for name, words in names.words.items()}
    return order.with_(
        overrides=overrides,
        answers={**order.answers, **{name: word for name, word in given.items() if word}},
        contacts=tuple(id_ for name, id_ in names.contacts.items() if answers.get(name, shown[name])),
        update_existing=answers.get(DECISION) == UPDATE,
        checked=True,
    )


def left_open(prepared: Prepared, order: Order) -> list[str]:
    """What still keeps records of the order from being imported as they stand, a sentence each."""
    told = []
    for part in parts_of(prepared, order):
        one = part.subject
        if part.shown and (one.existing is None or order.update_existing):
            labels = {value.field: value.label for value in one.values}
            told += [f"{part.title}{labels.get(field, field)} is required." for field in one.missing]
            told += [f"{part.title}{sentence}" for sentence in one.held]
    return told


def doubtful(prepared: Prepared, order: Order, before: Order) -> list[str]:
    """What looks wrong of what was entered just now. Told once: who sends it again means it."""
    told = []
    for part in parts_of(prepared, order):
        one = part.subject
        new = order.overrides.get(one.id, {}).items() - before.overrides.get(one.id, {}).items()
        labels = {value.field: value.label for value in one.values if value.field in dict(new)}
        found = [doubt for doubt in one.doubts if part.shown and doubt.field in labels]
        told += [f"{part.title}{labels[d.field]}: {d.sentence} Correct it, or send it as it is." for d in found]
    return told


def _decision(prepared: Prepared, order: Order, told: Sequence[str]) -> Question:
    known = any(one.existing for one in prepared.companies)
    choices = (ADD, UPDATE, STOP) if known else (CREATE, STOP)
    value = UPDATE if known and order.update_existing else choices[0]
    help_ = (*map(_corrected, told), *_picture(prepared, order))
    return Question(DECISION, "What to do", help_, choices, value, required=True)


def _picture(prepared: Prepared, order: Order) -> Iterator[str]:
    """What a person should know before they decide, a paragraph each, in Markdown."""
    for part in parts_of(prepared, order):
        one = part.subject
        if part.shown:
            yield f"**{inline(one.name)}**, {one.kind} {one.id}{_existing(one)}"
            yield from (f"**Register:** {inline(finding.sentence)}" for finding in one.findings)
            for change in one.differences:
                yield f"{_field(change.label)}: {_or_empty(change.there)} → **{_or_empty(change.here)}**"
    yield from map(inline, prepared.notes)
    if prepared.cost.to_pull:
        yield f"Sheets pulled from Corporama for a credit each: {prepared.cost.to_pull}{_credits_left(prepared)}."


def _credits_left(prepared: Prepared) -> str:
    left = prepared.cost.left
    return "" if left is None else f"; {left - prepared.cost.to_pull} credits left"


def _existing(one: Subject) -> str:
    if one.existing is None:
        return ": new."
    joins = "; a collaboration with the company is added where it lacks one" if one.kind == "contact" else ""
    return f": exists as [{inline(one.existing.name)} ({one.existing.id})]({one.existing.page}){joins}."


def _choice(part: Part) -> Question:
    """Whether a contact is to be imported; of one that is not shown field by field, what would be."""
    one = part.subject
    values = [] if part.shown else [f"{value.label} {inline(value.value)}" for value in one.values if value.value]
    help_ = (", ".join(values) + _existing(one),) if values else (one.id + _existing(one),)
    return Question(part.name(CHOSEN), f"Import the contact {one.name}", help_, value=part.shown)


def _value(part: Part, value: Value) -> Question:
    choices = tuple(value.choices)
    is_switch = set(choices) == {YES, NO}
    return Question(
        name=part.name(value.field),
        title=f"{part.title}{value.label}",
        help=tuple(_about(part.subject, value)),
        choices=() if is_switch else choices,
        value=value.value == YES if is_switch else value.value or "",
        # A contact may still be left out: then it lacks nothing.
        required=value.required and part.subject.kind != "contact",
    )


def _about(subject: Subject, value: Value) -> Iterator[str]:
    place = value.place.removesuffix(f" > {value.label}")
    yield place + (" (assumed)" if value.assumed else "")
    for change in subject.differences:
        if change.field == value.field:
            yield f"There now: {_or_empty(change.there)}"
    for doubt in subject.doubts:
        if doubt.field == value.field:
            yield f"**Doubtful:** {inline(doubt.sentence)}"
    for finding in subject.findings:
        if finding.field == value.field and finding.suggested:
            yield f"**Register:** {inline(finding.suggested)}"


def _asks(prepared: Prepared) -> list[Asked]:
    """What is asked of a new company; where there is one answer only, nobody need give it."""
    is_new = any(one.existing is None for one in prepared.companies)
    return [one for one in prepared.asks if is_new and len(one.choices) != 1]


def _asked(one: Asked, order: Order) -> Question:
    texts = dict(one.choices)
    word = order.answers.get(one.name, one.answer)
    value = texts.get(word, "") if one.choices else word
    return Question(one.name, one.label, (), tuple(texts.values()), value, one.required)


def _corrected(sentence: str) -> str:
    return f"**Look again:** {inline(sentence)}"


def _or_empty(value: str | None) -> str:
    return inline(value) if value else "(empty)"


def _text(given: object) -> str:
    if isinstance(given, bool):
        return YES if given else NO
    return str(given).strip()


def _field(label: str) -> str:
    """The last part of a label that tells tab and section, too."""
    return label.rpartition(" > ")[2]
