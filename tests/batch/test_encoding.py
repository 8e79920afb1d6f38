"""In which encodings a list is taken, and how its lines are numbered."""

from __future__ import annotations

import codecs

import pytest

from sheetgen.batch.encoding import LONGEST_LINE
from sheetgen.reading import BLOCK
from tests.batch.lists import problem, read, told, where

UMLAUT = "x.de\r\nmüller.de\r\n"


@pytest.mark.parametrize(
    "content",
    [
        UMLAUT.encode(),
        codecs.BOM_UTF8 + UMLAUT.encode(),
        codecs.BOM_UTF16_LE + UMLAUT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + UMLAUT.encode("utf-16-be"),
        UMLAUT.encode("cp1252"),
        UMLAUT.rstrip().encode("cp1252"),  # the last line has no end
        UMLAUT.replace("\r\n", "\n").encode(),
        UMLAUT.replace("\r\n", "\r").encode(),
    ],
)
def test_encodings_that_are_taken(content: bytes) -> None:
    """UTF-8, UTF-16 with its mark, Windows-1252 with CRLF: the same rows at the same lines, and no mark in the first."""
    assert told(content) == ["1 x.de", "2 müller.de"]


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"x.de\nm\xfcller.de\n", "2", "this line is not UTF-8"),
        (b"x.de\rm\xfcller.de\r", "2", "this line is not UTF-8"),
        (b"m\xfcller.de", "1", "this line is not UTF-8"),
        (b"x.de\r\nm\xfcller.de\r\ny.de\n", "2", "this line is not UTF-8"),
        (b"x.de\r\nm\xfcller.de\r\ny.de\r", "2", "this line is not UTF-8"),
        ("müller.de\r\n".encode() + b"m\xfcller.de\r\n", "2", "this line is not UTF-8"),  # two encodings
        ("€.de\r\n".encode() + b"\xc3", "2", "this line is not UTF-8"),  # cut off
        (codecs.BOM_UTF8 + b"x.de\r\nm\xfcller.de\r\n", "2", "this line is not UTF-8"),
        (b"x.de\r\nm\xfcller.de\r\ny\x81.de\r\n", "3", "byte 81 is no character of Windows-1252"),
        (b"x.de\r\n\x9d\r\nm\xfcller.de\r\n", "2", "byte 9D"),
        (codecs.BOM_UTF16_LE + "x.de\n\ud800y".encode("utf-16-le", "surrogatepass"), "2", "this line is not UTF-16"),
        (codecs.BOM_UTF16_BE + "x.de\ny".encode("utf-16-be") + b"\0", "2", "this line is not UTF-16"),
        ("x.de".encode("utf-16-le"), "file", "UTF-16 without a byte order mark"),
        ("x.de".encode("utf-16-be"), "file", "UTF-16 without a byte order mark"),
        ("x.de".encode("utf-32"), "file", "UTF-32"),
        ("x.de".encode("utf-32-be"), "file", "UTF-32"),
        ("x.de".encode("utf-32-le"), "file", "UTF-32"),
        (b"PK\3\4\x14\0", "file", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "file", "an old Excel workbook"),
        (b"%PDF-1.7\n", "file", "a PDF"),
        (rb"{\rtf1\ansi firma.de}", "file", "RTF"),
        (b"\n<!DOCTYPE html>\n<p>m\xfcller.de", "file", "HTML"),
        (codecs.BOM_UTF8 + b'<html lang="de">x.de', "file", "HTML"),
        (codecs.BOM_UTF16_LE + '<?xml version="1.0"?>'.encode("utf-16-le"), "file", "XML"),
    ],
)
def test_what_is_in_no_encoding(content: bytes, place: str, words: str) -> None:
    """Anything else is refused with the first line that is wrong, and nothing of it is read; the hint says how to save it."""
    (refused,) = read(content)
    assert refused == problem(content)
    assert (where(refused.place), problem(content).severity) == (place, "refusal")
    assert words in problem(content).message
    assert "CSV UTF-8" in problem(content).hint


@pytest.mark.parametrize("before", range(BLOCK - 6, BLOCK + 3))
def test_no_character_is_lost_between_blocks(before: int) -> None:
    """Wherever the first block of bytes ends: within a character, between CR and LF, or at the place that is wrong."""
    lead = f"{'#' * (before % 1000)}\r\n" + f"{'#' * 998}\r\n" * (before // 1000)
    assert told(lead + UMLAUT)[1] == f"{before // 1000 + 3} müller.de"
    assert told((lead + UMLAUT).encode("cp1252"))[1] == f"{before // 1000 + 3} müller.de"
    assert told((lead + "ü\r\n").encode() + b"\xfc\r\n") == [f"{before // 1000 + 3} list.encoding"]
    assert told((lead + "😀\n").encode() + b"\xfc\ny.de\n") == [f"{before // 1000 + 3} list.encoding"]
    assert told(lead.encode() + b"\xfc\r\n\x81\r\n") == [f"{before // 1000 + 3} list.encoding"]


@pytest.mark.parametrize(
    ("content", "expected"), [("x.de\n\0y.de\nz.de\n", "2:1"), ("x.de\ny\x1b[31m.de\nz.de\n", "2:2"), ("x.de\n\ty\x85\nz.de", "2:3")]
)
def test_control_characters(content: str, expected: str) -> None:
    """A line with one is refused, with the column; those around it are read."""
    assert told(content) == ["1 x.de", f"{expected} list.control", "3 z.de"]


def test_lines_that_are_too_long() -> None:
    """One of 64 Ki characters is read, one more is told, and the next line follows."""
    longest = "x" * LONGEST_LINE
    assert told(f"x.de\n{longest}\n{longest}y\n{longest}{longest}\ny.de\n{longest}{longest}") == [
        "1 x.de",
        f"2 {longest}",
        "3 list.long-line",
        "4 list.long-line",
        "5 y.de",
        "6 list.long-line",
    ]
