"""The four faces on paper, and the allow-list that serves them to WeasyPrint: nothing else is ever fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg_fira_sans
import fontpkg_ibm_plex_mono
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from sheetgen.errors import printable

if TYPE_CHECKING:
    from types import ModuleType

_FACES: dict[str, tuple[str, int, ModuleType, str]] = {
    "font:sans-400": ("Sheet Sans", 400, fontpkg_fira_sans, "FiraSans-Regular.ttf"),
    "font:sans-600": ("Sheet Sans", 600, fontpkg_fira_sans, "FiraSans-SemiBold.ttf"),
    "font:mono-500": ("Sheet Mono", 500, fontpkg_ibm_plex_mono, "IBMPlexMono-Medium.ttf"),
    "font:mono-600": ("Sheet Mono", 600, fontpkg_ibm_plex_mono, "IBMPlexMono-SemiBold.ttf"),
}


def face_style() -> str:
    """The @font-face rules, their sources being names that only Shipped serves."""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{name}") }}\n'
        for name, (family, weight, *_) in _FACES.items()
    )


@cache
def _file(package: ModuleType, name: str) -> bytes:
    return (Path(str(package.__file__)).parent / "files" / name).read_bytes()


class Shipped(URLFetcher):
    """Serves the four faces by exact name and stops the run at any other address, local or not."""

    def __init__(self) -> None:
        """`refused` is the first address that was asked for and not served."""
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)  # type: ignore[no-untyped-call]
        self.refused: str | None = None

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes of a face. Raises FatalURLFetchingError for all else."""
        del headers
        if url not in _FACES:
            self.refused = printable(url)
            raise FatalURLFetchingError(self.refused)
        _, _, package, name = _FACES[url]
        return URLFetcherResponse(url, _file(package, name), {"Content-Type": "font/ttf"})
