"""What the slots of a recipe are filled with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sheetgen.domain import Domain
from sheetgen.recipes.filling import fill_with
from tests.documents.jobs import domain, platform

CUSTOMER = st.builds(lambda name, below: domain(f"{name}.example", subdomains=below), st.sampled_from("abcd"), st.booleans())


@given(st.lists(CUSTOMER, min_size=1))
def test_each_customer_is_filled_in_once(customers: list[Domain]) -> None:
    """In the order they were named; with the subdomains where it was named with them as well: nothing asked for is lost, nothing added."""
    filling = fill_with(platform("hamburg-cloud"), domain("firma.de"), customers)
    values = filling.values["customer"]
    assert [value.name for value in values] == list(dict.fromkeys(one.ascii for one in customers))
    assert {value.name for value in values if value.wild} == {one.ascii for one in customers if one.subdomains}
    assert ("several_customers" in filling.met) == (len(values) > 1)
