"""Znuny 6.5 (Debian's otrs2, PostgreSQL on a Unix socket, Starman, plain http) with its web service for tickets.

What its maintainer scripts do through dbconfig is done here in the open. The result is kept as a tar for the next start.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from tests.rigs.inside.servers import ROOT, STATE, catch_mail, free_port, put, run, serve, start, wait_for_port

HOME = "/usr/share/otrs"
POSTGRES = "/usr/lib/postgresql/15/bin"
SERVICE = "GenericTicketConnectorREST"
KEPT = ("rig/pg", "var/lib/otrs", "etc/otrs")
PASSWORD = "right password"
AGENTS = {"sheetgen": "rw", "onlooker": "ro", "outsider": ""}
"""Agents, and what they may do in the group of all queues."""
CONFIG = f"""package Kernel::Config;
use strict; use warnings; use utf8;
sub Load {{
    my $Self = shift;
    $Self->{{Database}} = 'otrs'; $Self->{{DatabaseUser}} = 'otrs'; $Self->{{DatabasePw}} = '';
    $Self->{{DatabaseDSN}} = 'DBI:Pg:dbname=otrs;host=/run/postgresql;';
    $Self->{{Home}} = '{HOME}';
    $Self->{{SecureMode}} = 1;
    $Self->{{FQDN}} = 'desk.example'; $Self->{{CheckMXRecord}} = 0;
    $Self->{{SendmailModule}} = 'Kernel::System::Email::Sendmail'; $Self->{{'SendmailModule::CMD'}} = '/rig/sendmail';
    return 1;
}}
use Kernel::Config::Defaults;
use parent qw(Kernel::Config::Defaults);
1;
"""
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c dynamic_shared_memory_type=mmap"


def as_user(user: str, folder: str = "/tmp") -> tuple[str, ...]:
    """What to put before a command to run it as a user of the root."""
    return ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "env", "-C", folder, "HOME=/tmp")


def sql(*arguments: str) -> None:
    """Have the database do it, or end."""
    run(*as_user("otrs"), f"{POSTGRES}/psql", "-q", "-v", "ON_ERROR_STOP=1", "-1", *arguments, "otrs")


def postgres(action: str, *more: str) -> None:
    """Start or stop the database."""
    run(*as_user("postgres"), f"{POSTGRES}/pg_ctl", "-D", "/rig/pg", "-l", "/rig/pg/log", "-w", action, *more)


def console(*words: str) -> None:
    """Znuny's own command line."""
    run(*as_user("otrs", HOME), "bin/otrs.Console.pl", *words)


def make() -> None:
    """A database with its schema, the web service, and the agents; it is left running."""
    run("sh", "-ec", "mkdir -p /rig/pg; chown postgres /rig/pg; chown -R otrs:otrs /var/lib/otrs /var/spool/otrs")
    run(*as_user("postgres"), f"{POSTGRES}/initdb", "-D", "/rig/pg", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    postgres("start", "-o", OPTIONS)
    run(*as_user("postgres"), f"{POSTGRES}/createuser", "otrs")
    run(*as_user("postgres"), f"{POSTGRES}/createdb", "-O", "otrs", "otrs")
    for file in ("schema", "initial_insert", "schema-post"):
        sql("-f", f"{HOME}/scripts/database/{file}.postgresql.sql")
    # it ships with znuny@localhost, from which it then refuses to send
    sql("-c", "UPDATE system_address SET value0 = 'desk@desk.example', value1 = 'Desk'")
    console("Maint::Config::Rebuild")
    console("Admin::WebService::Add", "--name", SERVICE, "--source-path", f"{HOME}/scripts/test/sample/Webservice/{SERVICE}.yml")
    for agent, right in AGENTS.items():
        name = ("--user-name", agent, "--first-name", agent, "--last-name", "Agent", "--email-address", f"{agent}@desk.example")
        console("Admin::User::Add", *name, "--password", PASSWORD)
        if right:
            console("Admin::Group::UserLink", "--group-name", "users", "--user-name", agent, "--permission", right)


def database() -> None:
    """Have it running, made now or before."""
    key = hashlib.sha256((Path(__file__).read_text() + (ROOT / ".packages").read_text()).encode()).hexdigest()[:16]
    kept = STATE / f"znuny-{key}.tar"
    if kept.exists():
        subprocess.run(["tar", "-x", "-p", "--numeric-owner", "-C", ROOT, "-f", kept], check=True)
        postgres("start", "-o", OPTIONS)
        return
    make()
    postgres("stop", "-m", "fast")
    new = kept.with_suffix(f".{os.getpid()}")
    subprocess.run(["tar", "-c", "--numeric-owner", "-C", ROOT, "-f", new, *KEPT], check=True)
    new.rename(kept)
    postgres("start", "-o", OPTIONS)


def main() -> None:
    """Start it."""
    put("/etc/otrs/Kernel/Config.pm", CONFIG)
    catch_mail()
    run("sh", "-ec", "mkdir -p /run/postgresql /run/otrs; chown postgres /run/postgresql; chown otrs /run/otrs")
    database()
    port = free_port()
    start("znuny", *as_user("otrs", HOME), "starman", "--workers", "4", "--listen", f"127.0.0.1:{port}", "bin/cgi-bin/app.psgi")
    wait_for_port("Znuny", port)
    serve({"port": port, "service": SERVICE, "password": PASSWORD})


if __name__ == "__main__":
    main()
