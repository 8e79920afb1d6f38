"""What a recipe is filled with: a platform's facts and the domains of a request. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sheetgen.domain import Domain
from sheetgen.facts.platform import Platform
from sheetgen.recipes.recipe import Need, Passage, Step
from sheetgen.recipes.slots import Value, Values


@dataclass(frozen=True, slots=True)
class Filling:
    """The values of the slots, and which of a step's conditions are met."""

    values: Values
    met: frozenset[Need]


NOTHING = Filling({}, frozenset())
"""For what is the same whatever the names and the facts."""


def fill_with(platform: Platform, domain: Domain, customers: Sequence[Domain]) -> Filling:
    """What the recipes of a request are filled with; domains in A-labels, as servers want them, each customer once."""
    customers = _merged(customers)
    names = tuple(map(str, platform.certificate.names))
    for_all = next((name for name in names if all(covers(name, host) for host in platform.mx.names)), None)
    outgoing, minimum = platform.outgoing, platform.encryption.minimum
    values: Values = {
        "domain": (_of(domain),),
        "customer": tuple(map(_of, customers)),
        "certificate": tuple(_certificate(name) for name in ([for_all] if for_all else []) + [name for name in names if name != for_all]),
        "mx": tuple(map(Value, platform.mx.names)),
        "outgoing": tuple(Value(host) for pattern in (outgoing.hosts if outgoing else ()) for host in pattern.hosts),
        "network": tuple(Value(str(network)) for network in (outgoing.networks if outgoing else ())),
        "minimum": (Value(minimum),) if minimum else (),
        "provider": (Value(str(platform.provider)),),
        "service": (Value(str(platform.service)),),
    }
    met: Mapping[Need, bool] = {
        "certificate_for_all_mx": for_all is not None,
        "outgoing_hosts": bool(values["outgoing"]),
        "outgoing_networks": bool(values["network"]),
        "minimum": minimum is not None,
        "private_authority": platform.certificate.trust == "private",
        "subdomains": any(customer.subdomains for customer in customers),
        "several_customers": len(customers) > 1,
    }
    return Filling(values, frozenset(need for need, holds in met.items() if holds))


def covers(name: str, host: str) -> bool:
    """Whether a certificate's name is the host's: a wildcard stands for one label (RFC 9525, 6.3)."""
    return host == name or (name.startswith("*.") and host.partition(".")[2] == name[2:])


def applies(step: Step | Passage, filling: Filling) -> bool:
    """Whether the step, or a letter's passage, is for this case: what it needs may still be missing."""
    return set(step.only_with) <= filling.met and not set(step.not_with) & filling.met


def lacks(step: Step, filling: Filling) -> tuple[Need, ...]:
    """What the step needs and the facts don't have."""
    return tuple(need for need in step.needs if need not in filling.met)


def is_filled(step: Step) -> bool:
    """Whether names or facts change anything about a step."""
    return bool(step.needs or step.only_with or step.not_with or step.letter) or "«" in f"{step.say.de}{step.say.en}{step.code}"


def _merged(domains: Sequence[Domain]) -> tuple[Domain, ...]:
    """Each name once, in the order of the first: with its subdomains if one of those that bear it has them."""
    with_subdomains = {domain.ascii for domain in domains if domain.subdomains}
    return tuple({one.ascii: replace(one, subdomains=one.ascii in with_subdomains) for one in domains}.values())


def _of(domain: Domain) -> Value:
    return Value(domain.ascii, domain.subdomains)


def _certificate(name: str) -> Value:
    return Value(name.removeprefix("*."), name.startswith("*."))
