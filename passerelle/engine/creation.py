"""What a person answers to what the target asks of new records: from the form, else from the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from passerelle.errors import ConfigurationError
from passerelle.mapping.checks_creation import allowed_answers
from passerelle.mapping.integration import Integration
from passerelle.mapping.models import Question, SystemProfile
from passerelle.systems.base import System


@dataclass(frozen=True)
class Choice:
    """One allowed answer: the word a person gives, what it is called, and what the target is sent."""

    word: str
    name: str
    sent: Any


@dataclass(frozen=True)
class Given:
    """What every record created by a run has in common: canonical fields, the target's own attributes, and a sentence
    that says so."""

    fields: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    told: str = ""


def given_of(integration: Integration, target: System, typed: Mapping[str, str]) -> Given:
    """The answers for a run that may create records; what was typed wins over the configuration.

    Asks the target for lists it keeps itself. Raises ConfigurationError that names everything missing or not allowed
    together with what is allowed, or SystemFailure.
    """
    asks = target.profile.streams[integration.target.stream].asks
    answers = integration.create.values | {name: text.strip() for name, text in typed.items() if text.strip()}
    due = {name: question for name, question in asks.items() if question.required or name in answers}
    choices = {name: _choices(target, question, answers.get(name, "")) for name, question in due.items()}
    chosen = {name: _chosen(choices[name], answers.get(name, ""), due[name]) for name in due}
    problems = [_problem(name, answers.get(name), choices[name]) for name, choice in chosen.items() if choice is None]
    if problems:
        raise ConfigurationError(_sentence(integration, target, problems))
    picked = [(name, asks[name], choice) for name, choice in chosen.items() if choice is not None]
    return Given(
        fields={question.field: choice.word for _, question, choice in picked if question.field},
        attributes={question.attribute: choice.sent for _, question, choice in picked if question.attribute},
        told=", ".join(f"{name.replace('_', ' ')} {choice.name}" for name, _, choice in picked),
    )


def linked_given(integration: Integration, target: System, typed: Mapping[str, str]) -> Given:
    """The answers for who is created because a link names them: what was typed, but for what is settled for all such.

    Kind and language are each record's own. Raises ConfigurationError where linked records are not created at all, and
    like `given_of`.
    """
    linked = integration.linked
    if linked is None:
        raise ConfigurationError(f"{integration.title} creates no linked records; leave create_linked out.")
    own = [name for name, one in target.profile.streams[integration.target.stream].asks.items() if one.field]
    return given_of(integration, target, {k: v for k, v in typed.items() if k not in own} | linked.values)


def questions_left(integration: Integration, target: SystemProfile) -> list[str]:
    """The names of the questions that whoever has records created must answer."""
    asks = target.streams[integration.target.stream].asks
    return [name for name, one in asks.items() if one.required and name not in integration.create.values]


def _choices(target: System, question: Question, answer: str = "") -> list[Choice]:
    """What may be answered; a target that cannot be asked for its lists takes any answer."""
    if question.listed is not None:
        listed = target.choices(question.listed)
        told = [Choice(answer, answer, answer)] if answer else []
        return told if listed is None else [Choice(str(sent), _called(sent, name), sent) for sent, name in listed]
    table = target.profile.codes.get(question.codes or "", {})
    codes = {word: code for code, word in reversed(table.items())}
    return [Choice(word, word, codes.get(word, word)) for word in allowed_answers(target.profile, question)]


def allowed_choices(target: System, question: Question) -> list[tuple[str, str]]:
    """What may be answered: the word to give and what it is called; nothing where any word will do."""
    return [(one.word, one.name) for one in _choices(target, question)]


def _called(sent: Any, name: str) -> str:
    return str(sent) if str(sent) == name else f"{sent} ({name})"


def _chosen(choices: list[Choice], answer: str, question: Question) -> Choice | None:
    if not answer and question.one_is_taken and len(choices) == 1:
        return choices[0]
    return next((choice for choice in choices if answer == choice.word), None)


def _problem(name: str, answer: str | None, choices: Iterable[Choice]) -> str:
    allowed = ", ".join(choice.name for choice in choices) or "none, as the system lists none"
    return f"{name} is missing (allowed: {allowed})" if answer is None else f"{name} '{answer}' is not one of {allowed}"


def _sentence(integration: Integration, target: System, problems: list[str]) -> str:
    file = f"mappings/integrations/{integration.integration.replace('-', '_')}.yaml"
    return (
        f"Nothing was done. {target.profile.title} wants to know more of new records: {'; '.join(problems)}. "
        f"Give it in the form or as --param NAME=VALUE, or set it for all under create.with in {file}."
    )
