"""The system's keyring is found by a program that knows its bus, as on a desktop."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.rigs.secret_service import SecretService


def keyring(address: str, code: str) -> subprocess.CompletedProcess[str]:
    """Run PyPI's keyring in a process of its own: it takes its backend once."""
    program = (
        f"import keyring; from keyring.backends.SecretService import Keyring; assert isinstance(keyring.get_keyring(), Keyring); {code}"
    )
    environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": address}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)


def test_what_the_desktop_stored_is_read(secret_service: SecretService) -> None:
    """A secret that libsecret stored comes to keyring."""
    secret_service.store("sheetgen", "desk", "it's a sécret")
    done = keyring(secret_service.address, "print(keyring.get_password('sheetgen', 'desk'))")
    assert (done.stdout, done.stderr) == ("it's a sécret\n", "")


def test_what_keyring_stored_is_the_desktops(secret_service: SecretService) -> None:
    """And the other way round."""
    assert keyring(secret_service.address, "keyring.set_password('sheetgen', 'other', 'token')").stderr == ""
    assert secret_service.lookup("sheetgen", "other") == "token"
