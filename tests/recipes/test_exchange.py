"""The recipes for Exchange: a grammar of PowerShell takes what they say, and Microsoft's reference knows it."""

from __future__ import annotations

import re
from itertools import product as pairs
from typing import get_args

import pytest

from sheetgen.recipes.code import PARTS, HalfName
from sheetgen.recipes.load import load_recipe
from tests.documents.jobs import ISSUED, domain
from tests.recipes.powershell import calls, faults
from tests.recipes.printed import printed
from tests.recipes.proof import record

RECIPES = ("exchange-server", "exchange-online")
HALVES: tuple[HalfName, ...] = get_args(HalfName)
CUSTOMERS = (domain("kunde.example"), domain("zweite.example", subdomains=True))
WITH_NETWORKS = "example"


@pytest.mark.parametrize("recipe", RECIPES)
def test_all_that_is_printed_is_powershell_that_exchange_knows(recipe: str, request: pytest.FixtureRequest) -> None:
    """Steps, checks and undo of both halves, for one customer and several, with the facts there are: each cmdlet, parameter and value."""
    for half, part, facts, customers in pairs(HALVES, PARTS, ("hamburg-cloud", WITH_NETWORKS), (CUSTOMERS[:1], CUSTOMERS)):
        code = printed(recipe, *customers, half=half, part=part, facts=facts)
        assert faults(code, recipe) == (), code
        assert not re.search(r"\S  ", code), "copied from a PDF, a run of blanks may become a line's end"
    record(request, recipe, "sending, receiving, undo: syntax and names")


PLANTED = {
    "planted: parameter misspelt": ("RequireTLS ", "RequireTSL ", "New-SendConnector has no -RequireTSL"),
    "planted: value misspelt": ("'DomainValidation'", "'DomainValidaton'", "-TlsAuthLevel takes no DomainValidaton"),
    "planted: text for a truth value": ("IgnoreSTARTTLS = $false", "IgnoreSTARTTLS = 'false'", "-IgnoreSTARTTLS takes no false"),
    "planted: quote left open": ("'*.hamburg-cloud.de'", "'*.hamburg-cloud.de", "no PowerShell: line "),
    "planted: brace left out": ("New-SendConnector @settings\n  }", "New-SendConnector @settings\n", "no PowerShell: line "),
    "planted: cmdlet unknown": ("New-SendConnector @", "Add-SendConnector @", "exchange-server has no Add-SendConnector"),
    "planted: cmdlet of the other product": ("Set-SendConnector", "New-OutboundConnector", "exchange-server has no New-OutboundConnector"),
    "planted: table misspelt": ("@settings", "@setings", "New-SendConnector has no -@setings"),
    "planted: property misspelt": ("SmartHosts,", "SmartHost,", "Get-SendConnector shows no SmartHost"),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_found(mistake: str, request: pytest.FixtureRequest) -> None:
    """What a slip of the pen would do to the recipe is told with its line."""
    right, wrong, said = PLANTED[mistake]
    code = printed("exchange-server", CUSTOMERS[0])
    assert right in code
    assert any(said in fault for fault in faults(code.replace(right, wrong), "exchange-server"))
    record(request, "exchange-server", mistake)


@pytest.mark.parametrize("recipe", RECIPES)
def test_tls_is_demanded_and_the_name_verified(recipe: str) -> None:
    """What makes the recipe a recipe: domains, TLS that is demanded, chain and name verified against the platform's name."""
    code = printed(recipe, *CUSTOMERS)
    (new,) = (dict(call.given) for call in calls(code) if call.name.startswith("New-"))
    assert new["TlsDomain"] == "'*.hamburg-cloud.de'"
    assert "'DomainValidation'" in (new.get("TlsAuthLevel"), new.get("TlsSettings"))
    assert new.get("RequireTLS", "$true") == "$true"
    assert [line.strip(" '") for line in code.splitlines() if line.startswith("  '") and "TLS" not in line] == [
        "kunde.example",
        "zweite.example",
        "*.zweite.example",
    ]


BOTH = ("kunde.example", "zweite.example")
NAMED = {
    ("exchange-server", "sending"): ("TLS-only ", BOTH),
    ("exchange-server", "receiving"): ("TLS-only from ", ("mail.nordlicht.example",)),
    ("exchange-online", "sending"): ("TLS-only ", BOTH),
    ("exchange-online", "receiving"): ("TLS-only from ", BOTH),
}


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("half", HALVES)
def test_undo_removes_what_the_steps_make(recipe: str, half: HalfName) -> None:
    """Undo deletes by the names that the steps give, without a question that would swallow pasted lines; what is there already is left."""
    steps, undo = (printed(recipe, *CUSTOMERS, half=half, part=part, facts=WITH_NETWORKS) for part in ("steps", "undo"))
    (made,) = (call.name for call in calls(steps) if call.name.startswith("New-"))
    (removed,) = (call for call in calls(undo) if call.name.startswith("Remove-"))
    assert removed.name.removeprefix("Remove-") == made.removeprefix("New-")
    assert ("Confirm", "$false") in removed.given
    prefix, names = NAMED[recipe, half]
    assert f"'{prefix}' + $customer.Name" in steps or f"'{prefix}{names[0]}'" in steps
    assert re.findall(f"'{prefix}([^']+)'", undo) == list(names)
    assert " -in " in steps.partition(made)[0]


def test_receiving_needs_the_platforms_networks() -> None:
    """Exchange Server tells by the sending server's address: without networks there is no code. Partner would want certificates."""
    assert calls(printed("exchange-server", CUSTOMERS[0], half="receiving")) == ()
    found = calls(printed("exchange-server", CUSTOMERS[0], half="receiving", facts=WITH_NETWORKS))
    (new,) = (dict(call.given) for call in found if call.name == "New-ReceiveConnector")
    assert (new["Usage"], new["PermissionGroups"], new["RequireTLS"]) == ("'Custom'", "'AnonymousUsers'", "$true")


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_paste_is_not_cut(recipe: str) -> None:
    """No empty line stands in a block of code: consoles end a statement there."""
    kept = load_recipe(recipe, ISSUED).recipe
    halves = [half for half in (kept.sending, kept.receiving) if half]
    assert all("\n\n" not in (step.code or "") for half in halves for steps in PARTS.values() for step in steps(half))
