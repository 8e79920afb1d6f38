"""HTTP for the rigs themselves, by the standard library: what the tests hold against the program must not come through its client."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body)


def call(
    port: int,
    method: str,
    path: str,
    *,
    query: Mapping[str, object] = NOTHING,
    body: bytes | None = None,
    headers: Mapping[str, str] = NOTHING,
    tls: ssl.SSLContext | None = None,
    timeout: float = 60,
) -> Answer:
    """Ask a server on this machine. Raises OSError and http.client.HTTPException."""
    connection = (
        http.client.HTTPSConnection("localhost", port, timeout=timeout, context=tls)
        if tls
        else http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    )
    try:
        connection.request(method, f"{path}?{urlencode(query)}" if query else path, body, dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.headers), answer.read())
    finally:
        connection.close()


def multipart(field: str, name: str, content: bytes, data: object, boundary: str = "boundary") -> tuple[dict[str, str], bytes]:
    """The header and the body of RT's upload: a field `JSON`, and a PDF in a field of the given name."""
    parts = (
        ('name="JSON"\r\nContent-Type: application/json', json.dumps(data).encode()),
        (f'name="{field}"; filename="{name}"\r\nContent-Type: application/pdf', content),
    )
    body = b"".join(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + text + b"\r\n" for head, text in parts)
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body + f"--{boundary}--\r\n".encode()
