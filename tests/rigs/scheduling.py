"""Tests that share a rig run in one process, so that its servers are started once: xdist's own groups have no effect with pytest 9."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

RIGS: Mapping[str, str] = {
    "znuny": "znuny",
    "rt": "desk",
    "smtp": "desk",
    "submission": "desk",
    "desk": "desk",
    "proxy": "desk",
    "postfix": "partner",
    "exim": "exim",
    "sendmail": "sendmail",
    "opensmtpd": "opensmtpd",
}
"""A word in the name of a file of tests -> the rig that they use, most of them."""


class ByRig(LoadScopeScheduling):
    """All tests of a rig to one worker, the others one by one."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0].rpartition("/")[2]
        return next((RIGS[word] for word in re.findall("[a-z]+", file) if word in RIGS), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByRig | None:
    """Take the place of the scheduler that `-n` alone asks for."""
    return ByRig(config, log) if config.getvalue("dist") == "load" else None
