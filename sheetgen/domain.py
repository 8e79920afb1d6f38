"""What people type as a domain -> Domain, with every complaint about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sheetgen.errors import Place, Problem, Severity, printable
from sheetgen.hostname import Name, UnfitNameError, named, plain_name
from sheetgen.resources import folder
from sheetgen.suffixes import EXAMPLE, public_suffix, registrable

LONGEST_TYPED = 10_000
"""Characters of one text that are looked at, some four hundred names: whoever hands over more has mistaken the file."""

SEVERITIES: Mapping[str, Severity] = {
    "domain.empty": "refusal",
    "domain.too-much-text": "refusal",
    "domain.ip-address": "refusal",
    "domain.url": "refusal",
    "domain.quoted": "refusal",
    "domain.port": "refusal",
    "domain.wildcard": "refusal",
    "domain.invisible-character": "refusal",
    "domain.compatibility-character": "refusal",
    "domain.underscore": "refusal",
    "domain.character": "refusal",
    "domain.empty-label": "refusal",
    "domain.hyphen": "refusal",
    "domain.label-too-long": "refusal",
    "domain.name-too-long": "refusal",
    "domain.a-label": "refusal",
    "domain.bidi": "refusal",
    "domain.special-use": "refusal",
    "domain.single-label": "refusal",
    "domain.unknown-top-level": "refusal",
    "domain.public-suffix": "refusal",
    "domain.own": "refusal",
    "domain.reserved": "doubt",
    "domain.mixed-script": "doubt",
    "domain.freemail": "doubt",
    "domain.private-suffix": "doubt",
    "domain.local-part": "warning",
    "domain.found": "warning",
}
"""Every code there is. Its words stand in the catalogues, under `problem.<code>` and `problem.<code>.hint`."""

_BETWEEN = re.compile(r"[\s,;]+")
_IDEOGRAPHIC = str.maketrans("。、", ".,")
_QUOTES = "\"'`´()<>{}[]„“”‚‘’«»‹›"
_ADDRESSEE = re.compile(r"""\A *[^<>@.,; ](?:[^<>@.]|\.(?=[ .,;"'<-]))*<([^<>@]+@[^<>]+)>[ ,;]*\Z""")
"""`Max M. Muster <max@firma.de>` (RFC 5322, section 3.4), but not with a domain before the address: that may be meant, too."""
_IP_ADDRESS = re.compile(
    r"""(?ix) ([^/\\@]*@)?                                                         # user@[192.0.2.1]
    ( \[? (ipv6:)? [0-9a-f]* : [0-9a-f]* : [0-9a-f:.]* (%[^]]*)? \]? (:[0-9]*)?    # 2001:db8::1, [IPv6:2001:db8::1], [fe80::1%eth0]:25
    | \[ [0-9] [0-9.]* (/[0-9]+)? \]? ([:/][0-9]*)?                               # [192.0.2.1]:25
    | ([0-9]+\.){3} [0-9]+ [:/] [0-9]+ )                                          # 192.0.2.1:25, 192.0.2.0/24; else it is met as a name"""
)
_URL = re.compile(r"(?i)mailto:.*|[^/\\]*[/\\].*")
_URL_HOST = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:(?![0-9]))?[/\\]*(?:[^/\\@?#]*@)?(?P<host>[^/\\:?#]*).*")
_QUOTED = re.compile(f"[{re.escape(_QUOTES)}].*|.*[{re.escape(_QUOTES)}]")
_PORT = re.compile(r":[0-9]+$")
_WITH_PORT = re.compile(r"[^:]*:[0-9]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ELSEWHERE = frozenset({"test", "invalid", "localhost", "local", "internal", "onion", "alt", "arpa"})
"""Top levels outside the public DNS, or with no mail in it (IANA's registry of special-use domain names)."""

_FOR_DOCUMENTATION = ("example", "example.com", "example.net", "example.org")
"""RFC 2606, sections 2 and 3."""


@dataclass(frozen=True, slots=True, order=True)
class Domain:
    """A mail domain. `ascii` is lower-case A-labels, [a-z0-9.-], at most 253, no dot at either end: files and settings use it."""

    ascii: str
    unicode: str
    subdomains: bool = False

    @property
    def typed(self) -> str:
        """As it can be handed over again."""
        return f"*.{self.ascii}" if self.subdomains else self.ascii


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text holds: the domains that aren't refused, each once, and all problems in the order of the text."""

    domains: tuple[Domain, ...]
    problems: tuple[Problem, ...]


def parse_domains(typed: str, *, place: Place, own: frozenset[str] = frozenset()) -> Typed:
    """Judge each name of a text, between which stand blanks, commas or semicolons. Never raises: whoever calls decides on the problems.

    `own` holds the platform's domains, in A-labels: they and all below them are refused.
    """
    if len(typed) > LONGEST_TYPED:
        return Typed((), (_problem("domain.too-much-text", typed, place, limit=str(LONGEST_TYPED)),))
    domains: dict[Domain, None] = {}
    problems: list[Problem] = []
    for piece in dict.fromkeys(filter(None, _BETWEEN.split(_ADDRESSEE.sub(r"\1", in_ordinary_width(typed))))):
        try:
            domain = _judge(piece, own)
        except UnfitNameError as unfit:
            problems.append(_problem(unfit.code, piece, place, **unfit.parts))
            continue
        if domain not in domains:
            domains[domain] = None
            problems += (_problem(code, piece, place, name=name, ascii=domain.ascii) for code, name in _remarks(domain, piece))
    if not domains and not problems:
        problems.append(_problem("domain.empty", typed, place))
    return Typed(tuple(domains), tuple(problems))


def _problem(code: str, typed: str, place: Place, **parts: str) -> Problem:
    return Problem(code, SEVERITIES[code], place=place, parts={k: printable(v) for k, v in {"typed": typed, **parts}.items()})


def in_ordinary_width(typed: str) -> str:
    """Take wide and narrow forms, as East Asian keyboards type them, for the characters meant."""
    if typed.isascii():
        return typed
    return "".join(unicodedata.normalize("NFKC", c) if is_wide_or_narrow(c) else c for c in typed).translate(_IDEOGRAPHIC)


def is_wide_or_narrow(character: str) -> bool:
    """Tell the forms of East Asian keyboards, by their compatibility decomposition."""
    return unicodedata.decomposition(character).startswith(("<wide>", "<narrow>"))


def _judge(piece: str, own: frozenset[str]) -> Domain:
    """Find the domain that a piece of text means; raises UnfitNameError. `*@firma.de` means all mailboxes, not all subdomains."""
    _refuse_shape(piece)
    local_part, _, host = piece.rpartition("@")
    if "@" in local_part:
        raise UnfitNameError("domain.character", characters=named("@"))
    bare = host.removeprefix("*.") if host.startswith("*.") else host.removeprefix(".")
    name = _name(bare.removesuffix("."))
    _refuse_unusable(name)
    domain = Domain(name.ascii, name.unicode, subdomains=bare != host)
    if any(_is_within(domain.ascii, o) or (domain.subdomains and _is_within(o, domain.ascii)) for o in own):
        raise UnfitNameError("domain.own", name=domain.unicode)
    return domain


def _refuse_shape(piece: str) -> None:
    if _IP_ADDRESS.fullmatch(piece):
        raise UnfitNameError("domain.ip-address")
    if _URL.fullmatch(piece):
        raise UnfitNameError("domain.url", suggest=_suggestion(_URL_HOST.sub(r"\g<host>", piece, count=1), shorten=True))
    if _QUOTED.fullmatch(piece):
        raise UnfitNameError("domain.quoted", suggest=_suggestion(_PORT.sub("", piece).strip(_QUOTES)))
    if _WITH_PORT.fullmatch(piece):
        raise UnfitNameError("domain.port", suggest=_suggestion(piece.partition(":")[0]))


def _suggestion(piece: str, *, shorten: bool = False) -> str:
    """Write the name that was probably meant, cut to the registrable one for a web host; a made-up one where there is none."""
    try:
        domain = _judge(piece, frozenset())
    except UnfitNameError:
        return "firma.example"
    labels = ((shorten and registrable(domain.ascii)) or domain.ascii).count(".") + 1
    return ".".join(domain.unicode.split(".")[-labels:])


def _name(host: str) -> Name:
    if not host.strip("."):
        raise UnfitNameError("domain.empty")
    if "*" in host:
        raise UnfitNameError("domain.wildcard", suggest="*." + _suggestion(host.rpartition("*")[2].strip(".")))
    if host.isascii() and "xn--" not in host.lower():
        return plain_name(host)
    from sheetgen.idn import international_name  # 25 ms, which a plain name must not pay

    return international_name(host)


def _refuse_unusable(name: Name) -> None:
    """Raise UnfitNameError for a name at which nobody can have a mail domain of their own."""
    top_level = name.ascii.rpartition(".")[2]
    suffix = public_suffix(name.ascii)
    if _NUMBER.fullmatch(top_level):
        raise UnfitNameError("domain.ip-address")
    if top_level in _ELSEWHERE:
        raise UnfitNameError("domain.special-use", ending=top_level)
    if not suffix and top_level == name.ascii:
        raise UnfitNameError("domain.single-label")
    if not suffix and top_level != EXAMPLE:
        raise UnfitNameError("domain.unknown-top-level", ending=name.unicode.rpartition(".")[2])
    if suffix and suffix.name == name.ascii and suffix.section == "icann":
        raise UnfitNameError("domain.public-suffix", name=name.unicode)


def _remarks(domain: Domain, piece: str) -> Iterator[tuple[str, str]]:
    """Doubts and warnings about a domain that can be one, each with the name that it speaks of."""
    if piece.rpartition("@")[0]:
        yield "domain.local-part", domain.unicode
    if any(_is_within(domain.ascii, reserved) for reserved in _FOR_DOCUMENTATION):
        yield "domain.reserved", domain.unicode
    if provider := next((name for name in _upwards(domain.ascii) if name in freemail()), None):
        yield "domain.freemail", provider
    if (suffix := public_suffix(domain.ascii)) and suffix.name == domain.ascii:
        yield "domain.private-suffix", domain.unicode
    if _mixes_scripts(domain.unicode):
        yield "domain.mixed-script", domain.unicode


def _mixes_scripts(name: str) -> bool:
    if name.isascii():
        return False
    from sheetgen.scripts import mixes_scripts  # only international names need it

    return any(map(mixes_scripts, name.split(".")))


def _upwards(name: str) -> Iterator[str]:
    """A name, and those above it."""
    while name:
        yield name
        name = name.partition(".")[2]


def _is_within(name: str, parent: str) -> bool:
    return name == parent or name.endswith("." + parent)


@cache
def freemail() -> frozenset[str]:
    """Read the domains under which anybody can open a mailbox."""
    lines = (folder("data") / "freemail.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
