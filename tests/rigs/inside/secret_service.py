"""The desktop's keyring: GNOME Keyring, unlocked, on a session bus whose socket lies in the host's folder."""

from __future__ import annotations

from tests.rigs.inside.servers import OUT, run, serve, start, wait

ADDRESS = "unix:path=/out/bus"
WORLD = ("env", "HOME=/rig/home", f"DBUS_SESSION_BUS_ADDRESS={ADDRESS}")
OWNED = ("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner")


def main() -> None:
    """Start it."""
    run("mkdir", "-p", "/rig/home")
    start("dbus", "dbus-daemon", "--session", "--nofork", f"--address={ADDRESS}")
    wait("the session bus", (OUT / "bus").exists)
    # the password that it is unlocked with comes on its standard input
    start("keyring", *WORLD, "gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock", stdin="password")
    wait("the Secret Service", lambda: "boolean true" in run(*WORLD, *OWNED, "string:org.freedesktop.secrets"))
    serve({})


if __name__ == "__main__":
    main()
