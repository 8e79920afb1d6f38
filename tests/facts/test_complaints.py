"""What is wrong with a fact file's form, in words that help who wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.files import EXAMPLE, SHIPPED, changed, said

SAID = [
    (changed(SHIPPED, "  phone:", "  phnoe:"), '12:3: "phnoe" is no key of contact; did you mean "phone"?'),
    (changed(SHIPPED, "mail_routing:", "mail-routing:"), '40:1: "mail-routing" is no key of a fact file; did you mean "mail_routing"?'),
    (SHIPPED + "phone: 1\n", '45:1: "phone" is no key of a fact file; it is a key of contact: write it there'),
    (SHIPPED + "review: 1\n", '45:1: "review" is no key of a fact file; it is a key of mx, peer or outgoing: write it there'),
    (
        changed(SHIPPED, "  phone:", "  telex: 1\n  phone:"),
        '12:3: "telex" is no key of contact; its keys are name, email, phone and hours',
    ),
    (
        changed(SHIPPED, "  phone: +49 40 63705 808 ", ""),
        '9:1: contact lacks "phone"; add "phone:" with a phone number in groups of digits, like +49 30 23125 123',
    ),
    (changed(SHIPPED, "  trust: public ", ""), '14:1: certificate lacks "trust"; add "trust:" with public or private'),
    (changed(SHIPPED, ", en: Hamburg}", "}"), '34:7: data_storage.locations.city lacks "en"; say it in English too'),
    (
        changed(SHIPPED, "{de: Hamburg, en: Hamburg}", "Hamburg"),
        "34:7: data_storage.locations.city is one text; write the same said in German and in English: {de: …, en: …}",
    ),
    (changed(SHIPPED, "provider: Hamburg-Cloud", "provider:"), "6:1: provider is empty; write a single line of text"),
    (
        changed(EXAMPLE, '"#0b4f6c"', "#0b4f6c"),
        '80:3: brand.primary is empty; write a colour in quotes (# begins a comment), like "#0b4f6c"',
    ),
    (
        changed(EXAMPLE, "canonical_url: https", "canonical_url: # https"),
        (
            "69:3: authenticity.canonical_url is empty; write a web address (https://, a host, a path, no more), "
            "like https://www.platform.example/tls/, or delete the key"
        ),
    ),
    (
        changed(SHIPPED, '["*.hamburg-cloud.de"]', "[]"),
        '15:3: certificate.names is empty; write a list: ["*.platform.example"]',
    ),
    (
        changed(SHIPPED, '["*.hamburg-cloud.de"]', '"*.hamburg-cloud.de"'),
        '15:3: certificate.names is one text; write a list: ["*.platform.example"]',
    ),
    (changed(SHIPPED, "[de, en]", "de"), "5:1: languages is one text; write a list: [de, en]"),
    (changed(SHIPPED, "[de, en]", "[de, fr]"), '5:17: "fr" is no value of languages; write de or en'),
    (changed(SHIPPED, "provider: Hamburg-Cloud", "provider: [a]"), "6:1: provider is a list; write a single line of text"),
    (changed(SHIPPED, "provider: Hamburg-Cloud", "provider: {a: b}"), "6:1: provider is a mapping; write a single line of text"),
    (changed(SHIPPED, "outside_eu: no", "outside_eu: nein"), '32:3: "nein" is no value of data_storage.outside_eu; write no'),
    (changed(SHIPPED, "provided: yes", "provided: perhaps"), '22:3: "perhaps" is no value of managed_services.provided; write yes or no'),
    (changed(SHIPPED, "provided: yes", "provided: [yes]"), "22:3: managed_services.provided is a list; write yes or no"),
    (changed(EXAMPLE, "TLSv1.2", "TLS 1.3"), '34:3: "TLS 1.3" is no value of encryption.minimum; write TLSv1.3'),
    (changed(EXAMPLE, "TLSv1.2", "TLSv1.0"), '34:3: "TLSv1.0" is no value of encryption.minimum; write TLSv1.2 or TLSv1.3'),
    (changed(SHIPPED, "sheetgen-facts-1", "sheetgen-facts-2"), '4:1: "sheetgen-facts-2" is no value of schema; write sheetgen-facts-1'),
    (changed(SHIPPED, "    observed: unknown", "    observed: 24.11.2026"), '19:5: "24.11.2026" is no day; write 2026-11-24'),
    (
        changed(EXAMPLE, "  observed: 2026-11-02\n  review: 2027-05-01\n", ""),
        '56:1: peer lacks "observed"; add "observed:" with the day on which somebody looked, like 2026-11-02, or unknown',
    ),
    (changed(SHIPPED, "country: DE", "country: UK"), "35:7: UK is no country in ISO 3166-1; write GB"),
]


@pytest.mark.parametrize(("text", "line"), SAID)
def test_fault_of_form_is_told_once_in_our_words(text: str, line: str, tmp_path: Path) -> None:
    """One fault gives one line: where, what is wrong, what to write instead; nothing of pydantic's."""
    assert said(tmp_path, text) == [line]


def test_empty_section_lists_its_keys(tmp_path: Path) -> None:
    """A section without content is told its keys."""
    text = SHIPPED[: SHIPPED.index("mx:  ")] + "mx:\n"
    assert said(tmp_path, text) == ["42:1: mx is empty; write its keys on the lines below, indented: observed, review, hosts"]


def test_missing_section_is_told_at_the_top(tmp_path: Path) -> None:
    """The place of a missing section is that of the file's first key."""
    text = SHIPPED[: SHIPPED.index("mx:  ")]
    assert said(tmp_path, text) == [
        '4:1: a fact file lacks "mx"; add "mx:" with its keys on the lines below, indented: observed, review, hosts'
    ]
