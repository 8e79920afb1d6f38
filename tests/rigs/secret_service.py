"""The system's keyring as a test sees it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.rigs.rig import Rig


@dataclass(frozen=True, slots=True)
class SecretService:
    """A running GNOME Keyring, unlocked and empty at the start of the tests."""

    rig: Rig

    @property
    def address(self) -> str:
        """The DBUS_SESSION_BUS_ADDRESS with which a program finds it."""
        return f"unix:path={self.rig.out / 'bus'}"

    def store(self, service: str, user: str, secret: str) -> None:
        """Put a secret in, with the attributes that PyPI's keyring looks for."""
        self._tool("store", f"--label={service}", "service", service, "username", user, stdin=secret)

    def lookup(self, service: str, user: str) -> str:
        """The secret stored. Raises CalledProcessError if there is none."""
        return self._tool("lookup", "service", service, "username", user)

    def _tool(self, *arguments: str, stdin: str = "") -> str:
        """Call libsecret's tool among the servers."""
        world = ("env", "HOME=/rig/home", "DBUS_SESSION_BUS_ADDRESS=unix:path=/out/bus")
        return self.rig.run(*world, "secret-tool", *arguments, stdin=stdin.encode()).decode()
