"""The submission server: Postfix with SASL (Cyrus sasldb, no daemon), a port for each way to be right or wrong."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.rigs.inside.servers import ROOT, free_port, put, run, start, wait_for_port

USER, PASSWORD = "sheetgen", "right password"
LIMIT = 1_000_000
CONF = "/etc/postfix"
SPOOL = "/var/spool/postfix"


def chain(kind: str) -> str:
    """The settings of a port that shows a certificate."""
    return f"-o smtpd_tls_chain_files=/rig/tls/{kind}.pem"


SERVICES = {
    "starttls": chain("good"),
    "smtps": f"{chain('good')} -o smtpd_tls_wrappermode=yes",
    "wrong_name": chain("wrong_name"),
    "unknown_ca": chain("unknown_ca"),
    "expired": chain("expired"),
    "no_starttls": "-o smtpd_tls_security_level=none",
}
MAIN = f"""compatibility_level = 3.6
queue_directory = {SPOOL}
data_directory = /var/lib/postfix
maillog_file = /out/postfix.log
maillog_file_prefixes = /out
myhostname = submission.example
inet_protocols = ipv4
inet_interfaces = 127.0.0.1
mydestination =
mynetworks = 127.0.0.99
alias_maps =
alias_database =
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = cyrus
smtpd_sasl_local_domain = submission.example
cyrus_sasl_config_path = {CONF}/sasl
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access texthash:/rig/recipients, permit_sasl_authenticated, reject
message_size_limit = {LIMIT}
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:inbox/
virtual_mailbox_base = /out
virtual_mailbox_limit = 0
transport_maps = inline:{{ {{ desk@desk.example = rt:correspond }}, {{ desk-comment@desk.example = rt:comment }} }}
rt_destination_recipient_limit = 1
"""
MASTER = """pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
virtual unix - n n - - virtual
"""
RECIPIENTS = "busy@desk.example 450 4.2.1 try again later\nnobody@desk.example 550 5.1.1 no such user\n"
QUEUES = (
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "maildrop",
    "private",
    "public",
    "saved",
    "trace",
    "pid",
)


def submission(rt_url: str) -> dict[str, object]:
    """Start it, delivering desk@desk.example and desk-comment@desk.example into RT: its ports and what they take."""
    shutil.copytree(Path(os.environ["RIG_TLS"]), ROOT / "rig/tls", dirs_exist_ok=True)
    ports = {kind: free_port() for kind in SERVICES}
    inbox = run("id", "-u", "inbox").strip()
    pipe = (
        f"rt unix - n n - 1 pipe flags=DORu user=nobody argv=/usr/bin/rt-mailgate-5 --queue General --action ${{nexthop}} --url {rt_url}\n"
    )
    services = "".join(f"127.0.0.1:{ports[kind]} inet n - n - - smtpd {options}\n" for kind, options in SERVICES.items())
    put(f"{CONF}/main.cf", f"{MAIN}virtual_uid_maps = static:{inbox}\nvirtual_gid_maps = static:{inbox}\n")
    put(f"{CONF}/master.cf", services + MASTER + pipe)
    put(f"{CONF}/sasl/smtpd.conf", "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\n")
    put("/rig/recipients", RECIPIENTS)
    run("saslpasswd2", "-p", "-c", "-u", "submission.example", USER, stdin=PASSWORD)
    # `postfix start` would make the queues too, and check the whole installation: 1 to 3 s each time
    run(
        "sh",
        "-ec",
        f"""chown postfix /etc/sasldb2
        mkdir -p /out/inbox /var/lib/postfix; chown inbox /out/inbox; chown postfix /var/lib/postfix
        mkdir -p {SPOOL}; cd {SPOOL}; mkdir -p {" ".join(QUEUES)}; chown postfix *; chown root . pid; chmod 700 *; chmod 755 pid
        chgrp postdrop maildrop public; chmod 730 maildrop; chmod 710 public""",
    )
    start("master", "/usr/lib/postfix/sbin/master", "-c", CONF, "-d")
    for kind, port in ports.items():
        wait_for_port(f"Postfix, {kind}", port)
    return {"ports": ports, "user": USER, "password": PASSWORD, "limit": LIMIT}
