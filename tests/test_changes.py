"""Which facts differ between the data of two sheets."""

from __future__ import annotations

from typing import Any

import pytest

from sheetgen.changes import Change, changes
from sheetgen.sheet import to_data
from tests.documents.jobs import make_job


def _row(key: str, value: Any) -> dict[str, Any]:
    return {"rows": [{"key": key, "value": value}]}


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (_row("minimum", "TLSv1.2"), _row("minimum", "TLSv1.3"), ("minimum", "TLSv1.2", "TLSv1.3")),
        (_row("contact", {"phone": "1"}), _row("contact", {"phone": "2"}), ("contact.phone", "1", "2")),
        (_row("mx", {"hosts": ["a", "b"]}), _row("mx", {"hosts": ["b"]}), ("mx.hosts", "a, b", "b")),
        (_row("mx", {"hosts": []}), _row("mx", {"hosts": ["b"]}), ("mx.hosts", "nothing", "b")),
        (_row("x", {"places": [{"city": "a"}]}), _row("x", {"places": [{"city": "b"}]}), ("x.places[1].city", "a", "b")),
        ({"rows": []}, _row("dane", "yes"), ("dane", "nothing", "yes")),
        (_row("dane", "yes"), {"rows": []}, ("dane", "yes", "nothing")),
        ({"canonical_url": "a"}, {"canonical_url": "b"}, ("canonical_url", "a", "b")),
    ],
)
def test_a_change_is_named(old: dict[str, Any], new: dict[str, Any], change: tuple[str, str, str]) -> None:
    """Rows by their keys, lists whole, what one side lacks as nothing."""
    assert changes(old, new) == (Change(*change),)


def test_rows_of_one_key_are_numbered() -> None:
    """The second of the further rows is `further[2]`."""
    rows = [{"key": "further", "value": {"label": name}} for name in "ab"]
    changed = [rows[0], {"key": "further", "value": {"label": "c"}}]
    assert changes({"rows": rows}, {"rows": changed}) == (Change("further[2].label", "b", "c"),)


def test_recipes_bear_their_names() -> None:
    """Whichever stands first; one that came has no older digest."""
    old = {"recipes": [{"name": "exim", "sha256": "a"}]}
    new = {"recipes": [{"name": "postfix", "sha256": "b"}, {"name": "exim", "sha256": "c"}]}
    assert changes(old, new) == (Change("recipe.postfix.sha256", "nothing", "b"), Change("recipe.exim.sha256", "a", "c"))


def test_day_and_number_are_no_facts() -> None:
    """Two sheets of one request on two days say the same."""
    one, other = to_data(make_job().sheet), {**to_data(make_job().sheet), "issued": "2027-01-01", "number": "00000000"}
    assert changes(one, other) == ()
