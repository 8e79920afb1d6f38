"""What is proven of recipes: a table, of which each test records its row. It is shown at the end of a run, and kept in docs/recipes.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import pytest

from sheetgen.cli.recipe import known
from sheetgen.recipes.load import load_recipe
from sheetgen.recipes.names import names
from tests.places import CHECKOUT

PAGE = CHECKOUT / "docs" / "recipes.md"
PROPERTY = "recipe proof"


class Row(NamedTuple):
    """What was run, and what came of it."""

    recipe: str
    version: str
    case: str
    result: str


_CASES: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("postfix", "3.7, 3.10"): (
        ("sending: the right certificate", "delivered over TLS, verified; sent locally and by SMTP"),
        ("sending: wrong name", "deferred, certificate not verified"),
        ("sending: unknown authority", "deferred, certificate not verified"),
        ("sending: expired", "deferred, certificate expired"),
        ("sending: no STARTTLS", "deferred, TLS not offered"),
        ("sending: a forged answer of DNS", "deferred, certificate not verified"),
        ("sending: a domain in no rule", "delivered in plain text, as before"),
        ("sending: authenticated senders", "held to it as all others"),
        ("sending: tables that were there, with weaker rules for the same domains", "kept, and give way for these alone"),
        ("receiving: plain text from the domain", "deferred (450)"),
        ("receiving: TLS, other senders, own networks", "taken"),
        ("receiving: restrictions and classes that were there", "kept; they hold as before, for other senders in own networks, too"),
        ("receiving: the same, a sender of the table in own networks", "passed over, as the recipe says"),
        ("undo, both halves", "/etc/postfix as before, byte for byte; in the wrong order nothing is done"),
        ("undo: files of the same names", "as before, byte for byte"),
    ),
    ("postfix", "3.7"): (
        ("undo: receiving before sending, which was set last", "nothing is done"),
        ("sending: subdomains", "held to it where they are included, and nowhere else"),
        ("sending: two names in the certificate, TLSv1.2 or later", "delivered; a wrong name deferred"),
        ("sending: the same domain again, by new facts", "the new rule holds"),
        ("planted: match left out", "found: the right one is deferred"),
        ("planted: policy misspelt", "found: the right one is deferred"),
        ("planted: policy too weak", "found: a wrong name is delivered to"),
        ("planted: table not named", "found: a wrong name is delivered to"),
        ("planted: transport map in the way", "found: a wrong name is delivered to; the recipe's first step shows the map"),
        ("planted: relay in the way", "found: a wrong name is delivered to; the recipe's first step shows the relay"),
        ("planted: no authority trusted", "found: the right one is deferred"),
    ),
    ("exim", "4.96, 4.98"): (
        ("sending: the right certificate", "delivered over TLS, verified; in one file and in many; sent locally and by SMTP"),
        ("sending: wrong name", "deferred, verification failed"),
        ("sending: unknown authority", "deferred, certificate invalid"),
        ("sending: expired", "deferred, certificate invalid"),
        ("sending: no STARTTLS", "deferred, TLS not offered"),
        ("sending: a forged answer of DNS", "delivered: the name is that of the MX host"),
        ("sending: a domain in no rule", "delivered in plain text, as before"),
        ("sending: authenticated senders", "held to it as all others"),
        ("sending: subdomains", "held to it where they are included, and nowhere else"),
        ("receiving: plain text from the domain", "deferred (451)"),
        ("receiving: TLS, other senders, own networks", "taken"),
        ("undo, both halves", "/etc/exim4 as before, byte for byte; in the wrong order nothing is done"),
        ("undo: files of the same names", "as before, byte for byte"),
    ),
    ("exim", "4.96"): (
        ("undo: receiving before sending, which was set last", "nothing is done"),
        ("sending: a smarthost, or an exim4.conf of one's own", "held to it all the same"),
        ("sending: a smarthost, by the first step", "shown"),
        ("sending: TLSv1.2 or later", "an older version is deferred where the facts demand it"),
        ("planted: hosts_require_tls left out", "found: a server without TLS is delivered to"),
        ("planted: no name verified", "found: a wrong name is delivered to"),
        ("planted: domain misspelt", "found: a wrong name is delivered to"),
        ("planted: senders who log in left out", "found: who logs in sends to a wrong name"),
        ("planted: option misspelt", "found: the configuration is not taken"),
    ),
    ("sendmail", "8.17, 8.18"): (
        ("sending: the right certificate", "delivered over TLS, verified; sent locally and by SMTP"),
        ("sending: wrong name", "deferred, certificate not valid for the MX host"),
        ("sending: unknown authority", "deferred, authentication failed"),
        ("sending: expired", "deferred, authentication failed"),
        ("sending: no STARTTLS", "deferred, TLS not supported"),
        ("sending: TLS 1.1", "deferred: Debian's OpenSSL takes none older than TLS 1.2"),
        ("sending: a forged answer of DNS", "deferred, no host of the platform"),
        ("sending: a domain in no rule", "delivered in plain text, as before"),
        ("sending: authenticated senders", "held to it as all others"),
        ("sending: an access map that was there", "kept; its own rules hold as before"),
        ("sending: subdomains", "held to it where they are included, and nowhere else"),
        ("receiving: plain text from the domain", "deferred (450)"),
        ("receiving: TLS, other senders, own networks", "taken"),
        ("undo, both halves", "/etc/mail as before, byte for byte; in the wrong order nothing is done"),
        ("undo: files of the same names", "as before, byte for byte"),
    ),
    ("sendmail", "8.17"): (
        ("undo: receiving before sending, which was set last", "nothing is done"),
        ("sending: one run of the queue", "each message is held to the certificate of its own connection"),
        ("planted: verification misspelt", "found: an unknown authority is delivered to"),
        ("planted: any host's name taken", "found: somebody else's host is delivered to"),
        ("planted: domain misspelt", "found: a wrong name is delivered to"),
        ("planted: rule not included", "found: a wrong name is delivered to"),
        ("planted: TLS_Rcpt with CN in its stead", "found: somebody else's host is delivered to"),
        ("planted: smarthost in the way", "found: the right one is deferred"),
        ("planted: connections kept open", "found: the right one is deferred"),
    ),
    ("opensmtpd", "6.8, 7.6"): (
        ("sending: the right certificate", "delivered over TLS, verified; sent locally, by SMTP and from an inner network"),
        ("sending: wrong name", "deferred, certificate not taken"),
        ("sending: unknown authority", "deferred, certificate not taken"),
        ("sending: expired", "deferred, certificate not taken"),
        ("sending: no STARTTLS", "deferred, TLS not supported"),
        ("sending: TLS 1.1", "deferred: Debian's OpenSSL takes none older than TLS 1.2"),
        ("sending: a forged answer of DNS", "delivered: the name is that of the MX host"),
        ("sending: a domain in no rule", "delivered in plain text, as before"),
        ("sending: subdomains", "held to it where they are included, and nowhere else"),
        ("sending: who may send", "the same as before: each relaying line has its line, and no line of anybody's"),
        ("undo", "/etc/smtpd.conf as before, byte for byte"),
        ("undo: a file of the same name", "as before, byte for byte"),
    ),
    ("opensmtpd", "7.6"): (
        ("sending: authenticated senders", "held to it as all others"),
        ("receiving: a match line on TLS", "451 to all, with TLS too: it has no receiving half"),
    ),
    ("opensmtpd", "6.8"): (
        ("receiving: TLS", "no session: the package takes no TLS from anybody"),
        ("planted: no-verify", "found: a wrong name is delivered to"),
        ("planted: relay without tls", "found: a server without TLS is delivered to"),
        ("planted: domain misspelt", "found: an expired certificate is delivered to"),
        ("planted: senders of this machine alone", "found: an inner network sends to an unknown authority"),
        ("planted: line after the one it is for", "found: an expired certificate is delivered to"),
    ),
    ("mailcow", "not run"): (
        ("sending: what is entered, in Debian's Postfix", "the right certificate is delivered to; a wrong name deferred"),
        ("receiving: what is entered, in Debian's Postfix", "plain text from the domain refused (550); TLS, others, own networks taken"),
    ),
    ("exchange-server", "not run"): (
        ("sending, receiving, undo: syntax and names", "a grammar of PowerShell takes it, Microsoft's reference knows it"),
        ("planted: parameter misspelt", "found"),
        ("planted: value misspelt", "found"),
        ("planted: text for a truth value", "found"),
        ("planted: quote left open", "found"),
        ("planted: brace left out", "found"),
        ("planted: cmdlet unknown", "found"),
        ("planted: cmdlet of the other product", "found"),
        ("planted: table misspelt", "found"),
        ("planted: property misspelt", "found"),
    ),
    ("exchange-online", "not run"): (
        ("sending, receiving, undo: syntax and names", "a grammar of PowerShell takes it, Microsoft's reference knows it"),
    ),
}
PROOFS = tuple(Row(*server, *case) for server, cases in _CASES.items() for case in cases)


def record(request: pytest.FixtureRequest, recipe: str, *cases: str) -> None:
    """Note that the cases of a recipe came out as PROOFS says; with the test's report, so that it comes from a worker, too."""
    for case in cases:
        (row,) = (row for row in PROOFS if (row.recipe, row.case) == (recipe, case))
        request.node.user_properties.append((PROPERTY, list(row)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The rows that this run has proven."""
    passed = terminalreporter.getreports("passed")
    rows = sorted(
        {tuple(value) for report in passed if report.when == "call" for name, value in report.user_properties if name == PROPERTY}
    )
    if rows:
        terminalreporter.section("recipes proven")
        for row in rows:
            terminalreporter.write_line("  ".join((f"{row[0]} {row[1]:5}", f"{row[2]:58}", row[3])))


def page() -> str:
    """docs/recipes.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Recipes: what is proven"
    yield ""
    yield "`make test` runs what `sheetgen recipe` prints: pasted into Debian's own configuration, in a network of its own, against"
    yield "servers that differ in their certificate."
    yield "PowerShell is not run: what is printed is held against a grammar of it and a table of Microsoft's cmdlets."
    yield "mailcow is not run: what is entered in its pages and files is tried in Debian's Postfix."
    yield "It prints this table at its end; a test keeps this page fresh."
    yield ""
    yield "| recipe | for | sending | receiving |"
    yield "| --- | --- | --- | --- |"
    for name in names():
        recipe = load_recipe(name, date(2026, 11, 25)).recipe
        versions = ", ".join(f"{v.version} ({v.system})" if v.system else str(v.version) for v in recipe.versions)
        receiving = known(recipe, recipe.receiving) if recipe.receiving else "no receiving half"
        yield f"| `{name}` | {f'{recipe.product} {versions}'.rstrip()} | {known(recipe, recipe.sending)} | {receiving} |"
    yield ""
    yield "| recipe | version run | case | result |"
    yield "| --- | --- | --- | --- |"
    for row in PROOFS:
        yield f"| {' | '.join(row)} |"
