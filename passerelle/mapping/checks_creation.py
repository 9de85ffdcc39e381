"""What a profile asks of new records, and what an integration answers, must exist and be allowed."""

from __future__ import annotations

from collections.abc import Sequence

from passerelle.mapping.document import Document
from passerelle.mapping.integration import Integration
from passerelle.mapping.models import Question, Stream, SystemProfile
from passerelle.mapping.problems import unknown


def question_problems(document: Document, key: list[str], stream: Stream, profile: SystemProfile) -> None:
    """Report to `document` questions of a stream that name nothing or contradict themselves."""
    for name, question in stream.asks.items():
        here = [*key, "asks", name]
        if (question.field is None) == (question.attribute is None):
            document.report(here, "needs either field or attribute")
        if question.field is not None and question.field not in stream.fields:
            document.report([*here, "field"], unknown("mapped field", question.field, stream.fields))
        if sum(map(bool, (question.codes, question.values, question.listed))) != 1:
            document.report(here, "needs one of codes, values and listed")
        if question.codes is not None and question.codes not in profile.codes:
            document.report([*here, "codes"], unknown("code table", question.codes, profile.codes))


def creation_problems(
    document: Document, integration: Integration, target: SystemProfile, under: Sequence[str] = ()
) -> None:
    """Report to `document` answers nobody asks for or nobody allows, and refused kinds that don't exist; `under` is
    where they stand in it."""
    stream = target.streams[integration.target.stream]
    linked = integration.linked.values if integration.linked else {}
    for place, answers in (("create", integration.create.values), ("linked", linked)):
        _answer_problems(document, [*under, place, "with"], answers, stream, target)
    kinds = allowed_kinds(target, stream)
    for kind in integration.create.refuse:
        if kind not in kinds:
            document.report([*under, "create", "refuse", kind], unknown("kind", kind, kinds))


def _answer_problems(
    document: Document, key: list[str], answers: dict[str, str], stream: Stream, target: SystemProfile
) -> None:
    for name, answer in answers.items():
        if name not in stream.asks:
            document.report([*key, name], unknown(f"question of {target.title}", name, stream.asks))
            continue
        allowed = allowed_answers(target, stream.asks[name])
        if allowed and answer not in allowed:
            document.report([*key, name], unknown("answer", answer, allowed))


def allowed_answers(profile: SystemProfile, question: Question) -> list[str]:
    """The answers a profile itself allows; none where they are only known to the system (`listed`)."""
    table = profile.codes.get(question.codes or "", {})
    return list(dict.fromkeys(table.values())) or question.values


def allowed_kinds(profile: SystemProfile, stream: Stream) -> list[str]:
    """The canonical kinds a stream tells apart."""
    map_ = stream.fields.get("kind")
    return list(dict.fromkeys(profile.codes.get(map_.codes or "", {}).values())) if map_ else []
