"""Style, scripts and fonts of the page: their names hold a digest, so that a page never meets another build's."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

FOLDER = "assets"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file beside the pages; `name` is within FOLDER."""

    name: str
    data: bytes

    @property
    def path(self) -> str:
        """From the root of the site."""
        return f"{FOLDER}/{self.name}"

    @property
    def integrity(self) -> str:
        """For Subresource Integrity (W3C SRI, 3.2)."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.data).digest()).decode()}"


@dataclass(frozen=True, slots=True)
class Linked:
    """How a page names an asset: from where it stands; without integrity where a browser would refuse that."""

    path: str
    integrity: str = ""


def asset(name: str, data: bytes) -> Asset:
    """`site.css` and its bytes -> `site-0123456789ab.css`."""
    path = PurePosixPath(name)
    return Asset(f"{path.stem}-{hashlib.sha256(data).hexdigest()[:12]}{path.suffix}", data)


POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'none'; "
    "form-action 'none'; base-uri 'none'; frame-src 'none'; object-src 'none'"
)
"""What a page may load: its own assets, and nothing that sends anything anywhere (CSP 3)."""
