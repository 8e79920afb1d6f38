"""What is doubtful about putting a sheet on a ticket: who would get it, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetgen.desk import Recipient, Ticket
from sheetgen.desk.issued import Issued, for_others
from sheetgen.domain import Domain
from sheetgen.errors import Place, Problem, printable
from sheetgen.request import Request
from sheetgen.suffixes import registrable

DOUBTS = (
    "request.swapped",
    "ticket.no-customer",
    "ticket.other-customer",
    "ticket.recipient",
    "ticket.recipients-unknown",
    "ticket.several-customers",
)
REQUESTOR = "requestor"
"""The role of who opened a ticket, in every desk's answer."""


def before_looking(customers: Sequence[Domain], *, public: bool) -> Iterator[Problem]:
    """What can be told from the call alone."""
    if public and not customers:
        message = "a public sheet without a customer domain shows an open point to all who get it"
        yield _doubt("no-customer", message, Place("--public"), "add --customer with the domain on the platform")
    owners = {registrable(customer.ascii) or customer.ascii for customer in customers}
    if len(owners) > 1:
        message = f"{', '.join(sorted(owners))} may be several customers', and each would read of the other"
        yield _doubt("several-customers", message, Place("--customer"), "make a ticket for each customer")


def after_looking(ticket: Ticket, issued: Sequence[Issued], requests: Sequence[Request], *, public: bool, reads: bool) -> Iterator[Problem]:
    """What the ticket tells. `reads`: whether the desk can tell who gets what is public."""
    place = Place(f"ticket {ticket.number}")
    requested = [request.domain for request in requests]
    both = [*requested, *(customer for request in requests for customer in request.customers)]
    for recipient in ticket.recipients:
        if recipient.role == REQUESTOR and _within(recipient, requested):
            message = f"{shown(recipient)} is in the requested domain, which is the partner's: the two domains may be swapped"
            yield Problem("request.swapped", "doubt", message, place, "DOMAIN is the partner's, --customer is on the platform")
        elif public and not _within(recipient, both):
            message = f"{shown(recipient)} is neither in the requested nor in a customer domain"
            yield _doubt("recipient", message, place, "take the recipient off the ticket")
    if public and not reads:
        message = "who gets what is public the desk alone decides, and by e-mail it can't be asked"
        yield _doubt("recipients-unknown", message, place, "look at the ticket first")
    if requests and (other := for_others(issued, requests[0])):
        named = ", ".join(printable(customer.ascii) for customer in other.claim.request.customers)
        message = f"it holds a sheet for the customer domain {named}, and one customer's sheet never travels with another's"
        yield _doubt("other-customer", message, place, "use a ticket of its own; or, if both are the same customer's, say so")


def _doubt(code: str, message: str, place: Place, hint: str) -> Problem:
    return Problem(f"ticket.{code}", "doubt", message, place, hint)


def shown(recipient: Recipient) -> str:
    """`requestor Max <max@kunde.example>`, safe to show."""
    address = f" <{recipient.address}>" if recipient.address and recipient.address != recipient.name else ""
    return printable(f"{recipient.role} {recipient.name}{address}")


def _within(recipient: Recipient, domains: Sequence[Domain]) -> bool:
    _, at, host = recipient.address.lower().rpartition("@")
    host = _ascii(host) if at else ""
    return any(host == domain.ascii or host.endswith(f".{domain.ascii}") for domain in domains)


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    from sheetgen.hostname import UnfitNameError
    from sheetgen.idn import international_name

    try:
        return international_name(host).ascii
    except UnfitNameError:
        return ""
