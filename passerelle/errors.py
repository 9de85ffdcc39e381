"""Every error a person may meet: one sentence that says what happened, where, and what to do next."""

from __future__ import annotations


class PasserelleError(Exception):
    """A failure told to a person in one sentence; `exit_code` is what the command line ends with."""

    exit_code = 1


class ConfigurationError(PasserelleError):
    """Bad usage, a missing setting, a broken mapping or suite: nothing ran."""

    exit_code = 2


class GuardStopped(PasserelleError):
    """The plan was too large or the source too small to be believed: nothing was written."""


class HubError(PasserelleError):
    """The hub's database cannot be used."""


class ClaimLost(PasserelleError):
    """Another run has taken over this record: nothing may be sent for it any more."""


class SystemFailure(PasserelleError):
    """An external system could not be used; `system` names it, so that the run can say where it stopped."""

    def __init__(self, system: str, message: str) -> None:
        super().__init__(message)
        self.system = system

    def __reduce__(self) -> tuple[type[SystemFailure], tuple[str, str]]:
        """Travel between processes with the system's name."""
        return type(self), (self.system, str(self))


class SystemUnavailable(SystemFailure):
    """Unreachable, too slow, overloaded or failing after the retries: trying again later may help."""


class UnreadableAnswer(SystemUnavailable):
    """An answer that is cut short or is not what the system speaks (JSON)."""


class NotAuthorised(SystemFailure):
    """The credentials were refused (401)."""


class NotAllowed(SystemFailure):
    """The credentials are known but may not do this, or an option is not activated (403)."""


class PlanExhausted(SystemFailure):
    """What the account's plan allows is used up (402): going on is pointless until it begins anew or is extended."""


class RecordRejected(SystemFailure):
    """The system refused one record (400, 409, 422) in its own words; the other records can go on. `answer` is the
    whole refusal where it is JSON: some list what a record is taken for."""

    answer: object = None


class UnclearAnswer(SystemFailure):
    """A write was sent and its result is not known (time-out, dropped connection, 5xx, cut answer)."""
