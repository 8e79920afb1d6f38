"""Who gets what is public of RT: those whom its scrips "On Correspond" mail who are not its staff (etc/initialdata)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sheetgen.desk import Recipient
from sheetgen.desk.doubts import REQUESTOR
from sheetgen.desk.rt_service import Rest, number, objects, text

QUEUE = "Cc of the queue"
AT_ONCE = 20
"""Users in one question, so that its address stays short."""


def recipients(rest: Rest, ticket: Mapping[str, Any]) -> Iterator[Recipient]:
    """Of a ticket as RT shows it: its requestors, its Cc and its queue's. What this login can't see stays, without an address."""
    queue = ticket.get("Queue")
    key = number(queue, "id") if isinstance(queue, dict) else ""
    path = f"/queue/{key}"
    seen = rest.seen(path)
    by_role: dict[str, Any] = {REQUESTOR: ticket.get("Requestor"), "Cc": ticket.get("Cc"), QUEUE: [] if seen is None else seen.get("Cc")}
    if not all(isinstance(those, list) for those in by_role.values()):
        raise rest.odd(path)
    members = [(role, member) for role, those in by_role.items() for member in objects(those)]
    users = _users(rest, sorted({text(member, "id") for _, member in members if text(member, "type") == "user"}))
    for role, member in members:
        name = text(member, "id")
        if text(member, "type") == "user":
            user = users.get(name.lower(), {})
            yield Recipient(role, text(user, "RealName") or name, text(user, "EmailAddress"))
        else:
            group = rest.seen(f"/group/{number(member, 'id')}")
            yield Recipient(role, f"group {text(group or {}, 'Name') or name}")
    if seen is None:
        yield Recipient(QUEUE, f"unknown: this login can't see queue {key}")


def _users(rest: Rest, names: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """By name in small letters. They are searched for: a name in an address fails if it has a slash, and digits are taken for an id."""
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(names), AT_ONCE):
        wanted = [{"field": "Name", "value": name, "entry_aggregator": "OR"} for name in names[start : start + AT_ONCE]]
        for user in rest.all("/users", "addresses of users", {"query": json.dumps(wanted), "fields": "Name,RealName,EmailAddress"}):
            found[text(user, "Name").lower()] = user
    return found
