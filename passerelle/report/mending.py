"""Which records to mend first: what is held back before what waits, that before mere warnings, then the most flawed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from passerelle.engine.noticed import Flaw
from passerelle.engine.run import Run
from passerelle.hub.bindings import Place

FIRST = 10
URGENCY = ("quarantined", "conflicts", "unresolved", "other", "warning")


@dataclass(frozen=True)
class Mend:
    """One record, why it is on the list (one of `URGENCY`), and everything known to be wrong with it; `place` is the
    account and stream it was read from, unless it stands in another record."""

    record: str
    place: Place
    why: str
    reasons: list[str]
    active: bool


def ranked(run: Run, problems: Mapping[str, list[str]], outcomes: Mapping[str, str]) -> list[Mend]:
    """Every record with a problem or a flaw, the one to mend first at the top.

    `outcomes` is how records ended, as far as the hub knows. Within a kind: more broken rules first, then the files of
    active companies.
    """
    ids = dict.fromkeys([*problems, *run.flaws])
    place = run.driver.place
    mends = [_mend(id_, place, problems.get(id_, []), run.flaws.get(id_), outcomes.get(id_)) for id_ in ids]
    return sorted(mends, key=urgency)


def urgency(one: Mend) -> tuple[int, int, bool]:
    """What records to mend are sorted by."""
    return URGENCY.index(one.why), -len(one.reasons), not one.active


def _mend(record: str, place: Place, problems: list[str], flaw: Flaw | None, outcome: str | None) -> Mend:
    reasons = list(dict.fromkeys([*(flaw.reasons if flaw and flaw.critical else []), *problems]))
    reasons += [reason for reason in (flaw.reasons if flaw else []) if reason not in reasons]
    return Mend(record, place, _why(bool(problems), flaw, outcome), reasons, flaw.active if flaw else True)


def _why(is_problem: bool, flaw: Flaw | None, outcome: str | None) -> str:
    if flaw and flaw.critical:
        return "quarantined"
    if not is_problem:
        return "warning"
    return outcome if outcome in URGENCY else "other"
