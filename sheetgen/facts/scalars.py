"""The kinds of value in a fact file: text of one form, checked by itself."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar, Self


class Scalar(str):
    """A string of one form. `form` is the JSON Schema pattern; `check` says what the pattern can't."""

    form: ClassVar[str] = r"^\S(.{0,498}\S)?$"  # one printable line

    @classmethod
    def parse(cls, text: str) -> Self:
        value = cls(text)
        value.check()
        return value

    def check(self) -> None:
        """Raises ValueError with what to write instead."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema as cs

        return cs.no_info_after_validator_function(cls.parse, cs.str_schema(pattern=cls.form, strict=True))


class Line(Scalar):
    """One line of text, no markup."""


class Seen(Scalar):
    """`unknown`, or the ISO day on which the fact was last observed."""

    form = r"^(unknown|\d{4}-\d{2}-\d{2})$"

    def check(self) -> None:
        if self != "unknown":
            date.fromisoformat(self)

    @property
    def day(self) -> date | None:
        return None if self == "unknown" else date.fromisoformat(self)


class Day(Scalar):
    form = r"^\d{4}-\d{2}-\d{2}$"

    def check(self) -> None:
        date.fromisoformat(self)

    @property
    def day(self) -> date:
        return date.fromisoformat(self)


class HostPattern(Scalar):
    """A host name with at most one range: `mx[01-03].hamburg-cloud.de` -> mx01, mx02, mx03. Leading zeros give the width."""

    form = r"^[a-z0-9-]*(\[[0-9]{1,4}-[0-9]{1,4}\])?[a-z0-9-]*(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$"

    def check(self) -> None:
        if not self.hosts:
            raise ValueError("the range runs backwards, or gives more than 64 hosts: write mx[01-03].platform.example")
        for host in self.hosts:
            if len(host) > 253 or not re.fullmatch(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", host):
                raise ValueError(f"{host} is no host name")

    @property
    def hosts(self) -> tuple[str, ...]:
        found = re.search(r"\[(\d+)-(\d+)\]", self)
        if not found:
            return (str(self),)
        low, high, width = int(found[1]), int(found[2]), len(found[1])
        if high < low or high - low >= 64 or len(found[2]) < width:
            return ()
        return tuple(f"{self[: found.start()]}{n:0{width}d}{self[found.end() :]}" for n in range(low, high + 1))


class CertificateName(Scalar):
    """A subjectAltName dNSName: a host name, or `*.` and a name of at least two labels (RFC 9525, section 6.3)."""

    form = r"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$"

    def check(self) -> None:
        if self.startswith("*.") and self.count(".") < 2:
            raise ValueError("a wildcard stands before at least two labels: write *.platform.example")

    def covers(self, host: str) -> bool:
        return host.partition(".")[2] == self[2:] if self.startswith("*.") else host == self


class MailAddress(Scalar):
    form = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$"


class Phone(Scalar):
    """International form, grouped as it is to be printed: `+49 40 63705 808`."""

    form = r"^\+[1-9][0-9]{0,2}( [0-9]+)+$"

    def check(self) -> None:
        if not 8 <= len(self.e164) <= 16:
            raise ValueError("an E.164 number has 7 to 15 digits after the plus sign")

    @property
    def e164(self) -> str:
        return self.replace(" ", "")


class Country(Scalar):
    """ISO 3166-1 alpha-2; printed by CLDR."""

    form = r"^[A-Z]{2}$"


class Colour(Scalar):
    form = r"^#[0-9a-f]{6}$"


class HttpsUrl(Scalar):
    form = r"^https://[a-z0-9.-]+(/[A-Za-z0-9._~/-]*)?$"  # no user, port, query or fragment


class Network(Scalar):
    form = r"^[0-9a-f.:]+/[0-9]{1,3}$"

    def check(self) -> None:
        import ipaddress

        ipaddress.ip_network(self)


class FileName(Scalar):
    """A file beside the fact file: no folder, no dot at the front."""

    form = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.svg$"
