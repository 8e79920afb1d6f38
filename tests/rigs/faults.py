"""What can go wrong on the way to a desk, a row for each: proxy.py plays them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus

MANY = 20_000
"""Bytes into an upload: more than any request without a file has, less than one with a sheet."""
Change = Callable[[bytes], bytes]
"""A body -> what is passed on in its stead."""


class At(Enum):
    """When a fault begins. The first two come before there is a request to match."""

    CONNECTED = auto()
    SECURED = auto()
    UPLOADING = auto()
    """`after` bytes of the request's body were read, nothing was forwarded."""
    REQUESTED = auto()
    """The request was read whole, nothing was forwarded."""
    ANSWERING = auto()
    """The server has done it; `after` bytes of its answer go to the client (below 0: all but so many)."""


class Then(Enum):
    """What happens then."""

    SILENCE = auto()
    """The connection stays open, nothing more is read or written."""
    CLOSE = auto()
    RESET = auto()
    ANSWER = auto()
    """`answer` is the answer; the server gets nothing."""
    CHANGE = auto()
    """`change` is applied to the body of the request (REQUESTED) or of the answer (ANSWERING)."""
    DRIP = auto()
    """The rest of the answer comes byte by byte, one in `seconds`."""
    LATE = auto()
    """The answer comes after `seconds`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, as data."""

    at: At
    then: Then
    after: int = 0
    seconds: float = 0
    answer: bytes = b""
    change: Change = bytes


def answer(status: int, body: bytes = b"", content_type: str = "application/json", *more: str) -> bytes:
    """An HTTP answer, as bytes; `more` are lines of its head."""
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *more,
    )
    return "\r\n".join((*head, "", "")).encode() + body


def answered(status: int, body: bytes = b"", content_type: str = "application/json", *more: str) -> Fault:
    """The desk, or what stands before it, gives this answer and does nothing."""
    return Fault(At.REQUESTED, Then.ANSWER, answer=answer(status, body, content_type, *more))


def redirected(url: str, status: int = 302) -> Fault:
    """The desk is said to be elsewhere."""
    return answered(status, b"", "text/html", f"Location: {url}")


def renamed(old: str, new: str) -> Fault:
    """A field of the upload (RT) or a key of the JSON (Znuny) goes by another name: the desk says success and drops the file."""
    return Fault(At.REQUESTED, Then.CHANGE, change=lambda body: body.replace(f'"{old}"'.encode(), f'"{new}"'.encode(), 1))


def pdf_changed(change: Change) -> Fault:
    """The PDF of an upload has other bytes when it comes to the desk."""

    def changed(body: bytes) -> bytes:
        boundary = re.escape(body.split(b"\r\n", 1)[0])
        in_parts = re.compile(rb"%PDF-.*?(?=\r\n" + boundary + rb")", re.DOTALL)
        in_json = re.compile(rb'(?<=")JVBERi[A-Za-z0-9+/=]*(?=")')
        if body.startswith(b"{"):
            return in_json.sub(lambda found: base64.b64encode(change(base64.b64decode(found[0]))), body, count=1)
        return in_parts.sub(lambda found: change(found[0]), body, count=1)

    return Fault(At.REQUESTED, Then.CHANGE, change=changed)


HTML = b"<!DOCTYPE html><title>Wartung</title><p>Please log in"

FAULTS: Mapping[str, Fault] = {
    "silent before TLS": Fault(At.CONNECTED, Then.SILENCE),
    "silent after TLS": Fault(At.SECURED, Then.SILENCE),
    "closed before TLS": Fault(At.CONNECTED, Then.CLOSE),
    "closed after TLS": Fault(At.SECURED, Then.CLOSE),
    "upload not read": Fault(At.UPLOADING, Then.SILENCE, after=MANY),
    "upload cut": Fault(At.UPLOADING, Then.RESET, after=MANY),
    "request read, no answer": Fault(At.REQUESTED, Then.SILENCE),
    "request read, closed": Fault(At.REQUESTED, Then.CLOSE),
    "done, no answer": Fault(At.ANSWERING, Then.SILENCE),
    "done, closed": Fault(At.ANSWERING, Then.CLOSE),
    "done, reset": Fault(At.ANSWERING, Then.RESET),
    "answer stalls": Fault(At.ANSWERING, Then.SILENCE, after=40),
    "answer stalls at its last byte": Fault(At.ANSWERING, Then.SILENCE, after=-1),
    "answer cut": Fault(At.ANSWERING, Then.CLOSE, after=-1),
    "head cut": Fault(At.ANSWERING, Then.CLOSE, after=40),
    "answer drips": Fault(At.ANSWERING, Then.DRIP, seconds=0.05),
    "answer late": Fault(At.ANSWERING, Then.LATE, seconds=0.5),
    "500, empty": answered(500),
    "502": answered(502, HTML, "text/html"),
    "503": answered(503, HTML, "text/html", "Retry-After: 1"),
    "401": answered(401, b'{"message":"Unauthorized"}'),
    "403": answered(403, b'{"message":"Forbidden"}'),
    "404": answered(404, b'{"message":"Not Found"}'),
    "413": answered(413, HTML, "text/html"),
    "200, HTML": answered(200, HTML, "text/html"),
    "200, other JSON": answered(200, json.dumps({"status": "ok"}).encode()),
    "200, JSON cut": answered(200, b'{"id": "1", "Subj'),
    "200, empty": answered(200),
    "no HTTP": Fault(At.REQUESTED, Then.ANSWER, answer=b"SSH-2.0-OpenSSH_9.2\r\n"),
    "RT's file dropped": renamed("Attachments", "Attachment"),
    "Znuny's file dropped": renamed("Attachment", "Attachments"),
    "file shorter": pdf_changed(lambda pdf: pdf[:-1]),
    "file altered": pdf_changed(lambda pdf: pdf[:-1] + bytes([pdf[-1] ^ 1])),
}
