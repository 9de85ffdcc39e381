"""A French firm after its initialisation, made once for every test of the two-way integrations."""

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tests.engine.selling import run
from tests.firm_fixture import Firm, environment, rooted
from tests.portal_fixture import OPEN_BOX, Desk
from tests.portal_fixture import environment as portal_environment
from tests.portal_fixture import rooted as portal_rooted
from tests.sandbox_fixture import running_sandbox
from tests.studio_fixture import Studio
from tests.studio_fixture import environment as studio_environment
from tests.studio_fixture import rooted as studio_rooted

SOLD = "sold"
MADE = "made"
"""A file as old as the firm's initialisation."""


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """A firm after its initialisation both ways, at the sandbox's mark."""
    home = tmp_path_factory.mktemp("firm")
    with running_sandbox(companies=40, seed=5, time_scale=1000) as sandbox:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment(sandbox.base_url).items():
                patch.setenv(name, value)
            firm = Firm(sandbox, Settings(home=home, root=rooted(home)))
            firm.run()
            firm.run_contacts()
        sandbox.mark()
        (home / MADE).touch()
        yield firm


def copied(firm: Firm, home: Path, monkeypatch: pytest.MonkeyPatch, mark: str = "mark") -> Firm:
    """A firm in the state of another that rests at a mark of the sandbox, with a hub of its own."""
    for name, value in environment(firm.sandbox.base_url).items():
        monkeypatch.setenv(name, value)
    firm.sandbox.reset(mark)
    shutil.copytree(firm.settings.home, home, dirs_exist_ok=True)
    return Firm(firm.sandbox, Settings(home=home, root=home / "root"))


@pytest.fixture
def firm(first: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Firm:
    """The firm as its initialisation left it."""
    return copied(first, tmp_path, monkeypatch)


AHEAD_S = 8.0
"""A stand-in dates the changes of one record a second apart, so that a few calls date it into the future."""


@pytest.fixture
def quiet(firm: Firm, first: Firm, monkeypatch: pytest.MonkeyPatch) -> Firm:
    """The firm after a quiet pass, when nothing of its initialisation is news any more."""
    for module in ("driving", "candidates"):
        monkeypatch.setattr(f"passerelle.engine.{module}.OVERLAP", timedelta(0))
    made = (first.settings.home / MADE).stat().st_mtime
    time.sleep(max(0.0, made + AHEAD_S - time.time()))
    firm.run()
    return firm


@pytest.fixture(scope="session")
def sold(first: Firm, tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """The firm after a first run of opportunities, made once."""
    with pytest.MonkeyPatch.context() as patch:
        firm = copied(first, tmp_path_factory.mktemp("sold"), patch)
        run(firm)
    firm.sandbox.mark(SOLD)
    return firm


@pytest.fixture
def selling(sold: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Firm:
    """The firm as a first run of opportunities left it."""
    return copied(sold, tmp_path, monkeypatch, SOLD)


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """An Italian firm after its initialisation both ways, at the sandbox's mark."""
    home = tmp_path_factory.mktemp("studio")
    with running_sandbox(companies=40, seed=3, time_scale=5000) as sandbox:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in studio_environment(sandbox.base_url).items():
                patch.setenv(name, value)
            studio = Studio(sandbox, Settings(home=home, root=studio_rooted(home)))
            studio.run_all()
        sandbox.mark()
        yield studio


@pytest.fixture
def studio(opened: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """The Italian firm as its initialisation left it, with a hub of its own."""
    for name, value in studio_environment(opened.sandbox.base_url).items():
        monkeypatch.setenv(name, value)
    opened.sandbox.reset("mark")
    shutil.copytree(opened.settings.home, tmp_path, dirs_exist_ok=True)
    return Studio(opened.sandbox, Settings(home=tmp_path, root=tmp_path / "root"))


EVENING, MORNING = "evening", "morning"
"""Before and after a support portal's first night."""


def portal(desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> Desk:
    """A portal in the state of another that rests at a mark of the sandbox, with a hub of its own."""
    for name, value in portal_environment(desk.sandbox.base_url).items():
        monkeypatch.setenv(name, value)
    desk.sandbox.reset(mark)
    shutil.copytree(desk.settings.home, home, dirs_exist_ok=True)
    return Desk(desk.sandbox, Settings(home=home, root=home / "root"))


@pytest.fixture(scope="session")
def evening(first: Firm, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The firm after its initialisation and AdminPulse after its first pass; the portal as its agents left it."""
    home = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        copied(first, home, patch)
        portal_rooted(home)
        for name, value in portal_environment(first.sandbox.base_url).items():
            patch.setenv(name, value)
        desk = Desk(first.sandbox, Settings(home=home, root=home / "root"))
        desk.synchronise(OPEN_BOX, create_missing=False)
    first.sandbox.mark(EVENING)
    return desk


@pytest.fixture(scope="session")
def morning(evening: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The portal after its first night, made once."""
    with pytest.MonkeyPatch.context() as patch:
        desk = portal(evening, tmp_path_factory.mktemp("morning"), patch, EVENING)
        desk.portal_night()
    desk.sandbox.mark(MORNING)
    return desk


@pytest.fixture
def desk(evening: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The evening before the portal's first night."""
    return portal(evening, tmp_path, monkeypatch, EVENING)


@pytest.fixture
def served(morning: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The morning after the portal's first night."""
    return portal(morning, tmp_path, monkeypatch, MORNING)
