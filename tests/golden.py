"""Golden files: what came out once, was read by somebody, and is to come out again. `pytest --rewrite-golden` writes them anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.places import CHECKOUT

FOLDER = CHECKOUT / "tests" / "golden"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden/ anew; read the difference before you commit it")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(name, text)`: the text is what the golden file of that name holds."""

    def same(name: str, text: str) -> None:
        path = FOLDER / name
        if request.config.getoption("--rewrite-golden"):
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_text(encoding="utf-8"), (
            f"{name} differs; if that is meant: pytest --rewrite-golden, and read the difference"
        )

    return same
