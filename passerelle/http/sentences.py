"""The sentence a person reads when a call has failed for good: who, doing what, why, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from passerelle.errors import (
    NotAllowed,
    NotAuthorised,
    PlanExhausted,
    RecordRejected,
    SystemFailure,
    SystemUnavailable,
    UnclearAnswer,
    UnreadableAnswer,
)
from passerelle.http.faults import Fault
from passerelle.http.retries import Kind
from passerelle.http.shapes import words_of
from passerelle.mapping.models import Advice, ErrorShape
from passerelle.settings import variable

_PATH_UNKNOWN = (404, 405)
_RECORD_GONE = (404, 410)
_REJECTED = (400, 409, 422)
_SHORTEST_SECRET = 6
"""Shorter ones are user names or nothing; to strike them would garble words they are part of."""


@dataclass(frozen=True)
class Speaker:
    """Speaks about one connection."""

    title: str
    account: str
    advice: Advice

    def failure(self, kind: Kind, doing: str, fault: Fault) -> SystemFailure:
        """The error to raise for a call's last fault; `doing` is an infinitive, such as "list relations"."""
        if fault.status == 401:
            return self._error(NotAuthorised, f"refused the credentials when asked to {doing}: {self._advice(fault)}")
        if fault.status == 403:
            return self._error(NotAllowed, f"does not allow these credentials to {doing}: {self._advice(fault)}")
        if fault.status == 402:
            said = f' ("{fault.words}")' if fault.words else ""
            used_up = f"the quota of its plan is used up{said}"
            return self._error(PlanExhausted, f"refused to {doing}: {used_up}; {self.advice.plan}, then run again.")
        if fault.effect == "refused":
            return self._refusal(kind, doing, fault)
        if kind != "read" and fault.effect == "unclear":
            next_step = f"look in {self.title} before it is sent again"
            return self._error(
                UnclearAnswer, f"was asked to {doing}, with unknown result: {fault.reason}; {next_step}."
            )
        if fault.unreadable:
            return self._error(UnreadableAnswer, f"could not be understood when asked to {doing}: {self._why(fault)}.")
        return self._error(SystemUnavailable, f"could not be used to {doing}: {self._why(fault)}.")

    def odd_answer(self, kind: type[SystemFailure], doing: str, why: str) -> SystemFailure:
        """The error for an answer that is good JSON and not what the profile says."""
        return self._error(kind, f"gave an odd answer when asked to {doing}: {why}; check the system's profile.")

    def _refusal(self, kind: Kind, doing: str, fault: Fault) -> SystemFailure:
        if kind in ("update", "upsert") and fault.status in _RECORD_GONE:
            return self._error(RecordRejected, f"could not {doing}: it no longer has that record ({fault.status}).")
        if fault.status in _REJECTED or (kind != "read" and (fault.status or 0) >= 400 and not self._astray(fault)):
            said = f'"{fault.words}"' if fault.words else fault.reason
            refusal = f"{self.title} refused to {doing}: {said}; correct the record and run again."
            rejected = RecordRejected(self.account, refusal)
            rejected.answer = fault.said
            return rejected
        where = f"check {self._address} and the paths in the system's profile"
        return self._error(SystemFailure, f"could not {doing}: {fault.reason}; {where}.")

    def _why(self, fault: Fault) -> str:
        if fault.effect == "untouched" and fault.status is None:
            return f"{fault.reason}; check {self._address} and the network"
        said = f' ("{fault.words}")' if fault.words else ""
        if fault.unreadable:
            return f"{fault.reason}{said}; try again, and if it stays so check {self._address}"
        return f"{fault.reason}{said}; try again later"

    def _advice(self, fault: Fault) -> str:
        advice = self.advice.unauthorised if fault.status == 401 else self.advice.forbidden
        return f'"{fault.words}"; {advice}' if fault.words else advice

    def _astray(self, fault: Fault) -> bool:
        return fault.status in _PATH_UNKNOWN

    @property
    def _address(self) -> str:
        return f"its address ({variable(self.account, 'base_url')})"

    def _error(self, kind: type[SystemFailure], text: str) -> SystemFailure:
        return kind(self.account, f"{self.title} {text}")


@dataclass(frozen=True)
class Listener:
    """Hears a system's own words, with every secret of ours struck out should it repeat one."""

    shape: ErrorShape
    secrets: tuple[SecretStr, ...]

    def __call__(self, response: httpx.Response) -> str:
        """The words of an error answer."""
        sent = response.request.headers.get("authorization", "").removeprefix("Bearer ")
        return _strike(words_of(response, self.shape), [*(secret.get_secret_value() for secret in self.secrets), sent])


def _strike(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "***")
    return text
