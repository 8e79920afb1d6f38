"""What holds between facts: one small function a rule, all in one table."""

from __future__ import annotations

from collections.abc import Iterator

from sheetgen.errors import Problem
from sheetgen.facts.checks import agreement, dates, looks, names, texts
from sheetgen.facts.checks.base import Check, Subject, Unread
from sheetgen.yamlfile import YamlFile

CHECKS: tuple[Check, ...] = (
    Check("facts.languages", "refusal", texts.languages),
    Check("facts.host-not-covered", "refusal", names.host_not_covered),
    Check("facts.certificate-covers-no-host", "refusal", names.name_covers_no_host),
    Check("facts.host-twice", "refusal", names.host_twice),
    Check("facts.certificate-name-twice", "refusal", names.certificate_name_twice),
    Check("facts.outgoing-empty", "refusal", names.outgoing_empty),
    Check("facts.network-twice", "refusal", names.network_twice),
    Check("facts.network-not-public", "refusal", names.network_not_public),
    Check("facts.url-elsewhere", "warning", names.url_elsewhere),
    Check("facts.managed-text", "refusal", agreement.managed_text),
    Check("facts.outside-eu", "refusal", agreement.outside_eu),
    Check("facts.dane-one-way", "warning", agreement.dane_one_way),
    Check("facts.mta-sts-private", "refusal", agreement.mta_sts_private),
    Check("facts.never-observed", "warning", dates.never_observed),
    Check("facts.observed-in-future", "refusal", dates.observed_in_future),
    Check("facts.review-before-observed", "refusal", dates.review_before_observed),
    Check("facts.review-passed", "warning", dates.review_passed),
    Check("facts.no-review", "warning", dates.no_review),
    Check("facts.issuer-renamed", "warning", dates.issuer_renamed),
    Check("facts.row-repeats", "refusal", texts.row_repeats),
    Check("facts.row-twice", "refusal", texts.row_twice),
    Check("facts.host-in-text", "refusal", texts.host_in_text),
    Check("facts.no-glyph", "refusal", texts.no_glyph),
    Check("facts.contrast-too-low", "refusal", looks.contrast_too_low),
    Check("facts.contrast-low", "warning", looks.contrast_low),
    Check("facts.logo", "refusal", looks.logo),
)


def run(subject: Subject, file: YamlFile) -> Iterator[Problem]:
    """Every breach of every rule, with its place. A rule about a broken part of the file ends there."""
    for check in CHECKS:
        try:
            for finding in check.find(subject):
                yield Problem(check.code, check.severity, finding.message, file.place(finding.path), finding.hint)
        except Unread:
            continue
