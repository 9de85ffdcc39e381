"""Staying: what people change at one end in a field that is only written from the other."""

from __future__ import annotations

import pandas as pd

from passerelle.engine.merge import Decision, Sides
from passerelle.engine.run import Run


def tell_staying(run: Run, sides: Sides, decision: Decision) -> None:
    """Say of which records the target has changed a field (`tells`) that this integration doesn't take back."""
    here, there = run.source.profile.title, run.target.profile.title
    for name in (name for name, rule in run.integration.fields.items() if rule.tells):
        label = run.target.stream.fields[name].label
        rows = _changed(sides, name) & ~decision.take[name]
        both = zip(rows.index[rows], sides.target.loc[rows, name], sides.source.loc[rows, name], strict=True)
        for id_, new, old in both:
            told = f"'{label}' was changed to {new} in {there}, and is {old} in {here}"
            run.problem(str(id_), f"{told}; it stays so in {there} alone: correct it in the system that holds it")


def _changed(sides: Sides, name: str) -> pd.Series:
    """Which rows hold something else in the target than they did, and than the source does."""
    now, was, other = (frame[name] for frame in (sides.target, sides.target_base, sides.source))
    return sides.known & now.notna() & (now != was) & (now != other)
