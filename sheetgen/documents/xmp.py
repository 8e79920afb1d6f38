"""A PDF's Info dictionary and XMP packet, both written whole from the job: they agree, whatever a template says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from sheetgen.documents import Job
from sheetgen.documents.carried import DESCRIBED, NAMESPACE, properties
from sheetgen.documents.lettering import flat
from sheetgen.documents.marks import FILLER
from sheetgen.shape import digits, in_data

_EXTENSION = "http://www.aiim.org/pdfa/ns/"
_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": f"{_EXTENSION}id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": f"{_EXTENSION}extension/",
    "pdfaSchema": f"{_EXTENSION}schema#",
    "pdfaProperty": f"{_EXTENSION}property#",
    "sheetgen": NAMESPACE,
}
_SCHEMAS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "pdfuaid": ("PDF/UA Universal Accessibility Schema", "Integer", {"part": "Part of ISO 14289 the file conforms to"}),
    "sheetgen": ("What a data sheet says it is", "Text", DESCRIBED),
}
"""The schemas that PDF/A does not know (ISO 19005-2, 6.6.2.3): title, kind of value, properties. The prefixes must be these very ones."""


def describe(pdf: Any, job: Job) -> None:
    """Set the metadata of a PDF that is not written yet: where slots are open, their marks stand in it."""
    about = _about(job)
    day = f"D:{digits(job.sheet.issued)}000000Z"
    pdf.info.update({name: pydyf.String(value.replace(FILLER, "")) for name, value in about.items()})
    pdf.info.update({name: pydyf.String(day) for name in ("CreationDate", "ModDate")})
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.compress = False  # whoever searches a PDF for its date need not know of compression
    metadata.stream = [_packet(about, job).replace(FILLER, "").encode()]


def _about(job: Job) -> dict[str, str]:
    """The entries of the Info dictionary that are text."""
    page, program = job.page, f"sheetgen {job.origin.version}"
    return {
        "Title": flat(page.title, job.values),
        "Author": flat(page.author, job.values),
        "Subject": flat(page.description, job.values),
        "Keywords": ", ".join(_keywords(job)),
        "Creator": program,
        "Producer": program,
    }


def _keywords(job: Job) -> Iterable[str]:
    """What one searches an archive for."""
    return dict.fromkeys(
        (
            *(flat(part, job.values) for part in job.page.foot[:2]),
            job.sheet.request.domain.ascii,
            *(job.values[name] for name in ("ticket", "number") if name in job.values),
        )
    )


def _packet(about: Mapping[str, str], job: Job) -> str:
    day = in_data(f"{job.sheet.issued.isoformat()}T00:00:00Z")
    described = (
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        f"<dc:title>{_alternative(about['Title'])}</dc:title>",
        f"<dc:creator>{_listed('Seq', [about['Author']])}</dc:creator>",
        f"<dc:description>{_alternative(about['Subject'])}</dc:description>",
        f"<dc:language>{_listed('Bag', job.page.lang.split('-'))}</dc:language>",
        f"<pdf:Keywords>{escape(about['Keywords'])}</pdf:Keywords>",
        f"<pdf:Producer>{escape(about['Producer'])}</pdf:Producer>",
        f"<xmp:CreatorTool>{escape(about['Creator'])}</xmp:CreatorTool>",
        *(f"<xmp:{name}>{day}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate")),
        *(f"<sheetgen:{name}>{escape(value)}</sheetgen:{name}>" for name, value in properties(job).items()),
        f"<pdfaExtension:schemas><rdf:Bag>{''.join(map(_schema, _SCHEMAS))}</rdf:Bag></pdfaExtension:schemas>",
    )
    prefixes = " ".join(f'xmlns:{prefix}="{namespace}"' for prefix, namespace in _PREFIXES.items())
    lines = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        f'<rdf:RDF {prefixes}><rdf:Description rdf:about="">',
        *described,
        "</rdf:Description></rdf:RDF>",
        "</x:xmpmeta>",
        '<?xpacket end="r"?>',
    )
    return "\n".join(lines)


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _listed(kind: str, members: Iterable[str]) -> str:
    return f"<rdf:{kind}>{''.join(f'<rdf:li>{escape(member)}</rdf:li>' for member in members)}</rdf:{kind}>"


def _schema(prefix: str) -> str:
    title, kind, described = _SCHEMAS[prefix]
    declared = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(text)}</pdfaProperty:description></rdf:li>\n"
        for name, text in described.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{escape(title)}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_PREFIXES[prefix]}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\n"
        f"<pdfaSchema:property><rdf:Seq>{declared}</rdf:Seq></pdfaSchema:property></rdf:li>\n"
    )
