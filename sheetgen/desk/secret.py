"""A desk's token or password: from the environment, a file that only its owner can read, or the system's keyring."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from sheetgen.errors import Place, Problem, Refused, printable

SERVICE = "sheetgen"
"""The keyring's name for what holds the secrets; the desk's name is the user."""

_LONGEST = 4096
_MARKS = ("\ufeff", "\xef\xbb\xbf", "\xff\xfe", "\xfe\xff")
"""A byte order mark: as a character, and the bytes of UTF-8 and UTF-16 as they are read here."""
_ALONE = "put the token there, and nothing else"
_FAULTS = (
    (re.compile(r"\A\Z"), "nothing stands here", "put the token there"),
    (re.compile(rf"\A(?:{'|'.join(_MARKS)})"), "what stands here begins with a byte order mark", "save it as ASCII, without one"),
    (re.compile(r"[\r\n]"), "what stands here is more than one line", _ALONE),
    (re.compile(r"\A[ \t]|[ \t]\Z"), "there are blanks around the token", "take them away"),
    (re.compile(r"[^\x00-\x7f]"), "what stands here is not ASCII", _ALONE),
    (re.compile(r"[\x00-\x1f\x7f]"), "what stands here holds a control character", _ALONE),
    (re.compile(rf"\A.{{{_LONGEST + 1}}}"), f"what stands here is longer than {_LONGEST} characters", _ALONE),
)
"""What no token is: a header holds printable ASCII without blanks around (RFC 9110, 5.5), and a line break would begin another."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Never shown: not in its representation, and `hidden` takes it out of what is."""

    value: str = field(default="", repr=False)

    def hidden(self, text: str) -> str:
        """A text in which an ellipsis stands for the secret."""
        return text.replace(self.value, "…") if self.value else text


NO_SECRET = Secret()


def variable(desk: str) -> str:
    """The name in the environment: `SHEETGEN_<DESK>_TOKEN`."""
    return f"SHEETGEN_{desk.upper().replace('-', '_')}_TOKEN"


def read_secret(desk: str, token_file: str | None, *, keyring: bool, environ: Mapping[str, str]) -> Secret:
    """The first there is: the environment's, the file's, the keyring's. Raises Refused, and never shows what it found."""
    name = variable(desk)
    if environ.get(name):
        return _fit(environ[name], Place(name))
    if token_file is not None:
        return _fit(_of_file(token_file), Place(token_file))
    if keyring:
        return _fit(_of_keyring(desk), Place(f"keyring: {SERVICE} {desk}"))
    message = f"there is no token or password for the desk {printable(desk)}"
    return _refuse("missing", message, Place(name), "set it in the environment, or name a token_file or `keyring = true` in the settings")


def _refuse(code: str, message: str, place: Place, hint: str) -> NoReturn:
    raise Refused([Problem(f"desks.secret-{code}", "refusal", message, place, hint)])


def _fit(value: str, place: Place) -> Secret:
    value = value.removesuffix("\n").removesuffix("\r")
    for pattern, message, hint in _FAULTS:
        if pattern.search(value):
            _refuse("form", message, place, hint)
    return Secret(value)


def _of_file(path: str) -> str:
    place = Place(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ELOOP:
            _refuse("file", "this token_file is a link", place, "name the file itself")
        _refuse("file", f"this token_file can't be read: {error.strerror}", place, "mend token_file in the settings")
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            _refuse("file", "this token_file is not a regular file", place, "name a file")
        if status.st_uid != os.geteuid():
            _refuse("mode", "this token_file is another user's", place, "make one of your own")
        if status.st_mode & 0o077:
            _refuse("mode", "others can read this token_file", place, f"chmod 600 {printable(path)}, and make a new token")
        return os.read(descriptor, _LONGEST + 3).decode("latin-1")
    finally:
        os.close(descriptor)


def _of_keyring(desk: str) -> str:
    import keyring
    from keyring.errors import KeyringError, NoKeyringError

    place, hint = Place(f"keyring: {SERVICE} {desk}"), f"keyring set {SERVICE} {desk}"
    try:
        value = keyring.get_password(SERVICE, desk)
    except NoKeyringError:
        _refuse("keyring", "there is no keyring here", place, "use a token_file")
    except KeyringError as error:
        _refuse("keyring", f"the keyring can't be read: {type(error).__name__}", place, "unlock it, or use a token_file")
    return value if value is not None else _refuse("keyring", "the keyring holds nothing for this desk", place, hint)
