"""A partner's server, fresh for each test that pastes into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.rigs import certs
from tests.rigs.fixtures import Start
from tests.rigs.partner import SERVERS, Partner

NewPartner = Callable[..., AbstractContextManager[Partner]]


@pytest.fixture(scope="module")
def new_partner(start_rig: Start, tmp_path_factory: pytest.TempPathFactory) -> NewPartner:
    """`new_partner("postfix", **environment)` -> the server, in a world of its own."""
    world = certs.authority(tmp_path_factory.mktemp("world"), ("*.hamburg-cloud.de",))

    @contextmanager
    def begin(server: str, **environment: str) -> Iterator[Partner]:
        for rig in start_rig("partner", RIG_TLS=str(world.folder), RIG_PARTNER=server, **environment):
            yield Partner(rig, SERVERS[server])

    return begin
