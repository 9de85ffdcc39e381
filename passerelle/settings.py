"""Settings from the environment: where the hub and the state live, and what each system's connection overrides."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from passerelle.errors import ConfigurationError
from passerelle.mapping.models import Connection, Limit, SystemProfile


class Settings(BaseSettings):
    """Settings common to every command; each can be set as `PASSERELLE_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="PASSERELLE_", extra="ignore")

    home: Path = Path(".passerelle")
    database_url: str = ""
    root: Path = Field(Path(), description="folder that holds mappings/ and expectations/")
    time_scale: float = Field(1.0, gt=0, description="how many vendor seconds pass in one second (sandbox only)")

    on_behalf: dict[str, str] = Field({}, description="user of a connection whose credentials are used, by connection")

    hooks_window_s: float = Field(0.1, ge=0, description="how long hints of webhooks are collected before a run")
    hooks_at_most: int = Field(50, gt=0, description="hints beyond which all news are carried in one run instead")
    review_hours: float = Field(168, gt=0, description="how long a form waits to be filled in before its run is ended")
    data_docs: bool = Field(False, description="build Great Expectations Data Docs at the end of each full pass")

    @property
    def hub_url(self) -> str:
        """The hub's database; a SQLite file under `home` unless set."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'hub.sqlite'}"


WEBHOOK_KEY = "webhook_key"
"""What the setting is called that holds the key of a connection's webhooks."""


ACCOUNT_ID = "account_id"
"""What the setting is called that holds the system's own id of a connection's account."""


def variable(account: str, name: str) -> str:
    """The environment variable that holds `name` for a connection: `PASSERELLE_ADMINPULSE_API_KEY`."""
    return f"PASSERELLE_{account}_{name}".upper().replace("-", "_").replace(":", "_").replace(".", "_")


def is_asked(account: str) -> bool:
    """Whether a system that is only consulted is asked: unless `PASSERELLE_<ACCOUNT>_ASKED` says no."""
    return os.environ.get(variable(account, "asked"), "yes").strip().lower() not in ("0", "false", "no", "off")


def user_variable(account: str, user: str, name: str) -> str:
    """The environment variable that holds a credential of one user of a connection."""
    return variable(account, f"{user}_{name}")


def connection_of(profile: SystemProfile, account: str, settings: Settings) -> Connection:
    """The profile's connection with the environment's overrides (`…_BASE_URL`, `…_TIMEOUT_S`, …) and the time scale.

    Raises ConfigurationError when an override is not of its field's type, or the system is not reached over HTTP.
    """
    given = _reached(profile)
    changes: dict[str, object] = {}
    for name in ("base_url", "timeout_s", "settle_s", "attempts", "parallel_reads", "retry_after_default_s"):
        text = os.environ.get(variable(account, name))
        if text:
            changes[name] = text
    scaled = given.model_dump(by_alias=True)
    scaled["limits"] = [limit.model_dump() for limit in _limits(profile, account, given)]
    for name in ("settle_s", "retry_after_default_s"):
        scaled[name] = scaled[name] / settings.time_scale
    for limit in scaled["limits"]:
        limit["seconds"] = limit["seconds"] / settings.time_scale
    try:
        return Connection.model_validate(scaled | changes)
    except ValueError as problem:
        raise ConfigurationError(
            f"{profile.title}: a PASSERELLE_{account.upper()}_… setting is wrong: {problem}"
        ) from None


def _limits(profile: SystemProfile, account: str, given: Connection) -> list[Limit]:
    """The limits of the plan that `PASSERELLE_<CONNECTION>_PLAN` names; without it those the profile begins with."""
    plan = os.environ.get(variable(account, "plan"), "").strip().lower()
    if not plan or not given.plans:
        return given.limits
    if plan not in given.plans:
        raise ConfigurationError(
            f"{profile.title}: {variable(account, 'plan')} is '{plan}'; the plans known are {', '.join(given.plans)}."
        )
    return given.plans[plan]


def credentials_of(profile: SystemProfile, account: str, user: str = "") -> dict[str, SecretStr]:
    """The credentials a system asks for, from the environment: those of a user of it where somebody has set them, as
    `PASSERELLE_TEAMSYSTEM_ANNA_API_KEY`, else the account's.

    Raises ConfigurationError naming every missing one. At least one must be the user's own: what is done on behalf of
    one user must not be done as another.
    """
    wanted = _reached(profile).auth.credentials
    own = {name: os.environ.get(user_variable(account, user, name), "") for name in wanted} if user else {}
    found = {name: own.get(name) or os.environ.get(variable(account, name), "") for name in wanted}
    if user and wanted and not any(own.values()):
        told = ", ".join(f"{user_variable(account, user, name)} ({wanted[name]})" for name in wanted)
        raise ConfigurationError(f"{profile.title}: nothing can be done on behalf of {user}: set {told}.")
    missing = [name for name, value in found.items() if not value]
    if missing:
        told = ", ".join(f"{variable(account, name)} ({wanted[name]})" for name in missing)
        raise ConfigurationError(f"{profile.title}: set {told}.")
    return {name: SecretStr(value) for name, value in found.items()}


def webhook_key_of(profile: SystemProfile, account: str) -> SecretStr | None:
    """The key with which the system signs its webhooks, from the environment; None when nobody has set one."""
    found = os.environ.get(variable(account, WEBHOOK_KEY), "") if profile.webhooks else ""
    return SecretStr(found) if found else None


def account_id_of(account: str) -> str:
    """The system's own id of the account, from the environment; empty when nobody has set one."""
    return os.environ.get(variable(account, ACCOUNT_ID), "").strip()


def drop_folder_of(account: str) -> Path:
    """The folder into which import files for a connection are put, from the environment.

    Raises ConfigurationError where none is set.
    """
    found = os.environ.get(variable(account, "drop_folder"), "").strip()
    if not found:
        raise ConfigurationError(f"Set {variable(account, 'drop_folder')} to the folder import files are put into.")
    return Path(found)


def is_by_file(account: str) -> bool:
    """Whether a connection is written to by import files."""
    return bool(os.environ.get(variable(account, "drop_folder"), "").strip())


def _reached(profile: SystemProfile) -> Connection:
    if profile.connection is None:
        raise ConfigurationError(
            f"mappings/systems/{profile.system}.yaml: a connection is needed to reach {profile.title}"
        )
    return profile.connection


def token_url_of(account: str, connection: Connection) -> str:
    """Where tokens are asked for: `PASSERELLE_<SYSTEM>_TOKEN_URL`, else the profile's path on the base URL."""
    override = os.environ.get(variable(account, "token_url"), "")
    path = connection.auth.token_path or ""
    return override or (path if path.startswith("https://") else connection.base_url.rstrip("/") + path)
