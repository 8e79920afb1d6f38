"""Request Tracker 5 (SQLite, Starlet, plain http) and the submission server that hands it its mail.

The seeded database is kept for the next start. Every mail that RT sends becomes a file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.rigs.inside.postfix import submission
from tests.rigs.inside.servers import ROOT, STATE, catch_mail, free_port, put, run, serve, start, wait_for_port

SEED = Path(__file__).with_name("rt-seed.pl").read_text()
DATABASE = "/rig/rt/rt5.sqlite"
CONFIG = f"""Set($rtname, 'desk.example'); Set($Organization, 'desk.example');
Set($WebDomain, 'desk.example'); Set($WebPort, 443); Set($WebPath, '');
Set($DatabaseType, 'SQLite'); Set($DatabaseName, '{DATABASE}');
Set($DatabaseAdmin, ''); Set($DatabaseUser, ''); Set($DatabasePassword, '');
Set($CorrespondAddress, 'desk@desk.example'); Set($CommentAddress, 'desk-comment@desk.example');
Set($RTAddressRegexp, '^desk(-comment)?@desk[.]example$');
Set($MailCommand, 'sendmailpipe'); Set($SendmailPath, '/rig/sendmail');
Set($MasonDataDir, '/rig/rt/mason'); Set($MasonSessionDir, '/rig/rt/session');
Set($LogToSyslog, undef); Set($LogToSTDERR, 'warning');
Set($Timezone, 'UTC');
# the least there is: each request's token is hashed
Set($BcryptCost, 4);
1;
"""


def database() -> dict[str, Any]:
    """Lay the seeded database into the root, made now or before: the tokens of its users."""
    key = hashlib.sha256((CONFIG + SEED + (ROOT / ".packages").read_text()).encode()).hexdigest()[:16]
    kept = STATE / f"rt-{key}"
    if not kept.exists():
        put("/rig/rt-seed.pl", SEED)
        run("rt-setup-database-5", "--action", "init", "--skip-create")
        tokens = run("perl", "/rig/rt-seed.pl")
        new = Path(tempfile.mkdtemp(dir=STATE))
        shutil.copyfile(ROOT / DATABASE[1:], new / "sqlite")
        (new / "tokens").write_text(tokens)
        try:
            new.rename(kept)  # both files at once; whoever is second takes the first one's
        except OSError:
            shutil.rmtree(new)
    shutil.copyfile(kept / "sqlite", ROOT / DATABASE[1:])
    tokens_of: dict[str, Any] = json.loads((kept / "tokens").read_text())
    return tokens_of


def main() -> None:
    """Start both."""
    put("/etc/request-tracker5/RT_SiteConfig.pm", CONFIG)
    catch_mail()
    for folder in ("mason", "session"):
        (ROOT / "rig/rt" / folder).mkdir(parents=True)
    tokens = database()
    port = free_port()
    # one worker answers one connection, so a test that holds one open must not stop the others
    server = "/usr/share/request-tracker5/libexec/rt-server"
    start("rt", server, "--host", "127.0.0.1", "--port", str(port), "--server", "Starlet", "--max-workers", "4")
    mail = submission(f"http://127.0.0.1:{port}/")
    wait_for_port("Request Tracker", port)
    serve({"port": port, "tokens": tokens, "submission": mail})


if __name__ == "__main__":
    os.umask(0o022)
    main()
