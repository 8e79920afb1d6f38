"""The rigs as fixtures, one of each for a process of the tests. A machine that can't hold them skips; with CI=true it fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import pytest

from tests.rigs import certs
from tests.rigs.certs import Authority
from tests.rigs.partner import HOSTS, SERVERS, NewPartner, Partner
from tests.rigs.rig import Rig, UnavailableError, make_root, running
from tests.rigs.rt import Rt
from tests.rigs.secret_service import SecretService
from tests.rigs.submission import Submission
from tests.rigs.znuny import Znuny

SECONDS = 900
"""For a test that may have to wait until a root is made: 300 MB over a slow line."""

NAMES = ("*.hamburg-cloud.de",)
"""What the platform's certificates are for."""
Start = Callable[..., Iterator[Rig]]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that start a rig get the time for it."""
    for item in items:
        if "start_rig" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SECONDS))


def cannot(reason: str) -> NoReturn:
    """Say why there is no real server. Where they have to be there, that is a fault."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def start_rig(request: pytest.FixtureRequest) -> Start:
    """A rig's name -> the rig, running."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def say(line: str) -> None:
        with capture.global_and_fixture_disabled():
            sys.stderr.write(f"\n{line}\n")

    def start(name: str, **environment: str) -> Iterator[Rig]:
        try:
            make_root(name, say)
        except UnavailableError as error:
            cannot(str(error))
        with running(name, **environment) as rig:
            yield rig

    return start


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The certificates of the servers."""
    return certs.authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def desk(start_rig: Start, authority: Authority) -> Iterator[Rig]:
    """The rig in which RT and the submission server run."""
    yield from start_rig("desk", RIG_TLS=str(authority.folder))


@pytest.fixture(scope="session")
def rt(desk: Rig) -> Rt:
    """Request Tracker 5."""
    return Rt(desk)


@pytest.fixture(scope="session")
def submission(desk: Rig) -> Submission:
    """Postfix, that takes mail for sending and delivers it into RT or a folder."""
    return Submission.of(desk)


@pytest.fixture(scope="session")
def znuny(start_rig: Start) -> Iterator[Znuny]:
    """Znuny 6.5."""
    for rig in start_rig("znuny"):
        yield Znuny(rig)


@pytest.fixture(scope="session")
def secret_service(start_rig: Start) -> Iterator[SecretService]:
    """The system's keyring."""
    for rig in start_rig("secret_service"):
        yield SecretService(rig)


@pytest.fixture(scope="session")
def new_partner(start_rig: Start, tmp_path_factory: pytest.TempPathFactory) -> NewPartner:
    """`new_partner("postfix", **environment)` -> the server, in a new world of its own, whose certificates are for `names`.

    The release is Debian 12, or `@trixie`.
    """

    @contextmanager
    def begin(server: str, release: str = "", names: Sequence[str] = NAMES, hosts: str = HOSTS, **environment: str) -> Iterator[Partner]:
        world = certs.authority(tmp_path_factory.mktemp("world"), names)
        for rig in start_rig(f"partner{release}", RIG_TLS=str(world.folder), RIG_PARTNER=server, RIG_HOSTS=hosts, **environment):
            yield Partner(rig, SERVERS[server])

    return begin
