"""A session with a submission server (RFC 6409): verified TLS before all else, an end to each phase, one line for each fault.

smtplib speaks the commands one by one, so that a time-out can say in which phase it fell; its own STARTTLS and sendmail would not.
"""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sheetgen.desk import Unanswered
from sheetgen.desk.config import Config
from sheetgen.desk.tls import not_verified
from sheetgen.errors import Failed, printable

LEAVE_SECONDS = 2.0
"""How long a server may take to begin its goodbye, once all is done."""

_LATER = "run the same command again later"
_ADDRESS = "check url in the settings, and this machine's network"
_LOOK = "look at the ticket before you run the same command again: that would send a second message"
_SCHEMES = "; check url: smtp:// is for STARTTLS, smtps:// for TLS from the start"
_NO_STARTTLS = "write smtps://… if it has a port for TLS from the start (465); else ask its administrator: the way may hide it"
_HINTS: Mapping[int, str] = {
    530: "write user = … in the settings, and give its password, see docs/desks.md",
    534: "ask its administrator which login it takes",
    535: "check user in the settings and its password: it is wrong, has expired or was revoked",
    552: "put fewer domains into one message, or ask its administrator for a larger limit",
}
_OTHERWISE: Mapping[str, str] = {
    "the sender": "check from in the settings: this login may not be allowed to send as that address",
    "these recipients": "check to and public_to in the settings",
}
"""What to do about a final refusal: by its code, else by what was refused."""

_WAYS: Mapping[str, str] = {"PLAIN": "auth_plain", "LOGIN": "auth_login", "CRAM-MD5": "auth_cram_md5"}
"""Ways to log in, in the order tried, and smtplib's names for them: TLS hides the password, and few servers keep what CRAM-MD5 needs."""

_CHALLENGE = 334
_LOGGED_IN = frozenset({235, 503})
_OTHER_WAY = frozenset({504, 534})
"""Answers to AUTH that refuse the way and not the login (RFC 4954, 4 and 6): after any other a second try would count as an attack."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is; `implicit`: TLS from the start, else STARTTLS."""

    host: str
    port: int
    implicit: bool


class Session:
    """One connection. Its steps in order: connect, secure, login, envelope, then content or reset. All raise Failed."""

    def __init__(self, server: Server, config: Config, context: ssl.SSLContext) -> None:
        """`config` gives time-out and secret."""
        self.server, self.config, self._context = server, config, context
        self._tls = False
        self._smtp = smtplib.SMTP(local_hostname="[127.0.0.1]", timeout=config.timeout)  # else it asks the DNS for its name

    def __enter__(self) -> Self:
        """Nothing is opened yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Say goodbye, if anyone listens. Changes nothing of what came before."""
        with suppress(OSError), closing(self._smtp):
            if (sock := self._smtp.sock) is not None:
                sock.settimeout(min(LEAVE_SECONDS, self.config.timeout))
                sock.sendall(b"QUIT\r\n")
                sock.recv(1024)  # once: an answer without end is not read to its end

    def connect(self) -> str:
        """Reach it; its address."""
        host, port = self.server.host, self.server.port
        try:
            self._smtp.sock = sock = socket.create_connection((host, port), self.config.timeout)
        except socket.gaierror as error:
            raise Failed(f"{host} has no address; nothing was sent", _ADDRESS) from error
        except TimeoutError as error:
            raise self._late("connecting to") from error
        except OSError as error:
            what = "refuses connections" if isinstance(error, ConnectionRefusedError) else f"can't be reached ({error.strerror})"
            raise Failed(f"{host} port {port} {what}; nothing was sent", f"{_ADDRESS}, or {_LATER}") from error
        self._smtp.local_hostname = _literal(sock.getsockname()[0])
        return str(sock.getpeername()[0])

    def secure(self) -> str:
        """Greeting and TLS; its certificate in words. What came before TLS is forgotten."""
        if self.server.implicit:
            self._handshake()
        self._expect(220, "the greeting of", "the connection", self._smtp.getreply)
        self._expect(250, "EHLO to", "the greeting", self._smtp.ehlo)
        if not self.server.implicit:
            if not self._smtp.has_extn("starttls"):
                raise Failed(f"{self.server.host} offers no STARTTLS, and nothing goes there in plaintext; nothing was sent", _NO_STARTTLS)
            self._expect(220, "STARTTLS to", "STARTTLS", lambda: self._smtp.docmd("STARTTLS"))
            self._handshake()
            self._expect(250, "EHLO within TLS to", "the greeting", self._smtp.ehlo)
        sock = self._smtp.sock
        until = (sock.getpeercert() or {}).get("notAfter") if isinstance(sock, ssl.SSLSocket) else None
        return f"verified, {sock.version()}, valid until {until}" if isinstance(sock, ssl.SSLSocket) else ""

    def login(self, user: str) -> None:
        """With the configuration's secret, by the first of _WAYS that the server offers."""
        self._secured()
        smtp, host = self._smtp, self.server.host
        if not smtp.has_extn("auth"):
            raise Failed(f"{host} offers no login; nothing was sent", "take user out of the settings, or check url")
        smtp.user, smtp.password = user, self.config.secret.value
        offered = smtp.esmtp_features["auth"]
        failed = Failed(f"{host} offers no way of login that is known here ({self.shown(offered)}); nothing was sent", _HINTS[534])
        for way in (way for way in _WAYS if way in offered.upper().split()):
            code, said = self._authenticate(way)
            if code in _LOGGED_IN:
                return
            failed = self._refusal("the login", code, said)
            if code == _CHALLENGE:
                failed = Failed(f"{host} asks in AUTH {way} what can't be answered; nothing was sent", _HINTS[534])
            if code not in _OTHER_WAY:
                break
        raise failed

    def _authenticate(self, way: str) -> tuple[int, bytes | str]:
        """The last answer; 334 where its challenge is no base64, or one too many."""
        with self._phase("the login at"):
            try:
                answer = getattr(self._smtp, _WAYS[way])
                return self._smtp.auth(way, answer, initial_response_ok=way == "PLAIN")  # the draft of LOGIN knows none
            except smtplib.SMTPAuthenticationError as error:
                return error.smtp_code, error.smtp_error
            except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException):
                raise
            except (ValueError, smtplib.SMTPException):
                return _CHALLENGE, b""

    @property
    def limit(self) -> int | None:
        """The largest message that it takes, in bytes (RFC 1870), None where it does not say."""
        told = self._smtp.esmtp_features.get("size", "").strip()
        return int(told) or None if told.isdecimal() else None

    def envelope(self, sender: str, recipients: Sequence[str], size: int | None = None) -> None:
        """Ask whether it takes a message of that size from and for these; where one is refused, none of it goes on."""
        self._secured()
        if size and self.limit and size > self.limit:
            raise Failed(f"{self.server.host} takes {self.limit} bytes at most, and this message has {size}; nothing was sent", _HINTS[552])
        options = [f"SIZE={size}"] if size and self._smtp.has_extn("size") else []
        self._expect(250, "MAIL FROM to", "the sender", lambda: self._smtp.mail(sender, options))
        refused = tuple(self._refused(recipients))
        if refused:
            self.reset()
            each = "; ".join(f"{recipient}: {code} {self._said(said)}" for recipient, code, said in refused)
            passing = all(400 <= code < 500 for _, code, _ in refused)
            hint = _LATER if passing else _OTHERWISE["these recipients"]
            raise Failed(f"{self.server.host} refuses {each}; nothing was sent, to nobody", hint)

    def _refused(self, recipients: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
        for recipient in recipients:
            with self._phase("RCPT TO to"):
                code, said = self._smtp.rcpt(recipient)
            if code not in {250, 251}:
                yield recipient, code, said

    def content(self, message: bytes) -> str:
        """Send it; what the server says last. Raises Unanswered where that is lost: up to the final dot nothing counts as sent."""
        self._secured()
        self._expect(354, "DATA to", "the message", lambda: self._smtp.docmd("DATA"))
        with self._phase("the upload to", bounded=False):
            self._smtp.send(re.sub(rb"(?m)^\.", b"..", message))
        with self._phase("the last word of", dotted=True):
            self._smtp.send(b".\r\n")
            code, said = self._smtp.getreply()
        if code == -1:
            raise self._no_smtp(dotted=True)
        if code != 250:
            raise self._refusal("the message", code, said)
        return f"{code} {self._said(said)}"

    def reset(self) -> None:
        """Have it forget the envelope; whether it says so changes nothing."""
        with suppress(Failed), self._phase("RSET to"):
            self._smtp.rset()

    def shown(self, text: str) -> str:
        """A server's words, safe to show: on one line, without the secret, as it is or as it was sent."""
        value, user = self.config.secret.value, self.config.values.get("user", "")
        text = self.config.secret.hidden(" ".join(text.split()))
        for sent in (value, f"\0{user}\0{value}") if value else ():
            text = text.replace(b64encode(sent.encode()).decode(), "…")
        return printable(text)

    # ---- one command

    def _expect(self, wanted: int, phase: str, what: str, command: Callable[[], tuple[int, bytes]]) -> None:
        with self._phase(phase):
            code, said = command()
        if code != wanted:
            raise self._refusal(what, code, said)

    def _handshake(self) -> None:
        smtp = self._smtp
        if smtp.sock is None:
            raise AssertionError("connect comes first")
        smtp.sock = sock = self._context.wrap_socket(smtp.sock, server_hostname=self.server.host, do_handshake_on_connect=False)
        with self._phase("the TLS handshake with"):
            sock.do_handshake()
        self._tls = True
        smtp.file = None  # what a stranger may have said before TLS (RFC 3207, 4.2); the next EHLO forgets what was offered

    def _secured(self) -> None:
        if not self._tls:
            raise AssertionError("nothing goes out before TLS")

    @contextmanager
    def _phase(self, phase: str, *, bounded: bool = True, dotted: bool = False) -> Iterator[None]:
        """A phase ends after `timeout` seconds, however slowly the server drips; while a message is sent, each part of it has that time."""
        over, sock = threading.Event(), self._smtp.sock

        def shut() -> None:
            over.set()
            if sock is not None:
                with suppress(OSError):
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)

        timer = threading.Timer(self.config.timeout, shut)
        if bounded:
            timer.start()
        try:
            yield
            if over.is_set():  # what came until then may look whole
                raise TimeoutError
        except OSError as error:
            if over.is_set() or isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
                raise self._late(phase, dotted=dotted) from error
            if isinstance(error, smtplib.SMTPResponseException):
                raise self._no_smtp(" (line too long)", dotted=dotted) from error
            if isinstance(error, ssl.SSLError):
                raise not_verified(error, self.server.host) from error
            raise self._ended(f"{self.server.host} hung up during {phase.rpartition(' ')[0]}", dotted=dotted) from error
        finally:
            timer.cancel()

    def _late(self, phase: str, *, dotted: bool = False) -> Failed:
        return self._ended(f"time-out after {self.config.timeout:g} s during {phase} {self.server.host}", dotted=dotted)

    def _no_smtp(self, why: str = "", *, dotted: bool = False) -> Failed:
        return self._ended(f"{self.server.host} answers what is no SMTP{why}", _ADDRESS, dotted=dotted)

    def _ended(self, message: str, hint: str = "", *, dotted: bool) -> Failed:
        if dotted:
            return Unanswered(f"{message}: the message may have been sent", _LOOK)
        return Failed(f"{message}; nothing was sent", hint or f"{_LATER}{'' if self._tls else _SCHEMES}")

    def _refusal(self, what: str, code: int, said: bytes | str) -> Failed:
        if code == -1:
            return self._no_smtp()
        hint = _LATER if 400 <= code < 500 else _HINTS.get(code) or _OTHERWISE.get(what, "ask its administrator")
        return Failed(f"{self.server.host} refuses {what}: {code} {self._said(said)}; nothing was sent", hint)

    def _said(self, said: bytes | str) -> str:
        return self.shown(said if isinstance(said, str) else said.decode("utf-8", "replace"))


def _literal(address: str) -> str:
    """An address as EHLO takes it (RFC 5321, 4.1.3): a name would have to be asked for, and may be nobody's business."""
    bare = ipaddress.ip_address(address.partition("%")[0])
    return f"[IPv6:{bare}]" if bare.version == 6 else f"[{bare}]"
