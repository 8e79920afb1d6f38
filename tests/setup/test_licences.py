"""setup/licences.py refuses what may not be shipped with sheetgen, and its page is fresh."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement

from tests.places import CHECKOUT
from tests.setup.scripts import script

licences = script("licences")
PYPROJECT = (CHECKOUT / "pyproject.toml").read_text("utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]
DEPENDENCIES = [Requirement(text) for text in PROJECT["dependencies"]]
EXTRA = [Requirement(text) for text in PROJECT["optional-dependencies"]["dask"]]


def test_the_page_is_fresh() -> None:
    """docs/dependencies.md says what pyproject.toml, requirements.txt and the installed packages say."""
    assert (CHECKOUT / "docs" / "dependencies.md").read_text("utf-8") == licences.document()


def test_each_dependency_has_its_reason() -> None:
    """No dependency stands in pyproject.toml without a comment that says what it is for."""
    assert set(licences.reasons(PYPROJECT)) == {requirement.name for requirement in DEPENDENCIES}
    assert set(licences.reasons(PYPROJECT, "dask")) == {requirement.name for requirement in EXTRA}


def test_the_pins_are_what_is_asked_for() -> None:
    """Each dependency is pinned, at a version that pyproject.toml permits, and that version is installed here."""
    pinned = licences.pinned((CHECKOUT / "requirements.txt").read_text("utf-8"))
    for requirement in DEPENDENCIES:
        assert pinned[requirement.name] in requirement.specifier
        assert distribution(requirement.name).version == pinned[requirement.name]


def test_an_extra_is_no_dependency() -> None:
    """What --dask needs is installed for the tests, at a version that pyproject.toml permits, and for nobody who did not ask for it."""
    run, test = (licences.pinned((CHECKOUT / name).read_text("utf-8")) for name in ("requirements.txt", "requirements-test.txt"))
    for requirement in EXTRA:
        assert test[requirement.name] in requirement.specifier
        assert requirement.name not in run


def test_pins_of_tests_are_those_of_the_program() -> None:
    """Where both files of pins name a package they agree, so that tests run what users run."""
    run, test = (licences.pinned((CHECKOUT / name).read_text("utf-8")) for name in ("requirements.txt", "requirements-test.txt"))
    assert {name: test[name] for name in run.keys() & test.keys()} == {name: run[name] for name in run.keys() & test.keys()}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "tests/npm/package-lock.json"])
def test_pins_name_no_registry(name: str) -> None:
    """No address and no folder of the machine that compiled them stands in the pins, and each has its hash."""
    text = (CHECKOUT / name).read_text("utf-8")
    assert "://" not in text
    assert " /" not in text
    if name.endswith(".txt"):
        assert all("--hash=sha256:" in pin for pin in re.split(r"^[a-z]", text, flags=re.MULTILINE)[1:])
    else:
        assert text.count('"integrity": "sha512-') == text.count('"node_modules/')


def test_pyphen_is_taken_under_the_mpl() -> None:
    """Of its three licences the page names the one we take."""
    assert licences.taken("pyphen", licences.stated("pyphen")) == "MPL-1.1"


@pytest.mark.parametrize("expression", ["GPL-3.0-only", "AGPL-3.0-or-later", "GPL-2.0-or-later OR AGPL-3.0-only", "MIT AND GPL-3.0-only"])
def test_gpl_is_refused(expression: str) -> None:
    """A package that leaves no choice but the GPL or AGPL stops the page."""
    with pytest.raises(LookupError, match="takes nothing under the GPL"):
        licences.taken("made-up", expression)


def test_lgpl_and_a_choice_are_taken() -> None:
    """The LGPL is none of the two; of a choice the rest is taken."""
    assert licences.taken("made-up", "LGPL-2.1-or-later") == "LGPL-2.1-or-later"
    assert licences.taken("made-up", "GPL-2.0-only OR MIT") == "MIT"


@pytest.mark.parametrize(
    ("one", "classifiers"),
    [
        ("", []),
        ("All rights\nreserved", []),
        ("", ["License :: Other/Proprietary License"]),
        ("", ["License :: OSI Approved :: MIT License", "License :: Other/Proprietary License"]),
        ("", ["Topic :: Printing"]),
    ],
)
def test_an_unknown_licence_is_refused(one: str, classifiers: list[str]) -> None:
    """A package that states nothing we know stops the page: someone must read what it says."""
    with pytest.raises(LookupError, match="states no licence"):
        licences.licence("made-up", one, classifiers)


def test_an_expression_goes_before_a_classifier() -> None:
    """SPDX is taken as stated; else classifiers are translated."""
    classifier = "License :: OSI Approved :: MIT License"
    assert licences.licence("made-up", "BSD-2-Clause", [classifier]) == "BSD-2-Clause"
    assert licences.licence("made-up", "", [classifier]) == "MIT"
