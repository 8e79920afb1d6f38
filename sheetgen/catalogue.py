"""Terms -> pieces in one language: gettext messages and CLDR. The only place that knows a language."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sheetgen.blocks import Piece, Pieces, Plain, Slot
from sheetgen.messages import Subject, Unsayable, message, nothing_for
from sheetgen.slots import Lang, SheetLang, numeric
from sheetgen.terms import InCountry, InWords, Listed, Message, OnDay, Strong, Term, Terms


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language. `dates` is the sheet's: shared dates of a bilingual sheet are written the English way."""

    lang: Lang
    dates: SheetLang

    def pieces(self, terms: Terms) -> Pieces:
        """Terms -> pieces; words that follow each other are joined."""
        joined: list[Piece] = []
        for piece in self._resolve(terms):
            last = joined[-1] if joined else None
            if isinstance(piece, Plain) and isinstance(last, Plain) and (piece.lang, piece.strong) == (last.lang, last.strong):
                joined[-1] = replace(last, text=last.text + piece.text)
            else:
                joined.append(piece)
        return tuple(joined)

    def text(self, terms: Terms) -> str:
        """Terms of words alone -> text, for what is no running content: page words, an alternative text."""
        return "".join(piece.text for piece in self.pieces(terms) if isinstance(piece, Plain))

    def _resolve(self, terms: Terms) -> Iterator[Piece]:
        for term in terms:
            yield from self._one(term)

    def _one(self, term: Term) -> Iterator[Piece]:
        match term:
            case Message():
                yield from self._message(term)
            case Strong():
                for piece in self._resolve(term.terms):
                    yield replace(piece, strong=True) if isinstance(piece, Plain | Slot) else piece
            case InWords():
                yield Plain(term.words.in_lang(self.lang))
            case InCountry():
                yield Plain(_country(self.lang, term.code))
            case OnDay():
                yield Plain(numeric(term.day, self.dates))
            case Listed():
                yield from self._list(term)
            case _:
                yield term

    def _message(self, term: Message) -> Iterator[Piece]:
        subject: Subject = "site" if term.id.startswith("site.") else "sheet"
        for literal, name, _, _ in string.Formatter().parse(message(self.lang, subject, term.id)):
            if literal:
                yield Plain(literal)
            if name is None:
                continue
            if name not in term.parts:
                raise Unsayable(self.lang, subject, term.id, nothing_for(term.id, name))
            yield from self._resolve(term.parts[name])

    def _list(self, term: Listed) -> Iterator[Piece]:
        """CLDR's pattern, laid around private marks that stand for the members."""
        from babel.lists import format_list

        marks = [chr(0xE000 + i) for i in range(len(term.members))]
        pattern = format_list(marks, locale=self.lang)
        members = dict(zip(marks, term.members, strict=True))
        words = ""
        for character in pattern:
            if character not in members:
                words += character
                continue
            if words:
                yield Plain(words)
            words = ""
            yield from self._resolve(members[character])
        if words:
            yield Plain(words)


def _country(lang: Lang, code: str) -> str:
    from babel import Locale

    return str(Locale(lang).territories[code])
