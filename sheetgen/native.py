"""The native libraries that WeasyPrint opens at run time, and Debian's packages that bring them."""

from __future__ import annotations

APT = "apt-get install -y --no-install-recommends"
LIBRARIES = {
    "libgobject-2.0.so.0": "libpango-1.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libpango-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libpango-1.0-0",
}


def missing() -> tuple[str, ...]:
    """The libraries that can't be opened."""
    import ctypes

    absent = []
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            absent.append(library)
    return tuple(absent)


def apt_line(libraries: tuple[str, ...]) -> str:
    """The one line that installs what is missing."""
    return f"{APT} {' '.join(dict.fromkeys(LIBRARIES[library] for library in libraries))}"
