"""A desk's token from the system's keyring: a real one, GNOME's, over the session bus."""

from __future__ import annotations

from pathlib import Path

from tests.calls import Run
from tests.rigs.secret_service import SecretService

SETTINGS = '[desks.help]\nkind = "rt"\nurl = "https://127.0.0.1:1"\nkeyring = true\ntimeout = 0.2\n'


def env(folder: Path, address: str) -> dict[str, str]:
    """An environment with the desk `help`, whose token the keyring on this bus holds."""
    (folder / "settings.toml").write_text(SETTINGS)
    return {"SHEETGEN_SETTINGS": str(folder / "settings.toml"), "DBUS_SESSION_BUS_ADDRESS": address}


def test_a_token_in_the_keyring_is_found(run: Run, secret_service: SecretService, tmp_path: Path) -> None:
    """With it the desk is asked, which nobody answers here; the token is not shown."""
    secret_service.store("sheetgen", "help", "1-42-of-the-keyring")
    done = run("doctor", "--desk", "help", env=env(tmp_path, secret_service.address))
    assert "127.0.0.1 port 1 refuses connections" in done.stdout
    assert "of-the-keyring" not in done.stdout + done.stderr


def test_an_empty_keyring_says_how_to_fill_it(run: Run, secret_service: SecretService, tmp_path: Path) -> None:
    """The hint is the command that stores a token."""
    environ = env(tmp_path, secret_service.address)
    (tmp_path / "settings.toml").write_text(SETTINGS.replace("desks.help", "desks.empty"))
    done = run("doctor", "--desk", "empty", env=environ)
    assert done.returncode == 1
    assert "to mend it: keyring set sheetgen empty" in done.stdout


def test_no_keyring_at_all_is_one_line(run: Run, tmp_path: Path) -> None:
    """A machine without a session bus: no traceback, and another way to give the token."""
    done = run("doctor", "--desk", "help", env=env(tmp_path, "unix:path=/nowhere"))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "there is no keyring here" in done.stdout
    assert "use a token_file" in done.stdout
