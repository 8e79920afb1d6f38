"""What travels by e-mail in these tests, from plain to hard."""

from __future__ import annotations

from dataclasses import replace

from sheetgen.desk import Attachment, Delivery

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\r\n.\r\n..\r\nFrom me\r\n%%EOF"
LONG = f"tls-kommunikation_{'a' * 63}.{'b' * 16}~0123abcd_de-en.pdf"
IDN = "müller-büromöbel-straße.de (xn--mller-brombel-strae-9fcb83bmb.de)"
DELIVERY = Delivery(
    ticket="4711",
    public=False,
    subject="TLS-Kommunikation: firma.de",
    text="Größe: straße\n.\nFrom here\n" + "ü" * 300 + "\n",
    html='<!doctype html><html lang="de"><p>Größe</p></html>\n',
    attachments=(Attachment("tls-kommunikation_firma.de_de-en.pdf", "application/pdf", PDF),),
    numbers=("33a45e14", "0a1b2c3d"),
    issued="2026-11-25",
)
SUBJECTS = {
    "plain": "TLS-Kommunikation: firma.de",
    "idn": f"TLS-Kommunikation: {IDN}",
    "three idns": f"TLS-Kommunikation: {IDN}, {IDN}, {IDN}, + 4",
    "longest": f"TLS-Kommunikation: {'.'.join(('a' * 63, 'b' * 63, 'c' * 63, 'd' * 58, 'de'))}",
    "greek": f"TLS-Kommunikation: {'ελληνικά-παράδειγμα.' * 10}gr",
    "looks encoded": "TLS =?UTF-8?Q?=0A?=Bcc: evil@elsewhere.example",
}

HARD = replace(
    DELIVERY, subject=SUBJECTS["three idns"], attachments=(*DELIVERY.attachments, Attachment(LONG, "application/pdf", PDF[::-1]))
)
"""International names in the subject, and a second file with a long name."""

ARRIVED = {file.name.replace("~", "_"): file.data for file in HARD.attachments}
"""Its files as they arrive: `~` is written `_`, since Znuny would change it."""
