"""The recipe file's types. The texts under the attributes are the schema's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from sheetgen.facts.platform import Dated, Facts
from sheetgen.facts.scalars import AtLeastOne, Day, HttpsUrl, Line, Scalar, Unfit
from sheetgen.recipes.slots import SlotError, parse_line
from sheetgen.slots import Lang

Proof = Literal["delivered", "syntax-checked", "documented", "unchecked"]
"""How it is known to be right: mail was delivered by it; a program took it; its maker's documentation says so; not at all."""
Checks = Literal["none", "mx_host", "fixed_name", "unknown"]
"""Which name of the receiving server is held against its certificate: none; that of the MX record; one written down; nobody says."""
Failure = Literal["deferred", "returned", "refused", "unsaid", "unknown"]
"""What becomes of a message without TLS: it is tried again; it goes back to its sender; it is not taken, for good; it is not taken, and
the maker does not say whether for good; nobody says."""
Need = Literal[
    "certificate_for_all_mx", "outgoing_hosts", "outgoing_networks", "minimum", "private_authority", "subdomains", "several_customers"
]
"""What facts or request must have for a step: a name in the certificate that covers all MX hosts, hosts or networks that the platform
sends from, an oldest version of TLS; its own authority; a customer domain with its subdomains; more than one customer domain."""


class Prose(Line):
    """Sentences on one line (`>-` in YAML), at most 1000 characters; `code` between backticks, slots between guillemets."""

    code = "recipe.text"
    form = r"^\S(.{0,998}\S)?$"
    kind = "text of one paragraph"

    def check(self) -> None:
        """Backticks come in pairs, and slots are known."""
        super().check()
        if self.count("`") % 2:
            raise Unfit("a backtick has no partner", "put code between two backticks")
        _slots_of(self)


class _Lines(Scalar):
    """Lines that are copied as they stand; slots between guillemets."""

    form = r"^\S[\s\S]{0,3998}\n?$"

    @classmethod
    def wanted(cls) -> str:
        """What belongs here."""
        return "lines below the key, indented, after |"

    @classmethod
    def hint(cls, text: str) -> str:
        """What to write instead."""
        del text
        return "write | after the key, and the lines below it, indented"

    def check(self) -> None:
        """Slots that nobody knows are refused, and what nobody sees."""
        for line in self.splitlines():
            if line != line.rstrip():
                raise Unfit(f'"{line.strip()}" ends in a blank', "take it away")
            _slots_of(line)


class CodeText(_Lines):
    """Configuration or commands, as they are pasted."""

    code = "recipe.code"
    kind = "block of code"
    example = "kunde.example    secure"
    _FOREIGN = re.compile("[\u201c-\u201f\u2018-\u201b\u2026\u2013\u2014\xa0\xad]")

    def check(self) -> None:
        """What would not work once it is pasted is refused."""
        super().check()
        if found := self._FOREIGN.search(self):
            raise Unfit(f'"{found[0]}" is typographic, and no program takes it', "write the characters that the program takes")


class LetterText(_Lines):
    """Lines of a letter, as they are sent: at most 72 characters, but for the names in them."""

    code = "recipe.letter"
    kind = "part of a letter"
    example = "Guten Tag,"
    _WIDEST = 72

    def check(self) -> None:
        """What a mail program would break anew is refused."""
        super().check()
        for line in self.splitlines():
            if len(line) > self._WIDEST:
                raise Unfit(f'"{line.strip()}" has {len(line)} characters', f"write at most {self._WIDEST} on a line")


def _slots_of(text: str) -> None:
    try:
        parse_line(text)
    except SlotError as error:
        raise Unfit(error.message, error.hint) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Facts):
    """The same said in each language."""

    de: Prose
    """German."""
    en: Prose
    """English."""

    def in_lang(self, lang: Lang) -> str:
        """The text in that language."""
        return self.de if lang == "de" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Facts):
    """A part of a letter, the same in each language; a blank line stands between two."""

    de: LetterText
    """German."""
    en: LetterText
    """English."""
    only_with: tuple[Need, ...] = ()
    """It is for these cases alone."""
    not_with: tuple[Need, ...] = ()
    """It is for all cases but these."""

    def in_lang(self, lang: Lang) -> str:
        """The text in that language."""
        return self.de if lang == "de" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Facts):
    """A version that the recipe is for."""

    version: Line
    """As the product writes it."""
    system: Line | None = None
    """The system that ships it, for example Debian 12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Facts):
    """Where it is said how it is done."""

    title: Line
    """The page's title."""
    url: HttpsUrl
    """Its address."""
    observed: Day
    """The day for which it says so: when it was read, or of which day the copy is that was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Facts):
    """One thing to do, to look at, or to mind."""

    say: Say
    """What to do, and why it is safe."""
    where: Line | None = None
    """The file that the code belongs in, or where in the product's pages it is entered; left out for commands that are typed."""
    code: CodeText | None = None
    """The code."""
    letter: tuple[Passage, ...] = ()
    """What is sent to somebody, word for word: to whoever runs the partner's mail."""
    needs: tuple[Need, ...] = ()
    """What facts or request must have; without it the step is left out and the recipe says why."""
    only_with: tuple[Need, ...] = ()
    """The step is for these cases alone, and left out silently in others."""
    not_with: tuple[Need, ...] = ()
    """The step is for all cases but these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Half(Facts):
    """One direction of mail."""

    proof: Proof
    """How it is known to be right."""
    checks: Checks | None = None
    """Which name it holds against the certificate; of sending alone."""
    on_failure: Failure
    """What becomes of a message without TLS."""
    steps: Annotated[tuple[Step, ...], AtLeastOne()]
    """What to do, in this order."""
    check: tuple[Step, ...] = ()
    """How to see that it works."""
    fails: tuple[Say, ...] = ()
    """How it goes wrong, and how that looks."""
    undo: tuple[Step, ...] = ()
    """How to restore the state before."""
    limits: tuple[Step, ...] = ()
    """What it can't do, and what it is not for: subdomains, a smarthost, a transport map, an appliance in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe(Dated):
    """A recipe file: what to configure on one kind of mail server. Its name is that of the file."""

    schema: Literal["sheetgen-recipe-1"]
    """The format of this file."""
    product: Line
    """The product's name."""
    versions: tuple[Version, ...] = ()
    """The versions that it is for, and what differs is said in the steps."""
    recognise: Say
    """How one finds that it is this product."""
    comment: Literal["#", "//", ";", "dnl"] = "#"
    """How a line begins that the product, or the shell, does not read."""
    sources: tuple[Source, ...] = ()
    """Where it is said how it is done."""
    sending: Half
    """From the partner's servers to the platform, over TLS only."""
    receiving: Half | None = None
    """From the platform to the partner's servers: nothing but TLS is taken."""
    no_receiving: Say | None = None
    """Why there is no receiving half."""
