"""The kinds of value in a fact file: text of one form, checked by itself."""

# ruff: noqa: D102, D105, D107 - each kind's `better` and `check` do what Scalar's say, and pydantic names its hooks
from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, ClassVar, Self

from sheetgen.errors import printable
from sheetgen.facts.countries import ASSIGNED, OFTEN_MEANT

_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"({_LABEL}\.)+[a-z]([a-z0-9-]{{0,61}}[a-z0-9])"  # RFC 1123, section 2.1; no last label begins with a digit
_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LONGEST_NAME = 253
_LONGEST_RANGE = 64
_LONGEST_LINE = 500
_HOURS = {**dict.fromkeys(("h", "std", "stunde", "stunden", "hour", "hours"), 1), **dict.fromkeys(("d", "tag", "tage", "day", "days"), 24)}


class Unfit(ValueError):  # noqa: N818 - said of a text, and never shown as an exception
    """A text that is not of its kind: what is wrong, and what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def typed(value: str) -> str:
    """A value as it is typed: in quotes where YAML wants them."""
    return f'"{value}"' if re.search(r"^[#*]|\[", value) else value


class Scalar(str):
    """A string of one form. `form` is its JSON Schema pattern, `code` its problem's; `kind` and `example` say it in words."""

    __slots__ = ()
    code: ClassVar[str]
    form: ClassVar[str]
    kind: ClassVar[str]
    example: ClassVar[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises Unfit."""
        if not re.fullmatch(cls.form, text):
            raise Unfit(f'"{printable(text)}" is no {cls.kind}', cls.hint(text))
        value = cls(text)
        value.check()
        return value

    @classmethod
    def hint(cls, text: str) -> str:
        """What to write instead of a text of another form."""
        tried = cls.better(text)
        return f"write {typed(tried)}" if cls.fits(tried) else f"write it like {cls.shown()}"

    @classmethod
    def fits(cls, text: str) -> bool:
        """Whether a text is of this kind."""
        if not re.fullmatch(cls.form, text):
            return False
        try:
            cls(text).check()
        except Unfit:
            return False
        return True

    @classmethod
    def shown(cls) -> str:
        """The example as it is typed."""
        return typed(cls.example)

    @classmethod
    def wanted(cls) -> str:
        """What belongs here, with the example."""
        return f"a {cls.kind}, like {cls.shown()}"

    @classmethod
    def better(cls, text: str) -> str:
        """What was probably meant, to be tried."""
        return text.strip().lower()

    def check(self) -> None:
        """What the pattern can't say. Raises Unfit."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": cls.form,
            "title": cls.kind,
            "description": (cls.__doc__ or "").strip(),
            "examples": [cls.example],
        }


class AtLeastOne:
    """Marks a list that may not be empty."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        schema = handler(source)
        schema["min_length"] = 1
        return schema


class Line(Scalar):
    """One line of text, no markup, at most 500 characters."""

    code = "facts.text"
    form = rf"^\S(.{{0,{_LONGEST_LINE - 2}}}\S)?$"
    kind = "single line of text"
    example = "Nordlicht"

    @classmethod
    def wanted(cls) -> str:
        return f"a {cls.kind}"

    @classmethod
    def hint(cls, text: str) -> str:
        return f"write it on one line, with no blank at either end, in at most {_LONGEST_LINE} characters (these are {len(text)})"

    def check(self) -> None:
        composed = unicodedata.normalize("NFC", self)
        if composed != self:
            raise Unfit(
                f'"{printable(self)}" holds letters that are put together from two characters',
                f'write "{printable(composed)}" (Unicode NFC)',
            )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit(f"{text} is no day of the calendar", f"write it like {Day.example} (year, month, day)") from None


class Day(Scalar):
    """A day: year, month, day."""

    code = "facts.day"
    form = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    kind = "day"
    example = "2026-11-02"

    @classmethod
    def better(cls, text: str) -> str:
        german = re.fullmatch(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", text)
        return f"{german[3]}-{int(german[2]):02d}-{int(german[1]):02d}" if german else super().better(text)

    def check(self) -> None:
        _day(self)

    @property
    def day(self) -> date:
        """The day as a date."""
        return date.fromisoformat(self)


class Seen(Scalar):
    """The day on which the fact was last observed, or `unknown` where nobody noted it."""

    code = "facts.day"
    form = r"^(unknown|[0-9]{4}-[0-9]{2}-[0-9]{2})$"
    kind = "day"
    example = "2026-11-02"

    @classmethod
    def wanted(cls) -> str:
        return f"the day on which somebody looked, like {cls.example}, or unknown"

    @classmethod
    def better(cls, text: str) -> str:
        return Day.better(text)

    def check(self) -> None:
        if self != "unknown":
            _day(self)

    @property
    def day(self) -> date | None:
        """The day as a date; None for `unknown`."""
        return None if self == "unknown" else date.fromisoformat(self)


class Hours(Scalar):
    """A time in whole hours, 1 to 999: one notation that reads alike in both languages."""

    code = "facts.hours"
    form = r"^[1-9][0-9]{0,2} h$"
    kind = "time in whole hours"
    example = "48 h"

    @classmethod
    def hint(cls, text: str) -> str:
        tried = cls.better(text)
        return f"write it in hours: {tried}" if cls.fits(tried) else f"write it in hours, like {cls.example}"

    @classmethod
    def better(cls, text: str) -> str:
        found = re.fullmatch(r"([0-9]{1,3})\s*([a-z]+)", text.strip().lower())
        return f"{int(found[1]) * _HOURS.get(found[2], 0)} h" if found else ""


class HostPattern(Scalar):
    """A host name, or several by one range in the first label: `mx[01-03].platform.example`. Leading zeros give the width."""

    code = "facts.host-name"
    form = rf"^[a-z0-9-]*(\[[0-9]{{1,4}}-[0-9]{{1,4}}\][a-z0-9-]*)?\.({_LABEL}\.)*[a-z]([a-z0-9-]{{0,61}}[a-z0-9])$"
    kind = "host name"
    example = "mx[01-03].platform.example"

    def check(self) -> None:
        if not self.hosts:
            raise Unfit(
                f'the range in "{self}" runs backwards, gives more than {_LONGEST_RANGE} hosts, or has numbers of two widths',
                f"write it like {self.shown()}",
            )
        for host in self.hosts:
            if len(host) > _LONGEST_NAME or not re.fullmatch(_HOST, host):
                raise Unfit(f'"{printable(host)}" is no host name', f"write it like {self.shown()}")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names it stands for."""
        found = re.search(r"\[(\d+)-(\d+)\]", self)
        if not found:
            return (str(self),)
        low, high, width = int(found[1]), int(found[2]), len(found[1])
        two_widths = len(found[2]) != width and any(len(end) > 1 and end.startswith("0") for end in (found[1], found[2]))
        if high < low or high - low >= _LONGEST_RANGE or two_widths:
            return ()
        return tuple(f"{self[: found.start()]}{n:0{width}d}{self[found.end() :]}" for n in range(low, high + 1))


class CertificateName(Scalar):
    """A name in the certificate (subjectAltName, dNSName): a host name, or `*.` before at least two labels (RFC 9525, section 6.3)."""

    code = "facts.certificate-name"
    form = rf"^(\*\.)?{_HOST}$"
    kind = "name of a certificate"
    example = "*.platform.example"

    def check(self) -> None:
        if len(self) > _LONGEST_NAME:
            raise Unfit("this name is longer than 253 characters", f"write it like {self.shown()}")
        if self.startswith("*.") and self.count(".") < 2:
            raise Unfit(
                f'"{self}" would stand for every name under {self[2:]}', f"write a wildcard before at least two labels, like {self.shown()}"
            )

    def covers(self, host: str) -> bool:
        """Whether this name is good for that host; a wildcard stands for exactly one label."""
        return host.partition(".")[2] == self[2:] if self.startswith("*.") else host == self


class MailAddress(Scalar):
    """A mail address."""

    code = "facts.mail-address"
    form = rf"^{_ATOM}(\.{_ATOM})*@{_HOST}$"
    kind = "mail address"
    example = "service@platform.example"

    @classmethod
    def better(cls, text: str) -> str:
        local, at, domain = text.strip().removeprefix("mailto:").rpartition("@")
        return f"{local}{at}{domain.lower()}"

    def check(self) -> None:
        if len(self) > 254 or self.index("@") > 64:
            raise Unfit(
                f'"{printable(self)}" is too long for a mail address', "write at most 64 characters before the @, 254 in all (RFC 5321)"
            )


class Phone(Scalar):
    """A phone number in international form, grouped by blanks as it is to be printed."""

    code = "facts.phone"
    form = r"^\+[1-9][0-9]{0,2}( [0-9]+)+$"
    kind = "phone number in groups of digits"
    example = "+49 30 23125 123"

    @classmethod
    def better(cls, text: str) -> str:
        return re.sub(r"[\s()/.-]+", " ", re.sub(r"^00(?=[1-9])", "+", text.replace("(0)", " "))).strip()

    def check(self) -> None:
        if not 8 <= len(self.e164) <= 16:
            raise Unfit(f'"{self}" has {len(self.e164) - 1} digits', "write 7 to 15 digits after the plus sign (ITU-T E.164)")

    @property
    def e164(self) -> str:
        """The number as a link dials it."""
        return self.replace(" ", "")


class Country(Scalar):
    """A country, by its assigned code of two letters (ISO 3166-1 alpha-2)."""

    code = "facts.country"
    form = r"^[A-Z]{2}$"
    kind = "code of a country"
    example = "DE"

    @classmethod
    def better(cls, text: str) -> str:
        return OFTEN_MEANT.get(text.upper(), text.upper())

    def check(self) -> None:
        if self not in ASSIGNED:
            meant = OFTEN_MEANT.get(self)
            raise Unfit(f"{self} is no country in ISO 3166-1", f"write {meant}" if meant else "write the country's assigned code, like DE")


class Colour(Scalar):
    """A colour: `#` and six hexadecimal digits in lower case."""

    code = "facts.colour"
    form = r"^#[0-9a-f]{6}$"
    kind = "colour"
    example = "#0b4f6c"

    @classmethod
    def wanted(cls) -> str:
        return f"a colour in quotes (# begins a comment), like {cls.shown()}"

    @classmethod
    def better(cls, text: str) -> str:
        digits = text.lower().removeprefix("#")
        return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)


class HttpsUrl(Scalar):
    """A public https address: host and path, without user, port, query or fragment."""

    code = "facts.url"
    form = rf"^https://{_HOST}(/[A-Za-z0-9._~/-]*)?$"
    kind = "web address (https://, a host, a path, no more)"
    example = "https://www.platform.example/tls/"

    @classmethod
    def better(cls, text: str) -> str:
        return re.sub(r"^(http://|https://)?", "https://", re.sub(r"[?#].*$", "", text.strip()))

    @property
    def host(self) -> str:
        """The host in it."""
        return self.removeprefix("https://").partition("/")[0]


class Network(Scalar):
    """A network of senders in CIDR form, in its canonical spelling."""

    code = "facts.network"
    form = r"^[0-9a-f.:]+/[0-9]{1,3}$"
    kind = "network in its canonical form"
    example = "192.0.2.0/28"

    @classmethod
    def better(cls, text: str) -> str:
        import ipaddress  # 6 ms, and few fact files name networks

        try:
            return str(ipaddress.ip_network(text.strip(), strict=False))
        except ValueError:
            return ""

    def check(self) -> None:
        canonical = self.better(self)
        if canonical != self:
            hint = f"write {canonical}" if canonical else "write address and length, like 192.0.2.0/28 or 2001:db8:25::/64"
            raise Unfit(f'"{self}" is no {self.kind}', hint)


class FileName(Scalar):
    """An SVG file beside the fact file: no folder, no dot at the front."""

    code = "facts.file-name"
    form = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.svg$"
    kind = "name of an SVG file"
    example = "logo.svg"
